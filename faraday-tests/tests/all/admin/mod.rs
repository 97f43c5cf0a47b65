//! Tables: created, described, listed, deleted.

mod control_plane;
mod iam;
mod tables;
mod templates;
