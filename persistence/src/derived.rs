//! The rows worked out from a case: never edited on their own, so they can be compared with the case at any time.

use crate::StoreError;
use crate::codec::{code, micros};
use crate::schema::{case_deadlines, case_facts, case_parties};
use crate::store::Calendar;
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use diesel::prelude::*;
use sip_domain::deadlines::Due;
use sip_domain::model::SipCase;
use sip_domain::profile::{DayCount, Profile};

/// A row of `case_parties`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = case_parties, primary_key(case_id, ordinal))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct PartyRow {
    case_id: String,
    pub(crate) ordinal: i64,
    role: String,
    organisation_id: Option<String>,
    unit_id: Option<String>,
    staff_id: Option<String>,
    person_id: Option<String>,
}

/// A row of `case_deadlines`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = case_deadlines, primary_key(case_id, ordinal))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct DeadlineRow {
    case_id: String,
    pub(crate) ordinal: i64,
    key: String,
    due_at: i64,
    subject: Option<String>,
    organisation_id: String,
    unit_id: Option<String>,
    staff_id: Option<String>,
    administrators: i64,
}

/// A row of `case_facts`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = case_facts, primary_key(case_id, ordinal))]
pub(crate) struct FactRow {
    case_id: String,
    pub(crate) ordinal: i64,
    measure: String,
    organisation_id: String,
    on_day: String,
    count: i64,
}

/// The rows beside a case.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) parties: Vec<PartyRow>,
    pub(crate) deadlines: Vec<DeadlineRow>,
    pub(crate) facts: Vec<FactRow>,
}

impl Beside {
    /// What the case says.
    pub(crate) fn of(case: &SipCase, profile: &Profile, calendar: Calendar) -> Result<Self, StoreError> {
        Ok(Self {
            parties: parties(case)?,
            deadlines: deadlines(case, profile, calendar),
            facts: facts(case, profile, calendar),
        })
    }
}

/// Who is party to the case.
fn parties(case: &SipCase) -> Result<Vec<PartyRow>, StoreError> {
    let rows = (0..).zip(sip_domain::parties(case)).map(|(ordinal, party)| {
        Ok(PartyRow {
            case_id: case.id.to_string(),
            ordinal,
            role: code(&party.role)?,
            organisation_id: party.organisation.map(|id| id.to_string()),
            unit_id: party.unit.map(|id| id.to_string()),
            staff_id: party.staff.map(|id| id.to_string()),
            person_id: party.person.map(|id| id.to_string()),
        })
    });
    rows.collect()
}

/// What is due in the case, and when.
fn deadlines(case: &SipCase, profile: &Profile, calendar: Calendar) -> Vec<DeadlineRow> {
    let rows = (0..).zip(sip_domain::deadlines(case, profile)).map(|(ordinal, deadline)| DeadlineRow {
        case_id: case.id.to_string(),
        ordinal,
        key: deadline.key.code().to_owned(),
        due_at: micros(instant(deadline.due, calendar)),
        subject: deadline.subject.map(|id| id.to_string()),
        organisation_id: deadline.to.organisation.to_string(),
        unit_id: deadline.to.unit.map(|id| id.to_string()),
        staff_id: deadline.to.staff.map(|id| id.to_string()),
        administrators: i64::from(deadline.to.administrators),
    });
    rows.collect()
}

/// What the case adds to the statistics.
fn facts(case: &SipCase, profile: &Profile, calendar: Calendar) -> Vec<FactRow> {
    let facts = sip_domain::statistics::facts(case, profile, &calendar.local_date);
    let rows = (0..).zip(facts).map(|(ordinal, fact)| FactRow {
        case_id: case.id.to_string(),
        ordinal,
        measure: fact.measure.code().to_owned(),
        organisation_id: fact.organisation.to_string(),
        on_day: fact.on.to_string(),
        count: i64::from(fact.count),
    });
    rows.collect()
}

fn instant(due: Due, calendar: Calendar) -> DateTime<Utc> {
    match due {
        Due::At(at) => at,
        Due::Day(day) => (calendar.end_of_day)(day),
        Due::DaysAfter { from, days, count } => {
            (calendar.end_of_day)(counted((calendar.local_date)(from), days, count))
        }
    }
}

/// The day that lies `days` away; the calendar's last or first day when there is none.
fn counted(from: NaiveDate, days: i64, count: DayCount) -> NaiveDate {
    let step = |day: NaiveDate, n: u64| {
        let moved = if days < 0 { day.checked_sub_days(Days::new(n)) } else { day.checked_add_days(Days::new(n)) };
        moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
    };
    match count {
        DayCount::Calendar => step(from, days.unsigned_abs()),
        DayCount::Working => (0..days.unsigned_abs()).fold(from, |day, _| {
            let next = step(day, 1);
            match (next.weekday(), days < 0) {
                (Weekday::Sat, false) | (Weekday::Sun, true) => step(next, 2),
                (Weekday::Sun, false) | (Weekday::Sat, true) => step(next, 1),
                _ => next,
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_leave_out_the_weekend() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 5, d).unwrap();
        // 1 May 2026 is a Friday.
        for (from, days, count, to) in [
            (1, 3, DayCount::Calendar, 4),
            (1, 1, DayCount::Working, 4),
            (1, 6, DayCount::Working, 11),
            (2, 1, DayCount::Working, 4),
            (11, -1, DayCount::Working, 8),
            (10, -1, DayCount::Working, 8),
            (8, 0, DayCount::Working, 8),
        ] {
            assert_eq!(counted(day(from), days, count), day(to), "{from} {days} {count:?}");
        }
    }
}
