//! Who is party to a case: the rows behind work lists, search, and the check for a second open case.
//!
//! They follow [`crate::access::roles`], so that nobody finds a case in a list that cannot be opened.

use crate::access::{Role, case_is_known_to_units};
use crate::directory::{StaffRef, UnitRef};
use crate::ids::{OrganisationId, PersonId, StaffId, UnitId};
use crate::model::{SipCase, StatusName};

/// One party in one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// The organisation; none for the individual.
    pub organisation: Option<OrganisationId>,
    /// The unit; none for the individual.
    pub unit: Option<UnitId>,
    /// The member of staff; none when the whole unit is meant, and for the individual.
    pub staff: Option<StaffId>,
    /// The individual or who speaks for the individual; none for staff and units.
    pub person: Option<PersonId>,
    /// The role.
    pub role: Role,
}

impl Party {
    fn staff(staff: &StaffRef, role: Role) -> Self {
        Self { staff: Some(staff.id), ..Self::unit(&staff.unit, role) }
    }

    fn person(person: PersonId, role: Role) -> Self {
        Self { organisation: None, unit: None, staff: None, person: Some(person), role }
    }

    fn unit(unit: &UnitRef, role: Role) -> Self {
        Self { organisation: Some(unit.organisation), unit: Some(unit.id), staff: None, person: None, role }
    }
}

/// Every holder of a role: the individual, staff by name, and units that are meant as a whole.
///
/// A unit is party from its first summons on, not when somebody thinks of inviting it. A guardian's or representative's row
/// outlives the role, which depends on the day: [`crate::access::roles`] has the last word.
pub fn parties(case: &SipCase) -> Vec<Party> {
    let mut rows = vec![Party::person(case.person.id, Role::Individual)];
    rows.extend(case.guardians.iter().map(|held| Party::person(held.person.id, Role::Guardian)));
    rows.extend(case.representatives.iter().map(|held| Party::person(held.person.id, Role::Representative)));
    let requester = case.need.reported_by.citizen().filter(|citizen| citizen.person != case.person.id);
    rows.extend(requester.map(|citizen| Party::person(citizen.person, Role::Requester)));
    let fast_vardkontakt =
        case.discharge.as_ref().filter(|_| case.versions.is_empty()).and_then(|held| held.fast_vardkontakt.as_ref());
    rows.extend(fast_vardkontakt.map(|staff| Party::staff(staff, Role::FastVardkontakt)));
    rows.extend(case.initiator.iter().map(|staff| Party::staff(staff, Role::Initiator)));
    let coordinator = case.coordinator();
    rows.extend(coordinator.map(|held| Party::staff(&held.staff, Role::Coordinator)));
    let is_led_by_lead = coordinator.is_none() || case.versions.is_empty();
    rows.extend(
        case.preparation_lead.iter().filter(|_| is_led_by_lead).map(|staff| Party::staff(staff, Role::PreparationLead)),
    );
    if let Some(meeting) = case.open_meeting().or(case.held_meeting()) {
        rows.extend(meeting.chair.iter().map(|staff| Party::staff(staff, Role::Chair)));
        rows.extend(meeting.secretary.iter().map(|staff| Party::staff(staff, Role::Secretary)));
    }
    for invitee in &case.invitees {
        rows.extend(invitee.current_staff().map(|staff| Party::staff(staff, Role::Participant)));
        let is_known = case_is_known_to_units(case, invitee);
        rows.extend(invitee.unit().filter(|_| is_known).map(|unit| Party::unit(unit, Role::InvitedUnit)));
    }
    if case.initiator.is_none() || case.status.name() == StatusName::Refused {
        rows.push(Party::unit(&case.responsible_unit, Role::ResponsibleUnit));
    }
    rows
}
