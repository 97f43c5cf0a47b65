//! Which writes of a batch failed: [`Error::batch_failure`], [`BatchFailure::unwritten_items`].

use std::any::TypeId;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::json;
use crate::codec::sdk_map::{OwnedMap, SdkItem};
#[cfg(feature = "testing")]
use crate::database::Destination;
use crate::encryption::Plaintext;
#[cfg(feature = "testing")]
use crate::error::SendSettings;
use crate::error::{BatchFailure, Details, Error};
use crate::schema::{Item, PendingWrite};
use crate::value::DecodeError;

impl BatchFailure {
    /// Returns the items of this type whose put was not acknowledged, in order, except items that could not be encoded.
    ///
    /// # Errors
    ///
    /// When an item cannot be read back.
    pub fn unwritten_items<I: Item>(&self) -> Result<Vec<I>, DecodeError> {
        let of_type = self.unwritten.iter().filter(|write| write.item == TypeId::of::<I>());
        of_type.filter_map(PendingWrite::given).map(|(json, encrypted)| decode(&json, encrypted)).collect()
    }
}

/// Makes a failed batch of puts, for tests.
#[cfg(feature = "testing")]
pub(in crate::operation) fn failed_batch<I: Item>(items: &[I], unwritten: &[usize]) -> crate::Result<BatchFailure> {
    let unwritten: std::collections::BTreeSet<usize> = unwritten.iter().copied().collect();
    let pending = unwritten.into_iter().filter_map(|place| Some((items.get(place)?, place)));
    let unwritten = pending.map(|(item, place)| super::pending_put(item, place)).collect::<crate::Result<_>>()?;
    let send_settings = SendSettings { concurrency: None, destination: Destination::default() };
    let (invalid, unknown) = (Vec::new(), std::collections::BTreeSet::new());
    Ok(BatchFailure { accepted: items.len(), unwritten, invalid, unknown, send_settings })
}

impl Error {
    /// Records which writes of a batch were acknowledged, and the outcome of all of them.
    pub(super) fn with_batch_failure(self, failure: BatchFailure) -> Self {
        let outcome = failure.outcome_of_all();
        self.with_outcome(outcome).with_details(Details::BatchFailure(failure))
    }

    /// Returns which writes of a batch were acknowledged and which were not, if this is the error of a batch.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// async fn write(users: &[User]) -> faraday::Result<()> {
    ///     let Err(error) = Table::<User>::put_many(users).await else { return Ok(()) };
    ///     match error.batch_failure() {
    ///         Some(failure) if error.is_throttled() => failure.retry().await,
    ///         _ => Err(error),
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn batch_failure(&self) -> Option<&BatchFailure> {
        match self.details() {
            Details::BatchFailure(failure) => Some(failure),
            _ => None,
        }
    }
}

/// Decodes an item that was not sent. Its encrypted attributes are still plaintext.
fn decode<I: Item>(json: &[u8], encrypted: &[(&'static str, Plaintext)]) -> Result<I, DecodeError> {
    if encrypted.is_empty() {
        return json::decode_item(json);
    }
    let mut item: SdkItem = json::decode_item(json)?;
    let blob = |plaintext: &Plaintext| AttributeValue::B(Blob::new(plaintext.bytes()));
    item.extend(encrypted.iter().map(|(name, open)| ((*name).to_owned(), blob(open))));
    I::decode_attributes(OwnedMap::decrypted(item, I::ENCRYPTED))
}
