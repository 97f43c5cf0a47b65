use super::*;

#[tokio::test(start_paused = true)]
async fn a_table_is_being_created_for_a_while() {
    let (plane, client) = plane();
    let answer = create(&client).send().await.unwrap().table_description.unwrap();
    assert_eq!(answer.table_status(), Some(&TableStatus::Creating));
    pass(seconds(9)).await;
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Creating));
    assert_eq!(code(create(&client).send().await), IN_USE);
    pass(seconds(2)).await;
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Active));
    assert_eq!(code(create(&client).send().await), IN_USE);
    assert_eq!(plane.count("CreateTable"), 3);
}

#[tokio::test(start_paused = true)]
async fn a_table_may_not_be_seen_at_once() {
    let (plane, client) = plane();
    let plane = plane.unseen_for(seconds(2));
    create(&client).send().await.unwrap();
    assert_eq!(code(client.describe_table().table_name("users").send().await), NOT_FOUND);
    assert_eq!(plane.status("users"), Some("CREATING"));
    pass(seconds(3)).await;
    describe(&client).await;
}

#[tokio::test(start_paused = true)]
async fn a_description_says_all_of_a_table() {
    let (_, client) = with(|table| {
        let table = indexed(table).key_schema(key("at", KeyType::Range)).attribute_definitions(text("at"));
        let table = table.attribute_definitions(attribute("size", ScalarAttributeType::N));
        let table = table.local_secondary_indexes(local("by_size", "id", "size"));
        let table =
            table.stream_specification(stream(Some(StreamViewType::NewImage))).table_class(TableClass::Standard);
        let table = table.sse_specification(SseSpecification::builder().enabled(true).build());
        table.deletion_protection_enabled(true).on_demand_throughput(most(100)).warm_throughput(warm(13_000, 5_000))
    })
    .await;
    let table = describe(&client).await;
    assert_eq!(table.key_schema().len(), 2);
    assert_eq!(table.attribute_definitions().len(), 4);
    let units = table.provisioned_throughput().unwrap();
    assert_eq!((units.read_capacity_units(), units.write_capacity_units()), (Some(0), Some(0)));
    assert_eq!(units.number_of_decreases_today(), Some(0));
    assert_eq!(table.billing_mode_summary().unwrap().billing_mode(), Some(&BillingMode::PayPerRequest));
    assert_eq!((table.table_size_bytes(), table.item_count()), (Some(0), Some(0)));
    assert!(table.creation_date_time().is_some() && table.table_id().is_some());
    assert!(table.table_arn().unwrap().ends_with(":table/users"));
    let stream = table.stream_specification().unwrap();
    assert_eq!(stream.stream_view_type(), Some(&StreamViewType::NewImage));
    assert!(table.latest_stream_arn().unwrap().ends_with(table.latest_stream_label().unwrap()));
    let sse = table.sse_description().unwrap();
    assert_eq!((sse.status(), sse.sse_type()), (Some(&SseStatus::Enabled), Some(&SseType::Kms)));
    assert_eq!(table.table_class_summary().unwrap().table_class(), Some(&TableClass::Standard));
    assert_eq!(table.deletion_protection_enabled(), Some(true));
    assert_eq!(table.on_demand_throughput().unwrap().max_read_request_units(), Some(100));
    let warm = table.warm_throughput().unwrap();
    assert_eq!((warm.read_units_per_second(), warm.write_units_per_second()), (Some(13_000), Some(5_000)));
    let global = &table.global_secondary_indexes()[0];
    assert_eq!((global.index_status(), global.backfilling()), (Some(&IndexStatus::Active), None));
    assert_eq!(global.warm_throughput().unwrap().read_units_per_second(), Some(12_000));
    assert!(global.index_arn().unwrap().ends_with(":table/users/index/by_mail"));
    assert_eq!((global.index_size_bytes(), global.item_count()), (Some(0), Some(0)));
    assert_eq!(table.local_secondary_indexes()[0].index_name(), Some("by_size"));
}

#[tokio::test(start_paused = true)]
async fn a_plain_table_says_nothing_of_what_it_has_not() {
    let (_, client) = with(provisioned).await;
    let table = describe(&client).await;
    assert!(table.billing_mode_summary().is_none() && table.table_class_summary().is_none());
    assert!(table.sse_description().is_none() && table.stream_specification().is_none());
    assert!(table.latest_stream_arn().is_none() && table.on_demand_throughput().is_none());
    assert!(table.global_secondary_indexes.is_none() && table.local_secondary_indexes.is_none());
    let warm = table.warm_throughput().unwrap();
    assert_eq!((warm.read_units_per_second(), warm.write_units_per_second()), (Some(10), Some(10)));
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_a_new_table_is_refused() {
    let (plane, client) = plane();
    let table = || create(&client);
    let many = |table: CreateTableFluentBuilder, count: usize| {
        (0..count).fold(table, |table, n| {
            let name = format!("attribute{n}");
            table.attribute_definitions(text(&name)).global_secondary_indexes(global(&format!("by_{n}"), &name, None))
        })
    };
    let sorted =
        |table: CreateTableFluentBuilder| table.key_schema(key("at", KeyType::Range)).attribute_definitions(text("at"));
    let locals = |count: usize| {
        (0..count).fold(sorted(table()), |table, n| {
            let name = format!("attribute{n}");
            table.attribute_definitions(text(&name)).local_secondary_indexes(local(&format!("by_{n}"), "id", &name))
        })
    };
    let included = |count: usize| table().global_secondary_indexes(including("by_id", count));
    let many_included = |count: usize| {
        (0..count).fold(table(), |table, n| table.global_secondary_indexes(including(&format!("by_{n}"), 20)))
    };
    let backwards = table().set_key_schema(Some(vec![key("at", KeyType::Range), hash("id")]));
    let backwards = backwards.attribute_definitions(text("at"));
    let mixed = [hash("id"), key("at", KeyType::Range), hash("in")];
    let mixed =
        GlobalSecondaryIndex::builder().index_name("mixed").set_key_schema(Some(mixed.into())).projection(all());
    let mixed = mixed.build().unwrap();
    let named = Projection::builder().projection_type(ProjectionType::All).non_key_attributes("name").build();
    let named_but_all = GlobalSecondaryIndex::builder().index_name("by_id").key_schema(hash("id")).projection(named);
    let named_but_all = named_but_all.build().unwrap();
    let no_stream = StreamSpecification::builder().stream_enabled(false).stream_view_type(StreamViewType::KeysOnly);
    let no_stream = no_stream.build().unwrap();
    let no_encryption = SseSpecification::builder().enabled(false).kms_master_key_id("mine").build();
    let sse = |kind| SseSpecification::builder().enabled(true).sse_type(kind).build();
    let wrong = [
        ("a definition too many", table().attribute_definitions(text("mail"))),
        ("a definition too few", table().key_schema(key("at", KeyType::Range))),
        ("an index without a definition", table().global_secondary_indexes(global("by_mail", "mail", None))),
        ("two definitions of a name", table().attribute_definitions(attribute("id", ScalarAttributeType::N))),
        ("units on demand", table().provisioned_throughput(units(1, 1))),
        (
            "units of an index on demand",
            indexed(table()).set_global_secondary_indexes(Some(vec![global("by_mail", "mail", Some(units(1, 1)))])),
        ),
        ("no units", table().billing_mode(BillingMode::Provisioned)),
        ("no units and no billing mode", table().set_billing_mode(None)),
        ("no units", table().billing_mode(BillingMode::Provisioned).provisioned_throughput(units(0, 1))),
        ("no units of an index", provisioned(indexed(table()))),
        ("21 global indexes", many(table(), 21)),
        ("6 local indexes", locals(6)),
        ("a short name", table().table_name("us")),
        ("a long name", table().table_name("u".repeat(256))),
        ("a wrong name", table().table_name("users!")),
        ("a wrong name of an index", table().global_secondary_indexes(global("by id", "id", None))),
        ("two indexes of one name", indexed(table()).global_secondary_indexes(global("by_mail", "id", None))),
        (
            "a local index of a table without a sort key",
            table().attribute_definitions(text("size")).local_secondary_indexes(local("by_size", "id", "size")),
        ),
        (
            "a local index of another partition",
            sorted(table()).attribute_definitions(text("size")).local_secondary_indexes(local("by_size", "size", "at")),
        ),
        (
            "a stream without a view",
            table().stream_specification(StreamSpecification::builder().stream_enabled(true).build().unwrap()),
        ),
        ("encryption that is not KMS", table().sse_specification(sse(SseType::Aes256))),
        ("an unknown class", table().table_class(TableClass::from("COLD"))),
        ("a maximum of a provisioned table", provisioned(table()).on_demand_throughput(most(5))),
        ("a maximum of nothing", table().on_demand_throughput(most(0))),
        ("a warm throughput below the first", table().warm_throughput(warm(11_000, 5_000))),
        ("51 tags", (0..51).fold(table(), |table, n| table.tags(tag(n.to_string())))),
        ("a tag of AWS", table().tags(tag("aws:mine"))),
        ("two tags of one key", table().tags(tag("one")).tags(tag("one"))),
        (
            "a sort key alone",
            client
                .create_table()
                .table_name("users")
                .billing_mode(BillingMode::PayPerRequest)
                .attribute_definitions(text("id"))
                .key_schema(key("id", KeyType::Range)),
        ),
        ("a sort key first", backwards),
        ("a key of one attribute twice", table().key_schema(key("id", KeyType::Range))),
        (
            "a partition key behind the sort key",
            table().attribute_definitions(text("at")).attribute_definitions(text("in")).global_secondary_indexes(mixed),
        ),
        (
            "an attribute without a name",
            table().set_key_schema(Some(vec![hash("")])).set_attribute_definitions(Some(vec![text("")])),
        ),
        ("a key that is no scalar", table().set_attribute_definitions(Some(vec![attribute("id", "M".into())]))),
        ("attributes of a projection of all", table().global_secondary_indexes(named_but_all)),
        ("120 included attributes", many_included(6)),
        ("a view of no stream", table().stream_specification(no_stream)),
        ("a key of no encryption", table().sse_specification(no_encryption)),
        ("a tag without a key", table().tags(tag(""))),
        ("a long key of a tag", table().tags(tag("k".repeat(129)))),
        ("a long value of a tag", table().tags(Tag::builder().key("key").value("v".repeat(257)).build().unwrap())),
        ("a projection that includes nothing", included(0)),
        ("a projection that includes 21", included(21)),
    ];
    for (what, request) in wrong {
        assert_eq!(code(request.send().await), INVALID, "{what}");
    }
    assert_eq!(plane.status("users"), None);
    for (name, request) in [("globals", many(table(), 20)), ("locals", locals(5)), ("included", many_included(5))] {
        request.table_name(name).send().await.unwrap();
    }
}
