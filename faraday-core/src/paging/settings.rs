//! The settings that queries and scans share: filter, limit, page size, selection, cursors.

use std::marker::PhantomData;

use super::cursor::{Cursor, CursorScope};
use super::live::{Present, is_live};
use super::page_cutoff::PageCutoff;
use super::pager::{Pager, StartsBy};
use super::refused::unsupported_attribute;
use super::start_key::{keys, start_within};
use crate::database::Destination;
use crate::error::{Error, ErrorKind};
use crate::execute::{Metered, Request, Rows, Whole};
use crate::expression::{Condition, KeyCondition};
use crate::schema::{Attribute, GUARD, IndexSchema, Item, ItemKind, KeyElement, Projected};
use crate::transport::Api;

/// The settings that a query and a scan share.
pub(crate) struct Settings<I, D> {
    pub(crate) index: Option<&'static IndexSchema>,
    pub(crate) filter: Option<Condition<I>>,
    /// Whether other kinds of items and guards of unique attributes are included.
    pub(crate) every_kind: bool,
    /// Whether expired items are left out.
    pub(crate) live: bool,
    pub(crate) rows: D,
    /// Whether the read only counts the items.
    pub(crate) count: bool,
    /// Whether pages are returned, with their cursors.
    pub(crate) paged: bool,
    pub(crate) consistent: bool,
    pub(crate) limit: Option<u64>,
    pub(crate) page_size: Option<u32>,
    /// Whether a stream requests its next page as soon as the current one arrives.
    pub(crate) read_ahead: bool,
    pub(crate) after: Option<Cursor>,
    pub(crate) destination: Destination,
    pub(crate) of: PhantomData<fn() -> I>,
}

impl<I: Item, R> Settings<I, Whole<R>> {
    pub(crate) fn new(index: Option<&'static IndexSchema>) -> Self {
        Self {
            index,
            filter: None,
            every_kind: false,
            live: false,
            rows: Whole::new(),
            count: false,
            paged: false,
            consistent: false,
            limit: None,
            page_size: None,
            read_ahead: false,
            after: None,
            destination: Destination::default(),
            of: PhantomData,
        }
    }
}

impl<I: Item, D: Rows> Settings<I, D> {
    pub(crate) fn map_rows<E>(self, map: impl FnOnce(D) -> E) -> Settings<I, E> {
        let Self {
            index,
            filter,
            every_kind,
            live,
            rows,
            count,
            paged,
            consistent,
            limit,
            page_size,
            read_ahead,
            after,
            destination,
            of,
        } = self;
        Settings {
            index,
            filter,
            every_kind,
            live,
            rows: map(rows),
            count,
            paged,
            consistent,
            limit,
            page_size,
            read_ahead,
            after,
            destination,
            of,
        }
    }

    /// Builds the pager. `key` is the key condition of a query; `more` sets parameters that only queries or only scans have.
    pub(crate) fn pager(
        self,
        api: Api,
        key: Option<KeyCondition>,
        metered: bool,
        more: impl FnOnce(&mut Request),
    ) -> Pager<D> {
        let key = key.map(KeyCondition::finished);
        let mut request = Request::new();
        request.name("IndexName", self.index.map(IndexSchema::name));
        more(&mut request);
        let scope = self.scope(key.as_ref(), &request);
        let live = I::SCHEMA.ttl().filter(|_| self.live);
        let filtered = self.filter.is_some() || live.is_some();
        let is_unchecked = self.count || !self.rows.checks_kind();
        let of_kind =
            if self.every_kind || self.is_query_by_kind(key.is_some()) { None } else { self.of_kind(is_unchecked) };
        let of_one_kind = of_kind.is_some();
        let last_key = self.after.map(|cursor| cursor.verified_key(scope, &keys::<I>(self.index))).transpose();
        let descending = request.get_flag("ScanIndexForward") == Some(false);
        let last_key = last_key.map(|last_key| start_within(key.as_ref(), last_key, descending));
        let key = key.map(KeyCondition::into_tokens);
        let mut expressions: Vec<_> = key.map(|key| ("KeyConditionExpression", key)).into_iter().collect();
        let mut filter = of_kind;
        self.filter.into_iter().for_each(|condition| Condition::also(&mut filter, condition));
        live.into_iter().for_each(|attribute| Condition::also(&mut filter, is_live(attribute)));
        expressions.extend(filter.map(|filter| ("FilterExpression", filter.tokens())));
        let (rows, projection) = if self.paged && filtered && self.limit.is_some() {
            PageCutoff::cut(self.rows, keys::<I>(self.index))
        } else {
            let projection = self.rows.projection();
            (PageCutoff::new(self.rows), projection)
        };
        if self.count {
            request.name("Select", Some("COUNT"));
        } else {
            expressions.push(("ProjectionExpression", projection));
        }
        let unsupported =
            expressions.iter().find_map(|(name, tokens)| unsupported_attribute::<I>(api, self.index, name, tokens));
        let mut failed = request.expressions(&mut expressions).err().or(unsupported);
        let present = live.and_then(|_| Present::of(&request));
        if self.consistent {
            request.flag("ConsistentRead", true);
        }
        if self.page_size == Some(0) {
            let zero = Error::new(ErrorKind::InvalidArgument, "a page size of 0 items reads nothing: give 1 or more");
            failed.get_or_insert(zero);
        }
        let (last_key, ended) = last_key.unwrap_or_else(|error| {
            failed.get_or_insert(error);
            (None, false)
        });
        request.metered(metered);
        let broken = failed.is_some();
        Pager {
            api,
            starts_by: StartsBy::Key,
            destination: self.destination,
            schema: I::SCHEMA,
            index: self.index.map(IndexSchema::name),
            request,
            present,
            failed,
            rows,
            remaining: self.limit,
            page_size: self.page_size,
            read_ahead: self.read_ahead,
            filtered,
            of_one_kind: of_one_kind && !self.paged,
            growth: 1,
            scope,
            last_key,
            consumed: Metered::none(()),
            metered,
            done: (ended || self.limit == Some(0)) && !broken,
        }
    }

    /// Returns a filter that leaves out the table's other kinds of items. An item without a kind stays, so that the read reports that it
    /// cannot be read.
    ///
    /// The rows of an enum check the kind themselves, so that an unknown kind is an error. If they are `unchecked`, such as a count or the
    /// keys that a job deletes, the filter names the kinds of the variants.
    fn of_kind(&self, unchecked: bool) -> Option<Condition<I>> {
        let ItemKind { attribute, name } = I::SCHEMA.kind()?;
        let kinds = if unchecked { I::SCHEMA.kinds_of_variants() } else { &[] };
        if name.is_none() && !unchecked && !I::SCHEMA.is_guarded() {
            return None;
        }
        let is_held = self.index.is_none_or(|index| match index.projection() {
            Projected::All => true,
            Projected::KeysOnly => false,
            Projected::Include(names) => names.contains(&attribute),
        });
        let kind = || Attribute::<I, String>::new(attribute);
        is_held.then(|| match (name, kinds) {
            (Some(name), _) => kind().not_exists() | kind().eq(name),
            // The decoder of an enum distinguishes the kinds itself, but a guard of unique attributes is none of them.
            (None, []) => kind().not_exists() | kind().ne(GUARD),
            (None, kinds) => kind().is_in(kinds.iter().copied()),
        })
    }

    /// Returns a hash of the filter, the kinds of items and the start. A checkpoint is bound to it beside the scope of cursors.
    ///
    /// A page may go on with another filter, because its reader sees what is left out. A job that goes on with another filter would leave
    /// out items in silence.
    pub(crate) fn filter_scope(&self) -> CursorScope {
        let of = |condition: Option<&Condition<I>>| condition.map(|condition| condition.as_tokens().fingerprint());
        let kinds = if self.every_kind { None } else { self.of_kind(true) };
        let parts =
            [of(self.filter.as_ref()), of(kinds.as_ref()), self.after.as_ref().map(|after| after.to_string().into())];
        let [filter, kinds, after] = parts.map(Option::unwrap_or_default);
        CursorScope::of(&[&filter, &kinds, &after, &[u8::from(self.live)]])
    }

    /// Whether it is a query whose partition key is the kind: it names the kind itself, and DynamoDB refuses to filter by a key.
    fn is_query_by_kind(&self, is_query: bool) -> bool {
        let Some(ItemKind { attribute, .. }) = I::SCHEMA.kind() else { return false };
        let is_kind = |key: &KeyElement| key.name() == attribute;
        let of_table = I::SCHEMA.partition_key();
        is_query && self.index.map_or(is_kind(&of_table), |index| index.partition_key().iter().any(is_kind))
    }

    /// Returns the scope of cursors: table, index, key condition, and the segment of a scan.
    fn scope(&self, key: Option<&KeyCondition>, request: &Request) -> CursorScope {
        let index = self.index.map_or("", IndexSchema::name);
        let key = key.map(KeyCondition::fingerprint).unwrap_or_default();
        let segment = [request.get_number("Segment"), request.get_number("TotalSegments")];
        let segment = segment.map(|number| number.map(i32::to_le_bytes).unwrap_or_default()).concat();
        CursorScope::of(&[I::SCHEMA.table().as_bytes(), index.as_bytes(), &key, &segment])
    }
}
