//! Whether the case goes on: it rests, resumes, ends for want of a consent or of life, or was a mistake (T19-T22, T24).

use super::Decision;
use super::common::{acting_staff, actor_name, record_tasks};
use super::guards::answering;
use crate::access::in_force_for_any;
use crate::calendar::local_date;
use crate::command::{CommandKind as K, StandingCommand};
use crate::context::Context;
use crate::event::Event;
use crate::model::{
    Closure, ClosureReason, ConsentGiver, ContactAttempt, FollowUpPlan, Pause, PauseCause, RecordTaskKind, SipCase,
    Status, Voiding, VoidingRequest,
};
use crate::refusal::Violation;
use crate::rules::Rule;
use crate::text::Text;
use chrono::{DateTime, Days, Utc};

/// What stands in the way, seen from the case alone.
pub(super) fn blocks(case: &SipCase, kind: K, ctx: &Context<'_>) -> Vec<Violation> {
    let rules: &[(bool, Rule)] = match kind {
        K::Resume => &[(!may_resume(case, ctx), Rule::ConsentNotInForce)],
        K::CloseExpired => &[(!attempted_since(case, paused_at(case)), Rule::ContactAttemptMissing)],
        K::CloseInactive => &[
            (!is_inactive(case, ctx), Rule::NotInactive),
            (!attempted_since(case, Some(case.last_activity_at)), Rule::ContactAttemptMissing),
        ],
        K::RequestVoiding => &[(is_voiding_asked(case), Rule::AlreadyDone)],
        K::ConfirmVoiding => &[(!is_second_person(case, ctx), Rule::SecondPersonRequired)],
        _ => &[],
    };
    rules.iter().filter(|(blocked, _)| *blocked).map(|(_, rule)| (*rule).into()).collect()
}

fn pause(case: &SipCase) -> Option<&Pause> {
    match &case.status {
        Status::Paused(pause) => Some(pause),
        _ => None,
    }
}

fn paused_at(case: &SipCase) -> Option<DateTime<Utc>> {
    pause(case).map(|pause| pause.since)
}

/// Whether the case may go on (T20). After a new assessment of the ability to consent, one given before it does not count.
pub(super) fn may_resume(case: &SipCase, ctx: &Context<'_>) -> bool {
    let mut counted = case.clone();
    if let Some(Pause { cause: PauseCause::CapacityReassessed, since, .. }) = pause(case) {
        counted.consents.retain(|consent| consent.received_at >= *since);
    }
    in_force_for_any(&counted, None, ctx.now)
}

fn attempted_since(case: &SipCase, since: Option<DateTime<Utc>>) -> bool {
    case.contact_attempts.iter().any(|attempt| since.is_some_and(|since| attempt.at >= since))
}

/// Nothing has happened for the profile's days, and nothing is planned (S3-05).
fn is_inactive(case: &SipCase, ctx: &Context<'_>) -> bool {
    let days = Days::new(u64::from(ctx.profile.inactive_days));
    let is_quiet = local_date(case.last_activity_at).checked_add_days(days).is_some_and(|day| day < ctx.today);
    let is_planned = matches!(case.next_follow_up(), Some(FollowUpPlan::Planned { date, .. }) if *date >= ctx.today)
        || case.open_meeting().and_then(|meeting| meeting.start).is_some_and(|start| start >= ctx.now);
    is_quiet && !is_planned
}

/// Whether a request waits that somebody can confirm: another principal may have come to answer for the case since.
fn is_voiding_asked(case: &SipCase) -> bool {
    case.voiding_request.as_ref().is_some_and(|request| request.by.unit.principal == answering(case))
}

/// Two different humans of one principal (T24).
fn is_second_person(case: &SipCase, ctx: &Context<'_>) -> bool {
    let first = case.voiding_request.as_ref().map(|request| &request.by);
    first
        .zip(ctx.actor.staff())
        .is_some_and(|(first, second)| !first.is_same_human(second) && first.unit.principal == second.unit.principal)
}

pub(super) fn decide(case: &SipCase, command: StandingCommand, ctx: &Context<'_>) -> Decision {
    let event = match command {
        StandingCommand::RecordContactAttempt { note } => {
            Event::ContactAttempted(ContactAttempt { at: ctx.now, by: actor_name(case, ctx), note })
        }
        StandingCommand::Pause { cause, note } => {
            let why = cause.or_else(|| lapse(case, ctx)).ok_or(Rule::SharingNotStopped)?;
            if !stops_sharing(case, why, note.is_some(), ctx) {
                return Err(Rule::SharingNotStopped.into());
            }
            Event::CasePaused { cause: why, note }
        }
        StandingCommand::Resume => Event::CaseResumed,
        StandingCommand::CloseExpired { note } => closed(case, ClosureReason::ConsentExpired, note, ctx),
        StandingCommand::CloseInactive { note } => closed(case, ClosureReason::Inactive, note, ctx),
        StandingCommand::RequestVoiding { reason } => {
            let by = acting_staff(ctx)?.clone();
            Event::VoidingRequested(Box::new(VoidingRequest { reason, by, at: ctx.now }))
        }
        StandingCommand::ConfirmVoiding => {
            let request = case.voiding_request.clone().ok_or(Rule::SecondPersonRequired)?;
            let second = acting_staff(ctx)?.clone();
            Event::CaseVoided(Box::new(Voiding { reason: request.reason, first: request.by, second, at: ctx.now }))
        }
    };
    Ok(vec![event])
}

/// Whether the cause holds now (T19).
fn stops_sharing(case: &SipCase, why: PauseCause, is_told_why: bool, ctx: &Context<'_>) -> bool {
    let has_lapsed = !in_force_for_any(case, None, ctx.now);
    match why {
        PauseCause::ConsentExpired => has_lapsed,
        PauseCause::TurnedAdult => has_lapsed && has_turned_adult(case, ctx),
        PauseCause::CapacityReassessed => is_told_why,
        // Follows from the withdrawal itself, see `consent::withdraw`.
        PauseCause::GuardianWithdrew => false,
    }
}

/// Whether consents of guardians stand, but no longer count.
fn has_turned_adult(case: &SipCase, ctx: &Context<'_>) -> bool {
    let by_guardian = |giver: &ConsentGiver| matches!(giver, ConsentGiver::Guardian(_));
    !case.person.is_minor(ctx.today) && case.consents.iter().any(|consent| by_guardian(&consent.giver))
}

/// Why a case whose consent has lapsed has to rest now, when nobody says so (T19).
fn lapse(case: &SipCase, ctx: &Context<'_>) -> Option<PauseCause> {
    let why = if has_turned_adult(case, ctx) { PauseCause::TurnedAdult } else { PauseCause::ConsentExpired };
    stops_sharing(case, why, false, ctx).then_some(why)
}

fn closed(case: &SipCase, reason: ClosureReason, note: Option<Text>, ctx: &Context<'_>) -> Event {
    let closure =
        Closure { reason, note, at: ctx.now, happened_on: None, by: ctx.actor.clone(), individual_view: None };
    let record_tasks = record_tasks(case, RecordTaskKind::Closure, 0, ctx);
    Event::CaseClosed { closure: Box::new(closure), record_tasks }
}
