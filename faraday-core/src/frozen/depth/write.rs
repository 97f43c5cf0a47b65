//! Writes with the limit: forwards every call of serde, and counts the levels.

use std::fmt::Display;

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{Left, Limited};

/// A value that is written with the limit.
pub(crate) struct Writer<'v, 'c, T: ?Sized> {
    pub(crate) value: &'v T,
    pub(crate) left: Left<'c>,
}

impl<T: Serialize + ?Sized> Serialize for Writer<'_, '_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Limited { inner: serializer, left: self.left })
    }
}

macro_rules! values {
    ($($method:ident $ty:ty;)*) => {$(
        fn $method(self, value: $ty) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        }
    )*};
}

impl<'c, S: Serializer> Serializer for Limited<'c, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Limited<'c, S::SerializeSeq>;
    type SerializeTuple = Limited<'c, S::SerializeTuple>;
    type SerializeTupleStruct = Limited<'c, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Limited<'c, S::SerializeTupleVariant>;
    type SerializeMap = Limited<'c, S::SerializeMap>;
    type SerializeStruct = Limited<'c, S::SerializeStruct>;
    type SerializeStructVariant = Limited<'c, S::SerializeStructVariant>;

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
        serialize_str &str;
        serialize_bytes &[u8];
        serialize_unit_struct &'static str;
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&Writer { value, left: self.left })
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_newtype_struct(name, &Writer { value, left })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_newtype_variant(name, index, variant, &Writer { value, left })
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_seq(length).map(|inner| Limited { inner, left })
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_tuple(length).map(|inner| Limited { inner, left })
    }

    fn serialize_tuple_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeTupleStruct, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_tuple_struct(name, length).map(|inner| Limited { inner, left })
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_tuple_variant(name, index, variant, length).map(|inner| Limited { inner, left })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_map(length).map(|inner| Limited { inner, left })
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeStruct, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_struct(name, length).map(|inner| Limited { inner, left })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let Self { inner, left } = self.nest(S::Error::custom)?;
        inner.serialize_struct_variant(name, index, variant, length).map(|inner| Limited { inner, left })
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! parts {
    ($($of:ident: $($method:ident)*;)*) => {$(
        impl<P: $of> $of for Limited<'_, P> {
            type Ok = P::Ok;
            type Error = P::Error;

            $(
                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), P::Error> {
                    self.inner.$method(&Writer { value, left: self.left })
                }
            )*

            fn end(self) -> Result<P::Ok, P::Error> {
                self.inner.end()
            }
        }
    )*};
}

parts! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
    SerializeMap: serialize_key serialize_value;
}

macro_rules! named_parts {
    ($($of:ident)*) => {$(
        impl<P: $of> $of for Limited<'_, P> {
            type Ok = P::Ok;
            type Error = P::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), P::Error> {
                self.inner.serialize_field(name, &Writer { value, left: self.left })
            }

            fn skip_field(&mut self, name: &'static str) -> Result<(), P::Error> {
                self.inner.skip_field(name)
            }

            fn end(self) -> Result<P::Ok, P::Error> {
                self.inner.end()
            }
        }
    )*};
}

named_parts!(SerializeStruct SerializeStructVariant);
