//! `get_many` over several tables in one request.

use super::list::{KeyedList, List, ListSettings};
use super::reader::{MAX_KEYS, read_lists};
use super::wire::{Asked, body};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Cost, Execute, Execution, Explain, on_whole, operation};
use crate::schema::TableSchema;
use crate::transport::Api;

/// Reads the items of many keys from several tables: a tuple of up to twelve [`get_many`](crate::Table::get_many)s, each with its own
/// projection, consistency and table name.
///
/// Returns a tuple of lists, each in the order of its keys, with `None` for a key without an item. A request has at most 100 keys of all
/// tables together, and several requests are under way at once. Keys that DynamoDB does not process are sent again. Each list costs as
/// much as alone.
///
/// Two lists of one table go into one request if they have the same projection and consistency, such as lists of whole items in [one table
/// of many kinds](crate::guide::one_table). Otherwise DynamoDB does not accept them in one request, and the second list is read after the
/// first.
///
/// # Errors
///
/// See [`Table::get_many`](crate::Table::get_many); the error names the list and the key. Call `on`, `timeout`, `retry`, `concurrency` and
/// similar methods on the whole: if a list has its own, the operation fails before anything is sent.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table, get_many};
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     total: u64,
/// }
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     email: String,
///     name: String,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// # Table::<User>::create().on(&db).await?;
/// # Table::<Order>::put(&Order { id: 7, total: 12 }).on(&db).await?;
/// # Table::<User>::put(&User { email: "ann@example.com".into(), name: "Ann".into() }).on(&db).await?;
/// let (orders, names) = get_many((
///     Table::<Order>::get_many([7, 8]).consistent(),
///     Table::<User>::get_many(["ann@example.com"]).select(User::NAME),
/// ))
/// .on(&db)
/// .await?;
/// assert_eq!(orders[0].as_ref().map(|order| order.total), Some(12));
/// assert!(orders[1].is_none());
/// assert_eq!(names, [Some("Ann".to_owned())]);
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [BatchGetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html).
pub fn get_many<L: KeyLists>(lists: L) -> GetManyTables<L> {
    GetManyTables { lists, concurrency: None, destination: Destination::default() }
}

/// Reads many items from several tables: see [`get_many`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct GetManyTables<L> {
    lists: L,
    concurrency: Option<usize>,
    destination: Destination,
}

impl<L> GetManyTables<L> {
    /// Sets the number of requests under way at once. The default is 4.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }
}

/// A list of a [`get_many`] over several tables: `Table::<Order>::get_many(keys)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a `get_many` over several tables",
    label = "expected `Table::<…>::get_many(keys)`",
    note = "give a tuple of `Table::<…>::get_many(keys)`; `metered` is called on the whole: `get_many((…, …)).metered()`"
)]
pub trait KeyList: Send + 'static {
    /// The type of the list's rows.
    type Row: Send + 'static;

    #[doc(hidden)]
    fn settings(&self) -> ListSettings<'_>;

    #[doc(hidden)]
    fn into_list(self) -> List<Self::Row>;
}

/// The lists of a [`get_many`] over several tables: a tuple of up to twelve.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of lists of keys",
    label = "expected a tuple of `Table::<…>::get_many(keys)`",
    note = "write `get_many((Table::<Order>::get_many(ids), Table::<User>::get_many(emails)))`; one list alone needs no `get_many` around it"
)]
pub trait KeyLists: Send + 'static {
    /// The result: a tuple of lists of items.
    type Output: Default + Send + 'static;
    #[doc(hidden)]
    type Lists: Send;

    #[doc(hidden)]
    fn settings(&self) -> Vec<ListSettings<'_>>;

    #[doc(hidden)]
    fn into_lists(self) -> Self::Lists;

    #[doc(hidden)]
    fn lists(lists: &mut Self::Lists) -> Vec<&mut dyn KeyedList>;

    #[doc(hidden)]
    fn items(lists: Self::Lists) -> Self::Output;
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: KeyList),*> KeyLists for ($($name,)*) {
            type Output = ($(Vec<Option<$name::Row>>,)*);
            type Lists = ($(List<$name::Row>,)*);

            fn settings(&self) -> Vec<ListSettings<'_>> {
                vec![$(self.$index.settings()),*]
            }

            fn into_lists(self) -> Self::Lists {
                ($(self.$index.into_list(),)*)
            }

            fn lists(lists: &mut Self::Lists) -> Vec<&mut dyn KeyedList> {
                vec![$(&mut lists.$index),*]
            }

            fn items(lists: Self::Lists) -> Self::Output {
                ($(lists.$index.items,)*)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11);

/// Refuses a list with settings that belong to the whole operation.
fn check(lists: &[ListSettings<'_>]) -> Result<()> {
    for (number, list) in lists.iter().enumerate() {
        let refused = match list.has_concurrency {
            true => {
                let message = "it has a `concurrency` of its own: set it on the whole `get_many` instead";
                Err(Error::new(ErrorKind::InvalidArgument, message))
            }
            false => on_whole(list.destination, "the whole `get_many`"),
        };
        refused.map_err(|error| error.with_part(format!("list {number}")))?;
    }
    Ok(())
}

operation!([L: KeyLists] GetManyTables<L>);

impl<L: KeyLists> Execute for GetManyTables<L> {
    type Output = L::Output;

    fn name(&self) -> &'static str {
        Api::BatchGetItem.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn without_request(&self) -> Option<L::Output> {
        let lists = self.lists.settings();
        let is_empty = lists.iter().all(|list| list.has_no_keys) && check(&lists).is_ok();
        is_empty.then(L::Output::default)
    }

    async fn run(self, execution: &mut Execution) -> Result<L::Output> {
        check(&self.lists.settings())?;
        let mut lists = self.lists.into_lists();
        let name = |list, position| format!("list {list}, key {position}");
        read_lists(L::lists(&mut lists), self.concurrency, name, execution).await?;
        Ok(L::items(lists))
    }

    fn explanation(self) -> Explain {
        let checked = check(&self.lists.settings());
        let (body, cost) = explain(L::lists(&mut self.lists.into_lists()), &self.destination);
        Explain::of_body(Api::BatchGetItem.name(), checked.and(body), cost)
    }
}

/// Returns the first of all requests, and the cost.
pub(super) fn explain(lists: Vec<&mut dyn KeyedList>, whole: &Destination) -> (Result<Vec<u8>>, Cost) {
    let mut asked = Asked::default();
    let mut failed = Ok(());
    let (mut eventual, mut consistent) = (0, 0);
    for (number, list) in lists.into_iter().enumerate() {
        let request = list.request();
        let own = request.destination.table().map(ToString::to_string);
        let table = own.unwrap_or_else(|| whole.name_of(request.schema.table()));
        let before = asked.count();
        match request.take(table) {
            Ok((frame, keys)) => asked.add(number, frame, keys),
            Err(error) => failed = failed.and(Err(error)),
        }
        *(if request.consistent { &mut consistent } else { &mut eventual }) += asked.count() - before;
    }
    let requests = asked.rounds.iter().map(|keys| keys.len().div_ceil(MAX_KEYS)).sum();
    let first = asked.rounds.iter().find(|keys| !keys.is_empty()).map(Vec::as_slice).unwrap_or_default();
    let first = first.get(..first.len().min(MAX_KEYS)).unwrap_or_default();
    let body = failed.map(|()| body(&asked.frames, first, false));
    let of = "for each 4 KB of each item, at least as much for each key";
    let cost = match (eventual, consistent) {
        (eventual, 0) => Cost::read(false, of).times(eventual),
        (0, consistent) => Cost::read(true, of).times(consistent),
        (eventual, consistent) => Cost::read(false, of).times(eventual).and(Cost::read(true, of).times(consistent)),
    };
    (body, cost.first_of(requests))
}
