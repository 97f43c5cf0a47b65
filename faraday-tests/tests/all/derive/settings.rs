//! The settings of a table that a struct declares, besides keys and indexes.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use faraday::schema::{
    Billing, DeclaredTable, Expires, NeverExpires, PointInTimeRecovery, ServerSideEncryption, StreamView, TableClass,
};
use faraday::value::time::EpochSeconds;
use faraday::{Item, Table, Value};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String),
    global_index(gsi1, partition_key(gsi1pk: String), max_throughput(40, 20), warm_throughput(13000, 5000)),
    billing = on_demand(100, 50),
    stream = keys_only,
    ttl = until,
    table_class = standard_infrequent_access,
    deletion_protection,
    encryption = "alias/app",
    tags(team = "shop", "cost center" = "7", r#type = ""),
    point_in_time_recovery = 14,
    warm_throughput(12000, 4000),
)]
struct App;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_total, partition_key = total, throughput(2, 1)),
    billing = provisioned(5, 6),
    stream = new_image,
    table_class = standard,
    deletion_protection = false,
    encryption = aws_managed,
    tags("team" = "shop"),
    point_in_time_recovery = false,
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
}

#[derive(Item)]
#[faraday(table = "plain", encryption = aws_owned, point_in_time_recovery, billing = on_demand)]
struct Plain {
    #[faraday(partition_key)]
    id: u64,
}

#[test]
fn a_table_declares_all_settings() {
    let settings = App::TABLE.settings();
    assert_eq!(settings.billing(), Billing::OnDemandUpTo(100, 50));
    assert_eq!(settings.stream(), Some(StreamView::KeysOnly));
    assert_eq!(settings.ttl(), Some("until"));
    assert_eq!(settings.table_class(), Some(TableClass::StandardInfrequentAccess));
    assert_eq!(settings.deletion_protection(), Some(true));
    assert_eq!(settings.encryption(), Some(ServerSideEncryption::CustomerManaged("alias/app")));
    assert_eq!(settings.tags(), [("team", "shop"), ("cost center", "7"), ("type", "")]);
    assert_eq!(settings.point_in_time_recovery(), Some(PointInTimeRecovery::Days(14)));
    assert_eq!(settings.warm_throughput(), Some((12000, 4000)));
    let index = App::TABLE.indexes()[0];
    assert_eq!((index.max_throughput(), index.warm_throughput()), (Some((40, 20)), Some((13000, 5000))));
}

#[test]
fn an_item_declares_those_of_its_own_table() {
    let settings = Order::SCHEMA.settings();
    assert_eq!(settings.billing(), Billing::Provisioned(5, 6));
    assert_eq!(settings.stream(), Some(StreamView::NewImage));
    assert_eq!(settings.table_class(), Some(TableClass::Standard));
    assert_eq!(settings.deletion_protection(), Some(false));
    assert_eq!(settings.encryption(), Some(ServerSideEncryption::AwsManaged));
    assert_eq!(settings.tags(), [("team", "shop")]);
    assert_eq!(settings.point_in_time_recovery(), Some(PointInTimeRecovery::Off));
    assert_eq!((settings.ttl(), settings.warm_throughput()), (None, None));
    assert_eq!(Order::SCHEMA.indexes()[0].throughput(), Some((2, 1)));
    let settings = Plain::SCHEMA.settings();
    assert_eq!(settings.encryption(), Some(ServerSideEncryption::AwsOwned));
    assert_eq!(settings.point_in_time_recovery(), Some(PointInTimeRecovery::On));
    assert_eq!(settings.billing(), Billing::OnDemand);
}

macro_rules! expiring {
    ($($name:ident $(<$parameter:ident>)?: $(#[$option:meta])? $ty:ty;)*) => {$(
        #[derive(Item)]
        #[faraday(table = "expiring", rename_all = "camelCase")]
        struct $name $(<$parameter: Value<Kind = faraday::value::kind::S> + Send + Sync + 'static>)? {
            #[faraday(partition_key)]
            id: u64,
            #[faraday(ttl)]
            $(#[$option])?
            expires_at: $ty,
            $(other: $parameter,)?
        }
    )*};
}

#[derive(Value)]
struct Seconds(u64);

expiring! {
    Integer: u64;
    Signed: Option<i64>;
    Short: u32;
    SignedShort: i32;
    Time: SystemTime;
    TimeOption: Option<std::time::SystemTime>;
    Wrapped: EpochSeconds<SystemTime>;
    Newtype: Seconds;
    Chrono: #[faraday(as = EpochSeconds<DateTime<Utc>>)] Option<DateTime<Utc>>;
    Jiff: #[faraday(as = EpochSeconds<jiff::Timestamp>)] jiff::Timestamp;
    Crate: #[faraday(as = EpochSeconds<time::UtcDateTime>)] time::UtcDateTime;
    With: #[faraday(with = faraday::value::time::epoch_seconds)] jiff::Timestamp;
    Generic<T>: u64;
}

#[test]
fn a_marked_field_is_the_time_to_live() {
    fn ttl<I: Item<Ttl = Expires>>() -> Option<&'static str> {
        I::SCHEMA.ttl()
    }
    let all = [
        ttl::<Integer>(),
        ttl::<Signed>(),
        ttl::<Short>(),
        ttl::<SignedShort>(),
        ttl::<Time>(),
        ttl::<TimeOption>(),
        ttl::<Wrapped>(),
        ttl::<Newtype>(),
        ttl::<Chrono>(),
        ttl::<Jiff>(),
        ttl::<Crate>(),
        ttl::<With>(),
        ttl::<Generic<String>>(),
    ];
    assert_eq!(all, [Some("expiresAt"); 13]);
}

#[derive(Item)]
#[faraday(table = "kept", kind = "Kept")]
struct Kept {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl)]
    until: u64,
}

#[derive(Item)]
#[faraday(table = "kept", tag = "kind", deletion_protection)]
enum Several {
    Kept(Kept),
}

#[test]
fn an_enum_adds_its_settings_to_those_of_its_first_item() {
    fn is<T: DeclaredTable<Ttl = E>, E>() {}
    is::<Several, Expires>();
    is::<(Kept, Several), Expires>();
    is::<Order, NeverExpires>();
    is::<App, Expires>();
    let settings = Several::SCHEMA.settings();
    assert_eq!((settings.ttl(), settings.deletion_protection()), (Some("until"), Some(true)));
}
