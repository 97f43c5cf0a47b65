//! A declaration as a diagram and as a page. The page of the guide shows the generated text of its declaration, byte for byte;
//! `FARADAY_BLESS=1` rewrites it.

use std::path::Path;
use std::{env, fs};

use faraday::{Item, Table};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String), sort_key(sk: String),
    global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
    ttl = expires_at
)]
struct App;

#[derive(Item)]
#[faraday(
    table = App, kind = "order",
    partition_key = "TENANT#{tenant}", sort_key = "ORDER#{placed_at}#{id}",
    index(gsi1, partition_key = "CUSTOMER#{customer}", sort_key = "ORDER#{placed_at}"),
)]
struct Order {
    tenant: String,
    placed_at: std::time::SystemTime,
    id: u64,
    customer: Option<String>,
    total: u64,
}

#[derive(Item)]
#[faraday(table = App, kind = "user", partition_key = "TENANT#{tenant}", sort_key = "USER#{email}", unique(email))]
struct User {
    tenant: String,
    email: String,
    name: String,
}

#[derive(Item)]
#[faraday(table = App)]
enum Record {
    Order(Order),
    User(User),
}

#[derive(Item)]
#[faraday(
    table = "docs",
    global_index(by_lang, partition_key = lang, sort_key = year, projection = keys_only),
    local_index(by_year, sort_key = year, projection = include(title)),
    vector_index(by_embedding, attribute = embedding, partition_key = lang, dimensions = 3, distance = cosine),
)]
struct Doc {
    #[faraday(partition_key)]
    shelf: String,
    #[faraday(sort_key, rename = "doc.id|no")]
    id: u64,
    lang: String,
    year: u32,
    title: String,
    embedding: Vec<f32>,
}

#[derive(Item)]
#[faraday(table = App, kind = "balance", partition_key = "A{{{account:escaped}}}", sort_key = "B#{amount:ordered}")]
struct Balance {
    account: String,
    amount: i32,
}

/// The lines between two markers of the guide's page.
fn between(page: &str, marker: &str) -> (String, String, String) {
    let (before, rest) = page.split_once(&format!("<!-- {marker} -->\n")).expect(marker);
    let (shown, after) = rest.split_once(&format!("<!-- end of {marker} -->\n")).expect(marker);
    (format!("{before}<!-- {marker} -->\n"), shown.to_owned(), format!("<!-- end of {marker} -->\n{after}"))
}

#[test]
fn the_guide_shows_the_page_of_its_declaration() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../faraday-core/src/guide/pictures.md");
    let page = fs::read_to_string(&file).unwrap();
    let (before, shown, after) = between(&page, "page");
    let written = format!("````markdown\n{}````\n", Record::SCHEMA.to_markdown());
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(file, format!("{before}{written}{after}")).unwrap();
        return;
    }
    assert!(shown == written, "not the page (FARADAY_BLESS=1 rewrites it):\n{written}");
}

#[test]
fn every_index_and_every_name_is_drawn() {
    let diagram = Doc::SCHEMA.to_mermaid();
    for line in [
        "    table_docs[\"docs (table)\"] {",
        "        N doc_id_no PK \"doc.id|no: sort key\"",
        "    index_by_lang[\"by_lang (global index)\"] {",
        "    index_by_year[\"by_year (local index)\"] {",
        "        L embedding \"3 numbers in embedding, COSINE\"",
        "    table_docs ||--o{ index_by_year : \"holds the keys and title\"",
        "    table_docs ||--o{ index_by_lang : \"holds the keys\"",
        "    table_docs ||--o{ index_by_embedding : \"holds whole items\"",
    ] {
        assert!(diagram.lines().any(|drawn| drawn == line), "{line}\nis not in\n{diagram}");
    }
}

#[test]
fn the_page_of_a_table_of_one_struct_names_what_reads_it() {
    let page = Doc::SCHEMA.to_markdown();
    for line in [
        "| sort key | `doc.id\\|no` (N) |",
        "| one of `docs` | `get((shelf, doc.id\\|no))` |  |",
        "| `docs` of one `shelf` | `query(shelf)` | `doc.id\\|no` |",
        "| `docs` of one `shelf` | `index(BY_YEAR).query(shelf)` | `year` |",
        "| `docs` of one `lang` near to a vector | `index(BY_EMBEDDING).search_partition(lang, &vector)` | the distance |",
    ] {
        assert!(page.lines().any(|shown| shown == line), "{line}\nis not in\n{page}");
    }
    assert!(!page.contains("## Kinds"), "its items have no kind:\n{page}");
}

#[test]
fn templates_are_shown_as_they_are_declared() {
    let page = Balance::SCHEMA.to_markdown();
    assert!(page.contains("| `balance` | `A{{{account:escaped}}}` | `B#{amount:ordered}` |"), "{page}");
}

#[test]
fn a_table_that_is_declared_by_itself_has_no_kinds() {
    let page = App::SCHEMA.to_markdown();
    assert!(page.contains("| one of `app` | `get((pk, sk))` |"), "{page}");
    assert!(!page.contains("## Kinds"), "{page}");
}
