//! What stands in the way of a command, seen from the case alone.

use super::common::party_units;
use super::meetings::is_summoned;
use super::{completeness, standing};
use crate::access::{Role, in_force_for_any, roles};
use crate::command::CommandKind as K;
use crate::context::{Actor, Context};
use crate::ids::{PersonId, PrincipalId, UnitId};
use crate::model::{
    CaseKind, ClosureReason, EstablishedContact, FollowUpOutcome, Invitee, Meeting, MeetingType, OfferAnswer,
    PlaceType, RsvpStatus, SipCase, Status, StatusName, SummonsKind, SurveyState,
};
use crate::profile::NoContactInvitee;
use crate::refusal::Violation;
use crate::rules::Rule;
use std::collections::BTreeSet;

/// Every rule that blocks `kind` now for this actor. Who may not know of the case gets `NOT_FOUND` and nothing else;
/// then the role is asked, then the state, and only then the rules of the step itself.
pub(super) fn blockers(case: &SipCase, kind: K, ctx: &Context<'_>) -> Vec<Violation> {
    if matches!(ctx.actor, Actor::System) {
        return if kind == K::Pause { state_and_step_blocks(case, kind, ctx) } else { vec![Rule::NotFound.into()] };
    }
    let held = roles(case, ctx.actor, ctx.now);
    if held.is_empty() {
        return vec![Rule::NotFound.into()];
    }
    blockers_for(case, kind, &held, ctx)
}

/// As [`blockers`], for somebody with these roles in the case.
pub(super) fn blockers_for(case: &SipCase, kind: K, held: &BTreeSet<Role>, ctx: &Context<'_>) -> Vec<Violation> {
    match role_blocks(case, kind, held, ctx) {
        Some(rule) => vec![rule.into()],
        None => state_and_step_blocks(case, kind, ctx),
    }
}

fn state_and_step_blocks(case: &SipCase, kind: K, ctx: &Context<'_>) -> Vec<Violation> {
    if !kind.states().contains(&case.status.name()) {
        return vec![Rule::InvalidTransition.into()];
    }
    step_blocks(case, kind, ctx)
}

fn role_blocks(case: &SipCase, kind: K, held: &BTreeSet<Role>, ctx: &Context<'_>) -> Option<Rule> {
    let has_role = kind.roles().iter().any(|role| held.contains(role));
    let coordinator_only = case.coordinator().is_some() && !held.contains(&Role::Coordinator);
    match kind {
        _ if has_role && ctx.actor.is_client() && !kind.is_open_to_clients() => Some(Rule::ClientNotAllowed),
        // One writer at a time (C13, S3-22).
        K::WriteMapping | K::ShareMapping if !has_role || coordinator_only => Some(Rule::MappingNotYours),
        // Others are told that a coordinator is missing, as long as one is (INV-35).
        K::Establish if has_role && coordinator_only => Some(Rule::RolePermissionMissing),
        _ if !has_role => Some(Rule::RolePermissionMissing),
        // A child is asked, but those who consent for the child answer (S1-19), unless the child decides alone.
        K::AnswerOffer | K::ApproveInvitee | K::RemoveInvitee | K::ApproveRevision if !may_speak(case, held, ctx) => {
            Some(Rule::RolePermissionMissing)
        }
        K::HandOverPreparation if administers_only(held) && !answers_for(case, held, ctx) => {
            Some(Rule::RolePermissionMissing)
        }
        K::AppointCoordinator if !appoints(case, held, ctx) => Some(Rule::RolePermissionMissing),
        // Of another principal there would be no second person who may confirm (T24).
        K::RequestVoiding if ctx.actor.staff().is_none_or(|staff| staff.unit.principal != answering(case)) => {
            Some(Rule::RolePermissionMissing)
        }
        K::EndCoordinator
        | K::CloseByEvent
        | K::CloseExpired
        | K::CloseInactive
        | K::RecordContactAttempt
        | K::ConfirmVoiding
            if !answers_for(case, held, ctx) =>
        {
            Some(Rule::RolePermissionMissing)
        }
        _ => None,
    }
}

/// The principal that answers for the case: the last coordinator's, before that the responsible unit's (S4-33).
pub(super) fn answering(case: &SipCase) -> PrincipalId {
    case.coordinators.last().map_or(case.responsible_unit.principal, |last| last.principal)
}

/// Whether a citizen may answer for the individual: whoever's consent is asked for, the individual grown up or not (S1-19,
/// FB 6:13). Staff writes down what it was told.
fn may_speak(case: &SipCase, held: &BTreeSet<Role>, ctx: &Context<'_>) -> bool {
    let Some(citizen) = ctx.actor.citizen() else { return true };
    let is = |person: PersonId| person == citizen.person;
    let own = held.contains(&Role::Individual) && !case.person.is_minor(ctx.today);
    let child = held.contains(&Role::Individual) && case.is_mature_alone();
    let asked = case.guardians.iter().filter(|guardian| guardian.consent_exception.is_none());
    let guardian = held.contains(&Role::Guardian) && asked.into_iter().any(|guardian| is(guardian.person.id));
    own || child || (guardian && !case.is_mature_alone()) || held.contains(&Role::Representative)
}

fn administers_only(held: &BTreeSet<Role>) -> bool {
    held.iter().all(|role| *role == Role::Administrator)
}

/// Whether the actor leads the case now, or administers the principal that answers for it (S4-33).
fn answers_for(case: &SipCase, held: &BTreeSet<Role>, ctx: &Context<'_>) -> bool {
    let own = ctx.actor.staff().is_some_and(|staff| staff.unit.principal == answering(case));
    let leads = held.contains(&Role::Coordinator) || held.contains(&Role::PreparationLead);
    let first = held.contains(&Role::Initiator) && case.preparation_lead.is_none();
    leads || first || (held.contains(&Role::Administrator) && own)
}

/// At the meeting those who hold it name the first coordinator; once a plan is in force the coordinator or the principal
/// that answers for the task appoints the next one (3.4, S4-33).
fn appoints(case: &SipCase, held: &BTreeSet<Role>, ctx: &Context<'_>) -> bool {
    let only_administers = held.iter().all(|role| *role == Role::Administrator);
    let at_the_meeting = case.versions.is_empty() && !only_administers;
    let answering = case.coordinators.last().map(|last| last.principal);
    let own = ctx.actor.staff().map(|staff| staff.unit.principal);
    at_the_meeting || held.contains(&Role::Coordinator) || (only_administers && own.is_some() && own == answering)
}

fn when(blocked: bool, rule: Rule) -> Vec<Violation> {
    if blocked { vec![rule.into()] } else { Vec::new() }
}

fn consent_missing(case: &SipCase, ctx: &Context<'_>) -> bool {
    !in_force_for_any(case, None, ctx.now)
}

fn step_blocks(case: &SipCase, kind: K, ctx: &Context<'_>) -> Vec<Violation> {
    match kind {
        K::TakeOver => when(case.initiator.is_some(), Rule::AlreadyDone),
        K::RefuseSip => when(case.need.own_assessment.is_none(), Rule::OwnAssessmentMissing),
        K::Offer => offer(case, ctx),
        K::AnswerOffer => when(case.offer.as_ref().is_some_and(|offer| offer.answer.is_some()), Rule::AlreadyDone),
        K::StartPreparation => start_preparation(case, ctx),
        K::RecordDischarge => when(case.kind != CaseKind::Discharge, Rule::NotADischarge),
        K::WriteMapping => when(case.basis.is_none(), Rule::BasisMissing),
        K::ShareMapping => when(case.mapping.is_none(), Rule::BasisMissing),
        K::PlanMeeting => when(case.open_meeting().is_some(), Rule::AlreadyDone),
        K::UpdateMeeting | K::AssignMeetingRoles | K::CancelMeeting => {
            when(case.open_meeting().is_none(), Rule::MeetingIncomplete)
        }
        K::SetAgenda => when(case.meetings.is_empty(), Rule::MeetingIncomplete),
        K::SendSummons => send_summons(case, ctx),
        K::RecordMeeting => record_meeting(case, ctx),
        K::EndCoordinator => when(case.coordinator().is_none(), Rule::NoCoordinator),
        K::Establish => completeness::of_first_version(case, ctx),
        K::OpenRevision => when(consent_missing(case, ctx), Rule::ConsentNotInForce),
        K::ApproveRevision => when(case.revision_approval.is_some(), Rule::AlreadyDone),
        K::EstablishRevision => completeness::of_revision(case, ctx),
        K::RecordFollowUp => when(unrecorded_follow_up(case).is_none(), Rule::FollowUpNotHeld),
        K::Close => close(case, ctx),
        K::OfferSurvey => when(case.survey.is_some(), Rule::AlreadyDone),
        K::SettleSurvey => match &case.survey {
            None => when(true, Rule::UnknownReference),
            Some(survey) => when(survey.state != SurveyState::Offered, Rule::AlreadyDone),
        },
        K::LinkSuccessor => link_successor(case),
        kind => standing::blocks(case, kind, ctx),
    }
}

fn offer(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let told = case.information.oral_at.is_some() && case.information.written_at.is_some();
    let mut violations = when(!told, Rule::InformationIncomplete);
    let child_told = case.child.as_ref().is_some_and(|child| child.informed_at.is_some());
    violations.extend(when(case.person.is_minor(ctx.today) && !child_told, Rule::ChildNotInformed));
    violations
}

fn start_preparation(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let accepted = case.offer.as_ref().is_some_and(|offer| offer.answer == Some(OfferAnswer::Accepted));
    let mut violations = when(!accepted, Rule::OfferNotAnswered);
    violations.extend(when(consent_missing(case, ctx), missing_consent(case, ctx)));
    let child_asked = case.child.as_ref().is_some_and(|child| child.asked_at.is_some());
    violations.extend(when(case.person.is_minor(ctx.today) && !child_asked, Rule::ChildNotAsked));
    violations
}

/// Which words fit when no consent is in force: a child lacks a guardian's (INV-14).
fn missing_consent(case: &SipCase, ctx: &Context<'_>) -> Rule {
    if case.person.is_minor(ctx.today) { Rule::GuardianConsentMissing } else { Rule::ConsentNotInForce }
}

/// The held follow-up meeting of which nothing has been recorded yet.
pub(super) fn unrecorded_follow_up(case: &SipCase) -> Option<&Meeting> {
    case.meetings.iter().rev().find(|meeting| {
        let recorded = meeting.held.as_ref().map(|held| held.recorded_at);
        let since = case.current_version().map(|version| version.established_at);
        recorded.is_some()
            && recorded >= since
            && matches!(meeting.kind, MeetingType::FollowUp | MeetingType::Extra)
            && case.follow_ups.iter().all(|follow_up| follow_up.meeting != meeting.id)
    })
}

fn send_summons(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let mut violations = when(consent_missing(case, ctx), Rule::ConsentNotInForce);
    // The law is about the plan made at the discharge; the coordinator calls to the follow-up of a plan in force.
    if case.kind == CaseKind::Discharge && case.versions.is_empty() {
        violations.extend(discharge(case, ctx));
    }
    match case.open_meeting() {
        None => violations.push(Rule::MeetingIncomplete.into()),
        Some(meeting) => violations.extend(meeting_blocks(case, meeting, ctx)),
    }
    let prepared = case.preparation.as_ref();
    let complete = prepared.is_some_and(|p| p.what_matters.is_some() && p.minors.is_some() && p.excluded_topics_asked);
    violations.extend(when(!complete, Rule::PreparationIncomplete));
    let waiting = case.invitees.iter().filter(|i| i.rsvp.status == RsvpStatus::Draft).collect::<Vec<_>>();
    if waiting.is_empty() {
        let rule = if case.invitees.is_empty() { Rule::NobodyInvited } else { Rule::AlreadyDone };
        violations.push(rule.into());
    }
    violations.extend(waiting.into_iter().flat_map(|invitee| invitee_blocks(case, invitee, ctx)));
    violations
}

/// At a discharge the fast vårdkontakt alone convenes, and regional open care comes where municipal health care does
/// (2017:612 4:1, 4:3).
fn discharge(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let known = case.discharge.as_ref();
    let contact = known.and_then(|held| held.fast_vardkontakt.as_ref());
    let convenes = contact
        .zip(ctx.actor.staff())
        .is_some_and(|(contact, own)| contact.is_same_human(own) && contact.unit.id == own.unit.id);
    let mut violations = when(!convenes, Rule::NotFastVardkontakt);
    let is_invited = contact
        .is_some_and(|contact| case.invitees.iter().filter_map(Invitee::unit).any(|unit| unit.id == contact.unit.id));
    let is_needed = known.is_some_and(|held| held.municipal_health_care);
    violations.extend(when(is_needed && !is_invited, Rule::PrimaryCareRequired));
    violations
}

fn meeting_blocks(case: &SipCase, meeting: &Meeting, ctx: &Context<'_>) -> Vec<Violation> {
    let set = meeting.start.is_some()
        && meeting.duration_minutes.is_some()
        && meeting.form.is_some()
        && meeting.place.is_some();
    let mut violations = Vec::new();
    if !set {
        violations.push(Violation::about(Rule::MeetingIncomplete, meeting.id));
    }
    if meeting.start.is_some_and(|start| start <= ctx.now) {
        violations.push(Violation::about(Rule::DateInPast, meeting.id));
    }
    let at_home = meeting.place.as_ref().is_some_and(|place| place.kind == PlaceType::Home);
    let wished = case.preparation.as_ref().is_some_and(|p| p.home_meeting_wished);
    violations.extend(when(at_home && !wished, Rule::HomeNotWished));
    violations.extend(when(meeting.purpose.is_none(), Rule::SummonsWithoutPurpose));
    violations
}

/// Whether a unit stands in the scope of a consent in force (INV-23).
fn is_recipient(case: &SipCase, unit: UnitId, ctx: &Context<'_>) -> bool {
    in_force_for_any(case, Some(unit), ctx.now)
}

fn invitee_blocks(case: &SipCase, invitee: &Invitee, ctx: &Context<'_>) -> Vec<Violation> {
    let about = |rule| Violation::about(rule, invitee.id);
    let mut violations = Vec::new();
    if invitee.approved_by_individual_at.is_none() {
        violations.push(about(Rule::InviteeNotApproved));
    }
    let Some(unit) = invitee.unit() else { return violations };
    match invitee.established_contact {
        None => violations.push(about(Rule::ContactStatusUnknown)),
        Some(EstablishedContact::No) => match ctx.profile.no_contact_invitee {
            // Talked to on its own first, and free to say no (S1-33, S1-34).
            NoContactInvitee::SeparateContact if invitee.pre_contacts.is_empty() => {
                violations.push(about(Rule::SeparateContactRequired));
            }
            // Gets its contact the usual way before any summons (S4-08).
            NoContactInvitee::FirstOrdinaryContact => violations.push(about(Rule::SeparateContactRequired)),
            NoContactInvitee::SeparateContact | NoContactInvitee::SummonPrincipal => {}
        },
        Some(EstablishedContact::Yes) => {}
    }
    // Whoever is told whom it is about has to stand in the consent; in a separate contact nobody is told.
    if invitee.summons_kind != SummonsKind::SeparateContact && !is_recipient(case, unit.id, ctx) {
        violations.push(about(Rule::InviteeOutsideConsent));
    }
    let asked = case.preparation.as_ref().is_some_and(|p| !p.questions.is_empty());
    if invitee.purpose.is_none() && invitee.questions.is_empty() || !asked {
        violations.push(about(Rule::SummonsWithoutPurpose));
    }
    violations
}

fn record_meeting(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    // Only an urgent case comes from the preparation to a meeting without a written summons (T9u).
    // At a discharge the law's convenor summons, however urgent it is (2017:612 4:3).
    let may_be_urgent = case.urgent.is_some() && case.kind != CaseKind::Discharge;
    if case.status.name() == StatusName::Preparing && !may_be_urgent {
        return vec![Rule::InvalidTransition.into()];
    }
    let mut violations = when(consent_missing(case, ctx), Rule::ConsentNotInForce);
    match case.open_meeting() {
        None => violations.push(Rule::MeetingIncomplete.into()),
        Some(meeting) => {
            let started = meeting.start.is_some_and(|start| start <= ctx.now);
            violations.extend(when(!started, Rule::MeetingNotStarted));
            // Moved after the summons and not sent again: nobody has been summoned to this time.
            let live = case.invitees.iter().any(|invitee| is_summoned(case, meeting.id, invitee.id));
            let planning = case.status.name() == StatusName::Summoned;
            violations.extend(when(planning && !live, Rule::SummonsNotSent));
        }
    }
    violations
}

fn close(case: &SipCase, ctx: &Context<'_>) -> Vec<Violation> {
    let version = case.current_version().map(|v| v.number);
    let followed_up = case.follow_ups.last().is_some_and(|follow_up| {
        Some(follow_up.version) == version && matches!(follow_up.outcome, FollowUpOutcome::Close | FollowUpOutcome::New)
    });
    let mut violations = when(!followed_up, Rule::FollowUpNotHeld);
    if ctx.profile.closing_consensus_required {
        let silent = party_units(case)
            .into_iter()
            .filter(|unit| !case.party_assessments.iter().any(|held| held.unit.id == unit.id && held.agrees));
        violations.extend(silent.map(|unit| Violation::about(Rule::ClosePartyAssessmentMissing, unit.id)));
    }
    violations.extend(when(case.closing_consultation.is_none(), Rule::CloseIndividualNotConsulted));
    violations
}

fn link_successor(case: &SipCase) -> Vec<Violation> {
    let replaced = matches!(&case.status, Status::Closed(closure) if closure.reason == ClosureReason::ReplacedByNew);
    if !replaced {
        return vec![Rule::InvalidTransition.into()];
    }
    when(case.successor.is_some(), Rule::AlreadyDone)
}
