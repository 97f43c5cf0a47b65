use super::*;

#[tokio::test(start_paused = true)]
async fn a_table_is_being_deleted_for_a_while() {
    let (_, client) = with(|table| table).await;
    let delete = || client.delete_table().table_name("users").send();
    let answer = delete().await.unwrap();
    assert_eq!(answer.table_description().unwrap().table_status(), Some(&TableStatus::Deleting));
    let table = describe(&client).await;
    assert_eq!(table.table_status(), Some(&TableStatus::Deleting));
    assert!(table.key_schema.is_none());
    assert_eq!(code(create(&client).send().await), IN_USE);
    delete().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(client.describe_table().table_name("users").send().await), NOT_FOUND);
    assert_eq!(code(delete().await), NOT_FOUND);
    create(&client).send().await.unwrap();
    assert_eq!(code(delete().await), IN_USE);
}

#[tokio::test(start_paused = true)]
async fn a_protected_table_is_not_deleted() {
    let (_, client) = with(|table| table.deletion_protection_enabled(true)).await;
    assert_eq!(code(client.delete_table().table_name("users").send().await), INVALID);
    update(&client).deletion_protection_enabled(false).send().await.unwrap();
    pass(seconds(11)).await;
    client.delete_table().table_name("users").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn tables_are_listed_in_pages() {
    let (_, client) = plane();
    for name in ["table-1", "table-2", "table-3"] {
        create(&client).table_name(name).send().await.unwrap();
    }
    let first = client.list_tables().limit(2).send().await.unwrap();
    assert_eq!(first.table_names(), ["table-1", "table-2"]);
    let last = first.last_evaluated_table_name().unwrap();
    let rest = client.list_tables().exclusive_start_table_name(last).send().await.unwrap();
    assert_eq!((rest.table_names(), rest.last_evaluated_table_name()), (&["table-3".to_owned()][..], None));
    assert_eq!(code(client.list_tables().limit(101).send().await), INVALID);
}
