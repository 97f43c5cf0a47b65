//! The templates fit the published schemas of the tools: see `schemas/README.md`.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::fixture::{VECTORS, all};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn validator(file: &str) -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(file);
    let schema = json(&fs::read_to_string(path).unwrap());
    jsonschema::draft202012::options().build(&schema).unwrap()
}

fn cloudformation() -> Validator {
    validator("aws_dynamodb_table.cloudformation.json")
}

fn terraform() -> Validator {
    validator("aws_dynamodb_table.terraform.json")
}

/// What is wrong with it.
fn mistakes(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The only element of an object.
fn only(value: &Value) -> (&str, &Value) {
    let object = value.as_object().unwrap();
    assert_eq!(object.len(), 1, "{value}");
    let (name, value) = object.iter().next().unwrap();
    (name, value)
}

fn resource(template: &Value) -> &Value {
    only(&template["Resources"]).1
}

fn arguments(file: &Value) -> &Value {
    let (kind, resource) = only(only(file).1);
    assert_eq!((only(file).0, kind), ("resource", "aws_dynamodb_table"));
    only(resource).1
}

#[test]
fn cloudformation_takes_every_table() {
    let validator = cloudformation();
    for (name, template) in all() {
        let template = json(&template.to_cloudformation().unwrap());
        assert_eq!(template["AWSTemplateFormatVersion"], "2010-09-09");
        let resource = resource(&template);
        assert_eq!(resource["Type"], "AWS::DynamoDB::Table");
        assert_eq!(mistakes(&validator, &resource["Properties"]), [""; 0], "{name}");
    }
}

#[test]
fn cloudformation_takes_a_vector_index() {
    let template = json(&VECTORS.to_cloudformation());
    assert_eq!(mistakes(&cloudformation(), &resource(&template)["Properties"]), [""; 0]);
    let changes: [fn(&mut Value); 2] = [
        |properties| properties["VectorIndexes"][0]["DistanceFunction"] = json!("MANHATTAN"),
        |properties| properties["VectorIndexes"][0]["SearchSchema"][0]["SearchSchemaElementType"] = json!("RANGE"),
    ];
    for change in changes {
        let mut properties = resource(&template)["Properties"].clone();
        change(&mut properties);
        assert_ne!(mistakes(&cloudformation(), &properties), [""; 0]);
    }
}

#[test]
fn terraform_takes_every_table() {
    let validator = terraform();
    for (name, template) in all() {
        let file = json(&template.to_terraform().unwrap());
        assert_eq!(mistakes(&validator, arguments(&file)), [""; 0], "{name}");
    }
}

/// The validation itself: what it must see.
#[test]
fn the_schemas_see_mistakes() {
    type Change = fn(&mut Value);
    let template = json(&super::fixture::PROVISIONED.to_cloudformation());
    let changes: [Change; 6] = [
        |properties| properties["StreamSpecification"]["StreamEnabled"] = json!(true),
        |properties| properties["BillingMode"] = json!("ON_DEMAND"),
        |properties| properties["SSESpecification"]["Enabled"] = json!(true),
        |properties| properties["GlobalSecondaryIndexes"][0]["IndexName"] = json!("no name"),
        |properties| properties["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"] = json!(36),
        |properties| _ = properties.as_object_mut().unwrap().remove("KeySchema"),
    ];
    for (position, change) in changes.iter().enumerate() {
        let mut properties = resource(&template)["Properties"].clone();
        change(&mut properties);
        assert_ne!(mistakes(&cloudformation(), &properties), [""; 0], "{position}");
    }
    let file = json(&super::fixture::PROVISIONED.to_terraform());
    let changes: [Change; 4] = [
        |arguments| arguments["ttl"]["attribute"] = json!("expires_at"),
        |arguments| arguments["global_secondary_index"][0]["projection_type"] = json!("SOME"),
        |arguments| arguments["server_side_encryption"]["kms_key_arn"] = json!("alias/orders"),
        |arguments| _ = arguments.as_object_mut().unwrap().remove("hash_key"),
    ];
    for (position, change) in changes.iter().enumerate() {
        let mut arguments = arguments(&file).clone();
        change(&mut arguments);
        assert_ne!(mistakes(&terraform(), &arguments), [""; 0], "{position}");
    }
}

/// DynamoDB takes a table only if its attributes are exactly those of its keys; so do the tools.
#[test]
fn every_key_attribute_is_defined_and_no_other() {
    for (name, template) in all() {
        let template = json(&template.to_cloudformation().unwrap());
        let properties = &resource(&template)["Properties"];
        let names = |list: &Value| -> Vec<String> {
            let all = list.as_array().unwrap().iter();
            all.map(|element| element["AttributeName"].as_str().unwrap().to_owned()).collect()
        };
        let mut of_keys = names(&properties["KeySchema"]);
        for indexes in ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"] {
            let indexes = properties[indexes].as_array().into_iter().flatten();
            of_keys.extend(indexes.flat_map(|index| names(&index["KeySchema"])));
        }
        of_keys.sort();
        of_keys.dedup();
        let mut defined = names(&properties["AttributeDefinitions"]);
        defined.sort();
        assert_eq!(defined, of_keys, "{name}");
    }
}
