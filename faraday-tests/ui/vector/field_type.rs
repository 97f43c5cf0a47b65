use std::collections::BTreeSet;

use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "docs",
    vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine),
    vector_index(by_text, attribute = text, dimensions = 3, distance = cosine, filters(tags))
)]
struct Doc {
    #[faraday(partition_key)]
    id: u64,
    embedding: [f32; 4],
    text: Vec<String>,
    tags: BTreeSet<String>,
}

fn main() {}
