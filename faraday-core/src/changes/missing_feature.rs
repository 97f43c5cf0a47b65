//! `Table::changes` where the feature is not on, with an error that names the feature.

use crate::table::Table;

/// Nothing implements it.
#[diagnostic::on_unimplemented(
    message = "`Table::changes` needs the feature `streams` of faraday",
    label = "the feature `streams` is not on",
    note = "add it in Cargo.toml: `features = [\"streams\"]`; batches of changes in Lambda need no feature"
)]
pub trait NeedsStreams {}

// `for` makes the bound one that the caller has to show.
impl<I> Table<I> {
    #[doc(hidden)]
    pub fn changes()
    where
        for<'a> Self: NeedsStreams,
    {
    }
}
