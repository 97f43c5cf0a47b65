use std::collections::{BTreeMap, BTreeSet};

use super::*;

#[tokio::test(start_paused = true)]
async fn a_closed_shard_ends_with_its_last_record() {
    let (service, client) = service();
    let shard = only_shard(&service);
    let written = ["ann", "bob"].map(|id| put(&service, id));
    let first = horizon(&service, &shard).await.unwrap();
    let (_, at_tip) = page(&client, &first).await.unwrap();
    service.roll_over(&shard);
    put(&service, "eve");
    let (records, next) = page(&client, &first).await.unwrap();
    assert_eq!((numbers(&records), next), (written.iter().map(String::as_str).collect(), None));
    let (records, next) = page(&client, &at_tip.unwrap()).await.unwrap();
    assert_eq!((records.len(), next), (0, None), "the reader at the tip sees the end in an empty page");
}

#[tokio::test(start_paused = true)]
async fn an_empty_shard_ends_too() {
    let (service, _) = service();
    let shard = only_shard(&service);
    service.roll_over(&shard);
    assert_eq!(read(&service, &shard).await, (Vec::new(), true));
}

#[tokio::test(start_paused = true)]
async fn the_children_of_a_split_share_its_keys() {
    let (service, _) = service();
    let parent = only_shard(&service);
    let children = service.split(&parent);
    let owners: BTreeSet<_> = (0..50).map(|id| service.shard_of(&key(&id.to_string())).unwrap()).collect();
    assert_eq!(owners, BTreeSet::from(children.clone()));
    let below = service.split(&children[0]);
    assert_eq!(service.open_shards().len(), 3);
    let moved = |id: &u64| below.contains(&service.shard_of(&key(&id.to_string())).unwrap());
    assert!((0..50).filter(moved).count() > 10);
}

/// Whoever reads parents before children sees the records of each key in their order.
#[tokio::test(start_paused = true)]
async fn the_records_of_a_key_stay_in_order_through_splits() {
    let service = StreamService::new("orders", &["id"]).with_shards(2).records_a_page(4);
    let mut shards = service.open_shards();
    for round in 0..6 {
        for id in 0..20 {
            put(&service, &id.to_string());
        }
        let open = service.open_shards();
        shards.extend(if round % 2 == 0 {
            service.split(&open[round % open.len()]).into()
        } else {
            service.roll_over_all()
        });
    }
    let mut read_by_key: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for shard in &shards {
        for record in read(&service, shard).await.0 {
            let change = record.dynamodb().unwrap();
            let id = change.keys().unwrap()["id"].as_s().unwrap().clone();
            read_by_key.entry(id).or_default().push(change.sequence_number().unwrap().to_owned());
        }
    }
    let mut written_by_key: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in service.written() {
        let id = record.key["id"]["S"].as_str().unwrap().to_owned();
        written_by_key.entry(id).or_default().push(record.sequence_number);
    }
    assert_eq!(read_by_key, written_by_key);
}

#[test]
fn what_was_written_is_kept_by_shard_too() {
    let (service, _) = service();
    let parent = only_shard(&service);
    put(&service, "ann");
    let child = service.roll_over(&parent);
    let number = put(&service, "bob");
    assert_eq!(service.written().len(), 2);
    let [record] = &service.written_to(&child)[..] else { panic!("one record") };
    assert_eq!((&record.key, &record.sequence_number), (&key("bob"), &number));
}

#[test]
fn numbers_grow_and_their_order_is_not_that_of_text() {
    let (service, _) = service();
    let written: Vec<_> = (0..100).map(|id| put(&service, &id.to_string())).collect();
    let numbers: Vec<u128> = written.iter().map(|number| number.parse().unwrap()).collect();
    assert!(numbers.is_sorted());
    assert!(!written.is_sorted());
}
