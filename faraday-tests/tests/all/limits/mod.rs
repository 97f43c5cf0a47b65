//! Time-outs, retry policies, rate limits, observers and spans.

mod observed;
mod rates;
mod retries;
mod spans;
mod timeouts;

use faraday::testing::Faults;
use faraday::{Database, Item, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "notes", local_index(by_size, sort_key = size))]
struct Note {
    #[faraday(partition_key)]
    book: String,
    #[faraday(sort_key)]
    page: u32,
    size: u32,
    text: String,
    #[faraday(version)]
    version: u64,
}

fn note(page: u32) -> Note {
    Note { book: "a".into(), page, size: page, text: "secret-text".into(), version: 0 }
}

/// Runs a test on a new engine with the table of notes, over both paths of the transport.
async fn with_notes(test: impl AsyncFn(&Database, &Faults)) {
    for codec in [faraday::database::Codec::Wire, faraday::database::Codec::Map] {
        let (client, faults) = Faults::new().over(&environment::client());
        with_table_of::<Note>(own_database_over(client, codec), async |database| {
            faults.reset();
            test(database, &faults).await;
            // The table is dropped after it.
            faults.reset();
        })
        .await;
    }
}

async fn put(pages: std::ops::Range<u32>) {
    Table::<Note>::put_many(pages.map(note)).await.unwrap();
}
