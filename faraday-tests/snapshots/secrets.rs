#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Attributes for Patient {
        const NAMES: __f::Names = __f::Names::new(
            &["id", "name", "notes", "record", "old"],
            &[],
        );
        const ENCRYPTED: &'static [&'static str] = &["record", "old"];
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            {
                let map = &mut __f::Sensitive(&mut *map);
                <u64 as __f::Value>::write_attribute(
                    &self.id,
                    &mut __f::CheckedKeys::partition(map),
                    "id",
                )?;
            }
            {
                let map = &mut __f::Sensitive(&mut *map);
                <Option<
                    String,
                > as __f::Value>::write_attribute(&self.name, map, "name")?;
            }
            __f::write_formed::<
                _,
                Notes,
            >(map, "notes", &self.notes, __f::Format::<Notes>::new().version(2u32))?;
            if __f::Option::is_none(&self.record) {
                __f::write_null(map, "record")?;
            } else {
                if let __f::Some(value) = &self.record {
                    __f::write_formed::<
                        _,
                        Record,
                    >(map, "record", value, __f::Format::<Record>::new().encrypted())?;
                }
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let format_2 = __f::Format::<Notes>::new()
                .version(2u32)
                .upgrade(upgrade)
                .passthrough(<Notes as __f::PassThrough>::pass_through);
            let format_3 = __f::Format::<Record>::new().encrypted();
            let mut id: __f::Option<u64> = __f::None;
            let mut name: __f::Option<Option<String>> = __f::None;
            let mut notes: __f::Option<Notes> = __f::None;
            let mut record: Option<Record> = __f::None;
            let mut old_3_0: Option<Record> = __f::None;
            while let __f::Some((field, value)) = __f::MapDecoder::next(
                &mut map,
                |name| match name {
                    "id" => 0u8,
                    "name" => 1u8,
                    "notes" => 2u8,
                    "record" => 3u8,
                    "old" => 4u8,
                    _ => 5u8,
                },
            )? {
                match field {
                    0u8 => id = <u64 as __f::Value>::read_attribute(value, "id")?,
                    1u8 => {
                        name = <Option<
                            String,
                        > as __f::Value>::read_attribute(value, "name")?;
                    }
                    2u8 => {
                        notes = __f::read_formed::<_, Notes>(value, "notes", format_2)?;
                    }
                    3u8 => {
                        record = __f::read_formed_option::<
                            _,
                            Record,
                        >(value, "record", format_3)?;
                    }
                    4u8 => {
                        old_3_0 = __f::read_formed_option::<
                            _,
                            Record,
                        >(value, "old", format_3)?;
                    }
                    _ => __f::Decoder::skip(value)?,
                }
            }
            __f::Ok(Self {
                id: <u64 as __f::Value>::required(id, "id")?,
                name: <Option<String> as __f::Value>::required(name, "name")?,
                notes: __f::required_frozen(notes, "notes")?,
                record: __f::Option::or(record, old_3_0),
            })
        }
    }
    __f::encryption!();
    #[automatically_derived]
    impl __f::KeyAttributeOf<628021283683842752u64> for Patient {
        type Type = u64;
    }
    #[automatically_derived]
    impl __f::Item for Patient {
        type Key = __f::Simple<u64>;
        const SCHEMA: __f::TableSchema = __f::TableSchema::new(
            "patients",
            __f::KeyElement::of(
                    "id",
                    <<u64 as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                )
                .sensitive(),
        );
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            {
                let map = &mut __f::Sensitive(&mut *map);
                <u64 as __f::Value>::write_attribute(
                    &self.id,
                    &mut __f::CheckedKeys::partition(map),
                    "id",
                )?;
            }
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Patient {
        /// The attribute `id`.
        const ID: __f::KeyAttribute<Self, u64> = __f::KeyAttribute::new("id")
            .sensitive();
        /// The attribute `name`.
        const NAME: __f::Attribute<Self, Option<String>> = __f::Attribute::new("name")
            .sensitive();
        /// The attribute `notes`.
        const NOTES: __f::FrozenAttribute<Self, __f::Frozen<Notes>> = __f::FrozenAttribute::new(
            "notes",
            __f::Format::<Notes>::new()
                .version(2u32)
                .upgrade(upgrade)
                .passthrough(<Notes as __f::PassThrough>::pass_through),
        );
        /// The attribute `record`.
        const RECORD: __f::FrozenAttribute<Self, __f::Option<__f::Frozen<Record>>> = __f::FrozenAttribute::new(
            "record",
            __f::Format::<Record>::new().encrypted(),
        );
    }
};
