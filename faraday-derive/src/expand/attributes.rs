//! `impl Attributes`: writes the fields in their order, and reads them in any.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::super::model::{Container, Conversion, Field, Form, Kind, Storage};
use super::bounds::Bounds;
use super::declared_names::{all_names, declared_names, flattened};
use super::format::{encrypted, needs_encryption, write_format};
use super::hygiene::{at, local, unlisted, variable};
use super::read::reads;
use super::schema_version;

/// The implementation of `Attributes`.
pub fn attributes(container: &Container, fields: &[Field], bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    let own = container.own_names();
    let made = container.keys.as_ref().map(|keys| keys.names.as_slice()).unwrap_or_default();
    let of_versions = container.schema_version.as_ref().map(|_| quote!(.of_schema_versions()));
    let names = all_names(fields, &own);
    let encrypted = encrypted(fields);
    let distinct = distinct(container, fields);
    let needs_encryption = needs_encryption(fields);
    // `extra` itself refuses the names of fields.
    let is_open = flattened(fields).next().is_some() || !own.is_empty() && has_extra(fields);
    let distinct_names = is_open.then(|| distinct_names(&all_names(fields, &own)));
    let write_kind = container
        .kind
        .as_ref()
        .map(|Kind { attribute, name }| quote_spanned!(local()=> __f::write_tag(__map, #attribute, #name)?;));
    let vectors = &container.vectors;
    let writes = fields.iter().map(|field| write(field, fields, made, Place::Own));
    let write_keys = container.keys.as_ref().map(|keys| &keys.write);
    let write_version = schema_version::write(container);
    let reads = reads(container, fields, &quote!(Self));
    let (reads, map, versioned) = match schema_version::versioned(container, &reads, &where_clause) {
        Some((read, versioned)) => (read, quote_spanned!(local()=> __map), Some(versioned)),
        None => (reads, quote_spanned!(local()=> mut __map), None),
    };
    let unlisted = unlisted(generics);
    quote_spanned! {local()=>
        #[automatically_derived]
        #unlisted
        impl #parameters __f::Attributes for #ident #arguments #where_clause {
            const NAMES: __f::Names = #names #of_versions;

            #encrypted

            fn encode_attributes<__M: __f::MapEncoder>(&self, __map: &mut __M) -> __f::Result<(), __f::EncodeError> {
                #distinct_names
                #vectors
                #write_kind
                #write_version
                #(#writes)*
                #write_keys
                __f::Ok(())
            }

            fn decode_attributes<__M: __f::MapDecoder>(#map: __M) -> __f::Result<Self, __f::DecodeError> {
                #reads
            }
        }
        #versioned
        #distinct
        #needs_encryption
    }
}

fn has_extra(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.options.extra.is_some())
}

/// Shadows the local `map`: from here on it refuses a repeated name, unless the compiler proves that no name can repeat.
pub fn distinct_names(names: &TokenStream) -> TokenStream {
    quote_spanned!(local()=> let __map = &mut __f::DistinctNames::new(__map, const { __f::Names::may_repeat(&#names) });)
}

/// Asserts that a flattened struct repeats no attribute, and is no item with a schema version: its upgrade would miss attributes. A generic struct cannot be checked.
fn distinct(container: &Container, fields: &[Field]) -> TokenStream {
    let Some(span) = flattened(fields).find_map(|field| field.options.flatten) else { return TokenStream::new() };
    if !container.generics.params.is_empty() {
        return TokenStream::new();
    }
    let declared = declared_names(fields, &container.own_names());
    let message = format!("two fields of `{}`, flattened ones included, have the same attribute", container.ident);
    let flattened = flattened(fields).map(|field| {
        let (ty, name) = (field.ty, field.ty.to_token_stream().to_string());
        let message = format!("`{name}` has a schema version, which is of a whole item: flatten a struct without one");
        quote_spanned!(ty.span()=> const _: () = ::core::assert!(!__f::Names::has_schema_version(&<#ty as __f::Attributes>::NAMES), #message);)
    });
    let flattened: TokenStream = flattened.collect();
    let distinct =
        quote_spanned!(span=> const _: () = ::core::assert!(__f::Names::are_distinct(&#declared), #message););
    quote!(#distinct #flattened)
}

/// The place of the field to write.
#[derive(Clone, Copy)]
pub enum Place {
    /// In `self`.
    Own,
    /// In a local that a pattern made.
    Bound,
}

impl Place {
    /// A reference to the field.
    fn of(self, field: &Field) -> TokenStream {
        let ident = field.ident;
        match self {
            Self::Own => quote_spanned!(local()=> &self.#ident),
            Self::Bound => {
                let variable = variable(field);
                quote!(#variable)
            }
        }
    }
}

/// Writes a field to `map`, and marks sensitive fields. `own` are the names that do not come from fields; `extra` must not write them.
pub fn write(field: &Field, all: &[Field], own: &[TokenStream], place: Place) -> TokenStream {
    redact(field, write_open(field, all, own, place))
}

fn redact(field: &Field, write: TokenStream) -> TokenStream {
    match field.options.sensitive {
        None => write,
        Some(_) => quote_spanned! {local()=>
            {
                let __map = &mut __f::Sensitive(&mut *__map);
                #write
            }
        },
    }
}

fn write_open(field: &Field, all: &[Field], own: &[TokenStream], place: Place) -> TokenStream {
    let ty = field.ty;
    let name = field.attribute();
    let value = place.of(field);
    let null = field.options.null;
    let write = match field.storage() {
        // A field that borrows is not written.
        Storage::Skipped | Storage::View | Storage::KeyOnly => return TokenStream::new(),
        Storage::Plain if field.is_key() || field.is_index_key => return write_open_key(field, place),
        Storage::Plain if null.is_some() => {
            return quote_spanned!(at(ty)=> <#ty as __f::Value>::write_nullable(#value, __map, #name)?;);
        }
        Storage::Plain => quote_spanned!(at(ty)=> <#ty as __f::Value>::write_attribute(#value, __map, #name)?;),
        Storage::Frozen if field.is_formed() => write_formed(field, ty, &name, &value),
        Storage::FrozenOption(inner) if field.is_formed() => {
            let some = quote_spanned!(local()=> __value);
            let write = write_formed(field, inner, &name, &some);
            quote_spanned!(local()=> if let __f::Some(#some) = #value { #write })
        }
        Storage::Frozen => quote_spanned!(at(ty)=> __f::write_frozen::<_, #ty>(__map, #name, #value)?;),
        Storage::FrozenOption(inner) => {
            quote_spanned!(at(inner)=> __f::write_frozen_option::<_, #inner>(__map, #name, #value)?;)
        }
        Storage::Converted(conversion) => write_converted(&conversion, &name, &value),
        Storage::Flattened => quote_spanned!(at(ty)=> <#ty as __f::Attributes>::encode_attributes(#value, __map)?;),
        Storage::Extra => {
            let declared = declared_names(all, own);
            quote_spanned!(at(ty)=> __f::write_extra::<_, #ty>(__map, #value, &#declared)?;)
        }
    };
    if null.is_none() {
        return write;
    }
    quote_spanned! {local()=>
        if __f::Option::is_none(#value) {
            __f::write_null(__map, #name)?;
        } else {
            #write
        }
    }
}

fn write_formed(field: &Field, ty: &Type, name: &TokenStream, value: &TokenStream) -> TokenStream {
    let format = write_format(field, ty);
    quote_spanned!(at(ty)=> __f::write_formed::<_, #ty>(__map, #name, #value, #format)?;)
}

fn write_converted(conversion: &Conversion, name: &TokenStream, value: &TokenStream) -> TokenStream {
    let ty = conversion.ty;
    let write = |value: &TokenStream| match conversion.form {
        Form::Serde => quote_spanned!(at(ty)=> __f::write_serde::<_, #ty>(__map, #name, #value)?;),
        Form::As(stored) => quote_spanned! {at(ty)=>
            __f::write_stored::<_, #ty, #stored>(__map, #name, #value, <#ty as __f::StoredAs<#stored>>::store)?;
        },
        Form::With(module) => quote_spanned! {at(ty)=>
            __f::write_stored::<_, #ty, #module::Stored>(__map, #name, #value, #module::store)?;
        },
    };
    if !conversion.optional {
        return write(value);
    }
    let write = write(&quote_spanned!(local()=> __value));
    quote_spanned! {local()=>
        if let __f::Some(__value) = #value {
            #write
        }
    }
}

/// Writes a key attribute, of the table or of an index. `Item::encode_key` writes it too.
pub fn write_key(field: &Field, place: Place) -> TokenStream {
    redact(field, write_open_key(field, place))
}

fn write_open_key(field: &Field, place: Place) -> TokenStream {
    let ty = field.ty;
    let name = field.attribute();
    let value = place.of(field);
    let class = if field.is_sorted_by { quote!(sort) } else { quote!(partition) };
    let map = quote_spanned!(local()=> &mut __f::CheckedKeys::#class(__map));
    quote_spanned!(at(ty)=> <#ty as __f::Value>::write_attribute(#value, #map, #name)?;)
}
