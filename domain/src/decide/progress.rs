//! While the plan runs: deviations, changes, disagreements, follow-up (T13, T16).

use super::Decision;
use super::common::{acting_staff, actor_name, misplaced, record_tasks};
use super::completeness::follow_up_stands;
use super::guards::unrecorded_follow_up;
use crate::access::in_force_for_any;
use crate::command::{Command, DisagreementInput, FollowUpInput};
use crate::context::Context;
use crate::event::Event;
use crate::ids::{ActivityId, DeviationId, DisagreementId, FollowUpId, MaterialChangeId};
use crate::model::{
    Deviation, DeviationDecision, Disagreement, DisagreementOutcome, FollowUp, FollowUpOutcome, MaterialChange,
    RecordTaskKind, RevisionTrigger, SipCase, StatusName,
};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use crate::text::Text;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::ReportDeviation { activity, text } => report_deviation(case, activity, text, ctx)?,
        Command::DecideDeviation { deviation, revise, reason } => {
            return decide_deviation(case, deviation, revise, reason, ctx);
        }
        Command::ReportMaterialChange { text } => Event::MaterialChangeReported(Box::new(MaterialChange {
            id: MaterialChangeId(ctx.seed.nth(0)),
            reported_by: ctx.actor.clone(),
            at: ctx.now,
            text,
        })),
        Command::OpenDisagreement(input) => disagree(*input, ctx)?,
        Command::EndDisagreement { disagreement, resolved, text } => {
            let open = |held: &&Disagreement| held.id == disagreement;
            let held = case.disagreements.iter().find(open);
            let held = held.ok_or_else(|| Refusal::from(Violation::about(Rule::UnknownReference, disagreement)))?;
            if held.outcome.is_some() {
                return Err(Violation::about(Rule::AlreadyDone, disagreement).into());
            }
            let outcome = DisagreementOutcome { resolved, text, at: ctx.now, by: actor_name(case, ctx) };
            Event::DisagreementEnded { disagreement, outcome }
        }
        Command::RecordFollowUp(input) => return follow_up(case, *input, ctx),
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

fn report_deviation(
    case: &SipCase,
    activity: Option<ActivityId>,
    text: Text,
    ctx: &Context<'_>,
) -> Result<Event, Refusal> {
    let activities = case.current_version().into_iter().flat_map(|version| &version.content.activities);
    if let Some(id) = activity.filter(|id| activities.clone().all(|known| known.id != *id)) {
        return Err(Violation::about(Rule::UnknownReference, id).into());
    }
    let id = DeviationId(ctx.seed.nth(0));
    let reported_by = ctx.actor.clone();
    Ok(Event::DeviationReported(Box::new(Deviation { id, activity, reported_by, at: ctx.now, text, decision: None })))
}

/// The coordinator takes a stand on every deviation (S0-39); to revise opens the revision, when none is open.
fn decide_deviation(case: &SipCase, id: DeviationId, revise: bool, reason: Text, ctx: &Context<'_>) -> Decision {
    let held = case.deviations.iter().find(|held| held.id == id);
    let held = held.ok_or_else(|| Refusal::from(Violation::about(Rule::UnknownReference, id)))?;
    if held.decision.is_some() {
        return Err(Violation::about(Rule::AlreadyDone, id).into());
    }
    let by = acting_staff(ctx)?.clone();
    let decision = Box::new(DeviationDecision { revise, reason, by, at: ctx.now });
    let mut events = vec![Event::DeviationDecided { deviation: id, decision }];
    if revise && case.status.name() == StatusName::Active {
        consented(case, ctx)?;
        events.push(Event::RevisionOpened { trigger: RevisionTrigger::Deviation(id) });
    }
    Ok(events)
}

/// A revision shares anew, whatever opens it (T13).
fn consented(case: &SipCase, ctx: &Context<'_>) -> Result<(), Refusal> {
    if in_force_for_any(case, None, ctx.now) { Ok(()) } else { Err(Rule::ConsentNotInForce.into()) }
}

fn disagree(input: DisagreementInput, ctx: &Context<'_>) -> Result<Event, Refusal> {
    if input.due <= ctx.today {
        return Err(Rule::DateInPast.into());
    }
    if input.parties.is_empty() {
        return Err(Rule::UnknownReference.into());
    }
    Ok(Event::DisagreementOpened(Box::new(Disagreement {
        id: DisagreementId(ctx.seed.nth(0)),
        about: input.about,
        way: input.way,
        parties: input.parties,
        due: input.due,
        individual_view: input.individual_view,
        opened_at: ctx.now,
        opened_by: ctx.actor.clone(),
        outcome: None,
    })))
}

/// A follow-up needs an outcome and says how far each goal was reached (S0-44, S4-35). To go on needs the next
/// follow-up (T16); to revise opens the revision (T13); the end is a step of its own (T17).
fn follow_up(case: &SipCase, input: FollowUpInput, ctx: &Context<'_>) -> Decision {
    let held = unrecorded_follow_up(case).filter(|meeting| meeting.id == input.meeting);
    let meeting = held.ok_or_else(|| Refusal::from(Violation::about(Rule::FollowUpNotHeld, input.meeting)))?;
    let version = case.current_version().ok_or(Rule::FollowUpNotHeld)?;
    let goals = &version.content.goals;
    let unknown = input.attainments.iter().filter(|a| goals.iter().all(|goal| goal.id != a.goal));
    let unknown = unknown.map(|a| Violation::about(Rule::UnknownReference, a.goal));
    let unmet = goals.iter().filter(|goal| input.attainments.iter().all(|a| a.goal != goal.id));
    let unmet = unmet.map(|goal| Violation::about(Rule::AttainmentMissing, goal.id));
    let unsaid = input.outcome.is_none().then(|| Rule::OutcomeMissing.into());
    let goes_on = input.outcome == Some(FollowUpOutcome::Continue);
    let no_next = (goes_on && !follow_up_stands(input.next.as_ref(), ctx)).then(|| Rule::FollowUpMissing.into());
    if let Some(refusal) = Refusal::from_violations(unsaid.into_iter().chain(unknown).chain(unmet).chain(no_next)) {
        return Err(refusal);
    }
    let id = FollowUpId(ctx.seed.nth(0));
    let outcome = input.outcome.ok_or(Rule::OutcomeMissing)?;
    let follow_up = FollowUp {
        id,
        meeting: meeting.id,
        version: version.number,
        attainments: input.attainments,
        organisation_notes: input.organisation_notes,
        continued_need: input.continued_need,
        outcome,
        next: input.next.filter(|_| goes_on),
        at: ctx.now,
        by: acting_staff(ctx)?.clone(),
    };
    let record_tasks = record_tasks(case, RecordTaskKind::FollowUp, 1, ctx);
    let mut events = vec![Event::FollowUpRecorded { follow_up: Box::new(follow_up), record_tasks }];
    if outcome == FollowUpOutcome::Revise {
        consented(case, ctx)?;
        events.push(Event::RevisionOpened { trigger: RevisionTrigger::FollowUp(id) });
    }
    Ok(events)
}
