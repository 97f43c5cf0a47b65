#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Value for Level {
        type Kind = __f::kind::N;
        type Base = Self;
        fn encode<__E: __f::Encoder>(
            &self,
            __encoder: __E,
        ) -> __f::Result<(), __f::EncodeError> {
            let __number = match self {
                Self::Low => Self::Low as i128,
                Self::High => Self::High as i128,
            };
            __f::Value::encode(&__number, __encoder)
        }
        fn decode<__D: __f::Decoder>(
            __decoder: __D,
        ) -> __f::Result<Self, __f::DecodeError> {
            let __number = <i128 as __f::Value>::decode(__decoder)?;
            if __number == Self::Low as i128 {
                return __f::Ok(Self::Low);
            }
            if __number == Self::High as i128 {
                return __f::Ok(Self::High);
            }
            __f::Err(__f::unknown_variant(&["Low", "High"]))
        }
    }
};
