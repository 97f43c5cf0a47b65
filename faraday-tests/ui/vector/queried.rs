use faraday::{Item, Table};

#[derive(Item)]
#[faraday(
    table = "docs",
    vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine, filters(lang)),
    global_index(by_lang, partition_key = lang)
)]
struct Doc {
    #[faraday(partition_key)]
    id: u64,
    lang: String,
    embedding: Vec<f32>,
}

fn main() {
    let _ = Table::<Doc>::index(Doc::BY_EMBEDDING).query("en");
    let _ = Table::<Doc>::index(Doc::BY_EMBEDDING).scan();
    let _ = Table::<Doc>::index(Doc::BY_LANG).search(&[0.0, 0.0, 1.0]);
}
