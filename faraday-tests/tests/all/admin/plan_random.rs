//! From any declared table to any other: applying a plan ends there, or says before it starts what is impossible.

use faraday::schema::{
    Billing, IndexSchema, KeyElement, PointInTimeRecovery, Projected, ServerSideEncryption, StreamView, TableClass,
    TableSchema, TableSettings,
};
use faraday::value::AttributeType;
use faraday::{Database, ErrorKind, Table};
use faraday_tests::control_plane::ControlPlane;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::any_table::{Any, database_on, declare, leak};

fn key(name: &'static str, kind: AttributeType) -> KeyElement {
    KeyElement::of(name, kind)
}

/// Two kinds of key for each name, so that an index may change its key and an attribute its type.
fn index(name: &'static str) -> impl Strategy<Value = IndexSchema> {
    let keys = (0..4_u8).prop_map(|which| match which {
        0 => (vec![key("a", AttributeType::S)], vec![]),
        1 => (vec![key("a", AttributeType::S)], vec![key("b", AttributeType::N)]),
        2 => (vec![key("b", AttributeType::N)], vec![]),
        _ => (vec![key("sk", AttributeType::S)], vec![key("pk", AttributeType::S)]),
    });
    let projection = (0..3_u8).prop_map(|which| match which {
        0 => Projected::All,
        1 => Projected::KeysOnly,
        _ => Projected::Include(&["note", "total"]),
    });
    let units = proptest::option::of((1..4_u32, 1..4_u32));
    let all = (keys, projection, units.clone(), units, any::<bool>());
    all.prop_map(move |((partition, sort), projection, units, most, is_warm)| {
        let index = IndexSchema::global(name, partition.leak(), sort.leak()).with_projection(projection);
        let index = units.map_or(index, |(read, write)| index.with_throughput(read, write));
        let index = most.map_or(index, |(read, write)| index.with_max_throughput(read, write));
        if is_warm { index.with_warm_throughput(15_000, 5_000) } else { index }
    })
}

fn indexes() -> impl Strategy<Value = Vec<IndexSchema>> {
    let optional = |name| proptest::option::of(index(name));
    let all = (optional("first"), optional("second"), optional("third"), optional("fourth"));
    all.prop_map(|(first, second, third, fourth)| [first, second, third, fourth].into_iter().flatten().collect())
}

fn settings() -> impl Strategy<Value = TableSettings> {
    let billing = prop_oneof![
        Just(None),
        Just(Some(Billing::OnDemand)),
        (1..4_u32, 1..4_u32).prop_map(|(read, write)| Some(Billing::OnDemandUpTo(read, write))),
        (1..4_u32, 1..4_u32).prop_map(|(read, write)| Some(Billing::Provisioned(read, write))),
    ];
    let views = [StreamView::KeysOnly, StreamView::NewImage, StreamView::OldImage, StreamView::NewAndOldImages];
    let stream = proptest::option::of(proptest::sample::select(views.to_vec()));
    let ttl = proptest::option::of(proptest::sample::select(vec!["expires", "until"]));
    let classes = vec![TableClass::Standard, TableClass::StandardInfrequentAccess];
    let class = proptest::option::of(proptest::sample::select(classes));
    let keys = vec![ServerSideEncryption::AwsOwned, ServerSideEncryption::AwsManaged];
    let encryption = proptest::option::of(proptest::sample::select(keys));
    let days = vec![PointInTimeRecovery::Off, PointInTimeRecovery::On, PointInTimeRecovery::Days(7)];
    let recovery = proptest::option::of(proptest::sample::select(days));
    let tags = proptest::sample::select(vec![&[][..], &[("team", "shop")], &[("team", "till"), ("tier", "1")]]);
    let others = (proptest::option::of(any::<bool>()), encryption, recovery, tags, any::<bool>());
    (billing, stream, ttl, class, others).prop_map(|(billing, stream, ttl, class, others)| {
        let (protection, encryption, recovery, tags, is_warm) = others;
        let mut settings = TableSettings::new().with_tags(tags);
        settings = billing.map_or(settings, |billing| settings.with_billing(billing));
        settings = stream.map_or(settings, |view| settings.with_stream(view));
        settings = ttl.map_or(settings, |attribute| settings.with_ttl(attribute));
        settings = class.map_or(settings, |class| settings.with_table_class(class));
        settings = protection.map_or(settings, |is_on| settings.with_deletion_protection(is_on));
        settings = encryption.map_or(settings, |encryption| settings.with_encryption(encryption));
        settings = recovery.map_or(settings, |recovery| settings.with_point_in_time_recovery(recovery));
        if is_warm { settings.with_warm_throughput(15_000, 5_000) } else { settings }
    })
}

fn table() -> impl Strategy<Value = TableSchema> {
    let local = proptest::bool::weighted(0.1);
    let other_key = proptest::bool::weighted(0.1);
    (indexes(), settings(), local, other_key).prop_map(|(mut indexes, settings, local, other_key)| {
        if local {
            let pk = leak([key("pk", AttributeType::S)]);
            indexes.push(IndexSchema::local("by_date", pk, leak([key("date", AttributeType::S)])));
        }
        let sort = if other_key { key("sk", AttributeType::N) } else { key("sk", AttributeType::S) };
        // An attribute has one type: an index by `sk` is left out where it is a number.
        indexes.retain(|index| !other_key || index.partition_key().iter().all(|key| key.name() != "sk"));
        let schema = TableSchema::new("any-table", key("pk", AttributeType::S)).with_sort_key(sort);
        schema.with_indexes(indexes.leak()).with_settings(leak(settings))
    })
}

/// Creates one table, changes it into the other, and compares the result with the declaration.
async fn from_one_to_the_other(db: &Database, one: TableSchema, other: TableSchema, sent: impl Fn() -> usize) {
    declare(one);
    Table::<Any>::create().on(db).await.unwrap();
    Table::<Any>::verify().on(db).await.unwrap();
    let none = Table::<Any>::plan().on(db).await.unwrap();
    assert!(none.is_empty(), "{none}");
    declare(other);
    let plan = Table::<Any>::plan().on(db).await.unwrap();
    let differs = Table::<Any>::verify().on(db).await;
    assert_eq!(plan.is_empty(), differs.is_ok(), "{plan}\n{differs:?}");
    let before = sent();
    let applied = plan.apply().allow_destructive().await;
    if !plan.impossible().is_empty() {
        assert_eq!(applied.unwrap_err().kind(), ErrorKind::InvalidArgument, "{plan}");
        assert_eq!(sent(), before, "nothing is sent");
        return;
    }
    let applied = applied.unwrap_or_else(|error| panic!("{error}\n{plan}"));
    assert_eq!(applied, plan.steps(), "{plan}");
    let after = Table::<Any>::plan().on(db).await.unwrap();
    assert!(after.is_empty(), "{plan}\nand after it\n{after}");
    Table::<Any>::verify().on(db).await.unwrap();
    let again = plan.apply().allow_destructive().await.unwrap();
    assert!(again.is_empty(), "what is done is not done again: {again:?}");
}

fn try_all(cases: u32, try_one: impl Fn(TableSchema, TableSchema)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&(table(), table()), |(one, other)| {
            try_one(one, other);
            Ok(())
        })
        .unwrap();
}

fn paused() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

#[test]
fn a_plan_ends_at_the_declared_table_on_a_slow_and_strict_service() {
    try_all(60, |one, other| {
        paused().block_on(async {
            let plane = ControlPlane::new();
            let db = database_on(&plane);
            from_one_to_the_other(&db, one, other, || plane.requests().len()).await;
        });
    });
}

#[test]
fn a_plan_ends_at_the_declared_table_on_the_embedded_engine() {
    try_all(40, |one, other| {
        paused().block_on(async {
            let db = Database::embedded().unwrap();
            from_one_to_the_other(&db, one, other, || 0).await;
        });
    });
}
