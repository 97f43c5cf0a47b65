/// Where an iterator starts in its shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::changes) enum Start {
    /// With the oldest change that the stream still has.
    Horizon,
    /// With the next change.
    Now,
    At(String),
    After(String),
}
