//! The SDK's way, with a conversion to and from its maps.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Mutex;

use aws_sdk_dynamodb::operation::get_item::{GetItem, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItem, PutItemInput};
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer};

use super::Ready;
use crate::shapes::{CUSTOMER, Map, Shape};
use crate::work::Work;

/// The SDK's own serializer and deserializer, without the rest of a request: from its maps to the bytes and back.
pub struct Codec {
    put: SharedRequestSerializer,
    get: FrozenLayer,
    bag: Mutex<ConfigBag>,
}

impl Codec {
    pub fn new() -> Self {
        let (put, get) = (PutItem::new().config().expect("a layer"), GetItem::new().config().expect("a layer"));
        Self {
            put: put.load::<SharedRequestSerializer>().expect("a serializer").clone(),
            get,
            bag: Mutex::new(ConfigBag::base()),
        }
    }

    pub fn encode(&self, item: Map) {
        let input = PutItemInput::builder().table_name("orders").set_item(Some(item)).build().expect("an input");
        let mut bag = self.bag.lock().expect("one thread");
        black_box(self.put.serialize_input(Input::erase(input), &mut bag).expect("a request"));
    }

    pub fn decode(&self, answer: &str) -> Map {
        let status = 200u16.try_into().expect("a status");
        let response = HttpResponse::new(status, SdkBody::from(answer));
        let bag = self.bag.lock().expect("one thread");
        let get = self.get.load::<SharedResponseDeserializer>().expect("a deserializer");
        let output = get.deserialize_nonstreaming_with_config(&response, &bag).expect("an output");
        output.downcast::<GetItemOutput>().expect("a GetItemOutput").item.expect("an item")
    }
}

pub async fn once<S: Shape>(ready: &Ready<S>, write: &dyn Fn(&S) -> Map, read: &dyn Fn(Map) -> S) {
    match ready.work {
        Work::GetItem => {
            let call = ready.client.get_item().table_name("orders");
            let call = call.key("customer", AttributeValue::S(CUSTOMER.into()));
            let output = call.key("id", AttributeValue::N("7".into())).send().await.expect("an answer");
            black_box(output.item.map(read));
        }
        Work::PutItem => {
            let call = ready.client.put_item().table_name("orders").set_item(Some(write(&ready.item)));
            black_box(call.send().await.expect("an answer"));
        }
        Work::Query10 | Work::Query100 | Work::Query1000 => {
            let call = ready.client.query().table_name("orders").key_condition_expression("#n0 = :v0");
            let call = call.expression_attribute_names("#n0", "customer");
            let call = call.expression_attribute_values(":v0", AttributeValue::S(CUSTOMER.into()));
            let output = call.send().await.expect("an answer");
            black_box(output.items.unwrap_or_default().into_iter().map(read).collect::<Vec<_>>());
        }
        Work::Batch25 => {
            let put = |item: &S| {
                let put = PutRequest::builder().set_item(Some(write(item))).build().expect("a put");
                WriteRequest::builder().put_request(put).build()
            };
            let writes = HashMap::from([("orders".to_owned(), ready.many.iter().map(put).collect())]);
            let call = ready.client.batch_write_item().set_request_items(Some(writes));
            black_box(call.send().await.expect("an answer"));
        }
        Work::Encode => ready.codec.encode(write(black_box(&ready.item))),
        Work::Decode => {
            black_box(read(ready.codec.decode(black_box(&ready.answer))));
        }
    }
}
