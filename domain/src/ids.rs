//! Identifiers. Every kind of thing has a type of its own, so that a unit can never be passed where a case is meant.
//!
//! All are UUIDs (version 7 when made by the server, RFC 9562), never sequential and never derived from a person.
//! They are made outside the domain and come in with the command.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// Declares the identifier types: a macro, because twenty equal newtypes differ in nothing but their name.
macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

identifiers! {
    /// A SIP case (ärende).
    CaseId;
    /// A natural person known to the register: individual, guardian, representative.
    PersonId;
    /// A human being behind one or more staff accounts; two accounts of one human share it (S0-19).
    HumanId;
    /// A staff account.
    StaffId;
    /// An assignment (medarbetaruppdrag): one staff account at one unit.
    AssignmentId;
    /// An organisation (verksamhet).
    OrganisationId;
    /// A principal (huvudman).
    PrincipalId;
    /// A unit (enhet).
    UnitId;
    /// A consent.
    ConsentId;
    /// One row of a consent's scope.
    ScopeRowId;
    /// A question the individual wants answered.
    QuestionId;
    /// A topic the individual does not want raised.
    ExcludedTopicId;
    /// An invitee to a meeting.
    InviteeId;
    /// A meeting.
    MeetingId;
    /// One item of a meeting's agenda.
    AgendaItemId;
    /// One summons (kallelse) as it was sent to one invitee.
    SummonsId;
    /// A need in a plan.
    NeedId;
    /// A goal in a plan.
    GoalId;
    /// An activity (insats) in a plan.
    ActivityId;
    /// One situation in the contingency section.
    ContingencyId;
    /// A contact person in a plan.
    ContactPersonId;
    /// A signature.
    SignatureId;
    /// A row of the delivery ledger.
    DeliveryId;
    /// A record-keeping task of one organisation.
    RecordTaskId;
    /// A reported deviation (avsteg).
    DeviationId;
    /// A material change of the individual's situation.
    MaterialChangeId;
    /// A disagreement between parties (oenighet).
    DisagreementId;
    /// A held follow-up.
    FollowUpId;
    /// The individual's note of objection.
    ObjectionId;
    /// A guardian's link to a child.
    GuardianId;
    /// A representative's mandate.
    RepresentativeId;
    /// A row of the disclosure ledger.
    DisclosureId;
}
