//! The items of the soak, and the operations on the two kinds that a task owns: [`Kept`].

use std::fmt::Debug;

use faraday::operation::Update;
use faraday::schema::{Composite, DeclaredTable, Unguarded};
use faraday::{Condition, Item};
use fastrand::Rng;

/// The number of keys of each kind that a task owns.
pub(super) const KEYS: u32 = 6;
/// The colors of entries: the partitions of the global index.
pub(super) const COLORS: [&str; 2] = ["red", "blue"];

/// An item with a version, a global and a local index and a frozen attribute.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "soak-entries",
    global_index(by_color, partition_key = color, sort_key = rank),
    local_index(by_rank, sort_key = rank, projection = keys_only)
)]
pub(super) struct Entry {
    #[faraday(partition_key)]
    pub(super) owner: String,
    #[faraday(sort_key)]
    pub(super) number: u32,
    pub(super) color: String,
    pub(super) rank: u32,
    pub(super) value: u64,
    pub(super) count: i64,
    #[faraday(frozen)]
    pub(super) lines: Vec<String>,
    #[faraday(version)]
    pub(super) version: u64,
}

/// An item without a version: a put replaces any item.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "soak-notes")]
pub(super) struct Note {
    #[faraday(partition_key)]
    pub(super) owner: String,
    #[faraday(sort_key)]
    pub(super) number: u32,
    pub(super) value: u64,
    pub(super) count: i64,
}

/// A counter that all tasks add to.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "soak-counters")]
pub(super) struct Counter {
    #[faraday(partition_key)]
    pub(super) name: String,
    pub(super) value: u64,
}

/// An item that all tasks modify.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "soak-pages")]
pub(super) struct Page {
    #[faraday(partition_key)]
    pub(super) name: String,
    pub(super) edits: u64,
    /// The number of the last edit.
    pub(super) last: u64,
    #[faraday(version)]
    pub(super) version: u64,
}

/// One of the accounts between which all tasks move money.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "soak-accounts")]
pub(super) struct Account {
    #[faraday(partition_key)]
    pub(super) name: String,
    pub(super) balance: i64,
}

/// The effect of an update.
#[derive(Debug, Clone, Copy)]
pub(super) enum Change {
    Set(u64),
    Add(i64),
}

/// An item that one task owns.
pub(super) trait Kept:
    Item<Key = Composite<String, u32>> + DeclaredTable + Unguarded + Clone + PartialEq + Debug
{
    const KIND: &'static str;

    fn owner(&self) -> &str;
    fn number(&self) -> u32;
    fn value(&self) -> u64;
    /// Returns a new state of the item, based on the current one.
    fn new(owner: &str, number: u32, value: u64, before: Option<&Self>, rng: &mut Rng) -> Self;
    /// Returns the item as a write stores it.
    fn stored(self) -> Self;
    /// Whether a put of this item succeeds if `before` is stored.
    fn replaces(&self, before: Option<&Self>) -> bool;
    fn value_is(value: u64) -> Condition<Self>;
    fn update(update: Update<Self>, owner: &str, change: Change) -> Update<Self>;
    /// Returns the item after the update.
    fn changed(self, change: Change) -> Self;
}

impl Kept for Entry {
    const KIND: &'static str = "entries";

    fn owner(&self) -> &str {
        &self.owner
    }

    fn number(&self) -> u32 {
        self.number
    }

    fn value(&self) -> u64 {
        self.value
    }

    fn new(owner: &str, number: u32, value: u64, before: Option<&Self>, rng: &mut Rng) -> Self {
        let color = format!("{owner}-{}", COLORS[rng.usize(..COLORS.len())]);
        let lines = (0..rng.u32(0..4)).map(|line| format!("line {line} of {value}")).collect();
        let (version, rank) = (before.map_or(0, |before| before.version), rng.u32(0..10));
        Self { owner: owner.to_owned(), number, color, rank, value, count: 0, lines, version }
    }

    fn stored(self) -> Self {
        Self { version: self.version + 1, ..self }
    }

    fn replaces(&self, before: Option<&Self>) -> bool {
        self.version == before.map_or(0, |before| before.version)
    }

    fn value_is(value: u64) -> Condition<Self> {
        Self::VALUE.eq(value)
    }

    fn update(update: Update<Self>, owner: &str, change: Change) -> Update<Self> {
        match change {
            Change::Set(value) => {
                let color = format!("{owner}-{}", COLORS[0]);
                update.set(Self::VALUE, value).set(Self::RANK, value as u32 % 10).set(Self::COLOR, color)
            }
            Change::Add(amount) => update.add(Self::COUNT, amount),
        }
    }

    fn changed(self, change: Change) -> Self {
        let after = match change {
            Change::Set(value) => {
                let color = format!("{}-{}", self.owner, COLORS[0]);
                Self { value, rank: value as u32 % 10, color, ..self }
            }
            Change::Add(amount) => Self { count: self.count + amount, ..self },
        };
        after.stored()
    }
}

impl Kept for Note {
    const KIND: &'static str = "notes";

    fn owner(&self) -> &str {
        &self.owner
    }

    fn number(&self) -> u32 {
        self.number
    }

    fn value(&self) -> u64 {
        self.value
    }

    fn new(owner: &str, number: u32, value: u64, _: Option<&Self>, _: &mut Rng) -> Self {
        Self { owner: owner.to_owned(), number, value, count: 0 }
    }

    fn stored(self) -> Self {
        self
    }

    fn replaces(&self, _: Option<&Self>) -> bool {
        true
    }

    fn value_is(value: u64) -> Condition<Self> {
        Self::VALUE.eq(value)
    }

    fn update(update: Update<Self>, _: &str, change: Change) -> Update<Self> {
        match change {
            Change::Set(value) => update.set(Self::VALUE, value),
            Change::Add(amount) => update.add(Self::COUNT, amount),
        }
    }

    fn changed(self, change: Change) -> Self {
        match change {
            Change::Set(value) => Self { value, ..self },
            Change::Add(amount) => Self { count: self.count + amount, ..self },
        }
    }
}
