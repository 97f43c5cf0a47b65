use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::StreamViewType;
use fastrand::Rng;

use super::StreamService;

/// How the service replies.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) records_a_page: usize,
    pub(super) shards_a_page: usize,
    pub(super) listing_delay: Duration,
    pub(super) strict: bool,
    pub(super) empty_pages: f64,
    /// The longest pause, in milliseconds.
    pub(super) longest_pause: u64,
    pub(super) rng: Rng,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            records_a_page: 1_000,
            shards_a_page: 100,
            listing_delay: Duration::ZERO,
            strict: false,
            empty_pages: 0.0,
            longest_pause: 3,
            rng: Rng::with_seed(0),
        }
    }
}

impl Settings {
    /// How long a request waits before it is applied, and again before it is answered.
    pub(super) fn pause(&mut self) -> Duration {
        let longest = self.longest_pause;
        Duration::from_millis(if longest == 0 { 0 } else { self.rng.u64(1..=longest) })
    }

    /// Whether a page is empty although there are records.
    pub(super) fn is_empty_page(&mut self) -> bool {
        self.empty_pages > 0.0 && self.rng.f64() < self.empty_pages
    }
}

/// Clones share the settings too.
impl StreamService {
    /// The highest number of records in a page of `GetRecords`: 1000 if not set.
    #[must_use]
    pub fn records_a_page(self, records: usize) -> Self {
        self.state().settings.records_a_page = records.clamp(1, 1_000);
        self
    }

    /// The highest number of shards in a page of `DescribeStream`: 100 if not set.
    #[must_use]
    pub fn shards_a_page(self, shards: usize) -> Self {
        self.state().settings.shards_a_page = shards.clamp(1, 100);
        self
    }

    /// `DescribeStream` shows a shard this long after it was made, and the second child of a split after twice as long. Meanwhile it shows
    /// its parent as closed. If not set, it shows all shards at once. A new delay counts for shards that are made later.
    #[must_use]
    pub fn delay_listing(self, delay: Duration) -> Self {
        self.state().settings.listing_delay = delay;
        self
    }

    /// The service refuses requests over AWS's limits: five `GetRecords` a second for each shard, and ten `DescribeStream` a second.
    #[must_use]
    pub fn strict(self) -> Self {
        self.state().settings.strict = true;
        self
    }

    /// The chance that a page of `GetRecords` is empty although there are records, from 0 to 1: 0 if not set.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html>
    #[must_use]
    pub fn empty_pages(self, chance: f64) -> Self {
        self.state().settings.empty_pages = chance;
        self
    }

    /// Every request pauses twice, each time for 1 to `longest` milliseconds, at random from this seed: up to 3 if not set, and not at all
    /// with 0. The seed also decides about empty pages.
    #[must_use]
    pub fn pauses(self, seed: u64, longest: u64) -> Self {
        let mut state = self.state();
        state.settings.rng = Rng::with_seed(seed);
        state.settings.longest_pause = longest;
        drop(state);
        self
    }

    /// The service's date when it was made: midnight of 1 January 2026 if not set. Set it before a client sees the stream, because the
    /// stream's ARN contains it.
    #[must_use]
    pub fn starting_at(self, time: SystemTime) -> Self {
        self.state().stream.clock.began_at = time;
        self
    }

    /// The number of open shards at the beginning: one if not set. Set it before the first record: it removes the shards and records so
    /// far.
    #[must_use]
    pub fn with_shards(self, count: usize) -> Self {
        self.state().stream.begin_with(count);
        self
    }

    /// The images of the records: new and old ones if not set.
    #[must_use]
    pub fn view_type(self, view: StreamViewType) -> Self {
        self.state().stream.view = view;
        self
    }

    /// The types of the table's key attributes, in order: `S`, `N` or `B`; `S` if not set.
    #[must_use]
    pub fn key_types(self, types: &[&str]) -> Self {
        self.state().stream.key_types = types.iter().map(|kind| (*kind).to_owned()).collect();
        self
    }
}
