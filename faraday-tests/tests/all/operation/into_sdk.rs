//! Requests as builders of the SDK, rows as its maps, and its configuration for one operation.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{Config, ConfigBag, Intercept, RuntimeComponents, retry::RetryConfig};
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, ErrorKind, Item, Table, database::Codec, transaction};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users", global_index(by_group, partition_key = group))]
struct User {
    #[faraday(partition_key)]
    id: String,
    group: String,
    visits: u64,
    #[faraday(version)]
    version: u64,
}

fn user(id: &str) -> User {
    User { id: id.into(), group: "all".into(), visits: 1, version: 0 }
}

type Users = Table<User>;

/// What the operation sends by itself, and what its builder of the SDK sends.
async fn assert_same<T>(
    operation: impl IntoFuture<Output = faraday::Result<T>>,
    canned: &Canned,
    sent: impl AsyncFnOnce(),
) {
    let before = canned.recorded().len();
    let _ = operation.await;
    sent().await;
    let recorded = canned.recorded();
    assert_eq!(recorded.len(), before + 2);
    let (own, built) = (&recorded[before], &recorded[before + 1]);
    assert_eq!((own.operation.as_str(), own.json()), (built.operation.as_str(), built.json()));
}

#[tokio::test]
async fn a_builder_of_the_sdk_sends_the_same_request() {
    let canned = Canned::answering("{}");
    let db = Database::builder(canned.client()).table_prefix("test-").build();
    let get = || Users::get("ann").consistent().select((User::VISITS,)).on(&db);
    assert_same(get(), &canned, async || drop(get().into_sdk().unwrap().send().await)).await;
    let put = || Users::put(&user("ann")).condition(User::VISITS.gt(3)).returning_old().on(&db);
    assert_same(put(), &canned, async || drop(put().into_sdk().unwrap().send().await)).await;
    let update = || Users::update("ann").add(User::VISITS, 1).if_exists().returning_new().on(&db);
    assert_same(update(), &canned, async || drop(update().into_sdk().unwrap().send().await)).await;
    let delete = || Users::delete("ann").condition(User::VISITS.eq(0)).returning_current().on(&db);
    assert_same(delete(), &canned, async || drop(delete().into_sdk().unwrap().send().await)).await;
    let query = || Users::index(User::BY_GROUP).query("all").filter(User::VISITS.gt(0)).descending().limit(3).on(&db);
    assert_same(query(), &canned, async || drop(query().into_sdk().unwrap().send().await)).await;
    let scan = || Users::scan().filter(User::VISITS.gt(0)).page_size(7).consistent().on(&db);
    assert_same(scan(), &canned, async || drop(scan().into_sdk().unwrap().send().await)).await;
    let other = Users::get("ann").on_table("archive").on(&db).into_sdk().unwrap();
    assert_eq!(other.get_table_name().as_deref(), Some("archive"));
}

#[tokio::test]
async fn what_would_not_be_sent_has_no_builder() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let error = Users::put(&user("")).on(&db).into_sdk().unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Encode, Some("PutItem")), "{error}");
    let error = Users::query("ann").page_size(0).on(&db).into_sdk().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    let builder = db.scope(async { Users::get("ann").into_sdk() }).await.unwrap();
    assert_eq!(builder.get_table_name().as_deref(), Some("users"));
}

#[tokio::test]
async fn rows_are_maps_with_whatever_the_items_have() {
    with_table::<User>(async |db: &Database| {
        Users::put(&user("ann")).on(db).await.unwrap();
        let more = Users::update("ann").raw(faraday::expression::Fragment::new("SET more = ?").bind(true));
        more.on(db).await.unwrap();
        let found = Users::get("ann").as_map().consistent().on(db).await.unwrap().unwrap();
        assert_eq!(found["more"], AttributeValue::Bool(true));
        assert_eq!(db.from_map::<User>(found.clone()).unwrap().id, "ann");
        let all: Vec<HashMap<String, AttributeValue>> = Users::scan().as_maps().on(db).await.unwrap();
        assert_eq!(all, std::slice::from_ref(&found));
        let page = Users::query("ann").as_maps().limit(1).page().on(db).await.unwrap();
        assert_eq!(page.items, [found]);
        assert_eq!(Users::get("bob").as_map().on(db).await.unwrap(), None);
    })
    .await;
}

/// Counts the attempts.
#[derive(Debug, Clone, Default)]
struct Counts(Arc<AtomicUsize>);

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Counts {
    fn name(&self) -> &'static str {
        "counts"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), aws_smithy_runtime_api::box_error::BoxError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

#[tokio::test]
async fn one_operation_has_a_configuration_of_its_own() {
    for codec in [Codec::Wire, Codec::Map] {
        let (client, faults) = Faults::new().over(&environment::client());
        with_table_of::<User>(own_database_over(client, codec), async |db: &Database| {
            let counts = Counts::default();
            let config = || Config::builder().interceptor(counts.clone()).retry_config(RetryConfig::disabled());
            Users::put(&user("ann")).sdk_config(config()).on(db).await.unwrap();
            Users::query("ann").sdk_config(config()).on(db).await.unwrap();
            Users::put_many([user("bob")]).sdk_config(config()).on(db).await.unwrap();
            assert_eq!(counts.0.load(Ordering::Relaxed), 3);
            // Its retries are the operation's, and the next operation has those of the client again.
            faults.fail_next_times("GetItem", 2, Fault::Throttled);
            let error = Users::get("ann").sdk_config(config()).on(db).await.unwrap_err();
            assert!(error.is_throttled(), "{error}");
            assert!(Users::get("ann").on(db).await.unwrap().is_some());
            assert_eq!((counts.0.load(Ordering::Relaxed), faults.pending()), (4, 0));
        })
        .await;
    }
}

#[tokio::test]
async fn a_configuration_is_refused_where_it_would_not_hold() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let errors = [
        Users::describe().sdk_config(Config::builder()).on(&db).await.unwrap_err(),
        Users::delete_table().sdk_config(Config::builder()).on(&db).await.unwrap_err(),
        transaction((Users::delete("ann").sdk_config(Config::builder()),)).on(&db).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(!error.is_outcome_unknown(), "{error}");
    }
    assert_eq!(canned.recorded().len(), 0);
}

/// A client's configuration may hold credentials.
#[test]
fn a_configuration_is_not_shown() {
    let credentials = aws_sdk_dynamodb::config::Credentials::new("key", "zq7secret", None, None, "test");
    let get = Users::get("ann").sdk_config(Config::builder().credentials_provider(credentials));
    let shown = format!("{get:?}") + &format!("{:?}", get.metered());
    assert!(!shown.contains("zq7secret"), "{shown}");
}
