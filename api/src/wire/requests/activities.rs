//! Requests about activities (insatser): what is planned, what the organisation answers, how it goes. And who holds the
//! plan together.

use super::build::{self, Build, nothing_left, take};
use super::plan::{edit, replaced, writer};
use crate::problem::{Generic, Problem};
use crate::wire::codes::{CoordinatorEndReason, ResponsibleKind, TriggerKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sip_domain::command::{ActivityDecision, ActivityProgress, Command, DraftChange};
use sip_domain::ids::{ActivityId, DeviationId, FollowUpId, GoalId, MaterialChangeId};
use sip_domain::model::{Activity, ActivityStatus, Responsible, RevisionTrigger};
use sip_domain::text::{PersonName, ShortText, Text};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// A command about the activity that the path names, of the draft or of the plan in force; 404 when there is none.
pub(super) fn about(activity: ActivityId, command: Command) -> Build {
    Box::new(move |_, case, _| {
        let plans = case.draft.iter().chain(case.versions.last().map(|version| &version.content));
        build::found(plans.flat_map(|plan| &plan.activities).any(|held| held.id == activity))?;
        Ok(command)
    })
}

/// Who answers for an activity: exactly one.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "unit", "unit": "01993b00-0003-7000-8000-000000000001"}))]
pub(crate) struct ResponsibleRequest {
    /// What kind; decides which of the other fields must be there.
    kind: ResponsibleKind,
    /// The unit; for `unit`.
    unit: Option<Uuid>,
    /// Name; for `relative` and `other_actor`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    name: Option<ShortText>,
}

/// Who answers, before the unit is looked up.
enum Who {
    Unit(Uuid),
    Other(Responsible),
}

impl ResponsibleRequest {
    fn parse(mut self) -> Result<Who, Problem> {
        let who = match self.kind {
            ResponsibleKind::Unit => Who::Unit(take(&mut self.unit, "/responsible/unit")?),
            ResponsibleKind::Individual => Who::Other(Responsible::Individual),
            ResponsibleKind::Relative => {
                let name = PersonName::parse(take(&mut self.name, "/responsible/name")?);
                let name = name.map_err(|_| Problem::invalid("/responsible/name", Generic::FIELD_LENGTH))?;
                Who::Other(Responsible::Relative { name })
            }
            ResponsibleKind::OtherActor => {
                Who::Other(Responsible::OtherActor { name: take(&mut self.name, "/responsible/name")? })
            }
        };
        nothing_left(&[("/responsible/unit", self.unit.is_some()), ("/responsible/name", self.name.is_some())])?;
        Ok(who)
    }
}

/// An activity (insats).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "goals": ["01993b00-2011-7000-8000-000000280000"],
    "what": "Boendestöd som hjälper till med morgonrutiner och medicin.",
    "from": "2027-04-01",
    "to": "2027-09-30",
    "howOften": "Två gånger i veckan",
    "place": "Hemma hos Maria",
    "responsible": {"kind": "unit", "unit": "01993b00-0003-7000-8000-000000000001"},
    "contactPerson": "Karin Testlund"
}))]
pub(crate) struct ActivityRequest {
    /// The goals it serves.
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    goals: Vec<Uuid>,
    /// What is done.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    what: Text,
    /// From which day.
    from: Option<NaiveDate>,
    /// Until which day.
    to: Option<NaiveDate>,
    /// How often.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    how_often: Option<ShortText>,
    /// Where.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    place: Option<ShortText>,
    /// By whom.
    responsible: ResponsibleRequest,
    /// Contact person.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    contact_person: Option<PersonName>,
}

impl ActivityRequest {
    /// Adds the activity, or replaces the one with `id`.
    pub(crate) fn command(self, id: Option<ActivityId>) -> Result<Build, Problem> {
        let who = self.responsible.parse()?;
        Ok(Box::new(move |lookup, case, seed| {
            replaced(case, id, |draft, id| draft.activities.iter().any(|activity| activity.id == id))?;
            let responsible = match who {
                Who::Unit(unit) => Responsible::Unit { unit: build::unit(lookup, unit, "/responsible/unit")? },
                Who::Other(responsible) => responsible,
            };
            Ok(edit(DraftChange::PutActivity(Activity {
                id: id.unwrap_or(ActivityId(seed.nth(0))),
                goals: self.goals.into_iter().map(GoalId).collect(),
                what: self.what,
                from: self.from,
                to: self.to,
                how_often: self.how_often,
                place: self.place,
                responsible,
                contact_person: self.contact_person,
                // The domain decides on the status and keeps the notes.
                status: ActivityStatus::Proposed,
                entered_by: writer(lookup)?,
                notes: Vec::new(),
            })))
        }))
    }
}

/// What an organisation says to an activity that is proposed for it.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DecisionCode {
    Accept,
    Reject,
    Await,
}

/// The responsible organisation's answer to a proposed activity.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"decision": "await", "due": "2027-03-25"}))]
pub(crate) struct ActivityDecisionRequest {
    /// Yes, no, or a formal decision is needed first.
    decision: DecisionCode,
    /// Why not; for `reject`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
    /// By which day the decision comes; for `await`.
    due: Option<NaiveDate>,
}

impl ActivityDecisionRequest {
    /// Answers.
    pub(crate) fn command(mut self, activity: ActivityId) -> Result<Build, Problem> {
        let decision = match self.decision {
            DecisionCode::Accept => ActivityDecision::Accept,
            DecisionCode::Reject => ActivityDecision::Reject { reason: take(&mut self.reason, "/reason")? },
            DecisionCode::Await => ActivityDecision::Await { due: take(&mut self.due, "/due")? },
        };
        nothing_left(&[("/reason", self.reason.is_some()), ("/due", self.due.is_some())])?;
        Ok(about(activity, Command::DecideActivity { activity, decision }))
    }
}

/// How an activity goes.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProgressCode {
    Planned,
    Ongoing,
    Completed,
    NotDone,
    Stopped,
}

/// How the responsible organisation's activity goes.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"state": "ongoing", "note": "Boendestödet började den 3 april."}))]
pub(crate) struct ActivityStatusRequest {
    /// Where it stands.
    state: ProgressCode,
    /// Why; for `not_done` and `stopped`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
    /// A note for the follow-up.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
}

impl ActivityStatusRequest {
    /// Tells how it goes.
    pub(crate) fn command(mut self, activity: ActivityId) -> Result<Build, Problem> {
        let progress = match self.state {
            ProgressCode::Planned => ActivityProgress::Planned,
            ProgressCode::Ongoing => ActivityProgress::Ongoing,
            ProgressCode::Completed => ActivityProgress::Completed,
            ProgressCode::NotDone => ActivityProgress::NotDone { reason: take(&mut self.reason, "/reason")? },
            ProgressCode::Stopped => ActivityProgress::Stopped { reason: take(&mut self.reason, "/reason")? },
        };
        nothing_left(&[("/reason", self.reason.is_some())])?;
        Ok(about(activity, Command::UpdateActivity { activity, progress, note: self.note }))
    }
}

/// What a revision is founded on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "deviation", "id": "01993b00-2015-7000-8000-000000600000"}))]
pub(crate) struct TriggerRequest {
    /// Follow-up, deviation or material change.
    kind: TriggerKind,
    /// Which one.
    id: Uuid,
}

/// A revision (revidering) to open.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"trigger": {"kind": "deviation", "id": "01993b00-2015-7000-8000-000000600000"}}))]
pub(crate) struct RevisionRequest {
    /// What it is founded on.
    trigger: TriggerRequest,
}

impl RevisionRequest {
    /// Opens the revision.
    pub(crate) fn command(self) -> Build {
        let TriggerRequest { kind, id } = self.trigger;
        let trigger = match kind {
            TriggerKind::FollowUp => RevisionTrigger::FollowUp(FollowUpId(id)),
            TriggerKind::Deviation => RevisionTrigger::Deviation(DeviationId(id)),
            TriggerKind::MaterialChange => RevisionTrigger::MaterialChange(MaterialChangeId(id)),
        };
        build::plain(Command::OpenRevision { trigger })
    }
}

/// Why a revision is thrown away.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"reason": "Maria vill behålla planen som den är."}))]
pub(crate) struct DiscardingRequest {
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    reason: Text,
}

impl DiscardingRequest {
    /// Throws it away.
    pub(crate) fn command(self) -> Build {
        build::plain(Command::DiscardRevision { reason: self.reason })
    }
}

/// A coordinator (samordnare) to appoint.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"assignment": "01993b00-0006-7000-8000-000000000011", "until": "2027-06-15", "phone": "010-000 00 11"}))]
pub(crate) struct CoordinatorRequest {
    /// The coordinator's assignment.
    assignment: Uuid,
    /// The mandate's last day; the follow-up when absent.
    until: Option<NaiveDate>,
    /// Telephone number for the individual.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    phone: Option<ShortText>,
}

impl CoordinatorRequest {
    /// Appoints.
    pub(crate) fn command(self) -> Build {
        Box::new(move |lookup, _, _| {
            let staff = build::staff(lookup, self.assignment, "/assignment")?;
            Ok(Command::AppointCoordinator { staff, until: self.until, phone: self.phone })
        })
    }
}

/// Why the coordinator leaves the task.
#[derive(Deserialize, Validate, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CoordinatorEndQuery {
    /// Why; `ended` when nothing is said, as when a link is followed as it stands.
    #[param(inline, example = "left_employment")]
    reason: Option<CoordinatorEndReason>,
}

impl CoordinatorEndQuery {
    /// Ends the assignment.
    pub(crate) fn command(&self) -> Build {
        build::plain(Command::EndCoordinator { reason: self.reason.unwrap_or(CoordinatorEndReason::Ended).into() })
    }
}
