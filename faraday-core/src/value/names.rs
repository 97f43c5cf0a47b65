//! The attribute names of a struct as constants, so that the compiler finds clashes between flattened structs.

/// Names of fields, each with its former names.
type FormerNames = &'static [(&'static str, &'static [&'static str])];

/// The attribute names that a struct reads, with those of its flattened structs.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    own: &'static [&'static str],
    /// The fields that have former names, with those names.
    aliases: FormerNames,
    /// The same of names that are current ones of fields in other variants of an enum.
    shared_aliases: FormerNames,
    flattened: &'static [&'static Names],
    all: bool,
    /// They are of an item with a schema version.
    versioned: bool,
}

impl Names {
    /// Any name: a flattened map reads them all.
    pub const ALL: Self =
        Self { own: &[], aliases: &[], shared_aliases: &[], flattened: &[], all: true, versioned: false };

    /// Creates the names of a struct from its own fields and its flattened structs.
    #[must_use]
    pub const fn new(own: &'static [&'static str], flattened: &'static [&'static Self]) -> Self {
        Self { own, aliases: &[], shared_aliases: &[], flattened, all: false, versioned: false }
    }

    /// Sets the former names of fields, which are also among their own names.
    #[must_use]
    pub const fn with_aliases(self, aliases: FormerNames) -> Self {
        Self { aliases, ..self }
    }

    /// Sets the former names of fields that are also current names of fields in other variants of an enum.
    #[must_use]
    pub const fn with_shared_aliases(self, shared_aliases: FormerNames) -> Self {
        Self { shared_aliases, ..self }
    }

    /// The same of an item with a schema version.
    #[must_use]
    pub const fn of_schema_versions(self) -> Self {
        Self { versioned: true, ..self }
    }

    /// Whether they are of an item with a schema version.
    #[must_use]
    pub const fn has_schema_version(&self) -> bool {
        self.versioned
    }

    /// Whether a field reads an attribute of this name; [`ALL`](Self::ALL) reads every one.
    #[must_use]
    pub fn accepts(&self, name: &str) -> bool {
        self.all || self.own.contains(&name) || self.flattened.iter().any(|names| names.accepts(name))
    }

    /// Whether a field declares this name; [`ALL`](Self::ALL) declares none.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        self.own.contains(&name) || self.flattened.iter().any(|names| names.declares(name))
    }

    /// Returns the former names of the field with this name. In an enum, a former name in one variant may be the name of a field in
    /// another: it is left out.
    #[must_use]
    pub fn aliases_of(&self, name: &str) -> Vec<&'static str> {
        let mut aliases = Vec::new();
        self.add_aliases_of(name, &mut aliases);
        aliases.retain(|alias| !self.has_current(alias));
        aliases
    }

    /// Returns all former names of the field with this name.
    pub(crate) fn all_aliases_of(&self, name: &str) -> Vec<&'static str> {
        let mut aliases = Vec::new();
        self.add_aliases_of(name, &mut aliases);
        self.add_shared_aliases_of(name, &mut aliases);
        aliases
    }

    fn add_shared_aliases_of(&self, name: &str, to: &mut Vec<&'static str>) {
        let own = self.shared_aliases.iter().filter(|(current, _)| *current == name);
        to.extend(own.flat_map(|(_, aliases)| *aliases).copied());
        self.flattened.iter().for_each(|names| names.add_shared_aliases_of(name, to));
    }

    fn add_aliases_of(&self, name: &str, to: &mut Vec<&'static str>) {
        let own = self.aliases.iter().filter(|(current, _)| *current == name);
        for alias in own.flat_map(|(_, aliases)| *aliases) {
            if !to.contains(alias) {
                to.push(*alias);
            }
        }
        self.flattened.iter().for_each(|names| names.add_aliases_of(name, to));
    }

    /// Whether it is the current name of a field.
    fn has_current(&self, name: &str) -> bool {
        let is_alias = self.aliases.iter().any(|(_, aliases)| aliases.contains(&name));
        self.own.contains(&name) && !is_alias || self.flattened.iter().any(|names| names.has_current(name))
    }

    /// Returns all names that fields declare.
    #[must_use]
    pub fn declared_names(&self) -> Vec<&'static str> {
        let flattened = self.flattened.iter().flat_map(|names| names.declared_names());
        self.own.iter().copied().chain(flattened).collect()
    }

    /// Whether every attribute has only one field; generated code asserts it for a struct with flattened fields.
    #[must_use]
    pub const fn are_distinct(&self) -> bool {
        let mut rest = self.flattened;
        while let [names, others @ ..] = rest {
            if names.have_any_of(self.own) {
                return false;
            }
            let mut rest_of_others = others;
            while let [other, last @ ..] = rest_of_others {
                if names.overlap(other) {
                    return false;
                }
                rest_of_others = last;
            }
            rest = others;
        }
        true
    }

    /// Whether a value can write one name twice: its names are not distinct, or one of its fields writes any name.
    #[must_use]
    pub const fn may_repeat(&self) -> bool {
        !self.are_distinct() || self.has_all()
    }

    const fn has_all(&self) -> bool {
        let mut rest = self.flattened;
        while let [names, others @ ..] = rest {
            if names.has_all() {
                return true;
            }
            rest = others;
        }
        self.all
    }

    const fn overlap(&self, other: &Self) -> bool {
        if other.have_any_of(self.own) {
            return true;
        }
        let mut rest = self.flattened;
        while let [names, others @ ..] = rest {
            if names.overlap(other) {
                return true;
            }
            rest = others;
        }
        false
    }

    const fn have_any_of(&self, mut wanted: &[&str]) -> bool {
        while let [name, others @ ..] = wanted {
            if self.have(name) {
                return true;
            }
            wanted = others;
        }
        false
    }

    /// Does the same as [`declares`](Self::declares), as a `const fn`.
    #[must_use]
    pub const fn have(&self, name: &str) -> bool {
        if contains(self.own, name) {
            return true;
        }
        let mut rest = self.flattened;
        while let [names, others @ ..] = rest {
            if names.have(name) {
                return true;
            }
            rest = others;
        }
        false
    }
}

pub(crate) const fn contains(mut names: &[&str], name: &str) -> bool {
    while let [first, rest @ ..] = names {
        if equal(first, name) {
            return true;
        }
        names = rest;
    }
    false
}

pub(crate) const fn equal(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
        if *a != *b {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}
