//! While the plan runs: follow-up and end, deviation and revision.

use super::super::directory::unit;
use super::super::seed::SeedError;
use super::Who::{Individual, Staff};
use super::beginning::{LEAD, SECRETARY};
use super::meeting::{particulars, record, roles};
use super::plan::{EVENING_VISITS, LONG_GOAL, SHORT_GOAL};
use super::{Script, text};
use chrono::NaiveDate;
use sip_domain::command::{
    Command, DisagreementInput, DraftChange, DraftPatch, FollowUpInput, MeetingInput, UnderstandingInput,
};
use sip_domain::model::{Attainment, AttainmentLevel, ClosureReason, DisagreementWay, FollowUpOutcome, MeetingType};

/// The working day on which the follow-up meeting is held.
const FOLLOWED_UP: u16 = 17;

/// Commands 43 and 44: what is reported while a plan is new.
pub(super) fn running(script: &mut Script) -> Result<(), SeedError> {
    let change = text("Jag har fått en ny lägenhet och flyttar den 1 maj.")?;
    script.step(43, (13, 8, 0), Individual, Command::ReportMaterialChange { text: change })?;
    let command = Command::ReportDeviation {
        activity: Some(script.made(EVENING_VISITS, 0)),
        text: text("Kvällsbesöket blev inte av i går.")?,
    };
    script.step(44, (13, 9, 0), Staff(21), command)
}

/// Commands 43, 44 and 50 to 60: survey and understanding, the follow-up meeting, what it found, everybody's yes to ending the plan, and the end.
pub(super) fn followed_up(script: &mut Script) -> Result<(), SeedError> {
    script.step(43, (12, 10, 10), LEAD, Command::OfferSurvey)?;
    let understood = UnderstandingInput { what: true, why: true, by_whom: true, note: None };
    script.step(44, (12, 10, 20), LEAD, Command::ConfirmUnderstanding(understood))?;
    let particulars = particulars(script, FOLLOWED_UP)?;
    let command = Command::PlanMeeting(Box::new(MeetingInput { kind: MeetingType::FollowUp, particulars }));
    script.step(50, (12, 11, 0), LEAD, command)?;
    let meeting = script.made(50, 0);
    script.step(51, (12, 11, 10), LEAD, roles(meeting, 11, 12)?)?;
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

/// Commands 59 to 63: a disagreement, a deviation, the decision to revise, the change, and the individual's approval.
pub(super) fn revised(script: &mut Script) -> Result<(), SeedError> {
    let disagreement = DisagreementInput {
        about: text("Vem som ger stödet på helgernas kvällar.")?,
        way: DisagreementWay::Deliberation,
        parties: vec![unit(1)?, unit(2)?],
        due: NaiveDate::from_ymd_opt(2027, 3, 12).ok_or(SeedError::Fixture("a date"))?,
        individual_view: Some(text("Jag vill bara veta vem jag ska ringa.")?),
    };
    script.step(59, (15, 9, 0), LEAD, Command::OpenDisagreement(Box::new(disagreement)))?;
    let command = Command::ReportDeviation {
        activity: Some(script.made(EVENING_VISITS, 0)),
        text: text("Kvällsbesöken har inte blivit av på helgerna.")?,
    };
    script.step(60, (16, 8, 0), Staff(21), command)?;
    let reason = text("Planen ska säga hur helgerna löses.")?;
    script.step(
        61,
        (17, 9, 0),
        LEAD,
        Command::DecideDeviation { deviation: script.made(60, 0), revise: true, reason },
    )?;
    let patch = DraftPatch {
        situation_others: Some(text("Insatserna fungerar på vardagar. Helgernas kvällar saknar besök.")?),
        ..DraftPatch::default()
    };
    script.step(62, (17, 10, 0), LEAD, Command::EditDraft(Box::new(DraftChange::Patch(patch))))?;
    script.step(63, (18, 8, 0), Individual, Command::ApproveRevision)
}
