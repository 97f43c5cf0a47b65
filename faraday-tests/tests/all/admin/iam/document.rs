//! The policy document: which tables it names, and how.

use faraday::admin::iam::{Action, Operation};
use faraday::{Item, Table};
use serde_json::{Value, json};

use super::needed::{TABLES, allowed, needed, policy};

#[derive(Debug, Item)]
#[faraday(table = "notes", global_index(by_author, partition_key = author), global_index(by_day, partition_key = day))]
struct Note {
    #[faraday(partition_key)]
    id: u64,
    author: String,
    day: u32,
}

#[derive(Debug, Item)]
#[faraday(table = "tasks")]
struct Task {
    #[faraday(partition_key)]
    id: u64,
}

fn statements(policy: &faraday::admin::iam::Policy) -> Value {
    serde_json::from_str::<Value>(&policy.to_string()).unwrap()["Statement"].clone()
}

#[test]
fn resources_with_the_same_actions_share_a_statement() {
    let index = Table::<Note>::index(Note::BY_AUTHOR);
    let policy = policy()
        .allow::<Note>([Operation::QUERY, Operation::GET])
        .allow::<Task>([Operation::GET, Operation::QUERY, Operation::GET])
        .allow_index(index, [Action::QUERY])
        .allow::<Task>([Operation::LIST_TABLES]);
    let table = |name: &str| format!("arn:aws:dynamodb:eu-west-1:123456789012:table/{name}");
    let expected = json!([
        { "Effect": "Allow", "Action": ["dynamodb:ListTables"], "Resource": ["*"] },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem", "dynamodb:Query"],
            "Resource": [table("notes"), table("tasks")],
        },
        { "Effect": "Allow", "Action": ["dynamodb:Query"], "Resource": [table("notes/index/by_author")] },
    ]);
    assert_eq!(statements(&policy), expected);
}

#[test]
fn tables_have_their_names_at_run_time() {
    let policy = policy()
        .allow::<Note>([Operation::GET])
        .allow::<Task>([Operation::PUT])
        .allow_all_indexes::<Note>([Action::SCAN])
        .partition("aws-cn")
        .table_prefix("prod-")
        .table_name("tasks", "Stack-Tasks-1A2B");
    let resources: Vec<String> = allowed(&policy).into_iter().map(|(_, resource)| resource).collect();
    let table = |name: &str| format!("arn:aws-cn:dynamodb:eu-west-1:123456789012:table/{name}");
    let names = ["prod-notes", "Stack-Tasks-1A2B", "prod-notes/index/by_author", "prod-notes/index/by_day"];
    assert_eq!(resources, names.map(table));
}

#[test]
fn streams_are_read_by_their_table() {
    let stream = [Action::DESCRIBE_STREAM, Action::GET_RECORDS, Action::GET_SHARD_ITERATOR, Action::LIST_STREAMS];
    let allowed = allowed(&policy().allow_actions::<Note>(stream));
    for (action, resource) in &allowed {
        let is_listing = action == "ListStreams";
        assert_eq!(resource == "*", is_listing, "{action}");
        assert!(is_listing || resource.ends_with("table/notes/stream/*"), "{resource}");
    }
    assert_eq!(allowed.len(), 4);
}

#[test]
fn a_policy_that_allows_nothing_has_no_statement() {
    assert_eq!(statements(&policy().allow::<Note>([])), json!([]));
    assert_eq!(statements(&policy().allow_all_indexes::<Note>([])), json!([]));
}

#[test]
fn a_vector_index_is_searched_and_others_are_read() {
    #[derive(Item)]
    #[faraday(
        table = "docs",
        global_index(by_lang, partition_key = lang),
        vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine),
    )]
    #[allow(dead_code)]
    struct Doc {
        #[faraday(partition_key)]
        id: u64,
        lang: String,
        embedding: Vec<f32>,
    }

    let reads = [Action::QUERY, Action::SEARCH_VECTORS];
    let all = allowed(&policy().allow_all_indexes::<Doc>(reads));
    let one = policy().allow_index(Table::<Doc>::index(Doc::BY_EMBEDDING), [Action::SEARCH_VECTORS]);
    let search = ("SearchVectors".to_owned(), format!("{TABLES}docs/index/by_embedding"));
    assert_eq!(all, [("Query".to_owned(), format!("{TABLES}docs/index/by_lang")), search.clone()].into());
    assert_eq!(allowed(&one), [search].into());
    let sent = json!({ "TableName": "docs", "IndexName": "by_embedding" });
    assert_eq!(needed("SearchVectors", &sent), allowed(&one));
}
