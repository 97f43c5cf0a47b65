//! A hand-written part of an expression: [`Fragment`].

use std::marker::PhantomData;

use super::condition::Condition;
use super::parameter::Parameter;
use super::path::Place;
use super::tokens::Tokens;
use crate::value::EncodeError;

/// A part of an expression that you write yourself, for [`Condition::raw`] and [`Update::raw`](crate::operation::Update::raw). Use it
/// for features of DynamoDB's expressions that the typed methods lack.
///
/// Write a `#` for each attribute or place and a `?` for each value, and give them in this order. They get placeholders that differ
/// from all others in the request, so that a name may be a reserved word, and a value is never part of the text. You may also write
/// names that are not reserved directly in the text.
///
/// faraday does not check that the values have the types of the attributes, nor that the operation may use these attributes.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table};
/// use faraday::Condition;
/// use faraday::expression::Fragment;
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     paid: u64,
///     total: u64,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// # Table::<Order>::put(&Order { id: 7, paid: 3, total: 5 }).on(&db).await?;
/// let settled = Condition::raw(
///     Fragment::new("# BETWEEN # AND ?").place(Order::TOTAL).place(Order::PAID).bind(1_000),
/// );
/// let orders = Table::<Order>::scan().filter(settled).on(&db).await?;
/// assert_eq!(orders.len(), 1);
///
/// let pay = Fragment::new("SET # = # - ?").place(Order::PAID).place(Order::TOTAL).bind(1);
/// let order = Table::<Order>::update(7).raw(pay).returning_new().on(&db).await?;
/// assert_eq!(order.paid, 4);
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html).
#[must_use = "a fragment does nothing until it is given to an operation"]
pub struct Fragment<I> {
    /// The clause of an update; its keyword begins the text.
    clause: Option<Clause>,
    /// The text after the last `#` or `?` that was filled.
    rest: &'static str,
    tokens: Tokens,
    of: PhantomData<fn() -> I>,
}

/// A clause of an update expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clause {
    Set,
    Remove,
    Add,
    Delete,
}

/// The text of a [`Fragment`]: a text that is written in the program, so that no value from outside can be a part of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is made at run time, and the text of a fragment is written in the program",
    label = "expected a `&'static str`",
    note = "write a `?` for each value and give it to `bind`, and a `#` for each name: `Fragment::new(\"# > ?\").place(Order::TOTAL).bind(least)`"
)]
pub trait FragmentText {
    #[doc(hidden)]
    fn into_text(self) -> &'static str;
}

#[diagnostic::do_not_recommend]
impl FragmentText for &'static str {
    fn into_text(self) -> &'static str {
        self
    }
}

impl<I> Fragment<I> {
    /// Creates a fragment with this text. A fragment of an update has one clause and begins with `SET`, `REMOVE`, `ADD` or `DELETE`.
    pub fn new(text: impl FragmentText) -> Self {
        let text = text.into_text();
        let (clause, rest) = Clause::split(text);
        let mut fragment = Self { clause, rest, tokens: Tokens::default(), of: PhantomData };
        let is_named = |after: &str| after.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        if text.contains(':') || text.split('#').skip(1).any(is_named) {
            fragment.fail("it has a placeholder of its own: write `#` alone for a name and `?` for a value");
        }
        fragment
    }

    /// Names the next `#`.
    pub fn place(mut self, place: impl Place<I>) -> Self {
        if self.advance('#') {
            self.tokens.append(place.into_path().tokens());
        }
        self
    }

    /// Binds a value to the next `?`.
    pub fn bind(mut self, value: impl Parameter) -> Self {
        if self.advance('?') {
            self.tokens.encoded(|encoder| value.encode_parameter(encoder));
        }
        self
    }

    /// Adds the text before the next `#` or `?`, which must be of this kind.
    fn advance(&mut self, kind: char) -> bool {
        let next = self.rest.find(['#', '?']).and_then(|at| self.rest.split_at_checked(at));
        let Some((before, rest)) = next.filter(|(_, rest)| rest.starts_with(kind)) else {
            let given = if kind == '#' { "place" } else { "value" };
            self.fail(&format!("a {given} is given, but the next placeholder in the text is not `{kind}`"));
            return false;
        };
        self.text(before);
        self.rest = rest.get(1..).unwrap_or_default();
        true
    }

    fn text(&mut self, text: &'static str) {
        if !text.is_empty() {
            self.tokens.text(text);
        }
    }

    fn fail(&mut self, problem: &str) {
        self.tokens.fail(EncodeError::invalid_argument(format!("a fragment of an expression: {problem}")));
    }

    fn tokens(mut self) -> Tokens {
        if self.rest.contains(['#', '?']) {
            self.fail("not every `#` has a place and every `?` a value");
        }
        // Without this, a condition that was left empty by mistake would hold for every item.
        if self.rest.trim().is_empty() && self.tokens.is_empty() {
            self.fail("it is empty: write a comparison, or after the keyword of an update what it changes");
        }
        self.text(self.rest);
        self.tokens
    }

    /// Returns the clause of an update and its tokens.
    pub(crate) fn clause(mut self) -> (Clause, Tokens) {
        if self.clause.is_none() {
            self.fail("a fragment of an update begins with `SET`, `REMOVE`, `ADD` or `DELETE`");
        }
        (self.clause.unwrap_or(Clause::Set), self.tokens())
    }
}

impl Clause {
    /// Returns the clause whose keyword begins the text, and the rest of the text.
    fn split(text: &'static str) -> (Option<Self>, &'static str) {
        let (word, rest) = text.trim_start().split_once(char::is_whitespace).unwrap_or((text, ""));
        let clause = match word.to_ascii_uppercase().as_str() {
            "SET" => Self::Set,
            "REMOVE" => Self::Remove,
            "ADD" => Self::Add,
            "DELETE" => Self::Delete,
            _ => return (None, text),
        };
        (Some(clause), rest)
    }
}

impl<I> Condition<I> {
    /// Makes a condition that you write yourself: see [`Fragment`].
    ///
    /// faraday adds parentheses when it combines the condition with others. Do not put parentheses around the whole condition, because
    /// DynamoDB refuses redundant ones.
    ///
    /// # Errors
    ///
    /// The operation sends nothing and fails if the fragment is empty, or the numbers of `#` and `?` differ from those of places and values
    /// ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)). For no condition, give `None` to the operation.
    pub fn raw(mut fragment: Fragment<I>) -> Self {
        if fragment.clause.is_some() {
            fragment.fail(
                "one that begins with `SET`, `REMOVE`, `ADD` or `DELETE` is of an update and cannot be a condition",
            );
        }
        Self::of_raw(fragment.tokens())
    }
}

/// Shows neither names nor values.
impl<I> std::fmt::Debug for Fragment<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fragment(..)")
    }
}
