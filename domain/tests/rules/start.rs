//! From the noticed need to a finished preparation.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::{Command, CommandKind as K, MappingInput, PreparationPatch, ReportNeed};
use sip_domain::model::{OfferAnswer, SupportPerson};
use sip_domain::profile::Sector;
use sip_domain::rules::Rule;

fn with_assessment() -> Life {
    let assessment = Command::RecordOwnAssessment { text: text("Jag vill ha hjälp") };
    Life::after(K::ReportNeed).and(&by_karin(), assessment)
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a school cannot start a SIP by the default agreement",
        rule: Rule::SectorMayNotInitiate,
        source: "S0-01",
        given: Life::default,
        when: |life| {
            let unit = unit(410, 4010, Sector::School);
            (clinical(&staff(310, "Lärare", &unit)), report_need(ReportNeed { unit, ..report(life.now) }))
        },
        leads: true,
    },
    Case {
        name: "a need cannot have been noticed tomorrow",
        rule: Rule::DetectedInFuture,
        source: "S1-25",
        given: Life::default,
        when: |life| (by_karin(), report_need(report(life.now + Duration::days(1)))),
        leads: true,
    },
    Case {
        name: "a unit does not open a second case for the same person",
        rule: Rule::DuplicateCase,
        source: "OWN",
        given: Life::default,
        when: |life| (by_karin(), report_need(ReportNeed { unit_has_open_case: true, ..report(life.now) })),
        leads: true,
    },
    Case {
        name: "an administrator reports no need",
        rule: Rule::RolePermissionMissing,
        source: "OWN 3.4",
        given: Life::default,
        when: |life| (administrator(&k_soc()), report_need(report(life.now))),
        leads: true,
    },
    Case {
        name: "a citizen reports no need for another",
        rule: Rule::NotFound,
        source: "OWN",
        given: Life::default,
        when: |life| (individual(), report_need(ReportNeed { person: other_person(), ..report(life.now) })),
        leads: true,
    },
    Case {
        name: "who has nothing to do with the case does not learn that it exists",
        rule: Rule::NotFound,
        source: "OWN",
        given: || Life::after(K::ReportNeed),
        when: |_| (clinical(&outsider()), Command::Offer),
        leads: true,
    },
    Case {
        name: "a case is reported once only",
        rule: Rule::InvalidTransition,
        source: "OWN",
        given: || Life::after(K::ReportNeed),
        when: |life| (by_karin(), report_need(report(life.now))),
        leads: true,
    },
    Case {
        name: "a refusal needs the individual's own assessment",
        rule: Rule::OwnAssessmentMissing,
        source: "S1-04",
        given: || Life::after(K::ReportNeed),
        when: |life| (by_karin(), refuse("Behovet kan mötas av en verksamhet", Some(life.now))),
        leads: true,
    },
    Case {
        name: "a refusal in three letters is no reason",
        rule: Rule::RefusalReasonMissing,
        source: "S1-05",
        given: with_assessment,
        when: |life| (by_karin(), refuse("Nej", Some(life.now))),
        leads: true,
    },
    Case {
        name: "a refusal is told to the individual first",
        rule: Rule::IndividualNotInformed,
        source: "S1-05",
        given: with_assessment,
        when: |_| (by_karin(), refuse("Behovet kan mötas av en verksamhet", None)),
        leads: true,
    },
    Case {
        name: "to be told tomorrow is not to have been told",
        rule: Rule::IndividualNotInformed,
        source: "S1-05",
        given: with_assessment,
        when: |life| (by_karin(), refuse("Behovet kan mötas av en verksamhet", Some(life.now + Duration::days(1)))),
        leads: true,
    },
    Case {
        name: "no offer before the individual was informed in both ways",
        rule: Rule::InformationIncomplete,
        source: "S0-03",
        given: || Life::after(K::ReportNeed),
        when: |_| (by_karin(), Command::Offer),
        leads: true,
    },
    Case {
        name: "no preparation before the offer was answered",
        rule: Rule::OfferNotAnswered,
        source: "S2-01",
        given: || Life::after(K::Offer),
        when: |_| (by_karin(), Command::StartPreparation),
        leads: true,
    },
    Case {
        name: "an offer is answered once",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: || Life::after(K::AnswerOffer),
        when: |_| (individual(), answer_offer(OfferAnswer::Declined)),
        leads: true,
    },
    Case {
        name: "the preparation is not handed over to a stranger",
        rule: Rule::RoleNotStaff,
        source: "S4-02",
        given: || Life::after(K::StartPreparation),
        when: |_| (by_karin(), Command::HandOverPreparation { to: outsider() }),
        leads: true,
    },
    Case {
        name: "a support person chosen by others is none",
        rule: Rule::SupportNotChosenByIndividual,
        source: "S0-13",
        given: || Life::after(K::StartPreparation),
        when: |_| {
            let person = SupportPerson { name: name("Stig"), contact: None, chosen_by_individual: false };
            (by_karin(), prepare(PreparationPatch { support_person: Some(person), ..PreparationPatch::default() }))
        },
        leads: true,
    },
    Case {
        name: "no mapping before there is a basis",
        rule: Rule::BasisMissing,
        source: "S3-21",
        given: || Life::after(K::StartPreparation),
        when: |_| (by_karin(), Command::WriteMapping { entries: vec![mapping("Vaken på natten")] }),
        leads: true,
    },
    Case {
        name: "a participant does not write the mapping",
        rule: Rule::MappingNotYours,
        source: "S3-22",
        given: || Life::before(K::RecordMeeting),
        when: |_| (by_lisa(), Command::WriteMapping { entries: vec![mapping("Vaken på natten")] }),
        leads: true,
    },
    Case {
        name: "an excluded topic is not written into the mapping by another word",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || Life::before(K::SendSummons).and(&by_karin(), Command::SetBasis { purpose: text("Natten") }),
        when: |_| {
            let entry = MappingInput { touches_topic: Some(id(411)), ..mapping("Äktenskapet") };
            (by_karin(), Command::WriteMapping { entries: vec![entry] })
        },
        leads: true,
    },
];
