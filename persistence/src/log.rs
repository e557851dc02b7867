//! The access log: who did what, when and why; never what was seen or written.

use crate::StoreError;
use crate::caller::{AccessNote, Caller};
use crate::codec::{fields, id, id_if, micros, moment};
use crate::conn::on_engine;
use crate::schema::access_log;
use crate::sealed::{Own, Place, Vault};
use crate::seals::leaf;
use crate::store::Conn;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::context::Actor;
use sip_domain::ids::{AssignmentId, CaseId, OrganisationId, PersonId, StaffId, UnitId};
use std::collections::HashMap;
use uuid::Uuid;

/// The first of the identifiers that the log takes from a call's seed.
const LOG_FROM_SEED: u16 = 0xF800;

fn text(text: Option<&String>) -> Option<&[u8]> {
    text.map(String::as_bytes)
}

/// What kind of access it was.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// One thing was looked at.
    Read,
    /// A list was asked for.
    List,
    /// A person was searched for.
    Search,
    /// Something was changed.
    Write,
}

impl Action {
    fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::List => "list",
            Self::Search => "search",
            Self::Write => "write",
        }
    }
}

/// How it ended: one of the words of the column, and the rule's code for a refusal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome(pub(crate) &'static str, pub(crate) Option<&'static str>);

/// A row of the access log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The row.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// `staff`, `citizen`, `operator` (whoever runs the server) or `unknown`.
    pub actor_kind: String,
    /// The staff account.
    pub staff: Option<StaffId>,
    /// The citizen.
    pub person: Option<PersonId>,
    /// The assignment.
    pub assignment: Option<AssignmentId>,
    /// The assignment's unit.
    pub unit: Option<UnitId>,
    /// Its name as the directory has it now: who reads an extract has to be able to judge it (2008:355 8:5).
    pub unit_name: Option<String>,
    /// The unit's organisation.
    pub organisation: Option<OrganisationId>,
    /// Its name.
    pub organisation_name: Option<String>,
    /// The system that called, when it said so.
    pub client: Option<String>,
    /// `read`, `list`, `search` or `write`.
    pub action: String,
    /// The operation's id in the API document.
    pub operation: String,
    /// The case, also one that was asked for and does not exist.
    pub case: Option<CaseId>,
    /// The person it was about.
    pub subject: Option<PersonId>,
    /// The stated reason.
    pub purpose: Option<String>,
    /// `done`, `replayed`, `refused`, `not_found`, `conflict`, `forbidden` or `no_assignment`.
    pub outcome: String,
    /// The rule that refused.
    pub code: Option<String>,
    /// The trace of the call.
    pub trace_id: String,
    /// Whether the case is about somebody whose details are protected.
    pub alarm: bool,
}

/// A row as stored, but for its number in the log.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = access_log, treat_none_as_default_value = false)]
pub(crate) struct LogRow {
    pub(crate) id: String,
    pub(crate) at: i64,
    pub(crate) actor_kind: String,
    pub(crate) staff_id: Option<String>,
    pub(crate) person_id: Option<String>,
    pub(crate) assignment_id: Option<String>,
    pub(crate) unit_id: Option<String>,
    pub(crate) organisation_id: Option<String>,
    pub(crate) client: Option<String>,
    pub(crate) action: String,
    pub(crate) operation: String,
    pub(crate) case_id: Option<String>,
    pub(crate) subject_id: Option<String>,
    /// Sealed by [`LogRow::insert`].
    pub(crate) purpose: Option<Vec<u8>>,
    pub(crate) outcome: String,
    pub(crate) code: Option<String>,
    pub(crate) trace_id: String,
    pub(crate) alarm: i64,
    pub(crate) leaf: Vec<u8>,
}

/// A stated reason is free text, so it is sealed like one.
fn purpose_of(row: &str) -> Place<'_> {
    Place { table: "access_log", column: "purpose", row, number: 0 }
}

/// Names of units and of their organisations, by the unit's id.
pub(crate) type UnitNames = HashMap<String, (String, String)>;

impl LogRow {
    pub(crate) fn unit_id(&self) -> Option<&str> {
        self.unit_id.as_deref()
    }

    pub(crate) fn entry(self, own: &Own, names: &UnitNames) -> Result<LogEntry, StoreError> {
        let (unit_name, organisation_name) = self.unit_id.as_ref().and_then(|unit| names.get(unit)).cloned().unzip();
        let open = |sealed: Vec<u8>| own.register.open(purpose_of(&self.id), &sealed);
        let purpose = match self.purpose {
            None => None,
            Some(sealed) => Some(open(sealed).ok_or(StoreError::Corrupt("a purpose"))?),
        };
        let purpose = purpose.map(String::from_utf8).transpose().map_err(|_| StoreError::Corrupt("a purpose"))?;
        Ok(LogEntry {
            unit_name,
            organisation_name,
            id: id(&self.id)?,
            at: moment(self.at)?,
            actor_kind: self.actor_kind,
            staff: id_if(self.staff_id.as_ref())?,
            person: id_if(self.person_id.as_ref())?,
            assignment: id_if(self.assignment_id.as_ref())?,
            unit: id_if(self.unit_id.as_ref())?,
            organisation: id_if(self.organisation_id.as_ref())?,
            client: self.client,
            action: self.action,
            operation: self.operation,
            case: id_if(self.case_id.as_ref())?,
            subject: id_if(self.subject_id.as_ref())?,
            purpose,
            outcome: self.outcome,
            code: self.code,
            trace_id: self.trace_id,
            alarm: self.alarm != 0,
        })
    }

    /// The n-th row of a call.
    pub(crate) fn new(
        note: &AccessNote,
        n: u16,
        actor: Option<&Actor>,
        action: Action,
        about: (Option<CaseId>, Option<PersonId>),
        outcome: Outcome,
    ) -> Self {
        let staff = actor.and_then(Actor::staff);
        Self {
            id: note.seed.nth(LOG_FROM_SEED.saturating_add(n)).to_string(),
            at: micros(note.now),
            actor_kind: match actor {
                Some(Actor::Staff { .. }) => "staff",
                Some(Actor::Citizen { .. }) => "citizen",
                Some(Actor::System) => "system",
                None => "unknown",
            }
            .to_owned(),
            staff_id: staff.map(|staff| staff.id.to_string()),
            person_id: actor.and_then(Actor::citizen).map(|citizen| citizen.person.to_string()),
            assignment_id: staff.map(|staff| staff.assignment.to_string()),
            unit_id: staff.map(|staff| staff.unit.id.to_string()),
            organisation_id: staff.map(|staff| staff.unit.organisation.to_string()),
            client: None,
            action: action.code().to_owned(),
            operation: note.operation.to_owned(),
            case_id: about.0.map(|case| case.to_string()),
            subject_id: about.1.map(|person| person.to_string()),
            purpose: note.purpose.clone().map(String::into_bytes),
            outcome: outcome.0.to_owned(),
            code: outcome.1.map(str::to_owned),
            trace_id: note.trace_id.clone(),
            alarm: 0,
            leaf: Vec::new(),
        }
    }

    /// With the system that called for the caller.
    pub(crate) fn through(self, caller: &Caller) -> Self {
        Self { client: caller.client().map(str::to_owned), ..self }
    }

    /// With whether the case is about somebody whose details are protected.
    pub(crate) fn alarmed(self, alarm: bool) -> Self {
        Self { alarm: i64::from(alarm), ..self }
    }

    /// What a seal is over: all that stands in the row but its number and the leaf itself.
    pub(crate) fn content(&self) -> Vec<u8> {
        fields(&[
            Some(self.id.as_bytes()),
            Some(&self.at.to_be_bytes()),
            Some(self.actor_kind.as_bytes()),
            text(self.staff_id.as_ref()),
            text(self.person_id.as_ref()),
            text(self.assignment_id.as_ref()),
            text(self.unit_id.as_ref()),
            text(self.organisation_id.as_ref()),
            text(self.client.as_ref()),
            Some(self.action.as_bytes()),
            Some(self.operation.as_bytes()),
            text(self.case_id.as_ref()),
            text(self.subject_id.as_ref()),
            self.purpose.as_deref(),
            Some(self.outcome.as_bytes()),
            text(self.code.as_ref()),
            Some(self.trace_id.as_bytes()),
            Some(&self.alarm.to_be_bytes()),
        ])
    }

    /// The row of an act of whoever runs the server.
    pub(crate) fn of_operator(note: &AccessNote, about: (Option<CaseId>, Option<PersonId>), outcome: Outcome) -> Self {
        Self { actor_kind: "operator".to_owned(), ..Self::new(note, 0, None, Action::Write, about, outcome) }
    }

    /// The row as it is kept: what is free text sealed, and the hash over all of it.
    pub(crate) fn finished(mut self, own: &Own) -> Result<Self, StoreError> {
        if let Some(purpose) = &self.purpose {
            self.purpose = Some(own.register.seal(purpose_of(&self.id), purpose)?);
        }
        self.leaf = leaf(&self.content()).to_vec();
        Ok(self)
    }

    /// Writes the row, finished.
    pub(crate) fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        let row = diesel::insert_into(access_log::table).values(self);
        on_engine!(conn, |conn| row.execute(conn)).map(|_| ()).map_err(|error| {
            tracing::error!(%error, "the access log cannot be written");
            StoreError::Log(error)
        })
    }

    /// Finishes and writes the row.
    pub(crate) fn insert(self, conn: &mut Conn, vault: &Vault) -> Result<(), StoreError> {
        let own = vault.own(conn)?;
        self.finished(&own)?.write(conn)
    }
}
