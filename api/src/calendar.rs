//! The calendar of the store in operation: days of Europe/Stockholm.

use sip_persistence::Calendar;

pub use sip_domain::calendar::{end_of_day, local_date};

/// Moments and days in Sweden.
pub const SWEDISH: Calendar = Calendar { local_date, end_of_day };
