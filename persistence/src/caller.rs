//! Who calls, and on whose behalf: looked up anew for each call, so that an ended assignment stops working at once.

use crate::StoreError;
use crate::codec::{cut, id, micros};
use crate::directory::staff_where;
use crate::people;
use crate::schema::{assignments, staff};
use crate::sealed::Vault;
use crate::store::Conn;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::context::{Actor, CitizenRef, IdSeed};
use sip_domain::identity::IdentityNumber;
use sip_domain::ids::{AssignmentId, PersonId};
use sip_domain::text::{PersonName, ShortText};

/// The first of the identifiers that the store takes from a seed for people new to the register.
const PEOPLE_FROM_SEED: u16 = 0xF000;

/// Who calls, as the token says. What the caller may do is not in here.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A member of staff under one assignment (medarbetaruppdrag).
    Staff {
        /// The assignment's HSA id.
        assignment: String,
        /// The member of staff's own HSA id; must be the one the assignment belongs to.
        subject: String,
        /// The system that calls for them, as the token names it.
        client: Option<String>,
    },
    /// A citizen.
    Citizen {
        /// The number the identity provider vouches for.
        identity: IdentityNumber,
        /// The name from the token; the register's is used when absent.
        name: Option<PersonName>,
    },
    /// The backend itself, for what falls due without anybody's hand.
    System,
}

impl Caller {
    /// The system that calls for them.
    pub(crate) fn client(&self) -> Option<&str> {
        match self {
            Self::Staff { client, .. } => client.as_deref(),
            Self::Citizen { .. } | Self::System => None,
        }
    }
}

/// What is written down of a call beside what it does.
#[derive(Clone, Debug)]
pub struct AccessNote {
    /// The operation's id in the API document.
    pub operation: &'static str,
    /// The reason, where one has to be stated.
    pub purpose: Option<String>,
    /// The moment of the call; what is finer than microseconds is cut.
    pub now: DateTime<Utc>,
    /// A fresh seed for each call, also for one that reads: the log row takes its identifier from it.
    pub seed: IdSeed,
    /// The trace the call belongs to.
    pub trace_id: String,
}

impl AccessNote {
    /// The moment of the call as the store can hold it.
    pub(crate) fn moment(&self) -> DateTime<Utc> {
        cut(self.now)
    }
}

/// An identifier for the n-th person that a call puts in the register.
pub(crate) fn person_from_seed(seed: IdSeed, n: u16) -> PersonId {
    PersonId(seed.nth(PEOPLE_FROM_SEED.saturating_add(n)))
}

/// The actor; none when the assignment does not run or is another's, or when the citizen is not in the register.
pub(crate) fn resolve(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, StoreError> {
    match caller {
        Caller::System => Ok(Some(Actor::System)),
        Caller::Staff { assignment, subject, client } => {
            // A client whose name cannot be kept is no client, and never the user alone.
            let Ok(client) = client.clone().map(ShortText::parse).transpose() else { return Ok(None) };
            let found: Option<String> = assignments::table
                .inner_join(staff::table)
                .filter(assignments::hsa_id.eq(assignment))
                .filter(staff::hsa_id.eq(subject))
                .select(assignments::id)
                .first(conn)
                .optional()?;
            let Some(found) = found else { return Ok(None) };
            let known = staff_where(conn, id::<AssignmentId>(&found)?, Some(micros(now)))?;
            Ok(known.map(|(staff, duty)| Actor::Staff { staff, duty, client }))
        }
        Caller::Citizen { identity, name } => Ok(people::find(conn, vault, identity)?.map(|(person, registered)| {
            Actor::Citizen { citizen: CitizenRef { person, name: name.clone().or(registered) } }
        })),
    }
}

/// As [`resolve`], but a citizen new to the register is put in it. For writing connections.
pub(crate) fn resolve_or_register(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller,
    note: &AccessNote,
) -> Result<Option<Actor>, StoreError> {
    if let Caller::Citizen { identity, .. } = caller {
        people::find_or_insert(conn, vault, identity, person_from_seed(note.seed, 0))?;
    }
    resolve(conn, vault, caller, note.moment())
}
