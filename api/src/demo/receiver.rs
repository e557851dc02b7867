//! A subscription in the demo whose receiver has gone, so that there is one to look at and nothing is sent anywhere.

use super::directory::member;
use super::seed::{OPERATION, SeedError, start};
use sip_domain::context::IdSeed;
use sip_domain::text::ShortText;
use sip_persistence::{AccessError, AccessNote, Failure, NewSubscription, Store, Turn, add_subscription};
use uuid::Uuid;

/// The administrator of K-SOC, by number.
const ADMINISTRATOR: u16 = 19;
/// The subscription.
const ID: Uuid = Uuid::from_u128(0x0199_3b00_5000_7000_8000_0000_0000_0001);
/// Where it sent to.
const ADDRESS: &str = "https://127.0.0.1:8443/sip-events";

/// Makes it, if it is not there yet.
pub(super) fn subscribe(store: &Store) -> Result<(), SeedError> {
    let note = AccessNote {
        operation: OPERATION,
        purpose: None,
        now: start(),
        seed: IdSeed(ID),
        trace_id: format!("{:032x}", ID.as_u128()),
    };
    let new = NewSubscription {
        url: ADDRESS.to_owned(),
        description: Some(ShortText::parse("Provmottagare").map_err(|_| SeedError::Fixture("a description"))?),
        after: Some(0),
        may_send: true,
    };
    match add_subscription(store, member(ADMINISTRATOR)?.caller(), new, note) {
        Ok(_) | Err(AccessError::Conflict) => {}
        Err(AccessError::Store(error)) => return Err(error.into()),
        Err(error) => return Err(SeedError::Subscription(error)),
    }
    if let Some(turn) = Turn::take(store, ID, Uuid::now_v7(), start())? {
        turn.failed(Failure::Gone, start())?;
    }
    Ok(())
}
