//! The version of an item's shape: written with every item, and looked at by every read.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::attributes::SchemaVersionOption;
use super::super::model::{Container, Item};
use super::hygiene::local;

/// Writes the version to the local `map`.
pub fn write(container: &Container) -> Option<TokenStream> {
    let SchemaVersionOption { name, current, .. } = container.schema_version.as_ref()?;
    Some(quote_spanned!(local()=> __f::write_schema_version(__map, #name, #current)?;))
}

/// How the loop over the attributes reads the version.
pub fn read(container: &Container) -> Option<TokenStream> {
    let SchemaVersionOption { name, current, .. } = container.schema_version.as_ref()?;
    let note = is_noted(container).then(|| quote_spanned!(local()=> __is_current = true;));
    Some(quote_spanned! {local()=>
        {
            __f::read_schema_version(__value, #name, #current)?;
            #note
        }
    })
}

/// The local that notes that the version was there.
pub fn declare(container: &Container) -> Option<TokenStream> {
    is_noted(container).then(|| quote_spanned!(local()=> let mut __is_current = false;))
}

/// Gives up an item without a version: it is older.
pub fn check(container: &Container) -> Option<TokenStream> {
    is_noted(container).then(|| quote_spanned!(local()=> __f::required_schema_version(__is_current)?;))
}

/// An item without the attribute is of version 1.
fn is_noted(container: &Container) -> bool {
    container.schema_version.as_ref().is_some_and(|version| version.current > 1)
}

/// The body of `decode_attributes`, and what it calls: `reads` reads an item of the current version.
pub fn versioned(
    container: &Container,
    reads: &TokenStream,
    where_clause: &impl ToTokens,
) -> Option<(TokenStream, TokenStream)> {
    let SchemaVersionOption { name, current, .. } = container.schema_version.as_ref()?;
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    // At the user's function, so that another type than is needed is underlined there.
    let upgrade = container.upgrade.as_ref().map(|(_, path)| {
        let result = quote!(__f::Result<Self, __f::DecodeError>);
        let upgrade = quote_spanned!(local()=> __upgrade);
        let function = quote_spanned!(path.span()=> let #upgrade: fn(&__f::OlderItem<'_>) -> #result = #path;);
        quote_spanned! {local()=>
            fn upgrade(__older: &__f::OlderItem<'_>) -> #result {
                #function
                #upgrade(__older)
            }
        }
    });
    let implementation = quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::SchemaVersioned for #ident #arguments #where_clause {
            const SCHEMA_VERSION: __f::SchemaVersion = __f::SchemaVersion::new(#name, #current);

            fn decode_current<__M: __f::MapDecoder>(mut __map: __M) -> __f::Result<Self, __f::DecodeError> {
                #reads
            }

            #upgrade
        }
    };
    Some((quote_spanned!(local()=> __f::read_versioned::<Self, __M>(__map)), implementation))
}

/// The call that adds it to the schema.
pub fn of_schema(container: &Container) -> Option<TokenStream> {
    let SchemaVersionOption { name, current, .. } = container.schema_version.as_ref()?;
    Some(quote!(.with_schema_version(__f::SchemaVersion::new(#name, #current))))
}

/// Asserts that the attribute is none of those that a declared table has for itself.
pub fn checks(item: &Item) -> Option<TokenStream> {
    let (path, version) = (item.declared_table()?, item.container.schema_version.as_ref()?);
    let name = &version.name;
    let message = format!(
        "the table has the attribute {0:?} for a key, or for the kind of its items: rename that of the schema version, \
         `schema_version({1}, rename = \"…\")`",
        name.value(),
        version.current
    );
    let table = quote_spanned!(path.span()=> <#path as __f::DeclaredTable>::TABLE);
    Some(quote_spanned!(name.span()=> const _: () = ::core::assert!(!__f::is_taken(&#table, #name), #message);))
}
