use faraday::{Item, Table};

#[derive(Table)]
#[faraday(
    name = "docs",
    partition_key(pk: String),
    vector_index(near, attribute = vector, dimensions = 3, distance = cosine, filters(lang: String)),
    global_index(by_lang, partition_key(lang: String))
)]
struct Docs;

#[derive(Item)]
#[faraday(table = Docs, partition_key = "DOC#{id}", index(near))]
struct Doc {
    id: u64,
}

#[derive(Item)]
#[faraday(table = Docs, partition_key = "PAGE#{id}", index(near, attribute = embedding, filters(year)))]
struct Page {
    id: u64,
    embedding: Vec<f32>,
    year: u16,
}

#[derive(Item)]
#[faraday(table = Docs, partition_key = "NOTE#{id}", index(near, attribute = vector, filters(lang: String)))]
struct Note {
    id: u64,
    vector: Vec<f32>,
}

#[derive(Item)]
#[faraday(table = Docs, partition_key = "MEMO#{id}", index(near, attribute = vector))]
struct Memo {
    id: u64,
    vector: [f32; 2],
}

fn main() {}
