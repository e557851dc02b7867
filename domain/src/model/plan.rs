//! The plan: what matters, needs, goals, activities, and the frozen versions (3.6 `PlanVersion`).

use crate::directory::{StaffRef, UnitRef};
use crate::ids::{ActivityId, ContactPersonId, ContingencyId, GoalId, NeedId, OrganisationId, PrincipalId, UnitId};
use crate::model::{LifeArea, Place};
use crate::text::{PersonName, ShortText, Text};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What the needs come from (S4-20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// Psykisk.
    Psychological,
    /// Fysisk.
    Physical,
    /// Social.
    Social,
}

/// A need (behov).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The need.
    pub id: NeedId,
    /// In words.
    pub text: Text,
    /// What it comes from.
    pub kind: NeedKind,
    /// Which life area; also the category of consent.
    pub life_area: LifeArea,
    /// The unit that wrote it; it always reads its own entries (3.5).
    pub entered_by: UnitId,
}

/// Long- or short-term (S1-41).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalTerm {
    /// Långsiktigt.
    Long,
    /// Kortsiktigt.
    Short,
}

/// A sub-goal (delmål) under one of the twelve headings (S3-25, S3-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubGoal {
    /// In words.
    pub text: Text,
    /// Which life area.
    pub life_area: LifeArea,
}

/// How far a goal was reached (S4-35).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttainmentLevel {
    /// Uppfyllt.
    Met,
    /// Delvis uppfyllt.
    Partly,
    /// Inte uppfyllt.
    NotMet,
}

/// Goal attainment, as noted at a follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attainment {
    /// The goal.
    pub goal: GoalId,
    /// How far.
    pub level: AttainmentLevel,
    /// In words.
    pub note: Option<Text>,
}

/// A goal (mål).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The goal.
    pub id: GoalId,
    /// The needs it answers to (S4-21).
    pub needs: Vec<NeedId>,
    /// Long- or short-term.
    pub term: GoalTerm,
    /// In words.
    pub text: Text,
    /// Which life area.
    pub life_area: LifeArea,
    /// Sub-goals.
    pub sub_goals: Vec<SubGoal>,
    /// The unit that wrote it.
    pub entered_by: UnitId,
}

/// Who answers for an activity: exactly one (S3-13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Responsible {
    /// A unit of the municipality, the region or another organisation.
    Unit {
        /// The unit.
        unit: UnitRef,
    },
    /// The individual.
    Individual,
    /// A relative.
    Relative {
        /// Who.
        name: PersonName,
    },
    /// Another actor, neither municipality nor region; marked as such in the plan (INV-34).
    OtherActor {
        /// Who.
        name: ShortText,
    },
}

impl Responsible {
    /// The unit, when one answers.
    pub fn unit(&self) -> Option<&UnitRef> {
        match self {
            Self::Unit { unit } => Some(unit),
            _ => None,
        }
    }
}

/// Where an activity stands (3.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ActivityStatus {
    /// Föreslagen: the organisation has not answered (S0-55).
    Proposed,
    /// Accepterad.
    Accepted {
        /// By whom.
        by: PersonName,
        /// When.
        at: DateTime<Utc>,
    },
    /// Avvisad.
    Rejected {
        /// Why.
        reason: Text,
        /// When.
        at: DateTime<Utc>,
    },
    /// Inväntar beslut (S0-52).
    AwaitingDecision {
        /// The organisation that decides.
        by: OrganisationId,
        /// By when.
        due: NaiveDate,
    },
    /// Planerad.
    Planned,
    /// Pågår.
    Ongoing,
    /// Genomförd.
    Completed {
        /// When.
        at: DateTime<Utc>,
    },
    /// Inte genomförd.
    NotDone {
        /// Why.
        reason: Text,
    },
    /// Avbruten.
    Stopped {
        /// Why.
        reason: Text,
    },
}

/// A note by the responsible organisation on its own activity (S0-41).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityNote {
    /// By whom.
    pub by: PersonName,
    /// When.
    pub at: DateTime<Utc>,
    /// In words.
    pub text: Text,
}

/// An activity (insats, åtgärd).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// The activity.
    pub id: ActivityId,
    /// The goals it serves.
    pub goals: Vec<GoalId>,
    /// What is done.
    pub what: Text,
    /// From when (S2-11).
    pub from: Option<NaiveDate>,
    /// Until when.
    pub to: Option<NaiveDate>,
    /// How often (S2-11).
    pub how_often: Option<ShortText>,
    /// Where (S2-11).
    pub place: Option<ShortText>,
    /// By whom (S3-13).
    pub responsible: Responsible,
    /// Contact person (S1-47).
    pub contact_person: Option<PersonName>,
    /// Where it stands.
    pub status: ActivityStatus,
    /// The unit that wrote it.
    pub entered_by: UnitId,
    /// Notes by the responsible organisation.
    pub notes: Vec<ActivityNote>,
}

impl Activity {
    /// Whether the activity counts as carried: accepted or beyond, or a decision is awaited by somebody named.
    pub fn is_answered(&self) -> bool {
        !matches!(self.status, ActivityStatus::Proposed | ActivityStatus::Rejected { .. })
    }
}

/// What to do in a foreseen situation (S1-40).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contingency {
    /// The entry.
    pub id: ContingencyId,
    /// The situation.
    pub situation: Text,
    /// How it shows.
    pub signs: Option<Text>,
    /// What to do.
    pub action: Text,
    /// Whom to call.
    pub contact: ShortText,
}

/// Whom to ask at an organisation (S1-47).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPerson {
    /// The entry.
    pub id: ContactPersonId,
    /// Organisation.
    pub organisation: ShortText,
    /// Name.
    pub name: PersonName,
    /// Telephone number.
    pub phone: Option<ShortText>,
}

/// The individual's resources under four headings (S4-19).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resources {
    /// Positive qualities.
    pub qualities: Option<Text>,
    /// Social network.
    pub network: Option<Text>,
    /// Motivation.
    pub motivation: Option<Text>,
    /// Physical conditions.
    pub physical: Option<Text>,
}

/// When the plan is followed up, or why not (S1-43, S0-54).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FollowUpPlan {
    /// A follow-up is planned.
    Planned {
        /// Which day.
        date: NaiveDate,
        /// Where.
        place: Place,
    },
    /// No follow-up, with reason and the coordinator's mandate period.
    None {
        /// Why.
        reason: Text,
        /// The coordinator's mandate runs until this day.
        mandate_until: NaiveDate,
    },
}

/// The content of a plan, draft or established.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanContent {
    /// What matters to the individual (S1-39).
    pub what_matters: Option<Text>,
    /// The individual's own overall goal (S4-18).
    pub overall_goal: Option<Text>,
    /// The present, as the individual sees it (S2-08).
    pub situation_individual: Option<Text>,
    /// The present, as the others see it.
    pub situation_others: Option<Text>,
    /// Resources.
    pub resources: Resources,
    /// Needs.
    pub needs: Vec<Need>,
    /// Goals.
    pub goals: Vec<Goal>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Contingency section.
    pub contingencies: Vec<Contingency>,
    /// Stated that nothing is foreseen (C16).
    pub no_contingency_foreseen: bool,
    /// Contact persons.
    pub contact_persons: Vec<ContactPerson>,
    /// The principal with overall responsibility (law's fourth point).
    pub principal_responsible: Option<PrincipalId>,
    /// Follow-up.
    pub follow_up: Option<FollowUpPlan>,
}

/// An established version: frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanVersion {
    /// 1, 2, 3 …
    pub number: u32,
    /// What was agreed. Statuses and notes of activities move on; all else is frozen.
    pub content: PlanContent,
    /// Who coordinated when it was established.
    pub coordinator: StaffRef,
    /// Who wrote it down (S4-32).
    pub documented_by: StaffRef,
    /// When it was established.
    pub established_at: DateTime<Utc>,
    /// When the next version took its place.
    pub superseded_at: Option<DateTime<Utc>>,
}

/// Why a coordinator's assignment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoordinatorEndReason {
    /// Left the employment (S4-33).
    LeftEmployment,
    /// Someone else took over.
    Changed,
    /// The mandate ended.
    Ended,
}

/// A coordinator with a mandate (S0-31).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinatorAssignment {
    /// Who.
    pub staff: StaffRef,
    /// The principal that answers for the coordinator's duties (S4-33).
    pub principal: PrincipalId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when; the follow-up by default.
    pub until: Option<NaiveDate>,
    /// Who appointed.
    pub appointed_by: PersonName,
    /// Telephone number shown in plan and portal (S4-28).
    pub phone: Option<ShortText>,
    /// When and why it ended.
    pub ended: Option<CoordinatorEnd>,
}

/// The end of a coordinator's assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinatorEnd {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: CoordinatorEndReason,
}
