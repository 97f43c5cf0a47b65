//! `Update::apply`: makes the changes of a patch.

use super::Update;
use crate::expression::Patch;
use crate::schema::Item;

impl<I: Item, R> Update<I, R> {
    /// Makes the changes of a [`Patch`](derive@crate::Patch): sets and removes the attributes that it names, and leaves all others.
    ///
    /// You can add other changes and conditions, even a second patch of other attributes. If an attribute is changed twice, the update
    /// fails before it is sent.
    ///
    /// A patch that [is empty](Patch::is_empty) adds nothing. An update without any other change is sent with only the key. Like every
    /// update, it then raises the version and sets the times, if the item has them, and creates a missing item: use
    /// [`if_exists`](Update::if_exists), or check the patch before. In a transaction it is refused.
    ///
    /// # Errors
    ///
    /// When an attribute is changed twice ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)), a value has no form in DynamoDB, or a key
    /// attribute of an index is empty ([`Encode`](crate::ErrorKind::Encode)): nothing is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Database, Edit, Item, Patch, Table};
    ///
    /// #[derive(Debug, PartialEq, Item)]
    /// #[faraday(table = "users")]
    /// struct User {
    ///     #[faraday(partition_key)]
    ///     id: String,
    ///     name: String,
    ///     nickname: Option<String>,
    ///     visits: u64,
    /// }
    ///
    /// #[derive(Patch)]
    /// #[faraday(of = User)]
    /// struct UserPatch {
    ///     name: Option<String>,
    ///     nickname: Edit<String>,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # let ann = User { id: "ann".into(), name: "Ann".into(), nickname: Some("A".into()), visits: 1 };
    /// # Table::<User>::put(&ann).on(&db).await?;
    /// let patch = UserPatch { name: None, nickname: Edit::Remove };
    /// let ann = Table::<User>::update("ann")
    ///     .apply(&patch)
    ///     .add(User::VISITS, 1)
    ///     .if_exists()
    ///     .returning_new()
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!(ann, User { id: "ann".into(), name: "Ann".into(), nickname: None, visits: 2 });
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [update expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
    pub fn apply(mut self, patch: impl Patch<Of = I>) -> Self {
        patch.write_clauses(&mut self.clauses);
        self
    }
}
