//! Consent: to whom, about what, how long, and how it is kept.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::{Duration, Months};
use sip_domain::access::in_force;
use sip_domain::command::{Command, CommandKind as K, ConsentInput, ScopeRowInput};
use sip_domain::context::Actor;
use sip_domain::model::{Category, DeliveryChannel, DeliveryTo, WithdrawalExtent};
use sip_domain::profile::{ConsentForm, Profile};
use sip_domain::rules::Rule;

fn offered() -> Life {
    Life::after(K::AnswerOffer)
}

fn given(by: Actor, consent: ConsentInput) -> (Actor, Command) {
    (by, give(consent))
}

/// The consent has run out.
fn expired(kind: K) -> Life {
    Life::before(kind).wait(Duration::days(200))
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a consent to nobody is no consent",
        rule: Rule::ConsentGeneral,
        source: "S1-12",
        given: offered,
        when: |life| given(individual(), ConsentInput { scope: Vec::new(), ..consent_from(life.now) }),
        leads: true,
    },
    Case {
        name: "a consent to a unit about nothing is no consent",
        rule: Rule::ConsentGeneral,
        source: "S1-12",
        given: offered,
        when: |life| given(individual(), ConsentInput { scope: vec![scope(&r_vc(), &[])], ..consent_from(life.now) }),
        leads: true,
    },
    Case {
        name: "a consent without purpose is general",
        rule: Rule::ConsentGeneral,
        source: "S1-12",
        given: offered,
        when: |life| {
            let row = ScopeRowInput { purpose: None, ..scope(&r_vc(), &[Category::Health]) };
            given(individual(), ConsentInput { scope: vec![row], ..consent_from(life.now) })
        },
        leads: true,
    },
    Case {
        name: "a consent that ends when it begins lasts no time",
        rule: Rule::ConsentPeriodInvalid,
        source: "S1-16",
        given: offered,
        when: |life| given(individual(), ConsentInput { valid_to: life.now, ..consent_from(life.now) }),
        leads: true,
    },
    Case {
        name: "a consent a second longer than the agreement allows is too long",
        rule: Rule::ConsentPeriodInvalid,
        source: "S1-16",
        given: offered,
        when: |life| {
            let valid_to = life.now + Months::new(12) + Duration::seconds(1);
            given(individual(), ConsentInput { valid_to, ..consent_from(life.now) })
        },
        leads: true,
    },
    Case {
        name: "a spoken consent has to be written in the record",
        rule: Rule::OralConsentUndocumented,
        source: "S1-08",
        given: offered,
        when: |life| given(by_karin(), ConsentInput { journal_note: None, ..oral_consent(life.now) }),
        leads: true,
    },
    Case {
        name: "a spoken consent has to be received by staff",
        rule: Rule::ConsentFormNotAllowed,
        source: "S1-07",
        given: offered,
        when: |life| given(individual(), oral_consent(life.now)),
        leads: true,
    },
    Case {
        name: "a form the agreement does not take is refused",
        rule: Rule::ConsentFormNotAllowed,
        source: "F8",
        given: || {
            let forms = vec![ConsentForm::Written];
            Life::under(Profile { consent_forms: forms, ..Profile::default() }).until(K::GiveConsent)
        },
        when: |life| given(individual(), consent_from(life.now)),
        leads: true,
    },
    Case {
        name: "consent is to the meeting and to the sharing of information",
        rule: Rule::ConsentPartMissing,
        source: "S1-06",
        given: offered,
        when: |life| given(individual(), ConsentInput { information_transfer: false, ..consent_from(life.now) }),
        leads: true,
    },
    Case {
        name: "no preparation without consent",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: offered,
        when: |_| (by_karin(), Command::StartPreparation),
        leads: true,
    },
    Case {
        name: "a consent that begins tomorrow is not in force",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: || {
            offered().then(&individual(), |life| {
                give(ConsentInput { valid_from: life.now + Duration::days(1), ..consent_from(life.now) })
            })
        },
        when: |_| (by_karin(), Command::StartPreparation),
        leads: true,
    },
    Case {
        name: "no summons once the consent has run out",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: || expired(K::SendSummons),
        when: |life| (by_karin(), Command::SendSummons { meeting: life.meeting() }),
        leads: true,
    },
    Case {
        name: "no meeting once the consent has run out",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: || expired(K::RecordMeeting),
        when: |life| (by_olle(), record(life.meeting(), minutes(life.case()))),
        leads: true,
    },
    Case {
        name: "no plan once the consent has run out",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: || expired(K::Establish),
        when: |_| (by_karin(), Command::Establish),
        leads: true,
    },
    Case {
        name: "a deviation opens no revision once the consent has run out",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: || {
            let deviation = Command::ReportDeviation { activity: None, text: text("Ingen kom") };
            Life::after(K::Establish).and(&individual(), deviation).wait(Duration::days(200))
        },
        when: |life| {
            let deviation = life.case().deviations[0].id;
            (by_karin(), Command::DecideDeviation { deviation, revise: true, reason: text("Insatsen ändras") })
        },
        leads: true,
    },
    Case {
        name: "a follow-up opens no revision once the consent has run out",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: || expired(K::RecordFollowUp),
        when: |life| {
            let outcome = sip_domain::model::FollowUpOutcome::Revise;
            (by_karin(), follow(follow_up_of(life.meeting(), life.case(), outcome, None)))
        },
        leads: true,
    },
    Case {
        name: "a copy does not leave for a unit the plan was not consented to",
        rule: Rule::CategoryNotConsented,
        source: "S1-14",
        given: || {
            let to = DeliveryTo::Unit { unit: outsider().unit };
            Life::after(K::Establish).and(&by_karin(), Command::AddDelivery { to })
        },
        when: |life| {
            let delivery = life.case().deliveries.last().unwrap().id;
            (by_karin(), Command::RecordDelivery { delivery, channel: DeliveryChannel::Post })
        },
        leads: true,
    },
    Case {
        name: "a relative gets no copy without the individual's wish",
        rule: Rule::RelativeWishMissing,
        source: "S1-49",
        given: || Life::after(K::Establish),
        when: |_| (by_karin(), Command::AddDelivery { to: DeliveryTo::Relative { name: name("Bror") } }),
        leads: true,
    },
    Case {
        name: "a consent is withdrawn once",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: || {
            Life::before(K::SendSummons)
                .then(&individual(), |life| give(consent_from(life.now)))
                .then(&individual(), |life| withdraw(life.case(), WithdrawalExtent::Whole))
        },
        when: |life| (individual(), withdraw(life.case(), WithdrawalExtent::Whole)),
        leads: true,
    },
    Case {
        name: "a row that the consent does not have cannot be withdrawn",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: || Life::before(K::SendSummons),
        when: |life| (individual(), withdraw(life.case(), WithdrawalExtent::Rows { rows: vec![id(1)] })),
        leads: true,
    },
];

#[test]
fn a_consent_holds_from_its_first_moment_to_just_before_its_last() {
    let life = Life::before(K::SendSummons);
    let consent = &life.case().consents[0];
    let holds = |at| in_force(life.case(), r_vc().id, Category::Health, at);
    let tick = Duration::nanoseconds(1);
    assert!(!holds(consent.valid_from - tick));
    assert!(holds(consent.valid_from));
    assert!(holds(consent.valid_to - tick));
    assert!(!holds(consent.valid_to));
}

#[test]
fn a_consent_is_to_the_named_unit_and_the_named_category_only() {
    let life = Life::before(K::SendSummons);
    let case = life.case();
    assert!(in_force(case, r_vc().id, Category::Health, life.now));
    assert!(!in_force(case, r_vc().id, Category::SubstanceUse, life.now));
    assert!(!in_force(case, k_soc().id, Category::Health, life.now));
}

#[test]
fn a_narrowed_consent_stops_for_its_row_and_goes_on_for_the_others() {
    let rows = |life: &Life| vec![life.case().consents[0].scope[0].id];
    let life = Life::before(K::SendSummons)
        .then(&individual(), |life| withdraw(life.case(), WithdrawalExtent::Rows { rows: rows(life) }));
    let before = life.now - Duration::minutes(1);
    let holds = |unit: sip_domain::directory::UnitRef, at| in_force(life.case(), unit.id, Category::Health, at);
    assert!(!holds(r_vc(), life.now) && !holds(r_vc(), before));
    assert!(holds(r_vc(), before - Duration::nanoseconds(1)));
    assert!(holds(k_hsl(), life.now));
}

#[test]
fn a_spoken_consent_with_its_note_is_as_good_as_a_written_one() {
    let life = offered().then(&by_karin(), |life| give(oral_consent(life.now)));
    assert!(life.decide(&by_karin(), Command::StartPreparation).is_ok());
}

#[test]
fn a_consent_for_exactly_the_longest_time_is_taken() {
    let life = offered();
    let valid_to = life.now + Months::new(12);
    assert!(life.decide(&individual(), give(ConsentInput { valid_to, ..consent_from(life.now) })).is_ok());
}
