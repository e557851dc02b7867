//! Requests about the plan being written (utkast).

use super::build::{self, Build, nothing_left, take};
use super::meetings::PlaceRequest;
use crate::problem::Problem;
use crate::wire::codes::{FollowUpKind, GoalTerm, LifeArea, NeedKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sip_domain::command::{Command, DraftChange, DraftPatch};
use sip_domain::ids::{
    ActivityId, ContactPersonId, ContingencyId, ExcludedTopicId, GoalId, NeedId, PrincipalId, UnitId,
};
use sip_domain::model::{
    ContactPerson, Contingency, FollowUpPlan, Goal, Need, PlanContent, Resources, SipCase, SubGoal,
};
use sip_domain::rules::Rule;
use sip_domain::text::{PersonName, ShortText, Text};
use sip_persistence::{BuildError, Lookup};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// The individual's resources; replaces all four.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"qualities": "Envis och varm.", "network": "Dottern och en granne.", "motivation": "Vill klara sig själv.", "physical": "Orkar korta promenader."}))]
pub(crate) struct ResourcesRequest {
    /// Positive qualities.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    qualities: Option<Text>,
    /// Social network.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    network: Option<Text>,
    /// Motivation.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    motivation: Option<Text>,
    /// Physical conditions.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    physical: Option<Text>,
}

impl From<ResourcesRequest> for Resources {
    fn from(given: ResourcesRequest) -> Self {
        Self {
            qualities: given.qualities,
            network: given.network,
            motivation: given.motivation,
            physical: given.physical,
        }
    }
}

/// When the plan is followed up (uppföljning), or why not.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "planned", "date": "2027-06-15", "place": {"kind": "municipality", "text": "Kommunhuset, rum Björken"}}))]
pub(crate) struct FollowUpPlanRequest {
    /// Planned or none; decides which of the other fields must be there.
    kind: FollowUpKind,
    /// Which day; for `planned`.
    date: Option<NaiveDate>,
    /// Where; for `planned`.
    place: Option<PlaceRequest>,
    /// Why not; for `none`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
    /// The last day of the coordinator's mandate; for `none`.
    mandate_until: Option<NaiveDate>,
}

impl FollowUpPlanRequest {
    /// The domain's own shape.
    pub(crate) fn parse(mut self, at: &str) -> Result<FollowUpPlan, Problem> {
        let [date, place, reason, mandate] =
            ["date", "place", "reason", "mandateUntil"].map(|field| format!("{at}/{field}"));
        let plan = match self.kind {
            FollowUpKind::Planned => FollowUpPlan::Planned {
                date: take(&mut self.date, &date)?,
                place: take(&mut self.place, &place)?.into(),
            },
            FollowUpKind::None => FollowUpPlan::None {
                reason: take(&mut self.reason, &reason)?,
                mandate_until: take(&mut self.mandate_until, &mandate)?,
            },
        };
        nothing_left(&[
            (&date, self.date.is_some()),
            (&place, self.place.is_some()),
            (&reason, self.reason.is_some()),
            (&mandate, self.mandate_until.is_some()),
        ])?;
        Ok(plan)
    }
}

/// The plain fields of the plan; absent ones stay as they are.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "whatMatters": "Att få bo kvar hemma och orka vara med min dotter.",
    "overallGoal": "En lugn vardag utan inläggningar.",
    "situationIndividual": "Jag glömmer mediciner och blir trött av alla kontakter.",
    "situationOthers": "Flera insatser pågår utan att någon håller ihop dem.",
    "resources": {"qualities": "Envis och varm.", "network": "Dottern och en granne."},
    "principalResponsible": "01993b00-0001-7000-8000-000000000001",
    "followUp": {"kind": "planned", "date": "2027-06-15", "place": {"kind": "municipality", "text": "Kommunhuset, rum Björken"}}
}))]
pub(crate) struct DraftPatchRequest {
    /// What matters to the individual.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    what_matters: Option<Text>,
    /// The individual's own overall goal.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    overall_goal: Option<Text>,
    /// The present, as the individual sees it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    situation_individual: Option<Text>,
    /// The present, as the others see it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    situation_others: Option<Text>,
    /// Resources.
    resources: Option<ResourcesRequest>,
    /// States that no difficult situation is foreseen.
    no_contingency_foreseen: Option<bool>,
    /// The principal (huvudman) with overall responsibility for the plan.
    principal_responsible: Option<Uuid>,
    /// Follow-up.
    follow_up: Option<FollowUpPlanRequest>,
}

impl DraftPatchRequest {
    /// Changes the plain fields.
    pub(crate) fn command(self) -> Result<Build, Problem> {
        let follow_up = self.follow_up.map(|plan| plan.parse("/followUp")).transpose()?;
        Ok(Box::new(move |lookup, _, _| {
            let principal_responsible = self.principal_responsible.map(PrincipalId);
            if let Some(principal) = principal_responsible
                && !lookup.principal(principal)?
            {
                return Err(BuildError::UnknownReference { pointer: "/principalResponsible" });
            }
            Ok(edit(DraftChange::Patch(DraftPatch {
                what_matters: self.what_matters,
                overall_goal: self.overall_goal,
                situation_individual: self.situation_individual,
                situation_others: self.situation_others,
                resources: self.resources.map(Into::into),
                no_contingency_foreseen: self.no_contingency_foreseen,
                principal_responsible,
                follow_up,
            })))
        }))
    }
}

pub(super) fn edit(change: DraftChange) -> Command {
    Command::EditDraft(Box::new(change))
}

/// 404 when an entry is to be replaced that the draft does not have: ids are made here, not by the client.
pub(super) fn replaced<I>(
    case: &SipCase,
    id: Option<I>,
    has: impl FnOnce(&PlanContent, I) -> bool,
) -> Result<(), BuildError> {
    let Some(id) = id else { return Ok(()) };
    build::found(case.draft.as_ref().is_some_and(|draft| has(draft, id)))
}

/// The unit that writes.
pub(super) fn writer(lookup: &Lookup<'_>) -> Result<UnitId, BuildError> {
    let unit = lookup.actor().staff().map(|staff| staff.unit.id);
    unit.ok_or(BuildError::Rule(Rule::RolePermissionMissing))
}

/// A need (behov).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"text": "Maria behöver hjälp att komma ihåg sina mediciner.", "kind": "psychological", "lifeArea": "health"}))]
pub(crate) struct NeedRequest {
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
    /// What it comes from.
    kind: NeedKind,
    /// Which life area; also the category of consent that decides who reads it.
    life_area: LifeArea,
    /// A topic that the individual does not want raised and that this touches; such a need is refused.
    touches_topic: Option<Uuid>,
}

impl NeedRequest {
    /// Adds the need, or replaces the one with `id`.
    pub(crate) fn command(self, id: Option<NeedId>) -> Build {
        Box::new(move |lookup, case, seed| {
            replaced(case, id, |draft, id| draft.needs.iter().any(|need| need.id == id))?;
            let need = Need {
                id: id.unwrap_or(NeedId(seed.nth(0))),
                text: self.text,
                kind: self.kind.into(),
                life_area: self.life_area.into(),
                entered_by: writer(lookup)?,
            };
            Ok(edit(DraftChange::PutNeed { need, touches_topic: self.touches_topic.map(ExcludedTopicId) }))
        })
    }
}

/// A sub-goal (delmål).
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"text": "Ta medicinen varje morgon i fyra veckor.", "lifeArea": "health"}))]
pub(crate) struct SubGoalRequest {
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
    /// Which life area.
    life_area: LifeArea,
}

/// A goal (mål).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "needs": ["01993b00-2011-7000-8000-000000270000"],
    "term": "long",
    "text": "Maria tar sina mediciner och känner sig trygg hemma.",
    "lifeArea": "health",
    "subGoals": [{"text": "Ta medicinen varje morgon i fyra veckor.", "lifeArea": "health"}]
}))]
pub(crate) struct GoalRequest {
    /// The needs it answers to.
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    needs: Vec<Uuid>,
    /// Long- or short-term.
    term: GoalTerm,
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
    /// Which life area.
    life_area: LifeArea,
    /// Sub-goals.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    sub_goals: Vec<SubGoalRequest>,
    /// A topic that the individual does not want raised and that this touches; such a goal is refused.
    touches_topic: Option<Uuid>,
}

impl GoalRequest {
    /// Adds the goal, or replaces the one with `id`.
    pub(crate) fn command(self, id: Option<GoalId>) -> Build {
        let sub_goals =
            self.sub_goals.into_iter().map(|sub| SubGoal { text: sub.text, life_area: sub.life_area.into() });
        let sub_goals = sub_goals.collect();
        Box::new(move |lookup, case, seed| {
            replaced(case, id, |draft, id| draft.goals.iter().any(|goal| goal.id == id))?;
            let goal = Goal {
                id: id.unwrap_or(GoalId(seed.nth(0))),
                needs: self.needs.into_iter().map(NeedId).collect(),
                term: self.term.into(),
                text: self.text,
                life_area: self.life_area.into(),
                sub_goals,
                entered_by: writer(lookup)?,
            };
            Ok(edit(DraftChange::PutGoal { goal, touches_topic: self.touches_topic.map(ExcludedTopicId) }))
        })
    }
}

/// What to do in a foreseen situation (krisplan, åtgärder vid försämring).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "situation": "Maria sover inte på flera nätter.",
    "signs": "Svarar inte i telefon, äter dåligt.",
    "action": "Ring vårdcentralen samma dag och be om en tid.",
    "contact": "Vårdcentralen, 010-000 00 00"
}))]
pub(crate) struct ContingencyRequest {
    /// The situation.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    situation: Text,
    /// How it shows.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    signs: Option<Text>,
    /// What to do.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    action: Text,
    /// Whom to call.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    contact: ShortText,
}

impl ContingencyRequest {
    /// Adds the entry, or replaces the one with `id`.
    pub(crate) fn command(self, id: Option<ContingencyId>) -> Build {
        Box::new(move |_, case, seed| {
            replaced(case, id, |draft, id| draft.contingencies.iter().any(|entry| entry.id == id))?;
            Ok(edit(DraftChange::PutContingency(Contingency {
                id: id.unwrap_or(ContingencyId(seed.nth(0))),
                situation: self.situation,
                signs: self.signs,
                action: self.action,
                contact: self.contact,
            })))
        })
    }
}

/// Whom to ask at an organisation (kontaktperson).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"organisation": "Regionens vårdcentral", "name": "Anna Vårdcentral", "phone": "010-000 00 00"}))]
pub(crate) struct ContactPersonRequest {
    /// Organisation.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    organisation: ShortText,
    /// Name.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// Telephone number.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    phone: Option<ShortText>,
}

impl ContactPersonRequest {
    /// Adds the contact person, or replaces the one with `id`.
    pub(crate) fn command(self, id: Option<ContactPersonId>) -> Build {
        Box::new(move |_, case, seed| {
            replaced(case, id, |draft, id| draft.contact_persons.iter().any(|person| person.id == id))?;
            Ok(edit(DraftChange::PutContactPerson(ContactPerson {
                id: id.unwrap_or(ContactPersonId(seed.nth(0))),
                organisation: self.organisation,
                name: self.name,
                phone: self.phone,
            })))
        })
    }
}

/// An entry of the draft that is taken out.
#[derive(Clone, Copy)]
pub(crate) enum Removed {
    Need(NeedId),
    Goal(GoalId),
    Activity(ActivityId),
    Contingency(ContingencyId),
    ContactPerson(ContactPersonId),
}

impl Removed {
    /// Takes the entry out.
    pub(crate) fn command(self) -> Build {
        Box::new(move |_, case, _| {
            let draft = case.draft.as_ref().ok_or(BuildError::Rule(Rule::NotFound))?;
            let (found, change) = match self {
                Self::Need(id) => (draft.needs.iter().any(|it| it.id == id), DraftChange::RemoveNeed(id)),
                Self::Goal(id) => (draft.goals.iter().any(|it| it.id == id), DraftChange::RemoveGoal(id)),
                Self::Activity(id) => (draft.activities.iter().any(|it| it.id == id), DraftChange::RemoveActivity(id)),
                Self::Contingency(id) => {
                    (draft.contingencies.iter().any(|it| it.id == id), DraftChange::RemoveContingency(id))
                }
                Self::ContactPerson(id) => {
                    (draft.contact_persons.iter().any(|it| it.id == id), DraftChange::RemoveContactPerson(id))
                }
            };
            build::found(found)?;
            Ok(edit(change))
        })
    }
}
