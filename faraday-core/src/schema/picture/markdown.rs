//! A table's declaration as a page of Markdown.

use super::{fields, indexes_of, kind_name, kinds, primary_key, projection, scope, vector};
use crate::schema::index::{IndexSchema, IndexScope};
use crate::schema::key::KeyElement;
use crate::schema::table::TableSchema;

impl TableSchema {
    /// Returns a page of Markdown about the table: its keys, its indexes, its kinds of items, and the calls that read them.
    ///
    /// The page begins with the diagram of [`to_mermaid`](TableSchema::to_mermaid). The schema of an enum lists the kinds of all its
    /// variants. Let a test write the page to a file of your repository, so that it changes together with the structs.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::Item;
    ///
    /// #[derive(Item)]
    /// #[faraday(
    ///     table = "orders",
    ///     global_index(by_status, partition_key = status, sort_key = placed_at),
    /// )]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     customer: String,
    ///     #[faraday(sort_key)]
    ///     id: u64,
    ///     status: String,
    ///     placed_at: u64,
    /// }
    ///
    /// let page = Order::SCHEMA.to_markdown();
    /// let index = "| `by_status` | global index | `status` (S) | `placed_at` (N) | whole items |";
    /// let pattern = "| `orders` of one `status` | `index(BY_STATUS).query(status)` | `placed_at` |";
    /// assert!(page.contains(index) && page.contains(pattern));
    /// ```
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut page = format!("# Table `{}`\n\n```mermaid\n{}```\n", code(self.table()), self.to_mermaid());
        page.push_str(&section("Key", &["role", "attribute"], key_rows(self)));
        page.push_str(&section(
            "Indexes",
            &["index", "kind", "partition key", "sort key", "holds"],
            self.all_indexes().into_iter().map(index_row).collect(),
        ));
        let kinds = kinds(self);
        let named = kinds.iter().filter(|kind| !kind.kind_name().is_empty());
        let title = format!("Kinds, in the attribute `{}`", code(self.kind_attribute()));
        page.push_str(&section(&title, &["kind", "partition key", "sort key", "indexes", "unique"], {
            named.map(|kind| kind_row(kind)).collect()
        }));
        let mut patterns: Vec<_> = kinds.iter().flat_map(|kind| patterns_of(kind)).collect();
        if self.is_collection() {
            let fields = fields([&self.partition_key()]);
            patterns.push(row([
                format!("all kinds of one {}", listed(&fields)),
                format!("`query({})` of the enum", tuple(&fields)),
                "the sort key, as it is stored".to_owned(),
            ]));
        }
        page.push_str(&section("Access patterns", &["what is read", "by", "in the order of"], patterns));
        page
    }
}

fn key_rows(schema: &TableSchema) -> Vec<String> {
    let keys = primary_key(schema).into_iter().zip(["partition key", "sort key"]);
    let mut rows: Vec<String> = keys.map(|(key, role)| row([role.to_owned(), attribute(&key)])).collect();
    rows.extend(schema.ttl().map(|name| row(["time to live".to_owned(), format!("`{}` (N)", code(name))])));
    rows
}

fn index_row(index: &IndexSchema) -> String {
    let all = |keys: &[KeyElement]| keys.iter().map(attribute).collect::<Vec<_>>().join(", ");
    let holds = vector(index).map_or_else(|| projection(index), |vector| format!("{vector}; {}", projection(index)));
    let name = format!("`{}`", code(index.name()));
    row([name, scope(index).to_owned(), all(index.partition_key()), all(index.sort_key()), cell(&holds)])
}

fn kind_row(kind: &TableSchema) -> String {
    let made = |key: &KeyElement| {
        let template = key.template().map_or_else(|| key.name().to_owned(), ToString::to_string);
        format!("`{}`", code(&template))
    };
    let index = |index: &'static IndexSchema| {
        let keys: Vec<_> = index.partition_key().iter().chain(index.sort_key()).map(made).collect();
        format!("`{}`: {}", code(index.name()), keys.join(", "))
    };
    let unique: Vec<_> = kind.unique().iter().map(|name| format!("`{}`", code(name))).collect();
    row([
        format!("`{}`", code(kind_name(kind))),
        made(&kind.partition_key()),
        kind.sort_key().as_ref().map(made).unwrap_or_default(),
        indexes_of(kind).into_iter().map(index).collect::<Vec<_>>().join("; "),
        unique.join(", "),
    ])
}

/// Returns how items of a kind are read: by their key, by the partition key, by each index.
fn patterns_of(kind: &TableSchema) -> Vec<String> {
    let name = code(kind_name(kind));
    let whole = fields(&primary_key(kind));
    let partition = fields([&kind.partition_key()]);
    let mut rows = vec![row([format!("one of `{name}`"), format!("`get({})`", tuple(&whole)), String::new()])];
    if let Some(sort_key) = kind.sort_key() {
        rows.push(row([
            format!("`{name}` of one {}", listed(&partition)),
            format!("`query({})`", tuple(&partition)),
            listed(&rest(&fields([&sort_key]), &partition)),
        ]));
    }
    rows.extend(indexes_of(kind).into_iter().map(|index| index_pattern(&name, index)));
    rows
}

fn index_pattern(name: &str, index: &IndexSchema) -> String {
    let partition = fields(index.partition_key());
    let constant = code(&index.name().to_uppercase());
    if index.scope() == IndexScope::Vector {
        let (within, call) = match partition.is_empty() {
            true => (String::new(), "search(&vector)".to_owned()),
            false => {
                (format!(" of one {}", listed(&partition)), format!("search_partition({}, &vector)", tuple(&partition)))
            }
        };
        let call = format!("`index({constant}).{call}`");
        return row([format!("`{name}`{within} near to a vector"), call, "the distance".to_owned()]);
    }
    let sort_key = rest(&fields(index.sort_key()), &partition);
    let call = format!("`index({constant}).query({})`", tuple(&partition));
    row([format!("`{name}` of one {}", listed(&partition)), call, listed(&sort_key)])
}

/// Returns the fields of a sort key that are not in the partition key.
fn rest(sort_key: &[&'static str], partition: &[&'static str]) -> Vec<&'static str> {
    sort_key.iter().filter(|name| !partition.contains(name)).copied().collect()
}

/// Lists the fields: `` `tenant` and `id` ``.
fn listed(fields: &[&str]) -> String {
    let quoted: Vec<_> = fields.iter().map(|name| format!("`{}`", code(name))).collect();
    quoted.join(" and ")
}

/// Returns the argument of `get` and `query`: one value, or a tuple.
fn tuple(fields: &[&str]) -> String {
    match fields {
        [] => "()".to_owned(),
        [one] => code(one),
        all => format!("({})", all.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ")),
    }
}

fn attribute(key: &KeyElement) -> String {
    format!("`{}` ({})", code(key.name()), key.key_type())
}

/// Returns a section with a table, or nothing if it has no rows.
fn section(title: &str, head: &[&str], rows: Vec<String>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = "|---".repeat(head.len());
    format!("\n## {title}\n\n| {} |\n{line}|\n{}", head.join(" | "), rows.concat())
}

fn row<const N: usize>(cells: [String; N]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Escapes a text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Escapes a name for backticks in a cell: without backticks, bars that would end the cell, and line breaks.
fn code(name: &str) -> String {
    cell(&name.replace('`', "'").replace(['\n', '\r'], " "))
}
