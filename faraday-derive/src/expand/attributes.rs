//! `impl Attributes`: writes the fields in their order, and reads them in any.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::super::model::{Container, Field, Storage};
use super::{Bounds, at, local};

/// The implementation of `Attributes`.
pub fn attributes(container: &Container, fields: &[Field], bounds: &Bounds) -> TokenStream {
    let Container { ident, generics, .. } = container;
    let (parameters, arguments, _) = generics.split_for_impl();
    let where_clause = bounds.where_clause(container);
    let encode = encode(fields);
    let decode = decode(fields);
    quote_spanned! {local()=>
        #[automatically_derived]
        impl #parameters __f::Attributes for #ident #arguments #where_clause {
            #encode
            #decode
        }
    }
}

fn encode(fields: &[Field]) -> TokenStream {
    let writes = fields.iter().map(write);
    quote_spanned! {local()=>
        fn encode_attributes<__M: __f::MapEncoder>(&self, map: &mut __M) -> __f::Result<(), __f::EncodeError> {
            #(#writes)*
            __f::Ok(())
        }
    }
}

fn write(field: &Field) -> TokenStream {
    let Field { ident, ty, name, .. } = field;
    match field.storage() {
        Storage::Skipped => TokenStream::new(),
        Storage::Plain if field.is_key() => write_key(field),
        Storage::Plain => quote_spanned!(at(ty)=> __f::write::<_, #ty>(map, #name, &self.#ident)?;),
        Storage::Frozen => quote_spanned!(at(ty)=> __f::write_frozen::<_, #ty>(map, #name, &self.#ident)?;),
        Storage::FrozenOption(inner) => {
            quote_spanned!(at(inner)=> __f::write_frozen_option::<_, #inner>(map, #name, &self.#ident)?;)
        }
    }
}

/// Writes a key attribute; `Item::encode_key` does it as well.
pub fn write_key(field: &Field) -> TokenStream {
    let Field { ident, ty, name, .. } = field;
    quote_spanned!(at(ty)=> __f::write_key::<_, #ty>(map, #name, &self.#ident)?;)
}

fn decode(fields: &[Field]) -> TokenStream {
    let stored: Vec<_> = fields.iter().filter(|field| field.is_stored()).collect();
    // The last number stands for an attribute that the struct does not have.
    let number = |index: usize| match u8::try_from(stored.len()) {
        Ok(_) => Literal::u8_suffixed(index.try_into().unwrap_or(u8::MAX)),
        Err(_) => Literal::u16_suffixed(index.try_into().unwrap_or(u16::MAX)),
    };
    let unknown = number(stored.len());
    let numbers: Vec<_> = (0..stored.len()).map(number).collect();
    let names: Vec<_> = stored.iter().map(|field| &field.name).collect();
    let locals = stored.iter().map(|field| declare(field));
    let reads = stored.iter().map(|field| read(field));
    let values = fields.iter().map(value);
    quote_spanned! {local()=>
        fn decode_attributes<__M: __f::MapDecoder>(mut map: __M) -> __f::Result<Self, __f::DecodeError> {
            #(#locals)*
            while let __f::Some((field, value)) = map.next(|name| match name {
                #(#names => #numbers,)*
                _ => #unknown,
            })? {
                match field {
                    #(#numbers => #reads,)*
                    _ => __f::Decoder::skip(value)?,
                }
            }
            __f::Ok(Self { #(#values,)* })
        }
    }
}

/// The local that holds a field until all are read. It keeps the field's own span, and so cannot clash with ours.
fn declare(field: &Field) -> TokenStream {
    let Field { ident, ty, .. } = field;
    match field.storage() {
        Storage::FrozenOption(_) => quote!(let mut #ident: #ty = __f::None;),
        _ => quote!(let mut #ident: __f::Option<#ty> = __f::None;),
    }
}

fn read(field: &Field) -> TokenStream {
    let Field { ident, ty, name, .. } = field;
    match field.storage() {
        Storage::Frozen => quote_spanned!(at(ty)=> #ident = __f::read_frozen::<_, #ty>(value, #name)?),
        Storage::FrozenOption(inner) => {
            quote_spanned!(at(inner)=> #ident = __f::read_frozen_option::<_, #inner>(value, #name)?)
        }
        Storage::Plain | Storage::Skipped => quote_spanned!(at(ty)=> #ident = __f::read::<_, #ty>(value, #name)?),
    }
}

/// The field in the struct that is made: what was read, or what stands for it.
fn value(field: &Field) -> TokenStream {
    let Field { ident, ty, name, options, .. } = field;
    match (field.storage(), &options.default) {
        (Storage::Skipped, None) => quote_spanned!(at(ty)=> #ident: <#ty as __f::Default>::default()),
        (Storage::Skipped, Some(default)) => match &default.path {
            Some(path) => quote!(#ident: #path()),
            None => quote_spanned!(at(ty)=> #ident: <#ty as __f::Default>::default()),
        },
        (storage, Some(default)) => {
            // An absent `Option` was read as its `None` already, which the default is to replace.
            let local = if matches!(storage, Storage::FrozenOption(_)) {
                quote!(#ident.map(__f::Some))
            } else {
                quote!(#ident)
            };
            match &default.path {
                Some(path) => quote!(#ident: #local.unwrap_or_else(#path)),
                None => quote_spanned!(at(ty)=> #ident: __f::Option::<#ty>::unwrap_or_default(#local)),
            }
        }
        (Storage::FrozenOption(_), None) => quote!(#ident),
        (Storage::Frozen, None) => quote!(#ident: __f::required_frozen(#ident, #name)?),
        (Storage::Plain, None) => quote_spanned!(at(ty)=> #ident: __f::required::<#ty>(#ident, #name)?),
    }
}
