::core::compile_error! {
    "an item needs a partition key: mark one field with `#[faraday(partition_key)]`"
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    impl __f::Attributes for Order {
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            _: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            ::core::unreachable!()
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            _: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            ::core::unreachable!()
        }
    }
    impl __f::Item for Order {
        type Key = __f::UnknownKey;
        type Ttl = __f::Expires;
        const SCHEMA: __f::TableSchema = __f::TableSchema::new(
            "unknown",
            __f::KeyElement::new::<__f::String>("unknown"),
        );
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            _: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            ::core::unreachable!()
        }
    }
    impl __f::Unguarded for Order {}
    #[automatically_derived]
    #[allow(dead_code)]
    impl Order {
        /// The attribute `id`.
        const ID: __f::Attribute<Self, u64> = __f::Attribute::new("id");
    }
};
