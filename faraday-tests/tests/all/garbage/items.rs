//! Operations on items.

use faraday::database::Codec;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;
use faraday::{Batch, Item, Table, get_many, transaction, transaction_get};
use futures_util::stream;
use serde_json::{Value, json};

use super::server::Server;
use super::{Operation, SECRET, User, check_operation, read, user, write};

type Users = Table<User>;

/// The same table, with vectors.
#[derive(Debug, Item)]
#[faraday(
    table = "users",
    vector_index(by_size, attribute = sizes, dimensions = 2, distance = cosine, projection = include(visits, notes)),
)]
#[allow(dead_code, reason = "only the row of the index is read")]
struct Measured {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
    notes: Vec<String>,
    sizes: Option<Vec<f32>>,
}

/// A later shape of it.
#[derive(Debug, Item)]
#[faraday(table = "users", schema_version = 2, upgrade = upgrade_user)]
struct NewUser {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
    lines: Vec<String>,
}

#[derive(Table)]
#[faraday(name = "users", partition_key(id: String))]
struct DeclaredUsers;

/// The same users, with a unique attribute.
#[derive(Debug, Item)]
#[faraday(table = DeclaredUsers, kind = "user", unique(visits))]
struct UniqueUser {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

fn upgrade_user(older: &OlderItem<'_>) -> Result<NewUser, DecodeError> {
    let User { id, visits, notes, .. } = older.read()?;
    Ok(NewUser { id, visits, lines: notes })
}

fn item() -> Value {
    json!({ "id": { "S": "ann" }, "kind": { "S": "user" }, "visits": { "N": "1" }, "notes": { "L": [{ "S": SECRET }] },
        "version": { "N": "1" } })
}

fn server() -> Server {
    let (item, key) = (item(), json!({ "id": { "S": "ann" } }));
    let capacity = json!({ "TableName": "users", "CapacityUnits": 1.5, "Table": { "CapacityUnits": 1.0 },
        "GlobalSecondaryIndexes": { "by": { "CapacityUnits": 0.5, "ReadCapacityUnits": 0.5 } } });
    let written = json!({ "Attributes": item, "ConsumedCapacity": { "CapacityUnits": 1.5 } });
    let page = json!({ "Items": [item], "Count": 1, "ScannedCount": 1, "LastEvaluatedKey": key,
        "ConsumedCapacity": { "CapacityUnits": 1.5 } });
    let put_off = json!([{ "PutRequest": { "Item": item } }, { "DeleteRequest": { "Key": { "id": { "S": "bob" } } } }]);
    Server::new([
        ("GetItem", json!({ "Item": item, "ConsumedCapacity": capacity })),
        ("PutItem", written.clone()),
        ("UpdateItem", written.clone()),
        ("DeleteItem", written),
        ("Query", page.clone()),
        ("Scan", page),
        (
            "SearchVectors",
            json!({ "SearchResults": [{ "Item": item, "Score": 0.5 }],
                "ConsumedCapacity": { "VectorSearchRequestBytes": 1024.0 } }),
        ),
        (
            "BatchGetItem",
            json!({ "Responses": { "users": [item] }, "UnprocessedKeys": { "users": { "Keys": [key] } },
                "ConsumedCapacity": [capacity] }),
        ),
        ("BatchWriteItem", json!({ "UnprocessedItems": { "users": put_off }, "ConsumedCapacity": [capacity] })),
        ("TransactGetItems", json!({ "Responses": [{ "Item": item }, {}], "ConsumedCapacity": [capacity] })),
        ("TransactWriteItems", json!({ "ConsumedCapacity": [capacity] })),
        ("ExecuteStatement", json!({ "Items": [item], "NextToken": "x", "ConsumedCapacity": capacity })),
        (
            "BatchExecuteStatement",
            json!({ "Responses": [{ "Item": item, "TableName": "users" },
                { "Error": { "Code": "ConditionalCheckFailed", "Message": "no", "Item": item }, "TableName": "users" }],
                "ConsumedCapacity": [capacity] }),
        ),
        ("ExecuteTransaction", json!({ "Responses": [{ "Item": item }, {}], "ConsumedCapacity": [capacity] })),
    ])
}

/// A refusal of this API that says more than others.
fn refusal(api: &str) -> Value {
    let name = |name: &str| format!("com.amazonaws.dynamodb.v20120810#{name}");
    let reasons = json!([{ "Code": "ConditionalCheckFailed", "Message": "no", "Item": item() }, { "Code": "None" },
        { "Code": "TransactionConflict", "Message": "no" }]);
    match api {
        "PutItem" | "UpdateItem" | "DeleteItem" | "ExecuteStatement" => {
            json!({ "__type": name("ConditionalCheckFailedException"), "message": "no", "Item": item() })
        }
        "TransactWriteItems" | "TransactGetItems" | "ExecuteTransaction" => {
            json!({ "__type": name("TransactionCanceledException"), "Message": "no", "CancellationReasons": reasons })
        }
        _ => json!({ "__type": name("ValidationException"), "message": "no" }),
    }
}

fn single() -> Vec<Operation> {
    vec![
        read("get", "GetItem", |db| Box::pin(async { Users::get("ann").on(db).metered().await.map(drop) })),
        read("get a part", "GetItem", |db| {
            Box::pin(async { Users::get("ann").select((User::VISITS, User::NOTES)).on(db).await.map(drop) })
        }),
        write("put", "PutItem", |db| Box::pin(async { Users::put(&user()).on(db).metered().await.map(drop) })),
        write("put old", "PutItem", |db| {
            Box::pin(async { Users::put(&user()).returning_old().on(db).await.map(drop) })
        }),
        write("save", "PutItem", |db| Box::pin(async { Users::save(&mut user()).on(db).await })),
        write("update", "UpdateItem", |db| {
            Box::pin(async { Users::update("ann").add(User::VISITS, 1).on(db).metered().await.map(drop) })
        }),
        write("update new", "UpdateItem", |db| {
            Box::pin(async { Users::update("ann").add(User::VISITS, 1).returning_new().on(db).await.map(drop) })
        }),
        write("update updated", "UpdateItem", |db| {
            Box::pin(async {
                let update = Users::update("ann").add(User::VISITS, 1).returning_updated_new();
                let partial = update.on(db).await?;
                let _ = (partial.get(User::VISITS), partial.get(User::NOTES), partial.into_map());
                Ok(())
            })
        }),
        write("delete", "DeleteItem", |db| {
            Box::pin(async { Users::delete("ann").returning_old().on(db).metered().await.map(drop) })
        }),
        read("modify, its read", "GetItem", |db| {
            Box::pin(async { Users::modify("ann", |_| ()).on(db).await.map(drop) })
        }),
        write("modify", "PutItem", |db| {
            Box::pin(async { Users::modify("ann", |_| ()).max_attempts(3).on(db).await.map(drop) })
        }),
    ]
}

/// Looks at the results of a batch of statements. What became of each is not an error of the whole.
fn look_at<T>(results: &[faraday::Result<T>]) {
    results.iter().filter_map(|result| result.as_ref().err()).for_each(super::look_into);
}

fn statements() -> Vec<Operation> {
    vec![
        write("statement", "ExecuteStatement", |db| {
            Box::pin(async { db.statement("DELETE FROM users WHERE id = 'ann'").metered().await.map(drop) })
        }),
        read("rows", "ExecuteStatement", |db| {
            Box::pin(async { db.statement("SELECT * FROM users").rows::<User>().limit(3).metered().await.map(drop) })
        }),
        read("rows page", "ExecuteStatement", |db| {
            Box::pin(async {
                let page = db.statement("SELECT * FROM users").rows::<User>().page().await?;
                let _ = page.next.as_ref().map(ToString::to_string);
                Ok(())
            })
        }),
        write("rows of a write", "ExecuteStatement", |db| {
            let delete = db.statement("DELETE FROM users WHERE id = 'ann' RETURNING ALL OLD *");
            Box::pin(async { delete.rows::<User>().one().await.map(drop) })
        }),
        write("batch of statements", "BatchExecuteStatement", |db| {
            let delete = || db.statement("DELETE FROM users WHERE id = 'ann'");
            Box::pin(async move {
                look_at(&db.statement_batch([delete(), delete()]).metered().await?);
                Ok(())
            })
        }),
        read("rows of a batch", "BatchExecuteStatement", |db| {
            let select = || db.statement("SELECT * FROM users WHERE id = 'ann'");
            Box::pin(async move {
                look_at(&db.statement_batch([select(), select()]).rows::<User>().await?);
                Ok(())
            })
        }),
        write("transaction of statements", "ExecuteTransaction", |db| {
            let delete = || db.statement("DELETE FROM users WHERE id = 'ann'");
            Box::pin(
                async move { db.statement_transaction([delete(), delete()]).max_attempts(3).metered().await.map(drop) },
            )
        }),
        read("rows of a transaction", "ExecuteTransaction", |db| {
            let select = || db.statement("SELECT * FROM users WHERE id = 'ann'");
            let both = db.statement_transaction([select(), select()]).rows::<User>();
            Box::pin(async { both.max_attempts(3).metered().await.map(drop) })
        }),
    ]
}

fn many() -> Vec<Operation> {
    vec![
        read("query", "Query", |db| Box::pin(async { Users::query("ann").limit(3).on(db).metered().await.map(drop) })),
        read("query one", "Query", |db| Box::pin(async { Users::query("ann").one().on(db).await.map(drop) })),
        read("query page", "Query", |db| {
            Box::pin(async {
                let page = Users::query("ann").limit(1).page().on(db).await?;
                let _ = page.next.as_ref().map(ToString::to_string);
                Ok(())
            })
        }),
        read("count", "Query", |db| Box::pin(async { Users::query("ann").count().on(db).await.map(drop) })),
        read("query stream", "Query", |db| {
            Box::pin(async {
                let mut rows = Users::query("ann").limit(3).read_ahead().on(db).stream();
                while rows.try_next().await?.is_some() {}
                Ok(())
            })
        }),
        read("scan", "Scan", |db| Box::pin(async { Users::scan().limit(3).on(db).metered().await.map(drop) })),
        read("scan in parallel", "Scan", |db| {
            Box::pin(async {
                let mut rows = Users::scan().limit(3).parallel(2).on(db).stream();
                for _ in 0..5 {
                    rows.try_next().await?;
                }
                let _ = rows.checkpoint();
                Ok(())
            })
        }),
        read("search", "SearchVectors", |db| {
            let search = Table::<Measured>::index(Measured::BY_SIZE).search([0.5, 1.0]);
            Box::pin(async { search.on(db).metered().await.map(drop) })
        }),
        read("get many", "BatchGetItem", |db| {
            Box::pin(async { Users::get_many(["ann", "bob"]).max_attempts(3).on(db).metered().await.map(drop) })
        }),
        read("get many lenient", "BatchGetItem", |db| {
            Box::pin(async {
                let found = Users::get_many(["ann", "bob"]).lenient().max_attempts(3).on(db).await?;
                found.into_iter().flatten().for_each(|row| drop(row.map_err(|bad| bad.key().to_string())));
                Ok(())
            })
        }),
        read("get many of several lists", "BatchGetItem", |db| {
            let lists = (Users::get_many(["ann", "bob"]), Users::get_many(["bob"]).select_names(["visits", "notes"]));
            Box::pin(async { get_many(lists).max_attempts(3).on(db).metered().await.map(drop) })
        }),
        read("query lenient", "Query", |db| {
            Box::pin(async {
                let rows = Users::query("ann").limit(3).lenient().on(db).await?;
                for bad in rows.iter().filter_map(|row| row.as_ref().err()) {
                    let _ = (bad.key().to_string(), bad.key().to_key::<User>());
                }
                Ok(())
            })
        }),
        read("query names", "Query", |db| {
            Box::pin(async {
                let page = Users::query("ann").limit(1).select_names(["visits", "notes"]).page().on(db).await?;
                for partial in page.items {
                    let _ = (partial.get(User::VISITS), partial.get(User::NOTES), partial.to_plain_json());
                }
                Ok(())
            })
        }),
        write("batch", "BatchWriteItem", |db| {
            let batch = Batch::new().put(&user()).delete::<User>("bob");
            Box::pin(async { batch.max_attempts(3).on(db).metered().await.map(drop) })
        }),
        write("put stream", "BatchWriteItem", |db| {
            let users = (0..3).map(|id| User { id: format!("{id}"), ..user() });
            Box::pin(async { Users::put_stream(stream::iter(users)).max_attempts(3).on(db).metered().await.map(drop) })
        }),
        write("import", "BatchWriteItem", |db| {
            let lines = (0..3).map(|id| Ok::<_, std::io::Error>(format!(r#"{{"id":{{"S":"{id}"}}}}"#)));
            Box::pin(async { Users::import(stream::iter(lines)).max_attempts(3).on(db).metered().await.map(drop) })
        }),
        read("export", "Scan", |db| {
            Box::pin(async {
                let mut lines = Users::export().metered().on(db).stream();
                for _ in 0..5 {
                    lines.try_next().await?;
                }
                let _ = lines.checkpoint();
                Ok(())
            })
        }),
        read("export in plain JSON", "Query", |db| {
            Box::pin(async {
                let mut lines = Users::query("ann").export().plain_json().on(db).stream();
                for _ in 0..3 {
                    lines.try_next().await?;
                }
                Ok(())
            })
        }),
        read("export, decoded", "Query", |db| {
            Box::pin(async {
                let mut lines = Users::query("ann").export().decoded().on(db).stream();
                for _ in 0..3 {
                    lines.try_next().await?;
                }
                Ok(())
            })
        }),
        read("transaction get", "TransactGetItems", |db| {
            let reads = (Users::get("ann"), Users::get("bob"));
            Box::pin(async { transaction_get(reads).max_attempts(3).on(db).metered().await.map(drop) })
        }),
        read("delete all, its read", "Query", |db| {
            let job = Users::delete_all(Users::query("ann").limit(3));
            Box::pin(async { job.max_attempts(3).on(db).metered().await.map(drop) })
        }),
        write("delete all", "BatchWriteItem", |db| {
            let job = Users::delete_all(Users::query("ann").limit(3));
            Box::pin(async { job.max_attempts(3).on(db).metered().await.map(drop) })
        }),
        write("delete all with a condition", "DeleteItem", |db| {
            let job = Users::delete_all(Users::scan().limit(3)).condition(User::VISITS.eq(1));
            Box::pin(async { job.max_attempts(3).on(db).await.map(drop) })
        }),
        read("remove all, its read", "Query", |db| {
            let job = Table::<UniqueUser>::remove_all(Table::<UniqueUser>::query("ann").limit(3));
            Box::pin(async { job.max_attempts(3).on(db).metered().await.map(drop) })
        }),
        read("remove all, its second read", "GetItem", |db| {
            let job = Table::<UniqueUser>::remove_all(Table::<UniqueUser>::scan().limit(3));
            Box::pin(async { job.max_attempts(3).on(db).metered().await.map(drop) })
        }),
        write("remove all", "TransactWriteItems", |db| {
            let job = Table::<UniqueUser>::remove_all(Table::<UniqueUser>::scan().limit(3));
            let job = job.condition(UniqueUser::VISITS.eq(1));
            Box::pin(async { job.max_attempts(3).on(db).metered().await.map(drop) })
        }),
        write("update all", "UpdateItem", |db| {
            let job = Users::update_all(Users::query("ann").limit(3), |user| user.add(User::VISITS, 1));
            Box::pin(async { job.max_attempts(3).on(db).await.map(drop) })
        }),
        read("modify all, its read", "Scan", |db| {
            let job = Users::modify_all(Users::scan().limit(3), |user| user.visits = user.visits.wrapping_add(1));
            Box::pin(async { job.max_attempts(3).on(db).await.map(drop) })
        }),
        write("modify all", "UpdateItem", |db| {
            let job = Users::modify_all(Users::scan().limit(3), |user| user.visits = user.visits.wrapping_add(1));
            Box::pin(async { job.max_attempts(3).on(db).await.map(drop) })
        }),
        read("upgrade all, its read", "Scan", |db| {
            let job = Table::<NewUser>::upgrade_all(Table::<NewUser>::scan().limit(3));
            Box::pin(async { job.max_attempts(3).on(db).await.map(drop) })
        }),
        write("upgrade all", "UpdateItem", |db| {
            let job = Table::<NewUser>::upgrade_all(Table::<NewUser>::scan().limit(3));
            Box::pin(async { job.max_attempts(3).on(db).await.map(drop) })
        }),
        read("count all", "Query", |db| {
            Box::pin(async { Users::count_all(Users::query("ann").limit(3)).max_attempts(3).on(db).await.map(drop) })
        }),
        write("transaction", "TransactWriteItems", |db| {
            let writes = (Users::put(&user()), Users::delete("bob"), Users::check("eve", User::VISITS.eq(1)));
            Box::pin(async { transaction(writes).max_attempts(3).on(db).metered().await.map(drop) })
        }),
        write("idempotent", "TransactWriteItems", |db| {
            Box::pin(async { Users::update("ann").add(User::VISITS, 1).idempotent().max_attempts(3).on(db).await })
        }),
    ]
}

async fn check_all(operations: Vec<Operation>, codec: Codec) {
    let server = server();
    // Both paths give an operation the same bytes to read.
    let step = if codec == Codec::Map { 2 } else { 1 };
    for operation in operations.into_iter().step_by(step) {
        check_operation(&server, &operation, &refusal(operation.api), codec).await;
    }
}

#[tokio::test(start_paused = true)]
async fn no_operation_on_an_item_panics_or_hangs() {
    check_all(single(), Codec::Wire).await;
}

#[tokio::test(start_paused = true)]
async fn no_operation_on_an_item_does_through_the_types_of_the_sdk() {
    check_all(single(), Codec::Map).await;
}

#[tokio::test(start_paused = true)]
async fn no_operation_on_many_items_panics_or_hangs() {
    check_all(many(), Codec::Wire).await;
}

#[tokio::test(start_paused = true)]
async fn no_operation_on_many_items_does_through_the_types_of_the_sdk() {
    check_all(many(), Codec::Map).await;
}

#[tokio::test(start_paused = true)]
async fn no_statement_panics_or_hangs() {
    check_all(statements(), Codec::Wire).await;
}

#[tokio::test(start_paused = true)]
async fn no_statement_does_through_the_types_of_the_sdk() {
    check_all(statements(), Codec::Map).await;
}
