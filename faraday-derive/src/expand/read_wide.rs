//! Reads a struct of many fields, with code whose size is linear in the number of fields.
//!
//! With a local for each field the size would be quadratic, because every `?` has to drop all of them. So the values are kept in one tuple,
//! which is dropped as one. Missing values are filled in there, and then all fields are moved out at once, after the last `?`. Names are
//! found by binary search, because a `match` compares a name with one after the other.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::super::model::{Field, Storage};
use super::hygiene::{local, variable};
use super::slot::{Slot, Values, value};

/// The lowest number of names for which this is worth it.
const WIDE: usize = 17;

pub fn is_wide(slots: &[Slot]) -> bool {
    slots.len() >= WIDE
}

/// Makes the place of each slot a part of the tuple.
pub fn places(slots: &mut [Slot]) {
    for (index, slot) in slots.iter_mut().enumerate() {
        let index = Literal::usize_unsuffixed(index);
        slot.place = quote_spanned!(local()=> __slots.#index);
        slot.is_wide = true;
    }
}

/// The tuple.
pub fn declare(slots: &[Slot]) -> TokenStream {
    let empty = slots.iter().map(|Slot { field, .. }| {
        let ty = field.ty;
        match field.storage() {
            Storage::FrozenOption(_) => quote!(<#ty as __f::Default>::default()),
            _ => quote!(__f::Option::<#ty>::None),
        }
    });
    quote_spanned!(local()=> let mut __slots = (#(#empty,)*);)
}

/// Puts the code into a function of its own, which gets the tuple by reference. In one function, the compiler tracks every part of a local
/// tuple separately, which takes as long as separate locals.
pub fn out_of_line(what: &TokenStream) -> TokenStream {
    quote_spanned! {local()=>
        __f::out_of_line(&mut __slots, &mut __map, |__slots, __map| -> __f::Result<(), __f::DecodeError> {
            #what
            __f::Ok(())
        })?;
    }
}

/// Fills in missing values, in the order of the fields, and moves all values out of the tuple.
pub fn values(fields: &[Field], slots: &[Slot]) -> Values {
    let filled = slots.iter().filter(|slot| !slot.is_alias).map(|slot| fill(slot, slots));
    let parts = slots.iter().map(part);
    // Before the fields are in locals of their own, because it may panic.
    let skipped =
        fields.iter().filter(|field| matches!(field.storage(), Storage::Skipped | Storage::KeyOnly)).map(|field| {
            let (variable, value) = (variable(field), value(field, &TokenStream::new()));
            quote_spanned!(local()=> let #variable = #value;)
        });
    let filled = out_of_line(&quote!(#(#filled)*));
    let before = quote_spanned! {local()=>
        #filled
        #(#skipped)*
        #[allow(irrefutable_let_patterns)]
        let (#(#parts,)*) = __slots else {
            return __f::Err(__f::unfilled());
        };
    };
    let made = fields.iter().map(|field| {
        let (ident, variable) = (&field.ident, variable(field));
        quote_spanned!(local()=> #ident: #variable)
    });
    Values { before, fields: quote!(#(#made,)*) }
}

/// The substitute for a field that was not found: the value of an alias, a default, or an error.
fn fill(slot: &Slot, slots: &[Slot]) -> TokenStream {
    let Slot { field, place, .. } = slot;
    let old = slots.iter().filter(|other| other.is_alias && other.field.position == field.position).map(|other| {
        let old = &other.place;
        quote_spanned! {local()=>
            if __f::Option::is_none(&#place) {
                #place = __f::Option::take(&mut #old);
            }
        }
    });
    let none = quote!(__f::None);
    let missing = match (field.storage(), &field.options.default) {
        (Storage::FrozenOption(_), None) => return quote!(#(#old)*),
        (Storage::FrozenOption(_), Some(_)) => value(field, &none),
        _ => {
            let value = value(field, &none);
            quote!(__f::Some(#value))
        }
    };
    quote_spanned! {local()=>
        #(#old)*
        if __f::Option::is_none(&#place) {
            #place = #missing;
        }
    }
}

/// The pattern of a part of the tuple.
fn part(slot: &Slot) -> TokenStream {
    let variable = variable(slot.field);
    match slot.field.storage() {
        _ if slot.is_alias => quote!(_),
        Storage::FrozenOption(_) => quote!(#variable),
        _ => quote!(__f::Some(#variable)),
    }
}

/// An expression for the number of `__name`, for a wide struct whose names are all literals. The last number means that the struct does not
/// have the name.
pub fn number_of(slots: &[Slot], names: &[TokenStream], unknown: &Literal) -> Option<TokenStream> {
    if !is_wide(slots) {
        return None;
    }
    let literal = |name: &TokenStream| syn::parse2::<syn::LitStr>(name.clone()).ok();
    let mut known =
        names.iter().enumerate().map(|(number, name)| Some((literal(name)?, number))).collect::<Option<Vec<_>>>()?;
    known.sort_by_cached_key(|(name, _)| name.value());
    let (names, numbers): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    let numbers = numbers.into_iter().map(Literal::usize_unsuffixed);
    Some(quote_spanned!(local()=> __f::number_of(&[#((#names, #numbers),)*], __name, #unknown)))
}
