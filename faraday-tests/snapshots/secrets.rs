#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Patient {
        const NAMES: __f::Names = __f::Names::new(
                &["id", "name", "notes", "record", "old"],
                &[],
            )
            .with_aliases(&[("record", &["old"])]);
        const ENCRYPTED: &'static [&'static str] = &["record", "old"];
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            {
                let __map = &mut __f::Sensitive(&mut *__map);
                <u64 as __f::Value>::write_attribute(
                    &self.id,
                    &mut __f::CheckedKeys::partition(__map),
                    "id",
                )?;
            }
            {
                let __map = &mut __f::Sensitive(&mut *__map);
                <Option<
                    String,
                > as __f::Value>::write_attribute(&self.name, __map, "name")?;
            }
            __f::write_formed::<
                _,
                Notes,
            >(__map, "notes", &self.notes, __f::Format::<Notes>::new().version(2u32))?;
            if __f::Option::is_none(&self.record) {
                __f::write_null(__map, "record")?;
            } else {
                if let __f::Some(__value) = &self.record {
                    __f::write_formed::<
                        _,
                        Record,
                    >(
                        __map,
                        "record",
                        __value,
                        __f::Format::<Record>::new().encrypted(),
                    )?;
                }
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let __format_2 = __f::Format::<Notes>::new()
                .version(2u32)
                .upgrade(upgrade)
                .passthrough(<Notes as __f::PassThrough>::pass_through);
            let __format_3 = __f::Format::<Record>::new().encrypted();
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_name: __f::Option<Option<String>> = __f::None;
            let mut __field_notes: __f::Option<Notes> = __f::None;
            let mut __field_record: Option<Record> = __f::None;
            let mut __old_3_0: Option<Record> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                10020962966249412571,
                |__name| match __name {
                    "id" => 0u16,
                    "name" => 1u16,
                    "notes" => 2u16,
                    "record" => 3u16,
                    "old" => 4u16,
                    _ => 5u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_id = <u64 as __f::Value>::read_attribute(__value, "id")?;
                    }
                    1u16 => {
                        __field_name = <Option<
                            String,
                        > as __f::Value>::read_attribute(__value, "name")?;
                    }
                    2u16 => {
                        __field_notes = __f::read_formed::<
                            _,
                            Notes,
                        >(__value, "notes", __format_2)?;
                    }
                    3u16 => {
                        __field_record = __f::read_formed_option::<
                            _,
                            Record,
                        >(__value, "record", __format_3)?;
                    }
                    4u16 => {
                        __old_3_0 = __f::read_formed_option::<
                            _,
                            Record,
                        >(__value, "old", __format_3)?;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::Ok(Self {
                id: <u64 as __f::Value>::required(__field_id, "id")?,
                name: <Option<String> as __f::Value>::required(__field_name, "name")?,
                notes: __f::required_frozen(__field_notes, "notes")?,
                record: __f::Option::or(__field_record, __old_3_0),
            })
        }
    }
    __f::encryption!();
    #[automatically_derived]
    impl __f::KeyAttributeOf<628021283683842752u64> for Patient {
        type Type = u64;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<__f::Simple<u64>> for &Patient {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for Patient {
        type Key = __f::Simple<u64>;
        type Ttl = __f::NeverExpires;
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
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            {
                let __map = &mut __f::Sensitive(&mut *__map);
                <u64 as __f::Value>::write_attribute(
                    &self.id,
                    &mut __f::CheckedKeys::partition(__map),
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
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for Patient {}
};
