#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    const __ID: &str = {
        let attribute = <Order>::ID;
        __f::is_field::<Order, u64>(&attribute);
        attribute.name()
    };
    const __TOTAL: &str = {
        let attribute = <Order>::TOTAL;
        __f::is_field::<Order, u64>(&attribute);
        attribute.name()
    };
    const __NOTES: &str = {
        let attribute = <Order>::NOTES;
        __f::is_field::<Order, __f::Option<__f::Frozen<Notes>>>(&attribute);
        attribute.name()
    };
    #[automatically_derived]
    impl __f::Attributes for Summary {
        const NAMES: __f::Names = __f::Names::new(&[__ID, __TOTAL, __NOTES], &[]);
        const ENCRYPTED: &'static [&'static str] = &[<Order>::NOTES.encrypted_name()];
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <u64 as __f::Value>::write_attribute(&self.id, map, __ID)?;
            <u64 as __f::Value>::write_attribute(&self.sum, map, __TOTAL)?;
            if let __f::Some(value) = &self.notes {
                __f::write_formed::<
                    _,
                    Notes,
                >(map, __NOTES, value, __f::Formed::<Notes>::format(&<Order>::NOTES))?;
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let format_2 = __f::Formed::<Notes>::format(&<Order>::NOTES);
            let mut id: __f::Option<u64> = __f::None;
            let mut sum: __f::Option<u64> = __f::None;
            let mut notes: Option<Notes> = __f::None;
            while let __f::Some((field, value)) = __f::MapDecoder::next(
                &mut map,
                |name| match name {
                    __ID => 0u8,
                    __TOTAL => 1u8,
                    __NOTES => 2u8,
                    _ => 3u8,
                },
            )? {
                match field {
                    0u8 => id = <u64 as __f::Value>::read_attribute(value, __ID)?,
                    1u8 => sum = <u64 as __f::Value>::read_attribute(value, __TOTAL)?,
                    2u8 => {
                        notes = __f::read_formed_option::<
                            _,
                            Notes,
                        >(value, __NOTES, format_2)?;
                    }
                    _ => __f::Decoder::skip(value)?,
                }
            }
            __f::Ok(Self {
                id: <u64 as __f::Value>::required(id, __ID)?,
                sum: __f::Option::unwrap_or_else(sum, <u64 as __f::Default>::default),
                notes: notes,
            })
        }
    }
    #[automatically_derived]
    impl __f::Projection for Summary {
        type Of = Order;
        const ATTRIBUTES: &'static [&'static str] = &[__ID, __TOTAL, __NOTES];
    }
};
