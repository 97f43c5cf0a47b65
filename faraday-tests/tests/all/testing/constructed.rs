//! Results that tests make behave like those of operations.

use faraday::admin::TableDescription;
use faraday::changes::requests::{Records, Shard, StreamDescription, StreamSummary};
use faraday::changes::{Change, ChangeKind, Lease};
use faraday::error::{Difference, LostChanges};
use faraday::execute::{Capacity, Metered};
use faraday::paging::{Cursor, Items, Page};
use faraday::testing::Canned;
use faraday::{Database, Error, ErrorKind, Key, Table};

use super::{User, user};

/// Every kind that no detail belongs to.
#[test]
fn errors_of_a_kind_answer_as_real_ones() {
    let error = Error::of(ErrorKind::Throttling).in_operation("PutItem", "users");
    assert!(error.is_throttled() && !error.is_outcome_unknown());
    assert_eq!((error.operation(), error.table()), (Some("PutItem"), Some("users")));
    assert!(error.to_string().starts_with("PutItem users: "), "{error}");
    assert!(error.sdk_error().is_none() && std::error::Error::source(&error).is_none());
    assert!(Error::of(ErrorKind::Timeout).after_lost_answer().is_outcome_unknown());
    assert!(Error::of(ErrorKind::VersionConflict).is_version_conflict());
    assert!(Error::of(ErrorKind::ResourceNotFound).is_table_not_found());
}

#[test]
fn details_are_there_that_belong_to_a_kind() {
    let error = Error::of_condition_failed_with(&user("ann")).unwrap();
    assert_eq!((error.kind(), error.current().unwrap()), (ErrorKind::ConditionalCheckFailed, Some(user("ann"))));

    let difference = Difference::of("the table class", Some("standard"), None);
    let error = Error::of_table_differences([difference.clone()]);
    assert_eq!((error.kind(), error.table_differences()), (ErrorKind::TableMismatch, &[difference][..]));

    let lost = LostChanges::of("shardId-1", Some("7"), None);
    let error = Error::of_lost_changes(lost.clone());
    assert_eq!((error.kind(), error.lost_changes()), (ErrorKind::TrimmedData, Some(&lost)));
}

#[tokio::test]
async fn a_failed_batch_can_be_looked_at_and_sent_again() {
    let users = [user("ann"), user("bob"), user("cleo")];
    let error = Error::of_batch(ErrorKind::Unprocessed, &users, &[2, 0, 7]).unwrap();
    let failure = error.batch_failure().unwrap();
    assert_eq!((failure.written(), failure.unwritten()), (1, vec![0, 2]));
    assert!(failure.is_written(1) && !failure.is_written(2) && !failure.is_written(7));
    assert_eq!(failure.unwritten_items::<User>().unwrap(), [user("ann"), user("cleo")]);
    let canned = Canned::answering("{}");
    failure.retry().on(&Database::new(canned.client())).await.unwrap();
    let sent: Vec<User> = canned.last().parts().iter().map(|part| part.item()).collect();
    assert_eq!(sent, [user("ann"), user("cleo")]);
}

#[test]
fn a_cancelled_transaction_has_its_reasons() {
    let reasons = [
        ErrorKind::ConditionalCheckFailed,
        ErrorKind::VersionConflict,
        ErrorKind::SchemaVersionMismatch,
        ErrorKind::TransactionConflict,
        ErrorKind::ProvisionedThroughputExceeded,
        ErrorKind::Throttling,
        ErrorKind::Validation,
        ErrorKind::AccessDenied,
        ErrorKind::ItemCollectionSizeLimitExceeded,
    ];
    for kind in reasons {
        let error = Error::of_canceled([("Put", None), ("Update", Some(kind))]);
        let found = error.cancellation_reasons();
        assert_eq!(found.iter().map(|reason| reason.kind()).collect::<Vec<_>>(), [kind]);
        assert_eq!((found[0].operation(), found[0].role()), (1, "Update"));
        assert_eq!(error.is_version_conflict(), kind == ErrorKind::VersionConflict);
        assert_eq!(error.is_schema_version_mismatch(), kind == ErrorKind::SchemaVersionMismatch);
        let conditions = [ErrorKind::ConditionalCheckFailed, ErrorKind::VersionConflict];
        assert_eq!(error.is_condition_failed(), conditions.contains(&kind));
        assert_eq!(error.is_conflict(), kind == ErrorKind::TransactionConflict);
        assert_eq!(error.kind(), ErrorKind::TransactionCanceled);
    }
}

#[test]
fn a_failed_condition_of_a_transaction_has_the_stored_item() {
    for kind in [ErrorKind::ConditionalCheckFailed, ErrorKind::VersionConflict] {
        let error = Error::of_canceled([("Put", None), ("Update", Some(kind)), ("Delete", Some(kind))]);
        let error = error.in_operation("TransactWriteItems", "users").with_current(1, &user("ann")).unwrap();
        let [update, delete] = error.cancellation_reasons()[..] else { panic!("{error:?}") };
        assert_eq!((update.kind(), update.current().unwrap()), (kind, Some(user("ann"))));
        assert_eq!((delete.kind(), delete.current::<User>().unwrap()), (kind, None));
        assert_eq!((error.kind(), error.operation()), (ErrorKind::TransactionCanceled, Some("TransactWriteItems")));
        assert_eq!(error.is_version_conflict(), kind == ErrorKind::VersionConflict);
        let shown = format!("{error} {error:?} {:?}", error.cancellation_reasons());
        assert!(error.is_condition_failed() && !shown.contains("ann"), "{shown}");
        let both = error.with_current(2, &user("bob")).unwrap();
        let found = both.cancellation_reasons().iter().map(|reason| reason.current().unwrap()).collect::<Vec<_>>();
        assert_eq!(found, [Some(user("ann")), Some(user("bob"))]);
    }
}

/// Only a failed condition returns an item.
#[test]
fn no_other_reason_has_a_stored_item() {
    let canceled = || Error::of_canceled([("Put", None), ("Update", Some(ErrorKind::TransactionConflict))]);
    for (error, operation) in [(canceled(), 0), (canceled(), 1), (canceled(), 2), (Error::of(ErrorKind::Timeout), 0)] {
        let error = error.with_current(operation, &user("ann")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
}

#[tokio::test]
async fn pages_cursors_and_streams() {
    let cursor = Cursor::opaque("one");
    let page = Page::of([user("ann")], Some(cursor.clone()));
    assert_eq!((page.items.len(), page.scanned_count, page.next), (1, 1, Some(cursor.clone())));
    assert_ne!(cursor, Cursor::opaque("two"));
    assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
    let db = Database::new(Canned::answering("{}").client());
    let error = Table::<User>::scan().after(cursor).page().on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCursor);

    let mut items = Items::of([Ok(1), Err(Error::of(ErrorKind::Throttling)), Ok(2)]);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert!(items.try_next().await.unwrap_err().is_throttled());
    assert_eq!((items.try_next().await.unwrap(), items.try_next().await.unwrap()), (Some(2), None));

    let metered = Metered::of(7);
    assert_eq!((*metered, metered.requests, metered.capacity.is_none()), (7, 1, true));
    assert_eq!((Capacity::of(1.5).total, Capacity::of(1.5).indexes.len()), (1.5, 0));
}

#[test]
fn changes_and_streams() {
    let modified = Change::of(ChangeKind::Modified { old: Some(user("ann")), new: None }).unwrap();
    assert_eq!((modified.key, modified.time), (Key::new("ann").unwrap(), None));
    let error = Change::<User>::of(ChangeKind::Inserted(None)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    let removed = ChangeKind::Removed { old: None, expired: true };
    let removed = Change::<User>::of_key(Key::new("ann").unwrap(), removed);
    assert!(removed.is_expiry() && removed.old().is_none());
    let records = Records::of([Ok(removed), Err(Error::of(ErrorKind::Decode))], Some("next"));
    assert_eq!((records.changes.len(), records.next.as_deref()), (2, Some("next")));

    let stream = StreamDescription::of("arn", "users", [Shard::of("shardId-1")]);
    assert!(stream.is_enabled && stream.shards[0].id == "shardId-1" && stream.view.is_none());
    assert_eq!(StreamSummary::of("arn", "users", "2026").label, "2026");
    let lease = Lease::of("projector", "arn", "shardId-1");
    assert_eq!((lease.owner, lease.epoch, lease.ended), (None, 0, false));
}

#[test]
fn descriptions_of_tables() {
    let raw = aws_sdk_dynamodb::types::TableDescription::builder().table_name("users").table_size_bytes(9).build();
    let table = TableDescription::of(raw, None);
    assert_eq!((table.name.as_str(), table.size_bytes, table.indexes.len()), ("users", 9, 0));
}
