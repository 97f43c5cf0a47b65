//! The expressions with a [`FrozenAttribute`]: set, exists, not exists.

use std::marker::PhantomData;

use serde::Serialize;

use super::comparand::Comparand;
use super::condition::Condition;
use super::path::{Path, Place, Settable};
use super::tokens::Tokens;
use crate::frozen::{Format, Frozen};
use crate::schema::{Attribute, FrozenAttribute, FrozenField};
use crate::value::Encoder;

/// The value that a [`FrozenAttribute`] is set to: a `Frozen<T>`, written with the options of the field.
pub struct Freeze<T>(PhantomData<fn() -> T>);

/// The attribute and the format of the next value.
struct Form<T> {
    name: &'static str,
    format: Format<T>,
}

impl<I, H: FrozenField, A> Place<I> for FrozenAttribute<I, H, A> {
    type Holds = H;

    fn into_path(self) -> Path<I, H> {
        whole(&self).into_path()
    }
}

#[diagnostic::do_not_recommend]
impl<I, H: FrozenField<Inner: 'static>, A> Settable<I> for FrozenAttribute<I, H, A> {
    type Set = Freeze<H::Inner>;
    type WhenAbsent = A;

    fn prepare(&self, tokens: &mut Tokens) {
        tokens.prepare(Form { name: self.name(), format: self.format() });
    }
}

#[diagnostic::do_not_recommend]
impl<I, T: Serialize + 'static> Comparand<I, Freeze<T>> for Frozen<T> {
    fn write(self, tokens: &mut Tokens) {
        write(&self.0, tokens);
    }
}

#[diagnostic::do_not_recommend]
impl<I, T: Serialize + 'static> Comparand<I, Freeze<T>> for &Frozen<T> {
    fn write(self, tokens: &mut Tokens) {
        write(&self.0, tokens);
    }
}

#[diagnostic::do_not_recommend]
impl<I, T: Serialize + 'static> Comparand<I, Freeze<T>> for &T {
    fn write(self, tokens: &mut Tokens) {
        write(self, tokens);
    }
}

fn write<T: Serialize + 'static>(value: &T, tokens: &mut Tokens) {
    // The format is always there: `prepare` sets it before a value is written.
    let Some(Form { name, format }) = tokens.take_form::<Form<T>>() else { return };
    if format.is_encrypted() {
        tokens.encrypted(name, format.freeze_secret(value));
    } else {
        tokens.encoded(|encoder| encoder.binary(&format.freeze(value)?));
    }
}

/// Types that can be compared. Nothing implements it.
#[diagnostic::on_unimplemented(
    message = "a frozen attribute with options cannot be compared",
    label = "its bytes differ from version to version, and encrypted ones every time",
    note = "ask whether it `exists`, or keep what you want to compare in an attribute of its own"
)]
pub trait Compared {}

macro_rules! refused {
    ($($name:ident)*) => {
        /// The comparisons of other attributes, with an error that says why a frozen one has none.
        impl<I, H: FrozenField, A> FrozenAttribute<I, H, A> {$(
            #[doc(hidden)]
            pub fn $name<O>(self, _: O) -> Condition<I>
            where
                H: Compared,
            {
                self.exists()
            }
        )*}
    };
}

refused! { eq ne lt le gt ge begins_with contains is_in }

fn whole<I, H: FrozenField, A>(attribute: &FrozenAttribute<I, H, A>) -> Attribute<I, H> {
    let whole = Attribute::new(attribute.name());
    if attribute.is_sensitive() { whole.sensitive() } else { whole }
}

impl<I, H: FrozenField, A> FrozenAttribute<I, H, A> {
    /// Holds if the item has the attribute.
    pub fn exists(self) -> Condition<I> {
        Attribute::<I, ()>::new(self.name()).exists()
    }

    /// Holds if the item does not have the attribute.
    pub fn not_exists(self) -> Condition<I> {
        Attribute::<I, ()>::new(self.name()).not_exists()
    }
}
