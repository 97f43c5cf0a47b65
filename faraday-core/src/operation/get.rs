use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::operation::get_item::GetItemOutput;

use super::answer::Answer;
use super::request::Request;
use super::send::send_wire;
use crate::capacity::{Capacity, Metered};
use crate::database::{Codec, Database};
use crate::error::{EncodeError, Error, Result};
use crate::run::{Operation, operation};
use crate::schema::{Item, KeyOf};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Reads the item of this primary key: `None` if there is none.
    ///
    /// `key` is the partition key's value, or a pair with the sort key's. Reads half a capacity unit for every 4 KB, a
    /// whole one if [`consistent`](Get::consistent).
    ///
    /// # Errors
    ///
    /// When there is no such table ([`is_table_not_found`](Error::is_table_not_found)), or the item does not fit the
    /// struct ([`is_decode`](Error::is_decode)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// let order = Table::<Order>::get(("ann", 7)).consistent().on(&db).await?;
    /// assert!(order.is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [GetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html).
    pub fn get(key: impl KeyOf<I::Key>) -> Get<I> {
        Get { key: key.encode_key(&I::SCHEMA), consistent: false, database: None, of: PhantomData }
    }
}

/// Reads one item: see [`Table::get`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Get<I> {
    key: Result<Vec<u8>, EncodeError>,
    consistent: bool,
    database: Option<Database>,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> Get<I> {
    /// Sees every write that was acknowledged before; costs twice the capacity.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    fn request(self, table: String, metered: bool) -> Result<Request> {
        let mut request = Request::new(table);
        request.json("Key", self.key?);
        if self.consistent {
            request.flag("ConsistentRead", true);
        }
        request.metered(metered);
        Ok(request)
    }
}

operation!([I: Item] Get<I>);

impl<I: Item> Operation for Get<I> {
    type Output = Option<I>;

    async fn run(mut self, metered: bool) -> Result<Metered<Option<I>>> {
        let database = Database::find(self.database.take()).map_err(|error| error.during("GetItem", None))?;
        let table = database.table_name(I::SCHEMA.table());
        let request = self.request(table.clone(), metered).map_err(|error| error.during("GetItem", Some(&table)))?;
        let answer: Answer<I> = match database.codec() {
            Codec::Wire => send_wire!(database, request, get_item, "GetItem", GetItemOutput)?,
            Codec::Map => send_map(&database, &request).await.map_err(|error| error.during("GetItem", Some(&table)))?,
        };
        Ok(answer.metered(|item| item))
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }
}

async fn send_map<I: Item>(database: &Database, request: &Request) -> Result<Answer<I>> {
    let output = database
        .client()
        .get_item()
        .table_name(&request.table)
        .set_key(request.get_item("Key")?)
        .set_consistent_read(request.get_flag("ConsistentRead"))
        .set_return_consumed_capacity(request.get_text("ReturnConsumedCapacity").map(|value| value.as_str().into()))
        .send()
        .await
        .map_err(Error::from_sdk)?;
    let request_id = output.request_id().map(str::to_owned);
    let capacity = output.consumed_capacity().map(Capacity::from);
    Ok(Answer { capacity, request_id, ..Answer::from_map(output.item)? })
}
