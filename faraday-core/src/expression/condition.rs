//! [`Condition`], and how conditions are combined.

use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::tokens::Tokens;
use crate::schema::{Attribute, OptionOf};
use crate::value::EncodeError;

/// A condition on the attributes of an `I`, for a write or as a filter.
///
/// The methods of an attribute make conditions ([`eq`](Attribute::eq), [`begins_with`](Attribute::begins_with), …). Combine them
/// with `&`, `|` and `!`, or a list of them with [`all`](Self::all) or [`any`](Self::any).
///
/// # Examples
///
/// ```
/// use faraday::Item;
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     city: String,
///     total: u64,
/// }
///
/// let condition = Order::CITY.begins_with("L") & (Order::TOTAL.gt(100) | !Order::CITY.exists());
/// ```
///
/// See [condition expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
#[must_use = "a condition does nothing until it is given to an operation"]
pub struct Condition<I> {
    tokens: Tokens,
    precedence: Precedence,
    of: PhantomData<fn() -> I>,
}

/// The precedence of the outermost operator. Parentheses are written only where needed, because DynamoDB refuses redundant
/// ones.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Precedence {
    Or,
    And,
    Not,
    Whole,
}

impl<I> Condition<I> {
    pub(super) fn whole(write: impl FnOnce(&mut Tokens)) -> Self {
        let mut tokens = Tokens::default();
        write(&mut tokens);
        Self { tokens, precedence: Precedence::Whole, of: PhantomData }
    }

    pub(crate) fn tokens(self) -> Tokens {
        self.tokens
    }

    pub(crate) fn as_tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Holds for every item; nothing is sent for it.
    pub(super) fn always() -> Self {
        Self::whole(|_| {})
    }

    /// Whether the condition holds for every item, so that nothing is sent for it.
    pub(crate) fn is_always(&self) -> bool {
        self.tokens.is_empty() && !self.tokens.is_failed()
    }

    pub(super) fn failed(message: &'static str) -> Self {
        Self::whole(|tokens| tokens.fail(EncodeError::invalid_argument(message)))
    }

    /// Returns the condition as an operand of an operator with this precedence, in parentheses if necessary.
    fn within(self, precedence: Precedence) -> Tokens {
        if self.precedence >= precedence {
            return self.tokens;
        }
        let mut tokens = Tokens::default();
        tokens.text("(");
        tokens.append(self.tokens);
        tokens.text(")");
        tokens
    }

    fn join(self, other: Self, precedence: Precedence, operator: &'static str) -> Self {
        let mut tokens = self.within(precedence);
        tokens.text(operator);
        tokens.append(other.within(precedence));
        Self { tokens, precedence, of: PhantomData }
    }

    /// Holds if the stored version is this one. A missing item, and an item without a version, have version 0.
    pub(crate) fn is_version(name: &'static str, version: u64) -> Self {
        let attribute = || Attribute::<I, u64>::new(name);
        if version == 0 { attribute().not_exists() | attribute().eq(0) } else { attribute().eq(version) }
    }

    /// Copies the condition for another request.
    ///
    /// # Errors
    ///
    /// When a value in it has no form in DynamoDB.
    pub(crate) fn copied(&mut self) -> Result<Self, EncodeError> {
        self.tokens.take_error()?;
        let tokens = self.tokens.copy_until(self.tokens.len());
        Ok(Self { tokens, precedence: self.precedence, of: PhantomData })
    }

    /// Makes a condition of the tokens of a comparison.
    pub(crate) fn of_tokens(tokens: Tokens) -> Self {
        Self::whole(|whole| whole.append(tokens))
    }

    /// Makes a condition of hand-written tokens. Their operators are unknown, so the lowest precedence is assumed.
    pub(super) fn of_raw(tokens: Tokens) -> Self {
        Self { tokens, precedence: Precedence::Or, of: PhantomData }
    }

    /// Makes a condition of the tokens of several comparisons that are joined with `AND`.
    pub(crate) fn of_conjunction(tokens: Tokens) -> Self {
        Self { tokens, precedence: Precedence::And, of: PhantomData }
    }

    /// Joins a further condition of an operation with `AND`.
    pub(crate) fn also(slot: &mut Option<Self>, more: impl OptionOf<Self>) {
        let Some(more) = more.into_option().filter(|more| !more.is_always()) else { return };
        *slot = Some(match slot.take() {
            Some(before) => before & more,
            None => more,
        });
    }
}

impl<I> Condition<I> {
    /// Holds if all of these hold. An element may be an `Option`, and `None` is left out.
    ///
    /// Without any elements, it holds for every item, and no filter or condition is sent for it. A transaction's
    /// [`check`](crate::Table::check) refuses it.
    ///
    /// # Examples
    ///
    /// Optional filters:
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Condition, Database, Item, Table};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "orders")]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     customer: String,
    ///     #[faraday(sort_key)]
    ///     id: u64,
    ///     status: String,
    ///     total: u64,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// for id in 0..4 {
    ///     let order = Order { customer: "ann".into(), id, status: "open".into(), total: 10 * id };
    ///     Table::<Order>::put(&order).on(&db).await?;
    /// }
    /// let search = async |status: Option<&str>, least: Option<u64>| {
    ///     let wanted = [
    ///         status.map(|status| Order::STATUS.eq(status)),
    ///         least.map(|least| Order::TOTAL.ge(least)),
    ///     ];
    ///     Table::<Order>::query("ann").filter(Condition::all(wanted)).count().on(&db).await
    /// };
    /// assert_eq!(search(Some("open"), Some(20)).await?, 2);
    /// assert_eq!(search(None, None).await?, 4); // no filter is sent
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [logical evaluations](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.LogicalEvaluations).
    pub fn all<C: OptionOf<Self>>(conditions: impl IntoIterator<Item = C>) -> Self {
        conditions.into_iter().filter_map(C::into_option).reduce(Self::bitand).unwrap_or_else(Self::always)
    }

    /// Holds if at least one of these holds. An element may be an `Option`, and `None` is left out.
    ///
    /// Without any elements, it would never hold, and DynamoDB has no such condition. Nothing is sent then, and the operation fails with
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument). If an empty list should match all items, give no condition.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Condition, Database, ErrorKind, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "files")]
    /// # struct File { #[faraday(partition_key)] path: String, kind: String }
    /// # let db = Database::embedded()?;
    /// # Table::<File>::create().on(&db).await?;
    /// # for (path, kind) in [("a", "image/png"), ("b", "video/mp4"), ("c", "text/plain")] {
    /// #     Table::<File>::put(&File { path: path.into(), kind: kind.into() }).on(&db).await?;
    /// # }
    /// let of_kinds = async |kinds: &[&str]| {
    ///     let wanted = kinds.iter().map(|kind| File::KIND.begins_with(*kind));
    ///     Table::<File>::scan().filter(Condition::any(wanted)).count().on(&db).await
    /// };
    /// assert_eq!(of_kinds(&["image/", "video/"]).await?, 2);
    /// assert_eq!(of_kinds(&[]).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [logical evaluations](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.LogicalEvaluations).
    pub fn any<C: OptionOf<Self>>(conditions: impl IntoIterator<Item = C>) -> Self {
        conditions.into_iter().filter_map(C::into_option).reduce(Self::bitor).unwrap_or_else(|| {
            Self::failed("`Condition::any` needs at least one condition: without one, it would match no item")
        })
    }

    /// Holds if both hold, like `&`. `None` is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64, city: String, total: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # for (id, city) in [(5, "Leeds"), (7, "York"), (9, "York")] {
    /// #     Table::<Order>::put(&Order { id, city: city.into(), total: id * 10 }).on(&db).await?;
    /// # }
    /// let (city, most): (&str, Option<u64>) = ("York", Some(80)); // from a request
    /// let condition = Order::CITY.eq(city).and(most.map(|most| Order::TOTAL.le(most)));
    /// assert_eq!(Table::<Order>::scan().filter(condition).count().on(&db).await?, 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn and(self, other: impl OptionOf<Self>) -> Self {
        match other.into_option() {
            Some(other) => self & other,
            None => self,
        }
    }

    /// Holds if one of them holds, or both, like `|`. `None` is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64, city: String, paid: bool }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # for (id, city) in [(5, "Leeds"), (7, "York"), (9, "Ripon")] {
    /// #     Table::<Order>::put(&Order { id, city: city.into(), paid: id == 9 }).on(&db).await?;
    /// # }
    /// let condition = Order::CITY.eq("York").or(Order::PAID.eq(true));
    /// assert_eq!(Table::<Order>::scan().filter(condition).count().on(&db).await?, 2);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn or(self, other: impl OptionOf<Self>) -> Self {
        match other.into_option() {
            Some(other) => self | other,
            None => self,
        }
    }
}

impl<I> BitAnd for Condition<I> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        if self.is_always() {
            return other;
        }
        if other.is_always() {
            return self;
        }
        self.join(other, Precedence::And, " AND ")
    }
}

impl<I> BitOr for Condition<I> {
    type Output = Self;

    fn bitor(mut self, mut other: Self) -> Self {
        if self.is_always() || other.is_always() {
            let failed = self.tokens.take_error().and(other.tokens.take_error()).err();
            return Self::whole(|tokens| failed.into_iter().for_each(|error| tokens.fail(error)));
        }
        self.join(other, Precedence::Or, " OR ")
    }
}

impl<I> Not for Condition<I> {
    type Output = Self;

    fn not(self) -> Self {
        if self.is_always() {
            return Self::failed(
                "`!` of a condition that holds for every item, such as `Condition::all` of an empty list, matches no item",
            );
        }
        let mut tokens = Tokens::default();
        tokens.text("NOT ");
        // A NOT inside a NOT gets parentheses, because not every parser accepts `NOT NOT`.
        tokens.append(self.within(Precedence::Whole));
        Self { tokens, precedence: Precedence::Not, of: PhantomData }
    }
}

impl<I> std::fmt::Debug for Condition<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Condition")
    }
}
