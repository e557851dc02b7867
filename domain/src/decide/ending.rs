//! The end of a case (T12, T17, T23), and what may still be said after it.

use super::Decision;
use super::common::{acting_staff, actor_name, misplaced, reason_among, record_tasks};
use super::consent::withdraw_all;
use crate::command::Command;
use crate::context::Context;
use crate::event::Event;
use crate::ids::ObjectionId;
use crate::model::{ClosingConsultation, Closure, ClosureReason, Objection, PartyAssessment, RecordTaskKind, SipCase};
use crate::refusal::Refusal;
use crate::rules::Rule;
use crate::text::Text;
use chrono::NaiveDate;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    use ClosureReason as R;
    let event = match command {
        Command::CloseWithoutPlan { reason, note } => {
            reason_among(reason, &[R::NoNeed, R::ConsentWithdrawn, R::Other])?;
            let mut events = if reason == R::ConsentWithdrawn { withdraw_all(case, ctx) } else { Vec::new() };
            events.push(closed(case, reason, Some(note), None, ctx));
            return Ok(events);
        }
        Command::AssessClosing { agrees, note } => Event::ClosingAssessed(PartyAssessment {
            unit: acting_staff(ctx)?.unit.clone(),
            agrees,
            note,
            at: ctx.now,
            by: actor_name(case, ctx),
        }),
        Command::ConsultOnClosing { individual_view } => {
            Event::IndividualConsulted(ClosingConsultation { at: ctx.now, individual_view })
        }
        Command::Close { reason, note } => {
            reason_among(reason, &[R::GoalsMet, R::NoLongerNeeded, R::ReplacedByNew])?;
            closed(case, reason, note, None, ctx)
        }
        Command::CloseByEvent { reason, happened_on } => {
            by_event(reason, happened_on, ctx)?;
            closed(case, reason, None, Some(happened_on), ctx)
        }
        Command::Object { text } => Event::ObjectionNoted(Objection {
            id: ObjectionId(ctx.seed.nth(0)),
            by: actor_name(case, ctx),
            at: ctx.now,
            text,
        }),
        Command::LinkSuccessor { successor } => Event::SuccessorLinked { successor },
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

/// T23: what has happened lies in the past or today.
fn by_event(reason: ClosureReason, happened_on: NaiveDate, ctx: &Context<'_>) -> Result<(), Refusal> {
    reason_among(reason, &[ClosureReason::Deceased, ClosureReason::Moved])?;
    if happened_on > ctx.today { Err(Rule::DateInFuture.into()) } else { Ok(()) }
}

fn closed(
    case: &SipCase,
    reason: ClosureReason,
    note: Option<Text>,
    happened_on: Option<NaiveDate>,
    ctx: &Context<'_>,
) -> Event {
    let individual_view = case.closing_consultation.as_ref().and_then(|held| held.individual_view.clone());
    let closure = Closure { reason, note, at: ctx.now, happened_on, by: ctx.actor.clone(), individual_view };
    let record_tasks = record_tasks(case, RecordTaskKind::Closure, 0, ctx);
    Event::CaseClosed { closure: Box::new(closure), record_tasks }
}
