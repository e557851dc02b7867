//! Requests of citizens beside those that staff makes too.

use super::build::{Build, found, nothing_left, plain, take};
use super::portal_own::name;
use crate::problem::Problem;
use crate::wire::codes::{ApprovalKind, OfferAnswer};
use serde::Deserialize;
use sip_domain::command::Command;
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
            Ok(Command::AnswerOffer { answer: self.answer.into(), answered_by: name(lookup, case)? })
        })
    }
}

/// The individual's yes or no (godkännande): to an invitee before the summons, or a yes to the open revision of the plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"kind": "invitee", "invitee": "01993b00-2007-7000-8000-000000090000"}))]
pub(crate) struct ApprovalRequest {
    /// What it is about.
    kind: ApprovalKind,
    /// Which invitee; for `invitee`.
    invitee: Option<Uuid>,
    /// Yes, which it is when left out, or no: the invitee is taken off the list. A revision is approved or left unanswered.
    approve: Option<bool>,
}

impl ApprovalRequest {
    /// Approves, or takes the invitee off the list.
    pub(crate) fn command(mut self) -> Result<Build, Problem> {
        match self.kind {
            ApprovalKind::Revision => {
                nothing_left(&[("/invitee", self.invitee.is_some()), ("/approve", self.approve == Some(false))])?;
                Ok(plain(Command::ApproveRevision))
            }
            ApprovalKind::Invitee => {
                let invitee = InviteeId(take(&mut self.invitee, "/invitee")?);
                Ok(Box::new(move |_, case, _| {
                    found(case.invitees.iter().any(|known| known.id == invitee))?;
                    Ok(match self.approve {
                        Some(false) => Command::RemoveInvitee { invitee },
                        Some(true) | None => Command::ApproveInvitee { invitee },
                    })
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
