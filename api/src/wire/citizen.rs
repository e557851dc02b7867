//! The case in the portal. A type of its own, so that mapping, excluded topics and the organisations' record-keeping have no
//! field that they could come out by (S0-08, S3-28).

use super::Wire;
use super::aftercare::{
    ClosingConsultationBody, DeliveryBody, DeviationBody, DisagreementBody, FollowUpBody, MaterialChangeBody,
    ObjectionBody, PartyAssessmentBody, RevisionApprovalBody, SignatureBody, SurveyBody, UnderstandingBody,
};
use super::case::{InformationBody, NeedReportBody, OfferBody};
use super::codes::{CaseKind, LegalBasis, Role, StatusName};
use super::common::{PersonBody, StaffBody, UnitBody, rows};
use super::consent::{ConsentBody, DisclosureBody};
use super::invitee::InviteeBody;
use super::meeting::{MeetingBody, SummonsBody};
use super::persons::{ChildBody, GuardianBody, MandateBody};
use super::plan::{CoordinatorBody, PlanContentBody, PlanVersionBody};
use super::preparation::{BasisBody, PreparationBody};
use super::status::StatusBody;
use crate::http::Link;
use crate::resources::exchange::Shown;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::access::{CaseView, Role as DomainRole};
use utoipa::ToSchema;
use uuid::Uuid;

/// What the caller is to a case (ombud och vårdnadshavare ser för vem de läser): the individual, somebody who speaks for the
/// individual, or somebody who only asked for a SIP for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActingAs {
    Individual,
    Guardian,
    Representative,
    Requester,
}

impl ActingAs {
    /// The nearest of the caller's roles.
    pub(crate) fn of(view: &CaseView) -> Self {
        let nearest = [
            (DomainRole::Individual, Self::Individual),
            (DomainRole::Guardian, Self::Guardian),
            (DomainRole::Representative, Self::Representative),
        ];
        nearest.into_iter().find(|(role, _)| view.roles.contains(role)).map_or(Self::Requester, |(_, acting)| acting)
    }
}

/// Where a request for somebody else stands, for the one who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RequestState {
    Waiting,
    Answered,
}

impl RequestState {
    /// None for all but those who only asked.
    fn of(view: &CaseView) -> Option<Self> {
        (ActingAs::of(view) == ActingAs::Requester).then_some(if view.is_answered {
            Self::Answered
        } else {
            Self::Waiting
        })
    }
}

/// A list of the caller's case, not in pages.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MyList<T: ToSchema> {
    /// What the caller is to the case.
    acting_as: ActingAs,
    /// Whom the case is about.
    about: Option<String>,
    /// What is in the list.
    #[schema(schema_with = rows::<T>)]
    items: Vec<T>,
    /// What may be done.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

impl<T: ToSchema> MyList<T> {
    /// The list, with what the caller may do in the case.
    pub(crate) fn of(items: Vec<T>, view: &CaseView, shown: &Shown) -> Self {
        Self { acting_as: ActingAs::of(view), about: view.person.name.wire(), items, links: shown.links(view) }
    }
}

/// One of the caller's cases in a list.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MyCaseSummary {
    /// The case.
    pub(crate) id: Uuid,
    /// Version.
    pub(crate) version: i64,
    /// What the caller is to the case.
    pub(crate) acting_as: ActingAs,
    /// Whom the case is about; absent while the portal is switched off.
    pub(crate) about: Option<String>,
    /// Where it stands; absent while the portal is switched off.
    pub(crate) status: Option<StatusName>,
    /// Whether a request for somebody else was answered; for a requester only.
    pub(crate) request: Option<RequestState>,
    /// When it was opened.
    pub(crate) created_at: DateTime<Utc>,
    /// When anything last happened; absent while the portal is switched off.
    pub(crate) last_event_at: Option<DateTime<Utc>>,
    /// The unit that answers for it.
    pub(crate) responsible_unit: UnitBody,
    /// The case itself, and what may be done.
    #[serde(rename = "_links")]
    pub(crate) links: Vec<Link>,
}

impl MyCaseSummary {
    /// What `view` lets out, with these links.
    pub(crate) fn of(view: &CaseView, links: Vec<Link>) -> Self {
        Self {
            id: view.id.0,
            version: view.version,
            acting_as: ActingAs::of(view),
            about: view.person.name.wire(),
            status: Some(view.status.name().wire()),
            request: RequestState::of(view),
            created_at: view.created_at,
            last_event_at: Some(view.last_event_at),
            responsible_unit: view.responsible_unit.wire(),
            links,
        }
    }

    /// Nothing of what is in the case.
    pub(crate) fn without_content(self) -> Self {
        Self { about: None, status: None, request: None, last_event_at: None, ..self }
    }
}

/// The individual's own case (mitt ärende).
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CitizenCase)]
pub(crate) struct CitizenCaseBody {
    /// The case.
    pub(crate) id: Uuid,
    /// Version, the same as in `ETag`.
    pub(crate) version: i64,
    /// What it is about in law.
    pub(crate) kind: CaseKind,
    /// Where it stands.
    pub(crate) status: StatusBody,
    /// Whether a request for somebody else was answered; for a requester only, who is told no more of where it stands.
    pub(crate) request: Option<RequestState>,
    /// What the caller is to the case.
    pub(crate) acting_as: ActingAs,
    /// Whom the case is about, by name.
    pub(crate) about: Option<String>,
    /// The caller's roles in the case.
    pub(crate) roles: Vec<Role>,
    /// When it was opened.
    pub(crate) created_at: DateTime<Utc>,
    /// When anything last happened.
    pub(crate) last_event_at: DateTime<Utc>,
    /// The individual.
    pub(crate) person: PersonBody,
    /// The law or agreement it rests on.
    pub(crate) legal_basis: Vec<LegalBasis>,
    /// The unit that answers for it.
    pub(crate) responsible_unit: UnitBody,
    /// Who took the initiative.
    pub(crate) initiator: Option<StaffBody>,
    /// Who prepares and convenes.
    pub(crate) preparation_lead: Option<StaffBody>,
    /// Coordinator in office, with telephone number.
    pub(crate) coordinator: Option<CoordinatorBody>,
    /// The principal with overall responsibility.
    pub(crate) principal_responsible: Option<Uuid>,
    /// The case this one follows.
    pub(crate) predecessor: Option<Uuid>,
    /// The case that follows this one.
    pub(crate) successor: Option<Uuid>,
    /// The report of the need.
    pub(crate) need: Option<NeedReportBody>,
    /// Information given.
    pub(crate) information: Option<InformationBody>,
    /// The offer.
    pub(crate) offer: Option<OfferBody>,
    /// The child's own part.
    pub(crate) child: Option<ChildBody>,
    /// Guardians; of another than the caller the name only.
    pub(crate) guardians: Vec<GuardianBody>,
    /// Who else may speak for the individual; of another than the caller the name only.
    pub(crate) representatives: Vec<MandateBody>,
    /// Consents.
    pub(crate) consents: Vec<ConsentBody>,
    /// The preparation.
    pub(crate) preparation: Option<PreparationBody>,
    /// The basis.
    pub(crate) basis: Option<BasisBody>,
    /// Invitees.
    pub(crate) invitees: Vec<InviteeBody>,
    /// Meetings.
    pub(crate) meetings: Vec<MeetingBody>,
    /// Summonses.
    pub(crate) summonses: Vec<SummonsBody>,
    /// The plan being written.
    pub(crate) draft: Option<PlanContentBody>,
    /// Established versions of the plan, oldest first.
    pub(crate) plan_versions: Vec<PlanVersionBody>,
    /// Signatures.
    pub(crate) signatures: Vec<SignatureBody>,
    /// Deliveries of the plan.
    pub(crate) deliveries: Vec<DeliveryBody>,
    /// Confirmations that the individual understood.
    pub(crate) understanding: Vec<UnderstandingBody>,
    /// The survey.
    pub(crate) survey: Option<SurveyBody>,
    /// Deviations.
    pub(crate) deviations: Vec<DeviationBody>,
    /// Material changes.
    pub(crate) material_changes: Vec<MaterialChangeBody>,
    /// Disagreements.
    pub(crate) disagreements: Vec<DisagreementBody>,
    /// Follow-ups.
    pub(crate) follow_ups: Vec<FollowUpBody>,
    /// The parties' views on ending the plan.
    pub(crate) party_assessments: Vec<PartyAssessmentBody>,
    /// The individual was asked about ending the plan.
    pub(crate) closing_consultation: Option<ClosingConsultationBody>,
    /// The approval of the open revision.
    pub(crate) revision_approval: Option<RevisionApprovalBody>,
    /// Objections.
    pub(crate) objections: Vec<ObjectionBody>,
    /// What was given to whom.
    pub(crate) disclosures: Vec<DisclosureBody>,
    /// The case itself and everything the caller may do now.
    #[serde(rename = "_links")]
    pub(crate) links: Vec<Link>,
}

impl CitizenCaseBody {
    /// The case as `view` lets it out.
    pub(crate) fn of(view: &CaseView, shown: &Shown) -> Self {
        Self {
            id: view.id.0,
            version: view.version,
            kind: view.kind.wire(),
            status: view.status.wire(),
            request: RequestState::of(view),
            acting_as: ActingAs::of(view),
            about: view.person.name.wire(),
            roles: view.roles.wire(),
            created_at: view.created_at,
            last_event_at: view.last_event_at,
            person: view.person.wire(),
            legal_basis: view.legal_basis.wire(),
            responsible_unit: view.responsible_unit.wire(),
            initiator: view.initiator.wire(),
            preparation_lead: view.preparation_lead.wire(),
            coordinator: view.coordinator.wire(),
            principal_responsible: view.principal_responsible.wire(),
            predecessor: view.predecessor.wire(),
            successor: view.successor.wire(),
            need: view.need.wire(),
            information: view.information.wire(),
            offer: view.offer.wire(),
            child: view.child.wire(),
            guardians: view.guardians.wire(),
            representatives: view.representatives.wire(),
            consents: view.consents.wire(),
            preparation: view.preparation.as_ref().map(|shown| shown.preparation.wire()),
            basis: view.basis.wire(),
            invitees: view.invitees.wire(),
            meetings: view.meetings.wire(),
            summonses: view.summonses.wire(),
            draft: view.draft.wire(),
            plan_versions: view.versions.wire(),
            signatures: view.signatures.wire(),
            deliveries: view.deliveries.wire(),
            understanding: view.understanding.wire(),
            survey: view.survey.wire(),
            deviations: view.deviations.wire(),
            material_changes: view.material_changes.wire(),
            disagreements: view.disagreements.wire(),
            follow_ups: view.follow_ups.wire(),
            party_assessments: view.party_assessments.wire(),
            closing_consultation: view.closing_consultation.wire(),
            revision_approval: view.revision_approval.wire(),
            objections: view.objections.wire(),
            disclosures: view.disclosures.wire(),
            links: shown.links(view),
        }
    }
}
