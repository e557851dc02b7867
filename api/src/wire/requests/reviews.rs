//! A review of the access log.

use crate::problem::{Generic, Problem};
use chrono::NaiveDate;
use serde::Deserialize;
use sip_domain::calendar::{end_of_day, start_of_day};
use sip_domain::text::Text;
use sip_persistence::ReviewInput;
use utoipa::ToSchema;
use validator::Validate;

/// What a review of the access log came to.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "from": "2027-02-01",
    "to": "2027-02-28",
    "sampled": 40,
    "unexplained": 0,
    "finding": "Stickprov av februari. Alla rader hör till pågående vård."
}))]
pub(crate) struct LogReviewRequest {
    /// First day.
    from: NaiveDate,
    /// Last day, included.
    to: NaiveDate,
    /// How many rows were looked at.
    #[validate(range(max = 1_000_000))]
    #[schema(maximum = 1_000_000)]
    sampled: u32,
    /// How many of them could not be explained; not more than were looked at.
    #[validate(range(max = 1_000_000))]
    #[schema(maximum = 1_000_000)]
    unexplained: u32,
    /// What was found and what is done about it. Kept sealed.
    #[schema(value_type = String, min_length = 1, max_length = 10000)]
    finding: Text,
}

impl LogReviewRequest {
    /// As the store takes it.
    pub(crate) fn parsed(self) -> Result<ReviewInput, Problem> {
        if self.from > self.to {
            return Err(Problem::invalid("/to", Generic::FIELD_RANGE));
        }
        if self.unexplained > self.sampled {
            return Err(Problem::invalid("/unexplained", Generic::FIELD_RANGE));
        }
        let period = (start_of_day(self.from), end_of_day(self.to));
        Ok(ReviewInput { period, sampled: self.sampled, unexplained: self.unexplained, finding: self.finding })
    }
}
