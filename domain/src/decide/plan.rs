//! The plan is written, answered by those it gives work to, established and revised (T10, T13-T15).

use super::Decision;
use super::common::{acting_staff, actor_name, days_from, misplaced, record_tasks, refuse_unnamed};
use super::excluded::{refuse_excluded, texts_of_change};
use super::meetings::is_party_staff;
use crate::access::{Role, roles};
use crate::command::{ActivityDecision, ActivityProgress, Command, DraftChange};
use crate::context::Context;
use crate::directory::StaffRef;
use crate::event::Event;
use crate::ids::{ActivityId, DeliveryId};
use crate::model::{
    Activity, ActivityNote, ActivityStatus, CoordinatorAssignment, CoordinatorEnd, Delivery, DeliveryRole, DeliveryTo,
    FollowUpOutcome, Invitee, InviteeKind, PlanContent, PlanVersion, RecordTaskKind, Responsible, RevisionTrigger,
    SipCase,
};
use crate::profile::CopyPolicy;
use crate::refusal::{Refusal, Violation};
use crate::rules::Rule;
use crate::text::{ShortText, Text};
use chrono::NaiveDate;

pub(super) fn decide(case: &SipCase, command: Command, ctx: &Context<'_>) -> Decision {
    let event = match command {
        Command::AppointCoordinator { staff, until, phone } => appoint(case, staff, until, phone, ctx)?,
        Command::EndCoordinator { reason } => Event::CoordinatorEnded(CoordinatorEnd { at: ctx.now, reason }),
        Command::EditDraft(change) => Event::DraftChanged(Box::new(edit(case, *change, ctx)?)),
        Command::DecideActivity { activity, decision } => answer(case, activity, decision, ctx)?,
        Command::UpdateActivity { activity, progress, note } => report(case, activity, progress, note, ctx)?,
        Command::Establish | Command::EstablishRevision => establish(case, ctx)?,
        Command::OpenRevision { trigger } => open_revision(case, trigger)?,
        Command::ApproveRevision => Event::RevisionApproved,
        Command::DiscardRevision { reason } => Event::RevisionDiscarded { reason },
        other => return Err(misplaced(other.kind())),
    };
    Ok(vec![event])
}

/// A coordinator is staff of a party (INV-02) and may hold a meeting role only as the profile says (INV-03). A new
/// one is appointed by the principal that answers for the task (S4-33).
fn appoint(
    case: &SipCase,
    staff: StaffRef,
    until: Option<NaiveDate>,
    phone: Option<ShortText>,
    ctx: &Context<'_>,
) -> Result<Event, Refusal> {
    refuse_unnamed(case, &staff)?;
    if !is_party_staff(case, &staff, ctx) {
        return Err(Rule::RoleNotStaff.into());
    }
    if until.is_some_and(|until| until <= ctx.today) {
        return Err(Rule::DateInPast.into());
    }
    // The next coordinator belongs to the principal that answers for the plan (S4-33).
    let answering = case.coordinators.last().map(|last| last.principal).filter(|_| !case.versions.is_empty());
    if answering.is_some_and(|principal| principal != staff.unit.principal) {
        return Err(Rule::NoResponsiblePrincipal.into());
    }
    let may = ctx.profile.coordinator_may_be;
    let is = |holder: Option<&StaffRef>| holder.is_some_and(|holder| holder.is_same_human(&staff));
    let meeting = case.held_meeting();
    let conflict = meeting.is_some_and(|meeting| {
        (!may.chair && is(meeting.chair.as_ref())) || (!may.secretary && is(meeting.secretary.as_ref()))
    });
    if conflict {
        return Err(Rule::CoordinatorRoleConflict.into());
    }
    let principal = staff.unit.principal;
    let appointed_by = actor_name(case, ctx);
    let from = ctx.now;
    let appointed = CoordinatorAssignment { staff, principal, from, until, appointed_by, phone, ended: None };
    Ok(Event::CoordinatorAppointed(Box::new(appointed)))
}

fn edit(case: &SipCase, change: DraftChange, ctx: &Context<'_>) -> Result<DraftChange, Refusal> {
    let empty = PlanContent::default();
    let draft = case.draft.as_ref().unwrap_or(&empty);
    own_part_only(case, draft, &change, ctx)?;
    let unit = acting_staff(ctx)?.unit.id;
    let touches = match &change {
        DraftChange::PutNeed { touches_topic, .. } | DraftChange::PutGoal { touches_topic, .. } => *touches_topic,
        _ => None,
    };
    refuse_excluded(case, touches, texts_of_change(&change))?;
    match &change {
        DraftChange::PutGoal { goal, .. } => {
            known(goal.needs.iter().find(|id| draft.needs.iter().all(|need| need.id != **id)).copied())?;
        }
        DraftChange::PutActivity(activity) => {
            known(activity.goals.iter().find(|id| draft.goals.iter().all(|goal| goal.id != **id)).copied())?;
        }
        DraftChange::RemoveNeed(id) => known((draft.needs.iter().all(|n| n.id != *id)).then_some(*id))?,
        DraftChange::RemoveGoal(id) => known((draft.goals.iter().all(|g| g.id != *id)).then_some(*id))?,
        DraftChange::RemoveActivity(id) => known((draft.activities.iter().all(|a| a.id != *id)).then_some(*id))?,
        DraftChange::RemoveContingency(id) => {
            known((draft.contingencies.iter().all(|c| c.id != *id)).then_some(*id))?;
        }
        DraftChange::RemoveContactPerson(id) => {
            known((draft.contact_persons.iter().all(|c| c.id != *id)).then_some(*id))?;
        }
        DraftChange::Patch(_)
        | DraftChange::PutNeed { .. }
        | DraftChange::PutContingency(_)
        | DraftChange::PutContactPerson(_) => {}
    }
    Ok(match change {
        DraftChange::PutActivity(activity) => DraftChange::PutActivity(with_answer(activity, draft, ctx)?),
        DraftChange::PutNeed { mut need, .. } => {
            need.entered_by = unit;
            DraftChange::PutNeed { need, touches_topic: None }
        }
        DraftChange::PutGoal { mut goal, .. } => {
            goal.entered_by = unit;
            DraftChange::PutGoal { goal, touches_topic: None }
        }
        other => other,
    })
}

fn known(missing: Option<impl Into<uuid::Uuid>>) -> Result<(), Refusal> {
    missing.map_or(Ok(()), |id| Err(Violation::about(Rule::UnknownReference, id).into()))
}

/// A participant writes only its own organisation's activities; the secretary and the coordinator write the plan (3.4).
fn own_part_only(case: &SipCase, draft: &PlanContent, change: &DraftChange, ctx: &Context<'_>) -> Result<(), Refusal> {
    let held = roles(case, ctx.actor, ctx.now);
    if [Role::Coordinator, Role::Secretary, Role::PreparationLead].iter().any(|role| held.contains(role)) {
        return Ok(());
    }
    let own = |activity: &Activity| is_own(activity, ctx);
    let held_own = |id: &ActivityId| draft.activities.iter().filter(|a| a.id == *id).all(own);
    let allowed = match change {
        DraftChange::PutActivity(activity) => own(activity) && held_own(&activity.id),
        DraftChange::RemoveActivity(id) => held_own(id),
        _ => false,
    };
    if allowed { Ok(()) } else { Err(Rule::RolePermissionMissing.into()) }
}

/// Whether the actor's organisation answers for the activity, or the individual for her own.
fn is_own(activity: &Activity, ctx: &Context<'_>) -> bool {
    match &activity.responsible {
        Responsible::Unit { unit } => {
            ctx.actor.staff().is_some_and(|staff| staff.unit.organisation == unit.organisation)
        }
        Responsible::Individual => ctx.actor.citizen().is_some(),
        Responsible::Relative { .. } | Responsible::OtherActor { .. } => false,
    }
}

/// Nobody tells another organisation what to do: what is written for another is a proposal until it answers (S0-55).
/// An unchanged activity keeps the answer it has.
fn with_answer(mut activity: Activity, draft: &PlanContent, ctx: &Context<'_>) -> Result<Activity, Refusal> {
    let staff = acting_staff(ctx)?;
    activity.entered_by = staff.unit.id;
    let held = draft.activities.iter().find(|held| held.id == activity.id);
    activity.notes = held.map(|held| held.notes.clone()).unwrap_or_default();
    let unchanged = held.filter(|held| {
        let mut same = activity.clone();
        same.status = held.status.clone();
        same.entered_by = held.entered_by;
        same == **held
    });
    activity.status = match (unchanged, &activity.responsible) {
        (Some(held), _) => held.status.clone(),
        (None, Responsible::Unit { unit }) if unit.organisation != staff.unit.organisation => ActivityStatus::Proposed,
        (None, _) => ActivityStatus::Accepted { by: staff.name.clone(), at: ctx.now },
    };
    Ok(activity)
}

fn activity(case: &SipCase, id: ActivityId) -> Result<&Activity, Refusal> {
    let draft = case.draft.iter().flat_map(|draft| &draft.activities);
    let in_force = case.versions.last().into_iter().flat_map(|version| &version.content.activities);
    draft
        .chain(in_force)
        .find(|activity| activity.id == id)
        .ok_or_else(|| Violation::about(Rule::UnknownReference, id).into())
}

fn answer(case: &SipCase, id: ActivityId, decision: ActivityDecision, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let known = activity(case, id)?;
    // Those whom the plan gives work without an account of their own have answered when the plan is written.
    if !is_own(known, ctx) {
        return Err(Violation::about(Rule::NotYourOrganisation, id).into());
    }
    let awaiting = matches!(known.status, ActivityStatus::AwaitingDecision { .. });
    let answerable = matches!(
        known.status,
        ActivityStatus::Proposed | ActivityStatus::Accepted { .. } | ActivityStatus::Rejected { .. }
    );
    // In a plan in force nothing is taken back one-sidedly: only the decision that was awaited is still given (S0-52).
    let open = awaiting || (answerable && case.draft.is_some());
    if !open {
        return Err(Violation::about(Rule::AlreadyDone, id).into());
    }
    let status = match decision {
        ActivityDecision::Accept => ActivityStatus::Accepted { by: actor_name(case, ctx), at: ctx.now },
        ActivityDecision::Reject { reason } => ActivityStatus::Rejected { reason, at: ctx.now },
        ActivityDecision::Await { due } if due <= ctx.today => return Err(Rule::DateInPast.into()),
        ActivityDecision::Await { due } => {
            ActivityStatus::AwaitingDecision { by: acting_staff(ctx)?.unit.organisation, due }
        }
    };
    Ok(Event::ActivityDecided { activity: id, status })
}

fn report(
    case: &SipCase,
    id: ActivityId,
    progress: ActivityProgress,
    note: Option<Text>,
    ctx: &Context<'_>,
) -> Result<Event, Refusal> {
    let in_force = case.versions.last().into_iter().flat_map(|version| &version.content.activities);
    let known = in_force.into_iter().find(|held| held.id == id).map_or_else(|| activity(case, id), Ok)?;
    if !is_own(known, ctx) {
        return Err(Violation::about(Rule::NotYourOrganisation, id).into());
    }
    if !known.is_answered() || matches!(known.status, ActivityStatus::AwaitingDecision { .. }) {
        return Err(Violation::about(Rule::ActivityNotAccepted, id).into());
    }
    let status = match progress {
        ActivityProgress::Planned => ActivityStatus::Planned,
        ActivityProgress::Ongoing => ActivityStatus::Ongoing,
        ActivityProgress::Completed => ActivityStatus::Completed { at: ctx.now },
        ActivityProgress::NotDone { reason } => ActivityStatus::NotDone { reason },
        ActivityProgress::Stopped { reason } => ActivityStatus::Stopped { reason },
    };
    let note = note.map(|text| ActivityNote { by: actor_name(case, ctx), at: ctx.now, text });
    Ok(Event::ActivityUpdated { activity: id, status, note })
}

/// T10, T14. What has to be there has been looked at by the guards.
fn establish(case: &SipCase, ctx: &Context<'_>) -> Result<Event, Refusal> {
    let content = case.draft.clone().ok_or(Rule::NoMeetingHeld)?;
    let coordinator = case.coordinator().ok_or(Rule::NoCoordinator)?.staff.clone();
    let number = case.next_version_number();
    let version = PlanVersion {
        number,
        content,
        coordinator,
        documented_by: acting_staff(ctx)?.clone(),
        established_at: ctx.now,
        superseded_at: None,
    };
    let deliveries = deliveries(case, number, ctx);
    let record_tasks = record_tasks(case, RecordTaskKind::Plan, 0x4000, ctx);
    Ok(Event::PlanEstablished { version: Box::new(version), deliveries, record_tasks })
}

/// The original goes to the individual, a copy to each other participant (S0-34); a relative has it only by wish.
fn deliveries(case: &SipCase, version: u32, ctx: &Context<'_>) -> Vec<Delivery> {
    let due = days_from(ctx.today, ctx.profile.deliver_copies_days);
    let system_is_enough = ctx.profile.copy_policy == CopyPolicy::OnlyWithoutSystemAccess;
    let wished = case.preparation.iter().flat_map(|p| &p.copy_to_relatives).cloned();
    let receives = |invitee: &&Invitee| invitee.attended() && !(system_is_enough && invitee.has_system_access);
    let to = |invitee: &Invitee| match &invitee.kind {
        InviteeKind::Organisation { unit } => Some(DeliveryTo::Unit { unit: unit.clone() }),
        InviteeKind::Support { name } | InviteeKind::ImportantPerson { name, .. } => {
            Some(DeliveryTo::Participant { name: name.clone() })
        }
        _ => None,
    };
    std::iter::once(DeliveryTo::Individual)
        .chain(case.invitees.iter().filter(receives).filter_map(to))
        .chain(wished.map(|name| DeliveryTo::Relative { name }))
        .zip(0u16..)
        .map(|(to, n)| {
            let role = if to == DeliveryTo::Individual { DeliveryRole::Original } else { DeliveryRole::Copy };
            Delivery { id: DeliveryId(ctx.seed.nth(n)), version, to, role, due, done: None }
        })
        .collect()
}

fn open_revision(case: &SipCase, trigger: RevisionTrigger) -> Result<Event, Refusal> {
    let stands = match trigger {
        RevisionTrigger::FollowUp(id) => {
            case.follow_ups.iter().any(|f| f.id == id && f.outcome == FollowUpOutcome::Revise)
        }
        RevisionTrigger::Deviation(id) => {
            case.deviations.iter().any(|d| d.id == id && d.decision.as_ref().is_some_and(|decision| decision.revise))
        }
        RevisionTrigger::MaterialChange(id) => case.material_changes.iter().any(|change| change.id == id),
    };
    if stands { Ok(Event::RevisionOpened { trigger }) } else { Err(Rule::RevisionTriggerMissing.into()) }
}
