#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Event {
        const NAMES: __f::Names = __f::Names::new(&["kind", "x", "y"], &[]);
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Moved { x: __field_x, y: __field_y, .. } => {
                    __f::write_tag(__map, "kind", "Moved")?;
                    <u32 as __f::Value>::write_attribute(__field_x, __map, "x")?;
                    <u32 as __f::Value>::write_attribute(__field_y, __map, "y")?;
                }
                Self::Other => {
                    __f::write_tag(__map, "kind", "Other")?;
                }
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __map = __map;
            match __f::String::as_str(&__f::tag(&mut __map, "kind")?) {
                "Moved" => {
                    __f::MapDecoder::hide(&mut __map, "kind");
                    {
                        let mut __field_x: __f::Option<u32> = __f::None;
                        let mut __field_y: __f::Option<u32> = __f::None;
                        while let __f::Some(((__field, __name), __value)) = __f::MapDecoder::next(
                            &mut __map,
                            |__name| match __name {
                                "x" => (0u16, __f::String::new()),
                                "y" => (1u16, __f::String::new()),
                                _ => {
                                    (
                                        2u16,
                                        <__f::String as ::core::convert::From<_>>::from(__name),
                                    )
                                }
                            },
                        )? {
                            match __field {
                                0u16 => {
                                    __field_x = <u32 as __f::Value>::read_attribute(
                                        __value,
                                        "x",
                                    )?;
                                }
                                1u16 => {
                                    __field_y = <u32 as __f::Value>::read_attribute(
                                        __value,
                                        "y",
                                    )?;
                                }
                                _ => {
                                    return __f::Err(
                                        __f::unknown_attribute(
                                            __name,
                                            &__f::Names::new(&["x", "y"], &[]),
                                        ),
                                    );
                                }
                            }
                        }
                        __f::Ok(Self::Moved {
                            x: <u32 as __f::Value>::required(__field_x, "x")?,
                            y: <u32 as __f::Value>::required(__field_y, "y")?,
                        })
                    }
                }
                _ => __f::Result::map(__f::skip_entries(__map), |()| Self::Other),
            }
        }
    }
    #[automatically_derived]
    impl __f::Value for Event {
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
};
