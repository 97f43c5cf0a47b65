//! Spans and events for the crate `tracing`, with its feature: [`Span`]. Without the feature, nothing here does anything.

use std::future::Future;

use crate::database::Finished;
use crate::error::{Error, ErrorKind};

/// The counts of a query or scan.
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only a span has them"))]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) count: u64,
    pub(super) scanned_count: u64,
}

#[cfg(feature = "tracing")]
mod recorded {
    use std::fmt::Write as _;

    use tracing::field::Empty;
    use tracing::instrument::Instrument;

    use super::{Counts, Error, ErrorKind, Finished, Future};

    /// The span of one operation, with OpenTelemetry's conventions for databases.
    ///
    /// No field contains a part of an item: only names, numbers, and the kind of an error.
    pub(in super::super) struct Span(tracing::Span);

    impl Span {
        pub(in super::super) fn begin(operation: &'static str, table: Option<&str>) -> Self {
            let span = tracing::info_span!(
                target: "faraday",
                "dynamodb",
                otel.name = Empty,
                otel.kind = "client",
                otel.status_code = Empty,
                db.system.name = "aws.dynamodb",
                db.operation.name = operation,
                db.collection.name = table,
                aws.dynamodb.index_name = Empty,
                aws.dynamodb.consumed_capacity = Empty,
                aws.dynamodb.count = Empty,
                aws.dynamodb.scanned_count = Empty,
                aws.request_id = Empty,
                db.response.status_code = Empty,
                error.r#type = Empty,
                faraday.requests = Empty,
                faraday.attempts = Empty,
                faraday.outcome = Empty,
                faraday.dropped = Empty,
            );
            if !span.is_disabled() {
                let mut name = operation.to_owned();
                if let Some(table) = table {
                    // Writing to a string does not fail.
                    let _ = write!(name, " {table}");
                }
                span.record("otel.name", name);
            }
            Self(span)
        }

        pub(in super::super) fn is_recorded(&self) -> bool {
            !self.0.is_disabled()
        }

        /// Runs a future in the span, if there is one.
        pub(in super::super) fn around<F: Future>(
            span: Option<&Self>,
            future: F,
        ) -> impl Future<Output = F::Output> + use<F> {
            future.instrument(span.map_or_else(tracing::Span::none, |span| span.0.clone()))
        }

        pub(in super::super) fn end(&self, finished: &Finished<'_>, counts: Counts, error: Option<&Error>) {
            let span = &self.0;
            if let Some(index) = finished.index {
                span.record("aws.dynamodb.index_name", index);
            }
            if let Some(capacity) = finished.capacity {
                span.record("aws.dynamodb.consumed_capacity", capacity.total);
            }
            if matches!(finished.operation, "Query" | "Scan") {
                span.record("aws.dynamodb.count", counts.count)
                    .record("aws.dynamodb.scanned_count", counts.scanned_count);
            }
            if let Some(id) = finished.request_id {
                span.record("aws.request_id", id);
            }
            span.record("faraday.requests", finished.requests).record("faraday.attempts", finished.attempts);
            if finished.is_dropped {
                span.record("faraday.dropped", true);
            }
            if let Some(error) = error {
                span.record("otel.status_code", "ERROR").record("error.type", tracing::field::debug(error.kind()));
                span.record("faraday.outcome", if error.is_outcome_unknown() { "unknown" } else { "not done" });
            }
        }
    }

    /// Records that an attempt of the SDK was not the first, or that a request failed.
    pub(in super::super) fn request_is_over(name: &'static str, attempts: u64, error: Option<ErrorKind>) {
        if attempts > 1 {
            tracing::debug!(target: "faraday", request = name, attempts, "the SDK sent the request again");
        }
        if let Some(kind) = error {
            tracing::debug!(target: "faraday", request = name, error = ?kind, "the request failed");
        }
    }

    /// Records that a request is sent again after this pause.
    pub(crate) fn retrying(name: &'static str, error: &Error, pause: std::time::Duration) {
        let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        if error.is_conflict() || error.is_version_conflict() {
            tracing::info!(target: "faraday", request = name, error = ?error.kind(), pause_ms, "conflict: sent again");
        } else {
            tracing::info!(target: "faraday", request = name, error = ?error.kind(), pause_ms, "sent again");
        }
    }

    /// Records that DynamoDB did not process parts of a batch, which are sent again.
    pub(crate) fn put_off(parts: usize) {
        tracing::info!(target: "faraday", parts, "parts of a batch were not processed: sent again");
    }
}

#[cfg(not(feature = "tracing"))]
mod recorded {
    use super::{Counts, Error, ErrorKind, Finished, Future};

    /// Does nothing.
    pub(in super::super) struct Span;

    impl Span {
        pub(in super::super) fn begin(_: &'static str, _: Option<&str>) -> Self {
            Self
        }

        pub(in super::super) fn is_recorded(&self) -> bool {
            let Self = self;
            false
        }

        pub(in super::super) fn around<F: Future>(_: Option<&Self>, future: F) -> F {
            future
        }

        pub(in super::super) fn end(&self, _: &Finished<'_>, _: Counts, _: Option<&Error>) {
            let Self = self;
        }
    }

    pub(in super::super) fn request_is_over(_: &'static str, _: u64, _: Option<ErrorKind>) {}

    pub(crate) fn retrying(_: &'static str, _: &Error, _: std::time::Duration) {}

    pub(crate) fn put_off(_: usize) {}
}

pub(super) use recorded::{Span, request_is_over};
pub(crate) use recorded::{put_off, retrying};
