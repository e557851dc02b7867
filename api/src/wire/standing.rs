//! What bears on whether and how the case goes on: urgency, discharge, attempts to reach the individual, voiding.

use super::common::StaffBody;
use super::shape;
use chrono::{DateTime, Utc};
use sip_domain::model;

shape! {
    /// Why a case is urgent (brådskande).
    UrgencyBody of model::Urgency {
        /// Why.
        reason: String,
        /// Who decided.
        decided_by: StaffBody,
        /// When.
        at: DateTime<Utc>,
    }

    /// What a planning at discharge rests on (utskrivning, lag 2017:612).
    DischargeBody of model::Discharge {
        /// When the hospital gave notice that the patient is ready to leave (utskrivningsklar).
        ready_at: Option<DateTime<Utc>>,
        /// The fast vårdkontakt of regional open care, who convenes.
        fast_vardkontakt: Option<StaffBody>,
        /// Whether municipal health care takes part.
        municipal_health_care: bool,
        /// Who recorded it last.
        recorded_by: StaffBody,
        /// When.
        recorded_at: DateTime<Utc>,
    }

    /// An attempt to reach the individual (kontaktförsök).
    ContactAttemptBody of model::ContactAttempt {
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: String,
        /// How it went.
        note: String,
    }

    /// A voiding (makulering) asked for by one person, waiting for another.
    VoidingRequestBody of model::VoidingRequest {
        /// Why.
        reason: String,
        /// Who asks.
        by: StaffBody,
        /// When.
        at: DateTime<Utc>,
    }
}
