use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "docs",
    vector_index(by_1, attribute = embedding, dimensions = 3, distance = cosine),
    vector_index(by_2, attribute = embedding, dimensions = 3, distance = euclidean),
    vector_index(by_3, attribute = embedding, dimensions = 3, distance = dot_product),
    vector_index(by_4, attribute = embedding, dimensions = 3, distance = cosine, projection = keys_only),
    vector_index(by_5, attribute = embedding, dimensions = 3, distance = cosine, partition_key = lang),
    vector_index(by_6, attribute = embedding, dimensions = 3, distance = cosine, filters(lang))
)]
struct Doc {
    #[faraday(partition_key)]
    id: u64,
    lang: String,
    embedding: Vec<f32>,
}

fn main() {}
