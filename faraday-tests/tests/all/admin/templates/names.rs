//! Names in templates, the parts that tools replace, and tables without a template.

use faraday::schema::{IndexSchema, KeyElement, TableClass, TableSchema, TableSettings};
use faraday::{ErrorKind, Item, Table};
use serde_json::{Value, json};

use super::fixture::{App, PROVISIONED};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

const fn table(name: &'static str) -> TableSchema {
    TableSchema::new(name, KeyElement::new::<String>("id"))
}

#[test]
fn a_resource_is_named_after_the_table() {
    for (name, logical_id, label) in [
        ("app", "App", "app"),
        ("order-lines", "OrderLines", "order-lines"),
        ("order_lines.v2", "OrderLinesV2", "order_lines_v2"),
        ("2024", "2024", "_2024"),
    ] {
        let cloudformation = json(&table(name).to_cloudformation());
        assert_eq!(cloudformation["Resources"][logical_id]["Properties"]["TableName"], name);
        let terraform = json(&table(name).to_terraform());
        assert_eq!(terraform["resource"]["aws_dynamodb_table"][label]["name"], name);
    }
    let template = App::SCHEMA.template().logical_id("Main");
    assert!(json(&template.to_cloudformation().unwrap())["Resources"]["Main"].is_object());
    assert!(json(&template.to_terraform().unwrap())["resource"]["aws_dynamodb_table"]["Main"].is_object());
    for (id, cloudformation, terraform) in [("a-b", false, true), ("a b", false, false), ("", false, false)] {
        let template = App::SCHEMA.template().logical_id(id);
        assert_eq!(template.to_cloudformation().is_ok(), cloudformation, "{id}");
        assert_eq!(template.to_terraform().is_ok(), terraform, "{id}");
    }
}

#[test]
fn a_name_may_have_parts_that_the_tool_fills_in() {
    let template = App::SCHEMA.template().table_name("${AWS::StackName}-app").encryption_key("${Key.Arn}");
    let properties = json(&template.to_cloudformation().unwrap())["Resources"]["App"]["Properties"].clone();
    assert_eq!(properties["TableName"], json!({ "Fn::Sub": "${AWS::StackName}-app" }));
    assert_eq!(properties["SSESpecification"]["KMSMasterKeyId"], json!({ "Fn::Sub": "${Key.Arn}" }));
    let template = App::SCHEMA.template().table_name("${var.stage}-app").encryption_key("${aws_kms_key.app.arn}");
    let arguments = json(&template.to_terraform().unwrap())["resource"]["aws_dynamodb_table"]["app"].clone();
    assert_eq!(arguments["name"], "${var.stage}-app");
    assert_eq!(arguments["server_side_encryption"]["kms_key_arn"], "${aws_kms_key.app.arn}");
}

#[test]
fn what_a_struct_declares_is_filled_in_by_no_tool() {
    let terraform = json(&PROVISIONED.to_terraform());
    let tags = &terraform["resource"]["aws_dynamodb_table"]["order-lines_v2"]["tags"];
    assert_eq!(tags["cost center"], "7 + $${x} %%{y}");
    let cloudformation = json(&PROVISIONED.to_cloudformation());
    let properties = &cloudformation["Resources"]["OrderLinesV2"]["Properties"];
    assert_eq!(properties["Tags"][1], json!({ "Key": "cost center", "Value": "7 + ${x} %{y}" }));
}

#[test]
fn a_table_without_a_name_is_named_by_cloudformation() {
    let template = App::SCHEMA.template().without_table_name();
    let properties = json(&template.to_cloudformation().unwrap())["Resources"]["App"]["Properties"].clone();
    assert!(properties.get("TableName").is_none() && properties["KeySchema"].is_array());
    assert!(json(&template.to_cdk().unwrap()).get("tableName").is_none());
    assert_eq!(template.to_terraform().unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[test]
fn a_table_outlives_its_template_unless_something_else_is_said() {
    let resource = |text: String| json(&text)["Resources"]["App"].clone();
    let kept = resource(App::SCHEMA.to_cloudformation());
    assert_eq!((&kept["DeletionPolicy"], &kept["UpdateReplacePolicy"]), (&json!("Retain"), &json!("Retain")));
    let deletable = App::SCHEMA.template().deletable();
    let deleted = resource(deletable.to_cloudformation().unwrap());
    assert_eq!((&deleted["DeletionPolicy"], &deleted["UpdateReplacePolicy"]), (&json!("Delete"), &json!("Delete")));
    assert!(App::SCHEMA.to_terraform().contains("prevent_destroy"));
    assert!(!deletable.to_terraform().unwrap().contains("lifecycle"));
}

#[test]
fn cdk_has_names_of_its_own() {
    let properties = json(&PROVISIONED.to_cdk());
    assert_eq!(properties["sseSpecification"]["sseEnabled"], true);
    assert!(properties["sseSpecification"]["kmsMasterKeyId"].is_string());
    assert_eq!(properties["tags"][0], json!({ "key": "team", "value": "shop" }));
    assert_eq!(properties["provisionedThroughput"]["readCapacityUnits"], 20);
}

#[derive(Debug, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Debug, Item)]
#[faraday(table = "orders", global_index(by_email, partition_key = email))]
struct Customer {
    #[faraday(partition_key)]
    id: u64,
    email: Option<String>,
}

#[derive(Debug, Item)]
#[faraday(table = "orders", global_index(by_email, partition_key = email, projection = keys_only))]
struct Other {
    #[faraday(partition_key)]
    id: u64,
    email: Option<String>,
}

#[test]
fn several_types_declare_one_table() {
    let template = json(&Table::<(Order, Customer)>::template().to_cloudformation().unwrap());
    assert_eq!(template["Resources"]["Orders"]["Properties"]["GlobalSecondaryIndexes"][0]["IndexName"], "by_email");
    let error = Table::<(Order, Customer, Other)>::template().to_cloudformation().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("by_email"), "{error}");
}

/// A schema that contradicts itself gives a text that no tool accepts.
#[test]
fn a_schema_that_contradicts_itself_has_no_template() {
    const INDEXES: &[IndexSchema] = &[IndexSchema::global("by_id", &[KeyElement::new::<u64>("id")], &[])];
    let schema = table("orders").with_indexes(INDEXES);
    assert_eq!(schema.template().to_cloudformation().unwrap_err().kind(), ErrorKind::InvalidArgument);
    for text in [schema.to_cloudformation(), schema.to_terraform(), schema.to_cdk()] {
        let object = json(&text);
        assert_eq!(object.as_object().unwrap().len(), 1);
        assert!(object["Error"].as_str().unwrap().contains("the key attribute `id`"), "{text}");
    }
    assert!(table("a").to_cloudformation().contains("Error"), "a name that is too short");
    assert!(App::SCHEMA.template().table_name("a b").to_cloudformation().is_err());
}

#[test]
fn a_builder_says_what_no_struct_declares() {
    let settings = TableSettings::new().with_table_class(TableClass::StandardInfrequentAccess);
    let template = App::SCHEMA.template().provisioned(5, 6).table_class(settings.table_class().unwrap());
    let properties = json(&template.to_cloudformation().unwrap())["Resources"]["App"]["Properties"].clone();
    assert_eq!(properties["ProvisionedThroughput"], json!({ "ReadCapacityUnits": 5, "WriteCapacityUnits": 6 }));
    assert_eq!(properties["GlobalSecondaryIndexes"][1]["ProvisionedThroughput"]["WriteCapacityUnits"], 6);
    assert_eq!(properties["TableClass"], "STANDARD_INFREQUENT_ACCESS");
}
