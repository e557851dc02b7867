//! docs/requirements.md against the tree: what its rows name is there, and none is lost.

use crate::named::{cells, file, quoted, wrong_place};
use sip_domain::rules::Rule;
use std::collections::BTreeMap;

/// Requirements read out of the five texts.
const REQUIREMENTS: usize = 205;
const STATES: [&str; 4] = ["built", "part", "not built", "purpose"];

fn text() -> String {
    file("docs/requirements.md").expect("docs/requirements.md")
}

/// Rules, place, proof and state of each row, with what it is called.
fn rows(text: &str) -> Vec<(String, [&str; 4])> {
    text.lines()
        .filter_map(cells)
        .filter_map(|cells| match cells.as_slice() {
            [id, _, _, rules, place, proof, state] if is_id(id) => {
                Some(((*id).to_owned(), [*rules, place, proof, state]))
            }
            [what, _, rules, place, proof, state] if *what != "what the software has to do" => {
                Some(((*what).to_owned(), [*rules, place, proof, state]))
            }
            _ => None,
        })
        .collect()
}

/// `S0-01`.
fn is_id(text: &str) -> bool {
    let parts = text.strip_prefix('S').and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(source, number)| source.parse::<u8>().is_ok() && number.parse::<u8>().is_ok())
}

fn state(told: &str) -> Option<&'static str> {
    STATES.into_iter().find(|state| told.starts_with(state))
}

/// A word in capitals that could be a rule.
fn rules(told: &str) -> impl Iterator<Item = &str> {
    let words = told.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
    words.filter(|word| word.contains('_') && word.len() > 5)
}

#[test]
fn what_a_row_names_is_there() {
    let text = text();
    let mut faults = Vec::new();
    for (id, [named, place, proof, told]) in rows(&text) {
        let unknown = rules(named).chain(rules(told)).filter(|rule| Rule::from_code(rule).is_none());
        faults.extend(unknown.map(|rule| format!("{id}: there is no rule {rule}")));
        let places = quoted(place).into_iter().map(|path| {
            let has_crate = ["api/", "persistence/", "domain/", "tests/"].iter().any(|folder| path.starts_with(folder));
            if has_crate { path.to_owned() } else { format!("domain/src/{path}") }
        });
        let proofs = quoted(proof).into_iter().map(str::to_owned);
        faults.extend(places.chain(proofs).filter_map(|path| wrong_place(&path)).map(|fault| format!("{id}: {fault}")));
        if state(told).is_none() {
            faults.push(format!("{id}: {told} is no state"));
        }
        if told == "built" && quoted(place).is_empty() && quoted(proof).is_empty() && !proof.starts_with("none") {
            faults.push(format!("{id}: built, and neither place nor proof"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_row_stands_twice_and_none_is_lost() {
    let text = text();
    let mut seen = BTreeMap::<String, usize>::new();
    for (id, _) in rows(&text) {
        *seen.entry(id).or_default() += 1;
    }
    let twice: Vec<_> = seen.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert_eq!(seen.keys().filter(|id| is_id(id)).count(), REQUIREMENTS);
}

#[test]
fn the_sums_are_those_of_the_rows() {
    let text = text();
    let mut expected = BTreeMap::<String, [usize; 4]>::new();
    for cells in text.lines().filter_map(cells) {
        let [id, level, _, _, _, _, told] = cells.as_slice() else { continue };
        let place = STATES.iter().position(|held| state(told) == Some(held));
        if let Some(place) = place.filter(|_| is_id(id)) {
            for key in [*level, "all"] {
                expected.entry(key.to_owned()).or_default()[place] += 1;
            }
        }
    }
    let sums = text.lines().filter_map(cells).filter(|cells| cells.len() == 5);
    let told: BTreeMap<String, [usize; 4]> = sums
        .filter_map(|cells| {
            let numbers: Vec<usize> = cells.iter().skip(1).filter_map(|cell| cell.parse().ok()).collect();
            Some(((*cells.first()?).to_owned(), numbers.try_into().ok()?))
        })
        .collect();
    assert_eq!(told, expected);
}
