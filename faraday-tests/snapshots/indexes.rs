/// The attributes of [`Order`] that the index `by-email` holds.
#[allow(dead_code)]
pub struct OrderByEmail {
    /// The attribute `customer`.
    pub customer: String,
    /// The attribute `id`.
    pub id: u64,
    /// Where the receipt goes.
    email: Option<String>,
    /// The attribute `t`.
    total: u64,
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Order {
        const NAMES: __f::Names = __f::Names::new(
            &["customer", "id", "status", "region", "placed_at", "email", "t"],
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
            <String as __f::Value>::write_attribute(
                &self.status,
                &mut __f::CheckedKeys::partition(__map),
                "status",
            )?;
            <u64 as __f::Value>::write_attribute(
                &self.region,
                &mut __f::CheckedKeys::partition(__map),
                "region",
            )?;
            <u64 as __f::Value>::write_attribute(
                &self.placed_at,
                &mut __f::CheckedKeys::sort(__map),
                "placed_at",
            )?;
            <Option<
                String,
            > as __f::Value>::write_attribute(
                &self.email,
                &mut __f::CheckedKeys::partition(__map),
                "email",
            )?;
            <u64 as __f::Value>::write_attribute(
                &self.total,
                &mut __f::CheckedKeys::sort(__map),
                "t",
            )?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_customer: __f::Option<String> = __f::None;
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_status: __f::Option<String> = __f::None;
            let mut __field_region: __f::Option<u64> = __f::None;
            let mut __field_placed_at: __f::Option<u64> = __f::None;
            let mut __field_email: __f::Option<Option<String>> = __f::None;
            let mut __field_total: __f::Option<u64> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                15854072685167394911,
                |__name| match __name {
                    "customer" => 0u16,
                    "id" => 1u16,
                    "status" => 2u16,
                    "region" => 3u16,
                    "placed_at" => 4u16,
                    "email" => 5u16,
                    "t" => 6u16,
                    _ => 7u16,
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
                        __field_status = <String as __f::Value>::read_attribute(
                            __value,
                            "status",
                        )?;
                    }
                    3u16 => {
                        __field_region = <u64 as __f::Value>::read_attribute(
                            __value,
                            "region",
                        )?;
                    }
                    4u16 => {
                        __field_placed_at = <u64 as __f::Value>::read_attribute(
                            __value,
                            "placed_at",
                        )?;
                    }
                    5u16 => {
                        __field_email = <Option<
                            String,
                        > as __f::Value>::read_attribute(__value, "email")?;
                    }
                    6u16 => {
                        __field_total = <u64 as __f::Value>::read_attribute(
                            __value,
                            "t",
                        )?;
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
                status: <String as __f::Value>::required(__field_status, "status")?,
                region: <u64 as __f::Value>::required(__field_region, "region")?,
                placed_at: <u64 as __f::Value>::required(
                    __field_placed_at,
                    "placed_at",
                )?,
                email: <Option<String> as __f::Value>::required(__field_email, "email")?,
                total: <u64 as __f::Value>::required(__field_total, "t")?,
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
    impl __f::KeyAttributeOf<14183358520170196015u64> for Order {
        type Type = String;
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<14363569259933213917u64> for Order {
        type Type = u64;
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<8526009550286185848u64> for Order {
        type Type = u64;
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<1311787414694181895u64> for Order {
        type Type = Option<String>;
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<12638201494206808739u64> for Order {
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
            )
            .with_indexes(
                &[
                    __f::IndexSchema::global(
                            "by_status",
                            &[
                                __f::KeyElement::of(
                                    "status",
                                    <<String as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                ),
                                __f::KeyElement::of(
                                    "region",
                                    <<u64 as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                ),
                            ],
                            &[
                                __f::KeyElement::of(
                                    "placed_at",
                                    <<u64 as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                ),
                            ],
                        )
                        .with_throughput(5u32, 1u32),
                    __f::IndexSchema::global(
                            "by-email",
                            &[
                                __f::KeyElement::of(
                                    "email",
                                    <<Option<
                                        String,
                                    > as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                ),
                            ],
                            &[],
                        )
                        .with_projection(__f::Projected::Include(&["t"])),
                    __f::IndexSchema::local(
                            "by_total",
                            &[
                                __f::KeyElement::of(
                                    "customer",
                                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                                ),
                            ],
                            &[
                                __f::KeyElement::of(
                                    "t",
                                    <<u64 as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                ),
                            ],
                        )
                        .with_projection(__f::Projected::KeysOnly),
                ],
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
        /// The attribute `customer`.
        pub const CUSTOMER: __f::KeyAttribute<Self, String> = __f::KeyAttribute::new(
            "customer",
        );
        /// The attribute `id`.
        pub const ID: __f::KeyAttribute<Self, u64> = __f::KeyAttribute::new("id");
        /// The attribute `status`.
        const STATUS: __f::Attribute<Self, String> = __f::Attribute::new("status");
        /// The attribute `region`.
        const REGION: __f::Attribute<Self, u64> = __f::Attribute::new("region");
        /// The attribute `placed_at`.
        const PLACED_AT: __f::Attribute<Self, u64> = __f::Attribute::new("placed_at");
        /// Where the receipt goes.
        const EMAIL: __f::Attribute<Self, Option<String>> = __f::Attribute::new("email");
        /// The attribute `t`.
        const TOTAL: __f::Attribute<Self, u64> = __f::Attribute::new("t");
    }
    #[automatically_derived]
    #[allow(dead_code, private_interfaces)]
    impl Order {
        /// The global index `by_status` by `status`, `region`, sorted by `placed_at`.
        pub const BY_STATUS: __f::Index<
            Self,
            __f::Several<(<String as __f::Value>::Base, <u64 as __f::Value>::Base)>,
            __f::SortKeys<<u64 as __f::Value>::Base, __f::NoSortKey>,
            __f::Global,
        > = __f::Index::new(__f::index::<Self>(0usize));
        /// The global index `by-email` by `email`.
        pub const BY_EMAIL: __f::Index<
            Self,
            __f::Single<<Option<String> as __f::Value>::Base>,
            __f::NoSortKey,
            __f::Global,
            OrderByEmail,
        > = __f::Index::new(__f::index::<Self>(1usize));
        /// The local index `by_total`, sorted by `total`.
        pub const BY_TOTAL: __f::Index<
            Self,
            __f::Single<<String as __f::Value>::Base>,
            __f::SortKeys<<u64 as __f::Value>::Base, __f::NoSortKey>,
            __f::Local,
            Total,
        > = __f::Index::new(__f::index::<Self>(2usize));
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for Order {}
    const _: () = ::core::assert!(
        __f::holds:: < Order, Total > (& ["customer", "id", "t"]),
        "this row asks for more than the index `by_total` holds: that is `customer`, `id`, `t`; leave the other fields out, or include them"
    );
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for OrderByEmail {
        const NAMES: __f::Names = __f::Names::new(
            &["customer", "id", "email", "t"],
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
            > as __f::Value>::write_attribute(
                &self.email,
                &mut __f::CheckedKeys::partition(__map),
                "email",
            )?;
            <u64 as __f::Value>::write_attribute(
                &self.total,
                &mut __f::CheckedKeys::sort(__map),
                "t",
            )?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_customer: __f::Option<String> = __f::None;
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_email: __f::Option<Option<String>> = __f::None;
            let mut __field_total: __f::Option<u64> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                8512122488535261145,
                |__name| match __name {
                    "customer" => 0u16,
                    "id" => 1u16,
                    "email" => 2u16,
                    "t" => 3u16,
                    _ => 4u16,
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
                total: <u64 as __f::Value>::required(__field_total, "t")?,
            })
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Projection for OrderByEmail {
        type Of = Order;
        const ATTRIBUTES: &'static [&'static str] = &["customer", "id", "email", "t"];
    }
    #[automatically_derived]
    impl ::core::clone::Clone for OrderByEmail
    where
        for<'__a> String: ::core::clone::Clone,
        for<'__a> u64: ::core::clone::Clone,
        for<'__a> Option<String>: ::core::clone::Clone,
    {
        fn clone(&self) -> Self {
            Self {
                customer: ::core::clone::Clone::clone(&self.customer),
                id: ::core::clone::Clone::clone(&self.id),
                email: ::core::clone::Clone::clone(&self.email),
                total: ::core::clone::Clone::clone(&self.total),
            }
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for OrderByEmail
    where
        for<'__a> String: ::core::fmt::Debug,
        for<'__a> u64: ::core::fmt::Debug,
        for<'__a> Option<String>: ::core::fmt::Debug,
    {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            let mut __shown = ::core::fmt::Formatter::debug_struct(
                __formatter,
                "OrderByEmail",
            );
            __f::DebugStruct::field(&mut __shown, "customer", &self.customer);
            __f::DebugStruct::field(&mut __shown, "id", &self.id);
            __f::DebugStruct::field(&mut __shown, "email", &self.email);
            __f::DebugStruct::field(&mut __shown, "total", &self.total);
            __f::DebugStruct::finish(&mut __shown)
        }
    }
    #[automatically_derived]
    impl ::core::cmp::PartialEq for OrderByEmail
    where
        for<'__a> String: ::core::cmp::PartialEq,
        for<'__a> u64: ::core::cmp::PartialEq,
        for<'__a> Option<String>: ::core::cmp::PartialEq,
    {
        fn eq(&self, __other: &Self) -> bool {
            ::core::cmp::PartialEq::eq(&self.customer, &__other.customer)
                && ::core::cmp::PartialEq::eq(&self.id, &__other.id)
                && ::core::cmp::PartialEq::eq(&self.email, &__other.email)
                && ::core::cmp::PartialEq::eq(&self.total, &__other.total)
        }
    }
};
