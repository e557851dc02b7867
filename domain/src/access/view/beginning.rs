//! The person, the need, the consents and the preparation.

use super::{PersonView, PreparationView};
use crate::access::view::reader::Reader;
use crate::access::{Part, Role, Sight};
use crate::ids::{QuestionId, ScopeRowId};
use crate::model::{
    Basis, Category, Consent, Disclosure, Mapping, MappingEntry, NeedReport, Preparation, Question, ScopeRow,
    Withdrawal, WithdrawalExtent,
};
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn person(&self) -> PersonView {
        let person = &self.case.person;
        let is_identified = self.may(Part::Person, Category::IdentityContact);
        PersonView {
            id: (self.knows_name() && !self.only_asked()).then_some(person.id),
            name: self.knows_name().then(|| person.name.clone()),
            identity: is_identified.then(|| person.identity.clone()),
            birth_date: person.birth_date.filter(|_| is_identified),
            contact: person.contact.clone().filter(|_| is_identified),
            language: person
                .language
                .clone()
                .filter(|_| is_identified || self.may(Part::Person, Category::MeetingLogistics)),
        }
    }

    /// What the initiator's own unit wrote before the preparation: need, information, offer.
    pub(super) fn opening(&self) -> bool {
        self.whole(Part::Opening)
            || self.case.initiator.as_ref().is_some_and(|staff| self.owns(Part::Opening, staff.unit.id))
    }

    pub(super) fn need(&self) -> Option<NeedReport> {
        let is_asked = self.is(Role::ResponsibleUnit) || self.is(Role::Requester);
        let is_shown = self.opening()
            || (is_asked && self.sight(Part::Opening) >= Sight::Own)
            || self.may(Part::Opening, Category::PlanDocument);
        let need = self.case.need.clone();
        // Whoever only asked has back what was asked, and nothing that was added since.
        let asked = NeedReport { own_assessment: None, taken_over_at: None, ..need.clone() };
        is_shown.then(|| if self.only_asked() { asked } else { need })
    }

    /// Lead and coordinator see every consent, for they have to renew it; the others what is given to their own unit.
    pub(super) fn consents(&self) -> Vec<Consent> {
        if self.whole(Part::Consents) {
            return self.case.consents.clone();
        }
        self.case.consents.iter().filter_map(|consent| self.own_part(consent)).collect()
    }

    fn own_part(&self, consent: &Consent) -> Option<Consent> {
        let scope: Vec<ScopeRow> =
            consent.scope.iter().filter(|row| self.owns(Part::Consents, row.recipient.id)).cloned().collect();
        if scope.is_empty() {
            return None;
        }
        let rows: BTreeSet<ScopeRowId> = scope.iter().map(|row| row.id).collect();
        let own_note = |note: &crate::model::JournalNote| {
            self.staff.is_some_and(|staff| staff.unit.organisation == note.organisation)
        };
        Some(Consent {
            journal_note: consent.journal_note.clone().filter(own_note),
            excluded_categories: consent
                .excluded_categories
                .iter()
                .copied()
                .filter(|category| scope.iter().any(|row| row.categories.contains(category)))
                .collect(),
            exclusions: Vec::new(),
            withdrawals: consent.withdrawals.iter().filter_map(|w| own_withdrawal(w, &rows)).collect(),
            capacity: None,
            other_ground: None,
            scope,
            ..consent.clone()
        })
    }

    /// The preparation as far as the role and the consent reach.
    ///
    /// Chair and secretary read it while a consent to their own unit is in force (3.4). The network needs
    /// `family_network`; a participant gets questions, adaptations and the meeting's wishes.
    pub(super) fn preparation(&self) -> Option<PreparationView> {
        let kept = self.case.preparation.as_ref()?;
        // A connected system gets no more of it than the consent gives, also where its user wrote it.
        let is_written_here = !self.is_client && self.wrote_preparation();
        let has_topics = self.uncut(Part::ExcludedTopics)
            || (self.is_lead() && is_written_here && self.sight(Part::ExcludedTopics) >= Sight::Own);
        let is_uncut = self.uncut(Part::Preparation) || is_written_here;
        let mut shown = if is_uncut { kept.clone() } else { self.participant_preparation(kept)? };
        let knows_network =
            self.uncut(Part::Network) || is_written_here || self.may(Part::Network, Category::FamilyNetwork);
        if !knows_network {
            shown.network.clear();
            shown.minors = None;
            shown.minors_note = None;
        }
        shown.excluded_topics.clear();
        Some(PreparationView { preparation: shown, excluded_topics: has_topics.then(|| kept.excluded_topics.clone()) })
    }

    /// Nothing at all when no consent to the reader's unit is in force.
    fn participant_preparation(&self, kept: &Preparation) -> Option<Preparation> {
        if !self.unit_has_consent || self.sight(Part::Preparation) < Sight::Cut {
            return None;
        }
        let logistics = self.may(Part::Preparation, Category::MeetingLogistics);
        Some(Preparation {
            started_at: kept.started_at,
            questions: self.questions(&kept.questions),
            adaptations: if logistics { kept.adaptations.clone() } else { Vec::new() },
            meeting_wishes: kept.meeting_wishes.clone().filter(|_| logistics),
            home_meeting_wished: logistics && kept.home_meeting_wished,
            what_matters: None,
            own_goals: None,
            own_description: None,
            excluded_topics_asked: false,
            excluded_topics: Vec::new(),
            network: Vec::new(),
            minors: None,
            minors_note: None,
            support_person: None,
            preparation_needs: Vec::new(),
            coordinator_wish: None,
            copy_to_relatives: Vec::new(),
            done_with_individual_at: None,
        })
    }

    fn questions(&self, questions: &[Question]) -> Vec<Question> {
        let own: BTreeSet<QuestionId> =
            self.own_invitees().flat_map(|invitee| invitee.questions.iter().copied()).collect();
        let all = self.may(Part::Preparation, Category::PlanDocument);
        questions.iter().filter(|question| all || own.contains(&question.id)).cloned().collect()
    }

    pub(super) fn basis(&self) -> Option<Basis> {
        let basis = self.case.basis.as_ref()?;
        (self.may(Part::Basis, Category::PlanDocument) || self.owns(Part::Basis, basis.created_by.unit.id))
            .then(|| basis.clone())
    }

    /// Never for a citizen (S3-28). A participant reads what was shared, in a system, by life area (C14).
    pub(super) fn mapping(&self) -> Option<Mapping> {
        let mapping = self.case.mapping.as_ref()?;
        if self.uncut(Part::Mapping) || self.owns(Part::Mapping, mapping.author.unit.id) {
            return Some(mapping.clone());
        }
        let runs_meeting = self.is(Role::Chair) || self.is(Role::Secretary);
        let has_access = self.is(Role::Participant)
            && mapping.shared_at.is_some()
            && self.own_invitees().any(|invitee| invitee.has_system_access);
        if !runs_meeting && !has_access {
            return None;
        }
        let entries: Vec<MappingEntry> =
            mapping.entries.iter().filter(|entry| self.may(Part::Mapping, entry.life_area)).cloned().collect();
        (!entries.is_empty()).then(|| Mapping { entries, ..mapping.clone() })
    }

    pub(super) fn disclosures(&self) -> Vec<Disclosure> {
        let sees_all = self.whole(Part::Disclosures);
        let is_own = |row: &&Disclosure| sees_all || self.owns(Part::Disclosures, row.to_unit);
        self.case.disclosures.iter().filter(is_own).cloned().collect()
    }
}

fn own_withdrawal(withdrawal: &Withdrawal, own: &BTreeSet<ScopeRowId>) -> Option<Withdrawal> {
    let extent = match &withdrawal.extent {
        WithdrawalExtent::Whole => WithdrawalExtent::Whole,
        WithdrawalExtent::Rows { rows } => {
            let rows: Vec<ScopeRowId> = rows.iter().copied().filter(|row| own.contains(row)).collect();
            if rows.is_empty() {
                return None;
            }
            WithdrawalExtent::Rows { rows }
        }
    };
    Some(Withdrawal { extent, ..withdrawal.clone() })
}
