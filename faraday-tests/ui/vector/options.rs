use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "docs",
    vector_index(by_nothing),
    vector_index(by_most, attribute = embedding, dimensions = 5000, distance = cosine),
    vector_index(by_word, attribute = embedding, dimensions = many, distance = cosine),
    vector_index(by_distance, attribute = embedding, dimensions = 3, distance = manhattan),
    vector_index(by_sort_key, attribute = embedding, dimensions = 3, distance = cosine, sort_key = lang),
    vector_index(by_units, attribute = embedding, dimensions = 3, distance = cosine, throughput(5, 5)),
    vector_index(by_filter, attribute = embedding, dimensions = 3, distance = cosine, filters = lang),
    vector_index(by_no_filter, attribute = embedding, dimensions = 3, distance = cosine, filters()),
    vector_index(by_dimension, attribute = embedding, dimension = 3, distance = cosine),
    vector_index(attribute = embedding),
    vector_index
)]
struct Doc {
    #[faraday(partition_key)]
    id: u64,
    lang: String,
    embedding: Vec<f32>,
}

fn main() {}
