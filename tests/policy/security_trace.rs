//! docs/asvs.md and docs/SECURITY.md against the tree: what they name is there, and nothing is left out.

use crate::named::{cells, file, quoted, wrong_place, wrong_test};
use std::collections::BTreeMap;

/// Requirements of level 1 and 2 in ASVS 5.0.0.
const REQUIREMENTS: usize = 253;
const KINDS: [&str; 4] = ["test", "control", "not here", "open"];

/// A row of docs/asvs.md.
struct Row {
    id: String,
    level: String,
    status: String,
}

impl Row {
    /// The kind of status, and what stands behind it.
    fn status(&self) -> Option<(&'static str, &str)> {
        KINDS.into_iter().find_map(|kind| Some((kind, self.status.strip_prefix(kind)?)))
    }

    /// What is wrong with the row.
    fn faults(&self) -> Vec<String> {
        let found = match self.status() {
            Some(("test", rest)) => tests(rest),
            Some(("control", rest)) => places(rest),
            Some(("not here", rest)) => reason(rest),
            Some(("open", rest)) => dated(rest),
            _ => vec!["has none of the four states".to_owned()],
        };
        let level = (!["1", "2"].contains(&self.level.as_str())).then(|| "is of no level 1 or 2".to_owned());
        found.into_iter().chain(level).map(|fault| format!("{} {fault}", self.id)).collect()
    }
}

/// `: ` and at least one test that is there, each in backticks before the first dash.
fn tests(rest: &str) -> Vec<String> {
    let named = quoted(rest.split(" – ").next().unwrap_or_default());
    let none = (named.is_empty() || !rest.starts_with(": `")).then(|| "names no test".to_owned());
    none.into_iter().chain(named.into_iter().filter_map(wrong_test)).collect()
}

/// `: `, the place in backticks, a dash and how it is checked.
fn places(rest: &str) -> Vec<String> {
    let (named, how) = rest.split_once(" – ").unwrap_or((rest, ""));
    let places = quoted(named);
    let none = (places.is_empty() || how.is_empty()).then(|| "names no place, or not how it is checked".to_owned());
    none.into_iter().chain(places.into_iter().filter_map(wrong_place)).collect()
}

/// `: ` and words.
fn reason(rest: &str) -> Vec<String> {
    let is_told = rest.strip_prefix(": ").is_some_and(|words| words.len() > 5);
    if is_told { Vec::new() } else { vec!["gives no reason".to_owned()] }
}

/// ` (YYYY-MM-DD): `, why, and the plan.
fn dated(rest: &str) -> Vec<String> {
    let parts = rest.strip_prefix(" (").and_then(|rest| rest.split_once("): "));
    let date = parts.map(|(date, _)| date).unwrap_or_default();
    let mut found = Vec::new();
    if date.len() != 10 || date.parse::<chrono::NaiveDate>().is_err() {
        found.push("is open without a date".to_owned());
    }
    if !parts.is_some_and(|(_, words)| words.contains("Plan: ")) {
        found.push("is open without a plan".to_owned());
    }
    found
}

fn rows() -> Vec<Row> {
    let text = file("docs/asvs.md").expect("docs/asvs.md");
    let rows = text.lines().filter_map(cells).filter(|cells| cells.first().is_some_and(|id| is_id(id)));
    rows.map(|cells| match cells.as_slice() {
        [id, level, words, status] if !words.is_empty() => {
            Row { id: (*id).to_owned(), level: (*level).to_owned(), status: (*status).to_owned() }
        }
        _ => panic!("not a row of four cells: {cells:?}"),
    })
    .collect()
}

/// `V8.2.3`.
fn is_id(text: &str) -> bool {
    let numbers = text.strip_prefix('V').map(|rest| rest.split('.').map(str::parse::<u8>).collect::<Vec<_>>());
    numbers.is_some_and(|numbers| numbers.len() == 3 && numbers.iter().all(Result::is_ok))
}

#[test]
fn every_requirement_has_a_state_and_what_it_names_is_there() {
    let faults: Vec<String> = rows().iter().flat_map(Row::faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_requirement_stands_twice_and_none_is_missing() {
    let mut seen = BTreeMap::<String, usize>::new();
    for row in rows() {
        *seen.entry(row.id).or_default() += 1;
    }
    let twice: Vec<_> = seen.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert_eq!(seen.len(), REQUIREMENTS);
}

#[test]
fn the_counts_are_those_of_the_rows() {
    let text = file("docs/asvs.md").expect("docs/asvs.md");
    for kind in KINDS {
        let told = text.lines().filter_map(cells).find(|cells| cells.len() == 3 && cells.first() == Some(&kind));
        let told = told.and_then(|cells| cells.last().and_then(|count| count.parse::<usize>().ok()));
        let found = rows().iter().filter(|row| row.status().is_some_and(|(found, _)| found == kind)).count();
        assert_eq!(told, Some(found), "{kind}");
    }
}

#[test]
fn every_control_is_shown_by_tests_that_are_there() {
    let text = file("docs/SECURITY.md").expect("docs/SECURITY.md");
    let table = text.split("\n## ").find(|part| part.starts_with("Controls\n")).expect("the controls");
    let controls: Vec<Vec<&str>> = table.lines().filter_map(cells).filter(|cells| cells.len() == 3).skip(1).collect();
    assert!(controls.len() > 20, "{} controls", controls.len());
    for control in &controls {
        let [_, places, shown] = control.as_slice() else { panic!("{control:?}") };
        assert!(!quoted(shown).is_empty() && !quoted(places).is_empty(), "not shown, or nowhere: {control:?}");
        let missing: Vec<_> = quoted(places).into_iter().filter_map(wrong_place).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
    let named = text.lines().flat_map(quoted).filter(|named| named.contains(".rs::"));
    let faults: Vec<String> = named.filter_map(wrong_test).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
