//! Works of the codec alone. Each has a name, so that valgrind can run one of them.

use std::hint::black_box;
use std::time::Duration;

use faraday::document::{from_json, to_json};
use faraday::value::Attributes;

use crate::report::instructions_of;
use crate::{cpu, enums, extra, fields};

/// How often a work is timed.
const RUNS: u32 = 20;

pub struct Alone {
    pub name: String,
    /// How often it runs for one measurement.
    times: u32,
    run: Box<dyn Fn(u32)>,
}

/// The cost of one round of a work.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// `None` if valgrind is not installed.
    pub instructions: Option<f64>,
    pub time: Duration,
}

impl Alone {
    /// Decodes the bytes of an item to the value. Fails if the decoded value does not write the same bytes.
    pub fn decode<T: Attributes + 'static>(name: impl Into<String>, times: u32, value: &T) -> Self {
        let json = to_json(value).expect("JSON");
        let read = from_json::<T>(&json).expect("a value");
        assert_eq!(to_json(&read).expect("JSON"), json, "what was written is read");
        let run = move |times| {
            for _ in 0..times {
                black_box(from_json::<T>(black_box(&json)).expect("a value"));
            }
        };
        Self { name: name.into(), times, run: Box::new(run) }
    }

    /// Encodes a value to the bytes of an item.
    pub fn encode<T: Attributes + 'static>(name: impl Into<String>, times: u32, value: T) -> Self {
        let run = move |times| {
            for _ in 0..times {
                black_box(to_json(black_box(&value)).expect("JSON"));
            }
        };
        Self { name: name.into(), times, run: Box::new(run) }
    }

    fn all() -> impl Iterator<Item = Self> {
        fields::works()
            .into_iter()
            .flat_map(|work| [work.decode, work.encode])
            .chain(extra::works())
            .chain(enums::works())
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::all().find(|work| work.name == name)
    }

    pub fn run(&self, times: u32) {
        (self.run)(times);
    }

    pub fn cost(&self) -> Cost {
        let time = cpu::least(RUNS, || self.run(self.times)) / self.times;
        let instructions = instructions_of(&["alone", &self.name], self.times).map(|(all, _)| all);
        Cost { instructions, time }
    }
}

impl Cost {
    /// Returns a cell of a table: instructions, and the time.
    pub fn cell(self) -> String {
        let time = format!("{:.2} µs", cpu::micros(self.time));
        self.instructions.map_or_else(|| time.clone(), |count| format!("{count:.0} ({time})"))
    }

    /// Returns the instructions, or nanoseconds if they are unknown: only for comparing costs of one run.
    pub fn comparable(self) -> f64 {
        self.instructions.unwrap_or(self.nanos())
    }

    pub fn nanos(self) -> f64 {
        self.time.as_secs_f64() * 1e9
    }
}
