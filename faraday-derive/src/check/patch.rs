//! The rules for a patch. The compiler checks what depends on the item.

use quote::ToTokens;

use super::super::attributes::Derive;
use super::super::context::Context;
use super::super::model::{Container, Patch, PatchField, Wrapper, option_of};
use super::field;
use super::names::report_repeated;

/// All rules for a patch.
pub fn patch(context: &Context, patch: &Patch) {
    if patch.of.is_none() && !patch.container.misread {
        let message = "a patch needs its item: write `#[faraday(of = TheItem)]`";
        context.error(patch.container.ident.span(), message);
    }
    is_not_generic(context, &patch.container);
    for each in &patch.fields {
        says_whether_it_changes(context, each);
        is_a_value(context, each);
        field::field(context, &each.value, Derive::Patch);
    }
    let stored = patch.fields.iter().map(|field| &field.value).filter(|field| field.is_stored());
    report_repeated(context, stored.map(|field| &field.name), |name| {
        format!("two fields change the item's `{name}`: remove one")
    });
}

/// A patch cannot be generic, because the item's constants say what its fields may hold.
fn is_not_generic(context: &Context, container: &Container) {
    let types = container.generics.type_params().map(|parameter| parameter.ident.span());
    let constants = container.generics.const_params().map(|parameter| parameter.ident.span());
    for span in types.chain(constants) {
        context.error(span, "a patch has no parameters: write it for one type of the item");
    }
}

/// A reference is not a value, but the compiler's message would give another reason.
fn is_a_value(context: &Context, field: &PatchField) {
    let ty = option_of(field.value.ty).unwrap_or(field.value.ty);
    if matches!(ty, syn::Type::Reference(_)) && field.value.is_stored() {
        let message =
            "a patch has no references: use `String` or `Cow<str>` for `&str`, `Vec` or `Cow<[T]>` for a slice";
        context.push(syn::Error::new_spanned(ty, message));
    }
}

/// A field can leave its attribute as it is.
fn says_whether_it_changes(context: &Context, field: &PatchField) {
    let ty = field.value.ty;
    if field.wrapper.is_some() || !field.value.is_stored() {
        if field.wrapper == Some(Wrapper::Edit) && option_of(ty).is_some() {
            let message = "an `Edit` removes the attribute by itself: write what is inside the `Option`";
            context.push(syn::Error::new_spanned(ty, message));
        }
        return;
    }
    let shown = ty.to_token_stream().to_string().replace(" < ", "<").replace(" >", ">").replace(" :: ", "::");
    let message = format!(
        "a field of a patch is an `Option` or an `Edit`: write `Option<{shown}>`, in which `None` leaves the attribute as it is"
    );
    context.push(syn::Error::new_spanned(ty, message));
}
