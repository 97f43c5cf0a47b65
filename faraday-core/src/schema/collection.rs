use super::{Index, Item, NoSortKey, SortKeys, SortParts};

/// An enum of items, which are distinguished by their kind.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no groups",
    label = "not an enum of the items of one table",
    note = "group the items of an enum with `#[derive(Item)] #[faraday(table = App)]` whose variants hold structs"
)]
pub trait Grouped: Item {
    /// A struct with a `Vec` for each variant.
    type Groups: Default + Extend<Self> + Send;
}

/// An index from which items `I` can be read.
///
/// An enum of items is read from the indexes of the structs in its variants: give the partition key as for the struct, and the sort
/// key as it is stored.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an index of `{I}`",
    label = "an index of another item",
    note = "name an index by the constant of the item that is read: `Table::<Order>::index(Order::GSI1)`"
)]
pub trait IndexOf<I> {
    /// The index of `I`.
    type Index;

    #[doc(hidden)]
    fn into_index(self) -> Self::Index;
}

/// A sort key as it is stored, without the template that makes it.
pub trait StoredSort {
    /// The shape of the stored key.
    type Stored;
}

impl<A, Rest> StoredSort for SortParts<A, Rest> {
    type Stored = SortKeys<String, NoSortKey>;
}

impl<A, Rest> StoredSort for SortKeys<A, Rest> {
    type Stored = Self;
}

impl StoredSort for NoSortKey {
    type Stored = Self;
}

#[diagnostic::do_not_recommend]
impl<I, P, S, K, R> IndexOf<I> for Index<I, P, S, K, R> {
    type Index = Self;

    fn into_index(self) -> Self {
        self
    }
}
