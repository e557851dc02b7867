//! The individual turns 18: the guardians' consents and their sight of the case end at the Swedish midnight (FB 9:1).

use super::*;
use crate::life::*;
use crate::support::*;
use chrono::{Duration, Months};
use sip_domain::access::lapses_at;
use sip_domain::command::CommandKind as K;
use sip_domain::context::Actor;
use sip_domain::model::PauseCause;
use sip_domain::profile::Profile;
use sip_domain::rules::Rule;

/// 18 on 15 June 2026, which in Sweden begins at 22:00 the evening before by UTC.
fn nearly_adult() -> Life {
    let mut life = Life::child(Profile::default(), day("2008-06-15"), &[gun(), geir()]).until(K::StartPreparation);
    life.go();
    life
}

fn birthday() -> chrono::DateTime<chrono::Utc> {
    at("2026-06-14T22:00:00Z")
}

#[test]
fn the_guardians_consents_stop_at_the_midnight_of_the_birthday() {
    let life = nearly_adult();
    assert_eq!(lapses_at(life.case(), life.now), Some(birthday()));
    assert!(is_shared(&life.clone().at(birthday() - Duration::microseconds(1))));
    assert!(!is_shared(&life.at(birthday())));
}

#[test]
fn t19_the_backend_lets_the_case_rest_and_the_own_consent_wakes_it() {
    let before = nearly_adult().at(birthday() - Duration::microseconds(1));
    assert_eq!(before.refused(&Actor::System, pause_by_itself()).primary(), Rule::SharingNotStopped);

    let life = nearly_adult().at(birthday()).and(&Actor::System, pause_by_itself());
    assert_eq!(paused_for(&life), Some(PauseCause::TurnedAdult));
    assert_eq!(life.refused(&by_karin(), RESUME).primary(), Rule::ConsentNotInForce);

    let life = life.then(&individual(), |life| give(consent_from(life.now)));
    assert_eq!((state(&life), is_shared(&life)), (StatusName::Preparing, true));
}

#[test]
fn an_own_consent_given_before_the_birthday_carries_over_it() {
    let life = nearly_adult().then(&individual(), |life| give(consent_from(life.now)));
    let own_end = life.case().consents.last().unwrap().valid_to;
    assert!(own_end > birthday());
    assert!(is_shared(&life.clone().at(birthday())));
    assert_eq!(lapses_at(life.case(), life.now), Some(own_end));
}

#[test]
fn a_guardian_does_not_consent_for_an_adult() {
    let life = nearly_adult().at(birthday()).and(&Actor::System, pause_by_itself());
    let gun = sip_domain::model::ConsentGiver::Guardian(life.guardian(&gun()));
    let life = life.then(&by_karin(), |life| give(consent_by(gun, life.now)));
    assert_eq!(state(&life), StatusName::Paused, "recorded, and of no avail");
}

#[test]
fn matrix_d_guardians_lose_the_case_at_the_agreed_age_and_at_18_at_the_latest() {
    for (max_age, years) in [(13, 13), (25, 18)] {
        let profile = Profile { guardian_portal_max_age: max_age, ..Profile::default() };
        let life = Life::child(profile, day("2016-11-05"), &[gun()]);
        let birthday = day("2016-11-05") + Months::new(12 * years);
        let midnight = sip_domain::calendar::start_of_day(birthday);
        assert!(is_related(&life.clone().at(midnight - Duration::microseconds(1)), &by_gun()));
        assert!(!is_related(&life.clone().at(midnight), &by_gun()));
        assert!(is_related(&life.at(midnight), &individual()));
    }
}
