//! Random batches with random failures: the changes of an item are handled in order, none after a failure, and the response names the rest.

use std::collections::HashSet;
use std::sync::Mutex;

use faraday::changes::{BatchResponse, Change, ChangeBatch};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::{Order, batch_of, image, order, record};

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Done,
    /// The handler fails.
    Fails,
    /// The image does not fit the struct.
    Misfit,
    /// Nobody knows its item.
    WithoutKey,
}

#[derive(Debug, Clone)]
struct Given {
    item: u64,
    fate: Fate,
    /// How often the handler waits.
    waits: u8,
}

fn records() -> impl Strategy<Value = Vec<Given>> {
    let fate = prop_oneof![
        12 => Just(Fate::Done),
        2 => Just(Fate::Fails),
        1 => Just(Fate::Misfit),
        1 => Just(Fate::WithoutKey),
    ];
    let given = (0..6_u64, fate, 0..4_u8).prop_map(|(item, fate, waits)| Given { item, fate, waits });
    prop::collection::vec(given, 0..40)
}

fn batch(records: &[Given]) -> ChangeBatch<Order> {
    batch_of(records.iter().enumerate().map(|(place, given)| {
        // The total tells the handler which record it is.
        let mut image = image(&order("ann", given.item, place as u64));
        if given.fate == Fate::Misfit {
            image["total"] = json!({ "BOOL": true });
        }
        let keys = match given.fate {
            Fate::WithoutKey => json!({}),
            _ => json!({ "customer": image["customer"], "number": image["number"] }),
        };
        record(place, "MODIFY", keys, image, Value::Null)
    }))
}

/// The records that are handled, and those that the answer names.
fn expected(records: &[Given]) -> (Vec<u64>, Vec<(String, bool)>) {
    let (mut handled, mut named, mut stopped) = (Vec::new(), Vec::new(), HashSet::new());
    for (place, given) in records.iter().enumerate() {
        let left_out = given.fate != Fate::WithoutKey && stopped.contains(&given.item);
        if !left_out && matches!(given.fate, Fate::Done | Fate::Fails) {
            handled.push(place as u64);
        }
        if left_out || given.fate != Fate::Done {
            named.push((place.to_string(), left_out));
        }
        if matches!(given.fate, Fate::Fails | Fate::Misfit) {
            stopped.insert(given.item);
        }
    }
    (handled, named)
}

fn named(response: &BatchResponse) -> Vec<(String, bool)> {
    let failures = response.failures().iter();
    failures.map(|failure| (failure.identifier().to_owned(), failure.is_left_out())).collect()
}

async fn handle(records: &[Given], handled: &Mutex<Vec<u64>>, change: Change<Order>) -> Result<(), String> {
    let place = change.new().unwrap().total;
    handled.lock().unwrap().push(place);
    let given = &records[place as usize];
    for _ in 0..given.waits {
        tokio::task::yield_now().await;
    }
    if given.fate == Fate::Fails { Err("failed".into()) } else { Ok(()) }
}

proptest! {
    #![proptest_config(crate::random::cases(400))]

    #[test]
    fn every_record_is_done_or_named(records in records(), most in 0..8_usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (expected, names) = expected(&records);
        let handled = Mutex::new(Vec::new());

        let response = runtime.block_on(batch(&records).each_in_order(|change| handle(&records, &handled, change)));
        prop_assert_eq!(named(&response), &names[..]);
        prop_assert_eq!(&std::mem::take(&mut *handled.lock().unwrap()), &expected);

        let handler = |change| handle(&records, &handled, change);
        let response = runtime.block_on(batch(&records).each_concurrently(most, handler));
        prop_assert_eq!(named(&response), names);
        let handled = handled.into_inner().unwrap();
        for item in 0..6 {
            let of_item = |places: &[u64]| -> Vec<u64> {
                places.iter().copied().filter(|place| records[*place as usize].item == item).collect()
            };
            prop_assert_eq!(of_item(&handled), of_item(&expected));
        }
    }
}
