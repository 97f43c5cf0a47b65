use super::*;

#[tokio::test(start_paused = true)]
async fn a_table_is_being_updated_for_a_while() {
    let (_, client) = with(|table| table).await;
    let answer = update(&client).deletion_protection_enabled(true).send().await.unwrap();
    assert_eq!(answer.table_description().unwrap().table_status(), Some(&TableStatus::Updating));
    assert_eq!(code(update(&client).deletion_protection_enabled(false).send().await), IN_USE);
    assert_eq!(code(client.delete_table().table_name("users").send().await), IN_USE);
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert_eq!(table.table_status(), Some(&TableStatus::Active));
    assert_eq!(table.deletion_protection_enabled(), Some(true));
    update(&client).deletion_protection_enabled(false).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_created_or_deleted_is_not_updated() {
    let (_, client) = plane();
    create(&client).send().await.unwrap();
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), IN_USE);
    pass(seconds(11)).await;
    client.delete_table().table_name("users").send().await.unwrap();
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), IN_USE);
    pass(seconds(11)).await;
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn an_update_changes_something() {
    let (_, client) = with(|table| table).await;
    assert_eq!(code(update(&client).send().await), INVALID);
    assert_eq!(code(update(&client).attribute_definitions(text("id")).send().await), INVALID);
    assert_eq!(code(update(&client).set_global_secondary_index_updates(Some(vec![])).send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn an_update_makes_one_kind_of_change() {
    let (_, client) = with(|table| {
        let table = provisioned(table).attribute_definitions(text("mail"));
        table.global_secondary_indexes(global("by_mail", "mail", Some(units(10, 10))))
    })
    .await;
    let throughput = || update(&client).provisioned_throughput(units(20, 20));
    let images = || stream(Some(StreamViewType::NewImage));
    let encrypted = SseSpecification::builder().enabled(true).build();
    let infrequent = || update(&client).table_class(TableClass::StandardInfrequentAccess);
    let wrong = [
        ("throughput and an index", throughput().global_secondary_index_updates(drop_index("by_mail"))),
        ("throughput and the stream", throughput().stream_specification(images())),
        ("throughput and encryption", throughput().sse_specification(encrypted)),
        (
            "the stream and an index",
            update(&client).stream_specification(images()).global_secondary_index_updates(drop_index("by_mail")),
        ),
        ("the class and throughput", infrequent().provisioned_throughput(units(20, 20))),
        ("the class and protection", infrequent().deletion_protection_enabled(true)),
    ];
    for (what, request) in wrong {
        assert_eq!(code(request.send().await), INVALID, "{what}");
    }
    let update = throughput().global_secondary_index_updates(index_units("by_mail", 20, 20));
    update.deletion_protection_enabled(true).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn provisioned_throughput_changes() {
    let (_, client) = with(provisioned).await;
    assert_eq!(code(update(&client).provisioned_throughput(units(10, 10)).send().await), INVALID);
    assert_eq!(code(update(&client).provisioned_throughput(units(0, 10)).send().await), INVALID);
    update(&client).provisioned_throughput(units(20, 5)).send().await.unwrap();
    let table = describe(&client).await;
    let now = table.provisioned_throughput().unwrap();
    assert_eq!((now.read_capacity_units(), now.write_capacity_units()), (Some(20), Some(5)));
    assert!(now.last_increase_date_time().is_some() && now.last_decrease_date_time().is_some());
    assert_eq!(now.number_of_decreases_today(), Some(1));
    assert_eq!(table.warm_throughput().unwrap().read_units_per_second(), Some(20));
}

#[tokio::test(start_paused = true)]
async fn four_decreases_a_day_are_possible() {
    let (_, client) = with(provisioned).await;
    for read in [9, 8, 7, 6] {
        update(&client).provisioned_throughput(units(read, 10)).send().await.unwrap();
        pass(seconds(11)).await;
    }
    assert_eq!(code(update(&client).provisioned_throughput(units(5, 10)).send().await), LIMIT);
    update(&client).provisioned_throughput(units(7, 10)).send().await.unwrap();
    pass(seconds(86_400)).await;
    update(&client).provisioned_throughput(units(5, 10)).send().await.unwrap();
    assert_eq!(describe(&client).await.provisioned_throughput().unwrap().number_of_decreases_today(), Some(1));
}

#[tokio::test(start_paused = true)]
async fn indexes_change_their_throughput_together_and_count_their_decreases_alone() {
    let (_, client) = with(|table| {
        let table = provisioned(table).attribute_definitions(text("mail"));
        let table = table.global_secondary_indexes(global("by_mail", "mail", Some(units(10, 10))));
        table.global_secondary_indexes(global("by_id", "id", Some(units(10, 10))))
    })
    .await;
    for read in [9, 8, 7, 6] {
        let both = update(&client).global_secondary_index_updates(index_units("by_mail", read, 10));
        both.global_secondary_index_updates(index_units("by_id", 30 + read, 10)).send().await.unwrap();
        assert_eq!(index(&client).await.index_status(), Some(&IndexStatus::Updating));
        pass(seconds(11)).await;
    }
    let one = |name, read| update(&client).global_secondary_index_updates(index_units(name, read, 10)).send();
    assert_eq!(code(one("by_mail", 5).await), LIMIT);
    assert_eq!(code(one("by_mail", 6).await), INVALID);
    assert_eq!(code(one("by_nothing", 6).await), INVALID);
    let nothing = UpdateGlobalSecondaryIndexAction::builder().index_name("by_id").build().unwrap();
    let nothing = GlobalSecondaryIndexUpdate::builder().update(nothing).build();
    assert_eq!(code(update(&client).global_secondary_index_updates(nothing).send().await), INVALID);
    one("by_id", 35).await.unwrap();
    pass(seconds(11)).await;
    update(&client).provisioned_throughput(units(9, 9)).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_on_demand_has_no_units() {
    let (_, client) = with(indexed).await;
    assert_eq!(code(update(&client).provisioned_throughput(units(1, 1)).send().await), INVALID);
    let index = update(&client).global_secondary_index_updates(index_units("by_mail", 1, 1));
    assert_eq!(code(index.send().await), INVALID);
    let index = update(&client).attribute_definitions(text("name"));
    let index = index.global_secondary_index_updates(create_index("by_name", "name", Some(units(1, 1))));
    assert_eq!(code(index.send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn a_table_becomes_provisioned_with_units_for_all() {
    let (_, client) = with(indexed).await;
    let to_provisioned = || update(&client).billing_mode(BillingMode::Provisioned);
    assert_eq!(code(to_provisioned().send().await), INVALID);
    assert_eq!(code(to_provisioned().provisioned_throughput(units(1, 1)).send().await), INVALID);
    let index_alone = to_provisioned().global_secondary_index_updates(index_units("by_mail", 1, 1));
    assert_eq!(code(index_alone.send().await), INVALID);
    let both = to_provisioned().provisioned_throughput(units(1, 2));
    both.global_secondary_index_updates(index_units("by_mail", 3, 4)).send().await.unwrap();
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert_eq!(table.billing_mode_summary().unwrap().billing_mode(), Some(&BillingMode::Provisioned));
    assert_eq!(index(&client).await.provisioned_throughput().unwrap().write_capacity_units(), Some(4));
    assert_eq!(code(with_index(&client, "by_name", "name").send().await), INVALID);
    // Units belong to the billing mode even if it does not change.
    assert_eq!(code(to_provisioned().send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn a_table_becomes_on_demand_four_times_a_day() {
    let (_, client) = with(provisioned).await;
    let on_demand = || update(&client).billing_mode(BillingMode::PayPerRequest).send();
    for _ in 0..4 {
        on_demand().await.unwrap();
        pass(seconds(11)).await;
        let back = update(&client).billing_mode(BillingMode::Provisioned).provisioned_throughput(units(10, 10));
        back.send().await.unwrap();
        pass(seconds(11)).await;
    }
    assert_eq!(code(on_demand().await), LIMIT);
    pass(seconds(86_400)).await;
    on_demand().await.unwrap();
    let table = describe(&client).await;
    assert!(table.billing_mode_summary().unwrap().last_update_to_pay_per_request_date_time().is_some());
    assert_eq!(table.provisioned_throughput().unwrap().read_capacity_units(), Some(0));
    assert_eq!(table.warm_throughput().unwrap().read_units_per_second(), Some(12_000));
}

#[tokio::test(start_paused = true)]
async fn the_maximum_of_a_table_on_demand_changes() {
    let (_, client) = with(indexed).await;
    update(&client).on_demand_throughput(most(50)).send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(update(&client).on_demand_throughput(most(0)).send().await), INVALID);
    update(&client).global_secondary_index_updates(index_most("by_mail", 7)).send().await.unwrap();
    assert_eq!(describe(&client).await.on_demand_throughput().unwrap().max_read_request_units(), Some(50));
    assert_eq!(index(&client).await.on_demand_throughput().unwrap().max_read_request_units(), Some(7));
    let (_, client) = with(provisioned).await;
    assert_eq!(code(update(&client).on_demand_throughput(most(50)).send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn warm_throughput_is_raised_and_not_lowered() {
    let (_, client) = with(indexed).await;
    update(&client).warm_throughput(warm(20_000, 8_000)).send().await.unwrap();
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert_eq!(table.table_status(), Some(&TableStatus::Active));
    assert_eq!(table.warm_throughput().unwrap().status(), Some(&TableStatus::Updating));
    pass(seconds(30)).await;
    assert_eq!(describe(&client).await.warm_throughput().unwrap().status(), Some(&TableStatus::Active));
    assert_eq!(code(update(&client).warm_throughput(warm(20_000, 7_000)).send().await), INVALID);
    let index_update = |read| {
        let action = UpdateGlobalSecondaryIndexAction::builder().index_name("by_mail");
        let action = action.warm_throughput(warm(read, 4_000)).build().unwrap();
        update(&client).global_secondary_index_updates(GlobalSecondaryIndexUpdate::builder().update(action).build())
    };
    assert_eq!(code(index_update(1_000).send().await), INVALID);
    index_update(13_000).send().await.unwrap();
    assert_eq!(index(&client).await.warm_throughput().unwrap().read_units_per_second(), Some(13_000));
}

#[tokio::test(start_paused = true)]
async fn the_class_changes_twice_in_thirty_days() {
    let (_, client) = with(|table| table).await;
    let class = |class| update(&client).table_class(class).send();
    assert_eq!(code(class(TableClass::Standard).await), INVALID);
    class(TableClass::StandardInfrequentAccess).await.unwrap();
    pass(seconds(11)).await;
    class(TableClass::Standard).await.unwrap();
    pass(seconds(29 * 86_400)).await;
    assert_eq!(code(class(TableClass::StandardInfrequentAccess).await), LIMIT);
    pass(seconds(86_400)).await;
    class(TableClass::StandardInfrequentAccess).await.unwrap();
    let summary = describe(&client).await.table_class_summary.unwrap();
    assert_eq!(summary.table_class(), Some(&TableClass::StandardInfrequentAccess));
    assert!(summary.last_update_date_time().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_disabled_before_its_view_changes() {
    let (_, client) = with(|table| table).await;
    let change = |view| update(&client).stream_specification(stream(view)).send();
    assert_eq!(code(change(None).await), INVALID);
    change(Some(StreamViewType::KeysOnly)).await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(change(Some(StreamViewType::KeysOnly)).await), INVALID);
    assert_eq!(code(change(Some(StreamViewType::NewImage)).await), INVALID);
    let first = describe(&client).await.latest_stream_arn.unwrap();
    change(None).await.unwrap();
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert!(table.stream_specification().is_none());
    assert_eq!(table.latest_stream_arn(), Some(first.as_str()));
    change(Some(StreamViewType::NewImage)).await.unwrap();
    assert_ne!(describe(&client).await.latest_stream_arn.unwrap(), first);
}

#[tokio::test(start_paused = true)]
async fn encryption_changes_for_a_while() {
    let (_, client) = with(|table| table).await;
    let change = |key: Option<&str>| {
        let sse = SseSpecification::builder().enabled(true).sse_type(SseType::Kms);
        update(&client).sse_specification(sse.set_kms_master_key_id(key.map(str::to_owned)).build()).send()
    };
    let owned = || update(&client).sse_specification(SseSpecification::builder().enabled(false).build()).send();
    let status = |sse: Option<SseDescription>| sse.and_then(|sse| sse.status);
    assert_eq!(code(owned().await), INVALID);
    change(None).await.unwrap();
    assert_eq!(status(describe(&client).await.sse_description), Some(SseStatus::Updating));
    pass(seconds(11)).await;
    assert_eq!(status(describe(&client).await.sse_description), Some(SseStatus::Enabled));
    assert_eq!(code(change(None).await), INVALID);
    change(Some("mine")).await.unwrap();
    pass(seconds(11)).await;
    owned().await.unwrap();
    pass(seconds(11)).await;
    assert!(describe(&client).await.sse_description().is_none());
}
