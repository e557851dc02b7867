//! From the noticed need to the preparation.

use crate::command::PreparationPatch;
use crate::event::{Event, Recorded};
use crate::model::{Basis, Mapping, Offer, OfferAnswer, Preparation, SipCase, Status};
use chrono::{DateTime, Utc};

pub(super) fn apply(case: &mut SipCase, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::TakenOver { initiator } => {
            case.initiator = Some(initiator.clone());
            case.need.taken_over_at = Some(at);
        }
        Event::OwnAssessmentRecorded { text } => case.need.own_assessment = Some(text.clone()),
        Event::SipRefused(refusal) => case.status = Status::Refused(refusal.as_ref().clone()),
        Event::InformationRecorded(information) => case.information = information.clone(),
        Event::Offered { by } => {
            case.offer = Some(Offer { at, by: by.clone(), answer: None, answered_at: None, answered_by: None });
            case.status = Status::Offered;
        }
        Event::OfferAnswered { answer, answered_by } => {
            if let Some(offer) = &mut case.offer {
                offer.answer = Some(*answer);
                offer.answered_at = Some(at);
                offer.answered_by = Some(answered_by.clone());
            }
            if *answer == OfferAnswer::Declined {
                case.status = Status::Declined { at };
            }
        }
        Event::ConsentGiven(consent) => case.consents.push(consent.as_ref().clone()),
        Event::ConsentWithdrawn { consent, withdrawal } => {
            if let Some(consent) = case.consents.iter_mut().find(|c| c.id == *consent) {
                consent.withdrawals.push(withdrawal.clone());
            }
        }
        Event::PreparationStarted { lead } => {
            case.preparation_lead = Some(lead.clone());
            case.preparation = Some(begun(at));
            case.status = Status::Preparing;
        }
        Event::PreparationUpdated(patch) => {
            if let Some(preparation) = &mut case.preparation {
                fill(preparation, patch);
            }
        }
        Event::PreparationHandedOver { to } => case.preparation_lead = Some(to.clone()),
        Event::BasisSet { purpose, by } => {
            case.basis = Some(Basis { purpose: purpose.clone(), created_by: by.clone(), created_at: at });
        }
        Event::MappingWritten { entries, author } => {
            let shared_at = case.mapping.as_ref().and_then(|mapping| mapping.shared_at);
            case.mapping =
                Some(Mapping { entries: entries.clone(), author: author.clone(), updated_at: at, shared_at });
        }
        Event::MappingShared => {
            if let Some(mapping) = &mut case.mapping {
                mapping.shared_at = Some(at);
            }
        }
        _ => {}
    }
}

fn begun(at: DateTime<Utc>) -> Preparation {
    Preparation {
        started_at: at,
        what_matters: None,
        own_goals: None,
        own_description: None,
        questions: Vec::new(),
        excluded_topics_asked: false,
        excluded_topics: Vec::new(),
        network: Vec::new(),
        minors: None,
        minors_note: None,
        support_person: None,
        adaptations: Vec::new(),
        preparation_needs: Vec::new(),
        meeting_wishes: None,
        home_meeting_wished: false,
        coordinator_wish: None,
        copy_to_relatives: Vec::new(),
        done_with_individual_at: None,
    }
}

/// Takes over a given value; an absent one leaves what stands.
pub(super) fn take<T: Clone>(field: &mut T, given: Option<&T>) {
    if let Some(value) = given {
        field.clone_from(value);
    }
}

/// As [`take`], for a field that may be empty.
pub(super) fn take_some<T: Clone>(field: &mut Option<T>, given: Option<&T>) {
    if given.is_some() {
        *field = given.cloned();
    }
}

fn fill(preparation: &mut Preparation, patch: &PreparationPatch) {
    take_some(&mut preparation.what_matters, patch.what_matters.as_ref());
    take_some(&mut preparation.own_goals, patch.own_goals.as_ref());
    take_some(&mut preparation.own_description, patch.own_description.as_ref());
    take(&mut preparation.questions, patch.questions.as_ref());
    take(&mut preparation.excluded_topics_asked, patch.excluded_topics_asked.as_ref());
    take(&mut preparation.excluded_topics, patch.excluded_topics.as_ref());
    take(&mut preparation.network, patch.network.as_ref());
    take_some(&mut preparation.minors, patch.minors.as_ref());
    take_some(&mut preparation.minors_note, patch.minors_note.as_ref());
    take_some(&mut preparation.support_person, patch.support_person.as_ref());
    take(&mut preparation.adaptations, patch.adaptations.as_ref());
    take(&mut preparation.preparation_needs, patch.preparation_needs.as_ref());
    take_some(&mut preparation.meeting_wishes, patch.meeting_wishes.as_ref());
    take(&mut preparation.home_meeting_wished, patch.home_meeting_wished.as_ref());
    take_some(&mut preparation.coordinator_wish, patch.coordinator_wish.as_ref());
    take(&mut preparation.copy_to_relatives, patch.copy_to_relatives.as_ref());
    take_some(&mut preparation.done_with_individual_at, patch.done_with_individual_at.as_ref());
    preparation.questions.sort_by_key(|question| question.priority);
}
