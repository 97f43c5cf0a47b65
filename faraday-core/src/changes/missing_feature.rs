//! `Table::changes` without its feature: the error names the feature.

use crate::schema::Item;
use crate::table::Table;

/// No type implements it.
#[diagnostic::on_unimplemented(
    message = "`Table::changes` needs the feature `streams` of faraday",
    label = "the feature `streams` is not on",
    note = "add it in Cargo.toml: `features = [\"streams\"]`; batches of changes in Lambda need no feature"
)]
pub trait NeedsStreams {}

// With `for`, the compiler checks the bound where the method is called.
impl<I: Item> Table<I> {
    #[doc(hidden)]
    pub fn changes()
    where
        for<'a> Self: NeedsStreams,
    {
    }
}
