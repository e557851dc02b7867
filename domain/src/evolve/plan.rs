//! The plan: draft, activities, versions, revisions.

use super::beginning::{take, take_some};
use crate::command::{DraftChange, DraftPatch};
use crate::event::{Event, Recorded};
use crate::ids::ActivityId;
use crate::model::{
    Activity, CoordinatorEnd, CoordinatorEndReason, PlanContent, PlanVersion, RevisionApproval, SipCase, Status,
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
            let draft = case.draft.get_or_insert_default();
            change_draft(draft, change);
            if let Some(principal) = draft.principal_responsible {
                case.principal_responsible = Some(principal);
            }
            case.revision_approval = None;
        }
        Event::ActivityDecided { activity, status } => change_activity(case, *activity, |a| a.status = status.clone()),
        Event::ActivityUpdated { activity, status, note } => change_activity(case, *activity, |a| {
            a.status = status.clone();
            a.notes.extend(note.clone());
        }),
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
            case.draft = None;
            case.revision_approval = None;
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
    if case.principal_responsible.is_none() {
        case.principal_responsible = version.content.principal_responsible;
    }
    case.versions.push(version.clone());
    case.draft = None;
    case.revision_approval = None;
    case.party_assessments.clear();
    case.closing_consultation = None;
    case.status = Status::Active;
}

/// An activity lives in the draft and in the version in force; its answer and progress are one.
fn change_activity(case: &mut SipCase, id: ActivityId, with: impl Fn(&mut Activity)) {
    let draft = case.draft.iter_mut().flat_map(|draft| &mut draft.activities);
    let in_force = case.versions.last_mut().into_iter().flat_map(|version| &mut version.content.activities);
    draft.chain(in_force).filter(|activity| activity.id == id).for_each(with);
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
