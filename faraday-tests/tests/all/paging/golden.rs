//! The requests of reads, byte for byte.

use faraday::{Condition, Item, Projection, Table, Value, operation::TableQuery};

use crate::execute::golden::golden;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "shipments",
    global_index(by_status, partition_key = status, sort_key = sent_at),
    global_index(by_place, partition_key = (country, city), sort_key = (status, sent_at), projection = keys_only),
    local_index(by_weight, sort_key = weight)
)]
struct Shipment {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
    sent_at: i64,
    weight: u64,
    country: String,
    city: String,
    parcels: Vec<Parcel>,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Parcel {
    label: String,
    size: Option<u64>,
}

#[derive(Debug, Projection)]
#[faraday(of = Shipment)]
#[allow(dead_code)]
struct Summary {
    id: u64,
    status: String,
}

fn shipment() -> Shipment {
    Shipment {
        customer: "ann".into(),
        id: 7,
        status: "sent".into(),
        sent_at: -5,
        weight: 3,
        country: "GB".into(),
        city: "Leeds".into(),
        parcels: Vec::new(),
    }
}

fn query() -> TableQuery<Shipment> {
    Table::<Shipment>::query("ann")
}

#[tokio::test]
async fn requests_of_queries_of_indexes() {
    let by_status = || Table::<Shipment>::index(Shipment::BY_STATUS);
    golden("query_global_index", by_status().query("sent").sort_key_range(-5..).descending()).await;
    let by_weight = Table::<Shipment>::index(Shipment::BY_WEIGHT).query("ann").sort_key_range(1..=3);
    golden("query_local_index", by_weight.consistent().metered()).await;
    let by_place = || Table::<Shipment>::index(Shipment::BY_PLACE).query(("GB", "Leeds"));
    golden("query_multi_attribute_index", by_place()).await;
    golden("query_multi_attribute_sort_key", by_place().sort_key("sent").sort_key_range(..=0)).await;
    let after = by_status().query("sent").cursor(&shipment()).unwrap();
    golden("query_index_after", by_status().query("sent").after(after)).await;
}

#[tokio::test]
async fn requests_of_pages() {
    let cursor = || query().cursor(&shipment()).unwrap();
    golden("query_page", query().page_size(25).page()).await;
    golden("query_page_after", query().after(cursor()).page_size(25).limit(10).page()).await;
    golden("query_first", query().descending().first()).await;
    golden("query_one", query().filter(Shipment::STATUS.eq("sent")).one()).await;
    golden("query_count", query().filter(Shipment::WEIGHT.gt(1)).count()).await;
    golden("query_count_limit", query().select(Shipment::ID).limit(3).count().metered()).await;
}

#[tokio::test]
async fn requests_with_options() {
    let bounds = |from: Option<u64>, to: Option<u64>| query().sort_key_bounds(from, to);
    golden("query_bounds", bounds(Some(1), Some(9))).await;
    golden("query_bounds_from", bounds(Some(1), None)).await;
    golden("query_bounds_to", bounds(None, Some(9))).await;
    golden("query_bounds_none", bounds(None, None)).await;
    let none = query().sort_key(None::<u64>).filter(None).limit(None).page_size(None).after(None);
    golden("query_options_none", none).await;
    let wanted = || [Some(Shipment::STATUS.eq("sent")), None, Some(Shipment::WEIGHT.gt(1))];
    golden("query_all", query().filter(Condition::all(wanted()))).await;
    golden("query_any", query().filter(Condition::any(wanted())).filter(Shipment::CITY.exists())).await;
    let nothing = Condition::all(Vec::<Condition<Shipment>>::new());
    golden("query_all_of_nothing", query().filter(nothing).limit(3)).await;
}

#[tokio::test]
async fn requests_of_scans() {
    golden("scan", Table::<Shipment>::scan()).await;
    let all = Table::<Shipment>::scan()
        .segment(1, 3)
        .filter(Shipment::WEIGHT.between(1, 9))
        .select((Shipment::ID, Shipment::STATUS))
        .consistent()
        .page_size(50)
        .metered();
    golden("scan_all_options", all).await;
    golden("scan_index_count", Table::<Shipment>::index(Shipment::BY_STATUS).scan().count()).await;
    let cursor = Table::<Shipment>::scan().cursor(&shipment()).unwrap();
    golden("scan_after", Table::<Shipment>::scan().limit(9).after(cursor)).await;
    golden("scan_parallel", Table::<Shipment>::scan().page_size(10).parallel(1)).await;
}

#[tokio::test]
async fn requests_of_selections() {
    let at = |index| Shipment::PARCELS.at(index);
    golden("select_one", query().select(Shipment::WEIGHT)).await;
    golden("select_tuple", query().select((Shipment::WEIGHT, at(0).dot(Parcel::LABEL), Shipment::WEIGHT))).await;
    let elements = (at(2).dot(Parcel::SIZE), at(0).dot(Parcel::SIZE), at(2).dot(Parcel::LABEL));
    golden("select_elements", query().filter(Shipment::WEIGHT.gt(1)).select(elements)).await;
    golden("select_overlapping", query().select((at(0).dot(Parcel::SIZE), Shipment::PARCELS, at(1)))).await;
    golden("select_as", query().select_as::<Summary>()).await;
    golden("get_select", Table::<Shipment>::get(("ann", 7)).consistent().select((Shipment::STATUS, at(1)))).await;
    golden("get_select_as", Table::<Shipment>::get(("ann", 7)).select_as::<Summary>()).await;
}

#[derive(Debug, Item)]
#[faraday(table = "sessions", global_index(by_name, partition_key = name))]
struct Session {
    #[faraday(partition_key)]
    user: String,
    #[faraday(sort_key)]
    token: u64,
    name: String,
    #[faraday(ttl)]
    expires: Option<u64>,
}

#[tokio::test]
async fn reads_of_what_lives() {
    let query = || Table::<Session>::query("ann").live();
    golden("live_query", query()).await;
    let either = Session::NAME.eq("web") | Session::NAME.not_exists();
    golden("live_query_filter", query().filter(either).select((Session::TOKEN,)).limit(5)).await;
    golden("live_query_index_count", Table::<Session>::index(Session::BY_NAME).query("web").live().count()).await;
    golden("live_scan", Table::<Session>::scan().live()).await;
    golden("live_get", Table::<Session>::get(("ann", 1)).live()).await;
    golden("live_get_select", Table::<Session>::get(("ann", 1)).live().select((Session::NAME,))).await;
    golden("live_get_many", Table::<Session>::get_many([("ann", 1), ("ann", 2)]).live()).await;
    let select = Table::<Session>::get_many([("ann", 1)]).live().select((Session::NAME,));
    golden("live_get_many_select", select).await;
}
