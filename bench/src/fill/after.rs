//! From the plan in force to its end.

use super::life::Life;
use super::life::Who::Staff;
use super::plan::{Written, held};
use super::road::{COMING, LEAD, meet};
use super::world::text;
use crate::Fault;
use sip_domain::command::{Command, FollowUpInput};
use sip_domain::ids::InviteeId;
use sip_domain::model::{Attainment, AttainmentLevel, ClosureReason, FollowUpOutcome, MeetingType};

/// The follow-up meeting, what it found, everybody's yes to ending the plan, and the end.
pub(super) fn closed(life: &mut Life, invitees: &[InviteeId], written: Written) -> Result<(), Fault> {
    let meeting = meet(life, MeetingType::FollowUp, (13, 20))?;
    life.step(life.at(13, 600), LEAD, Command::SendSummons { meeting })?;
    held(life, meeting, invitees, 20)?;
    let attained = |goal| Attainment { goal, level: AttainmentLevel::Met, note: None };
    let input = FollowUpInput {
        meeting,
        attainments: written.goals.into_iter().map(attained).collect(),
        organisation_notes: Vec::new(),
        continued_need: false,
        outcome: Some(FollowUpOutcome::Close),
        next: None,
    };
    life.step(life.at(20, 930), LEAD, Command::RecordFollowUp(Box::new(input)))?;
    for (_, who) in COMING {
        life.step(life.at(21, 480), Staff(who), Command::AssessClosing { agrees: true, note: None })?;
    }
    let view = Some(text("Det känns bra. Jag vet vem jag ska ringa.")?);
    life.step(life.at(21, 540), LEAD, Command::ConsultOnClosing { individual_view: view })?;
    let note = Some(text("Målen är uppfyllda och insatserna går vidare var för sig.")?);
    life.step(life.at(21, 600), LEAD, Command::Close { reason: ClosureReason::GoalsMet, note }).map(|_| ())
}
