//! Names and spans of an expansion that cannot collide with the user's names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Generics, Type};

use super::super::model::{Container, Field};

/// Wraps an expansion in a scope of its own for its imports.
pub fn block(container: &Container, content: TokenStream) -> TokenStream {
    let private = &container.private;
    quote! {
        #[allow(deprecated, unused_qualifications)]
        const _: () = {
            use #private as __f;
            #content
        };
    }
}

/// Hygiene for the locals of an expansion.
pub fn local() -> Span {
    Span::mixed_site()
}

/// Keeps this implementation out of the compiler's lists of types that have a trait, because they make a message long and say nothing about
/// the type that lacks it. One of a generic type stays: without it the compiler does not name the argument that is at fault.
pub fn unlisted(generics: &Generics) -> Option<TokenStream> {
    generics.type_params().next().is_none().then(|| quote!(#[diagnostic::do_not_recommend]))
}

/// The span of a field's type, for code that needs the type to be a `Value`, with the hygiene of our locals.
pub fn at(ty: &Type) -> Span {
    ty.span().resolved_at(local())
}

/// The spans of the beginning and the end of a type.
pub fn ends(ty: &Type) -> (Span, Span) {
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

/// `<T as Value>::Kind`, from the beginning of `T` to its end, so that an error underlines all of it.
pub fn kind(ty: &Type) -> TokenStream {
    let (first, last) = ends(ty);
    let value = quote_spanned!(first=> <#ty as __f::Value>);
    let kind = quote_spanned!(last=> ::Kind);
    quote!(#value #kind)
}

/// The local that holds a field. Like every local of an expansion it begins with `__`: if the user has a constant, static or unit struct
/// with the name of a local, the compiler would read that instead of binding the local.
pub fn variable(field: &Field) -> Ident {
    match field.ident {
        Some(ident) => Ident::new(&format!("__field_{}", ident.unraw()), local()),
        None => Ident::new(&format!("__field_{}", field.position), local()),
    }
}
