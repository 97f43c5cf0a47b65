//! The permissions that requests need, and those that a policy has.

use std::collections::BTreeSet;

use faraday::admin::iam::Policy;
use serde_json::Value;

/// An action and the resource that it is on.
pub(super) type Permissions = BTreeSet<(String, String)>;

pub(super) const TABLES: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/";

pub(super) fn policy() -> Policy {
    Policy::new("eu-west-1", "123456789012")
}

/// What IAM asks for before DynamoDB does the request.
///
/// See [transactions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html) and
/// [tags](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.Operations.html).
pub(super) fn needed(operation: &str, body: &Value) -> Permissions {
    let on_table = |action: &str, body: &Value| {
        let table = body["TableName"].as_str().unwrap();
        let index = body["IndexName"].as_str().map(|index| format!("/index/{index}")).unwrap_or_default();
        (action.to_owned(), format!("{TABLES}{table}{index}"))
    };
    match operation {
        "TransactWriteItems" | "TransactGetItems" => {
            let parts = body["TransactItems"].as_array().unwrap().iter();
            let part = |part: &Value| {
                let (kind, part) = part.as_object().unwrap().iter().next().unwrap();
                let action = if kind == "ConditionCheck" { "ConditionCheckItem".into() } else { format!("{kind}Item") };
                on_table(&action, part)
            };
            parts.map(part).collect()
        }
        "BatchGetItem" | "BatchWriteItem" => {
            let tables = body["RequestItems"].as_object().unwrap().keys();
            tables.map(|table| (operation.to_owned(), format!("{TABLES}{table}"))).collect()
        }
        "ExecuteStatement" => Permissions::from([of_statement(body)]),
        "BatchExecuteStatement" => body["Statements"].as_array().unwrap().iter().map(of_statement).collect(),
        "ExecuteTransaction" => body["TransactStatements"].as_array().unwrap().iter().map(of_statement).collect(),
        "ListTables" | "ListStreams" => Permissions::from([(operation.to_owned(), "*".to_owned())]),
        "TagResource" | "UntagResource" | "ListTagsOfResource" => {
            let (_, table) = body["ResourceArn"].as_str().unwrap().rsplit_once('/').unwrap();
            Permissions::from([(operation.to_owned(), format!("{TABLES}{table}"))])
        }
        "CreateTable" if body.get("Tags").is_some() => {
            [operation, "TagResource"].map(|action| on_table(action, body)).into()
        }
        _ => Permissions::from([on_table(operation, body)]),
    }
}

/// What a PartiQL statement needs, whose table stands in double quotes.
///
/// See [PartiQL](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html).
fn of_statement(statement: &Value) -> (String, String) {
    let text = statement["Statement"].as_str().unwrap();
    let action = match text.split(' ').next().unwrap() {
        "SELECT" => "PartiQLSelect",
        "INSERT" => "PartiQLInsert",
        "UPDATE" => "PartiQLUpdate",
        "DELETE" => "PartiQLDelete",
        other => panic!("{other}"),
    };
    (action.to_owned(), format!("{TABLES}{}", text.split('"').nth(1).unwrap()))
}

/// What a policy allows, as its document says.
pub(super) fn allowed(policy: &Policy) -> Permissions {
    let document: Value = serde_json::from_str(&policy.to_string()).unwrap();
    assert_eq!(document["Version"], "2012-10-17");
    let mut allowed = Permissions::new();
    for statement in document["Statement"].as_array().unwrap() {
        assert_eq!(statement["Effect"], "Allow");
        for action in statement["Action"].as_array().unwrap() {
            for resource in statement["Resource"].as_array().unwrap() {
                let action = action.as_str().unwrap().strip_prefix("dynamodb:").unwrap();
                allowed.insert((action.to_owned(), resource.as_str().unwrap().to_owned()));
            }
        }
    }
    allowed
}
