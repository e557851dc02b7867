//! Who is invited, what the summons needs, and what the invited answer.

use super::catalogue::Case;
use crate::life::*;
use crate::support::*;
use chrono::Duration;
use sip_domain::command::{Command, CommandKind as K, InviteeInput, MeetingPatch, PreparationPatch};
use sip_domain::context::Actor;
use sip_domain::model::{EstablishedContact, InviteeKind, MeetingType, Place};
use sip_domain::profile::{NoContactInvitee, Profile, Sector, SubstituteScope};
use sip_domain::rules::Rule;

fn ready() -> Life {
    Life::before(K::SendSummons)
}

fn sent() -> Life {
    Life::after(K::SendSummons)
}

/// Ready for the summons, with one more unit on the list.
fn ready_with(invitee: fn() -> InviteeInput) -> Life {
    ready().and(&by_karin(), invite(invitee()))
}

fn school() -> InviteeInput {
    wished_unit(&unit(410, 4010, Sector::School))
}

fn without_contact() -> InviteeInput {
    InviteeInput { established_contact: Some(EstablishedContact::No), ..school() }
}

fn summon(life: &Life) -> (Actor, Command) {
    (by_karin(), Command::SendSummons { meeting: life.meeting() })
}

fn relative() -> InviteeKind {
    InviteeKind::Relative { name: name("Bror"), relation: short("bror") }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "no summons to one whom the individual has not approved",
        rule: Rule::InviteeNotApproved,
        source: "S1-23",
        given: || {
            ready().and(
                &by_karin(),
                invite(InviteeInput { approved_by_individual: false, ..wished_unit(&outsider().unit) }),
            )
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "a relative is put on the list with the individual's yes only",
        rule: Rule::InviteeNotApproved,
        source: "S1-23",
        given: ready,
        when: |_| (by_karin(), invite(InviteeInput { approved_by_individual: false, ..wished(relative()) })),
        leads: true,
    },
    Case {
        name: "no summons before it is known whether the unit has contact",
        rule: Rule::ContactStatusUnknown,
        source: "S4-07",
        given: || ready_with(|| InviteeInput { established_contact: None, ..school() }),
        when: summon,
        leads: true,
    },
    Case {
        name: "a unit without contact is talked to first",
        rule: Rule::SeparateContactRequired,
        source: "S1-33",
        given: || ready_with(without_contact),
        when: summon,
        leads: true,
    },
    Case {
        name: "where the ordinary way comes first a unit without contact is not summoned even after a talk",
        rule: Rule::SeparateContactRequired,
        source: "S1-33",
        given: || {
            let rule = NoContactInvitee::FirstOrdinaryContact;
            Life::under(Profile { no_contact_invitee: rule, ..Profile::default() })
                .until(K::SendSummons)
                .and(&by_karin(), invite(without_contact()))
                .then(&by_karin(), |life| {
                    let invitee = life.invited(&unit(410, 4010, Sector::School));
                    Command::RecordPreContact { invitee, note: text("Ringde rektor") }
                })
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "a unit outside the consent is not summoned",
        rule: Rule::InviteeOutsideConsent,
        source: "S1-15",
        given: || ready_with(school),
        when: summon,
        leads: true,
    },
    Case {
        name: "a principal summoned for want of contact has to stand in the consent too",
        rule: Rule::InviteeOutsideConsent,
        source: "S1-15",
        given: || {
            let rule = NoContactInvitee::SummonPrincipal;
            Life::under(Profile { no_contact_invitee: rule, ..Profile::default() })
                .until(K::SendSummons)
                .and(&by_karin(), invite(without_contact()))
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "no summons to a meeting without time and place",
        rule: Rule::MeetingIncomplete,
        source: "S0-17",
        given: || {
            let bare = MeetingPatch { purpose: Some(text("Planera")), ..MeetingPatch::default() };
            Life::before(K::PlanMeeting).and(&by_karin(), plan_meeting(MeetingType::Initial, bare))
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "no summons before a meeting is planned",
        rule: Rule::MeetingIncomplete,
        source: "S0-17",
        given: || Life::before(K::PlanMeeting),
        when: |_| (by_karin(), Command::SendSummons { meeting: id(1) }),
        leads: true,
    },
    Case {
        name: "no summons to a time that has passed",
        rule: Rule::DateInPast,
        source: "OWN 3.2",
        given: || ready().wait(Duration::days(15)),
        when: summon,
        leads: true,
    },
    Case {
        name: "no meeting at home against the individual's wish",
        rule: Rule::HomeNotWished,
        source: "S2-05",
        given: || Life::before(K::PlanMeeting),
        when: |life| {
            let at_home = MeetingPatch { place: Some(home()), ..particulars(life.now) };
            (by_karin(), plan_meeting(MeetingType::Initial, at_home))
        },
        leads: true,
    },
    Case {
        name: "a wish to meet at home may be taken back before the summons",
        rule: Rule::HomeNotWished,
        source: "S2-05",
        given: || {
            let wish =
                |wished| prepare(PreparationPatch { home_meeting_wished: Some(wished), ..PreparationPatch::default() });
            ready()
                .and(&by_karin(), wish(true))
                .then(&by_karin(), |life| {
                    change_meeting(life.meeting(), MeetingPatch { place: Some(home()), ..MeetingPatch::default() })
                })
                .and(&by_karin(), wish(false))
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "no summons that does not say what it is about",
        rule: Rule::SummonsWithoutPurpose,
        source: "S0-11",
        given: || {
            Life::before(K::PlanMeeting).then(&by_karin(), |life| {
                plan_meeting(MeetingType::Initial, MeetingPatch { purpose: None, ..particulars(life.now) })
            })
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "no summons without a question of the individual's",
        rule: Rule::SummonsWithoutPurpose,
        source: "S0-11",
        given: || {
            let unasked = PreparationPatch { questions: Some(Vec::new()), ..PreparationPatch::default() };
            ready().and(&by_karin(), prepare(unasked))
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "no summons before the preparation with the individual is done",
        rule: Rule::PreparationIncomplete,
        source: "S0-05",
        given: || {
            Life::after(K::StartPreparation)
                .then(&by_karin(), |life| plan_meeting(MeetingType::Initial, particulars(life.now)))
                .and(&by_karin(), invite(wished(InviteeKind::Individual)))
        },
        when: summon,
        leads: true,
    },
    Case {
        name: "a summons that all have is not sent again",
        rule: Rule::AlreadyDone,
        source: "OWN",
        given: sent,
        when: summon,
        leads: true,
    },
    Case {
        name: "a support person is the individual's choice",
        rule: Rule::SupportNotChosenByIndividual,
        source: "S0-13",
        given: ready,
        when: |_| {
            let support = wished(InviteeKind::Support { name: name("Stig") });
            (by_karin(), invite(InviteeInput { chosen_by_individual: false, ..support }))
        },
        leads: true,
    },
    Case {
        name: "a unit with duty to attend cannot decline",
        rule: Rule::AttendanceDuty,
        source: "S3-16",
        given: sent,
        when: |life| (by_anna(), Command::AnswerInvitation { invitee: life.invited(&r_vc()), accept: false }),
        leads: true,
    },
    Case {
        name: "a unit does not answer for another",
        rule: Rule::NotYourOrganisation,
        source: "S0-37",
        given: sent,
        when: |life| (by_anna(), Command::AnswerInvitation { invitee: life.invited(&k_hsl()), accept: true }),
        leads: true,
    },
    Case {
        name: "the convenor does not name the unit's person",
        rule: Rule::NotYourRepresentative,
        source: "S3-17",
        given: sent,
        when: |life| (by_karin(), Command::NameRepresentative { invitee: life.invited(&r_vc()), staff: anna() }),
        leads: true,
    },
    Case {
        name: "a unit does not name the person of another",
        rule: Rule::NotYourRepresentative,
        source: "S3-17",
        given: sent,
        when: |life| (by_anna(), Command::NameRepresentative { invitee: life.invited(&r_vc()), staff: lisa() }),
        leads: true,
    },
    Case {
        name: "a substitute comes from the same organisation",
        rule: Rule::SubstituteOtherOrganisation,
        source: "S1-31",
        given: sent,
        when: |life| (by_anna(), substitute(life, lisa())),
        leads: true,
    },
    Case {
        name: "where the agreement says unit the organisation's other unit will not do",
        rule: Rule::SubstituteOtherOrganisation,
        source: "S1-31",
        given: || {
            let scope = SubstituteScope::Unit;
            let mut life = Life::under(Profile { substitute_scope: scope, ..Profile::default() }).until(K::SendSummons);
            life.go();
            life
        },
        when: |life| (by_anna(), substitute(life, neighbour())),
        leads: true,
    },
    Case {
        name: "an invitee that is not on the list cannot be approved",
        rule: Rule::UnknownReference,
        source: "OWN",
        given: ready,
        when: |_| (by_karin(), Command::ApproveInvitee { invitee: id(1) }),
        leads: true,
    },
];

fn substitute(life: &Life, staff: sip_domain::directory::StaffRef) -> Command {
    Command::NameSubstitute { invitee: life.invited(&r_vc()), staff, briefed: true }
}

/// At another unit of the primary care's organisation.
fn neighbour() -> sip_domain::directory::StaffRef {
    staff(311, "Greta", &unit(211, 2010, Sector::Health))
}

#[test]
fn the_organisations_other_unit_may_send_a_substitute_by_the_default_agreement() {
    let life = sent();
    assert!(life.decide(&by_anna(), substitute(&life, neighbour())).is_ok());
}

#[test]
fn a_meeting_at_home_is_planned_when_the_individual_wishes_it() {
    let wish = PreparationPatch { home_meeting_wished: Some(true), ..PreparationPatch::default() };
    let life = Life::before(K::PlanMeeting).and(&by_karin(), prepare(wish));
    let at_home = MeetingPatch {
        place: Some(Place { kind: sip_domain::model::PlaceType::Home, ..place() }),
        ..particulars(life.now)
    };
    assert!(life.decide(&by_karin(), plan_meeting(MeetingType::Initial, at_home)).is_ok());
}

#[test]
fn a_unit_without_contact_gets_no_personal_detail_after_a_talk() {
    let school = unit(410, 4010, Sector::School);
    let life = ready_with(without_contact)
        .then(&by_karin(), |life| Command::RecordPreContact { invitee: life.invited(&school), note: text("Ringde") })
        .then(&by_karin(), |life| Command::SendSummons { meeting: life.meeting() });
    let invitee = life.invited(&school);
    let summons = life.case().summonses.iter().find(|summons| summons.invitee == invitee).unwrap();
    assert_eq!((&summons.individual, summons.questions.len(), &summons.to_bring), (&None, 0, &None));
    assert!(!summons.purpose.as_str().contains("natten"));
    assert!(life.case().disclosures.iter().all(|disclosure| disclosure.to_unit != school.id));
}

#[test]
fn the_individual_may_decline_and_a_unit_without_duty_too() {
    let life = sent();
    let decline = Command::AnswerInvitation { invitee: life.invited_individual(), accept: false };
    assert!(life.decide(&individual(), decline).is_ok());
    let life =
        Life::under(Profile { attendance_duty_sectors: Vec::new(), ..Profile::default() }).until(K::NameRepresentative);
    let decline = Command::AnswerInvitation { invitee: life.invited(&r_vc()), accept: false };
    assert!(life.decide(&by_anna(), decline).is_ok());
}

#[test]
fn what_was_given_out_rests_on_a_consent_in_force_not_on_one_that_ran_out() {
    let life = ready()
        .wait(Duration::days(149))
        .then(&by_karin(), |life| change_meeting(life.meeting(), moved(life.now + Duration::days(20))));
    let old = life.case().consents[0].id;
    let life = life.then(&individual(), |life| give(consent_from(life.now))).wait(Duration::days(2));
    let life = life.then(&by_karin(), |life| Command::SendSummons { meeting: life.meeting() });
    assert!(!life.case().disclosures.is_empty());
    let stale = sip_domain::model::DisclosureGround::Consent { consent: old };
    assert!(life.case().disclosures.iter().all(|disclosure| disclosure.ground != stale));
}
