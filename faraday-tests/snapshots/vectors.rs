/// The attributes of [`Doc`] that the index `of-tenant` holds.
#[allow(dead_code)]
pub struct DocOfTenant {
    /// The attribute `id`.
    pub id: u64,
    /// The attribute `tenant`.
    tenant: String,
    /// The attribute `title`.
    title: String,
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Doc {
        const NAMES: __f::Names = __f::Names::new(
            &["id", "lang", "year", "tenant", "title", "vector"],
            &[],
        );
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::check_vector::<
                __f::Vector<384>,
                Option<Vec<f32>>,
            >(&self.embedding, "vector")?;
            <u64 as __f::Value>::write_attribute(
                &self.id,
                &mut __f::CheckedKeys::partition(__map),
                "id",
            )?;
            <String as __f::Value>::write_attribute(&self.lang, __map, "lang")?;
            <Option<u16> as __f::Value>::write_attribute(&self.year, __map, "year")?;
            <String as __f::Value>::write_attribute(
                &self.tenant,
                &mut __f::CheckedKeys::partition(__map),
                "tenant",
            )?;
            <String as __f::Value>::write_attribute(&self.title, __map, "title")?;
            <Option<
                Vec<f32>,
            > as __f::Value>::write_attribute(&self.embedding, __map, "vector")?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_lang: __f::Option<String> = __f::None;
            let mut __field_year: __f::Option<Option<u16>> = __f::None;
            let mut __field_tenant: __f::Option<String> = __f::None;
            let mut __field_title: __f::Option<String> = __f::None;
            let mut __field_embedding: __f::Option<Option<Vec<f32>>> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                8723177937338332620,
                |__name| match __name {
                    "id" => 0u16,
                    "lang" => 1u16,
                    "year" => 2u16,
                    "tenant" => 3u16,
                    "title" => 4u16,
                    "vector" => 5u16,
                    _ => 6u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_id = <u64 as __f::Value>::read_attribute(__value, "id")?;
                    }
                    1u16 => {
                        __field_lang = <String as __f::Value>::read_attribute(
                            __value,
                            "lang",
                        )?;
                    }
                    2u16 => {
                        __field_year = <Option<
                            u16,
                        > as __f::Value>::read_attribute(__value, "year")?;
                    }
                    3u16 => {
                        __field_tenant = <String as __f::Value>::read_attribute(
                            __value,
                            "tenant",
                        )?;
                    }
                    4u16 => {
                        __field_title = <String as __f::Value>::read_attribute(
                            __value,
                            "title",
                        )?;
                    }
                    5u16 => {
                        __field_embedding = <Option<
                            Vec<f32>,
                        > as __f::Value>::read_attribute(__value, "vector")?;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::Ok(Self {
                id: <u64 as __f::Value>::required(__field_id, "id")?,
                lang: <String as __f::Value>::required(__field_lang, "lang")?,
                year: <Option<u16> as __f::Value>::required(__field_year, "year")?,
                tenant: <String as __f::Value>::required(__field_tenant, "tenant")?,
                title: <String as __f::Value>::required(__field_title, "title")?,
                embedding: <Option<
                    Vec<f32>,
                > as __f::Value>::required(__field_embedding, "vector")?,
            })
        }
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<628021283683842752u64> for Doc {
        type Type = u64;
    }
    #[automatically_derived]
    impl __f::KeyAttributeOf<508085143909233157u64> for Doc {
        type Type = String;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<__f::Simple<u64>> for &Doc {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for Doc {
        type Key = __f::Simple<u64>;
        type Ttl = __f::NeverExpires;
        const SCHEMA: __f::TableSchema = __f::TableSchema::new(
                "docs",
                __f::KeyElement::of(
                    "id",
                    <<u64 as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_indexes(
                &[
                    __f::IndexSchema::of_vectors(
                        "by_embedding",
                        &[],
                        __f::VectorSchema::new(
                                "vector",
                                384,
                                __f::DistanceFunction::Cosine,
                            )
                            .with_filters(
                                &[
                                    __f::KeyElement::of(
                                        "lang",
                                        <<String as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                    ),
                                    __f::KeyElement::of(
                                        "year",
                                        <<Option<
                                            u16,
                                        > as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                    ),
                                ],
                            ),
                    ),
                    __f::IndexSchema::of_vectors(
                            "of-tenant",
                            &[
                                __f::KeyElement::of(
                                    "tenant",
                                    <<String as __f::Value>::Kind as __f::kind::IndexKeyKind>::KEY_TYPE,
                                ),
                            ],
                            __f::VectorSchema::new(
                                "vector",
                                384,
                                __f::DistanceFunction::DotProduct,
                            ),
                        )
                        .with_projection(__f::Projected::Include(&["title"])),
                ],
            );
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <u64 as __f::Value>::write_attribute(
                &self.id,
                &mut __f::CheckedKeys::partition(__map),
                "id",
            )?;
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Doc {
        /// The attribute `id`.
        pub const ID: __f::KeyAttribute<Self, u64> = __f::KeyAttribute::new("id");
        /// The attribute `lang`.
        const LANG: __f::Attribute<Self, String> = __f::Attribute::new("lang");
        /// The attribute `year`.
        const YEAR: __f::Attribute<Self, Option<u16>> = __f::Attribute::new("year");
        /// The attribute `tenant`.
        const TENANT: __f::Attribute<Self, String> = __f::Attribute::new("tenant");
        /// The attribute `title`.
        const TITLE: __f::Attribute<Self, String> = __f::Attribute::new("title");
        /// The attribute `vector`.
        const EMBEDDING: __f::Attribute<Self, Option<Vec<f32>>> = __f::Attribute::new(
            "vector",
        );
    }
    #[automatically_derived]
    #[allow(dead_code, private_interfaces)]
    impl Doc {
        /// The vector index `by_embedding` of `embedding`.
        pub const BY_EMBEDDING: __f::Index<
            Self,
            __f::Unpartitioned,
            __f::NoSortKey,
            __f::Vector<384>,
        > = __f::Index::new(__f::index::<Self>(0usize));
        /// The vector index `of-tenant` of `embedding` by `tenant`.
        pub const OF_TENANT: __f::Index<
            Self,
            __f::Single<<String as __f::Value>::Base>,
            __f::NoSortKey,
            __f::Vector<384>,
            DocOfTenant,
        > = __f::Index::new(__f::index::<Self>(1usize));
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for Doc {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for DocOfTenant {
        const NAMES: __f::Names = __f::Names::new(&["id", "tenant", "title"], &[]);
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            <u64 as __f::Value>::write_attribute(
                &self.id,
                &mut __f::CheckedKeys::partition(__map),
                "id",
            )?;
            <String as __f::Value>::write_attribute(
                &self.tenant,
                &mut __f::CheckedKeys::partition(__map),
                "tenant",
            )?;
            <String as __f::Value>::write_attribute(&self.title, __map, "title")?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_id: __f::Option<u64> = __f::None;
            let mut __field_tenant: __f::Option<String> = __f::None;
            let mut __field_title: __f::Option<String> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                8091863714915635531,
                |__name| match __name {
                    "id" => 0u16,
                    "tenant" => 1u16,
                    "title" => 2u16,
                    _ => 3u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_id = <u64 as __f::Value>::read_attribute(__value, "id")?;
                    }
                    1u16 => {
                        __field_tenant = <String as __f::Value>::read_attribute(
                            __value,
                            "tenant",
                        )?;
                    }
                    2u16 => {
                        __field_title = <String as __f::Value>::read_attribute(
                            __value,
                            "title",
                        )?;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::Ok(Self {
                id: <u64 as __f::Value>::required(__field_id, "id")?,
                tenant: <String as __f::Value>::required(__field_tenant, "tenant")?,
                title: <String as __f::Value>::required(__field_title, "title")?,
            })
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Projection for DocOfTenant {
        type Of = Doc;
        const ATTRIBUTES: &'static [&'static str] = &["id", "tenant", "title"];
    }
    #[automatically_derived]
    impl ::core::clone::Clone for DocOfTenant
    where
        for<'__a> u64: ::core::clone::Clone,
        for<'__a> String: ::core::clone::Clone,
    {
        fn clone(&self) -> Self {
            Self {
                id: ::core::clone::Clone::clone(&self.id),
                tenant: ::core::clone::Clone::clone(&self.tenant),
                title: ::core::clone::Clone::clone(&self.title),
            }
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for DocOfTenant
    where
        for<'__a> u64: ::core::fmt::Debug,
        for<'__a> String: ::core::fmt::Debug,
    {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            let mut __shown = ::core::fmt::Formatter::debug_struct(
                __formatter,
                "DocOfTenant",
            );
            __f::DebugStruct::field(&mut __shown, "id", &self.id);
            __f::DebugStruct::field(&mut __shown, "tenant", &self.tenant);
            __f::DebugStruct::field(&mut __shown, "title", &self.title);
            __f::DebugStruct::finish(&mut __shown)
        }
    }
    #[automatically_derived]
    impl ::core::cmp::PartialEq for DocOfTenant
    where
        for<'__a> u64: ::core::cmp::PartialEq,
        for<'__a> String: ::core::cmp::PartialEq,
    {
        fn eq(&self, __other: &Self) -> bool {
            ::core::cmp::PartialEq::eq(&self.id, &__other.id)
                && ::core::cmp::PartialEq::eq(&self.tenant, &__other.tenant)
                && ::core::cmp::PartialEq::eq(&self.title, &__other.title)
        }
    }
};
