//! Every command by name.

use super::{Command, PersonCommand, StandingCommand};
use serde::{Deserialize, Serialize};

/// The name of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandKind {
    /// T1: a need of coordination is reported.
    ReportNeed,
    /// Staff takes over a citizen's request and becomes initiator (S4-02).
    TakeOver,
    /// The individual's own assessment is written down (S1-04).
    RecordOwnAssessment,
    /// T2: a SIP is refused (S1-05).
    RefuseSip,
    /// The individual was informed (S0-03).
    RecordInformation,
    /// T3: a SIP is offered.
    Offer,
    /// The offer is answered; no is T4.
    AnswerOffer,
    /// The case is urgent (S1-27).
    DeclareUrgency,
    /// What a planning at discharge rests on is recorded (2017:612).
    RecordDischarge,
    /// The child was informed, asked, heard (S1-18).
    RecordChild,
    /// A guardian is recorded (S1-19).
    AddGuardian,
    /// A guardianship ends, or the guardian's consent is not needed.
    ChangeGuardian,
    /// A representative is recorded (S1-09).
    AddRepresentative,
    /// A mandate ends.
    EndRepresentative,
    /// Named staff alone may open the case (INV-49).
    Protect,
    /// Own wishes are written in the portal (S0-07, S0-08).
    ExpressWishes,
    /// Somebody tried to reach the individual (S3-05).
    RecordContactAttempt,
    /// T19: sharing stops.
    Pause,
    /// T20: the case goes on.
    Resume,
    /// T21: the consent was not renewed.
    CloseExpired,
    /// T22: nothing has happened for long.
    CloseInactive,
    /// T24: the first person.
    RequestVoiding,
    /// T24: the second person.
    ConfirmVoiding,
    /// A consent is given or recorded.
    GiveConsent,
    /// T18 when whole: a consent is withdrawn.
    WithdrawConsent,
    /// T5.
    StartPreparation,
    /// The preparation is filled in.
    UpdatePreparation,
    /// The preparation goes over to somebody else (S0-16, C13).
    HandOverPreparation,
    /// The basis is written (S3-21).
    SetBasis,
    /// The mapping is written, whole.
    WriteMapping,
    /// The mapping is shared with the participants (S3-26).
    ShareMapping,
    /// Somebody is put on the list of invitees.
    AddInvitee,
    /// An invitee is taken off the list before the summons.
    RemoveInvitee,
    /// The individual approves an invitee (S1-23).
    ApproveInvitee,
    /// A talk with a unit before the summons (S4-09).
    RecordPreContact,
    /// A summons is answered (S1-30).
    AnswerInvitation,
    /// The unit names who comes (S3-17).
    NameRepresentative,
    /// The unit names a substitute, or states that the named one is briefed (S1-31, S1-32).
    NameSubstitute,
    /// An invitee has prepared (S0-20).
    RecordPreparedness,
    /// A meeting is planned.
    PlanMeeting,
    /// A planned meeting is changed; when the time changes after the summons, answers are reset (T7).
    UpdateMeeting,
    /// Chair and secretary are appointed, replaced or swapped (S0-19).
    AssignMeetingRoles,
    /// The agenda is set, whole.
    SetAgenda,
    /// T6, T7: the summons is sent.
    SendSummons,
    /// T8: the meeting is cancelled.
    CancelMeeting,
    /// T9: the meeting was held.
    RecordMeeting,
    /// T11: another meeting is needed.
    RequireNewMeeting,
    /// T12: no plan came of it.
    CloseWithoutPlan,
    /// A coordinator is appointed (S0-31).
    AppointCoordinator,
    /// The coordinator leaves the task (S4-33).
    EndCoordinator,
    /// The plan being written is changed.
    EditDraft,
    /// The responsible organisation answers a proposed activity (S0-55).
    DecideActivity,
    /// The responsible organisation tells how its activity goes (S0-37).
    UpdateActivity,
    /// Somebody signs, or declines to (S0-33).
    Sign,
    /// T10: the plan is established.
    Establish,
    /// T13: a revision is opened.
    OpenRevision,
    /// The individual approves the revision (INV-48).
    ApproveRevision,
    /// T14: the revision is established.
    EstablishRevision,
    /// T15: the revision is thrown away.
    DiscardRevision,
    /// A follow-up was held (T16, T13, T17).
    RecordFollowUp,
    /// A party says whether the plan can end (S4-38).
    AssessClosing,
    /// The individual was asked about ending the plan (S4-38).
    ConsultOnClosing,
    /// T17: the plan is ended after a follow-up.
    Close,
    /// T23: the individual has died or moved.
    CloseByEvent,
    /// A deviation is reported (S0-38).
    ReportDeviation,
    /// The coordinator decides on a deviation (S0-39).
    DecideDeviation,
    /// The individual's situation changed materially (S1-55).
    ReportMaterialChange,
    /// A disagreement is opened (S0-53).
    OpenDisagreement,
    /// A disagreement is ended.
    EndDisagreement,
    /// A record-keeping task is settled (S0-45).
    SettleRecordTask,
    /// A row is put on the delivery ledger.
    AddDelivery,
    /// The plan was handed over (S0-34).
    RecordDelivery,
    /// The coordinator confirms that the individual understood (S0-35).
    ConfirmUnderstanding,
    /// The survey is offered (S0-36).
    OfferSurvey,
    /// The survey was answered or declined.
    SettleSurvey,
    /// The individual objects; kept for ever.
    Object,
    /// The case that follows is linked (S1-60).
    LinkSuccessor,
}

impl Command {
    /// The command's name.
    #[expect(clippy::too_many_lines, reason = "one line for each command")]
    pub fn kind(&self) -> CommandKind {
        use CommandKind as K;
        match self {
            Self::ReportNeed(_) => K::ReportNeed,
            Self::TakeOver => K::TakeOver,
            Self::RecordOwnAssessment { .. } => K::RecordOwnAssessment,
            Self::RefuseSip { .. } => K::RefuseSip,
            Self::RecordInformation(_) => K::RecordInformation,
            Self::Offer => K::Offer,
            Self::AnswerOffer { .. } => K::AnswerOffer,
            Self::DeclareUrgency { .. } => K::DeclareUrgency,
            Self::RecordDischarge(_) => K::RecordDischarge,
            Self::Person(command) => command.kind(),
            Self::ExpressWishes(_) => K::ExpressWishes,
            Self::Standing(command) => command.kind(),
            Self::GiveConsent(_) => K::GiveConsent,
            Self::WithdrawConsent { .. } => K::WithdrawConsent,
            Self::StartPreparation => K::StartPreparation,
            Self::UpdatePreparation(_) => K::UpdatePreparation,
            Self::HandOverPreparation { .. } => K::HandOverPreparation,
            Self::SetBasis { .. } => K::SetBasis,
            Self::WriteMapping { .. } => K::WriteMapping,
            Self::ShareMapping => K::ShareMapping,
            Self::AddInvitee(_) => K::AddInvitee,
            Self::RemoveInvitee { .. } => K::RemoveInvitee,
            Self::ApproveInvitee { .. } => K::ApproveInvitee,
            Self::RecordPreContact { .. } => K::RecordPreContact,
            Self::AnswerInvitation { .. } => K::AnswerInvitation,
            Self::NameRepresentative { .. } => K::NameRepresentative,
            Self::NameSubstitute { .. } => K::NameSubstitute,
            Self::RecordPreparedness { .. } => K::RecordPreparedness,
            Self::PlanMeeting(_) => K::PlanMeeting,
            Self::UpdateMeeting { .. } => K::UpdateMeeting,
            Self::AssignMeetingRoles { .. } => K::AssignMeetingRoles,
            Self::SetAgenda { .. } => K::SetAgenda,
            Self::SendSummons { .. } => K::SendSummons,
            Self::CancelMeeting { .. } => K::CancelMeeting,
            Self::RecordMeeting { .. } => K::RecordMeeting,
            Self::RequireNewMeeting { .. } => K::RequireNewMeeting,
            Self::CloseWithoutPlan { .. } => K::CloseWithoutPlan,
            Self::AppointCoordinator { .. } => K::AppointCoordinator,
            Self::EndCoordinator { .. } => K::EndCoordinator,
            Self::EditDraft(_) => K::EditDraft,
            Self::DecideActivity { .. } => K::DecideActivity,
            Self::UpdateActivity { .. } => K::UpdateActivity,
            Self::Sign { .. } => K::Sign,
            Self::Establish => K::Establish,
            Self::OpenRevision { .. } => K::OpenRevision,
            Self::ApproveRevision => K::ApproveRevision,
            Self::EstablishRevision => K::EstablishRevision,
            Self::DiscardRevision { .. } => K::DiscardRevision,
            Self::RecordFollowUp(_) => K::RecordFollowUp,
            Self::AssessClosing { .. } => K::AssessClosing,
            Self::ConsultOnClosing { .. } => K::ConsultOnClosing,
            Self::Close { .. } => K::Close,
            Self::CloseByEvent { .. } => K::CloseByEvent,
            Self::ReportDeviation { .. } => K::ReportDeviation,
            Self::DecideDeviation { .. } => K::DecideDeviation,
            Self::ReportMaterialChange { .. } => K::ReportMaterialChange,
            Self::OpenDisagreement(_) => K::OpenDisagreement,
            Self::EndDisagreement { .. } => K::EndDisagreement,
            Self::SettleRecordTask { .. } => K::SettleRecordTask,
            Self::AddDelivery { .. } => K::AddDelivery,
            Self::RecordDelivery { .. } => K::RecordDelivery,
            Self::ConfirmUnderstanding(_) => K::ConfirmUnderstanding,
            Self::OfferSurvey => K::OfferSurvey,
            Self::SettleSurvey { .. } => K::SettleSurvey,
            Self::Object { .. } => K::Object,
            Self::LinkSuccessor { .. } => K::LinkSuccessor,
        }
    }
}

impl PersonCommand {
    /// The command's name.
    pub fn kind(&self) -> CommandKind {
        use CommandKind as K;
        match self {
            Self::RecordChild(_) => K::RecordChild,
            Self::AddGuardian(_) => K::AddGuardian,
            Self::ChangeGuardian { .. } => K::ChangeGuardian,
            Self::AddRepresentative(_) => K::AddRepresentative,
            Self::EndRepresentative { .. } => K::EndRepresentative,
            Self::Protect { .. } => K::Protect,
        }
    }
}

impl StandingCommand {
    /// The command's name.
    pub fn kind(&self) -> CommandKind {
        use CommandKind as K;
        match self {
            Self::RecordContactAttempt { .. } => K::RecordContactAttempt,
            Self::Pause { .. } => K::Pause,
            Self::Resume => K::Resume,
            Self::CloseExpired { .. } => K::CloseExpired,
            Self::CloseInactive { .. } => K::CloseInactive,
            Self::RequestVoiding { .. } => K::RequestVoiding,
            Self::ConfirmVoiding => K::ConfirmVoiding,
        }
    }
}
