use std::borrow::Cow;
use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;

use super::step::{Step, describe};
use super::tokens::Tokens;
use crate::schema::{EncodedValue, Managed, Operand, Stamp};
use crate::value::{EncodeError, Names};

/// The clauses of an update expression; each keeps its actions in the order in which they were written.
#[derive(Default)]
pub struct Clauses {
    pub(crate) set: Tokens,
    pub(crate) remove: Tokens,
    pub(crate) add: Tokens,
    pub(crate) delete: Tokens,
    /// The places that are changed.
    changed: Vec<Vec<Step>>,
    /// The former names of changed places.
    former: Vec<Tokens>,
}

impl Clauses {
    /// Returns the whole expression; it is empty if the update changes nothing.
    pub(crate) fn tokens(mut self) -> Tokens {
        self.remove_former();
        let mut all = Tokens::default();
        for (keyword, clause) in
            [("SET ", self.set), ("REMOVE ", self.remove), ("ADD ", self.add), ("DELETE ", self.delete)]
        {
            if clause.is_empty() {
                all.append(clause);
                continue;
            }
            if !all.is_empty() {
                all.text(" ");
            }
            all.text(keyword);
            all.append(clause);
        }
        all
    }

    /// Records that a place is changed. DynamoDB refuses two changes of one place, and changes of a place and of another inside it.
    pub(crate) fn change(&mut self, place: &Tokens) {
        let place = place.copy_path().steps();
        if self.is_changed(&place) {
            let message = "an update can change each place only once, and not both a place and another inside it";
            self.set.fail(EncodeError::invalid_argument(message).at_attribute(describe(&place)));
        }
        self.changed.push(place);
    }

    /// Sets a place to an encoded value.
    pub(crate) fn set_encoded(&mut self, place: Tokens, value: EncodedValue) {
        self.change(&place);
        let set = Self::next(&mut self.set);
        set.append(place);
        set.text(" = ");
        match value {
            EncodedValue::Json(json) => set.json(json),
            EncodedValue::Plaintext(name, plaintext) => set.encrypted(name, Ok(plaintext)),
        }
    }

    /// Removes a place.
    pub(crate) fn remove_place(&mut self, place: Tokens) {
        self.change(&place);
        Self::next(&mut self.remove).append(place);
    }

    /// Records the former name of a changed place. A read takes the value under that name if the place is absent, so a value that stayed
    /// there would come back as soon as the place is removed.
    pub(crate) fn change_former(&mut self, place: Tokens) {
        self.former.push(place);
    }

    /// Records the former names of all changed attributes.
    pub(crate) fn change_aliases(&mut self, names: &Names) {
        for place in &self.changed {
            let [Step::Name(name)] = &place[..] else { continue };
            self.former.extend(names.aliases_of(name).into_iter().map(|alias| {
                let mut place = Tokens::default();
                place.name(alias);
                place
            }));
        }
    }

    /// Removes what is stored under former names. A place that the update changes itself is left to that change.
    fn remove_former(&mut self) {
        for place in std::mem::take(&mut self.former) {
            if !self.is_changed(&place.copy_path().steps()) {
                self.remove_place(place);
            }
        }
    }

    /// Whether the place, one inside it or one around it is changed.
    fn is_changed(&self, place: &[Step]) -> bool {
        self.changed.iter().any(|other| other.iter().zip(place).all(|(one, other)| one == other))
    }

    fn change_attribute(&mut self, name: &'static str) {
        let mut place = Tokens::default();
        place.name(name);
        self.change(&place);
    }

    /// Sets an attribute to a string.
    pub(crate) fn set_name(&mut self, attribute: &'static str, name: &'static str) {
        self.set_attribute::<String>(attribute, &name);
    }

    /// Sets an attribute to a number.
    pub(crate) fn set_number(&mut self, attribute: &'static str, number: u32) {
        self.set_attribute::<u32>(attribute, &number);
    }

    fn set_attribute<T>(&mut self, attribute: &'static str, value: &impl Operand<T>) {
        self.change_attribute(attribute);
        let set = Self::next(&mut self.set);
        set.name(attribute);
        set.text(" = ");
        set.value::<T>(value);
    }

    /// Sets an attribute to a value.
    pub(crate) fn set_value(&mut self, attribute: &'static str, is_sensitive: bool, value: &AttributeValue) {
        self.change_attribute(attribute);
        let set = Self::next(&mut self.set);
        set.named(attribute, is_sensitive);
        set.text(" = ");
        set.value::<AttributeValue>(value);
    }

    /// Removes an attribute.
    pub(crate) fn remove_attribute(&mut self, attribute: impl Into<Cow<'static, str>>) {
        let mut place = Tokens::default();
        place.name(attribute);
        self.remove_place(place);
    }

    /// Raises the version and sets the times that faraday writes itself.
    pub(crate) fn stamp(&mut self, managed: Managed, now: SystemTime) {
        for name in [managed.version(), managed.created_at(), managed.updated_at()].into_iter().flatten() {
            self.change_attribute(name);
        }
        if let Some(name) = managed.version() {
            let add = Self::next(&mut self.add);
            add.name(name);
            add.text(" ");
            add.value::<u64>(&1);
        }
        if let Some(name) = managed.created_at() {
            let set = Self::next(&mut self.set);
            set.name(name);
            set.text(" = if_not_exists(");
            set.name(name);
            set.text(", ");
            set.value::<SystemTime>(&now);
            set.text(")");
        }
        if let Some(name) = managed.updated_at() {
            let set = Self::next(&mut self.set);
            set.name(name);
            set.text(" = ");
            set.value::<SystemTime>(&now);
        }
    }

    /// Sets the version and the times to those of this stamp.
    pub(crate) fn stamp_as(&mut self, managed: Managed, stamp: Stamp, now: SystemTime) {
        if let Some(name) = managed.version() {
            self.set_attribute::<u64>(name, &stamp.version);
        }
        if let (Some(name), Some(created_at)) = (managed.created_at(), stamp.created_at) {
            self.set_attribute::<SystemTime>(name, &created_at);
        }
        if let Some(name) = managed.updated_at() {
            self.set_attribute::<SystemTime>(name, &now);
        }
    }

    /// Begins the next action of a clause.
    pub(crate) fn next(clause: &mut Tokens) -> &mut Tokens {
        if !clause.is_empty() {
            clause.text(", ");
        }
        clause
    }
}
