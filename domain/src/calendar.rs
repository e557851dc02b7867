//! Days are counted in Europe/Stockholm. A time zone is data, not a clock: which day a moment belongs to is the same always.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

/// The date of a moment in Sweden.
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Stockholm).date_naive()
}

/// The moment at which a Swedish day ends: the next one's midnight.
pub fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
    // Sweden changes its clocks at night, never at midnight, so there always is exactly one; the fallback is winter time.
    Stockholm
        .from_local_datetime(&next)
        .earliest()
        .map_or_else(|| next.and_utc() - TimeDelta::hours(1), |midnight| midnight.with_timezone(&Utc))
}

/// The moment at which a Swedish day begins.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    day.pred_opt().map_or(DateTime::<Utc>::MIN_UTC, end_of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_23_24_or_25_hours_long() {
        for (date, hours) in [("2027-03-27", 24), ("2027-03-28", 23), ("2027-10-31", 25), ("2027-06-01", 24)] {
            let length = end_of_day(day(date)) - end_of_day(day(date).pred_opt().unwrap());
            assert_eq!(length, TimeDelta::hours(hours), "{date}");
        }
    }

    #[test]
    fn the_last_moment_of_a_day_belongs_to_it() {
        for date in ["2027-01-31", "2027-03-28", "2027-07-14", "2027-10-31"] {
            let end = end_of_day(day(date));
            assert_eq!(local_date(end - TimeDelta::microseconds(1)), day(date));
            assert_eq!(local_date(end), day(date).succ_opt().unwrap());
        }
    }
}
