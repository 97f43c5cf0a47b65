//! A serde deserializer over DynamoDB's data model.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::error::ReadFailed as Failed;
use crate::codec::sdk_map;
use crate::value::DecodeError;

/// Reads one value.
pub struct Native(pub AttributeValue);

impl<'de> IntoDeserializer<'de, Failed> for Native {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Passes a number to a visitor that asks for no type: exactly, if it is an integer.
fn visit_number<'de, V: Visitor<'de>>(digits: &str, visitor: V) -> Result<V::Value, Failed> {
    if let Ok(value) = digits.parse() {
        return visitor.visit_u64(value);
    }
    if let Ok(value) = digits.parse() {
        return visitor.visit_i64(value);
    }
    if let Ok(value) = digits.parse() {
        return visitor.visit_u128(value);
    }
    if let Ok(value) = digits.parse() {
        return visitor.visit_i128(value);
    }
    visitor.visit_f64(sdk_map::decode(AttributeValue::N(digits.to_owned()))?)
}

fn visit_seq<'de, V: Visitor<'de>>(
    values: impl ExactSizeIterator<Item = AttributeValue>,
    visitor: V,
) -> Result<V::Value, Failed> {
    let mut elements = SeqDeserializer::new(values.map(Native));
    let value = visitor.visit_seq(&mut elements)?;
    elements.end()?;
    Ok(value)
}

macro_rules! numbers {
    ($($method:ident $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
            match self.0 {
                number @ AttributeValue::N(_) => visitor.$visit(sdk_map::decode(number)?),
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Native {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.0 {
            AttributeValue::S(text) => visitor.visit_string(text),
            AttributeValue::N(digits) => visit_number(&digits, visitor),
            AttributeValue::B(bytes) => visitor.visit_byte_buf(bytes.into_inner()),
            AttributeValue::Bool(value) => visitor.visit_bool(value),
            AttributeValue::Null(_) => visitor.visit_unit(),
            AttributeValue::L(values) => visit_seq(values.into_iter(), visitor),
            AttributeValue::Ss(values) => visit_seq(values.into_iter().map(AttributeValue::S), visitor),
            AttributeValue::Ns(values) => visit_seq(values.into_iter().map(AttributeValue::N), visitor),
            AttributeValue::Bs(values) => visit_seq(values.into_iter().map(AttributeValue::B), visitor),
            AttributeValue::M(entries) => {
                let mut entries =
                    MapDeserializer::new(entries.into_iter().map(|(name, value)| (Name(name), Native(value))));
                let value = visitor.visit_map(&mut entries)?;
                entries.end()?;
                Ok(value)
            }
            _ => Err(Failed(DecodeError::new("this variant of AttributeValue is newer than this version of faraday"))),
        }
    }

    numbers! {
        deserialize_i8 visit_i8;
        deserialize_i16 visit_i16;
        deserialize_i32 visit_i32;
        deserialize_i64 visit_i64;
        deserialize_i128 visit_i128;
        deserialize_u8 visit_u8;
        deserialize_u16 visit_u16;
        deserialize_u32 visit_u32;
        deserialize_u64 visit_u64;
        deserialize_u128 visit_u128;
        deserialize_f32 visit_f32;
        deserialize_f64 visit_f64;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.0 {
            AttributeValue::Null(_) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        let (name, content) = match self.0 {
            AttributeValue::S(name) => (name, None),
            AttributeValue::M(entries) => {
                let mut entries = entries.into_iter();
                match (entries.next(), entries.next()) {
                    (Some((name, value)), None) => (name, Some(value)),
                    _ => return Err(Failed(DecodeError::new("expected a map of one entry, the variant"))),
                }
            }
            _ => return Err(Failed(DecodeError::new("expected a variant: a string, or a map of one entry"))),
        };
        visitor.visit_enum(Variant { name, content })
    }

    forward_to_deserialize_any! {
        bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The name of a map's entry, which may be the text of a number.
struct Name(String);

impl<'de> IntoDeserializer<'de, Failed> for Name {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
            match self.0.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => visitor.visit_string(self.0),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Name {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_string(self.0)
    }

    parsed! {
        deserialize_bool visit_bool;
        deserialize_i8 visit_i8;
        deserialize_i16 visit_i16;
        deserialize_i32 visit_i32;
        deserialize_i64 visit_i64;
        deserialize_i128 visit_i128;
        deserialize_u8 visit_u8;
        deserialize_u16 visit_u16;
        deserialize_u32 visit_u32;
        deserialize_u64 visit_u64;
        deserialize_u128 visit_u128;
        deserialize_f32 visit_f32;
        deserialize_f64 visit_f64;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_enum(Variant { name: self.0, content: None })
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A variant: its name and its content.
struct Variant {
    name: String,
    content: Option<AttributeValue>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Failed;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content), Failed> {
        let name: StringDeserializer<Failed> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

/// The content of a variant.
struct Content(Option<AttributeValue>);

impl Content {
    fn there(self) -> Result<Native, Failed> {
        let missing = || Failed(DecodeError::new("expected a variant with content, found a name alone"));
        self.0.map(Native).ok_or_else(missing)
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = Failed;

    fn unit_variant(self) -> Result<(), Failed> {
        match self.0 {
            None | Some(AttributeValue::Null(_)) => Ok(()),
            Some(_) => Err(Failed(DecodeError::new("expected a variant without content, found one with it"))),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failed> {
        seed.deserialize(self.there()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failed> {
        self.there()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Failed> {
        self.there()?.deserialize_any(visitor)
    }
}
