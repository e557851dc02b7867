//! The whole case, as staff may see it.

use super::Wire;
use super::aftercare::{
    ClosingConsultationBody, DeliveryBody, DeviationBody, DisagreementBody, FollowUpBody, MaterialChangeBody,
    ObjectionBody, PartyAssessmentBody, RecordTaskBody, RevisionApprovalBody, SignatureBody, SurveyBody,
    UnderstandingBody,
};
use super::codes::{CaseKind, LegalBasis, NeedSource, NeedTrigger, OfferAnswer, Role, StatusName};
use super::common::{ActorBody, PersonBody, StaffBody, UnitBody};
use super::consent::{ConsentBody, DisclosureBody};
use super::invitee::InviteeBody;
use super::meeting::{MeetingBody, SummonsBody};
use super::persons::{ChildBody, GuardianBody, MandateBody, ProtectionBody};
use super::plan::{CoordinatorBody, PlanContentBody, PlanVersionBody};
use super::preparation::{BasisBody, ExcludedTopicsBody, MappingBody, PreparationBody};
use super::shape;
use super::standing::{ContactAttemptBody, DischargeBody, UrgencyBody, VoidingRequestBody};
use super::status::StatusBody;
use crate::http::Link;
use crate::resources::exchange::Shown;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::access::{CaseBrief, CaseView, Role as DomainRole};
use sip_domain::model;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// The report that opened the case (behov uppmärksammat).
    NeedReportBody of model::NeedReport {
        /// Who noticed the need.
        source: NeedSource,
        /// More about the source.
        source_detail: Option<String>,
        /// When the need was noticed.
        detected_at: DateTime<Utc>,
        /// The need in words.
        description: String,
        /// The individual's own assessment.
        own_assessment: Option<String>,
        /// What set it off.
        trigger: NeedTrigger,
        /// Who reported it.
        reported_by: ActorBody,
        /// When staff took over a citizen's request.
        taken_over_at: Option<DateTime<Utc>>,
    }

    /// Information given to the individual.
    InformationBody of model::InformationGiven {
        /// When it was told.
        oral_at: Option<DateTime<Utc>>,
        /// When it was handed over in writing.
        written_at: Option<DateTime<Utc>>,
        /// Who informed.
        by: Option<String>,
        /// In which language.
        language: Option<String>,
        /// Adapted how.
        adaptation: Option<String>,
    }

    /// The offer of a SIP (erbjudande) and its answer.
    OfferBody of model::Offer {
        /// When it was made.
        at: DateTime<Utc>,
        /// By whom.
        by: String,
        /// The answer.
        answer: Option<OfferAnswer>,
        /// When it was answered.
        answered_at: Option<DateTime<Utc>>,
        /// Who answered.
        answered_by: Option<String>,
    }
}

impl Wire<Vec<Role>> for BTreeSet<DomainRole> {
    fn wire(&self) -> Vec<Role> {
        self.iter().map(Wire::wire).collect()
    }
}

/// A case (ärende), cut down to what the caller may see: what is absent or empty is not there, or not for the caller.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Case)]
pub(crate) struct CaseBody {
    /// The case.
    pub(crate) id: Uuid,
    /// Version, the same as in `ETag`.
    pub(crate) version: i64,
    /// What it is about in law.
    pub(crate) kind: CaseKind,
    /// Where it stands.
    pub(crate) status: StatusBody,
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
    /// Who took the initiative (initiativtagare).
    pub(crate) initiator: Option<StaffBody>,
    /// Who prepares and convenes (samordningsansvarig).
    pub(crate) preparation_lead: Option<StaffBody>,
    /// Coordinator in office (samordnare).
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
    /// Why the case is urgent.
    pub(crate) urgency: Option<UrgencyBody>,
    /// Whether somebody in the case has a protected identity, and who may open it then.
    pub(crate) protection: ProtectionBody,
    /// The child's own part, once something of it is recorded.
    pub(crate) child: Option<ChildBody>,
    /// Guardians.
    pub(crate) guardians: Vec<GuardianBody>,
    /// Representatives.
    pub(crate) representatives: Vec<MandateBody>,
    /// What a planning at discharge rests on.
    pub(crate) discharge: Option<DischargeBody>,
    /// A voiding that waits for a second person.
    pub(crate) voiding_request: Option<VoidingRequestBody>,
    /// Attempts to reach the individual.
    pub(crate) contact_attempts: Vec<ContactAttemptBody>,
    /// Consents.
    pub(crate) consents: Vec<ConsentBody>,
    /// The preparation.
    pub(crate) preparation: Option<PreparationBody>,
    /// Topics the individual does not want raised; only for those who prepare and lead.
    pub(crate) excluded_topics: Option<ExcludedTopicsBody>,
    /// The basis.
    pub(crate) basis: Option<BasisBody>,
    /// The mapping.
    pub(crate) mapping: Option<MappingBody>,
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
    /// Record-keeping tasks.
    pub(crate) record_tasks: Vec<RecordTaskBody>,
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
    /// The individual's approval of the open revision.
    pub(crate) revision_approval: Option<RevisionApprovalBody>,
    /// Objections.
    pub(crate) objections: Vec<ObjectionBody>,
    /// What was given to whom.
    pub(crate) disclosures: Vec<DisclosureBody>,
    /// The case itself and every command the caller may give now.
    #[serde(rename = "_links")]
    pub(crate) links: Vec<Link>,
}

impl CaseBody {
    /// The case as `view` lets it out.
    pub(crate) fn of(view: &CaseView, shown: &Shown) -> Self {
        let preparation = view.preparation.as_ref();
        Self {
            id: view.id.0,
            version: view.version,
            kind: view.kind.wire(),
            status: view.status.wire(),
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
            urgency: view.urgent.wire(),
            protection: ProtectionBody::of(view),
            child: view.child.wire(),
            guardians: view.guardians.wire(),
            representatives: view.representatives.wire(),
            discharge: view.discharge.wire(),
            voiding_request: view.voiding_request.wire(),
            contact_attempts: view.contact_attempts.wire(),
            consents: view.consents.wire(),
            preparation: preparation.map(|shown| shown.preparation.wire()),
            excluded_topics: preparation.and_then(ExcludedTopicsBody::of),
            basis: view.basis.wire(),
            mapping: view.mapping.wire(),
            invitees: view.invitees.wire(),
            meetings: view.meetings.wire(),
            summonses: view.summonses.wire(),
            draft: view.draft.wire(),
            plan_versions: view.versions.wire(),
            signatures: view.signatures.wire(),
            deliveries: view.deliveries.wire(),
            record_tasks: view.record_tasks.wire(),
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

/// The individual's name for a list, where anybody passing by may read it: none when the case is protected (INV-49).
pub(crate) fn listed_name(case: &CaseBrief) -> Option<String> {
    case.name.as_ref().filter(|_| !case.is_protected).map(Wire::wire)
}

/// A case in a list.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CaseSummary {
    /// The case.
    pub(crate) id: Uuid,
    /// Version.
    pub(crate) version: i64,
    /// What it is about in law.
    pub(crate) kind: CaseKind,
    /// Where it stands.
    pub(crate) status: StatusName,
    /// The caller's roles in the case.
    pub(crate) roles: Vec<Role>,
    /// When it was opened.
    pub(crate) created_at: DateTime<Utc>,
    /// When anything last happened.
    pub(crate) last_event_at: DateTime<Utc>,
    /// The individual's name, when the caller may know it; never of a protected case.
    pub(crate) name: Option<String>,
    /// The unit that answers for it.
    pub(crate) responsible_unit: UnitBody,
    /// Coordinator in office.
    pub(crate) coordinator: Option<StaffBody>,
    /// The case itself.
    #[serde(rename = "_links")]
    pub(crate) links: Vec<Link>,
}

impl CaseSummary {
    /// The summary of what `case` lets out; `link` leads to the case.
    pub(crate) fn of(case: &CaseBrief, link: Link) -> Self {
        Self {
            id: case.id.0,
            version: case.version,
            kind: case.kind.wire(),
            status: case.status.wire(),
            roles: case.roles.wire(),
            created_at: case.created_at,
            last_event_at: case.last_event_at,
            name: listed_name(case),
            responsible_unit: case.responsible_unit.wire(),
            coordinator: case.coordinator.as_ref().map(Wire::wire),
            links: vec![link],
        }
    }
}
