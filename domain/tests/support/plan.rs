//! Parts of a plan, its versions and what follows them.

use super::*;

pub(crate) fn need(n: u128, life_area: LifeArea, entered_by: &UnitRef) -> Need {
    Need { id: id(n), text: text("Behov"), kind: NeedKind::Physical, life_area, entered_by: entered_by.id }
}

pub(crate) fn goal(n: u128, life_area: LifeArea, needs: &[u128], entered_by: &UnitRef) -> Goal {
    Goal {
        id: id(n),
        needs: needs.iter().map(|need| id(*need)).collect(),
        term: GoalTerm::Short,
        text: text("Mål"),
        life_area,
        sub_goals: Vec::new(),
        entered_by: entered_by.id,
    }
}

pub(crate) fn activity(n: u128, goals: &[u128], responsible: &UnitRef) -> Activity {
    Activity {
        id: id(n),
        goals: goals.iter().map(|goal| id(*goal)).collect(),
        what: text("Insats"),
        from: Some(day("2026-03-10")),
        to: None,
        how_often: None,
        place: None,
        responsible: Responsible::Unit { unit: responsible.clone() },
        contact_person: None,
        status: ActivityStatus::Planned,
        entered_by: k_soc().id,
        notes: Vec::new(),
    }
}

/// Need, goal and activity for health (701, 711, 721, R-VC) and for sleep (702, 712, 722, K-HSL).
pub(crate) fn content() -> PlanContent {
    PlanContent {
        what_matters: Some(text("Att få bo kvar hemma")),
        overall_goal: Some(text("Sova gott")),
        resources: Resources { network: Some(text("En bror")), ..Resources::default() },
        needs: vec![need(701, LifeArea::Health, &k_soc()), need(702, LifeArea::Sleep, &k_soc())],
        goals: vec![goal(711, LifeArea::Health, &[701], &k_soc()), goal(712, LifeArea::Sleep, &[702], &k_soc())],
        activities: vec![activity(721, &[711], &r_vc()), activity(722, &[712], &k_hsl())],
        no_contingency_foreseen: true,
        follow_up: Some(FollowUpPlan::Planned { date: day("2026-06-01"), place: place() }),
        ..PlanContent::default()
    }
}

pub(crate) fn version(number: u32) -> PlanVersion {
    PlanVersion {
        number,
        content: content(),
        coordinator: karin(),
        documented_by: olle(),
        established_at: at("2026-03-03T10:00:00Z"),
        superseded_at: None,
    }
}

pub(crate) fn coordinator(staff: StaffRef) -> CoordinatorAssignment {
    CoordinatorAssignment {
        principal: staff.unit.principal,
        staff,
        from: meeting_time(),
        until: Some(day("2026-06-01")),
        appointed_by: name("Karin"),
        phone: None,
        ended: None,
    }
}

/// A follow-up of version 1.
pub(crate) fn follow_up(outcome: FollowUpOutcome, next: Option<FollowUpPlan>) -> FollowUp {
    FollowUp {
        id: id(801),
        meeting: id(600),
        version: 1,
        attainments: vec![
            Attainment { goal: id(711), level: AttainmentLevel::Partly, note: None },
            Attainment { goal: id(712), level: AttainmentLevel::Met, note: None },
        ],
        organisation_notes: vec![OrganisationNote { unit: r_psy(), text: text("Vi ser framsteg") }],
        continued_need: true,
        outcome,
        next,
        at: at("2026-06-01T12:00:00Z"),
        by: karin(),
    }
}

pub(crate) fn closed(reason: ClosureReason, by: Actor) -> Status {
    Status::Closed(Closure {
        reason,
        note: Some(text("Avslutas i samråd")),
        at: at("2026-03-03T11:00:00Z"),
        happened_on: None,
        by,
        individual_view: Some(text("Det känns bra")),
    })
}
