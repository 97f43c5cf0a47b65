//! The works, and the shapes.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    GetItem,
    PutItem,
    Query10,
    Query100,
    Query1000,
    Batch25,
    /// Encodes a struct to the bytes of a PutItem.
    Encode,
    /// Decodes the bytes of a reply to GetItem as a struct.
    Decode,
}

impl Work {
    pub const ALL: [Self; 8] = [
        Self::GetItem,
        Self::PutItem,
        Self::Query10,
        Self::Query100,
        Self::Query1000,
        Self::Batch25,
        Self::Encode,
        Self::Decode,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::GetItem => "GetItem",
            Self::PutItem => "PutItem",
            Self::Query10 => "Query 10",
            Self::Query100 => "Query 100",
            Self::Query1000 => "Query 1,000",
            Self::Batch25 => "BatchWrite 25",
            Self::Encode => "encode alone",
            Self::Decode => "decode alone",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.name() == name)
    }

    /// How often it runs for one measurement.
    pub fn times(self) -> u32 {
        match self {
            Self::Query1000 => 2,
            Self::Query100 => 10,
            Self::Encode | Self::Decode => 500,
            _ => 50,
        }
    }

    pub fn items(self) -> u64 {
        match self {
            Self::Query10 => 10,
            Self::Query100 => 100,
            Self::Query1000 => 1_000,
            _ => 1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Flat,
    Nested,
    List,
    Binary,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Nested, Self::Flat, Self::List, Self::Binary];

    pub fn name(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::Nested => "nested",
            Self::List => "list",
            Self::Binary => "binary",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
