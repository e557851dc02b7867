//! Somebody who speaks for an adult, and an adult who cannot consent (S1-09, S1-10, S4-04).

use super::*;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::access::lapses_at;
use sip_domain::command::{Command, CommandKind as K, ConsentInput, ReportNeed, RepresentativeInput};
use sip_domain::model::{Attitude, ConsentGiver, NeedSource, Protection, RepresentativeKind};
use sip_domain::rules::Rule;

fn represented_until(last: Option<sip_domain::model::Person>, valid_to: &str) -> Life {
    let input = RepresentativeInput { person: last.unwrap_or_else(rut), ..mandate(Some(day(valid_to))) };
    Life::after(K::ReportNeed).and(&by_karin(), add_representative(input)).until(K::GiveConsent)
}

fn by_mandate(life: Life) -> Life {
    life.then(&by_rut(), |life| give(consent_by(giver_of(life, &by_rut()), life.now)))
}

#[test]
fn s1_09_a_mandate_carries_the_consent_to_the_end_of_its_last_day() {
    let life = by_mandate(represented_until(None, "2026-03-31"));
    assert!(is_shared(&life) && life.decide(&by_karin(), Command::StartPreparation).is_ok());
    // The last day counts; in Sweden summer time has begun by then.
    assert_eq!(lapses_at(life.case(), life.now), Some(at("2026-03-31T22:00:00Z")));
    let last = life.clone().at(at("2026-03-31T21:59:59Z"));
    assert!(is_shared(&last) && is_related(&last, &by_rut()));
    let after = life.at(at("2026-03-31T22:00:00Z"));
    assert!(!is_shared(&after) && !is_related(&after, &by_rut()));
}

#[test]
fn a_mandate_that_begins_later_does_not_count_yet() {
    let input = RepresentativeInput { valid_from: day("2026-02-10"), ..mandate(None) };
    let life = Life::after(K::ReportNeed).and(&by_karin(), add_representative(input)).until(K::GiveConsent);
    assert!(!is_related(&life, &by_rut()));
    let giver = ConsentGiver::Representative(life.case().representatives[0].id);
    assert_eq!(life.refused(&by_karin(), give(consent_by(giver, life.now))).primary(), Rule::MandateMissing);
}

#[test]
fn a_mandate_is_ended_and_never_lengthened() {
    let life = represented_until(None, "2026-03-31");
    let known = life.case().representatives[0].id;
    let ended = |until| {
        let life = life.clone().and(&by_karin(), end_representative(known, day(until)));
        life.case().representatives[0].valid_to
    };
    assert_eq!(ended("2026-02-20"), Some(day("2026-02-20")));
    assert_eq!(ended("2027-01-01"), Some(day("2026-03-31")), "that takes a document of its own");
}

#[test]
fn an_adult_takes_back_what_a_representative_gave_and_the_case_is_closed() {
    let mut life = by_mandate(Life::represented().until(K::GiveConsent));
    life.go();
    let life = life.then(&individual(), |life| withdraw(life.case(), sip_domain::model::WithdrawalExtent::Whole));
    assert_eq!(closed_for(&life), Some(ClosureReason::ConsentWithdrawn));
}

#[test]
fn matrix_f_nobody_is_an_ombud_for_one_who_is_protected() {
    let input = RepresentativeInput { kind: RepresentativeKind::Ombud, ..mandate(None) };
    let life = Life::after(K::ReportNeed).and(&by_karin(), add_representative(input));
    assert!(is_related(&life, &by_rut()));
    let life = life.and(&by_karin(), protect(Protection::Marking, &[]));
    assert!(!is_related(&life, &by_rut()));
    let god_man = Life::represented().and(&by_karin(), protect(Protection::Marking, &[]));
    assert!(is_related(&god_man, &by_rut()));
}

/// S1-03: somebody asks for a SIP for another, and sees no more than that it was asked for.
#[test]
fn a_guardian_who_asks_is_a_requester_until_the_guardianship_is_recorded() {
    let life = Life::default();
    let asked = ReportNeed { source: NeedSource::Guardian, person: child_born(day("2016-11-05")), ..report(life.now) };
    let life = life.and(&by_gun(), report_need(asked)).and(&by_karin(), Command::TakeOver);
    let held = |life: &Life| sip_domain::access::roles(life.case(), &by_gun(), life.now);
    assert_eq!(held(&life), [sip_domain::access::Role::Requester].into());
    assert!(life.allowed(&by_gun()).iter().all(|action| !action.is_open()));
    let life = life.and(&by_karin(), add_guardian(gun()));
    assert_eq!(held(&life), [sip_domain::access::Role::Guardian].into());
}

#[test]
fn a_citizen_does_not_report_a_need_for_another_as_herself() {
    let life = Life::default();
    let asked = ReportNeed { source: NeedSource::Individual, ..report(life.now) };
    assert_eq!(life.refused(&by_gun(), report_need(asked)).primary(), Rule::NotFound);
}

#[test]
fn s4_04_an_assessment_with_somebody_asked_stands_for_the_consent() {
    let offered = Life::after(K::AnswerOffer);
    for attitude in [Attitude::For, Attitude::Unknown] {
        let life = offered.clone().then(&by_karin(), |life| give(consent_on_assessment(life.now, attitude)));
        assert!(is_shared(&life) && life.decide(&by_karin(), Command::StartPreparation).is_ok());
    }
    let mut against = offered.then(&by_karin(), |life| give(consent_on_assessment(life.now, Attitude::For)));
    against.case.as_mut().unwrap().consents[0].capacity.as_mut().unwrap().contacted[0].attitude = Attitude::Against;
    assert!(!is_shared(&against), "also when it stands in the case");
}

#[test]
fn nobody_says_in_the_portal_that_the_own_consent_cannot_be_given() {
    let life = Life::represented().until(K::GiveConsent);
    for actor in [individual(), by_rut()] {
        let refusal = life.refused(&actor, give(consent_on_assessment(life.now, Attitude::For)));
        assert_eq!(refusal.primary(), Rule::RolePermissionMissing);
    }
}

#[test]
fn an_assessment_is_no_consent_for_a_child() {
    let life = Life::nine_years_old().until(K::GiveConsent);
    let life = life.then(&by_karin(), |life| give(consent_on_assessment(life.now, Attitude::For)));
    assert!(!is_shared(&life));
}

#[test]
fn a_consent_in_the_portal_for_another_form_is_refused_to_a_representative_too() {
    let life = Life::represented().until(K::GiveConsent);
    let input = ConsentInput {
        form: sip_domain::profile::ConsentForm::Written,
        ..consent_by(giver_of(&life, &by_rut()), life.now)
    };
    assert_eq!(life.refused(&by_rut(), give(input)).primary(), Rule::ConsentFormNotAllowed);
    let waited = life.wait(Duration::minutes(1));
    assert!(waited.decide(&by_rut(), give(consent_by(giver_of(&waited, &by_rut()), waited.now))).is_ok());
}
