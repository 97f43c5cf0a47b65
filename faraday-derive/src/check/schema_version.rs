//! The rules for the version of an item's shape: a function for each.

use super::super::context::Context;
use super::super::model::Item;

/// All rules for an item.
pub fn item(context: &Context, item: &Item) {
    if item.variants.is_some() {
        is_of_a_struct(context, item);
        return;
    }
    upgrade_has_something_to_read(context, item);
    attribute_is_free(context, item);
}

/// The items of an enum are structs, and each has a shape of its own.
fn is_of_a_struct(context: &Context, item: &Item) {
    let version = item.container.schema_version.as_ref().map(|version| (version.span, "schema_version"));
    let upgrade = item.container.upgrade.as_ref().map(|(span, _)| (*span, "upgrade"));
    for (span, name) in version.into_iter().chain(upgrade) {
        let message = format!(
            "each kind of item has a shape of its own: write `{name}` on the struct that derives `Item` in the variant"
        );
        context.error(span, message);
    }
}

/// Older items are read by `upgrade`, so a version above 1 needs it, and version 1 has none before it.
fn upgrade_has_something_to_read(context: &Context, item: &Item) {
    let (version, upgrade) = (item.container.schema_version.as_ref(), item.container.upgrade.as_ref());
    match (version, upgrade) {
        (Some(version), None) if version.current > 1 && !item.container.misread => {
            let message = "items of older versions could not be read: write `upgrade = path`, a \
                           `fn(&OlderItem<'_>) -> Result<Self, DecodeError>`";
            context.error(version.span, message);
        }
        (Some(version), Some((span, _))) if version.current == 1 => {
            context.error(*span, "there is no version before 1 to upgrade: raise the version, or remove `upgrade`");
        }
        (None, Some((span, _))) if !item.container.misread => {
            let message = "`upgrade` reads what older versions of the struct wrote: say which one it is now, as in \
                           `schema_version = 2`";
            context.error(*span, message);
        }
        _ => {}
    }
}

/// The attribute is none of a field's, and none of the kind's.
fn attribute_is_free(context: &Context, item: &Item) {
    let Some(version) = &item.container.schema_version else { return };
    let name = version.name.value();
    let rename = format!("`schema_version({}, rename = \"…\")`", version.current);
    if item.container.kind_attribute().is_some_and(|kind| kind.text().as_deref() == Some(name.as_str())) {
        let message =
            format!("the attribute {name:?} holds the kind of the item: rename that of the version, {rename}");
        context.error(version.name.span(), message);
    }
    let fields = item.fields.iter().filter(|field| field.is_attribute());
    let names = fields.flat_map(|field| std::iter::once(&field.name).chain(&field.options.aliases));
    for field in names.filter(|field| field.value() == name) {
        let message = format!(
            "the attribute {name:?} holds the schema version of the item: rename this one, or that by {rename}"
        );
        context.error(field.span(), message);
    }
}
