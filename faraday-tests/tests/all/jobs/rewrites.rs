//! What `modify_all` and `upgrade_all` write over an item that others write too, and over one that is large.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::database::Codec;
use faraday::encryption::KeyRing;
use faraday::schema::OlderItem;
use faraday::testing::{Fault, Faults};
use faraday::value::DecodeError;
use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::tables::{own_database_over, with_table_of};

use super::fixture::{Message, Messages, counts, disturbed_client, n, put_raw, s, stored, table_of, with_messages};

type Attributes = Vec<(&'static str, AttributeValue)>;

/// Sets attributes by the SDK, while the first write of the job is delayed.
fn set_meanwhile(
    (db, faults): (&Database, &Faults),
    table: String,
    key: Attributes,
    set: Attributes,
) -> impl Future<Output = ()> {
    faults.fail_next("UpdateItem", Fault::Delayed(Duration::from_millis(300)));
    let client = db.client().clone();
    async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut update = client.update_item().table_name(table);
        for (name, value) in key {
            update = update.key(name, value);
        }
        let places: Vec<_> = (0..set.len()).map(|place| format!("#n{place} = :v{place}")).collect();
        for (place, (name, value)) in set.into_iter().enumerate() {
            update = update.expression_attribute_names(format!("#n{place}"), name);
            update = update.expression_attribute_values(format!(":v{place}"), value);
        }
        update.update_expression(format!("SET {}", places.join(", "))).send().await.unwrap();
    }
}

async fn raw(
    db: &Database,
    table: String,
    key: &[(&str, AttributeValue)],
) -> std::collections::HashMap<String, AttributeValue> {
    let mut get = db.client().get_item().table_name(table).consistent_read(true);
    for (name, value) in key {
        get = get.key(*name, value.clone());
    }
    get.send().await.unwrap().item.unwrap()
}

/// An attribute of the struct that was absent is a change of the item: it is read again. One that the struct does not know stays.
#[tokio::test]
async fn attributes_that_others_add_meanwhile_stay() {
    with_messages(1, async |db, faults| {
        let (table, key) = (table_of::<Message>(db), [("room", s("a")), ("id", n(0))]);
        let job = || Messages::modify_all(Messages::query("a"), |message| message.votes += 10);
        let (done, ()) = tokio::join!(
            job().into_future(),
            set_meanwhile((db, faults), table.clone(), key.to_vec(), vec![("mark", s("other"))])
        );
        assert_eq!(counts(&done.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!(faults.recorded().count("UpdateItem"), 3, "the first of the job is refused");
        let (done, ()) = tokio::join!(
            job().into_future(),
            set_meanwhile((db, faults), table.clone(), key.to_vec(), vec![("theme", s("dark"))])
        );
        assert_eq!(counts(&done.unwrap()), [1, 1, 1, 0, 0]);
        let message = &stored("a").await[&0];
        assert_eq!((message.mark.as_deref(), message.votes), (Some("other"), 20));
        assert_eq!(raw(db, table, &key).await["theme"], s("dark"));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "prices", schema_version = 2, upgrade = upgrade_price)]
struct Price {
    #[faraday(partition_key)]
    id: u64,
    cents: u64,
    note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "prices")]
struct PriceOf1 {
    #[faraday(partition_key)]
    id: u64,
    euros: u64,
    note: Option<String>,
}

fn upgrade_price(older: &OlderItem<'_>) -> Result<Price, DecodeError> {
    let PriceOf1 { id, euros, note } = older.read()?;
    Ok(Price { id, cents: euros * 100, note })
}

#[tokio::test]
async fn an_upgrade_keeps_what_others_add_meanwhile() {
    let (client, faults) = disturbed_client();
    with_table_of::<Price>(own_database_over(client, Codec::default()), async |db: &Database| {
        Table::<PriceOf1>::put(&PriceOf1 { id: 1, euros: 5, note: None }).await.unwrap();
        let job = Table::<Price>::upgrade_all(Table::<Price>::scan());
        let added = [("note", s("n")), ("theme", s("dark"))];
        let (done, ()) = tokio::join!(
            job.into_future(),
            set_meanwhile((db, &faults), table_of::<Price>(db), vec![("id", n(1))], added.to_vec())
        );
        assert_eq!(counts(&done.unwrap()), [1, 1, 1, 0, 0]);
        let price = Table::<Price>::get(1).consistent().await.unwrap();
        assert_eq!(price, Some(Price { id: 1, cents: 500, note: Some("n".into()) }));
        let raw = raw(db, table_of::<Price>(db), &[("id", n(1))]).await;
        assert!(raw["theme"] == s("dark") && !raw.contains_key("euros"), "{raw:?}");
    })
    .await;
}

/// Many writers and the job at once, without a fault.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_write_is_lost_beside_a_job() {
    with_messages(200, async |_, _| {
        let job = Messages::modify_all(Messages::query("a").page_size(20), |message| message.votes = 7);
        let others = async {
            for id in 0..200 {
                Messages::update(("a", id)).set(Message::MARK, "kept").await.unwrap();
            }
        };
        let (done, ()) = tokio::join!(job.into_future(), others);
        assert_eq!(done.unwrap().items, 200);
        assert!(stored("a").await.values().all(|message| message.mark.is_some() && message.votes == 7));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "vault")]
struct Secret {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted)]
    text: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "vault2")]
struct VersionedSecret {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted)]
    text: Option<String>,
    #[faraday(version)]
    version: u64,
}

fn encrypting() -> (Database, Faults) {
    let (client, faults) = disturbed_client();
    (own_database_over(client, Codec::default()).with_keys(KeyRing::new("2026", &[0xAB; 32]).unwrap()), faults)
}

/// Whether a write of encrypted attributes was done is seen by what they hold.
#[tokio::test(start_paused = true)]
async fn an_encrypted_change_without_an_answer_is_done_once() {
    let (db, faults) = encrypting();
    with_table_of::<Secret>(db, async |_: &Database| {
        for fault in [Fault::Disconnected, Fault::InternalServerError, Fault::AnswerLost] {
            for (change, wanted) in [(Some("!"), Some("old!")), (None, None)] {
                Table::<Secret>::put(&Secret { id: 1, text: Some("old".into()) }).await.unwrap();
                faults.fail_next_times("UpdateItem", 2, fault.clone());
                let job = Table::<Secret>::modify_all(Table::<Secret>::scan(), move |secret| {
                    secret.text = secret.text.take().zip(change).map(|(text, more)| text + more);
                });
                assert_eq!(counts(&job.await.unwrap()), [1, 1, 1, 0, 0], "{fault:?}");
                let read = Table::<Secret>::get(1).consistent().await.unwrap().unwrap();
                assert_eq!(read.text.as_deref(), wanted, "{fault:?}");
            }
        }
        faults.reset();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_encrypted_change_of_a_versioned_item_is_done_once() {
    let (db, faults) = encrypting();
    with_table_of::<VersionedSecret>(db, async |_: &Database| {
        for fault in [Fault::Disconnected, Fault::InternalServerError, Fault::AnswerLost] {
            Table::<VersionedSecret>::delete(1).await.unwrap();
            Table::<VersionedSecret>::put(&VersionedSecret { id: 1, text: Some("old".into()), version: 0 })
                .await
                .unwrap();
            faults.fail_next_times("UpdateItem", 2, fault.clone());
            let job = Table::<VersionedSecret>::modify_all(Table::<VersionedSecret>::scan(), |secret| {
                secret.text.as_mut().unwrap().push('!');
            });
            assert_eq!(counts(&job.await.unwrap()), [1, 1, 1, 0, 0], "{fault:?}");
            let read = Table::<VersionedSecret>::get(1).consistent().await.unwrap().unwrap();
            assert_eq!((read.text.as_deref(), read.version), (Some("old!"), 2), "{fault:?}");
        }
        faults.reset();
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "names", schema_version = 2, upgrade = upgrade_name)]
struct Name {
    #[faraday(partition_key)]
    id: String,
    count: u64,
    #[faraday(version)]
    version: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "names")]
struct NameOf1 {
    #[faraday(partition_key)]
    id: String,
    count: u64,
    #[faraday(version)]
    version: u64,
}

fn upgrade_name(older: &OlderItem<'_>) -> Result<Name, DecodeError> {
    let NameOf1 { id, count, version } = older.read()?;
    Ok(Name { id: id.to_lowercase(), count, version })
}

/// A struct that is read with another key would be written over the item that has that key.
#[tokio::test]
async fn another_item_is_never_written() {
    with_table_of::<Name>(faraday_tests::tables::own_database(), async |db: &Database| {
        Table::<NameOf1>::put(&NameOf1 { id: "Ann".into(), count: 1, version: 0 }).await.unwrap();
        Table::<Name>::put(&Name { id: "ann".into(), count: 999, version: 0 }).await.unwrap();
        let table = || table_of::<Name>(db);
        let before = (raw(db, table(), &[("id", s("Ann"))]).await, raw(db, table(), &[("id", s("ann"))]).await);
        let upgrade = Table::<Name>::upgrade_all(Table::<Name>::scan()).max_failures(1).await.unwrap_err();
        let failed = &upgrade.job_failure().unwrap().failures()[0];
        assert_eq!(failed.kind(), ErrorKind::InvalidArgument, "{failed}");
        assert!(failed.to_string().contains("(`id`)") && !failed.to_string().contains("ann"), "{failed}");
        assert_eq!(failed.item_key().unwrap()["id"], s("Ann"));
        let modify = Table::<Name>::modify_all(Table::<Name>::scan(), |name| name.count += 1).max_failures(1);
        assert_eq!(modify.await.unwrap_err().job_failure().unwrap().progress().written, 1);
        let error = Table::<Name>::modify("Ann", |name| name.count += 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(raw(db, table(), &[("id", s("Ann"))]).await, before.0);
        let other = raw(db, table(), &[("id", s("ann"))]).await;
        assert_eq!((&other["count"], &other["version"]), (&n(1_000), &n(2)), "only its own change");
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "wide")]
struct Wide {
    #[faraday(partition_key)]
    id: u64,
    count: u64,
    #[faraday(extra)]
    rest: BTreeMap<String, u64>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "wide")]
struct VersionedWide {
    #[faraday(partition_key)]
    id: u64,
    count: u64,
    #[faraday(extra)]
    rest: BTreeMap<String, u64>,
    #[faraday(version)]
    version: u64,
}

fn rest() -> BTreeMap<String, u64> {
    (0..400).map(|number| (format!("attribute{number}"), number)).collect()
}

/// DynamoDB limits an expression to 4 KB and 300 operators.
#[tokio::test]
async fn items_with_many_attributes_are_written() {
    faraday_tests::needs!(LargeExpressions);
    with_table_of::<Wide>(faraday_tests::tables::own_database(), async |_: &Database| {
        let job = |changed: u64, count: u64| {
            Table::<Wide>::modify_all(Table::<Wide>::scan(), move |wide| {
                wide.count = count;
                wide.rest.values_mut().filter(|value| **value < changed).for_each(|value| *value += 1_000);
            })
        };
        Table::<Wide>::put(&Wide { id: 1, count: 0, rest: rest() }).await.unwrap();
        assert_eq!(job(99, 1).await.unwrap().written, 1);
        let wide = Table::<Wide>::get(1).consistent().await.unwrap().unwrap();
        assert_eq!((wide.count, wide.rest["attribute98"], wide.rest["attribute99"]), (1, 1_098, 99));
        // So many changes cannot be compared with what is stored, and a version can.
        let error = job(300, 2).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains("`version`"), "{error}");
        let wide = VersionedWide { id: 1, count: 1, rest: rest(), version: 0 };
        Table::<VersionedWide>::delete(1).await.unwrap();
        Table::<VersionedWide>::put(&wide).await.unwrap();
        for changed in [50, 200, 400] {
            let job = Table::<VersionedWide>::modify_all(Table::<VersionedWide>::scan(), move |wide| {
                wide.rest.values_mut().take(changed).for_each(|value| *value += 1);
            });
            assert_eq!(job.await.unwrap().written, 1, "{changed}");
        }
        let wide = Table::<VersionedWide>::get(1).consistent().await.unwrap().unwrap();
        assert_eq!((wide.version, wide.rest["attribute0"], wide.count), (4, 3, 1));
    })
    .await;
}

/// A time at which an item was created is that of its first write, also if the upgrade finds it elsewhere.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "dated", schema_version = 2, upgrade = upgrade_dated)]
struct Dated {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(created_at)]
    created: Option<std::time::SystemTime>,
}

fn upgrade_dated(older: &OlderItem<'_>) -> Result<Dated, DecodeError> {
    let mut map: std::collections::HashMap<String, AttributeValue> = older.read()?;
    let born = map.remove("born").and_then(|born| born.as_n().ok()?.parse().ok()).unwrap_or_default();
    let created = std::time::UNIX_EPOCH + Duration::from_secs(born);
    Ok(Dated { id: 1, created: Some(created) })
}

#[tokio::test]
async fn an_upgrade_may_give_the_time_of_creation() {
    with_table_of::<Dated>(faraday_tests::tables::own_database(), async |db: &Database| {
        put_raw(db, table_of::<Dated>(db), [("id", n(1)), ("born", n(1_000))]).await;
        assert_eq!(Table::<Dated>::upgrade_all(Table::<Dated>::scan()).await.unwrap().written, 1);
        let dated = Table::<Dated>::get(1).consistent().await.unwrap().unwrap();
        assert_eq!(dated.created, Some(std::time::UNIX_EPOCH + Duration::from_secs(1_000)));
    })
    .await;
}
