//! Jobs along an index whose keys they change: they do not find an item without end.

use faraday::{ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

use super::fixture::counts;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "players", global_index(by_score, partition_key = team, sort_key = score))]
struct Player {
    #[faraday(partition_key)]
    id: u64,
    team: Option<String>,
    score: u64,
    note: Option<String>,
}

type Players = Table<Player>;

async fn put() {
    let players = (0..5).map(|id| Player { id, team: Some("t".into()), score: id, note: None });
    Players::put_many(players).await.unwrap();
}

async fn scores() -> u64 {
    Players::scan().consistent().await.unwrap().iter().map(|player| player.score).sum()
}

#[tokio::test]
async fn an_update_that_computes_a_key_of_the_index_is_refused() {
    with_table::<Player>(async |_| {
        put().await;
        let along = || Players::index(Player::BY_SCORE).query("t").page_size(2);
        let increment = Players::update_all(along(), |player| player.increment(Player::SCORE, 100)).await;
        let add = Players::update_all(along(), |player| player.add(Player::SCORE, 100)).await;
        let of_scan = Players::index(Player::BY_SCORE).scan();
        let dry = Players::update_all(of_scan, |player| player.decrement(Player::SCORE, 0)).dry_run().await;
        for error in [increment, add, dry].map(Result::unwrap_err) {
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert!(
                error.to_string().contains("`by_score`") && error.to_string().contains("read the table"),
                "{error}"
            );
        }
        assert_eq!(scores().await, 10, "nothing is written");
        // A given value is set at most twice, and the table is not read along the index.
        Players::update_all(along(), |player| player.set(Player::SCORE, 7)).await.unwrap();
        assert_eq!(scores().await, 35);
        Players::update_all(Players::scan(), |player| player.increment(Player::SCORE, 1)).await.unwrap();
        assert_eq!(scores().await, 40);
        Players::update_all(along(), |player| player.set(Player::NOTE, "x")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_change_that_moves_an_item_within_what_is_read_is_refused() {
    with_table::<Player>(async |_| {
        put().await;
        let along = || Players::index(Player::BY_SCORE).query("t").page_size(2);
        let error = Players::modify_all(along(), |player| player.score += 100).max_failures(9).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [5, 5, 0, 0, 5]);
        assert!(failure.failures().iter().all(|error| error.kind() == ErrorKind::InvalidArgument), "{error}");
        let of_scan = Players::modify_all(Players::index(Player::BY_SCORE).scan(), |player| {
            player.team = player.team.take().map(|team| team + "!");
        });
        assert_eq!(of_scan.await.unwrap_err().kind(), ErrorKind::InvalidArgument);
        assert_eq!(scores().await, 10);
        // One that leaves the partition or the index is not found again.
        let leaves = Players::modify_all(along(), |player| {
            player.team = (player.id > 1).then(|| "other".into());
            player.score += 100;
        });
        assert_eq!(leaves.await.unwrap().written, 5);
        assert_eq!(scores().await, 510);
        assert_eq!(Players::index(Player::BY_SCORE).scan().await.unwrap().len(), 3);
        let table = Players::modify_all(Players::scan(), |player| player.score += 1);
        assert_eq!(table.await.unwrap().written, 5);
    })
    .await;
}
