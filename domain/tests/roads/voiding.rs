//! A case opened by mistake is voided by two people and exists for nobody afterwards (T24).

use super::*;
use crate::life::*;
use crate::support::*;
use sip_domain::access::view;
use sip_domain::command::CommandKind as K;
use sip_domain::context::{Actor, Duty};
use sip_domain::directory::StaffRef;
use sip_domain::rules::Rule;
use sip_domain::statistics::facts;

fn requested() -> Life {
    Life::after(K::Establish).and(&by_karin(), request_voiding())
}

#[test]
fn two_humans_of_one_principal_void_a_case() {
    let life = requested();
    assert_eq!(state(&life), StatusName::Active, "a request alone changes nothing");
    let life = life.and(&administrator(&k_soc()), CONFIRM_VOIDING);
    let Status::Voided(voiding) = &life.case().status else { panic!("voided") };
    assert_eq!((&voiding.first, &voiding.reason), (&karin(), &text("Fel person")));
    assert!(!voiding.second.is_same_human(&voiding.first));
}

#[test]
fn one_human_under_two_accounts_is_one() {
    let account = StaffRef { id: id(390), ..karin() };
    let second = Actor::Staff { staff: account, duty: Duty::Administrator, client: None };
    assert_eq!(requested().refused(&second, CONFIRM_VOIDING).primary(), Rule::SecondPersonRequired);
}

#[test]
fn neither_another_principal_nor_the_one_who_asked_confirms() {
    let life = requested();
    for actor in [administrator(&r_vc()), by_karin(), by_anna()] {
        assert_eq!(life.refused(&actor, CONFIRM_VOIDING).primary(), Rule::RolePermissionMissing);
    }
    assert_eq!(life.refused(&client_of(&karin()), request_voiding()).primary(), Rule::ClientNotAllowed);
}

#[test]
fn a_voided_case_exists_for_nobody_and_counts_for_nothing() {
    let life = requested().and(&administrator(&k_soc()), CONFIRM_VOIDING);
    for actor in everybody() {
        assert!(!is_related(&life, &actor) && view(life.case(), &actor, life.now).is_none());
        for kind in K::all() {
            for command in inputs(&life, kind, &actor) {
                assert_eq!(life.refused(&actor, command).primary(), Rule::NotFound, "{kind:?}");
            }
        }
    }
    assert!(facts(life.case(), &life.profile, &sip_domain::calendar::local_date).is_empty());
    let waiting = sip_domain::deadlines(life.case(), &life.profile);
    assert!(waiting.is_empty(), "{waiting:?}");
}

/// Of another principal there would be nobody to confirm.
#[test]
fn a_voiding_is_asked_for_by_the_principal_that_answers() {
    let life = Life::at_discharge().until(K::SendSummons);
    assert_eq!(life.case().preparation_lead, Some(anna()));
    assert_eq!(life.refused(&by_anna(), request_voiding()).primary(), Rule::RolePermissionMissing);
    let life = life.and(&by_karin(), request_voiding());
    assert!(life.decide(&administrator(&k_soc()), CONFIRM_VOIDING).is_ok());
}

#[test]
fn a_request_that_nobody_can_confirm_any_more_is_asked_anew() {
    let life = Life::before(K::SendSummons).and(&by_karin(), request_voiding()).until(K::AppointCoordinator);
    assert_eq!(life.refused(&by_karin(), request_voiding()).primary(), Rule::AlreadyDone);
    let by_region = sip_domain::command::Command::AppointCoordinator { staff: anna(), until: None, phone: None };
    let life = life.and(&by_karin(), by_region);
    assert_eq!(life.refused(&administrator(&r_vc()), CONFIRM_VOIDING).primary(), Rule::SecondPersonRequired);
    let life = life.and(&by_anna(), request_voiding());
    assert!(life.decide(&administrator(&r_vc()), CONFIRM_VOIDING).is_ok());
}
