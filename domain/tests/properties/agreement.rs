//! [`sip_domain::allowed`] and [`sip_domain::decide`] look at the same guards: what is blocked is refused for exactly
//! those reasons, and what is open fails for a stated reason of the input only.

use crate::life::*;
use crate::support::*;
use sip_domain::command::{Command, CommandKind as K, ConsentInput};
use sip_domain::context::Actor;
use sip_domain::model::{DeliveryTo, OfferAnswer, PauseCause};
use sip_domain::rules::Rule;
use std::collections::BTreeSet;

/// Compares what one actor is told with what is decided; answers the kinds of which a valid input was taken.
pub(crate) fn agree(life: &Life, actor: &Actor) -> Result<Vec<K>, String> {
    let mut taken = Vec::new();
    for action in life.allowed(actor) {
        let kind = action.kind;
        for command in inputs(life, kind, actor) {
            match life.decide(actor, command) {
                Ok(_) if action.is_open() => {}
                Ok(_) => return Err(format!("{kind:?} is blocked by {:?} and was taken", action.blocked_by)),
                Err(refusal) if action.is_open() => {
                    for violation in refusal.violations() {
                        if !kind.input_rules().contains(&violation.rule) {
                            return Err(format!("{kind:?} is open, and refused by {} unforetold", violation.rule));
                        }
                    }
                }
                Err(refusal) => {
                    let rules = refusal.violations().collect::<Vec<_>>();
                    if rules != action.blocked_by || refusal.primary() != action.blocked_by[0].rule {
                        return Err(format!("{kind:?} is blocked by {:?}, refused by {rules:?}", action.blocked_by));
                    }
                }
            }
        }
        if action.is_open()
            && let Some(command) = valid(life, kind, actor)
        {
            if let Err(refusal) = life.decide(actor, command) {
                return Err(format!("{kind:?} is open, and a valid one was refused: {refusal:?}"));
            }
            taken.push(kind);
        }
    }
    Ok(taken)
}

/// Every stage of the straight way, and the byways beside it.
fn stages() -> Vec<Life> {
    let mut life = Life::default();
    let mut stages = Vec::new();
    while forward(&life).is_some() {
        life.go();
        stages.push(life.clone());
    }
    let active = Life::after(K::Establish);
    let changed = active
        .clone()
        .and(&individual(), Command::ReportMaterialChange { text: text("Flyttat") })
        .and(&individual(), Command::ReportDeviation { activity: None, text: text("Ingen kom") })
        .and(&by_karin(), Command::OfferSurvey)
        .and(&by_karin(), Command::AddDelivery { to: DeliveryTo::Participant { name: name("Granne") } });
    let disagreeing =
        changed.clone().then(&individual(), |life| inputs(life, K::OpenDisagreement, &individual()).pop().unwrap());
    stages.extend(vec![
        Life::default().then(&individual(), |life| report_need(report(life.now))),
        Life::after(K::ReportNeed).and(&individual(), Command::RecordOwnAssessment { text: text("Jag vill") }),
        Life::after(K::Offer).and(&individual(), answer_offer(OfferAnswer::Declined)),
        Life::before(K::SendSummons)
            .and(&by_karin(), Command::SetBasis { purpose: text("Natten") })
            .and(&by_karin(), Command::WriteMapping { entries: vec![mapping("Vaken på natten")] }),
        Life::before(K::Close)
            .and(&by_karin(), Command::Close { reason: sip_domain::model::ClosureReason::ReplacedByNew, note: None }),
        disagreeing,
        changed,
        active.wait(chrono::Duration::days(200)),
    ]);
    stages.extend(side_roads());
    stages
}

/// Stages of the roads beside the straight one.
fn side_roads() -> Vec<Life> {
    let active = Life::after(K::Establish);
    let lapsed = active.clone().wait(chrono::Duration::days(200));
    let resting = lapsed.clone().and(&Actor::System, pause_by_itself());
    let renewed = resting.clone().then(&by_karin(), |life| give(consent_from(life.now)));
    let urgent_case = Life::before(K::SendSummons).and(&by_karin(), urgent(Some("Hot om vräkning")));
    let withdrawn = Life::prepared_with_guardians().then(&by_gun(), |life| withdraw_by(life, &by_gun()));
    let mut child = ["offer", "consent", "start", "establish"].map(|_| Life::nine_years_old());
    for (life, kind) in child.iter_mut().zip([K::Offer, K::GiveConsent, K::StartPreparation, K::Establish]) {
        *life = life.clone().until(kind);
    }
    let others = vec![
        Life::nine_years_old(),
        withdrawn,
        Life::represented(),
        Life::represented().until(K::GiveConsent),
        Life::at_discharge(),
        Life::at_discharge().until(K::HandOverPreparation),
        Life::at_discharge().until(K::SendSummons),
        Life::at_discharge().until(K::RecordFollowUp),
        Life::protected(),
        Life::protected().until(K::RecordMeeting),
        Life::protected().until(K::Close),
        urgent_case.clone().wait(chrono::Duration::days(15)),
        active.clone().and(&by_karin(), request_voiding()),
        active.clone().and(&by_karin(), pause(PauseCause::CapacityReassessed, Some("Ny bedömning"))),
        lapsed.and(&by_karin(), contact_attempt()),
        resting.clone().and(&by_karin(), contact_attempt()),
        resting
            .then(&by_karin(), |life| give(ConsentInput { valid_from: in_an_hour(life), ..consent_from(life.now) }))
            .wait(chrono::Duration::hours(1)),
        renewed,
    ];
    others.into_iter().chain(child).collect()
}

fn in_an_hour(life: &Life) -> chrono::DateTime<chrono::Utc> {
    life.now + chrono::Duration::hours(1)
}

#[test]
fn what_is_told_beforehand_is_what_is_decided() {
    let mut taken = BTreeSet::new();
    let mut wrong = BTreeSet::new();
    for life in stages() {
        for actor in everybody() {
            match agree(&life, &actor) {
                Ok(kinds) => taken.extend(kinds),
                Err(fault) => drop(wrong.insert(format!("{:?}: {fault}", life.case().status.name()))),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let never = K::all().filter(|kind| *kind != K::ReportNeed && !taken.contains(kind)).collect::<Vec<_>>();
    assert!(never.is_empty(), "no valid input of {never:?} was ever taken");
}

#[test]
fn an_outsider_is_told_nothing_and_refused_everything() {
    for life in stages() {
        for actor in everybody().iter().filter(|actor| !is_related(&life, actor)) {
            assert!(life.allowed(actor).is_empty());
            for kind in K::all() {
                for command in inputs(&life, kind, actor) {
                    let refusal = life.refused(actor, command);
                    assert_eq!((refusal.primary(), refusal.violations().count()), (Rule::NotFound, 1), "{kind:?}");
                    assert!(refusal.allowed.is_empty());
                }
            }
        }
    }
}
