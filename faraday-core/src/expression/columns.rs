//! `select`: reads some places of an item instead of the whole item, and asks DynamoDB for no two places that overlap.

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

use super::path::{Path, Place};
use super::step::Step;
use super::tokens::Tokens;
use crate::codec::sdk_map::{self, Owned, SdkItem};
use crate::frozen::Format;
use crate::schema::{FrozenAttribute, FrozenField};
use crate::value::{DecodeError, Decoder, Value};

/// The places of `I` that a read selects: one place, or a tuple of up to twelve. A row is the value, or the tuple of values.
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
/// let totals: Vec<(u64, u64)> =
///     Table::<Order>::query("ann").select((Order::ID, Order::TOTAL)).on(&db).await?;
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
    /// The type of a row.
    type Row: Send + 'static;

    #[doc(hidden)]
    fn into_paths(self) -> Vec<Steps>;

    #[doc(hidden)]
    fn row(item: &SdkItem, selection: &Selection) -> Result<Self::Row, DecodeError>;
}

/// A path, as a list of steps.
#[doc(hidden)]
#[derive(Clone)]
pub struct Steps {
    path: Vec<Step>,
    /// The `Format` of the frozen attribute at the end of the path, if it is one.
    format: Option<Arc<dyn Any + Send + Sync>>,
}

impl Steps {
    fn tokens(&self) -> Tokens {
        let mut tokens = Tokens::default();
        for (position, step) in self.path.iter().enumerate() {
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
        for step in &self.path {
            match step {
                Step::Name(name) if text.is_empty() => text.push_str(name),
                Step::Name(name) => text.extend([".", name]),
                Step::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }

    /// Truncates the path at a list if a later element of the list is selected too. DynamoDB leaves out an element that lacks the
    /// selected place, and the later element would then take its index.
    fn cut(&self, paths: &[Self]) -> Self {
        let later = |position: usize, index: usize| {
            paths.iter().any(|path| {
                path.path.get(..position) == self.path.get(..position)
                    && matches!(path.path.get(position), Some(Step::Index(other)) if *other > index)
            })
        };
        let list = self.path.iter().enumerate().position(|(position, step)| match step {
            Step::Index(index) => later(position, *index),
            Step::Name(_) => false,
        });
        let length = list.map_or(self.path.len(), |position| position + 1);
        Self { path: self.path.iter().take(length).cloned().collect(), format: None }
    }
}

/// The paths of a row, and the projection that reads them.
#[doc(hidden)]
pub struct Selection {
    paths: Vec<Steps>,
    /// The paths in the request. No two overlap, because DynamoDB refuses that.
    asked: Vec<Steps>,
}

impl Selection {
    pub(crate) fn of(paths: Vec<Steps>) -> Self {
        let cut: Vec<Steps> = paths.iter().map(|path| path.cut(&paths)).collect();
        let covered = |position: usize, path: &Steps| {
            let mut others = cut.iter().enumerate();
            others.any(|(other, longer)| {
                path.path.starts_with(&longer.path) && (longer.path.len() < path.path.len() || other < position)
            })
        };
        let asked = cut.iter().enumerate().filter(|(position, path)| !covered(*position, path));
        let asked = asked.map(|(_, path)| path.clone()).collect();
        Self { paths, asked }
    }

    /// Whether an attribute, or a place inside it, is selected.
    pub(crate) fn asks_for(&self, attribute: &str) -> bool {
        self.paths.iter().any(|path| matches!(path.path.first(), Some(Step::Name(name)) if name == attribute))
    }

    /// Returns the projection expression.
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

    /// Returns the value at a path in the returned item.
    fn find<'v>(&self, item: &'v SdkItem, path: &Steps) -> Option<&'v AttributeValue> {
        let mut steps = path.path.iter().enumerate();
        let (_, Step::Name(name)) = steps.next()? else { return None };
        let mut value = item.get(name.as_ref())?;
        for (position, step) in steps {
            value = match (step, value) {
                (Step::Name(name), AttributeValue::M(entries)) => entries.get(name.as_ref())?,
                (Step::Index(index), AttributeValue::L(values)) => {
                    values.get(self.place(path.path.get(..position)?, *index))?
                }
                _ => return None,
            };
        }
        Some(value)
    }

    /// Returns the position of an element in the list that DynamoDB returned: the whole list, or only the requested elements, in
    /// their order.
    fn place(&self, list: &[Step], index: usize) -> usize {
        if self.asked.iter().any(|path| list.starts_with(&path.path)) {
            return index;
        }
        let asked = self.asked.iter().filter(|path| path.path.starts_with(list));
        let before = asked.filter_map(|path| match path.path.get(list.len()) {
            Some(Step::Index(other)) if *other < index => Some(*other),
            _ => None,
        });
        before.collect::<BTreeSet<usize>>().len()
    }
}

/// One of the places of a row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something to select of `{I}`",
    label = "expected an attribute or path of `{I}`"
)]
#[doc(hidden)]
pub trait Column<I> {
    /// The type of the place's value.
    type Held: Send + 'static;

    fn into_steps(self) -> Steps;

    /// Decodes the value. An absent value is an error, unless the type can be absent.
    fn held(value: Option<AttributeValue>, steps: &Steps) -> Result<Self::Held, DecodeError>;
}

fn column<I, C: Column<I>>(item: &SdkItem, position: usize, selection: &Selection) -> Result<C::Held, DecodeError> {
    let Some(path) = selection.paths.get(position) else {
        return Err(DecodeError::new("expected a path, found none"));
    };
    C::held(selection.find(item, path).cloned(), path)
}

macro_rules! one {
    ($([$($absence:ident)?] $name:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<I, T: Value + Send + 'static $(, $absence)?> Column<I> for $name {
            type Held = T;

            fn into_steps(self) -> Steps {
                Steps { path: self.into_path().steps(), format: None }
            }

            fn held(value: Option<AttributeValue>, steps: &Steps) -> Result<T, DecodeError> {
                let value = value.map(sdk_map::decode).transpose();
                T::required(value.map_err(|error| error.at_attribute(steps.describe()))?, &steps.describe())
            }
        }
    )*};
}

one! {
    [A] crate::schema::Attribute<I, T, A>;
    [] crate::schema::KeyAttribute<I, T>;
    [] crate::schema::ManagedAttribute<I, T>;
    [] crate::schema::GuardedAttribute<I, T>;
    [A] Path<I, T, A>;
}

#[diagnostic::do_not_recommend]
impl<I, H, A> Column<I> for FrozenAttribute<I, H, A>
where
    H: FrozenField<Inner: DeserializeOwned + 'static> + Value + Send + 'static,
{
    type Held = H;

    fn into_steps(self) -> Steps {
        Steps { path: vec![Step::Name(self.name().into())], format: Some(Arc::new(self.format())) }
    }

    fn held(value: Option<AttributeValue>, steps: &Steps) -> Result<H, DecodeError> {
        let format: Option<&Format<H::Inner>> = steps.format.as_ref().and_then(|format| format.downcast_ref());
        let read = |value| match format {
            Some(format) => thaw(format, value),
            None => Err(DecodeError::new("expected a frozen attribute, found another")),
        };
        let value = value.map(read).transpose().map_err(|error| error.at_attribute(steps.describe()))?;
        H::required(value.flatten(), &steps.describe())
    }
}

/// Reads a frozen attribute, which is already decrypted. NULL counts as absent.
pub(crate) fn thaw<H>(format: &Format<H::Inner>, value: AttributeValue) -> Result<Option<H>, DecodeError>
where
    H: FrozenField<Inner: DeserializeOwned> + Value,
{
    match value {
        AttributeValue::Null(_) if H::absent().is_some() => Ok(None),
        AttributeValue::B(bytes) => format.thaw(bytes.as_ref()).map(|inner| Some(H::of(inner))),
        other => Err(DecodeError::expected("B", Owned::new(other, 0).kind())),
    }
}

macro_rules! alone {
    ($([$($generics:tt)*] $name:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<I, $($generics)*> Columns<I> for $name
        where
            Self: Column<I>,
        {
            type Row = <Self as Column<I>>::Held;

            fn into_paths(self) -> Vec<Steps> {
                vec![self.into_steps()]
            }

            fn row(item: &SdkItem, selection: &Selection) -> Result<Self::Row, DecodeError> {
                column::<I, Self>(item, 0, selection)
            }
        }
    )*};
}

alone! {
    [T, A] crate::schema::Attribute<I, T, A>;
    [T] crate::schema::KeyAttribute<I, T>;
    [T] crate::schema::ManagedAttribute<I, T>;
    [T] crate::schema::GuardedAttribute<I, T>;
    [T, A] Path<I, T, A>;
    [H: FrozenField, A] FrozenAttribute<I, H, A>;
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<I, $($name: Column<I>),*> Columns<I> for ($($name,)*) {
            type Row = ($($name::Held,)*);

            fn into_paths(self) -> Vec<Steps> {
                vec![$(self.$index.into_steps()),*]
            }

            fn row(item: &SdkItem, selection: &Selection) -> Result<Self::Row, DecodeError> {
                Ok(($(column::<I, $name>(item, $index, selection)?,)*))
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
