//! Conditions, filters, key conditions, and paths inside documents.
//!
//! The methods of an item's constants make most of them: `User::NAME.eq("Ann")` is a [`Condition<User>`](Condition). The compiler
//! checks the types of attributes where you write an expression; at run time, an expression is a list of tokens.

mod columns;
mod comparand;
mod comparison;
mod condition;
mod document;
mod edit;
mod edit_serde;
mod fragment;
mod frozen_attribute;
mod key_condition;
mod operators;
mod order;
mod parameter;
mod patch;
mod path;
mod placeholders;
mod size;
mod sort_condition;
mod step;
mod tokens;
mod update;

pub use columns::Columns;
pub(crate) use columns::{Selection, thaw};
pub use comparand::Comparand;
pub use condition::Condition;
pub use document::{Containing, Elements, Keyed, Listing, SetOf};
pub use edit::Edit;
pub(crate) use fragment::Clause;
pub use fragment::{Fragment, FragmentText};
pub use frozen_attribute::Freeze;
pub(crate) use key_condition::{KeyCondition, Place as RangePlace};
#[cfg(feature = "embedded")]
pub(crate) use order::compare_json;
pub use parameter::Parameter;
pub use patch::{KeepsRequired, Patch, PatchField, SetFrom};
pub use path::{Path, Place, Settable, TopLevel};
pub(crate) use placeholders::Placeholders;
pub use size::Size;
pub use sort_condition::KeyRange;
pub(crate) use sort_condition::SortCondition;
pub(crate) use step::{Step, describe};
pub(crate) use tokens::Tokens;
#[doc(hidden)]
pub use update::Clauses;
