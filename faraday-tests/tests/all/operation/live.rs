//! `live` leaves out expired items that were not removed yet.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faraday::database::Codec;
use faraday::value::time::EpochSeconds;
use faraday::{Database, ErrorKind, Item, Projection, Table, transaction_get};
use faraday_tests::environment;
use faraday_tests::tables::{unique_prefix, with_table_of};

/// The present of the database: so late that no engine removes an item by its own clock.
const NOW: u64 = 40_000_000_000;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "sessions",
    global_index(by_name, partition_key = name),
    global_index(by_names, partition_key = name, projection = keys_only)
)]
struct Session {
    #[faraday(partition_key)]
    user: String,
    #[faraday(sort_key)]
    token: u64,
    name: String,
    #[faraday(ttl, rename = "until")]
    expires: Option<u64>,
}

/// The same items, with a text where a number is expected.
#[derive(Debug, Item)]
#[faraday(table = "sessions")]
struct Text {
    #[faraday(partition_key)]
    user: String,
    #[faraday(sort_key)]
    token: u64,
    name: String,
    until: String,
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Session)]
struct Name {
    name: String,
}

fn database(codec: Codec, now: &Arc<AtomicU64>) -> Database {
    let now = Arc::clone(now);
    Database::builder(environment::client())
        .table_prefix(unique_prefix())
        .codec(codec)
        .clock(move || UNIX_EPOCH + Duration::from_secs(now.load(Ordering::SeqCst)))
        .build()
}

fn session(token: u64, expires: Option<u64>) -> Session {
    Session { user: "ann".into(), token, name: if token.is_multiple_of(2) { "even" } else { "odd" }.into(), expires }
}

/// Runs a test with both codecs, on a table with these sessions: 1 and 2 have expired, 3, 4 and 5 live, 6 has a text.
async fn with_sessions(test: impl AsyncFn(&Database, &AtomicU64)) {
    for codec in [Codec::Wire, Codec::Map] {
        let now = Arc::new(AtomicU64::new(NOW));
        with_table_of::<Session>(database(codec, &now), async |db| {
            let times = [Some(NOW - 1), Some(NOW), Some(NOW + 1), Some(NOW + 1000), None];
            for (token, expires) in (1..).zip(times) {
                Table::<Session>::put(&session(token, expires)).await.unwrap();
            }
            let text = Text { user: "ann".into(), token: 6, name: "even".into(), until: "1".into() };
            Table::<Text>::put(&text).await.unwrap();
            test(db, &now).await;
        })
        .await;
    }
}

fn tokens(mut sessions: Vec<(u64,)>) -> Vec<u64> {
    sessions.sort_unstable();
    sessions.into_iter().map(|(token,)| token).collect()
}

#[tokio::test]
async fn queries_scans_and_counts_leave_out_what_has_expired() {
    faraday_tests::needs!(TimeToLive, FilterOfMissingAttributes);
    with_sessions(async |_, _| {
        let query = || Table::<Session>::query("ann").live();
        assert_eq!(tokens(query().select((Session::TOKEN,)).await.unwrap()), [3, 4, 5, 6]);
        assert_eq!(query().count().await.unwrap(), 4);
        let live = [session(3, Some(NOW + 1)), session(4, Some(NOW + 1000)), session(5, None)];
        assert_eq!(query().sort_key_range(..=5).await.unwrap(), live);
        assert_eq!(Table::<Session>::query("ann").count().await.unwrap(), 6);
        let scan = || Table::<Session>::scan().live();
        assert_eq!(tokens(scan().select((Session::TOKEN,)).await.unwrap()), [3, 4, 5, 6]);
        assert_eq!(tokens(scan().select((Session::TOKEN,)).parallel(3).await.unwrap()), [3, 4, 5, 6]);
        assert_eq!(scan().count().await.unwrap(), 4);
    })
    .await;
}

#[tokio::test]
async fn the_users_filter_and_the_limit_hold_as_well() {
    faraday_tests::needs!(TimeToLive, FilterOfMissingAttributes);
    with_sessions(async |_, _| {
        let query = || Table::<Session>::query("ann").select((Session::TOKEN,));
        let even = || Session::NAME.eq("even");
        assert_eq!(tokens(query().filter(even()).live().await.unwrap()), [4, 6]);
        assert_eq!(tokens(query().live().filter(even() | Session::EXPIRES.eq(NOW + 1)).await.unwrap()), [3, 4, 6]);
        assert_eq!(tokens(query().live().limit(2).await.unwrap()), [3, 4]);
        assert_eq!(query().live().first().await.unwrap(), Some((3,)));
        assert_eq!(Table::<Session>::query("ann").live().limit(3).count().await.unwrap(), 3);
        let page = query().live().limit(1).page().await.unwrap();
        assert_eq!(page.items, [(3,)]);
        let next = query().live().limit(2).after(page.next.unwrap()).page().await.unwrap();
        assert_eq!(next.items, [(4,), (5,)]);
    })
    .await;
}

#[tokio::test]
async fn an_index_is_read_so_if_it_holds_the_attribute() {
    faraday_tests::needs!(TimeToLive, FilterOfMissingAttributes);
    with_sessions(async |_, _| {
        let even = Table::<Session>::index(Session::BY_NAME).query("even").live().select((Session::TOKEN,));
        assert_eq!(tokens(even.await.unwrap()), [4, 6]);
        assert_eq!(Table::<Session>::index(Session::BY_NAME).scan().live().count().await.unwrap(), 4);
        let error = Table::<Session>::index(Session::BY_NAMES).query("even").live().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains("the index `by_names` does not hold it"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn gets_leave_out_what_has_expired() {
    faraday_tests::needs!(TimeToLive);
    with_sessions(async |_, _| {
        let get = |token: u64| Table::<Session>::get(("ann", token)).live();
        for (token, is_live) in [(1, false), (2, false), (3, true), (4, true), (5, true), (7, false)] {
            assert_eq!(get(token).await.unwrap().is_some(), is_live, "{token}");
            assert_eq!(get(token).consistent().select_as::<Name>().await.unwrap().is_some(), is_live, "{token}");
            assert_eq!(get(token).select((Session::NAME,)).await.unwrap().is_some(), is_live, "{token}");
            let select = get(token).select((Session::EXPIRES, Session::NAME)).await.unwrap();
            assert_eq!(select.is_some(), is_live, "{token}");
        }
        assert_eq!(get(6).select_as::<Name>().await.unwrap(), Some(Name { name: "even".into() }));
        assert_eq!(Table::<Session>::get(("ann", 1)).await.unwrap(), Some(session(1, Some(NOW - 1))));
        let metered = get(1).metered().await.unwrap();
        assert_eq!((metered.value, metered.requests), (None, 1));
    })
    .await;
}

#[tokio::test]
async fn many_gets_and_those_of_a_transaction_leave_it_out() {
    faraday_tests::needs!(TimeToLive);
    with_sessions(async |_, _| {
        let keys = || (1..=7u64).rev().map(|token| ("ann", token));
        let found = Table::<Session>::get_many(keys()).live().select((Session::NAME,)).await.unwrap();
        let live: Vec<_> = found.iter().map(Option::is_some).collect();
        assert_eq!(live, [false, true, true, true, true, false, false]);
        let found = Table::<Session>::get_many([("ann", 1), ("ann", 3)]).live().await.unwrap();
        assert_eq!(found, [None, Some(session(3, Some(NOW + 1)))]);
        let get = |token: u64| Table::<Session>::get(("ann", token));
        let found = transaction_get((get(1).live(), get(2), get(3).live().select_as::<Name>())).await.unwrap();
        assert_eq!(found, (None, Some(session(2, Some(NOW))), Some(Name { name: "odd".into() })));
    })
    .await;
}

#[tokio::test]
async fn each_request_has_its_own_time() {
    faraday_tests::needs!(TimeToLive);
    with_sessions(async |_, now| {
        let mut stream = Table::<Session>::query("ann").select((Session::TOKEN,)).live().page_size(1).stream();
        assert_eq!(stream.try_next().await.unwrap(), Some((3,)));
        now.store(NOW + 1000, Ordering::SeqCst);
        assert_eq!(stream.try_next().await.unwrap(), Some((5,)));
        let get = Table::<Session>::get(("ann", 4)).live();
        assert_eq!(get.await.unwrap(), None);
    })
    .await;
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "visits")]
struct Visit {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl)]
    until: SystemTime,
}

#[derive(Debug, Item)]
#[faraday(table = "visits")]
struct RawVisit {
    #[faraday(partition_key)]
    id: u64,
    until: f64,
}

#[tokio::test]
async fn a_system_time_is_stored_in_whole_seconds_and_read_with_a_fraction() {
    faraday_tests::needs!(TimeToLive);
    let now = Arc::new(AtomicU64::new(NOW));
    with_table_of::<Visit>(database(Codec::default(), &now), async |_| {
        let at = |millis: u64| UNIX_EPOCH + Duration::from_secs(NOW) + Duration::from_millis(millis);
        Table::<Visit>::put(&Visit { id: 1, until: at(1500) }).await.unwrap();
        let raw = Table::<RawVisit>::get(1).await.unwrap().unwrap();
        assert_eq!(raw.until, (NOW + 1) as f64);
        assert_eq!(Table::<Visit>::get(1).live().await.unwrap(), Some(Visit { id: 1, until: at(1000) }));

        // A condition and an update take the time itself.
        Table::<Visit>::update(1).set(Visit::UNTIL, at(2500)).condition(Visit::UNTIL.eq(at(1999))).await.unwrap();
        Table::<Visit>::update(1).set(Visit::UNTIL, EpochSeconds(at(3500))).await.unwrap();
        assert_eq!(Table::<RawVisit>::get(1).await.unwrap().unwrap().until, (NOW + 3) as f64);

        Table::<RawVisit>::put(&RawVisit { id: 2, until: NOW as f64 + 0.5 }).await.unwrap();
        assert_eq!(Table::<Visit>::get(2).live().await.unwrap(), Some(Visit { id: 2, until: at(500) }));
        Table::<RawVisit>::put(&RawVisit { id: 3, until: NOW as f64 - 0.5 }).await.unwrap();
        assert_eq!(Table::<Visit>::get(3).live().await.unwrap(), None);
        assert_eq!(Table::<Visit>::scan().live().count().await.unwrap(), 2);
    })
    .await;
}

mod declared {
    use super::*;

    #[derive(Table)]
    #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String), ttl = until)]
    struct App;

    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = App, kind = "draft", partition_key = "USER#{user}", sort_key = "DRAFT#{id}")]
    struct Draft {
        user: String,
        id: u64,
        #[faraday(ttl)]
        until: u64,
    }

    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = App, kind = "note", partition_key = "USER#{user}", sort_key = "NOTE#{id}")]
    struct Note {
        user: String,
        id: u64,
    }

    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = App)]
    enum Record {
        Note(Note),
        Draft(Draft),
    }

    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = "events", tag = "kind")]
    enum Event {
        Made {
            #[faraday(partition_key)]
            id: u64,
            #[faraday(ttl)]
            until: u64,
        },
        Kept {
            #[faraday(partition_key)]
            id: u64,
        },
    }

    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = "hits", kind = "Hit")]
    struct Hit {
        #[faraday(partition_key)]
        id: u64,
        #[faraday(ttl)]
        until: u64,
    }

    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = "hits", tag = "kind", deletion_protection = false)]
    enum Hits {
        Hit(Hit),
    }

    #[tokio::test]
    async fn the_items_of_a_declared_table_and_their_enum_have_its_time_to_live() {
        faraday_tests::needs!(TimeToLive);
        let now = Arc::new(AtomicU64::new(NOW));
        with_table_of::<App>(database(Codec::default(), &now), async |_| {
            Table::<Draft>::put(&Draft { user: "ann".into(), id: 1, until: NOW }).await.unwrap();
            Table::<Draft>::put(&Draft { user: "ann".into(), id: 2, until: NOW + 1 }).await.unwrap();
            Table::<Note>::put(&Note { user: "ann".into(), id: 3 }).await.unwrap();
            assert_eq!(Table::<Draft>::query("ann").live().count().await.unwrap(), 1);
            assert_eq!(Table::<Note>::query("ann").live().count().await.unwrap(), 1);
            assert_eq!(Table::<Record>::query("ann").live().count().await.unwrap(), 2);
            assert_eq!(Table::<Record>::scan().live().await.unwrap().len(), 2);
            assert_eq!(Table::<Draft>::get(("ann", 1)).live().await.unwrap(), None);
        })
        .await;
    }

    #[tokio::test]
    async fn the_variants_of_an_item_may_have_one() {
        faraday_tests::needs!(TimeToLive);
        let now = Arc::new(AtomicU64::new(NOW));
        with_table_of::<Event>(database(Codec::default(), &now), async |_| {
            Table::<Event>::put(&Event::Made { id: 1, until: NOW - 5 }).await.unwrap();
            Table::<Event>::put(&Event::Kept { id: 2 }).await.unwrap();
            assert_eq!(Table::<Event>::scan().live().await.unwrap(), [Event::Kept { id: 2 }]);
            assert_eq!(Table::<Event>::get(1).live().await.unwrap(), None);
        })
        .await;
        with_table_of::<Hits>(database(Codec::default(), &now), async |_| {
            Table::<Hit>::put(&Hit { id: 1, until: NOW - 5 }).await.unwrap();
            assert_eq!(Table::<Hits>::scan().live().await.unwrap(), []);
            assert_eq!(Table::<Hits>::scan().count().await.unwrap(), 1);
        })
        .await;
    }
}
