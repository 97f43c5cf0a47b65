//! `set_key` and `remove_key`: change the keys of indexes that templates make.

use super::Update;
use super::key_changes::templates;
use crate::schema::{Index, Item, KeyParts, named};
use crate::value::EncodeError;

impl<I: Item, R> Update<I, R> {
    /// Sets the fields from which the keys of an index are made, and those keys with them, so that they agree.
    ///
    /// `parts` has one value for each field that the index's templates name: first those of the partition key, then those of the sort key.
    /// Give a field that is also in the primary key the value that it has there; the primary key never changes. The keys of other
    /// indexes that are made from these fields are set too.
    ///
    /// # Errors
    ///
    /// When another index is made from one of the fields and from others that are not given
    /// ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)): nothing is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// #[derive(Table)]
    /// #[faraday(
    ///     name = "app",
    ///     partition_key(pk: String),
    ///     global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
    /// )]
    /// struct App;
    ///
    /// #[derive(Item)]
    /// #[faraday(
    ///     table = App,
    ///     partition_key = "ORDER#{id}",
    ///     index(gsi1, partition_key = "CUSTOMER#{customer}", sort_key = "ORDER#{id}"),
    /// )]
    /// struct Order {
    ///     id: u64,
    ///     customer: Option<String>,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<App>::create().on(&db).await?;
    /// Table::<Order>::put(&Order { id: 7, customer: Some("ann".into()) }).on(&db).await?;
    /// Table::<Order>::update(7).set_key(Order::GSI1, ("bob", 7)).on(&db).await?;
    /// assert_eq!(Table::<Order>::index(Order::GSI1).query("bob").count().on(&db).await?, 1);
    ///
    /// // the index does not have it any more
    /// Table::<Order>::update(7).remove_key(Order::GSI1).on(&db).await?;
    /// assert_eq!(Table::<Order>::get(7).on(&db).await?.and_then(|order| order.customer), None);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn set_key<P, S, K, X>(mut self, index: Index<I, P, S, K, X>, parts: impl KeyParts<P>) -> Self {
        match named(&templates(index.schema()), parts.into_values()) {
            Ok(parts) => self.keys.set.extend(parts),
            Err(error) => self.clauses.set.fail(error),
        }
        self
    }

    /// Removes the item from an index: removes the optional fields from which its keys are made, and those keys.
    ///
    /// Every other index that is made from one of these fields also loses the item.
    ///
    /// # Errors
    ///
    /// When all fields are required ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)): nothing is sent.
    pub fn remove_key<P, S, K, X>(mut self, index: Index<I, P, S, K, X>) -> Self {
        let schema = index.schema();
        let parts = templates(schema).into_iter().flat_map(|template| template.parts());
        let optional: Vec<_> = parts.filter(|part| part.is_optional).map(|part| part.name).collect();
        if optional.is_empty() {
            let message = format!(
                "no item can be removed from the index `{}`: all fields of its keys are required",
                schema.name()
            );
            self.clauses.set.fail(EncodeError::invalid_argument(message));
        }
        self.keys.removed.extend(optional);
        self
    }
}
