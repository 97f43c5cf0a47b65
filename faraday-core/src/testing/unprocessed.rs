//! Sends a part of a batch to the engine, and answers as if DynamoDB had left the rest unprocessed: [`put_off`].

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use serde_json::{Map, Value, json};

use super::body::read;
use super::fault::answer;
use super::parts::batch_parts;

/// The part of a batch that stays unprocessed.
pub(super) struct PutOff {
    /// The tables as in the batch's `RequestItems`.
    tables: Map<String, Value>,
    /// The parameter of the answer that contains them.
    name: &'static str,
}

/// Takes the writes or keys at these places out of a batch, and returns them with the rest of the request, if there is any. Returns `None`
/// for a request that is not a batch.
pub(super) fn put_off(request: &HttpRequest, places: &[usize]) -> Option<(Option<HttpRequest>, PutOff)> {
    let mut body: Value = serde_json::from_slice(request.body().bytes()?).ok()?;
    let mut put_off = PutOff { tables: Map::new(), name: "UnprocessedItems" };
    let mut place = 0;
    let tables = body.get_mut("RequestItems")?.as_object_mut()?;
    tables.retain(|table, of_table| {
        if of_table.is_object() {
            put_off.name = "UnprocessedKeys";
        }
        let (mut kept, mut taken) = (Vec::new(), Vec::new());
        for part in batch_parts(of_table) {
            let to = if places.contains(&place) { &mut taken } else { &mut kept };
            to.push(part.clone());
            place += 1;
        }
        if !taken.is_empty() {
            put_off.tables.insert(table.clone(), with_parts(of_table, taken));
        }
        let is_left = !kept.is_empty();
        *of_table = with_parts(of_table, kept);
        is_left
    });
    let rest = match tables.is_empty() {
        true => None,
        false => Some(with_body(request, body.to_string())?),
    };
    Some((rest, put_off))
}

fn with_parts(table: &Value, parts: Vec<Value>) -> Value {
    match table {
        Value::Object(of_keys) => {
            let mut of_keys = of_keys.clone();
            of_keys.insert("Keys".to_owned(), parts.into());
            of_keys.into()
        }
        _ => parts.into(),
    }
}

fn with_body(request: &HttpRequest, body: String) -> Option<HttpRequest> {
    let mut request = request.try_clone()?;
    request.headers_mut().insert("content-length", body.len().to_string());
    *request.body_mut() = SdkBody::from(body);
    Some(request)
}

impl PutOff {
    /// Returns the answer to a batch whose parts all stay unprocessed.
    pub(super) fn alone(self) -> Result<HttpResponse, ConnectorError> {
        answer(200, json!({ "Responses": {}, self.name: self.tables }).to_string())
    }

    /// Adds these parts to the engine's answer to the rest, in addition to those that the engine left unprocessed.
    pub(super) async fn merged(self, mut answer: HttpResponse) -> Result<HttpResponse, ConnectorError> {
        if !answer.status().is_success() {
            return Ok(answer);
        }
        let read = read(&mut answer).await?;
        let Ok(Value::Object(mut body)) = serde_json::from_slice(&read) else {
            *answer.body_mut() = SdkBody::from(read);
            return Ok(answer);
        };
        let mut put_off = self.tables;
        for (table, of_table) in body.get(self.name).and_then(Value::as_object).into_iter().flatten() {
            let both = match put_off.get(table) {
                None => of_table.clone(),
                Some(known) => with_parts(known, [batch_parts(known), batch_parts(of_table)].concat()),
            };
            put_off.insert(table.clone(), both);
        }
        body.insert(self.name.to_owned(), put_off.into());
        let body = Value::Object(body).to_string();
        answer.headers_mut().remove("x-amz-crc32");
        answer.headers_mut().insert("content-length", body.len().to_string());
        *answer.body_mut() = SdkBody::from(body);
        Ok(answer)
    }
}
