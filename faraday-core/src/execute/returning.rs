//! What a write returns: nothing, the whole item, or the updated attributes, before or after the write.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

use super::target::Target;
use crate::codec::sdk_map::{self, SdkItem};
use crate::error::{Error, ErrorKind, Result};
use crate::expression::{Place, Step, describe, thaw};
use crate::schema::{AttributeDecryption, AttributeEncryption, FrozenAttribute, FrozenField, Item, bound_key};
use crate::value::{Attributes, DecodeError, Value};

/// What a write returns: a type parameter of its builder, set by `returning_old` and similar methods.
pub trait Returning<I>: 'static {
    /// What `.await` returns.
    type Output: Send + 'static;
    #[doc(hidden)]
    type Image: Attributes + Send + 'static;
    #[doc(hidden)]
    const RETURN_VALUES: Option<&'static str>;
    /// `decryption` is there if the items have encrypted attributes; it is bound to the key of the write.
    #[doc(hidden)]
    fn finish(image: Option<Self::Image>, decryption: Option<ItemDecryptor>) -> Result<Self::Output>;
}

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
    )*};
}

markers! {
    /// Nothing: a write returns `()`.
    Nothing
    /// The item as it was before the write, if there was one: `Option<I>`.
    Old
    /// The item as it is after the update: `I`.
    New
    /// The updated attributes as they were before: [`Partial<I>`].
    UpdatedOld
    /// The updated attributes as they are now: [`Partial<I>`].
    UpdatedNew
}

impl<I> Returning<I> for Nothing {
    type Output = ();
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = None;

    fn finish(_: Option<SdkItem>, _: Option<ItemDecryptor>) -> Result<()> {
        Ok(())
    }
}

impl<I: Item> Returning<I> for Old {
    type Output = Option<I>;
    type Image = I;
    const RETURN_VALUES: Option<&'static str> = Some("ALL_OLD");

    fn finish(image: Option<I>, _: Option<ItemDecryptor>) -> Result<Option<I>> {
        Ok(image)
    }
}

impl<I: Item> Returning<I> for New {
    type Output = I;
    type Image = I;
    const RETURN_VALUES: Option<&'static str> = Some("ALL_NEW");

    fn finish(image: Option<I>, _: Option<ItemDecryptor>) -> Result<I> {
        image.ok_or_else(|| Error::new(ErrorKind::Decode, "the answer to an update did not have the new item"))
    }
}

impl<I: Item> Returning<I> for UpdatedOld {
    type Output = Partial<I>;
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = Some("UPDATED_OLD");

    fn finish(image: Option<SdkItem>, decryption: Option<ItemDecryptor>) -> Result<Partial<I>> {
        Ok(Partial::new(image, decryption))
    }
}

impl<I: Item> Returning<I> for UpdatedNew {
    type Output = Partial<I>;
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = Some("UPDATED_NEW");

    fn finish(image: Option<SdkItem>, decryption: Option<ItemDecryptor>) -> Result<Partial<I>> {
        Ok(Partial::new(image, decryption))
    }
}

/// Some attributes of an `I`.
///
/// If an update changed only a place inside an attribute, DynamoDB returns just that place, inside an otherwise empty
/// document. Such a value may not decode as the attribute's type.
pub struct Partial<I> {
    attributes: SdkItem,
    decryption: Option<ItemDecryptor>,
    of: PhantomData<fn() -> I>,
}

/// Decrypts the attributes of one item.
pub struct ItemDecryptor {
    decryption: AttributeDecryption,
    key: SdkItem,
}

impl ItemDecryptor {
    /// The decryptor for the item of a write; `None` if the type has no encrypted attributes.
    pub(crate) fn of<I: Item>(key: Option<&[u8]>, target: &Target) -> Option<Self> {
        let AttributeEncryption::With(keys) = &target.encryption else { return None };
        if I::ENCRYPTED.is_empty() {
            return None;
        }
        let decryption = AttributeDecryption { keys: keys.clone(), schema: I::SCHEMA };
        Some(Self { decryption, key: bound_key(&I::SCHEMA, key?).ok()? })
    }
}

impl<I> Partial<I> {
    pub(super) fn new(attributes: Option<SdkItem>, decryption: Option<ItemDecryptor>) -> Self {
        Self { attributes: attributes.unwrap_or_default(), decryption, of: PhantomData }
    }

    /// The value of an attribute, or of a place inside one; `None` if the write did not return it.
    ///
    /// # Errors
    ///
    /// When the stored value does not fit the attribute's type.
    pub fn get<P: Place<I, Holds: Value>>(&self, place: P) -> Result<Option<P::Holds>, DecodeError> {
        let path = place.into_path().tokens().steps();
        let value = value_at(&self.attributes, &path).cloned().map(sdk_map::decode).transpose();
        value.map_err(|error| error.at_attribute(describe(&path)))
    }

    /// The value of a frozen attribute with options; `None` if the write did not return it.
    ///
    /// # Errors
    ///
    /// When it cannot be decrypted, or the stored value does not fit the attribute's type.
    pub fn get_frozen<H, A>(&self, attribute: FrozenAttribute<I, H, A>) -> Result<Option<H>, DecodeError>
    where
        H: FrozenField<Inner: DeserializeOwned> + Value,
    {
        let name = attribute.name();
        let Some(value) = self.attributes.get(name) else { return Ok(None) };
        let mut item = SdkItem::from([(name.to_owned(), value.clone())]);
        if attribute.format().is_encrypted() {
            let closed = || DecodeError::new("it is encrypted, and there is no key ring").at_attribute(name);
            let ItemDecryptor { decryption, key } = self.decryption.as_ref().ok_or_else(closed)?;
            decryption.decrypt(&mut item, key, &[name])?;
        }
        let value = item.remove(name).map(|value| thaw(&attribute.format(), value)).transpose();
        Ok(value.map_err(|error| error.at_attribute(name))?.flatten())
    }

    /// All returned attributes as the SDK's map; encrypted values stay encrypted.
    #[must_use]
    pub fn into_map(self) -> std::collections::HashMap<String, AttributeValue> {
        self.attributes
    }
}

/// Shows the names, not the values.
impl<I> fmt::Debug for Partial<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.attributes.keys()).finish()
    }
}

/// The value at this place of an item.
fn value_at<'i>(item: &'i SdkItem, path: &[Step]) -> Option<&'i AttributeValue> {
    let (first, rest) = path.split_first()?;
    let Step::Name(name) = first else { return None };
    rest.iter().try_fold(item.get(name.as_ref())?, |value, step| match (value, step) {
        (AttributeValue::M(map), Step::Name(name)) => map.get(name.as_ref()),
        (AttributeValue::L(list), Step::Index(index)) => list.get(*index),
        _ => None,
    })
}
