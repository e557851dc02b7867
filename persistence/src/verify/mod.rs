//! Holds all that is stored against itself: the chain, the journal against the document, the rows beside it.

mod case;
mod seals;

use self::seals::Outside;
use crate::StoreError;
use crate::cases::next_ids;
use crate::schema::people;
use crate::sealed::Vault;
use crate::seals::Sealing;
use crate::settings::stored_profile;
use crate::store::{Conn, Store};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use sip_domain::ids::CaseId;

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

/// As [`verify_sealed`], without the file of heads: what was cut off together with its seals cannot be seen.
///
/// # Errors
/// When the database cannot be read at all; what can be read and does not hold is in the report.
pub fn verify(store: &Store) -> Result<Report, StoreError> {
    check(store, None, Report::default())
}

/// Checks every case in one snapshot, one after the other, the database file itself, and the access log and the journals
/// against their seals and the signed heads in the file. Of each stream the first bad row is named.
///
/// # Errors
/// When database or file cannot be read at all; what can be read and does not hold is in the report.
pub fn verify_sealed(store: &Store, sealing: &Sealing) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let before = seals::outside(sealing, &mut report)?;
    let mut report = check(store, Some(&before), report)?;
    seals::compare(store, sealing, &before, &mut report)?;
    Ok(report)
}

fn check(store: &Store, outside: Option<&Outside>, mut report: Report) -> Result<Report, StoreError> {
    let (calendar, vault) = (store.calendar(), store.vault());
    store.read(|conn| {
        check_file(conn, &mut report)?;
        seals::check(conn, outside, &mut report)?;
        check_people(conn, &vault, &mut report)?;
        let profile = stored_profile(conn)?;
        let mut after = String::new();
        loop {
            let ids = next_ids(conn, &after)?;
            for id in &ids {
                case::check(conn, &vault, id, (&profile, calendar), &mut report)?;
            }
            match ids.into_iter().next_back() {
                Some(last) => after = last,
                None => return Ok(report),
            }
        }
    })
}

/// The file itself. A server keeps its own: data checksums and `pg_amcheck` are its operator's.
fn check_file(conn: &mut Conn, report: &mut Report) -> Result<(), StoreError> {
    let Conn::Sqlite(conn) = conn else { return Ok(()) };
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

/// Whether each person's row opens, and is found by the number in it.
fn check_people(conn: &mut Conn, vault: &Vault, report: &mut Report) -> Result<(), StoreError> {
    let own = vault.own(conn)?;
    let rows: Vec<(String, Vec<u8>, Vec<u8>)> =
        people::table.order(people::id).select((people::id, people::number_index, people::details)).load(conn)?;
    for (person, index, sealed) in rows {
        match crate::people::details(&own, &person, &sealed) {
            Ok(details) if crate::people::index(&own, &details.identity)? == index => {}
            Ok(_) => report.add(None, None, format!("person {person} is found by another number")),
            Err(_) => report.add(None, None, format!("person {person} cannot be opened")),
        }
    }
    Ok(())
}
