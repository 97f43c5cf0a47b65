#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for User {
        const NAMES: __f::Names = __f::Names::new(&["v", "id", "email"], &[])
            .of_schema_versions();
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::write_schema_version(__map, "v", 2u32)?;
            <u64 as __f::Value>::write_attribute(
                &self.id,
                &mut __f::CheckedKeys::partition(__map),
                "id",
            )?;
            <Option<
                String,
            > as __f::Value>::write_attribute(&self.email, __map, "email")?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            __f::read_versioned::<Self, __M>(__map)
        }
    }
    #[automatically_derived]
    impl __f::SchemaVersioned for User {
        const SCHEMA_VERSION: __f::SchemaVersion = __f::SchemaVersion::new("v", 2u32);
        fn decode_current<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_email: __f::Option<Option<String>> = __f::None;
            let mut __is_current = false;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                7312731526932639815,
                |__name| match __name {
                    "id" => 0u16,
                    "email" => 1u16,
                    "v" => 2u16,
                    _ => 3u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_id = <u64 as __f::Value>::read_attribute(__value, "id")?;
                    }
                    1u16 => {
                        __field_email = <Option<
                            String,
                        > as __f::Value>::read_attribute(__value, "email")?;
                    }
                    2u16 => {
                        __f::read_schema_version(__value, "v", 2u32)?;
                        __is_current = true;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::required_schema_version(__is_current)?;
            __f::Ok(Self {
                id: <u64 as __f::Value>::required(__field_id, "id")?,
                email: <Option<String> as __f::Value>::required(__field_email, "email")?,
            })
        }
        fn upgrade(__older: &__f::OlderItem<'_>) -> __f::Result<Self, __f::DecodeError> {
            let __upgrade: fn(
                &__f::OlderItem<'_>,
            ) -> __f::Result<Self, __f::DecodeError> = upgrade_user;
            __upgrade(__older)
        }
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<628021283683842752u64> for User {
        type Type = u64;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<__f::Simple<u64>> for &User {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for User {
        type Key = __f::Simple<u64>;
        type Ttl = __f::NeverExpires;
        const SCHEMA: __f::TableSchema = __f::TableSchema::new(
                "users",
                __f::KeyElement::of(
                    "id",
                    <<u64 as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_schema_version(__f::SchemaVersion::new("v", 2u32));
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <u64 as __f::Value>::write_attribute(
                &self.id,
                &mut __f::CheckedKeys::partition(__map),
                "id",
            )?;
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl User {
        /// The attribute `id`.
        const ID: __f::KeyAttribute<Self, u64> = __f::KeyAttribute::new("id");
        /// The attribute `email`.
        const EMAIL: __f::Attribute<Self, Option<String>> = __f::Attribute::new("email");
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for User {}
};
