//! The case as one reader may see it (3.4, 3.5). The cut is made here and nowhere else.
//!
//! Two ideas carry it. A reader either sees the content whole (the individual; lead and coordinator while any consent is
//! in force; the initiator until the preparation starts) or cut: category by category, as the consent to the reader's
//! own unit says at that moment (INV-18). And what the reader's own unit wrote stays readable without consent (3.5).

mod aftermath;
mod beginning;
mod brief;
mod meeting;
mod persons;
mod plan;
mod protected;
mod reader;

use crate::access::{Part, Role, Sight, roles};
use crate::context::Actor;
use crate::ids::{CaseId, GuardianId, PersonId, PrincipalId, RepresentativeId};
use crate::model::{
    Basis, CaseKind, Category, Child, ClosingConsultation, Consent, ConsentException, Contact, ContactAttempt,
    CoordinatorAssignment, Delivery, Deviation, Disagreement, Discharge, Disclosure, ExcludedTopic, FollowUp,
    InformationGiven, Invitee, LegalBasis, Mapping, MaterialChange, Meeting, NeedReport, Objection, Offer,
    PartyAssessment, PlanContent, PlanVersion, Preparation, ReaderList, RecordTask, RepresentativeKind,
    RevisionApproval, Signature, SipCase, Status, StatusName, Summons, Survey, Understanding, Urgency, VoidingRequest,
};
pub use brief::{CaseBrief, brief};
use chrono::{DateTime, NaiveDate, Utc};
use reader::Reader;
use serde::Serialize;
use std::collections::BTreeSet;

/// The individual as shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonView {
    /// The person in the register; absent as the name is, for it is the same in all cases about the person.
    pub id: Option<PersonId>,
    /// Name; absent for those who may not know whom it is about (separate contact, administrators).
    pub name: Option<crate::text::PersonName>,
    /// The number; only for those who may have category `identity_contact`.
    pub identity: Option<crate::identity::IdentityNumber>,
    /// Date of birth; as the number.
    pub birth_date: Option<NaiveDate>,
    /// Contact; as the number.
    pub contact: Option<Contact>,
    /// Language, for the interpreter.
    pub language: Option<crate::text::ShortText>,
}

/// A guardian or representative as shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RelatedPersonView {
    /// The person in the register; as the number.
    pub id: Option<PersonId>,
    /// Name.
    pub name: crate::text::PersonName,
    /// The number; only for those who have to reach the person, and for the person.
    pub identity: Option<crate::identity::IdentityNumber>,
    /// Contact; as the number, and never of somebody protected.
    pub contact: Option<Contact>,
}

/// A guardian as shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GuardianView {
    /// The link.
    pub id: GuardianId,
    /// Who.
    pub person: RelatedPersonView,
    /// From when.
    pub since: NaiveDate,
    /// Until, not including, when.
    pub until: Option<NaiveDate>,
    /// Why the consent is not needed; for staff.
    pub consent_exception: Option<ConsentException>,
}

/// A representative as shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RepresentativeView {
    /// The mandate.
    pub id: RepresentativeId,
    /// Who.
    pub person: RelatedPersonView,
    /// What kind of mandate.
    pub kind: RepresentativeKind,
    /// What it covers, in words.
    pub scope_text: crate::text::Text,
    /// From when.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// Whether the representative attends instead of the individual.
    pub attends_instead: bool,
}

/// The preparation as shown. A field the reader may not see is empty or absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PreparationView {
    /// The preparation without excluded topics, cut.
    pub preparation: Preparation,
    /// Topics to leave out, only for preparer, coordinator and chair (S0-08); never in a citizen's answer.
    /// `preparation.excluded_topics` is always empty.
    pub excluded_topics: Option<Vec<ExcludedTopic>>,
}

/// A case, reduced for one reader at one moment. `None` means: not for this reader (or nothing there yet).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseView {
    /// The case.
    pub id: CaseId,
    /// Version, the `ETag`.
    pub version: i64,
    /// What it is about in law.
    pub kind: CaseKind,
    /// The state, with closure or refusal where the reader may see it.
    pub status: Status,
    /// The reader's roles.
    pub roles: BTreeSet<Role>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub last_event_at: DateTime<Utc>,
    /// Whether anybody has taken the need on; all that a mere requester is told.
    pub is_answered: bool,
    /// The individual.
    pub person: PersonView,
    /// Law.
    pub legal_basis: Vec<LegalBasis>,
    /// The unit that answers for the case.
    pub responsible_unit: crate::directory::UnitRef,
    /// Initiator.
    pub initiator: Option<crate::directory::StaffRef>,
    /// Preparation lead.
    pub preparation_lead: Option<crate::directory::StaffRef>,
    /// Coordinator in office.
    pub coordinator: Option<CoordinatorAssignment>,
    /// Principal with overall responsibility.
    pub principal_responsible: Option<PrincipalId>,
    /// Predecessor case.
    pub predecessor: Option<CaseId>,
    /// Successor case.
    pub successor: Option<CaseId>,
    /// The report of the need.
    pub need: Option<NeedReport>,
    /// Information given.
    pub information: Option<InformationGiven>,
    /// Offer.
    pub offer: Option<Offer>,
    /// Why the case is urgent.
    pub urgent: Option<Urgency>,
    /// Whether somebody in the case is protected, so that named staff alone may open it.
    pub is_protected: bool,
    /// Who may open a protected case; for those who write the list.
    pub reader_list: Option<ReaderList>,
    /// The child's part.
    pub child: Option<Child>,
    /// Guardians.
    pub guardians: Vec<GuardianView>,
    /// Representatives.
    pub representatives: Vec<RepresentativeView>,
    /// What a planning at discharge rests on.
    pub discharge: Option<Discharge>,
    /// A voiding that waits for the second person.
    pub voiding_request: Option<VoidingRequest>,
    /// Attempts to reach the individual.
    pub contact_attempts: Vec<ContactAttempt>,
    /// Consents (all for lead/coordinator/individual; own recipient rows for others).
    pub consents: Vec<Consent>,
    /// Preparation.
    pub preparation: Option<PreparationView>,
    /// Basis.
    pub basis: Option<Basis>,
    /// Mapping: never for a citizen (S3-28); cut per life area.
    pub mapping: Option<Mapping>,
    /// Invitees.
    pub invitees: Vec<Invitee>,
    /// Meetings.
    pub meetings: Vec<Meeting>,
    /// Summonses (own only for an invited unit).
    pub summonses: Vec<Summons>,
    /// Draft, cut.
    pub draft: Option<PlanContent>,
    /// Versions, cut.
    pub versions: Vec<PlanVersion>,
    /// Signatures.
    pub signatures: Vec<Signature>,
    /// Deliveries.
    pub deliveries: Vec<Delivery>,
    /// Record tasks (own organisation's; all for coordinator).
    pub record_tasks: Vec<RecordTask>,
    /// Understanding.
    pub understanding: Vec<Understanding>,
    /// Survey.
    pub survey: Option<Survey>,
    /// Deviations.
    pub deviations: Vec<Deviation>,
    /// Material changes.
    pub material_changes: Vec<MaterialChange>,
    /// Disagreements.
    pub disagreements: Vec<Disagreement>,
    /// Follow-ups.
    pub follow_ups: Vec<FollowUp>,
    /// Party assessments.
    pub party_assessments: Vec<PartyAssessment>,
    /// The individual was consulted on ending the plan.
    pub closing_consultation: Option<ClosingConsultation>,
    /// The individual's approval of the open revision.
    pub revision_approval: Option<RevisionApproval>,
    /// Objections.
    pub objections: Vec<Objection>,
    /// Disclosure ledger.
    pub disclosures: Vec<Disclosure>,
}

/// Whether the actor may have the whole case now, uncut: the individual, and whoever leads it on a consent in force.
pub fn reads_whole(case: &SipCase, actor: &Actor, now: DateTime<Utc>) -> bool {
    Reader::new(case, actor, roles(case, actor, now), now).whole(Part::History)
}

/// The case, reduced for `actor` at `now`; `None` when the actor may not know that it exists (INV-52).
///
/// A case opened by mistake is shown to nobody (T24); the journal keeps it.
#[expect(clippy::too_many_lines, reason = "one line for each part of the case")]
pub fn view(case: &SipCase, actor: &Actor, now: DateTime<Utc>) -> Option<CaseView> {
    let reader = reader_of(case, actor, now)?;
    let knows_staff = reader.whole(Part::Staff);
    let knows_links = reader.whole(Part::Opening) || reader.is_lead() || reader.is(Role::Initiator);
    let stands = reader.whole(Part::Standing);
    let shown = CaseView {
        id: case.id,
        version: case.version,
        kind: case.kind,
        status: reader.status(),
        roles: reader.roles.clone(),
        created_at: case.created_at,
        last_event_at: reader.last_event_at(),
        is_answered: case.need.taken_over_at.is_some() || case.status.name() != StatusName::NeedIdentified,
        person: reader.person(),
        legal_basis: if reader.sight(Part::Plan) >= Sight::Own { case.legal_basis.clone() } else { Vec::new() },
        responsible_unit: case.responsible_unit.clone(),
        initiator: case.initiator.clone().filter(|_| knows_staff),
        preparation_lead: case.preparation_lead.clone().filter(|_| knows_staff),
        coordinator: case.coordinator().filter(|_| knows_staff).cloned(),
        principal_responsible: case.principal_responsible.filter(|_| knows_staff),
        predecessor: case.predecessor.filter(|_| knows_links),
        successor: case.successor.filter(|_| knows_links),
        need: reader.need(),
        information: reader.opening().then(|| case.information.clone()),
        offer: case.offer.clone().filter(|_| reader.opening()),
        urgent: case
            .urgent
            .clone()
            .filter(|_| reader.opening() || stands || reader.may(Part::Opening, Category::PlanDocument)),
        is_protected: case.is_protected(),
        reader_list: reader.reader_list(),
        child: reader.child(),
        guardians: reader.guardians(),
        representatives: reader.representatives(),
        discharge: reader.discharge(),
        voiding_request: case.voiding_request.clone().filter(|_| stands),
        contact_attempts: if stands { case.contact_attempts.clone() } else { Vec::new() },
        consents: reader.consents(),
        preparation: reader.preparation(),
        basis: reader.basis(),
        mapping: reader.mapping(),
        invitees: reader.invitees(),
        meetings: reader.meetings(),
        summonses: reader.summonses(),
        draft: reader.draft(),
        versions: reader.versions(),
        signatures: reader.signatures(),
        deliveries: reader.deliveries(),
        record_tasks: reader.record_tasks(),
        understanding: reader.understanding(),
        survey: case.survey.clone().filter(|_| reader.may(Part::Aftercare, Category::PlanDocument)),
        deviations: reader.deviations(),
        material_changes: reader.material_changes(),
        disagreements: reader.disagreements(),
        follow_ups: reader.follow_ups(),
        party_assessments: reader.party_assessments(),
        closing_consultation: case
            .closing_consultation
            .clone()
            .filter(|_| reader.may(Part::FollowUps, Category::PlanDocument)),
        revision_approval: case
            .revision_approval
            .clone()
            .filter(|_| reader.may(Part::FollowUps, Category::PlanDocument)),
        objections: reader.objections(),
        disclosures: reader.disclosures(),
    };
    Some(if shown.is_protected { protected::without_places(shown) } else { shown })
}

/// The actor as a reader of the case; none for who may not know of it, and of a case opened by mistake (T24).
fn reader_of<'a>(case: &'a SipCase, actor: &'a Actor, now: DateTime<Utc>) -> Option<Reader<'a>> {
    let roles = roles(case, actor, now);
    let is_shown = !roles.is_empty() && case.status.name() != StatusName::Voided;
    is_shown.then(|| Reader::new(case, actor, roles, now))
}

/// Whether the actor may have any of this part of the case now; what of it, [`view`] tells.
pub fn may_see(case: &SipCase, actor: &Actor, now: DateTime<Utc>, part: Part) -> bool {
    Reader::new(case, actor, roles(case, actor, now), now).sight(part) > Sight::Nothing
}

/// Whether the actor may have exactly as much of the unchanged case at `now` as at `then`: no consent has begun or lapsed in
/// between, no mandate ended, nobody come of age.
pub fn sees_the_same(case: &SipCase, actor: &Actor, then: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let reader = |at| Reader::new(case, actor, roles(case, actor, at), at);
    reader(then).is_as(&reader(now))
}
