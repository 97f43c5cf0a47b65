use std::marker::PhantomData;

use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Request, Target, TransactWrite, Write};
use crate::expression::Condition;
use crate::schema::{Identity, Item, KeyOf};
use crate::table::Table;
use crate::value::EncodeError;

/// The writes of a transaction: a tuple of up to sixteen, or an array or a `Vec` of any number up to 100.
///
/// For a `Vec` of different writes, convert each to a [`TransactWrite`]: see [`Write::into_write`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transaction's list of writes",
    label = "expected a tuple, an array or a `Vec` of puts, updates, deletes and checks",
    note = "a `get` is for `transaction_get`, and a lock is written `lock.check()`; a tuple has up to sixteen: for more, or for as many as a program finds, make a `Vec` of `operation.into_write()`",
    note = "`insert`, `replace` and `remove` of items with unique attributes are several writes: `let mut writes = insert(&item).into_writes()?`, then push others to `writes`",
    note = "a transaction returns no items: leave `returning_old`, `returning_new` and the like out; one operation alone is written `(operation,)`"
)]
pub trait Writes {
    #[doc(hidden)]
    fn into_writes(self) -> Vec<TransactWrite>;
}

#[diagnostic::do_not_recommend]
impl<W: Write> Writes for Vec<W> {
    fn into_writes(self) -> Vec<TransactWrite> {
        self.into_iter().map(Write::into_write).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<W: Write, const N: usize> Writes for [W; N] {
    fn into_writes(self) -> Vec<TransactWrite> {
        self.into_iter().map(Write::into_write).collect()
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Write),*> Writes for ($($name,)*) {
            fn into_writes(self) -> Vec<TransactWrite> {
                vec![$(self.$index.into_write()),*]
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11, N 12);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11, N 12, O 13);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11, N 12, O 13, P 14);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11, N 12, O 13, P 14, Q 15);

impl<I: Item> Table<I> {
    /// Checks a condition on an item that the transaction does not write: see [`transaction`](crate::transaction).
    ///
    /// # Errors
    ///
    /// The transaction is refused before it is sent ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)) if the condition is
    /// [`Condition::all`] of an empty list, because there is nothing to check.
    ///
    /// See [ConditionCheck](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConditionCheck.html).
    pub fn check(key: impl KeyOf<I::Key>, condition: Condition<I>) -> Check<I> {
        Check { key: key.encode_key(&I::SCHEMA), condition, destination: Destination::default(), of: PhantomData }
    }
}

/// A condition on an item that a transaction does not write: see [`Table::check`].
#[must_use = "a check does nothing outside of a transaction"]
pub struct Check<I> {
    key: Result<Vec<u8>, EncodeError>,
    condition: Condition<I>,
    destination: Destination,
    of: PhantomData<fn() -> I>,
}

impl<I> Check<I> {
    /// Checks an item of the table with this name, instead of the table that the items declare. Give the whole name: the database's prefix
    /// is not added.
    pub fn on_table(mut self, name: impl Into<String>) -> Self {
        self.destination.set_table(name);
        self
    }
}

impl<I> std::fmt::Debug for Check<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Check")
    }
}

impl<I: Item> Write for Check<I> {
    fn into_write(self) -> TransactWrite {
        let identity = Identity::known::<I, _>(&self.key);
        let destination = self.destination;
        TransactWrite::new::<I>("ConditionCheck", identity, &destination, |_: &Target| {
            if self.condition.is_always() {
                let message =
                    "`check` needs a condition, and `Condition::all` of an empty list is none: leave the check out";
                return Err(Error::new(ErrorKind::InvalidArgument, message));
            }
            let mut request = Request::new();
            request.json("Key", self.key?);
            request.expressions(&mut [("ConditionExpression", self.condition.tokens())])?;
            Ok(request)
        })
    }
}
