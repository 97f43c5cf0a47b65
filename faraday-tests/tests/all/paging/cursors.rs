//! Cursors: where a read goes on, and cursors of another read.

use faraday::{ErrorKind, Table, operation::TableQuery, paging::Cursor};
use futures_util::TryStreamExt;

use super::fixture::{Task, numbers, task, with_tasks};

fn query() -> TableQuery<Task> {
    Table::<Task>::query("faraday")
}

async fn some_cursor() -> Cursor {
    query().page_size(3).page().await.unwrap().next.unwrap()
}

#[tokio::test]
async fn a_cursor_goes_on_after_the_page_that_gave_it() {
    with_tasks(async |_, _| {
        let cursor = some_cursor().await;
        assert_eq!(numbers(&query().after(cursor.clone()).await.unwrap()), [3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(numbers(&query().after(cursor.clone()).limit(2).await.unwrap()), [3, 4]);
        assert_eq!(query().after(cursor.clone()).first().await.unwrap().unwrap().number, 3);
        assert_eq!(query().after(cursor.clone()).count().await.unwrap(), 7);
        assert_eq!(numbers(&query().after(cursor.clone()).descending().await.unwrap()), [1, 0]);
        let rest: Vec<Task> = query().after(cursor.clone()).page_size(2).stream().try_collect().await.unwrap();
        assert_eq!(numbers(&rest), [3, 4, 5, 6, 7, 8, 9]);
        // What it is bound to is what it goes on in: filters, projections and sizes may change.
        let names = query().after(cursor).filter(Task::STATUS.eq("open")).select(Task::NUMBER).consistent();
        assert_eq!(names.await.unwrap(), [4, 6, 8]);
    })
    .await;
}

#[tokio::test]
async fn a_cursor_is_written_as_a_string_and_read_back() {
    with_tasks(async |_, _| {
        let cursor = some_cursor().await;
        let text = cursor.to_string();
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'), "{text}");
        assert_eq!(text.parse::<Cursor>().unwrap(), cursor);
        assert_eq!(Cursor::try_from(text.clone()).unwrap(), cursor);
        assert_eq!(String::from(cursor.clone()), text);
        let json = serde_json::to_string(&cursor).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Cursor>(&json).unwrap(), cursor);
        assert!(serde_json::from_str::<Cursor>("\"no cursor\"").is_err());
        // The key stays out of what is logged.
        assert!(!format!("{cursor:?}").contains("faraday"));
        assert_eq!(numbers(&query().after(text.parse::<Cursor>().unwrap()).limit(1).await.unwrap()), [3]);
    })
    .await;
}

#[tokio::test]
async fn a_cursor_may_be_of_an_item_in_hand() {
    with_tasks(async |_, _| {
        // The item need not be there, nor be of this form in the table.
        let there = query().cursor(&task("faraday", 6)).unwrap();
        assert_eq!(numbers(&query().after(there).await.unwrap()), [7, 8, 9]);
        let page = query().page_size(7).page().await.unwrap();
        assert_eq!(page.next, Some(query().page_size(1).descending().cursor(page.items.last().unwrap()).unwrap()));
        let gone = task("faraday", 6);
        Table::<Task>::delete(("faraday", 6)).await.unwrap();
        let cursor = query().cursor(&gone).unwrap();
        assert_eq!(numbers(&query().after(cursor).await.unwrap()), [7, 8, 9]);

        let scan = Table::<Task>::scan().page_size(5).page().await.unwrap();
        assert_eq!(scan.next, Some(Table::<Task>::scan().cursor(&scan.items[4]).unwrap()));
    })
    .await;
}

#[tokio::test]
async fn a_cursor_may_be_of_an_item_in_an_index() {
    with_tasks(async |_, _| {
        let of_ann = || Table::<Task>::index(Task::BY_OWNER).query("ann");
        assert_eq!(numbers(&of_ann().await.unwrap()), [9, 6, 3, 3, 0]);
        let first = of_ann().page_size(2).page().await.unwrap();
        assert_eq!(numbers(&first.items), [9, 6]);
        assert_eq!(first.next, Some(of_ann().cursor(&first.items[1]).unwrap()));
        assert_eq!(numbers(&of_ann().after(first.next.unwrap()).await.unwrap()), [3, 3, 0]);
        let by_due = || Table::<Task>::index(Task::BY_DUE).query("faraday");
        let cursor = by_due().cursor(&task("faraday", 2)).unwrap();
        assert_eq!(numbers(&by_due().after(cursor).await.unwrap()), [1, 0]);
        let scan = || Table::<Task>::index(Task::BY_OWNER).scan();
        let all = scan().await.unwrap();
        let rest = scan().after(scan().cursor(&all[3]).unwrap()).await.unwrap();
        assert_eq!(rest, all[4..]);
        // A row of what the index holds has its keys.
        let by_size = || Table::<Task>::index(Task::BY_SIZE).query("done");
        let rows = by_size().await.unwrap();
        assert_eq!(by_size().cursor(&rows[2]).unwrap(), by_size().page_size(3).page().await.unwrap().next.unwrap());
        let rest: Vec<u64> =
            by_size().after(by_size().cursor(&rows[2]).unwrap()).await.unwrap().iter().map(|row| row.size).collect();
        assert_eq!(rest, rows[3..].iter().map(|row| row.size).collect::<Vec<_>>());
        let by_status = || Table::<Task>::index(Task::BY_STATUS).scan();
        let rows = by_status().await.unwrap();
        let cursor = by_status().cursor(rows.last().unwrap()).unwrap();
        assert!(by_status().after(cursor).await.unwrap().is_empty());
        // Not of another index, whose keys it lacks.
        let error = of_ann().cursor(&rows[0]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        // An item that is not in the index has no place there.
        let error = of_ann().cursor(&task("faraday", 2)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_cursor_of_another_read_is_refused() {
    with_tasks(async |_, faults| {
        let cursor = some_cursor().await;
        let of_ann = || Table::<Task>::index(Task::BY_OWNER).query("ann");
        let index = of_ann().page_size(1).page().await.unwrap().next.unwrap();
        let scan = Table::<Task>::scan().page_size(1).page().await.unwrap().next.unwrap();
        let segment = Table::<Task>::scan().segment(0, 2).cursor(&task("faraday", 1)).unwrap();
        faults.reset();
        let errors = [
            Table::<Task>::query("other").after(cursor.clone()).await.unwrap_err(),
            query().sort_key_range(1..).after(cursor.clone()).await.unwrap_err(),
            query().sort_key_range(..2).after(cursor.clone()).stream().try_next().await.unwrap_err(),
            Table::<Task>::scan().after(cursor.clone()).await.unwrap_err(),
            of_ann().after(cursor.clone()).await.unwrap_err(),
            Table::<Task>::index(Task::BY_DUE).query("faraday").after(cursor.clone()).count().await.unwrap_err(),
            query().after(index.clone()).first().await.unwrap_err(),
            Table::<Task>::index(Task::BY_OWNER).query("bob").after(index.clone()).one().await.unwrap_err(),
            Table::<Task>::index(Task::BY_OWNER).scan().after(index).page().await.unwrap_err(),
            query().after(scan.clone()).pages().try_next().await.unwrap_err(),
            Table::<Task>::scan().segment(0, 2).after(scan).await.unwrap_err(),
            Table::<Task>::scan().segment(1, 2).after(segment.clone()).await.unwrap_err(),
            Table::<Task>::scan().segment(0, 3).after(segment.clone()).await.unwrap_err(),
            Table::<Task>::scan().after(segment).await.unwrap_err(),
            query().limit(0).after(Table::<Task>::scan().cursor(&task("a", 1)).unwrap()).await.unwrap_err(),
            of_another_table().await,
        ];
        for (position, error) in errors.iter().enumerate() {
            assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{position}: {error}");
            assert!(error.operation().is_some() && error.table().is_some(), "{position}");
        }
        assert!(faults.recorded().is_empty());
    })
    .await;
}

#[derive(faraday::Item)]
#[faraday(table = "reads_others")]
struct Other {
    #[faraday(partition_key)]
    project: String,
    #[faraday(sort_key)]
    number: u64,
}

async fn of_another_table() -> faraday::Error {
    let other = Other { project: "faraday".into(), number: 1 };
    let cursor = Table::<Other>::query("faraday").cursor(&other).unwrap();
    assert!(Table::<Other>::query("faraday").cursor(&Other { number: 2, ..other }).unwrap() != cursor);
    query().after(cursor).await.unwrap_err()
}

#[tokio::test]
async fn a_cursor_that_was_changed_or_cut_is_refused() {
    with_tasks(async |_, faults| {
        let text = some_cursor().await.to_string();
        faults.reset();
        let mut changed: Vec<String> = (0..text.len()).map(|end| text[..end].to_owned()).collect();
        for position in 0..text.len() {
            for with in ['A', 'B', 'Q', 'z', '0', '_', '-', '=', ' ', 'é'] {
                let mut other: Vec<char> = text.chars().collect();
                other[position] = with;
                changed.push(other.into_iter().collect());
            }
            let mut shorter = text.clone();
            shorter.remove(position);
            changed.push(shorter);
        }
        changed.extend([format!("{text}A"), format!("{text}="), format!("A{text}"), text.repeat(2), "ü".into()]);
        let mut refused = 0;
        for changed in changed.iter().filter(|changed| **changed != text) {
            let error = match changed.parse::<Cursor>() {
                Ok(cursor) => query().after(cursor).await.expect_err(changed),
                Err(error) => error,
            };
            assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{changed}: {error}");
            refused += 1;
        }
        assert!(refused > 500 && faults.recorded().is_empty());
    })
    .await;
}

#[tokio::test]
async fn cursors_of_segments_give_every_item_once() {
    with_tasks(async |_, _| {
        let mut seen = Vec::new();
        for segment in 0..3 {
            let scan = || Table::<Task>::scan().segment(segment, 3).page_size(1);
            let mut next = None;
            loop {
                let scan = next.into_iter().fold(scan(), |scan, cursor| scan.after(cursor));
                let page = scan.page().await.unwrap();
                seen.extend(page.items.into_iter().map(|task| (task.project, task.number)));
                next = page.next;
                if next.is_none() {
                    break;
                }
            }
        }
        seen.sort();
        assert_eq!(seen.len(), 11);
        seen.dedup();
        assert_eq!(seen.len(), 11);
    })
    .await;
}

#[tokio::test]
async fn a_cursor_of_a_range_that_moves_is_refused_and_the_error_says_what_to_write() {
    with_tasks(async |_, _| {
        let cursor = query().sort_key_range(1..).page_size(3).page().await.unwrap().next.unwrap();
        let error = query().sort_key_range(2..).after(cursor).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{error}");
        assert!(error.to_string().contains("moving_range()"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_query_with_a_moving_range_goes_on_within_the_new_one() {
    with_tasks(async |_, _| {
        let window = |from: u64, to: u64| query().sort_key_range(from..=to).moving_range();
        let first = window(0, 5).page_size(3).page().await.unwrap();
        assert_eq!(numbers(&first.items), [0, 1, 2]);
        let cursor = || first.next.clone().unwrap();
        assert_eq!(numbers(&window(1, 6).after(cursor()).await.unwrap()), [3, 4, 5, 6]);
        // The range has left the cursor behind: it goes on where the range begins.
        assert_eq!(numbers(&window(5, 7).after(cursor()).await.unwrap()), [5, 6, 7]);
        let open = query().sort_key_range(5..).moving_range().after(cursor()).page_size(2).stream();
        assert_eq!(numbers(&open.try_collect::<Vec<_>>().await.unwrap()), [5, 6, 7, 8, 9]);
        // The range ends before the cursor: nothing is left.
        assert_eq!(numbers(&window(0, 1).after(cursor()).await.unwrap()), [0_u64; 0]);
        // The other way round.
        let last = window(4, 9).descending().page_size(2).page().await.unwrap();
        assert_eq!(numbers(&last.items), [9, 8]);
        let cursor = || last.next.clone().unwrap();
        assert_eq!(numbers(&window(6, 12).descending().after(cursor()).await.unwrap()), [7, 6]);
        assert_eq!(numbers(&window(2, 5).descending().after(cursor()).await.unwrap()), [5, 4, 3, 2]);
        assert_eq!(numbers(&window(9, 12).descending().after(cursor()).await.unwrap()), [0_u64; 0]);
        // It is bound to the partition and the index all the same.
        let other = Table::<Task>::query("other").sort_key_range(1..=6).moving_range();
        assert_eq!(other.after(cursor()).await.unwrap_err().kind(), ErrorKind::InvalidCursor);
    })
    .await;
}
