//! The black-box tests, in one binary: one link, one process, all in parallel.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test shall fail where it stands")]

mod bad_input;
mod demo;
mod docs;
mod examples;
mod tokens;
