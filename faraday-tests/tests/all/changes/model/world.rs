//! A table with random writes, whose stream's shards split and roll over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use faraday::Database;
use faraday_tests::stream_service::StreamService;
use fastrand::Rng;
use serde_json::json;
use tokio::time::Instant;

use super::{Event, Ledger};

pub struct World {
    pub service: StreamService,
    pub rng: Rng,
    ledger: Arc<Mutex<Ledger>>,
    totals: HashMap<String, u64>,
    /// When a shard was first met.
    met: HashMap<String, Instant>,
    listing_delay: Duration,
}

impl World {
    /// A stream that answers as the seed decides, and fails `faults` of all requests.
    pub fn new(seed: u64, faults: f64) -> Self {
        fastrand::seed(seed);
        let mut rng = Rng::with_seed(seed);
        let listing_delay = Duration::from_millis([0, 200, 3_000][rng.usize(..3)]);
        let service = StreamService::new("orders", &["id"])
            .with_shards(rng.usize(1..=3))
            .records_a_page([1, 3, 1_000][rng.usize(..3)])
            .shards_a_page([8, 100][rng.usize(..2)])
            .empty_pages([0.0, 0.3][rng.usize(..2)])
            .pauses(seed, [2, 40][rng.usize(..2)])
            .delay_listing(listing_delay);
        if faults > 0.0 {
            service.fail_at_random(seed, faults);
        }
        let (ledger, totals, met) = (Arc::default(), HashMap::new(), HashMap::new());
        Self { service, rng, ledger, totals, met, listing_delay }
    }

    /// A database on the service, whose clock is the service's and as many seconds ahead.
    pub fn database(&self, ahead: i64) -> Database {
        let service = self.service.clone();
        let by = Duration::from_secs(ahead.unsigned_abs());
        let clock = move || if ahead < 0 { service.time() - by } else { service.time() + by };
        Database::builder(self.service.client()).clock(clock).build()
    }

    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap()
    }

    pub fn shared_ledger(&self) -> Arc<Mutex<Ledger>> {
        self.ledger.clone()
    }

    /// Writes some changes, and perhaps closes shards between them.
    pub fn go_on(&mut self) {
        for _ in 0..self.rng.usize(1..8) {
            self.write();
        }
        if self.rng.u8(..) < 40 {
            self.reshape();
        }
    }

    /// Puts, deletes or expires one of some dozen items.
    pub fn write(&mut self) {
        let id = format!("item {}", self.rng.u8(..24));
        let key = json!({ "id": { "S": &id } });
        let (old, new) = (self.totals.get(&id).copied(), self.rng.u64(..1_000));
        let expired = old.is_some() && self.rng.u8(..) < 30;
        let (number, new) = match (old, self.rng.u8(..)) {
            (Some(_), _) if expired => (self.service.expire(key), None),
            (Some(_), ..60) => (self.service.remove(key), None),
            _ => (self.service.put(key, json!({ "total": { "N": new.to_string() } })), Some(new)),
        };
        match new {
            Some(new) => self.totals.insert(id.clone(), new),
            None => self.totals.remove(&id),
        };
        self.ledger().write(Event { number: number.parse().unwrap(), id, old, new, expired });
    }

    /// Splits a shard, or replaces one or all. A shard that is not listed yet is left alone: AWS keeps a shard for hours.
    fn reshape(&mut self) {
        let (now, delay) = (Instant::now(), self.listing_delay);
        let open = self.service.open_shards();
        for shard in &open {
            self.met.entry(shard.clone()).or_insert(now);
        }
        let is_old = |shard: &&String| delay.is_zero() || now.duration_since(self.met[*shard]) > delay * 2;
        let old: Vec<&String> = open.iter().filter(is_old).collect();
        let Some(shard) = self.rng.choice(old.iter().copied()) else { return };
        match self.rng.u8(..3) {
            0 if open.len() < 6 => drop(self.service.split(shard)),
            1 if old.len() == open.len() => drop(self.service.roll_over_all()),
            _ => drop(self.service.roll_over(shard)),
        }
        for shard in self.service.open_shards() {
            self.met.entry(shard).or_insert(now);
        }
    }
}
