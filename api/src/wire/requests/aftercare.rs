//! Requests about what follows the meeting: signatures, copies, records, understanding, survey.

use super::build::{self, Build, nothing_left, take};
use crate::problem::Problem;
use crate::wire::codes::{DeliveryChannel, RecipientKind, RecordTaskEndKind, SignatureKind};
use serde::{Deserialize, Serialize};
use sip_domain::command::{Command, UnderstandingInput};
use sip_domain::ids::{DeliveryId, InviteeId, RecordTaskId};
use sip_domain::model::{DeliveryTo, RecordTaskEnd, SignatureMethod, SurveyState};
use sip_domain::text::{PersonName, ShortText, Text};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// A signature (underskrift), or that somebody declined to sign.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"invitee": "01993b00-2010-7000-8000-000000100000", "name": "Maria Test", "method": "paper"}))]
pub(crate) struct SignatureRequest {
    /// Who, as invitee of the meeting.
    invitee: Uuid,
    /// Name as signed.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: PersonName,
    /// How. A refusal is noted, never faked.
    method: SignatureKind,
    /// Why not; for `refused`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
}

impl SignatureRequest {
    /// Signs.
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        let method = match self.method {
            SignatureKind::Paper => SignatureMethod::Paper,
            SignatureKind::Electronic => SignatureMethod::Electronic,
            SignatureKind::Refused => SignatureMethod::Refused { reason: take(&mut self.reason, "/reason")? },
        };
        nothing_left(&[("/reason", self.reason.is_some())])?;
        Ok(build::plain(Command::Sign { invitee: InviteeId(self.invitee), name: self.name, method }))
    }
}

/// Somebody more who is to have the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "relative", "name": "Lisa Test"}))]
pub(crate) struct DeliveryRequest {
    /// To whom; decides which of the other fields must be there. A relative only with the individual's recorded wish.
    kind: RecipientKind,
    /// The unit; for `unit`.
    unit: Option<Uuid>,
    /// Name; for `relative` and `participant`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    name: Option<PersonName>,
}

impl DeliveryRequest {
    /// Puts a row on the ledger.
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        let to = match self.kind {
            RecipientKind::Unit => {
                let unit = take(&mut self.unit, "/unit")?;
                nothing_left(&[("/name", self.name.is_some())])?;
                return Ok(Box::new(move |lookup, _, _| {
                    Ok(Command::AddDelivery { to: DeliveryTo::Unit { unit: build::unit(lookup, unit, "/unit")? } })
                }));
            }
            RecipientKind::Individual => DeliveryTo::Individual,
            RecipientKind::Relative => DeliveryTo::Relative { name: take(&mut self.name, "/name")? },
            RecipientKind::Participant => DeliveryTo::Participant { name: take(&mut self.name, "/name")? },
        };
        nothing_left(&[("/unit", self.unit.is_some()), ("/name", self.name.is_some())])?;
        Ok(build::plain(Command::AddDelivery { to }))
    }
}

/// The plan was handed over.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"channel": "hand"}))]
pub(crate) struct HandoverRequest {
    /// How.
    channel: DeliveryChannel,
}

impl HandoverRequest {
    /// Notes the handing over.
    pub(crate) fn command(self, delivery: DeliveryId) -> Build {
        Box::new(move |_, case, _| {
            build::found(case.deliveries.iter().any(|row| row.id == delivery))?;
            Ok(Command::RecordDelivery { delivery, channel: self.channel.into() })
        })
    }
}

/// How a record-keeping task ended.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "done", "reference": "Anteckning 2027-03-04"}))]
pub(crate) struct CompletionRequest {
    /// Written down, or not to be written there.
    kind: RecordTaskEndKind,
    /// The note's reference in the organisation's own record; for `done`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    reference: Option<ShortText>,
    /// Why not; for `not_applicable`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
}

impl CompletionRequest {
    /// Settles the task.
    pub(crate) fn command(mut self, task: RecordTaskId) -> Result<Build, Problem> {
        let end = match self.kind {
            RecordTaskEndKind::Done => RecordTaskEnd::Done { reference: self.reference.take() },
            RecordTaskEndKind::NotApplicable => {
                RecordTaskEnd::NotApplicable { reason: take(&mut self.reason, "/reason")? }
            }
        };
        nothing_left(&[("/reference", self.reference.is_some()), ("/reason", self.reason.is_some())])?;
        Ok(Box::new(move |_, case, _| {
            build::found(case.record_tasks.iter().any(|row| row.id == task))?;
            Ok(Command::SettleRecordTask { task, end })
        }))
    }
}

/// The coordinator has made sure that the individual understood the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"what": true, "why": true, "byWhom": true, "note": "Gick igenom planen hemma hos Maria i lugn och ro."}))]
pub(crate) struct UnderstandingRequest {
    /// What is to be done was understood.
    what: bool,
    /// Why was understood.
    why: bool,
    /// By whom was understood.
    by_whom: bool,
    /// In words.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
}

impl UnderstandingRequest {
    /// Confirms.
    pub(crate) fn command(self) -> Build {
        build::plain(Command::ConfirmUnderstanding(UnderstandingInput {
            what: self.what,
            why: self.why,
            by_whom: self.by_whom,
            note: self.note,
        }))
    }
}

/// How the offer of the survey ended.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SurveyEnd {
    Answered,
    Declined,
}

/// The survey was answered or declined. No answers are stored here.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"state": "answered"}))]
pub(crate) struct SurveyRequest {
    /// Which.
    state: SurveyEnd,
}

impl SurveyRequest {
    /// Notes it.
    pub(crate) fn command(self) -> Build {
        let state = match self.state {
            SurveyEnd::Answered => SurveyState::Answered,
            SurveyEnd::Declined => SurveyState::Declined,
        };
        build::plain(Command::SettleSurvey { state })
    }
}
