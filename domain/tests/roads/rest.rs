//! The case rests, goes on, or ends for want of a consent or of life (T19 to T22).

use super::*;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::access::view;
use sip_domain::command::{Command, CommandKind as K, ConsentInput};
use sip_domain::context::Actor;
use sip_domain::deadlines::DeadlineKey;
use sip_domain::model::{FollowUpPlan, PauseCause};
use sip_domain::rules::Rule;

fn resting(from: Life) -> Life {
    from.wait(Duration::days(200)).and(&Actor::System, pause_by_itself())
}

fn reassessed() -> Life {
    Life::after(K::Establish).and(&by_karin(), pause(PauseCause::CapacityReassessed, Some("Ny bedömning")))
}

fn keys(life: &Life) -> Vec<DeadlineKey> {
    sip_domain::deadlines(life.case(), &life.profile).into_iter().map(|row| row.key).collect()
}

#[test]
fn t19_t20_a_case_rests_in_every_state_that_shares_and_goes_on_where_it_was() {
    let stages = [K::SendSummons, K::RecordMeeting, K::Establish, K::RecordFollowUp, K::EstablishRevision];
    for kind in stages {
        let before = Life::before(kind);
        let status = before.case().status.clone();
        let life = resting(before);
        assert_eq!(paused_for(&life), Some(PauseCause::ConsentExpired));
        let life = life.then(&individual(), |life| give(consent_from(life.now)));
        assert_eq!(life.case().status, status, "{kind:?}");
    }
}

#[test]
fn t19_a_resting_case_waits_for_the_consent_and_for_nothing_else() {
    let life = resting(Life::after(K::Establish));
    assert!(keys(&life).contains(&DeadlineKey::RenewConsent));
    assert!(!keys(&life).contains(&DeadlineKey::FollowUpDue));
    assert!(view(life.case(), &individual(), life.now).unwrap().versions.len() == 1, "the individual reads on");
    let revision = Command::ReportMaterialChange { text: text("Flyttat") };
    assert_eq!(life.refused(&individual(), revision).primary(), Rule::InvalidTransition);
}

/// Also while the consents themselves still hold.
#[test]
fn t19_a_resting_case_shares_nothing() {
    let reads = |life: &Life| !view(life.case(), &by_lisa(), life.now).unwrap().versions.is_empty();
    assert!(reads(&Life::after(K::Establish)));
    assert!(!is_shared(&reassessed()) && !reads(&reassessed()));
}

#[test]
fn t20_a_consent_that_begins_later_wakes_the_case_later() {
    let life = resting(Life::after(K::Establish));
    let begins = life.now + Duration::hours(5);
    let life = life.then(&individual(), |life| give(ConsentInput { valid_from: begins, ..consent_from(life.now) }));
    assert_eq!(state(&life), StatusName::Paused);
    assert_eq!(life.refused(&by_karin(), RESUME).primary(), Rule::ConsentNotInForce);
    let life = life.at(begins).and(&by_karin(), RESUME);
    assert_eq!(state(&life), StatusName::Active);
}

#[test]
fn t20_after_a_new_assessment_only_a_consent_received_afterwards_counts() {
    let life = reassessed();
    assert!(!is_shared(&life), "what was given before the assessment does not count");
    assert_eq!(life.refused(&by_karin(), RESUME).primary(), Rule::ConsentNotInForce);

    let backdated = life.clone().then(&by_karin(), |life| {
        let received_at = Some(life.now - Duration::days(1));
        give(ConsentInput { received_at, ..consent_from(life.now) })
    });
    assert_eq!(state(&backdated), StatusName::Paused, "received before the assessment");

    let later = life.clone().then(&by_karin(), |life| {
        give(ConsentInput { valid_from: life.now + Duration::days(1), ..consent_from(life.now) })
    });
    assert_eq!(state(&later), StatusName::Paused, "received afterwards, but not yet in force");

    let renewed = life.then(&individual(), |life| give(consent_from(life.now)));
    assert_eq!(state(&renewed), StatusName::Active);
}

#[test]
fn t21_a_case_whose_consent_nobody_renews_is_closed_after_an_attempt() {
    let life = resting(Life::after(K::Establish)).wait(Duration::days(91)).and(&by_karin(), contact_attempt());
    let life = life.and(&by_karin(), close_expired());
    assert_eq!(closed_for(&life), Some(ClosureReason::ConsentExpired));
}

#[test]
fn t22_a_case_without_life_is_closed_by_the_coordinator_or_the_principals_administrator() {
    let quiet = Life::after(K::Establish).wait(Duration::days(181));
    for actor in [by_karin(), administrator(&k_soc())] {
        let life = quiet.clone().and(&actor, contact_attempt()).and(&actor, close_inactive());
        assert_eq!(closed_for(&life), Some(ClosureReason::Inactive));
    }
    let other = administrator(&r_vc());
    assert_eq!(quiet.refused(&other, contact_attempt()).primary(), Rule::RolePermissionMissing);
}

#[test]
fn t22_an_attempt_to_reach_the_individual_is_no_life() {
    let quiet = Life::after(K::Establish).wait(Duration::days(170));
    let heard_of = quiet.case().last_activity_at;
    let life = quiet.clone().and(&by_karin(), contact_attempt());
    assert_eq!(life.case().last_activity_at, heard_of);
    assert!(life.case().last_event_at > heard_of);
    let life = life.wait(Duration::days(11));
    assert!(life.decide(&by_karin(), close_inactive()).is_ok());

    let alive = quiet.and(&individual(), Command::Object { text: text("Hör av er") });
    let alive = alive.wait(Duration::days(11)).and(&by_karin(), contact_attempt());
    assert_eq!(alive.refused(&by_karin(), close_inactive()).primary(), Rule::NotInactive);
}

#[test]
fn t22_an_attempt_from_before_the_last_sign_of_life_does_not_count() {
    let life = Life::after(K::Establish).and(&by_karin(), contact_attempt());
    let life = life.and(&individual(), Command::Object { text: text("Hör av er") }).wait(Duration::days(181));
    assert_eq!(life.refused(&by_karin(), close_inactive()).primary(), Rule::ContactAttemptMissing);
}

#[test]
fn t22_a_follow_up_that_is_booked_keeps_the_case_alive_until_its_day() {
    let mut life = Life::after(K::Establish).wait(Duration::days(181)).and(&by_karin(), contact_attempt());
    let today = life.today();
    let date = |life: &mut Life, date| {
        life.case.as_mut().unwrap().versions[0].content.follow_up =
            Some(FollowUpPlan::Planned { date, place: place() });
    };
    date(&mut life, today);
    assert_eq!(life.refused(&by_karin(), close_inactive()).primary(), Rule::NotInactive);
    date(&mut life, today.pred_opt().unwrap());
    assert!(life.decide(&by_karin(), close_inactive()).is_ok());
}
