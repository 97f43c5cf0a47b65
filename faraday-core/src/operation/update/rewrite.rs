//! The update with which a job writes an item that it read and changed: [`Update::of_rewrite`].

use super::Update;
use super::version_check::VersionCheck;
use super::whole_item::is_written;
use crate::schema::{EncodedAttribute, Item, Stamp};

impl<I: Item> Update<I> {
    /// Creates the update of the stored item with this key that sets and removes these attributes, if it still has `version`. The
    /// attributes that faraday writes itself follow the stamp, as in a put of the whole item.
    pub(crate) fn of_rewrite(
        key: Vec<u8>,
        version: u64,
        stamp: Stamp,
        set: Vec<EncodedAttribute>,
        removed: Vec<String>,
    ) -> Self {
        let mut update = Self::of_key(Ok(key));
        update.keys.of_whole_item = true;
        update.version_check = VersionCheck::Whole;
        update.stamp = Some(stamp);
        for attribute in set.into_iter().filter(|attribute| is_written::<I>(&attribute.name)) {
            update.set_attribute(attribute);
        }
        for name in removed {
            update.clauses.remove_attribute(name);
        }
        update.settings.expect_version(version);
        update.settings.require_item();
        update
    }
}
