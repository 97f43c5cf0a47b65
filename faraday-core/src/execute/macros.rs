//! The macros that make a struct an operation: `single_request` for one request, `operation` for the methods of every operation.

/// Implements `Execute` for an operation of one request.
macro_rules! single_request {
    ([$($generics:tt)*] $name:ty, $output:ty) => {
        impl<$($generics)*> $crate::execute::Execute for $name {
            type Output = $output;

            fn name(&self) -> &'static str {
                <Self as $crate::execute::SingleRequest>::API.name()
            }

            fn schema(&self) -> Option<$crate::schema::TableSchema> {
                Some(<Self as $crate::execute::SingleRequest>::schema())
            }

            fn destination(&mut self) -> &mut $crate::database::Destination {
                $crate::execute::SingleRequest::destination(self)
            }

            async fn run(self, execution: &mut $crate::execute::Execution) -> $crate::error::Result<Self::Output> {
                $crate::execute::SingleRequest::send(self, execution).await
            }

            fn explanation(self) -> $crate::execute::Explain {
                $crate::execute::SingleRequest::show(self)
            }
        }

        $crate::execute::operation!([$($generics)*] $name);
        $crate::execute::on_table!([$($generics)*] $name);
    };
}
pub(crate) use single_request;

/// Adds the method `on_table` to an operation on one table.
macro_rules! on_table {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $name {
            /// Runs the operation on the table with this name, instead of the table that the items declare. So items of one struct can be
            /// stored in several tables. Give the whole name: the database's prefix is not added.
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn on_table(mut self, name: impl Into<String>) -> Self {
                $crate::execute::Execute::destination(&mut self).set_table(name);
                self
            }
        }
    };
}
pub(crate) use on_table;

/// Implements `IntoFuture` and `Debug` for an operation, and the methods of `Operation` as inherent methods, so that users need no import.
/// For an operation that borrows from its caller, write the lifetime first: `'a;`.
macro_rules! operation {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $crate::execute::Operation for $name {}

        $crate::execute::operation!(methods 'static; [$($generics)*] $name);
    };
    ($lifetime:lifetime; [$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> std::future::IntoFuture for $crate::execute::WithCapacity<$name> {
            type Output = $crate::error::Result<$crate::execute::Metered<<$name as $crate::execute::Execute>::Output>>;
            type IntoFuture =
                $crate::execute::Running<$lifetime, $crate::execute::Metered<<$name as $crate::execute::Execute>::Output>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin($crate::execute::execute(self.0, true))
            }
        }

        $crate::execute::operation!(methods $lifetime; [$($generics)*] $name);
    };
    (methods $lifetime:lifetime; [$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $name {
            /// Runs the operation on this database.
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn on(mut self, database: &$crate::database::Database) -> Self {
                $crate::execute::Execute::destination(&mut self).set_database(database);
                self
            }

            /// Limits the duration of the operation, including all its requests, retries and pauses.
            ///
            /// If a request is under way when the time is over, it is dropped, and the error is a [`Timeout`](crate::ErrorKind::Timeout).
            /// In a stream, each page has this time. See [`Database::with_timeout`](crate::Database::with_timeout).
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn timeout(mut self, time: std::time::Duration) -> Self {
                $crate::execute::Execute::destination(&mut self).limits_mut().set_timeout(time);
                self
            }

            /// Ends the operation at this moment, a `std::time::Instant` or one of tokio's. For a stream, it limits the whole stream. If
            /// the operation also has a `timeout`, the earlier end counts.
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn deadline(mut self, deadline: impl Into<tokio::time::Instant>) -> Self {
                $crate::execute::Execute::destination(&mut self).limits_mut().set_deadline(deadline.into());
                self
            }

            /// Sets how often, after which pauses and for how long requests are sent again: see
            /// [`RetryPolicy`](crate::database::RetryPolicy).
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn retry(mut self, policy: $crate::database::RetryPolicy) -> Self {
                $crate::execute::Execute::destination(&mut self).limits_mut().set_retry(policy);
                self
            }

            /// Limits how often each request is sent: see [`RetryPolicy::max_attempts`](crate::database::RetryPolicy::max_attempts).
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn max_attempts(self, attempts: u32) -> Self {
                self.retry($crate::database::RetryPolicy::new().max_attempts(attempts))
            }

            /// Limits how fast requests are sent: see [`RateLimit`](crate::database::RateLimit).
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn rate_limit(mut self, limit: &$crate::database::RateLimit) -> Self {
                $crate::execute::Execute::destination(&mut self).limits_mut().set_rate(limit.clone());
                self
            }

            /// Changes the configuration of the SDK's client for this operation on items: see
            /// [`Operation::sdk_config`](crate::execute::Operation::sdk_config).
            #[must_use = "an operation does nothing until it is awaited"]
            pub fn sdk_config(mut self, config: aws_sdk_dynamodb::config::Builder) -> Self {
                let config = $crate::transport::SdkConfig::new(config);
                $crate::execute::Execute::destination(&mut self).limits_mut().set_sdk_config(config);
                self
            }

            /// Shows the request without sending it, with an estimate of its cost: [`Explain`](crate::execute::Explain).
            #[must_use]
            pub fn explain(self) -> $crate::execute::Explain {
                $crate::execute::Execute::explanation(self)
            }

            /// Returns the consumed capacity and the request id with the result: [`Metered`](crate::execute::Metered).
            pub fn metered(self) -> $crate::execute::WithCapacity<Self> {
                $crate::execute::WithCapacity(self)
            }
        }

        impl<$($generics)*> std::future::IntoFuture for $name {
            type Output = $crate::error::Result<<Self as $crate::execute::Execute>::Output>;
            type IntoFuture = $crate::execute::Running<$lifetime, <Self as $crate::execute::Execute>::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin($crate::execute::execute_unmetered(self))
            }
        }

        impl<$($generics)*> std::fmt::Debug for $name {
            // Shows only the name and the table, because keys and items must not be shown.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::execute::debug_operation(self, f)
            }
        }
    };
}
pub(crate) use operation;
