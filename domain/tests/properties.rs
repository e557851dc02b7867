//! What holds whatever is tried, in whatever order, by whomever; and that what a client is told beforehand is what is
//! decided afterwards.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a slip in test data is to stop the test")]

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod life;
#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

#[path = "properties/agreement.rs"]
mod agreement;
#[path = "properties/invariants.rs"]
mod invariants;
#[path = "properties/relations.rs"]
mod relations;
#[path = "properties/walks.rs"]
mod walks;
