//! Methods of disabled features, with a compile error that names the feature.

#[cfg(any(not(feature = "embedded"), not(feature = "aws")))]
use super::Database;
#[cfg(not(feature = "embedded"))]
use crate::error::{Error, ErrorKind, Result};

/// No type implements it.
#[cfg(not(feature = "embedded"))]
#[diagnostic::on_unimplemented(
    message = "`Database::embedded` and `Database::open` need the feature `embedded` of faraday",
    label = "the feature `embedded` is not on",
    note = "add it in Cargo.toml: `features = [\"embedded\"]`"
)]
pub trait NeedsEmbedded {}

// With `for`, the compiler checks the bound where the method is called, not here.
#[cfg(not(feature = "embedded"))]
impl Database {
    #[doc(hidden)]
    pub fn embedded() -> Result<Self>
    where
        for<'a> Self: NeedsEmbedded,
    {
        Err(Error::new(ErrorKind::Other, "the feature `embedded` is not on"))
    }

    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub fn embedded_with(_: crate::testing::Faults) -> Result<Self>
    where
        for<'a> Self: NeedsEmbedded,
    {
        Err(Error::new(ErrorKind::Other, "the feature `embedded` is not on"))
    }

    #[doc(hidden)]
    pub fn open(_: impl AsRef<std::path::Path>) -> Result<Self>
    where
        for<'a> Self: NeedsEmbedded,
    {
        Err(Error::new(ErrorKind::Other, "the feature `embedded` is not on"))
    }
}

/// No type implements it.
#[cfg(not(feature = "aws"))]
#[diagnostic::on_unimplemented(
    message = "`Database::from_env` needs the feature `aws` of faraday",
    label = "the feature `aws` is not on",
    note = "add it in Cargo.toml: `features = [\"aws\"]`; or give a client of your own to `Database::new`"
)]
pub trait NeedsAws {}

#[cfg(not(feature = "aws"))]
impl Database {
    #[doc(hidden)]
    #[allow(clippy::unused_async, reason = "as with the feature")]
    pub async fn from_env() -> Self
    where
        for<'a> Self: NeedsAws,
    {
        Self::local("http://localhost")
    }
}
