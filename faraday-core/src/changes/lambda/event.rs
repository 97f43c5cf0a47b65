//! Reads the JSON of an event: [`EventRecords`].

use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::object::{Object, refuse_scalars};
use crate::changes::record::{Identity, Record, RecordData};
use crate::codec::json::from_base64;
use crate::value::DecodeError;

/// One record of a batch.
pub(super) struct EventRecord {
    /// Names the record in the response.
    pub(super) identifier: String,
    /// An error if the record is not a change of DynamoDB; the other records are not affected.
    pub(super) record: Result<Record, DecodeError>,
}

/// A record and its two possible identifiers.
struct NumberedRecord {
    sequence_number: Option<String>,
    event_id: Option<String>,
    record: Result<Record, DecodeError>,
}

/// A record as DynamoDB Streams or Kinesis writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EitherRecord {
    event_name: Option<String>,
    #[serde(rename = "eventID")]
    event_id: Option<String>,
    user_identity: Option<Object<Identity>>,
    dynamodb: Option<Object<RecordData>>,
    kinesis: Option<Object<KinesisData>>,
    /// EventBridge Pipes writes the members of `kinesis` directly into the record.
    data: Option<String>,
    sequence_number: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KinesisData {
    /// The record of DynamoDB, as base64.
    data: String,
    sequence_number: Option<String>,
}

impl<'de> Deserialize<'de> for NumberedRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Object(read) = Object::<EitherRecord>::deserialize(deserializer)?;
        let EitherRecord { event_name, event_id, user_identity, dynamodb, kinesis, data, sequence_number } = read;
        let flat = data.map(|data| KinesisData { data, sequence_number });
        if let Some(KinesisData { data, sequence_number }) = kinesis.map(|Object(data)| data).or(flat) {
            let record = of_kinesis(&data).map(|record| match &sequence_number {
                Some(number) => record.with_sequence_number(number.clone()),
                None => record,
            });
            return Ok(Self { sequence_number, event_id, record });
        }
        let Some(Object(data)) = dynamodb else {
            return Err(D::Error::custom("expected a record of DynamoDB Streams or of Kinesis, found neither"));
        };
        let identity = user_identity.map(|Object(identity)| identity);
        let record = Record::new(event_name.unwrap_or_default(), data, identity, event_id.clone());
        Ok(Self { sequence_number: record.sequence_number().map(str::to_owned), event_id, record: Ok(record) })
    }
}

/// Reads the DynamoDB record in the data of a Kinesis record. An error of `serde_json` may show a value, so it is not kept as the cause.
fn of_kinesis(data: &str) -> Result<Record, DecodeError> {
    let json = from_base64(data)?;
    serde_json::from_slice(&json).map_err(|error| {
        let problem = if error.is_data() { "is not a change of DynamoDB" } else { "is not JSON" };
        DecodeError::new(format!("the data of the Kinesis record {problem}"))
    })
}

impl NumberedRecord {
    /// Lambda identifies a record by its sequence number, EventBridge Pipes by its event ID. If only the other one exists, it is used: the
    /// caller does not know it, sends the whole batch again, and nothing is lost.
    fn identified<E: serde::de::Error>(self, by_event_id: bool) -> Result<EventRecord, E> {
        let Self { sequence_number, event_id, record } = self;
        let identifier = if by_event_id { event_id.or(sequence_number) } else { sequence_number.or(event_id) };
        let identifier = identifier.ok_or_else(|| E::missing_field("SequenceNumber"))?;
        Ok(EventRecord { identifier, record })
    }
}

/// The records of an event, from `Records` or from the list that EventBridge Pipes sends.
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
            if name != "Records" {
                entries.next_value::<IgnoredAny>()?;
            } else if records.replace(entries.next_value::<NumberedRecords>()?).is_some() {
                return Err(A::Error::duplicate_field("Records"));
            }
        }
        records.ok_or_else(|| A::Error::missing_field("Records"))?.identified(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<EventRecords, A::Error> {
        ListVisitor.visit_seq(elements)?.identified(true)
    }

    refuse_scalars!();
}

/// A list of records.
struct NumberedRecords(Vec<NumberedRecord>);

impl NumberedRecords {
    fn identified<E: serde::de::Error>(self, by_event_id: bool) -> Result<EventRecords, E> {
        self.0.into_iter().map(|record| record.identified(by_event_id)).collect::<Result<_, E>>().map(EventRecords)
    }
}

impl<'de> Deserialize<'de> for NumberedRecords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor)
    }
}

struct ListVisitor;

impl<'de> Visitor<'de> for ListVisitor {
    type Value = NumberedRecords;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<NumberedRecords, A::Error> {
        let mut records = Vec::new();
        while let Some(record) = elements.next_element()? {
            records.push(record);
        }
        Ok(NumberedRecords(records))
    }

    refuse_scalars!();
}
