//! What a connected system may do for the member of staff it works for (3.4, column Int).

use super::CommandKind;
use super::CommandKind as K;

/// What a system may do for the user it works for: hand over what was written in its own records, answer for the own
/// organisation, tell of the own work (3.4, column Int). It takes no decision that a human being has to answer for.
const OPEN_TO_CLIENTS: &[CommandKind] = &[
    K::ReportNeed,
    K::GiveConsent,
    K::WithdrawConsent,
    K::RecordDischarge,
    K::AddInvitee,
    K::PlanMeeting,
    K::UpdateMeeting,
    K::SendSummons,
    K::AnswerInvitation,
    K::NameRepresentative,
    K::NameSubstitute,
    K::RecordPreparedness,
    K::EditDraft,
    K::DecideActivity,
    K::UpdateActivity,
    K::ReportDeviation,
    K::ReportMaterialChange,
    K::SettleRecordTask,
    K::AssessClosing,
];

impl CommandKind {
    /// Whether an integration client may use it for the member of staff it acts for.
    pub fn is_open_to_clients(self) -> bool {
        OPEN_TO_CLIENTS.contains(&self)
    }
}
