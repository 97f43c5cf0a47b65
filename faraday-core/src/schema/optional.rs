//! Arguments that may be left out: [`OptionOf`], [`OptionalOperand`].

use std::marker::PhantomData;

use super::operand::Operand;

/// A `T`, or an `Option` of one. With `None`, the method changes nothing.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Table, operation::TableQuery};
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     customer: String,
///     #[faraday(sort_key)]
///     id: u64,
///     total: u64,
/// }
///
/// fn orders(least: Option<u64>, most: Option<u64>) -> TableQuery<Order> {
///     Table::<Order>::query("ann").filter(least.map(|least| Order::TOTAL.ge(least))).limit(most)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "expected `{T}`, or an `Option` of it, and not `{Self}`",
    label = "expected `{T}`",
    note = "a condition is made of this item's attributes: `Order::TOTAL.gt(5)`; a number is converted: `u64::from(limit)`; a cursor is parsed: `text.parse::<Cursor>()?`; a fragment becomes a condition: `Condition::raw(fragment)`"
)]
pub trait OptionOf<T> {
    #[doc(hidden)]
    fn into_option(self) -> Option<T>;
}

#[diagnostic::do_not_recommend]
impl<T> OptionOf<T> for T {
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> OptionOf<T> for Option<T> {
    fn into_option(self) -> Option<T> {
        self
    }
}

/// An [`Operand`] for a `T`, or an `Option` of one. `None` is no condition.
///
/// The compiler infers `As`, which distinguishes the two.
#[diagnostic::on_unimplemented(
    message = "expected a value for a `{T}`, or an `Option` of it, and not a `{Self}`",
    label = "expected `{T}`, or a reference to one",
    note = "the attribute holds `{T}`: give a value of that type, or a reference to one (`&str` for a String, a slice for a Vec), or an `Option` of either"
)]
pub trait OptionalOperand<T, As> {
    /// The type that stands for the `T`.
    type Operand: Operand<T>;

    #[doc(hidden)]
    fn into_operand(self) -> Option<Self::Operand>;
}

/// The argument itself.
#[doc(hidden)]
#[derive(Debug)]
pub enum Given {}

/// An `Option` of the argument.
#[doc(hidden)]
#[derive(Debug)]
pub struct IfSome<As>(PhantomData<fn() -> As>);

#[diagnostic::do_not_recommend]
impl<T, O: Operand<T>> OptionalOperand<T, Given> for O {
    type Operand = O;

    fn into_operand(self) -> Option<O> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, O: Operand<T>> OptionalOperand<T, IfSome<Given>> for Option<O> {
    type Operand = O;

    fn into_operand(self) -> Self {
        self
    }
}
