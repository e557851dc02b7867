//! While the plan runs: follow-up and end, deviation and revision.

use super::super::seed::SeedError;
use super::Who::{Individual, Staff};
use super::beginning::{LEAD, SECRETARY};
use super::meeting::{particulars, record, roles};
use super::plan::{EVENING_VISITS, LONG_GOAL, SHORT_GOAL};
use super::{Script, text};
use sip_domain::command::{Command, DraftChange, DraftPatch, FollowUpInput, MeetingInput};
use sip_domain::model::{Attainment, AttainmentLevel, ClosureReason, FollowUpOutcome, MeetingType};

/// The working day on which the follow-up meeting is held.
const FOLLOWED_UP: u16 = 17;

/// Commands 50 to 60: the follow-up meeting, what it found, everybody's yes to ending the plan, and the end.
pub(super) fn followed_up(script: &mut Script) -> Result<(), SeedError> {
    let particulars = particulars(script, FOLLOWED_UP)?;
    let command = Command::PlanMeeting(Box::new(MeetingInput { kind: MeetingType::FollowUp, particulars }));
    script.step(50, (12, 11, 0), LEAD, command)?;
    let meeting = script.made(50, 0);
    script.step(51, (12, 11, 10), LEAD, roles(meeting)?)?;
    script.step(52, (12, 11, 20), LEAD, Command::SendSummons { meeting })?;
    let command = Command::RecordMeeting { meeting, record: Box::new(record(script)?) };
    script.step(53, (FOLLOWED_UP, 15, 0), SECRETARY, command)?;
    let attained = |goal| Attainment { goal, level: AttainmentLevel::Met, note: None };
    let input = FollowUpInput {
        meeting,
        attainments: [LONG_GOAL, SHORT_GOAL].map(|number| attained(script.made(number, 0))).into(),
        organisation_notes: Vec::new(),
        continued_need: false,
        outcome: Some(FollowUpOutcome::Close),
        next: None,
    };
    script.step(54, (FOLLOWED_UP, 15, 30), LEAD, Command::RecordFollowUp(Box::new(input)))?;
    for (number, who) in [(55, 11), (56, 21), (57, 31), (58, 71)] {
        script.step(number, (18, 8, 0), Staff(who), Command::AssessClosing { agrees: true, note: None })?;
    }
    let view = Some(text("Det känns bra. Jag vet vem jag ska ringa.")?);
    script.step(59, (18, 9, 0), LEAD, Command::ConsultOnClosing { individual_view: view })?;
    let note = Some(text("Målen är uppfyllda och insatserna går vidare var för sig.")?);
    script.step(60, (18, 10, 0), LEAD, Command::Close { reason: ClosureReason::GoalsMet, note })
}

/// Commands 60 to 63: a deviation, the decision to revise, the change, and the individual's approval.
pub(super) fn revised(script: &mut Script) -> Result<(), SeedError> {
    let command = Command::ReportDeviation {
        activity: Some(script.made(EVENING_VISITS, 0)),
        text: text("Kvällsbesöken har inte blivit av på helgerna.")?,
    };
    script.step(60, (16, 8, 0), Staff(21), command)?;
    let reason = text("Planen ska säga hur helgerna löses.")?;
    script.step(61, (17, 9, 0), LEAD, Command::DecideDeviation { deviation: script.made(60, 0), revise: true, reason })?;
    let patch = DraftPatch {
        situation_others: Some(text("Insatserna fungerar på vardagar. Helgernas kvällar saknar besök.")?),
        ..DraftPatch::default()
    };
    script.step(62, (17, 10, 0), LEAD, Command::EditDraft(Box::new(DraftChange::Patch(patch))))?;
    script.step(63, (18, 8, 0), Individual, Command::ApproveRevision)
}
