//! Tables as templates of infrastructure tools.

mod fixture;
mod golden;
mod names;
mod published;
