//! The plan: what matters, needs, goals, activities, and the established versions.

use super::codes::{
    ActivityState, AttainmentLevel, CoordinatorEndReason, FollowUpKind, GoalTerm, LifeArea, NeedKind, ResponsibleKind,
};
use super::common::{PlaceBody, StaffBody, UnitBody};
use super::{Wire, shape};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sip_domain::model::{self, ActivityStatus, FollowUpPlan, Responsible};
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// A need (behov).
    NeedBody of model::Need {
        /// The need.
        id: Uuid,
        /// In words.
        text: String,
        /// What it comes from.
        kind: NeedKind,
        /// Which life area; also the category of consent.
        life_area: LifeArea,
        /// The unit that wrote it.
        entered_by: Uuid,
    }

    /// A sub-goal (delmål).
    SubGoalBody of model::SubGoal {
        /// In words.
        text: String,
        /// Which life area.
        life_area: LifeArea,
    }

    /// A goal (mål).
    GoalBody of model::Goal {
        /// The goal.
        id: Uuid,
        /// The needs it answers to.
        needs: Vec<Uuid>,
        /// Long- or short-term.
        term: GoalTerm,
        /// In words.
        text: String,
        /// Which life area.
        life_area: LifeArea,
        /// Sub-goals.
        sub_goals: Vec<SubGoalBody>,
        /// The unit that wrote it.
        entered_by: Uuid,
    }

    /// How far a goal was reached (måluppfyllelse).
    AttainmentBody of model::Attainment {
        /// The goal.
        goal: Uuid,
        /// How far.
        level: AttainmentLevel,
        /// In words.
        note: Option<String>,
    }

    /// A note by the responsible organisation on its activity.
    ActivityNoteBody of model::ActivityNote {
        /// By whom.
        by: String,
        /// When.
        at: DateTime<Utc>,
        /// In words.
        text: String,
    }

    /// An activity (insats, åtgärd).
    ActivityBody of model::Activity {
        /// The activity.
        id: Uuid,
        /// The goals it serves.
        goals: Vec<Uuid>,
        /// What is done.
        what: String,
        /// From when.
        from: Option<NaiveDate>,
        /// Until when.
        to: Option<NaiveDate>,
        /// How often.
        how_often: Option<String>,
        /// Where.
        place: Option<String>,
        /// By whom.
        responsible: ResponsibleBody,
        /// Contact person.
        contact_person: Option<String>,
        /// Where it stands.
        status: ActivityStatusBody,
        /// The unit that wrote it.
        entered_by: Uuid,
        /// Notes by the responsible organisation.
        notes: Vec<ActivityNoteBody>,
    }

    /// What to do in a foreseen situation (krisplan).
    ContingencyBody of model::Contingency {
        /// The entry.
        id: Uuid,
        /// The situation.
        situation: String,
        /// How it shows.
        signs: Option<String>,
        /// What to do.
        action: String,
        /// Whom to call.
        contact: String,
    }

    /// Whom to ask at an organisation.
    ContactPersonBody of model::ContactPerson {
        /// The entry.
        id: Uuid,
        /// Organisation.
        organisation: String,
        /// Name.
        name: String,
        /// Telephone number.
        phone: Option<String>,
    }

    /// The individual's resources.
    ResourcesBody of model::Resources {
        /// Positive qualities.
        qualities: Option<String>,
        /// Social network.
        network: Option<String>,
        /// Motivation.
        motivation: Option<String>,
        /// Physical conditions.
        physical: Option<String>,
    }

    /// The content of a plan, draft or established.
    PlanContentBody of model::PlanContent {
        /// What matters to the individual.
        what_matters: Option<String>,
        /// The individual's own overall goal.
        overall_goal: Option<String>,
        /// The present, as the individual sees it.
        situation_individual: Option<String>,
        /// The present, as the others see it.
        situation_others: Option<String>,
        /// Resources.
        resources: ResourcesBody,
        /// Needs.
        needs: Vec<NeedBody>,
        /// Goals.
        goals: Vec<GoalBody>,
        /// Activities.
        activities: Vec<ActivityBody>,
        /// Contingency section.
        contingencies: Vec<ContingencyBody>,
        /// Stated that nothing is foreseen.
        no_contingency_foreseen: bool,
        /// Contact persons.
        contact_persons: Vec<ContactPersonBody>,
        /// The principal with overall responsibility.
        principal_responsible: Option<Uuid>,
        /// Follow-up.
        follow_up: Option<FollowUpPlanBody>,
    }

    /// An established version of the plan: frozen.
    PlanVersionBody of model::PlanVersion {
        /// 1, 2, 3 …
        number: u32,
        /// What was agreed.
        content: PlanContentBody,
        /// Who coordinated when it was established.
        coordinator: StaffBody,
        /// Who wrote it down.
        documented_by: StaffBody,
        /// When it was established.
        established_at: DateTime<Utc>,
        /// When the next version took its place.
        superseded_at: Option<DateTime<Utc>>,
    }

    /// The end of a coordinator's assignment.
    CoordinatorEndBody of model::CoordinatorEnd {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: CoordinatorEndReason,
    }

    /// A coordinator (samordnare) with a mandate.
    CoordinatorBody of model::CoordinatorAssignment {
        /// Who.
        staff: StaffBody,
        /// The principal that answers for the coordinator's duties.
        principal: Uuid,
        /// From when.
        from: DateTime<Utc>,
        /// Until when; the follow-up by default.
        until: Option<NaiveDate>,
        /// Who appointed.
        appointed_by: String,
        /// Telephone number for the individual.
        phone: Option<String>,
        /// When and why it ended.
        ended: Option<CoordinatorEndBody>,
    }
}

/// Who answers for an activity: exactly one.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ResponsibleBody {
    /// A unit, the individual, a relative or another actor.
    pub(crate) kind: ResponsibleKind,
    /// The unit.
    pub(crate) unit: Option<UnitBody>,
    /// The relative or the other actor.
    pub(crate) name: Option<String>,
}

impl Wire<ResponsibleBody> for Responsible {
    fn wire(&self) -> ResponsibleBody {
        let (kind, unit, name) = match self {
            Self::Unit { unit } => (ResponsibleKind::Unit, Some(unit.wire()), None),
            Self::Individual => (ResponsibleKind::Individual, None, None),
            Self::Relative { name } => (ResponsibleKind::Relative, None, Some(name.wire())),
            Self::OtherActor { name } => (ResponsibleKind::OtherActor, None, Some(name.wire())),
        };
        ResponsibleBody { kind, unit, name }
    }
}

/// Where an activity stands. What belongs to the state is filled in.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ActivityStatusBody {
    /// The state.
    pub(crate) state: ActivityState,
    /// When it was accepted, rejected or completed.
    pub(crate) at: Option<DateTime<Utc>>,
    /// Who accepted.
    pub(crate) by: Option<String>,
    /// Why it was rejected, not done or stopped.
    pub(crate) reason: Option<String>,
    /// The organisation that has to decide.
    pub(crate) organisation: Option<Uuid>,
    /// By when it decides.
    pub(crate) due: Option<NaiveDate>,
}

impl Wire<ActivityStatusBody> for ActivityStatus {
    fn wire(&self) -> ActivityStatusBody {
        use ActivityState as A;
        let plain =
            |state| ActivityStatusBody { state, at: None, by: None, reason: None, organisation: None, due: None };
        match self {
            Self::Proposed => plain(A::Proposed),
            Self::Planned => plain(A::Planned),
            Self::Ongoing => plain(A::Ongoing),
            Self::Accepted { by, at } => {
                ActivityStatusBody { by: Some(by.wire()), at: Some(*at), ..plain(A::Accepted) }
            }
            Self::Rejected { reason, at } => {
                ActivityStatusBody { reason: Some(reason.wire()), at: Some(*at), ..plain(A::Rejected) }
            }
            Self::AwaitingDecision { by, due } => {
                ActivityStatusBody { organisation: Some(by.0), due: Some(*due), ..plain(A::AwaitingDecision) }
            }
            Self::Completed { at } => ActivityStatusBody { at: Some(*at), ..plain(A::Completed) },
            Self::NotDone { reason } => ActivityStatusBody { reason: Some(reason.wire()), ..plain(A::NotDone) },
            Self::Stopped { reason } => ActivityStatusBody { reason: Some(reason.wire()), ..plain(A::Stopped) },
        }
    }
}

/// When the plan is followed up, or why not.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FollowUpPlanBody {
    /// Planned, or none.
    pub(crate) kind: FollowUpKind,
    /// Which day.
    pub(crate) date: Option<NaiveDate>,
    /// Where.
    pub(crate) place: Option<PlaceBody>,
    /// Why there is none.
    pub(crate) reason: Option<String>,
    /// Without follow-up: the last day of the coordinator's mandate.
    pub(crate) mandate_until: Option<NaiveDate>,
}

impl Wire<FollowUpPlanBody> for FollowUpPlan {
    fn wire(&self) -> FollowUpPlanBody {
        match self {
            Self::Planned { date, place } => FollowUpPlanBody {
                kind: FollowUpKind::Planned,
                date: Some(*date),
                place: Some(place.wire()),
                reason: None,
                mandate_until: None,
            },
            Self::None { reason, mandate_until } => FollowUpPlanBody {
                kind: FollowUpKind::None,
                date: None,
                place: None,
                reason: Some(reason.wire()),
                mandate_until: Some(*mandate_until),
            },
        }
    }
}
