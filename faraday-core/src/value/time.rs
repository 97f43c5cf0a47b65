//! `SystemTime` as whole epoch seconds, the form that DynamoDB's time to live needs.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Decoder, Encoder, Value, kind};
use crate::error::{DecodeError, EncodeError};

/// Epoch seconds; a fraction of a second is dropped, towards the past.
impl Value for SystemTime {
    type Kind = kind::N;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        let seconds = match self.duration_since(UNIX_EPOCH) {
            Ok(after) => i128::from(after.as_secs()),
            Err(error) => {
                let before = error.duration();
                -i128::from(before.as_secs()) - i128::from(before.subsec_nanos() > 0)
            }
        };
        encoder.number(itoa::Buffer::new().format(seconds))
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        let seconds = i64::decode(decoder)?;
        let distance = Duration::from_secs(seconds.unsigned_abs());
        if seconds < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
            .ok_or_else(|| DecodeError::new("expected epoch seconds that the system's clock can hold"))
    }
}
