//! The union of the indexes and settings that several types declare for one table, or an error that names two types that contradict each
//! other.

use std::collections::BTreeSet;
use std::fmt::Debug;

use crate::admin::request::AttributeDefinition;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{IndexSchema, KeyElement, Projected, TableSchema, TableSettings, VectorSchema};

/// The union, with the name of the type that declares each index.
pub(super) struct Declared {
    pub(super) partition_key: KeyElement,
    pub(super) sort_key: Option<KeyElement>,
    pub(super) indexes: Vec<(String, IndexSchema)>,
    pub(super) settings: TableSettings,
    /// All tags that any type declares.
    pub(super) tags: Vec<(&'static str, &'static str)>,
    first: String,
}

/// One declaration, and its source: a type, or the kind of an item in an enum.
type Source = (String, TableSchema);

impl Declared {
    pub(super) fn of(declarations: &[(&'static str, TableSchema)]) -> Result<Self> {
        let mut sources = Vec::new();
        for (name, schema) in declarations {
            sources.push(((*name).to_owned(), *schema));
            with_items(name, schema, &mut sources);
        }
        let Some((first, schema)) = sources.first() else {
            return Err(Error::new(ErrorKind::InvalidArgument, "nothing declares the table"));
        };
        let mut declared = Self {
            partition_key: schema.partition_key().stored(),
            sort_key: schema.sort_key().map(KeyElement::stored),
            indexes: Vec::new(),
            settings: TableSettings::new(),
            tags: union_of_tags(&sources)?,
            first: first.clone(),
        };
        for source in &sources {
            declared.has_same_key((first, schema), source)?;
            declared.add_indexes(source)?;
        }
        declared.settings = union_of_settings(&sources)?;
        Ok(declared)
    }

    fn has_same_key(&self, (first, schema): (&String, &TableSchema), (name, other): &Source) -> Result<()> {
        agree("the name", (first, &schema.table()), (name, &other.table()))?;
        let shown = |key: KeyElement| format!("{} ({})", key.name(), key.key_type().name());
        agree("the partition key", (first, &shown(self.partition_key)), (name, &shown(other.partition_key())))?;
        let sort_key = |key: Option<KeyElement>| key.map_or_else(|| "none".to_owned(), shown);
        agree("the sort key", (first, &sort_key(self.sort_key)), (name, &sort_key(other.sort_key())))
    }

    fn add_indexes(&mut self, (name, schema): &Source) -> Result<()> {
        for index in schema.indexes() {
            let known = self.indexes.iter().find(|(_, known)| known.name() == index.name());
            let Some((first, known)) = known else {
                self.indexes.push((name.clone(), *index));
                continue;
            };
            if !is_same_index(known, index) {
                return Err(contradiction(&format!("the index `{}`", index.name()), first, name));
            }
        }
        Ok(())
    }

    /// Returns the type of every key attribute of the table and its indexes, each once.
    pub(super) fn attribute_definitions(&self) -> Result<Vec<AttributeDefinition>> {
        let of_table = [self.partition_key].into_iter().chain(self.sort_key).map(|key| (&self.first, key));
        let of_indexes = self.indexes.iter().flat_map(|(name, index)| {
            let filters = index.vector().map(VectorSchema::filters).unwrap_or_default();
            index.partition_key().iter().chain(index.sort_key()).chain(filters).map(move |key| (name, *key))
        });
        let mut definitions: Vec<(&String, KeyElement)> = Vec::new();
        for (name, key) in of_table.chain(of_indexes) {
            match definitions.iter().find(|(_, known)| known.name() == key.name()) {
                None => definitions.push((name, key)),
                Some((first, known)) => {
                    let what = format!("the type of the key attribute `{}`", key.name());
                    agree(&what, (first, &known.key_type().name()), (name, &key.key_type().name()))?;
                }
            }
        }
        let definition = |(_, key): (_, KeyElement)| AttributeDefinition {
            attribute_name: key.name().to_owned(),
            attribute_type: key.key_type().name().to_owned(),
        };
        Ok(definitions.into_iter().map(definition).collect())
    }
}

/// Adds the items in the variants of an enum, which declare the same table.
fn with_items(name: &str, schema: &TableSchema, sources: &mut Vec<Source>) {
    for item in schema.items() {
        let name = match item.kind_name() {
            "" => format!("an item of {name}"),
            kind => format!("the kind `{kind}` of {name}"),
        };
        sources.push((name.clone(), *item));
        with_items(&name, item, sources);
    }
}

/// Whether both are one index: keys are the same if their attributes are, however an item makes them.
fn is_same_index(one: &IndexSchema, other: &IndexSchema) -> bool {
    let is_same_key = |one: &[KeyElement], other: &[KeyElement]| {
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is_same(*other))
    };
    one.scope() == other.scope()
        && is_same_key(one.partition_key(), other.partition_key())
        && is_same_key(one.sort_key(), other.sort_key())
        && is_same_projection(one.projection(), other.projection())
        && is_same_vector(one.vector(), other.vector())
        && one.throughput() == other.throughput()
        && one.max_throughput() == other.max_throughput()
        && one.warm_throughput() == other.warm_throughput()
}

/// Compares without the order of the filters.
fn is_same_vector(one: Option<&VectorSchema>, other: Option<&VectorSchema>) -> bool {
    let parts = |vector: &VectorSchema| {
        let filters: BTreeSet<_> = vector.filters().iter().map(|key| (key.name(), key.key_type().name())).collect();
        (vector.attribute(), vector.dimensions(), vector.distance(), filters)
    };
    one.map(parts) == other.map(parts)
}

/// Compares without the order of the included attributes.
fn is_same_projection(one: Projected, other: Projected) -> bool {
    match (one, other) {
        (Projected::Include(one), Projected::Include(other)) => {
            let sorted = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
            sorted(one) == sorted(other)
        }
        _ => one == other,
    }
}

fn contradiction(what: &str, one: &str, other: &str) -> Error {
    let message = format!("{one} and {other} declare {what} of the table in two ways: declare it once, or alike");
    Error::new(ErrorKind::InvalidArgument, message)
}

fn agree<T: PartialEq + Debug>(what: &str, one: (&String, &T), other: (&String, &T)) -> Result<()> {
    if one.1 == other.1 {
        return Ok(());
    }
    let message = format!(
        "{} and {} declare {what} of the table in two ways: {:?} and {:?}; declare it once, or alike",
        one.0, other.0, one.1, other.1
    );
    Err(Error::new(ErrorKind::InvalidArgument, message))
}

/// Returns the setting that one type declares, or several declare alike.
fn one_of<T: PartialEq + Debug>(
    what: &str,
    sources: &[Source],
    get: impl Fn(&TableSettings) -> Option<T>,
) -> Result<Option<T>> {
    let mut declared: Option<(&String, T)> = None;
    for (name, schema) in sources {
        match (&declared, get(schema.settings())) {
            (_, None) => {}
            (None, Some(value)) => declared = Some((name, value)),
            (Some((first, one)), Some(other)) => agree(what, (first, one), (name, &other))?,
        }
    }
    Ok(declared.map(|(_, value)| value))
}

fn union_of_settings(sources: &[Source]) -> Result<TableSettings> {
    let mut settings = TableSettings::new();
    if let Some(ttl) = one_of("the time to live", sources, TableSettings::ttl)? {
        settings = settings.with_ttl(ttl);
    }
    if let Some(stream) = one_of("the stream", sources, TableSettings::stream)? {
        settings = settings.with_stream(stream);
    }
    if let Some(billing) = one_of("the billing", sources, TableSettings::declared_billing)? {
        settings = settings.with_billing(billing);
    }
    if let Some(class) = one_of("the table class", sources, TableSettings::table_class)? {
        settings = settings.with_table_class(class);
    }
    if let Some(is_protected) = one_of("the deletion protection", sources, TableSettings::deletion_protection)? {
        settings = settings.with_deletion_protection(is_protected);
    }
    if let Some(encryption) = one_of("the encryption", sources, TableSettings::encryption)? {
        settings = settings.with_encryption(encryption);
    }
    if let Some(recovery) = one_of("the recovery", sources, TableSettings::point_in_time_recovery)? {
        settings = settings.with_point_in_time_recovery(recovery);
    }
    if let Some((read, write)) = one_of("the warm throughput", sources, TableSettings::warm_throughput)? {
        settings = settings.with_warm_throughput(read, write);
    }
    Ok(settings)
}

fn union_of_tags(sources: &[Source]) -> Result<Vec<(&'static str, &'static str)>> {
    let mut tags: Vec<(&String, &'static str, &'static str)> = Vec::new();
    for (name, schema) in sources {
        for (key, value) in schema.settings().tags() {
            match tags.iter().find(|(_, known, _)| known == key) {
                None => tags.push((name, key, value)),
                Some((first, _, known)) => agree(&format!("the tag `{key}`"), (first, known), (name, value))?,
            }
        }
    }
    Ok(tags.into_iter().map(|(_, key, value)| (key, value)).collect())
}
