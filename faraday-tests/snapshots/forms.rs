#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Page {
        const NAMES: __f::Names = __f::Names::new(
                &["title", "name", "price", "from", "layout"],
                &[&<Audit as __f::Attributes>::NAMES, &__f::Names::ALL],
            )
            .with_aliases(&[("title", &["name"])]);
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            let __map = &mut __f::DistinctNames::new(
                __map,
                const {
                    __f::Names::may_repeat(
                        &__f::Names::new(
                                &["title", "name", "price", "from", "layout"],
                                &[&<Audit as __f::Attributes>::NAMES, &__f::Names::ALL],
                            )
                            .with_aliases(&[("title", &["name"])]),
                    )
                },
            );
            <String as __f::Value>::write_attribute(&self.title, __map, "title")?;
            __f::write_stored::<
                _,
                Money,
                u64,
            >(__map, "price", &self.price, <Money as __f::StoredAs<u64>>::store)?;
            if let __f::Some(__value) = &self.from {
                __f::write_stored::<
                    _,
                    IpAddr,
                    text::Stored,
                >(__map, "from", __value, text::store)?;
            }
            if __f::Option::is_none(&self.layout) {
                __f::write_null(__map, "layout")?;
            } else {
                if let __f::Some(__value) = &self.layout {
                    __f::write_serde::<_, Layout>(__map, "layout", __value)?;
                }
            }
            <Audit as __f::Attributes>::encode_attributes(&self.audit, __map)?;
            __f::write_extra::<
                _,
                BTreeMap<String, AttributeValue>,
            >(
                __map,
                &self.rest,
                &__f::Names::new(
                    &["title", "name", "price", "from", "layout"],
                    &[&<Audit as __f::Attributes>::NAMES],
                ),
            )?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_title: __f::Option<String> = __f::None;
            let mut __old_0_0: __f::Option<String> = __f::None;
            let mut __field_price: __f::Option<Money> = __f::None;
            let mut __field_from: __f::Option<Option<IpAddr>> = __f::None;
            let mut __field_layout: __f::Option<Option<Layout>> = __f::None;
            let mut __rest = __f::UnreadAttributes::new();
            while let __f::Some(((__field, __name), __value)) = __f::MapDecoder::next(
                &mut __map,
                |__name| match __name {
                    "title" => (0u16, __f::String::new()),
                    "name" => (1u16, __f::String::new()),
                    "price" => (2u16, __f::String::new()),
                    "from" => (3u16, __f::String::new()),
                    "layout" => (4u16, __f::String::new()),
                    _ => (5u16, <__f::String as ::core::convert::From<_>>::from(__name)),
                },
            )? {
                match __field {
                    0u16 => {
                        __field_title = <String as __f::Value>::read_attribute(
                            __value,
                            "title",
                        )?;
                    }
                    1u16 => {
                        __old_0_0 = <String as __f::Value>::read_attribute(
                            __value,
                            "name",
                        )?;
                    }
                    2u16 => {
                        __field_price = __f::Some(
                            __f::read_stored::<
                                _,
                                Money,
                                u64,
                            >(__value, "price", <Money as __f::StoredAs<u64>>::load)?,
                        );
                    }
                    3u16 => {
                        __field_from = __f::Some(
                            __f::optional(
                                __value,
                                "from",
                                |__value| __f::read_stored::<
                                    _,
                                    IpAddr,
                                    text::Stored,
                                >(__value, "from", text::load),
                            )?,
                        );
                    }
                    4u16 => {
                        __field_layout = __f::Some(
                            __f::optional(
                                __value,
                                "layout",
                                |__value| __f::read_serde::<_, Layout>(__value, "layout"),
                            )?,
                        );
                    }
                    _ => __f::UnreadAttributes::keep(&mut __rest, __name, __value)?,
                }
            }
            let __field_audit = <Audit as __f::Attributes>::decode_attributes(
                __f::UnreadAttributes::part(
                    &mut __rest,
                    &<Audit as __f::Attributes>::NAMES,
                ),
            )?;
            let __field_rest = <BTreeMap<
                String,
                AttributeValue,
            > as __f::Attributes>::decode_attributes(
                __f::UnreadAttributes::entries(__rest),
            )?;
            __f::Ok(Self {
                title: <String as __f::Value>::required(
                    __f::Option::or(__field_title, __old_0_0),
                    "title",
                )?,
                price: __f::required_stored::<
                    Money,
                    u64,
                >(__field_price, "price", <Money as __f::StoredAs<u64>>::load)?,
                from: __f::Option::unwrap_or_default(__field_from),
                layout: __f::Option::unwrap_or_default(__field_layout),
                audit: __field_audit,
                rest: __field_rest,
            })
        }
    }
    const _: () = ::core::assert!(
        __f::Names::are_distinct(& __f::Names::new(& ["title", "name", "price", "from",
        "layout"], & [& < Audit as __f::Attributes > ::NAMES])),
        "two fields of `Page`, flattened ones included, have the same attribute"
    );
    const _: () = ::core::assert!(
        ! __f::Names::has_schema_version(& < Audit as __f::Attributes > ::NAMES),
        "`Audit` has a schema version, which is of a whole item: flatten a struct without one"
    );
    #[automatically_derived]
    impl __f::Value for Page {
        type Kind = __f::kind::M;
        type Base = Self;
        fn encode<__E: __f::Encoder>(
            &self,
            __encoder: __E,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::write_map(self, __encoder)
        }
        fn decode<__D: __f::Decoder>(
            __decoder: __D,
        ) -> __f::Result<Self, __f::DecodeError> {
            __f::read_map(__decoder)
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Page {
        /// The attribute `title`.
        const TITLE: __f::Attribute<Self, String> = __f::Attribute::new("title")
            .aliased(&["name"]);
        /// The attribute `price`.
        const PRICE: __f::Attribute<Self, u64> = __f::Attribute::new("price");
        /// The attribute `from`.
        const FROM: __f::Attribute<Self, __f::Option<text::Stored>> = __f::Attribute::new(
            "from",
        );
        /// The attribute `layout`.
        const LAYOUT: __f::Attribute<Self, __f::Option<__f::Serde<Layout>>> = __f::Attribute::new(
            "layout",
        );
        /// The attributes of `audit`.
        const AUDIT: __f::Flattened<Self, Audit> = __f::Flattened::new();
    }
};
