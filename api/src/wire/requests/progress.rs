//! Requests while the plan runs, and when it ends.

use super::build::{self, Build, nothing_left, take};
use super::plan::FollowUpPlanRequest;
use crate::problem::Problem;
use crate::wire::codes::{AttainmentLevel, ClosureReason, DisagreementWay, FollowUpOutcome};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sip_domain::command::{Command, DisagreementInput, FollowUpInput, StandingCommand};
use sip_domain::ids::{ActivityId, DeviationId, DisagreementId, GoalId, MeetingId};
use sip_domain::model::{Attainment, OrganisationNote, StatusName};
use sip_domain::rules::Rule;
use sip_domain::text::Text;
use sip_persistence::BuildError;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// A deviation (avsteg) from the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"text": "Boendestödet har inte kommit de senaste två veckorna."}))]
pub(crate) struct DeviationRequest {
    /// The activity, if it is about one.
    activity: Option<Uuid>,
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
}

impl DeviationRequest {
    /// Reports it.
    pub(crate) fn command(self) -> Build {
        build::plain(Command::ReportDeviation { activity: self.activity.map(ActivityId), text: self.text })
    }
}

/// The coordinator's decision on a deviation.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"revise": true, "reason": "Stödet behöver läggas upp på ett annat sätt."}))]
pub(crate) struct DeviationDecisionRequest {
    /// Revise the plan, or leave it.
    revise: bool,
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    reason: Text,
}

impl DeviationDecisionRequest {
    /// Decides.
    pub(crate) fn command(self, deviation: DeviationId) -> Build {
        Box::new(move |_, case, _| {
            build::found(case.deviations.iter().any(|row| row.id == deviation))?;
            Ok(Command::DecideDeviation { deviation, revise: self.revise, reason: self.reason })
        })
    }
}

/// A material change of the individual's situation (väsentlig förändring).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"text": "Maria har fått en ny lägenhet och flyttar den 1 maj."}))]
pub(crate) struct MaterialChangeRequest {
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
}

impl MaterialChangeRequest {
    /// Reports it.
    pub(crate) fn command(self) -> Build {
        build::plain(Command::ReportMaterialChange { text: self.text })
    }
}

/// A disagreement (oenighet) between parties; it does not stop the rest of the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "about": "Vem som ska ge stödet i bostaden.",
    "way": "deliberation",
    "parties": ["01993b00-0003-7000-8000-000000000001", "01993b00-0003-7000-8000-000000000007"],
    "due": "2027-03-15",
    "individualView": "Jag vill bara veta vem jag ska ringa."
}))]
pub(crate) struct DisagreementRequest {
    /// What it is about.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    about: Text,
    /// How it is taken up.
    way: DisagreementWay,
    /// Between which units.
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    parties: Vec<Uuid>,
    /// By which day.
    due: NaiveDate,
    /// What the individual thinks.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    individual_view: Option<Text>,
}

impl DisagreementRequest {
    /// Opens it.
    pub(crate) fn command(self) -> Build {
        Box::new(move |lookup, _, _| {
            let parties = self.parties.into_iter().map(|unit| build::unit(lookup, unit, "/parties"));
            Ok(Command::OpenDisagreement(Box::new(DisagreementInput {
                parties: parties.collect::<Result<_, _>>()?,
                about: self.about,
                way: self.way.into(),
                due: self.due,
                individual_view: self.individual_view,
            })))
        })
    }
}

/// How a disagreement ended.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"resolved": true, "text": "Socialtjänsten ger boendestöd, psykiatrin handleder."}))]
pub(crate) struct OutcomeRequest {
    /// Resolved, or it remains and is noted.
    resolved: bool,
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
}

impl OutcomeRequest {
    /// Ends it.
    pub(crate) fn command(self, disagreement: DisagreementId) -> Build {
        Box::new(move |_, case, _| {
            build::found(case.disagreements.iter().any(|row| row.id == disagreement))?;
            Ok(Command::EndDisagreement { disagreement, resolved: self.resolved, text: self.text })
        })
    }
}

/// How far a goal was reached (måluppfyllelse).
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"goal": "01993b00-2013-7000-8000-000000280000", "level": "partly", "note": "Fungerar de flesta dagar."}))]
pub(crate) struct AttainmentRequest {
    /// The goal.
    goal: Uuid,
    /// How far.
    level: AttainmentLevel,
    /// In words.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
}

/// A party's note at a follow-up.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"unit": "01993b00-0003-7000-8000-000000000002", "text": "Dosetten delas varje vecka som planerat."}))]
pub(crate) struct OrganisationNoteRequest {
    /// Which unit.
    unit: Uuid,
    /// In words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
}

/// A follow-up (uppföljning) that was held.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "meeting": "01993b00-2013-7000-8000-000000500000",
    "attainments": [
        {"goal": "01993b00-2013-7000-8000-000000280000", "level": "partly", "note": "Fungerar de flesta dagar."},
        {"goal": "01993b00-2013-7000-8000-000000290000", "level": "met"}
    ],
    "organisationNotes": [{"unit": "01993b00-0003-7000-8000-000000000002", "text": "Dosetten delas varje vecka som planerat."}],
    "continuedNeed": true,
    "outcome": "continue",
    "next": {"kind": "planned", "date": "2027-12-01", "place": {"kind": "municipality", "text": "Kommunhuset, rum Björken"}}
}))]
pub(crate) struct FollowUpRequest {
    /// At which meeting.
    meeting: Uuid,
    /// How far each goal was reached.
    #[serde(default)]
    #[validate(length(max = 100), nested)]
    #[schema(max_items = 100)]
    attainments: Vec<AttainmentRequest>,
    /// The parties' notes.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    organisation_notes: Vec<OrganisationNoteRequest>,
    /// Whether coordination is still needed.
    continued_need: bool,
    /// What it led to; a follow-up without an outcome is refused by rule.
    outcome: Option<FollowUpOutcome>,
    /// The next follow-up, when the plan goes on.
    next: Option<FollowUpPlanRequest>,
}

impl FollowUpRequest {
    /// Records it.
    pub(crate) fn command(self) -> Result<Build, Problem> {
        let next = self.next.map(|next| next.parse("/next")).transpose()?;
        let attainments = self.attainments.into_iter().map(|row| Attainment {
            goal: GoalId(row.goal),
            level: row.level.into(),
            note: row.note,
        });
        let attainments = attainments.collect();
        Ok(Box::new(move |lookup, _, _| {
            let notes = self.organisation_notes.into_iter().map(|note| -> Result<_, BuildError> {
                Ok(OrganisationNote { unit: build::unit(lookup, note.unit, "/organisationNotes")?, text: note.text })
            });
            Ok(Command::RecordFollowUp(Box::new(FollowUpInput {
                meeting: MeetingId(self.meeting),
                organisation_notes: notes.collect::<Result<_, _>>()?,
                attainments,
                continued_need: self.continued_need,
                outcome: self.outcome.map(Into::into),
                next,
            })))
        }))
    }
}

/// What the caller's own unit says about ending the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"agrees": true, "note": "Målen är nådda för vår del."}))]
pub(crate) struct PartyAssessmentRequest {
    /// Whether it agrees.
    agrees: bool,
    /// In words.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
}

impl PartyAssessmentRequest {
    /// Says so.
    pub(crate) fn command(self) -> Build {
        build::plain(Command::AssessClosing { agrees: self.agrees, note: self.note })
    }
}

/// The individual was asked about ending the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"individualView": "Det känns bra, jag klarar mig själv nu."}))]
pub(crate) struct ConsultationRequest {
    /// What the individual thinks.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    individual_view: Option<Text>,
}

impl ConsultationRequest {
    /// Notes it.
    pub(crate) fn command(self) -> Build {
        build::plain(Command::ConsultOnClosing { individual_view: self.individual_view })
    }
}

/// The end (avslut) of a case.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"reason": "goals_met", "note": "Alla mål är nådda."}))]
pub(crate) struct ClosureRequest {
    /// Why. After a meeting without a plan: `no_need`, `consent_withdrawn`, `other`. When a plan is in force: `goals_met`,
    /// `no_longer_needed`, `replaced_by_new`. While the case rests: `consent_expired`. When nothing has happened for long:
    /// `inactive`. At any time: `deceased`, `moved`.
    reason: ClosureReason,
    /// Why, in words; needed when no plan came of the meeting.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
    /// The day it happened; for `deceased` and `moved`.
    happened_on: Option<NaiveDate>,
}

impl ClosureRequest {
    /// Closes the case: by what has happened (T23), for want of a consent (T21) or of life (T22), without a plan (T12), or
    /// after a follow-up (T17).
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        let reason = self.reason.into();
        if matches!(self.reason, ClosureReason::Deceased | ClosureReason::Moved) {
            let happened_on = take(&mut self.happened_on, "/happenedOn")?;
            nothing_left(&[("/note", self.note.is_some())])?;
            return Ok(build::plain(Command::CloseByEvent { reason, happened_on }));
        }
        nothing_left(&[("/happenedOn", self.happened_on.is_some())])?;
        match self.reason {
            ClosureReason::ConsentExpired => {
                return Ok(build::plain(Command::Standing(StandingCommand::CloseExpired { note: self.note })));
            }
            ClosureReason::Inactive => {
                return Ok(build::plain(Command::Standing(StandingCommand::CloseInactive { note: self.note })));
            }
            _ => {}
        }
        Ok(Box::new(move |_, case, _| {
            if case.status.name() != StatusName::MeetingHeld {
                return Ok(Command::Close { reason, note: self.note });
            }
            let note = self.note.ok_or(BuildError::Rule(Rule::ReasonMissing))?;
            Ok(Command::CloseWithoutPlan { reason, note })
        }))
    }
}
