use faraday::Table;

#[derive(Table)]
#[faraday(
    name = "docs",
    partition_key(pk: String),
    vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine, filters(lang)),
    vector_index(by_row, attribute = embedding, dimensions = 3, distance = cosine, row = Doc)
)]
struct Docs;

fn main() {}
