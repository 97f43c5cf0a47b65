//! The names that tables have in a database.

use std::collections::HashMap;
use std::fmt;

type Rule = Box<dyn Fn(&str) -> String + Send + Sync>;

/// Maps the declared name of a table to its name in the database.
#[derive(Default)]
pub(super) struct TableNames {
    pub(super) prefix: String,
    /// Names of single tables.
    pub(super) single: HashMap<String, String>,
    /// The rule for all other names.
    pub(super) rule: Option<Rule>,
}

impl TableNames {
    pub(super) fn of(&self, declared: &str) -> String {
        if let Some(name) = self.single.get(declared) {
            return name.clone();
        }
        if let Some(rule) = &self.rule {
            return rule(declared);
        }
        // Not `format!`, which costs more than the copies: every request runs this.
        let mut name = String::with_capacity(self.prefix.len() + declared.len());
        name.push_str(&self.prefix);
        name.push_str(declared);
        name
    }
}

impl fmt::Debug for TableNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { prefix, single, .. } = self;
        f.debug_struct("TableNames").field("prefix", prefix).field("single", single).finish_non_exhaustive()
    }
}
