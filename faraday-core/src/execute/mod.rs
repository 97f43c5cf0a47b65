//! The common part of all operations: how they run, what they return, what they consume and what they would send.
//!
//! [`Operation`] has the methods of every operation. [`Explain`] shows a request before it is sent. [`Metered`] and [`Capacity`] report
//! what was consumed. The traits [`Rows`] and [`Returning`] determine what a read or a write returns.
//!
//! Inside the crate, an operation defines its name, its request, how it reads the answer, and its cost (`operation.rs`). `executor.rs` and
//! `execution.rs` do everything else.

mod answer;
mod call;
mod chunked;
mod chunks;
#[cfg(feature = "testing")]
mod constructors;
mod consumption;
mod continuation;
mod current_item;
mod execution;
mod executor;
mod expired;
mod explain;
mod lenient;
mod macros;
mod metered;
mod operation;
mod partial;
mod queue;
mod report;
mod request;
mod retry;
mod returning;
mod rows;
mod selected_names;
mod sender;
mod span;
mod target;
mod transact;
mod written;

pub use crate::database::Capacity;
pub(crate) use answer::{Answer, parse};
pub(crate) use chunked::{Chunked, Sending};
pub(crate) use chunks::{PartStream, chunks_of, run_chunks};
pub(crate) use continuation::next_start;
pub(crate) use current_item::failed_write;
pub(crate) use execution::Execution;
pub use executor::Running;
pub(crate) use executor::{execute, execute_unmetered};
pub(crate) use expired::{Expiry, seconds};
pub use explain::{Cost, Explain};
pub use lenient::{Lenient, Strict};
pub(crate) use macros::{on_table, operation, single_request};
pub use metered::Metered;
pub(crate) use operation::Execute;
pub use operation::{Operation, WithCapacity};
pub(crate) use operation::{SingleRequest, debug_operation};
pub(crate) use partial::ItemDecryptor;
pub use partial::Partial;
pub(crate) use report::OperationReport;
pub(crate) use request::Request;
pub(crate) use retry::{Backoff, send_with_retries};
pub use returning::{New, Nothing, Old, Returning, UpdatedNew, UpdatedOld};
pub use rows::{Named, Rows, Selected, Viewing, Whole};
pub(crate) use rows::{RowDecoder, names, projection_with_key, replaced};
pub use selected_names::{AttributeNames, SelectedNames};
pub(crate) use sender::Sender;
pub(crate) use span::retrying;
pub(crate) use target::Target;
pub(crate) use transact::on_whole;
pub use transact::{Read, TransactRead, TransactWrite, Write};
pub(crate) use written::Written;
