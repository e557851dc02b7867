//! What follows on the plan: deviations, follow-up, tasks, the end.

use crate::event::{Event, Recorded};
use crate::model::{FollowUpOutcome, RsvpStatus, SipCase, Status, Survey, SurveyState};

pub(super) fn apply(case: &mut SipCase, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::FollowUpRecorded { follow_up, record_tasks } => {
            // What the parties thought of an end counts for the end it was asked for (S4-38).
            if matches!(follow_up.outcome, FollowUpOutcome::Continue | FollowUpOutcome::Revise) {
                case.party_assessments.clear();
                case.closing_consultation = None;
            }
            case.follow_ups.push(follow_up.as_ref().clone());
            case.record_tasks.extend(record_tasks.iter().cloned());
        }
        Event::ClosingAssessed(assessment) => {
            case.party_assessments.retain(|held| held.unit.id != assessment.unit.id);
            case.party_assessments.push(assessment.clone());
        }
        Event::IndividualConsulted(consultation) => case.closing_consultation = Some(consultation.clone()),
        Event::CaseClosed { closure, record_tasks } => {
            case.status = Status::Closed(closure.as_ref().clone());
            stop_waiting(case);
            case.record_tasks.extend(record_tasks.iter().cloned());
        }
        Event::DeviationReported(deviation) => case.deviations.push(deviation.as_ref().clone()),
        Event::DeviationDecided { deviation, decision } => {
            if let Some(deviation) = case.deviations.iter_mut().find(|d| d.id == *deviation) {
                deviation.decision = Some(decision.as_ref().clone());
            }
        }
        Event::MaterialChangeReported(change) => case.material_changes.push(change.as_ref().clone()),
        Event::DisagreementOpened(disagreement) => case.disagreements.push(disagreement.as_ref().clone()),
        Event::DisagreementEnded { disagreement, outcome } => {
            if let Some(disagreement) = case.disagreements.iter_mut().find(|d| d.id == *disagreement) {
                disagreement.outcome = Some(outcome.clone());
            }
        }
        Event::RecordTaskSettled { task, done } => {
            if let Some(task) = case.record_tasks.iter_mut().find(|t| t.id == *task) {
                task.done = Some(done.as_ref().clone());
            }
        }
        Event::DeliveryAdded(delivery) => case.deliveries.push(delivery.clone()),
        Event::DeliveryMade { delivery, done, disclosure } => {
            if let Some(delivery) = case.deliveries.iter_mut().find(|d| d.id == *delivery) {
                delivery.done = Some(done.clone());
            }
            case.disclosures.extend(disclosure.clone());
        }
        Event::Disclosed { disclosures } => case.disclosures.extend(disclosures.iter().cloned()),
        Event::UnderstandingConfirmed(understanding) => case.understanding.push(understanding.as_ref().clone()),
        Event::SurveyOffered => case.survey = Some(Survey { offered_at: at, state: SurveyState::Offered }),
        Event::SurveySettled { state } => {
            if let Some(survey) = &mut case.survey {
                survey.state = *state;
            }
        }
        Event::ObjectionNoted(objection) => case.objections.push(objection.clone()),
        Event::SuccessorLinked { successor } => case.successor = Some(*successor),
        _ => {}
    }
}

/// Once the case has ended nobody is expected to answer a summons any more.
fn stop_waiting(case: &mut SipCase) {
    for invitee in case.invitees.iter_mut().filter(|i| i.rsvp.status == RsvpStatus::Sent) {
        invitee.rsvp.status = RsvpStatus::Draft;
    }
}
