//! `Table::put`: writes one item.

use std::marker::PhantomData;
use std::time::SystemTime;

use super::conditional_write::{self, ConditionalWrite, Subject, WriteReader, WriteSettings, conditional_write};
use crate::database::Destination;
use crate::error::{Error, Result};
use crate::execute::{
    Cost, Execution, Explain, Nothing, Old, Request, Returning, SingleRequest, Target, TransactWrite, Write,
    single_request,
};
use crate::expression::Condition;
use crate::schema::{Encoded, Item, OptionOf, Stamp, TableSchema, Unguarded};
use crate::table::Table;
use crate::transport::{Api, Reply};
use crate::value::EncodeError;

impl<I: Item> Table<I> {
    /// Writes an item, and replaces the item with the same primary key if there is one. If that item has attributes that the struct does
    /// not have, they are lost; [`upsert`](Table::upsert) keeps them.
    ///
    /// Consumes one write unit for every 1 KB of the old or the new item, whichever is larger.
    ///
    /// An item with a `version` field is written only if the stored item has the same version. Version 0 means that there is no item, or
    /// that the stored item has no version, for example because another program wrote it; then it is replaced. See [`save`](Table::save).
    ///
    /// If the answer to a conditional write is lost, the SDK sends the write again, and the condition may fail on the item that the first
    /// attempt wrote. If that matters, use [`idempotent`](Put::idempotent).
    ///
    /// # Errors
    ///
    /// When a value has no form in DynamoDB, a key attribute is empty, or the item is over 400 KB: nothing is sent. When
    /// the condition does not hold ([`is_condition_failed`](crate::Error::is_condition_failed)): nothing is written.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, visits: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let ann = User { id: "ann".into(), visits: 1 };
    /// Table::<User>::put(&ann).if_absent().on(&db).await?;
    ///
    /// let error = Table::<User>::put(&ann).if_absent().returning_current().on(&db).await.unwrap_err();
    /// assert!(error.is_condition_failed());
    /// assert_eq!(error.current::<User>()?, Some(ann));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// [`into_sdk`](Put::into_sdk) returns the SDK's builder of the same request, to add parameters that this crate lacks:
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, visits: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// use aws_sdk_dynamodb::types::ReturnItemCollectionMetrics;
    ///
    /// let put =
    ///     Table::<User>::put(&User { id: "bob".into(), visits: 1 }).if_absent().on(&db).into_sdk()?;
    /// let output = put.return_item_collection_metrics(ReturnItemCollectionMetrics::Size).send().await?;
    /// # let _ = output.item_collection_metrics();
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [PutItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html).
    pub fn put(item: &I) -> Put<I>
    where
        I: Unguarded,
    {
        Put::of(item)
    }
}

impl<I: Item> Put<I> {
    /// Creates the put of an item.
    pub(super) fn of(item: &I) -> Self {
        Self::of_encoded(Encoded::of(item), item.stamp())
    }

    /// Creates the put of an encoded item, with the stamp that the item had.
    pub(crate) fn of_encoded(item: Result<Encoded, EncodeError>, stamp: Stamp) -> Self {
        let mut settings = WriteSettings::new();
        settings.expect_version(stamp.version);
        Self { item, stamp, now: None, settings, of: PhantomData }
    }
}

/// Writes one item: see [`Table::put`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Put<I, R = Nothing> {
    item: Result<Encoded, EncodeError>,
    stamp: Stamp,
    /// The time of the write, if it is not the time of sending.
    now: Option<SystemTime>,
    settings: WriteSettings<I>,
    of: PhantomData<fn() -> R>,
}

impl<I: Item, R: Returning<I>> Put<I, R> {
    /// Writes only if there is no item with this primary key.
    pub fn if_absent(mut self) -> Self {
        self.settings.require_no_item();
        self
    }

    /// Returns the previous item, if there was one.
    pub fn returning_old(self) -> Put<I, Old> {
        let Self { item, stamp, now, settings, of: _ } = self;
        Put { item, stamp, now, settings, of: PhantomData }
    }

    /// Sets the time of the write.
    pub(super) fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }
}

impl<I: Item, R: Returning<I>> ConditionalWrite for Put<I, R> {
    type Item = I;
    type Returning = R;

    const API: Api = Api::PutItem;
    const ROLE: &'static str = "Put";

    fn settings(&mut self) -> &mut WriteSettings<I> {
        &mut self.settings
    }

    fn key(&self) -> Option<&[u8]> {
        self.item.as_ref().ok().map(|item| item.json.as_slice())
    }

    fn subject(self, target: &Target, _: bool) -> Result<Subject> {
        let json = self.item?.finish::<I>(self.stamp, self.now.unwrap_or(target.now), &target.encryption)?;
        Ok(Subject { parameter: "Item", json, update: None })
    }

    fn write_cost(&self) -> Cost {
        Cost::put(self.item.as_ref().ok().map(Explain::size_of))
    }
}

conditional_write!(Put, "Writes");

impl<I: Item> Write for Put<I> {
    fn into_write(self) -> TransactWrite {
        conditional_write::transact(self)
    }
}
