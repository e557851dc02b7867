//! What each role sees (the matrix of 3.4): each test names the rule or requirement it stands for.

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

use sip_domain::access::view;
use sip_domain::directory::StaffRef;
use sip_domain::ids::NeedId;
use sip_domain::model::*;
use support::*;

fn needs(content: &PlanContent) -> Vec<NeedId> {
    content.needs.iter().map(|need| need.id).collect()
}

fn areas(mapping: Option<&Mapping>) -> Vec<LifeArea> {
    mapping.into_iter().flat_map(|mapping| &mapping.entries).map(|entry| entry.life_area).collect()
}

#[test]
fn matrix_the_lead_reads_uncut_while_any_consent_is_in_force() {
    let case = case_after_meeting();
    let shown = seen(&case, &karin());
    assert_eq!((shown.draft, shown.mapping), (case.draft, case.mapping));
    assert_eq!(shown.preparation.unwrap().excluded_topics.unwrap().len(), 1);
}

#[test]
fn matrix_the_initiator_reads_the_opening_before_there_is_a_consent() {
    let shown = seen(&case_with_need(), &karin());
    assert!(shown.need.is_some() && shown.information.is_some() && shown.person.identity.is_some());
}

#[test]
fn matrix_the_initiator_is_as_a_participant_once_another_prepares() {
    let case = SipCase {
        preparation_lead: Some(staff(310, "Ny", &unit(130, 1012, sip_domain::profile::Sector::Social))),
        coordinators: vec![coordinator(anna())],
        ..case_after_meeting()
    };
    let shown = seen(&case, &karin());
    assert!(shown.need.is_some(), "its own report");
    assert_eq!(shown.person.identity, None);
    assert_eq!(shown.preparation, None);
    let draft = shown.draft.unwrap();
    assert_eq!(draft.needs.len(), 2, "its own entries");
    assert_eq!(draft.what_matters, None);
}

#[test]
fn c14_the_mapping_takes_participation_access_sharing_and_category() {
    assert_eq!(areas(seen(&case_summoned(), &lisa()).mapping.as_ref()), [LifeArea::Sleep]);

    let mut without_access = case_summoned();
    without_access.invitees[2].has_system_access = false;
    assert_eq!(seen(&without_access, &lisa()).mapping, None);

    let mut unshared = case_summoned();
    unshared.mapping.as_mut().unwrap().shared_at = None;
    assert_eq!(seen(&unshared, &lisa()).mapping, None);

    let mut unnamed = case_summoned();
    unnamed.invitees[2].representative = None;
    assert_eq!(seen(&unnamed, &lisa()).mapping, None);
}

#[test]
fn inv_18_chair_and_secretary_read_the_mapping_by_category_under_a_consent_to_their_unit() {
    let case = case_summoned();
    assert_eq!(areas(seen(&case, &anna()).mapping.as_ref()), [LifeArea::Health]);
    assert_eq!(areas(seen(&case, &olle()).mapping.as_ref()), [LifeArea::Sleep]);
    let stopped = withdrawn(case, &WithdrawalExtent::Rows { rows: vec![id(501), id(502)] });
    assert_eq!((seen(&stopped, &anna()).mapping, seen(&stopped, &olle()).mapping), (None, None));
}

#[test]
fn s0_08_topics_to_leave_out_go_to_the_chair_but_not_to_secretary_or_participant() {
    let case = case_summoned();
    let topics = |staff: &StaffRef| seen(&case, staff).preparation.unwrap().excluded_topics;
    assert_eq!(topics(&anna()).map(|t| t.len()), Some(1));
    assert_eq!((topics(&olle()), topics(&lisa())), (None, None));
}

#[test]
fn matrix_the_secretary_reads_the_preparation_without_the_network() {
    let preparation = seen(&case_summoned(), &olle()).preparation.unwrap().preparation;
    assert!(preparation.what_matters.is_some());
    assert!(preparation.network.is_empty() && preparation.minors.is_none());
}

#[test]
fn matrix_a_participant_gets_the_own_questions() {
    let preparation = seen(&case_summoned(), &lisa()).preparation.unwrap().preparation;
    assert_eq!(preparation.questions.iter().map(|q| q.id).collect::<Vec<_>>(), [id(401)]);
    assert_eq!((preparation.what_matters, preparation.meeting_wishes), (None, None));
    assert!(preparation.adaptations.is_empty() && preparation.network.is_empty());
}

#[test]
fn matrix_the_secretary_writes_the_draft_uncut() {
    let case = case_after_meeting();
    assert_eq!(seen(&case, &olle()).draft, case.draft);
    assert_eq!(needs(&seen(&case, &anna()).draft.unwrap()), [id(701)]);
    let stopped = withdrawn(case, &WithdrawalExtent::Rows { rows: vec![id(502)] });
    let draft = seen(&stopped, &olle()).draft.unwrap();
    assert!(draft.needs.is_empty() && draft.activities.len() == 1, "only the own activity");
}

#[test]
fn a4_the_substitute_gains_what_the_representative_loses() {
    let mut case = case_summoned();
    assert_eq!(areas(seen(&case, &lisa()).mapping.as_ref()), [LifeArea::Sleep]);
    assert_eq!(seen(&case, &eva()).mapping, None);

    case.invitees[2].substitute = Some(Substitute { staff: eva(), named_at: now(), briefed_at: None });
    assert_eq!(areas(seen(&case, &eva()).mapping.as_ref()), [LifeArea::Sleep]);
    let lost = seen(&case, &lisa());
    assert_eq!((lost.mapping, lost.preparation), (None, None));
    assert_eq!((lost.summonses.len(), lost.invitees.len()), (1, 1), "the unit's own papers");
}

#[test]
fn matrix_an_invited_unit_sees_its_summons_and_its_own_row() {
    let case = case_active();
    let shown = seen(&case, &eva());
    assert_eq!(shown.invitees, [case.invitees[2].clone()]);
    assert_eq!(shown.summonses, [case.summonses[2].clone()]);
    assert_eq!(shown.person.name, Some(name("Maria")), "the summons names her");
    assert!(shown.versions.is_empty() && shown.meetings.is_empty() && shown.consents.is_empty());
    assert_eq!((shown.need, shown.initiator, shown.coordinator, shown.person.identity), (None, None, None, None));
}

#[test]
fn matrix_an_administrator_sees_no_content() {
    let mut case = case_active();
    let task = |n, unit| RecordTask { id: id(n), unit, kind: RecordTaskKind::Plan, due: day("2026-03-06"), done: None };
    case.record_tasks = vec![task(901, r_psy()), task(902, k_soc())];
    let shown = view(&case, &administrator(&r_psy()), now()).unwrap();
    assert_eq!((shown.person.name, shown.need, shown.draft), (None, None, None));
    assert!(shown.versions.is_empty() && shown.meetings.is_empty() && shown.summonses.is_empty());
    assert_eq!(shown.invitees.iter().map(|i| i.id).collect::<Vec<_>>(), [id(603)]);
    assert_eq!((&shown.invitees[0].purpose, shown.invitees[0].questions.len()), (&None, 0));
    assert_eq!(shown.record_tasks, [task(901, r_psy())]);
}

#[test]
fn matrix_meetings_need_logistics_and_minutes_the_plan_document() {
    let mut case = case_after_meeting();
    case.meetings[0].held.as_mut().unwrap().recorded_by = karin();
    assert_eq!(seen(&case, &anna()).meetings, case.meetings);
    assert_eq!(seen(&case, &anna()).invitees.len(), 3);
    assert_eq!(seen(&case, &lisa()).invitees.len(), 1);

    case.consents[0].scope[2].categories.push(Category::MeetingLogistics);
    let shown = seen(&case, &lisa());
    let minutes = shown.meetings[0].held.as_ref().unwrap();
    assert_eq!((&minutes.summary, &minutes.individual_view, &shown.meetings[0].purpose), (&None, &None, &None));
    let other = shown.invitees.iter().find(|invitee| invitee.id == id(601)).unwrap();
    assert_eq!((&other.purpose, other.rsvp.status), (&None, RsvpStatus::RepresentativeNamed));
}

#[test]
fn s0_41_a_party_keeps_its_own_note_and_report_without_the_plan() {
    let mut case = case_active();
    case.follow_ups = vec![follow_up(FollowUpOutcome::Continue, content().follow_up)];
    let report = |n, staff| Deviation {
        id: id(n),
        activity: None,
        reported_by: clinical(staff),
        at: now(),
        text: text("Insatsen uteblev"),
        decision: Some(DeviationDecision { revise: false, reason: text("Tillfälligt"), by: karin(), at: now() }),
    };
    case.deviations = vec![report(903, &lisa()), report(904, &olle())];

    let shown = seen(&case, &lisa());
    assert_eq!(shown.deviations.iter().map(|d| (d.id, d.decision.is_some())).collect::<Vec<_>>(), [(id(903), false)]);
    assert_eq!((shown.follow_ups[0].attainments.len(), &shown.follow_ups[0].next), (0, &None));
    assert_eq!(shown.follow_ups[0].organisation_notes.len(), 1);

    let shown = seen(&case, &anna());
    assert_eq!((shown.deviations.len(), shown.deviations[0].decision.is_some()), (2, true));
    assert_eq!(shown.follow_ups[0].attainments.iter().map(|a| a.goal).collect::<Vec<_>>(), [id(711)]);
}

#[test]
fn s0_34_deliveries_and_disclosures_are_for_those_who_keep_the_ledger() {
    let mut case = case_active();
    let delivery = |n, unit| Delivery {
        id: id(n),
        version: 1,
        to: DeliveryTo::Unit { unit },
        role: DeliveryRole::Copy,
        due: day("2026-03-06"),
        done: None,
    };
    case.deliveries = vec![delivery(905, r_psy()), delivery(906, r_vc())];
    case.disclosures = vec![Disclosure {
        id: id(907),
        from_organisation: k_soc().organisation,
        to_unit: r_vc().id,
        categories: vec![Category::Health],
        ground: DisclosureGround::Consent { consent: id(500) },
        at: now(),
        via: DisclosureWay::System,
    }];
    let count = |staff: &StaffRef| (seen(&case, staff).deliveries.len(), seen(&case, staff).disclosures.len());
    assert_eq!((count(&karin()), count(&olle()), count(&anna()), count(&lisa())), ((2, 1), (2, 0), (1, 1), (1, 0)));
    assert_eq!(view(&case, &individual(), now()).unwrap().disclosures.len(), 1);
}
