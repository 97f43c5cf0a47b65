//! A record of a change stream as it arrives, from Lambda, Kinesis or `GetRecords`: [`Record`].

use std::time::{Duration, SystemTime};

use serde::Deserialize;
#[cfg(feature = "streams")]
use serde_json::value::RawValue;

use super::json_text::JsonText;

/// One record. Its key and images stay text until they are decoded, so that an image that does not fit is an error of this record alone.
///
/// `Text` is the type of these texts: `RawValue` copies the text unchanged if `serde_json` reads from bytes.
#[derive(Deserialize)]
pub(super) struct Record<Text = JsonText> {
    #[serde(rename = "eventName")]
    pub(super) event: String,
    #[serde(rename = "dynamodb")]
    pub(super) data: RecordData<Text>,
    #[serde(rename = "userIdentity")]
    identity: Option<Identity>,
    #[serde(rename = "eventID")]
    event_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RecordData<Text = JsonText> {
    pub(super) keys: Option<Text>,
    pub(super) new_image: Option<Text>,
    pub(super) old_image: Option<Text>,
    /// Missing in Kinesis, which has a number of its own outside the record.
    sequence_number: Option<String>,
    #[serde(rename = "ApproximateCreationDateTime")]
    time: Option<f64>,
    /// Only in Kinesis.
    #[serde(rename = "ApproximateCreationDateTimePrecision")]
    precision: Option<Precision>,
}

#[cfg(feature = "streams")]
impl Record<Box<RawValue>> {
    /// Converts the texts to bytes.
    pub(super) fn into_text(self) -> Record {
        let Self { event, data, identity, event_id } = self;
        let text =
            |text: Option<Box<RawValue>>| text.map(|text| JsonText(Box::<str>::from(text).into_string().into_bytes()));
        let RecordData { keys, new_image, old_image, sequence_number, time, precision } = data;
        let (keys, new_image, old_image) = (text(keys), text(new_image), text(old_image));
        Record {
            event,
            data: RecordData { keys, new_image, old_image, sequence_number, time, precision },
            identity,
            event_id,
        }
    }
}

/// The unit of a time in Kinesis.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "UPPERCASE")]
enum Precision {
    Millisecond,
    Microsecond,
    /// A unit that DynamoDB may add later: the record is usable without its time.
    #[serde(other)]
    Unknown,
}

/// The service that made the change, if it was not a user.
#[derive(Deserialize)]
pub(super) struct Identity {
    // `GetRecords` writes the names with a capital letter, Lambda without.
    #[serde(alias = "PrincipalId", rename = "principalId", default)]
    principal: Option<String>,
    #[serde(alias = "Type", rename = "type", default)]
    kind: Option<String>,
}

impl Record {
    pub(super) fn new(event: String, data: RecordData, identity: Option<Identity>, event_id: Option<String>) -> Self {
        Self { event, data, identity, event_id }
    }

    /// Returns the position of the record in its shard.
    pub(super) fn sequence_number(&self) -> Option<&str> {
        self.data.sequence_number.as_deref()
    }

    /// Sets the position of the record in a Kinesis stream.
    pub(super) fn with_sequence_number(mut self, number: String) -> Self {
        self.data.sequence_number = Some(number);
        self
    }

    pub(super) fn event_id(&self) -> Option<&str> {
        self.event_id.as_deref()
    }

    /// Whether the time to live removed the item.
    ///
    /// See [TTL in streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html).
    pub(super) fn is_expiry(&self) -> bool {
        self.identity.as_ref().is_some_and(|identity| {
            identity.kind.as_deref() == Some("Service")
                && identity.principal.as_deref() == Some("dynamodb.amazonaws.com")
        })
    }

    /// Returns the time of the change: to the second in DynamoDB's own streams, to the millisecond or microsecond in Kinesis.
    pub(super) fn time(&self) -> Option<SystemTime> {
        // Before precisions existed, Kinesis used milliseconds. No time in seconds is that large: it would be the year 5138.
        const LARGEST_SECONDS: f64 = 1e11;
        let time = self.data.time?;
        // Whole numbers, because a division would round.
        let since_epoch = match self.data.precision {
            Some(Precision::Microsecond) => Duration::from_micros(time as u64),
            Some(Precision::Millisecond) => Duration::from_millis(time as u64),
            Some(Precision::Unknown) => return None,
            None if time >= LARGEST_SECONDS => Duration::from_millis(time as u64),
            None => Duration::try_from_secs_f64(time).ok()?,
        };
        SystemTime::UNIX_EPOCH.checked_add(since_epoch)
    }
}
