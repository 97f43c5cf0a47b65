//! Searches of vector indexes: order, filters, rows, partitions, and what is refused.

mod kinds;
mod random;

use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, ErrorKind, Item, Projection, Table, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table, with_table_of};

use crate::execute::golden::golden;

/// The same vectors by each distance.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "docs",
    vector_index(by_cosine, attribute = embedding, dimensions = 3, distance = cosine, filters(lang, year)),
    vector_index(by_euclidean, attribute = embedding, dimensions = 3, distance = euclidean, filters(lang)),
    vector_index(by_dot_product, attribute = embedding, dimensions = 3, distance = dot_product, filters(lang)),
    vector_index(
        of_tenant, attribute = embedding, dimensions = 3, distance = euclidean, partition_key = tenant,
        filters(lang), projection = keys_only,
    ),
    vector_index(
        with_title, attribute = embedding, dimensions = 3, distance = euclidean, projection = include(title, embedding),
        rename = "with-title",
    ),
)]
struct Doc {
    #[faraday(partition_key)]
    id: u64,
    lang: String,
    year: Option<u16>,
    tenant: Option<String>,
    #[faraday(rename = "heading")]
    title: String,
    #[faraday(rename = "vector")]
    embedding: Option<Vec<f32>>,
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Doc)]
struct Title {
    id: u64,
    title: String,
}

fn doc(id: u64, embedding: [f32; 3]) -> Doc {
    let lang = if id.is_multiple_of(2) { "en" } else { "de" };
    Doc {
        id,
        lang: lang.into(),
        year: None,
        tenant: None,
        title: format!("title {id}"),
        embedding: Some(embedding.to_vec()),
    }
}

async fn fill() {
    for (id, embedding) in [[1.0, 0.0, 0.0], [0.9, 0.1, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]].into_iter().enumerate()
    {
        Table::<Doc>::put(&doc(id as u64, embedding)).await.unwrap();
    }
    Table::<Doc>::put(&Doc { embedding: None, ..doc(9, [0.0; 3]) }).await.unwrap();
}

fn ids<T>(found: Vec<(T, f64)>, id: impl Fn(&T) -> u64) -> Vec<u64> {
    found.iter().map(|(row, _)| id(row)).collect()
}

#[tokio::test]
async fn the_nearest_come_first_with_their_scores() {
    faraday_tests::needs!(VectorSearch);
    with_table::<Doc>(async |_| {
        fill().await;
        let found = Table::<Doc>::index(Doc::BY_COSINE).search([2.0, 0.0, 0.0]).top(3).await.unwrap();
        assert_eq!(found[0], (doc(0, [1.0, 0.0, 0.0]), 0.0));
        assert_eq!(ids(found, |doc| doc.id), [0, 1, 2]);
        let found = Table::<Doc>::index(Doc::BY_EUCLIDEAN).search([0.0, 0.0, 3.0]).await.unwrap();
        assert_eq!((found.len(), found[0].0.id, found[0].1), (4, 3, 2.0));
        let found = Table::<Doc>::index(Doc::BY_DOT_PRODUCT).search(vec![0.0, 0.0, -1.0]).top(4).await.unwrap();
        assert_eq!((found[3].0.id, found[3].1), (3, -1.0));
    })
    .await;
}

#[tokio::test]
async fn a_filter_is_applied_before_the_items_are_counted() {
    faraday_tests::needs!(VectorSearch);
    with_table::<Doc>(async |_| {
        fill().await;
        Table::<Doc>::update(3).set(Doc::YEAR, 2025).await.unwrap();
        let search = || Table::<Doc>::index(Doc::BY_COSINE).search([1.0, 0.0, 0.0]);
        assert_eq!(ids(search().filter(Doc::LANG.eq("de")).top(1).await.unwrap(), |doc| doc.id), [1]);
        let both = search().filter(Doc::LANG.eq("de")).filter(Doc::YEAR.eq(2025));
        assert_eq!(ids(both.await.unwrap(), |doc| doc.id), [3]);
        assert!(search().filter(Doc::LANG.eq("fr")).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_row_is_what_the_index_holds_or_what_is_selected() {
    faraday_tests::needs!(VectorSearch);
    with_table::<Doc>(async |_| {
        fill().await;
        let near = || Table::<Doc>::index(Doc::BY_EUCLIDEAN).search([1.0, 0.0, 0.0]).top(1);
        let found = near().select((Doc::ID, Doc::TITLE)).await.unwrap();
        assert_eq!(found, [((0, "title 0".to_owned()), 0.0)]);
        let found = near().select_as::<Title>().await.unwrap();
        assert_eq!(found[0].0, Title { id: 0, title: "title 0".into() });
        let found = Table::<Doc>::index(Doc::WITH_TITLE).search([1.0, 0.0, 0.0]).top(1).await.unwrap();
        let DocWithTitle { id, title, embedding } = found.into_iter().next().unwrap().0;
        assert_eq!((id, title.as_str(), embedding), (0, "title 0", Some(vec![1.0, 0.0, 0.0])));
        let refused = Table::<Doc>::index(Doc::OF_TENANT).search_partition("acme", [0.0; 3]).select(Doc::TITLE).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidArgument);
        assert!(refused.to_string().contains("`heading` cannot be selected"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn an_index_with_a_partition_key_is_searched_in_one_partition() {
    faraday_tests::needs!(VectorSearch);
    with_table::<Doc>(async |_| {
        fill().await;
        for (id, tenant) in [(0, "acme"), (1, "acme"), (2, "other")] {
            Table::<Doc>::update(id).set(Doc::TENANT, tenant).await.unwrap();
        }
        let search =
            |tenant: &'static str| Table::<Doc>::index(Doc::OF_TENANT).search_partition(tenant, [0.9, 0.1, 0.0]);
        assert_eq!(ids(search("acme").await.unwrap(), |row| row.id), [1, 0]);
        assert_eq!(ids(search("acme").filter(Doc::LANG.eq("en")).await.unwrap(), |row| row.id), [0]);
        assert!(search("nobody").await.unwrap().is_empty());
        let empty = search("").await.unwrap_err();
        assert_eq!(empty.kind(), ErrorKind::Encode, "{empty}");
        let twice = search("acme").filter(Doc::TENANT.eq("acme")).await.unwrap_err();
        assert!(twice.to_string().contains("`tenant` is the partition key"), "{twice}");
    })
    .await;
}

/// What DynamoDB would refuse is not sent.
#[tokio::test]
async fn a_search_that_cannot_be_is_refused_before_it_is_sent() {
    let canned = Canned::answering("{}");
    let db = Database::builder(canned.client()).build();
    let search = |vector: &[f32]| Table::<Doc>::index(Doc::BY_COSINE).search(vector).on(&db);
    let good = [0.0, 0.5, 1.0];
    let cases = [
        (search(&[1.0, 2.0]).await, ErrorKind::InvalidArgument, "has 3 elements, this one has 2"),
        (search(&[]).await, ErrorKind::InvalidArgument, "this one has 0"),
        (search(&[0.0, f32::NAN, 1.0]).await, ErrorKind::Encode, "`SearchVector[1]`"),
        (search(&[0.0, 1.0, f32::INFINITY]).await, ErrorKind::Encode, "`SearchVector[2]`"),
        (search(&good).top(0).await, ErrorKind::InvalidArgument, "1 to 100"),
        (search(&good).top(101).await, ErrorKind::InvalidArgument, "1 to 100"),
        (search(&good).filter(Doc::TITLE.eq("a")).await, ErrorKind::InvalidArgument, "`heading` is not a filter"),
    ];
    for (result, kind, message) in cases {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (kind, Some("SearchVectors")), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    assert!(canned.recorded().is_empty());
}

#[tokio::test]
async fn a_vector_of_another_length_is_not_written() {
    let canned = Canned::answering("{}");
    let db = Database::builder(canned.client()).build();
    let short = Doc { embedding: Some(vec![0.25]), ..doc(1, [0.0; 3]) };
    let errors = [
        Table::<Doc>::put(&short).on(&db).await.unwrap_err(),
        Table::<Doc>::put_many([&short]).on(&db).await.unwrap_err(),
        Table::<Doc>::update(1).set(Doc::EMBEDDING, vec![0.25; 4]).on(&db).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains("attribute `vector`: a vector of this index has 3 elements"), "{error}");
        assert!(!error.to_string().contains("0.25"), "{error}");
    }
    assert!(canned.recorded().is_empty());
}

#[tokio::test]
async fn a_search_and_a_write_report_the_bytes_of_vector_indexes() {
    faraday_tests::needs!(VectorSearch);
    for codec in [Codec::Wire, Codec::Map] {
        let database = own_database_over(environment::client(), codec);
        with_table_of::<Doc>(database, async |_| {
            let written = Table::<Doc>::put(&doc(1, [0.0; 3])).metered().await.unwrap();
            assert!(
                written.capacity.as_ref().is_some_and(|capacity| capacity.vector_write_bytes >= 1024.0),
                "{written:?}"
            );
            let search = Table::<Doc>::index(Doc::BY_COSINE).search([0.0, 1.0, 0.0]).metered().await.unwrap();
            let capacity = search.capacity.as_ref().unwrap();
            assert!(capacity.vector_search_bytes >= 1024.0 && capacity.total == 0.0, "{search:?}");
            // A vector without a direction is as far from each other one as one at a right angle.
            assert_eq!((search.value[0].1, search.requests), (1.0, 1));
            assert!(search.request_id.is_some());
        })
        .await;
    }
}

#[tokio::test]
async fn both_paths_send_and_give_the_same() {
    faraday_tests::needs!(VectorSearch);
    let mut runs = Vec::new();
    for codec in [Codec::Wire, Codec::Map] {
        let (client, faults) = Faults::new().over(&environment::client());
        let database = own_database_over(client, codec);
        let (mut log, mut requests) = (Vec::new(), Vec::new());
        with_table_of::<Doc>(database, async |_| {
            fill().await;
            faults.reset();
            let search = || Table::<Doc>::index(Doc::BY_EUCLIDEAN).search([0.1, -1e-7, 3.4e38]);
            log.push(format!("{:?}", search().filter(Doc::LANG.eq("en")).top(2).await.unwrap()));
            log.push(format!("{:?}", search().select(Doc::TITLE).await.unwrap()));
            faults.fail_next("SearchVectors", Fault::Throttled);
            log.push(format!("{:?}", search().top(1).await.unwrap()));
            for request in faults.recorded().iter() {
                let mut body = request.json();
                body["TableName"] = "docs".into();
                requests.push(body);
            }
        })
        .await;
        // One was throttled, and sent again.
        assert_eq!(requests.len(), 4);
        runs.push((log, requests));
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn a_found_item_that_does_not_fit_is_named() {
    let found = r#"{"SearchResults":[{"Score":0.5,"Item":{"id":{"N":"7"},"lang":{"S":"en"},"heading":{"N":"1"}}}]}"#;
    let db = Database::builder(Canned::answering(found).client()).build();
    let error = Table::<Doc>::index(Doc::BY_COSINE).search([0.0; 3]).on(&db).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("attribute `heading`"), "{error}");
    assert_eq!(error.item_key().and_then(|key| key["id"].as_n().ok().cloned()).as_deref(), Some("7"));
}

#[tokio::test]
async fn searches_send_what_the_golden_files_say() {
    let near = || Table::<Doc>::index(Doc::BY_COSINE).search([0.5, -1.0, 1e-9]);
    golden("search", near()).await;
    golden("search_filter", near().top(3).filter(Doc::LANG.eq("en") & Doc::YEAR.eq(2025)).metered()).await;
    golden("search_select", near().select((Doc::TITLE, Doc::ID))).await;
    let of_tenant = Table::<Doc>::index(Doc::OF_TENANT).search_partition("acme", [0.0, 0.0, 0.0]);
    golden("search_partition", of_tenant.filter(Doc::LANG.eq("en") | Doc::LANG.gt("f"))).await;
    golden("search_kind", Table::<kinds::Page>::index(kinds::Page::NEAR).search([0.0, 1.0])).await;
    golden("create_vector_index", Table::<kinds::App>::create()).await;
}
