use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::operation::get_item::GetItemOutput;

use crate::database::{Codec, Database};
use crate::error::{EncodeError, Error, Result};
use crate::expression::Columns;
use crate::run::Answer;
use crate::run::Request;
use crate::run::send_wire;
use crate::run::{Capacity, Identity, Metered};
use crate::run::{Cost, Explain};
use crate::run::{Named, Opening, Read, Rows, Selected, TransactRead, Whole, projection_with_key};
use crate::run::{Operation, operation};
use crate::schema::{Item, KeyOf, Projection};
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
        Get { key: key.encode_key(&I::SCHEMA), rows: Whole::new(), database: None, of: PhantomData }
    }
}

/// Reads one item: see [`Table::get`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Get<I, D = Whole<I>, C = Eventual> {
    key: Result<Vec<u8>, EncodeError>,
    rows: D,
    database: Option<Database>,
    of: PhantomData<fn() -> (I, C)>,
}

/// How a read sees the writes before it: [`Eventual`] or [`Consistent`].
pub trait Consistency: 'static {
    #[doc(hidden)]
    const CONSISTENT: bool;
}

/// A read that may miss the last writes.
#[derive(Debug)]
pub enum Eventual {}

/// A read that sees every write that was acknowledged before.
#[derive(Debug)]
pub enum Consistent {}

impl Consistency for Eventual {
    const CONSISTENT: bool = false;
}

impl Consistency for Consistent {
    const CONSISTENT: bool = true;
}

impl<I: Item> Get<I> {
    /// Of a key that is DynamoDB JSON.
    pub(super) fn of_key(key: Vec<u8>) -> Self {
        Self { key: Ok(key), rows: Whole::new(), database: None, of: PhantomData }
    }
}

impl<I: Item, D: Rows, C: Consistency> Get<I, D, C> {
    /// Sees every write that was acknowledged before; costs twice the capacity.
    pub fn consistent(self) -> Get<I, D, Consistent> {
        let Self { key, rows, database, of: _ } = self;
        Get { key, rows, database, of: PhantomData }
    }

    /// Gives only these places of the item: see [`Columns`].
    pub fn select<P: Columns<I> + 'static>(self, columns: P) -> Get<I, Selected<I, P>, C> {
        self.with_rows(Selected::new(columns))
    }

    /// Gives only the attributes of this [`Projection`].
    pub fn select_as<P: Projection<Of = I>>(self) -> Get<I, Named<P>, C> {
        self.with_rows(Named::new())
    }

    fn with_rows<E>(self, rows: E) -> Get<I, E, C> {
        let Self { key, rows: _, database, of } = self;
        Get { key, rows, database, of }
    }

    fn request(self, table: String, metered: bool) -> Result<(Request, D)> {
        let mut request = Request::new(table);
        request.json("Key", self.key?);
        request.expressions(vec![("ProjectionExpression", self.rows.projection())])?;
        if C::CONSISTENT {
            request.flag("ConsistentRead", true);
        }
        request.metered(metered);
        Ok((request, self.rows))
    }
}

operation!([I: Item, D: Rows, C: Consistency] Get<I, D, C>);

impl<I: Item, D: Rows, C: Consistency> Operation for Get<I, D, C> {
    type Output = Option<D::Row>;

    async fn run(mut self, metered: bool) -> Result<Metered<Option<D::Row>>> {
        let database = Database::find(self.database.take()).map_err(|error| error.during("GetItem", None))?;
        let table = database.table_name(I::SCHEMA.table());
        let (request, rows) =
            self.request(table.clone(), metered).map_err(|error| error.during("GetItem", Some(&table)))?;
        let rows = Opening::new::<I>(&rows, &database).map_err(|error| error.during("GetItem", Some(&table)))?;
        let answer: Answer<D::Row> = match database.codec() {
            Codec::Wire => send_wire!(database, request, get_item, "GetItem", GetItemOutput, &rows)?,
            Codec::Map => {
                send_map(&database, &request, &rows).await.map_err(|error| error.during("GetItem", Some(&table)))?
            }
        };
        Ok(answer.metered(|item| item))
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(self) -> Explain {
        let cost = Cost::read(C::CONSISTENT, "for each 4 KB of the item, at least one");
        let table = Explain::table::<I>(self.database.as_ref());
        Explain::new("GetItem", self.request(table, false).map(|(request, _)| request), cost)
    }
}

async fn send_map<D: Rows>(database: &Database, request: &Request, rows: &Opening<'_, D>) -> Result<Answer<D::Row>> {
    let output = database
        .client()
        .get_item()
        .table_name(&request.table)
        .set_key(request.get_item("Key")?)
        .set_projection_expression(request.get_text("ProjectionExpression"))
        .set_expression_attribute_names(request.get_names()?)
        .set_consistent_read(request.get_flag("ConsistentRead"))
        .set_return_consumed_capacity(request.get_text("ReturnConsumedCapacity").map(|value| value.as_str().into()))
        .send()
        .await
        .map_err(Error::from_sdk)?;
    let request_id = output.request_id().map(str::to_owned);
    let capacity = output.consumed_capacity().map(Capacity::from);
    Ok(Answer { capacity, request_id, ..Answer::from_map(output.item, rows)? })
}

impl<I: Item, D: Rows> Read for Get<I, D> {
    type Rows = D;

    fn into_read(self) -> (TransactRead, D) {
        let Self { key, rows, database, .. } = self;
        // An answer without any of the selected attributes is told from no item by its key alone: AWS's page says "null" and
        // "an empty map", engines differ.
        let projection = projection_with_key::<I, D>(&rows);
        let identity = Identity::known::<I, _>(&key);
        let request = move |table: String| {
            let mut request = Request::new(table);
            request.json("Key", key?);
            request.expressions(vec![("ProjectionExpression", projection)])?;
            Ok(request)
        };
        (TransactRead::new::<I>(identity, rows.is_encrypted(), database.is_some(), request), rows)
    }
}
