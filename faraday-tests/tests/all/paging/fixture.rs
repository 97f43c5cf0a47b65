//! The table for these tests, with an index of each kind, and a count of their requests.

use std::collections::BTreeMap;

use faraday::testing::Faults;
use faraday::{Database, Item, Table, Value, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "reads_tasks",
    global_index(by_owner, partition_key = owner, sort_key = due),
    global_index(by_status, partition_key = status, projection = keys_only),
    global_index(by_size, partition_key = status, sort_key = size, projection = include(name)),
    local_index(by_due, sort_key = due),
    local_index(by_name, sort_key = name, projection = keys_only)
)]
pub(crate) struct Task {
    #[faraday(partition_key)]
    pub(crate) project: String,
    #[faraday(sort_key)]
    pub(crate) number: u64,
    pub(crate) owner: Option<String>,
    pub(crate) due: i64,
    // A reserved word of DynamoDB's, as are `name` and `size`.
    pub(crate) status: String,
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) details: Details,
}

#[derive(Debug, Clone, PartialEq, Value)]
pub(crate) struct Details {
    pub(crate) depth: Option<u64>,
    pub(crate) labels: Vec<String>,
    pub(crate) steps: Vec<Step>,
    pub(crate) counts: BTreeMap<String, u64>,
}

#[derive(Debug, Clone, PartialEq, Value)]
pub(crate) struct Step {
    pub(crate) title: String,
    pub(crate) note: Option<String>,
}

pub(crate) fn step(title: &str, note: Option<&str>) -> Step {
    Step { title: title.into(), note: note.map(str::to_owned) }
}

pub(crate) fn task(project: &str, number: u64) -> Task {
    Task {
        project: project.into(),
        number,
        // Two of three have an owner: the index is sparse.
        owner: (number % 3 != 2).then(|| if number.is_multiple_of(3) { "ann" } else { "bob" }.into()),
        due: 100 - i64::try_from(number).unwrap(),
        status: if number.is_multiple_of(2) { "open" } else { "done" }.into(),
        name: format!("task {number}"),
        size: number * 10,
        details: Details {
            depth: (!number.is_multiple_of(4)).then_some(number),
            labels: (0..number % 4).map(|label| format!("label {label}")).collect(),
            steps: vec![step("first", None), step("second", Some("later")), step("third", Some("last"))],
            counts: BTreeMap::from([("a.b".into(), number)]),
        },
    }
}

/// Tasks 0 to 9 of a project, and one of another.
pub(crate) async fn fill() {
    Table::<Task>::put(&task("other", 3)).await.unwrap();
    for number in [5, 2, 9, 0, 7, 1, 8, 3, 6, 4] {
        Table::<Task>::put(&task("faraday", number)).await.unwrap();
    }
}

pub(crate) fn numbers(tasks: &[Task]) -> Vec<u64> {
    tasks.iter().map(|task| task.number).collect()
}

/// Runs a test on the table of `I`, with what counts its requests.
pub(crate) async fn counted<I: Item>(test: impl AsyncFnOnce(&Database, &Faults)) {
    counted_by::<I>(Codec::default(), test).await;
}

pub(crate) async fn counted_by<I: Item>(codec: Codec, test: impl AsyncFnOnce(&Database, &Faults)) {
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<I>(own_database_over(client, codec), async |db| test(db, &faults).await).await;
}

/// Runs a test on the tasks, with what counts its requests.
pub(crate) async fn with_tasks(test: impl AsyncFnOnce(&Database, &Faults)) {
    counted::<Task>(async |db, faults| {
        fill().await;
        faults.reset();
        test(db, faults).await;
    })
    .await;
}
