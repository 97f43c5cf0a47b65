use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "docs",
    vector_index(by_missing, attribute = vector, dimensions = 3, distance = cosine, filters(language)),
    vector_index(by_key, attribute = id, dimensions = 3, distance = cosine),
    vector_index(by_frozen, attribute = frozen, dimensions = 3, distance = cosine, filters(skipped)),
    vector_index(by_itself, attribute = embedding, dimensions = 3, distance = cosine, filters(embedding, lang, lang)),
    vector_index(by_typed, attribute = embedding, dimensions = 4, distance = cosine, filters(lang: String))
)]
struct Doc {
    #[faraday(partition_key)]
    id: u64,
    lang: String,
    #[faraday(frozen)]
    frozen: Vec<f32>,
    #[faraday(skip)]
    skipped: String,
    embedding: Vec<f32>,
}

#[derive(Item)]
#[faraday(
    table = "pages",
    vector_index(in_tenant, attribute = embedding, dimensions = 3, distance = cosine,
        partition_key = (tenant, lang), filters(tenant)),
    billing = provisioned(5, 5)
)]
struct Page {
    #[faraday(partition_key)]
    id: u64,
    tenant: String,
    lang: String,
    embedding: Vec<f32>,
}

#[derive(Item)]
#[faraday(table = "notes", vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine))]
struct Note {
    #[faraday(partition_key)]
    id: u64,
    embedding: Vec<f32>,
    #[faraday(extra)]
    rest: std::collections::BTreeMap<String, String>,
}

fn main() {}
