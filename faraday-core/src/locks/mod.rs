//! Locks that many programs share: one program at a time holds a lock, as long as it renews it.
//!
//! [`Lock::acquire`] waits for a lock, [`Lock::keep`] renews it while work is done, [`Lock::release`] releases it. A program that stops
//! without releasing it loses it when its lease ends: [`Acquire::lease`].
//!
//! A lock alone cannot stop a program that sleeps for longer than its lease and then goes on: it does not know yet that another program
//! holds the lock. So each holder has a number, the [`fence`](Lock::fence), which grows with every holder. Put [`Lock::check`] into the
//! transaction that writes, and DynamoDB refuses a late write.
//!
//! # The table
//!
//! Locks are ordinary items of the struct [`LockItem`], in the table `faraday-locks` or another ([`Acquire::on_table`]):
//!
//! | attribute | type | meaning |
//! |---|---|---|
//! | `name` | S, partition key | the name of the lock |
//! | `owner` | S | the holder, and a random part; absent if nobody holds it |
//! | `fence` | N | the number of times that the lock was acquired |
//! | `heartbeat` | N | the number of times that its holder renewed it |
//! | `lease` | N | how long the holder has it without renewing it, in milliseconds |
//!
//! Locks need a table of their own. Create it once with `Table::<LockItem>::create()`. Never delete the item of a lock that is in use: its
//! fence would start at 1 again, and a check of an earlier holder could pass.
//!
//! # Time
//!
//! Clocks of different programs are never compared. A program that waits for a lock watches its item; if `fence` and `heartbeat` stay the
//! same for the holder's lease, measured by the waiting program's own clock, it takes the lock. The holder counts its lease from before it
//! sent the renewal. So a lock is taken more than one lease after its holder's last renewal, and up to two seconds later: the waiting program
//! reads the item once a second, so it may see the renewal a second late, and the end of the lease a second late.
//!
//! On some systems, Linux among them, a program's clock stands still while its machine is suspended. Such a program does not notice at once that
//! its lease has ended: [`Lock::is_lost`] and [`Lock::keep`] tell it only after the next renewal. [`Lock::check`] stops its writes all the
//! same.
//!
//! See [building distributed locks](https://aws.amazon.com/blogs/database/building-distributed-locks-with-the-dynamodb-lock-client/),
//! whose items have another form.

mod acquire;
mod item;
mod lock;

pub use acquire::{Acquire, AcquireIfFree};
pub use item::LockItem;
pub use lock::Lock;
