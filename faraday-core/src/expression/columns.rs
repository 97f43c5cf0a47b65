//! Places that a read asks for, instead of the whole item.

use std::collections::BTreeSet;

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
    fn row(item: &SdkItem, selection: &Selection) -> Result<Self::Row, DecodeError>;
}

/// A path, taken apart.
#[doc(hidden)]
#[derive(Clone)]
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

    /// Up to the first list of which a later element is asked for as well: if this one lacked what is asked of it, it
    /// would be left out, and the later one would stand in its place.
    fn cut(&self, paths: &[Self]) -> Self {
        let later = |position: usize, index: usize| {
            paths.iter().any(|path| {
                path.0.get(..position) == self.0.get(..position)
                    && matches!(path.0.get(position), Some(Step::Index(other)) if *other > index)
            })
        };
        let list = self.0.iter().enumerate().position(|(position, step)| match step {
            Step::Index(index) => later(position, *index),
            Step::Name(_) => false,
        });
        let length = list.map_or(self.0.len(), |position| position + 1);
        Self(self.0.iter().take(length).cloned().collect())
    }
}

/// The paths of a row, and what is asked for to have them.
#[doc(hidden)]
pub struct Selection {
    paths: Vec<Steps>,
    /// No two overlap: DynamoDB refuses that.
    asked: Vec<Steps>,
}

impl Selection {
    pub(crate) fn of(paths: Vec<Steps>) -> Self {
        let cut: Vec<Steps> = paths.iter().map(|path| path.cut(&paths)).collect();
        let covered = |position: usize, path: &Steps| {
            let mut others = cut.iter().enumerate();
            others.any(|(other, longer)| {
                path.0.starts_with(&longer.0) && (longer.0.len() < path.0.len() || other < position)
            })
        };
        let asked = cut.iter().enumerate().filter(|(position, path)| !covered(*position, path));
        let asked = asked.map(|(_, path)| path.clone()).collect();
        Self { paths, asked }
    }

    /// The projection expression.
    pub(crate) fn projection(&self) -> Tokens {
        let mut tokens = Tokens::default();
        for (position, path) in self.asked.iter().enumerate() {
            if position > 0 {
                tokens.text(", ");
            }
            tokens.append(path.tokens());
        }
        tokens
    }

    /// The value at a path of what DynamoDB gives.
    fn find<'v>(&self, item: &'v SdkItem, path: &Steps) -> Option<&'v AttributeValue> {
        let mut steps = path.0.iter().enumerate();
        let (_, Step::Name(name)) = steps.next()? else { return None };
        let mut value = item.get(name.as_ref())?;
        for (position, step) in steps {
            value = match (step, value) {
                (Step::Name(name), AttributeValue::M(entries)) => entries.get(name.as_ref())?,
                (Step::Index(index), AttributeValue::L(values)) => {
                    values.get(self.place(path.0.get(..position)?, *index))?
                }
                _ => return None,
            };
        }
        Some(value)
    }

    /// Where the element of this index stands in what DynamoDB gives of a list: all of it, or the elements that were asked
    /// for and no others, in their order.
    fn place(&self, list: &[Step], index: usize) -> usize {
        if self.asked.iter().any(|path| list.starts_with(&path.0)) {
            return index;
        }
        let asked = self.asked.iter().filter(|path| path.0.starts_with(list));
        let before = asked.filter_map(|path| match path.0.get(list.len()) {
            Some(Step::Index(other)) if *other < index => Some(*other),
            _ => None,
        });
        before.collect::<BTreeSet<usize>>().len()
    }
}

fn column<T: Value>(item: &SdkItem, position: usize, selection: &Selection) -> Result<T, DecodeError> {
    let Some(path) = selection.paths.get(position) else {
        return Err(DecodeError::new("expected a path, found none"));
    };
    let value = selection.find(item, path).cloned().map(map::decode).transpose();
    T::required(value.map_err(|error| error.at_attribute(path.describe()))?, &path.describe())
}

macro_rules! one {
    ($($name:ty),*) => {$(
        impl<I, T: Value + Send + 'static> Columns<I> for $name {
            type Row = T;

            fn into_paths(self) -> Vec<Steps> {
                vec![Steps(self.into_path().steps())]
            }

            fn row(item: &SdkItem, selection: &Selection) -> Result<T, DecodeError> {
                column(item, 0, selection)
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

            fn row(item: &SdkItem, selection: &Selection) -> Result<Self::Row, DecodeError> {
                Ok(($(column::<$name::Holds>(item, $index, selection)?,)*))
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
