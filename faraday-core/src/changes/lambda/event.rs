//! The JSON of an event: [`EventRecord`].

use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::changes::record::{Identity, Record, RecordData};
use crate::codec::json::from_base64;
use crate::value::DecodeError;

/// One record of a batch, with the number by which Lambda knows it.
pub(super) struct EventRecord {
    pub(super) sequence_number: String,
    /// What a record of Kinesis holds may be no change of DynamoDB: an error of this record alone.
    pub(super) record: Result<Record, DecodeError>,
}

/// A record as DynamoDB Streams or Kinesis writes it.
#[derive(Deserialize)]
struct EitherRecord {
    #[serde(rename = "eventName", default)]
    event: Option<String>,
    #[serde(default)]
    dynamodb: Option<RecordData>,
    #[serde(rename = "userIdentity", default)]
    identity: Option<Identity>,
    #[serde(rename = "eventID", default)]
    event_id: Option<String>,
    #[serde(default)]
    kinesis: Option<KinesisData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KinesisData {
    /// The record of DynamoDB, as base64.
    data: String,
    sequence_number: String,
}

impl<'de> Deserialize<'de> for EventRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let EitherRecord { event, dynamodb, identity, event_id, kinesis } = EitherRecord::deserialize(deserializer)?;
        if let Some(KinesisData { data, sequence_number }) = kinesis {
            return Ok(Self { record: of_kinesis(&data, &sequence_number), sequence_number });
        }
        let Some(data) = dynamodb else {
            return Err(D::Error::custom("expected a record of DynamoDB Streams or of Kinesis, found neither"));
        };
        let event = event.ok_or_else(|| D::Error::missing_field("eventName"))?;
        let record = Record::new(event, data, identity, event_id);
        let sequence_number = record.sequence_number().map(str::to_owned);
        let sequence_number = sequence_number.ok_or_else(|| D::Error::missing_field("SequenceNumber"))?;
        Ok(Self { sequence_number, record: Ok(record) })
    }
}

fn of_kinesis(data: &str, sequence_number: &str) -> Result<Record, DecodeError> {
    let json = from_base64(data)?;
    let record: Record = serde_json::from_slice(&json).map_err(|error| {
        DecodeError::new("the data of the Kinesis record is no change of DynamoDB").with_source(error)
    })?;
    Ok(record.with_sequence_number(sequence_number.to_owned()))
}

/// The records of an event: those under `Records`, or, from EventBridge Pipes, a list of them.
pub(super) struct EventRecords(pub(super) Vec<EventRecord>);

impl<'de> Deserialize<'de> for EventRecords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EventVisitor)
    }
}

struct EventVisitor;

impl<'de> Visitor<'de> for EventVisitor {
    type Value = EventRecords;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event of DynamoDB Streams or of Kinesis, with `Records`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<EventRecords, A::Error> {
        let mut records = None;
        while let Some(name) = entries.next_key::<String>()? {
            if name == "Records" {
                records = Some(entries.next_value()?);
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        records.map(EventRecords).ok_or_else(|| A::Error::missing_field("Records"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<EventRecords, A::Error> {
        let mut records = Vec::new();
        while let Some(record) = elements.next_element()? {
            records.push(record);
        }
        Ok(EventRecords(records))
    }
}
