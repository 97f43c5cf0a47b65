//! Tables: created, described, listed, deleted.

mod tables;
