use super::Item;
use crate::value::{Arena, DecodeError, MapDecoder};

/// Some attributes of an item, as a struct that borrows them: `#[derive(Projection)]` of a struct with a lifetime.
///
/// Reading one allocates nothing, because the next item reuses the memory that its references borrow. So the struct lives only as long
/// as the call of the function that it is passed to: see [`for_each_as`](crate::operation::Query::for_each_as).
///
/// See [projection expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection that borrows",
    label = "not a struct with a lifetime and `#[derive(faraday::Projection)]`",
    note = "give the struct a lifetime and references: `#[derive(faraday::Projection)] #[faraday(of = TheItem)] struct Line<'r> {{ name: &'r str }}`; for one that owns its data use `select_as` and `stream`"
)]
pub trait ProjectionView {
    /// The item that the struct is a part of.
    type Of: Item;

    /// The struct with the lifetime of one item.
    type Row<'r>;

    /// The names of the attributes in the table.
    const ATTRIBUTES: &'static [&'static str];

    #[doc(hidden)]
    fn read<'r, M: MapDecoder>(item: M, arena: &'r Arena) -> Result<Self::Row<'r>, DecodeError>;
}
