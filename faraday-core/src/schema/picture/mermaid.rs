//! A table's declaration as an entity-relationship diagram of Mermaid.

use super::{indexes_of, kind_name, kinds, primary_key, projection, scope, vector};
use crate::schema::index::IndexSchema;
use crate::schema::key::KeyElement;
use crate::schema::table::TableSchema;

impl TableSchema {
    /// Returns a Mermaid diagram of the table, its indexes and its kinds of items.
    ///
    /// GitHub, GitLab and many other tools draw a Markdown block of the language `mermaid`. The table and each index is a box with its key
    /// attributes. Each kind of item is a box with the templates of its keys. The diagram of an enum shows the kinds of all its variants;
    /// the schema of `#[derive(Table)]` alone has no kinds.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Item, Table};
    ///
    /// #[derive(Table)]
    /// #[faraday(
    ///     name = "app",
    ///     partition_key(pk: String), sort_key(sk: String),
    ///     global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
    /// )]
    /// struct App;
    ///
    /// #[derive(Item)]
    /// #[faraday(
    ///     table = App, kind = "order",
    ///     partition_key = "TENANT#{tenant}", sort_key = "ORDER#{id}",
    ///     index(gsi1, partition_key = "CUSTOMER#{customer}", sort_key = "ORDER#{id}"),
    /// )]
    /// struct Order {
    ///     tenant: String,
    ///     id: u64,
    ///     customer: String,
    /// }
    ///
    /// let diagram = Order::SCHEMA.to_mermaid();
    /// assert!(diagram.starts_with("erDiagram\n"));
    /// assert!(diagram.contains(r#"S pk_ PK "pk: TENANT#{tenant}""#));
    /// ```
    ///
    /// See [entity relationship diagrams](https://mermaid.js.org/syntax/entityRelationshipDiagram.html) of Mermaid.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut diagram = Diagram::default();
        let table = diagram.entity("table", self.table(), &format!("{} (table)", self.table()), table_lines(self));
        for index in self.all_indexes() {
            let title = format!("{} ({})", index.name(), scope(index));
            let entity = diagram.entity("index", index.name(), &title, index_lines(index));
            diagram.relation(&table, &entity, &format!("holds {}", projection(index)));
        }
        for kind in kinds(self) {
            if !kind.kind_name().is_empty() {
                let entity = diagram.entity("kind", kind_name(kind), kind_name(kind), kind_lines(kind));
                diagram.relation(&table, &entity, "kind");
            }
        }
        diagram.finish()
    }
}

/// The boxes and the arrows, which Mermaid takes in any order.
#[derive(Default)]
struct Diagram {
    entities: Vec<String>,
    text: String,
    relations: String,
}

impl Diagram {
    /// Adds a box, and returns the name by which relations refer to it.
    fn entity(&mut self, what: &str, name: &str, title: &str, lines: Vec<String>) -> String {
        // The prefix is needed because some words, such as `end` and `class`, have a meaning in Mermaid.
        let mut id = format!("{what}_{}", word(name));
        while self.entities.contains(&id) {
            id.push('_');
        }
        self.entities.push(id.clone());
        self.text.push_str(&format!("    {id}[\"{}\"] {{\n", quoted(title)));
        for line in lines {
            self.text.push_str(&format!("        {line}\n"));
        }
        self.text.push_str("    }\n");
        id
    }

    fn relation(&mut self, from: &str, to: &str, label: &str) {
        self.relations.push_str(&format!("    {from} ||--o{{ {to} : \"{}\"\n", quoted(label)));
    }

    fn finish(self) -> String {
        format!("erDiagram\n{}{}", self.text, self.relations)
    }
}

fn table_lines(schema: &TableSchema) -> Vec<String> {
    let keys = primary_key(schema).into_iter().zip(["partition key", "sort key"]);
    let mut lines: Vec<String> = keys.map(|(key, role)| attribute(&key, "PK", role)).collect();
    lines.extend(schema.ttl().map(|name| line("N", name, "", "time to live, in epoch seconds")));
    lines
}

fn index_lines(index: &IndexSchema) -> Vec<String> {
    let stored = |key: &KeyElement, role| attribute(key, "PK", role);
    let mut lines: Vec<String> = index.partition_key().iter().map(|key| stored(key, "partition key")).collect();
    lines.extend(index.sort_key().iter().map(|key| stored(key, "sort key")));
    if let (Some(schema), Some(comment)) = (index.vector(), vector(index)) {
        lines.push(line("L", schema.attribute(), "", &comment));
        lines.extend(schema.filters().iter().map(|key| attribute(key, "", "filter")));
    }
    lines
}

/// Returns the lines of a kind: its key attributes with their templates, and its unique attributes.
fn kind_lines(kind: &TableSchema) -> Vec<String> {
    let made = |key: &KeyElement, mark, index: &str| {
        let template = key.template().map(ToString::to_string).unwrap_or_default();
        attribute(key, mark, format!("{template}{index}").trim())
    };
    let mut lines: Vec<String> = primary_key(kind).iter().map(|key| made(key, "PK", "")).collect();
    for index in indexes_of(kind) {
        let keys = index.partition_key().iter().chain(index.sort_key());
        lines.extend(keys.map(|key| made(key, "", &format!(" (in {})", index.name()))));
    }
    lines.extend(kind.unique().iter().map(|name| line("S", name, "UK", "unique")));
    lines
}

fn attribute(key: &KeyElement, mark: &str, comment: &str) -> String {
    line(&key.key_type().to_string(), key.name(), mark, comment)
}

/// Returns one line of a box. If Mermaid does not accept the name, the comment has it unchanged.
fn line(kind: &str, name: &str, mark: &str, comment: &str) -> String {
    let mut id = word(name);
    // Mermaid reads these names as marks of keys.
    if ["pk", "fk", "uk"].contains(&id.to_ascii_lowercase().as_str()) {
        id.push('_');
    }
    let comment = if id == name { comment.to_owned() } else { format!("{name}: {comment}") };
    let mark = if mark.is_empty() { String::new() } else { format!(" {mark}") };
    let comment = if comment.is_empty() { String::new() } else { format!(" \"{}\"", quoted(&comment)) };
    format!("{kind} {id}{mark}{comment}")
}

/// Returns a name with the characters that Mermaid accepts: letters, digits and underscores, beginning with a letter.
fn word(name: &str) -> String {
    let mut word: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        word.insert(0, 'a');
    }
    word
}

/// Returns a text that can be put in quotation marks.
fn quoted(text: &str) -> String {
    text.replace('"', "'").replace(['%', '\\', '\n', '\r'], " ")
}
