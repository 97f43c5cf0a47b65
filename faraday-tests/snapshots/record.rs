#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Attributes for Record {
        const NAMES: __f::Names = __f::Names::new(
            &["kind", "pk", "name"],
            &[&<Note as __f::Attributes>::NAMES],
        );
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Customer { pk: pk, name: name, .. } => {
                    __f::write_tag(map, "kind", "Customer")?;
                    {
                        let map = &mut __f::IndexKeys::new(
                            map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <String as __f::Value>::write_attribute(
                            pk,
                            &mut __f::CheckedKeys::partition(map),
                            "pk",
                        )?;
                        <String as __f::Value>::write_attribute(name, map, "name")?;
                    }
                }
                Self::Note(field_0) => {
                    let map = &mut __f::DistinctNames::new(
                        map,
                        const {
                            __f::Names::new(
                                    &["kind"],
                                    &[&<Note as __f::Attributes>::NAMES],
                                )
                                .may_repeat()
                        },
                    );
                    if !<Note as __f::Item>::SCHEMA.is_kind("kind", "Note") {
                        __f::write_tag(map, "kind", "Note")?;
                    }
                    {
                        let map = &mut __f::IndexKeys::new(
                            map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <Note as __f::Attributes>::encode_attributes(field_0, map)?;
                    }
                }
                Self::Unknown { pk: pk, kind: kind, .. } => {
                    let map = &mut __f::UnknownTag::new(
                        map,
                        "kind",
                        &["Customer", "Note"],
                    );
                    {
                        let map = &mut __f::IndexKeys::new(
                            map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <String as __f::Value>::write_attribute(
                            pk,
                            &mut __f::CheckedKeys::partition(map),
                            "pk",
                        )?;
                        <String as __f::Value>::write_attribute(
                            kind,
                            &mut __f::CheckedKeys::partition(map),
                            "kind",
                        )?;
                    }
                    map.is_written()?;
                }
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut rest = __f::UnreadAttributes::read(map)?;
            let tag = rest.tag("kind")?;
            match tag.as_str() {
                "Customer" => {
                    let mut map = rest.entries();
                    let mut pk: __f::Option<String> = __f::None;
                    let mut name: __f::Option<String> = __f::None;
                    while let __f::Some((field, value)) = __f::MapDecoder::next(
                        &mut map,
                        |name| match name {
                            "pk" => 0u8,
                            "name" => 1u8,
                            _ => 2u8,
                        },
                    )? {
                        match field {
                            0u8 => {
                                pk = <String as __f::Value>::read_attribute(value, "pk")?;
                            }
                            1u8 => {
                                name = <String as __f::Value>::read_attribute(
                                    value,
                                    "name",
                                )?;
                            }
                            _ => __f::Decoder::skip(value)?,
                        }
                    }
                    __f::Ok(Self::Customer {
                        pk: <String as __f::Value>::required(pk, "pk")?,
                        name: <String as __f::Value>::required(name, "name")?,
                    })
                }
                "Note" => {
                    if <Note as __f::Item>::SCHEMA.is_kind("kind", "Note") {
                        rest.put_back("kind", __f::String::from("Note"));
                    }
                    <Note as __f::Attributes>::decode_attributes(rest.entries())
                        .map(Self::Note)
                }
                _ => {
                    rest.put_back("kind", tag);
                    {
                        let mut map = rest.entries();
                        let mut pk: __f::Option<String> = __f::None;
                        let mut kind: __f::Option<String> = __f::None;
                        while let __f::Some((field, value)) = __f::MapDecoder::next(
                            &mut map,
                            |name| match name {
                                "pk" => 0u8,
                                "kind" => 1u8,
                                _ => 2u8,
                            },
                        )? {
                            match field {
                                0u8 => {
                                    pk = <String as __f::Value>::read_attribute(value, "pk")?;
                                }
                                1u8 => {
                                    kind = <String as __f::Value>::read_attribute(
                                        value,
                                        "kind",
                                    )?;
                                }
                                _ => __f::Decoder::skip(value)?,
                            }
                        }
                        __f::Ok(Self::Unknown {
                            pk: <String as __f::Value>::required(pk, "pk")?,
                            kind: <String as __f::Value>::required(kind, "kind")?,
                        })
                    }
                }
            }
        }
    }
    #[automatically_derived]
    impl __f::Item for Record {
        type Key = __f::Simple<String>;
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
                Self::Note(field_0) => <Note as __f::Item>::stamp(field_0),
                Self::Unknown { .. } => {
                    __f::Stamp {
                        version: 0,
                        created_at: __f::None,
                    }
                }
            }
        }
        fn set_stamp(&mut self, stamp: __f::Stamp, now: __f::SystemTime) {
            let _ = (stamp, now);
            match self {
                Self::Customer { .. } => {}
                Self::Note(field_0) => {
                    <Note as __f::Item>::set_stamp(field_0, stamp, now)
                }
                Self::Unknown { .. } => {}
            }
        }
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::is_key_of_all::<String, String>();
            __f::is_key_of_all::<<Note as __f::Item>::Key, <Self as __f::Item>::Key>();
            __f::is_key_of_all::<String, String>();
            match self {
                Self::Customer { pk: pk, .. } => {
                    <String as __f::Value>::write_attribute(
                        pk,
                        &mut __f::CheckedKeys::partition(map),
                        "pk",
                    )?;
                }
                Self::Note(field_0) => {
                    <Note as __f::Item>::encode_key(field_0, map)?;
                }
                Self::Unknown { pk: pk, .. } => {
                    <String as __f::Value>::write_attribute(
                        pk,
                        &mut __f::CheckedKeys::partition(map),
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
    const _: () = ::core::assert!(
        __f::is_alike:: < Record, Note > (),
        "an item in a variant of `Record` has the table of `Record`, the same key attributes, and the same `version` and times"
    );
    const _: () = ::core::assert!(
        < Note as __f::Item > ::SCHEMA.is_kind("kind", "Note"),
        "a `Note` that is put by itself must have the tag by which `Record` reads it: write `kind = \"Note\"` among its options, or `rename` this variant to the kind that it has"
    );
};
