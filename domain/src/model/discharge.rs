//! Planning at a discharge from hospital (lag 2017:612).

use crate::directory::StaffRef;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the law on discharge asks for, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discharge {
    /// When the hospital gave notice that the patient is ready to leave (utskrivningsklar); the three days run from here
    /// (2017:612 4:3).
    pub ready_at: Option<DateTime<Utc>>,
    /// The fast vårdkontakt of regional open care, who convenes (2017:612 2:2, 4:3).
    pub fast_vardkontakt: Option<StaffRef>,
    /// Whether municipal health care takes part; then regional open care has to be invited too (2017:612 4:1).
    pub municipal_health_care: bool,
    /// Who recorded it last.
    pub recorded_by: StaffRef,
    /// When.
    pub recorded_at: DateTime<Utc>,
}
