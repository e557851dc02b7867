//! Destroying a case: its key goes, and with it everything that was ever sealed with it.

use crate::caller::AccessNote;
use crate::codec::micros;
use crate::log::{LogRow, Outcome};
use crate::schema::{case_keys, cases};
use crate::store::{Conn, Store};
use crate::{StoreError, beside};
use diesel::prelude::*;
use sip_domain::ids::{CaseId, PersonId};
use sip_domain::text::ShortText;

/// What the access log calls it.
pub(crate) const OPERATION: &str = "destroyCase";

/// Why a case was not destroyed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum DestroyError {
    /// No such case.
    #[error("there is no such case")]
    Unknown,
    /// It is destroyed already.
    #[error("the case is destroyed already")]
    Already,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Destroys a case for good. Its wrapped key, its document and the rows worked out from it go; its journal and plan versions
/// stay as sealed bytes that nothing opens any more, so that the chain can still be followed. From then on the case is not
/// found by anybody. `decision` is the reference of the decision to destroy it (patientdatalagen 2008:355 8 kap. 4 §,
/// archive rules), such as a registry number: it is kept in clear and must name nobody. The log row is the operator's;
/// `note.operation` is not used.
///
/// # Errors
/// See [`DestroyError`].
pub fn destroy_case(store: &Store, case: CaseId, decision: ShortText, note: AccessNote) -> Result<(), DestroyError> {
    let vault = store.vault();
    let note = AccessNote { operation: OPERATION, purpose: Some(decision.as_str().to_owned()), ..note };
    let done = store.write(move |conn| {
        let id = case.to_string();
        let known: Option<(String, Option<i64>)> = cases::table
            .inner_join(case_keys::table)
            .filter(cases::id.eq(&id))
            .select((cases::person_id, case_keys::destroyed_at))
            .first(conn)
            .optional()?;
        let person = match known {
            None => return Ok(Err(DestroyError::Unknown)),
            Some((_, Some(_))) => return Ok(Err(DestroyError::Already)),
            Some((person, None)) => crate::codec::id::<PersonId>(&person)?,
        };
        erase(conn, &id, &decision, &note)?;
        let about = (Some(case), Some(person));
        LogRow::of_operator(&note, about, Outcome("done", None)).insert(conn, &vault)?;
        Ok(Ok(()))
    })?;
    // The replaced bytes are in the write-ahead log until it is put into the file.
    store.empty_log()?;
    done
}

fn erase(conn: &mut Conn, case: &str, decision: &ShortText, note: &AccessNote) -> Result<(), StoreError> {
    diesel::update(case_keys::table.find(case))
        .set((
            case_keys::master_id.eq(None::<String>),
            case_keys::wrapped.eq(None::<Vec<u8>>),
            case_keys::destroyed_at.eq(micros(note.now)),
            case_keys::decision.eq(decision.as_str()),
        ))
        .execute(conn)?;
    diesel::update(cases::table.find(case))
        .set((cases::document.eq(None::<Vec<u8>>), cases::lapses_at.eq(None::<i64>)))
        .execute(conn)?;
    beside::clear(conn, case)
}
