#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    const __INDEX_0: __f::IndexSchema = __f::IndexSchema::global(
        "gsi1",
        &[
            __f::KeyElement::of(
                "gsi1pk",
                <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
            ),
        ],
        &[],
    );
    const __SETTINGS: __f::TableSettings = __f::TableSettings::new()
        .with_ttl("expires_at");
    #[automatically_derived]
    impl __f::DeclaredTable for App {
        type Key = __f::Composite<String, String>;
        type Ttl = __f::Expires;
        const TABLE: __f::TableSchema = __f::TableSchema::new(
                "app",
                __f::KeyElement::of(
                    "pk",
                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_sort_key(
                __f::KeyElement::of(
                    "sk",
                    <<String as __f::Value>::Kind as __f::kind::KeyKind>::KEY_TYPE,
                ),
            )
            .with_indexes(&[__INDEX_0])
            .with_settings(&__SETTINGS);
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl App {
        /// The table's name, keys, indexes and settings.
        pub const SCHEMA: __f::TableSchema = <Self as __f::DeclaredTable>::TABLE;
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::TableIndex<163118538361189913u64> for App {
        type Scope = __f::Global;
        const INDEX: &'static __f::IndexSchema = &__INDEX_0;
    }
};
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    const __TABLE: __f::TableSchema = <App as __f::DeclaredTable>::TABLE;
    #[allow(dead_code)]
    const __TAG: &'static str = __f::TableSchema::kind_attribute(&__TABLE);
    const __PARTITION: __f::KeyElement = __f::KeyElement::made_by(
        __f::TableSchema::partition_key(&__TABLE),
        &__f::Template::new(
            &[
                __f::Segment::Text("TENANT#"),
                __f::Segment::Part(
                    __f::Part::new("tenant", <String as __f::Value>::KEY_PART)
                        .optional(
                            <<String as __f::Value>::Kind as __f::kind::Kind>::IS_OPTIONAL,
                        ),
                ),
            ],
        ),
    );
    const __SORT: __f::KeyElement = __f::KeyElement::made_by(
        __f::sort_key(&__TABLE),
        &__f::Template::new(
            &[
                __f::Segment::Text("ORDER#"),
                __f::Segment::Part(
                    __f::Part::new("id", <u64 as __f::Value>::KEY_PART)
                        .optional(
                            <<u64 as __f::Value>::Kind as __f::kind::Kind>::IS_OPTIONAL,
                        )
                        .key_only(),
                ),
            ],
        ),
    );
    #[allow(dead_code)]
    const __PARTITION_NAME: &'static str = __f::KeyElement::name(&__PARTITION);
    #[allow(dead_code)]
    const __SORT_NAME: &'static str = __f::KeyElement::name(&__SORT);
    const __INDEX_0: __f::IndexSchema = __f::IndexSchema::with_keys(
        <App as __f::TableIndex<163118538361189913>>::INDEX,
        &[
            __f::KeyElement::made_by(
                __f::index_key(
                    __f::IndexSchema::partition_key(
                        <App as __f::TableIndex<163118538361189913>>::INDEX,
                    ),
                    0usize,
                ),
                &__f::Template::new(
                    &[
                        __f::Segment::Text("CUSTOMER#"),
                        __f::Segment::Part(
                            __f::Part::new(
                                    "customer",
                                    <Option<String> as __f::Value>::KEY_PART,
                                )
                                .optional(
                                    <<Option<
                                        String,
                                    > as __f::Value>::Kind as __f::kind::Kind>::IS_OPTIONAL,
                                )
                                .escaped(),
                        ),
                        __f::Segment::Text("#"),
                    ],
                ),
            ),
        ],
        &[],
    );
    #[allow(dead_code)]
    const __INDEX_0_PARTITION: __f::KeyElement = __f::index_key(
        __f::IndexSchema::partition_key(&__INDEX_0),
        0,
    );
    #[allow(dead_code)]
    const __INDEX_0_PARTITION_NAME: &'static str = __f::KeyElement::name(
        &__INDEX_0_PARTITION,
    );
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Order {
        const NAMES: __f::Names = __f::Names::new(
            &[
                __TAG,
                __PARTITION_NAME,
                __SORT_NAME,
                __INDEX_0_PARTITION_NAME,
                "tenant",
                "customer",
                "number",
            ],
            &[],
        );
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::write_tag(__map, __TAG, "order")?;
            <String as __f::Value>::write_attribute(&self.tenant, __map, "tenant")?;
            <Option<
                String,
            > as __f::Value>::write_attribute(&self.customer, __map, "customer")?;
            <u32 as __f::Value>::write_attribute(&self.number, __map, "number")?;
            __f::write_made_keys::<
                Self,
                _,
            >(
                __map,
                [
                    __f::part::<String>("tenant", &self.tenant)?,
                    __f::part::<u64>("id", &self.id)?,
                    __f::part::<Option<String>>("customer", &self.customer)?,
                ],
            )?;
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            mut __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __field_tenant: __f::Option<String> = __f::None;
            let mut __field_customer: __f::Option<Option<String>> = __f::None;
            let mut __field_number: __f::Option<u32> = __f::None;
            let mut __has_kind = false;
            let mut __made_0: __f::Option<__f::String> = __f::None;
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(
                &mut __map,
                5049201781605021772,
                |__name| match __name {
                    "tenant" => 0u16,
                    "customer" => 1u16,
                    "number" => 2u16,
                    __TAG => 3u16,
                    __SORT_NAME => 4u16,
                    _ => 5u16,
                },
            )? {
                match __field {
                    0u16 => {
                        __field_tenant = <String as __f::Value>::read_attribute(
                            __value,
                            "tenant",
                        )?;
                    }
                    1u16 => {
                        __field_customer = <Option<
                            String,
                        > as __f::Value>::read_attribute(__value, "customer")?;
                    }
                    2u16 => {
                        __field_number = <u32 as __f::Value>::read_attribute(
                            __value,
                            "number",
                        )?;
                    }
                    3u16 => {
                        __f::read_kind(__value, __TAG, "order")?;
                        __has_kind = true;
                    }
                    4u16 => {
                        __made_0 = <__f::String as __f::Value>::read_attribute(
                            __value,
                            __SORT_NAME,
                        )?;
                    }
                    _ => __f::Decoder::skip(__value)?,
                }
            }
            __f::required_kind(__has_kind, __TAG)?;
            let mut __parts = __f::Vec::new();
            __f::read_made_key(__SORT, __made_0, &mut __parts)?;
            __f::Ok(Self {
                tenant: <String as __f::Value>::required(__field_tenant, "tenant")?,
                id: __f::key_only_part::<u64>(&__parts, "id")?,
                customer: <Option<
                    String,
                > as __f::Value>::required(__field_customer, "customer")?,
                number: <u32 as __f::Value>::required(__field_number, "number")?,
            })
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<
        __f::Composed<
            (String, u64),
            __f::Parts<(String,)>,
            __f::SortParts<u64, __f::NoSortKey>,
        >,
    > for &Order {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for Order {
        type Key = __f::Composed<
            (String, u64),
            __f::Parts<(String,)>,
            __f::SortParts<u64, __f::NoSortKey>,
        >;
        type Ttl = __f::TtlOf<App>;
        const SCHEMA: __f::TableSchema = __f::TableSchema::with_keys(
                __TABLE,
                __PARTITION,
                __f::Some(__SORT),
            )
            .with_kind(__TAG, "order")
            .with_made_indexes(&[&__INDEX_0])
            .with_unique(&["number"]);
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            __f::write_key::<
                Self,
                _,
            >(
                __map,
                [
                    __f::part::<String>("tenant", &self.tenant)?,
                    __f::part::<u64>("id", &self.id)?,
                ],
            )?;
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Order {
        /// The attribute `tenant`.
        const TENANT: __f::KeyAttribute<Self, String> = __f::KeyAttribute::new("tenant");
        /// The attribute `customer`.
        const CUSTOMER: __f::GuardedAttribute<Self, Option<String>> = __f::GuardedAttribute::new(
            "customer",
        );
        /// The attribute `number`.
        const NUMBER: __f::GuardedAttribute<Self, u32> = __f::GuardedAttribute::new(
            "number",
        );
    }
    #[automatically_derived]
    #[allow(dead_code, private_interfaces)]
    impl Order {
        /// The index `gsi1` of the table.
        pub const GSI1: __f::Index<
            Self,
            __f::Parts<
                (<Option<String> as __f::Value>::Base,),
                (<Option<String> as __f::Value>::Base,),
            >,
            __f::NoSortKey,
            <App as __f::TableIndex<163118538361189913>>::Scope,
        > = __f::Index::new(&__INDEX_0);
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unique for Order {
        const UNIQUE: &'static [&'static [&'static str]] = &[&["number"]];
        fn unique_values(
            &self,
        ) -> __f::Result<__f::Vec<__f::Option<__f::PartValue>>, __f::EncodeError> {
            __f::Ok(
                <__f::Vec<
                    _,
                > as ::core::convert::From<
                    _,
                >>::from([__f::part::<u32>("number", &self.number)?]),
            )
        }
    }
    const _: () = ::core::assert!(
        __f::is_text(& __f::TableSchema::partition_key(& __TABLE)),
        "a template makes a string, and the partition key of the table is none: mark a field of its type with `#[faraday(partition_key)]`"
    );
    const _: () = ::core::assert!(
        __f::TableSchema::sort_key(& __TABLE).is_some(),
        "the table has no sort key: leave this one out, or declare `sort_key(sk: String)` on the table"
    );
    const _: () = ::core::assert!(
        __f::is_text(& __f::sort_key(& __TABLE)),
        "a template makes a string, and the sort key of the table is none: mark a field of its type with `#[faraday(sort_key)]`"
    );
    const _: () = ::core::assert!(
        __f::is_text(& __f::TableSchema::partition_key(& __TABLE)),
        "what keeps an attribute unique is an item with a string as its partition key, and the partition key of this table is none"
    );
    const _: () = ::core::assert!(
        __f::IndexSchema::vector(< App as __f::TableIndex < 163118538361189913 >>
        ::INDEX).is_none(),
        "`gsi1` is a vector index: write `index(gsi1, attribute = field)`, with the field that holds the vectors"
    );
    const _: () = ::core::assert!(
        __f::IndexSchema::vector(< App as __f::TableIndex < 163118538361189913 >>
        ::INDEX).is_some() || __f::has_as_many_keys(& __INDEX_0, < App as __f::TableIndex
        < 163118538361189913 >> ::INDEX),
        "the keys of the index `gsi1` have another number of attributes in the table: write one template or field for each, and no `partition_key` for a local index"
    );
    const _: () = ::core::assert!(
        __f::IndexSchema::vector(< App as __f::TableIndex < 163118538361189913 >>
        ::INDEX).is_some() || __f::has_keys_of(& __INDEX_0, < App as __f::TableIndex <
        163118538361189913 >> ::INDEX),
        "a key of the index `gsi1` is an attribute of another name or type in the table: a template makes a string, and a field has the name and type that the table declares"
    );
    const _: () = ::core::assert!(
        __f::includes_kind(< App as __f::TableIndex < 163118538361189913 >> ::INDEX,
        __TAG),
        "the index `gsi1` does not hold the kind, by which the items of other kinds are left out: add that attribute to its `projection = include(…)`"
    );
    const _: () = ::core::assert!(
        __f::holds_all(< App as __f::TableIndex < 163118538361189913 >> ::INDEX),
        "the index `gsi1` does not hold whole items: derive `Projection` for a struct of what it holds, and write `row = ThatStruct`"
    );
    const _: () = ::core::assert!(
        __f::has_text(< String as __f::Value > ::KEY_PART, false),
        "the text of this type does not sort as its values do: for a number with a sign or a fraction write `{{tenant:ordered}}` in the template; others are strings, numbers without a sign, times and UUIDs"
    );
    const _: () = ::core::assert!(
        ! < < String as __f::Value > ::Kind as __f::kind::Kind > ::IS_OPTIONAL,
        "a part of the primary key is never absent: remove the `Option`, which only a part of an index's key may have"
    );
    const _: () = ::core::assert!(
        __f::Template::parts_end(& __f::Template::new(& [__f::Segment::Text("TENANT#"),
        __f::Segment::Part(__f::Part::new("tenant", < String as __f::Value > ::KEY_PART)
        .optional(< < String as __f::Value > ::Kind as __f::kind::Kind >
        ::IS_OPTIONAL))])),
        "nothing ends a text in this template: write a text between two fields, as in `{{city}}#{{street}}`"
    );
    const _: () = ::core::assert!(
        __f::Template::escapes_texts(& __f::Template::new(&
        [__f::Segment::Text("TENANT#"), __f::Segment::Part(__f::Part::new("tenant", <
        String as __f::Value > ::KEY_PART).optional(< < String as __f::Value > ::Kind as
        __f::kind::Kind > ::IS_OPTIONAL))])),
        "`escaped` is for a string that a text of the template ends, one that begins with a mark such as `#`: remove it, or write such a text after the field"
    );
    const _: () = ::core::assert!(
        __f::has_text(< u64 as __f::Value > ::KEY_PART, false),
        "the text of this type does not sort as its values do: for a number with a sign or a fraction write `{{id:ordered}}` in the template; others are strings, numbers without a sign, times and UUIDs"
    );
    const _: () = ::core::assert!(
        ! < < u64 as __f::Value > ::Kind as __f::kind::Kind > ::IS_OPTIONAL,
        "a part of the primary key is never absent: remove the `Option`, which only a part of an index's key may have"
    );
    const _: () = ::core::assert!(
        __f::Template::parts_end(& __f::Template::new(& [__f::Segment::Text("ORDER#"),
        __f::Segment::Part(__f::Part::new("id", < u64 as __f::Value > ::KEY_PART)
        .optional(< < u64 as __f::Value > ::Kind as __f::kind::Kind > ::IS_OPTIONAL)
        .key_only())])),
        "nothing ends a text in this template: write a text between two fields, as in `{{city}}#{{street}}`"
    );
    const _: () = ::core::assert!(
        __f::Template::escapes_texts(& __f::Template::new(&
        [__f::Segment::Text("ORDER#"), __f::Segment::Part(__f::Part::new("id", < u64 as
        __f::Value > ::KEY_PART).optional(< < u64 as __f::Value > ::Kind as
        __f::kind::Kind > ::IS_OPTIONAL).key_only())])),
        "`escaped` is for a string that a text of the template ends, one that begins with a mark such as `#`: remove it, or write such a text after the field"
    );
    const _: () = ::core::assert!(
        __f::has_text(< Option < String > as __f::Value > ::KEY_PART, false),
        "the text of this type does not sort as its values do: for a number with a sign or a fraction write `{{customer:ordered}}` in the template; others are strings, numbers without a sign, times and UUIDs"
    );
    const _: () = ::core::assert!(
        __f::Template::parts_end(& __f::Template::new(& [__f::Segment::Text("CUSTOMER#"),
        __f::Segment::Part(__f::Part::new("customer", < Option < String > as __f::Value >
        ::KEY_PART).optional(< < Option < String > as __f::Value > ::Kind as
        __f::kind::Kind > ::IS_OPTIONAL).escaped()), __f::Segment::Text("#")])),
        "nothing ends a text in this template: write a text between two fields, as in `{{city}}#{{street}}`"
    );
    const _: () = ::core::assert!(
        __f::Template::escapes_texts(& __f::Template::new(&
        [__f::Segment::Text("CUSTOMER#"), __f::Segment::Part(__f::Part::new("customer", <
        Option < String > as __f::Value > ::KEY_PART).optional(< < Option < String > as
        __f::Value > ::Kind as __f::kind::Kind > ::IS_OPTIONAL).escaped()),
        __f::Segment::Text("#")])),
        "`escaped` is for a string that a text of the template ends, one that begins with a mark such as `#`: remove it, or write such a text after the field"
    );
    const _: () = ::core::assert!(
        ! __f::is_key_attribute(& __TABLE, "tenant"),
        "`tenant` is a key attribute of the table or of one of its indexes: name the field in `index(…, partition_key = field)`, mark it with `#[faraday(partition_key)]`, or `rename` it"
    );
    const _: () = ::core::assert!(
        ! __f::is_key_attribute(& __TABLE, "customer"),
        "`customer` is a key attribute of the table or of one of its indexes: name the field in `index(…, partition_key = field)`, mark it with `#[faraday(partition_key)]`, or `rename` it"
    );
    const _: () = ::core::assert!(
        ! __f::is_key_attribute(& __TABLE, "number"),
        "`number` is a key attribute of the table or of one of its indexes: name the field in `index(…, partition_key = field)`, mark it with `#[faraday(partition_key)]`, or `rename` it"
    );
    const _: () = ::core::assert!(
        ! __f::is_named(__TAG, "tenant"),
        "the attribute `tenant` holds the kind of the item: `rename` the field"
    );
    const _: () = ::core::assert!(
        ! __f::is_named(__TAG, "customer"),
        "the attribute `customer` holds the kind of the item: `rename` the field"
    );
    const _: () = ::core::assert!(
        ! __f::is_named(__TAG, "number"),
        "the attribute `number` holds the kind of the item: `rename` the field"
    );
    const _: () = ::core::assert!(
        __f::has_text(< u32 as __f::Value > ::KEY_PART, true),
        "only a string or a number can be unique"
    );
    const _: () = ::core::assert!(
        __f::keys_agree(& < Order as __f::Item > ::SCHEMA),
        "two templates make one key attribute: where the table and an index share it, write `partition_key = sort_key`, without a template, in the `index`"
    );
};
/// The items of [`Record`], grouped by kind, in the order in which they were read.
#[allow(dead_code)]
pub struct RecordGroups {
    /// The items of the variant `Order`.
    pub orders: ::std::vec::Vec<Order>,
    /// The items of the variant `User`.
    pub users: ::std::vec::Vec<User>,
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::faraday::__private as __f;
    const __TABLE: __f::TableSchema = <App as __f::DeclaredTable>::TABLE;
    #[allow(dead_code)]
    const __TAG: &'static str = __f::TableSchema::kind_attribute(&__TABLE);
    const __KIND_0: &'static str = __f::TableSchema::kind_name(
        &<Order as __f::Item>::SCHEMA,
    );
    const __KIND_1: &'static str = __f::TableSchema::kind_name(
        &<User as __f::Item>::SCHEMA,
    );
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Attributes for Record {
        const NAMES: __f::Names = __f::Names::new(
            &[__TAG],
            &[&<Order as __f::Attributes>::NAMES, &<User as __f::Attributes>::NAMES],
        );
        fn encode_attributes<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Order(__field_0) => {
                    let __map = &mut __f::DistinctNames::new(
                        __map,
                        const {
                            __f::Names::may_repeat(
                                &__f::Names::new(
                                    &[__TAG],
                                    &[&<Order as __f::Attributes>::NAMES],
                                ),
                            )
                        },
                    );
                    if !__f::TableSchema::is_kind(
                        &<Order as __f::Item>::SCHEMA,
                        __TAG,
                        __KIND_0,
                    ) {
                        __f::write_tag(__map, __TAG, __KIND_0)?;
                    }
                    {
                        let __map = &mut __f::IndexKeys::new(
                            __map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <Order as __f::Attributes>::encode_attributes(__field_0, __map)?;
                    }
                }
                Self::User(__field_0) => {
                    let __map = &mut __f::DistinctNames::new(
                        __map,
                        const {
                            __f::Names::may_repeat(
                                &__f::Names::new(
                                    &[__TAG],
                                    &[&<User as __f::Attributes>::NAMES],
                                ),
                            )
                        },
                    );
                    if !__f::TableSchema::is_kind(
                        &<User as __f::Item>::SCHEMA,
                        __TAG,
                        __KIND_1,
                    ) {
                        __f::write_tag(__map, __TAG, __KIND_1)?;
                    }
                    {
                        let __map = &mut __f::IndexKeys::new(
                            __map,
                            <Self as __f::Item>::SCHEMA,
                        );
                        <User as __f::Attributes>::encode_attributes(__field_0, __map)?;
                    }
                }
            }
            __f::Ok(())
        }
        fn decode_attributes<__M: __f::MapDecoder>(
            __map: __M,
        ) -> __f::Result<Self, __f::DecodeError> {
            let mut __map = __map;
            match __f::String::as_str(&__f::tag(&mut __map, __TAG)?) {
                __KIND_0 => {
                    if !__f::TableSchema::is_kind(
                        &<Order as __f::Item>::SCHEMA,
                        __TAG,
                        __KIND_0,
                    ) {
                        __f::MapDecoder::hide(&mut __map, __TAG);
                    }
                    __f::Result::map(
                        <Order as __f::Attributes>::decode_attributes(__map),
                        Self::Order,
                    )
                }
                __KIND_1 => {
                    if !__f::TableSchema::is_kind(
                        &<User as __f::Item>::SCHEMA,
                        __TAG,
                        __KIND_1,
                    ) {
                        __f::MapDecoder::hide(&mut __map, __TAG);
                    }
                    __f::Result::map(
                        <User as __f::Attributes>::decode_attributes(__map),
                        Self::User,
                    )
                }
                _ => __f::Err(__f::unknown_variant(&[__KIND_0, __KIND_1])),
            }
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::KeyOf<
        __f::Collection<<Order as __f::Item>::Key, <App as __f::DeclaredTable>::Key>,
    > for &Record {
        fn encode_key(
            &self,
            _: &__f::TableSchema,
        ) -> __f::Result<__f::Vec<u8>, __f::EncodeError> {
            __f::key_of(*self)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Item for Record {
        type Key = __f::Collection<
            <Order as __f::Item>::Key,
            <App as __f::DeclaredTable>::Key,
        >;
        type Ttl = __f::TtlOf<App>;
        const SCHEMA: __f::TableSchema = __f::TableSchema::with_keys(
                __TABLE,
                __f::TableSchema::partition_key(&<Order as __f::Item>::SCHEMA),
                __f::TableSchema::sort_key(&__TABLE),
            )
            .with_tag(__TAG)
            .with_items(&[<Order as __f::Item>::SCHEMA, <User as __f::Item>::SCHEMA])
            .with_kinds(&[__KIND_0, __KIND_1]);
        const MANAGED: __f::Managed = <Order as __f::Item>::MANAGED;
        fn stamp(&self) -> __f::Stamp {
            match self {
                Self::Order(__field_0) => <Order as __f::Item>::stamp(__field_0),
                Self::User(__field_0) => <User as __f::Item>::stamp(__field_0),
            }
        }
        fn set_stamp(&mut self, __stamp: __f::Stamp, __now: __f::SystemTime) {
            let _ = (__stamp, __now);
            match self {
                Self::Order(__field_0) => {
                    <Order as __f::Item>::set_stamp(__field_0, __stamp, __now)
                }
                Self::User(__field_0) => {
                    <User as __f::Item>::set_stamp(__field_0, __stamp, __now)
                }
            }
        }
        fn encode_key<__M: __f::MapEncoder>(
            &self,
            __map: &mut __M,
        ) -> __f::Result<(), __f::EncodeError> {
            match self {
                Self::Order(__field_0) => {
                    <Order as __f::Item>::encode_key(__field_0, __map)?;
                }
                Self::User(__field_0) => {
                    <User as __f::Item>::encode_key(__field_0, __map)?;
                }
            }
            __f::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl Record {
        /// The attributes of a `Order`.
        pub const ORDER: __f::Flattened<Self, Order> = __f::Flattened::new();
        /// The attributes of a `User`.
        pub const USER: __f::Flattened<Self, User> = __f::Flattened::new();
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl<__P, __S: __f::StoredSort, __K, __R> __f::IndexOf<Record>
    for __f::Index<Order, __P, __S, __K, __R> {
        type Index = __f::Index<Record, __P, __S::Stored, __K, Record>;
        fn into_index(self) -> Self::Index {
            __f::Index::new(__f::Index::schema(&self))
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl<__P, __S: __f::StoredSort, __K, __R> __f::IndexOf<Record>
    for __f::Index<User, __P, __S, __K, __R> {
        type Index = __f::Index<Record, __P, __S::Stored, __K, Record>;
        fn into_index(self) -> Self::Index {
            __f::Index::new(__f::Index::schema(&self))
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Grouped for Record {
        type Groups = RecordGroups;
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for RecordGroups
    where
        for<'__a> Order: ::core::fmt::Debug,
        for<'__a> User: ::core::fmt::Debug,
    {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            let mut __shown = ::core::fmt::Formatter::debug_struct(
                __formatter,
                "RecordGroups",
            );
            __f::DebugStruct::field(&mut __shown, "orders", &self.orders);
            __f::DebugStruct::field(&mut __shown, "users", &self.users);
            __f::DebugStruct::finish(&mut __shown)
        }
    }
    #[automatically_derived]
    impl ::core::default::Default for RecordGroups {
        fn default() -> Self {
            Self {
                orders: __f::Vec::new(),
                users: __f::Vec::new(),
            }
        }
    }
    #[automatically_derived]
    impl ::core::iter::Extend<Record> for RecordGroups {
        fn extend<__I: ::core::iter::IntoIterator<Item = Record>>(
            &mut self,
            __items: __I,
        ) {
            for __item in __items {
                match __item {
                    Record::Order(__item) => __f::Vec::push(&mut self.orders, __item),
                    Record::User(__item) => __f::Vec::push(&mut self.users, __item),
                }
            }
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __f::Unguarded for Record
    where
        for<'__a> Order: __f::Unguarded,
        for<'__a> User: __f::Unguarded,
    {}
    const _: () = if let __f::Some(__message) = __f::difference::<
        Record,
        Order,
    >([
        "`Order` is of another table than the other variants of `Record`: all need the same",
        "`Order` has other key attributes than the other variants of `Record`: all need the same",
        "`Order` and `Order` differ in `version`, `created_at` or `updated_at`: all variants of `Record` have them, under the same names, or none has",
    ]) {
        ::core::panic!("{}", __message)
    };
    const _: () = if let __f::Some(__message) = __f::difference::<
        Record,
        User,
    >([
        "`User` is of another table than the other variants of `Record`: all need the same",
        "`User` has other key attributes than the other variants of `Record`: all need the same",
        "`User` and `Order` differ in `version`, `created_at` or `updated_at`: all variants of `Record` have them, under the same names, or none has",
    ]) {
        ::core::panic!("{}", __message)
    };
    const _: () = ::core::assert!(
        __f::has_kind(& < Order as __f::Item > ::SCHEMA),
        "`Order` has no kind, so `Record` cannot recognize it: write `kind = \"…\"` among its options"
    );
    const _: () = ::core::assert!(
        __f::has_kind(& < User as __f::Item > ::SCHEMA),
        "`User` has no kind, so `Record` cannot recognize it: write `kind = \"…\"` among its options"
    );
    const _: () = ::core::assert!(
        ! __f::has_same_kind(& < User as __f::Item > ::SCHEMA, & < Order as __f::Item >
        ::SCHEMA),
        "`User` has the same kind as `Order`, so reads cannot tell them apart: give it another `kind`"
    );
    const _: () = ::core::assert!(
        __f::has_same_partition(& < User as __f::Item > ::SCHEMA, & < Order as __f::Item
        > ::SCHEMA),
        "the partition key of `User` is made differently from that of `Order`: write `whole_keys` among the options of `Record`, whose queries then take the partition key as it is stored"
    );
};
