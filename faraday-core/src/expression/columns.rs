//! Places that a read asks for, instead of the whole item.

use super::path::{Path, Place};
use super::placeholders::{Step, Tokens};
use crate::codec::map::{self, SdkItem};
use crate::error::DecodeError;
use crate::value::Value;
use aws_sdk_dynamodb::types::AttributeValue;

/// Places of `I` that a read asks for: one, or a tuple of up to twelve; their values' tuple is the row.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table};
/// # #[derive(Item)]
/// # #[faraday(table = "orders")]
/// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64, total: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let totals: Vec<(u64, u64)> = Table::<Order>::query("ann").select((Order::ID, Order::TOTAL)).on(&db).await?;
/// let ids: Vec<u64> = Table::<Order>::query("ann").select(Order::ID).on(&db).await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [projection expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something to select of `{I}`",
    label = "expected attributes or paths of `{I}`",
    note = "give one attribute or path of the item that is read, or a tuple of them: `select((Order::ID, Order::ADDRESS.dot(Address::CITY)))`"
)]
pub trait Columns<I> {
    /// What a row holds.
    type Row: Send + 'static;

    #[doc(hidden)]
    fn into_paths(self) -> Vec<Steps>;

    #[doc(hidden)]
    fn row(item: &SdkItem, paths: &[Steps]) -> Result<Self::Row, DecodeError>;
}

/// A path, taken apart.
#[doc(hidden)]
pub struct Steps(pub(crate) Vec<Step>);

impl Steps {
    fn tokens(&self) -> Tokens {
        let mut tokens = Tokens::default();
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) => {
                    if position > 0 {
                        tokens.text(".");
                    }
                    tokens.name(name.clone());
                }
                Step::Index(index) => tokens.index(*index),
            }
        }
        tokens
    }

    fn describe(&self) -> String {
        let mut text = String::new();
        for step in &self.0 {
            match step {
                Step::Name(name) if text.is_empty() => text.push_str(name),
                Step::Name(name) => text.extend([".", name]),
                Step::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}

/// The projection expression of these paths.
pub(crate) fn projection(paths: &[Steps]) -> Tokens {
    let mut tokens = Tokens::default();
    for (position, path) in paths.iter().enumerate() {
        // Asked for twice, it is still one path to DynamoDB, which refuses paths that overlap.
        if paths.iter().take(position).any(|before| before.0 == path.0) {
            continue;
        }
        if position > 0 {
            tokens.text(", ");
        }
        tokens.append(path.tokens());
    }
    tokens
}

/// The value at a path of what DynamoDB gives for several: of a list it gives the elements asked for and no others, in
/// their order, so that an element's place is the number of those asked for before it.
fn find<'v>(item: &'v SdkItem, path: &Steps, paths: &[Steps]) -> Option<&'v AttributeValue> {
    let mut steps = path.0.iter().enumerate();
    let (_, Step::Name(name)) = steps.next()? else { return None };
    let mut value = item.get(name.as_ref())?;
    for (position, step) in steps {
        value = match (step, value) {
            (Step::Name(name), AttributeValue::M(entries)) => entries.get(name.as_ref())?,
            (Step::Index(index), AttributeValue::L(values)) => {
                let before = path.0.get(..position).unwrap_or_default();
                values.get(rank(before, *index, position, paths))?
            }
            _ => return None,
        };
    }
    Some(value)
}

/// How many different indices below `index` are asked for in the same list.
fn rank(list: &[Step], index: usize, position: usize, paths: &[Steps]) -> usize {
    let mut asked: Vec<usize> = paths
        .iter()
        .filter(|path| path.0.get(..position) == Some(list))
        .filter_map(|path| match path.0.get(position) {
            Some(Step::Index(other)) if *other < index => Some(*other),
            _ => None,
        })
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked.len()
}

fn column<T: Value>(item: &SdkItem, position: usize, paths: &[Steps]) -> Result<T, DecodeError> {
    let Some(path) = paths.get(position) else { return Err(DecodeError::new("expected a path, found none")) };
    let value = find(item, path, paths).cloned().map(map::decode).transpose();
    T::required(value.map_err(|error| error.at_attribute(path.describe()))?, &path.describe())
}

macro_rules! one {
    ($($name:ty),*) => {$(
        impl<I, T: Value + Send + 'static> Columns<I> for $name {
            type Row = T;

            fn into_paths(self) -> Vec<Steps> {
                vec![Steps(self.into_path().steps())]
            }

            fn row(item: &SdkItem, paths: &[Steps]) -> Result<T, DecodeError> {
                column(item, 0, paths)
            }
        }
    )*};
}

one!(crate::schema::Attribute<I, T>, crate::schema::KeyAttribute<I, T>, Path<I, T>);

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<I, $($name),*> Columns<I> for ($($name,)*)
        where
            $($name: Place<I, Holds: Value + Send + 'static>,)*
        {
            type Row = ($($name::Holds,)*);

            fn into_paths(self) -> Vec<Steps> {
                vec![$(Steps(self.$index.into_path().steps())),*]
            }

            fn row(item: &SdkItem, paths: &[Steps]) -> Result<Self::Row, DecodeError> {
                Ok(($(column::<$name::Holds>(item, $index, paths)?,)*))
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11);
