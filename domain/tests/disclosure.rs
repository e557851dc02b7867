//! No reader is shown anything of a category that no consent in force gives to the reader's unit at that moment (INV-18,
//! 3.5), whatever the case, the consents, the state and the reader are. Every text of the case carries the category it
//! belongs to, and what a reader is shown is searched for them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a slip in test data is to stop the test")]

#[expect(dead_code, reason = "shared with the other test files, each uses a part")]
mod support;

use chrono::{DateTime, Days, Duration, Months, Utc};
use proptest::prelude::*;
use sip_domain::access::{CaseBrief, Role, brief, in_force, in_force_for_any, roles, view};
use sip_domain::context::{Actor, CitizenRef, Duty};
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::model::*;
use sip_domain::profile::{MinorPolicy, Sector};
use support::*;

/// Who wrote all that is shared: a unit that no reader belongs to.
fn author() -> UnitRef {
    unit(700, 7000, Sector::Social)
}

fn tag(category: Category) -> String {
    let code = serde_json::to_value(category).unwrap();
    format!("<{}>", code.as_str().unwrap())
}

fn told(category: Category) -> sip_domain::text::Text {
    text(&tag(category))
}

fn short_told(category: Category) -> sip_domain::text::ShortText {
    short(&tag(category))
}

fn areas() -> impl Iterator<Item = (LifeArea, Category)> {
    LifeArea::ALL.into_iter().map(|area| (area, Category::from(area)))
}

/// The mapping and the plan, an entry for each life area, and all words of the plan as a whole.
fn content() -> PlanContent {
    let mut content = support::content();
    content.overall_goal = Some(told(Category::PlanDocument));
    content.what_matters = Some(told(Category::PlanDocument));
    content.resources = Resources {
        network: Some(told(Category::FamilyNetwork)),
        qualities: Some(told(Category::PlanDocument)),
        ..content.resources
    };
    let numbers = (1_u128..).map(|n| n * 10);
    let entries: Vec<(u128, LifeArea, Category)> =
        numbers.zip(areas()).map(|(n, (area, category))| (n, area, category)).collect();
    content.needs = entries
        .iter()
        .map(|(n, area, category)| Need { text: told(*category), ..need(30_000 + n, *area, &author()) })
        .collect();
    content.goals = entries
        .iter()
        .map(|(n, area, category)| Goal {
            text: told(*category),
            sub_goals: vec![SubGoal { text: told(*category), life_area: *area }],
            ..goal(40_000 + n, *area, &[30_000 + n], &author())
        })
        .collect();
    content.activities = entries
        .iter()
        .map(|(n, _, category)| Activity {
            what: told(*category),
            entered_by: author().id,
            ..activity(50_000 + n, &[40_000 + n], &author())
        })
        .collect();
    content
}

/// A case in a state, with every field that is shared filled and tagged.
#[expect(clippy::too_many_lines, reason = "one step for each part of the case")]
fn filled(stage: usize, lead: Option<StaffRef>) -> SipCase {
    let stages = [case_in_preparation, case_summoned, case_after_meeting, case_active];
    let mut case = stages[stage % stages.len()]();
    let tagged = staff(390, "Ute", &author());
    case.responsible_unit = author();
    case.initiator = Some(tagged.clone());
    case.preparation_lead = Some(lead.unwrap_or_else(|| tagged.clone()));
    case.coordinators.clear();
    case.need.description = told(Category::PlanDocument);
    case.person.contact =
        Some(Contact { phone: Some(short_told(Category::IdentityContact)), email: None, address: None });
    case.basis = Some(Basis { purpose: told(Category::PlanDocument), created_by: tagged.clone(), created_at: start() });
    case.mapping = Some(Mapping {
        entries: areas().map(|(life_area, category)| MappingEntry { life_area, text: told(category) }).collect(),
        author: tagged.clone(),
        updated_at: start(),
        shared_at: Some(start()),
    });
    if let Some(preparation) = &mut case.preparation {
        preparation.network = vec![NetworkMember {
            name: name(&tag(Category::FamilyNetwork)),
            relation: short_told(Category::FamilyNetwork),
            kind: NetworkKind::Private,
            organisation: None,
            is_protected: false,
        }];
        preparation.minors_note = Some(told(Category::FamilyNetwork));
        preparation.excluded_topics = vec![ExcludedTopic { id: id(61_000), text: text("<excluded>") }];
    }
    if case.draft.is_some() {
        case.draft = Some(content());
    }
    for version in &mut case.versions {
        version.content = content();
    }
    for meeting in &mut case.meetings {
        meeting.place =
            Some(Place { kind: PlaceType::Other, text: Some(short_told(Category::MeetingLogistics)), link: None });
        if let Some(held) = &mut meeting.held {
            held.recorded_by = tagged.clone();
            held.summary = Some(told(Category::PlanDocument));
            held.individual_view = Some(told(Category::PlanDocument));
        }
    }
    let guardian = Person { id: id(2), contact: case.person.contact.clone(), ..person() };
    case.guardians = vec![
        Guardian {
            id: id(71),
            person: guardian.clone(),
            since: day("2000-01-01"),
            until: None,
            consent_exception: None,
        },
        Guardian {
            id: id(72),
            person: Person { id: id(3), ..guardian },
            since: day("2000-01-01"),
            until: None,
            consent_exception: None,
        },
    ];
    case.child = Some(Child { wishes: Some(text("<child>")), ..Child::default() });
    case.deviations = vec![Deviation {
        id: id(81),
        activity: None,
        reported_by: clinical(&tagged),
        at: start(),
        text: told(Category::PlanDocument),
        decision: None,
    }];
    case.consents.clear();
    case
}

#[derive(Clone, Debug)]
struct Given {
    giver: u8,
    rows: Vec<(u8, u32)>,
    excluded: u32,
    begins: i64,
    lasts: i64,
    withdrawn: Option<(i64, bool)>,
}

fn given() -> impl Strategy<Value = Given> {
    let rows = prop::collection::vec((0_u8..4, any::<u32>()), 1..4);
    let withdrawn = prop::option::weighted(0.3, (-20_i64..20, any::<bool>()));
    (0_u8..4, rows, any::<u32>(), -30_i64..10, 1_i64..40, withdrawn).prop_map(
        |(giver, rows, excluded, begins, lasts, withdrawn)| {
            // One category in eight is excluded.
            let excluded = excluded & excluded.rotate_left(7) & excluded.rotate_left(13);
            Given { giver, rows, excluded, begins, lasts, withdrawn }
        },
    )
}

fn chosen(bits: u32) -> Vec<Category> {
    (0..).zip(Category::ALL).filter(|(n, _)| bits & (1 << n) != 0).map(|(_, category)| category).collect()
}

fn consent_of(n: u128, given: &Given) -> Consent {
    let units = [k_soc(), k_hsl(), r_vc(), r_psy()];
    let rows = (0_u128..).zip(&given.rows).filter(|(_, (_, bits))| !chosen(*bits).is_empty());
    let scope = rows.map(|(m, (to, bits))| row(n * 100 + m, &units[usize::from(*to)], &chosen(*bits))).collect();
    let who = match given.giver {
        0 | 1 => ConsentGiver::Individual,
        2 => ConsentGiver::Guardian(id(71)),
        _ => ConsentGiver::Guardian(id(72)),
    };
    let from = now() + Duration::days(given.begins);
    let withdrawals = given.withdrawn.iter().map(|(when, whole)| {
        let extent = if *whole { WithdrawalExtent::Whole } else { WithdrawalExtent::Rows { rows: vec![id(n * 100)] } };
        withdrawal(now() + Duration::days(*when), extent)
    });
    Consent {
        giver: who,
        excluded_categories: chosen(given.excluded),
        valid_from: from,
        valid_to: from + Duration::days(given.lasts),
        withdrawals: withdrawals.collect(),
        ..consent(n, scope)
    }
}

#[derive(Clone, Debug)]
struct World {
    stage: usize,
    lead: Option<u8>,
    age: u32,
    policy: u8,
    consents: Vec<Given>,
    paused: bool,
    hours: i64,
}

fn worlds() -> impl Strategy<Value = World> {
    let consents = prop::collection::vec(given(), 0..6);
    let lead = prop::option::weighted(0.3, 0_u8..4);
    (any::<usize>(), lead, 6_u32..30, 0_u8..3, consents, prop::bool::weighted(0.1), -400_i64..400).prop_map(
        |(stage, lead, age, policy, consents, paused, hours)| World {
            stage,
            lead,
            age,
            policy,
            consents,
            paused,
            hours,
        },
    )
}

fn readers() -> [StaffRef; 5] {
    [karin(), anna(), olle(), lisa(), staff(399, "Ingen", &unit(999, 9990, Sector::Health))]
}

fn case_of(world: &World) -> SipCase {
    let lead = world.lead.map(|n| readers()[usize::from(n)].clone());
    let mut case = filled(world.stage, lead);
    case.person.birth_date =
        now().date_naive().checked_sub_months(Months::new(world.age * 12)).map(|day| day + Days::new(3));
    case.agreement.minor_policy = match world.policy {
        0 => MinorPolicy::AllGuardians,
        1 => MinorPolicy::AllGuardiansPlusChild { from_age: 12 },
        _ => MinorPolicy::MatureChildAlone,
    };
    case.consents = (1_u128..).zip(&world.consents).map(|(n, given)| consent_of(900 + n, given)).collect();
    case.consents.retain(|consent| !consent.scope.is_empty());
    if world.paused {
        let resume_to = Box::new(case.status.clone());
        case.status =
            Status::Paused(Pause { cause: PauseCause::ConsentExpired, since: start(), note: None, resume_to });
    }
    case
}

/// What may stand in an answer to this member of staff, by the law and not by the view.
fn may(case: &SipCase, staff: &StaffRef, is_client: bool, category: Category, at: DateTime<Utc>) -> bool {
    if case.status.name() == StatusName::Paused {
        return false;
    }
    let held = roles(case, &clinical(staff), at);
    // Whoever leads the case does so on the whole of what was agreed, once anything was agreed to the own unit.
    let leads = held.contains(&Role::PreparationLead) || held.contains(&Role::Coordinator);
    let leads = leads && !is_client && in_force_for_any(case, Some(staff.unit.id), at);
    // Whoever keeps the minutes writes down what all have said, while the own unit has a consent.
    let writes = held.contains(&Role::Secretary)
        && !is_client
        && matches!(case.status.name(), StatusName::MeetingHeld | StatusName::UnderRevision)
        && in_force_for_any(case, Some(staff.unit.id), at);
    // Whoever holds the meeting knows when and where it is, on the same ground.
    let holds = category == Category::MeetingLogistics
        && !is_client
        && (held.contains(&Role::Chair) || held.contains(&Role::Secretary))
        && in_force_for_any(case, Some(staff.unit.id), at);
    leads || writes || holds || in_force(case, staff.unit.id, category, at)
}

fn shown(case: &SipCase, actor: &Actor, at: DateTime<Utc>) -> Option<String> {
    view(case, actor, at).map(|shown| serde_json::to_string(&shown).unwrap())
}

/// In a list stands what the view shows, and nothing else.
fn check_brief(case: &SipCase, actor: &Actor, at: DateTime<Utc>) -> Result<(), TestCaseError> {
    let of_view = view(case, actor, at).map(|shown| CaseBrief {
        id: shown.id,
        version: shown.version,
        kind: shown.kind,
        status: shown.status.name(),
        roles: shown.roles,
        created_at: shown.created_at,
        last_event_at: shown.last_event_at,
        is_protected: shown.is_protected,
        name: shown.person.name,
        responsible_unit: shown.responsible_unit,
        coordinator: shown.coordinator.map(|held| held.staff),
    });
    prop_assert_eq!(brief(case, actor, at), of_view);
    Ok(())
}

fn check_staff(case: &SipCase, staff: &StaffRef, client: bool, at: DateTime<Utc>) -> Result<(), TestCaseError> {
    let client = client.then(|| short("cosmic"));
    let is_client = client.is_some();
    let actor = Actor::Staff { staff: staff.clone(), duty: Duty::Clinical, client };
    check_brief(case, &actor, at)?;
    let Some(shown) = shown(case, &actor, at) else { return Ok(()) };
    for category in Category::ALL {
        let is_there = shown.contains(&tag(category));
        prop_assert!(
            !is_there || may(case, staff, is_client, category, at),
            "{} reads {category:?}",
            staff.name.as_str()
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn inv_18_nothing_is_shown_without_a_consent_in_force_for_its_category(world in worlds()) {
        let case = case_of(&world);
        let at = now() + Duration::hours(world.hours);
        for staff in readers() {
            check_staff(&case, &staff, false, at)?;
            check_staff(&case, &staff, true, at)?;
        }
    }

    #[test]
    fn s3_28_the_portal_never_holds_mapping_or_topics_to_leave_out(world in worlds()) {
        let case = case_of(&world);
        let at = now() + Duration::hours(world.hours);
        for person in [1, 2, 3] {
            let actor = Actor::Citizen { citizen: CitizenRef { person: id(person), name: None } };
            check_brief(&case, &actor, at)?;
            let Some(seen) = view(&case, &actor, at) else { continue };
            prop_assert!(seen.mapping.is_none() && seen.preparation.as_ref().is_none_or(|held| held.excluded_topics.is_none()));
            let text = serde_json::to_string(&seen).unwrap();
            prop_assert!(!text.contains("<excluded>"));
        }
    }

    #[test]
    fn inv_49_a_protected_case_tells_nobody_where_the_person_is(world in worlds()) {
        let mut case = case_of(&world);
        case.person.protected = Protection::Marking;
        case.reader_list = Some(ReaderList { readers: vec![anna(), lisa()] });
        let at = now() + Duration::hours(world.hours);
        for staff in readers() {
            let is_named = staff == anna() || staff == lisa();
            let Some(shown) = shown(&case, &clinical(&staff), at) else { continue };
            prop_assert!(is_named);
            prop_assert!(!shown.contains(&tag(Category::MeetingLogistics)) && !shown.contains(&tag(Category::IdentityContact)));
        }
        for person in [2, 3] {
            let actor = Actor::Citizen { citizen: CitizenRef { person: id(person), name: None } };
            prop_assert!(view(&case, &actor, at).is_none(), "the link to a guardian is broken");
        }
    }
}

#[test]
fn the_search_finds_what_is_shown() {
    let mut case = filled(3, Some(anna()));
    let all = vec![row(1, &r_vc(), &Category::ALL), row(2, &r_psy(), &[Category::Health, Category::PlanDocument])];
    case.consents = vec![consent(900, all)];
    let lead = shown(&case, &clinical(&anna()), now()).unwrap();
    let participant = shown(&case, &clinical(&lisa()), now()).unwrap();
    let found = |text: &str| Category::ALL.into_iter().filter(|category| text.contains(&tag(*category))).count();
    // All life areas, person, network, meeting, plan: the rest of the categories name no field of their own.
    assert_eq!(found(&lead), 16);
    assert_eq!(found(&participant), 2);
}
