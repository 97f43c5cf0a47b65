#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    const __ID: &str = {
        let __attribute = <Order>::ID;
        __f::is_field::<Order, u64>(&__attribute);
        (&__attribute).name()
    };
    const __TOTAL: &str = {
        let __attribute = <Order>::TOTAL;
        __f::is_field::<Order, u64>(&__attribute);
        (&__attribute).name()
    };
    const __NOTES: &str = {
        let __attribute = <Order>::NOTES;
        __f::is_field::<Order, __f::Option<__f::Frozen<Notes>>>(&__attribute);
        (&__attribute).name()
    };
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Summary {
        const NAMES: __f::Names = __f::Names::new(&[__ID, __TOTAL, __NOTES], &[]);
        const ENCRYPTED: &'static [&'static str] = &[(&<Order>::NOTES).encrypted_name()];
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <u64 as __f::Value>::write_attribute(&self.id, __map, __ID)?;
            <u64 as __f::Value>::write_attribute(&self.sum, __map, __TOTAL)?;
            if let __f::Some(__value) = &self.notes {
                __f::write_formed::<
                    _,
                    Notes,
                >(
                    __map,
                    __NOTES,
                    __value,
                    __f::Formed::<Notes>::format(&<Order>::NOTES),
                )?;
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let __format_2 = __f::Formed::<Notes>::format(&<Order>::NOTES);
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_sum: __f::Option<u64> = __f::None;
            let mut __field_notes: Option<Notes> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                9258328236866412293,
                |__name| match __name {
                    __ID => 0u16,
                    __TOTAL => 1u16,
                    __NOTES => 2u16,
                    _ => 3u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_id = <u64 as __f::Value>::read_attribute(__value, __ID)?;
                    }
                    1u16 => {
                        __field_sum = <u64 as __f::Value>::read_attribute(
                            __value,
                            __TOTAL,
                        )?;
                    }
                    2u16 => {
                        __field_notes = __f::read_formed_option::<
                            _,
                            Notes,
                        >(__value, __NOTES, __format_2)?;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::Ok(Self {
                id: <u64 as __f::Value>::required(__field_id, __ID)?,
                sum: __f::Option::unwrap_or_else(
                    __field_sum,
                    <u64 as __f::Default>::default,
                ),
                notes: __field_notes,
            })
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Projection for Summary {
        type Of = Order;
        const ATTRIBUTES: &'static [&'static str] = &[__ID, __TOTAL, __NOTES];
    }
};
