//! Remembers the key of the last kept row when `limit` cuts a page short.

use std::sync::{Mutex, PoisonError};

use super::start_key::key_json;
use crate::codec::json::known_attributes;
use crate::codec::sdk_map::{OwnedMap, SdkItem};
use crate::error::{Error, ErrorKind, Result, UnreadableItem};
use crate::execute::{Rows, replaced};
use crate::expression::Tokens;
use crate::schema::{AttributeDecryption, KeyElement};
use crate::value::{Attributes, DecodeError, MapDecoder};

/// Reads rows, and remembers the key of the last kept one when `limit` cuts a page short.
pub(crate) struct PageCutoff<D> {
    pub(crate) rows: D,
    watch: Option<Watch>,
}

/// The state while the items of an answer are read.
struct Watch {
    keys: Vec<KeyElement>,
    /// The key attributes that are not selected, so that no row has them.
    unselected: Vec<KeyElement>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many items remain up to and including the last kept one.
    left: u64,
    key: Option<SdkItem>,
}

impl<D: Rows> PageCutoff<D> {
    pub(crate) fn new(rows: D) -> Self {
        Self { rows, watch: None }
    }

    /// For pages that may be cut. Also returns the projection: the selected places and these keys.
    pub(crate) fn cut(rows: D, keys: Vec<KeyElement>) -> (Self, Tokens) {
        let mut projection = rows.projection();
        let mut unselected = Vec::new();
        if !projection.is_empty() {
            unselected.extend(keys.iter().copied().filter(|key| !projection.selects(key.name())));
            for key in &unselected {
                projection.text(", ");
                projection.name(key.name());
            }
        }
        (Self { rows, watch: Some(Watch { keys, unselected, state: Mutex::default() }) }, projection)
    }

    /// Remembers the key of the item at this position (counted from 1) in the next answer.
    pub(crate) fn watch(&self, items: Option<u64>) {
        if let (Some(watch), Some(left)) = (&self.watch, items) {
            *watch.state.lock().unwrap_or_else(PoisonError::into_inner) = State { left, key: None };
        }
    }

    /// Returns the remembered key.
    pub(crate) fn place(&self) -> Result<Option<Vec<u8>>> {
        let Some(watch) = &self.watch else { return Ok(None) };
        let key = watch.state.lock().unwrap_or_else(PoisonError::into_inner).key.take();
        let incomplete = || Error::new(ErrorKind::Decode, "an item came without its key");
        let key = key.filter(|key| key.len() == watch.keys.len()).ok_or_else(incomplete)?;
        key_json(&key).map(Some)
    }
}

impl Watch {
    /// Whether this item is the last kept one.
    fn is_last(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let last = state.left == 1;
        state.left = state.left.saturating_sub(1);
        last
    }

    /// Remembers the key of the last kept item if the item cannot be read.
    fn see_unreadable(&self, item: &[u8]) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.left == 0 && state.key.is_none() {
            let is_key = |name: &str| self.keys.iter().any(|key| key.name() == name);
            state.key = Some(known_attributes(item, is_key));
        }
    }
}

impl<D: Rows> Rows for PageCutoff<D> {
    type Row = D::Row;

    fn is_encrypted(&self) -> bool {
        self.rows.is_encrypted()
    }

    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<D::Row, DecodeError> {
        let Some(watch) = &self.watch else { return self.rows.read(item, decryption) };
        let last = watch.is_last();
        if !last && watch.unselected.is_empty() {
            return self.rows.read(item, decryption);
        }
        let mut item = SdkItem::decode_attributes(item)?;
        if last {
            let names = watch.keys.iter().map(|key| key.name());
            let key =
                names.filter_map(|name| item.get_key_value(name).map(|(name, value)| (name.clone(), value.clone())));
            watch.state.lock().unwrap_or_else(PoisonError::into_inner).key = Some(key.collect());
        }
        for key in &watch.unselected {
            item.remove(key.name());
        }
        self.rows.read(OwnedMap::new(item, 0), decryption)
    }

    fn projection(&self) -> Tokens {
        self.rows.projection()
    }

    fn checks_kind(&self) -> bool {
        self.rows.checks_kind()
    }

    fn unreadable(&self, item: &[u8], error: UnreadableItem) -> Result<D::Row, UnreadableItem> {
        if let Some(watch) = &self.watch {
            watch.see_unreadable(item);
        }
        self.rows.unreadable(item, error)
    }

    replaced!();
}
