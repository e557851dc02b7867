//! What a caller can ask of a case. Each command is one transition or one change (3.2).

mod clients;
mod draft;
mod input;
mod kind;
mod persons;
mod standing;
mod terms;

pub use draft::*;
pub use input::*;
pub use kind::CommandKind;
pub use persons::*;
pub use standing::StandingCommand;

use crate::directory::StaffRef;
use crate::ids::{
    ActivityId, CaseId, ConsentId, DeliveryId, DeviationId, DisagreementId, InviteeId, MeetingId, RecordTaskId,
};
use crate::model::{
    ClosureReason, CoordinatorEndReason, DeliveryChannel, DeliveryTo, OfferAnswer, RecordTaskEnd, RevisionTrigger,
    SignatureMethod, SurveyState, WithdrawalChannel, WithdrawalExtent,
};
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, NaiveDate, Utc};

/// A request to change a case.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a command lives for one decision; none is kept in a list")]
pub enum Command {
    /// T1: a need of coordination is reported.
    ReportNeed(Box<ReportNeed>),
    /// Staff takes over a citizen's request and becomes initiator (S4-02).
    TakeOver,
    /// The individual's own assessment is written down (S1-04).
    RecordOwnAssessment {
        /// In the individual's words.
        text: Text,
    },
    /// T2: a SIP is refused (S1-05).
    RefuseSip {
        /// Why.
        reason: Text,
        /// When the individual was told; must be stated.
        individual_informed_at: Option<DateTime<Utc>>,
    },
    /// The individual was informed (S0-03).
    RecordInformation(InformationInput),
    /// T3: a SIP is offered.
    Offer,
    /// The offer is answered; no is T4.
    AnswerOffer {
        /// Yes or no.
        answer: OfferAnswer,
        /// Who answered.
        answered_by: PersonName,
    },
    /// The case is urgent: an urgent meeting needs no written summons (S1-27).
    DeclareUrgency {
        /// Why; must be stated.
        reason: Option<Text>,
    },
    /// What a planning at discharge rests on is recorded (2017:612).
    RecordDischarge(Box<DischargeInput>),
    /// Who the child, the guardians and the representatives are, and who is protected.
    Person(Box<PersonCommand>),
    /// The individual, or who speaks for the individual, writes own wishes in the portal (S0-07, S0-08).
    ExpressWishes(Box<WishesInput>),
    /// The case rests, goes on, or ends for another reason than a follow-up.
    Standing(StandingCommand),
    /// A consent is given or recorded.
    GiveConsent(Box<ConsentInput>),
    /// T18 when whole: a consent is withdrawn.
    WithdrawConsent {
        /// Which.
        consent: ConsentId,
        /// How it came in.
        channel: WithdrawalChannel,
        /// All of it or some rows.
        extent: WithdrawalExtent,
    },
    /// T5.
    StartPreparation,
    /// The preparation is filled in.
    UpdatePreparation(Box<PreparationPatch>),
    /// The preparation goes over to somebody else (S0-16, C13).
    HandOverPreparation {
        /// To whom.
        to: StaffRef,
    },
    /// The basis is written (S3-21).
    SetBasis {
        /// What the planning is for.
        purpose: Text,
    },
    /// The mapping is written, whole.
    WriteMapping {
        /// The entries.
        entries: Vec<MappingInput>,
    },
    /// The mapping is shared with the participants (S3-26).
    ShareMapping,
    /// Somebody is put on the list of invitees.
    AddInvitee(Box<InviteeInput>),
    /// An invitee is taken off the list before the summons.
    RemoveInvitee {
        /// Who.
        invitee: InviteeId,
    },
    /// The individual approves an invitee (S1-23).
    ApproveInvitee {
        /// Who.
        invitee: InviteeId,
    },
    /// A talk with a unit before the summons (S4-09).
    RecordPreContact {
        /// Which invitee.
        invitee: InviteeId,
        /// What was said.
        note: Text,
    },
    /// A summons is answered (S1-30).
    AnswerInvitation {
        /// Which invitee.
        invitee: InviteeId,
        /// Yes or no.
        accept: bool,
    },
    /// The unit names who comes (S3-17).
    NameRepresentative {
        /// Which invitee.
        invitee: InviteeId,
        /// Who.
        staff: StaffRef,
    },
    /// The unit names a substitute, or states that the named one is briefed (S1-31, S1-32).
    NameSubstitute {
        /// Which invitee.
        invitee: InviteeId,
        /// Who.
        staff: StaffRef,
        /// Whether the substitute knows the individual's situation.
        briefed: bool,
    },
    /// An invitee has prepared (S0-20).
    RecordPreparedness {
        /// Which invitee.
        invitee: InviteeId,
        /// A note.
        note: Option<Text>,
    },
    /// A meeting is planned.
    PlanMeeting(Box<MeetingInput>),
    /// A planned meeting is changed; when the time changes after the summons, answers are reset (T7).
    UpdateMeeting {
        /// Which.
        meeting: MeetingId,
        /// What.
        patch: Box<MeetingPatch>,
    },
    /// Chair and secretary are appointed, replaced or swapped (S0-19).
    AssignMeetingRoles {
        /// Which meeting.
        meeting: MeetingId,
        /// Mötesledare.
        chair: MeetingRoleHolder,
        /// Sekreterare.
        secretary: MeetingRoleHolder,
    },
    /// The agenda is set, whole.
    SetAgenda {
        /// Which meeting.
        meeting: MeetingId,
        /// The points in order.
        items: Vec<AgendaInput>,
    },
    /// T6, T7: the summons is sent.
    SendSummons {
        /// To which meeting.
        meeting: MeetingId,
    },
    /// T8: the meeting is cancelled.
    CancelMeeting {
        /// Which.
        meeting: MeetingId,
        /// Why.
        reason: Text,
    },
    /// T9: the meeting was held.
    RecordMeeting {
        /// Which.
        meeting: MeetingId,
        /// What happened.
        record: Box<MeetingRecord>,
    },
    /// T11: another meeting is needed.
    RequireNewMeeting {
        /// Why.
        reason: Text,
    },
    /// T12: no plan came of it.
    CloseWithoutPlan {
        /// `no_need`, `consent_withdrawn` or `other`.
        reason: ClosureReason,
        /// Why, in words.
        note: Text,
    },
    /// A coordinator is appointed (S0-31).
    AppointCoordinator {
        /// Who.
        staff: StaffRef,
        /// The mandate's last day; the follow-up when absent.
        until: Option<NaiveDate>,
        /// Telephone number for the individual (S4-28).
        phone: Option<ShortText>,
    },
    /// The coordinator leaves the task (S4-33).
    EndCoordinator {
        /// Why.
        reason: CoordinatorEndReason,
    },
    /// The plan being written is changed.
    EditDraft(Box<DraftChange>),
    /// The responsible organisation answers a proposed activity (S0-55).
    DecideActivity {
        /// Which.
        activity: ActivityId,
        /// What it says.
        decision: ActivityDecision,
    },
    /// The responsible organisation tells how its activity goes (S0-37).
    UpdateActivity {
        /// Which.
        activity: ActivityId,
        /// How it goes.
        progress: ActivityProgress,
        /// A note (S0-41).
        note: Option<Text>,
    },
    /// Somebody signs, or declines to (S0-33).
    Sign {
        /// Who, as invitee of the meeting.
        invitee: InviteeId,
        /// Name as signed.
        name: PersonName,
        /// How.
        method: SignatureMethod,
    },
    /// T10: the plan is established.
    Establish,
    /// T13: a revision is opened.
    OpenRevision {
        /// Why.
        trigger: RevisionTrigger,
    },
    /// The individual approves the revision (INV-48).
    ApproveRevision,
    /// T14: the revision is established.
    EstablishRevision,
    /// T15: the revision is thrown away.
    DiscardRevision {
        /// Why.
        reason: Text,
    },
    /// A follow-up was held (T16, T13, T17).
    RecordFollowUp(Box<FollowUpInput>),
    /// A party says whether the plan can end (S4-38).
    AssessClosing {
        /// Yes or no.
        agrees: bool,
        /// In words.
        note: Option<Text>,
    },
    /// The individual was asked about ending the plan (S4-38).
    ConsultOnClosing {
        /// What the individual thinks.
        individual_view: Option<Text>,
    },
    /// T17: the plan is ended after a follow-up.
    Close {
        /// `goals_met`, `no_longer_needed` or `replaced_by_new`.
        reason: ClosureReason,
        /// In words.
        note: Option<Text>,
    },
    /// T23: the individual has died or moved.
    CloseByEvent {
        /// `deceased` or `moved`.
        reason: ClosureReason,
        /// Which day.
        happened_on: NaiveDate,
    },
    /// A deviation is reported (S0-38).
    ReportDeviation {
        /// The activity, if it is about one.
        activity: Option<ActivityId>,
        /// In words.
        text: Text,
    },
    /// The coordinator decides on a deviation (S0-39).
    DecideDeviation {
        /// Which.
        deviation: DeviationId,
        /// Revise the plan or leave it.
        revise: bool,
        /// Why.
        reason: Text,
    },
    /// The individual's situation changed materially (S1-55).
    ReportMaterialChange {
        /// In words.
        text: Text,
    },
    /// A disagreement is opened (S0-53).
    OpenDisagreement(Box<DisagreementInput>),
    /// A disagreement is ended.
    EndDisagreement {
        /// Which.
        disagreement: DisagreementId,
        /// Resolved, or it remains and is noted.
        resolved: bool,
        /// In words.
        text: Text,
    },
    /// A record-keeping task is settled (S0-45).
    SettleRecordTask {
        /// Which.
        task: RecordTaskId,
        /// How.
        end: RecordTaskEnd,
    },
    /// A row is put on the delivery ledger.
    AddDelivery {
        /// To whom.
        to: DeliveryTo,
    },
    /// The plan was handed over (S0-34).
    RecordDelivery {
        /// Which row.
        delivery: DeliveryId,
        /// How.
        channel: DeliveryChannel,
    },
    /// The coordinator confirms that the individual understood (S0-35).
    ConfirmUnderstanding(UnderstandingInput),
    /// The survey is offered (S0-36).
    OfferSurvey,
    /// The survey was answered or declined.
    SettleSurvey {
        /// Which.
        state: SurveyState,
    },
    /// The individual objects; kept for ever.
    Object {
        /// In the individual's words.
        text: Text,
    },
    /// The case that follows is linked (S1-60).
    LinkSuccessor {
        /// The new case.
        successor: CaseId,
    },
}
