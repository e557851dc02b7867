//! What was given to whom, on what ground, stands in the ledger (3.5).
#![expect(clippy::unwrap_used, reason = "a slip in test data is to stop the test")]

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

use sip_domain::command::{Command, ConsentInput, ScopeRowInput};
use sip_domain::context::{Actor, Context, IdSeed};
use sip_domain::event::{Event, Recorded};
use sip_domain::model::*;
use sip_domain::profile::{ConsentForm, Profile};
use sip_domain::{decide, evolve};
use support::*;

/// The case after the command, and what the command put on the ledger.
fn after(case: &SipCase, actor: &Actor, command: Command) -> (SipCase, Vec<Disclosure>) {
    let profile = Profile::default();
    let seed = IdSeed(uuid::Uuid::from_u128(u128::from(case.version.unsigned_abs()) << 64));
    let ctx = Context { actor, profile: &profile, now: now(), today: now().date_naive(), seed };
    let events = decide(Some(case), command, &ctx).unwrap();
    let mut case = case.clone();
    let mut rows = Vec::new();
    for event in events {
        if let Event::Disclosed { disclosures } = &event {
            rows.extend(disclosures.clone());
        }
        case = evolve(Some(case), &Recorded { at: now(), by: actor.clone(), event }).unwrap();
    }
    (case, rows)
}

fn unshared() -> SipCase {
    let mut case = case_summoned();
    case.mapping.as_mut().unwrap().shared_at = None;
    case
}

#[test]
fn s3_26_sharing_the_mapping_is_a_disclosure_to_each_summoned_unit_with_a_consent() {
    let (case, rows) = after(&unshared(), &clinical(&karin()), Command::ShareMapping);
    assert!(!rows.is_empty());
    for row in &rows {
        let consent = &case.consents[0];
        assert_eq!(row.ground, DisclosureGround::Consent { consent: consent.id });
        assert_eq!((row.via, row.at), (DisclosureWay::System, now()));
        let agreed =
            consent.scope.iter().filter(|held| held.recipient.id == row.to_unit).flat_map(|held| &held.categories);
        let mut agreed: Vec<Category> = agreed.copied().collect();
        agreed.sort_unstable();
        assert_eq!(row.categories, agreed, "no more and no less than was agreed for the unit");
    }
    let again = after(&case, &clinical(&karin()), Command::ShareMapping).1;
    assert!(again.is_empty(), "what the ledger holds is not written again: {again:?}");
}

#[test]
fn s1_14_a_unit_without_a_consent_in_force_gets_nothing_and_no_row() {
    let stopped = withdrawn(unshared(), &WithdrawalExtent::Rows { rows: vec![id(503)] });
    let (_, rows) = after(&stopped, &clinical(&karin()), Command::ShareMapping);
    assert!(rows.iter().all(|row| row.to_unit != r_psy().id));
    assert!(!rows.is_empty());
}

#[test]
fn a_new_consent_under_a_plan_in_force_opens_what_it_says() {
    let row = ScopeRowInput {
        from_organisation: None,
        recipient: r_psy(),
        categories: vec![Category::Housing],
        purpose: Some(text("Boendet")),
    };
    let input = ConsentInput {
        giver: ConsentGiver::Individual,
        form: ConsentForm::Electronic,
        meeting: true,
        information_transfer: true,
        received_by: None,
        received_at: None,
        journal_note: None,
        scope: vec![row],
        excluded_categories: Vec::new(),
        exclusions: Vec::new(),
        valid_from: now(),
        valid_to: now() + chrono::Duration::days(30),
        capacity: None,
        other_ground: None,
    };
    let (case, rows) = after(&case_active(), &individual(), Command::GiveConsent(Box::new(input)));
    let given = case.consents.last().unwrap().id;
    let housing = rows.iter().find(|row| row.categories.contains(&Category::Housing)).unwrap();
    assert_eq!((housing.to_unit, &housing.ground), (r_psy().id, &DisclosureGround::Consent { consent: given }));
    assert_eq!(case.disclosures.len(), case_active().disclosures.len() + rows.len());
}
