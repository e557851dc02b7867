//! What the store has looked up before and need not look up again while it stays as it was: who calls, and the agreement in
//! force. Whether it has stayed is asked of the database each time, in the same snapshot as what is read.

use crate::StoreError;
use crate::caller::Caller;
use crate::codec::{from_json, id, micros};
use crate::directory::staff_where;
use crate::people;
use crate::schema::{assignments, settings, staff};
use crate::sealed::Vault;
use crate::store::Conn;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::context::{Actor, CitizenRef, Duty};
use sip_domain::directory::StaffRef;
use sip_domain::ids::{AssignmentId, PersonId};
use sip_domain::profile::Profile;
use sip_domain::text::{PersonName, ShortText};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

/// The setting that rises with each change of the directory.
pub(crate) const REVISION: &str = "directory.revision";
/// Callers remembered at most, of each kind.
const MOST: usize = 4096;

/// A member of staff under an assignment, as the directory has them at one revision.
struct KnownStaff {
    staff: StaffRef,
    duty: Duty,
    /// In microseconds.
    from: i64,
    until: Option<i64>,
}

/// A citizen in the register.
#[derive(Clone)]
struct KnownCitizen {
    person: PersonId,
    name: Option<PersonName>,
}

/// Callers of one kind, at one revision.
struct Callers<K, V> {
    revision: String,
    by: HashMap<K, Arc<V>>,
}

impl<K: Eq + Hash, V> Callers<K, V> {
    fn none() -> RwLock<Self> {
        RwLock::new(Self { revision: String::new(), by: HashMap::new() })
    }

    fn keep(&mut self, revision: &str, key: K, value: V) {
        if self.revision != revision || self.by.len() >= MOST {
            revision.clone_into(&mut self.revision);
            self.by.clear();
        }
        self.by.insert(key, Arc::new(value));
    }
}

/// All that is remembered. For the life of the store.
pub(crate) struct Known {
    staff: RwLock<Callers<(String, String), KnownStaff>>,
    citizens: RwLock<Callers<Vec<u8>, KnownCitizen>>,
    profile: RwLock<(Option<String>, Arc<Profile>)>,
}

/// A caller who was known at a revision.
pub(crate) struct Remembered {
    pub(crate) actor: Actor,
    pub(crate) revision: String,
}

impl Known {
    pub(crate) fn new() -> Self {
        let profile = RwLock::new((None, Arc::new(Profile::default())));
        Self { staff: Callers::none(), citizens: Callers::none(), profile }
    }

    /// The caller as remembered, if the assignment runs at `now`. To be believed only while the database is at the revision.
    pub(crate) fn caller(&self, vault: &Vault, caller: &Caller, now: DateTime<Utc>) -> Option<Remembered> {
        match caller {
            Caller::System => None,
            Caller::Staff { assignment, subject, client } => {
                let client = client.clone().map(ShortText::parse).transpose().ok()?;
                let known = self.staff.read().unwrap_or_else(PoisonError::into_inner);
                let found = known.by.get(&(assignment.clone(), subject.clone()))?;
                let now = micros(now);
                let runs = found.from <= now && found.until.is_none_or(|until| until > now);
                let actor = Actor::Staff { staff: found.staff.clone(), duty: found.duty, client };
                runs.then(|| Remembered { actor, revision: known.revision.clone() })
            }
            Caller::Citizen { identity, name } => {
                let index = people::index(&*vault.known()?, identity).ok()?;
                let known = self.citizens.read().unwrap_or_else(PoisonError::into_inner);
                let found = known.by.get(&index)?;
                let citizen = CitizenRef { person: found.person, name: name.clone().or_else(|| found.name.clone()) };
                Some(Remembered { actor: Actor::Citizen { citizen }, revision: known.revision.clone() })
            }
        }
    }

    /// Looks the caller up for the next time. Nothing is kept of one who is not there.
    pub(crate) fn learn(&self, conn: &mut Conn, vault: &Vault, caller: &Caller) -> Result<(), StoreError> {
        let revision: Option<String> = settings::table.find(REVISION).select(settings::value).first(conn).optional()?;
        let Some(revision) = revision else { return Ok(()) };
        match caller {
            Caller::System => {}
            Caller::Staff { assignment, subject, .. } => {
                if let Some(known) = staff_of(conn, assignment, subject)? {
                    let mut all = self.staff.write().unwrap_or_else(PoisonError::into_inner);
                    all.keep(&revision, (assignment.clone(), subject.clone()), known);
                }
            }
            Caller::Citizen { identity, .. } => {
                if let Some((person, name)) = people::find(conn, vault, identity)? {
                    let index = people::index(&*vault.own(conn)?, identity)?;
                    let mut all = self.citizens.write().unwrap_or_else(PoisonError::into_inner);
                    all.keep(&revision, index, KnownCitizen { person, name });
                }
            }
        }
        Ok(())
    }

    /// The agreement that is stored as this text; the default for none.
    pub(crate) fn profile(&self, stored: Option<String>) -> Result<Arc<Profile>, StoreError> {
        let known = self.profile.read().unwrap_or_else(PoisonError::into_inner);
        if known.0 == stored {
            return Ok(Arc::clone(&known.1));
        }
        drop(known);
        let profile = match &stored {
            None => Profile::default(),
            Some(stored) => from_json(stored, "the profile")?,
        };
        let profile = Arc::new(profile);
        *self.profile.write().unwrap_or_else(PoisonError::into_inner) = (stored, Arc::clone(&profile));
        Ok(profile)
    }
}

fn staff_of(conn: &mut Conn, assignment: &str, subject: &str) -> Result<Option<KnownStaff>, StoreError> {
    let found: Option<(String, i64, Option<i64>)> = assignments::table
        .inner_join(staff::table)
        .filter(assignments::hsa_id.eq(assignment))
        .filter(staff::hsa_id.eq(subject))
        .select((assignments::id, assignments::valid_from, assignments::ended_at))
        .first(conn)
        .optional()?;
    let Some((assignment, from, until)) = found else { return Ok(None) };
    let known = staff_where(conn, id::<AssignmentId>(&assignment)?, None)?;
    Ok(known.map(|(staff, duty)| KnownStaff { staff, duty, from, until }))
}
