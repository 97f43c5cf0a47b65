//! `impl Patch`: each field changes the attribute of the item's constant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::{Container, Patch, PatchField, Wrapper};
use super::attributes::{Place, write};
use super::constants::held;
use super::hygiene::{block, ends, local, variable};

/// The implementation for a patch.
pub fn patch(patch: &Patch) -> TokenStream {
    let Patch { container, of, fields } = patch;
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let stored: Vec<_> = fields.iter().filter(|field| field.value.is_stored()).collect();
    let is_keep = stored.iter().map(|PatchField { value, .. }| {
        let ident = value.ident;
        quote_spanned!(local()=> __f::PatchField::is_keep(&self.#ident))
    });
    let is_empty = if stored.is_empty() { quote!(true) } else { quote!(#(#is_keep)&&*) };
    let edits = stored.iter().map(|field| edit(patch, field));
    let implementation = quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Patch for #ident #arguments #where_clause {
            type Of = #of;

            fn is_empty(&self) -> bool {
                #is_empty
            }

            fn write_clauses(&self, __clauses: &mut __f::Clauses) {
                #(#edits)*
            }
        }
    };
    block(container, implementation)
}

/// Changes one attribute. Its constant in the item must allow updates, and have the type of the field.
fn edit(patch: &Patch, field: &PatchField) -> TokenStream {
    let (of, value) = (&patch.of, &field.value);
    let (ident, place, local_value) = (value.ident, &value.place, variable(value));
    let stored = held(value);
    // From the beginning of the type to its end, so that an error underlines all of it.
    let (first, last) = ends(&value.source.ty);
    let (first, last) = (first.resolved_at(local()), last.resolved_at(local()));
    let wrapper = match field.wrapper {
        Some(Wrapper::Edit) => quote_spanned!(first=> __f::Edit<),
        _ => quote_spanned!(first=> __f::Option<),
    };
    let end = quote_spanned!(last=> >);
    let change = quote!(#wrapper #stored #end);
    let write = write(value, &[], &[], Place::Bound);
    let reference = quote_spanned!(first=> &);
    let referred = quote_spanned!(last=> __attribute);
    // At the name, so that an error underlines it if updates cannot change the attribute.
    let name = value.ident.map_or(first, |ident| ident.span().resolved_at(local()));
    let method = quote_spanned!(name=> __f::Clauses::edit::<#of, #change, _, _>);
    quote_spanned! {local()=>
        let __attribute = #place;
        #method(__clauses, #reference #referred, &self.#ident, |#local_value, __map, __name| {
            #write
            __f::Ok(())
        });
    }
}
