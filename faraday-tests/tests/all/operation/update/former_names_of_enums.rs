//! Updates through an enum in which a former name of one variant is a current name of another.

use faraday::operation::Update;
use faraday::{Item, Table};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shapes", tag = "kind")]
enum Shape {
    Circle {
        #[faraday(partition_key)]
        id: u64,
        r: u64,
    },
    Square {
        #[faraday(partition_key)]
        id: u64,
        #[faraday(alias = "r", alias = "rr")]
        radius: Option<u64>,
    },
}

type Shapes = Table<Shape>;

fn old_square(name: &str) -> Vec<(&str, aws_sdk_dynamodb::types::AttributeValue)> {
    use aws_sdk_dynamodb::types::AttributeValue::{N, S};
    vec![("id", N("1".into())), ("kind", S("Square".into())), (name, N("5".into()))]
}

async fn radius() -> Option<u64> {
    match Shapes::get(1).consistent().await.unwrap() {
        Some(Shape::Square { radius, .. }) => radius,
        other => panic!("{other:?}"),
    }
}

/// An update of whole items knows the variant.
#[tokio::test]
async fn an_update_of_whole_items_removes_the_shared_name() {
    with_table::<Shape>(async |db| {
        let (old, new) = (Shape::Square { id: 1, radius: Some(5) }, Shape::Square { id: 1, radius: None });
        let writes: [fn(&Shape, &Shape) -> Update<Shape>; 2] =
            [|old, new| Shapes::update_from(old, new), |_, new| Shapes::upsert(new)];
        for write in writes {
            let put = db.client().put_item().table_name(format!("{}shapes", db.table_prefix()));
            let put = old_square("r").into_iter().fold(put, |put, (name, value)| put.item(name, value));
            put.send().await.unwrap();
            assert_eq!(radius().await, Some(5));
            write(&old, &new).await.unwrap();
            assert_eq!(Shapes::get(1).consistent().await.unwrap().as_ref(), Some(&new));
        }
    })
    .await;
}
