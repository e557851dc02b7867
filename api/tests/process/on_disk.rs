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

fn places(bytes: &[u8], text: &str) -> Vec<usize> {
    let parts = bytes.windows(text.len()).enumerate();
    parts.filter(|(_, part)| *part == text.as_bytes()).map(|(at, _)| at).collect()
}

/// The region profile is nobody's secret and is kept in clear; its links are the one place in it that takes any words.
fn is_in_the_profile(before: &[u8]) -> bool {
    let tail = &before[before.len().saturating_sub(600)..];
    tail.rsplit(|byte| *byte == b'{').nth(1).is_some_and(|fields| fields.ends_with(b"\"links\":"))
}

/// Asserts that no file of the folder holds the canary or the number, and that `known`, which is in clear, would be found.
/// Gives the names of the files.
pub(crate) fn assert_tells_nothing(folder: &Path, known: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_found = false;
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let (name, bytes) = (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap());
        is_found |= !places(&bytes, known).is_empty();
        for secret in spellings().iter().map(String::as_str).chain([CANARY, &CANARY.to_lowercase()]) {
            let told = places(&bytes, secret).into_iter().filter(|at| !is_in_the_profile(&bytes[..*at])).count();
            assert_eq!(told, 0, "{name} tells {secret}");
        }
        names.push(name);
    }
    assert!(is_found, "the search finds nothing");
    names.sort();
    names
}
