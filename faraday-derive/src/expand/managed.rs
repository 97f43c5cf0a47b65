//! The members of `impl Item` for managed attributes.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::super::attributes::FieldOptions;
use super::super::model::{Content, Field, Item};
use super::attributes::Place;
use super::bounds::Bounds;
use super::hygiene::{at, local, variable};
use super::key::newtypes;
use super::variant::pattern_of;

/// The managed fields.
struct Marked<'f, 'a> {
    version: Option<&'f Field<'a>>,
    created_at: Option<&'f Field<'a>>,
    updated_at: Option<&'f Field<'a>>,
}

impl<'f, 'a> Marked<'f, 'a> {
    fn of(fields: &'f [Field<'a>]) -> Self {
        let marked = |option: fn(&FieldOptions) -> bool| fields.iter().find(|field| option(&field.options));
        Self {
            version: marked(|options| options.version.is_some()),
            created_at: marked(|options| options.created_at.is_some()),
            updated_at: marked(|options| options.updated_at.is_some()),
        }
    }

    fn all(&self) -> [Option<&'f Field<'a>>; 3] {
        [self.version, self.created_at, self.updated_at]
    }

    /// Reads the item's stamp.
    fn read(&self, place: Place) -> TokenStream {
        let version = self.version.map_or_else(|| quote!(0), |field| call(field, place, "VersionField::version", None));
        let created_at =
            self.created_at.map_or_else(|| quote!(__f::None), |field| call(field, place, "TimeField::time", None));
        quote!(__f::Stamp { version: #version, created_at: #created_at })
    }

    /// Sets another stamp.
    fn set(&self, place: Place) -> TokenStream {
        let version = self.version.map(|field| {
            let value = quote_spanned!(local()=> __stamp.version);
            let set = call(field, place, "VersionField::set_version", Some(value));
            quote!(#set;)
        });
        let created_at = self.created_at.map(|field| {
            let value = quote_spanned!(local()=> __created_at);
            let set = call(field, place, "TimeField::set_time", Some(value));
            quote_spanned!(local()=> if let __f::Some(__created_at) = __stamp.created_at { #set; })
        });
        let updated_at = self.updated_at.map(|field| {
            let value = quote_spanned!(local()=> __now);
            let set = call(field, place, "TimeField::set_time", Some(value));
            quote!(#set;)
        });
        quote!(#version #created_at #updated_at)
    }
}

/// Whether a field of the struct, or of one of the enum's variants, is managed.
pub fn has_fields(item: &Item) -> bool {
    Marked::of(&item.fields).all().iter().any(Option::is_some)
}

/// The members of `impl Item`; none without managed fields.
pub fn members(item: &Item) -> TokenStream {
    let marked = Marked::of(&item.fields);
    let newtypes = newtypes(item);
    let (names, read, set) = match (&item.variants, marked.all()) {
        (Some(_), [None, None, None]) if !newtypes.is_empty() => {
            let first = newtypes.first();
            let names = first.map(|ty| quote_spanned!(at(ty)=> <#ty as __f::Item>::MANAGED));
            (quote!(#names), variants(item, true), variants(item, false))
        }
        (_, [None, None, None]) => return TokenStream::new(),
        (of, all) => {
            let names = all.map(|field| match field {
                Some(Field { name, .. }) => quote!(__f::Some(#name)),
                None => quote!(__f::None),
            });
            let names = quote!(__f::Managed::new(#(#names),*));
            match of {
                Some(_) => (names, variants(item, true), variants(item, false)),
                None => (names, marked.read(Place::Own), marked.set(Place::Own)),
            }
        }
    };
    quote_spanned! {local()=>
        const MANAGED: __f::Managed = #names;

        fn stamp(&self) -> __f::Stamp {
            #read
        }

        fn set_stamp(&mut self, __stamp: __f::Stamp, __now: __f::SystemTime) {
            let _ = (__stamp, __now);
            #set
        }
    }
}

/// Reads or sets the stamps of each variant.
fn variants(item: &Item, read: bool) -> TokenStream {
    let arms = item.variants.iter().flat_map(|of| &of.variants).map(|variant| {
        let pattern = pattern_of(variant, |field| field.options.managed() > 0);
        let value = match &variant.content {
            Content::Newtype(field) => {
                let (ty, value) = (field.ty, variable(field));
                let item = quote_spanned!(at(ty)=> <#ty as __f::Item>);
                let (stamp, now) = (quote_spanned!(local()=> __stamp), quote_spanned!(local()=> __now));
                if read { quote!(#item::stamp(#value)) } else { quote!(#item::set_stamp(#value, #stamp, #now)) }
            }
            content => {
                let marked = Marked::of(content.fields());
                if read { marked.read(Place::Bound) } else { marked.set(Place::Bound) }
            }
        };
        quote!(#pattern => { #value })
    });
    quote_spanned!(local()=> match self { #(#arms)* })
}

/// `impl Versioned`, of an item with a version.
pub fn versioned(item: &Item, bounds: &Bounds) -> TokenStream {
    if Marked::of(&item.fields).version.is_none() {
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

/// Calls a method of the field's type with the span of the type, so that the type is underlined if it is the wrong one.
fn call(field: &Field, place: Place, method: &str, value: Option<TokenStream>) -> TokenStream {
    let (ident, ty) = (field.ident, field.ty);
    let (of, method) = method.split_once("::").unwrap_or_default();
    let (of, method) = (Ident::new(of, at(ty)), Ident::new(method, at(ty)));
    let mutable = value.is_some().then(|| quote!(mut));
    let receiver = match place {
        Place::Own => quote_spanned!(at(ty)=> &#mutable self.#ident),
        Place::Bound => variable(field).into_token_stream(),
    };
    quote_spanned!(at(ty)=> <#ty as __f::#of>::#method(#receiver, #value))
}
