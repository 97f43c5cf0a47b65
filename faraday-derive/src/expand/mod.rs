//! Expands a correct input. It cannot fail, because `check` has reported all errors.

mod attributes;
mod bounds;
mod collection;
mod constants;
mod declared_names;
mod expiry;
mod format;
mod hygiene;
mod index;
mod item;
mod item_enum;
mod key;
mod key_shape;
mod made_checks;
mod made_keys;
mod managed;
mod patch;
mod projection;
mod read;
mod read_wide;
mod row;
mod schema_version;
mod settings;
mod slot;
mod table;
mod unique;
mod value_enum;
mod value_internal;
mod value_newtype;
mod value_number;
mod value_struct;
mod value_tagged;
mod variant;
mod vector;
mod view;

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Item, Shape, Tagging, Value};

pub use bounds::Bounds;
pub use constants::constants;
pub use hygiene::block;
pub use index::stubs;
pub use key_shape::key;
pub use patch::patch;
pub use projection::projection;
pub use row::structs;
pub use table::table;
pub use view::{projection as projection_view, value as view_value, view_attributes};

/// The implementations for an item.
pub fn item(item: &Item) -> TokenStream {
    let bounds = Bounds::of_item(item);
    let attributes = match &item.variants {
        Some(of) => item_enum::attributes(item, of, &bounds),
        None => attributes::attributes(&made_keys::container(item), &item.fields, &bounds),
    };
    let declared = made_keys::constants(item);
    // For an enum that takes its key from an item, this is written where the key is.
    let is_constant = item.declared_table().is_none() && key::first_item(item).is_none();
    let settings = settings::constant(&item.settings, item.ttl()).filter(|_| is_constant);
    let expiry = expiry::checks(item);
    let unmarked = expiry::unmarked(item);
    let made_indexes = made_keys::index_constants(item);
    let made_checks = made_checks::checks(item);
    let version_checks = schema_version::checks(item);
    let collection = collection::members(item);
    let unique = unique::unique(item, &bounds);
    let table = item::item(item, &bounds);
    let constants = constants(&item.container, &item.fields);
    let indexes = index::constants(item, &bounds);
    let checks = index::row_checks(item);
    let checked_variants = item_enum::checks(item);
    let variants = item_enum::constants(item);
    let versioned = managed::versioned(item, &bounds);
    let rows = row::impls(item);
    let structs = row::structs(item);
    let block = block(
        &item.container,
        quote! {
            #declared #settings #attributes #table #versioned #constants #indexes #made_indexes #variants #collection #unique
            #checks #checked_variants #made_checks #version_checks #expiry #unmarked #rows
        },
    );
    let groups = collection::groups(item);
    quote!(#structs #groups #block)
}

/// The implementations for a value.
pub fn value(value: &Value) -> TokenStream {
    let container = &value.container;
    let content = match &value.shape {
        Shape::Struct(fields) if container.view.is_some() => {
            let attributes = view::attributes(container, fields);
            let value = view::value(container);
            quote!(#attributes #value)
        }
        Shape::Struct(fields) => {
            let bounds = Bounds::of_fields(container, fields);
            let attributes = attributes::attributes(container, fields, &bounds);
            let map = value_struct::value(container, &bounds);
            let constants = constants(container, fields);
            quote!(#attributes #map #constants)
        }
        Shape::Newtype(field) => value_newtype::value(container, field, value.unnamed),
        Shape::Enum(of) => {
            let bounds = Bounds::of_value(value);
            match &of.tagging {
                Tagging::Number => value_number::value(container, of),
                _ if of.is_string() => value_enum::value(container, of),
                Tagging::Internal(tag) => {
                    let attributes = value_internal::attributes(container, of, tag, &bounds);
                    let map = value_struct::value(container, &bounds);
                    quote!(#attributes #map)
                }
                _ => value_tagged::value(container, of, &bounds),
            }
        }
        Shape::Unsupported => TokenStream::new(),
    };
    block(container, content)
}
