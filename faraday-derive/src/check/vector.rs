//! The rules for vector indexes: one function each.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;

use super::super::attributes::{BillingOption, IndexOptions, Scope, SettingOptions};
use super::super::context::Context;
use super::super::model::{Field, Index, Item, MadeIndex};

/// DynamoDB's quota for one table.
const MOST_VECTOR: usize = 5;

fn is_vector(options: &&IndexOptions) -> bool {
    options.scope == Scope::Vector
}

/// The rules for the options of one vector index, of an item or of a table.
pub fn options(context: &Context, options: &IndexOptions) {
    has_vectors(context, options);
    has_one_partition_key(context, options);
    filters_are_distinct(context, options);
}

/// The rules for all vector indexes of a table together.
pub fn of_table(context: &Context, indexes: &[&IndexOptions], settings: &SettingOptions) {
    let vectors: Vec<_> = indexes.iter().copied().filter(is_vector).collect();
    if let Some(index) = vectors.get(MOST_VECTOR) {
        context.error(index.span, format!("a table has {MOST_VECTOR} vector indexes at most: this is one more"));
    }
    dimensions_agree(context, &vectors);
    if let (Some(index), Some((_, BillingOption::Provisioned(..)))) = (vectors.first(), &settings.billing) {
        context.error(
            index.span,
            "a vector index needs a table that is billed on demand: remove `billing = provisioned(…)`",
        );
    }
}

/// A vector index names its vectors, their length, and the function for their distance.
fn has_vectors(context: &Context, options: &IndexOptions) {
    if options.misread {
        return;
    }
    let vector = &options.vector;
    let missing = [
        (vector.attribute.is_none(), "`attribute = field`, the field that holds the vectors"),
        (vector.dimensions.is_none(), "`dimensions = 384`, how many elements each vector has"),
        (vector.distance.is_none(), "`distance = cosine`, `euclidean` or `dot_product`"),
    ];
    let missing: Vec<_> = missing.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, option)| option).collect();
    if !missing.is_empty() {
        context.error(
            options.ident.span(),
            format!("a vector index needs {}: write it after its name", missing.join("; and ")),
        );
    }
}

fn has_one_partition_key(context: &Context, options: &IndexOptions) {
    if let Some(name) = options.partition_key.get(1) {
        context.error(name.span(), "the partition key of a vector index has one attribute: leave this one out");
    }
}

/// A filter is named once, and is neither the partition key nor the vectors.
fn filters_are_distinct(context: &Context, options: &IndexOptions) {
    let attribute = options.vector.attribute.as_ref();
    let mut seen = HashSet::new();
    for name in &options.vector.filters {
        let message = if options.partition_key.contains(name) {
            "the partition key of the index filters already: leave it out here"
        } else if Some(name) == attribute {
            "DynamoDB filters by strings, numbers and binaries, and this field holds the vectors: leave it out here"
        } else if !seen.insert(name) {
            "this is a filter already: leave it out here"
        } else {
            continue;
        };
        context.error(name.span(), message);
    }
    if let Some(name) = options.partition_key.iter().find(|name| Some(*name) == attribute) {
        context.error(name.span(), "this field holds the vectors: partition by another one");
    }
}

/// The vectors of one attribute have one length.
fn dimensions_agree(context: &Context, indexes: &[&IndexOptions]) {
    let mut known: HashMap<&Ident, u32> = HashMap::new();
    for index in indexes {
        let (Some(attribute), Some(dimensions)) = (&index.vector.attribute, index.vector.dimensions) else { continue };
        let first = *known.entry(attribute).or_insert(dimensions);
        if first != dimensions {
            let message = format!("another index has {first} dimensions of `{attribute}`: write the same number here");
            context.error(index.ident.span(), message);
        }
    }
}

/// The rules for a vector index of an item with a table of its own.
pub fn index(context: &Context, item: &Item, index: &Index) {
    if item.variants.is_some() {
        let message =
            "the struct that has the vectors declares the index: move this to it, or declare the table by itself";
        context.error(index.options.span, message);
        return;
    }
    vectors_are_stored(context, item, index.options.vector.attribute.as_ref());
    filters_are_stored(context, item, index.filters());
    whole_rows_name_attributes(context, item, index);
}

/// The rules for a vector index of a declared table that holds the item.
pub fn made(context: &Context, item: &Item, index: &MadeIndex) {
    if index.attribute.is_none() && !index.filters.is_empty() {
        let message =
            "filters are of a vector index: write `attribute = field` as well, the field that holds the vectors";
        context.error(index.ident.span(), message);
    }
    if index.attribute.is_some() && index.sort_key.is_some() {
        context
            .error(index.ident.span(), "a vector index has no sort key: its items come by their distance; remove it");
    }
    vectors_are_stored(context, item, index.attribute.as_ref());
    filters_are_stored(context, item, &index.filters);
}

/// The vectors are in an attribute of their own that DynamoDB can read.
fn vectors_are_stored(context: &Context, item: &Item, attribute: Option<&Ident>) {
    let Some(name) = attribute else { return };
    let Some(field) = field(context, item, name) else { return };
    if let Some(problem) = problem(field) {
        context.error(name.span(), problem);
    } else if field.is_key() || field.is_index_key {
        context.error(name.span(), "a key holds no vectors: write the field that does");
    }
}

fn filters_are_stored(context: &Context, item: &Item, filters: &[Ident]) {
    for name in filters {
        let Some(field) = field(context, item, name) else { continue };
        if let Some(problem) = problem(field) {
            context.error(name.span(), problem);
        }
    }
}

/// Returns the field with this name; reports an error if there is none.
fn field<'i, 'a>(context: &Context, item: &'i Item<'a>, name: &Ident) -> Option<&'i Field<'a>> {
    let field = item.field(name);
    // It is an error already that the struct has no named fields.
    if field.is_none() && item.has_named_fields {
        let fields: Vec<_> = item.fields.iter().filter_map(|field| Some(format!("`{}`", field.ident?))).collect();
        let message = format!("`{}` has no field `{name}`: its fields are {}", item.container.ident, fields.join(", "));
        context.error(name.span(), message);
    }
    field
}

/// Why DynamoDB cannot read a field.
fn problem(field: &Field) -> Option<String> {
    let options = &field.options;
    if options.skip.is_some() {
        return Some("this field has `skip`, so there is no attribute to index: remove one of the two".to_owned());
    }
    if options.frozen.is_some() {
        return Some("this field is `frozen`, so DynamoDB cannot read it: index another field".to_owned());
    }
    let key_only = options.key_only.map(|_| "key_only");
    let option = key_only.or_else(|| options.forms().chain(options.inlines()).next().map(|(_, option)| option));
    option.map(|option| {
        format!("this field has `{option}`, and an index reads an attribute of its own type: index another field")
    })
}

/// DynamoDB returns the vectors only if every attribute is requested by its name, and `extra` does not know the names.
fn whole_rows_name_attributes(context: &Context, item: &Item, index: &Index) {
    let has_extra = item.fields.iter().any(|field| field.options.extra.is_some());
    if has_extra && index.options.row.is_none() && !index.has_own_row() {
        let message = "a search asks for attributes by their names, and `extra` has none: derive `Projection` for a struct of \
                       what the search is to return, and write `row = ThatStruct`";
        context.error(index.options.ident.span(), message);
    }
}
