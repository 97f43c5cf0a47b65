//! Several kinds have their vectors in one index; a search finds only its own kind.

use faraday::{ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String),
    vector_index(near, attribute = vector, dimensions = 2, distance = euclidean, filters(kind: String, lang: String)),
    vector_index(
        near_of_tenant, attribute = vector, dimensions = 2, distance = dot_product, partition_key(tenant: String),
        rename = "of-tenant",
    ),
)]
pub(super) struct App;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "page", partition_key = "PAGE#{id}",
    index(near, attribute = embedding, filters(lang)),
    index(near_of_tenant, attribute = embedding, partition_key = tenant),
)]
pub(super) struct Page {
    id: u64,
    lang: String,
    tenant: String,
    #[faraday(rename = "vector")]
    embedding: [f32; 2],
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "image", partition_key = "IMAGE#{id}", index(near, attribute = vector))]
pub(super) struct Image {
    id: u64,
    vector: Vec<f64>,
}

#[tokio::test]
async fn a_search_finds_the_items_of_its_kind() {
    faraday_tests::needs!(VectorSearch);
    with_table::<App>(async |_| {
        let page = Page { id: 1, lang: "en".into(), tenant: "acme".into(), embedding: [3.0, 4.0] };
        Table::<Page>::put(&page).await.unwrap();
        Table::<Image>::put(&Image { id: 1, vector: vec![0.5, 0.5] }).await.unwrap();
        let pages = Table::<Page>::index(Page::NEAR).search([0.0, 0.0]);
        assert_eq!(pages.filter(Page::LANG.eq("en")).await.unwrap(), [(page.clone(), 5.0)]);
        let images = Table::<Image>::index(Image::NEAR).search([0.5, 0.5]).await.unwrap();
        assert_eq!(images, [(Image { id: 1, vector: vec![0.5, 0.5] }, 0.0)]);
        let of_tenant = Table::<Page>::index(Page::NEAR_OF_TENANT).search_partition("acme", [1.0, 1.0]).await.unwrap();
        assert_eq!(of_tenant, [(page, 7.0)]);
        let short = Image { id: 2, vector: vec![0.5] };
        assert_eq!(Table::<Image>::put(&short).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    })
    .await;
}
