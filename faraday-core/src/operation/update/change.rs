//! The changes that an update can make: set, insert, delete, remove, append.

use super::Update;
use super::changed_place::ChangedPlace;
use crate::expression::{
    Clause, Clauses, Comparand, Elements, Fragment, Listing, Place, SetOf, Settable, Step, Tokens, TopLevel,
};
use crate::schema::{Item, Operand, check_index_key_value};
use crate::value::kind::ElementKind;
use crate::value::{Encoder, ListEncoder, MayBeAbsent, Value};

/// The type with which a place's value is compared, and to which it is set.
pub(super) type Base<P, I> = <<P as Place<I>>::Holds as Value>::Base;

impl<I: Item, R> Update<I, R> {
    /// Sets an attribute, or a place inside one, to a value or to the value of another attribute: `SET place = value`.
    ///
    /// Set an `Option` with its inner value; [`remove`](Update::remove) it to make it `None`.
    pub fn set<P: Settable<I>>(mut self, place: P, value: impl Comparand<I, P::Set>) -> Self {
        place.prepare(&mut self.clauses.set);
        let ChangedPlace { path, .. } = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        set.append(path.copy_path());
        set.text(" = ");
        value.write(set);
        check_index_key::<I>(set, &path);
        self
    }

    /// Sets an attribute only if it is absent:
    /// `SET place = if_not_exists(place, value)`.
    pub fn set_if_absent<P: Settable<I>>(mut self, place: P, value: impl Comparand<I, P::Set>) -> Self {
        place.prepare(&mut self.clauses.set);
        let place = self.changed(place);
        // An encrypted value opens only under the name with which it was written, so it cannot move.
        if is_encrypted::<I>(&place.path) {
            self.require_no_former(&place);
        }
        let set = Clauses::next(&mut self.clauses.set);
        set.append(place.path.copy_path());
        set.text(" = ");
        place.write_current_or(set, |set| {
            value.write(set);
            check_index_key::<I>(set, &place.path);
        });
        self
    }

    /// Adds elements to a set, which is created if it is missing: `ADD attribute elements`. Without elements nothing changes. An element
    /// that you give twice is sent once.
    ///
    /// If the set is stored under a [former name](derive@crate::Item#former-names) (`alias`), the update fails with
    /// [`is_condition_failed`](crate::Error::is_condition_failed), because `ADD` reads the current name only.
    pub fn insert<P>(mut self, attribute: P, elements: impl Elements<<Base<P, I> as SetOf>::Element>) -> Self
    where
        P: TopLevel<I, Holds: Value<Base: SetOf>>,
    {
        let mut elements = elements.into_elements().peekable();
        if elements.peek().is_some() {
            let place = self.changed(attribute);
            self.require_no_former(&place);
            elements_of::<Base<P, I>, _>(Clauses::next(&mut self.clauses.add), place.path, elements);
        }
        self
    }

    /// Deletes elements from a set: `DELETE attribute elements`. Without elements nothing changes. DynamoDB removes a set that becomes
    /// empty; it reads back as an empty set.
    ///
    /// Like [`insert`](Update::insert), it fails if the set is stored under a former name.
    pub fn delete<P>(mut self, attribute: P, elements: impl Elements<<Base<P, I> as SetOf>::Element>) -> Self
    where
        P: TopLevel<I, Holds: Value<Base: SetOf>>,
    {
        let mut elements = elements.into_elements().peekable();
        if elements.peek().is_some() {
            let place = self.changed(attribute);
            self.require_no_former(&place);
            elements_of::<Base<P, I>, _>(Clauses::next(&mut self.clauses.delete), place.path, elements);
        }
        self
    }

    /// Adds elements to the end of a list, which is created if it is missing:
    /// `SET place = list_append(if_not_exists(place, []), elements)`.
    ///
    /// If the answer is lost, the SDK sends the update again, and the elements may be added twice. With
    /// [`idempotent`](Update::idempotent) they are added once.
    pub fn append<P>(mut self, place: P, elements: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value<Base: Listing>>,
    {
        let place = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        set.append(place.path.copy_path());
        set.text(" = list_append(");
        or_empty_list(set, &place);
        set.text(", ");
        elements.write(set);
        set.text(")");
        self
    }

    /// Adds elements to the front of a list, which is created if it is missing. As with [`append`](Update::append), they may be added
    /// twice.
    pub fn prepend<P>(mut self, place: P, elements: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value<Base: Listing>>,
    {
        let place = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        set.append(place.path.copy_path());
        set.text(" = list_append(");
        elements.write(set);
        set.text(", ");
        or_empty_list(set, &place);
        set.text(")");
        self
    }

    /// Adds a clause that you write yourself: see [`Fragment`](crate::expression::Fragment). Its text begins with `SET`, `REMOVE`, `ADD`
    /// or `DELETE`.
    ///
    /// Its changes are not checked: it may change a key attribute of an index or a managed attribute, which the typed methods refuse, or
    /// remove an attribute that the struct requires.
    ///
    /// # Errors
    ///
    /// The update sends nothing and fails if the fragment has no clause, or nothing after its keyword
    /// ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)).
    pub fn raw(mut self, fragment: Fragment<I>) -> Self {
        let (clause, tokens) = fragment.clause();
        let clauses = &mut self.clauses;
        let actions = match clause {
            Clause::Set => &mut clauses.set,
            Clause::Remove => &mut clauses.remove,
            Clause::Add => &mut clauses.add,
            Clause::Delete => &mut clauses.delete,
        };
        Clauses::next(actions).append(tokens);
        self
    }

    /// Removes an attribute, a map's entry or a list's element: `REMOVE place`. A missing place is not an error.
    ///
    /// You cannot remove an attribute that the struct requires, because the item could then not be read any more: the field must be an
    /// `Option`, a set or a list, or have a `default`. For an enum, you can remove an attribute that only some variants have, because
    /// without it the item may be another variant.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, nickname: Option<String>, notes: Vec<String> }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # let ann = User { id: "ann".into(), nickname: Some("A".into()), notes: vec!["old".into(), "new".into()] };
    /// # Table::<User>::put(&ann).on(&db).await?;
    /// let remove = Table::<User>::update("ann").remove(User::NICKNAME).remove(User::NOTES.at(0));
    /// let ann = remove.returning_new().on(&db).await?;
    /// assert_eq!((ann.nickname, ann.notes), (None, vec!["new".to_owned()]));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [REMOVE](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.REMOVE).
    pub fn remove<P>(mut self, place: P) -> Self
    where
        P: Settable<I>,
        P::WhenAbsent: MayBeAbsent,
    {
        let ChangedPlace { path, .. } = self.changed(place);
        Clauses::next(&mut self.clauses.remove).append(path);
        self
    }
}

/// Writes `if_not_exists(path, [])`.
fn or_empty_list(set: &mut Tokens, place: &ChangedPlace) {
    place.write_current_or(set, |set| set.encoded(|encoder| encoder.list()?.end()));
}

fn is_encrypted<I: Item>(path: &Tokens) -> bool {
    matches!(&path.copy_path().steps()[..], [Step::Name(name)] if I::ENCRYPTED.contains(&name.as_ref()))
}

fn elements_of<S: SetOf, O: Operand<S::Element>>(
    clause: &mut Tokens,
    attribute: Tokens,
    elements: impl Iterator<Item = O>,
) {
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

/// Refuses a value that DynamoDB would refuse because the attribute is a key of an index.
fn check_index_key<I: Item>(set: &mut Tokens, path: &Tokens) {
    let [Step::Name(name)] = &path.copy_path().steps()[..] else { return };
    let checked = set.last_value().map_or(Ok(()), |value| check_index_key_value(&I::SCHEMA, name, value));
    if let Err(error) = checked {
        set.fail(error.at_attribute(name.clone()));
    }
}
