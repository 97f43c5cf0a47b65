//! A telemetry provider that counts the SDK's measurements.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_smithy_observability::global::set_telemetry_provider;
use aws_smithy_observability::instruments::{
    AsyncInstrumentBuilder, AsyncMeasure, Histogram, InstrumentBuilder, MonotonicCounter, ProvideInstrument,
    UpDownCounter,
};
use aws_smithy_observability::meter::{Meter, ProvideMeter};
use aws_smithy_observability::{Attributes, Context, TelemetryProvider};

/// How often each histogram was given a value.
#[derive(Debug, Clone, Default)]
pub struct Counted(Arc<Mutex<BTreeMap<String, usize>>>);

impl Counted {
    /// Measures everything that this process does from now on.
    pub fn install() -> Self {
        let counted = Self::default();
        let provider = TelemetryProvider::builder().meter_provider(Arc::new(counted.clone())).build();
        set_telemetry_provider(provider).unwrap();
        counted
    }

    pub fn calls(&self, histogram: &str) -> usize {
        self.0.lock().unwrap().get(histogram).copied().unwrap_or_default()
    }
}

impl ProvideMeter for Counted {
    fn get_meter(&self, _: &'static str, _: Option<&Attributes>) -> Meter {
        Meter::new(Arc::new(self.clone()))
    }
}

/// One histogram.
#[derive(Debug)]
struct Named(Counted, String);

impl Histogram for Named {
    fn record(&self, _: f64, _: Option<&Attributes>, _: Option<&dyn Context>) {
        *self.0.0.lock().unwrap().entry(self.1.clone()).or_default() += 1;
    }
}

/// An instrument of another kind: the SDK's client has none.
#[derive(Debug)]
struct Ignored<T>(std::marker::PhantomData<fn() -> T>);

impl<T: std::fmt::Debug> AsyncMeasure for Ignored<T> {
    type Value = T;

    fn record(&self, _: T, _: Option<&Attributes>, _: Option<&dyn Context>) {}

    fn stop(&self) {}
}

impl MonotonicCounter for Ignored<u64> {
    fn add(&self, _: u64, _: Option<&Attributes>, _: Option<&dyn Context>) {}
}

impl UpDownCounter for Ignored<i64> {
    fn add(&self, _: i64, _: Option<&Attributes>, _: Option<&dyn Context>) {}
}

fn ignored<T>() -> Arc<Ignored<T>> {
    Arc::new(Ignored(std::marker::PhantomData))
}

type Measure<T> = Arc<dyn AsyncMeasure<Value = T>>;

impl ProvideInstrument for Counted {
    fn create_gauge(&self, _: AsyncInstrumentBuilder<'_, Measure<f64>, f64>) -> Measure<f64> {
        ignored::<f64>()
    }

    fn create_up_down_counter(&self, _: InstrumentBuilder<'_, Arc<dyn UpDownCounter>>) -> Arc<dyn UpDownCounter> {
        ignored::<i64>()
    }

    fn create_async_up_down_counter(&self, _: AsyncInstrumentBuilder<'_, Measure<i64>, i64>) -> Measure<i64> {
        ignored::<i64>()
    }

    fn create_monotonic_counter(
        &self,
        _: InstrumentBuilder<'_, Arc<dyn MonotonicCounter>>,
    ) -> Arc<dyn MonotonicCounter> {
        ignored::<u64>()
    }

    fn create_async_monotonic_counter(&self, _: AsyncInstrumentBuilder<'_, Measure<u64>, u64>) -> Measure<u64> {
        ignored::<u64>()
    }

    fn create_histogram(&self, builder: InstrumentBuilder<'_, Arc<dyn Histogram>>) -> Arc<dyn Histogram> {
        Arc::new(Named(self.clone(), builder.get_name().to_string()))
    }
}
