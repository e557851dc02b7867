//! The citizen's own signature, and the answer to an activity of one's own.

use super::activities::about;
use super::build::{Build, nothing_left, take};
use super::portal_own::{name, own_row};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use sip_domain::command::{ActivityDecision, Command};
use sip_domain::ids::ActivityId;
use sip_domain::model::SignatureMethod;
use sip_domain::text::Text;
use utoipa::ToSchema;
use validator::Validate;

/// How a citizen signs. On paper it is recorded by staff.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OwnSignatureKind {
    Electronic,
    Refused,
}

/// My signature (min underskrift), or that I will not sign.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"method": "electronic"}))]
pub(crate) struct OwnSignatureRequest {
    /// Signed here, or not signed.
    method: OwnSignatureKind,
    /// Why not; for `refused`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
}

impl OwnSignatureRequest {
    /// Signs as the invitee that the caller is, in the caller's name.
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        let method = match self.method {
            OwnSignatureKind::Electronic => SignatureMethod::Electronic,
            OwnSignatureKind::Refused => SignatureMethod::Refused { reason: take(&mut self.reason, "/reason")? },
        };
        nothing_left(&[("/reason", self.reason.is_some())])?;
        Ok(Box::new(move |lookup, case, _| {
            Ok(Command::Sign { invitee: own_row(lookup, case)?, name: name(lookup, case)?, method })
        }))
    }
}

/// Yes or no to something that the plan says I do.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OwnDecisionCode {
    Accept,
    Reject,
}

/// My answer to an activity of my own (en insats som jag själv ska göra).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"decision": "reject", "reason": "Jag orkar inte gå dit själv varje vecka."}))]
pub(crate) struct OwnActivityDecisionRequest {
    /// Yes or no.
    decision: OwnDecisionCode,
    /// Why not; for `reject`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10000)]
    reason: Option<Text>,
}

impl OwnActivityDecisionRequest {
    /// Answers.
    pub(crate) fn command(mut self, activity: ActivityId) -> Result<Build, Problem> {
        let decision = match self.decision {
            OwnDecisionCode::Accept => ActivityDecision::Accept,
            OwnDecisionCode::Reject => ActivityDecision::Reject { reason: take(&mut self.reason, "/reason")? },
        };
        nothing_left(&[("/reason", self.reason.is_some())])?;
        Ok(about(activity, Command::DecideActivity { activity, decision }))
    }
}
