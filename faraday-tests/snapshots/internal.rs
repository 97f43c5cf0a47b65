#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Attributes for Event {
        const NAMES: __f::Names = __f::Names::new(&["kind", "x", "y"], &[]);
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Moved { x: x, y: y, .. } => {
                    __f::write_tag(map, "kind", "Moved")?;
                    <u32 as __f::Value>::write_attribute(x, map, "x")?;
                    <u32 as __f::Value>::write_attribute(y, map, "y")?;
                }
                Self::Other => {
                    __f::write_tag(map, "kind", "Other")?;
                }
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut rest = __f::UnreadAttributes::read(map)?;
            match rest.tag("kind")?.as_str() {
                "Moved" => {
                    let mut map = rest.entries();
                    let mut x: __f::Option<u32> = __f::None;
                    let mut y: __f::Option<u32> = __f::None;
                    while let __f::Some(((field, name), value)) = __f::MapDecoder::next(
                        &mut map,
                        |name| match name {
                            "x" => (0u8, __f::String::new()),
                            "y" => (1u8, __f::String::new()),
                            _ => (2u8, __f::String::from(name)),
                        },
                    )? {
                        match field {
                            0u8 => x = <u32 as __f::Value>::read_attribute(value, "x")?,
                            1u8 => y = <u32 as __f::Value>::read_attribute(value, "y")?,
                            _ => {
                                return __f::Err(
                                    __f::unknown_attribute(
                                        name,
                                        &__f::Names::new(&["x", "y"], &[]),
                                    ),
                                );
                            }
                        }
                    }
                    __f::Ok(Self::Moved {
                        x: <u32 as __f::Value>::required(x, "x")?,
                        y: <u32 as __f::Value>::required(y, "y")?,
                    })
                }
                _ => __f::Ok(Self::Other),
            }
        }
    }
    #[automatically_derived]
    impl __f::Value for Event {
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
};
