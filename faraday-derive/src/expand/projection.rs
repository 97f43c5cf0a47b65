//! `impl Projection`: some attributes of an item. Their names come from the item's constants.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::model::{Field, Projection, elided};
use super::attributes::attributes;
use super::bounds::Bounds;
use super::constants::held;
use super::hygiene::{at, block, ends, local, unlisted};
use super::view;

/// The implementations for a projection.
pub fn projection(projection: &Projection) -> TokenStream {
    let Projection { container, of, fields } = projection;
    let ident = container.ident;
    let stored: Vec<_> = fields.iter().filter(|field| field.is_stored()).collect();
    let names = stored.iter().map(|field| name(projection, field));
    let constants = stored.iter().map(|field| &field.name_constant);
    let names_of_all = quote!(&[#(#constants),*]);
    let implementation = if container.view.is_some() {
        let attributes = view::attributes(container, fields);
        let of = quote!(#of);
        let projection = view::projection(container, &of, &names_of_all);
        quote!(#attributes #projection)
    } else {
        let attributes = attributes(container, fields, &Bounds::none());
        let unlisted = unlisted(container.generics);
        quote_spanned! {local()=>
            #attributes
            #[automatically_derived]
            #unlisted
            impl __f::Projection for #ident {
                type Of = #of;

                const ATTRIBUTES: &'static [&'static str] = #names_of_all;
            }
        }
    };
    block(container, quote!(#(#names)* #implementation))
}

/// The attribute's name, from the item's constant, which must have the type of the field.
fn name(projection: &Projection, field: &Field) -> TokenStream {
    let of = &projection.of;
    let place = &field.place;
    let name = &field.name_constant;
    let ty = held(field);
    let attribute = quote_spanned!(local()=> __attribute);
    // From the beginning of the type to its end, so that an error underlines all of it.
    let (first, last) = ends(field.ty);
    let reference = quote_spanned!(first.resolved_at(local())=> &);
    let referred = quote_spanned!(last.resolved_at(local())=> __attribute);
    let check = match projection.container.view {
        Some(lifetime) if field.is_view => {
            let ty = elided(field.ty, lifetime);
            quote_spanned!(at(field.ty)=> __f::is_viewed::<#of, #ty, _>(#reference #referred))
        }
        _ => quote_spanned!(at(field.ty)=> __f::is_field::<#of, #ty>(#reference #referred)),
    };
    quote! {
        const #name: &str = {
            let #attribute = #place;
            #check;
            (&#attribute).name()
        };
    }
}
