#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Value for Event {
        type Kind = __f::kind::Any;
        type Base = Self;
        fn encode<__E: __f::Encoder>(
            &self,
            __encoder: __E,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Started => __f::Encoder::string(__encoder, "Started"),
                Self::Said(__field_0) => {
                    let mut __map = __f::Encoder::map(__encoder)?;
                    __f::Result::map_err(
                        __f::write_inner::<
                            _,
                            String,
                        >(__field_0, __f::MapEncoder::attribute(&mut __map, "Said")),
                        |__error| __f::EncodeError::at_attribute(__error, "Said"),
                    )?;
                    __f::MapEncoder::end(__map)
                }
                Self::Moved { x: __field_x, y: __field_y, .. } => {
                    let mut __map = __f::Encoder::map(__encoder)?;
                    __f::Result::map_err(
                        __f::Result::and_then(
                            __f::Encoder::map(
                                __f::MapEncoder::attribute(&mut __map, "Moved"),
                            ),
                            |mut __inner| {
                                let __map = &mut __inner;
                                <u32 as __f::Value>::write_attribute(
                                    __field_x,
                                    __map,
                                    "x",
                                )?;
                                <u32 as __f::Value>::write_attribute(
                                    __field_y,
                                    __map,
                                    "y",
                                )?;
                                __f::MapEncoder::end(__inner)
                            },
                        ),
                        |__error| __f::EncodeError::at_attribute(__error, "Moved"),
                    )?;
                    __f::MapEncoder::end(__map)
                }
                Self::Pair(__field_0, __field_1) => {
                    let mut __map = __f::Encoder::map(__encoder)?;
                    __f::Result::map_err(
                        __f::Result::and_then(
                            __f::Encoder::list(
                                __f::MapEncoder::attribute(&mut __map, "Pair"),
                            ),
                            |mut __list| {
                                __f::Result::map_err(
                                    __f::write_inner::<
                                        _,
                                        u8,
                                    >(__field_0, __f::ListEncoder::element(&mut __list)),
                                    |__error| __f::EncodeError::at_index(__error, 0usize),
                                )?;
                                __f::Result::map_err(
                                    __f::write_inner::<
                                        _,
                                        u8,
                                    >(__field_1, __f::ListEncoder::element(&mut __list)),
                                    |__error| __f::EncodeError::at_index(__error, 1usize),
                                )?;
                                __f::ListEncoder::end(__list)
                            },
                        ),
                        |__error| __f::EncodeError::at_attribute(__error, "Pair"),
                    )?;
                    __f::MapEncoder::end(__map)
                }
            }
        }
        fn decode<__D: __f::Decoder>(
            __decoder: __D,
        ) -> __f::Result<Self, __f::DecodeError> {
            if __f::Decoder::kind(&__decoder) == __f::AttributeType::S {
                return __f::variant(
                    __decoder,
                    &["Started", "Said", "Moved", "Pair"],
                    |__name| match __name {
                        "Started" => __f::Some(Self::Started),
                        _ => __f::None,
                    },
                );
            }
            let mut __map = __f::Decoder::map(__decoder)?;
            let __f::Some((__variant, __value)) = __f::MapDecoder::next(
                &mut __map,
                |__name| match __name {
                    "Said" => 1,
                    "Moved" => 2,
                    "Pair" => 3,
                    _ => 0usize,
                },
            )? else {
                return __f::Err(__f::no_entry(&["Started", "Said", "Moved", "Pair"]));
            };
            let __read = match __variant {
                1 => {
                    __f::read_content(
                        __value,
                        "Said",
                        |__value| __f::Result::map(
                            __f::read_inner::<_, String>(__value),
                            Self::Said,
                        ),
                    )?
                }
                2 => {
                    __f::read_content(
                        __value,
                        "Moved",
                        |__value| __f::Result::and_then(
                            __f::Decoder::map(__value),
                            |mut __map| {
                                let mut __field_x: __f::Option<u32> = __f::None;
                                let mut __field_y: __f::Option<u32> = __f::None;
                                while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                                    &mut __map,
                                    4905685742580172322,
                                    |__name| match __name {
                                        "x" => 0u16,
                                        "y" => 1u16,
                                        _ => 2u16,
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
                                        _ => __f::Decoder::skip(__value)?,
                                    }
                                }
                                __f::Ok(Self::Moved {
                                    x: <u32 as __f::Value>::required(__field_x, "x")?,
                                    y: <u32 as __f::Value>::required(__field_y, "y")?,
                                })
                            },
                        ),
                    )?
                }
                3 => {
                    __f::read_content(
                        __value,
                        "Pair",
                        |__value| __f::Result::map(
                            <(u8, u8) as __f::Value>::decode(__value),
                            |(__field_0, __field_1)| Self::Pair(__field_0, __field_1),
                        ),
                    )?
                }
                _ => {
                    __f::Decoder::skip(__value)?;
                    __f::Err(
                        __f::unknown_variant(&["Started", "Said", "Moved", "Pair"]),
                    )?
                }
            };
            __f::end_variant(__map)?;
            __f::Ok(__read)
        }
    }
};
