//! The changes that an update can make: set, add, delete, remove, append.

use super::Update;
use crate::expression::{Clauses, Comparand, Listing, Place, SetOf, Settable, Tokens, TopLevel};
use crate::schema::{Item, Operand};
use crate::value::kind::{ElementKind, NumberKind};
use crate::value::{Encoder, ListEncoder, Value};

/// The type that a place's value is compared with and set to.
type Base<P, I> = <<P as Place<I>>::Holds as Value>::Base;

impl<I: Item, R> Update<I, R> {
    /// Sets an attribute, or a place inside one, to a value or to the value of another attribute: `SET place = value`.
    ///
    /// Set an `Option` with its inner value; [`remove`](Update::remove) it to make it `None`.
    pub fn set<P: Settable<I>>(mut self, place: P, value: impl Comparand<I, P::Set>) -> Self {
        let set = Clauses::next(&mut self.clauses.set);
        place.prepare(set);
        set.append(place.into_path().tokens());
        set.text(" = ");
        value.write(set);
        self
    }

    /// Sets an attribute only if it is absent:
    /// `SET place = if_not_exists(place, value)`.
    pub fn set_if_absent<P: Settable<I>>(mut self, place: P, value: impl Comparand<I, P::Set>) -> Self {
        let set = Clauses::next(&mut self.clauses.set);
        place.prepare(set);
        if_not_exists(set, place.into_path().tokens(), |set| value.write(set));
        set.text(")");
        self
    }

    /// Adds to a number, which must be there: `SET place = place + amount`. See [`add`](Update::add) for one that may be
    /// missing.
    pub fn increment<P>(self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        self.calculate(place.into_path().tokens(), " + ", amount)
    }

    /// Subtracts from a number, which must be there: `SET place = place - amount`.
    pub fn decrement<P>(self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        self.calculate(place.into_path().tokens(), " - ", amount)
    }

    fn calculate<T>(mut self, path: Tokens, operator: &'static str, amount: impl Comparand<I, T>) -> Self {
        let set = Clauses::next(&mut self.clauses.set);
        set.append(path.copy_path());
        set.text(" = ");
        set.append(path);
        set.text(operator);
        amount.write(set);
        self
    }

    /// Adds to a number; a missing number counts as 0: `ADD attribute amount`. A negative amount subtracts.
    pub fn add<P>(mut self, attribute: P, amount: impl Operand<Base<P, I>>) -> Self
    where
        P: TopLevel<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        let add = Clauses::next(&mut self.clauses.add);
        add.append(attribute.into_path().tokens());
        add.text(" ");
        add.value(&amount);
        self
    }

    /// Adds elements to a set, which is created if it is missing: `ADD attribute elements`. No elements change nothing, and an
    /// element that is given twice is sent once.
    pub fn insert<P, O>(mut self, attribute: P, elements: impl IntoIterator<Item = O>) -> Self
    where
        P: TopLevel<I, Holds: Value<Base: SetOf>>,
        O: Operand<<Base<P, I> as SetOf>::Element>,
    {
        elements_of::<Base<P, I>, O>(&mut self.clauses.add, attribute.into_path().tokens(), elements);
        self
    }

    /// Deletes elements from a set: `DELETE attribute elements`. No elements change nothing; a set that becomes empty is
    /// removed by DynamoDB and reads back empty.
    pub fn delete<P, O>(mut self, attribute: P, elements: impl IntoIterator<Item = O>) -> Self
    where
        P: TopLevel<I, Holds: Value<Base: SetOf>>,
        O: Operand<<Base<P, I> as SetOf>::Element>,
    {
        elements_of::<Base<P, I>, O>(&mut self.clauses.delete, attribute.into_path().tokens(), elements);
        self
    }

    /// Adds elements to the end of a list, which is created if it is missing:
    /// `SET place = list_append(if_not_exists(place, []), elements)`.
    pub fn append<P>(mut self, place: P, elements: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value<Base: Listing>>,
    {
        let set = Clauses::next(&mut self.clauses.set);
        let path = place.into_path().tokens();
        set.append(path.copy_path());
        set.text(" = list_append(");
        or_empty_list(set, path);
        set.text(", ");
        elements.write(set);
        set.text(")");
        self
    }

    /// Adds elements to the front of a list, which is created if it is missing.
    pub fn prepend<P>(mut self, place: P, elements: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value<Base: Listing>>,
    {
        let set = Clauses::next(&mut self.clauses.set);
        let path = place.into_path().tokens();
        set.append(path.copy_path());
        set.text(" = list_append(");
        elements.write(set);
        set.text(", ");
        or_empty_list(set, path);
        set.text(")");
        self
    }

    /// Removes an attribute, a map's entry or a list's element: `REMOVE place`. A missing place is not an error.
    pub fn remove<P: Settable<I>>(mut self, place: P) -> Self {
        Clauses::next(&mut self.clauses.remove).append(place.into_path().tokens());
        self
    }
}

/// `path = if_not_exists(path, value`, without the end.
fn if_not_exists(set: &mut Tokens, path: Tokens, value: impl FnOnce(&mut Tokens)) {
    set.append(path.copy_path());
    set.text(" = if_not_exists(");
    set.append(path);
    set.text(", ");
    value(set);
}

/// `if_not_exists(path, [])`.
fn or_empty_list(set: &mut Tokens, path: Tokens) {
    set.text("if_not_exists(");
    set.append(path);
    set.text(", ");
    set.encoded(|encoder| encoder.list()?.end());
    set.text(")");
}

fn elements_of<S: SetOf, O: Operand<S::Element>>(
    clause: &mut Tokens,
    attribute: Tokens,
    elements: impl IntoIterator<Item = O>,
) {
    let mut elements = elements.into_iter().peekable();
    if elements.peek().is_none() {
        return;
    }
    let clause = Clauses::next(clause);
    clause.append(attribute);
    clause.text(" ");
    clause.encoded(|encoder| {
        let mut set = encoder.set(<<S::Element as Value>::Kind as ElementKind>::SET)?;
        for element in elements {
            element.encode_operand(set.element())?;
        }
        set.end_without_repeats()
    });
}
