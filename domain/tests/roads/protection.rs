//! Protected identity (INV-49), and those who are not a human being of the case: the backend itself, a connected system.

use super::*;
use crate::life::*;
use crate::support::*;
use sip_domain::access::{roles, view};
use sip_domain::command::{Command, CommandKind as K, PreparationPatch};
use sip_domain::context::Actor;
use sip_domain::model::{NetworkMember, Person, Protection};
use sip_domain::rules::Rule;
use sip_domain::statistics::facts;

fn counted(life: &Life) -> usize {
    facts(life.case(), &life.profile, &sip_domain::calendar::local_date).len()
}

#[test]
fn inv_49_staff_who_are_not_named_have_no_role_and_get_not_found() {
    let life = Life::before(K::RecordMeeting);
    let everyone = [by_olle(), by_anna(), by_lisa(), administrator(&k_soc()), administrator(&r_vc())];
    assert!(everyone.iter().all(|actor| is_related(&life, actor)));
    let life = life.and(&by_karin(), protect(Protection::ProtectedRegistration, &[olle()]));
    for actor in &everyone {
        let is_named = *actor == by_olle();
        assert_eq!(is_related(&life, actor), is_named);
        assert_eq!(view(life.case(), actor, life.now).is_some(), is_named);
        assert_eq!(life.allowed(actor).is_empty(), !is_named);
    }
    assert!(is_related(&life, &by_karin()), "nobody shuts himself out");
    assert!(is_related(&life, &individual()));
}

#[test]
fn a_name_on_the_list_gives_no_role() {
    let life = Life::after(K::ReportNeed).and(&by_karin(), protect(Protection::Marking, &[outsider()]));
    assert!(!is_related(&life, &clinical(&outsider())));
}

#[test]
fn whoever_else_is_protected_protects_the_case_and_its_holders_are_named() {
    let hidden = Person { protected: Protection::Marking, ..gun() };
    let child = Life::child(sip_domain::profile::Profile::default(), day("2016-11-05"), &[hidden]);
    let neighbour = NetworkMember { is_protected: true, ..preparation().network.swap_remove(0) };
    let patch = PreparationPatch { network: Some(vec![neighbour]), ..PreparationPatch::default() };
    let network = Life::before(K::RecordMeeting).and(&by_karin(), prepare(patch));
    for life in [child, network] {
        assert!(life.case().is_protected() && life.case().person.protected == Protection::None);
        assert!(is_related(&life, &by_karin()) && !is_related(&life, &by_lisa()));
        assert_eq!(counted(&life), 0);
    }
}

#[test]
fn the_list_is_gone_once_nobody_is_protected() {
    let life = Life::protected().and(&by_karin(), protect(Protection::None, &[]));
    assert_eq!(life.case().reader_list, None);
    assert!(is_related(&life, &administrator(&k_soc())));
}

#[test]
fn matrix_f_protection_breaks_the_link_between_a_child_and_its_guardians() {
    let life = Life::nine_years_old();
    assert!(is_related(&life, &by_gun()));
    let hidden_child = life.and(&by_karin(), protect(Protection::Marking, &[]));
    assert!(!is_related(&hidden_child, &by_gun()) && !is_related(&hidden_child, &by_geir()));

    let hidden = Person { protected: Protection::Marking, ..gun() };
    let life = Life::child(sip_domain::profile::Profile::default(), day("2016-11-05"), &[hidden, geir()]);
    assert!(!is_related(&life, &by_gun()), "the protected guardian");
    assert!(!is_related(&life, &by_geir()), "the case tells where the protected one can be found");
}

#[test]
fn nothing_of_a_protected_person_is_counted() {
    let life = Life::after(K::Establish);
    assert!(counted(&life) > 5);
    assert_eq!(counted(&life.and(&by_karin(), protect(Protection::Marking, &[]))), 0);
}

#[test]
fn deadlines_of_a_protected_case_remind_only_those_who_are_named() {
    let life = Life::after(K::SendSummons).and(&by_karin(), protect(Protection::Marking, &[olle()]));
    let rows = sip_domain::deadlines(life.case(), &life.profile);
    assert!(rows.len() > 3);
    for row in rows {
        assert!([Some(karin().id), Some(olle().id)].contains(&row.to.staff) && !row.to.administrators, "{row:?}");
    }
}

#[test]
fn a_protected_case_goes_all_the_way_among_the_named() {
    let life = Life::protected().until(K::Close);
    assert!(life.case().is_protected() && state(&life) == StatusName::Active);
}

#[test]
fn the_backend_can_do_nothing_but_let_a_case_rest() {
    let lapsed = Life::after(K::Establish).wait(chrono::Duration::days(200));
    let earlier = [K::SendSummons, K::Establish].into_iter().map(Life::before);
    for life in earlier.chain(std::iter::once(lapsed.clone())) {
        assert!(roles(life.case(), &Actor::System, life.now).is_empty() && life.allowed(&Actor::System).is_empty());
        assert!(view(life.case(), &Actor::System, life.now).is_none());
        for kind in K::all().filter(|kind| *kind != K::Pause) {
            for command in inputs(&life, kind, &Actor::System) {
                assert_eq!(life.refused(&Actor::System, command).primary(), Rule::NotFound, "{kind:?}");
            }
        }
    }
    assert!(lapsed.decide(&Actor::System, pause_by_itself()).is_ok());
    let fresh = Life::default();
    assert_eq!(fresh.refused(&Actor::System, report_need(report(fresh.now))).primary(), Rule::NotFound);
}

#[test]
fn a_system_does_what_is_open_to_systems_and_nothing_else_for_the_one_it_acts_for() {
    for life in [K::SendSummons, K::Establish, K::Close].into_iter().map(Life::before) {
        let (human, system) = (by_karin(), client_of(&karin()));
        assert_eq!(roles(life.case(), &human, life.now), roles(life.case(), &system, life.now));
        for kind in K::all().filter(|kind| *kind != K::ReportNeed) {
            let by = |actor| life.allowed(actor).into_iter().find(|action| action.kind == kind).unwrap().blocked_by;
            let (own, its) = (by(&human), by(&system));
            let lacks_role = own.iter().any(|violation| violation.rule == Rule::RolePermissionMissing);
            if kind.is_open_to_clients() || lacks_role {
                assert_eq!(own, its, "{kind:?}");
            } else if !kind.roles().contains(&sip_domain::access::Role::Individual) {
                assert!(its.iter().all(|violation| violation.rule == Rule::ClientNotAllowed), "{kind:?} {its:?}");
            }
        }
    }
}

#[test]
fn a_system_reports_a_need_for_the_one_it_acts_for() {
    let life = Life::default();
    let life = life.clone().and(&client_of(&karin()), report_need(report(life.now)));
    assert_eq!(life.case().initiator, Some(karin()));
    assert_eq!(life.refused(&client_of(&karin()), Command::Offer).primary(), Rule::ClientNotAllowed);
}
