//! The roads beside the straight one, from their beginning to where they lead: given, when, then.
#![expect(clippy::indexing_slicing, reason = "a slip in test data is to stop the test")]

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod life;
#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

#[path = "roads/adulthood.rs"]
mod adulthood;
#[path = "roads/children.rs"]
mod children;
#[path = "roads/consent.rs"]
mod consent;
#[path = "roads/discharge.rs"]
mod discharge;
#[path = "roads/protection.rs"]
mod protection;
#[path = "roads/representation.rs"]
mod representation;
#[path = "roads/rest.rs"]
mod rest;
#[path = "roads/voiding.rs"]
mod voiding;

use life::Life;
use sip_domain::access::in_force_for_any;
use sip_domain::model::{ClosureReason, PauseCause, Status, StatusName};

/// Whether anybody may share anything now.
fn is_shared(life: &Life) -> bool {
    in_force_for_any(life.case(), None, life.now)
}

fn state(life: &Life) -> StatusName {
    life.case().status.name()
}

fn paused_for(life: &Life) -> Option<PauseCause> {
    match &life.case().status {
        Status::Paused(pause) => Some(pause.cause),
        _ => None,
    }
}

fn closed_for(life: &Life) -> Option<ClosureReason> {
    match &life.case().status {
        Status::Closed(closure) => Some(closure.reason),
        _ => None,
    }
}
