//! A serde serializer to DynamoDB's data model.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Serialize, ser};

use super::error::WriteFailed as Failed;
use crate::codec::sdk_map::SdkEncoder;
use crate::value::{EncodeError, Encoder, ListEncoder, MapEncoder, Value};

fn value_of<T: Serialize + ?Sized>(value: &T) -> Result<AttributeValue, Failed> {
    let mut slot = AttributeValue::Null(true);
    value.serialize(Native(SdkEncoder::new(&mut slot)))?;
    Ok(slot)
}

/// Returns the name for a map's key: a string, or a number or boolean as text.
fn name_of<T: Serialize + ?Sized>(key: &T) -> Result<String, Failed> {
    match value_of(key)? {
        AttributeValue::S(text) | AttributeValue::N(text) => Ok(text),
        AttributeValue::Bool(value) => Ok(value.to_string()),
        _ => Err(Failed(EncodeError::new("the names of a map's entries must be strings, numbers or booleans"))),
    }
}

fn repeated() -> EncodeError {
    EncodeError::new("the type's `Serialize` writes this name twice")
}

/// Writes one value.
pub struct Native<E>(pub E);

macro_rules! values {
    ($($method:ident $ty:ty;)*) => {$(
        fn $method(self, value: $ty) -> Result<(), Failed> {
            Ok(value.encode(self.0)?)
        }
    )*};
}

impl<E: Encoder> ser::Serializer for Native<E> {
    type Ok = ();
    type Error = Failed;
    type SerializeSeq = List<E::List>;
    type SerializeTuple = List<E::List>;
    type SerializeTupleStruct = List<E::List>;
    type SerializeTupleVariant = Variant<E, Vec<AttributeValue>>;
    type SerializeMap = Map<E::Map>;
    type SerializeStruct = Map<E::Map>;
    type SerializeStructVariant = Variant<E, BTreeMap<String, AttributeValue>>;

    values! {
        serialize_bool bool;
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_i128 i128;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_u128 u128;
        serialize_f32 f32;
        serialize_f64 f64;
        serialize_char char;
    }

    fn serialize_str(self, value: &str) -> Result<(), Failed> {
        Ok(self.0.string(value)?)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Failed> {
        Ok(self.0.binary(value)?)
    }

    fn serialize_none(self) -> Result<(), Failed> {
        Ok(self.0.null()?)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failed> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Failed> {
        Ok(self.0.null()?)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Failed> {
        Ok(self.0.null()?)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Failed> {
        Ok(self.0.string(variant)?)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Failed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        let mut map = self.0.map()?;
        value.serialize(Native(map.attribute(variant))).map_err(|error| Failed(error.0.at_attribute(variant)))?;
        Ok(map.end()?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Failed> {
        Ok(List { list: self.0.list()?, index: 0 })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Failed> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Failed> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failed> {
        Ok(Variant { encoder: self.0, name, content: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Failed> {
        Ok(Map { map: self.0.map()?, name: None, written: HashSet::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Failed> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failed> {
        Ok(Variant { encoder: self.0, name, content: BTreeMap::new() })
    }
}

/// Writes a list.
pub struct List<L> {
    list: L,
    index: usize,
}

impl<L: ListEncoder> List<L> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let index = self.index;
        self.index += 1;
        value.serialize(Native(self.list.element())).map_err(|error| Failed(error.0.at_index(index)))
    }
}

macro_rules! lists {
    ($($of:ident $method:ident;)*) => {$(
        impl<L: ListEncoder> ser::$of for List<L> {
            type Ok = ();
            type Error = Failed;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                self.element(value)
            }

            fn end(self) -> Result<(), Failed> {
                Ok(self.list.end()?)
            }
        }
    )*};
}

lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
}

/// Writes a map.
pub struct Map<M> {
    map: M,
    /// The name of the entry whose value comes next.
    name: Option<String>,
    /// The names of the entries that were written. serde's `flatten` can repeat one, and DynamoDB would silently keep one of
    /// the two.
    written: HashSet<Cow<'static, str>>,
}

impl<M: MapEncoder> Map<M> {
    fn entry<T: Serialize + ?Sized>(&mut self, name: Cow<'static, str>, value: &T) -> Result<(), Failed> {
        if let Some(name) = self.written.replace(name.clone()) {
            return Err(Failed(repeated().at_attribute(name)));
        }
        let name = name.as_ref();
        value.serialize(Native(self.map.attribute(name))).map_err(|error| Failed(error.0.at_attribute(name)))
    }
}

impl<M: MapEncoder> ser::SerializeMap for Map<M> {
    type Ok = ();
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        self.name = Some(name_of(key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let name = self.name.take().ok_or_else(|| EncodeError::new("a value of a map has no key before it"))?;
        self.entry(name.into(), value)
    }

    fn end(self) -> Result<(), Failed> {
        Ok(self.map.end()?)
    }
}

impl<M: MapEncoder> ser::SerializeStruct for Map<M> {
    type Ok = ();
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failed> {
        self.entry(name.into(), value)
    }

    fn end(self) -> Result<(), Failed> {
        Ok(self.map.end()?)
    }
}

/// Writes a variant with several values as a map of one entry. The content is collected first, because its encoder would
/// borrow the map's encoder, and one struct cannot hold both.
pub struct Variant<E, C> {
    encoder: E,
    name: &'static str,
    content: C,
}

impl<E: Encoder, C: Value> Variant<E, C> {
    fn write(self) -> Result<(), Failed> {
        let mut map = self.encoder.map()?;
        self.content.encode(map.attribute(self.name)).map_err(|error| error.at_attribute(self.name))?;
        Ok(map.end()?)
    }
}

impl<E: Encoder> ser::SerializeTupleVariant for Variant<E, Vec<AttributeValue>> {
    type Ok = ();
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.content.push(value_of(value)?);
        Ok(())
    }

    fn end(self) -> Result<(), Failed> {
        self.write()
    }
}

impl<E: Encoder> ser::SerializeStructVariant for Variant<E, BTreeMap<String, AttributeValue>> {
    type Ok = ();
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failed> {
        match self.content.insert(name.to_owned(), value_of(value)?) {
            Some(_) => Err(Failed(repeated().at_attribute(name))),
            None => Ok(()),
        }
    }

    fn end(self) -> Result<(), Failed> {
        self.write()
    }
}
