//! Attributes that are selected by names that are known only at run time: [`SelectedNames`].

use std::fmt;
use std::marker::PhantomData;

use super::partial::{ItemDecryptor, Partial};
use super::rows::{Rows, add_key, replaced};
use crate::codec::sdk_map::SdkItem;
use crate::error::Result;
use crate::expression::Tokens;
use crate::schema::{AttributeDecryption, Item, is_beside_fields};
use crate::value::{Attributes, DecodeError, EncodeError, MapDecoder};

/// Names of attributes that are known only at run time, for [`select_names`](crate::operation::Query::select_names): an array, a `Vec` or an
/// iterator of texts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of texts, each of them the name of an attribute",
    label = "expected a list of texts",
    note = "one name is a list too, `[\"total\"]`; a text with several is split: `fields.split(',')`",
    note = "attributes that you know when you write the program are selected with their types by `select`: `.select((Order::ID, Order::TOTAL))`"
)]
pub trait AttributeNames {
    #[doc(hidden)]
    fn into_names(self) -> impl Iterator<Item = String>;
}

#[diagnostic::do_not_recommend]
impl<N: Into<String>, L: IntoIterator<Item = N>> AttributeNames for L {
    fn into_names(self) -> impl Iterator<Item = String> {
        self.into_iter().map(Into::into)
    }
}

/// The attributes that `select_names` names, as a [`Partial`].
pub struct SelectedNames<I> {
    /// Each name once, in the given order.
    names: Vec<String>,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> SelectedNames<I> {
    pub(crate) fn new(given: impl AttributeNames) -> Self {
        let mut names: Vec<String> = Vec::new();
        for name in given.into_names() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Self { names, of: PhantomData }
    }

    /// Returns why the names cannot be selected.
    fn refused(&self) -> Option<EncodeError> {
        // Names may come from outside, and how a table is laid out is nobody else's business.
        let is_known = |name: &str| I::NAMES.accepts(name) && !is_beside_fields(&I::SCHEMA, name);
        let message = match self.names.iter().find(|name| !is_known(name)) {
            Some(name) => unknown(name, I::SCHEMA.table()),
            None if self.names.is_empty() => "`select_names` was given no name: name one attribute or more".into(),
            None => return None,
        };
        Some(EncodeError::invalid_argument(message))
    }
}

/// Shortens the name in the message, because it may come from outside and be very long.
fn unknown(name: &str, table: &str) -> String {
    const MOST_SHOWN: usize = 64;
    let shown: String = name.chars().take(MOST_SHOWN).collect();
    let mut message = format!("the items of `{table}` have no attribute {shown:?}");
    if name.contains(['.', '[']) {
        message.push_str(": `select_names` takes names of attributes, and `select` places inside documents");
    }
    message
}

impl<I: Item> Rows for SelectedNames<I> {
    type Row = Partial<I>;

    replaced!();

    fn is_encrypted(&self) -> bool {
        I::ENCRYPTED.iter().any(|encrypted| self.names.iter().any(|name| name == encrypted))
    }

    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<Partial<I>, DecodeError> {
        let mut item = SdkItem::decode_attributes(item)?;
        let decryptor = self.is_encrypted().then(|| ItemDecryptor::of_item(&item, decryption));
        item.retain(|name, _| self.names.contains(name));
        Ok(Partial::new(Some(item), decryptor))
    }

    fn projection(&self) -> Tokens {
        let mut tokens = Tokens::default();
        if let Some(error) = self.refused() {
            tokens.fail(error);
        }
        for (position, name) in self.names.iter().enumerate() {
            if position > 0 {
                tokens.text(", ");
            }
            tokens.name(name.clone());
        }
        if self.is_encrypted() {
            add_key(&I::SCHEMA, &mut tokens);
        }
        tokens
    }
}

impl<I> fmt::Debug for SelectedNames<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SelectedNames")
    }
}
