//! [`Patch`]: some attributes of an item to change, as a struct.

use std::borrow::Cow;

use super::edit::Edit;
use super::path::Settable;
use super::step::Step;
use super::tokens::Tokens;
use super::update::Clauses;
use crate::schema::{EncodedAttributes, EncodedValue, Item, check_index_key_value};
use crate::value::kind::{self, Kind, Optional};
use crate::value::{EncodeError, MayBeAbsent, Value};

/// Some attributes of an item to change, as a struct; derive it.
///
/// [`Update::apply`](crate::operation::Update::apply) makes the changes.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Patch, Table};
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: String,
///     name: String,
///     nickname: Option<String>,
/// }
///
/// #[derive(Default, Patch)]
/// #[faraday(of = User)]
/// struct UserPatch {
///     name: Option<String>,
///     nickname: Option<Option<String>>,
/// }
///
/// let patch = UserPatch { nickname: Some(None), ..UserPatch::default() };
/// assert!(!patch.is_empty());
/// // removes the nickname, and leaves the name
/// let update = Table::<User>::update("ann").apply(patch);
/// ```
///
/// See [update expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a patch of an item",
    label = "not a faraday::Patch",
    note = "derive it: `#[derive(faraday::Patch)] #[faraday(of = TheItem)]`"
)]
pub trait Patch {
    /// The item whose attributes the patch changes.
    type Of: Item;

    /// Whether the patch changes nothing.
    fn is_empty(&self) -> bool;

    /// Adds the changes to an update.
    #[doc(hidden)]
    fn write_clauses(&self, clauses: &mut Clauses);
}

#[diagnostic::do_not_recommend]
impl<P: Patch> Patch for &P {
    type Of = P::Of;

    fn is_empty(&self) -> bool {
        P::is_empty(self)
    }

    fn write_clauses(&self, clauses: &mut Clauses) {
        P::write_clauses(self, clauses);
    }
}

/// The type of a patch's field: an `Option`, or an [`Edit`].
#[diagnostic::on_unimplemented(
    message = "a field of a patch is an `Option` or an `Edit`, not `{Self}`",
    label = "cannot say that the attribute stays as it is"
)]
pub trait PatchField {
    /// The type that the attribute is set to.
    type Value;

    /// Returns what is done to the attribute.
    fn edit(&self) -> Edit<&Self::Value>;

    /// Whether the attribute stays as it is.
    fn is_keep(&self) -> bool {
        self.edit().is_keep()
    }
}

impl<T> PatchField for Option<T> {
    type Value = T;

    fn edit(&self) -> Edit<&T> {
        self.as_ref().map_or(Edit::Keep, Edit::Set)
    }
}

impl<T> PatchField for Edit<T> {
    type Value = T;

    fn edit(&self) -> Edit<&T> {
        self.as_ref()
    }
}

/// The same type as `T`. The bound is on the type of the item's attribute, so that the compiler does not infer that type from `T`.
#[diagnostic::on_unimplemented(
    message = "the item's attribute holds `{Self}`, this field of the patch `{T}`",
    label = "expected `Option<{Self}>`, or `Edit<{Self}>`",
    note = "a field that the item stores in another form, such as `frozen` or `as = …`, has that option in the patch too"
)]
pub trait SetFrom<T> {}

#[diagnostic::do_not_recommend]
impl<T> SetFrom<T> for T {}

/// A field of a patch that cannot remove a required attribute. `A` decides whether the attribute may be absent.
#[diagnostic::on_unimplemented(
    message = "this field could remove an attribute that the item requires, and the item could not be read any more",
    label = "`{Self}` can say that the attribute is removed",
    note = "write an `Option` of the attribute's own type, which sets it or leaves it; or make the item's field an `Option`"
)]
pub trait KeepsRequired<A> {}

#[diagnostic::do_not_recommend]
impl<A, T: Value<Kind: PresentOr<A>>> KeepsRequired<A> for Option<T> {}

#[diagnostic::do_not_recommend]
impl<A: MayBeAbsent, T> KeepsRequired<A> for Edit<T> {}

/// A kind whose values are always present, or an optional one if the attribute [may be absent](MayBeAbsent) according to `A`.
pub trait PresentOr<A>: Kind {}

macro_rules! present {
    ($($kind:ident)*) => {$(
        impl<A> PresentOr<A> for kind::$kind {}
    )*};
}

present! { S Annotated N B Byte Bool Null L M Ss Ns Bs Any }

impl<A: MayBeAbsent, K: Kind> PresentOr<A> for Optional<K> {}

impl Clauses {
    /// Changes an attribute as the field of a patch says. `C` is the type of the field with the stored type inside. `write` encodes
    /// the value like the item's field. A value that an item leaves out, such as an empty set, removes the attribute.
    #[doc(hidden)]
    pub fn edit<I, C, P, F>(
        &mut self,
        attribute: &P,
        field: &F,
        write: impl FnOnce(&F::Value, &mut EncodedAttributes, &'static str) -> Result<(), EncodeError>,
    ) where
        I: Item,
        P: Settable<I, Holds: Value<Base: SetFrom<<C::Value as Value>::Base>>> + Copy,
        C: PatchField<Value: Value> + KeepsRequired<P::WhenAbsent>,
        F: PatchField,
    {
        let value = match field.edit() {
            Edit::Keep => return,
            Edit::Set(value) => Some(value),
            Edit::Remove => None,
        };
        let place = attribute.into_path().tokens();
        let [Step::Name(Cow::Borrowed(name))] = place.copy_path().steps()[..] else { return };
        let mut encoded = EncodedAttributes::default();
        let written = value.map_or(Ok(()), |value| write(value, &mut encoded, name));
        match (written, encoded.into_list().pop()) {
            (Err(error), _) => self.set.fail(error),
            (Ok(()), Some(attribute)) => self.set_checked::<I>(name, place, attribute.value),
            (Ok(()), None) => self.remove_place(place),
        }
    }

    /// Sets an attribute. If it is a key of an index, DynamoDB refuses some values, so these are refused here.
    fn set_checked<I: Item>(&mut self, name: &'static str, place: Tokens, value: EncodedValue) {
        if let EncodedValue::Json(json) = &value
            && let Err(error) = check_index_key_value(&I::SCHEMA, name, json)
        {
            self.set.fail(error.at_attribute(name));
        }
        self.set_encoded(place, value);
    }
}
