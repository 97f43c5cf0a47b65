//! All tests as one binary, a module for each capability.

mod connector;
