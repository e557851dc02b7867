//! What holds for the source tree as such: which crate may use which, what may come in from outside, how long a file
//! may be. Fast, offline, and without a server.

mod layers;
mod metadata;
mod source_tree;
mod supply_chain;
