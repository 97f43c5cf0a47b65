//! `Put::idempotent`, `Update::idempotent` and `Delete::idempotent`: a write that is done exactly once.

use super::conditional_write::ConditionalWrite;
use super::transaction::{Transaction, transaction};
use super::{Delete, Put, Update};
use crate::execute::Execute;
use crate::schema::Item;

macro_rules! idempotent {
    ($($name:ident)*) => {$(
        impl<I: Item> $name<I> {
            /// Does the write exactly once, however often its answer is lost: as a [`transaction`](crate::transaction) of one operation,
            /// whose token all attempts share.
            ///
            /// Without it, the SDK sends a write again whose answer is lost, and DynamoDB does it again. A transaction returns no item,
            /// and consumes twice the write units. If its answers are lost until it is time to give up, it may be done or not: send it
            /// again by [`Error::resumable_transaction`](crate::Error::resumable_transaction), and it is still done once.
            ///
            /// Each call has a token of its own. If your program may run the same write twice, for instance for a message that is
            /// delivered twice, give the token by [`Transaction::token`].
            ///
            /// # Errors
            ///
            /// Those of a transaction. If the condition does not hold, [`is_condition_failed`](crate::Error::is_condition_failed) is true,
            /// and the item that is there is in [`Error::cancellation_reasons`](crate::Error::cancellation_reasons).
            ///
            /// # Examples
            ///
            /// ```
            /// # #[cfg(feature = "embedded")]
            /// # async fn run() -> faraday::Result<()> {
            /// # use faraday::{Database, Item, Table};
            /// # #[derive(Item)]
            /// # #[faraday(table = "accounts")]
            /// # struct Account { #[faraday(partition_key)] owner: String, balance: i64 }
            /// # let db = Database::embedded()?;
            /// # Table::<Account>::create().on(&db).await?;
            /// # Table::<Account>::put(&Account { owner: "ann".into(), balance: 3 }).on(&db).await?;
            /// Table::<Account>::update("ann").add(Account::BALANCE, 5).idempotent().on(&db).await?;
            /// # Ok(())
            /// # }
            /// # #[cfg(feature = "embedded")]
            /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
            /// ```
            ///
            /// See [idempotency](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency).
            pub fn idempotent(mut self) -> Transaction {
                let destination = self.settings().destination.take();
                let mut transaction = transaction((self,));
                *Execute::destination(&mut transaction) = destination;
                transaction
            }
        }
    )*};
}

idempotent! { Put Update Delete }
