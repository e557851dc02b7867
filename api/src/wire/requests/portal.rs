//! Requests of citizens beside those that staff makes too.

use super::build::{Build, found, nothing_left, plain, take};
use crate::problem::Problem;
use crate::wire::codes::{ApprovalKind, OfferAnswer};
use serde::Deserialize;
use sip_domain::command::Command;
use sip_domain::context::Actor;
use sip_domain::ids::InviteeId;
use sip_domain::text::Text;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// The individual's own answer to the offer (svar på erbjudandet).
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"answer": "accepted"}))]
pub(crate) struct OwnOfferAnswerRequest {
    /// Yes or no. No closes the case.
    answer: OfferAnswer,
}

impl OwnOfferAnswerRequest {
    /// Answers in the name that the register or the case has for the caller.
    pub(crate) fn command(self) -> Build {
        Box::new(move |lookup, case, _| {
            let known = match lookup.actor() {
                Actor::Citizen { citizen } if citizen.person != case.person.id => citizen.name.clone(),
                _ => None,
            };
            let answered_by = known.unwrap_or_else(|| case.person.name.clone());
            Ok(Command::AnswerOffer { answer: self.answer.into(), answered_by })
        })
    }
}

/// The individual approves (godkännande): an invitee, or the open revision of the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "invitee", "invitee": "01993b00-2007-7000-8000-000000090000"}))]
pub(crate) struct ApprovalRequest {
    /// What is approved.
    kind: ApprovalKind,
    /// Which invitee; for `invitee`.
    invitee: Option<Uuid>,
}

impl ApprovalRequest {
    /// Approves.
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        match self.kind {
            ApprovalKind::Revision => {
                nothing_left(&[("/invitee", self.invitee.is_some())])?;
                Ok(plain(Command::ApproveRevision))
            }
            ApprovalKind::Invitee => {
                let invitee = InviteeId(take(&mut self.invitee, "/invitee")?);
                Ok(Box::new(move |_, case, _| {
                    found(case.invitees.iter().any(|known| known.id == invitee))?;
                    Ok(Command::ApproveInvitee { invitee })
                }))
            }
        }
    }
}

/// The individual's objection (avvikande mening), kept with the case for ever.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"text": "Jag håller inte med om att hemtjänsten räcker en gång om dagen."}))]
pub(crate) struct ObjectionRequest {
    /// In the individual's words.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    text: Text,
}

impl From<ObjectionRequest> for Command {
    fn from(given: ObjectionRequest) -> Self {
        Self::Object { text: given.text }
    }
}
