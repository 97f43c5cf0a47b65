//! Which items are removed, and in which state.

use faraday::error::Outcome;
use faraday::schema::OlderItem;
use faraday::testing::Fault;
use faraday::value::DecodeError;
use faraday::{ErrorKind, Item, Table};
use faraday_tests::needs;

use super::super::fixture::{counts, n, put_raw, s, table_of};
use super::{App, Member, Members, left, member, with_members};

#[tokio::test]
async fn items_go_with_their_guards_and_no_others() {
    needs!(Transactions, Concurrency);
    with_members(30, async |db, faults| {
        let done = Members::remove_all(Members::query("a").page_size(12)).await.unwrap();
        assert_eq!(counts(&done), [30, 30, 30, 0, 0]);
        assert_eq!(faults.recorded().count("TransactWriteItems"), 30);
        assert_eq!(faults.recorded().count("GetItem"), 0);
        assert!(faults.most_in_flight() <= 8);
        assert_eq!(left(db).await, [0, 30]);
        // The values are free again.
        for id in 0..3 {
            Members::insert(&Member { club: "c".into(), ..member("a", id) }).await.unwrap();
        }
        assert_eq!(Members::remove_all(Members::scan().page_size(7).parallel(3)).await.unwrap().written, 33);
        assert_eq!(left(db).await, [0, 0]);
    })
    .await;
}

#[tokio::test]
async fn ranges_filters_and_limits_say_what_is_removed() {
    needs!(Transactions);
    with_members(20, async |db, _| {
        let filtered = Members::query("a").filter(Member::VOTES.eq(0)).page_size(7);
        assert_eq!(Members::remove_all(filtered).await.unwrap().written, 4);
        assert_eq!(Members::remove_all(Members::query("a").limit(3).page_size(2)).await.unwrap().written, 3);
        assert_eq!(Members::remove_all(Members::query("b").select(Member::VOTES).limit(1)).await.unwrap().written, 1);
        assert_eq!(left(db).await, [13, 19]);
    })
    .await;
}

#[tokio::test]
async fn a_condition_is_checked_when_an_item_is_removed() {
    needs!(Transactions, CancellationReasons);
    with_members(20, async |db, faults| {
        let job = Members::remove_all(Members::query("a")).condition(Member::VOTES.eq(1));
        let done = job.condition(Member::ID.lt(10)).await.unwrap();
        assert_eq!(counts(&done), [20, 20, 2, 18, 0]);
        // The refusal has the item, so that none is read again.
        assert_eq!((faults.recorded().count("TransactWriteItems"), faults.recorded().count("GetItem")), (20, 0));
        assert_eq!(left(db).await, [18, 20]);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_removes_nothing() {
    needs!(Transactions);
    with_members(9, async |db, faults| {
        let done = Members::remove_all(Members::query("a")).dry_run().await.unwrap();
        assert_eq!(counts(&done), [9, 9, 9, 0, 0]);
        assert_eq!(faults.recorded().operations(), ["Query"]);
        assert_eq!(left(db).await, [9, 9]);
    })
    .await;
}

/// DynamoDB checks conditions when it writes, so a dry run counts every item that is found.
#[tokio::test]
async fn a_dry_run_does_not_check_the_condition() {
    needs!(Transactions, CancellationReasons);
    with_members(20, async |db, faults| {
        let job = || Members::remove_all(Members::query("a")).condition(Member::VOTES.eq(1));
        assert_eq!(counts(&job().dry_run().await.unwrap()), [20, 20, 20, 0, 0]);
        assert_eq!(faults.recorded().operations(), ["Query"]);
        assert_eq!(counts(&job().await.unwrap()), [20, 20, 4, 16, 0]);
        assert_eq!(left(db).await, [16, 20]);
    })
    .await;
}

/// The index does not hold the unique attributes.
#[tokio::test]
async fn parts_of_items_in_an_index_are_read_whole() {
    needs!(Transactions);
    with_members(8, async |db, faults| {
        Members::insert(&Member { team: "gold".into(), ..member("b", 100) }).await.unwrap();
        let gold = || Members::remove_all(Members::index(Member::GSI1).query("gold"));
        faults.reset();
        assert_eq!(counts(&gold().dry_run().await.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!(counts(&gold().await.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!((faults.recorded().count("TransactWriteItems"), faults.recorded().count("GetItem")), (1, 2));
        // The coach is of the red team too.
        let red = Members::remove_all(Members::index(Member::GSI1).query("red"));
        assert_eq!(counts(&red.await.unwrap()), [8, 8, 8, 0, 0]);
        assert_eq!(left(db).await, [4, 4]);
    })
    .await;
}

/// What the query answers is old: it has this address.
fn with_old_address(answer: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(answer).replace("new@a", "old@a").into_bytes()
}

#[tokio::test]
async fn an_item_that_has_changed_since_goes_with_its_new_guards() {
    needs!(Transactions, CancellationReasons);
    with_members(0, async |db, faults| {
        let stale = || Fault::AnswerReplaced { body: with_old_address, checksum: false };
        let new = Member { email: Some("new@a".into()), ..member("a", 1) };
        for condition in [None, Some(Member::VOTES.eq(1))] {
            Members::insert(&new).await.unwrap();
            faults.reset();
            faults.fail_next("Query", stale());
            let job = Members::remove_all(Members::query("a"));
            let job = condition.into_iter().fold(job, |job, condition| job.condition(condition));
            assert_eq!(counts(&job.await.unwrap()), [1, 1, 1, 0, 0]);
            let sent = faults.recorded().operations();
            assert_eq!(sent, ["Query", "TransactWriteItems", "GetItem", "TransactWriteItems"]);
            assert_eq!(left(db).await, [0, 0]);
        }
        // A condition that the item does not have keeps it.
        Members::insert(&new).await.unwrap();
        faults.fail_next("Query", stale());
        let job = Members::remove_all(Members::query("a")).condition(Member::VOTES.eq(7));
        assert_eq!(counts(&job.await.unwrap()), [1, 1, 0, 1, 0]);
        assert_eq!(left(db).await, [1, 0]);
    })
    .await;
}

#[tokio::test]
async fn an_item_that_is_gone_is_done() {
    needs!(Transactions, CancellationReasons);
    with_members(1, async |db, faults| {
        let answer = r#"{"Items":[{"pk":{"S":"CLUB#a"},"sk":{"S":"MEMBER#0000000007"},"kind":{"S":"member"},"club":{"S":"a"},
            "id":{"N":"7"},"team":{"S":"red"},"nick":{"S":"a-7"},"votes":{"N":"0"}}],"Count":1}"#;
        for attempts in [1, 5] {
            faults.fail_next("Query", Fault::Answer { status: 200, body: answer.to_owned() });
            let job = Members::remove_all(Members::query("a")).max_attempts(attempts);
            assert_eq!(counts(&job.await.unwrap()), [1, 1, 0, 1, 0]);
        }
        assert_eq!(left(db).await, [1, 1]);
    })
    .await;
}

/// Others write the item each time before it is removed: it stays whole, and is reported.
#[tokio::test]
async fn an_item_that_others_keep_writing_fails_alone() {
    needs!(Transactions, CancellationReasons);
    with_members(0, async |db, faults| {
        Members::insert(&Member { email: Some("new@a".into()), ..member("a", 1) }).await.unwrap();
        let stale = Fault::AnswerReplaced { body: with_old_address, checksum: false };
        faults.reset();
        faults.fail_next("Query", stale.clone());
        faults.fail_next_times("GetItem", 1_000, stale);
        let job = Members::remove_all(Members::query("a")).max_attempts(3).max_failures(1);
        let error = job.await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [1, 1, 0, 0, 1]);
        assert!(failure.failures()[0].is_condition_failed());
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::TransactionCanceled, Outcome::NotDone));
        assert_eq!(faults.recorded().count("TransactWriteItems"), 3);
        faults.reset();
        assert_eq!(left(db).await, [1, 0]);
    })
    .await;
}

/// A later shape of a member, whose address has another name, and so other guards.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "member", partition_key = "CLUB#{club}", sort_key = "MEMBER#{id}",
    unique(address), unique(team, nick), schema_version = 2, upgrade = upgrade_member
)]
struct Renamed {
    club: String,
    id: u32,
    address: Option<String>,
    team: String,
    nick: String,
}

fn upgrade_member(older: &OlderItem<'_>) -> Result<Renamed, DecodeError> {
    let Member { club, id, email, team, nick, .. } = older.read()?;
    Ok(Renamed { club, id, address: email, team, nick })
}

#[tokio::test]
async fn items_whose_guards_are_unknown_stay() {
    needs!(Transactions);
    with_members(6, async |db, faults| {
        // It has not all attributes.
        let broken = [("pk", s("CLUB#a")), ("sk", s("MEMBER#9")), ("kind", s("member")), ("votes", n(7))];
        // It is member 1 again, but under another key.
        let [club, team, nick] = ["a", "blue", "a-1"].map(s);
        let twin = [("pk", s("CLUB#a")), ("sk", s("MEMBER#1")), ("kind", s("member")), ("club", club), ("team", team)];
        let rest = [("nick", nick), ("email", s("1@a")), ("id", n(1)), ("votes", n(1))];
        put_raw(db, table_of::<Member>(db), broken).await;
        put_raw::<9>(db, table_of::<Member>(db), [&twin[..], &rest].concat().try_into().unwrap()).await;
        let job = || Members::remove_all(Members::query("a").filter(Member::ID.not_exists() | Member::ID.eq(1)));
        // Member 1 is removed as itself, and not by the twin.
        let error = job().condition(Member::VOTES.eq(7)).max_failures(2).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!((counts(failure.progress()), error.outcome()), ([3, 3, 0, 1, 2], Outcome::NotDone));
        let error = job().max_failures(2).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!((counts(failure.progress()), error.outcome()), ([3, 3, 1, 0, 2], Outcome::PartlyDone));
        let failed = failure.failures().iter().map(|error| (error.kind(), error.item_key().unwrap()["sk"].clone()));
        let failed: Vec<_> = failed.collect();
        assert_eq!(failed.len(), 2);
        for key in ["MEMBER#1", "MEMBER#9"] {
            assert!(failed.contains(&(ErrorKind::Decode, s(key))), "{failed:?}");
        }
        let renamed = || Table::<Renamed>::remove_all(Table::<Renamed>::query("b")).max_failures(9);
        faults.reset();
        let dry = renamed().dry_run().await.unwrap_err();
        let error = renamed().await.unwrap_err();
        for error in [dry, error] {
            // Two have no address, and so no guard of another name.
            let failure = error.job_failure().unwrap();
            assert_eq!(counts(failure.progress()), [6, 6, 2, 0, 4]);
            assert!(failure.failures()[0].to_string().contains("guards are unknown"), "{error}");
            assert!(!format!("{error} {error:?}").contains("@b"), "{error:?}");
        }
        assert_eq!(faults.recorded().count("TransactWriteItems"), 2);
        assert_eq!(Members::query("b").count().await.unwrap(), 4);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_holds_for_all_requests() {
    needs!(Transactions);
    with_members(40, async |_, _| {
        let start = tokio::time::Instant::now();
        let limit = faraday::database::RateLimit::new().requests(10.0);
        let job = Members::remove_all(Members::query("a").page_size(10));
        assert_eq!(job.rate_limit(&limit).await.unwrap().written, 40);
        let took = start.elapsed().as_secs_f64();
        assert!((3.0..6.0).contains(&took), "44 requests took {took} s");
    })
    .await;
}

#[tokio::test]
async fn the_guards_are_in_the_table_of_the_job() {
    needs!(Transactions);
    with_members(2, async |db, _| {
        let other = format!("{}other", db.table_prefix());
        Table::<App>::create().on_table(&other).await.unwrap();
        Members::insert(&member("a", 1)).on_table(&other).await.unwrap();
        assert_eq!(Members::remove_all(Members::query("a")).on_table(&other).await.unwrap().written, 1);
        let rest = db.client().scan().table_name(&other).send().await.unwrap();
        assert_eq!((rest.count(), left(db).await), (0, [2, 2]));
        Table::<App>::delete_table().on_table(&other).await.unwrap();
    })
    .await;
}
