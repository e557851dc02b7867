//! Consent is given, narrowed, withdrawn (S1-12 to S1-17, T18).

use super::common::{actor_name, record_tasks};
use super::standing::may_resume;
use super::{Decision, after};
use crate::access::{counts, in_force_for_any};
use crate::calendar::{local_date, start_of_day};
use crate::command::ConsentInput;
use crate::context::{CitizenRef, Context};
use crate::event::Event;
use crate::ids::{ConsentId, ScopeRowId};
use crate::model::{
    Attitude, Closure, ClosureReason, Consent, ConsentGiver, PauseCause, RecordTaskKind, ScopeRow, SipCase, StatusName,
    Withdrawal, WithdrawalChannel, WithdrawalExtent,
};
use crate::profile::{ConsentForm, GuardianWithdrawal};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use chrono::{DateTime, Months, Utc};
use std::collections::BTreeSet;

/// A consent is given; a case that rested for want of one goes on with it (T20).
pub(super) fn give(case: &SipCase, input: ConsentInput, ctx: &Context<'_>) -> Decision {
    check_giver(case, &input, ctx)?;
    check(&input, ctx)?;
    let mut events = vec![Event::ConsentGiven(Box::new(consent(input, ctx)?))];
    let is_paused = case.status.name() == StatusName::Paused;
    if is_paused && may_resume(&after(case, &events, ctx), ctx) {
        events.push(Event::CaseResumed);
    }
    Ok(events)
}

fn consent(input: ConsentInput, ctx: &Context<'_>) -> Result<Consent, Refusal> {
    let numbers = 1u16..;
    let mut scope = Vec::new();
    for (row, n) in input.scope.into_iter().zip(numbers) {
        let purpose = row.purpose.ok_or(Rule::ConsentGeneral)?;
        let categories = row.categories.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        scope.push(ScopeRow {
            id: ScopeRowId(ctx.seed.nth(n)),
            from_organisation: row.from_organisation,
            recipient: row.recipient,
            categories,
            purpose,
        });
    }
    let received_by = input.received_by.or_else(|| ctx.actor.staff().map(|staff| staff.name.clone()));
    Ok(Consent {
        id: ConsentId(ctx.seed.nth(0)),
        giver: input.giver,
        form: input.form,
        meeting: input.meeting,
        information_transfer: input.information_transfer,
        received_by,
        received_at: input.received_at.unwrap_or(ctx.now),
        journal_note: input.journal_note,
        scope,
        excluded_categories: input.excluded_categories,
        exclusions: input.exclusions,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        withdrawals: Vec::new(),
        capacity: input.capacity,
        other_ground: input.other_ground,
    })
}

/// Whoever consents has to be entitled to, and in the portal nobody consents for another (S1-09, S1-19).
fn check_giver(case: &SipCase, input: &ConsentInput, ctx: &Context<'_>) -> Result<(), Refusal> {
    if let Some(citizen) = ctx.actor.citizen()
        && !is_own(case, input.giver, citizen)
    {
        return Err(Rule::RolePermissionMissing.into());
    }
    let missing = |stands: bool| if stands { Ok(()) } else { Err(Refusal::from(Rule::MandateMissing)) };
    match input.giver {
        ConsentGiver::Individual => Ok(()),
        ConsentGiver::Guardian(id) => {
            missing(case.guardians.iter().any(|held| held.id == id && held.is_current(ctx.today)))
        }
        ConsentGiver::Representative(id) => {
            missing(case.representatives.iter().any(|held| held.id == id && held.is_current(ctx.today)))
        }
        ConsentGiver::UnableToConsent => {
            let assessed = input.capacity.as_ref().filter(|held| !held.contacted.is_empty() && held.at <= ctx.now);
            let assessed = assessed.ok_or(Rule::CapacityAssessmentMissing)?;
            let is_against = assessed.contacted.iter().any(|held| held.attitude == Attitude::Against);
            if is_against { Err(Rule::AttitudeAgainst.into()) } else { Ok(()) }
        }
    }
}

/// Whether the citizen is the giver.
fn is_own(case: &SipCase, giver: ConsentGiver, citizen: &CitizenRef) -> bool {
    match giver {
        ConsentGiver::Individual => citizen.person == case.person.id,
        ConsentGiver::Guardian(id) => {
            case.guardians.iter().any(|held| held.id == id && held.person.id == citizen.person)
        }
        ConsentGiver::Representative(id) => {
            case.representatives.iter().any(|held| held.id == id && held.person.id == citizen.person)
        }
        ConsentGiver::UnableToConsent => false,
    }
}

fn check(input: &ConsentInput, ctx: &Context<'_>) -> Result<(), Refusal> {
    let named = input.scope.iter().all(|row| !row.categories.is_empty() && row.purpose.is_some());
    let latest = longest_end(input.valid_from, ctx.profile.consent_max_months);
    let period_stands = input.valid_from < input.valid_to && latest.is_none_or(|latest| input.valid_to <= latest);
    let by_staff = ctx.actor.staff().is_some();
    let oral_stands = input.journal_note.is_some() && input.received_at.is_some() && input.received_by.is_some();
    if input.received_at.is_some_and(|at| at > ctx.now) {
        return Err(Rule::DateInFuture.into());
    }
    let form_fits = ctx.profile.consent_forms.contains(&input.form);
    let checks = [
        (!input.scope.is_empty() && named, Rule::ConsentGeneral),
        (input.meeting && input.information_transfer, Rule::ConsentPartMissing),
        (period_stands, Rule::ConsentPeriodInvalid),
        // What comes in through the portal is electronic, whatever it says.
        (form_fits && (by_staff || input.form == ConsentForm::Electronic), Rule::ConsentFormNotAllowed),
        (input.form != ConsentForm::Oral || oral_stands, Rule::OralConsentUndocumented),
    ];
    let broken = checks.into_iter().filter(|(stands, _)| !stands).map(|(_, rule)| Violation::from(rule));
    Refusal::from_violations(broken).map_or(Ok(()), Err)
}

/// So many months on by the clock, or by the Swedish calendar, whichever is longer: from one midnight to another a year on
/// is a year, summer time or not.
fn longest_end(from: DateTime<Utc>, months: u32) -> Option<DateTime<Utc>> {
    let by_day = local_date(from).checked_add_months(Months::new(months)).map(start_of_day);
    from.checked_add_months(Months::new(months)).max(by_day)
}

/// A withdrawal is always accepted from one entitled to it, and acts at once (INV-19). When nobody's consent is left the
/// case is closed in the same decision, so that sharing stops with the answer (T18); when one of several guardians has
/// withdrawn it rests or is closed, as the local agreement says (T19).
pub(super) fn withdraw(
    case: &SipCase,
    id: ConsentId,
    channel: WithdrawalChannel,
    extent: WithdrawalExtent,
    ctx: &Context<'_>,
) -> Decision {
    let consent = case
        .consents
        .iter()
        .find(|consent| consent.id == id)
        .ok_or_else(|| Refusal::from(Violation::about(Rule::UnknownReference, id)))?;
    if !may_withdraw(case, consent, ctx) {
        return Err(Violation::about(Rule::RolePermissionMissing, id).into());
    }
    let left = remaining_rows(consent);
    if left.is_empty() {
        return Err(Violation::about(Rule::AlreadyDone, id).into());
    }
    let extent = settle_extent(extent, &left)?;
    let withdrawal = Withdrawal { at: ctx.now, by: actor_name(case, ctx), channel, extent };
    let mut events = vec![Event::ConsentWithdrawn { consent: id, withdrawal }];
    events.extend(what_follows(case, &after(case, &events, ctx), ctx));
    Ok(events)
}

/// The individual takes back whatever was given for her, a guardian or a representative the own consent; staff records
/// what it was told.
fn may_withdraw(case: &SipCase, consent: &Consent, ctx: &Context<'_>) -> bool {
    ctx.actor.citizen().is_none_or(|citizen| {
        let speaks_for_herself = citizen.person == case.person.id && !case.person.is_minor(ctx.today);
        speaks_for_herself || is_own(case, consent.giver, citizen)
    })
}

/// What becomes of the case. A closed case stays closed; what the withdrawal stops is the sharing (INV-19).
fn what_follows(case: &SipCase, after: &SipCase, ctx: &Context<'_>) -> Option<Event> {
    if case.status.name().is_final() || in_force_for_any(after, None, ctx.now) {
        return None;
    }
    let is_left = |held: &Consent| {
        ctx.now < held.valid_to && !remaining_rows(held).is_empty() && counts(after, held.giver, ctx.today)
    };
    let another = after.consents.iter().any(is_left);
    let one_of_several = case.person.is_minor(ctx.today) && another;
    let rests = one_of_several && ctx.profile.one_guardian_withdraws == GuardianWithdrawal::Pause;
    match case.status.name() {
        _ if another && !one_of_several => None,
        _ if !rests => Some(closed(case, ctx)),
        name if name.shares() => Some(Event::CasePaused { cause: PauseCause::GuardianWithdrew, note: None }),
        _ => None,
    }
}

fn closed(case: &SipCase, ctx: &Context<'_>) -> Event {
    let closure = Closure {
        reason: ClosureReason::ConsentWithdrawn,
        note: None,
        at: ctx.now,
        happened_on: None,
        by: ctx.actor.clone(),
        individual_view: None,
    };
    let record_tasks = record_tasks(case, RecordTaskKind::Closure, 0, ctx);
    Event::CaseClosed { closure: Box::new(closure), record_tasks }
}

/// Every consent that stands, withdrawn whole: a case that ends because the individual withdrew leaves none behind (T12).
pub(super) fn withdraw_all(case: &SipCase, ctx: &Context<'_>) -> Vec<Event> {
    let standing = case.consents.iter().filter(|consent| !remaining_rows(consent).is_empty());
    let withdrawal = || Withdrawal {
        at: ctx.now,
        by: actor_name(case, ctx),
        channel: WithdrawalChannel::InPerson,
        extent: WithdrawalExtent::Whole,
    };
    standing.map(|consent| Event::ConsentWithdrawn { consent: consent.id, withdrawal: withdrawal() }).collect()
}

/// The rows that have not been withdrawn; none once all of it has.
fn remaining_rows(consent: &Consent) -> BTreeSet<ScopeRowId> {
    let withdrawn = |row: &ScopeRow| {
        consent.withdrawals.iter().any(|w| match &w.extent {
            WithdrawalExtent::Whole => true,
            WithdrawalExtent::Rows { rows } => rows.contains(&row.id),
        })
    };
    consent.scope.iter().filter(|row| !withdrawn(row)).map(|row| row.id).collect()
}

/// The last rows withdrawn are the whole withdrawn.
fn settle_extent(extent: WithdrawalExtent, left: &BTreeSet<ScopeRowId>) -> Result<WithdrawalExtent, Refusal> {
    let WithdrawalExtent::Rows { rows } = extent else { return Ok(WithdrawalExtent::Whole) };
    if let Some(unknown) = rows.iter().find(|row| !left.contains(row)) {
        return Err(Violation::about(Rule::UnknownReference, *unknown).into());
    }
    if rows.is_empty() {
        return Err(Rule::UnknownReference.into());
    }
    let all = left.iter().all(|row| rows.contains(row));
    Ok(if all { WithdrawalExtent::Whole } else { WithdrawalExtent::Rows { rows } })
}
