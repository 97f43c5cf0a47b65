//! Writes a declaration as the properties of a `CfnTable` of CDK.

use super::ordered_json::Json;

/// Returns the properties of CloudFormation with CDK's names: `SSESpecification` becomes `sseSpecification`.
pub(super) fn properties(cloudformation: Json) -> Json {
    match cloudformation {
        Json::Object(names) => {
            let renamed = names.into_iter().map(|(name, value)| (camel_case(&name), properties(value)));
            Json::Object(renamed.collect())
        }
        Json::List(list) => Json::list(list, properties),
        value @ (Json::Bool(_) | Json::Number(_) | Json::Text(_)) => value,
    }
}

/// Writes the first word in lower case: all capitals that begin the name, except the one that begins the second word.
fn camel_case(name: &str) -> String {
    let capitals = name.chars().take_while(char::is_ascii_uppercase).count();
    let lower = if capitals > 1 { capitals - 1 } else { capitals };
    let character = |(place, character): (usize, char)| match place < lower {
        true => character.to_ascii_lowercase(),
        false => character,
    };
    name.chars().enumerate().map(character).collect()
}
