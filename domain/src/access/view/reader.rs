//! Who reads, and what that person may have now.

use crate::access::{Part, Role, Sight, in_force, in_force_for_any};
use crate::context::{Actor, CitizenRef};
use crate::directory::{StaffRef, UnitRef};
use crate::ids::UnitId;
use crate::model::{Category, Closure, Invitee, Pause, SipCase, Status, StatusName};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// One reader of one case at one moment.
pub(super) struct Reader<'a> {
    pub(super) case: &'a SipCase,
    pub(super) roles: BTreeSet<Role>,
    /// The member of staff; none for a citizen.
    pub(super) staff: Option<&'a StaffRef>,
    /// The citizen; none for staff.
    pub(super) citizen: Option<&'a CitizenRef>,
    /// Whether a consent to the reader's own unit is in force, for whatever category.
    pub(super) unit_has_consent: bool,
    /// Whether a system reads for the member of staff; it runs no meeting and wrote nothing by its own hand.
    pub(super) is_client: bool,
    /// What the reader's own unit may have now.
    categories: BTreeSet<Category>,
    /// How much of each part the reader may have now.
    sights: BTreeMap<Part, Sight>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(case: &'a SipCase, actor: &'a Actor, roles: BTreeSet<Role>, now: DateTime<Utc>) -> Self {
        let staff = actor.staff();
        // A resting case shares nothing, whatever its consents say (T19).
        let is_shared = case.status.name() != StatusName::Paused;
        let unit = staff.map(|staff| staff.unit.id).filter(|_| is_shared);
        // The unit that answers for the case leads on any consent; another has to be named in one itself (INV-18).
        let own = staff.map(|staff| staff.unit.id).filter(|unit| *unit != case.responsible_unit.id);
        let leads_on_consent = is_shared && in_force_for_any(case, own, now);
        let categories = unit.map_or_else(BTreeSet::new, |unit| {
            Category::ALL.into_iter().filter(|category| in_force(case, unit, *category, now)).collect()
        });
        let unit_has_consent = unit.is_some_and(|unit| in_force_for_any(case, Some(unit), now));
        let mut reader = Self {
            case,
            roles,
            staff,
            citizen: actor.citizen(),
            unit_has_consent,
            is_client: actor.is_client(),
            categories,
            sights: BTreeMap::new(),
        };
        let most = |part: Part| if actor.is_client() { part.client_sight() } else { Sight::Always };
        let sight = |part| (part, reader.brought(part, leads_on_consent).min(most(part)));
        reader.sights = Part::all().map(sight).collect();
        reader
    }

    /// How much of the part the reader's roles bring now, by the matrix.
    fn brought(&self, part: Part, leads_on_consent: bool) -> Sight {
        let of_role = |role: &Role| {
            let leads = match role {
                Role::Initiator => self.case.preparation_lead.is_none(),
                _ => leads_on_consent,
            };
            match part.sight(*role) {
                Sight::Leading if !leads => Sight::Cut,
                Sight::WithConsent if !self.unit_has_consent => Sight::Own,
                sight => sight,
            }
        };
        self.roles.iter().map(of_role).max().unwrap_or(Sight::Nothing)
    }

    /// How much of the part the reader may have now.
    pub(super) fn sight(&self, part: Part) -> Sight {
        self.sights.get(&part).copied().unwrap_or(Sight::Nothing)
    }

    /// When anything last happened that the reader may know of.
    pub(super) fn last_event_at(&self) -> DateTime<Utc> {
        if self.only_asked() { self.case.created_at } else { self.case.last_event_at }
    }

    /// Whether the part is seen whole, not only as the consent to the own unit reaches.
    pub(super) fn whole(&self, part: Part) -> bool {
        self.sight(part) >= Sight::Leading
    }

    /// Whether the part is seen without a cut by category.
    pub(super) fn uncut(&self, part: Part) -> bool {
        self.sight(part) >= Sight::WithConsent
    }

    /// Whether the reader may have information of the category in this part now (INV-18).
    pub(super) fn may(&self, part: Part, category: impl Into<Category>) -> bool {
        let sight = self.sight(part);
        sight >= Sight::Leading || (sight >= Sight::Cut && self.categories.contains(&category.into()))
    }

    /// Whether the reader's own unit it is, with a role that brings the own writing of this part.
    pub(super) fn owns(&self, part: Part, unit: UnitId) -> bool {
        self.sight(part) >= Sight::Own && self.staff.is_some_and(|staff| staff.unit.id == unit)
    }

    /// Whether both may have the same.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        (&self.roles, &self.sights, &self.categories, self.unit_has_consent)
            == (&other.roles, &other.sights, &other.categories, other.unit_has_consent)
    }

    pub(super) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Holds the case together now: prepares or coordinates.
    pub(super) fn is_lead(&self) -> bool {
        self.is(Role::PreparationLead) || self.is(Role::Coordinator)
    }

    pub(super) fn is_citizen(&self) -> bool {
        self.staff.is_none()
    }

    /// Whether a member of the reader's own unit did it.
    pub(super) fn owns_act(&self, part: Part, actor: &Actor) -> bool {
        actor.staff().is_some_and(|staff| self.owns(part, staff.unit.id))
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
        self.may(Part::Person, Category::IdentityContact)
            || self.may(Part::Person, Category::PlanDocument)
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
            .all(|holder| holder.as_ref().is_some_and(|staff| self.owns(Part::Preparation, staff.unit.id)))
    }

    /// Whoever asked for somebody else learns that it was answered, and nothing of what was found out about that person,
    /// before somebody has recorded the asker's right.
    pub(super) fn only_asked(&self) -> bool {
        self.roles.iter().all(|role| *role == Role::Requester)
    }

    /// The state. Words on why it ended are content. A refusal is met only by those it was decided by or about.
    pub(super) fn status(&self) -> Status {
        match &self.case.status {
            Status::Closed(closure) if !self.may(Part::FollowUps, Category::PlanDocument) => Status::Closed(Closure {
                reason: closure.reason,
                note: None,
                at: closure.at,
                happened_on: None,
                by: self.actor(&closure.by),
                individual_view: None,
            }),
            Status::Paused(pause)
                if !self.may(Part::FollowUps, Category::PlanDocument) && !self.whole(Part::Standing) =>
            {
                Status::Paused(Pause { note: None, ..pause.clone() })
            }
            _ if self.only_asked() => Status::NeedIdentified,
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
