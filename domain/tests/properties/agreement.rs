//! [`sip_domain::allowed`] and [`sip_domain::decide`] look at the same guards: what is blocked is refused for exactly
//! those reasons, and what is open fails for a stated reason of the input only.

use crate::life::*;
use crate::support::*;
use sip_domain::command::{Command, CommandKind as K};
use sip_domain::context::Actor;
use sip_domain::model::{DeliveryTo, OfferAnswer};
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
    stages
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
        for actor in everybody().iter().filter(|actor| !is_related(life.case(), actor)) {
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
