//! The rules of the code that a compiler does not know.

use crate::metadata::root;
use std::path::{Path, PathBuf};

const LONGEST: usize = 400;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source file: path from the root, and text.
pub(crate) fn all() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for member in ["domain", "persistence", "api", "tests", "bench"] {
        sources(&root().join(member), &mut found);
    }
    let relative = |path: &PathBuf| path.strip_prefix(root()).expect("in the workspace").display().to_string();
    found.iter().map(|path| (relative(path), std::fs::read_to_string(path).expect("a source file"))).collect()
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let long = all().into_iter().map(|(path, text)| (path, text.lines().count())).filter(|(_, lines)| *lines > LONGEST);
    assert_eq!(long.collect::<Vec<_>>(), Vec::<(String, usize)>::new());
}

#[test]
fn nothing_is_left_open_or_silenced() {
    // Put together here, so that this file does not find itself.
    let words = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["#[all", "ow("].concat(), ["#[ign", "ore"].concat()];
    let found = all().into_iter().flat_map(|(path, text)| {
        let held = words.iter().filter(|word| text.contains(word.as_str()));
        held.map(|word| format!("{path}: {word}")).collect::<Vec<_>>()
    });
    assert_eq!(found.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn only_persistence_holds_sql_and_only_the_api_holds_routes() {
    let strays = all().into_iter().filter(|(path, text)| {
        let own_code = path.contains("/src/");
        // The harness makes and copies whole databases; that takes a connection to them.
        let copies = path == "tests/src/database.rs";
        let diesel = text.contains("use diesel") && !path.starts_with("persistence/") && !copies;
        // What is measured is served beside the ceilings.
        let ceilings = path == "bench/src/serve.rs";
        let actix =
            text.contains("use actix_web") && !["api/", "tests/"].iter().any(|of| path.starts_with(of)) && !ceilings;
        own_code && (diesel || actix)
    });
    assert_eq!(strays.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<String>::new());
}

/// The contract knows schemas by their short name; of two with one name the later silently takes the other's place.
#[test]
fn no_two_shapes_of_the_contract_share_a_name() {
    let wire =
        all().into_iter().filter(|(path, _)| path.starts_with("api/src/wire") || path.starts_with("api/src/res"));
    let mut names = std::collections::BTreeMap::<String, Vec<String>>::new();
    for (path, text) in wire {
        for line in text.lines().map(str::trim) {
            let mut words = line.split_whitespace();
            let declared = match (words.next(), words.next(), words.next()) {
                (Some(seen), Some("struct" | "enum"), Some(name)) if seen.starts_with("pub(") => Some(name),
                (Some(name), Some("of"), Some(_)) if line.ends_with('{') => Some(name),
                _ => None,
            };
            // A macro's `$name` is no name yet.
            if let Some(name) = declared.filter(|name| !name.starts_with('$')) {
                names.entry(name.trim_end_matches(['{', '(', ';']).to_owned()).or_default().push(path.clone());
            }
        }
    }
    assert!(names.len() > 100, "the declarations were not found");
    let shared = names.into_iter().filter(|(_, paths)| paths.len() > 1).collect::<Vec<_>>();
    assert_eq!(shared, Vec::new());
}
