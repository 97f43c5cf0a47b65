//! Changes numbers: increment, decrement, add; each with the condition that the result fits the field.

use super::Update;
use super::change::Base;
use super::changed_place::ChangedPlace;
use crate::codec::json::decode_value;
use crate::expression::{Clauses, Comparand, Condition, Settable, Tokens, TopLevel};
use crate::schema::{Item, Operand};
use crate::value::kind::NumberKind;
use crate::value::{EncodeError, NumberRange, Value};

impl<I: Item, R> Update<I, R> {
    /// Adds to a number, which must exist: `SET place = place + amount`. For a number that may be missing, see [`add`](Update::add). A
    /// negative amount subtracts.
    ///
    /// A number that the field's type cannot hold would make the item unreadable, and DynamoDB does not know Rust's types. So for an
    /// integer the update has the condition that the sum fits: otherwise it changes nothing and fails with
    /// [`is_condition_failed`](crate::Error::is_condition_failed). [`increment_unchecked`](Update::increment_unchecked) adds without that
    /// condition.
    ///
    /// If the answer is lost, the SDK sends the update again, and the amount may be added twice. With
    /// [`idempotent`](Update::idempotent) it is added once.
    ///
    /// # Errors
    ///
    /// When the number is missing ([`is_validation`](crate::Error::is_validation)). When the amount is another attribute and the field is
    /// an integer ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)), because DynamoDB has no condition on a sum of two attributes.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "lamps")]
    /// # struct Lamp { #[faraday(partition_key)] room: String, level: u8 }
    /// # let db = Database::embedded()?;
    /// # Table::<Lamp>::create().on(&db).await?;
    /// # Table::<Lamp>::put(&Lamp { room: "hall".into(), level: 200 }).on(&db).await?;
    /// Table::<Lamp>::update("hall").increment(Lamp::LEVEL, 50).on(&db).await?;
    /// let error = Table::<Lamp>::update("hall").increment(Lamp::LEVEL, 50).on(&db).await.unwrap_err();
    /// assert!(error.is_condition_failed()); // a `u8` does not hold 300
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [incrementing and decrementing](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET.IncrementAndDecrement).
    pub fn increment<P>(self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        self.calculate(place, Operator::Plus, amount, Base::<P, I>::RANGE)
    }

    /// Adds to a number like [`increment`](Update::increment), but without the condition that the sum fits. The field may then hold a
    /// number that its type cannot read.
    pub fn increment_unchecked<P>(self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        self.calculate(place, Operator::Plus, amount, NumberRange::ANY)
    }

    /// Subtracts from a number, which must exist: `SET place = place - amount`.
    ///
    /// A number that the field's type cannot hold would make the item unreadable. If the type has no negative numbers (`u32`, `u64`, …),
    /// the update has the condition that the number is large enough: otherwise it changes nothing and fails with
    /// [`is_condition_failed`](crate::Error::is_condition_failed), also if the number or the item is missing. If it is an integer with
    /// negative numbers, the condition is that the difference fits. [`decrement_unchecked`](Update::decrement_unchecked) subtracts without
    /// the condition.
    ///
    /// If the answer is lost, the SDK sends the update again, and the amount may be subtracted twice. With
    /// [`idempotent`](Update::idempotent) it is subtracted once.
    ///
    /// # Errors
    ///
    /// When a number of a type with negative numbers is missing ([`is_validation`](crate::Error::is_validation)). When the amount is
    /// another attribute and the field is an integer with negative numbers ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)),
    /// because DynamoDB has no condition on a difference of two attributes.
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
    ///
    /// See [incrementing and decrementing](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET.IncrementAndDecrement).
    pub fn decrement<P>(self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        self.calculate(place, Operator::Minus, amount, Base::<P, I>::RANGE)
    }

    /// Subtracts from a number like [`decrement`](Update::decrement), but without the condition that the difference fits. The field may
    /// then hold a number that its type cannot read. If the answer is lost, the amount may be subtracted twice.
    pub fn decrement_unchecked<P>(self, place: P, amount: impl Comparand<I, Base<P, I>>) -> Self
    where
        P: Settable<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        self.calculate(place, Operator::Minus, amount, NumberRange::ANY)
    }

    /// Adds to a number; a missing number counts as 0: `ADD attribute amount`. A negative amount subtracts.
    ///
    /// For an integer the update has the condition that the sum fits the field's type, as for [`increment`](Update::increment).
    /// [`add_unchecked`](Update::add_unchecked) adds without that condition.
    ///
    /// If the answer is lost, the SDK sends the update again, and the amount may be added twice. With
    /// [`idempotent`](Update::idempotent) it is added once.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "pages")]
    /// # struct Page { #[faraday(partition_key)] path: String, visits: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Page>::create().on(&db).await?;
    /// for _ in 0..2 {
    ///     // the first one creates the item
    ///     Table::<Page>::update("/").add(Page::VISITS, 1).on(&db).await?;
    /// }
    /// assert_eq!(Table::<Page>::get("/").on(&db).await?.map(|page| page.visits), Some(2));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [ADD](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.ADD).
    pub fn add<P>(mut self, attribute: P, amount: impl Operand<Base<P, I>>) -> Self
    where
        P: TopLevel<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        let (place, amount) = self.add_to(attribute, &amount);
        self.require_fit(&place, Operator::Plus, &amount, Base::<P, I>::RANGE);
        self
    }

    /// Adds to a number like [`add`](Update::add), but without the condition that the sum fits. The field may then hold a number that its
    /// type cannot read.
    pub fn add_unchecked<P>(mut self, attribute: P, amount: impl Operand<Base<P, I>>) -> Self
    where
        P: TopLevel<I, Holds: Value>,
        <Base<P, I> as Value>::Kind: NumberKind,
    {
        self.add_to(attribute, &amount);
        self
    }

    /// Returns the attribute and the amount.
    ///
    /// `ADD` cannot read a former name. So for an attribute that has one, the sum is set:
    /// `SET visits = if_not_exists(visits, if_not_exists(hits, 0)) + amount`.
    fn add_to<P>(&mut self, attribute: P, amount: &impl Operand<Base<P, I>>) -> (ChangedPlace, Tokens)
    where
        P: TopLevel<I, Holds: Value>,
    {
        let place = self.changed(attribute);
        let clause = if place.has_former() { &mut self.clauses.set } else { &mut self.clauses.add };
        let clause = Clauses::next(clause);
        clause.append(place.path.copy_path());
        if place.has_former() {
            clause.text(" = ");
            place.write_current_or(clause, |zero| zero.value::<i128>(&0));
            clause.text(" + ");
        } else {
            clause.text(" ");
        }
        let start = clause.len();
        clause.value(amount);
        let amount = clause.copy_from(start);
        (place, amount)
    }

    fn calculate<P>(
        mut self,
        place: P,
        operator: Operator,
        amount: impl Comparand<I, Base<P, I>>,
        range: NumberRange,
    ) -> Self
    where
        P: Settable<I, Holds: Value>,
    {
        let place = self.changed(place);
        let set = Clauses::next(&mut self.clauses.set);
        set.append(place.path.copy_path());
        set.text(" = ");
        place.write_current(set);
        set.text(operator.text());
        let start = set.len();
        amount.write(set);
        let amount = set.copy_from(start);
        self.require_fit(&place, operator, &amount, range);
        self
    }

    /// Adds the condition that the result is in the range.
    fn require_fit(&mut self, place: &ChangedPlace, operator: Operator, amount: &Tokens, range: NumberRange) {
        // A value that cannot be encoded has written nothing; its error is already recorded.
        if range == NumberRange::ANY || amount.is_empty() {
            return;
        }
        if range.is_unsigned() && operator == Operator::Minus {
            // If the result must not be 0, the number must be larger than the amount.
            let than = if range.lowest == Some(0) { " >= " } else { " > " };
            return self.settings.require(place.on_current(|place| compare(place, than, amount.copy_from(0))));
        }
        match number(amount) {
            Some(number) => {
                self.require_number_to_fit(place, if operator == Operator::Plus { number } else { -number }, range)
            }
            None if range.highest.is_none() => {}
            None => self.clauses.set.fail(EncodeError::invalid_argument(operator.unchecked())),
        }
    }

    /// The conditions are negated, so that they hold for a missing attribute: `add` counts it as 0, and for the other methods DynamoDB's
    /// own error says that it is missing.
    fn require_number_to_fit(&mut self, place: &ChangedPlace, added: i128, range: NumberRange) {
        let limit = match added {
            0 => None,
            1.. => range.highest.map(|highest| (" > ", highest)),
            _ => range.lowest.map(|lowest| (" < ", lowest)),
        };
        if let Some((beyond, limit)) = limit {
            let fits = place.on_current::<I>(|place| !compare(place, beyond, literal(place, limit - added)));
            self.settings.require(fits);
        }
        if !range.has_zero {
            self.settings.require(place.on_current(|place| compare(place, " <> ", literal(place, -added))));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
}

impl Operator {
    fn text(self) -> &'static str {
        match self {
            Self::Plus => " + ",
            Self::Minus => " - ",
        }
    }

    /// Returns the message for an amount that cannot be checked.
    fn unchecked(self) -> &'static str {
        match self {
            Self::Plus => {
                "DynamoDB has no condition on the sum of two attributes, so the result may not fit the field: \
                 if it always does, write `increment_unchecked`"
            }
            Self::Minus => {
                "DynamoDB has no condition on the difference of two attributes, so the result may not fit the field: \
                 if it always does, write `decrement_unchecked`"
            }
        }
    }
}

fn compare<I>(place: &Tokens, operator: &'static str, other: Tokens) -> Condition<I> {
    let mut tokens = place.copy_path();
    tokens.text(operator);
    tokens.append(other);
    Condition::of_tokens(tokens)
}

/// Writes a number that is compared with this place, and is as sensitive as the place.
fn literal(place: &Tokens, number: i128) -> Tokens {
    let mut tokens = place.copy_path();
    let start = tokens.len();
    tokens.value::<i128>(&number);
    tokens.copy_from(start)
}

/// Returns the integer in these tokens; the most extreme `i128` if it is longer than that. `None` if it is not an integer.
fn number(tokens: &Tokens) -> Option<i128> {
    let value = decode_value(tokens.last_value()?)?;
    let digits = value.as_n().ok()?;
    let is_integer = digits.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
    let furthest = if digits.starts_with('-') { -i128::MAX } else { i128::MAX };
    is_integer.then(|| digits.parse().unwrap_or(furthest))
}
