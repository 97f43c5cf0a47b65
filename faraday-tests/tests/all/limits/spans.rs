//! The feature `tracing`: one span an operation, by OpenTelemetry's conventions for databases, and no stored value in it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use faraday::testing::Fault;
use faraday::{Table, transaction};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Instrument, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

use super::{Note, note, put, with_notes};

type Fields = BTreeMap<String, String>;

/// The fields of spans that are over, and of events with the name of their span.
#[derive(Debug, Clone, Default)]
struct Recorded {
    spans: Arc<Mutex<Vec<Fields>>>,
    events: Arc<Mutex<Vec<Fields>>>,
}

struct Values<'f>(&'f mut Fields);

impl Visit for Values<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Recorded {
    /// Asked anew for each span, or other tests, in other threads, would be recorded.
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::new();
        attributes.record(&mut Values(&mut fields));
        fields.insert("target".to_owned(), attributes.metadata().target().to_owned());
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let mut extensions = span.extensions_mut();
        record.record(&mut Values(extensions.get_mut::<Fields>().unwrap()));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "faraday" {
            return;
        }
        let mut fields = Fields::new();
        event.record(&mut Values(&mut fields));
        let span = context.event_span(event).map(|span| span.metadata().name().to_owned());
        fields.insert("span".to_owned(), span.unwrap_or_default());
        self.events.lock().unwrap().push(fields);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let mut extensions = span.extensions_mut();
        if let Some(fields) = extensions.remove::<Fields>().filter(|fields| fields["target"] == "faraday") {
            self.spans.lock().unwrap().push(fields);
        }
    }
}

impl Recorded {
    /// Runs this with a subscriber of its own.
    async fn during(work: impl Future<Output = ()>) -> Self {
        let recorded = Self::default();
        let subscriber = Registry::default().with(recorded.clone());
        let dispatch = tracing::Dispatch::new(subscriber);
        let mut work = Box::pin(work.instrument(tracing::Span::none()));
        std::future::poll_fn(|context| tracing::dispatcher::with_default(&dispatch, || work.as_mut().poll(context)))
            .await;
        recorded
    }

    fn spans(&self) -> Vec<Fields> {
        self.spans.lock().unwrap().clone()
    }

    fn events(&self) -> Vec<Fields> {
        self.events.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn an_operation_is_one_client_span() {
    with_notes(async |database, _| {
        let table = database.table_name::<Note>();
        let recorded = Recorded::during(async { Table::<Note>::put(&note(1)).await.unwrap() }).await;
        let spans = recorded.spans();
        assert_eq!(spans.len(), 1, "{spans:?}");
        let expected = [
            ("otel.name", format!("PutItem {table}")),
            ("otel.kind", "client".into()),
            ("db.system.name", "aws.dynamodb".into()),
            ("db.operation.name", "PutItem".into()),
            ("db.collection.name", table),
            ("aws.dynamodb.consumed_capacity", "2.0".into()),
            ("faraday.requests", "1".into()),
            ("faraday.attempts", "1".into()),
        ];
        for (name, value) in expected {
            assert_eq!(spans[0].get(name), Some(&value), "{name}");
        }
        assert!(spans[0].contains_key("aws.request_id"));
        for name in
            ["otel.status_code", "error.type", "aws.dynamodb.index_name", "aws.dynamodb.count", "faraday.dropped"]
        {
            assert!(!spans[0].contains_key(name), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_query_has_its_index_and_counts() {
    with_notes(async |_, _| {
        put(0..6).await;
        for page in [1, 2] {
            Table::<Note>::update(("a", page)).set(Note::TEXT, "b").await.unwrap();
        }
        let query = async {
            let query = Table::<Note>::index(Note::BY_SIZE).query("a").filter(Note::TEXT.eq("b")).page_size(4);
            query.await.unwrap();
        };
        let recorded = Recorded::during(query).await;
        let spans = recorded.spans();
        assert_eq!(spans.len(), 1, "{spans:?}");
        let field = |name: &str| spans[0].get(name).map(String::as_str);
        assert_eq!(field("aws.dynamodb.index_name"), Some("by_size"));
        assert_eq!((field("aws.dynamodb.count"), field("aws.dynamodb.scanned_count")), (Some("2"), Some("6")));
        assert_eq!(field("faraday.requests"), Some("2"));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn retries_conflicts_and_put_off_writes_are_events() {
    with_notes(async |_, faults| {
        let conflict =
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"secret-text"}"#;
        faults.fail_next_times("TransactWriteItems", 1, Fault::Answer { status: 400, body: conflict.into() });
        faults.fail_next_times("BatchWriteItem", 1, Fault::Unprocessed(vec![0, 2]));
        faults.fail_next_times("GetItem", 2, Fault::Throttled);
        let recorded = Recorded::during(async {
            transaction((Table::<Note>::put(&note(1)),)).await.unwrap();
            Table::<Note>::put_many((0..4).map(note)).await.unwrap();
            Table::<Note>::get(("a", 1)).await.unwrap();
        })
        .await;
        let events = recorded.events();
        let has = |message: &str| events.iter().any(|event| event["message"].contains(message));
        assert!(has("conflict") && has("not processed") && has("the SDK sent the request again"), "{events:?}");
        assert!(events.iter().all(|event| event["span"] == "dynamodb"), "{events:?}");
        let spans = recorded.spans();
        assert_eq!(spans.len(), 3);
        assert_eq!(spans[2]["faraday.attempts"], "3");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn failures_and_drops_are_told_and_no_value_ever() {
    with_notes(async |_, faults| {
        faults.fail_next_times("PutItem", 1, Fault::AnswerLost);
        faults.fail_next_times("GetItem", 1, Fault::Delayed(Duration::from_secs(60)));
        let recorded = Recorded::during(async {
            Table::<Note>::put(&note(1)).max_attempts(1).await.unwrap_err();
            let get = Table::<Note>::get(("a", 1)).into_future();
            tokio::time::timeout(Duration::from_secs(1), get).await.unwrap_err();
            Table::<Note>::put(&note(1)).if_absent().await.unwrap_err();
            Table::<Note>::query("a").filter(Note::TEXT.eq("secret-text")).await.unwrap();
        })
        .await;
        let spans = recorded.spans();
        assert_eq!(spans.len(), 4);
        assert_eq!((spans[0]["otel.status_code"].as_str(), spans[0]["error.type"].as_str()), ("ERROR", "Unreachable"));
        assert_eq!(spans[0]["faraday.outcome"], "unknown");
        assert_eq!(spans[1]["faraday.dropped"], "true");
        assert_eq!(
            (spans[2]["error.type"].as_str(), spans[2]["faraday.outcome"].as_str()),
            ("VersionConflict", "not done")
        );
        let all = format!("{spans:?} {:?}", recorded.events());
        assert!(!all.contains("secret"), "{all}");
    })
    .await;
}
