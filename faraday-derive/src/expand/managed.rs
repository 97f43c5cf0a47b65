//! What `impl Item` says of the attributes that the library writes by itself.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::attributes::FieldOptions;
use super::super::model::{Field, Item, option_of};
use super::{Bounds, at, local};

fn marked<'i, 'a>(item: &'i Item<'a>, option: impl Fn(&FieldOptions) -> bool) -> Option<&'i Field<'a>> {
    item.fields.iter().find(|field| option(&field.options))
}

/// The members of `impl Item`; nothing where the library writes nothing by itself.
pub fn members(item: &Item) -> TokenStream {
    let version = marked(item, |options| options.version.is_some());
    let created_at = marked(item, |options| options.created_at.is_some());
    let updated_at = marked(item, |options| options.updated_at.is_some());
    if version.is_none() && created_at.is_none() && updated_at.is_none() {
        return TokenStream::new();
    }
    let names = [version, created_at, updated_at].map(|field| match field {
        Some(Field { name, .. }) => quote!(__f::Some(#name)),
        None => quote!(__f::None),
    });
    let read_version = version.map_or_else(|| quote!(0), |field| get(field));
    let read_created = created_at.map_or_else(|| quote!(__f::None), |field| optional(field, &get(field)));
    let set_version = version.map(|field| set(field, &quote_spanned!(local()=> stamp.version)));
    let set_created = created_at.map(|field| {
        let created_at = quote_spanned!(local()=> created_at);
        let value = match option_of(field.ty) {
            Some(_) => quote!(__f::Some(#created_at)),
            None => created_at.clone(),
        };
        let set = set(field, &value);
        quote_spanned!(local()=> if let __f::Some(#created_at) = stamp.created_at { #set })
    });
    let set_updated = updated_at.map(|field| match option_of(field.ty) {
        Some(_) => set(field, &quote_spanned!(local()=> __f::Some(now))),
        None => set(field, &quote_spanned!(local()=> now)),
    });
    quote_spanned! {local()=>
        const MANAGED: __f::Managed = __f::Managed::new(#(#names),*);

        fn stamp(&self) -> __f::Stamp {
            __f::Stamp { version: #read_version, created_at: #read_created }
        }

        fn set_stamp(&mut self, stamp: __f::Stamp, now: __f::SystemTime) {
            let _ = (stamp, now);
            #set_version
            #set_created
            #set_updated
        }
    }
}

/// `impl Versioned`, of an item with a version.
pub fn versioned(item: &Item, bounds: &Bounds) -> TokenStream {
    if marked(item, |options| options.version.is_some()).is_none() {
        return TokenStream::new();
    }
    let ident = item.container.ident;
    let (parameters, arguments, _) = item.container.generics.split_for_impl();
    let where_clause = bounds.where_clause(&item.container);
    quote! {
        #[automatically_derived]
        impl #parameters __f::Versioned for #ident #arguments #where_clause {}
    }
}

/// The field, at its type, so that another type than is needed is underlined there.
fn get(field: &Field) -> TokenStream {
    let ident = field.ident;
    quote_spanned!(at(field.ty)=> self.#ident)
}

fn set(field: &Field, value: &TokenStream) -> TokenStream {
    let place = get(field);
    quote_spanned!(at(field.ty)=> #place = #value;)
}

/// A time that may be in an `Option` already.
fn optional(field: &Field, value: &TokenStream) -> TokenStream {
    if option_of(field.ty).is_some() { value.clone() } else { quote!(__f::Some(#value)) }
}
