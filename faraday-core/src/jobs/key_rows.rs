//! Reads only the primary keys of items, so that items that do not fit their struct are found too: [`KeyRows`].

use std::fmt;
use std::marker::PhantomData;

use crate::codec::sdk_map::SdkItem;
use crate::execute::{Rows, replaced};
use crate::expression::Tokens;
use crate::paging::key_json;
use crate::schema::{AttributeDecryption, Item, primary_keys};
use crate::value::{Attributes, DecodeError, MapDecoder};

/// The primary key of each item, as DynamoDB JSON.
pub(super) struct KeyRows<I>(PhantomData<fn() -> I>);

impl<I> KeyRows<I> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<I: Item> Rows for KeyRows<I> {
    type Row = Vec<u8>;

    replaced!();

    fn is_encrypted(&self) -> bool {
        false
    }

    fn read<M: MapDecoder>(&self, item: M, _: &AttributeDecryption) -> Result<Vec<u8>, DecodeError> {
        let mut item = SdkItem::decode_attributes(item)?;
        let key = primary_keys(&I::SCHEMA).map(|(key, _)| item.remove_entry(key.name())).collect::<Option<SdkItem>>();
        let missing = || DecodeError::new("expected an item with its primary key, found one without");
        let key = key.ok_or_else(missing)?;
        key_json(&key).map_err(|_| DecodeError::new("expected a key that can be sent again, found something else"))
    }

    fn projection(&self) -> Tokens {
        let mut tokens = Tokens::default();
        for (position, (key, _)) in primary_keys(&I::SCHEMA).enumerate() {
            if position > 0 {
                tokens.text(", ");
            }
            tokens.name(key.name());
        }
        tokens
    }
}

impl<I> fmt::Debug for KeyRows<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRows")
    }
}
