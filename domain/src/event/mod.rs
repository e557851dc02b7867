//! What has happened to a case. The journal is a list of these; the case is what they add up to.

mod recorded;

pub use recorded::{CaseOpened, Recorded};

use crate::command::{AttendanceRecord, DraftChange, MeetingPatch, PreparationPatch};
use crate::directory::StaffRef;
use crate::ids::{
    ActivityId, CaseId, ConsentId, DeliveryId, DeviationId, DisagreementId, GuardianId, InviteeId, MeetingId,
    RecordTaskId, RepresentativeId,
};
use crate::model::{
    ActivityNote, ActivityStatus, AgendaItem, Child, ClosingConsultation, Closure, Consent, ConsentException,
    ContactAttempt, CoordinatorAssignment, CoordinatorEnd, Delivery, DeliveryDone, Deviation, DeviationDecision,
    Disagreement, DisagreementOutcome, Discharge, Disclosure, FollowUp, Guardian, HeldMeeting, InformationGiven,
    Invitee, MappingEntry, MaterialChange, Meeting, Objection, OfferAnswer, PartyAssessment, PauseCause, PlanVersion,
    PreContact, Protection, RecordTask, RecordTaskDone, RefusalOfSip, Representative, RevisionTrigger, RsvpStatus,
    Signature, Substitute, Summons, SurveyState, Understanding, Urgency, Voiding, VoidingRequest, Withdrawal,
};
use crate::text::{PersonName, Text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
    /// The case is urgent (S1-27).
    UrgencyDeclared(Box<Urgency>),
    /// The child's part, as it stands after this (S1-18).
    ChildRecorded(Box<Child>),
    /// A guardian was recorded.
    GuardianAdded(Box<Guardian>),
    /// A guardian's link or duty to consent changed; absent fields leave what stands.
    GuardianChanged {
        /// Whose.
        guardian: GuardianId,
        /// The day from which the guardianship no longer lasts.
        until: Option<NaiveDate>,
        /// Why the guardian's consent is not needed.
        exception: Option<ConsentException>,
        /// Whether the guardian's identity is protected.
        #[serde(default)]
        protected: Option<Protection>,
    },
    /// A representative was recorded.
    RepresentativeAdded(Box<Representative>),
    /// A mandate got its last day.
    RepresentativeEnded {
        /// Whose.
        representative: RepresentativeId,
        /// The mandate's last day.
        until: NaiveDate,
    },
    /// The individual's protection, and who alone may open the case (INV-49).
    ProtectionSet {
        /// The individual's protection.
        level: Protection,
        /// Who may open the case.
        readers: Vec<StaffRef>,
    },
    /// What the planning at discharge rests on.
    DischargeRecorded(Box<Discharge>),
    /// Somebody tried to reach the individual (S3-05).
    ContactAttempted(ContactAttempt),
    /// T19: sharing stopped, the case rests.
    CasePaused {
        /// Why.
        cause: PauseCause,
        /// In words.
        note: Option<Text>,
    },
    /// T20: the case goes on where it rested.
    CaseResumed,
    /// The first of two persons wants the case voided (T24).
    VoidingRequested(Box<VoidingRequest>),
    /// T24.
    CaseVoided(Box<Voiding>),
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
    /// Something was opened to units in the system.
    Disclosed {
        /// What to whom on which ground.
        disclosures: Vec<Disclosure>,
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
