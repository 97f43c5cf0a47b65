//! Reads in pages: pages and cursors, streams of items, and their limits.

#[cfg(feature = "testing")]
mod constructors;
mod cursor;
mod for_each;
mod group;
mod items;
mod live;
mod page_cutoff;
mod page_rows;
mod pager;
mod reading;
mod refused;
mod row_stream;
mod segments;
mod selecting;
mod settings;
mod start_key;
mod terminal;

pub use cursor::{Cursor, CursorOf};
pub(crate) use cursor::{CursorScope, Mark};
pub use for_each::ForEach;
pub use group::Group;
pub(crate) use items::{ByItem, Consumption, book};
pub use items::{Items, Pages};
pub(crate) use page_cutoff::PageCutoff;
pub(crate) use page_rows::PageRows;
pub(crate) use pager::{Pager, StartsBy};
pub(crate) use reading::reading;
pub(crate) use row_stream::{PageSource, Paged};
pub use segments::{Reading, Segments};
pub(crate) use selecting::selecting;
pub(crate) use settings::Settings;
pub(crate) use start_key::{key_json, key_of, keys};
pub use terminal::{Count, First, One, OnePage, Page, Paging};
