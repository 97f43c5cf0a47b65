use std::any::type_name;

use super::{IndexSchema, Item, KeyShape, TableSchema};

/// A declared table: a struct with `#[derive(Table)]`, or an item that names its own table.
///
/// Operations on tables take it: `Table::<App>::create()`.
///
/// # Examples
///
/// ```
/// use faraday::Table;
/// use faraday::schema::DeclaredTable;
///
/// #[derive(Table)]
/// #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
/// struct App;
///
/// assert_eq!(App::TABLE.table(), "app");
/// ```
///
/// See [core components](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an item nor a table",
    label = "expected a type with `#[derive(Item)]` or `#[derive(Table)]`",
    note = "an item is declared by `#[derive(faraday::Item)] #[faraday(table = \"...\")]`",
    note = "a table that several kinds of items share is declared by `#[derive(faraday::Table)] #[faraday(name = \"app\", partition_key(pk: String))] struct App;`",
    note = "a table that a constant names is written in capitals: `table = TABLE`"
)]
pub trait DeclaredTable: Send + Sync + 'static {
    /// The shape of the table's primary key.
    type Key: KeyShape;

    /// [`Expires`](super::Expires) if the table has a time to live, else [`NeverExpires`](super::NeverExpires).
    type Ttl;

    /// The table's name, keys, indexes and settings.
    const TABLE: TableSchema;

    /// Returns the types that declare the table, by name, with their schemas.
    #[doc(hidden)]
    #[must_use]
    fn declarations() -> Vec<(&'static str, TableSchema)> {
        vec![(type_name::<Self>(), Self::TABLE)]
    }
}

#[diagnostic::do_not_recommend]
impl<I: Item> DeclaredTable for I {
    type Key = I::Key;
    type Ttl = I::Ttl;

    const TABLE: TableSchema = I::SCHEMA;
}

/// Implements `DeclaredTable` for a tuple of items that declare one table together. The table has the indexes and the settings of
/// all of them.
macro_rules! together {
    ($first:ident $($other:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$first: DeclaredTable, $($other: DeclaredTable),*> DeclaredTable for ($first, $($other),*) {
            type Key = $first::Key;
            type Ttl = $first::Ttl;

            const TABLE: TableSchema = $first::TABLE;

            fn declarations() -> Vec<(&'static str, TableSchema)> {
                [$first::declarations(), $($other::declarations()),*].concat()
            }
        }
    };
}

together!(A B);
together!(A B C);
together!(A B C D);
together!(A B C D E);
together!(A B C D E F);
together!(A B C D E F G);
together!(A B C D E F G H);

/// An index that a table declares, found by a number that stands for its name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` declares no index of this name",
    label = "no index of the table",
    note = "declare it on the table: `global_index(name, partition_key(attribute: String))`"
)]
pub trait TableIndex<const NAME: u64> {
    /// [`Local`](super::Local) or [`Global`](super::Global).
    type Scope;

    /// The index's name, keys and projection.
    const INDEX: &'static IndexSchema;
}
