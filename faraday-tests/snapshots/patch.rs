#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    impl __f::Patch for OrderPatch {
        type Of = Order;
        fn is_empty(&self) -> bool {
            __f::PatchField::is_keep(&self.total) && __f::PatchField::is_keep(&self.mail)
                && __f::PatchField::is_keep(&self.notes)
                && __f::PatchField::is_keep(&self.price)
        }
        fn write_clauses(&self, __clauses: &mut __f::Clauses) {
            let __attribute = <Order>::TOTAL;
            __f::Clauses::edit::<
                Order,
                __f::Option<u64>,
                _,
                _,
            >(
                __clauses,
                &__attribute,
                &self.total,
                |__field_total, __map, __name| {
                    <u64 as __f::Value>::write_attribute(__field_total, __map, __name)?;
                    __f::Ok(())
                },
            );
            let __attribute = <Order>::EMAIL;
            __f::Clauses::edit::<
                Order,
                __f::Edit<String>,
                _,
                _,
            >(
                __clauses,
                &__attribute,
                &self.mail,
                |__field_mail, __map, __name| {
                    <String as __f::Value>::write_attribute(
                        __field_mail,
                        __map,
                        __name,
                    )?;
                    __f::Ok(())
                },
            );
            let __attribute = <Order>::NOTES;
            __f::Clauses::edit::<
                Order,
                __f::Option<__f::Option<__f::Frozen<Notes>>>,
                _,
                _,
            >(
                __clauses,
                &__attribute,
                &self.notes,
                |__field_notes, __map, __name| {
                    if let __f::Some(__value) = __field_notes {
                        __f::write_formed::<
                            _,
                            Notes,
                        >(
                            __map,
                            __name,
                            __value,
                            __f::Formed::<Notes>::format(&<Order>::NOTES),
                        )?;
                    }
                    __f::Ok(())
                },
            );
            let __attribute = <Order>::PRICE;
            __f::Clauses::edit::<
                Order,
                __f::Option<u64>,
                _,
                _,
            >(
                __clauses,
                &__attribute,
                &self.price,
                |__field_price, __map, __name| {
                    __f::write_stored::<
                        _,
                        Money,
                        u64,
                    >(
                        __map,
                        __name,
                        __field_price,
                        <Money as __f::StoredAs<u64>>::store,
                    )?;
                    __f::Ok(())
                },
            );
        }
    }
};
