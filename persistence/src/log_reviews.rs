//! Reviews of the access log: that they are made, and what they found, is written down and kept (HSLF-FS 2016:40 4:9).

use crate::StoreError;
use crate::access::{Trail, logged, logged_write};
use crate::caller::{AccessNote, Caller};
use crate::codec::{id, micros, moment};
use crate::log::Action;
use crate::log_reads::audited;
use crate::schema::log_reviews;
use crate::sealed::Place;
use crate::store::Store;
use crate::{AccessError, Listed, Page};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sip_domain::ids::StaffId;
use sip_domain::text::Text;
use uuid::Uuid;

/// What a review came to.
#[derive(Clone, Debug)]
pub struct ReviewInput {
    /// Which time it covers, from the first moment to, not including, the second.
    pub period: (DateTime<Utc>, DateTime<Utc>),
    /// How many rows were looked at.
    pub sampled: u32,
    /// How many of them could not be explained.
    pub unexplained: u32,
    /// What was found and what is done about it.
    pub finding: Text,
}

/// A review as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewEntry {
    /// The review.
    pub id: Uuid,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// By which auditor.
    pub reviewer: StaffId,
    /// Which time it covers.
    pub period: (DateTime<Utc>, DateTime<Utc>),
    /// How many rows were looked at.
    pub sampled: i64,
    /// How many of them could not be explained.
    pub unexplained: i64,
    /// What was found.
    pub finding: String,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = log_reviews)]
struct ReviewRow {
    id: String,
    at: i64,
    organisation_id: String,
    staff_id: String,
    assignment_id: String,
    period_from: i64,
    period_to: i64,
    sampled: i64,
    unexplained: i64,
    finding: Vec<u8>,
}

fn finding_of(row: &str) -> Place<'_> {
    Place { table: "log_reviews", column: "finding", row, number: 0 }
}

/// Writes a review down. For auditors, about the own organisation.
///
/// # Errors
/// [`AccessError::Forbidden`] for others.
pub fn add_log_review(
    store: &Store,
    caller: Caller,
    input: ReviewInput,
    note: AccessNote,
) -> Result<Uuid, AccessError> {
    let (vault, fresh) = (store.vault(), note.seed.nth(0));
    logged_write(store, caller, note, Trail::new(Action::Write), move |conn, context, _| {
        let organisation = audited(context.actor).ok_or(AccessError::Forbidden)?;
        let staff = context.actor.staff().ok_or(AccessError::Forbidden)?;
        let id = fresh.to_string();
        let finding = vault.own(conn)?.register.seal(finding_of(&id), input.finding.as_str().as_bytes())?;
        let row = ReviewRow {
            at: micros(context.now),
            organisation_id: organisation.to_string(),
            staff_id: staff.id.to_string(),
            assignment_id: staff.assignment.to_string(),
            period_from: micros(input.period.0),
            period_to: micros(input.period.1),
            sampled: i64::from(input.sampled),
            unexplained: i64::from(input.unexplained),
            finding,
            id,
        };
        diesel::insert_into(log_reviews::table).values(&row).execute(conn)?;
        Ok(fresh)
    })
}

/// The reviews of the own organisation's accesses, newest first. For auditors.
///
/// # Errors
/// [`AccessError::Forbidden`] for others.
pub fn log_reviews(
    store: &Store,
    caller: &Caller,
    page: Page,
    note: &AccessNote,
) -> Result<Listed<ReviewEntry>, AccessError> {
    let vault = store.vault();
    logged(store, caller, note, Trail::new(Action::List), |conn, context, _| {
        let organisation = audited(context.actor).ok_or(AccessError::Forbidden)?.to_string();
        let total =
            log_reviews::table.filter(log_reviews::organisation_id.eq(&organisation)).count().get_result(conn)?;
        let rows: Vec<ReviewRow> = log_reviews::table
            .filter(log_reviews::organisation_id.eq(&organisation))
            .order((log_reviews::at.desc(), log_reviews::id.desc()))
            .limit(page.size())
            .offset(page.skip())
            .select(ReviewRow::as_select())
            .load(conn)?;
        let own = vault.own(conn)?;
        let open = |row: &ReviewRow| own.register.open(finding_of(&row.id), &row.finding);
        let entry = |row: ReviewRow| {
            let finding = open(&row).and_then(|bytes| String::from_utf8(bytes).ok());
            Ok::<_, StoreError>(ReviewEntry {
                id: id(&row.id)?,
                at: moment(row.at)?,
                reviewer: id(&row.staff_id)?,
                period: (moment(row.period_from)?, moment(row.period_to)?),
                sampled: row.sampled,
                unexplained: row.unexplained,
                finding: finding.ok_or(StoreError::Corrupt("a review"))?,
            })
        };
        let items = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
        Ok(Listed { total, items, actor: context.actor.clone() })
    })
}
