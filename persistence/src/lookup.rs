//! What a command needs from outside the case, read in the command's own transaction.

use crate::StoreError;
use crate::caller::person_from_seed;
use crate::codec::{id, micros};
use crate::directory::{staff_where, unit_ref};
use crate::schema::{case_parties, cases, organisations, principals};
use crate::sealed::Vault;
use crate::store::Conn;
use crate::{cases as stored, people};
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use sip_domain::access::knows_person;
use sip_domain::context::{Actor, Context, Duty};
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::identity::IdentityNumber;
use sip_domain::ids::{AssignmentId, OrganisationId, PersonId, PrincipalId, UnitId};
use sip_domain::model::{ReaderList, SipCase, StatusName};
use sip_domain::profile::Profile;
use sip_domain::rules::Rule;

/// Why a command could not be put together from what was sent.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Something that was named does not exist, or does not any more.
    #[error("unknown reference at {pointer}")]
    UnknownReference {
        /// JSON pointer (RFC 6901) to it.
        pointer: &'static str,
    },
    /// A rule stands in the way already.
    #[error("refused by {0:?}")]
    Rule(Rule),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Look-ups in the transaction of the command.
pub struct Lookup<'a> {
    conn: &'a mut Conn,
    vault: &'a Vault,
    context: Context<'a>,
    people: u16,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(conn: &'a mut Conn, vault: &'a Vault, context: Context<'a>) -> Self {
        // The 0th is a citizen's own, see `resolve_or_register`.
        Self { conn, vault, context, people: 1 }
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        self.context.actor
    }

    /// The agreement in force.
    pub fn profile(&self) -> &Profile {
        self.context.profile
    }

    /// The moment of the command.
    pub fn now(&self) -> DateTime<Utc> {
        self.context.now
    }

    /// A unit with organisation and principal.
    pub fn unit(&mut self, unit: UnitId) -> Result<Option<UnitRef>, StoreError> {
        unit_ref(self.conn, unit)
    }

    /// The member of staff under a running clinical assignment.
    pub fn staff_at(&mut self, assignment: AssignmentId) -> Result<Option<StaffRef>, StoreError> {
        let found = staff_where(self.conn, assignment, Some(micros(self.context.now)))?;
        Ok(found.filter(|(_, duty)| *duty == Duty::Clinical).map(|(staff, _)| staff))
    }

    /// Whether there is such a principal.
    pub fn principal(&mut self, principal: PrincipalId) -> Result<bool, StoreError> {
        let found = principals::table.filter(principals::id.eq(principal.to_string()));
        Ok(diesel::select(exists(found)).get_result(self.conn)?)
    }

    /// Whether there is such an organisation.
    pub fn organisation(&mut self, organisation: OrganisationId) -> Result<bool, StoreError> {
        let found = organisations::table.filter(organisations::id.eq(organisation.to_string()));
        Ok(diesel::select(exists(found)).get_result(self.conn)?)
    }

    /// The person with the number; put in the register when new.
    pub fn person_by_identity(&mut self, number: &IdentityNumber) -> Result<PersonId, StoreError> {
        let fresh = person_from_seed(self.context.seed, self.people);
        self.people = self.people.saturating_add(1);
        let person = people::find_or_insert(self.conn, self.vault, number, fresh)?;
        people::hold(self.conn, person)?;
        Ok(person)
    }

    /// Whether the unit is party to a case for the person that has not ended, and knows that it is about the person.
    pub fn unit_has_open_case(&mut self, unit: UnitId, person: PersonId) -> Result<bool, StoreError> {
        let ended = StatusName::ALL.into_iter().filter(|status| status.is_final()).map(StatusName::code);
        let own = unit.to_string();
        let found: Vec<String> = cases::table
            .inner_join(case_parties::table)
            .filter(cases::person_id.eq(person.to_string()))
            .filter(cases::status.ne_all(ended))
            .filter(case_parties::unit_id.eq(&own).or(cases::responsible_unit.eq(&own).nullable()))
            .select(cases::id)
            .distinct()
            .load(self.conn)?;
        for case in found {
            if stored::load(self.conn, self.vault, id(&case)?)?
                .is_some_and(|case| knows_person(&case, unit) && is_open_to(&case, self.context.actor))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether a protected case may be spoken of to this actor at all (INV-49).
fn is_open_to(case: &SipCase, actor: &Actor) -> bool {
    let is_named = |list: &ReaderList| actor.staff().is_some_and(|staff| list.names(staff));
    case.reader_list.as_ref().is_none_or(is_named)
}
