//! What is asked of the case before anything is planned: whom it is about, what it is about, who is there, and what is
//! left out of every text.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use sip_domain::command::{Command, CommandKind as K, InviteeInput, MeetingPatch, MeetingRecord, ReportNeed};
use sip_domain::model::{CaseKind, InviteeKind, MeetingType, Person, StatusName};
use sip_domain::rules::Rule;

fn excluded() -> Option<sip_domain::text::Text> {
    Some(text("Skilsmässan i våras"))
}

/// A case of somebody born on 1 March 2008: 17 years old on the straight way's first days.
fn of_a_child() -> Life {
    let child = Person { birth_date: Some(day("2008-03-01")), ..person() };
    Life::default()
        .then(&by_karin(), |life| report_need(ReportNeed { person: child, ..report(life.now) }))
        .then(&by_karin(), |life| information(life.now))
}

/// Before the mapping and the list, at a meeting that stands.
fn nobody_asked() -> Life {
    Life::before(K::AddInvitee).then(&by_karin(), |life| plan_meeting(MeetingType::Initial, particulars(life.now)))
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a child is told before a plan is offered",
        rule: Rule::ChildNotInformed,
        source: "S1-18",
        given: of_a_child,
        when: |_| (by_karin(), Command::Offer),
        leads: true,
    },
    Case {
        name: "at a discharge nobody but the fast vårdkontakt convenes",
        rule: Rule::NotFastVardkontakt,
        source: "LAW",
        given: || {
            Life::default()
                .then(&by_karin(), |life| report_need(ReportNeed { kind: CaseKind::Discharge, ..report(life.now) }))
                .until(K::SendSummons)
        },
        when: |life| (by_karin(), Command::SendSummons { meeting: life.meeting() }),
        leads: true,
    },
    Case {
        name: "no summons to nobody",
        rule: Rule::NobodyInvited,
        source: "S0-11",
        given: nobody_asked,
        when: |life| (by_karin(), Command::SendSummons { meeting: life.meeting() }),
        leads: true,
    },
    Case {
        name: "an excluded topic is no reason to invite somebody",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: nobody_asked,
        when: |_| (by_karin(), invite(InviteeInput { purpose: excluded(), ..wished_unit(&r_vc()) })),
        leads: true,
    },
    Case {
        name: "an excluded topic is not what a meeting is about",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: nobody_asked,
        when: |life| {
            let about = MeetingPatch { purpose: excluded(), ..MeetingPatch::default() };
            (by_karin(), change_meeting(life.meeting(), about))
        },
        leads: true,
    },
    Case {
        name: "an excluded topic does not come into the minutes",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || Life::before(K::RecordMeeting),
        when: |life| {
            let minutes = MeetingRecord { others_view: excluded(), ..minutes(life.case()) };
            (by_olle(), record(life.meeting(), minutes))
        },
        leads: true,
    },
    Case {
        name: "an excluded topic does not come into an activity",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || Life::before(K::Establish),
        when: |_| {
            let activity = scheduled(723, &[711], &k_soc());
            let what = text("Samtal om skilsmässan");
            (by_karin(), put_activity(sip_domain::model::Activity { what, ..activity }))
        },
        leads: true,
    },
];

#[test]
fn who_turns_18_today_is_no_child() {
    let adult = Person { birth_date: Some(day("2008-02-01")), ..person() };
    let life = Life::default()
        .then(&by_karin(), |life| report_need(ReportNeed { person: adult, ..report(life.now) }))
        .then(&by_karin(), |life| information(life.now));
    assert_eq!(life.today(), day("2026-02-01"));
    assert!(life.decide(&by_karin(), Command::Offer).is_ok());
}

#[test]
fn a_meeting_before_the_planning_leads_back_to_the_preparation() {
    let life = Life::before(K::PlanMeeting)
        .then(&by_karin(), |life| plan_meeting(MeetingType::PreMeeting, particulars(life.now)))
        .until(K::RecordMeeting)
        .then(&by_olle(), |life| record(life.meeting(), minutes(life.case())));
    assert_eq!(life.case().status.name(), StatusName::Preparing);
    assert!(life.case().invitees.iter().any(|invitee| invitee.kind == InviteeKind::Individual));
    assert_eq!(life.until(K::AppointCoordinator).case().summonses.len(), 8);
}
