//! Constructors of the results of table operations, for tests of your own code. You can change the fields of the results.

use aws_sdk_dynamodb::types;

use super::{Step, StepProgress, StepState, TableDescription};

impl TableDescription {
    /// Returns the description that faraday makes of DynamoDB's own description, for tests of your own code. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use aws_sdk_dynamodb::types;
    /// use faraday::admin::TableDescription;
    ///
    /// let mut table = TableDescription::of(
    ///     types::TableDescription::builder().table_name("users").item_count(3).build(),
    ///     None,
    /// );
    /// table.deletion_protection = true;
    /// assert_eq!((table.name.as_str(), table.item_count), ("users", 3));
    /// ```
    #[must_use]
    pub fn of(table: types::TableDescription, ttl: Option<types::TimeToLiveDescription>) -> Self {
        Self::new(table, ttl)
    }
}

impl StepProgress {
    /// Returns the progress of a step, for tests of your own code. [`Plan::steps`](super::Plan::steps) gives you steps, also those of a
    /// plan that was read from JSON. Needs the feature `testing`.
    #[must_use]
    pub fn of(step: Step, number: usize, of: usize, state: StepState) -> Self {
        Self { step, number, of, state }
    }
}
