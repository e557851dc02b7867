//! Cases whose consents have run out, for the backend to let rest (T19).

use crate::cases;
use crate::store::Store;
use crate::{Page, StoreError};
use chrono::{DateTime, Utc};
use sip_domain::ids::CaseId;

/// The cases that have to rest by `now`, with their versions, the longest ago first; at most a page of them.
///
/// # Errors
/// When the database cannot be read.
pub fn lapsed(store: &Store, now: DateTime<Utc>, page: Page) -> Result<Vec<(CaseId, i64)>, StoreError> {
    store.read(|conn| cases::lapsed(conn, now, page.size()))
}
