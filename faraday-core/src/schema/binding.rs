//! `Binding::of` and `Binding::at`: the item and attribute that a sealed value belongs to.

use super::{Attribute, Item, KeyOf, bound_key};
use crate::codec::json::WireMap;
use crate::encryption::Binding;
use crate::value::EncodeError;

impl Binding {
    /// Binds to an attribute of this item.
    ///
    /// # Errors
    ///
    /// When the item's key has no form in DynamoDB.
    pub fn of<I: Item, T, A>(item: &I, attribute: Attribute<I, T, A>) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        let mut map = WireMap::open(&mut bytes, 0);
        item.encode_key(&mut map)?;
        map.close(b"}");
        bind::<I>(&bytes, attribute.name())
    }

    /// Binds to an attribute of the item with this key.
    ///
    /// # Errors
    ///
    /// When the key has no form in DynamoDB.
    pub fn at<I: Item, T, A>(key: impl KeyOf<I::Key>, attribute: Attribute<I, T, A>) -> Result<Self, EncodeError> {
        bind::<I>(&key.encode_key(&I::SCHEMA)?, attribute.name())
    }
}

fn bind<I: Item>(key: &[u8], attribute: &'static str) -> Result<Binding, EncodeError> {
    Binding::to_key(I::SCHEMA.table(), attribute, &bound_key(&I::SCHEMA, key)?)
}
