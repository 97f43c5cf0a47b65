//! A JSON value as text: [`JsonText`].

use std::fmt::{self, Write};

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::codec::json::write_string;

/// A JSON value as text, from any deserializer.
///
/// `serde_json`'s `RawValue` would copy the text unchanged, but only from `serde_json`'s own deserializer: in an untagged enum or with
/// `flatten`, the event has already been parsed.
pub(crate) struct JsonText(pub(crate) Vec<u8>);

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = Vec::with_capacity(256);
        Writer(&mut text).deserialize(deserializer)?;
        Ok(Self(text))
    }
}

/// Writes each value that it visits.
struct Writer<'t>(&'t mut Vec<u8>);

impl<'de> DeserializeSeed<'de> for Writer<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Writer<'_> {
    fn plain<E: serde::de::Error>(self, value: impl fmt::Display) -> Result<(), E> {
        let mut text = String::new();
        write!(text, "{value}").map_err(E::custom)?;
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

impl<'de> Visitor<'de> for Writer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DynamoDB JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        write_string(self.0, text);
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.plain(value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.plain(value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.plain(value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        if value.is_finite() { self.plain(value) } else { Err(E::custom("a JSON number must be finite")) }
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.plain("null")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut separator = b'[';
        loop {
            let end = self.0.len();
            self.0.push(separator);
            if elements.next_element_seed(Writer(self.0))?.is_none() {
                self.0.truncate(end);
                break;
            }
            separator = b',';
        }
        self.close(separator, b"[]")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut separator = b'{';
        loop {
            let end = self.0.len();
            self.0.push(separator);
            if entries.next_key_seed(NameWriter(self.0))?.is_none() {
                self.0.truncate(end);
                break;
            }
            self.0.push(b':');
            entries.next_value_seed(Writer(self.0))?;
            separator = b',';
        }
        self.close(separator, b"{}")
    }
}

impl Writer<'_> {
    /// Ends a list or an object. If it is empty, writes its opening bracket first.
    fn close<E: serde::de::Error>(self, separator: u8, brackets: &[u8; 2]) -> Result<(), E> {
        let [open, close] = *brackets;
        if separator == open {
            self.0.push(open);
        }
        self.0.push(close);
        Ok(())
    }
}

/// Writes the name of an entry without allocating a string.
struct NameWriter<'t>(&'t mut Vec<u8>);

impl<'de> DeserializeSeed<'de> for NameWriter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameWriter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an attribute")
    }

    fn visit_str<E>(self, name: &str) -> Result<(), E> {
        write_string(self.0, name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::JsonText;

    #[test]
    fn the_text_is_the_same_value() {
        for json in [
            r#"{"a":{"S":"é\"\\\n"},"b":{"L":[{"NULL":true},{"N":"1"}]},"c":{"M":{}},"d":{"L":[]},"e":[1,-2,1.5,null]}"#,
            "[]",
            "{}",
            "[[],{}]",
        ] {
            let text: JsonText = serde_json::from_str(json).unwrap();
            assert_eq!(String::from_utf8(text.0).unwrap(), json);
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            let text: JsonText = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(serde_json::from_slice::<serde_json::Value>(&text.0).unwrap(), value);
        }
    }
}
