//! After any partial updates, every key attribute equals what its template makes of the stored fields.

use faraday::{Item, Table, document};
use faraday_tests::tables::with_table;
use proptest::prelude::*;

use super::fixture::App;
use crate::random::cases;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "task", partition_key = "TASK#{id}", sort_key = "TASK#{id}",
    index(gsi1, partition_key = "WHO#{who}", sort_key = "{rank}#{id}"),
    index(gsi2, partition_key = "DAY#{day}#{who}"),
    index(by_status, sort_key = "RANK#{rank}")
)]
struct Task {
    id: u8,
    who: Option<String>,
    rank: u16,
    day: Option<u32>,
    note: Option<String>,
}

#[derive(Debug, Clone)]
enum Step {
    Put(Task),
    Note(Option<String>),
    Who(String, u16),
    Day(u32, String),
    Rank(u16),
    WhoAndDay(String, u16, u32),
    NoWho,
    NoDay,
    WhoButNoDay(String, u16),
}

fn step() -> impl Strategy<Value = Step> {
    let who = || "[ab]{1,2}";
    let task = (proptest::option::of(who()), any::<u16>(), proptest::option::of(0..3_u32));
    prop_oneof![
        task.prop_map(|(who, rank, day)| Step::Put(Task { id: 1, who, rank, day, note: None })),
        proptest::option::of(who()).prop_map(Step::Note),
        (who(), 0..3_u16).prop_map(|(who, rank)| Step::Who(who, rank)),
        (0..3_u32, who()).prop_map(|(day, who)| Step::Day(day, who)),
        (0..3_u16).prop_map(Step::Rank),
        (who(), 0..3_u16, 0..3_u32).prop_map(|(who, rank, day)| Step::WhoAndDay(who, rank, day)),
        Just(Step::NoWho),
        Just(Step::NoDay),
        (who(), 0..3_u16).prop_map(|(who, rank)| Step::WhoButNoDay(who, rank)),
    ]
}

/// Makes the step. Those that would leave an index stale are refused.
async fn run(step: Step, if_exists: bool) {
    let update = Table::<Task>::update(1);
    let update = if if_exists { update.if_exists() } else { update };
    let update = match step {
        Step::Put(task) => return Table::<Task>::put(&task).await.unwrap(),
        Step::Note(Some(note)) => update.set(Task::NOTE, note),
        Step::Note(None) => update.remove(Task::NOTE),
        Step::Who(who, rank) => update.set_key(Task::GSI1, (who, rank, 1)),
        Step::Day(day, who) => update.set_key(Task::GSI2, (day, who)),
        Step::Rank(rank) => update.set_key(Task::BY_STATUS, (1, rank)),
        Step::WhoAndDay(who, rank, day) => {
            update.set_key(Task::GSI1, (who.as_str(), rank, 1)).set_key(Task::GSI2, (day, who.as_str()))
        }
        Step::NoWho => update.remove_key(Task::GSI1),
        Step::NoDay => update.remove_key(Task::GSI2),
        Step::WhoButNoDay(who, rank) => update.remove_key(Task::GSI2).set_key(Task::GSI1, (who, rank, 1)),
    };
    let _ = update.await;
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn no_update_leaves_a_key_stale(steps in proptest::collection::vec((step(), any::<bool>()), 1..10)) {
        faraday_tests::needs!(TimeToLive => Ok(()));
        tokio::runtime::Runtime::new().unwrap().block_on(with_table::<App>(async |db| {
            for (step, if_exists) in steps {
                run(step.clone(), if_exists).await;
                let stored = db.client().scan().table_name(db.table_name::<Task>()).send().await.unwrap();
                for item in stored.items.unwrap_or_default() {
                    let Ok(task) = document::from_map::<Task>(item.clone()) else {
                        // An update created it without a field that it has no default for.
                        assert!(!item.contains_key("rank"), "{step:?}: {item:?}");
                        continue;
                    };
                    assert_eq!(item, document::to_map(&task).unwrap(), "{step:?}");
                }
            }
        }));
    }
}
