//! The child, the guardians and representatives, and what protects the person.

use crate::access::view::reader::Reader;
use crate::access::view::{GuardianView, RelatedPersonView, RepresentativeView};
use crate::access::{Part, Sight};
use crate::model::{Category, Child, Discharge, Person, Protection, ReaderList};

impl Reader<'_> {
    /// Whom the list is about is told to those who lead and to the individual; a participant needs `family_network`. A
    /// guardian or representative sees the own row, and of the others' rows the names.
    fn knows_related(&self) -> bool {
        self.whole(Part::Relations)
            || self.whole(Part::Opening)
            || self.wrote_preparation()
            || self.may(Part::Relations, Category::FamilyNetwork)
    }

    /// Number and contact stay with those who have to reach the person, and with the person.
    fn related(&self, person: &Person) -> RelatedPersonView {
        let is_own = self.citizen.is_some_and(|citizen| citizen.person == person.id);
        let is_uncut = is_own || (!self.is_citizen() && self.may(Part::Person, Category::IdentityContact));
        RelatedPersonView {
            id: is_uncut.then_some(person.id),
            name: person.name.clone(),
            identity: is_uncut.then(|| person.identity.clone()),
            contact: person.contact.clone().filter(|_| is_uncut && person.protected == Protection::None),
        }
    }

    pub(super) fn guardians(&self) -> Vec<GuardianView> {
        let shown = self.case.guardians.iter().filter(|_| self.knows_related());
        shown
            .map(|held| GuardianView {
                id: held.id,
                person: self.related(&held.person),
                since: held.since,
                until: held.until,
                consent_exception: held.consent_exception.clone().filter(|_| !self.is_citizen()),
            })
            .collect()
    }

    pub(super) fn representatives(&self) -> Vec<RepresentativeView> {
        let shown = self.case.representatives.iter().filter(|_| self.knows_related());
        shown
            .map(|held| RepresentativeView {
                id: held.id,
                person: self.related(&held.person),
                kind: held.kind,
                scope_text: held.scope_text.clone(),
                valid_from: held.valid_from,
                valid_to: held.valid_to,
                attends_instead: held.attends_instead,
            })
            .collect()
    }

    /// The child's own words go with the preparation; a participant reads none of them before the plan (S1-21).
    pub(super) fn child(&self) -> Option<Child> {
        let is_shown = self.whole(Part::Opening) || self.uncut(Part::Preparation) || self.wrote_preparation();
        self.case.child.clone().filter(|_| is_shown && self.sight(Part::Relations) >= Sight::Own)
    }

    /// What the discharge rests on: those who lead, whoever convenes, and the parties who read the plan.
    pub(super) fn discharge(&self) -> Option<Discharge> {
        self.case.discharge.clone().filter(|_| self.may(Part::Discharge, Category::PlanDocument))
    }

    /// Who may open the case is told to those who write the list.
    pub(super) fn reader_list(&self) -> Option<ReaderList> {
        self.case.reader_list.clone().filter(|_| self.whole(Part::ReaderList))
    }
}
