//! The pages that a job works on: [`Segments`].

use std::sync::Arc;

use super::cursor::CursorScope;
use super::pager::Pager;
use super::start_key::keys;
use crate::error::Error;
use crate::schema::{IndexSchema, Item, KeyElement};

/// How a job reads.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Whether it only counts the items.
    pub(crate) count: bool,
    pub(crate) metered: bool,
}

/// The pages that a job works on, for each segment of a scan. A query has one segment.
pub struct Segments<D> {
    pub(crate) pagers: Vec<Pager<Arc<D>>>,
    /// The scope that checkpoints are bound to, except the table's name in DynamoDB.
    pub(crate) scope: CursorScope,
    /// The attributes of a position: the keys of the table and of the index.
    pub(crate) keys: Vec<KeyElement>,
    /// The error if nothing can be read.
    pub(crate) failed: Option<Error>,
}

impl<D> Segments<D> {
    /// Makes the only segment of a query, or of a scan that is not divided. `filter` is the scope of its filter.
    pub(crate) fn of_one<I: Item>(pager: Pager<Arc<D>>, index: Option<&IndexSchema>, filter: CursorScope) -> Self {
        let scope = pager.scope.with(&filter.bytes());
        Self { scope, pagers: vec![pager], keys: keys::<I>(index), failed: None }
    }
}
