//! What has happened to a case. The journal is a list of these; the case is what they add up to.

use crate::command::{AttendanceRecord, DraftChange, MeetingPatch, PreparationPatch};
use crate::context::Actor;
use crate::directory::{StaffRef, UnitRef};
use crate::ids::{
    ActivityId, CaseId, ConsentId, DeliveryId, DeviationId, DisagreementId, InviteeId, MeetingId, RecordTaskId,
};
use crate::model::{
    ActivityNote, ActivityStatus, AgendaItem, CaseKind, ClosingConsultation, Closure, Consent, CoordinatorAssignment,
    CoordinatorEnd, Delivery, DeliveryDone, Deviation, DeviationDecision, Disagreement, DisagreementOutcome,
    Disclosure, FollowUp, HeldMeeting, InformationGiven, Invitee, LegalBasis, MappingEntry, MaterialChange, Meeting,
    NeedReport, Objection, OfferAnswer, PartyAssessment, Person, PlanVersion, PreContact, RecordTask, RecordTaskDone,
    RefusalOfSip, RevisionTrigger, RsvpStatus, Signature, Substitute, Summons, SurveyState, Understanding, Withdrawal,
};
use crate::text::{PersonName, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One entry of the journal: what happened, when, and by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// A case was opened (T1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The case.
    pub case: CaseId,
    /// What it is about in law.
    pub kind: CaseKind,
    /// The individual.
    pub person: Person,
    /// The report.
    pub need: NeedReport,
    /// The law or agreement it rests on.
    pub legal_basis: Vec<LegalBasis>,
    /// The unit that answers for it.
    pub unit: UnitRef,
    /// The initiator, when staff reported.
    pub initiator: Option<StaffRef>,
    /// The case it follows.
    pub predecessor: Option<CaseId>,
}

/// Something that happened. Names are past tense; the stored name is the variant in snake case and never changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "data")]
pub enum Event {
    /// T1.
    CaseOpened(Box<CaseOpened>),
    /// Staff took over a citizen's request.
    TakenOver {
        /// The initiator from now on.
        initiator: StaffRef,
    },
    /// The individual's own assessment.
    OwnAssessmentRecorded {
        /// In words.
        text: Text,
    },
    /// T2.
    SipRefused(Box<RefusalOfSip>),
    /// Information, as it stands after this.
    InformationRecorded(InformationGiven),
    /// T3.
    Offered {
        /// By whom.
        by: PersonName,
    },
    /// The offer was answered; no is T4.
    OfferAnswered {
        /// Yes or no.
        answer: OfferAnswer,
        /// Who answered.
        answered_by: PersonName,
    },
    /// A consent came in force or will.
    ConsentGiven(Box<Consent>),
    /// A consent was withdrawn, whole or in part.
    ConsentWithdrawn {
        /// Which.
        consent: ConsentId,
        /// How.
        withdrawal: Withdrawal,
    },
    /// T5.
    PreparationStarted {
        /// Who prepares.
        lead: StaffRef,
    },
    /// The preparation was filled in.
    PreparationUpdated(Box<PreparationPatch>),
    /// The preparation went over to somebody else.
    PreparationHandedOver {
        /// To whom.
        to: StaffRef,
    },
    /// The basis was written.
    BasisSet {
        /// What the planning is for.
        purpose: Text,
        /// By whom.
        by: StaffRef,
    },
    /// The mapping was written.
    MappingWritten {
        /// Its entries.
        entries: Vec<MappingEntry>,
        /// By whom.
        author: StaffRef,
    },
    /// The mapping was shared.
    MappingShared,
    /// Somebody was put on the list.
    InviteeAdded(Box<Invitee>),
    /// Somebody was taken off the list.
    InviteeRemoved {
        /// Who.
        invitee: InviteeId,
    },
    /// The individual approved.
    InviteeApproved {
        /// Whom.
        invitee: InviteeId,
    },
    /// A unit was talked to beforehand.
    PreContactRecorded {
        /// Which invitee.
        invitee: InviteeId,
        /// What was said.
        contact: PreContact,
    },
    /// A summons was answered.
    InvitationAnswered {
        /// Which invitee.
        invitee: InviteeId,
        /// Accepted or declined.
        status: RsvpStatus,
        /// Who answered.
        by: PersonName,
    },
    /// The unit named who comes.
    RepresentativeNamed {
        /// Which invitee.
        invitee: InviteeId,
        /// Who.
        staff: StaffRef,
    },
    /// The unit named a substitute.
    SubstituteNamed {
        /// Which invitee.
        invitee: InviteeId,
        /// Who, and whether briefed.
        substitute: Substitute,
    },
    /// An invitee has prepared.
    PreparednessRecorded {
        /// Which invitee.
        invitee: InviteeId,
        /// A note.
        note: Option<Text>,
    },
    /// A meeting was planned.
    MeetingPlanned(Box<Meeting>),
    /// A meeting was changed.
    MeetingUpdated {
        /// Which.
        meeting: MeetingId,
        /// What.
        patch: Box<MeetingPatch>,
        /// Whether the time changed after the summons, so that answers start anew (T7).
        answers_reset: bool,
    },
    /// Chair and secretary were appointed.
    MeetingRolesAssigned {
        /// Which meeting.
        meeting: MeetingId,
        /// Mötesledare.
        chair: StaffRef,
        /// Sekreterare.
        secretary: StaffRef,
    },
    /// The agenda was set.
    AgendaSet {
        /// Which meeting.
        meeting: MeetingId,
        /// The points.
        items: Vec<AgendaItem>,
    },
    /// T6, T7.
    SummonsSent {
        /// To which meeting.
        meeting: MeetingId,
        /// One for each invitee who had none for this time.
        summonses: Vec<Summons>,
        /// What was given out with them.
        disclosures: Vec<Disclosure>,
    },
    /// T8.
    MeetingCancelled {
        /// Which.
        meeting: MeetingId,
        /// Why.
        reason: Text,
    },
    /// T9.
    MeetingRecorded {
        /// Which.
        meeting: MeetingId,
        /// Who led.
        chair: StaffRef,
        /// Who wrote.
        secretary: StaffRef,
        /// Who was there.
        attendance: Vec<AttendanceRecord>,
        /// What happened.
        held: Box<HeldMeeting>,
    },
    /// T11.
    NewMeetingRequired {
        /// Why.
        reason: Text,
    },
    /// A coordinator was appointed.
    CoordinatorAppointed(Box<CoordinatorAssignment>),
    /// The coordinator left the task.
    CoordinatorEnded(CoordinatorEnd),
    /// The draft was changed.
    DraftChanged(Box<DraftChange>),
    /// The responsible organisation answered.
    ActivityDecided {
        /// Which activity.
        activity: ActivityId,
        /// Accepted, rejected or awaiting a decision.
        status: ActivityStatus,
    },
    /// The responsible organisation told how it goes.
    ActivityUpdated {
        /// Which activity.
        activity: ActivityId,
        /// How it goes.
        status: ActivityStatus,
        /// A note.
        note: Option<ActivityNote>,
    },
    /// Somebody signed or declined to.
    PlanSigned(Signature),
    /// T10, T14.
    PlanEstablished {
        /// The frozen version.
        version: Box<PlanVersion>,
        /// What is to be handed over.
        deliveries: Vec<Delivery>,
        /// What is to be written in the organisations' own records.
        record_tasks: Vec<RecordTask>,
    },
    /// T13.
    RevisionOpened {
        /// Why.
        trigger: RevisionTrigger,
    },
    /// The individual approved the revision.
    RevisionApproved,
    /// T15.
    RevisionDiscarded {
        /// Why.
        reason: Text,
    },
    /// A follow-up was held.
    FollowUpRecorded {
        /// What it found.
        follow_up: Box<FollowUp>,
        /// What is to be written in the organisations' own records.
        record_tasks: Vec<RecordTask>,
    },
    /// A party said whether the plan can end.
    ClosingAssessed(PartyAssessment),
    /// The individual was asked about the end.
    IndividualConsulted(ClosingConsultation),
    /// T12, T17, T18, T23.
    CaseClosed {
        /// Why and by whom.
        closure: Box<Closure>,
        /// What is to be written in the organisations' own records.
        record_tasks: Vec<RecordTask>,
    },
    /// A deviation was reported.
    DeviationReported(Box<Deviation>),
    /// The coordinator decided on it.
    DeviationDecided {
        /// Which.
        deviation: DeviationId,
        /// What.
        decision: Box<DeviationDecision>,
    },
    /// The situation changed materially.
    MaterialChangeReported(Box<MaterialChange>),
    /// A disagreement was opened.
    DisagreementOpened(Box<Disagreement>),
    /// A disagreement ended.
    DisagreementEnded {
        /// Which.
        disagreement: DisagreementId,
        /// How.
        outcome: DisagreementOutcome,
    },
    /// A record-keeping task was settled.
    RecordTaskSettled {
        /// Which.
        task: RecordTaskId,
        /// How.
        done: Box<RecordTaskDone>,
    },
    /// A row was put on the delivery ledger.
    DeliveryAdded(Delivery),
    /// The plan was handed over.
    DeliveryMade {
        /// Which row.
        delivery: DeliveryId,
        /// How.
        done: DeliveryDone,
        /// What was given out with it, for a unit.
        disclosure: Option<Disclosure>,
    },
    /// The individual understood.
    UnderstandingConfirmed(Box<Understanding>),
    /// The survey was offered.
    SurveyOffered,
    /// The survey was answered or declined.
    SurveySettled {
        /// Which.
        state: SurveyState,
    },
    /// The individual objected.
    ObjectionNoted(Objection),
    /// The case that follows.
    SuccessorLinked {
        /// Which.
        successor: CaseId,
    },
}
