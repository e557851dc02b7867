//! Who is who among the organisations, as a case keeps it: a snapshot of the directory at the time of the act.

use crate::ids::{AssignmentId, HumanId, OrganisationId, PrincipalId, StaffId, UnitId};
use crate::profile::Sector;
use crate::text::{PersonName, ShortText};
use serde::{Deserialize, Serialize};

/// A unit with the organisation and the principal (huvudman) it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRef {
    /// The unit.
    pub id: UnitId,
    /// Its name as the directory had it.
    pub name: ShortText,
    /// The organisation (verksamhet) the unit belongs to.
    pub organisation: OrganisationId,
    /// The organisation's name.
    pub organisation_name: ShortText,
    /// The principal that answers for the organisation.
    pub principal: PrincipalId,
    /// The principal's name.
    pub principal_name: ShortText,
    /// Social services, health care, school, other authority.
    pub sector: Sector,
}

/// A member of staff, acting under one assignment at one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRef {
    /// The staff account.
    pub id: StaffId,
    /// The human behind it, the same for all accounts of one human (S0-19).
    pub human: HumanId,
    /// The assignment under which the person acts.
    pub assignment: AssignmentId,
    /// Name, shown to the parties and the individual.
    pub name: PersonName,
    /// Title or profession.
    pub title: ShortText,
    /// The unit of the assignment.
    pub unit: UnitRef,
}

impl StaffRef {
    /// Whether both are the same human, also under two accounts (S0-19).
    pub fn is_same_human(&self, other: &Self) -> bool {
        self.human == other.human
    }
}
