//! The names of tables at run time: one by one, by a rule, and for one operation.

use faraday::{Batch, Database, Error, ErrorKind, Item, Projection, Table, transaction, transaction_get};
use faraday_tests::environment::client;
use faraday_tests::tables::unique_prefix;
use futures_util::TryStreamExt;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: String,
    #[faraday(version)]
    version: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "others")]
struct Other {
    #[faraday(partition_key)]
    id: String,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Id<'r> {
    id: &'r str,
}

fn order(id: &str) -> Order {
    Order { id: id.into(), version: 0 }
}

fn other(id: &str) -> Other {
    Other { id: id.into() }
}

#[tokio::test]
async fn a_single_name_comes_before_a_rule_and_a_rule_before_the_prefix() {
    let builder = || Database::builder(client()).table_prefix("p-");
    assert_eq!(builder().build().table_name::<Order>(), "p-orders");
    let ruled = builder().table_names(|declared| format!("{declared}.eu"));
    let db = ruled.table_name("orders", "Stack-Orders-1A2B").build();
    assert_eq!((db.table_name::<Order>(), db.table_name::<Other>()), ("Stack-Orders-1A2B".into(), "others.eu".into()));
    let shown = Table::<Order>::get("a").on(&db).explain().to_string();
    assert!(shown.contains("Stack-Orders-1A2B"), "{shown}");
    let shown = Batch::new().put(&order("a")).put(&other("b")).on(&db).explain().to_string();
    assert!(shown.contains("Stack-Orders-1A2B") && shown.contains("others.eu"), "{shown}");
    let error = Table::<Order>::get("a").on(&db).await.unwrap_err();
    assert!(error.is_table_not_found() && error.to_string().contains("Stack-Orders-1A2B"), "{error}");
}

/// Two declared tables that a rule gives one name: a batch asks for it once.
#[tokio::test]
async fn a_rule_may_put_two_declared_tables_into_one() {
    let name = format!("{}all", unique_prefix());
    let rule = name.clone();
    let db = Database::builder(client()).table_names(move |_| rule.clone()).build();
    Table::<Other>::create().on(&db).await.unwrap();
    Batch::new().put(&order("a")).put(&other("b")).delete::<Order>("c").on(&db).await.unwrap();
    let mut ids: Vec<_> = Table::<Other>::scan().on(&db).await.unwrap().into_iter().map(|other| other.id).collect();
    ids.sort();
    assert_eq!(ids, ["a", "b"]);
    Table::<Other>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn one_struct_lives_in_two_tables() {
    faraday_tests::needs!(Transactions);
    let db = Database::builder(client()).table_prefix(unique_prefix()).build();
    let archive = format!("{}archive", unique_prefix());
    Table::<Order>::create().on(&db).await.unwrap();
    Table::<Order>::create().on(&db).on_table(&archive).await.unwrap();
    db.scope(moves(&archive)).await.unwrap();
    Table::<Order>::delete_table().on_table(&archive).on(&db).await.unwrap();
    assert!(Table::<Order>::describe().on(&db).on_table(&archive).await.unwrap().is_none());
    Table::<Order>::delete_table().on(&db).await.unwrap();
}

/// Every operation with `on_table`.
async fn moves(archive: &str) -> Result<(), Error> {
    let declared = async || -> Result<usize, Error> { Ok(Table::<Order>::scan().await?.len()) };
    Table::<Order>::put(&order("a")).on_table(archive).await?;
    Table::<Order>::put_many([order("b"), order("c")]).on_table(archive).await?;
    let items = futures_util::stream::iter([order("d")]);
    Table::<Order>::put_stream(items).on_table(archive).await?;
    assert_eq!(declared().await?, 0);
    assert_eq!(Table::<Order>::get("a").on_table(archive).await?.map(|order| order.version), Some(1));
    let many = Table::<Order>::get_many(["a", "x", "d"]).on_table(archive).await?;
    assert_eq!(many.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(Table::<Order>::query("b").on_table(archive).count().await?, 1);
    assert_eq!(Table::<Order>::query("b").first().on_table(archive).await?.map(|order| order.id), Some("b".into()));
    let streamed: Vec<_> = Table::<Order>::scan().on_table(archive).page_size(1).stream().try_collect().await?;
    assert_eq!(streamed.len(), 4);
    assert_eq!(Table::<Order>::scan().parallel(3).on_table(archive).await?.len(), 4);
    let mut seen = 0;
    let count = |id: Id<'_>| seen += id.id.len();
    Table::<Order>::scan().for_each_as::<Id<'_>>(count).on_table(archive).await?;
    assert_eq!(seen, 4);

    let mut saved = Table::<Order>::get("a").on_table(archive).await?.unwrap();
    Table::<Order>::save(&mut saved).on_table(archive).await?;
    assert_eq!(saved.version, 2);
    let changed = Table::<Order>::modify("a", |_| {}).on_table(archive).await?;
    assert!(changed.is_some());
    Table::<Order>::update("a").if_exists().on_table(archive).await?;
    // From one table to the other, at once; the keys are the same.
    let moved = (
        Table::<Order>::put(&order("a")),
        Table::<Order>::delete("a").on_table(archive),
        Table::<Order>::check("b", Order::ID.exists()).on_table(archive),
    );
    transaction(moved).await?;
    let both = (Table::<Order>::get("a"), Table::<Order>::get("a").on_table(archive));
    let (here, there) = transaction_get(both).await?;
    assert!(here.is_some() && there.is_none());
    let twice = (Table::<Order>::put(&order("a")).on_table("x"), Table::<Order>::delete("a").on_table("x"));
    assert_eq!(transaction(twice).await.unwrap_err().kind(), ErrorKind::InvalidArgument);

    Table::<Order>::delete_many(["b", "c"]).on_table(archive).await?;
    assert_eq!((declared().await?, Table::<Order>::scan().on_table(archive).count().await?), (1, 1));
    let several = Batch::new().put(&order("a")).put(&other("b")).on_table(archive);
    assert_eq!(several.await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    let error = Table::<Order>::put_many([order("a")]).on_table("no-such-table").await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
    let shown = Table::<Order>::put_many([order("a")]).on_table("elsewhere").explain().to_string();
    assert!(shown.contains("elsewhere") && !shown.contains("orders"), "{shown}");
    Ok(())
}
