//! `impl Attributes`: writes the fields in their order, and reads them in any.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

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
    let Field { ident, ty, .. } = field;
    let name = field.attribute();
    match field.storage() {
        Storage::Skipped => TokenStream::new(),
        Storage::Plain if field.is_key() || field.is_index_key => write_key(field),
        Storage::Plain => quote_spanned!(at(ty)=> <#ty as __f::Value>::write_attribute(&self.#ident, map, #name)?;),
        Storage::Frozen => quote_spanned!(at(ty)=> __f::write_frozen::<_, #ty>(map, #name, &self.#ident)?;),
        Storage::FrozenOption(inner) => {
            quote_spanned!(at(inner)=> __f::write_frozen_option::<_, #inner>(map, #name, &self.#ident)?;)
        }
    }
}

/// Writes a key attribute, of the table or of an index; `Item::encode_key` does it as well.
pub fn write_key(field: &Field) -> TokenStream {
    let Field { ident, ty, .. } = field;
    let name = field.attribute();
    quote_spanned!(at(ty)=> <#ty as __f::Value>::write_attribute(&self.#ident, &mut __f::Keys(map), #name)?;)
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
    let names: Vec<_> = stored.iter().map(|field| field.attribute()).collect();
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

/// The local that holds a field until all are read.
fn declare(field: &Field) -> TokenStream {
    let ty = field.ty;
    let local = variable(field);
    match field.storage() {
        Storage::FrozenOption(_) => quote!(let mut #local: #ty = __f::None;),
        _ => quote!(let mut #local: __f::Option<#ty> = __f::None;),
    }
}

/// The name of that local: the field's, at another span than our own locals have, with which it thus cannot clash, and
/// than the field itself has, so that no lint finds fault with it.
fn variable(field: &Field) -> Option<Ident> {
    let mut ident = field.ident?.clone();
    ident.set_span(Span::call_site());
    Some(ident)
}

fn read(field: &Field) -> TokenStream {
    let ty = field.ty;
    let name = field.attribute();
    let local = variable(field);
    match field.storage() {
        Storage::Frozen => quote_spanned!(at(ty)=> #local = __f::read_frozen::<_, #ty>(value, #name)?),
        Storage::FrozenOption(inner) => {
            quote_spanned!(at(inner)=> #local = __f::read_frozen_option::<_, #inner>(value, #name)?)
        }
        Storage::Plain | Storage::Skipped => {
            quote_spanned!(at(ty)=> #local = <#ty as __f::Value>::read_attribute(value, #name)?)
        }
    }
}

/// The field in the struct that is made: what was read, or what stands for it.
fn value(field: &Field) -> TokenStream {
    let Field { ident, ty, options, .. } = field;
    let name = field.attribute();
    let local = variable(field);
    let path = options.default.as_ref().and_then(|default| default.path.as_ref());
    // An error about the default is one about what is written there; none of these has a local of ours.
    let span = path.map_or_else(|| ty.span(), Spanned::span);
    let function = path.map_or_else(|| quote_spanned!(span=> <#ty as __f::Default>::default), |path| quote!(#path));
    let default = options.default.as_ref().map(|_| &function);
    match (field.storage(), default) {
        (Storage::Skipped, _) => quote_spanned!(span=> #ident: #function()),
        // Its local holds what is inside the `Option`, and the default stands for the whole.
        (Storage::FrozenOption(_), Some(default)) => {
            quote_spanned!(span=> #ident: __f::Option::map_or_else(#local, #default, __f::Some))
        }
        (Storage::FrozenOption(_), None) => quote!(#ident: #local),
        (Storage::Plain | Storage::Frozen, Some(default)) => {
            quote_spanned!(span=> #ident: __f::Option::unwrap_or_else(#local, #default))
        }
        (Storage::Frozen, None) => quote!(#ident: __f::required_frozen(#local, #name)?),
        (Storage::Plain, None) => quote_spanned!(at(ty)=> #ident: <#ty as __f::Value>::required(#local, #name)?),
    }
}
