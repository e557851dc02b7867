//! The table of `permissions.md`, read.

use std::collections::BTreeMap;

/// The table as it is written down.
const WRITTEN: &str = include_str!("permissions.md");

/// The callers, in the order of the columns.
pub(crate) const CALLERS: [&str; 14] = [
    "nobody",
    "ended",
    "other org",
    "leads",
    "secretary",
    "participant",
    "invited",
    "admin",
    "auditor",
    "client",
    "individual",
    "guardian",
    "represent.",
    "other cit.",
];

/// Who is who in a case; none where nobody is.
#[derive(Debug)]
pub(crate) struct Cast {
    /// Whoever leads it.
    pub(crate) leads: String,
    /// As what.
    pub(crate) role: String,
    /// Writes the minutes.
    pub(crate) secretary: Option<String>,
    /// Sent by an invited unit.
    pub(crate) participant: Option<String>,
    /// Works at an invited unit.
    pub(crate) invited: Option<String>,
    /// Administers the leading organisation.
    pub(crate) admin: Option<String>,
    /// The individual.
    pub(crate) individual: String,
}

/// One operation with what it answers to each caller.
#[derive(Debug)]
pub(crate) struct Row {
    /// Under which heading it stands.
    pub(crate) section: String,
    /// The operation.
    pub(crate) operation: String,
    /// The case that is asked about.
    pub(crate) case: Option<u16>,
    /// Caller and answer, in the order of [`CALLERS`].
    pub(crate) cells: Vec<(&'static str, String)>,
    /// Other personas and their answers.
    pub(crate) others: Vec<(String, String)>,
}

/// The whole table.
#[derive(Debug)]
pub(crate) struct Table {
    /// By number of the case.
    pub(crate) casts: BTreeMap<u16, Cast>,
    /// In the order that they are written.
    pub(crate) rows: Vec<Row>,
}

/// The cells of a line of a table; none for other lines and for those under a head.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix('|')?.trim_end().strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    let is_rule = cells.iter().all(|cell| cell.bytes().all(|byte| byte == b'-' || byte == b':'));
    (!is_rule).then_some(cells)
}

fn number(cell: &str) -> Option<u16> {
    (cell != "–").then(|| cell.parse().unwrap())
}

fn cast(cells: &[&str]) -> (u16, Cast) {
    let &[numbered, leads, role, secretary, participant, invited, admin, individual, _] = cells else {
        panic!("{cells:?}")
    };
    let named = |cell: &str| (cell != "–").then(|| cell.to_owned());
    let cast = Cast {
        leads: leads.to_owned(),
        role: role.to_owned(),
        secretary: named(secretary),
        participant: named(participant),
        invited: named(invited),
        admin: named(admin),
        individual: individual.to_owned(),
    };
    (number(numbered).unwrap(), cast)
}

/// `r-psy-lisa 200, k-soc-olle 403 role`
fn others(cell: &str) -> Vec<(String, String)> {
    let held = cell.split(',').map(str::trim).filter(|other| !other.is_empty());
    held.map(|other| other.split_once(' ').unwrap()).map(|(who, told)| (who.to_owned(), told.to_owned())).collect()
}

fn row(section: &str, cells: &[&str]) -> Row {
    assert_eq!(cells.len(), CALLERS.len() + 3, "{cells:?}");
    let told = cells[2..].iter().map(|cell| (*cell).to_owned());
    Row {
        section: section.to_owned(),
        operation: cells[0].to_owned(),
        case: number(cells[1]),
        cells: CALLERS.into_iter().zip(told).collect(),
        others: others(cells[cells.len() - 1]),
    }
}

impl Table {
    /// As it is written.
    pub(crate) fn read() -> Self {
        let mut table = Self { casts: BTreeMap::new(), rows: Vec::new() };
        let mut section = "";
        for line in WRITTEN.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                section = heading;
                continue;
            }
            let Some(cells) = cells(line) else { continue };
            match (cells[0], section) {
                ("operation", _) => {
                    assert_eq!(cells[2..cells.len() - 1], CALLERS, "the columns of {section}");
                }
                ("case" | "written", _) | (_, "How to read it" | "Who asks") => {}
                (_, "Who is who") => {
                    let (case, people) = cast(&cells);
                    assert!(table.casts.insert(case, people).is_none(), "case {case} twice");
                }
                _ => table.rows.push(row(section, &cells)),
            }
        }
        table
    }
}
