//! Reads fields from a map, in any order.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::super::model::{Container, Conversion, Field, Form, Kind, Storage};
use super::declared_names::{declared_names, flattened};
use super::format;
use super::hygiene::{at, local, variable};
use super::read_wide;
use super::schema_version;
use super::slot::{Slot, Values, value};

/// Reads the local `map` to its end, and evaluates `constructor`, as a result.
pub fn reads(container: &Container, fields: &[Field], constructor: &TokenStream) -> TokenStream {
    let mut slots: Vec<_> = fields.iter().filter(|field| field.is_attribute()).flat_map(slots).collect();
    let is_wide = read_wide::is_wide(&slots);
    let (locals, values) = if is_wide {
        read_wide::places(&mut slots);
        (read_wide::declare(&slots), read_wide::values(fields, &slots))
    } else {
        let locals = slots.iter().map(declare);
        let values = fields.iter().map(|field| field_value(field, &found(field)));
        (quote!(#(#locals)*), Values { before: TokenStream::new(), fields: quote!(#(#values,)*) })
    };
    let Values { before, fields: values } = values;
    let rest = has_rest(fields).then(|| quote_spanned!(local()=> let mut __rest = __f::UnreadAttributes::new();));
    let entries = if is_wide {
        read_wide::out_of_line(&entries(container, fields, &slots, &quote_spanned!(local()=> __map)))
    } else {
        entries(container, fields, &slots, &quote_spanned!(local()=> &mut __map))
    };
    let parts = parts(container, fields);
    let formats = format::declare(fields);
    let declare_kind = container.kind.as_ref().map(|_| quote_spanned!(local()=> let mut __has_kind = false;));
    let check_kind = container
        .kind_attribute()
        .map(|attribute| quote_spanned!(local()=> __f::required_kind(__has_kind, #attribute)?;));
    let declare_version = schema_version::declare(container);
    let check_version = schema_version::check(container);
    let declare_keys = container.keys.as_ref().map(|keys| &keys.declare);
    let key_parts = container.keys.as_ref().map(|keys| &keys.parts);
    quote_spanned! {local()=>
        #formats
        #locals
        #declare_kind
        #declare_version
        #declare_keys
        #rest
        #entries
        #check_version
        #check_kind
        #key_parts
        #parts
        #before
        __f::Ok(#constructor { #values })
    }
}

/// The loop over the entries of `map`, which is a mutable reference.
fn entries(container: &Container, fields: &[Field], slots: &[Slot], map: &TokenStream) -> TokenStream {
    // The last number stands for an attribute that the struct does not have.
    let number = |index: usize| Literal::u16_suffixed(index.try_into().unwrap_or(u16::MAX));
    let read_kind = container.kind.as_ref().map(|Kind { attribute, name }| {
        quote_spanned! {local()=>
            {
                __f::read_kind(__value, #attribute, #name)?;
                __has_kind = true;
            }
        }
    });
    let kind_attribute = container.kind_attribute().map(ToTokens::to_token_stream);
    let version = container.schema_version.as_ref().map(|version| version.name.to_token_stream());
    let keys = container.keys.iter().flat_map(|keys| keys.reads.clone());
    let (key_names, key_reads): (Vec<_>, Vec<_>) = keys.unzip();
    let names = slots.iter().map(|slot| slot.name.clone()).chain(kind_attribute).chain(version).chain(key_names);
    let names: Vec<_> = names.collect();
    let unknown = number(names.len());
    let numbers: Vec<_> = (0..names.len()).map(number).collect();
    let reads: Vec<_> =
        slots.iter().map(read).chain(read_kind).chain(schema_version::read(container)).chain(key_reads).collect();
    // A key that is made of the fields is none of the attributes that no field reads.
    let made = number(names.len() + 1);
    let made_names = container.keys.as_ref().map(|_| {
        quote_spanned! {local()=>
            _ if __f::is_made_key(&<Self as __f::Item>::SCHEMA, __name) => (#made, __f::String::new()),
        }
    });
    let skip_made = container.keys.as_ref().map(|_| quote_spanned!(local()=> #made => __f::Decoder::skip(__value)?,));
    let other = if has_rest(fields) {
        quote_spanned!(local()=> __f::UnreadAttributes::keep(&mut __rest, __name, __value)?)
    } else if container.deny_unknown.is_some() {
        let declared = declared_names(fields, &container.own_names());
        quote_spanned!(local()=> return __f::Err(__f::unknown_attribute(__name, &#declared)))
    } else {
        let number = read_wide::number_of(slots, &names, &unknown);
        let number =
            number.unwrap_or_else(|| quote_spanned!(local()=> match __name { #(#names => #numbers,)* _ => #unknown, }));
        let of = identity(container, &names);
        return quote_spanned! {local()=>
            while let __f::Some((__field, __value)) = __f::MapDecoder::next_field(#map, #of, |__name| #number)? {
                match __field {
                    #(#numbers => #reads,)*
                    _ => __f::Decoder::skip(__value)?,
                }
            }
        };
    };
    quote_spanned! {local()=>
        while let __f::Some(((__field, __name), __value)) = __f::MapDecoder::next(#map, |__name| match __name {
            #(#names => (#numbers, __f::String::new()),)*
            #made_names
            _ => (#unknown, <__f::String as ::core::convert::From<_>>::from(__name)),
        })? {
            match __field {
                #(#numbers => #reads,)*
                #skip_made
                _ => #other,
            }
        }
    }
}

/// A number for the names and their order: equal numbers mean the same names in the same order.
fn identity(container: &Container, names: &[TokenStream]) -> Literal {
    let mut text = container.ident.to_string();
    for name in names {
        text.push(' ');
        text.push_str(&name.to_string());
    }
    // FNV-1a, because std has no hash that stays the same.
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Literal::u64_unsuffixed(hash)
}

/// Whether attributes that no field reads are kept, by `extra` or `flatten`.
fn has_rest(fields: &[Field]) -> bool {
    fields.iter().any(|field| matches!(field.storage(), Storage::Flattened | Storage::Extra))
}

/// Passes the kept attributes to the `extra` and `flatten` fields.
fn parts(container: &Container, fields: &[Field]) -> TokenStream {
    if !has_rest(fields) {
        return TokenStream::new();
    }
    let extra = fields.iter().filter(|field| matches!(field.storage(), Storage::Extra));
    let parts = flattened(fields).map(|field| {
        let variable = variable(field);
        let ty = field.ty;
        let rest = quote_spanned!(local()=> &mut __rest);
        quote_spanned! {at(ty)=>
            let #variable = <#ty as __f::Attributes>::decode_attributes(__f::UnreadAttributes::part(#rest, &<#ty as __f::Attributes>::NAMES))?;
        }
    });
    let extra = extra.map(|field| {
        let variable = variable(field);
        let ty = field.ty;
        let entries = quote_spanned!(local()=> __f::UnreadAttributes::entries(__rest));
        quote_spanned!(at(ty)=> let #variable = <#ty as __f::Attributes>::decode_attributes(#entries)?;)
    });
    let deny = container.deny_unknown.map(|_| {
        let declared = declared_names(fields, &container.own_names());
        quote_spanned!(local()=> __f::UnreadAttributes::deny(__rest, &#declared)?;)
    });
    quote!(#(#parts)* #(#extra)* #deny)
}

/// The names of a field, the current one first.
fn slots<'f, 'a>(field: &'f Field<'a>) -> Vec<Slot<'f, 'a>> {
    let slot =
        |name, local: Ident, is_alias| Slot { field, name, place: local.to_token_stream(), is_alias, is_wide: false };
    let own = slot(field.attribute(), variable(field), false);
    let aliases = field.options.aliases.iter().enumerate();
    let aliases = aliases.map(|(index, name)| slot(name.to_token_stream(), old(field, index), true));
    std::iter::once(own).chain(aliases).collect()
}

/// The local that holds a field until all are read.
fn declare(slot: &Slot) -> TokenStream {
    let Slot { field, place, .. } = slot;
    let ty = field.ty;
    match field.storage() {
        Storage::FrozenOption(_) => quote!(let mut #place: #ty = __f::None;),
        _ => quote!(let mut #place: __f::Option<#ty> = __f::None;),
    }
}

/// The local that holds the value of an alias.
fn old(field: &Field, index: usize) -> Ident {
    Ident::new(&format!("__old_{}_{index}", field.position), local())
}

fn read(slot: &Slot) -> TokenStream {
    let Slot { field, name, place, .. } = slot;
    let ty = field.ty;
    match field.storage() {
        Storage::Frozen if field.is_formed() => {
            let format = format::variable(field);
            quote_spanned!(at(ty)=> #place = __f::read_formed::<_, #ty>(__value, #name, #format)?)
        }
        Storage::FrozenOption(inner) if field.is_formed() => {
            let format = format::variable(field);
            quote_spanned!(at(inner)=> #place = __f::read_formed_option::<_, #inner>(__value, #name, #format)?)
        }
        Storage::Frozen => quote_spanned!(at(ty)=> #place = __f::read_frozen::<_, #ty>(__value, #name)?),
        Storage::FrozenOption(inner) => {
            quote_spanned!(at(inner)=> #place = __f::read_frozen_option::<_, #inner>(__value, #name)?)
        }
        Storage::Converted(conversion) => {
            let read = read_converted(&conversion, name);
            quote_spanned!(at(ty)=> #place = __f::Some(#read?))
        }
        Storage::View => {
            let arena = quote_spanned!(local()=> __arena);
            quote_spanned!(at(ty)=> #place = __f::read_view::<_, #ty, _>(__value, #name, #arena)?)
        }
        _ if slot.is_wide => quote_spanned!(at(ty)=> #place = __f::read_out_of_line::<_, #ty>(__value, #name)?),
        _ => quote_spanned!(at(ty)=> #place = <#ty as __f::Value>::read_attribute(__value, #name)?),
    }
}

fn read_converted(conversion: &Conversion, name: &TokenStream) -> TokenStream {
    let ty = conversion.ty;
    let read = match conversion.form {
        Form::Serde => quote_spanned!(at(ty)=> __f::read_serde::<_, #ty>(__value, #name)),
        Form::As(stored) => quote_spanned! {at(ty)=>
            __f::read_stored::<_, #ty, #stored>(__value, #name, <#ty as __f::StoredAs<#stored>>::load)
        },
        Form::With(module) => quote_spanned! {at(ty)=>
            __f::read_stored::<_, #ty, #module::Stored>(__value, #name, #module::load)
        },
    };
    if conversion.optional { quote_spanned!(local()=> __f::optional(__value, #name, |__value| #read)) } else { read }
}

/// The value under the current name, or else under an alias.
fn found(field: &Field) -> TokenStream {
    let local = variable(field);
    let old = (0..field.options.aliases.len()).map(|index| old(field, index));
    old.fold(local.to_token_stream(), |found, old| quote!(__f::Option::or(#found, #old)))
}

/// The field in the constructor: the value that was read, or its substitute.
fn field_value(field: &Field, found: &TokenStream) -> TokenStream {
    let ident = &field.ident;
    let value = value(field, found);
    quote_spanned!(local()=> #ident: #value)
}
