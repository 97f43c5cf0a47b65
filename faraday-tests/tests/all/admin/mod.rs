//! Tables: created, described, listed, deleted.

mod control_plane;
mod tables;
