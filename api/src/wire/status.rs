//! Where a case stands, and why.

use super::codes::{ClosureReason, PauseCause, StatusName, TriggerKind};
use super::common::{ActorBody, StaffBody};
use super::{Wire, shape};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sip_domain::model::{self, Status};
use utoipa::ToSchema;
use uuid::Uuid;

shape! {
    /// The end of a case.
    ClosureBody of model::Closure {
        /// Why.
        reason: ClosureReason,
        /// More about why.
        note: Option<String>,
        /// When it was closed.
        at: DateTime<Utc>,
        /// The day it happened, for a death or a move.
        happened_on: Option<NaiveDate>,
        /// Who closed it.
        by: ActorBody,
        /// What the individual thinks of it.
        individual_view: Option<String>,
    }

    /// A refusal to make a SIP (nekad SIP).
    RefusalBody of model::RefusalOfSip {
        /// Why.
        reason: String,
        /// Who decided.
        decided_by: StaffBody,
        /// When.
        decided_at: DateTime<Utc>,
        /// When the individual was told.
        individual_informed_at: DateTime<Utc>,
    }

    /// A case opened by mistake.
    VoidingBody of model::Voiding {
        /// Why.
        reason: String,
        /// Who asked for it.
        first: StaffBody,
        /// Who confirmed it.
        second: StaffBody,
        /// When it was confirmed.
        at: DateTime<Utc>,
    }
}

/// What a revision is founded on.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct TriggerBody {
    /// Follow-up, deviation or material change.
    pub(crate) kind: TriggerKind,
    /// Which one.
    pub(crate) id: Uuid,
}

impl Wire<TriggerBody> for model::RevisionTrigger {
    fn wire(&self) -> TriggerBody {
        let (kind, id) = match self {
            Self::FollowUp(id) => (TriggerKind::FollowUp, id.0),
            Self::Deviation(id) => (TriggerKind::Deviation, id.0),
            Self::MaterialChange(id) => (TriggerKind::MaterialChange, id.0),
        };
        TriggerBody { kind, id }
    }
}

/// A pause (vilande): sharing has stopped.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PauseBody {
    /// Why.
    pub(crate) cause: PauseCause,
    /// Since when.
    pub(crate) since: DateTime<Utc>,
    /// The state to return to.
    pub(crate) resume_to: StatusName,
}

/// Where a case stands. What belongs to the state is filled in, the rest is absent.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatusBody {
    /// The state.
    pub(crate) code: StatusName,
    /// The meeting that is summoned to or was held.
    pub(crate) meeting: Option<Uuid>,
    /// What the open revision is founded on.
    pub(crate) trigger: Option<TriggerBody>,
    /// The pause.
    pub(crate) pause: Option<PauseBody>,
    /// The end.
    pub(crate) closure: Option<ClosureBody>,
    /// The refusal.
    pub(crate) refusal: Option<RefusalBody>,
    /// When the individual said no.
    pub(crate) declined_at: Option<DateTime<Utc>>,
    /// The voiding.
    pub(crate) voiding: Option<VoidingBody>,
}

impl Wire<StatusBody> for Status {
    fn wire(&self) -> StatusBody {
        let mut body = StatusBody {
            code: self.name().into(),
            meeting: None,
            trigger: None,
            pause: None,
            closure: None,
            refusal: None,
            declined_at: None,
            voiding: None,
        };
        match self {
            Self::NeedIdentified | Self::Offered | Self::Preparing | Self::Active => {}
            Self::Summoned { meeting } | Self::MeetingHeld { meeting } => body.meeting = Some(meeting.0),
            Self::UnderRevision { trigger } => body.trigger = Some(trigger.wire()),
            Self::Paused(pause) => {
                let resume_to = pause.resume_to.name().into();
                body.pause = Some(PauseBody { cause: pause.cause.into(), since: pause.since, resume_to });
            }
            Self::Closed(closure) => body.closure = Some(closure.wire()),
            Self::Refused(refusal) => body.refusal = Some(refusal.wire()),
            Self::Declined { at } => body.declined_at = Some(*at),
            Self::Voided(voiding) => body.voiding = Some(voiding.wire()),
        }
        body
    }
}
