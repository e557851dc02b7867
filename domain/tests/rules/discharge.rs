//! Planning at discharge (lag 2017:612) and the urgent case (S1-27).

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::{Command, CommandKind as K, DischargeInput, ReportNeed};
use sip_domain::model::CaseKind;
use sip_domain::profile::Sector;
use sip_domain::rules::Rule;

fn send(life: &Life) -> Command {
    Command::SendSummons { meeting: life.meeting() }
}

/// Everything is ready for an urgent meeting, and its time has come.
fn urgent_meeting() -> Life {
    Life::before(K::SendSummons).and(&by_karin(), urgent(Some("Hot om vräkning"))).wait(Duration::days(15))
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "at a discharge the one who prepares does not convene until the fast vårdkontakt is known",
        rule: Rule::NotFastVardkontakt,
        source: "2017:612",
        given: || {
            let mut life = Life::at_discharge().until(K::SendSummons);
            let discharge = life.case.as_mut().unwrap().discharge.as_mut().unwrap();
            discharge.fast_vardkontakt = None;
            life
        },
        when: |life| (by_anna(), send(life)),
        leads: true,
    },
    Case {
        name: "where municipal health care takes part, primary care is called too",
        rule: Rule::PrimaryCareRequired,
        source: "2017:612",
        given: || {
            let mut life = Life::at_discharge().until(K::SendSummons);
            let is_primary_care = life.invited(&r_vc());
            life.case.as_mut().unwrap().invitees.retain(|invitee| invitee.id != is_primary_care);
            life
        },
        when: |life| (by_anna(), send(life)),
        leads: true,
    },
    Case {
        name: "a discharge is recorded in a planning at discharge",
        rule: Rule::NotADischarge,
        source: "2017:612",
        given: || Life::after(K::ReportNeed),
        when: |life| (by_karin(), record_discharge(discharge(life.now))),
        leads: true,
    },
    Case {
        name: "nobody is told ready to leave tomorrow",
        rule: Rule::DateInFuture,
        source: "OWN",
        given: Life::at_discharge,
        when: |life| {
            let ready_at = Some(life.now + Duration::seconds(1));
            (by_karin(), record_discharge(DischargeInput { ready_at, ..discharge(life.now) }))
        },
        leads: true,
    },
    Case {
        name: "in open compulsory care another plan is made",
        rule: Rule::CompulsoryCare,
        source: "2017:612",
        given: Life::default,
        when: |life| {
            let of = report(life.now);
            (by_karin(), report_need(ReportNeed { kind: CaseKind::Discharge, compulsory_open_care: true, ..of }))
        },
        leads: true,
    },
    Case {
        name: "a case is not urgent without a reason",
        rule: Rule::UrgencyReasonMissing,
        source: "S1-27",
        given: || Life::after(K::ReportNeed),
        when: |_| (by_karin(), urgent(None)),
        leads: true,
    },
    Case {
        name: "a case that is not urgent goes to no meeting without summons",
        rule: Rule::InvalidTransition,
        source: "OWN",
        given: || Life::before(K::SendSummons).wait(Duration::days(15)),
        when: |life| (by_olle(), record(life.meeting(), minutes(life.case()))),
        leads: true,
    },
    Case {
        name: "nobody is at an urgent meeting whom the consent does not name",
        rule: Rule::InviteeOutsideConsent,
        source: "S1-15",
        given: || {
            let school = unit(410, 4010, Sector::School);
            let life = Life::before(K::SendSummons).and(&by_karin(), urgent(Some("Hot om vräkning")));
            life.and(&by_karin(), invite(wished_unit(&school))).wait(Duration::days(15))
        },
        when: |life| (by_olle(), record(life.meeting(), minutes(life.case()))),
        leads: true,
    },
    Case {
        name: "nobody is at an urgent meeting whom the individual has not approved",
        rule: Rule::InviteeNotApproved,
        source: "S1-23",
        given: || {
            let mut life = urgent_meeting();
            life.case.as_mut().unwrap().invitees[3].approved_by_individual_at = None;
            life
        },
        when: |life| (by_olle(), record(life.meeting(), minutes(life.case()))),
        leads: true,
    },
    Case {
        name: "an urgent meeting still asks for the consent",
        rule: Rule::ConsentNotInForce,
        source: "S1-14",
        given: || urgent_meeting().wait(Duration::days(200)),
        when: |life| (by_olle(), record(life.meeting(), minutes(life.case()))),
        leads: true,
    },
];
