#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    const __INDEX_0: __f::IndexSchema = __f::IndexSchema::global(
            "gsi1",
            &[
                __f::KeyElement::of(
                    "gsi1pk",
                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            ],
            &[],
        )
        .with_max_throughput(10u32, 5u32)
        .with_warm_throughput(12000u32, 4000u32);
    const __SETTINGS: __f::TableSettings = __f::TableSettings::new()
        .with_ttl("until")
        .with_stream(__f::StreamView::NewImage)
        .with_billing(__f::Billing::OnDemandUpTo(100u32, 50u32))
        .with_table_class(__f::TableClass::Standard)
        .with_deletion_protection(true)
        .with_encryption(__f::ServerSideEncryption::CustomerManaged("alias/app"))
        .with_tags(&[("team", "shop")])
        .with_point_in_time_recovery(__f::PointInTimeRecovery::Days(14u8))
        .with_warm_throughput(12000u32, 4000u32);
    #[automatically_derived]
    impl __f::DeclaredTable for App {
        type Key = __f::Simple<String>;
        type Ttl = __f::Expires;
        const TABLE: __f::TableSchema = __f::TableSchema::new(
                "app",
                __f::KeyElement::of(
                    "pk",
                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_indexes(&[__INDEX_0])
            .with_settings(&__SETTINGS);
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl App {
        /// The table's name, keys, indexes and settings.
        pub const SCHEMA: __f::TableSchema = <Self as __f::DeclaredTable>::TABLE;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::TableIndex<163118538361189913u64> for App {
        type Scope = __f::Global;
        const INDEX: &'static __f::IndexSchema = &__INDEX_0;
    }
};
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    const __SETTINGS: __f::TableSettings = __f::TableSettings::new()
        .with_ttl("until")
        .with_billing(__f::Billing::Provisioned(5u32, 5u32))
        .with_encryption(__f::ServerSideEncryption::AwsManaged)
        .with_point_in_time_recovery(__f::PointInTimeRecovery::Off);
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Session {
        const NAMES: __f::Names = __f::Names::new(&["token", "until"], &[]);
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <String as __f::Value>::write_attribute(
                &self.token,
                &mut __f::CheckedKeys::partition(__map),
                "token",
            )?;
            if let __f::Some(__value) = &self.until {
                __f::write_stored::<
                    _,
                    SystemTime,
                    __f::EpochSeconds<SystemTime>,
                >(
                    __map,
                    "until",
                    __value,
                    <SystemTime as __f::StoredAs<__f::EpochSeconds<SystemTime>>>::store,
                )?;
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_token: __f::Option<String> = __f::None;
            let mut __field_until: __f::Option<Option<SystemTime>> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                9482400822990454908,
                |__name| match __name {
                    "token" => 0u16,
                    "until" => 1u16,
                    _ => 2u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_token = <String as __f::Value>::read_attribute(
                            __value,
                            "token",
                        )?;
                    }
                    1u16 => {
                        __field_until = __f::Some(
                            __f::optional(
                                __value,
                                "until",
                                |__value| __f::read_stored::<
                                    _,
                                    SystemTime,
                                    __f::EpochSeconds<SystemTime>,
                                >(
                                    __value,
                                    "until",
                                    <SystemTime as __f::StoredAs<
                                        __f::EpochSeconds<SystemTime>,
                                    >>::load,
                                ),
                            )?,
                        );
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::Ok(Self {
                token: <String as __f::Value>::required(__field_token, "token")?,
                until: __f::Option::unwrap_or_default(__field_until),
            })
        }
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<2793552820659536210u64> for Session {
        type Type = String;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<__f::Simple<String>> for &Session {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for Session {
        type Key = __f::Simple<String>;
        type Ttl = __f::Expires;
        const SCHEMA: __f::TableSchema = __f::TableSchema::new(
                "sessions",
                __f::KeyElement::of(
                    "token",
                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_settings(&__SETTINGS);
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <String as __f::Value>::write_attribute(
                &self.token,
                &mut __f::CheckedKeys::partition(__map),
                "token",
            )?;
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Session {
        /// The attribute `token`.
        const TOKEN: __f::KeyAttribute<Self, String> = __f::KeyAttribute::new("token");
        /// The attribute `until`.
        const UNTIL: __f::Attribute<Self, __f::Option<__f::EpochSeconds<SystemTime>>> = __f::Attribute::new(
            "until",
        );
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for Session {}
    const _: () = __f::is_expiry_time::<__f::EpochSeconds<SystemTime>>();
};
