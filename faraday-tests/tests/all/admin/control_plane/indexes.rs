use super::*;

#[tokio::test(start_paused = true)]
async fn a_new_index_is_allocated_backfilled_and_active() {
    let (_, client) = with(|table| table).await;
    with_index(&client, "by_mail", "mail").send().await.unwrap();
    let state = |index: &GlobalSecondaryIndexDescription| (index.index_status.clone().unwrap(), index.backfilling);
    assert_eq!(state(&index(&client).await), (IndexStatus::Creating, Some(false)));
    pass(seconds(11)).await;
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Active));
    assert_eq!(state(&index(&client).await), (IndexStatus::Creating, Some(true)));
    pass(seconds(60)).await;
    assert_eq!(state(&index(&client).await), (IndexStatus::Active, None));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_index_is_being_deleted_and_its_definitions_go_with_it() {
    let (_, client) = with(indexed).await;
    assert_eq!(code(update(&client).global_secondary_index_updates(drop_index("by_name")).send().await), NOT_FOUND);
    update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(index(&client).await.index_status(), Some(&IndexStatus::Deleting));
    assert_eq!(describe(&client).await.attribute_definitions().len(), 2);
    let change = update(&client).global_secondary_index_updates(index_most("by_mail", 7));
    assert_eq!(code(change.send().await), IN_USE);
    pass(seconds(20)).await;
    let table = describe(&client).await;
    assert!(table.global_secondary_indexes.is_none());
    assert_eq!(table.attribute_definitions(), [text("id")]);
    with_index(&client, "by_mail", "mail").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn one_index_is_created_or_dropped_at_a_time() {
    let (_, client) = with(indexed).await;
    let two = with_index(&client, "by_name", "name").attribute_definitions(text("city"));
    assert_eq!(code(two.global_secondary_index_updates(create_index("by_city", "city", None)).send().await), LIMIT);
    let both = with_index(&client, "by_name", "name").global_secondary_index_updates(drop_index("by_mail"));
    assert_eq!(code(both.send().await), LIMIT);
    with_index(&client, "by_name", "name").send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(with_index(&client, "by_city", "city").send().await), LIMIT);
    assert_eq!(code(update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await), LIMIT);
    pass(seconds(60)).await;
    update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(with_index(&client, "by_city", "city").send().await), LIMIT);
    pass(seconds(20)).await;
    with_index(&client, "by_city", "city").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_index_that_is_backfilling_lets_the_table_change_and_go_itself() {
    let (_, client) = with(|table| table).await;
    with_index(&client, "by_mail", "mail").send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(client.delete_table().table_name("users").send().await), IN_USE);
    let both = update(&client).on_demand_throughput(most(50));
    both.global_secondary_index_updates(index_most("by_mail", 7)).send().await.unwrap();
    let changing = index(&client).await;
    assert_eq!((changing.index_status(), changing.backfilling()), (Some(&IndexStatus::Updating), Some(true)));
    pass(seconds(11)).await;
    assert_eq!(index(&client).await.index_status(), Some(&IndexStatus::Creating));
    update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await.unwrap();
    pass(seconds(31)).await;
    assert!(describe(&client).await.global_secondary_indexes.is_none());
    client.delete_table().table_name("users").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_a_new_index_is_refused() {
    let (_, client) = with(indexed).await;
    let new = |attribute| update(&client).global_secondary_index_updates(create_index("by_name", attribute, None));
    let number = attribute("mail", ScalarAttributeType::N);
    let empty = GlobalSecondaryIndexUpdate::builder().build();
    let wrong = [
        ("no definition", new("name")),
        ("no definition of what the table knows", new("mail")),
        ("another type", new("mail").attribute_definitions(number.clone())),
        (
            "another type of what it does not use",
            new("id").attribute_definitions(text("id")).attribute_definitions(number),
        ),
        ("a definition too many", new("id").attribute_definitions(text("id")).attribute_definitions(text("name"))),
        ("a name that is there", with_index(&client, "by_mail", "name")),
        ("nothing", update(&client).global_secondary_index_updates(empty)),
        (
            "two changes of one",
            with_index(&client, "by_mail", "name").global_secondary_index_updates(drop_index("by_mail")),
        ),
    ];
    for (what, request) in wrong {
        assert_eq!(code(request.send().await), INVALID, "{what}");
    }
    new("mail").attribute_definitions(text("mail")).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_has_twenty_indexes_at_most() {
    let (_, client) = with(|table| {
        (0..20).fold(table, |table, n| table.global_secondary_indexes(global(&format!("by_{n}"), "id", None)))
    })
    .await;
    assert_eq!(code(with_index(&client, "by_mail", "mail").send().await), INVALID);
}
