//! serde_dynamo's, modyne's and dynamodb-facade's ways.

use std::hint::black_box;

use aws_sdk_dynamodb::Client;
use dynamodb_facade::{NumberAttribute, StringAttribute, attribute_definitions, table_definitions};
use modyne::keys::{Key, KeyDefinition, PrimaryKey, PrimaryKeyDefinition};
use serde::{Serialize, de::DeserializeOwned};

use super::{Ready, sdk};
use crate::shapes::{Map, Shape};
use crate::work::Work;

/// The traits that these crates need for a shape.
pub trait Peers: Serialize + DeserializeOwned {
    fn modyne_map(&self) -> Map;
    fn modyne_read(map: Map) -> Self;
    async fn modyne_get(table: &Orders) -> Option<Self>;
    async fn modyne_put(&self, table: &Orders);
    async fn modyne_batch(many: &[Self], table: &Orders);
    fn facade_map(&self) -> Map;
    fn facade_read(map: Map) -> Self;
    async fn facade_get(client: Client) -> Option<Self>;
    async fn facade_put(&self, client: Client);
    async fn facade_query(client: Client) -> Vec<Self>;
    async fn facade_batch(many: &[Self], client: Client);
}

attribute_definitions! {
    Customer { "customer": StringAttribute }
    Id { "id": NumberAttribute }
}

table_definitions! {
    OrdersTable {
        type PartitionKey = Customer;
        type SortKey = Id;
        fn table_name() -> String { "orders".to_owned() }
    }
}

/// modyne's table.
pub struct Orders(Client);

#[derive(Serialize)]
pub struct OrderKey {
    pub customer: String,
    pub id: u64,
}

impl PrimaryKey for OrderKey {
    const PRIMARY_KEY_DEFINITION: PrimaryKeyDefinition =
        PrimaryKeyDefinition { hash_key: "customer", range_key: Some("id") };
}

impl Key for OrderKey {
    const DEFINITION: KeyDefinition = <Self as PrimaryKey>::PRIMARY_KEY_DEFINITION.into_key_definition();
}

impl modyne::Table for Orders {
    type PrimaryKey = OrderKey;
    type IndexKeys = ();

    fn table_name(&self) -> &str {
        "orders"
    }

    fn client(&self) -> &Client {
        &self.0
    }
}

macro_rules! peers {
    ($shape:ident) => {
        impl modyne::EntityDef for $shape {
            const ENTITY_TYPE: &'static modyne::EntityTypeNameRef = modyne::EntityTypeNameRef::from_static("order");
        }

        impl modyne::Entity for $shape {
            type KeyInput<'a> = (&'a str, u64);
            type Table = crate::peers::Orders;
            type IndexKeys = ();

            fn primary_key((customer, id): Self::KeyInput<'_>) -> crate::peers::OrderKey {
                crate::peers::OrderKey { customer: customer.to_owned(), id }
            }

            fn full_key(&self) -> modyne::keys::FullKey<crate::peers::OrderKey, ()> {
                modyne::keys::FullKey { primary: Self::primary_key((&self.customer, self.id)), indexes: () }
            }
        }

        dynamodb_facade::dynamodb_item! {
            #[table = crate::peers::OrdersTable]
            $shape {
                #[partition_key]
                crate::peers::Customer {
                    fn attribute_id(&self) -> &'id str { &self.customer }
                    fn attribute_value(id) -> String { id.to_owned() }
                }
                #[sort_key]
                crate::peers::Id {
                    fn attribute_id(&self) -> u64 { self.id }
                    fn attribute_value(id) -> u64 { id }
                }
            }
        }

        impl crate::peers::Peers for $shape {
            fn modyne_map(&self) -> Map {
                modyne::EntityExt::into_item(self.clone())
            }

            fn modyne_read(map: Map) -> Self {
                modyne::ProjectionExt::from_item(map).expect("an item")
            }

            async fn modyne_get(table: &crate::peers::Orders) -> Option<Self> {
                let get = <Self as modyne::EntityExt>::get((CUSTOMER, 7));
                get.execute(table).await.expect("an answer").item.map(Self::modyne_read)
            }

            async fn modyne_put(&self, table: &crate::peers::Orders) {
                modyne::EntityExt::put(self.clone()).execute(table).await.expect("an answer");
            }

            async fn modyne_batch(many: &[Self], table: &crate::peers::Orders) {
                let write = many.iter().fold(modyne::model::BatchWrite::new(), |write, item| {
                    write.operation(modyne::EntityExt::put(item.clone()))
                });
                write.execute(table).await.expect("an answer");
            }

            fn facade_map(&self) -> Map {
                dynamodb_facade::DynamoDBItem::<crate::peers::OrdersTable>::to_item(self).into_inner()
            }

            fn facade_read(map: Map) -> Self {
                serde_dynamo::from_item(map).expect("an item")
            }

            async fn facade_get(client: aws_sdk_dynamodb::Client) -> Option<Self> {
                let key = dynamodb_facade::KeyId::pk(CUSTOMER).sk(7);
                <Self as dynamodb_facade::explicit_client::DynamoDBItemOp<crate::peers::OrdersTable>>::get(client, key)
                    .await
                    .expect("an answer")
            }

            async fn facade_put(&self, client: aws_sdk_dynamodb::Client) {
                dynamodb_facade::explicit_client::DynamoDBItemOp::put(self, client).await.expect("an answer");
            }

            async fn facade_query(client: aws_sdk_dynamodb::Client) -> Vec<Self> {
                let key = dynamodb_facade::KeyCondition::pk(CUSTOMER);
                <Self as dynamodb_facade::explicit_client::DynamoDBItemOp<crate::peers::OrdersTable>>::query(
                    client, key,
                )
                .all()
                .await
                .expect("an answer")
            }

            async fn facade_batch(many: &[Self], client: aws_sdk_dynamodb::Client) {
                let writes: Vec<_> = many.iter().map(dynamodb_facade::DynamoDBItemBatchOp::batch_put).collect();
                dynamodb_facade::explicit_client::dynamodb_batch_write::<crate::peers::OrdersTable>(client, writes)
                    .await
                    .expect("an answer");
            }
        }
    };
}
pub(crate) use peers;

pub async fn serde_dynamo<S: Shape>(ready: &Ready<S>) {
    let write = |item: &S| serde_dynamo::to_item(item).expect("a map");
    sdk::once(ready, &write, &|map| serde_dynamo::from_item(map).expect("an item")).await;
}

pub async fn modyne<S: Shape>(ready: &Ready<S>) {
    let table = Orders(ready.client.clone());
    match ready.work {
        Work::GetItem => {
            black_box(S::modyne_get(&table).await);
        }
        Work::PutItem => ready.item.modyne_put(&table).await,
        Work::Query10 | Work::Query100 | Work::Query1000 => {
            let key = modyne::expr::KeyCondition::<OrderKey>::in_partition(crate::shapes::CUSTOMER);
            let output = modyne::model::Query::new(key).execute(&table).await.expect("an answer");
            black_box(output.items.unwrap_or_default().into_iter().map(S::modyne_read).collect::<Vec<_>>());
        }
        Work::Batch25 => S::modyne_batch(&ready.many, &table).await,
        Work::Encode => ready.codec.encode(black_box(&ready.item).modyne_map()),
        Work::Decode => {
            black_box(S::modyne_read(ready.codec.decode(black_box(&ready.answer))));
        }
    }
}

pub async fn facade<S: Shape>(ready: &Ready<S>) {
    let client = || ready.client.clone();
    match ready.work {
        Work::GetItem => {
            black_box(S::facade_get(client()).await);
        }
        Work::PutItem => ready.item.facade_put(client()).await,
        Work::Query10 | Work::Query100 | Work::Query1000 => {
            black_box(S::facade_query(client()).await);
        }
        Work::Batch25 => S::facade_batch(&ready.many, client()).await,
        Work::Encode => ready.codec.encode(black_box(&ready.item).facade_map()),
        Work::Decode => {
            black_box(S::facade_read(ready.codec.decode(black_box(&ready.answer))));
        }
    }
}
