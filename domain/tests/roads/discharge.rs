//! Planning at discharge (lag 2017:612) and the urgent meeting (S1-27, T9u).

use super::*;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::access::{Role, roles};
use sip_domain::command::{Command, CommandKind as K, DischargeInput};
use sip_domain::deadlines::{DeadlineKey, Due};
use sip_domain::model::Attendance;
use sip_domain::profile::DayCount;
use sip_domain::rules::Rule;

fn due(life: &Life, key: DeadlineKey) -> Vec<sip_domain::deadlines::Deadline> {
    sip_domain::deadlines(life.case(), &life.profile).into_iter().filter(|row| row.key == key).collect()
}

#[test]
fn the_fast_vardkontakt_takes_over_and_convenes() {
    let life = Life::at_discharge().until(K::RecordDischarge);
    assert!(!is_related(&life, &by_anna()));
    let life = life.then(&by_karin(), |life| record_discharge(discharge(life.now)));
    assert_eq!(roles(life.case(), &by_anna(), life.now), [Role::FastVardkontakt].into());

    let refusal = life.refused(&by_anna(), Command::HandOverPreparation { to: karin() });
    assert_eq!(refusal.primary(), Rule::RolePermissionMissing, "to herself only");
    let life = life.and(&by_anna(), Command::HandOverPreparation { to: anna() }).until(K::SendSummons);
    let life = life.then(&by_anna(), |life| Command::SendSummons { meeting: life.meeting() });
    assert_eq!(state(&life), StatusName::Summoned);
}

#[test]
fn inv_07_three_days_by_law_from_the_notice_to_the_summons() {
    let ready = Life::at_discharge().then(&by_karin(), |life| record_discharge(discharge(life.now)));
    let rows = due(&ready, DeadlineKey::DischargeSummons);
    let from = ready.case().discharge.as_ref().unwrap().ready_at.unwrap();
    assert_eq!(rows[0].due, Due::DaysAfter { from, days: 3, count: DayCount::Calendar });
    assert_eq!(rows[0].to.staff, Some(anna().id));

    let summoned = Life::at_discharge().until(K::SendSummons);
    assert_eq!(due(&summoned, DeadlineKey::DischargeSummons).len(), 1);
    let summoned = summoned.then(&by_anna(), |life| Command::SendSummons { meeting: life.meeting() });
    assert!(due(&summoned, DeadlineKey::DischargeSummons).is_empty());
}

#[test]
fn what_is_told_later_leaves_what_was_told_before() {
    let life = Life::at_discharge().then(&by_karin(), |life| record_discharge(discharge(life.now)));
    let before = life.case().discharge.clone().unwrap();
    let input = DischargeInput { municipal_health_care: Some(false), ..DischargeInput::default() };
    let life = life.and(&by_karin(), record_discharge(input));
    let held = life.case().discharge.as_ref().unwrap();
    assert_eq!((held.ready_at, &held.fast_vardkontakt), (before.ready_at, &before.fast_vardkontakt));
    assert!(!held.municipal_health_care);
}

/// The law is about the plan at the discharge; to its follow-up the coordinator calls.
#[test]
fn to_the_follow_up_of_a_discharge_plan_the_coordinator_calls() {
    let life = Life::at_discharge().until(K::Establish);
    let life = life.and(&by_karin(), Command::Establish).until(K::SendSummons);
    assert_eq!(state(&life), StatusName::Active);
    assert!(life.decide(&by_karin(), Command::SendSummons { meeting: life.meeting() }).is_ok());
}

fn urgent_meeting() -> Life {
    let life = Life::before(K::SendSummons).and(&by_karin(), urgent(Some("Hot om vräkning")));
    life.wait(Duration::days(15))
}

#[test]
fn t9u_an_urgent_meeting_needs_no_written_summons_and_leads_to_the_plan() {
    let life = urgent_meeting().then(&by_olle(), |life| record(life.meeting(), minutes(life.case())));
    assert_eq!(state(&life), StatusName::MeetingHeld);
    assert!(life.case().summonses.is_empty() && life.case().held_meeting().unwrap().held.as_ref().unwrap().is_urgent);
    assert!(is_related(&life, &clinical(&eva())), "the unit that came knows of the case");

    let life = life.until(K::Establish);
    let life = life.and(&by_karin(), Command::Establish);
    assert_eq!(state(&life), StatusName::Active);
}

#[test]
fn t9u_units_that_came_unsummoned_are_parties_like_others() {
    let life = urgent_meeting().then(&by_olle(), |life| {
        let mut minutes = minutes(life.case());
        let away = life.invited(&k_hsl());
        let row = minutes.attendance.iter_mut().find(|row| row.invitee == away).unwrap();
        row.attendance = Attendance::AbsentNotified;
        record(life.meeting(), minutes)
    });
    let life = life.until(K::Establish).and(&by_karin(), Command::Establish);
    let mut units = life.case().record_tasks.iter().map(|task| task.unit.id).collect::<Vec<_>>();
    units.sort_unstable();
    assert_eq!(units, [k_soc().id, r_vc().id, r_psy().id], "who was there, and who answers; not who was only asked");
}

#[test]
fn s1_27_an_urgent_case_starts_sooner() {
    let days = |life: &Life| match due(life, DeadlineKey::StartWork)[0].due {
        Due::DaysAfter { days, .. } => days,
        _ => panic!("counted from the need"),
    };
    let life = Life::after(K::ReportNeed);
    assert_eq!(days(&life), 3);
    assert_eq!(days(&life.and(&by_karin(), urgent(Some("Hot om vräkning")))), 1);
}

#[test]
fn an_urgent_meeting_before_the_meeting_leads_back_to_the_preparation() {
    let mut life = urgent_meeting();
    for held in &mut life.case.as_mut().unwrap().meetings {
        held.kind = sip_domain::model::MeetingType::PreMeeting;
    }
    let life = life.then(&by_olle(), |life| record(life.meeting(), minutes(life.case())));
    assert_eq!(state(&life), StatusName::Preparing);
}
