//! A batch of which the engine sees only a part, answered as if it had put off the rest.

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde_json::{Map, Value, json};

use super::canned::response;

/// A batch in two parts.
pub(super) struct Split {
    /// What the engine gets; `None` if nothing is left.
    pub(super) rest: Option<HttpRequest>,
    /// `RequestItems` that are put off.
    put_off: Map<String, Value>,
    /// The parameter of the answer that they stand in.
    name: &'static str,
}

/// How many writes or keys a batch's body has; they are counted through the tables in the order of their names.
pub(super) fn batch_size(body: &Value) -> usize {
    let tables = body["RequestItems"].as_object().into_iter().flatten();
    tables.map(|(_, table)| parts(table).len()).sum()
}

/// Takes the writes or keys at these places out of a batch; `None` of what is no batch.
pub(super) fn split(request: &HttpRequest, places: &[usize]) -> Option<Split> {
    let body = request.body().bytes().expect("DynamoDB's requests are in memory");
    let mut body: Value = serde_json::from_slice(body).expect("a request's body is JSON");
    let mut put_off = Map::new();
    let mut place = 0;
    let tables = body["RequestItems"].as_object_mut()?;
    let mut name = "UnprocessedItems";
    tables.retain(|table, of_table| {
        if of_table.is_object() {
            name = "UnprocessedKeys";
        }
        let (mut kept, mut taken) = (Vec::new(), Vec::new());
        for part in parts(of_table) {
            if places.contains(&place) {
                taken.push(part.clone())
            } else {
                kept.push(part.clone())
            }
            place += 1;
        }
        if !taken.is_empty() {
            put_off.insert(table.clone(), with_parts(of_table, taken));
        }
        *of_table = with_parts(of_table, kept);
        !parts(of_table).is_empty()
    });
    let rest = (!tables.is_empty()).then(|| with_body(request, body.to_string()));
    Some(Split { rest, put_off, name })
}

fn parts(table: &Value) -> &Vec<Value> {
    table.as_array().or_else(|| table["Keys"].as_array()).expect("a table of a batch")
}

fn with_parts(table: &Value, parts: Vec<Value>) -> Value {
    let mut table = table.clone();
    match &mut table {
        Value::Object(of_keys) => of_keys.insert("Keys".to_owned(), parts.into()).map(drop).unwrap_or_default(),
        writes => *writes = parts.into(),
    }
    table
}

fn with_body(request: &HttpRequest, body: String) -> HttpRequest {
    let mut request = request.try_clone().expect("DynamoDB's requests are in memory");
    request.headers_mut().insert("content-length", body.len().to_string());
    *request.body_mut() = SdkBody::from(body);
    request
}

impl Split {
    /// The engine's answer, with what was put off besides what it put off itself.
    pub(super) async fn merge(self, answer: Option<HttpResponse>) -> HttpResponse {
        let Some(mut answer) = answer else {
            return response(200, json!({ "Responses": {}, self.name: self.put_off }).to_string());
        };
        if !answer.status().is_success() {
            return answer;
        }
        let body = ByteStream::new(answer.take_body()).collect().await.expect("an answer that can be read");
        let mut body: Value = serde_json::from_slice(&body.into_bytes()).expect("an answer's body is JSON");
        let mut put_off = self.put_off;
        for (table, of_table) in body[self.name].as_object().into_iter().flatten() {
            match put_off.get_mut(table) {
                None => drop(put_off.insert(table.clone(), of_table.clone())),
                Some(known) => *known = with_parts(known, [&parts(known)[..], &parts(of_table)[..]].concat()),
            }
        }
        body[self.name] = put_off.into();
        let body = body.to_string();
        answer.headers_mut().remove("x-amz-crc32");
        answer.headers_mut().insert("content-length", body.len().to_string());
        *answer.body_mut() = SdkBody::from(body);
        answer
    }
}
