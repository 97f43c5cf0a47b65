//! Operations on items: each sends requests that need exactly the permissions of its policy.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::admin::iam::{Action, Operation};
use faraday::schema::OlderItem;
use faraday::testing::{Fault, Faults};
use faraday::value::DecodeError;
use faraday::{Batch, Database, Item, Table, database::Codec, transaction, transaction_get};
use faraday_tests::environment;
use faraday_tests::tables::own_database_over;
use futures_util::stream;

use super::needed::{Permissions, allowed, needed, policy};

#[derive(Table)]
#[faraday(name = "policy_pages", partition_key(pk: String))]
struct Pages;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Pages, kind = "page", partition_key = "PAGE#{path}", unique(title))]
struct Page {
    path: String,
    title: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "policy_counters", global_index(by_group, partition_key = group))]
struct Counter {
    #[faraday(partition_key)]
    name: String,
    group: String,
    value: u64,
    #[faraday(version)]
    version: u64,
}

/// What a later release makes of a counter.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "policy_counters", schema_version = 2, upgrade = upgrade_counter)]
struct NewCounter {
    #[faraday(partition_key)]
    name: String,
    group: String,
    count: u64,
}

fn upgrade_counter(older: &OlderItem<'_>) -> Result<NewCounter, DecodeError> {
    let Counter { name, group, value, .. } = older.read()?;
    Ok(NewCounter { name, group, count: value })
}

/// A counter with more attributes than one update can change.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "policy_counters", schema_version = 2, upgrade = widen)]
struct WideCounter {
    #[faraday(partition_key)]
    name: String,
    #[faraday(extra)]
    rest: HashMap<String, AttributeValue>,
    #[faraday(version)]
    version: u64,
}

fn widen(older: &OlderItem<'_>) -> Result<WideCounter, DecodeError> {
    let Counter { name, version, .. } = older.read()?;
    Ok(WideCounter { name, rest: many("upgraded"), version })
}

fn many(name: &str) -> HashMap<String, AttributeValue> {
    (0..300).map(|number| (format!("{name}{number}"), AttributeValue::Bool(true))).collect()
}

fn page(title: &str) -> Page {
    Page { path: "/".into(), title: title.into() }
}

fn counter(name: &str) -> Counter {
    Counter { name: name.into(), group: "all".into(), value: 0, version: 0 }
}

/// A database with both tables and an item in each, and what it sends from now on.
async fn watched() -> (Database, Faults) {
    let (client, faults) = Faults::new().over(&environment::client());
    let db = own_database_over(client, Codec::default());
    Table::<Pages>::create().if_absent().on(&db).await.unwrap();
    Table::<Counter>::create().if_absent().on(&db).await.unwrap();
    for counter in [counter("a"), counter("b")] {
        Table::<Counter>::put(&counter).on(&db).await.unwrap();
    }
    Table::<Page>::insert(&page("one")).on(&db).await.unwrap();
    faults.reset();
    (db, faults)
}

/// What a transaction answers whose item has changed.
fn lost_race() -> Fault {
    let name = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    let reasons = r#"[{"Code":"ConditionalCheckFailed","Message":"no"}]"#;
    Fault::Answer {
        status: 400,
        body: format!(r#"{{"__type":"{name}","Message":"no","CancellationReasons":{reasons}}}"#),
    }
}

/// A statement on the table of the counters.
fn statement(db: &Database, text: &str) -> faraday::operation::Statement {
    db.statement(text.replace("{}", &format!("\"{}policy_counters\"", db.table_prefix())))
}

fn sent(faults: &Faults) -> Permissions {
    faults.recorded().iter().flat_map(|request| needed(&request.operation, &request.json())).collect()
}

/// Runs the operation in every way that there is; `false` if it is one on tables.
async fn run(operation: Operation, db: &Database, faults: &Faults) -> faraday::Result<bool> {
    type Counters = Table<Counter>;
    match operation {
        Operation::GET => _ = Counters::get("a").consistent().on(db).await?,
        Operation::GET_MANY => _ = Counters::get_many(["a", "b"]).on(db).await?,
        Operation::QUERY => {
            Counters::query("a").on(db).await?;
            Counters::query("a").count().on(db).await?;
            Counters::query("a").first().on(db).await?;
            Counters::query("a").page().on(db).await?;
        }
        Operation::SCAN => {
            Counters::scan().on(db).await?;
            Counters::scan().parallel(2).on(db).await?;
        }
        Operation::PUT => {
            Counters::put(&counter("c")).if_absent().returning_old().on(db).await?;
        }
        Operation::UPDATE => _ = Counters::update("a").add(Counter::VALUE, 1).returning_new().on(db).await?,
        Operation::UPSERT => Counters::upsert(&counter("c")).on(db).await?,
        Operation::UPDATE_FROM => {
            let old = Counter { version: 1, ..counter("a") };
            Counters::update_from(&old, &Counter { value: 5, ..old.clone() }).on(db).await?;
        }
        Operation::DELETE => {
            let delete = Counters::delete("a").condition(Counter::VALUE.eq(0));
            delete.returning_current().on(db).await?;
        }
        Operation::SAVE => Counters::save(&mut counter("c")).on(db).await?,
        Operation::MODIFY => {
            Counters::modify("a", |counter| counter.value += 1).on(db).await?;
        }
        Operation::INSERT => {
            let other = Page { path: "/other".into(), ..page("other") };
            Table::<Page>::insert(&other).on(db).await?;
        }
        Operation::REPLACE => Table::<Page>::replace(&page("one"), &page("two")).on(db).await?,
        Operation::REMOVE => Table::<Page>::remove(&page("one")).on(db).await?,
        Operation::PUT_MANY => {
            Counters::put_many([counter("c")]).on(db).await?;
            Batch::new().put(&counter("d")).on(db).await?;
        }
        Operation::DELETE_MANY => {
            Counters::delete_many(["a"]).on(db).await?;
            Batch::new().delete::<Counter>("b").on(db).await?;
        }
        Operation::PUT_STREAM => Counters::put_stream(stream::iter([counter("c")])).on(db).await?,
        Operation::DELETE_ALL => {
            Counters::delete_all(Counters::query("a")).on(db).await?;
            Counters::delete_all(Counters::scan()).condition(Counter::VALUE.eq(0)).on(db).await?;
        }
        Operation::REMOVE_ALL => {
            // The item is read again after a lost race.
            faults.fail_next("TransactWriteItems", lost_race());
            Table::<Page>::remove_all(Table::<Page>::scan()).on(db).await?;
            Table::<Page>::remove_all(Table::<Page>::query("/")).on(db).await?;
        }
        Operation::UPDATE_ALL => {
            Counters::update_all(Counters::query("a"), |counter| counter.add(Counter::VALUE, 1)).on(db).await?;
            Counters::update_all(Counters::scan(), |counter| counter.add(Counter::VALUE, 1)).on(db).await?;
        }
        Operation::MODIFY_ALL => {
            // The item is read again after a lost race.
            faults.fail_next("UpdateItem", Fault::refused("ConditionalCheckFailedException"));
            Counters::modify_all(Counters::query("a"), |counter| counter.value += 1).on(db).await?;
            Counters::modify_all(Counters::scan().parallel(2), |counter| counter.value += 1).on(db).await?;
            let wide = |counter: &mut WideCounter| counter.rest = many("modified");
            Table::<WideCounter>::modify_all(Table::<WideCounter>::query("a"), wide).on(db).await?;
        }
        Operation::UPGRADE_ALL => {
            // The item is read again after a lost race.
            Table::<WideCounter>::upgrade_all(Table::<WideCounter>::query("b")).on(db).await?;
            faults.fail_next("UpdateItem", Fault::refused("ConditionalCheckFailedException"));
            Table::<NewCounter>::upgrade_all(Table::<NewCounter>::query("a")).on(db).await?;
            Table::<NewCounter>::upgrade_all(Table::<NewCounter>::scan().parallel(2)).on(db).await?;
        }
        Operation::COUNT_ALL => {
            Counters::count_all(Counters::query("a")).on(db).await?;
            Counters::count_all(Counters::scan()).on(db).await?;
        }
        Operation::EXPORT => {
            Counters::export().on(db).await?;
            Counters::query("a").export().on(db).await?;
        }
        Operation::IMPORT => {
            let line = r#"{"name":"c","group":"g","value":1,"version":1}"#;
            Counters::import(stream::iter([Ok::<_, std::io::Error>(line)])).plain_json().on(db).await?;
        }
        Operation::IMPORT_FROM => {
            let line = r#"{"name":"c","group":"g","value":1,"version":1}"#;
            Counters::import_from(line.as_bytes()).plain_json().on(db).await?;
        }
        Operation::IMPORT_FILE => {
            let path = std::env::temp_dir().join(format!("{}import", db.table_prefix()));
            std::fs::write(&path, r#"{"name":"c","group":"g","value":1,"version":1}"#).unwrap();
            let done = Counters::import_file(&path).plain_json().on(db).await;
            std::fs::remove_file(path).unwrap();
            done?;
        }
        Operation::TRANSACTION_PUT => transaction((Counters::put(&counter("c")),)).on(db).await?,
        Operation::TRANSACTION_UPDATE => transaction((Counters::update("a").add(Counter::VALUE, 1),)).on(db).await?,
        Operation::TRANSACTION_DELETE => transaction((Counters::delete("a"),)).on(db).await?,
        Operation::TRANSACTION_CHECK => transaction((Counters::check("a", Counter::VALUE.eq(0)),)).on(db).await?,
        Operation::TRANSACTION_GET => _ = transaction_get((Counters::get("a"), Counters::get("b"))).on(db).await?,
        Operation::STATEMENT_SELECT => {
            let one = || statement(db, "SELECT * FROM {} WHERE \"name\" = 'a'");
            one().rows::<Counter>().await?;
            db.statement_batch([one()]).rows::<Counter>().await?;
            db.statement_transaction([one()]).rows::<Counter>().await?;
        }
        Operation::STATEMENT_INSERT => {
            let insert = "INSERT INTO {} VALUE {'name': 'c', 'group': 'all', 'value': 0, 'version': 1}";
            statement(db, insert).await?;
            db.statement_batch([statement(db, &insert.replace("'c'", "'d'"))]).await?;
        }
        Operation::STATEMENT_UPDATE => {
            let one = || statement(db, "UPDATE {} SET \"value\" = 1 WHERE \"name\" = 'a'");
            one().await?;
            db.statement_transaction([one()]).await?;
        }
        Operation::STATEMENT_DELETE => statement(db, "DELETE FROM {} WHERE \"name\" = 'a'").await?,
        _ => return Ok(false),
    }
    Ok(true)
}

#[tokio::test]
async fn an_operation_on_items_needs_what_its_policy_allows() {
    faraday_tests::needs!(Transactions, PartiQl);
    let mut tried = 0;
    for operation in Operation::ALL {
        let (db, faults) = watched().await;
        if !run(*operation, &db, &faults).await.unwrap_or_else(|error| panic!("{operation:?}: {error}")) {
            db.drop_all(db.table_prefix()).await.unwrap();
            continue;
        }
        let is_of_pages =
            matches!(*operation, Operation::INSERT | Operation::REPLACE | Operation::REMOVE | Operation::REMOVE_ALL);
        let policy = policy().table_prefix(db.table_prefix());
        let policy = match is_of_pages {
            true => policy.allow::<Page>([*operation]),
            false => policy.allow::<Counter>([*operation]),
        };
        assert_eq!(sent(&faults), allowed(&policy), "{operation:?}");
        db.drop_all(db.table_prefix()).await.unwrap();
        tried += 1;
    }
    // Those after it are on tables.
    let create = Operation::ALL.iter().position(|operation| *operation == Operation::CREATE_TABLE);
    assert_eq!(Some(tried), create);
}

#[tokio::test]
async fn a_read_of_an_index_needs_what_its_policy_allows() {
    faraday_tests::needs!(Transactions);
    let (db, faults) = watched().await;
    let index = || Table::<Counter>::index(Counter::BY_GROUP);
    let policy = || policy().table_prefix(db.table_prefix());
    index().query("all").on(&db).await.unwrap();
    assert_eq!(sent(&faults), allowed(&policy().allow_index(index(), [Action::QUERY])));
    faults.reset();
    index().scan().on(&db).await.unwrap();
    assert_eq!(sent(&faults), allowed(&policy().allow_index(index(), [Action::SCAN])));
    let both = [Action::QUERY, Action::SCAN];
    let all = policy().allow_all_indexes::<Counter>(both);
    assert_eq!(allowed(&all), allowed(&policy().allow_index(index(), both)));
    db.drop_all(db.table_prefix()).await.unwrap();
}

#[tokio::test]
async fn warming_needs_no_policy() {
    let (client, faults) = Faults::new().over(&environment::client());
    let db = Database::new(client);
    let refusal = r#"{"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"}"#;
    let denied = faraday::testing::Fault::Answer { status: 400, body: refusal.into() };
    faults.rule(move |_| Some(denied.clone()));
    db.warm().await.unwrap();
    assert_eq!(faults.recorded().count("DescribeEndpoints"), faults.recorded().len());
}
