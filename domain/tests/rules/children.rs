//! Children and those who speak for somebody: who has to be told, asked and heard, and who may consent.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::{ChildPatch, Command, CommandKind as K, ConsentInput, RepresentativeInput};
use sip_domain::model::{Attitude, CapacityAssessment, ConsentGiver, InviteeKind, RepresentativeKind};
use sip_domain::profile::ConsentForm;
use sip_domain::rules::Rule;

fn offered() -> Life {
    Life::after(K::AnswerOffer)
}

/// Told of the plan, but nobody has asked the child.
fn told_only() -> Life {
    let mut life = Life::nine_years_old().until(K::StartPreparation);
    life.case.as_mut().unwrap().child.as_mut().unwrap().asked_at = None;
    life
}

/// The child has said something, and nobody has passed it on.
fn unheard() -> Life {
    let mut life = Life::nine_years_old().until(K::Establish);
    life.case.as_mut().unwrap().child.as_mut().unwrap().conveyed_at = None;
    life
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a child is asked before anything is prepared",
        rule: Rule::ChildNotAsked,
        source: "S1-18",
        given: told_only,
        when: |_| (by_karin(), Command::StartPreparation),
        leads: true,
    },
    Case {
        name: "a child is prepared for nothing that a guardian has not consented to",
        rule: Rule::GuardianConsentMissing,
        source: "FB 6:13",
        given: || {
            let life = Life::nine_years_old().until(K::GiveConsent);
            let gun = ConsentGiver::Guardian(life.guardian(&gun()));
            life.then(&by_gun(), |life| give(consent_by(gun, life.now)))
        },
        when: |_| (by_karin(), Command::StartPreparation),
        leads: true,
    },
    Case {
        name: "no plan about a child whose wishes nobody has conveyed",
        rule: Rule::ChildWishesNotConveyed,
        source: "S1-21",
        given: unheard,
        when: |_| (by_karin(), Command::Establish),
        leads: true,
    },
    Case {
        name: "no plan about a child who has no wishes written down",
        rule: Rule::ChildWishesNotConveyed,
        source: "S1-21",
        given: || {
            let mut life = unheard();
            let child = life.case.as_mut().unwrap().child.as_mut().unwrap();
            (child.wishes, child.conveyed_at) = (None, child.asked_at);
            life
        },
        when: |_| (by_karin(), Command::Establish),
        leads: true,
    },
    Case {
        name: "a child is not told tomorrow",
        rule: Rule::DateInFuture,
        source: "OWN",
        given: Life::nine_years_old,
        when: |life| {
            let informed_at = Some(life.now + Duration::seconds(1));
            (by_karin(), record_child(ChildPatch { informed_at, ..ChildPatch::default() }))
        },
        leads: true,
    },
    Case {
        name: "a guardian is listed once",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: Life::nine_years_old,
        when: |_| (by_karin(), add_guardian(gun())),
        leads: true,
    },
    Case {
        name: "nobody is the own guardian",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: Life::nine_years_old,
        when: |_| (by_karin(), add_guardian(person())),
        leads: true,
    },
    Case {
        name: "a guardian who is not listed does not change",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: Life::nine_years_old,
        when: |life| (by_karin(), change_guardian(id(1), Some(life.today()), None)),
        leads: true,
    },
    Case {
        name: "a guardian who is not listed is not invited",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: Life::prepared_with_guardians,
        when: |_| (by_karin(), invite(wished(InviteeKind::Guardian { guardian: id(1) }))),
        leads: true,
    },
    Case {
        name: "a guardian does not consent for the other",
        rule: Rule::RolePermissionMissing,
        source: "OWN",
        given: || Life::nine_years_old().until(K::GiveConsent),
        when: |life| (by_gun(), give(consent_by(ConsentGiver::Guardian(life.guardian(&geir())), life.now))),
        leads: true,
    },
    Case {
        name: "a guardian does not consent as the child",
        rule: Rule::RolePermissionMissing,
        source: "OWN",
        given: || Life::nine_years_old().until(K::GiveConsent),
        when: |life| (by_gun(), give(consent_from(life.now))),
        leads: true,
    },
    Case {
        name: "a guardian whose guardianship has ended does not consent",
        rule: Rule::MandateMissing,
        source: "S1-09",
        given: || {
            let life = Life::nine_years_old().until(K::GiveConsent);
            let (geir, today) = (life.guardian(&geir()), life.today());
            life.and(&by_karin(), change_guardian(geir, Some(today), None))
        },
        when: |life| (by_karin(), give(consent_by(ConsentGiver::Guardian(life.guardian(&geir())), life.now))),
        leads: true,
    },
    Case {
        name: "a mandate takes a document that somebody has seen",
        rule: Rule::MandateMissing,
        source: "S1-09",
        given: offered,
        when: |_| (by_karin(), add_representative(RepresentativeInput { document_seen: false, ..mandate(None) })),
        leads: true,
    },
    Case {
        name: "a mandate does not end before it begins",
        rule: Rule::MandateMissing,
        source: "S1-09",
        given: offered,
        when: |_| (by_karin(), add_representative(mandate(Some(day("2025-12-31"))))),
        leads: true,
    },
    Case {
        name: "an ombud is no exception from the document",
        rule: Rule::MandateMissing,
        source: "1949:381",
        given: offered,
        when: |_| {
            let kind = RepresentativeKind::Ombud;
            (by_karin(), add_representative(RepresentativeInput { kind, document_seen: false, ..mandate(None) }))
        },
        leads: true,
    },
    Case {
        name: "nobody consents on a mandate that the case does not have",
        rule: Rule::MandateMissing,
        source: "S1-10",
        given: offered,
        when: |life| (by_karin(), give(consent_by(ConsentGiver::Representative(id(1)), life.now))),
        leads: true,
    },
    Case {
        name: "nobody consents on a mandate that has ended",
        rule: Rule::MandateMissing,
        source: "S1-09",
        given: || {
            let life = Life::represented().until(K::GiveConsent);
            let (known, yesterday) = (life.case().representatives[0].id, life.in_days(-1));
            life.and(&by_karin(), end_representative(known, yesterday))
        },
        when: |life| {
            let giver = ConsentGiver::Representative(life.case().representatives[0].id);
            (by_karin(), give(consent_by(giver, life.now)))
        },
        leads: true,
    },
    Case {
        name: "a representative who is not listed has no mandate to end",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: Life::represented,
        when: |life| (by_karin(), end_representative(id(1), life.today())),
        leads: true,
    },
    Case {
        name: "that somebody cannot consent takes an assessment",
        rule: Rule::CapacityAssessmentMissing,
        source: "S4-04",
        given: offered,
        when: |life| (by_karin(), give(consent_by(ConsentGiver::UnableToConsent, life.now))),
        leads: true,
    },
    Case {
        name: "an assessment without anybody asked is none",
        rule: Rule::CapacityAssessmentMissing,
        source: "S4-04",
        given: offered,
        when: |life| {
            let good = consent_on_assessment(life.now, Attitude::For);
            let capacity = good.capacity.clone().map(|held| CapacityAssessment { contacted: Vec::new(), ..held });
            (by_karin(), give(ConsentInput { capacity, ..good }))
        },
        leads: true,
    },
    Case {
        name: "an assessment that is still to be made is none",
        rule: Rule::CapacityAssessmentMissing,
        source: "S4-04",
        given: offered,
        when: |life| {
            let capacity = Some(assessment(life.now + Duration::seconds(1), Attitude::For));
            (by_karin(), give(ConsentInput { capacity, ..consent_by(ConsentGiver::UnableToConsent, life.now) }))
        },
        leads: true,
    },
    Case {
        name: "no plan is made against the will of one who cannot consent",
        rule: Rule::AttitudeAgainst,
        source: "S4-04",
        given: offered,
        when: |life| (by_karin(), give(consent_on_assessment(life.now, Attitude::Against))),
        leads: true,
    },
    Case {
        name: "what comes in through the portal is electronic",
        rule: Rule::ConsentFormNotAllowed,
        source: "S1-07",
        given: offered,
        when: |life| (individual(), give(ConsentInput { form: ConsentForm::Written, ..consent_from(life.now) })),
        leads: true,
    },
];
