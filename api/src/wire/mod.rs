//! What goes over the wire: the shapes of answers and requests, and nothing else.
//!
//! Answers are made from what the domain's `view` lets out, by [`Wire`]. Requests are parsed straight into the domain's
//! types; what does not parse is 400 with a JSON pointer.

pub(crate) mod aftercare;
pub(crate) mod case;
pub(crate) mod citizen;
pub(crate) mod citizen_consent;
pub(crate) mod codes;
pub(crate) mod common;
pub(crate) mod consent;
pub(crate) mod events;
pub(crate) mod invitee;
pub(crate) mod meeting;
pub(crate) mod persons;
pub(crate) mod plan;
pub(crate) mod preparation;
pub(crate) mod profile;
pub(crate) mod requests;
pub(crate) mod standing;
pub(crate) mod status;

use chrono::{DateTime, NaiveDate, Utc};
use sip_domain::ids;
use sip_domain::text::{PersonName, ShortText, Text};
use uuid::Uuid;

/// How a value of the domain looks on the wire.
pub(crate) trait Wire<W> {
    /// The value as it is sent.
    fn wire(&self) -> W;
}

impl<W, D: Wire<W>> Wire<Option<W>> for Option<D> {
    fn wire(&self) -> Option<W> {
        self.as_ref().map(Wire::wire)
    }
}

impl<W, D: Wire<W>> Wire<Vec<W>> for Vec<D> {
    fn wire(&self) -> Vec<W> {
        self.iter().map(Wire::wire).collect()
    }
}

/// Values that are sent as they are.
macro_rules! same {
    ($($kind:ty),+) => {$(
        impl Wire<$kind> for $kind {
            fn wire(&self) -> $kind {
                *self
            }
        }
    )+};
}
same!(bool, u16, u32, i64, DateTime<Utc>, NaiveDate);

/// Texts are sent as they were written.
macro_rules! texts {
    ($($kind:ty),+) => {$(
        impl Wire<String> for $kind {
            fn wire(&self) -> String {
                self.as_str().to_owned()
            }
        }
    )+};
}
texts!(Text, ShortText, PersonName);

/// Identifiers are UUIDs on the wire, whatever they name.
macro_rules! identifiers {
    ($($kind:ident),+ $(,)?) => {$(
        impl Wire<Uuid> for ids::$kind {
            fn wire(&self) -> Uuid {
                self.0
            }
        }
    )+};
}
identifiers! {
    CaseId, PersonId, StaffId, AssignmentId, OrganisationId, PrincipalId, UnitId, ConsentId, ScopeRowId, QuestionId,
    ExcludedTopicId, InviteeId, MeetingId, AgendaItemId, SummonsId, NeedId, GoalId, ActivityId, ContingencyId,
    ContactPersonId, SignatureId, DeliveryId, RecordTaskId, DeviationId, MaterialChangeId, DisagreementId, FollowUpId,
    ObjectionId, GuardianId, RepresentativeId, DisclosureId,
}

/// Declares answers whose fields are those of a type of the domain, by the same names.
macro_rules! shape {
    ($($(#[$meta:meta])* $name:ident of $domain:ty { $($(#[$note:meta])* $field:ident: $kind:ty,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Clone, serde::Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            $($(#[$note])* pub(crate) $field: $kind,)+
        }

        impl $crate::wire::Wire<$name> for $domain {
            fn wire(&self) -> $name {
                $name { $($field: $crate::wire::Wire::wire(&self.$field),)+ }
            }
        }
    )+};
}
pub(crate) use shape;
