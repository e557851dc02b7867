//! After the meeting: signatures, deliveries, record-keeping, understanding, survey.

use super::Decision;
use super::common::{acting_staff, actor_name, days_from, invitee, misplaced, stands_for};
use crate::access::{Role, in_force_for_any, in_force_ground, roles};
use crate::command::Command;
use crate::context::Context;
use crate::event::Event;
use crate::ids::{DeliveryId, DisclosureId, InviteeId, RecordTaskId, SignatureId};
use crate::model::{
    Category, Delivery, DeliveryChannel, DeliveryDone, DeliveryRole, DeliveryTo, Disclosure, DisclosureGround,
    DisclosureWay, Invitee, RecordTaskDone, RecordTaskEnd, Signature, SignatureMethod, SipCase, StatusName,
    SurveyState, Understanding,
};
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use crate::text::PersonName;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::Sign { invitee, name, method } => sign(case, invitee, name, method, ctx)?,
        Command::SettleRecordTask { task, end } => settle_task(case, task, end, ctx)?,
        Command::AddDelivery { to } => add_delivery(case, to, ctx)?,
        Command::RecordDelivery { delivery, channel } => deliver(case, delivery, channel, ctx)?,
        Command::ConfirmUnderstanding(input) => Event::UnderstandingConfirmed(Box::new(Understanding {
            version: case.current_version().map_or(0, |version| version.number),
            what: input.what,
            why: input.why,
            by_whom: input.by_whom,
            note: input.note,
            by: acting_staff(ctx)?.clone(),
            at: ctx.now,
        })),
        Command::OfferSurvey => Event::SurveyOffered,
        Command::SettleSurvey { state: SurveyState::Offered } => return Err(Rule::AlreadyDone.into()),
        Command::SettleSurvey { state } => Event::SurveySettled { state },
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

/// Signatures are for the version that is being written, or for the one in force when they came later (C23).
fn sign(
    case: &SipCase,
    id: InviteeId,
    name: PersonName,
    method: SignatureMethod,
    ctx: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = invitee(case, id)?;
    // A signature on paper is recorded by whoever keeps the plan; an electronic one is nobody's but the signer's (3.4).
    let held = roles(case, ctx.actor, ctx.now);
    let keeps_plan = [Role::PreparationLead, Role::Coordinator, Role::Secretary].iter().any(|role| held.contains(role));
    let for_another = keeps_plan && method != SignatureMethod::Electronic;
    if !is_own(case, known, ctx) && !for_another {
        return Err(Violation::about(Rule::RolePermissionMissing, id).into());
    }
    let written = case.status.name() != StatusName::Active;
    let version =
        if written { case.next_version_number() } else { case.current_version().map_or(1, |version| version.number) };
    if case.signatures.iter().any(|held| held.invitee == id && held.version == version) {
        return Err(Violation::about(Rule::AlreadyDone, id).into());
    }
    let id_of_signature = SignatureId(ctx.seed.nth(0));
    Ok(Event::PlanSigned(Signature { id: id_of_signature, invitee: id, version, name, method, at: ctx.now }))
}

fn is_own(case: &SipCase, invitee: &Invitee, ctx: &Context<'_>) -> bool {
    match ctx.actor.staff() {
        Some(staff) => invitee.current_staff().is_some_and(|named| named.id == staff.id),
        None => ctx.actor.citizen().is_some_and(|citizen| stands_for(case, invitee, citizen)),
    }
}

/// Each organisation ticks its own task (S0-45).
fn settle_task(case: &SipCase, id: RecordTaskId, end: RecordTaskEnd, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let task = case.record_tasks.iter().find(|task| task.id == id);
    let task = task.ok_or_else(|| Refusal::from(Violation::about(Rule::UnknownReference, id)))?;
    if ctx.actor.staff().is_none_or(|staff| staff.unit.organisation != task.unit.organisation) {
        return Err(Violation::about(Rule::NotYourOrganisation, id).into());
    }
    if task.done.is_some() {
        return Err(Violation::about(Rule::AlreadyDone, id).into());
    }
    let done = RecordTaskDone { end, at: ctx.now, by: ctx.actor.clone() };
    Ok(Event::RecordTaskSettled { task: id, done: Box::new(done) })
}

/// A relative has a copy only when the individual has said so (S1-49).
fn add_delivery(case: &SipCase, to: DeliveryTo, ctx: &Context<'_>) -> Result<Event, Refusal> {
    if let DeliveryTo::Relative { name } = &to {
        let wished = case.preparation.iter().flat_map(|p| &p.copy_to_relatives).any(|held| held == name);
        if !wished {
            return Err(Rule::RelativeWishMissing.into());
        }
    }
    let role = if to == DeliveryTo::Individual { DeliveryRole::Original } else { DeliveryRole::Copy };
    Ok(Event::DeliveryAdded(Delivery {
        id: DeliveryId(ctx.seed.nth(0)),
        version: case.current_version().map_or(0, |version| version.number),
        to,
        role,
        due: days_from(ctx.today, ctx.profile.deliver_copies_days),
        done: None,
    }))
}

fn deliver(case: &SipCase, id: DeliveryId, channel: DeliveryChannel, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let delivery = case.deliveries.iter().find(|delivery| delivery.id == id);
    let delivery = delivery.ok_or_else(|| Refusal::from(Violation::about(Rule::UnknownReference, id)))?;
    if delivery.done.is_some() {
        return Err(Violation::about(Rule::AlreadyDone, id).into());
    }
    let disclosure = match &delivery.to {
        DeliveryTo::Unit { unit } => {
            // A copy is the plan in another's hands: only with a consent that covers it now (INV-18).
            let consent = in_force_ground(case, unit.id, Category::PlanDocument, ctx.now)
                .ok_or_else(|| Refusal::from(Violation::about(Rule::CategoryNotConsented, id)))?;
            Some(Disclosure {
                id: DisclosureId(ctx.seed.nth(0)),
                from_organisation: acting_staff(ctx)?.unit.organisation,
                to_unit: unit.id,
                categories: vec![Category::PlanDocument],
                ground: DisclosureGround::Consent { consent },
                at: ctx.now,
                via: DisclosureWay::Copy,
            })
        }
        DeliveryTo::Individual => None,
        // Another's copy is no more to be had once nobody has agreed to any sharing.
        _ if !in_force_for_any(case, None, ctx.now) => {
            return Err(Violation::about(Rule::CategoryNotConsented, id).into());
        }
        _ => None,
    };
    let done = DeliveryDone { channel, at: ctx.now, by: actor_name(case, ctx) };
    Ok(Event::DeliveryMade { delivery: id, done, disclosure })
}
