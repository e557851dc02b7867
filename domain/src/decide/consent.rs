//! Consent is given, narrowed, withdrawn (S1-12 to S1-17, T18).

use super::Decision;
use super::common::{actor_name, record_tasks};
use crate::command::ConsentInput;
use crate::context::{Actor, Context};
use crate::event::Event;
use crate::ids::{ConsentId, ScopeRowId};
use crate::model::{
    Closure, ClosureReason, Consent, ConsentGiver, RecordTaskKind, ScopeRow, SipCase, Withdrawal, WithdrawalChannel,
    WithdrawalExtent,
};
use crate::profile::ConsentForm;
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use chrono::{DateTime, Months, Utc};
use std::collections::BTreeSet;

pub(super) fn give(input: ConsentInput, ctx: &Context<'_>) -> Decision {
    check(&input, ctx)?;
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
    let consent = Consent {
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
        capacity: None,
        other_ground: input.other_ground,
    };
    Ok(vec![Event::ConsentGiven(Box::new(consent))])
}

fn check(input: &ConsentInput, ctx: &Context<'_>) -> Result<(), Refusal> {
    // Guardians, representatives and assessments of capacity come with the rules for them.
    if input.giver != ConsentGiver::Individual {
        return Err(Rule::UnknownReference.into());
    }
    let named = input.scope.iter().all(|row| !row.categories.is_empty() && row.purpose.is_some());
    let latest = longest_end(input.valid_from, ctx.profile.consent_max_months);
    let period_stands = input.valid_from < input.valid_to && latest.is_none_or(|latest| input.valid_to <= latest);
    let by_staff = matches!(ctx.actor, Actor::Staff { .. });
    let oral_stands = input.journal_note.is_some() && input.received_at.is_some() && input.received_by.is_some();
    let checks = [
        (!input.scope.is_empty() && named, Rule::ConsentGeneral),
        (input.meeting && input.information_transfer, Rule::ConsentPartMissing),
        (period_stands, Rule::ConsentPeriodInvalid),
        (ctx.profile.consent_forms.contains(&input.form), Rule::ConsentFormNotAllowed),
        (input.form != ConsentForm::Oral || (by_staff && oral_stands), Rule::OralConsentUndocumented),
    ];
    let broken = checks.into_iter().filter(|(stands, _)| !stands).map(|(_, rule)| Violation::from(rule));
    Refusal::from_violations(broken).map_or(Ok(()), Err)
}

fn longest_end(from: DateTime<Utc>, months: u32) -> Option<DateTime<Utc>> {
    from.checked_add_months(Months::new(months))
}

/// A withdrawal is always accepted from one entitled to it, and acts at once (INV-19). When no consent is left the
/// case is closed in the same decision, so that sharing stops with the answer (T18).
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
    let left = remaining_rows(consent);
    if left.is_empty() {
        return Err(Violation::about(Rule::AlreadyDone, id).into());
    }
    let extent = settle_extent(extent, &left)?;
    let whole = extent == WithdrawalExtent::Whole;
    let withdrawal = Withdrawal { at: ctx.now, by: actor_name(case, ctx), channel, extent };
    let mut events = vec![Event::ConsentWithdrawn { consent: id, withdrawal }];
    let another = case
        .consents
        .iter()
        .any(|other| other.id != id && ctx.now < other.valid_to && !remaining_rows(other).is_empty());
    // A closed case stays closed; what the withdrawal stops is the sharing (INV-19).
    if whole && !another && !case.status.name().is_final() {
        let closure = Closure {
            reason: ClosureReason::ConsentWithdrawn,
            note: None,
            at: ctx.now,
            happened_on: None,
            by: ctx.actor.clone(),
            individual_view: None,
        };
        let record_tasks = record_tasks(case, RecordTaskKind::Closure, 0, ctx);
        events.push(Event::CaseClosed { closure: Box::new(closure), record_tasks });
    }
    Ok(events)
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
