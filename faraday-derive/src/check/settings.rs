//! The rules for the settings of a table: one function each.

use quote::ToTokens;

use super::super::attributes::{BillingOption, IndexOptions, SettingOptions};
use super::super::context::Context;
use super::super::model::{Item, Table};

/// The rules for the settings of a table.
pub fn table(context: &Context, table: &Table) {
    if let Some((_, name)) = &table.settings.ttl {
        ttl_name_is_short(context, name);
    }
    for index in &table.indexes {
        throughput_fits_billing(context, &table.settings, index);
    }
}

/// The rules for the settings of the table that an item names.
pub fn item(context: &Context, item: &Item) {
    if let Some(table) = item.declared_table() {
        are_of_the_table(context, &item.settings, &table.to_token_stream().to_string());
        return;
    }
    if let Some((span, _)) = item.settings.ttl {
        let message =
            "an item marks the field that says when it expires: remove this, and write `#[faraday(ttl)]` there";
        context.error(span, message);
    }
    for index in &item.indexes {
        throughput_fits_billing(context, &item.settings, &index.options);
    }
}

/// A declared table has one set of settings, for all its items.
fn are_of_the_table(context: &Context, settings: &SettingOptions, table: &str) {
    for (span, name) in settings.written() {
        let message = format!("`{table}` declares this for all its items: move `{name}` to the options of `{table}`");
        context.error(span, message);
    }
}

/// Provisioned units need a provisioned table, and a maximum one that is billed on demand.
fn throughput_fits_billing(context: &Context, settings: &SettingOptions, index: &IndexOptions) {
    if let (Some(_), Some((span, _))) = (index.units.throughput, index.units.max) {
        let message = "`throughput` is of a provisioned table, and `max_throughput` of one that is billed on demand: remove \
                       one of the two";
        context.error(span, message);
        return;
    }
    let Some((_, billing)) = settings.billing else { return };
    let is_provisioned = matches!(billing, BillingOption::Provisioned(..));
    if let (Some((span, _)), false) = (index.units.throughput, is_provisioned) {
        let message = "the table is billed on demand, and has no capacity units to give an index: remove this, write \
                       `max_throughput`, or bill the table by `provisioned(5, 5)`";
        context.error(span, message);
    }
    if let (Some((span, _)), true) = (index.units.max, is_provisioned) {
        let message = "the capacity of a provisioned table is its maximum already: write `throughput`, or bill the table \
                       by `on_demand`";
        context.error(span, message);
    }
}

/// DynamoDB's limit for the name of the attribute, in bytes.
const MOST_NAME: usize = 255;

/// DynamoDB must accept the name of the attribute.
pub fn ttl_name_is_short(context: &Context, name: &syn::LitStr) {
    let length = name.value().len();
    if length > MOST_NAME {
        let message = format!(
            "the name of the attribute of a time to live has {MOST_NAME} bytes at most, this one {length}: use a shorter one"
        );
        context.error(name.span(), message);
    }
}
