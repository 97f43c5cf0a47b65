//! `Put::idempotent`, `Update::idempotent` and `Delete::idempotent`: a write that is done exactly once.

use super::conditional_write::ConditionalWrite;
use super::transaction::{Transaction, transaction};
use super::{Delete, Put, Update};
use crate::execute::Execute;
use crate::schema::Item;

macro_rules! idempotent {
    ($($name:ident)*) => {$(
        impl<I: Item> $name<I> {
            /// Does the write exactly once, even if answers are lost. It is sent as a [`transaction`](crate::transaction) of one
            /// operation, and all attempts share one token.
            ///
            /// Without it, the SDK sends a write again if its answer is lost, and DynamoDB does it again. A transaction returns no item,
            /// and consumes twice the write units. If its answers are lost until it is time to give up, it may or may not be done: send it
            /// again with [`Error::resumable_transaction`](crate::Error::resumable_transaction), and it is still done only once.
            ///
            /// Each call has its own token. If your program may run the same write twice, for instance for a message that is delivered
            /// twice, set the token with [`Transaction::token`].
            ///
            /// # Errors
            ///
            /// The errors of a transaction. If the condition does not hold, [`is_condition_failed`](crate::Error::is_condition_failed) is
            /// true, and [`Error::cancellation_reasons`](crate::Error::cancellation_reasons) has the stored item.
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
