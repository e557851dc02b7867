//! A consent that is narrowed, runs out or is withdrawn while the plan runs (S1-16, S1-17, T18, T19).

use super::*;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::access::{in_force, lapses_at, view};
use sip_domain::command::{Command, CommandKind as K, ConsentInput};
use sip_domain::context::Actor;
use sip_domain::model::{Category, PauseCause, WithdrawalExtent};
use sip_domain::rules::Rule;

fn narrowed_by(life: &Life, row: usize) -> Command {
    let rows = vec![life.case().consents[0].scope[row].id];
    withdraw(life.case(), WithdrawalExtent::Rows { rows })
}

fn plan_is_shared_with(life: &Life, unit: &sip_domain::directory::UnitRef) -> bool {
    in_force(life.case(), unit.id, Category::PlanDocument, life.now)
}

#[test]
fn s1_17_a_narrowed_consent_stops_one_unit_and_the_plan_goes_on() {
    let life = Life::after(K::Establish);
    let reads = |life: &Life| {
        let shown = view(life.case(), &by_lisa(), life.now).unwrap();
        shown.versions.first().is_some_and(|version| !version.content.goals.is_empty())
    };
    assert!(reads(&life));
    let life = life.then(&individual(), |life| narrowed_by(life, 2));
    assert!(!reads(&life), "from the next read on");
    assert_eq!(state(&life), StatusName::Active);
    assert!(plan_is_shared_with(&life, &r_vc()) && !plan_is_shared_with(&life, &r_psy()));
}

#[test]
fn the_last_row_withdrawn_is_the_whole_and_closes_the_case() {
    let life = Life::after(K::Establish);
    let life = (0..3).fold(life, |life, row| life.then(&individual(), |life| narrowed_by(life, row)));
    assert_eq!(closed_for(&life), Some(ClosureReason::ConsentWithdrawn));
    assert_eq!(life.case().consents[0].withdrawals[2].extent, WithdrawalExtent::Whole);
}

/// The end does not belong to the consent: half-open.
#[test]
fn s1_16_at_exactly_its_end_a_consent_has_run_out_and_the_case_may_rest() {
    let life = Life::after(K::Establish);
    let end = life.case().consents[0].valid_to;
    assert_eq!(lapses_at(life.case(), life.now), Some(end));

    let before = life.clone().at(end - Duration::microseconds(1));
    assert!(is_shared(&before) && plan_is_shared_with(&before, &r_vc()));
    assert_eq!(before.refused(&Actor::System, pause_by_itself()).primary(), Rule::SharingNotStopped);

    let at_the_end = life.at(end);
    assert!(!is_shared(&at_the_end) && !plan_is_shared_with(&at_the_end, &r_vc()));
    assert_eq!(lapses_at(at_the_end.case(), end), None);
    let resting = at_the_end.and(&Actor::System, pause_by_itself());
    assert_eq!(paused_for(&resting), Some(PauseCause::ConsentExpired));
}

#[test]
fn a_consent_is_in_force_from_its_first_moment() {
    let life = Life::after(K::AnswerOffer);
    let from = life.now + Duration::days(3);
    let life = life.then(&individual(), |life| give(ConsentInput { valid_from: from, ..consent_from(life.now) }));
    assert!(!is_shared(&life.clone().at(from - Duration::microseconds(1))));
    assert!(is_shared(&life.at(from)));
}

#[test]
fn a_renewed_consent_takes_over_without_a_gap() {
    let life = Life::after(K::Establish);
    let end = life.case().consents[0].valid_to;
    let renewed = life.then(&individual(), |life| {
        give(ConsentInput { valid_from: end, valid_to: end + Duration::days(100), ..consent_from(life.now) })
    });
    assert_eq!(lapses_at(renewed.case(), renewed.now), Some(end + Duration::days(100)));
    assert!(is_shared(&renewed.at(end)));
}

#[test]
fn a_withdrawal_while_another_consent_lasts_closes_nothing() {
    let life = Life::after(K::Establish).then(&individual(), |life| give(consent_from(life.now)));
    let life = life.then(&individual(), |life| withdraw(life.case(), WithdrawalExtent::Whole));
    assert_eq!((state(&life), is_shared(&life)), (StatusName::Active, true));
}

#[test]
fn inv_19_a_consent_is_withdrawn_also_while_the_case_rests() {
    let life = Life::after(K::Establish).wait(Duration::days(200)).and(&Actor::System, pause_by_itself());
    let life = life.then(&individual(), |life| withdraw(life.case(), WithdrawalExtent::Whole));
    assert_eq!(closed_for(&life), Some(ClosureReason::ConsentWithdrawn));
}

#[test]
fn inv_19_staff_who_was_told_records_it() {
    for actor in [by_karin(), by_olle(), by_anna(), by_lisa()] {
        let life = Life::after(K::Establish).then(&actor, |life| withdraw(life.case(), WithdrawalExtent::Whole));
        assert!(!is_shared(&life));
    }
}
