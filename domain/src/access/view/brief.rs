//! What a list tells of a case: a few fields of the view, without making all of it.

use super::reader_of;
use crate::access::{Part, Role};
use crate::context::Actor;
use crate::directory::{StaffRef, UnitRef};
use crate::ids::CaseId;
use crate::model::{CaseKind, SipCase, StatusName};
use crate::text::PersonName;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// A case in a list, reduced for one reader at one moment: each field is the view's.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseBrief {
    /// The case.
    pub id: CaseId,
    /// Version, the `ETag`.
    pub version: i64,
    /// What it is about in law.
    pub kind: CaseKind,
    /// The state.
    pub status: StatusName,
    /// The reader's roles.
    pub roles: BTreeSet<Role>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub last_event_at: DateTime<Utc>,
    /// Whether somebody in the case is protected, so that named staff alone may open it.
    pub is_protected: bool,
    /// The individual's name; absent for those who may not know whom it is about.
    pub name: Option<PersonName>,
    /// The unit that answers for the case.
    pub responsible_unit: UnitRef,
    /// Coordinator in office.
    pub coordinator: Option<StaffRef>,
}

/// The case in a list, reduced for the actor: `None` where [`super::view`] gives none.
pub fn brief(case: &SipCase, actor: &Actor, now: DateTime<Utc>) -> Option<CaseBrief> {
    let reader = reader_of(case, actor, now)?;
    Some(CaseBrief {
        id: case.id,
        version: case.version,
        kind: case.kind,
        status: reader.status().name(),
        created_at: case.created_at,
        last_event_at: reader.last_event_at(),
        is_protected: case.is_protected(),
        name: reader.person().name,
        responsible_unit: case.responsible_unit.clone(),
        coordinator: case.coordinator().filter(|_| reader.whole(Part::Staff)).map(|held| held.staff.clone()),
        roles: reader.roles,
    })
}
