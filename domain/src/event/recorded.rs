//! An entry of the journal, and the one that opens it.

use super::Event;
use crate::context::Actor;
use crate::directory::{StaffRef, UnitRef};
use crate::ids::CaseId;
use crate::model::{Agreement, CaseKind, LegalBasis, NeedReport, Person};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One entry of the journal: what happened, when, and by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// A case was opened (T1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The case.
    pub case: CaseId,
    /// What it is about in law.
    pub kind: CaseKind,
    /// The individual.
    pub person: Person,
    /// The report.
    pub need: NeedReport,
    /// The law or agreement it rests on.
    pub legal_basis: Vec<LegalBasis>,
    /// The unit that answers for it.
    pub unit: UnitRef,
    /// The initiator, when staff reported.
    pub initiator: Option<StaffRef>,
    /// The case it follows.
    pub predecessor: Option<CaseId>,
    /// What of the local agreement the case is opened under.
    #[serde(default)]
    pub agreement: Agreement,
}
