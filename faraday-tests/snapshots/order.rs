#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Order {
        const NAMES: __f::Names = __f::Names::new(
            &["customer", "id", "email", "t", "notes", "draft"],
            &[],
        );
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <String as __f::Value>::write_attribute(
                &self.customer,
                &mut __f::CheckedKeys::partition(__map),
                "customer",
            )?;
            <u64 as __f::Value>::write_attribute(
                &self.id,
                &mut __f::CheckedKeys::sort(__map),
                "id",
            )?;
            <Option<
                String,
            > as __f::Value>::write_attribute(&self.email, __map, "email")?;
            <u64 as __f::Value>::write_attribute(&self.total, __map, "t")?;
            __f::write_frozen::<_, Notes>(__map, "notes", &self.notes)?;
            __f::write_frozen_option::<_, Notes>(__map, "draft", &self.draft)?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_customer: __f::Option<String> = __f::None;
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_email: __f::Option<Option<String>> = __f::None;
            let mut __field_total: __f::Option<u64> = __f::None;
            let mut __field_notes: __f::Option<Notes> = __f::None;
            let mut __field_draft: Option<Notes> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                17809379667211931294,
                |__name| match __name {
                    "customer" => 0u16,
                    "id" => 1u16,
                    "email" => 2u16,
                    "t" => 3u16,
                    "notes" => 4u16,
                    "draft" => 5u16,
                    _ => 6u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_customer = <String as __f::Value>::read_attribute(
                            __value,
                            "customer",
                        )?;
                    }
                    1u16 => {
                        __field_id = <u64 as __f::Value>::read_attribute(__value, "id")?;
                    }
                    2u16 => {
                        __field_email = <Option<
                            String,
                        > as __f::Value>::read_attribute(__value, "email")?;
                    }
                    3u16 => {
                        __field_total = <u64 as __f::Value>::read_attribute(
                            __value,
                            "t",
                        )?;
                    }
                    4u16 => {
                        __field_notes = __f::read_frozen::<_, Notes>(__value, "notes")?;
                    }
                    5u16 => {
                        __field_draft = __f::read_frozen_option::<
                            _,
                            Notes,
                        >(__value, "draft")?;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::Ok(Self {
                customer: <String as __f::Value>::required(
                    __field_customer,
                    "customer",
                )?,
                id: <u64 as __f::Value>::required(__field_id, "id")?,
                email: <Option<String> as __f::Value>::required(__field_email, "email")?,
                total: __f::Option::unwrap_or_else(
                    __field_total,
                    <u64 as __f::Default>::default,
                ),
                notes: __f::required_frozen(__field_notes, "notes")?,
                draft: __field_draft,
                cached: <usize as __f::Default>::default(),
            })
        }
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<10531231725029507641u64> for Order {
        type Type = String;
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<628021283683842752u64> for Order {
        type Type = u64;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<__f::Composite<String, u64>> for &Order {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for Order {
        type Key = __f::Composite<String, u64>;
        type Ttl = __f::NeverExpires;
        const SCHEMA: __f::TableSchema = __f::TableSchema::new(
                "orders",
                __f::KeyElement::of(
                    "customer",
                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_sort_key(
                __f::KeyElement::of(
                    "id",
                    <<u64 as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            );
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <String as __f::Value>::write_attribute(
                &self.customer,
                &mut __f::CheckedKeys::partition(__map),
                "customer",
            )?;
            <u64 as __f::Value>::write_attribute(
                &self.id,
                &mut __f::CheckedKeys::sort(__map),
                "id",
            )?;
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Order {
        /// Who ordered.
        pub const CUSTOMER: __f::KeyAttribute<Self, String> = __f::KeyAttribute::new(
            "customer",
        );
        /// The attribute `id`.
        pub const ID: __f::KeyAttribute<Self, u64> = __f::KeyAttribute::new("id");
        /// The attribute `email`.
        const EMAIL: __f::Attribute<Self, Option<String>> = __f::Attribute::new("email");
        /// The attribute `t`.
        const TOTAL: __f::Attribute<Self, u64, __f::Defaulted> = __f::Attribute::defaulted(
            "t",
        );
        /// The attribute `notes`.
        const NOTES: __f::Attribute<Self, __f::Frozen<Notes>> = __f::Attribute::new(
            "notes",
        );
        /// The attribute `draft`.
        const DRAFT: __f::Attribute<Self, __f::Option<__f::Frozen<Notes>>> = __f::Attribute::new(
            "draft",
        );
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for Order {}
};
