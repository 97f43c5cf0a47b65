#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Value for Status {
        type Kind = __f::kind::S;
        type Base = Self;
        fn encode<__E: __f::Encoder>(
            &self,
            __encoder: __E,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::Encoder::string(
                __encoder,
                match self {
                    Self::Open => "Open",
                    Self::Paid => "settled",
                },
            )
        }
        fn decode<__D: __f::Decoder>(
            __decoder: __D,
        ) -> __f::Result<Self, __f::DecodeError> {
            __f::variant(
                __decoder,
                &["Open", "settled"],
                |__name| match __name {
                    "Open" => __f::Some(Self::Open),
                    "settled" => __f::Some(Self::Paid),
                    _ => __f::None,
                },
            )
        }
    }
};
