//! What a case adds to the statistics (3.10).

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sip_domain::ids::OrganisationId;
use sip_domain::model::*;
use sip_domain::profile::{DayCount, Profile};
use sip_domain::statistics::{Measure as M, facts};
use support::*;

/// Europe/Stockholm in winter.
fn local_day(moment: DateTime<Utc>) -> NaiveDate {
    (moment + Duration::hours(1)).date_naive()
}

fn of(case: &SipCase, measure: M) -> Vec<(OrganisationId, NaiveDate)> {
    facts(case, &Profile::default(), &local_day)
        .into_iter()
        .filter(|fact| fact.measure == measure)
        .map(|fact| (fact.organisation, fact.on))
        .collect()
}

fn own(date: &str) -> Vec<(OrganisationId, NaiveDate)> {
    vec![(k_soc().organisation, day(date))]
}

fn documented(case: &SipCase, profile: &Profile) -> Option<M> {
    let is_documentation = |measure: &M| matches!(measure, M::DocumentedWithinDeadline | M::DocumentedLate);
    facts(case, profile, &local_day).into_iter().map(|fact| fact.measure).find(is_documentation)
}

#[test]
fn measures_have_the_name_they_are_shown_under() {
    for measure in M::ALL {
        assert_eq!(serde_json::to_value(measure).unwrap(), measure.code());
    }
}

#[test]
fn a9_a_refusal_counts_and_a_no_from_the_individual_is_not_one() {
    let refusal = RefusalOfSip {
        reason: text("Behovet tillgodoses av en verksamhet"),
        decided_by: karin(),
        decided_at: at("2026-01-21T08:00:00Z"),
        individual_informed_at: now(),
    };
    let refused = SipCase { status: Status::Refused(refusal), ..case_with_need() };
    assert_eq!((of(&refused, M::Needs), of(&refused, M::Refused)), (own("2026-01-20"), own("2026-01-21")));

    let offer = Offer {
        at: at("2026-01-21T08:00:00Z"),
        by: name("Karin"),
        answer: Some(OfferAnswer::Declined),
        answered_at: Some(at("2026-01-22T23:30:00Z")),
        answered_by: Some(name("Maria")),
    };
    let declined = SipCase { status: Status::Declined { at: now() }, offer: Some(offer), ..case_with_need() };
    assert_eq!((of(&declined, M::Offers), of(&declined, M::Refused)), (own("2026-01-21"), vec![]));
    assert_eq!(of(&declined, M::OffersDeclined), own("2026-01-23"), "the local day");
    assert_eq!(of(&declined, M::OffersAccepted), []);
}

#[test]
fn a4_a_substitute_counts_for_the_invited_organisation_and_is_no_breach() {
    let mut case = case_after_meeting();
    case.invitees[2].substitute = Some(Substitute { staff: eva(), named_at: now(), briefed_at: Some(now()) });
    assert_eq!(of(&case, M::SubstitutesAttended), [(r_psy().organisation, day("2026-03-02"))]);
    assert_eq!(of(&case, M::AbsencesAgainstDuty), []);
    assert_eq!(of(&case, M::SummonsesAccepted).len(), 3);

    case.invitees[2].attendance = Some(Attendance::AbsentUnnotified);
    assert_eq!(of(&case, M::SubstitutesAttended), []);
    assert_eq!(of(&case, M::AbsencesAgainstDuty), [(r_psy().organisation, day("2026-03-02"))]);
    case.invitees[2].attendance = Some(Attendance::AbsentNotified);
    assert_eq!(of(&case, M::AbsencesAgainstDuty), []);
    case.invitees[2] =
        Invitee { duty: false, attendance: Some(Attendance::AbsentUnnotified), ..case.invitees[2].clone() };
    assert_eq!(of(&case, M::AbsencesAgainstDuty), [], "invited, free to stay away");
}

#[test]
fn s1_17_withdrawals_whole_and_in_part() {
    let mut case = case_active();
    case.consents[0].withdrawals = vec![
        withdrawal(at("2026-03-01T12:00:00Z"), WithdrawalExtent::Rows { rows: vec![id(503)] }),
        withdrawal(at("2026-03-02T12:00:00Z"), WithdrawalExtent::Whole),
    ];
    assert_eq!(of(&case, M::ConsentsNarrowed), own("2026-03-01"));
    assert_eq!(of(&case, M::ConsentsWithdrawn), own("2026-03-02"));
}

#[test]
fn s3_07_documented_in_time_or_late_by_the_local_calendar() {
    let mut case = case_active();
    let profile = Profile::default();
    let mut when = |moment: &str| {
        case.versions[0].established_at = at(moment);
        documented(&case, &profile)
    };
    assert_eq!(when("2026-03-05T22:59:00Z"), Some(M::DocumentedWithinDeadline));
    assert_eq!(when("2026-03-05T23:00:00Z"), Some(M::DocumentedLate));
}

#[test]
fn c18_working_days_leave_out_the_week_end() {
    let mut case = case_active();
    let profile = Profile { documentation_day_count: DayCount::Working, ..Profile::default() };
    case.meetings[0].start = Some(at("2026-03-05T12:00:00Z"));
    case.versions[0].established_at = at("2026-03-10T12:00:00Z");
    assert_eq!(documented(&case, &profile), Some(M::DocumentedWithinDeadline), "Thursday to Tuesday");
    case.versions[0].established_at = at("2026-03-11T12:00:00Z");
    assert_eq!(documented(&case, &profile), Some(M::DocumentedLate));
}

#[test]
fn s0_54_plans_with_and_without_follow_up() {
    let mut case = case_active();
    case.versions.push(version(2));
    assert_eq!(of(&case, M::PlansEstablished), own("2026-03-03"), "a revision is not a new plan");
    assert_eq!(of(&case, M::PlansWithFollowUp), own("2026-03-03"));
    case.versions[0].content.follow_up =
        Some(FollowUpPlan::None { reason: text("Kort plan"), mandate_until: day("2026-06-01") });
    assert_eq!((of(&case, M::PlansWithFollowUp), of(&case, M::FollowUpExceptions)), (vec![], own("2026-03-03")));
}

#[test]
fn s0_44_outcomes_and_s1_61_closures_by_reason() {
    let mut case = case_active();
    case.follow_ups = vec![follow_up(FollowUpOutcome::Revise, None)];
    case.status = closed(ClosureReason::GoalsMet, clinical(&karin()));
    assert_eq!(of(&case, M::OutcomeRevise), own("2026-06-01"));
    assert_eq!(of(&case, M::ClosedGoalsMet), own("2026-03-03"));
    assert_eq!((of(&case, M::OutcomeContinue), of(&case, M::ClosedInactive)), (vec![], vec![]));
}

#[test]
fn s0_36_surveys_by_their_state() {
    let mut case = case_active();
    case.survey = Some(Survey { offered_at: at("2026-03-02T13:30:00Z"), state: SurveyState::Answered });
    assert_eq!(of(&case, M::SurveysOffered), own("2026-03-02"));
    assert_eq!((of(&case, M::SurveysAnswered), of(&case, M::SurveysDeclined)), (own("2026-03-02"), vec![]));
}
