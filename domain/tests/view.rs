//! Who sees what (3.4, 3.5): each test names the rule or requirement it stands for.

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

use chrono::Duration;
use sip_domain::access::view;
use sip_domain::directory::StaffRef;
use sip_domain::ids::{GoalId, NeedId};
use sip_domain::model::*;
use support::*;

fn needs(content: &PlanContent) -> Vec<NeedId> {
    content.needs.iter().map(|need| need.id).collect()
}

fn goals(content: &PlanContent) -> Vec<GoalId> {
    content.goals.iter().map(|goal| goal.id).collect()
}

#[test]
fn inv_52_whoever_is_not_related_sees_nothing() {
    let case = case_active();
    let stranger = staff(399, "Ingen", &unit(999, 9990, sip_domain::profile::Sector::Health));
    assert_eq!(view(&case, &clinical(&stranger), now()), None);
    let other =
        sip_domain::context::Actor::Citizen { citizen: sip_domain::context::CitizenRef { person: id(2), name: None } };
    assert_eq!(view(&case, &other, now()), None);
}

#[test]
fn t24_a_case_opened_by_mistake_is_shown_to_nobody() {
    let voiding = Voiding { reason: text("Fel person"), first: karin(), second: anna(), at: now() };
    let case = SipCase { status: Status::Voided(voiding), ..case_active() };
    assert_eq!(view(&case, &individual(), now()), None);
    assert_eq!(view(&case, &clinical(&karin()), now()), None);
}

#[test]
fn s3_28_a_citizen_never_gets_mapping_or_excluded_topics() {
    for stage in [case_in_preparation, case_summoned, case_after_meeting, case_active] {
        let case = stage();
        let shown = view(&case, &individual(), now()).unwrap();
        assert_eq!(shown.mapping, None);
        let preparation = shown.preparation.unwrap();
        assert_eq!(preparation.excluded_topics, None);
        assert!(preparation.preparation.excluded_topics.is_empty());
        assert_eq!(preparation.preparation.what_matters, case.preparation.unwrap().what_matters);
    }
}

#[test]
fn s1_51_the_individual_sees_all_else_but_the_organisations_own_tasks() {
    let mut case = case_active();
    case.record_tasks.push(RecordTask {
        id: id(901),
        unit: k_soc(),
        kind: RecordTaskKind::Plan,
        due: day("2026-03-06"),
        done: None,
    });
    let shown = view(&case, &individual(), now()).unwrap();
    assert_eq!(
        (&shown.versions, &shown.consents, &shown.meetings, &shown.invitees, &shown.summonses),
        (&case.versions, &case.consents, &case.meetings, &case.invitees, &case.summonses)
    );
    assert_eq!(shown.person.identity, Some(case.person.identity));
    assert!(shown.record_tasks.is_empty());
    assert!(seen(&case_active(), &karin()).record_tasks.is_empty());
}

#[test]
fn inv_18_a_category_not_consented_is_absent() {
    let shown = seen(&case_active(), &anna());
    let content = &shown.versions[0].content;
    assert_eq!((needs(content), goals(content)), (vec![id(701)], vec![id(711)]));
    assert_eq!(content.activities.iter().map(|a| a.id).collect::<Vec<_>>(), [id(721)]);
    assert_eq!(content.what_matters, Some(text("Att få bo kvar hemma")));

    let shown = seen(&case_active(), &olle());
    let content = &shown.versions[0].content;
    assert_eq!(needs(content), [id(702)]);
    assert_eq!((&content.resources.network, &shown.person.identity, &shown.person.contact), (&None, &None, &None));
}

#[test]
fn inv_18_without_plan_document_only_the_entries_remain() {
    let shown = seen(&case_active(), &lisa());
    let content = &shown.versions[0].content;
    assert_eq!((needs(content), goals(content)), (vec![id(702)], vec![id(712)]));
    assert!(content.activities.is_empty());
    assert_eq!((&content.what_matters, &content.follow_up, &shown.need), (&None, &None, &None));
    assert!(shown.meetings.is_empty(), "no meeting_logistics");
}

#[test]
fn inv_18_the_individuals_own_exclusion_counts_for_every_unit() {
    let mut case = case_active();
    case.consents[0].excluded_categories = vec![Category::Health];
    assert!(needs(&seen(&case, &anna()).versions[0].content).is_empty());
}

#[test]
fn s1_16_the_consent_ends_exactly_at_valid_to() {
    let case = case_active();
    let end = case.consents[0].valid_to;
    let last = view(&case, &clinical(&lisa()), end - Duration::milliseconds(1)).unwrap();
    assert_eq!(last.versions.len(), 1);
    let after = view(&case, &clinical(&lisa()), end).unwrap();
    assert!(after.versions.is_empty());
    assert_eq!(view(&case, &clinical(&anna()), end).unwrap().person.identity, None);
    assert_eq!(view(&case, &clinical(&lisa()), start() - Duration::seconds(1)).unwrap().versions, []);
}

#[test]
fn s1_17_a_withdrawn_row_stops_only_its_own_unit() {
    let case = withdrawn(case_active(), &WithdrawalExtent::Rows { rows: vec![id(503)] });
    assert!(seen(&case, &lisa()).versions.is_empty());
    assert_eq!(seen(&case, &anna()).versions.len(), 1);
    assert_eq!(seen(&case, &karin()).versions, case.versions);
}

#[test]
fn s1_17_after_a_withdrawal_the_own_entries_remain() {
    let mut case = withdrawn(case_active(), &WithdrawalExtent::Whole);
    case.versions[0].content.needs.push(need(703, LifeArea::Health, &r_vc()));
    let shown = seen(&case, &anna());
    let content = &shown.versions[0].content;
    assert_eq!(needs(content), [id(703)]);
    assert_eq!(content.activities.iter().map(|a| a.id).collect::<Vec<_>>(), [id(721)], "its own to carry out");
    assert!(content.activities[0].goals.is_empty());
    assert_eq!((shown.preparation, shown.mapping, shown.basis), (None, None, None));
    assert_eq!(shown.summonses.len(), 1);
    assert_eq!(shown.person.identity, None);
}

#[test]
fn s1_17_after_a_withdrawal_the_coordinator_keeps_only_what_the_own_unit_wrote() {
    let mut case = withdrawn(case_active(), &WithdrawalExtent::Whole);
    case.versions[0].content.needs.push(need(703, LifeArea::Health, &r_vc()));
    let shown = seen(&case, &karin());
    assert_eq!(needs(&shown.versions[0].content), [id(701), id(702)]);
    assert_eq!(shown.versions[0].content.what_matters, None);
    assert!(shown.meetings.is_empty(), "the minutes were Olle's");
    assert_eq!(shown.consents, case.consents, "to renew them");
    assert!(shown.mapping.is_some() && shown.preparation.is_some(), "written by the own unit");
    assert_eq!(shown.person.identity, None);
}

#[test]
fn t19_a_resting_case_shares_nothing() {
    let pause =
        Pause { cause: PauseCause::GuardianWithdrew, since: now(), note: None, resume_to: Box::new(Status::Active) };
    let case = SipCase { status: Status::Paused(pause), ..case_active() };
    assert!(seen(&case, &lisa()).versions.is_empty());
    assert_eq!(seen(&case, &karin()).versions[0].content.what_matters, None);
}

#[test]
fn s1_33_separate_contact_hides_whom_it_is_about() {
    let mut case = case_summoned();
    case.invitees[2].summons_kind = SummonsKind::SeparateContact;
    case.invitees[2].representative = None;
    case.summonses[2] = summons(613, &case.invitees[2], &case.meetings[0]);
    case.status = closed(ClosureReason::ConsentWithdrawn, individual());
    let shown = seen(&case, &eva());
    assert_eq!(shown.person.name, None);
    let Status::Closed(closure) = shown.status else { panic!("closed") };
    assert_eq!((closure.note, closure.individual_view), (None, None));
    assert_eq!(closure.by.citizen().unwrap().name, None);
    assert_eq!(shown.summonses[0].individual, None);
}

#[test]
fn s1_61_words_on_the_end_are_for_those_who_read_the_plan() {
    let case = SipCase { status: closed(ClosureReason::GoalsMet, clinical(&karin())), ..case_active() };
    let note = |staff: &StaffRef| match seen(&case, staff).status {
        Status::Closed(closure) => closure.note,
        _ => None,
    };
    assert!(note(&karin()).is_some() && note(&anna()).is_some());
    assert_eq!((note(&lisa()), note(&eva())), (None, None));
}

#[test]
fn s1_05_the_individual_and_the_responsible_unit_read_the_refusal() {
    let refusal = RefusalOfSip {
        reason: text("Behovet tillgodoses av en verksamhet"),
        decided_by: karin(),
        decided_at: now(),
        individual_informed_at: now(),
    };
    let objection = Objection { id: id(902), by: name("Maria"), at: now(), text: text("Jag håller inte med") };
    let case = SipCase { status: Status::Refused(refusal), objections: vec![objection.clone()], ..case_with_need() };
    let colleague = staff(311, "Kollega", &k_soc());
    for actor in [individual(), clinical(&karin()), clinical(&colleague)] {
        let shown = view(&case, &actor, now()).unwrap();
        assert_eq!((shown.status, shown.objections), (case.status.clone(), vec![objection.clone()]));
        assert_eq!(shown.person.name, Some(name("Maria")));
    }
    assert_eq!(seen(&case, &colleague).person.identity, None);
    assert_eq!(view(&case, &clinical(&anna()), now()), None);
}

#[test]
fn s1_12_a_recipient_sees_only_its_own_row_of_the_consent() {
    let mut case = case_active();
    case.consents[0].withdrawals = vec![withdrawal(now(), WithdrawalExtent::Rows { rows: vec![id(502), id(503)] })];
    let shown = seen(&case, &lisa()).consents;
    assert_eq!(shown[0].scope, [case.consents[0].scope[2].clone()]);
    assert!(shown[0].exclusions.is_empty());
    assert_eq!(shown[0].withdrawals[0].extent, WithdrawalExtent::Rows { rows: vec![id(503)] });
    assert!(seen(&case, &anna()).consents[0].withdrawals.is_empty());
    assert_eq!(seen(&case, &karin()).consents, case.consents);
}
