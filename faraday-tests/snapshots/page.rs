#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl<T> __f::Attributes for Page<T>
    where
        T: __f::Value,
    {
        const NAMES: __f::Names = __f::Names::new(&["items", "nextPage"], &[]);
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <Vec<T> as __f::Value>::write_attribute(&self.items, map, "items")?;
            <Option<
                String,
            > as __f::Value>::write_attribute(&self.next_page, map, "nextPage")?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut items: __f::Option<Vec<T>> = __f::None;
            let mut next_page: __f::Option<Option<String>> = __f::None;
            while let __f::Some((field, value)) = __f::MapDecoder::next(
                &mut map,
                |name| match name {
                    "items" => 0u8,
                    "nextPage" => 1u8,
                    _ => 2u8,
                },
            )? {
                match field {
                    0u8 => {
                        items = <Vec<T> as __f::Value>::read_attribute(value, "items")?;
                    }
                    1u8 => {
                        next_page = <Option<
                            String,
                        > as __f::Value>::read_attribute(value, "nextPage")?;
                    }
                    _ => __f::Decoder::skip(value)?,
                }
            }
            __f::Ok(Self {
                items: <Vec<T> as __f::Value>::required(items, "items")?,
                next_page: <Option<
                    String,
                > as __f::Value>::required(next_page, "nextPage")?,
            })
        }
    }
    #[automatically_derived]
    impl<T> __f::Value for Page<T>
    where
        T: __f::Value,
    {
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
    impl<T> Page<T> {
        /// The attribute `items`.
        const ITEMS: __f::Attribute<Self, Vec<T>> = __f::Attribute::new("items");
        /// The attribute `nextPage`.
        const NEXT_PAGE: __f::Attribute<Self, Option<String>> = __f::Attribute::new(
            "nextPage",
        );
    }
};
