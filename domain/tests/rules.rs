//! Every rule of the process, each with the case in which it says no (3.3), and the transitions of a case (3.2).
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a slip in test data is to stop the test")]

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod life;
#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

#[path = "rules/catalogue.rs"]
mod catalogue;
#[path = "rules/children.rs"]
mod children;
#[path = "rules/closing.rs"]
mod closing;
#[path = "rules/consents.rs"]
mod consents;
#[path = "rules/discharge.rs"]
mod discharge;
#[path = "rules/meetings.rs"]
mod meetings;
#[path = "rules/plans.rs"]
mod plans;
#[path = "rules/protection.rs"]
mod protection;
#[path = "rules/safety.rs"]
mod safety;
#[path = "rules/standing.rs"]
mod standing;
#[path = "rules/start.rs"]
mod start;
#[path = "rules/states.rs"]
mod states;
#[path = "rules/summons.rs"]
mod summons;
#[path = "rules/transitions.rs"]
mod transitions;
#[path = "rules/twins.rs"]
mod twins;
