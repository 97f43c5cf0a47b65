//! What a struct says about its table: names, keys and types, known to the compiler.

mod attribute;
mod item;
mod key;
mod operand;
mod table;

pub use attribute::{Attribute, KeyAttribute};
pub use item::Item;
pub use key::{Composite, KeyOf, KeyShape, Keys, Simple, SortKeyed, UnknownKey};
pub use operand::Operand;
pub use table::{KeyElement, TableSchema};
