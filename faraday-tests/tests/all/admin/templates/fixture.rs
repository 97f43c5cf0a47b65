//! Tables of every kind.

use faraday::admin::TableTemplate;
use faraday::schema::{
    Billing, DistanceFunction, IndexSchema, KeyElement, PointInTimeRecovery, Projected, ServerSideEncryption,
    StreamView, TableClass, TableSchema, TableSettings, VectorSchema,
};
use faraday::{Item, Table};

#[derive(Debug, Item)]
#[faraday(table = "notes")]
pub(super) struct Note {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String), sort_key(sk: String),
    global_index(inverted, partition_key = sk, sort_key = pk),
    global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
    ttl = expires_at, stream = new_and_old_images,
)]
pub(super) struct App;

const KEY: &str = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// Every setting of a table that is provisioned.
pub(super) const PROVISIONED: TableSchema = TableSchema::new("order-lines.v2", KeyElement::new::<Vec<u8>>("order id"))
    .with_sort_key(KeyElement::new::<u64>("number"))
    .with_indexes(&[
        IndexSchema::global("by_article", &[KeyElement::new::<String>("article")], &[])
            .with_projection(Projected::Include(&["price", "amount"]))
            .with_throughput(7, 3)
            .with_warm_throughput(13_000, 5_000),
        IndexSchema::global(
            "by_place",
            &[KeyElement::new::<String>("country"), KeyElement::new::<String>("city")],
            &[KeyElement::new::<u64>("year"), KeyElement::new::<u64>("day")],
        )
        .with_projection(Projected::KeysOnly),
        IndexSchema::local("by_day", &[KeyElement::new::<Vec<u8>>("order id")], &[KeyElement::new::<u64>("day")])
            .with_projection(Projected::Include(&["price"])),
    ])
    .with_settings(
        &TableSettings::new()
            .with_billing(Billing::Provisioned(20, 10))
            .with_ttl("expires at")
            .with_stream(StreamView::KeysOnly)
            .with_table_class(TableClass::StandardInfrequentAccess)
            .with_deletion_protection(true)
            .with_encryption(ServerSideEncryption::CustomerManaged(KEY))
            .with_tags(&[("team", "shop"), ("cost center", "7 + ${x} %{y}")])
            .with_point_in_time_recovery(PointInTimeRecovery::Days(7))
            .with_warm_throughput(14_000, 6_000),
    );

/// What only a table billed on demand has.
pub(super) const ON_DEMAND: TableSchema = TableSchema::new("on_demand", KeyElement::new::<String>("id"))
    .with_indexes(&[IndexSchema::global("by_name", &[KeyElement::new::<String>("name")], &[])
        .with_max_throughput(50, 40)
        .with_warm_throughput(12_000, 4_000)])
    .with_settings(
        &TableSettings::new()
            .with_billing(Billing::OnDemandUpTo(100, 90))
            .with_deletion_protection(false)
            .with_encryption(ServerSideEncryption::AwsOwned)
            .with_point_in_time_recovery(PointInTimeRecovery::Off),
    );

/// A table with a vector index, which Terraform does not have.
pub(super) const VECTORS: TableSchema =
    TableSchema::new("docs", KeyElement::new::<String>("id")).with_indexes(&[IndexSchema::of_vectors(
        "by_embedding",
        &[KeyElement::new::<String>("tenant")],
        VectorSchema::new("embedding", 384, DistanceFunction::DotProduct)
            .with_filters(&[KeyElement::new::<u64>("year")]),
    )
    .with_projection(Projected::Include(&["title"]))]);

/// All tables, and what builders change of them.
pub(super) fn all() -> Vec<(&'static str, TableTemplate)> {
    vec![
        ("note", Table::<Note>::template()),
        ("app", App::SCHEMA.template()),
        ("provisioned", PROVISIONED.template()),
        ("on_demand", ON_DEMAND.template()),
        ("aws_managed", ON_DEMAND.template().encryption(ServerSideEncryption::AwsManaged)),
        ("provisioned at run time", App::SCHEMA.template().provisioned(5, 6).index_provisioned("gsi1", 7, 8)),
        ("on demand at run time", PROVISIONED.template().on_demand()),
        ("without a stream", App::SCHEMA.template().without_stream().without_ttl().table_name("prod-app").deletable()),
    ]
}
