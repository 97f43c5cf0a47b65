//! What a write returns: nothing, the whole item, or the updated attributes, before or after the write.

use super::partial::{ItemDecryptor, Partial};
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Item;
use crate::value::Attributes;

/// What a write returns: a type parameter of its builder, set by `returning_old` and similar methods.
pub trait Returning<I>: 'static {
    /// What `.await` returns.
    type Output: Send + 'static;
    #[doc(hidden)]
    type Image: Attributes + Send + 'static;
    #[doc(hidden)]
    const RETURN_VALUES: Option<&'static str>;
    /// Turns the returned image into the output. `decryption` is set if the items have encrypted attributes; it is bound to the key of the
    /// write.
    #[doc(hidden)]
    fn finish(image: Option<Self::Image>, decryption: Option<ItemDecryptor>) -> Result<Self::Output>;
}

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
    )*};
}

markers! {
    /// Nothing: a write returns `()`.
    Nothing
    /// The item as it was before the write, if there was one: `Option<I>`.
    Old
    /// The item as it is after the update: `I`.
    New
    /// The updated attributes as they were before: [`Partial<I>`].
    UpdatedOld
    /// The updated attributes as they are after the update: [`Partial<I>`].
    UpdatedNew
}

impl<I> Returning<I> for Nothing {
    type Output = ();
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = None;

    fn finish(_: Option<SdkItem>, _: Option<ItemDecryptor>) -> Result<()> {
        Ok(())
    }
}

impl<I: Item> Returning<I> for Old {
    type Output = Option<I>;
    type Image = I;
    const RETURN_VALUES: Option<&'static str> = Some("ALL_OLD");

    fn finish(image: Option<I>, _: Option<ItemDecryptor>) -> Result<Option<I>> {
        Ok(image)
    }
}

impl<I: Item> Returning<I> for New {
    type Output = I;
    type Image = I;
    const RETURN_VALUES: Option<&'static str> = Some("ALL_NEW");

    fn finish(image: Option<I>, _: Option<ItemDecryptor>) -> Result<I> {
        image.ok_or_else(|| Error::new(ErrorKind::Decode, "the answer to an update did not have the new item"))
    }
}

impl<I: Item> Returning<I> for UpdatedOld {
    type Output = Partial<I>;
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = Some("UPDATED_OLD");

    fn finish(image: Option<SdkItem>, decryption: Option<ItemDecryptor>) -> Result<Partial<I>> {
        Ok(Partial::new(image, decryption))
    }
}

impl<I: Item> Returning<I> for UpdatedNew {
    type Output = Partial<I>;
    type Image = SdkItem;
    const RETURN_VALUES: Option<&'static str> = Some("UPDATED_NEW");

    fn finish(image: Option<SdkItem>, decryption: Option<ItemDecryptor>) -> Result<Partial<I>> {
        Ok(Partial::new(image, decryption))
    }
}
