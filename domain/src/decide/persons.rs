//! Who is who: the child's part, guardians, representatives, protection (S1-18 to S1-21, S1-09, INV-49).

use super::Decision;
use super::common::{acting_staff, actor_name};
use crate::command::{ChildPatch, GuardianInput, PersonCommand, RepresentativeInput};
use crate::context::Context;
use crate::event::Event;
use crate::ids::{GuardianId, RepresentativeId};
use crate::model::{Child, Guardian, Maturity, Representative, SipCase};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;

pub(super) fn decide(case: &SipCase, command: PersonCommand, ctx: &Context<'_>) -> Decision {
    let event = match command {
        PersonCommand::RecordChild(patch) => Event::ChildRecorded(Box::new(child(case, patch, ctx)?)),
        PersonCommand::AddGuardian(input) => add_guardian(case, input, ctx)?,
        PersonCommand::ChangeGuardian { guardian, until, exception, protected } => {
            if case.guardians.iter().all(|held| held.id != guardian) {
                return Err(Violation::about(Rule::UnknownReference, guardian).into());
            }
            Event::GuardianChanged { guardian, until, exception, protected }
        }
        PersonCommand::AddRepresentative(input) => add_representative(case, input, ctx)?,
        PersonCommand::EndRepresentative { representative, until } => {
            let held = case.representatives.iter().find(|held| held.id == representative);
            let held = held.ok_or_else(|| Refusal::from(Violation::about(Rule::UnknownReference, representative)))?;
            // A mandate is never lengthened this way: a longer one takes its own document.
            let until = held.valid_to.map_or(until, |last| last.min(until));
            Event::RepresentativeEnded { representative, until }
        }
        PersonCommand::Protect { level, mut readers } => {
            // Nobody who holds the case is shut out of it, by himself or by another.
            let coordinator = case.coordinator().map(|held| &held.staff);
            let holders = [Some(acting_staff(ctx)?), coordinator, case.preparation_lead.as_ref()];
            for own in holders.into_iter().flatten() {
                readers.retain(|reader| reader.id != own.id || reader.unit.id != own.unit.id);
                readers.insert(0, own.clone());
            }
            Event::ProtectionSet { level, readers }
        }
    };
    Ok(vec![event])
}

fn child(case: &SipCase, patch: ChildPatch, ctx: &Context<'_>) -> Result<Child, Refusal> {
    let told = [patch.informed_at, patch.asked_at, patch.conveyed_at];
    if told.into_iter().flatten().any(|at| at > ctx.now) {
        return Err(Rule::DateInFuture.into());
    }
    let before = case.child.clone().unwrap_or_default();
    let by = actor_name(case, ctx);
    let maturity =
        patch.maturity.map(|(is_mature, reason)| Maturity { is_mature, reason, by: by.clone(), at: ctx.now });
    Ok(Child {
        informed_by: if patch.informed_at.is_some() { Some(by) } else { before.informed_by },
        informed_at: patch.informed_at.or(before.informed_at),
        asked_at: patch.asked_at.or(before.asked_at),
        answer: patch.answer.or(before.answer),
        participates: patch.participates.or(before.participates),
        participation_reason: patch.participation_reason.or(before.participation_reason),
        wishes: patch.wishes.or(before.wishes),
        conveyed_by: patch.conveyed_by.or(before.conveyed_by),
        conveyed_at: patch.conveyed_at.or(before.conveyed_at),
        maturity: maturity.or(before.maturity),
    })
}

fn add_guardian(case: &SipCase, input: GuardianInput, ctx: &Context<'_>) -> Result<Event, Refusal> {
    // One who becomes guardian later is held already, too: listed twice, the same person would have to consent twice.
    let is_ended = |held: &Guardian| held.until.is_some_and(|until| until <= ctx.today);
    let is_held = |held: &Guardian| held.person.id == input.person.id && !is_ended(held);
    if input.person.id == case.person.id || case.guardians.iter().any(is_held) {
        return Err(Rule::AlreadyDone.into());
    }
    Ok(Event::GuardianAdded(Box::new(Guardian {
        id: GuardianId(ctx.seed.nth(0)),
        person: input.person,
        since: input.since,
        until: None,
        consent_exception: None,
    })))
}

/// A mandate counts once somebody has seen the document it rests on (S1-09).
fn add_representative(case: &SipCase, input: RepresentativeInput, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let is_held = |held: &Representative| held.person.id == input.person.id && held.is_current(ctx.today);
    if input.person.id == case.person.id || case.representatives.iter().any(is_held) {
        return Err(Rule::AlreadyDone.into());
    }
    if !input.document_seen || input.valid_to.is_some_and(|last| last < input.valid_from) {
        return Err(Rule::MandateMissing.into());
    }
    Ok(Event::RepresentativeAdded(Box::new(Representative {
        id: RepresentativeId(ctx.seed.nth(0)),
        person: input.person,
        kind: input.kind,
        scope_text: input.scope_text,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        document_seen_by: Some(actor_name(case, ctx)),
        attends_instead: input.attends_instead,
        individual_agrees: input.individual_agrees,
    })))
}
