//! Vector indexes of tables: create, describe, compare, plan, change, write into templates.

use std::time::Duration;

use faraday::admin::StepState;
use faraday::schema::{DistanceFunction, IndexSchema, IndexScope, KeyElement, Projected, TableSchema, VectorSchema};
use faraday::testing::Faults;
use faraday::value::AttributeType;
use faraday::{Database, ErrorKind, Table};
use faraday_tests::tables::own_database;

use super::any_table::{Any, declare, leak};

const PK: KeyElement = KeyElement::of("pk", AttributeType::S);
const LANG: &[KeyElement] = &[KeyElement::of("lang", AttributeType::S)];
const TENANT: &[KeyElement] = &[KeyElement::of("tenant", AttributeType::N)];
const VECTOR: VectorSchema = VectorSchema::new("embedding", 4, DistanceFunction::Euclidean).with_filters(LANG);
const NEAR: IndexSchema = IndexSchema::of_vectors("near", &[], VECTOR);
const PART: IndexSchema =
    IndexSchema::of_vectors("near-in-tenant", TENANT, VECTOR).with_projection(Projected::KeysOnly);

fn with(indexes: impl Into<Vec<IndexSchema>>) -> TableSchema {
    TableSchema::new("any-table", PK).with_indexes(leak(indexes.into()))
}

#[tokio::test]
async fn a_vector_index_is_created_with_its_table_and_described() {
    faraday_tests::needs!(VectorSearch);
    let db = own_database();
    declare(with([NEAR, PART]));
    Table::<Any>::create().on(&db).await.unwrap();
    let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    let index = table.index("near-in-tenant").unwrap();
    let vector = index.vector.as_ref().unwrap();
    assert_eq!((index.scope, index.keys[0].name.as_str()), (IndexScope::Vector, "tenant"));
    assert_eq!((vector.attribute.as_str(), vector.dimensions), ("embedding", 4));
    assert_eq!(vector.distance, Some(DistanceFunction::Euclidean));
    assert_eq!((vector.filters[0].name.as_str(), vector.filters[0].attribute_type), ("lang", AttributeType::S));
    assert!(table.index("near").unwrap().keys.is_empty());
    Table::<Any>::verify().on(&db).await.unwrap();
    Table::<Any>::ensure().on(&db).await.unwrap();
    assert!(Table::<Any>::plan().on(&db).await.unwrap().is_empty());
    Table::<Any>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn every_difference_of_a_vector_index_is_found() {
    faraday_tests::needs!(VectorSearch);
    let db = own_database();
    declare(with([NEAR]));
    Table::<Any>::create().on(&db).await.unwrap();
    let vector =
        |attribute, dimensions, distance| VectorSchema::new(attribute, dimensions, distance).with_filters(LANG);
    let others = [
        IndexSchema::of_vectors("near", &[], vector("other", 4, DistanceFunction::Euclidean)),
        IndexSchema::of_vectors("near", &[], vector("embedding", 5, DistanceFunction::Euclidean)),
        IndexSchema::of_vectors("near", &[], vector("embedding", 4, DistanceFunction::Cosine)),
        IndexSchema::of_vectors("near", &[], VECTOR.with_filters(TENANT)),
        IndexSchema::of_vectors("near", TENANT, VECTOR),
        NEAR.with_projection(Projected::KeysOnly),
    ];
    for other in others {
        declare(with([other]));
        let error = Table::<Any>::verify().on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.table_differences().len()), (ErrorKind::TableMismatch, 1), "{error}");
        let plan = Table::<Any>::plan().on(&db).await.unwrap();
        assert!(plan.is_destructive() && plan.steps().len() == 2, "{plan}");
    }
    declare(with([]));
    let plan = Table::<Any>::plan().on(&db).await.unwrap().to_string();
    assert_eq!(plan.lines().nth(1), Some("- drop the vector index `near` (destructive)"), "{plan}");
    Table::<Any>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn a_plan_prints_and_makes_vector_indexes() {
    let db = Database::embedded_with(Faults::new()).unwrap();
    declare(with([NEAR]));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(
        plan.to_string(),
        "any-table: 1 step\n\
         + create the table (partition key pk (S) | on demand | vector index `near` of 4 numbers in embedding, EUCLIDEAN, \
         filters lang (S), all attributes)"
    );
    plan.apply().await.unwrap();
    declare(with([NEAR.with_projection(Projected::KeysOnly), PART]));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(
        plan.to_string(),
        "any-table: 3 steps\n\
         - drop the vector index `near`, which is created again with another declaration (destructive)\n\
         + create the vector index `near` (4 numbers in embedding, EUCLIDEAN, filters lang (S), the keys only)\n\
         + create the vector index `near-in-tenant` (4 numbers in embedding, EUCLIDEAN, partition key tenant (N), \
         filters lang (S), the keys only)"
    );
    assert_eq!(plan.clone().apply().await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    let text = serde_json::to_string(&plan).unwrap();
    let plan: faraday::admin::Plan = serde_json::from_str(&text).unwrap();
    // The engine needs a quarter of a minute for an index, by its own clock.
    let clock = db.clock().clone();
    let apply = plan.apply().allow_destructive().on(&db).progress(move |step| {
        if let StepState::Waiting(_) = &step.state {
            clock.advance(Duration::from_secs(31));
        }
    });
    apply.await.unwrap();
    Table::<Any>::verify().on(&db).await.unwrap();
}

#[tokio::test]
async fn update_table_drops_and_creates_a_vector_index() {
    let db = Database::embedded_with(Faults::new()).unwrap();
    declare(with([PART]));
    Table::<Any>::create().on(&db).await.unwrap();
    let done = Table::<Any>::update_table().drop_index("near-in-tenant").on(&db).await.unwrap();
    assert_eq!(done.len(), 1);
    assert!(Table::<Any>::update_table().drop_index("near-in-tenant").on(&db).await.unwrap().is_empty());
    let clock = db.clock().clone();
    let creates = Table::<Any>::update_table().create_index("near-in-tenant").on(&db).into_future();
    let time_passes = async {
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            clock.advance(Duration::from_secs(10));
        }
    };
    tokio::select! {
        done = creates => assert_eq!(done.unwrap().len(), 1),
        () = time_passes => {}
    }
    Table::<Any>::verify().on(&db).await.unwrap();
    let unknown = Table::<Any>::update_table().create_index("near").on(&db).await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::InvalidArgument, "{unknown}");
}

#[tokio::test]
async fn what_dynamodb_would_refuse_of_a_declaration_is_not_sent() {
    let db = Database::embedded().unwrap();
    let vector = |attribute, dimensions| VectorSchema::new(attribute, dimensions, DistanceFunction::Cosine);
    let index = |name, attribute, dimensions| IndexSchema::of_vectors(name, &[], vector(attribute, dimensions));
    let names = ["v-1", "v-2", "v-3", "v-4", "v-5", "v-6"];
    let cases = [
        (vec![index("v-1", "a", 0)], "0 dimensions"),
        (vec![index("v-1", "a", 4097)], "4097 dimensions"),
        (vec![index("v-1", "pk", 3)], "is a key or a filter as well"),
        (vec![index("v-1", "a", 3), index("v-2", "a", 4)], "different dimensions"),
        (names.map(|name| index(name, "a", 3)).to_vec(), "6 vector indexes"),
        (vec![index("v", "a", 3)], "the index name `v`"),
    ];
    for (indexes, message) in cases {
        declare(with(indexes));
        let error = Table::<Any>::create().on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    declare(with([NEAR]));
    let error = Table::<Any>::create().provisioned(1, 1).on(&db).await.unwrap_err();
    assert!(error.to_string().contains("needs a table that is billed on demand"), "{error}");
    Table::<Any>::create().on(&db).await.unwrap();
    let error = Table::<Any>::update_table().provisioned(1, 1).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
}

#[test]
fn a_vector_index_is_in_the_templates_that_have_it() {
    let schema = with([NEAR, PART]);
    let cloudformation: serde_json::Value = serde_json::from_str(&schema.to_cloudformation()).unwrap();
    let properties = &cloudformation["Resources"]["AnyTable"]["Properties"];
    assert_eq!(properties["VectorIndexes"][1]["SearchSchema"][0]["SearchSchemaElementType"], "HASH");
    assert_eq!(properties["VectorIndexes"][0]["DistanceFunction"], "EUCLIDEAN");
    let cdk: serde_json::Value = serde_json::from_str(&schema.to_cdk()).unwrap();
    assert_eq!(cdk["vectorIndexes"][0]["vectorAttribute"]["attributeName"], "embedding");
    let error = schema.template().to_terraform().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("no vector indexes"), "{error}");
}
