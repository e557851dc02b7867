//! What holds for the source tree as such: which crate may use which, what may come in from outside, how long a file
//! may be. Fast, and without a server.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tree that cannot be read shall fail where it stands"
)]

mod layers;
mod metadata;
mod named;
mod requirements_trace;
mod safe_code;
mod security_trace;
mod source_tree;
mod supply_chain;
