//! What lies in the folder of the database tells nothing of what was told.

use crate::substitute::{CANARY, NUMBER};
use std::path::Path;

/// The number in every spelling that people use: with and without century, with and without a sign before the last four.
fn spellings() -> Vec<String> {
    let (century, rest) = NUMBER.split_at(2);
    let (day, last) = rest.split_at(6);
    let signs = ["", "-", "+", " "];
    let bare = signs.iter().map(|sign| format!("{day}{sign}{last}"));
    bare.flat_map(|bare| [format!("{century}{bare}"), bare]).collect()
}

/// Asserts that no file of the folder holds the canary or the number, and that `known`, which is in clear, would be found.
/// Gives the names of the files.
pub(crate) fn assert_tells_nothing(folder: &Path, known: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_found = false;
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let (name, bytes) = (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap());
        let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        is_found |= holds(known);
        for secret in spellings().iter().map(String::as_str).chain([CANARY, &CANARY.to_lowercase()]) {
            assert!(!holds(secret), "{name} tells {secret}");
        }
        names.push(name);
    }
    assert!(is_found, "the search finds nothing");
    names.sort();
    names
}
