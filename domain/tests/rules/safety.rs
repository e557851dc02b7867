//! Roads that are not built yet end with a rule and never in a plan made by the rules of another road; and what the
//! individual does not want raised is raised nowhere.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use sip_domain::access::{in_force, view};
use sip_domain::command::{Command, CommandKind as K, DraftPatch, InviteeInput, MeetingPatch, MeetingRecord};
use sip_domain::command::{DraftChange, ReportNeed};
use sip_domain::model::{
    CaseKind, Category, EstablishedContact, ExcludedTopic, FollowUpOutcome, FollowUpPlan, MeetingType, Person,
    SignatureMethod, StatusName, SummonsKind, WithdrawalExtent,
};
use sip_domain::profile::Sector;
use sip_domain::rules::Rule;

fn born_on(life: &Life, years_ago: u32) -> Person {
    let birth_date = life.today().checked_sub_months(chrono::Months::new(12 * years_ago));
    Person { birth_date, ..report(life.now).person }
}

/// A case about a person of that age, reported and informed.
fn informed(years: u32) -> Life {
    let life = Life::default();
    let report = ReportNeed { person: born_on(&life, years), ..report(life.now) };
    life.and(&by_karin(), report_need(report)).then(&by_karin(), |life| information(life.now))
}

fn at_discharge() -> Life {
    let mut life = Life::before(K::SendSummons);
    life.case.as_mut().unwrap().kind = CaseKind::Discharge;
    life
}

fn about(topic: &str) -> Life {
    let topics = vec![ExcludedTopic { id: id(411), text: text(topic) }];
    let patch = sip_domain::command::PreparationPatch { excluded_topics: Some(topics), ..Default::default() };
    Life::before(K::SendSummons).and(&by_karin(), prepare(patch))
}

/// Summoned, moved to a day later without a new summons, and that day is past.
fn moved_and_held() -> Life {
    let life = Life::after(K::SendSummons).then(&by_karin(), |life| {
        let start =
            life.case().open_meeting().and_then(|meeting| meeting.start).map(|start| start + chrono::Duration::days(1));
        change_meeting(life.meeting(), MeetingPatch { start, ..MeetingPatch::default() })
    });
    life.wait(chrono::Duration::days(60))
}

const TOPIC: &str = "min bror";
const SAID: &str = "Ni ska prata om Min Bror och pengarna";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a child is informed before a SIP is offered",
        rule: Rule::ChildNotInformed,
        source: "S1-18",
        given: || informed(9),
        when: |_| (by_karin(), Command::Offer),
        leads: true,
    },
    Case {
        name: "at a discharge nobody but the fast vårdkontakt convenes",
        rule: Rule::NotFastVardkontakt,
        source: "2017:612",
        given: at_discharge,
        when: |life| (by_karin(), Command::SendSummons { meeting: life.meeting() }),
        leads: true,
    },
    Case {
        name: "a summons to nobody is none",
        rule: Rule::NobodyInvited,
        source: "S0-11",
        given: || {
            let mut life = Life::before(K::SendSummons);
            life.case.as_mut().unwrap().invitees.clear();
            life
        },
        when: |life| (by_karin(), Command::SendSummons { meeting: life.meeting() }),
        leads: true,
    },
    Case {
        name: "while the first plan is prepared there is nothing to follow up",
        rule: Rule::MeetingKindNotNow,
        source: "OWN",
        given: || Life::before(K::PlanMeeting),
        when: |life| (by_karin(), plan_meeting(MeetingType::FollowUp, particulars(life.now))),
        leads: true,
    },
    Case {
        name: "a meeting that was moved and not summoned to anew has not been held",
        rule: Rule::SummonsNotSent,
        source: "S1-29",
        given: moved_and_held,
        when: |life| (by_olle(), record(life.meeting(), minutes(life.case()))),
        leads: true,
    },
    Case {
        name: "an excluded topic is not what an invitee is wanted for",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || about(TOPIC),
        when: |_| {
            let unit = unit(410, 4010, Sector::School);
            (by_karin(), invite(InviteeInput { purpose: Some(text(SAID)), ..wished_unit(&unit) }))
        },
        leads: true,
    },
    Case {
        name: "an excluded topic is not what a meeting is about",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || about(TOPIC),
        when: |life| {
            let patch = MeetingPatch { purpose: Some(text(SAID)), ..Default::default() };
            (by_karin(), change_meeting(life.meeting(), patch))
        },
        leads: true,
    },
    Case {
        name: "an excluded topic stands in no field of the plan",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || about(TOPIC),
        when: |_| {
            let patch = DraftPatch { situation_others: Some(text(SAID)), ..Default::default() };
            (by_karin(), draft(DraftChange::Patch(patch)))
        },
        leads: true,
    },
    Case {
        name: "an excluded topic stands in no minutes",
        rule: Rule::ExcludedTopic,
        source: "S0-08",
        given: || about(TOPIC).until(K::RecordMeeting),
        when: |life| {
            let said = MeetingRecord { summary: Some(text(SAID)), ..minutes(life.case()) };
            (by_olle(), record(life.meeting(), said))
        },
        leads: true,
    },
];

/// S1-19: whatever the age, it is the guardians who consent.
#[test]
fn a_childs_own_consent_lets_nothing_out() {
    let mut life = Life::after(K::GiveConsent);
    let shared = |life: &Life| in_force(life.case(), k_hsl().id, Category::PlanDocument, life.now);
    assert!(shared(&life), "the adult's does");
    let person = born_on(&life, 17);
    life.case.as_mut().unwrap().person = person;
    assert!(!shared(&life));
}

/// The day somebody turns 18 is the first day as an adult (FB 9:1).
#[test]
fn eighteen_is_an_adult() {
    let life = Life::default();
    assert!(!born_on(&life, 18).is_minor(life.today()));
    assert!(born_on(&life, 18).is_minor(life.today().pred_opt().unwrap()));
    assert!(!Person { birth_date: None, ..born_on(&life, 9) }.is_minor(life.today()));
}

/// S1-36: a plan comes of the SIP meeting, not of a meeting before it.
#[test]
fn after_a_meeting_before_the_meeting_the_preparation_goes_on() {
    let mut life = Life::before(K::SendSummons);
    let meeting = life.meeting();
    life.case.as_mut().unwrap().meetings.iter_mut().for_each(|held| held.kind = MeetingType::PreMeeting);
    let life = life.until(K::RecordMeeting);
    let life = life.then(&by_olle(), |life| record(meeting, minutes(life.case())));
    assert_eq!(life.case().status.name(), StatusName::Preparing);
    assert!(life.case().open_meeting().is_none());
}

/// S1-33: in a separate contact the unit is asked without being told whom it is about.
#[test]
fn a_unit_contacted_separately_learns_nothing_from_its_row() {
    let school = unit(410, 4010, Sector::School);
    let input = InviteeInput {
        established_contact: Some(EstablishedContact::No),
        purpose: Some(text("Berätta om Maria")),
        to_bring: Some(text("Marias betyg")),
        ..wished_unit(&school)
    };
    let mut life = Life::before(K::SendSummons);
    let invitee = life.act(&by_karin(), invite(input)).into();
    let note = Command::RecordPreContact { invitee, note: text("Rektorn vet om Maria") };
    let life = life.and(&by_karin(), note).then(&by_karin(), |life| Command::SendSummons { meeting: life.meeting() });
    let teacher = clinical(&staff(310, "Lärare", &school));
    assert!(is_related(&life, &teacher));
    let seen = view(life.case(), &teacher, life.now).unwrap();
    let row = seen.invitees.iter().find(|row| row.id == invitee).unwrap();
    assert_eq!(row.summons_kind, SummonsKind::SeparateContact);
    assert!(row.purpose.is_none() && row.to_bring.is_none() && row.questions.is_empty() && row.pre_contacts.is_empty());
    assert!(seen.person.name.is_none());
}

/// 3.4: everybody signs for oneself; what was signed on paper is written down by whoever keeps the plan.
#[test]
fn nobody_signs_electronically_for_another() {
    let life = Life::before(K::Establish);
    let sign = |method| {
        let next = life.case().invitees.iter().find(|row| row.unit().is_some_and(|unit| unit.id == r_psy().id));
        Command::Sign { invitee: next.unwrap().id, name: name("Lisa"), method }
    };
    let mut unsigned = life.clone();
    unsigned.case.as_mut().unwrap().signatures.clear();
    let refusal = unsigned.refused(&by_karin(), sign(SignatureMethod::Electronic));
    assert_eq!(refusal.primary(), Rule::RolePermissionMissing);
    assert!(unsigned.decide(&by_karin(), sign(SignatureMethod::Paper)).is_ok());
    assert!(unsigned.decide(&by_lisa(), sign(SignatureMethod::Electronic)).is_ok());
}

/// S0-03: what has not been told yet is not recorded as told.
#[test]
fn information_is_not_recorded_before_it_was_given() {
    let life = Life::after(K::ReportNeed);
    let refusal = life.refused(&by_karin(), information(life.now + chrono::Duration::hours(1)));
    assert_eq!(refusal.primary(), Rule::DateInFuture);
}

/// S1-17: the consent can be taken back also when the case has ended; the case stays closed, the sharing stops.
#[test]
fn a_consent_is_withdrawn_also_after_the_end() {
    let life = Life::after(K::Close);
    assert!(in_force(life.case(), r_psy().id, Category::PlanDocument, life.now));
    let events = life.journal.len();
    let life = life.then(&individual(), |life| withdraw(life.case(), WithdrawalExtent::Whole));
    assert_eq!(life.journal.len(), events + 1, "no second end");
    assert!(!in_force(life.case(), r_psy().id, Category::PlanDocument, life.now));
}

/// INV-18: another unit's staff does not come to lead, and so to read all, without a consent that names the unit.
#[test]
fn the_preparation_is_not_handed_to_a_unit_outside_the_consent() {
    let school = unit(410, 4010, Sector::School);
    let input = InviteeInput { approved_by_individual: false, ..wished_unit(&school) };
    let life = Life::before(K::SendSummons).and(&by_karin(), invite(input));
    let to = staff(310, "Lärare", &school);
    let refusal = life.refused(&by_karin(), Command::HandOverPreparation { to });
    assert_eq!(refusal.primary(), Rule::RoleNotStaff);
}

/// INV-48: what the individual has approved is what is established.
#[test]
fn an_answer_after_the_approval_asks_for_a_new_one() {
    let mut life = Life::before(K::EstablishRevision);
    assert!(life.case().revision_approval.is_some());
    let own = life
        .case()
        .draft
        .as_ref()
        .unwrap()
        .activities
        .iter()
        .find(|a| a.responsible.unit().is_some_and(|unit| unit.id == k_soc().id));
    let activity = own.unwrap().id;
    let in_force = life.case().versions.clone();
    let decision = sip_domain::command::ActivityDecision::Reject { reason: text("Vi hinner inte") };
    life.act(&by_karin(), Command::DecideActivity { activity, decision });
    assert!(life.case().revision_approval.is_none());
    assert_eq!(life.case().versions, in_force, "the plan in force is as it was");
}

/// S4-38: what the parties thought of an end counts for the follow-up it was asked for, not for one a year later.
#[test]
fn a_follow_up_that_goes_on_forgets_what_was_thought_of_an_end() {
    let life = Life::before(K::RecordFollowUp);
    let assess = Command::AssessClosing { agrees: true, note: None };
    let life = life.and(&by_karin(), assess).and(&by_karin(), Command::ConsultOnClosing { individual_view: None });
    assert!(!life.case().party_assessments.is_empty() && life.case().closing_consultation.is_some());
    let life = life.then(&by_karin(), |life| {
        let meeting = life.case().held_meeting().unwrap().id;
        let next = FollowUpPlan::None { reason: text("Ingen mer"), mandate_until: life.in_days(90) };
        follow(follow_up_of(meeting, life.case(), FollowUpOutcome::Continue, Some(next)))
    });
    assert!(life.case().party_assessments.is_empty() && life.case().closing_consultation.is_none());
}

/// S1-29: naming somebody after the time was moved does not make up for the summons to the new time.
#[test]
fn a_name_given_before_the_new_summons_is_not_an_answer_to_it() {
    let life = Life::after(K::SendSummons).then(&by_karin(), |life| {
        let start = life.case().open_meeting().and_then(|m| m.start).map(|start| start + chrono::Duration::days(1));
        change_meeting(life.meeting(), MeetingPatch { start, ..MeetingPatch::default() })
    });
    let invitee = life.invited(&r_psy());
    let staff = by_lisa().staff().unwrap().clone();
    let life = life.and(&by_lisa(), Command::NameRepresentative { invitee, staff });
    let life = life.then(&by_karin(), |life| Command::SendSummons { meeting: life.meeting() });
    let standing = life.case().summonses.iter().filter(|s| s.invitee == invitee && s.superseded_at.is_none());
    assert_eq!(standing.count(), 1);
}
