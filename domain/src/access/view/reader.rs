//! Who reads, and what that person may have now.

use crate::access::{Role, in_force, in_force_for_any};
use crate::context::{Actor, CitizenRef};
use crate::directory::{StaffRef, UnitRef};
use crate::ids::UnitId;
use crate::model::{Category, Closure, Invitee, SipCase, Status, StatusName};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Roles that bring content, whole or cut; the others bring only what is needed for their own part.
const CONTENT_ROLES: [Role; 9] = [
    Role::Individual,
    Role::Guardian,
    Role::Representative,
    Role::Initiator,
    Role::PreparationLead,
    Role::Coordinator,
    Role::Chair,
    Role::Secretary,
    Role::Participant,
];

/// The individual and who speaks for the individual: the portal's readers.
const SPEAKERS: [Role; 3] = [Role::Individual, Role::Guardian, Role::Representative];

/// One reader of one case at one moment.
pub(super) struct Reader<'a> {
    pub(super) case: &'a SipCase,
    pub(super) roles: BTreeSet<Role>,
    /// The member of staff; none for a citizen.
    pub(super) staff: Option<&'a StaffRef>,
    /// The citizen; none for staff.
    pub(super) citizen: Option<&'a CitizenRef>,
    /// Whether the content is seen uncut.
    pub(super) whole: bool,
    /// Whether a consent to the reader's own unit is in force, for whatever category.
    pub(super) unit_has_consent: bool,
    /// What the reader's own unit may have; only for those whose role brings content.
    categories: BTreeSet<Category>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(case: &'a SipCase, actor: &'a Actor, roles: BTreeSet<Role>, now: DateTime<Utc>) -> Self {
        let staff = actor.staff();
        // A resting case shares nothing, whatever its consents say (T19).
        let is_shared = case.status.name() != StatusName::Paused;
        let unit = staff
            .map(|staff| staff.unit.id)
            .filter(|_| is_shared && roles.iter().any(|role| CONTENT_ROLES.contains(role)));
        let leads = roles.contains(&Role::PreparationLead) || roles.contains(&Role::Coordinator);
        // The unit that answers for the case leads on any consent; another has to be named in one itself (INV-18).
        let own = staff.map(|staff| staff.unit.id).filter(|unit| *unit != case.responsible_unit.id);
        let whole = SPEAKERS.iter().any(|role| roles.contains(role))
            || (roles.contains(&Role::Initiator) && case.preparation_lead.is_none())
            || (leads && is_shared && in_force_for_any(case, own, now));
        let categories = unit.map_or_else(BTreeSet::new, |unit| {
            Category::ALL.into_iter().filter(|category| in_force(case, unit, *category, now)).collect()
        });
        let unit_has_consent = unit.is_some_and(|unit| in_force_for_any(case, Some(unit), now));
        Self { case, roles, staff, citizen: actor.citizen(), whole, unit_has_consent, categories }
    }

    pub(super) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Holds the case together now: prepares or coordinates.
    pub(super) fn is_lead(&self) -> bool {
        self.is(Role::PreparationLead) || self.is(Role::Coordinator)
    }

    /// Holds the case or administers the organisation that does: has to know whether it goes on.
    pub(super) fn answers_for(&self) -> bool {
        self.is_lead() || self.is(Role::Initiator) || self.is(Role::Administrator)
    }

    pub(super) fn is_citizen(&self) -> bool {
        self.staff.is_none()
    }

    pub(super) fn has_content_role(&self) -> bool {
        self.roles.iter().any(|role| CONTENT_ROLES.contains(role))
    }

    /// Whether the reader may have information of the category now (INV-18).
    pub(super) fn may(&self, category: impl Into<Category>) -> bool {
        self.whole || self.categories.contains(&category.into())
    }

    /// Whether the reader's own unit it is, with a role that brings content.
    pub(super) fn owns(&self, unit: UnitId) -> bool {
        self.has_content_role() && self.staff.is_some_and(|staff| staff.unit.id == unit)
    }

    /// Whether a member of the reader's own unit did it.
    pub(super) fn owns_act(&self, actor: &Actor) -> bool {
        actor.staff().is_some_and(|staff| self.owns(staff.unit.id))
    }

    pub(super) fn is_own_organisation(&self, unit: &UnitRef) -> bool {
        self.staff.is_some_and(|staff| staff.unit.organisation == unit.organisation)
    }

    /// The invitee that is the reader's own unit, or that the reader stands in for.
    pub(super) fn is_own_invitee(&self, invitee: &Invitee) -> bool {
        self.staff.is_some_and(|staff| {
            invitee.unit().is_some_and(|unit| unit.id == staff.unit.id)
                || invitee.current_staff().is_some_and(|held| held.id == staff.id && held.unit.id == staff.unit.id)
        })
    }

    pub(super) fn own_invitees(&self) -> impl Iterator<Item = &'a Invitee> {
        self.case.invitees.iter().filter(|invitee| self.is_own_invitee(invitee))
    }

    /// Whether the reader may know whom the case is about. In separate contact a unit may not (S1-33).
    pub(super) fn knows_name(&self) -> bool {
        let named_in_summons = || {
            self.own_invitees().any(|invitee| {
                self.case.summonses.iter().any(|sent| sent.invitee == invitee.id && sent.individual.is_some())
            })
        };
        self.may(Category::IdentityContact)
            || self.may(Category::PlanDocument)
            || self.is(Role::ResponsibleUnit)
            || self.is(Role::FastVardkontakt)
            || self.is(Role::Requester)
            || self.is(Role::Initiator)
            || self.is_lead()
            || (!self.is(Role::Administrator) && named_in_summons())
    }

    /// Whether the preparation is the reader's own unit's writing: the same unit took the initiative and prepares, so
    /// that no other unit can have written in it before a handing over.
    pub(super) fn wrote_preparation(&self) -> bool {
        [&self.case.initiator, &self.case.preparation_lead]
            .into_iter()
            .all(|holder| holder.as_ref().is_some_and(|staff| self.owns(staff.unit.id)))
    }

    /// The state. Words on why it ended are content. A refusal is met only by those it was decided by or about.
    pub(super) fn status(&self) -> Status {
        match &self.case.status {
            Status::Closed(closure) if !self.may(Category::PlanDocument) => Status::Closed(Closure {
                reason: closure.reason,
                note: None,
                at: closure.at,
                happened_on: None,
                by: self.actor(&closure.by),
                individual_view: None,
            }),
            status => status.clone(),
        }
    }

    /// An actor as the reader may know it: a citizen without name where the name is hidden.
    fn actor(&self, actor: &Actor) -> Actor {
        match actor {
            Actor::Citizen { citizen } if !self.knows_name() => {
                Actor::Citizen { citizen: CitizenRef { person: citizen.person, name: None } }
            }
            known => known.clone(),
        }
    }
}
