//! What `impl Item` says of the attributes that the library writes by itself.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::super::attributes::FieldOptions;
use super::super::model::{Field, Item};
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
    let read_version = version.map_or_else(|| quote!(0), |field| call(field, "VersionField::version", None));
    let read_created = created_at.map_or_else(|| quote!(__f::None), |field| call(field, "TimeField::time", None));
    let set_version = version.map(|field| {
        let value = quote_spanned!(local()=> stamp.version);
        let set = call(field, "VersionField::set_version", Some(value));
        quote!(#set;)
    });
    let set_created = created_at.map(|field| {
        let value = quote_spanned!(local()=> created_at);
        let set = call(field, "TimeField::set_time", Some(value));
        quote_spanned!(local()=> if let __f::Some(created_at) = stamp.created_at { #set; })
    });
    let set_updated = updated_at.map(|field| {
        let value = quote_spanned!(local()=> now);
        let set = call(field, "TimeField::set_time", Some(value));
        quote!(#set;)
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

/// A method of the field's type, called at the type, so that another type than is needed is underlined there.
fn call(field: &Field, method: &str, value: Option<TokenStream>) -> TokenStream {
    let (ident, ty) = (field.ident, field.ty);
    let (of, method) = method.split_once("::").unwrap_or_default();
    let (of, method) = (Ident::new(of, at(ty)), Ident::new(method, at(ty)));
    let mutable = value.is_some().then(|| quote!(mut));
    quote_spanned!(at(ty)=> <#ty as __f::#of>::#method(&#mutable self.#ident, #value))
}
