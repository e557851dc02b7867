//! Changes of the plan being written, and what the responsible say about their activities.

use crate::ids::{ActivityId, ContactPersonId, ContingencyId, ExcludedTopicId, GoalId, NeedId, PrincipalId};
use crate::model::{Activity, ContactPerson, Contingency, FollowUpPlan, Goal, Need, Resources};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The plain fields of the plan; absent ones stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftPatch {
    /// What matters to the individual.
    pub what_matters: Option<Text>,
    /// The individual's own overall goal.
    pub overall_goal: Option<Text>,
    /// The present, as the individual sees it.
    pub situation_individual: Option<Text>,
    /// The present, as the others see it.
    pub situation_others: Option<Text>,
    /// Resources.
    pub resources: Option<Resources>,
    /// Stated that nothing is foreseen.
    pub no_contingency_foreseen: Option<bool>,
    /// The principal with overall responsibility.
    pub principal_responsible: Option<PrincipalId>,
    /// Follow-up.
    pub follow_up: Option<FollowUpPlan>,
}

/// One change of the plan being written. An entry with an id the draft has replaces it, else it is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change", content = "with")]
pub enum DraftChange {
    /// Plain fields.
    Patch(DraftPatch),
    /// A need is added or replaced.
    PutNeed {
        /// The need.
        need: Need,
        /// An excluded topic it is linked to; refused.
        touches_topic: Option<ExcludedTopicId>,
    },
    /// A need is taken out.
    RemoveNeed(NeedId),
    /// A goal is added or replaced.
    PutGoal {
        /// The goal.
        goal: Goal,
        /// An excluded topic it is linked to; refused.
        touches_topic: Option<ExcludedTopicId>,
    },
    /// A goal is taken out.
    RemoveGoal(GoalId),
    /// An activity is added or replaced; its answer starts anew when another has to give it.
    PutActivity(Activity),
    /// An activity is taken out.
    RemoveActivity(ActivityId),
    /// A contingency entry is added or replaced.
    PutContingency(Contingency),
    /// A contingency entry is taken out.
    RemoveContingency(ContingencyId),
    /// A contact person is added or replaced.
    PutContactPerson(ContactPerson),
    /// A contact person is taken out.
    RemoveContactPerson(ContactPersonId),
}

/// What the responsible organisation says to a proposed activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityDecision {
    /// Yes.
    Accept,
    /// No.
    Reject {
        /// Why.
        reason: Text,
    },
    /// A decision is needed first (S0-52).
    Await {
        /// By when.
        due: NaiveDate,
    },
}

/// How an activity goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityProgress {
    /// Planned.
    Planned,
    /// Ongoing.
    Ongoing,
    /// Done.
    Completed,
    /// Not done.
    NotDone {
        /// Why.
        reason: Text,
    },
    /// Stopped.
    Stopped {
        /// Why.
        reason: Text,
    },
}
