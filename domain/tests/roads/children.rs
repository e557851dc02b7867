//! A child with guardians: who has to be told, asked and heard, and whose consent is needed (S1-18 to S1-21, FB 6:11, 6:13).

use super::*;
use crate::life::*;
use crate::support::*;
use sip_domain::access::{in_force, view};
use sip_domain::command::{ChildPatch, Command, CommandKind as K, ConsentInput};
use sip_domain::model::{
    Category, ConsentException, ConsentGiver, InviteeKind, OfferAnswer, PauseCause, WithdrawalExtent,
};
use sip_domain::profile::{GuardianWithdrawal, MinorPolicy, Profile};
use sip_domain::rules::Rule;

fn consenting() -> Life {
    Life::nine_years_old().until(K::GiveConsent)
}

fn given(life: Life, by: &sip_domain::context::Actor) -> Life {
    life.then(by, |life| give(consent_by(giver_of(life, by), life.now)))
}

fn under(minor_policy: MinorPolicy, born: &str) -> Life {
    let profile = Profile { minor_policy, ..Profile::default() };
    Life::child(profile, day(born), &[gun(), geir()]).until(K::GiveConsent)
}

fn staff_records(life: Life, giver: ConsentGiver) -> Life {
    life.then(&by_karin(), |life| give(consent_by(giver, life.now)))
}

#[test]
fn s1_18_a_child_is_informed_then_asked_then_heard() {
    let case = Life::nine_years_old();
    let life = case.then(&by_karin(), |life| information(life.now));
    assert_eq!(life.refused(&by_karin(), Command::Offer).primary(), Rule::ChildNotInformed);
    let informed = ChildPatch { informed_at: Some(life.now), ..ChildPatch::default() };
    let life = life.and(&by_karin(), record_child(informed)).and(&by_karin(), Command::Offer);
    let child = life.case().child.clone().unwrap();
    assert_eq!((child.informed_by, child.asked_at), (Some(name("Karin")), None));

    let asked = ChildPatch { asked_at: Some(life.now), answer: Some(text("Ja")), ..ChildPatch::default() };
    let life = life.and(&by_karin(), record_child(asked));
    let child = life.case().child.clone().unwrap();
    assert!(child.informed_at.is_some() && child.answer == Some(text("Ja")), "the earlier stays");

    let life = life.until(K::Establish);
    let life = life.and(&by_karin(), Command::Establish);
    assert_eq!(state(&life), StatusName::Active);
}

#[test]
fn s1_19_one_guardian_is_not_enough_and_two_are() {
    let one = given(consenting(), &by_gun());
    assert!(!is_shared(&one));
    assert_eq!(one.refused(&by_karin(), Command::StartPreparation).primary(), Rule::GuardianConsentMissing);
    let both = given(one, &by_geir());
    assert!(is_shared(&both) && both.decide(&by_karin(), Command::StartPreparation).is_ok());
}

#[test]
fn s1_19_the_childs_own_consent_does_not_stand_for_a_guardians() {
    let life = given(given(consenting(), &by_gun()), &individual());
    assert!(!is_shared(&life));
}

#[test]
fn s1_13_what_both_guardians_agree_to_is_in_force_and_no_more() {
    let life = given(consenting(), &by_gun()).then(&by_geir(), |life| {
        let scope = vec![scope(&r_vc(), &[Category::Health]), scope(&k_hsl(), &[Category::Sleep])];
        give(ConsentInput { scope, ..consent_by(giver_of(life, &by_geir()), life.now) })
    });
    let holds = |life: &Life, unit: sip_domain::directory::UnitRef, category| {
        in_force(life.case(), unit.id, category, life.now)
    };
    assert!(holds(&life, r_vc(), Category::Health) && holds(&life, k_hsl(), Category::Sleep));
    assert!(!holds(&life, r_vc(), Category::Sleep) && !holds(&life, r_psy(), Category::Health));

    let rows = vec![life.case().consents[0].scope[0].id];
    let consent = life.case().consents[0].id;
    let channel = sip_domain::model::WithdrawalChannel::Portal;
    let narrowed =
        life.and(&by_gun(), Command::WithdrawConsent { consent, channel, extent: WithdrawalExtent::Rows { rows } });
    assert!(!holds(&narrowed, r_vc(), Category::Health), "Gun has taken R-VC out");
    assert!(holds(&narrowed, k_hsl(), Category::Sleep));
    assert_eq!(state(&narrowed), StatusName::Offered, "what is left goes on");
}

#[test]
fn two_guardians_who_name_no_unit_in_common_have_agreed_to_nothing() {
    let one_unit = |life: Life, by: &sip_domain::context::Actor, unit: &sip_domain::directory::UnitRef| {
        life.then(by, |life| {
            let scope = vec![scope(unit, &[Category::Health])];
            give(ConsentInput { scope, ..consent_by(giver_of(life, by), life.now) })
        })
    };
    let life = one_unit(one_unit(consenting(), &by_gun(), &r_vc()), &by_geir(), &k_hsl());
    assert!(!is_shared(&life));
}

#[test]
fn t19_one_guardian_withdraws_and_the_case_rests_then_goes_on() {
    let life = Life::prepared_with_guardians().then(&by_gun(), |life| withdraw_by(life, &by_gun()));
    assert_eq!(paused_for(&life), Some(PauseCause::GuardianWithdrew));
    assert!(
        view(life.case(), &by_karin(), life.now)
            .unwrap()
            .preparation
            .is_none_or(|p| p.preparation.questions.is_empty())
    );
    assert!(!is_shared(&life));

    let life = given(life, &by_gun());
    assert_eq!(state(&life), StatusName::Preparing, "where it rested");
    assert!(is_shared(&life));
}

#[test]
fn t18_both_guardians_withdraw_and_the_case_is_closed() {
    let life = Life::prepared_with_guardians().then(&by_gun(), |life| withdraw_by(life, &by_gun()));
    let life = life.then(&by_geir(), |life| withdraw_by(life, &by_geir()));
    assert_eq!(closed_for(&life), Some(ClosureReason::ConsentWithdrawn));
}

#[test]
fn t18_where_the_agreement_says_so_one_guardians_withdrawal_closes() {
    let profile = Profile { one_guardian_withdraws: GuardianWithdrawal::Close, ..Profile::default() };
    let life = Life::child(profile, day("2016-11-05"), &[gun(), geir()]).until(K::SendSummons);
    let life = life.then(&by_geir(), |life| withdraw_by(life, &by_geir()));
    assert_eq!(closed_for(&life), Some(ClosureReason::ConsentWithdrawn));
}

#[test]
fn one_of_two_guardians_who_withdraws_before_the_preparation_lets_it_wait() {
    let both = given(given(consenting(), &by_gun()), &by_geir());
    let life = both.then(&by_gun(), |life| withdraw_by(life, &by_gun()));
    assert_eq!((state(&life), is_shared(&life)), (StatusName::Offered, false));
}

#[test]
fn fb_6_13_a_guardian_who_is_prevented_need_not_consent() {
    let exceptions = [
        ConsentException::PreventedFb,
        ConsentException::BoardDecision,
        ConsentException::Other { text: text("Dom"), document: short("T 12-26") },
    ];
    for exception in exceptions {
        let life = given(consenting(), &by_gun());
        let geir = life.guardian(&geir());
        assert!(!is_shared(&life));
        let life = life.and(&by_karin(), change_guardian(geir, None, Some(exception)));
        assert!(is_shared(&life));
    }
}

#[test]
fn a_guardian_whose_guardianship_has_ended_is_not_asked_and_not_let_in() {
    let life = given(consenting(), &by_gun());
    let (geir, tomorrow) = (life.guardian(&geir()), life.in_days(1));
    let life = life.and(&by_karin(), change_guardian(geir, Some(tomorrow), None));
    assert!(!is_shared(&life) && is_related(&life, &by_geir()), "today it lasts");
    let life = life.wait(chrono::Duration::days(1));
    assert!(is_shared(&life) && !is_related(&life, &by_geir()));
}

#[test]
fn a_guardian_who_turns_up_later_has_to_consent_too() {
    let life = Life::prepared_with_guardians();
    assert!(is_shared(&life));
    let life = life.and(&by_karin(), add_guardian(gro()));
    assert!(!is_shared(&life));
}

#[test]
fn a_child_of_whom_no_guardian_is_known_has_nobody_who_consents() {
    let life = Life::child(Profile::default(), day("2016-11-05"), &[]).until(K::GiveConsent);
    let life = given(life, &individual());
    assert!(!is_shared(&life));
}

#[test]
fn c8_from_the_agreed_age_the_child_consents_too() {
    let policy = MinorPolicy::AllGuardiansPlusChild { from_age: 15 };
    for (born, is_asked) in [("2011-02-01", true), ("2011-02-02", false)] {
        let life = under(policy, born);
        let (gun, geir) = (life.guardian(&gun()), life.guardian(&geir()));
        let life = staff_records(staff_records(life, ConsentGiver::Guardian(gun)), ConsentGiver::Guardian(geir));
        assert_eq!(is_shared(&life), !is_asked, "born {born}, and it is 1 February 2026");
        assert!(is_shared(&given(life, &individual())));
    }
}

#[test]
fn c8_the_consent_lapses_on_the_birthday_from_which_the_child_consents_too() {
    let life = under(MinorPolicy::AllGuardiansPlusChild { from_age: 15 }, "2011-03-10");
    let (gun, geir) = (life.guardian(&gun()), life.guardian(&geir()));
    let life = staff_records(staff_records(life, ConsentGiver::Guardian(gun)), ConsentGiver::Guardian(geir));
    let birthday = sip_domain::calendar::start_of_day(day("2026-03-10"));
    assert!(is_shared(&life) && !is_shared(&life.clone().at(birthday)));
    assert_eq!(sip_domain::access::lapses_at(life.case(), life.now), Some(birthday));
}

#[test]
fn c8_the_child_consents_too_also_where_every_guardian_is_excepted() {
    let life = under(MinorPolicy::AllGuardiansPlusChild { from_age: 15 }, "2010-03-10");
    let (gun, geir) = (life.guardian(&gun()), life.guardian(&geir()));
    let life = [gun, geir].into_iter().fold(life, |life, guardian| {
        life.and(&by_karin(), change_guardian(guardian, None, Some(ConsentException::BoardDecision)))
    });
    assert!(!is_shared(&staff_records(life, ConsentGiver::Guardian(gun))));
}

#[test]
fn fb_6_11_a_mature_child_decides_alone_where_the_agreement_says_so() {
    let mature = |is_mature| ChildPatch { maturity: Some((is_mature, text("Förstår"))), ..ChildPatch::default() };
    for (policy, is_enough) in [(MinorPolicy::MatureChildAlone, true), (MinorPolicy::AllGuardians, false)] {
        let life = given(under(policy, "2009-05-05"), &individual());
        assert!(!is_shared(&life), "nobody has assessed the child yet");
        let assessed = life.clone().and(&by_karin(), record_child(mature(true)));
        assert_eq!(is_shared(&assessed), is_enough);
        assert!(!is_shared(&life.and(&by_karin(), record_child(mature(false)))));
    }
}

#[test]
fn a_guardian_is_invited_answers_and_signs_for_herself() {
    let life = Life::prepared_with_guardians();
    let gun = life.guardian(&gun());
    let kind = InviteeKind::Guardian { guardian: gun };
    let life = life.and(&by_karin(), invite(wished(kind.clone())));
    assert_eq!(life.refused(&by_karin(), invite(wished(kind.clone()))).primary(), Rule::AlreadyDone);
    let invitee = life.case().invitees.iter().find(|row| row.kind == kind).unwrap().id;
    let answer = Command::AnswerInvitation { invitee, accept: true };
    let mut life = life.clone();
    life.case.as_mut().unwrap().invitees[0].rsvp.status = sip_domain::model::RsvpStatus::Sent;
    life.case.as_mut().unwrap().status = Status::Summoned { meeting: id(1) };
    assert_eq!(life.refused(&by_geir(), answer.clone()).primary(), Rule::NotYourOrganisation);
    assert!(life.decide(&by_gun(), answer).is_ok());
}

#[test]
fn s1_19_a_child_does_not_answer_the_offer_alone_but_is_answered_for() {
    let asked = Life::nine_years_old().until(K::AnswerOffer);
    assert_eq!(
        asked.refused(&individual(), answer_offer(OfferAnswer::Declined)).primary(),
        Rule::RolePermissionMissing
    );
    assert!(asked.decide(&by_gun(), answer_offer(OfferAnswer::Declined)).is_ok());
}
