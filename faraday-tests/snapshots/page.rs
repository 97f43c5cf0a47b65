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
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <Vec<T> as __f::Value>::write_attribute(&self.items, __map, "items")?;
            <Option<
                String,
            > as __f::Value>::write_attribute(&self.next_page, __map, "nextPage")?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_items: __f::Option<Vec<T>> = __f::None;
            let mut __field_next_page: __f::Option<Option<String>> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                15468686211384516796,
                |__name| match __name {
                    "items" => 0u16,
                    "nextPage" => 1u16,
                    _ => 2u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_items = <Vec<
                            T,
                        > as __f::Value>::read_attribute(__value, "items")?;
                    }
                    1u16 => {
                        __field_next_page = <Option<
                            String,
                        > as __f::Value>::read_attribute(__value, "nextPage")?;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::Ok(Self {
                items: <Vec<T> as __f::Value>::required(__field_items, "items")?,
                next_page: <Option<
                    String,
                > as __f::Value>::required(__field_next_page, "nextPage")?,
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
    impl<T> Page<T> {
        /// The attribute `items`.
        const ITEMS: __f::Attribute<Self, Vec<T>> = __f::Attribute::new("items");
        /// The attribute `nextPage`.
        const NEXT_PAGE: __f::Attribute<Self, Option<String>> = __f::Attribute::new(
            "nextPage",
        );
    }
};
