//! Deadlines (3.7): each test names its source.

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

use sip_domain::deadlines;
use sip_domain::deadlines::{Deadline, DeadlineKey as K, Due, Recipient};
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::model::*;
use sip_domain::profile::{DayCount, Profile};
use support::*;
use uuid::Uuid;

fn all(case: &SipCase) -> Vec<Deadline> {
    deadlines(case, &Profile::default())
}

fn of(case: &SipCase, key: K) -> Vec<(Due, Option<Uuid>, Recipient)> {
    all(case).into_iter().filter(|row| row.key == key).map(|row| (row.due, row.subject, row.to)).collect()
}

fn to_unit(unit: &UnitRef) -> Recipient {
    Recipient { organisation: unit.organisation, unit: Some(unit.id), staff: None, administrators: false }
}

fn to_staff(staff: &StaffRef) -> Recipient {
    Recipient { staff: Some(staff.id), ..to_unit(&staff.unit) }
}

fn to_administrators(unit: &UnitRef) -> Recipient {
    Recipient { organisation: unit.organisation, unit: None, staff: None, administrators: true }
}

fn after(from: &str, days: i64) -> Due {
    Due::DaysAfter { from: at(from), days, count: DayCount::Calendar }
}

fn about(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

#[test]
fn keys_have_the_name_they_are_stored_under() {
    for key in K::ALL {
        assert_eq!(serde_json::to_value(key).unwrap(), key.code());
    }
}

#[test]
fn s1_25_the_work_starts_within_days_of_the_need() {
    let mut case = case_with_need();
    assert_eq!(of(&case, K::StartWork), [(after("2026-01-19T08:00:00Z", 3), None, to_staff(&karin()))]);
    case.urgent = Some(Urgency { reason: text("Akut"), decided_by: karin(), at: now() });
    assert_eq!(of(&case, K::StartWork), [(after("2026-01-19T08:00:00Z", 1), None, to_staff(&karin()))]);
    assert!(of(&case_in_preparation(), K::StartWork).is_empty());
}

#[test]
fn s1_03_a_citizens_request_waits_in_the_units_inbox() {
    let case = SipCase { initiator: None, ..case_with_need() };
    let due = after("2026-01-20T08:00:00Z", 3);
    assert_eq!(
        of(&case, K::AnswerCitizenRequest),
        [(due, None, to_unit(&k_soc())), (due, None, to_administrators(&k_soc()))]
    );
    assert!(of(&case_with_need(), K::AnswerCitizenRequest).is_empty());
}

#[test]
fn f11_the_meeting_is_held_within_three_weeks_of_the_consent() {
    for case in [case_in_preparation(), case_summoned()] {
        assert_eq!(of(&case, K::MeetingBy), [(after("2026-02-01T09:00:00Z", 21), None, to_staff(&karin()))]);
    }
    assert!(of(&case_after_meeting(), K::MeetingBy).is_empty());
}

#[test]
fn s1_30_an_unanswered_summons_goes_to_the_unit() {
    let mut case = case_summoned();
    assert!(of(&case, K::Rsvp).is_empty());
    case.invitees[1].rsvp.status = RsvpStatus::Sent;
    case.invitees[1].representative = None;
    assert_eq!(of(&case, K::Rsvp), [(Due::Day(day("2026-02-25")), Some(about(602)), to_unit(&k_hsl()))]);
    case.summonses[1].superseded_at = Some(now());
    assert!(of(&case, K::Rsvp).is_empty(), "another summons took its place");
}

#[test]
fn s0_15_and_s0_20_reminders_before_the_meeting() {
    let mut case = case_summoned();
    let due = after("2026-03-02T12:00:00Z", -2);
    assert_eq!(of(&case, K::AdaptationUnarranged), [(due, None, to_staff(&karin()))]);
    case.preparation.as_mut().unwrap().adaptations[0].arranged = true;
    assert!(of(&case, K::AdaptationUnarranged).is_empty());

    case.invitees[0].prepared_at = Some(now());
    let due = after("2026-03-02T12:00:00Z", -3);
    assert_eq!(
        of(&case, K::Prepare),
        [(due, Some(about(602)), to_staff(&olle())), (due, Some(about(603)), to_staff(&lisa()))]
    );
}

#[test]
fn s3_07_the_plan_is_documented_within_days_of_the_meeting() {
    let case = case_after_meeting();
    let due = after("2026-03-02T13:00:00Z", 3);
    assert_eq!(of(&case, K::DocumentPlan), [(due, None, to_staff(&olle())), (due, None, to_staff(&karin()))]);
    let profile = Profile { documentation_day_count: DayCount::Working, ..Profile::default() };
    let row = deadlines(&case, &profile).into_iter().find(|row| row.key == K::DocumentPlan).unwrap();
    let working = Due::DaysAfter { from: at("2026-03-02T13:00:00Z"), days: 3, count: DayCount::Working };
    assert_eq!(row.due, working);
    assert!(of(&case_active(), K::DocumentPlan).is_empty());
}

#[test]
fn s0_36_the_survey_is_offered_the_same_day() {
    let mut case = case_after_meeting();
    assert_eq!(of(&case, K::Survey), [(after("2026-03-02T13:00:00Z", 0), None, to_staff(&olle()))]);
    case.survey = Some(Survey { offered_at: now(), state: SurveyState::Offered });
    assert!(of(&case, K::Survey).is_empty());
}

#[test]
fn s3_16_absence_without_a_word_goes_to_the_organisations_administrators() {
    let mut case = case_after_meeting();
    case.invitees[2].attendance = Some(Attendance::AbsentUnnotified);
    case.invitees[1].attendance = Some(Attendance::AbsentNotified);
    let recorded = Due::At(at("2026-03-02T14:00:00Z"));
    assert_eq!(of(&case, K::AbsenceBreach), [(recorded, Some(about(603)), to_administrators(&r_psy()))]);
    case.invitees[2].duty = false;
    assert!(of(&case, K::AbsenceBreach).is_empty());
}

#[test]
fn s0_35_understanding_is_confirmed_for_the_current_version() {
    let mut case = case_active();
    let due = after("2026-03-03T10:00:00Z", 7);
    assert_eq!(of(&case, K::ConfirmUnderstanding), [(due, None, to_staff(&karin()))]);
    let confirmed =
        Understanding { version: 1, what: true, why: true, by_whom: true, note: None, by: karin(), at: now() };
    case.understanding.push(confirmed);
    assert!(of(&case, K::ConfirmUnderstanding).is_empty());
    case.versions.push(version(2));
    assert_eq!(of(&case, K::ConfirmUnderstanding).len(), 1);
}

#[test]
fn s0_52_an_awaited_decision_goes_to_the_deciding_unit() {
    let mut case = case_active();
    let waits = |by: &UnitRef| ActivityStatus::AwaitingDecision { by: by.organisation, due: day("2026-03-20") };
    case.versions[0].content.activities[1].status = waits(&k_hsl());
    let due = Due::Day(day("2026-03-20"));
    assert_eq!(of(&case, K::AwaitingDecision), [(due, Some(about(722)), to_unit(&k_hsl()))]);
    case.versions[0].content.activities[1].status = waits(&r_psy());
    assert_eq!(of(&case, K::AwaitingDecision), [(due, Some(about(722)), to_administrators(&r_psy()))]);
}

#[test]
fn s0_39_an_undecided_deviation_goes_to_the_coordinator() {
    let mut case = case_active();
    case.deviations.push(Deviation {
        id: id(903),
        activity: None,
        reported_by: clinical(&lisa()),
        at: now(),
        text: text("Insatsen uteblev"),
        decision: None,
    });
    let due = after("2026-03-03T12:00:00Z", 7);
    assert_eq!(of(&case, K::DeviationUndecided), [(due, Some(about(903)), to_staff(&karin()))]);
}

#[test]
fn s0_53_an_open_disagreement_goes_to_its_parties_and_the_coordinator() {
    let mut case = case_active();
    case.disagreements.push(Disagreement {
        id: id(904),
        about: text("Vem ordnar boendestöd"),
        way: DisagreementWay::Deliberation,
        parties: vec![r_psy(), k_soc()],
        due: day("2026-03-17"),
        individual_view: None,
        opened_at: now(),
        opened_by: clinical(&karin()),
        outcome: None,
    });
    let due = Due::Day(day("2026-03-17"));
    let row = |to| (due, Some(about(904)), to);
    assert_eq!(
        of(&case, K::DisagreementDue),
        [row(to_unit(&r_psy())), row(to_unit(&k_soc())), row(to_staff(&karin()))]
    );
}

#[test]
fn s0_40_the_follow_up_is_prepared_due_and_overdue() {
    let case = case_active();
    let karin = to_staff(&karin());
    assert_eq!(of(&case, K::FollowUpPrepare), [(Due::Day(day("2026-05-11")), None, karin)]);
    assert_eq!(of(&case, K::FollowUpDue), [(Due::Day(day("2026-06-01")), None, karin)]);
    let overdue = Due::Day(day("2026-06-08"));
    assert_eq!(of(&case, K::FollowUpOverdue), [(overdue, None, karin), (overdue, None, to_administrators(&k_soc()))]);
}

#[test]
fn s0_44_a_held_follow_up_moves_or_ends_the_waiting() {
    let mut case = case_active();
    let next = FollowUpPlan::Planned { date: day("2026-12-01"), place: place() };
    case.follow_ups = vec![follow_up(FollowUpOutcome::Continue, Some(next.clone()))];
    assert_eq!(case.next_follow_up(), Some(&next));
    assert_eq!(of(&case, K::FollowUpDue)[0].0, Due::Day(day("2026-12-01")));

    case.follow_ups = vec![follow_up(FollowUpOutcome::Close, None)];
    assert!(of(&case, K::FollowUpDue).is_empty(), "it was held; the closing is carried out");

    case.follow_ups = vec![follow_up(FollowUpOutcome::Revise, None)];
    case.status = Status::UnderRevision { trigger: RevisionTrigger::FollowUp(id(801)) };
    assert!(of(&case, K::FollowUpDue).is_empty());
    case.versions.push(version(2));
    case.status = Status::Active;
    assert_eq!(of(&case, K::FollowUpDue)[0].0, Due::Day(day("2026-06-01")), "as the new version says");
}

#[test]
fn s1_16_an_expiring_consent_is_reminded_of_until_it_is_renewed() {
    let mut case = case_active();
    let due = after("2026-08-01T00:00:00Z", -30);
    assert_eq!(of(&case, K::ConsentExpiring), [(due, Some(about(500)), to_staff(&karin()))]);
    let mut later = consent(510, vec![row(511, &r_vc(), &[Category::Health])]);
    later.valid_to = at("2027-01-01T00:00:00Z");
    case.consents.push(later);
    assert_eq!(of(&case, K::ConsentExpiring).iter().map(|row| row.1).collect::<Vec<_>>(), [Some(about(510))]);
    case.consents[1].withdrawals.push(withdrawal(now(), WithdrawalExtent::Whole));
    assert_eq!(of(&case, K::ConsentExpiring).iter().map(|row| row.1).collect::<Vec<_>>(), [Some(about(500))]);
}

#[test]
fn s0_31_and_s4_33_the_coordinators_mandate_and_its_vacancy() {
    let mut case = case_active();
    let due = Due::Day(day("2026-05-02"));
    assert_eq!(
        of(&case, K::CoordinatorMandateEnd),
        [(due, None, to_staff(&karin())), (due, None, to_administrators(&k_soc()))]
    );
    case.coordinators[0].ended = Some(CoordinatorEnd { at: now(), reason: CoordinatorEndReason::LeftEmployment });
    assert!(of(&case, K::CoordinatorMandateEnd).is_empty());
    let due = after("2026-03-03T12:00:00Z", 5);
    assert_eq!(of(&case, K::CoordinatorVacant), [(due, None, to_administrators(&k_soc()))]);
}

#[test]
fn s3_05_a_silent_case_is_inactive_unless_a_follow_up_is_to_come() {
    let mut case = case_active();
    let due = after("2026-03-03T10:00:00Z", 180);
    assert_eq!(of(&case, K::Inactive), [(due, None, to_staff(&karin()))]);
    let far = FollowUpPlan::Planned { date: day("2026-12-01"), place: place() };
    case.versions[0].content.follow_up = Some(far);
    assert_eq!(of(&case, K::Inactive)[0].0, Due::Day(day("2026-12-01")));
}

#[test]
fn s0_45_of_an_ended_case_only_record_keeping_and_handing_over_remain() {
    let mut case = case_active();
    case.status = closed(ClosureReason::GoalsMet, clinical(&karin()));
    let task =
        |n, done| RecordTask { id: id(n), unit: r_psy(), kind: RecordTaskKind::Closure, due: day("2026-03-06"), done };
    let end = RecordTaskEnd::Done { reference: None };
    let done = RecordTaskDone { end, at: now(), by: clinical(&lisa()) };
    case.record_tasks = vec![task(901, None), task(902, Some(done))];
    case.deliveries = vec![Delivery {
        id: id(905),
        version: 1,
        to: DeliveryTo::Individual,
        role: DeliveryRole::Original,
        due: day("2026-03-06"),
        done: None,
    }];
    let due = Due::Day(day("2026-03-06"));
    assert_eq!(
        all(&case),
        [
            Deadline { key: K::RecordTask, due, subject: Some(about(901)), to: to_unit(&r_psy()) },
            Deadline { key: K::DeliverCopies, due, subject: Some(about(905)), to: to_staff(&karin()) },
        ]
    );
}
