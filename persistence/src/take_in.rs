//! Cases whose journals were made elsewhere, by the same rules: written in the form that [`crate::execute`] leaves, many in one
//! transaction. For filling a database; it decides nothing and asks nobody.

use crate::caller::AccessNote;
use crate::cases::Before;
use crate::journal::{append, entry};
use crate::log::{Action, LogRow, Outcome};
use crate::sealed::Vault;
use crate::settings::stored_profile;
use crate::store::{Calendar, Conn};
use crate::{Store, StoreError, cases};
use sip_domain::context::Actor;
use sip_domain::event::{Event, Recorded};
use sip_domain::evolve;
use sip_domain::model::SipCase;
use sip_domain::profile::Profile;

/// What one command came to.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who gave it.
    pub actor: Actor,
    /// When, and what the log says of it.
    pub note: AccessNote,
    /// What happened.
    pub events: Vec<Event>,
}

/// Writes new cases, each from what happened in it: document, journal, rows, frozen plans, outbox, and a row of the access log
/// for each command. Persons, units and staff must be in the database already. Blocks the thread.
///
/// # Errors
/// When a journal has no opening, an id is taken, or the store fails; none of the cases is kept then.
pub fn take_in(store: &Store, journals: Vec<Vec<Told>>) -> Result<(), StoreError> {
    let (vault, calendar) = (store.vault(), store.calendar());
    store.write(move |conn| {
        let profile = stored_profile(conn)?;
        journals.iter().try_for_each(|journal| write(conn, &vault, journal, &profile, calendar))
    })
}

fn write(
    conn: &mut Conn,
    vault: &Vault,
    journal: &[Told],
    profile: &Profile,
    calendar: Calendar,
) -> Result<(), StoreError> {
    let rows: Vec<Vec<Recorded>> = journal.iter().map(recorded).collect();
    let case = rows.iter().flatten().fold(None, evolve).ok_or(StoreError::Corrupt("a journal without its opening"))?;
    let before = Before::of(None, profile, calendar)?;
    let key = cases::save(conn, vault, &case, &before, profile, calendar)?.ok_or(StoreError::Corrupt("a new case"))?;
    let mut length = 0;
    for (told, rows) in journal.iter().zip(&rows) {
        append(conn, &key, case.id, length, rows, &told.note.trace_id)?;
        length = length.saturating_add(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        for event in &told.events {
            if let Event::PlanEstablished { version, .. } = event {
                cases::freeze(conn, &key, case.id, version)?;
            }
        }
        log(conn, vault, told, &case)?;
    }
    Ok(())
}

fn recorded(told: &Told) -> Vec<Recorded> {
    told.events.iter().map(|event| entry(told.note.now, &told.actor, event.clone())).collect()
}

fn log(conn: &mut Conn, vault: &Vault, told: &Told, case: &SipCase) -> Result<(), StoreError> {
    let about = (Some(case.id), Some(case.person.id));
    LogRow::new(&told.note, 0, Some(&told.actor), Action::Write, about, Outcome("done", None))
        .alarmed(case.is_protected())
        .insert(conn, vault)
}
