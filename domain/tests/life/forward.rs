//! The straight way through the process: whatever the case lacks next is done by the one whose task it is.

use super::beside::{beside, consenting, resting};
use super::*;
use sip_domain::access::in_force_for_any;
use sip_domain::command::{ActivityDecision, DraftChange, DraftPatch, MeetingPatch, MeetingRoleHolder};
use sip_domain::ids::{ActivityId, GoalId, NeedId};
use sip_domain::model::*;

/// The next thing on the straight way.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Do(Box<Actor>, Box<Command>),
    Wait(DateTime<Utc>),
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of functions that may have none")]
pub(super) fn step(actor: &Actor, command: Command) -> Option<Step> {
    Some(Step::Do(Box::new(actor.clone()), Box::new(command)))
}

/// Who prepares or coordinates now; the initiator before that.
pub(crate) fn lead(case: &SipCase) -> Actor {
    let lead = case.preparation_lead.as_ref().or(case.initiator.as_ref());
    clinical(case.coordinator().map(|c| &c.staff).or(lead).unwrap_or(&karin()))
}

/// What to do next; `None` once the case has ended. The first follow-up goes on, the second revises, the third ends.
pub(crate) fn forward(life: &Life) -> Option<Step> {
    let Some(case) = &life.case else { return step(&by_karin(), report_need(report(life.now))) };
    let shares = matches!(
        case.status.name(),
        StatusName::Preparing
            | StatusName::Summoned
            | StatusName::MeetingHeld
            | StatusName::Active
            | StatusName::UnderRevision
    );
    if shares && [r_vc(), k_hsl(), r_psy()].iter().any(|unit| !in_force_for_any(case, Some(unit.id), life.now)) {
        return consenting(life, case);
    }
    if let Some(step) = beside(life, case) {
        return Some(step);
    }
    match case.status.name() {
        StatusName::NeedIdentified => beginning(life, case),
        StatusName::Offered => consented(life, case),
        StatusName::Preparing => preparing(life, case),
        StatusName::Summoned => summoned(life, case),
        StatusName::MeetingHeld => written(life, case).or_else(|| establishing(case)),
        StatusName::Active => active(life, case),
        StatusName::UnderRevision => revising(life, case),
        StatusName::Paused => resting(life, case),
        _ => None,
    }
}

fn beginning(life: &Life, case: &SipCase) -> Option<Step> {
    let Some(initiator) = case.initiator.as_ref().map(clinical) else { return step(&by_karin(), Command::TakeOver) };
    let told = case.information.oral_at.is_some() && case.information.written_at.is_some();
    step(&initiator, if told { Command::Offer } else { information(life.now) })
}

fn consented(life: &Life, case: &SipCase) -> Option<Step> {
    if case.offer.as_ref().is_some_and(|offer| offer.answer.is_none()) {
        // For a child those who consent answer, and staff writes it down.
        let is_minor = case.person.is_minor(life.now.date_naive());
        let by = if is_minor { clinical(case.initiator.as_ref()?) } else { individual() };
        return step(&by, answer_offer(OfferAnswer::Accepted));
    }
    if !in_force_for_any(case, None, life.now) {
        return consenting(life, case);
    }
    step(&clinical(case.initiator.as_ref()?), Command::StartPreparation)
}

fn preparing(life: &Life, case: &SipCase) -> Option<Step> {
    let by = lead(case);
    let held = case.preparation.as_ref()?;
    let done = held.what_matters.is_some() && held.minors.is_some() && held.excluded_topics_asked;
    if !done || held.questions.is_empty() {
        return step(&by, prepare(prepared()));
    }
    if case.basis.is_none() {
        return step(&by, Command::SetBasis { purpose: text("Natten") });
    }
    if case.mapping.is_none() {
        return step(&by, Command::WriteMapping { entries: vec![mapping("Vaken på natten")] });
    }
    inviting(case)
        .or_else(|| convening(life, case, MeetingType::Initial))
        .or_else(|| step(&by, Command::SendSummons { meeting: life.meeting() }))
}

/// The three units and the individual are on the list, and nobody else who could not be summoned.
fn inviting(case: &SipCase) -> Option<Step> {
    let by = lead(case);
    let sent = |invitee: &Invitee| case.summonses.iter().any(|summons| summons.invitee == invitee.id);
    let unfit = |invitee: &&Invitee| {
        let known = invitee.unit().is_none() || invitee.established_contact == Some(EstablishedContact::Yes);
        !sent(invitee) && (!known || (invitee.purpose.is_none() && invitee.questions.is_empty()))
    };
    if let Some(invitee) = case.invitees.iter().find(unfit) {
        return step(&by, Command::RemoveInvitee { invitee: invitee.id });
    }
    if let Some(invitee) = case.invitees.iter().find(|invitee| invitee.approved_by_individual_at.is_none()) {
        return step(&individual(), Command::ApproveInvitee { invitee: invitee.id });
    }
    let wanted = [
        InviteeKind::Individual,
        InviteeKind::Organisation { unit: r_vc() },
        InviteeKind::Organisation { unit: k_hsl() },
        InviteeKind::Organisation { unit: r_psy() },
    ];
    let missing = wanted.into_iter().find(|kind| case.invitees.iter().all(|invitee| invitee.kind != *kind))?;
    step(&by, invite(wished(missing)))
}

fn convening(life: &Life, case: &SipCase, kind: MeetingType) -> Option<Step> {
    let by = lead(case);
    let Some(meeting) = case.open_meeting() else { return step(&by, plan_meeting(kind, particulars(life.now))) };
    let set = meeting.duration_minutes.is_some() && meeting.form.is_some() && meeting.purpose.is_some();
    let ahead = meeting.start.is_some_and(|start| start > life.now);
    let placed = meeting.place.as_ref().is_some_and(|place| place.kind != PlaceType::Home);
    if !(set && ahead && placed) {
        return step(&by, change_meeting(meeting.id, particulars(life.now)));
    }
    if meeting.chair.is_none() {
        let (chair, secretary) = (MeetingRoleHolder::Staff(anna()), MeetingRoleHolder::Staff(olle()));
        return step(&by, assign(meeting.id, chair, secretary));
    }
    None
}

/// The units name who comes, the meeting is waited for and written down.
fn summoned(life: &Life, case: &SipCase) -> Option<Step> {
    let meeting = case.open_meeting()?;
    for staff in [anna(), olle(), lisa()] {
        let own = |invitee: &&Invitee| invitee.unit().is_some_and(|unit| unit.id == staff.unit.id);
        let Some(invitee) = case.invitees.iter().find(own) else { continue };
        let unbriefed = invitee.substitute.as_ref().is_some_and(|substitute| substitute.briefed_at.is_none());
        let known = case.summonses.iter().any(|summons| summons.invitee == invitee.id);
        if known && (invitee.current_staff().is_none() || unbriefed) {
            return step(&clinical(&staff), Command::NameRepresentative { invitee: invitee.id, staff });
        }
    }
    holding(life, case, meeting)
}

fn holding(life: &Life, case: &SipCase, meeting: &Meeting) -> Option<Step> {
    let start = meeting.start?;
    if start > life.now {
        return Some(Step::Wait(start + Duration::hours(2)));
    }
    step(&clinical(meeting.secretary.as_ref()?), record(meeting.id, minutes(case)))
}

/// The coordinator and all that the plan has to hold.
fn written(life: &Life, case: &SipCase) -> Option<Step> {
    let held = case.held_meeting().and_then(|meeting| meeting.held.as_ref())?;
    let by = lead(case);
    let first = case.versions.is_empty();
    if first && !(held.secrecy_reminder_done && held.understood_and_agreed) {
        return step(&by, Command::RequireNewMeeting { reason: text("Sekretessen togs inte upp") });
    }
    let Some(coordinator) = case.coordinator() else {
        let until = Some(life.in_days(100));
        return step(&by, Command::AppointCoordinator { staff: karin(), until, phone: None });
    };
    let empty = PlanContent::default();
    let plan = case.draft.as_ref().unwrap_or(&empty);
    let followed = match &plan.follow_up {
        Some(FollowUpPlan::Planned { date, .. } | FollowUpPlan::None { mandate_until: date, .. }) => {
            *date > life.today()
        }
        None => false,
    };
    let mine = plan.principal_responsible.or(case.principal_responsible) == Some(coordinator.principal);
    let foreseen = plan.no_contingency_foreseen || !plan.contingencies.is_empty();
    if !(followed && mine && foreseen && plan.what_matters.is_some() && plan.overall_goal.is_some()) {
        let patch = DraftPatch { principal_responsible: Some(coordinator.principal), ..plain_fields(life) };
        return step(&by, draft(DraftChange::Patch(patch)));
    }
    let change = needs_and_goals(plan).or_else(|| activities(plan));
    change.map(|(actor, command)| Step::Do(Box::new(actor.unwrap_or(by)), Box::new(command)))
}

/// What matters, the goal and the follow-up, two months from now.
pub(crate) fn plain_fields(life: &Life) -> DraftPatch {
    DraftPatch {
        what_matters: Some(text("Att få bo kvar hemma")),
        overall_goal: Some(text("Sova gott")),
        no_contingency_foreseen: Some(true),
        follow_up: Some(FollowUpPlan::Planned { date: life.in_days(60), place: place() }),
        ..DraftPatch::default()
    }
}

fn needs_and_goals(plan: &PlanContent) -> Option<(Option<Actor>, Command)> {
    let goals = [(711, GoalTerm::Long), (712, GoalTerm::Short)];
    let kept: [GoalId; 2] = [id(711), id(712)];
    let need: NeedId = id(701);
    let change = if plan.needs.iter().all(|held| held.id != need) {
        put_need(701)
    } else if let Some(other) = plan.needs.iter().find(|held| held.id != need) {
        draft(DraftChange::RemoveNeed(other.id))
    } else if let Some(other) = plan.goals.iter().find(|held| !kept.contains(&held.id)) {
        draft(DraftChange::RemoveGoal(other.id))
    } else {
        let stands = |n, term| plan.goals.iter().any(|g| g.id == id(n) && g.term == term && g.needs.contains(&need));
        let (n, term) = goals.into_iter().find(|(n, term)| !stands(*n, *term))?;
        put_goal(n, term, &[701])
    };
    Some((None, change))
}

/// One activity of the coordinator's own unit and one of the primary care, which answers for it.
fn activities(plan: &PlanContent) -> Option<(Option<Actor>, Command)> {
    let wanted = [(721, 711, k_soc(), karin()), (722, 712, r_vc(), anna())];
    let kept: [ActivityId; 2] = [id(721), id(722)];
    if let Some(other) = plan.activities.iter().find(|held| !kept.contains(&held.id)) {
        return Some((None, draft(DraftChange::RemoveActivity(other.id))));
    }
    for (n, goal, unit, staff) in wanted {
        let activity = scheduled(n, &[goal], &unit);
        let held = plan.activities.iter().find(|held| held.id == activity.id);
        let whole = |held: &&Activity| {
            held.goals == activity.goals && held.how_often.is_some() && held.responsible == activity.responsible
        };
        let Some(held) = held.filter(whole) else { return Some((None, put_activity(activity))) };
        if !held.is_answered() {
            let accept = Command::DecideActivity { activity: held.id, decision: ActivityDecision::Accept };
            return Some((Some(clinical(&staff)), accept));
        }
    }
    None
}

/// Everybody who was there signs, then the plan is established.
fn establishing(case: &SipCase) -> Option<Step> {
    let by = lead(case);
    let next = case.next_version_number();
    let signed = |invitee: &Invitee| case.signatures.iter().any(|s| s.invitee == invitee.id && s.version == next);
    match case.invitees.iter().find(|invitee| invitee.attended() && !signed(invitee)) {
        Some(invitee) => {
            let (name, method) = (name("Underskrift"), SignatureMethod::Paper);
            step(&by, Command::Sign { invitee: invitee.id, name, method })
        }
        None => step(&by, Command::Establish),
    }
}

fn active(life: &Life, case: &SipCase) -> Option<Step> {
    let by = lead(case);
    if case.coordinator().is_none() {
        return step(&by, Command::AppointCoordinator { staff: karin(), until: None, phone: None });
    }
    let number = case.current_version()?.number;
    let ends = |f: &FollowUp| f.version == number && f.outcome == FollowUpOutcome::Close;
    if case.follow_ups.last().is_some_and(ends) {
        return closing(case);
    }
    let unrecorded = |meeting: &&Meeting| {
        let type_fits = matches!(meeting.kind, MeetingType::FollowUp | MeetingType::Extra);
        meeting.held.is_some() && type_fits && case.follow_ups.iter().all(|f| f.meeting != meeting.id)
    };
    if let Some(meeting) = case.meetings.iter().rev().find(unrecorded) {
        let outcome = match case.follow_ups.len() {
            0 => FollowUpOutcome::Continue,
            1 => FollowUpOutcome::Revise,
            _ => FollowUpOutcome::Close,
        };
        let next = Some(FollowUpPlan::Planned { date: life.in_days(60), place: place() });
        return step(&by, follow(follow_up_of(meeting.id, case, outcome, next)));
    }
    if let Some(meeting) = case.open_meeting().filter(|m| m.chair.is_some() && m.start.is_some_and(|s| s <= life.now)) {
        return holding(life, case, meeting);
    }
    let ready = inviting(case).or_else(|| convening(life, case, MeetingType::FollowUp));
    ready.or_else(|| {
        if case.invitees.iter().any(|invitee| invitee.rsvp.status == RsvpStatus::Draft) {
            return step(&by, Command::SendSummons { meeting: life.meeting() });
        }
        summoned(life, case)
    })
}

fn closing(case: &SipCase) -> Option<Step> {
    let by = lead(case);
    for staff in [karin(), anna(), olle(), lisa()] {
        let said = |held: &PartyAssessment| held.unit.id == staff.unit.id && held.agrees;
        if !case.party_assessments.iter().any(said) {
            return step(&clinical(&staff), Command::AssessClosing { agrees: true, note: None });
        }
    }
    if case.closing_consultation.is_none() {
        return step(&by, Command::ConsultOnClosing { individual_view: Some(text("Det känns bra")) });
    }
    step(&by, Command::Close { reason: ClosureReason::GoalsMet, note: None })
}

fn revising(life: &Life, case: &SipCase) -> Option<Step> {
    let by = lead(case);
    if let Some(change) = written(life, case) {
        return Some(change);
    }
    if case.revision_approval.is_none() {
        return step(&individual(), Command::ApproveRevision);
    }
    step(&by, Command::EstablishRevision)
}

/// A time for the meeting, when only that changes.
pub(crate) fn moved(start: DateTime<Utc>) -> MeetingPatch {
    MeetingPatch { start: Some(start), ..MeetingPatch::default() }
}
