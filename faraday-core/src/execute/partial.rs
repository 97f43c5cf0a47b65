//! Some of an item's attributes: [`Partial`].

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

use super::target::Target;
use crate::codec::plain_json;
use crate::codec::sdk_map::{self, SdkItem};
use crate::error::Result;
use crate::expression::{Place, Step, describe, thaw};
use crate::schema::{AttributeDecryption, AttributeEncryption, FrozenAttribute, FrozenField, Item, bound_key};
use crate::value::{DecodeError, EncodeError, Value};

/// Some attributes of an item of `I`. Each is decoded when you ask for it.
///
/// Reads return it with [`select_names`](crate::operation::Query::select_names), and updates with
/// [`returning_updated_new`](crate::operation::Update::returning_updated_new). `Debug` shows the names of the attributes, but no values.
///
/// If an update changed only a place inside an attribute, DynamoDB returns only that place, in an otherwise empty document. You may not be
/// able to decode such a value as the attribute's type.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Partial, Table};
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: String,
///     name: String,
///     visits: u64,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<User>::create().on(&db).await?;
/// # Table::<User>::put(&User { id: "ann".into(), name: "Ann".into(), visits: 1 }).on(&db).await?;
/// let changed: Partial<User> = Table::<User>::update("ann")
///     .increment(User::VISITS, 1)
///     .returning_updated_new()
///     .on(&db)
///     .await?;
/// assert_eq!(changed.get(User::VISITS)?, Some(2));
/// assert_eq!(changed.get(User::NAME)?, None);
///
/// let names = ["name", "visits"];
/// let shown: Option<Partial<User>> = Table::<User>::get("ann").select_names(names).on(&db).await?;
/// assert_eq!(shown.unwrap().to_plain_json()?, r#"{"name":"Ann","visits":2}"#);
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
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
    /// Returns the decryptor for the item of a write; `None` if the type has no encrypted attributes.
    pub(crate) fn of<I: Item>(key: Option<&[u8]>, target: &Target) -> Option<Self> {
        let AttributeEncryption::With(keys) = &target.encryption else { return None };
        if I::ENCRYPTED.is_empty() {
            return None;
        }
        let decryption = AttributeDecryption { keys: keys.clone(), schema: I::SCHEMA };
        Some(Self { decryption, key: bound_key(&I::SCHEMA, key?).ok()? })
    }

    /// Returns the decryptor for an item that was read.
    pub(super) fn of_item(item: &SdkItem, decryption: &AttributeDecryption) -> Self {
        Self { decryption: decryption.clone(), key: decryption.key_of(item) }
    }
}

impl<I> Partial<I> {
    pub(super) fn new(attributes: Option<SdkItem>, decryption: Option<ItemDecryptor>) -> Self {
        Self { attributes: attributes.unwrap_or_default(), decryption, of: PhantomData }
    }

    /// Returns the value of an attribute, or of a place inside one; `None` if the attributes do not contain it.
    ///
    /// # Errors
    ///
    /// When the stored value does not fit the attribute's type.
    pub fn get<P: Place<I, Holds: Value>>(&self, place: P) -> Result<Option<P::Holds>, DecodeError> {
        let path = place.into_path().tokens().steps();
        let value = value_at(&self.attributes, &path).cloned().map(sdk_map::decode).transpose();
        value.map_err(|error| error.at_attribute(describe(&path)))
    }

    /// Returns the value of a frozen attribute with options; `None` if the attributes do not contain it.
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

    /// Returns the attributes as plain JSON, in the order of their names, for example to answer a web request.
    ///
    /// The form is that of [`to_plain_json`](crate::document::to_plain_json). A frozen value is a binary, and so it is base64; an
    /// encrypted value stays encrypted.
    ///
    /// # Errors
    ///
    /// When a value has no form in JSON. DynamoDB sends no such value.
    pub fn to_plain_json(&self) -> Result<String, EncodeError> {
        plain_json::encode_sorted(&self.attributes)
    }

    /// Whether there are no attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    /// Returns all attributes as the SDK's map; encrypted values stay encrypted.
    #[must_use]
    pub fn into_map(self) -> HashMap<String, AttributeValue> {
        self.attributes
    }
}

/// Shows the names, but not the values.
impl<I> fmt::Debug for Partial<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.attributes.keys()).finish()
    }
}

/// Returns the value at this place of an item.
fn value_at<'i>(item: &'i SdkItem, path: &[Step]) -> Option<&'i AttributeValue> {
    let (first, rest) = path.split_first()?;
    let Step::Name(name) = first else { return None };
    rest.iter().try_fold(item.get(name.as_ref())?, |value, step| match (value, step) {
        (AttributeValue::M(map), Step::Name(name)) => map.get(name.as_ref()),
        (AttributeValue::L(list), Step::Index(index)) => list.get(*index),
        _ => None,
    })
}
