#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Attributes for Page {
        const NAMES: __f::Names = __f::Names::ALL;
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            let map = &mut __f::DistinctNames::new(
                map,
                const {
                    __f::Names::new(
                            &["title", "name", "price", "from", "layout"],
                            &[&<Audit as __f::Attributes>::NAMES, &__f::Names::ALL],
                        )
                        .may_repeat()
                },
            );
            <String as __f::Value>::write_attribute(&self.title, map, "title")?;
            __f::write_stored::<
                _,
                Money,
                u64,
            >(map, "price", &self.price, <Money as __f::StoredAs<u64>>::store)?;
            if let __f::Some(value) = &self.from {
                __f::write_stored::<
                    _,
                    IpAddr,
                    text::Stored,
                >(map, "from", value, text::store)?;
            }
            if __f::Option::is_none(&self.layout) {
                __f::write_null(map, "layout")?;
            } else {
                if let __f::Some(value) = &self.layout {
                    __f::write_serde::<_, Layout>(map, "layout", value)?;
                }
            }
            <Audit as __f::Attributes>::encode_attributes(&self.audit, map)?;
            __f::write_extra::<
                _,
                BTreeMap<String, AttributeValue>,
            >(
                map,
                &self.rest,
                &__f::Names::new(
                    &["title", "name", "price", "from", "layout"],
                    &[&<Audit as __f::Attributes>::NAMES],
                ),
            )?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut title: __f::Option<String> = __f::None;
            let mut old_0_0: __f::Option<String> = __f::None;
            let mut price: __f::Option<Money> = __f::None;
            let mut from: __f::Option<Option<IpAddr>> = __f::None;
            let mut layout: __f::Option<Option<Layout>> = __f::None;
            let mut rest = __f::UnreadAttributes::new();
            while let __f::Some(((field, name), value)) = __f::MapDecoder::next(
                &mut map,
                |name| match name {
                    "title" => (0u8, __f::String::new()),
                    "name" => (1u8, __f::String::new()),
                    "price" => (2u8, __f::String::new()),
                    "from" => (3u8, __f::String::new()),
                    "layout" => (4u8, __f::String::new()),
                    _ => (5u8, __f::String::from(name)),
                },
            )? {
                match field {
                    0u8 => {
                        title = <String as __f::Value>::read_attribute(value, "title")?;
                    }
                    1u8 => {
                        old_0_0 = <String as __f::Value>::read_attribute(value, "name")?;
                    }
                    2u8 => {
                        price = __f::Some(
                            __f::read_stored::<
                                _,
                                Money,
                                u64,
                            >(value, "price", <Money as __f::StoredAs<u64>>::load)?,
                        );
                    }
                    3u8 => {
                        from = __f::Some(
                            __f::optional(
                                value,
                                "from",
                                |value| __f::read_stored::<
                                    _,
                                    IpAddr,
                                    text::Stored,
                                >(value, "from", text::load),
                            )?,
                        );
                    }
                    4u8 => {
                        layout = __f::Some(
                            __f::optional(
                                value,
                                "layout",
                                |value| __f::read_serde::<_, Layout>(value, "layout"),
                            )?,
                        );
                    }
                    _ => rest.keep(name, value)?,
                }
            }
            let audit = <Audit as __f::Attributes>::decode_attributes(
                rest.part(&<Audit as __f::Attributes>::NAMES),
            )?;
            let rest = <BTreeMap<
                String,
                AttributeValue,
            > as __f::Attributes>::decode_attributes(rest.entries())?;
            __f::Ok(Self {
                title: <String as __f::Value>::required(
                    __f::Option::or(title, old_0_0),
                    "title",
                )?,
                price: __f::required_stored::<
                    Money,
                    u64,
                >(price, "price", <Money as __f::StoredAs<u64>>::load)?,
                from: __f::Option::unwrap_or_default(from),
                layout: __f::Option::unwrap_or_default(layout),
                audit: audit,
                rest: rest,
            })
        }
    }
    const _: () = ::core::assert!(
        __f::Names::new(& ["title", "name", "price", "from", "layout"], & [& < Audit as
        __f::Attributes > ::NAMES]).are_distinct(),
        "two fields of `Page`, flattened ones included, have the same attribute"
    );
    #[automatically_derived]
    impl __f::Value for Page {
        type Kind = __f::kind::M;
        type Base = Self;
        fn encode<__E: __f::Encoder>(
            &self,
            encoder: __E,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::write_map(self, encoder)
        }
        fn decode<__D: __f::Decoder>(
            decoder: __D,
        ) -> __f::Result<Self, __f::DecodeError> {
            __f::read_map(decoder)
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Page {
        /// The attribute `title`.
        const TITLE: __f::Attribute<Self, String> = __f::Attribute::new("title");
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
