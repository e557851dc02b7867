//! How events add up to a case. Total: an event that does not fit changes nothing but the version.

mod beginning;
mod ending;
mod meetings;
mod persons;
mod plan;
mod standing;

use crate::event::{CaseOpened, Event as E, Recorded};
use crate::model::{InformationGiven, SCHEMA, SipCase, Status};

/// The case after one more event. `None` only when the first event is not the opening.
pub fn evolve(case: Option<SipCase>, recorded: &Recorded) -> Option<SipCase> {
    let mut case = match (case, &recorded.event) {
        (None, E::CaseOpened(opened)) => {
            let mut case = open(opened, recorded);
            persons::keep_reader_list(&mut case, &recorded.by);
            return Some(case);
        }
        (None, _) => return None,
        (Some(case), _) => case,
    };
    apply(&mut case, recorded);
    case.version = case.version.saturating_add(1);
    case.last_event_at = recorded.at;
    if !matches!(recorded.event, E::ContactAttempted(_)) {
        case.last_activity_at = recorded.at;
    }
    persons::keep_reader_list(&mut case, &recorded.by);
    Some(case)
}

/// The case that a journal adds up to; `None` for an empty journal or one that does not begin with the opening.
pub fn rebuild<'a>(journal: impl IntoIterator<Item = &'a Recorded>) -> Option<SipCase> {
    journal.into_iter().fold(None, evolve)
}

#[expect(clippy::too_many_lines, reason = "one line for each event")]
fn apply(case: &mut SipCase, recorded: &Recorded) {
    match &recorded.event {
        E::CaseOpened(_) => {}
        E::TakenOver { .. }
        | E::OwnAssessmentRecorded { .. }
        | E::SipRefused(_)
        | E::InformationRecorded(_)
        | E::Offered { .. }
        | E::OfferAnswered { .. }
        | E::ConsentGiven(_)
        | E::ConsentWithdrawn { .. }
        | E::PreparationStarted { .. }
        | E::PreparationUpdated(_)
        | E::PreparationHandedOver { .. }
        | E::BasisSet { .. }
        | E::MappingWritten { .. }
        | E::MappingShared => beginning::apply(case, recorded),
        E::ChildRecorded(_)
        | E::GuardianAdded(_)
        | E::GuardianChanged { .. }
        | E::RepresentativeAdded(_)
        | E::RepresentativeEnded { .. }
        | E::ProtectionSet { .. }
        | E::DischargeRecorded(_)
        | E::UrgencyDeclared(_) => persons::apply(case, recorded),
        E::ContactAttempted(_) | E::CasePaused { .. } | E::CaseResumed | E::VoidingRequested(_) | E::CaseVoided(_) => {
            standing::apply(case, recorded);
        }
        E::InviteeAdded(_)
        | E::InviteeRemoved { .. }
        | E::InviteeApproved { .. }
        | E::PreContactRecorded { .. }
        | E::InvitationAnswered { .. }
        | E::RepresentativeNamed { .. }
        | E::SubstituteNamed { .. }
        | E::PreparednessRecorded { .. }
        | E::MeetingPlanned(_)
        | E::MeetingUpdated { .. }
        | E::MeetingRolesAssigned { .. }
        | E::AgendaSet { .. }
        | E::SummonsSent { .. }
        | E::MeetingCancelled { .. }
        | E::MeetingRecorded { .. }
        | E::NewMeetingRequired { .. } => meetings::apply(case, recorded),
        E::CoordinatorAppointed(_)
        | E::CoordinatorEnded(_)
        | E::DraftChanged(_)
        | E::ActivityDecided { .. }
        | E::ActivityUpdated { .. }
        | E::PlanSigned(_)
        | E::PlanEstablished { .. }
        | E::RevisionOpened { .. }
        | E::RevisionApproved
        | E::RevisionDiscarded { .. } => plan::apply(case, recorded),
        E::FollowUpRecorded { .. }
        | E::ClosingAssessed(_)
        | E::IndividualConsulted(_)
        | E::CaseClosed { .. }
        | E::DeviationReported(_)
        | E::DeviationDecided { .. }
        | E::MaterialChangeReported(_)
        | E::DisagreementOpened(_)
        | E::DisagreementEnded { .. }
        | E::RecordTaskSettled { .. }
        | E::DeliveryAdded(_)
        | E::DeliveryMade { .. }
        | E::Disclosed { .. }
        | E::UnderstandingConfirmed(_)
        | E::SurveyOffered
        | E::SurveySettled { .. }
        | E::ObjectionNoted(_)
        | E::SuccessorLinked { .. } => ending::apply(case, recorded),
    }
}

fn open(opened: &CaseOpened, recorded: &Recorded) -> SipCase {
    SipCase {
        schema: SCHEMA,
        id: opened.case,
        version: 1,
        kind: opened.kind,
        status: Status::NeedIdentified,
        urgent: None,
        person: opened.person.clone(),
        principal_responsible: None,
        legal_basis: opened.legal_basis.clone(),
        predecessor: opened.predecessor,
        successor: None,
        created_at: recorded.at,
        need: opened.need.clone(),
        initiator: opened.initiator.clone(),
        responsible_unit: opened.unit.clone(),
        preparation_lead: None,
        information: InformationGiven::default(),
        offer: None,
        child: None,
        guardians: Vec::new(),
        representatives: Vec::new(),
        agreement: opened.agreement,
        reader_list: None,
        discharge: None,
        reassessed_at: None,
        voiding_request: None,
        consents: Vec::new(),
        preparation: None,
        basis: None,
        mapping: None,
        invitees: Vec::new(),
        meetings: Vec::new(),
        summonses: Vec::new(),
        draft: None,
        versions: Vec::new(),
        coordinators: Vec::new(),
        signatures: Vec::new(),
        deliveries: Vec::new(),
        record_tasks: Vec::new(),
        understanding: Vec::new(),
        survey: None,
        deviations: Vec::new(),
        material_changes: Vec::new(),
        disagreements: Vec::new(),
        follow_ups: Vec::new(),
        party_assessments: Vec::new(),
        closing_consultation: None,
        revision_approval: None,
        objections: Vec::new(),
        disclosures: Vec::new(),
        contact_attempts: Vec::new(),
        last_event_at: recorded.at,
        last_activity_at: recorded.at,
    }
}
