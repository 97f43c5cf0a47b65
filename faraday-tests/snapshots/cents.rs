#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Value for Cents {
        type Kind = <<u64 as __f::Value>::Kind as __f::kind::Kind>::Wrapped;
        type Base = Self;
        const RANGE: __f::NumberRange = <u64 as __f::Value>::RANGE;
        const KEY_PART: __f::KeyPart = <u64 as __f::Value>::KEY_PART;
        fn encode<__E: __f::Encoder>(
            &self,
            __encoder: __E,
        ) -> __f::Result<(), __f::EncodeError> {
            <u64 as __f::Value>::encode(&self.0, __encoder)
        }
        fn decode<__D: __f::Decoder>(
            __decoder: __D,
        ) -> __f::Result<Self, __f::DecodeError> {
            __f::Result::map(<u64 as __f::Value>::decode(__decoder), Self)
        }
        fn is_absent(&self) -> bool {
            <u64 as __f::Value>::is_absent(&self.0)
        }
        fn required(
            __read: __f::Option<Self>,
            __name: &str,
        ) -> __f::Result<Self, __f::DecodeError> {
            match __read {
                __f::Some(__read) => __f::Ok(__read),
                __f::None => {
                    __f::Result::map(
                        <u64 as __f::Value>::required(__f::None, __name),
                        Self,
                    )
                }
            }
        }
        fn absent() -> __f::Option<Self> {
            __f::Option::map(<u64 as __f::Value>::absent(), Self)
        }
    }
    #[automatically_derived]
    impl __f::Newtype for Cents {
        type Inner = u64;
    }
};
