#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Value for Event {
        type Kind = __f::kind::Any;
        type Base = Self;
        fn encode<__E: __f::Encoder>(
            &self,
            encoder: __E,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Started => __f::Encoder::string(encoder, "Started"),
                Self::Said(field_0) => {
                    let mut map = __f::Encoder::map(encoder)?;
                    __f::write_inner::<
                        _,
                        String,
                    >(field_0, __f::MapEncoder::attribute(&mut map, "Said"))
                        .map_err(|error| error.at_attribute("Said"))?;
                    __f::MapEncoder::end(map)
                }
                Self::Moved { x: x, y: y, .. } => {
                    let mut map = __f::Encoder::map(encoder)?;
                    __f::Encoder::map(__f::MapEncoder::attribute(&mut map, "Moved"))
                        .and_then(|mut inner| {
                            let map = &mut inner;
                            <u32 as __f::Value>::write_attribute(x, map, "x")?;
                            <u32 as __f::Value>::write_attribute(y, map, "y")?;
                            __f::MapEncoder::end(inner)
                        })
                        .map_err(|error| error.at_attribute("Moved"))?;
                    __f::MapEncoder::end(map)
                }
                Self::Pair(field_0, field_1) => {
                    let mut map = __f::Encoder::map(encoder)?;
                    __f::Encoder::list(__f::MapEncoder::attribute(&mut map, "Pair"))
                        .and_then(|mut list| {
                            __f::write_inner::<
                                _,
                                u8,
                            >(field_0, __f::ListEncoder::element(&mut list))
                                .map_err(|error| error.at_index(0usize))?;
                            __f::write_inner::<
                                _,
                                u8,
                            >(field_1, __f::ListEncoder::element(&mut list))
                                .map_err(|error| error.at_index(1usize))?;
                            __f::ListEncoder::end(list)
                        })
                        .map_err(|error| error.at_attribute("Pair"))?;
                    __f::MapEncoder::end(map)
                }
            }
        }
        fn decode<__D: __f::Decoder>(
            decoder: __D,
        ) -> __f::Result<Self, __f::DecodeError> {
            if __f::Decoder::kind(&decoder) == __f::AttributeType::S {
                return __f::variant(
                    decoder,
                    &["Started", "Said", "Moved", "Pair"],
                    |name| match name {
                        "Started" => __f::Some(Self::Started),
                        _ => __f::None,
                    },
                );
            }
            let mut map = __f::Decoder::map(decoder)?;
            let __f::Some((variant, value)) = __f::MapDecoder::next(
                &mut map,
                |name| match name {
                    "Said" => 1,
                    "Moved" => 2,
                    "Pair" => 3,
                    _ => 0usize,
                },
            )? else {
                return __f::Err(__f::no_entry(&["Started", "Said", "Moved", "Pair"]));
            };
            let read = match variant {
                1 => {
                    __f::read_content(
                        value,
                        "Said",
                        |value| __f::read_inner::<_, String>(value).map(Self::Said),
                    )?
                }
                2 => {
                    __f::read_content(
                        value,
                        "Moved",
                        |value| {
                            __f::Decoder::map(value)
                                .and_then(|mut map| {
                                    let mut x: __f::Option<u32> = __f::None;
                                    let mut y: __f::Option<u32> = __f::None;
                                    while let __f::Some((field, value)) = __f::MapDecoder::next(
                                        &mut map,
                                        |name| match name {
                                            "x" => 0u8,
                                            "y" => 1u8,
                                            _ => 2u8,
                                        },
                                    )? {
                                        match field {
                                            0u8 => x = <u32 as __f::Value>::read_attribute(value, "x")?,
                                            1u8 => y = <u32 as __f::Value>::read_attribute(value, "y")?,
                                            _ => __f::Decoder::skip(value)?,
                                        }
                                    }
                                    __f::Ok(Self::Moved {
                                        x: <u32 as __f::Value>::required(x, "x")?,
                                        y: <u32 as __f::Value>::required(y, "y")?,
                                    })
                                })
                        },
                    )?
                }
                3 => {
                    __f::read_content(
                        value,
                        "Pair",
                        |value| {
                            <(u8, u8) as __f::Value>::decode(value)
                                .map(|(field_0, field_1)| Self::Pair(field_0, field_1))
                        },
                    )?
                }
                _ => {
                    __f::Decoder::skip(value)?;
                    __f::Err(
                        __f::unknown_variant(&["Started", "Said", "Moved", "Pair"]),
                    )?
                }
            };
            __f::end_variant(map)?;
            __f::Ok(read)
        }
    }
};
