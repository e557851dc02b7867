//! The feed: what an organisation may know of, from a number on.

use super::{EventError, Extent, administered, publish_events};
use crate::access::{Trail, logged};
use crate::caller::{AccessNote, Caller};
use crate::codec::{code, id, moment};
use crate::log::Action;
use crate::schema::{case_parties, cases, published_events};
use crate::store::{Conn, Store};
use crate::{AccessError, StoreError};
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use sip_domain::access::Role;
use sip_domain::ids::{CaseId, OrganisationId};
use sip_domain::model::StatusName;
use uuid::Uuid;

/// Numbers looked through at once: bounds what a reader costs to whom little of it is meant.
pub(super) const STRIDE: i64 = 2_000;

/// That a case has a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// Always the same for the same event, wherever and however often it is handed out.
    pub id: Uuid,
    /// The case.
    pub case: CaseId,
    /// Its version from then on.
    pub version: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// A part of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The events, in order.
    pub events: Vec<EventRecord>,
    /// From where to go on.
    pub reached: i64,
    /// Whether there is more already.
    pub more: bool,
}

/// A row of `published_events`, as far as it is handed out.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = published_events)]
struct Published {
    position: i64,
    case_id: String,
    seq: i64,
    at: i64,
}

impl Published {
    fn record(&self) -> Result<EventRecord, StoreError> {
        Ok(EventRecord {
            id: event_id(&self.case_id, self.seq),
            case: id(&self.case_id)?,
            version: self.seq,
            at: moment(self.at)?,
        })
    }
}

/// UUID version 8 (RFC 9562) of case and number in it.
fn event_id(case: &str, seq: i64) -> Uuid {
    let hash = Sha256::new_with_prefix(b"sip event").chain_update(case).chain_update(seq.to_be_bytes()).finalize();
    let bytes = hash.first_chunk().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The events after a number that the organisation may know of now, at most `limit`, with the number to go on from.
pub(super) fn window(
    conn: &mut Conn,
    organisation: OrganisationId,
    after: i64,
    limit: i64,
) -> Result<Feed, StoreError> {
    let Extent { last, .. } = Extent::read(conn)?;
    let end = after.saturating_add(STRIDE).min(last);
    let found = visible(conn, organisation, (after, end), limit)?;
    let is_full = i64::try_from(found.len()).is_ok_and(|count| count >= limit);
    let reached = found.last().filter(|_| is_full).map_or(end, |row| row.position);
    let events = found.iter().map(Published::record).collect::<Result<_, _>>()?;
    Ok(Feed { events, reached, more: reached < last })
}

/// As the organisation's administrators have it in their list of cases ([`crate::cases_for`]): what was destroyed, voided or
/// is about somebody protected is not there, not even as a number.
fn visible(
    conn: &mut Conn,
    organisation: OrganisationId,
    (after, end): (i64, i64),
    limit: i64,
) -> Result<Vec<Published>, StoreError> {
    let own = organisation.to_string();
    let party = case_parties::table
        .filter(case_parties::case_id.eq(cases::id))
        .filter(case_parties::organisation_id.eq(own.clone()))
        .filter(case_parties::role.eq_any([code(&Role::Coordinator)?, code(&Role::InvitedUnit)?]));
    Ok(published_events::table
        .inner_join(cases::table)
        .filter(published_events::position.gt(after))
        .filter(published_events::position.le(end))
        .filter(cases::alarm.eq(0))
        .filter(cases::document.is_not_null())
        .filter(cases::status.ne(StatusName::Voided.code()))
        .filter(cases::responsible_organisation.eq(own).or(exists(party)))
        .order(published_events::position)
        .limit(limit)
        .select(Published::as_select())
        .load(conn)?)
}

/// The events after a number, or from the first that is kept: of the cases that the caller's organisation is party to now.
/// For administrators. At most `limit` of them, 100 at the most. What was committed before the call is in the feed.
///
/// # Errors
/// [`AccessError::Forbidden`] for others; [`EventError::Gone`] when events after that number are kept no longer.
pub fn event_feed(
    store: &Store,
    caller: &Caller,
    after: Option<i64>,
    limit: u32,
    note: &AccessNote,
) -> Result<Feed, AccessError> {
    publish_events(store, note.moment())?;
    logged(store, caller, note, Trail::new(Action::List), |conn, context, _| {
        let organisation = administered(context.actor).ok_or(AccessError::Forbidden)?;
        let extent = Extent::read(conn)?;
        let after = after.unwrap_or(extent.forgotten);
        if !extent.reaches(after) {
            return Err(EventError::Gone.into());
        }
        Ok(window(conn, organisation, after, i64::from(limit.clamp(1, 100)))?)
    })
}
