//! The rules for frozen, encrypted and sensitive fields.

use super::super::attributes::Derive;
use super::super::context::Context;
use super::super::model::Field;

/// All rules for one field.
pub fn field(context: &Context, field: &Field, derive: Derive) {
    version_alone_is_the_lock(context, field, derive);
    if let Some(what) = part_of_an_item(derive) {
        is_stored_as_the_item_says(context, field, what);
        return;
    }
    options_are_of_a_frozen_field(context, field);
    upgrade_has_something_to_read(context, field);
    encrypted_is_bound_to_an_item(context, field, derive);
    sensitive_is_stored(context, field);
}

/// `version` without a number is the optimistic lock: only an item has it, in a field that is not frozen.
fn version_alone_is_the_lock(context: &Context, field: &Field, derive: Derive) {
    let Some(span) = field.options.version else { return };
    if field.options.frozen.is_some() {
        let message =
            "`version` alone is the optimistic lock of an item: write `version = 2` for the version of the frozen type";
        context.error(span, message);
    } else if derive != Derive::Item {
        let message = "`version` alone is the optimistic lock, which is for `#[derive(Item)]` only: remove it";
        context.error(span, message);
    }
}

fn part_of_an_item(derive: Derive) -> Option<&'static str> {
    match derive {
        Derive::Projection => Some("projection"),
        Derive::Patch => Some("patch"),
        Derive::Item | Derive::Value | Derive::Table => None,
    }
}

/// A projection reads values that the item wrote, and a patch writes values that the item reads, so the item's options apply.
fn is_stored_as_the_item_says(context: &Context, field: &Field, what: &str) {
    let sensitive = field.options.sensitive.map(|span| (span, "sensitive"));
    for (span, name) in field.options.freezing().chain(sensitive) {
        context.error(span, format!("a {what}'s field has this option of the item's: remove `{name}` here"));
    }
}

/// Only a frozen field can have a version, an upgrade, passthrough and encryption.
fn options_are_of_a_frozen_field(context: &Context, field: &Field) {
    let options = &field.options;
    if options.frozen.is_some() {
        return;
    }
    for (span, name) in options.freezing() {
        let message = match name {
            // Another rule refuses encrypted keys.
            "encrypted" if field.is_key() => continue,
            _ if options.skip.is_some() => format!("a field with `skip` is not stored: remove `skip` or `{name}`"),
            "version" => "a version with a number is that of a frozen type: write `frozen, version = 2`, or `version` alone for the optimistic lock".to_owned(),
            _ => format!("`{name}` is for a frozen field: write `frozen, {name}`"),
        };
        context.error(span, message);
    }
}

/// An upgrade reads versions before the current one, so `version` is required.
fn upgrade_has_something_to_read(context: &Context, field: &Field) {
    let options = &field.options;
    let Some((span, _)) = options.upgrade.as_ref().filter(|_| options.frozen.is_some()) else { return };
    let message = match options.frozen_version {
        None => "`upgrade` reads what older versions of the type wrote: say which one it is now, as in `version = 2`",
        Some((_, 1)) => "there is no version before 1 to upgrade: raise the version, or remove `upgrade`",
        Some(_) => return,
    };
    context.error(*span, message);
}

/// An encrypted value is bound to the primary key of an item, and cannot be passed through.
fn encrypted_is_bound_to_an_item(context: &Context, field: &Field, derive: Derive) {
    let options = &field.options;
    let Some(span) = options.encrypted else { return };
    if derive == Derive::Value {
        let message = "an encrypted attribute is bound to the key of its item, which a value does not know: encrypt the item's field that holds this, or use `Sealed<T>`";
        context.error(span, message);
    }
    if field.is_key() {
        context.error(span, "a key must be readable to DynamoDB: remove `encrypted`");
    }
    if let Some(passthrough) = &options.passthrough {
        let message = "`encrypted` reads only values that the key ring sealed, not plain bytes: remove `passthrough`";
        context.error(passthrough.span, message);
    }
}

/// `sensitive` has no effect on a skipped field, and belongs on the fields of a flattened struct.
fn sensitive_is_stored(context: &Context, field: &Field) {
    let options = &field.options;
    let Some(span) = options.sensitive else { return };
    if options.skip.is_some() {
        context.error(span, "a field with `skip` is not stored, so it is in no request: remove `sensitive`");
    } else if options.flatten.is_some() {
        let message =
            "the attributes of a flattened struct are those of its fields: mark these with `sensitive` instead";
        context.error(span, message);
    } else if options.encrypted.is_some() {
        context.error(span, "an encrypted attribute is never shown: remove `sensitive`");
    }
}
