//! Events as they leave, in the feed and in deliveries: ids only. What happened would tell more than the receiver may see.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_persistence::EventRecord;
use utoipa::ToSchema;
use uuid::Uuid;

/// What every event is.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EventType {
    /// A case has a new version.
    CaseChanged,
}

/// That a case has a new version (händelse).
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventBody {
    /// Always the same for the same event: by it a receiver knows what it has had already.
    id: Uuid,
    /// What happened; history tells more to whoever may read it.
    #[serde(rename = "type")]
    kind: EventType,
    /// The case.
    case_id: Uuid,
    /// Its version from then on.
    version: i64,
    /// When.
    at: DateTime<Utc>,
}

impl From<&EventRecord> for EventBody {
    fn from(event: &EventRecord) -> Self {
        Self { id: event.id, kind: EventType::CaseChanged, case_id: event.case.0, version: event.version, at: event.at }
    }
}

/// What is sent to a subscription.
#[derive(Serialize)]
pub(crate) struct EventMessage {
    #[serde(rename = "type")]
    kind: EventType,
    /// When the last of them happened.
    timestamp: Option<DateTime<Utc>>,
    data: EventMessageData,
}

#[derive(Serialize)]
struct EventMessageData {
    items: Vec<EventBody>,
}

impl EventMessage {
    /// The delivery of these events; the same bytes whenever they are sent.
    pub(crate) fn of(events: &[EventRecord]) -> Self {
        let items = events.iter().map(Into::into).collect();
        Self {
            kind: EventType::CaseChanged,
            timestamp: events.last().map(|event| event.at),
            data: EventMessageData { items },
        }
    }
}
