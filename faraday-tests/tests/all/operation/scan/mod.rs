//! `Table::scan`: every item, at once, page by page, or in parallel segments.

mod checkpoints;
mod parallel;

use faraday::Table;

use crate::paging::fixture::{Task, numbers, with_tasks};

#[tokio::test]
async fn a_scan_gives_every_item() {
    with_tasks(async |_, faults| {
        let mut scanned = Table::<Task>::scan().consistent().consistent().page_size(3).await.unwrap();
        assert_eq!(faults.recorded().count("Scan"), 4);
        scanned.sort_by(|one, two| (&one.project, one.number).cmp(&(&two.project, two.number)));
        assert_eq!(numbers(&scanned), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 3]);
        assert_eq!(Table::<Task>::scan().limit(4).await.unwrap().len(), 4);
        let open = Table::<Task>::scan().filter(Task::STATUS.eq("open")).filter(Task::SIZE.lt(50)).await.unwrap();
        assert_eq!(open.len(), 3);
    })
    .await;
}
