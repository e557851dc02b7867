//! What happened, for those outside: rows of the outbox get numbers, are read from a number on, and are sent to whoever
//! subscribes. Nothing of what happened goes along, only that a case has a new version.

mod delivery;
mod feed;
mod forget;
mod publish;
mod subscriptions;
mod turn;

pub use delivery::due_subscriptions;
pub use feed::{EventRecord, Feed, event_feed};
pub use forget::forget_events;
pub use publish::publish_events;
pub use subscriptions::{
    NewSubscription, Subscription, SubscriptionState, WebhookSecret, add_subscription, remove_subscription,
    subscription, subscriptions,
};
pub use turn::{Batch, Failure, Turn};

use crate::StoreError;
use crate::schema::event_feed as feed_row;
use crate::store::Conn;
use diesel::prelude::*;
use sip_domain::context::{Actor, Duty};
use sip_domain::ids::OrganisationId;

/// The one row of `event_feed`.
const FEED: i64 = 1;

/// Why something about events was refused, beside what every operation refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Events after that place are kept no longer, or the place is not there: the cases have to be read anew.
    #[error("the events after that place are not there")]
    Gone,
    /// The operator does not let anything be sent to that host.
    #[error("nothing may be sent to that host")]
    Host,
    /// The organisation has as many subscriptions as it may have.
    #[error("too many subscriptions")]
    TooMany,
}

impl EventError {
    /// The stable code that the API answers and the access log keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gone => "EVENTS_GONE",
            Self::Host => "WEBHOOK_HOST_NOT_ALLOWED",
            Self::TooMany => "TOO_MANY_SUBSCRIPTIONS",
        }
    }
}

/// The organisation whose events the actor may have: the one that the actor administers.
fn administered(actor: &Actor) -> Option<OrganisationId> {
    match actor {
        Actor::Staff { staff, duty: Duty::Administrator, .. } => Some(staff.unit.organisation),
        _ => None,
    }
}

/// Numbers given and forgotten.
#[derive(Clone, Copy, Debug)]
struct Extent {
    last: i64,
    forgotten: i64,
}

impl Extent {
    fn read(conn: &mut Conn) -> Result<Self, StoreError> {
        let (last, forgotten) = feed_row::table.find(FEED).select((feed_row::last, feed_row::forgotten)).first(conn)?;
        Ok(Self { last, forgotten })
    }

    /// Whether one can go on from there without having missed anything.
    fn reaches(self, position: i64) -> bool {
        (self.forgotten..=self.last).contains(&position)
    }
}

/// Takes the feed's lock until the transaction ends, and gives what stands there then.
///
/// On `SQLite` the one writer is the lock. On `PostgreSQL` the row itself is: who comes second waits here for the first to commit
/// and reads on from what that one wrote (READ COMMITTED; under REPEATABLE READ it fails instead and tries again later).
fn lock_sequencer(conn: &mut Conn) -> Result<Extent, StoreError> {
    let row = feed_row::table.find(FEED);
    if diesel::update(row).set(feed_row::last.eq(feed_row::last)).execute(conn)? != 1 {
        return Err(StoreError::Corrupt("the event feed"));
    }
    Extent::read(conn)
}
