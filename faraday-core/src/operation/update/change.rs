//! The changes that an update can make: set, add, delete, remove, append.

use super::Update;
use crate::expression::{
    Clause, Clauses, Comparand, Condition, Elements, Fragment, Listing, Place, SetOf, Settable, Step, Tokens, TopLevel,
};
use crate::schema::{Item, Operand, check_index_key_value};
use crate::value::kind::{ElementKind, NumberKind};
use crate::value::{Encoder, ListEncoder, MayBeAbsent, Value};

/// The type that a place's value is compared with and set to.
type Base<P, I> = <<P as Place<I>>::Holds as Value>::Base;

impl<I: Item, R> Update<I, R> {
    /// Sets an attribute, or a place inside one, to a value or to the value of another attribute: `SET place = value`.
    ///
    /// Set an `Option` with its inner value; [`remove`](Update::remove) it to make it `None`.
    pub fn set<P: Settable<I>>(mut self, place: P, value: impl Comparand<I, P::Set>) -> Self {
        place.prepare(&mut self.clauses.set);
        let path = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        set.append(path.copy_path());
        set.text(" = ");
        value.write(set);
        check_index_key::<I>(set, path);
        self
    }

    /// Sets an attribute only if it is absent:
    /// `SET place = if_not_exists(place, value)`.
    pub fn set_if_absent<P: Settable<I>>(mut self, place: P, value: impl Comparand<I, P::Set>) -> Self {
        place.prepare(&mut self.clauses.set);
        let path = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        if_not_exists(set, path.copy_path(), |set| value.write(set));
        check_index_key::<I>(set, path);
        set.text(")");
        self
    }

    /// Adds to a number, which must be there: `SET place = place + amount`. See [`add`](Update::add) for one that may be
    /// missing, and for what happens above the highest number of the type.
    ///
    /// If the answer is lost, the SDK sends the update again, and the amount may be added twice. With
    /// [`idempotent`](Update::idempotent) it is added once.
    pub fn increment<P>(mut self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        let path = self.changed(place);
        let set = calculation(&mut self.clauses.set, path, " + ");
        amount.write(set);
        self
    }

    /// Subtracts from a number, which must be there: `SET place = place - amount`.
    ///
    /// A number that the type of the field cannot hold would make the item unreadable. If the type has no negative numbers (`u32`,
    /// `u64`, …), the update has the condition that enough is there: otherwise it changes nothing and fails with
    /// [`is_condition_failed`](crate::Error::is_condition_failed), also if the number is missing. Without that condition it is
    /// [`decrement_unchecked`](Update::decrement_unchecked).
    ///
    /// If the answer is lost, the SDK sends the update again, and the amount may be subtracted twice. With
    /// [`idempotent`](Update::idempotent) it is subtracted once.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "goods")]
    /// # struct Good { #[faraday(partition_key)] sku: String, stock: u32 }
    /// # let db = Database::embedded()?;
    /// # Table::<Good>::create().on(&db).await?;
    /// # Table::<Good>::put(&Good { sku: "tea".into(), stock: 3 }).on(&db).await?;
    /// Table::<Good>::update("tea").decrement(Good::STOCK, 2).on(&db).await?;
    /// let error = Table::<Good>::update("tea").decrement(Good::STOCK, 2).on(&db).await.unwrap_err();
    /// assert!(error.is_condition_failed()); // there is only one
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn decrement<P>(mut self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        let Some(lowest) = <Base<P, I> as Value>::LOWEST else { return self.decrement_unchecked(place, amount) };
        let path = self.changed(place);
        let mut enough = path.copy_path();
        // Of one that must not become 0, more is needed than is taken.
        enough.text(if lowest == 0 { " >= " } else { " > " });
        let start = enough.len();
        amount.write(&mut enough);
        let amount = enough.copy_from(start);
        calculation(&mut self.clauses.set, path, " - ").append(amount);
        self.settings.require(Condition::of_tokens(enough));
        self
    }

    /// Subtracts from a number as [`decrement`](Update::decrement) does, but without the condition that enough is there: a field
    /// without negative numbers may then hold a number that it cannot be read from. It may be subtracted twice as well.
    pub fn decrement_unchecked<P>(mut self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        let path = self.changed(place);
        amount.write(calculation(&mut self.clauses.set, path, " - "));
        self
    }

    /// The path of a place that is changed from now on.
    fn changed(&mut self, place: impl Place<I>) -> Tokens {
        let path = place.into_path().tokens();
        self.clauses.change(&path);
        path
    }

    /// Adds to a number; a missing number counts as 0: `ADD attribute amount`. A negative amount subtracts.
    ///
    /// DynamoDB knows no highest number of a type: where the sum may be more than the field can hold, add a condition such as
    /// `LEVEL.le(255 - amount)`, because an item with a larger number cannot be read.
    ///
    /// If the answer is lost, the SDK sends the update again, and the amount may be added twice. With
    /// [`idempotent`](Update::idempotent) it is added once.
    pub fn add<P>(mut self, attribute: P, amount: impl Operand<Base<P, I>>) -> Self
    where
        P: TopLevel<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        let path = self.changed(attribute);
        let add = Clauses::next(&mut self.clauses.add);
        add.append(path);
        add.text(" ");
        add.value(&amount);
        self
    }

    /// Adds elements to a set, which is created if it is missing: `ADD attribute elements`. No elements change nothing, and an
    /// element that is given twice is sent once.
    pub fn insert<P>(mut self, attribute: P, elements: impl Elements<<Base<P, I> as SetOf>::Element>) -> Self
    where
        P: TopLevel<I, Holds: Value<Base: SetOf>>,
    {
        let mut elements = elements.into_elements().peekable();
        if elements.peek().is_some() {
            let path = self.changed(attribute);
            elements_of::<Base<P, I>, _>(Clauses::next(&mut self.clauses.add), path, elements);
        }
        self
    }

    /// Deletes elements from a set: `DELETE attribute elements`. No elements change nothing; a set that becomes empty is
    /// removed by DynamoDB and reads back empty.
    pub fn delete<P>(mut self, attribute: P, elements: impl Elements<<Base<P, I> as SetOf>::Element>) -> Self
    where
        P: TopLevel<I, Holds: Value<Base: SetOf>>,
    {
        let mut elements = elements.into_elements().peekable();
        if elements.peek().is_some() {
            let path = self.changed(attribute);
            elements_of::<Base<P, I>, _>(Clauses::next(&mut self.clauses.delete), path, elements);
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
        let path = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        set.append(path.copy_path());
        set.text(" = list_append(");
        or_empty_list(set, path);
        set.text(", ");
        elements.write(set);
        set.text(")");
        self
    }

    /// Adds elements to the front of a list, which is created if it is missing. Like those of [`append`](Update::append), they may
    /// be added twice.
    pub fn prepend<P>(mut self, place: P, elements: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value<Base: Listing>>,
    {
        let path = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        set.append(path.copy_path());
        set.text(" = list_append(");
        elements.write(set);
        set.text(", ");
        or_empty_list(set, path);
        set.text(")");
        self
    }

    /// Adds a clause that you write yourself: see [`Fragment`](crate::expression::Fragment). Its text begins with `SET`, `REMOVE`, `ADD`
    /// or `DELETE`.
    ///
    /// What it changes is not checked: it may change a key attribute of an index, or a managed attribute, which the typed methods
    /// refuse, and remove what the struct requires.
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
    /// An attribute that the struct requires cannot be removed, because the item could not be read any more: the field must be an
    /// `Option`, a set or a list, or have a `default`.
    pub fn remove<P>(mut self, place: P) -> Self
    where
        P: Settable<I>,
        P::WhenAbsent: MayBeAbsent,
    {
        let path = self.changed(place);
        Clauses::next(&mut self.clauses.remove).append(path);
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

/// `path = path + `, to which the amount is added.
fn calculation<'t>(set: &'t mut Tokens, path: Tokens, operator: &'static str) -> &'t mut Tokens {
    let set = Clauses::next(set);
    set.append(path.copy_path());
    set.text(" = ");
    set.append(path);
    set.text(operator);
    set
}

/// Refuses a value that DynamoDB would refuse because the attribute is a key of an index.
fn check_index_key<I: Item>(set: &mut Tokens, path: Tokens) {
    let [Step::Name(name)] = &path.steps()[..] else { return };
    let checked = set.last_value().map_or(Ok(()), |value| check_index_key_value(&I::SCHEMA, name, value));
    if let Err(error) = checked {
        set.fail(error.at_attribute(name.clone()));
    }
}
