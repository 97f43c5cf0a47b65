//! The rules of names, keys, attribute definitions and projections.

use std::collections::BTreeMap;

use serde_json::Value;

use super::failure::{Outcome, invalid, require};

/// Names of tables and indexes have 3 to 255 of these characters.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>
pub(super) fn check_name(name: &Value) -> Outcome<String> {
    let name = name.as_str().unwrap_or_default();
    let allowed = |character: char| character.is_ascii_alphanumeric() || "_.-".contains(character);
    require((3..=255).contains(&name.len()) && name.chars().all(allowed), "a name that is not allowed")?;
    Ok(name.to_owned())
}

/// The name of the table of a request, which may be given as the table's ARN.
pub(super) fn table_name(body: &Value) -> Outcome<String> {
    let name = body["TableName"].as_str().unwrap_or_default();
    let name = if name.starts_with("arn:") { name.rsplit('/').next().unwrap_or_default() } else { name };
    check_name(&name.into())
}

/// An ARN of this account.
pub(super) fn arn(table: &str) -> String {
    format!("arn:aws:dynamodb:local:000000000000:table/{table}")
}

/// The table of a request on tags, which only an ARN names.
pub(super) fn table_of_arn(body: &Value) -> Outcome<&str> {
    let name = body["ResourceArn"].as_str().unwrap_or_default();
    name.strip_prefix(&arn("")).filter(|name| !name.contains('/')).ok_or_else(|| invalid("Invalid TableArn"))
}

/// The names in a key.
pub(super) fn key_attributes(schema: &Value) -> impl Iterator<Item = &str> {
    let elements = schema.as_array().into_iter().flatten();
    elements.map(|element| element["AttributeName"].as_str().unwrap_or_default())
}

/// The names in a key that have this role: `HASH` or `RANGE`.
pub(super) fn key_of<'a>(schema: &'a Value, role: &str) -> Vec<&'a str> {
    let elements = schema.as_array().into_iter().flatten();
    let elements = elements.filter(|element| element["KeyType"] == role);
    elements.map(|element| element["AttributeName"].as_str().unwrap_or_default()).collect()
}

/// A key has one attribute of each role, and a global index's up to four; the partition key's come first.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html>
pub(super) fn check_key_schema(schema: &Value, each: usize) -> Outcome<()> {
    let roles: Vec<&str> = schema.as_array().into_iter().flatten().filter_map(|e| e["KeyType"].as_str()).collect();
    let hashes = roles.iter().take_while(|role| **role == "HASH").count();
    let ranges = roles.iter().skip(hashes).take_while(|role| **role == "RANGE").count();
    require(hashes + ranges == roles.len(), "Invalid KeySchema: the sort key stands before the partition key")?;
    require((1..=each).contains(&hashes) && ranges <= each, "Invalid KeySchema: the number of attributes")?;
    let mut names: Vec<&str> = key_attributes(schema).collect();
    names.sort_unstable();
    names.dedup();
    require(names.len() == roles.len(), "Both the Hash Key and the Range Key element have the same name")
}

/// Returns the types that a request defines, by name. No name is defined twice, and a key is a string, a number or binary.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html>
pub(super) fn definitions(body: &Value) -> Outcome<BTreeMap<String, String>> {
    let mut definitions = BTreeMap::new();
    for definition in body["AttributeDefinitions"].as_array().into_iter().flatten() {
        let (name, kind) = (&definition["AttributeName"], definition["AttributeType"].as_str().unwrap_or_default());
        let name = name.as_str().unwrap_or_default();
        require((1..=255).contains(&name.len()), "the length of an attribute's name")?;
        require(["S", "N", "B"].contains(&kind), "the type of an attribute")?;
        let earlier = definitions.insert(name.to_owned(), kind.to_owned());
        require(earlier.is_none(), "Duplicate AttributeName in AttributeDefinitions")?;
    }
    Ok(definitions)
}

/// Every key attribute is defined, and nothing else is.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html>
pub(super) fn check_all_used(definitions: &BTreeMap<String, String>, used: &[&str]) -> Outcome<()> {
    let defined = used.iter().all(|name| definitions.contains_key(*name));
    require(defined, "Some index key attributes are not defined in AttributeDefinitions")?;
    let exact = definitions.keys().all(|name| used.contains(&name.as_str()));
    require(exact, "Number of attributes in KeySchema does not exactly match number of AttributeDefinitions")
}

/// A projection has a type, and names up to 20 attributes if it is `INCLUDE`, and none if it is not.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html>
pub(super) fn check_projection(projection: &Value) -> Outcome<()> {
    let names = projection["NonKeyAttributes"].as_array();
    match projection["ProjectionType"].as_str().unwrap_or_default() {
        "INCLUDE" => {
            let count = names.map_or(0, Vec::len);
            require((1..=20).contains(&count), "the number of NonKeyAttributes")
        }
        "ALL" | "KEYS_ONLY" => require(names.is_none(), "NonKeyAttributes is specified without INCLUDE"),
        _ => Err(invalid("Unknown ProjectionType")),
    }
}
