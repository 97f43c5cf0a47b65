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

/// The update does not know whether the attribute is the square's radius or that of a circle.
#[tokio::test]
async fn an_update_by_key_is_refused_while_a_value_is_under_the_shared_name() {
    let changes: [fn(Update<Shape>) -> Update<Shape>; 4] = [
        |update| update.set(Shape::RADIUS, 9),
        |update| update.set_if_absent(Shape::RADIUS, 9),
        |update| update.remove(Shape::RADIUS),
        |update| update.add(Shape::RADIUS, 1),
    ];
    with_table::<Shape>(async |db| {
        for change in changes {
            for (name, is_refused) in [("r", true), ("rr", false)] {
                let put = db.client().put_item().table_name(format!("{}shapes", db.table_prefix()));
                let put = old_square(name).into_iter().fold(put, |put, (name, value)| put.item(name, value));
                put.send().await.unwrap();
                let done = change(Shapes::update(1)).await;
                assert_eq!(
                    done.as_ref().is_err_and(|error| error.is_condition_failed()),
                    is_refused,
                    "{name}: {done:?}"
                );
                if is_refused {
                    assert_eq!(radius().await, Some(5));
                }
            }
        }
        // Under its own name it is changed as ever.
        Shapes::put(&Shape::Square { id: 1, radius: Some(5) }).await.unwrap();
        Shapes::update(1).add(Shape::RADIUS, 1).await.unwrap();
        assert_eq!(radius().await, Some(6));
        Shapes::put(&Shape::Circle { id: 2, r: 1 }).await.unwrap();
        Shapes::update(2).add(Shape::R, 1).await.unwrap();
        assert_eq!(Shapes::get(2).await.unwrap(), Some(Shape::Circle { id: 2, r: 2 }));
    })
    .await;
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
