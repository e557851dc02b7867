//! Holds all that is stored against itself: the chain, the journal against the document, the rows beside it.

use crate::StoreError;
use crate::cases::{content_hash, frozen, next_ids, stored_beside};
use crate::codec::{from_json, id, json};
use crate::derived;
use crate::journal::{EventRow, START, rows};
use crate::schema;
use crate::settings::stored_profile;
use crate::store::{Calendar, Conn, Store};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use serde_json::Value;
use sip_domain::event::{Event, Recorded};
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_domain::profile::Profile;
use sip_domain::rebuild;

/// Something that does not hold. Never carries what a case holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// In which case.
    pub case_id: Option<CaseId>,
    /// At which row of its journal.
    pub seq: Option<i64>,
    /// What.
    pub what: String,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Cases checked.
    pub cases: u64,
    /// Journal rows checked.
    pub events: u64,
    /// All that does not hold.
    pub problems: Vec<Finding>,
}

impl Report {
    /// Whether everything holds.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    fn add(&mut self, case_id: Option<CaseId>, seq: Option<i64>, what: impl Into<String>) {
        self.problems.push(Finding { case_id, seq, what: what.into() });
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    line: Option<String>,
}

/// Checks every case in one snapshot, one after the other, and the database file itself.
///
/// A journal cut short together with its case cannot be seen here; only a copy of the last hash elsewhere tells.
///
/// # Errors
/// When the database cannot be read at all; what can be read and does not hold is in the report.
pub fn verify(store: &Store) -> Result<Report, StoreError> {
    let calendar = store.calendar();
    store.read(|conn| {
        let mut report = Report::default();
        check_file(conn, &mut report)?;
        let profile = stored_profile(conn)?;
        let mut after = String::new();
        loop {
            let ids = next_ids(conn, &after)?;
            for id in &ids {
                check_case(conn, id, &profile, calendar, &mut report)?;
            }
            match ids.into_iter().next_back() {
                Some(last) => after = last,
                None => return Ok(report),
            }
        }
    })
}

fn check_file(conn: &mut Conn, report: &mut Report) -> Result<(), StoreError> {
    let lines: Vec<Line> =
        diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check").load(conn)?;
    for line in lines.into_iter().filter_map(|row| row.line).filter(|line| line != "ok") {
        report.add(None, None, format!("integrity_check: {line}"));
    }
    let tables: Vec<Line> =
        diesel::sql_query(r#"SELECT DISTINCT "table" AS line FROM pragma_foreign_key_check"#).load(conn)?;
    for table in tables.into_iter().filter_map(|row| row.line) {
        report.add(None, None, format!("{table} has rows that point to nothing"));
    }
    Ok(())
}

fn check_case(
    conn: &mut Conn,
    text: &str,
    profile: &Profile,
    calendar: Calendar,
    report: &mut Report,
) -> Result<(), StoreError> {
    let case_id: CaseId = id(text)?;
    report.cases = report.cases.saturating_add(1);
    let journal = rows(conn, text)?;
    let entries = check_journal(case_id, &journal, report);
    let (version, status, document): (i64, String, String) = schema::cases::table
        .find(text)
        .select((schema::cases::version, schema::cases::status, schema::cases::document))
        .first(conn)?;
    if i64::try_from(journal.len()) != Ok(version) {
        report.add(Some(case_id), None, "the version is not the number of journal rows");
    }
    let Ok(case) = from_json::<SipCase>(&document, "a case") else {
        report.add(Some(case_id), None, "the document cannot be read");
        return Ok(());
    };
    if (case.id, case.version, case.status.name().code()) != (case_id, version, status.as_str()) {
        report.add(Some(case_id), None, "the columns differ from the document");
    }
    if let Some(entries) = &entries {
        check_rebuilt(case_id, entries, &document, report)?;
        check_versions(conn, text, case_id, entries, report)?;
    }
    let stored = stored_beside(conn, text)?;
    if stored.parties != derived::parties(&case)? {
        report.add(Some(case_id), None, "the parties differ from the case");
    }
    if stored.deadlines != derived::deadlines(&case, profile, calendar) {
        report.add(Some(case_id), None, "the deadlines differ from the case");
    }
    if stored.facts != derived::facts(&case, profile, calendar) {
        report.add(Some(case_id), None, "the counts differ from the case");
    }
    Ok(())
}

/// Checks numbers and chain; gives the entries when all can be read.
fn check_journal(case_id: CaseId, journal: &[EventRow], report: &mut Report) -> Option<Vec<Recorded>> {
    let mut before = START;
    let mut entries = Vec::with_capacity(journal.len());
    for (number, row) in (1_i64..).zip(journal) {
        report.events = report.events.saturating_add(1);
        if row.seq != number {
            report.add(Some(case_id), Some(number), "a journal row is missing");
            return None;
        }
        if row.prev_hash != before {
            report.add(Some(case_id), Some(number), "the row does not carry the hash of the row before");
        }
        if row.hash != row.expected_hash() {
            report.add(Some(case_id), Some(number), "the row's hash is not that of its content");
        }
        before = &row.hash;
        match row.recorded() {
            Ok(entry) => entries.push(entry),
            Err(_) => report.add(Some(case_id), Some(number), "the row cannot be read"),
        }
    }
    (entries.len() == journal.len()).then_some(entries)
}

fn check_rebuilt(case_id: CaseId, entries: &[Recorded], document: &str, report: &mut Report) -> Result<(), StoreError> {
    let rebuilt: Option<Value> = match rebuild(entries) {
        Some(case) => Some(from_json(&json(&case, "a case")?, "a case")?),
        None => None,
    };
    if rebuilt != Some(from_json(document, "a case")?) {
        report.add(Some(case_id), None, "the document is not what the journal adds up to");
    }
    Ok(())
}

fn check_versions(
    conn: &mut Conn,
    text: &str,
    case_id: CaseId,
    entries: &[Recorded],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut established = Vec::new();
    for entry in entries {
        if let Event::PlanEstablished { version, .. } = &entry.event {
            established.push((i64::from(version.number), json(&version.content, "a plan")?));
        }
    }
    let stored = frozen(conn, text)?;
    if stored.iter().any(|row| row.content_hash != content_hash(&row.content)) {
        report.add(Some(case_id), None, "a plan version's hash is not that of its content");
    }
    let stored: Vec<(i64, String)> = stored.into_iter().map(|row| (row.number, row.content)).collect();
    if stored != established {
        report.add(Some(case_id), None, "the plan versions are not those that the journal tells of");
    }
    Ok(())
}
