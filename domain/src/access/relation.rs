//! What an actor is to a case. Roles come from the case, never from the token (3.4).

use crate::calendar::local_date;
use crate::context::{Actor, CitizenRef, Duty};
use crate::directory::StaffRef;
use crate::ids::UnitId;
use crate::model::{Guardian, Protection, RepresentativeKind, SipCase, StatusName};
use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an actor is to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Den enskilde.
    Individual,
    /// Vårdnadshavare.
    Guardian,
    /// Företrädare.
    Representative,
    /// Initiativtagare.
    Initiator,
    /// Samordningsansvarig before there is a coordinator.
    PreparationLead,
    /// Samordnare.
    Coordinator,
    /// Mötesledare.
    Chair,
    /// Sekreterare.
    Secretary,
    /// Named by an invited unit, and not replaced by a substitute.
    Participant,
    /// Works at an invited unit, without being the one it has named.
    InvitedUnit,
    /// Works at the unit that answers for the case while nobody has taken it on.
    ResponsibleUnit,
    /// Fast vårdkontakt named for a discharge: convenes (2017:612 4:3).
    FastVardkontakt,
    /// A citizen who asked for a SIP for somebody else, and whose guardianship or mandate nobody has recorded yet.
    Requester,
    /// Administers an organisation that is party to the case; no content.
    Administrator,
}

fn holds(actor: &StaffRef, holder: Option<&StaffRef>) -> bool {
    holder.is_some_and(|held| held.id == actor.id && held.unit.id == actor.unit.id)
}

fn clinical_roles(case: &SipCase, staff: &StaffRef) -> BTreeSet<Role> {
    let mut roles = BTreeSet::new();
    if holds(staff, case.initiator.as_ref()) {
        roles.insert(Role::Initiator);
    }
    let coordinator = case.coordinator();
    if holds(staff, coordinator.map(|c| &c.staff)) {
        roles.insert(Role::Coordinator);
    }
    // One writer at a time (C13): the preparation lead steps back while a plan is in force under a coordinator.
    let lead_active = coordinator.is_none() || case.versions.is_empty();
    if lead_active && holds(staff, case.preparation_lead.as_ref()) {
        roles.insert(Role::PreparationLead);
    }
    if let Some(meeting) = case.open_meeting().or(case.held_meeting()) {
        if holds(staff, meeting.chair.as_ref()) {
            roles.insert(Role::Chair);
        }
        if holds(staff, meeting.secretary.as_ref()) {
            roles.insert(Role::Secretary);
        }
    }
    for invitee in &case.invitees {
        if holds(staff, invitee.current_staff()) {
            roles.insert(Role::Participant);
        } else if invitee.unit().is_some_and(|unit| unit.id == staff.unit.id) && case_is_known_to_units(case, invitee) {
            roles.insert(Role::InvitedUnit);
        }
    }
    // Until the plan is there; who then goes on with the case has another role in it.
    let discharge = case.discharge.as_ref().filter(|_| case.versions.is_empty());
    if holds(staff, discharge.and_then(|held| held.fast_vardkontakt.as_ref())) {
        roles.insert(Role::FastVardkontakt);
    }
    if case.initiator.is_none() && case.responsible_unit.id == staff.unit.id {
        roles.insert(Role::ResponsibleUnit);
    }
    if case.status.name() == StatusName::Refused && case.responsible_unit.id == staff.unit.id {
        roles.insert(Role::ResponsibleUnit);
    }
    roles
}

/// A unit learns of the case when it is summoned, not when somebody thinks of inviting it; without a written summons, when
/// it has come to an urgent meeting.
pub(crate) fn case_is_known_to_units(case: &SipCase, invitee: &crate::model::Invitee) -> bool {
    invitee.attended() || case.summonses.iter().any(|summons| summons.invitee == invitee.id)
}

/// The age in years at which a guardian sees nothing more in the portal; at 18 at the latest (3.4 notes d, e).
fn guardian_sees_until(case: &SipCase) -> Option<NaiveDate> {
    let years = case.agreement.guardian_portal_max_age.min(18);
    case.person.birth_date?.checked_add_months(Months::new(years.saturating_mul(12)))
}

/// Protection breaks the link between a child and a guardian, whichever of them is protected (3.4 note f).
fn guardian_sees(case: &SipCase, guardian: &Guardian, on: NaiveDate) -> bool {
    let is_protected = case.person.protected != Protection::None || guardian.person.protected != Protection::None;
    guardian.is_current(on) && !is_protected && guardian_sees_until(case).is_some_and(|day| on < day)
}

fn citizen_roles(case: &SipCase, citizen: &CitizenRef, on: NaiveDate) -> BTreeSet<Role> {
    let mut roles = BTreeSet::new();
    if citizen.person == case.person.id {
        roles.insert(Role::Individual);
    }
    if case.guardians.iter().any(|held| held.person.id == citizen.person && guardian_sees(case, held, on)) {
        roles.insert(Role::Guardian);
    }
    // Nobody is an ombud for a person whose identity is protected (3.4 note f).
    let may_speak = |kind| kind != RepresentativeKind::Ombud || case.person.protected == Protection::None;
    let mandates = case.representatives.iter().filter(|held| held.person.id == citizen.person && held.is_current(on));
    if mandates.into_iter().any(|held| may_speak(held.kind)) {
        roles.insert(Role::Representative);
    }
    let asked = case.need.reported_by.citizen().is_some_and(|reporter| reporter.person == citizen.person);
    let is_recorded = case.guardians.iter().any(|held| held.person.id == citizen.person)
        || case.representatives.iter().any(|held| held.person.id == citizen.person);
    if asked && !is_recorded && roles.is_empty() && case.person.protected == Protection::None {
        roles.insert(Role::Requester);
    }
    roles
}

fn is_party_organisation(case: &SipCase, staff: &StaffRef) -> bool {
    let own = staff.unit.organisation;
    case.responsible_unit.organisation == own
        || case.coordinator().is_some_and(|c| c.staff.unit.organisation == own)
        || case
            .invitees
            .iter()
            .any(|i| i.unit().is_some_and(|u| u.organisation == own) && case_is_known_to_units(case, i))
        // The principal that answers for the plan has to appoint the next coordinator, and only then (S4-33).
        || case.coordinators.last().is_some_and(|c| c.ended.is_some() && c.principal == staff.unit.principal)
}

/// Every role the actor has in the case at a moment; empty when the actor may not know that the case exists (INV-52).
///
/// A voided case exists for nobody (T24). A protected one exists, of all staff, for those named in it, and for no system
/// that acts for somebody (INV-49).
pub fn roles(case: &SipCase, actor: &Actor, now: DateTime<Utc>) -> BTreeSet<Role> {
    if case.status.name() == StatusName::Voided {
        return BTreeSet::new();
    }
    let is_named = |staff: &StaffRef| case.reader_list.as_ref().is_some_and(|list| list.names(staff));
    match actor {
        Actor::Staff { staff, .. } if case.is_protected() && (actor.is_client() || !is_named(staff)) => BTreeSet::new(),
        Actor::Staff { staff, duty: Duty::Clinical, .. } => clinical_roles(case, staff),
        Actor::Staff { staff, duty: Duty::Administrator, .. } if is_party_organisation(case, staff) => {
            BTreeSet::from([Role::Administrator])
        }
        Actor::Citizen { citizen } => citizen_roles(case, citizen, local_date(now)),
        Actor::Staff { .. } | Actor::System => BTreeSet::new(),
    }
}

/// Whether the actor may know that the case exists (INV-52).
pub fn is_related(case: &SipCase, actor: &Actor, now: DateTime<Utc>) -> bool {
    !roles(case, actor, now).is_empty()
}

/// Whether a unit has been told whom the case is about: it answers for the case or leads it, or a summons that names the
/// individual has gone to it. A unit contacted separately has not (S1-33).
pub fn knows_person(case: &SipCase, unit: UnitId) -> bool {
    let meeting = case.open_meeting().or(case.held_meeting());
    let holders = [
        case.initiator.as_ref(),
        case.preparation_lead.as_ref(),
        case.coordinator().map(|c| &c.staff),
        meeting.and_then(|held| held.chair.as_ref()),
        meeting.and_then(|held| held.secretary.as_ref()),
    ];
    let named = case.summonses.iter().filter(|summons| summons.individual.is_some()).any(|summons| {
        case.invitees.iter().any(|row| row.id == summons.invitee && row.unit().is_some_and(|held| held.id == unit))
    });
    case.responsible_unit.id == unit || holders.into_iter().flatten().any(|held| held.unit.id == unit) || named
}
