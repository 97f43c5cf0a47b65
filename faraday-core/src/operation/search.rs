//! `Indexed::search`: reads the items of a vector index that are nearest to a vector.

use std::marker::PhantomData;

use crate::codec::json::WireEncoder;
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{
    Cost, Execution, Named, Request, RowDecoder, Rows, Selected, SingleRequest, Target, Whole, names, single_request,
};
use crate::expression::{Columns, Condition, KeyCondition, Tokens};
use crate::schema::{
    Attribute, IndexSchema, Item, ItemKind, KeyElement, OptionOf, PartitionOf, Projection, ReadByVector, SearchVector,
    SearchedByPartition, SearchedWhole, TableSchema,
};
use crate::table::Indexed;
use crate::transport::{Api, Reply};
use crate::value::{Attributes, EncodeError, Value};

/// How many items a search returns by default.
const TOP: u32 = 10;
/// DynamoDB's limit for one search.
const MOST_TOP: u32 = 100;

impl<I: Item, P, S, K, R: Attributes + Send + 'static> Indexed<I, P, S, K, R> {
    /// Reads the items of a vector index whose vectors are nearest to this one, the nearest first, each with its score.
    ///
    /// For [`Cosine`](crate::schema::DistanceFunction::Cosine) and [`Euclidean`](crate::schema::DistanceFunction::Euclidean) the score is
    /// a distance: a lower score is nearer. For [`DotProduct`](crate::schema::DistanceFunction::DotProduct) it is a similarity: a higher
    /// score is nearer.
    ///
    /// DynamoDB searches approximately: it may miss a near item. The index follows the table with a delay, so there are no consistent
    /// reads. It holds vectors as `f32`, so a row has its vector in that precision. A search is one request without pages. DynamoDB
    /// charges the bytes of the index that it reads: [`Capacity::vector_search_bytes`](crate::execute::Capacity::vector_search_bytes).
    ///
    /// # Errors
    ///
    /// When the number of the vector's elements differs from the index's dimensions, or an element is not a finite number
    /// ([`InvalidArgument`](crate::ErrorKind::InvalidArgument), [`Encode`](crate::ErrorKind::Encode)); when the table does not exist
    /// ([`is_table_not_found`](crate::Error::is_table_not_found)); when DynamoDB is still filling the index
    /// ([`is_validation`](crate::Error::is_validation)); or when an item does not fit the struct ([`is_decode`](crate::Error::is_decode)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Database, Item, Table};
    ///
    /// #[derive(Item)]
    /// #[faraday(
    ///     table = "docs",
    ///     vector_index(
    ///         by_embedding, attribute = embedding, dimensions = 3, distance = cosine, filters(lang),
    ///     ),
    /// )]
    /// struct Doc {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     lang: String,
    ///     embedding: Vec<f32>,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<Doc>::create().on(&db).await?;
    /// # for (id, embedding) in [(1, vec![1.0, 0.0, 0.0]), (2, vec![0.9, 0.1, 0.0]), (3, vec![0.0, 0.0, 1.0])] {
    /// #     Table::<Doc>::put(&Doc { id, lang: "en".into(), embedding }).on(&db).await?;
    /// # }
    /// let near: Vec<(Doc, f64)> = Table::<Doc>::index(Doc::BY_EMBEDDING)
    ///     .search(&[1.0, 0.0, 0.0])
    ///     .filter(Doc::LANG.eq("en"))
    ///     .top(2)
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!(near.iter().map(|(doc, _)| doc.id).collect::<Vec<_>>(), [1, 2]);
    /// assert_eq!(near[0].1, 0.0);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [SearchVectors](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SearchVectors.html).
    pub fn search(self, vector: impl SearchVector<K::Kind>) -> Search<I, Whole<R>>
    where
        K: ReadByVector,
        P: SearchedWhole,
    {
        Search::new(self.schema(), vector.elements(), None)
    }

    /// Reads the nearest items of one partition of a vector index with a partition key, like [`search`](Indexed::search). DynamoDB cannot
    /// search such an index as a whole.
    ///
    /// # Errors
    ///
    /// See [`search`](Indexed::search).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Database, Item, Table};
    ///
    /// #[derive(Item)]
    /// #[faraday(
    ///     table = "docs",
    ///     vector_index(
    ///         by_embedding, attribute = embedding, dimensions = 2, distance = euclidean,
    ///         partition_key = tenant,
    ///     ),
    /// )]
    /// struct Doc {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     tenant: String,
    ///     embedding: [f32; 2],
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<Doc>::create().on(&db).await?;
    /// # Table::<Doc>::put(&Doc { id: 1, tenant: "acme".into(), embedding: [3.0, 4.0] }).on(&db).await?;
    /// let near =
    ///     Table::<Doc>::index(Doc::BY_EMBEDDING).search_partition("acme", [0.0, 0.0]).on(&db).await?;
    /// assert_eq!(near[0].1, 5.0);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [SearchSchema](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/VectorSearch.html#VectorSearch.SearchSchema).
    pub fn search_partition(
        self,
        partition_key: impl PartitionOf<P>,
        vector: impl SearchVector<K::Kind>,
    ) -> Search<I, Whole<R>>
    where
        K: ReadByVector,
        P: SearchedByPartition,
    {
        let schema = self.schema();
        let partition = KeyCondition::new(schema.partition_key(), &[], &partition_key).into_tokens();
        Search::new(schema, vector.elements(), Some(partition))
    }
}

/// Reads the items that are nearest to a vector: see [`Indexed::search`].
///
/// `D` is the row that it returns with its score.
#[must_use = "an operation does nothing until it is awaited"]
pub struct Search<I, D = Whole<I>> {
    index: &'static IndexSchema,
    vector: Result<Vec<u8>, EncodeError>,
    partition: Option<Tokens>,
    filter: Option<Condition<I>>,
    top: u32,
    rows: D,
    /// The names of all attributes, if rows are whole and contain the vector, which DynamoDB returns only if it is named.
    whole: Option<Tokens>,
    destination: Destination,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, R: Attributes + Send + 'static> Search<I, Whole<R>> {
    fn new(index: &'static IndexSchema, vector: &[f32], partition: Option<Tokens>) -> Self {
        let returns_vector = index.vector().is_some_and(|vector| R::NAMES.declares(vector.attribute()));
        Self {
            index,
            vector: search_vector(index, vector),
            partition,
            filter: None,
            top: TOP,
            rows: Whole::new(),
            whole: returns_vector.then(|| names(&R::NAMES.declared_names())),
            destination: Destination::default(),
            of: PhantomData,
        }
    }
}

impl<I: Item, D: Rows> Search<I, D> {
    /// Limits the number of returned items: from 1 to 100, DynamoDB's limit. The default is 10.
    ///
    /// See [quotas](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-vector-indexes).
    pub fn top(mut self, items: u32) -> Self {
        self.top = items;
        self
    }

    /// Searches only items that meet this condition. If you call it again, all conditions must hold. `None` adds no condition.
    ///
    /// DynamoDB filters while it searches, so that `top` counts only items that meet the condition. You can filter by the attributes that
    /// the index declares as `filters(…)`; a filter by another attribute is refused before anything is sent. The embedded engine supports
    /// only comparisons with `eq`, joined by `&`.
    ///
    /// See [filters](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/VectorSearchFilterReference.html).
    pub fn filter(mut self, condition: impl OptionOf<Condition<I>>) -> Self {
        Condition::also(&mut self.filter, condition);
        self
    }

    /// Returns only these places of each item, which the index must hold: see [`Columns`].
    pub fn select<C: Columns<I> + 'static>(self, columns: C) -> Search<I, Selected<I, C>> {
        self.with_rows(Selected::new(columns))
    }

    /// Returns only the attributes of this [`Projection`], which the index must hold.
    pub fn select_as<C: Projection<Of = I>>(self) -> Search<I, Named<C>> {
        self.with_rows(Named::new())
    }

    fn with_rows<E>(self, rows: E) -> Search<I, E> {
        let Self { index, vector, partition, filter, top, rows: _, whole: _, destination, of } = self;
        Search { index, vector, partition, filter, top, rows, whole: None, destination, of }
    }

    /// Returns the filter. It also leaves out other kinds of items, if the index declares their attribute as a filter.
    fn filter_of_kind(&mut self) -> Option<Condition<I>> {
        let mut filter = self.filter.take();
        let kind = I::SCHEMA.kind();
        if let Some(ItemKind { attribute, name: Some(name) }) = kind
            && filters(self.index).any(|filter| filter.name() == attribute)
        {
            Condition::also(&mut filter, Attribute::<I, String>::new(attribute).eq(name));
        }
        filter
    }
}

/// Encodes the vector as a list of numbers.
fn search_vector(index: &IndexSchema, vector: &[f32]) -> Result<Vec<u8>, EncodeError> {
    if let Some(declared) = index.vector() {
        declared.check_length(vector.len())?;
    }
    let mut json = Vec::with_capacity(vector.len() * 20 + 2);
    json.push(b'[');
    for (position, element) in vector.iter().enumerate() {
        if position > 0 {
            json.push(b',');
        }
        element
            .encode(WireEncoder::new(&mut json))
            .map_err(|error| error.at_index(position).at_attribute("SearchVector"))?;
    }
    json.push(b']');
    Ok(json)
}

fn filters(index: &IndexSchema) -> impl Iterator<Item = &KeyElement> {
    index.vector().into_iter().flat_map(|vector| vector.filters())
}

/// Refuses a filter that DynamoDB would refuse: by an attribute that the index does not declare as a filter.
fn check_filter(index: &IndexSchema, filter: &Tokens) -> Result<()> {
    let refuse = |message: String| Err(Error::new(ErrorKind::InvalidArgument, message));
    let name = index.name();
    if filter.has_nested_paths() {
        return refuse(format!("the index `{name}` is filtered by whole attributes, and not by places inside them"));
    }
    for attribute in filter.attributes() {
        if index.partition_key().iter().any(|key| key.name() == attribute) {
            return refuse(format!(
                "`{attribute}` is the partition key of the index `{name}`: `search_partition` sets its value, so leave it out of the filter"
            ));
        }
        if !filters(index).any(|filter| filter.name() == attribute) {
            return refuse(format!(
                "`{attribute}` is not a filter of the index `{name}`: declare it, `filters({attribute})`, or leave it out"
            ));
        }
    }
    Ok(())
}

/// Refuses to select attributes that the index does not hold, because DynamoDB does not fetch them from the table.
fn check_projection<I: Item>(index: &IndexSchema, projection: &Tokens) -> Result<()> {
    let keys = [Some(I::SCHEMA.partition_key()), I::SCHEMA.sort_key()];
    let keys: Vec<KeyElement> = keys.into_iter().flatten().collect();
    match projection.attributes().find(|name| !index.holds(name, &keys)) {
        Some(name) => {
            let message = format!("`{name}` cannot be selected: the index `{}` does not hold it", index.name());
            Err(Error::new(ErrorKind::InvalidArgument, message))
        }
        None => Ok(()),
    }
}

impl<I: Item, D: Rows> SingleRequest for Search<I, D> {
    type Output = Vec<(D::Row, f64)>;
    type Reader = D;

    const API: Api = Api::SearchVectors;

    fn schema() -> TableSchema {
        I::SCHEMA
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn request(mut self, target: &Target) -> Result<(Request, D)> {
        target.needs_keys(self.rows.is_encrypted())?;
        if !(1..=MOST_TOP).contains(&self.top) {
            let message = format!("a search returns the top 1 to {MOST_TOP} items, not {}", self.top);
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        }
        let mut condition = self.partition.take().map(Condition::of_conjunction);
        if let Some(filter) = self.filter_of_kind() {
            check_filter(self.index, filter.as_tokens())?;
            Condition::also(&mut condition, filter);
        }
        let projection = Some(self.rows.projection()).filter(|selected| !selected.is_empty()).or(self.whole);
        let projection = projection.unwrap_or_default();
        check_projection::<I>(self.index, &projection)?;
        let mut request = Request::new();
        request.name("IndexName", Some(self.index.name()));
        request.json("SearchVector", self.vector?);
        request.number("TopK", self.top);
        request.expressions(&mut [
            ("SearchConditionExpression", condition.map(Condition::tokens).unwrap_or_default()),
            ("ProjectionExpression", projection),
        ])?;
        request.metered(target.metered);
        Ok((request, self.rows))
    }

    fn finish(rows: D, reply: Reply, execution: &mut Execution) -> Result<Self::Output> {
        let rows = RowDecoder::new::<I>(&rows, execution.database())?;
        let answer = rows.read_reply(&reply)?;
        execution.record_capacity(answer.capacity.as_ref());
        let answer = answer.all_readable()?;
        Ok(answer.items.into_iter().zip(answer.scores).collect())
    }

    fn cost(&self) -> Cost {
        Cost::search()
    }
}

single_request!([I: Item, D: Rows] Search<I, D>, Vec<(D::Row, f64)>);
