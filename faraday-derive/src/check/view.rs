//! The rules for a struct that borrows from the bytes that it reads.

use super::super::context::Context;
use super::super::model::{Container, Field};

/// All rules for a view.
pub fn view(context: &Context, container: &Container, fields: &[Field]) {
    let Some(own) = container.view else {
        if let Some(span) = container.view_option {
            context.error(span, "a view borrows what it reads: give the struct named fields and a lifetime");
        }
        return;
    };
    for parameter in &container.generics.params {
        let message = "a view has one parameter, the lifetime of the item that it borrows from: remove this one";
        match parameter {
            syn::GenericParam::Lifetime(lifetime) if lifetime.lifetime == *own => {}
            syn::GenericParam::Lifetime(lifetime) => context.error(lifetime.lifetime.span(), message),
            syn::GenericParam::Type(ty) => context.error(ty.ident.span(), message),
            syn::GenericParam::Const(of) => context.error(of.ident.span(), message),
        }
    }
    for field in fields {
        let options = &field.options;
        for (span, name) in options.forms().filter(|(_, name)| *name == "frozen") {
            context.error(span, format!("a view thaws nothing, which would allocate: remove `{name}`, or own the data in a struct without a lifetime"));
        }
        if !field.is_view {
            continue;
        }
        let written = options.null.map(|span| (span, "null")).into_iter();
        let written = written.chain(options.sensitive.map(|span| (span, "sensitive")));
        let forms = options.forms().filter(|(_, name)| *name != "frozen");
        for (span, name) in forms.chain(options.inlines()).chain(written) {
            context
                .error(span, format!("a field that borrows is read as it is stored: remove `{name}`, or own the data"));
        }
    }
}
