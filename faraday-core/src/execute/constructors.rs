//! Results for tests of your own code: consumed capacity, attributes that a write returns, and the item of a failed condition.

use std::collections::HashMap;

use aws_sdk_dynamodb::Error as SdkError;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::types::error::ConditionalCheckFailedException;

use super::{Capacity, Metered, Partial};
use crate::codec::sdk_map::encode_item;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Item;

impl<T> Metered<T> {
    /// Makes the result of one request without consumed capacity, for tests of your own code. You can change its fields. Needs the feature
    /// `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::execute::{Capacity, Metered};
    ///
    /// let mut answer = Metered::of("ann");
    /// answer.capacity = Some(Capacity::of(0.5));
    /// assert_eq!((answer.requests, answer.len()), (1, 3));
    /// ```
    #[must_use]
    pub fn of(value: T) -> Self {
        Self { requests: 1, ..Self::none(value) }
    }
}

impl Capacity {
    /// Makes a capacity of these units, all of the table and none of its indexes, for tests of your own code. Needs the feature `testing`.
    #[must_use]
    pub fn of(units: f64) -> Self {
        Self { total: units, table: units, ..Self::default() }
    }
}

impl<I> Partial<I> {
    /// Makes a value with these attributes, for tests of your own code. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use aws_sdk_dynamodb::types::AttributeValue;
    /// use faraday::{Item, execute::Partial};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "users")]
    /// struct User {
    ///     #[faraday(partition_key)]
    ///     id: String,
    ///     visits: u64,
    /// }
    ///
    /// let changed = Partial::<User>::of([("visits".into(), AttributeValue::N("7".into()))].into());
    /// assert_eq!(changed.get(User::VISITS)?, Some(7));
    /// # Ok::<(), faraday::Error>(())
    /// ```
    #[must_use]
    pub fn of(attributes: HashMap<String, AttributeValue>) -> Self {
        Self::new(Some(attributes), None)
    }
}

impl Error {
    /// Makes an error of [`ErrorKind::ConditionalCheckFailed`] with the stored item, for tests of your own code: see
    /// [`current`](Error::current). Needs the feature `testing`.
    ///
    /// # Errors
    ///
    /// When the item has no form in DynamoDB.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Error, Item};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// let ann = User { id: "ann".into() };
    /// let error = Error::of_condition_failed_with(&ann)?;
    /// assert!(error.is_condition_failed());
    /// assert_eq!(error.current::<User>()?, Some(ann));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn of_condition_failed_with<I: Item>(current: &I) -> Result<Self> {
        let failed = ConditionalCheckFailedException::builder().set_item(Some(encode_item(current)?)).build();
        let cause = SdkError::ConditionalCheckFailedException(failed);
        Ok(Self::caused(ErrorKind::ConditionalCheckFailed, cause))
    }
}
