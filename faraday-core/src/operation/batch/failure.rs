use std::any::TypeId;
use std::fmt;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::pending::Pending;
use super::settings::SendSettings;
use crate::codec::json;
use crate::codec::sdk_map::{OwnedMap, SdkItem};
use crate::encryption::Open;
use crate::error::{DecodeError, Error};
use crate::schema::Item;

/// What became of a batch that could not be written as a whole: see [`Error::batch_failure`].
///
/// Nothing counts as written that was not acknowledged. What counts as unwritten may have been written, if an answer was
/// lost or did not come in time; to write it again makes it so, over what others wrote in the meantime.
#[derive(Clone)]
pub struct BatchFailure {
    accepted: usize,
    /// Sorted by position.
    pub(super) unwritten: Vec<Pending>,
    /// Positions of writes that had no form in DynamoDB, sorted.
    invalid: Vec<usize>,
    pub(super) again: SendSettings,
}

impl BatchFailure {
    /// How many writes were acknowledged.
    #[must_use]
    pub fn written(&self) -> usize {
        self.accepted - self.unwritten.len() - self.invalid.len()
    }

    /// Which writes were not acknowledged: their positions in the order in which they were given, from 0.
    #[must_use]
    pub fn unwritten(&self) -> Vec<usize> {
        let mut positions: Vec<usize> = self.unwritten.iter().map(|write| write.position).collect();
        positions.extend(&self.invalid);
        positions.sort_unstable();
        positions
    }

    /// Whether the write at this position was acknowledged.
    #[must_use]
    pub fn is_written(&self, position: usize) -> bool {
        position < self.accepted
            && self.invalid.binary_search(&position).is_err()
            && self.unwritten.binary_search_by_key(&position, |write| write.position).is_err()
    }

    /// The items of this type that were to be put and are not, in their order, without those that have no form in
    /// DynamoDB.
    ///
    /// # Errors
    ///
    /// When an item cannot be read back.
    pub fn unwritten_items<I: Item>(&self) -> Result<Vec<I>, DecodeError> {
        let of_type = self.unwritten.iter().filter(|write| write.item == TypeId::of::<I>());
        of_type.filter_map(Pending::given).map(|(json, encrypted)| decode(&json, encrypted)).collect()
    }
}

/// Shows positions, not the items.
impl fmt::Debug for BatchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchFailure")
            .field("written", &self.written())
            .field("unwritten", &self.unwritten())
            .finish_non_exhaustive()
    }
}

impl Error {
    /// Which writes of a batch were acknowledged and which were not, if this is the error of a batch.
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
        self.outcome()
    }
}

/// An item that was not sent, so that nothing in it is encrypted yet.
fn decode<I: Item>(json: &[u8], encrypted: &[(&'static str, Open)]) -> Result<I, DecodeError> {
    if encrypted.is_empty() {
        return json::decode_item(json);
    }
    let mut item: SdkItem = json::decode_item(json)?;
    let blob = |open: &Open| AttributeValue::B(Blob::new(open.bytes()));
    item.extend(encrypted.iter().map(|(name, open)| ((*name).to_owned(), blob(open))));
    I::decode_attributes(OwnedMap::opened(item, I::ENCRYPTED))
}

/// The error of a batch that is not written as a whole.
pub(super) fn of(
    error: Error,
    accepted: usize,
    unwritten: Vec<Pending>,
    invalid: Vec<usize>,
    again: SendSettings,
) -> Error {
    error.with_outcome(BatchFailure { accepted, unwritten, invalid, again })
}
