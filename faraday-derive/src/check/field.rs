//! The rules for how a field is stored.

use super::super::attributes::Derive;
use super::super::context::Context;
use super::super::model::{Container, Field, option_of};
use super::{expiry, frozen};

/// All rules for one field.
pub fn field(context: &Context, field: &Field, derive: Derive) {
    frozen::field(context, field, derive);
    expiry::field(context, field, derive);
    skip_stands_alone(context, field);
    has_one_form(context, field);
    inlined_has_no_attribute(context, field);
    null_needs_option(context, field);
    if derive != Derive::Patch {
        owns_its_data(context, field);
    }
    is_no_set_of_floats(context, field);
}

/// All rules for the fields of a struct together.
pub fn fields(context: &Context, container: &Container, fields: &[Field]) {
    let mut extra = fields.iter().filter_map(|field| field.options.extra);
    if let Some(span) = extra.next()
        && container.deny_unknown.is_some()
    {
        let message = "`deny_unknown` refuses what `extra` would keep: remove one of the two";
        context.error(span, message);
    }
    for span in extra {
        context.error(span, "a second `extra`: one field keeps all unknown attributes; leave this one unmarked");
    }
}

/// A skipped field has neither a name nor a form.
fn skip_stands_alone(context: &Context, field: &Field) {
    let options = &field.options;
    if options.skip.is_none() || field.is_key() {
        return;
    }
    for (span, _) in options.naming() {
        context.error(span, "a field with `skip` has no attribute to name: remove one of the two");
    }
    for (span, name) in options.forms() {
        let how = if name == "frozen" { "frozen or otherwise" } else { "in any form" };
        context.error(span, format!("a field with `skip` is not stored, {how}: remove one of the two"));
    }
    let null = options.null.map(|span| (span, "null"));
    for (span, name) in options.inlines().chain(null) {
        context.error(span, format!("a field with `skip` is not stored: remove `skip` or `{name}`"));
    }
    if let Some(from) = &options.from {
        context.error(from.span(), "a field with `skip` is no attribute of the item: remove one of the two");
    }
}

/// A field cannot borrow, because the response is dropped after decoding.
pub fn owns_its_data(context: &Context, field: &Field) {
    let ty = option_of(field.ty).unwrap_or(field.ty);
    if matches!(ty, syn::Type::Reference(_)) && field.is_stored() && !field.is_view {
        let message = "a type that is read from a table owns its data: use `String` or `Cow<str>` for `&str`, `Vec` or `Cow<[T]>` for a slice";
        context.push(syn::Error::new_spanned(ty, message));
    }
}

/// Floats have no total order for a set. The compiler's own error does not say what to do.
pub fn is_no_set_of_floats(context: &Context, field: &Field) {
    let ty = option_of(field.ty).unwrap_or(field.ty);
    if field.options.forms().next().is_some() || !field.is_stored() {
        return;
    }
    let Some((set, element)) = one_argument(ty) else { return };
    let float = matches!(element, syn::Type::Path(path) if path.path.is_ident("f32") || path.path.is_ident("f64"));
    if float && ["BTreeSet", "HashSet", "IndexSet"].iter().any(|name| set == name) {
        let message = "a set cannot hold floats, which have no order and no equality: use a `Vec`, or a decimal type";
        context.push(syn::Error::new_spanned(ty, message));
    }
}

/// `BTreeSet` and `f64` of `BTreeSet<f64>`.
fn one_argument(ty: &syn::Type) -> Option<(&syn::Ident, &syn::Type)> {
    let syn::Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(element) => Some((&segment.ident, element)),
        _ => None,
    }
}

/// A field is stored in one form.
fn has_one_form(context: &Context, field: &Field) {
    let mut forms = field.options.forms();
    let Some((_, first)) = forms.next() else { return };
    for (span, name) in forms {
        context.error(span, format!("`{first}` already says how the field is stored: remove `{name}`"));
    }
}

/// A flattened field is not an attribute itself.
fn inlined_has_no_attribute(context: &Context, field: &Field) {
    let options = &field.options;
    let mut inlines = options.inlines();
    let Some((span, first)) = inlines.next() else { return };
    if let Some((second, name)) = inlines.next() {
        context.error(second, format!("`{first}` already says where the attributes go: remove `{name}`"));
    }
    if options.skip.is_some() || field.is_key() {
        return;
    }
    for (span, name) in options.naming() {
        let message = format!("a field with `{first}` is no attribute, so it has no name: remove `{name}`");
        context.error(span, message);
    }
    let others = options.null.map(|span| (span, "null"));
    let default = options.default.as_ref().map(|default| (default.span, "default"));
    for (span, name) in options.forms().chain(others).chain(default) {
        let message = format!("a field with `{first}` is no attribute, so it is not stored by itself: remove `{name}`");
        context.error(span, message);
    }
    if options.managed() > 0 {
        context.error(span, format!("faraday writes this field as one attribute: remove `{first}`"));
    }
    if option_of(field.ty).is_some() {
        let message = format!("a field with `{first}` is always there: remove the `Option`");
        context.push(syn::Error::new_spanned(field.ty, message));
    }
}

/// Only `None` is NULL.
fn null_needs_option(context: &Context, field: &Field) {
    let options = &field.options;
    let Some(span) = options.null else { return };
    if field.is_key() || options.skip.is_some() || options.inlines().next().is_some() {
        return;
    }
    if option_of(field.ty).is_none() {
        context.error(span, "`null` stores a `None` as NULL: remove it, or make the field an `Option`");
    } else if field.is_index_key {
        let message = "the key of an index is never NULL, and an item without it is not in the index: remove `null`";
        context.error(span, message);
    }
}
