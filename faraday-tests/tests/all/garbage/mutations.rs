//! Replies that differ from a correct one in one place.

use serde_json::{Value, json};

/// What stands in place of each value in turn.
fn others() -> Vec<Value> {
    vec![
        Value::Null,
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!({}),
        json!([null]),
        json!({ "x": { "S": "x" } }),
        json!({ "x": { "N": "99999999999999999999999999999999999999999999999999" } }),
        json!({ "x": { "B": "%" } }),
    ]
}

/// The pointers of all values in this one, itself first.
fn pointers(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(elements) => elements.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let name = name.replace('~', "~0").replace('/', "~1");
        all.extend(pointers(child).into_iter().map(|rest| format!("/{name}{rest}")));
    }
    all
}

/// The answer with each value replaced, taken out and given twice, one at a time.
pub(super) fn mutated(whole: &Value) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for pointer in pointers(whole) {
        for other in others() {
            let mut changed = whole.clone();
            *changed.pointer_mut(&pointer).unwrap() = other;
            all.push(changed.to_string().into_bytes());
        }
        let Some((parent, name)) = pointer.rsplit_once('/') else { continue };
        let mut changed = whole.clone();
        match changed.pointer_mut(parent).unwrap() {
            Value::Object(fields) => drop(fields.remove(name)),
            Value::Array(elements) => drop(elements.remove(name.parse().unwrap())),
            _ => unreachable!(),
        }
        all.push(changed.to_string().into_bytes());
        all.push(twice(whole, parent, name));
    }
    all
}

/// The field or element of this parent stands twice.
fn twice(whole: &Value, parent: &str, name: &str) -> Vec<u8> {
    const MARK: &str = "@@";
    let mut marked = whole.clone();
    let parent = marked.pointer_mut(parent).unwrap();
    let text = match &*parent {
        Value::Object(fields) => {
            let field = format!("{}:{}", Value::from(name), fields[name]);
            format!("{{{field},{}", &parent.to_string()[1..])
        }
        _ => format!("[{},{}", parent[name.parse::<usize>().unwrap()], &parent.to_string()[1..]),
    };
    *parent = MARK.into();
    marked.to_string().replace(&format!("\"{MARK}\""), &text).into_bytes()
}

/// The answer cut off after every byte, or in `most` places, and with bytes that no text has.
pub(super) fn cut(whole: &Value, most: usize) -> Vec<Vec<u8>> {
    let text = whole.to_string().into_bytes();
    let step = text.len().div_ceil(most).max(1);
    let short = (0..text.len()).step_by(step).map(|end| text[..end].to_vec());
    let damaged = (0..text.len()).step_by(5 * step).map(|at| {
        let mut text = text.clone();
        text[at] = 0xff;
        text
    });
    short.chain(damaged).collect()
}

/// Bodies that have nothing to do with the answer.
pub(super) fn broken() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(1_000), close.repeat(1_000));
    let texts = [
        String::new(),
        " ".into(),
        "{}".into(),
        "null".into(),
        "[]".into(),
        "7".into(),
        "\"x\"".into(),
        "{} {}".into(),
        "<html><body>Bad Gateway</body></html>".into(),
        "{\"__type\":7,\"message\":[]}".into(),
        "{\"__type\":\"\",\"message\":\"\"}".into(),
        "{\"__type\":\"#\",\"message\":null}".into(),
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\"}".into(),
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"Item\":7}".into(),
        deep("[", "]"),
        format!("{{\"x\":{}}}", deep("{\"x\":", "}")),
        format!("{{\"Item\":{{\"id\":{}}}}}", deep("{\"L\":[", "]}")),
    ];
    texts.into_iter().map(String::into_bytes).chain([vec![0xff, 0xfe], vec![0; 64]]).collect()
}
