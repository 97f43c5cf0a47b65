//! Locks that many programs share: one of them has a lock at a time, for as long as it renews it.
//!
//! [`Lock::acquire`] waits for a lock, [`Lock::keep`] renews it while work is done, [`Lock::release`] gives it back. A program that
//! stops without giving it back loses it when its lease ends: [`Acquire::lease`].
//!
//! A lock alone cannot keep out a program that sleeps for longer than its lease and then goes on: it does not know yet that the lock is
//! another's. So each holder has a number, the [`fence`](Lock::fence), which grows with every holder. Put [`Lock::check`] into the
//! transaction that writes, and a late write is refused by DynamoDB.
//!
//! # The table
//!
//! Locks are ordinary items, of the struct [`LockItem`], in the table `faraday-locks` or another ([`Acquire::on_table`]):
//!
//! | attribute | type | what it is |
//! |---|---|---|
//! | `name` | S, partition key | the name of the lock |
//! | `owner` | S | who has the lock, and a random part; absent if nobody has it |
//! | `fence` | N | how many times the lock was acquired |
//! | `heartbeat` | N | how many times its owner renewed it |
//! | `lease` | N | for how long the owner has it without renewing it, in milliseconds |
//!
//! Create it once by `Table::<LockItem>::create()`. Never delete the item of a lock that is in use: its fence would begin again at 1, and
//! a check of an earlier holder could pass.
//!
//! # Time
//!
//! No clock is compared with another program's. Who waits for a lock watches its item; if `fence` and `heartbeat` stay the same for the
//! owner's lease, measured by the waiting program's own clock, it takes the lock. The owner counts its lease from before it sent the
//! renewal. So a lock is taken over one lease after its owner's last sign, and up to a second later.
//!
//! See [building distributed locks](https://aws.amazon.com/blogs/database/building-distributed-locks-with-the-dynamodb-lock-client/),
//! whose items have another form.

mod acquire;
mod item;
mod lock;

pub use acquire::{Acquire, AcquireIfFree};
pub use item::LockItem;
pub use lock::Lock;
