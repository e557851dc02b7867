//! What a no must not spill over to: the yes beside it.

use crate::life::*;
use crate::support::*;
use sip_domain::command::{Command, CommandKind as K};
use sip_domain::model::{DeliveryChannel, DisclosureWay, RecordTaskEnd};

#[test]
fn a_copy_to_a_unit_within_the_consent_is_put_on_the_ledger_of_disclosures() {
    let life = Life::after(K::Establish).then(&by_karin(), |life| Command::RecordDelivery {
        delivery: life.case().deliveries[1].id,
        channel: DeliveryChannel::System,
    });
    assert_eq!(life.case().disclosures.last().unwrap().via, DisclosureWay::Copy);
}

#[test]
fn a_relative_whom_the_individual_named_gets_a_copy() {
    let wish = sip_domain::command::PreparationPatch {
        copy_to_relatives: Some(vec![name("Bror")]),
        ..sip_domain::command::PreparationPatch::default()
    };
    let life = Life::before(K::SendSummons).and(&by_karin(), prepare(wish)).until(K::Establish);
    let life = life.and(&by_karin(), Command::Establish);
    let to = sip_domain::model::DeliveryTo::Relative { name: name("Bror") };
    assert!(life.case().deliveries.iter().any(|delivery| delivery.to == to));
}

#[test]
fn an_ended_case_still_takes_ticks_and_objections() {
    let mut life = Life::after(K::Close);
    let own = |task: &&sip_domain::model::RecordTask| task.unit.id == r_psy().id && task.done.is_none();
    let task = life.case().record_tasks.iter().find(own).unwrap().id;
    let end = RecordTaskEnd::NotApplicable { reason: text("Ingen journal hos oss") };
    life.act(&by_lisa(), Command::SettleRecordTask { task, end });
    life.act(&individual(), Command::Object { text: text("Jag är inte nöjd") });
    assert_eq!(life.case().objections.len(), 1);
}

#[test]
fn a_lead_that_took_over_prepares_and_the_former_no_longer_does() {
    let life = Life::before(K::SendSummons).and(&by_karin(), Command::HandOverPreparation { to: anna() });
    let basis = || Command::SetBasis { purpose: text("Natten") };
    assert!(life.decide(&by_anna(), basis()).is_ok());
    assert!(life.decide(&by_karin(), basis()).is_err());
}
