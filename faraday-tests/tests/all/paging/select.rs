//! Parts of items.

use faraday::testing::Faults;
use faraday::{ErrorKind, Item, Projection, Table, database::Codec, operation::TableQuery};

use super::fixture::{Details, Step, Task, counted, counted_by, fill, step, task, with_tasks};

fn query() -> TableQuery<Task> {
    Table::<Task>::query("faraday")
}

#[tokio::test]
async fn one_attribute_or_several_are_selected() {
    with_tasks(async |_, _| {
        assert_eq!(query().select(Task::NUMBER).limit(3).await.unwrap(), [0, 1, 2]);
        assert_eq!(query().select((Task::NUMBER,)).limit(2).await.unwrap(), [(0,), (1,)]);
        let rows = query().sort_key(1).select((Task::SIZE, Task::OWNER, Task::PROJECT, Task::NAME)).await.unwrap();
        assert_eq!(rows, [(10, Some("bob".to_owned()), "faraday".to_owned(), "task 1".to_owned())]);
        // Twice is once to DynamoDB.
        let rows = query().sort_key(4).select((Task::SIZE, Task::NUMBER, Task::SIZE)).await.unwrap();
        assert_eq!(rows, [(40, 4, 40)]);
        let twelve = (
            (Task::PROJECT, Task::NUMBER, Task::OWNER, Task::DUE, Task::STATUS, Task::NAME),
            (Task::SIZE, Task::DETAILS),
        );
        let ((project, number, owner, due, status, name), (size, details)) = twelve;
        let row = query()
            .sort_key(3)
            .select((project, number, owner, due, status, name, size, details, project, number, owner, due))
            .one()
            .await
            .unwrap()
            .unwrap();
        let whole = task("faraday", 3);
        assert_eq!((row.0, row.1, row.2, row.3), (whole.project, whole.number, whole.owner, whole.due));
        assert_eq!((row.4, row.5, row.6, row.7), (whole.status, whole.name, whole.size, whole.details));
        assert_eq!((row.9, row.11), (3, 97));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_none_or_an_error_that_names_the_place() {
    faraday_tests::needs!(ProjectedElements);
    with_tasks(async |_, _| {
        let owners = query().sort_key_range(1..=2).select((Task::NUMBER, Task::OWNER)).await.unwrap();
        assert_eq!(owners, [(1, Some("bob".to_owned())), (2, None)]);
        let depth = query().sort_key_range(3..=4).select(Task::DETAILS.dot(Details::DEPTH)).await.unwrap();
        assert_eq!(depth, [Some(3), None]);
        // A type that has no absence is an error, which names the place.
        let error = query().select(Task::DETAILS.dot(Details::LABELS).at(2)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("details.labels[2]"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn places_inside_documents_are_selected() {
    faraday_tests::needs!(ProjectedElements);
    with_tasks(async |_, _| {
        let at = |index| Task::DETAILS.dot(Details::STEPS).at(index);
        let rows = query()
            .sort_key(7)
            .select((
                Task::DETAILS.dot(Details::DEPTH),
                Task::DETAILS.dot(Details::LABELS).at(1),
                at(0).dot(Step::TITLE),
                Task::DETAILS.dot(Details::COUNTS).entry("a.b"),
            ))
            .await
            .unwrap();
        assert_eq!(rows, [(Some(7), "label 1".to_owned(), "first".to_owned(), 7)]);
        // Several elements of a list, in any order, overlapping or not.
        let rows = query().sort_key(7).select((at(2), at(0), at(1).dot(Step::TITLE))).await.unwrap();
        assert_eq!(rows, [(step("third", Some("last")), step("first", None), "second".to_owned())]);
        let titles = (at(2).dot(Step::TITLE), at(0).dot(Step::TITLE), at(2).dot(Step::NOTE));
        assert_eq!(
            query().sort_key(7).select(titles).await.unwrap(),
            [("third".to_owned(), "first".to_owned(), Some("last".to_owned()))]
        );
        let both = (at(1), at(1).dot(Step::NOTE), Task::DETAILS.dot(Details::DEPTH), Task::DETAILS);
        assert_eq!(
            query().sort_key(7).select(both).await.unwrap(),
            [(step("second", Some("later")), Some("later".to_owned()), Some(7), task("faraday", 7).details)]
        );
        let whole = (Task::DETAILS.dot(Details::STEPS), at(2), at(1).dot(Step::TITLE));
        let row = query().sort_key(7).select(whole).one().await.unwrap().unwrap();
        assert_eq!((row.1, row.2.as_str()), (row.0[2].clone(), "second"));
    })
    .await;
}

#[tokio::test]
async fn an_element_that_lacks_a_place_does_not_take_anothers() {
    faraday_tests::needs!(ProjectedElements);
    with_tasks(async |_, _| {
        // The first step has no note, and is left out by the engine where only notes are asked for.
        let note = |index| Task::DETAILS.dot(Details::STEPS).at(index).dot(Step::NOTE);
        let [later, last] = ["later", "last"].map(|note| Some(note.to_owned()));
        let rows = query().sort_key(7).select((note(0), note(1))).await.unwrap();
        assert_eq!(rows, [(None, later.clone())]);
        let rows = query().sort_key(7).select((note(2), note(0), note(1), note(9))).await.unwrap();
        assert_eq!(rows, [(last, None, later, None)]);
    })
    .await;
}

#[derive(Debug, Item)]
#[faraday(table = "reads_grids")]
struct Grid {
    #[faraday(partition_key)]
    id: u64,
    cells: Vec<Vec<u64>>,
    rows: Vec<Option<Vec<Option<u64>>>>,
}

#[tokio::test]
async fn selected_elements_of_lists_of_lists_keep_their_place() {
    faraday_tests::needs!(ProjectedElements);
    counted::<Grid>(async |_, _| {
        let cells = vec![vec![0, 1, 2, 3], vec![], vec![20, 21]];
        let rows = vec![None, Some(vec![None, Some(1)]), Some(vec![Some(2)])];
        Table::<Grid>::put(&Grid { id: 1, cells, rows }).await.unwrap();
        let get = || Table::<Grid>::get(1);
        let cell = |row, column| Grid::CELLS.at(row).at(column);
        assert_eq!(get().select((cell(2, 1), cell(0, 3), cell(0, 1))).await.unwrap(), Some((21, 3, 1)));
        assert_eq!(get().select((cell(0, 3), cell(0, 1), Grid::CELLS.at(1))).await.unwrap(), Some((3, 1, vec![])));
        let row = |row, column| Grid::ROWS.at(row).at(column);
        let some = get().select((row(2, 0), row(1, 1), row(1, 0), row(0, 0), row(1, 7), row(5, 0))).await.unwrap();
        assert_eq!(some, Some((Some(2), Some(1), None, None, None, None)));
        assert_eq!(Table::<Grid>::get(2).select(Grid::CELLS).await.unwrap(), None);
    })
    .await;
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Task)]
struct Named {
    number: u64,
    #[faraday(from = name)]
    title: String,
    owner: Option<String>,
}

#[tokio::test]
async fn a_projection_is_selected_by_every_read() {
    with_tasks(async |_, _| {
        let named = |number: u64| {
            let task = task("faraday", number);
            Named { number, title: task.name, owner: task.owner }
        };
        assert_eq!(query().select_as::<Named>().limit(3).await.unwrap(), [named(0), named(1), named(2)]);
        assert_eq!(Table::<Task>::get(("faraday", 2)).select_as::<Named>().await.unwrap(), Some(named(2)));
        assert_eq!(Table::<Task>::scan().select_as::<Named>().await.unwrap().len(), 11);
        assert_eq!(query().select_as::<Named>().descending().first().await.unwrap(), Some(named(9)));
        let page = query().select_as::<Named>().page_size(2).page().await.unwrap();
        assert_eq!(page.items, [named(0), named(1)]);
        let got = Table::<Task>::get(("faraday", 5)).consistent().select((Task::NUMBER, Task::DUE)).await.unwrap();
        assert_eq!(got, Some((5, 95)));
        assert_eq!(Table::<Task>::get(("none", 5)).select(Task::NUMBER).await.unwrap(), None);
    })
    .await;
}

fn asked(faults: &Faults) -> (String, serde_json::Value) {
    let json = faults.recorded().latest().json();
    (json["ProjectionExpression"].as_str().unwrap().to_owned(), json["ExpressionAttributeNames"].clone())
}

#[tokio::test]
async fn no_more_is_asked_for_than_is_needed() {
    faraday_tests::needs!(ProjectedElements);
    with_tasks(async |_, faults| {
        let at = |index| Task::DETAILS.dot(Details::STEPS).at(index);
        query().select((Task::NAME, Task::NUMBER, Task::NAME)).await.unwrap();
        let (expression, names) = asked(faults);
        assert_eq!(expression.split(", ").count(), 2);
        assert_eq!(names.as_object().unwrap().len(), 3, "with the partition key: {names}");
        query().select((at(2).dot(Step::NOTE), at(2).dot(Step::TITLE))).await.unwrap();
        let (expression, _) = asked(faults);
        assert!(expression.split(", ").all(|path| path.matches('.').count() == 2 && path.contains("[2].")));
        // Of elements before another, the whole is asked for; of the last only what is needed.
        query().select((at(2).dot(Step::NOTE), at(0).dot(Step::NOTE))).await.unwrap();
        let (expression, _) = asked(faults);
        let ends: Vec<bool> = expression.split(", ").map(|path| path.ends_with("[0]")).collect();
        assert_eq!(ends, [false, true], "{expression}");
        query().select_as::<Named>().await.unwrap();
        assert_eq!(asked(faults).0.split(", ").count(), 3);
    })
    .await;
}

#[tokio::test]
async fn both_codecs_select_the_same() {
    faraday_tests::needs!(ProjectedElements);
    for codec in [Codec::Wire, Codec::Map] {
        counted_by::<Task>(codec, async |_, _| {
            fill().await;
            let at = |index| Task::DETAILS.dot(Details::STEPS).at(index);
            for whole in Table::<Task>::scan().await.unwrap() {
                let columns = (at(1).dot(Step::NOTE), Task::OWNER, Task::DETAILS.dot(Details::DEPTH), at(0));
                let got = Table::<Task>::get((&whole.project, whole.number)).select(columns).await.unwrap().unwrap();
                let details = whole.details;
                let expected = (details.steps[1].note.clone(), whole.owner, details.depth, details.steps[0].clone());
                assert_eq!(got, expected);
            }
        })
        .await;
    }
}
