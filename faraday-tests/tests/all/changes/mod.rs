//! Change streams.

mod lambda;
