use super::*;

#[tokio::test(start_paused = true)]
async fn so_many_tables_change_at_once_at_most() {
    let (plane, client) = plane();
    let _plane = plane.at_most_at_once(2);
    let new = |name| create(&client).table_name(name).send();
    new("one").await.unwrap();
    new("two").await.unwrap();
    assert_eq!(code(new("three").await), LIMIT);
    pass(seconds(11)).await;
    new("three").await.unwrap();
    client.delete_table().table_name("one").send().await.unwrap();
    let protect = || client.update_table().table_name("two").deletion_protection_enabled(true).send();
    assert_eq!(code(protect().await), LIMIT);
    assert_eq!(code(client.delete_table().table_name("two").send().await), LIMIT);
    pass(seconds(11)).await;
    protect().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn refusals_come_as_they_were_scripted() {
    let (plane, client) = with(|table| table).await;
    plane.clear();
    let protect = || update(&client).deletion_protection_enabled(true).send();
    for (refusal, expected) in [
        (Refusal::Throttling, "ThrottlingException"),
        (Refusal::LimitExceeded, LIMIT),
        (Refusal::InternalServerError, "InternalServerError"),
    ] {
        plane.fail_next("UpdateTable", 3, refusal);
        assert_eq!(code(protect().await), expected);
        assert_eq!((plane.count("UpdateTable"), plane.pending()), (3, 0));
        assert_eq!(plane.status("users"), Some("ACTIVE"));
        plane.clear();
    }
    for (refusal, expected) in [
        (Refusal::ResourceInUse, IN_USE),
        (Refusal::ResourceNotFound, NOT_FOUND),
        (Refusal::AccessDenied, "AccessDeniedException"),
    ] {
        plane.fail_next("UpdateTable", 1, refusal);
        assert_eq!(code(protect().await), expected);
    }
    plane.fail_next("UpdateTable", 1, Refusal::Disconnect);
    protect().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_of_a_change_that_was_made() {
    for refusal in [Refusal::LostAnswer, Refusal::InternalServerErrorAfter] {
        let (plane, client) = plane();
        plane.fail_next("CreateTable", 1, refusal);
        // The SDK's second attempt finds the table of its first.
        assert_eq!(code(create(&client).send().await), IN_USE);
        assert_eq!(plane.count("CreateTable"), 2);
        assert_eq!(plane.status("users"), Some("CREATING"));
    }
}

#[tokio::test(start_paused = true)]
async fn tables_change_behind_the_client() {
    let (plane, client) = with(|table| table).await;
    let other = plane.request("UpdateTable", &json!({ "TableName": "users", "DeletionProtectionEnabled": true }));
    assert_eq!(other.unwrap()["TableDescription"]["TableStatus"], "UPDATING");
    assert_eq!(plane.request("DeleteTable", &json!({ "TableName": "users" })), Err(IN_USE.to_owned()));
    pass(seconds(11)).await;
    plane.busy_now("users", "UPDATING", seconds(5));
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Updating));
    pass(seconds(6)).await;
    assert_eq!(plane.status("users"), Some("ACTIVE"));
    assert!(plane.delete_table_now("users"));
    assert!(!plane.delete_table_now("users"));
    assert_eq!(code(client.describe_table().table_name("users").send().await), NOT_FOUND);
    assert_eq!(plane.count("UpdateTable"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_hook_runs_before_each_request() {
    let (plane, client) = with(|table| table).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (of_hook, seen_by_hook) = (plane.clone(), seen.clone());
    plane.on_call(move |operation, body| {
        seen_by_hook.lock().unwrap().push(format!("{operation} {}", body["TableName"]));
        match operation {
            "UpdateTable" => drop(of_hook.delete_table_now("users")),
            "ListTables" => return Some(Refusal::AccessDenied),
            _ => {}
        }
        None
    });
    describe(&client).await;
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), NOT_FOUND);
    assert_eq!(code(client.list_tables().send().await), "AccessDeniedException");
    assert_eq!(seen.lock().unwrap()[..2], [r#"DescribeTable "users""#, r#"UpdateTable "users""#]);
}

#[tokio::test(start_paused = true)]
async fn requests_are_recorded_with_their_time() {
    let (plane, client) = with(|table| table).await;
    describe(&client).await;
    let requests = plane.requests();
    assert_eq!(requests[0].operation, "CreateTable");
    assert_eq!(requests[0].body["KeySchema"][0]["AttributeName"], "id");
    assert!(requests[0].at < seconds(1) && requests[1].at >= seconds(11) && requests[1].at < seconds(12));
    assert_eq!(plane.bodies("DescribeTable"), [json!({ "TableName": "users" })]);
    plane.clear();
    assert!(plane.requests().is_empty());
}

#[derive(Debug, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
}

#[tokio::test(start_paused = true)]
async fn a_database_stands_on_it() {
    let (plane, client) = plane();
    let db = Database::new(client);
    Table::<User>::create().on(&db).await.unwrap();
    assert_eq!(plane.status("users"), Some("ACTIVE"));
    let table = Table::<User>::describe().on(&db).await.unwrap().unwrap();
    assert_eq!(table.raw.table_name(), Some("users"));
    Table::<User>::delete_table().on(&db).await.unwrap();
    assert_eq!(plane.status("users"), None);
}
