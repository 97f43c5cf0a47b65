#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Record {
        const NAMES: __f::Names = __f::Names::new(
            &["kind", "pk", "name"],
            &[&<Note as __f::Attributes>::NAMES],
        );
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Customer { pk: __field_pk, name: __field_name, .. } => {
                    __f::write_tag(__map, "kind", "Customer")?;
                    {
                        let __map = &mut __f::IndexKeys::new(
                            __map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <String as __f::Value>::write_attribute(
                            __field_pk,
                            &mut __f::CheckedKeys::partition(__map),
                            "pk",
                        )?;
                        <String as __f::Value>::write_attribute(
                            __field_name,
                            __map,
                            "name",
                        )?;
                    }
                }
                Self::Note(__field_0) => {
                    let __map = &mut __f::DistinctNames::new(
                        __map,
                        const {
                            __f::Names::may_repeat(
                                &__f::Names::new(
                                    &["kind"],
                                    &[&<Note as __f::Attributes>::NAMES],
                                ),
                            )
                        },
                    );
                    if !__f::TableSchema::is_kind(
                        &<Note as __f::Item>::SCHEMA,
                        "kind",
                        "Note",
                    ) {
                        __f::write_tag(__map, "kind", "Note")?;
                    }
                    {
                        let __map = &mut __f::IndexKeys::new(
                            __map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <Note as __f::Attributes>::encode_attributes(__field_0, __map)?;
                    }
                }
                Self::Unknown { pk: __field_pk, kind: __field_kind, .. } => {
                    let __map = &mut __f::UnknownTag::new(
                        __map,
                        "kind",
                        &["Customer", "Note"],
                    );
                    {
                        let __map = &mut __f::IndexKeys::new(
                            __map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <String as __f::Value>::write_attribute(
                            __field_pk,
                            &mut __f::CheckedKeys::partition(__map),
                            "pk",
                        )?;
                        <String as __f::Value>::write_attribute(
                            __field_kind,
                            &mut __f::CheckedKeys::partition(__map),
                            "kind",
                        )?;
                    }
                    __f::UnknownTag::is_written(__map)?;
                }
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __map = __map;
            match __f::String::as_str(&__f::tag(&mut __map, "kind")?) {
                "Customer" => {
                    __f::MapDecoder::hide(&mut __map, "kind");
                    {
                        let mut __field_pk: __f::Option<String> = __f::None;
                        let mut __field_name: __f::Option<String> = __f::None;
                        while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                            &mut __map,
                            12747020311526104100,
                            |__name| match __name {
                                "pk" => 0u16,
                                "name" => 1u16,
                                _ => 2u16,
                            },
                        )? {
                            match __field {
                                0u16 => {
                                    __field_pk = <String as __f::Value>::read_attribute(
                                        __value,
                                        "pk",
                                    )?;
                                }
                                1u16 => {
                                    __field_name = <String as __f::Value>::read_attribute(
                                        __value,
                                        "name",
                                    )?;
                                }
                                _ => __f::Decoder::skip(__value)?,
                            }
                        }
                        __f::Ok(Self::Customer {
                            pk: <String as __f::Value>::required(__field_pk, "pk")?,
                            name: <String as __f::Value>::required(__field_name, "name")?,
                        })
                    }
                }
                "Note" => {
                    if !__f::TableSchema::is_kind(
                        &<Note as __f::Item>::SCHEMA,
                        "kind",
                        "Note",
                    ) {
                        __f::MapDecoder::hide(&mut __map, "kind");
                    }
                    __f::Result::map(
                        <Note as __f::Attributes>::decode_attributes(__map),
                        Self::Note,
                    )
                }
                _ => {
                    let mut __field_pk: __f::Option<String> = __f::None;
                    let mut __field_kind: __f::Option<String> = __f::None;
                    while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                        &mut __map,
                        6117845609145055035,
                        |__name| match __name {
                            "pk" => 0u16,
                            "kind" => 1u16,
                            _ => 2u16,
                        },
                    )? {
                        match __field {
                            0u16 => {
                                __field_pk = <String as __f::Value>::read_attribute(
                                    __value,
                                    "pk",
                                )?;
                            }
                            1u16 => {
                                __field_kind = <String as __f::Value>::read_attribute(
                                    __value,
                                    "kind",
                                )?;
                            }
                            _ => __f::Decoder::skip(__value)?,
                        }
                    }
                    __f::Ok(Self::Unknown {
                        pk: <String as __f::Value>::required(__field_pk, "pk")?,
                        kind: <String as __f::Value>::required(__field_kind, "kind")?,
                    })
                }
            }
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<__f::Simple<String>> for &Record {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for Record {
        type Key = __f::Simple<String>;
        type Ttl = __f::NeverExpires;
        const SCHEMA: __f::TableSchema = __f::TableSchema::new(
                "shop",
                __f::KeyElement::of(
                    "pk",
                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_indexes(
                &[
                    __f::IndexSchema::global(
                        "by_kind",
                        &[
                            __f::KeyElement::of(
                                "kind",
                                <<String as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                            ),
                        ],
                        &[],
                    ),
                ],
            )
            .with_tag("kind")
            .with_items(&[<Note as __f::Item>::SCHEMA]);
        const MANAGED: __f::Managed = <Note as __f::Item>::MANAGED;
        fn stamp(&self) -> __f::Stamp {
            match self {
                Self::Customer { .. } => {
                    __f::Stamp {
                        version: 0,
                        created_at: __f::None,
                    }
                }
                Self::Note(__field_0) => <Note as __f::Item>::stamp(__field_0),
                Self::Unknown { .. } => {
                    __f::Stamp {
                        version: 0,
                        created_at: __f::None,
                    }
                }
            }
        }
        fn set_stamp(&mut self, __stamp: __f::Stamp, __now: __f::SystemTime) {
            let _ = (__stamp, __now);
            match self {
                Self::Customer { .. } => {}
                Self::Note(__field_0) => {
                    <Note as __f::Item>::set_stamp(__field_0, __stamp, __now)
                }
                Self::Unknown { .. } => {}
            }
        }
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::is_key_of_all::<String, String>();
            __f::is_key_of_all::<<Note as __f::Item>::Key, <Self as __f::Item>::Key>();
            __f::is_key_of_all::<String, String>();
            match self {
                Self::Customer { pk: __field_pk, .. } => {
                    <String as __f::Value>::write_attribute(
                        __field_pk,
                        &mut __f::CheckedKeys::partition(__map),
                        "pk",
                    )?;
                }
                Self::Note(__field_0) => {
                    <Note as __f::Item>::encode_key(__field_0, __map)?;
                }
                Self::Unknown { pk: __field_pk, .. } => {
                    <String as __f::Value>::write_attribute(
                        __field_pk,
                        &mut __f::CheckedKeys::partition(__map),
                        "pk",
                    )?;
                }
            }
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Record {
        /// The attribute `pk`.
        pub const PK: __f::KeyAttribute<Self, String> = __f::KeyAttribute::new("pk");
        /// The attribute `name`.
        pub const NAME: __f::Attribute<Self, ::core::option::Option<String>> = __f::Attribute::new(
            "name",
        );
        /// The attribute `kind`.
        pub const KIND: __f::Attribute<Self, String> = __f::Attribute::new("kind");
    }
    #[automatically_derived]
    #[allow(dead_code, private_interfaces)]
    impl Record {
        /// The global index `by_kind` by `kind`.
        pub const BY_KIND: __f::Index<
            Self,
            __f::Single<<String as __f::Value>::Base>,
            __f::NoSortKey,
            __f::Global,
        > = __f::Index::new(__f::index::<Self>(0usize));
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Record {
        /// The attributes of a `Note`.
        pub const NOTE: __f::Flattened<Self, Note> = __f::Flattened::new();
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for Record
    where
        for<'__a> Note: __f::Unguarded,
    {}
    const _: () = if let __f::Some(__message) = __f::difference::<
        Record,
        Note,
    >([
        "`Note` is of another table than the other variants of `Record`: all need the same",
        "`Note` has other key attributes than the other variants of `Record`: all need the same",
        "`Note` and `Note` differ in `version`, `created_at` or `updated_at`: all variants of `Record` have them, under the same names, or none has",
    ]) {
        ::core::panic!("{}", __message)
    };
    const _: () = ::core::assert!(
        __f::TableSchema::is_kind(& < Note as __f::Item > ::SCHEMA, "kind", "Note"),
        "a `Note` that is put by itself must have the tag by which `Record` reads it: write `kind = \"Note\"` among its options, or `rename` this variant to the kind that it has"
    );
};
