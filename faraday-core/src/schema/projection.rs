use super::Item;
use crate::value::Attributes;

/// Some attributes of an item, as a struct; derive it.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Projection, Table};
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     customer: String,
///     #[faraday(sort_key)]
///     id: u64,
///     total: u64,
///     note: Option<String>,
/// }
///
/// #[derive(Projection)]
/// #[faraday(of = Order)]
/// struct Summary {
///     id: u64,
///     total: u64,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let summaries: Vec<Summary> = Table::<Order>::query("ann").select_as::<Summary>().on(&db).await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [projection expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection of an item",
    label = "not a faraday::Projection",
    note = "derive it: `#[derive(faraday::Projection)] #[faraday(of = TheItem)]`"
)]
pub trait Projection: Attributes + Send + 'static {
    /// The item that the struct is a part of.
    type Of: Item;

    /// The names of the attributes in the table.
    const ATTRIBUTES: &'static [&'static str];
}
