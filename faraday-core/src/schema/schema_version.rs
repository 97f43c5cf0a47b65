//! The version of an item's shape: [`SchemaVersion`], and items of older ones: [`OlderItem`].

use std::cell::RefCell;

use crate::codec::sdk_map::SdkItem;
use crate::codec::whole_map::read_whole;
use crate::value::{Attributes, DecodeError, MapDecoder, Names, ReadMap, WholeMap};

/// The version of the shape of a struct's items, and the attribute that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaVersion {
    attribute: &'static str,
    current: u32,
}

impl SchemaVersion {
    /// The version that a derive found.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(attribute: &'static str, current: u32) -> Self {
        Self { attribute, current }
    }

    /// The attribute that holds the version.
    #[must_use]
    pub const fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// The version of the struct, which is written with every item.
    #[must_use]
    pub const fn current(&self) -> u32 {
        self.current
    }

    /// The version of a stored item; 1 without the attribute. `None` if the attribute holds no version.
    pub(crate) fn stored(&self, item: &SdkItem) -> Option<u32> {
        match item.get(self.attribute) {
            Some(value) => value.as_n().ok().and_then(|digits| digits.parse().ok()),
            None => Some(1),
        }
    }
}

/// An item with a schema version: `#[faraday(schema_version = 2, upgrade = path)]`, see [`Item`](derive@crate::Item).
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no schema version",
    label = "no version of the struct's shape is declared",
    note = "write `schema_version = 2, upgrade = path` among the options of the struct; the items of an enum are upgraded struct by struct, or with `modify_all`"
)]
pub trait SchemaVersioned: Attributes {
    /// The version of the struct.
    const SCHEMA_VERSION: SchemaVersion;

    /// Reads an item of the current version; fails for one of another.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc)]
    fn decode_current<M: MapDecoder>(map: M) -> Result<Self, DecodeError>;

    /// Reads an item of an older version.
    ///
    /// # Errors
    ///
    /// When the item does not have the shape of its version, or the version is not known any more.
    fn upgrade(older: &OlderItem<'_>) -> Result<Self, DecodeError> {
        Err(older.unknown())
    }
}

/// A stored item of an older schema version; an upgrade reads it as the struct of that version.
pub struct OlderItem<'m> {
    version: u32,
    whole: WholeMap<'m>,
}

impl<'m> OlderItem<'m> {
    pub(crate) fn new(version: u32, whole: WholeMap<'m>) -> Self {
        Self { version, whole }
    }
}

impl OlderItem<'_> {
    /// Returns the schema version that the item was written with; 1 if it has none.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Reads the item as the struct of its version: one that derives [`Value`](derive@crate::Value), or [`Item`](derive@crate::Item) if
    /// it has encrypted fields or an upgrade of its own. `HashMap<String, AttributeValue>` has all attributes as they are stored.
    ///
    /// # Errors
    ///
    /// When the item does not fit the struct.
    pub fn read<U: Attributes>(&self) -> Result<U, DecodeError> {
        let before = READ_AS.with_borrow_mut(|read_as| {
            read_as.as_mut().map(|read_as| {
                read_as.push(const { &U::NAMES });
                read_as.len() - 1
            })
        });
        let read = read_whole(&self.whole, Whole(std::marker::PhantomData));
        read.map_err(|error: DecodeError| {
            // The item is not of this struct, nor of those as which its own upgrade has read it.
            READ_AS.with_borrow_mut(|read_as| {
                read_as.iter_mut().zip(before).for_each(|(read_as, before)| read_as.truncate(before));
            });
            error.of_older_item(self.version)
        })
    }

    /// The error for an upgrade to return if it does not know the version.
    #[must_use]
    pub fn unknown(&self) -> DecodeError {
        DecodeError::new(format!("schema version {} of this item is not known any more", self.version))
    }
}

/// Shows the version and hides the item.
impl std::fmt::Debug for OlderItem<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OlderItem(version {})", self.version)
    }
}

/// Reads a `U`.
struct Whole<U>(std::marker::PhantomData<U>);

impl<U: Attributes> ReadMap for Whole<U> {
    type Output = U;

    fn read<M: MapDecoder>(self, map: M) -> Result<U, DecodeError> {
        U::decode_attributes(map)
    }
}

/// The error for a version that is newer than this program knows.
pub(crate) fn newer(found: u32, version: SchemaVersion) -> DecodeError {
    let known = version.current;
    let message = format!(
        "expected schema version {known} of this item or an older one, found {found}: a newer release wrote it"
    );
    DecodeError::new(message).at_attribute(version.attribute)
}

thread_local! {
    /// The names of the structs as which upgrades read items, while somebody asks for them.
    static READ_AS: RefCell<Option<Vec<&'static Names>>> = const { RefCell::new(None) };
}

/// Calls `read`, and tells as which structs upgrades read the item: what these have and the new struct has not is gone. Upgrades are
/// functions of the user's, which have no other way to tell it.
pub(crate) fn recording<T>(read: impl FnOnce() -> T) -> (T, Vec<&'static Names>) {
    // Set back even if the user's function panics.
    struct Reset(Option<Vec<&'static Names>>);
    impl Drop for Reset {
        fn drop(&mut self) {
            READ_AS.set(self.0.take());
        }
    }
    let reset = Reset(READ_AS.replace(Some(Vec::new())));
    let result = read();
    let read_as = READ_AS.take().unwrap_or_default();
    drop(reset);
    (result, read_as)
}
