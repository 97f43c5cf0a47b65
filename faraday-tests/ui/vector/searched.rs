use faraday::{Item, Table};

#[derive(Item)]
#[faraday(
    table = "docs",
    vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine, filters(lang)),
    vector_index(in_tenant, attribute = embedding, dimensions = 3, distance = cosine, partition_key = tenant)
)]
struct Doc {
    #[faraday(partition_key)]
    id: u64,
    lang: String,
    tenant: String,
    embedding: Vec<f32>,
}

fn main() {
    let _ = Table::<Doc>::index(Doc::BY_EMBEDDING).search(&[0.0, 1.0]);
    let _ = Table::<Doc>::index(Doc::BY_EMBEDDING).search(vec![0.0_f64, 1.0, 0.0]);
    let _ = Table::<Doc>::index(Doc::BY_EMBEDDING).search_partition("acme", [0.0, 1.0, 0.0]);
    let _ = Table::<Doc>::index(Doc::IN_TENANT).search([0.0, 1.0, 0.0]);
    let _ = Table::<Doc>::index(Doc::IN_TENANT).search_partition(7, [0.0, 1.0, 0.0]);
    let _ = Table::<Doc>::index(Doc::BY_EMBEDDING).search([0.0, 1.0, 0.0]).consistent();
}
