//! Operations on tables: in all their variants, they send requests that need exactly the permissions of their policies.

use std::time::Duration;

use faraday::admin::iam::{Action, Operation};
use faraday::schema::{
    DeclaredTable, IndexSchema, KeyElement, PointInTimeRecovery, Simple, StreamView, TableSchema, TableSettings,
};
use faraday::{Database, Table};
use faraday_tests::control_plane::ControlPlane;

use super::needed::{Permissions, allowed, needed, policy};

/// A table that declares nothing but its key.
struct Bare;

impl DeclaredTable for Bare {
    type Key = Simple<String>;
    type Ttl = faraday::schema::NeverExpires;

    const TABLE: TableSchema = TableSchema::new("bare", KeyElement::new::<String>("id"));
}

/// A table that declares all that needs requests of its own.
struct Full;

impl DeclaredTable for Full {
    type Key = Simple<String>;
    type Ttl = faraday::schema::NeverExpires;

    const TABLE: TableSchema = TableSchema::new("full", KeyElement::new::<String>("id")).with_settings(
        &TableSettings::new()
            .with_ttl("expires_at")
            .with_tags(&[("team", "shop")])
            .with_point_in_time_recovery(PointInTimeRecovery::On),
    );
}

/// The same table with an index.
struct Indexed;

impl DeclaredTable for Indexed {
    type Key = Simple<String>;
    type Ttl = faraday::schema::NeverExpires;

    const TABLE: TableSchema =
        Full::TABLE.with_indexes(&[IndexSchema::global("by_name", &[KeyElement::new::<String>("name")], &[])]);
}

fn plane() -> (ControlPlane, Database) {
    let plane = ControlPlane::new().creating_for(Duration::from_secs(2)).updating_for(Duration::from_secs(2));
    let plane = plane.deleting_for(Duration::from_secs(2));
    let db = Database::new(plane.client());
    (plane, db)
}

async fn rest() {
    tokio::time::sleep(Duration::from_secs(4_000)).await;
}

fn sent(plane: &ControlPlane) -> Permissions {
    plane.requests().iter().flat_map(|request| needed(&request.operation, &request.body)).collect()
}

/// The table as somebody else made it, with other settings; nothing is remembered of that.
async fn other<T: DeclaredTable>() -> (ControlPlane, Database) {
    let (plane, db) = plane();
    let create = Table::<Bare>::create().on_table(T::TABLE.table());
    // To change a time to live takes an hour, so that only the table that declares none has one.
    let create = if T::TABLE.ttl().is_none() { create.ttl("old") } else { create };
    create.on(&db).await.unwrap();
    rest().await;
    plane.clear();
    (plane, db)
}

/// All that the operation sends for this table.
async fn all_sent<T: DeclaredTable>(operation: Operation) -> faraday::Result<Permissions> {
    let mut all = Permissions::new();
    let (plane, db) = plane();
    match operation {
        Operation::CREATE_TABLE => Table::<T>::create().on(&db).await?,
        Operation::ENSURE_TABLE => {
            Table::<T>::ensure().on(&db).await?;
            rest().await;
            Table::<T>::ensure().on(&db).await?;
        }
        Operation::VERIFY_TABLE => {
            Table::<T>::create().on(&db).await?;
            rest().await;
            plane.clear();
            Table::<T>::verify().on(&db).await?;
        }
        Operation::PLAN_TABLE => {
            let (plane, db) = other::<T>().await;
            Table::<T>::plan().on(&db).await?;
            all.extend(sent(&plane));
        }
        Operation::APPLY_PLAN => {
            Table::<T>::plan().on(&db).await?.apply().on(&db).await?;
            let (plane, db) = other::<T>().await;
            let plan = Table::<T>::plan().stream(StreamView::KeysOnly).on(&db).await?;
            plan.apply().allow_destructive().timeout(Duration::from_secs(9_000)).on(&db).await?;
            all.extend(sent(&plane));
        }
        Operation::UPDATE_TABLE => {
            let (plane, db) = other::<T>().await;
            let update = Table::<T>::update_table().stream(StreamView::KeysOnly);
            let settings = T::TABLE.settings();
            let update = match settings.ttl() {
                Some(ttl) => update.ttl(ttl).tag("team", "shop").point_in_time_recovery(PointInTimeRecovery::On),
                None => update,
            };
            update.timeout(Duration::from_secs(9_000)).on(&db).await?;
            if !settings.tags().is_empty() {
                Table::<T>::update_table().without_tag("team").on(&db).await?;
            }
            all.extend(sent(&plane));
        }
        Operation::DESCRIBE_TABLE => {
            Table::<T>::create().on(&db).await?;
            plane.clear();
            _ = Table::<T>::describe().on(&db).await?;
        }
        Operation::DELETE_TABLE => {
            Table::<T>::create().on(&db).await?;
            rest().await;
            plane.clear();
            Table::<T>::delete_table().on(&db).await?;
        }
        Operation::LIST_TABLES => while db.tables().try_next().await?.is_some() {},
        Operation::DROP_ALL => {
            Table::<T>::create().on(&db).await?;
            rest().await;
            plane.clear();
            db.drop_all(T::TABLE.table()).await?;
        }
        // The others are on items.
        _ => {}
    }
    all.extend(sent(&plane));
    Ok(all)
}

async fn check<T: DeclaredTable>() {
    let of_tables = Operation::ALL.iter().skip_while(|operation| **operation != Operation::CREATE_TABLE);
    let of_tables = of_tables.take_while(|operation| **operation != Operation::CHANGES);
    for operation in of_tables {
        let sent = all_sent::<T>(*operation).await.unwrap_or_else(|error| panic!("{operation:?}: {error}"));
        assert!(!sent.is_empty(), "{operation:?} has no test");
        assert_eq!(sent, allowed(&policy().allow::<T>([*operation])), "{operation:?} of `{}`", T::TABLE.table());
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_on_a_bare_table_needs_what_its_policy_allows() {
    check::<Bare>().await;
}

#[tokio::test(start_paused = true)]
async fn an_operation_on_a_table_with_settings_needs_what_its_policy_allows() {
    check::<Full>().await;
}

#[test]
fn several_types_need_what_any_of_them_declares() {
    let together = allowed(&policy().allow::<(Indexed, Full)>([Operation::CREATE_TABLE]));
    assert_eq!(together, allowed(&policy().allow::<Full>([Operation::CREATE_TABLE])));
    assert_eq!(Operation::VERIFY_TABLE.actions(&Bare::TABLE), [Action::DESCRIBE_TABLE, Action::DESCRIBE_TIME_TO_LIVE]);
}
