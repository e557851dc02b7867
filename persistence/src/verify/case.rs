//! One case: its journal's chain, the document against the journal, the rows beside it; or that it is destroyed.

use super::Report;
use crate::cases::{SealedCase, content_hash, frozen};
use crate::codec::{id, json};
use crate::derived::Beside;
use crate::destroy::OPERATION as DESTROYED;
use crate::journal::{EventRow, START, rows};
use crate::packed::unpack;
use crate::schema::{access_log, case_keys, cases};
use crate::sealed::{CaseKeyRow, SealingKey, Vault};
use crate::store::{Calendar, Conn};
use crate::{StoreError, beside};
use diesel::prelude::*;
use sip_domain::event::{Event, Recorded};
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_domain::profile::Profile;
use sip_domain::rebuild;

/// Checks one case.
pub(super) fn check(
    conn: &mut Conn,
    vault: &Vault,
    text: &str,
    settings: (&Profile, Calendar),
    report: &mut Report,
) -> Result<(), StoreError> {
    let case_id: CaseId = id(text)?;
    report.cases = report.cases.saturating_add(1);
    let journal = rows(conn, text)?;
    let is_whole = check_chain(case_id, &journal, report);
    let (version, status): (i64, String) =
        cases::table.find(text).select((cases::version, cases::status)).first(conn)?;
    if i64::try_from(journal.len()) != Ok(version) {
        report.add(Some(case_id), None, "the version is not the number of journal rows");
    }
    let key: Option<CaseKeyRow> = case_keys::table.find(text).select(CaseKeyRow::as_select()).first(conn).optional()?;
    let key = match key.map(|key| vault.open_case_key(&key)) {
        Some(Ok(Some(key))) => key,
        Some(Ok(None)) => return check_destroyed(conn, text, case_id, report),
        Some(Err(_)) | None => {
            report.add(Some(case_id), None, "the case's key is missing or cannot be opened");
            return Ok(());
        }
    };
    let entries = if is_whole { read_journal(case_id, &key, &journal, report) } else { None };
    let sealed: SealedCase = cases::table.find(text).select(SealedCase::as_select()).first(conn)?;
    let Ok(Some(document)) = sealed.clear(&key) else {
        report.add(
            Some(case_id),
            None,
            "the document cannot be opened: it is changed, or another's, or of another version",
        );
        return Ok(());
    };
    let Ok(case) = unpack::<SipCase>(&document, "a case") else {
        report.add(Some(case_id), None, "the document cannot be read");
        return Ok(());
    };
    if (case.id, case.version, case.status.name().code()) != (case_id, version, status.as_str()) {
        report.add(Some(case_id), None, "the columns differ from the document");
    }
    if let Some(entries) = &entries {
        check_rebuilt(entries, &case, report);
        check_versions(conn, &key, case_id, entries, report)?;
    }
    check_beside(conn, &case, settings, report)
}

fn check_beside(
    conn: &mut Conn,
    case: &SipCase,
    (profile, calendar): (&Profile, Calendar),
    report: &mut Report,
) -> Result<(), StoreError> {
    let stored = beside::stored(conn, &case.id.to_string())?;
    let wanted = Beside::of(case, profile, calendar)?;
    if stored.parties != wanted.parties {
        report.add(Some(case.id), None, "the parties differ from the case");
    }
    if stored.deadlines != wanted.deadlines {
        report.add(Some(case.id), None, "the deadlines differ from the case");
    }
    if stored.facts != wanted.facts {
        report.add(Some(case.id), None, "the counts differ from the case");
    }
    Ok(())
}

/// A destroyed case has left its sealed journal and a row in the log, and nothing to read.
fn check_destroyed(conn: &mut Conn, text: &str, case_id: CaseId, report: &mut Report) -> Result<(), StoreError> {
    let stored = beside::stored(conn, text)?;
    let is_bare = stored.parties.is_empty() && stored.deadlines.is_empty() && stored.facts.is_empty();
    let document: Option<Vec<u8>> = cases::table.find(text).select(cases::document).first(conn)?;
    if !is_bare || document.is_some() {
        report.add(Some(case_id), None, "the case is destroyed, but rows of it are left");
    }
    let logged = access_log::table
        .filter(access_log::case_id.eq(text))
        .filter(access_log::operation.eq(DESTROYED))
        .filter(access_log::outcome.eq("done"));
    if logged.count().get_result::<i64>(conn)? == 0 {
        report.add(Some(case_id), None, "the case's key is gone, and the log does not tell of it");
    }
    Ok(())
}

/// Checks numbers and chain, for which no key is needed. False when a row is missing.
fn check_chain(case_id: CaseId, journal: &[EventRow], report: &mut Report) -> bool {
    let mut before = START;
    for (number, row) in (1_i64..).zip(journal) {
        report.events = report.events.saturating_add(1);
        if row.seq != number {
            report.add(Some(case_id), Some(number), "a journal row is missing");
            return false;
        }
        if row.prev_hash != before {
            report.add(Some(case_id), Some(number), "the row does not carry the hash of the row before");
        }
        if row.hash != row.expected_hash() {
            report.add(Some(case_id), Some(number), "the row's hash is not that of its content");
        }
        before = &row.hash;
    }
    true
}

/// The entries, when all can be read.
fn read_journal(case_id: CaseId, key: &SealingKey, journal: &[EventRow], report: &mut Report) -> Option<Vec<Recorded>> {
    let mut entries = Vec::with_capacity(journal.len());
    for row in journal {
        match row.recorded(key) {
            Ok(entry) => entries.push(entry),
            Err(_) => report.add(Some(case_id), Some(row.seq), "the row cannot be read"),
        }
    }
    (entries.len() == journal.len()).then_some(entries)
}

fn check_rebuilt(entries: &[Recorded], case: &SipCase, report: &mut Report) {
    if rebuild(entries).as_ref() != Some(case) {
        report.add(Some(case.id), None, "the document is not what the journal adds up to");
    }
}

fn check_versions(
    conn: &mut Conn,
    key: &SealingKey,
    case_id: CaseId,
    entries: &[Recorded],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut established = Vec::new();
    for entry in entries {
        if let Event::PlanEstablished { version, .. } = &entry.event {
            established.push((i64::from(version.number), json(&version.content, "a plan")?.into_bytes()));
        }
    }
    let mut stored = Vec::new();
    for row in frozen(conn, &case_id.to_string())? {
        let clear = row.clear(key);
        if clear.as_deref().is_none_or(|content| row.content_hash != content_hash(content)) {
            report.add(Some(case_id), None, "a plan version's hash is not that of its content");
        }
        stored.push((row.number, clear.unwrap_or_default()));
    }
    if stored != established {
        report.add(Some(case_id), None, "the plan versions are not those that the journal tells of");
    }
    Ok(())
}
