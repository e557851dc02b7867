//! Whether a plan may be established (INV-30 to INV-41).

use super::excluded::{refuse_excluded, texts_of_plan};
use crate::access::in_force_for_any;
use crate::context::Context;
use crate::model::{FollowUpPlan, GoalTerm, InviteeKind, PlanContent, SipCase};
use crate::profile::SignaturePolicy;
use crate::refusal::Violation;
use crate::rules::Rule;
use chrono::NaiveDate;

/// What is missing for the first version (T10).
pub(super) fn of_first_version(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let mut missing = Vec::new();
    let held = case.held_meeting().and_then(|meeting| meeting.held.as_ref());
    match held {
        None => missing.push(Rule::NoMeetingHeld.into()),
        Some(held) if !(held.secrecy_reminder_done && held.understood_and_agreed) => {
            missing.push(Rule::MeetingDutiesMissing.into());
        }
        Some(_) => {}
    }
    let is_heard = case.child.as_ref().is_some_and(|child| child.wishes.is_some() && child.conveyed_at.is_some());
    if case.person.is_minor(ctx.today) && !is_heard {
        missing.push(Rule::ChildWishesNotConveyed.into());
    }
    missing.extend(of_content(case, ctx));
    missing.extend(signatures(case, ctx));
    missing
}

/// What is missing for a revision (T14).
pub(super) fn of_revision(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let mut missing = of_content(case, ctx);
    if case.revision_approval.is_none() {
        missing.push(Rule::IndividualApprovalMissing.into());
    }
    missing
}

fn of_content(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let empty = PlanContent::default();
    let draft = case.draft.as_ref().unwrap_or(&empty);
    let mut missing = Vec::new();
    if !in_force_for_any(case, None, ctx.now) {
        missing.push(Rule::ConsentNotInForce.into());
    }
    if draft.what_matters.is_none() || draft.overall_goal.is_none() {
        missing.push(Rule::WhatMattersMissing.into());
    }
    missing.extend(goals(draft));
    missing.extend(activities(draft));
    missing.extend(responsibility(case, draft));
    if !follow_up_stands(draft.follow_up.as_ref(), ctx) {
        missing.push(Rule::FollowUpMissing.into());
    }
    if ctx.profile.contingency_required && draft.contingencies.is_empty() && !draft.no_contingency_foreseen {
        missing.push(Rule::ContingencyMissing.into());
    }
    missing.extend(excluded(case, draft));
    missing
}

fn goals(draft: &PlanContent) -> Vec<Violation> {
    let mut missing = Vec::new();
    let has = |term| draft.goals.iter().any(|goal| goal.term == term);
    if !has(GoalTerm::Long) || !has(GoalTerm::Short) {
        missing.push(Rule::GoalsIncomplete.into());
    }
    let lonely = draft.needs.iter().filter(|need| !draft.goals.iter().any(|goal| goal.needs.contains(&need.id)));
    missing.extend(lonely.map(|need| Violation::about(Rule::NeedWithoutGoal, need.id)));
    let idle = draft.goals.iter().filter(|goal| {
        // A proposal is not yet an answer, but it is not the goal that lacks something then.
        let carries = |status: &_| !matches!(status, crate::model::ActivityStatus::Rejected { .. });
        !draft.activities.iter().any(|activity| activity.goals.contains(&goal.id) && carries(&activity.status))
    });
    missing.extend(idle.map(|goal| Violation::about(Rule::GoalWithoutActivity, goal.id)));
    missing
}

fn activities(draft: &PlanContent) -> Vec<Violation> {
    let mut missing = Vec::new();
    for activity in &draft.activities {
        let rejected = matches!(activity.status, crate::model::ActivityStatus::Rejected { .. });
        let scheduled = activity.from.is_some() && activity.how_often.is_some() && activity.place.is_some();
        if !rejected && (!scheduled || activity.goals.is_empty()) {
            missing.push(Violation::about(Rule::ActivityIncomplete, activity.id));
        }
        if !rejected && !activity.is_answered() {
            missing.push(Violation::about(Rule::ActivityNotAccepted, activity.id));
        }
    }
    missing
}

fn responsibility(case: &SipCase, draft: &PlanContent) -> Vec<Violation> {
    let mut missing = Vec::new();
    let principal = draft.principal_responsible.or(case.principal_responsible);
    match (case.coordinator(), principal) {
        (None, _) => missing.push(Rule::NoCoordinator.into()),
        // The coordinator has to belong to the principal that answers for the plan (S4-33).
        (Some(coordinator), Some(principal)) if coordinator.principal != principal => {
            missing.push(Rule::NoResponsiblePrincipal.into());
        }
        (Some(coordinator), _) => {
            let planned = matches!(draft.follow_up, Some(FollowUpPlan::Planned { .. } | FollowUpPlan::None { .. }));
            if coordinator.until.is_none() && !planned {
                missing.push(Rule::NoCoordinator.into());
            }
        }
    }
    if principal.is_none() {
        missing.push(Rule::NoResponsiblePrincipal.into());
    }
    missing
}

/// Whether the plan says when it is followed up, or why not and how long the coordinator's mandate lasts (INV-36).
pub(super) fn follow_up_stands(plan: Option<&FollowUpPlan>, ctx: &Context<'_>) -> bool {
    let ahead = |date: NaiveDate| date > ctx.today;
    match plan {
        Some(FollowUpPlan::Planned { date, .. }) => ahead(*date),
        Some(FollowUpPlan::None { mandate_until, .. }) => {
            ctx.profile.follow_up_exception_allowed && ahead(*mandate_until)
        }
        None => false,
    }
}

fn excluded(case: &SipCase, draft: &PlanContent) -> Option<Violation> {
    refuse_excluded(case, None, texts_of_plan(draft)).err().map(|_| Rule::ExcludedTopic.into())
}

fn signatures(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let signs = |kind: &InviteeKind| match ctx.profile.signature_policy {
        SignaturePolicy::AllPresent => true,
        SignaturePolicy::IndividualOnly => matches!(kind, InviteeKind::Individual),
        SignaturePolicy::None => false,
    };
    let next = case.next_version_number();
    case.invitees
        .iter()
        .filter(|invitee| invitee.attended() && signs(&invitee.kind))
        .filter(|invitee| !case.signatures.iter().any(|s| s.invitee == invitee.id && s.version == next))
        .map(|invitee| Violation::about(Rule::SignatureMissing, invitee.id))
        .collect()
}
