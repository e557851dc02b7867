//! The plan: draft, activities, versions, revisions.

use super::beginning::{take, take_some};
use crate::command::{DraftChange, DraftPatch};
use crate::event::{Event, Recorded};
use crate::ids::ActivityId;
use crate::model::{
    ActivityNote, ActivityStatus, CoordinatorEnd, CoordinatorEndReason, PlanContent, PlanVersion, RevisionApproval,
    SipCase, Status,
};
use chrono::{DateTime, Utc};

pub(super) fn apply(case: &mut SipCase, recorded: &Recorded) {
    let at = recorded.at;
    match &recorded.event {
        Event::CoordinatorAppointed(appointed) => {
            end_coordinator(case, CoordinatorEnd { at, reason: CoordinatorEndReason::Changed });
            case.principal_responsible = Some(appointed.principal);
            case.coordinators.push(appointed.as_ref().clone());
        }
        Event::CoordinatorEnded(end) => end_coordinator(case, *end),
        Event::DraftChanged(change) => {
            change_draft(case.draft.get_or_insert_default(), change);
            unsettle(case);
        }
        Event::ActivityDecided { activity, status } => {
            decided(case, *activity, status);
            case.revision_approval = None;
        }
        Event::ActivityUpdated { activity, status, note } => progressed(case, *activity, status, note.as_ref()),
        Event::PlanSigned(signature) => case.signatures.push(signature.clone()),
        Event::PlanEstablished { version, deliveries, record_tasks } => {
            establish(case, version, at);
            case.deliveries.extend(deliveries.iter().cloned());
            case.record_tasks.extend(record_tasks.iter().cloned());
        }
        Event::RevisionOpened { trigger } => {
            case.draft = case.current_version().map(|version| version.content.clone());
            case.revision_approval = None;
            case.status = Status::UnderRevision { trigger: *trigger };
        }
        Event::RevisionApproved => {
            case.revision_approval = Some(RevisionApproval { at, by: recorded.by.clone() });
        }
        Event::RevisionDiscarded { .. } => {
            unsettle(case);
            case.draft = None;
            case.status = Status::Active;
        }
        _ => {}
    }
}

fn end_coordinator(case: &mut SipCase, end: CoordinatorEnd) {
    if let Some(current) = case.coordinators.last_mut().filter(|c| c.ended.is_none()) {
        current.ended = Some(end);
    }
}

fn establish(case: &mut SipCase, version: &PlanVersion, at: DateTime<Utc>) {
    if let Some(previous) = case.versions.last_mut() {
        previous.superseded_at = Some(at);
    }
    case.principal_responsible = version.content.principal_responsible.or(case.principal_responsible);
    case.versions.push(version.clone());
    case.draft = None;
    case.revision_approval = None;
    case.party_assessments.clear();
    case.closing_consultation = None;
    case.status = Status::Active;
}

/// What was signed or approved is no longer what is written (INV-40, INV-48).
fn unsettle(case: &mut SipCase) {
    let next = case.next_version_number();
    case.signatures.retain(|signature| signature.version != next);
    case.revision_approval = None;
}

/// The answer is to what is being written; without a draft, to the plan in force that awaited it.
fn decided(case: &mut SipCase, id: ActivityId, status: &ActivityStatus) {
    let written = case.draft.as_mut().map(|draft| &mut draft.activities);
    let list = written.or(case.versions.last_mut().map(|version| &mut version.content.activities));
    let found = list.into_iter().flatten().find(|activity| activity.id == id);
    if let Some(activity) = found {
        activity.status = status.clone();
    }
}

/// How it goes is told of the plan in force. An activity that the draft has left as it is goes along.
fn progressed(case: &mut SipCase, id: ActivityId, status: &ActivityStatus, note: Option<&ActivityNote>) {
    let in_force = case.versions.last_mut().into_iter().flat_map(|version| &mut version.content.activities);
    let Some(held) = in_force.into_iter().find(|activity| activity.id == id) else { return };
    let before = held.clone();
    held.status = status.clone();
    held.notes.extend(note.cloned());
    let draft = case.draft.iter_mut().flat_map(|draft| &mut draft.activities);
    draft.filter(|activity| **activity == before).for_each(|activity| activity.clone_from(held));
}

fn put<T: Clone, K: PartialEq>(list: &mut Vec<T>, item: &T, key: impl Fn(&T) -> K) {
    match list.iter_mut().find(|held| key(held) == key(item)) {
        Some(held) => held.clone_from(item),
        None => list.push(item.clone()),
    }
}

fn change_draft(draft: &mut PlanContent, change: &DraftChange) {
    match change {
        DraftChange::Patch(patch) => fill(draft, patch),
        DraftChange::PutNeed { need, .. } => put(&mut draft.needs, need, |n| n.id),
        DraftChange::RemoveNeed(id) => {
            draft.needs.retain(|n| n.id != *id);
            draft.goals.iter_mut().for_each(|goal| goal.needs.retain(|need| need != id));
        }
        DraftChange::PutGoal { goal, .. } => put(&mut draft.goals, goal, |g| g.id),
        DraftChange::RemoveGoal(id) => {
            draft.goals.retain(|g| g.id != *id);
            draft.activities.iter_mut().for_each(|activity| activity.goals.retain(|goal| goal != id));
        }
        DraftChange::PutActivity(activity) => put(&mut draft.activities, activity, |a| a.id),
        DraftChange::RemoveActivity(id) => draft.activities.retain(|a| a.id != *id),
        DraftChange::PutContingency(contingency) => put(&mut draft.contingencies, contingency, |c| c.id),
        DraftChange::RemoveContingency(id) => draft.contingencies.retain(|c| c.id != *id),
        DraftChange::PutContactPerson(person) => put(&mut draft.contact_persons, person, |c| c.id),
        DraftChange::RemoveContactPerson(id) => draft.contact_persons.retain(|c| c.id != *id),
    }
}

fn fill(draft: &mut PlanContent, patch: &DraftPatch) {
    take_some(&mut draft.what_matters, patch.what_matters.as_ref());
    take_some(&mut draft.overall_goal, patch.overall_goal.as_ref());
    take_some(&mut draft.situation_individual, patch.situation_individual.as_ref());
    take_some(&mut draft.situation_others, patch.situation_others.as_ref());
    take(&mut draft.resources, patch.resources.as_ref());
    take(&mut draft.no_contingency_foreseen, patch.no_contingency_foreseen.as_ref());
    take_some(&mut draft.principal_responsible, patch.principal_responsible.as_ref());
    take_some(&mut draft.follow_up, patch.follow_up.as_ref());
}
