//! Requests about whether and how the case goes on: urgency, discharge, attempts to reach, pause, voiding.

use super::build::{self, Build};
use crate::wire::codes::PauseCause;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sip_domain::command::{Command, DischargeInput, StandingCommand};
use sip_domain::text::Text;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// The case is urgent (brådskande).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"reason": "Greta blir utan boende på fredag och behöver vård och stöd samma dag."}))]
pub(crate) struct UrgencyRequest {
    /// Why; without a reason it is refused by rule.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
}

impl From<UrgencyRequest> for Command {
    fn from(given: UrgencyRequest) -> Self {
        Self::DeclareUrgency { reason: given.reason }
    }
}

/// What is known of a discharge (utskrivning). Fields left out stay as they were.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "readyAt": "2027-02-26T09:00:00Z",
    "fastVardkontakt": "01993b00-0006-7000-8000-000000000031",
    "municipalHealthCare": true
}))]
pub(crate) struct DischargeRequest {
    /// When notice came that the patient is ready to leave (utskrivningsklar); not in the future.
    ready_at: Option<DateTime<Utc>>,
    /// The assignment of the fast vårdkontakt in regional open care, who convenes.
    fast_vardkontakt: Option<Uuid>,
    /// Whether municipal health care takes part.
    municipal_health_care: Option<bool>,
}

impl DischargeRequest {
    /// Records it.
    pub(crate) fn command(self) -> Build {
        Box::new(move |lookup, _, _| {
            let contact = self.fast_vardkontakt.map(|contact| build::staff(lookup, contact, "/fastVardkontakt"));
            Ok(Command::RecordDischarge(Box::new(DischargeInput {
                ready_at: self.ready_at,
                fast_vardkontakt: contact.transpose()?,
                municipal_health_care: self.municipal_health_care,
            })))
        })
    }
}

/// An attempt to reach the individual (kontaktförsök).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"note": "Ringde två gånger och skickade brev. Inget svar."}))]
pub(crate) struct ContactAttemptRequest {
    /// How it went.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    note: Text,
}

impl From<ContactAttemptRequest> for Command {
    fn from(given: ContactAttemptRequest) -> Self {
        Self::Standing(StandingCommand::RecordContactAttempt { note: given.note })
    }
}

/// The case rests (vilande).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"cause": "capacity_reassessed", "note": "Läkaren bedömer på nytt om Maria kan samtycka."}))]
pub(crate) struct PauseRequest {
    /// Why; it has to hold now. `guardian_withdrew` follows from a withdrawal and is never sent.
    cause: PauseCause,
    /// In words; needed for `capacity_reassessed`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    note: Option<Text>,
}

impl From<PauseRequest> for Command {
    fn from(given: PauseRequest) -> Self {
        Self::Standing(StandingCommand::Pause { cause: Some(given.cause.into()), note: given.note })
    }
}

/// The case was opened by mistake (makulering).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"reason": "Ärendet öppnades för fel person: det gällde pappan."}))]
pub(crate) struct VoidingRequest {
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    reason: Text,
}

impl From<VoidingRequest> for Command {
    fn from(given: VoidingRequest) -> Self {
        Self::Standing(StandingCommand::RequestVoiding { reason: given.reason })
    }
}
