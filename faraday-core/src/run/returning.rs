//! What a write gives back.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::map::{self, SdkItem};
use crate::error::{DecodeError, Error, ErrorKind, Result};
use crate::schema::{Attribute, Item};
use crate::value::{Attributes, Value};

/// What a write gives back: a marker on its builder, set by `returning_old` and its like.
pub trait Returning<I>: 'static {
    /// What `.await` gives.
    type Output: Send + 'static;
    #[doc(hidden)]
    type Image: Attributes + Send + 'static;
    #[doc(hidden)]
    const RETURN_VALUES: Option<&'static str>;
    #[doc(hidden)]
    fn finish(image: Option<Self::Image>) -> Result<Self::Output>;
}

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
    )*};
}

markers! {
    /// Nothing: a write gives `()`.
    Nothing
    /// The item as it was before the write, if there was one: `Option<I>`.
    Old
    /// The item as it is after the update: `I`.
    New
    /// The updated attributes as they were before: [`Partial<I>`].
    UpdatedOld
    /// The updated attributes as they are now: [`Partial<I>`].
    UpdatedNew
}

impl<I> Returning<I> for Nothing {
    type Output = ();
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = None;

    fn finish(_: Option<SdkItem>) -> Result<()> {
        Ok(())
    }
}

impl<I: Item> Returning<I> for Old {
    type Output = Option<I>;
    type Image = I;
    const RETURN_VALUES: Option<&'static str> = Some("ALL_OLD");

    fn finish(image: Option<I>) -> Result<Option<I>> {
        Ok(image)
    }
}

impl<I: Item> Returning<I> for New {
    type Output = I;
    type Image = I;
    const RETURN_VALUES: Option<&'static str> = Some("ALL_NEW");

    fn finish(image: Option<I>) -> Result<I> {
        image.ok_or_else(|| Error::new(ErrorKind::Decode, "the answer to an update did not have the new item"))
    }
}

impl<I: Item> Returning<I> for UpdatedOld {
    type Output = Partial<I>;
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = Some("UPDATED_OLD");

    fn finish(image: Option<SdkItem>) -> Result<Partial<I>> {
        Ok(Partial::new(image))
    }
}

impl<I: Item> Returning<I> for UpdatedNew {
    type Output = Partial<I>;
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = Some("UPDATED_NEW");

    fn finish(image: Option<SdkItem>) -> Result<Partial<I>> {
        Ok(Partial::new(image))
    }
}

/// Some attributes of an `I`.
///
/// Of an attribute of which an update touched a nested place only, DynamoDB gives just that place, inside an otherwise
/// empty document: it may not read as the whole type.
pub struct Partial<I> {
    attributes: SdkItem,
    of: PhantomData<fn() -> I>,
}

impl<I> Partial<I> {
    fn new(attributes: Option<SdkItem>) -> Self {
        Self { attributes: attributes.unwrap_or_default(), of: PhantomData }
    }

    /// The attribute's value, `None` if it is not among these.
    ///
    /// # Errors
    ///
    /// When what is stored does not fit the attribute's type.
    pub fn get<T: Value>(&self, attribute: Attribute<I, T>) -> Result<Option<T>, DecodeError> {
        let value = self.attributes.get(attribute.name()).cloned().map(map::decode).transpose();
        value.map_err(|error| error.at_attribute(attribute.name()))
    }

    /// All of them, as the SDK holds them.
    #[must_use]
    pub fn into_map(self) -> std::collections::HashMap<String, AttributeValue> {
        self.attributes
    }
}

/// Shows the names, not the values.
impl<I> fmt::Debug for Partial<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.attributes.keys()).finish()
    }
}
