//! The file of signed heads. It only grows, and lies where whoever can change the database cannot change it.

use super::head::SignedHead;
use crate::StoreError;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// The lines of the file as they could be read: none for one that could not.
pub(crate) struct Lines {
    pub(crate) heads: Vec<Option<SignedHead>>,
    /// Bytes up to the end of the last whole line. What is behind was never finished.
    pub(crate) whole: u64,
}

fn told(error: &io::Error) -> StoreError {
    StoreError::Seal(format!("the file of heads: {error}"))
}

/// Reads every whole line; a file that is not there has none.
pub(crate) fn read(path: &Path) -> Result<Lines, StoreError> {
    let mut text = String::new();
    match File::open(path).and_then(|mut file| file.read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(told(&error)),
    }
    let whole = text.rfind('\n').map_or("", |end| text.get(..=end).unwrap_or_default());
    let heads = whole.lines().map(|line| serde_json::from_str(line).ok()).collect();
    Ok(Lines { heads, whole: u64::try_from(whole.len()).unwrap_or(u64::MAX) })
}

/// The whole lines of the file but those with a head after this one; none when there is no file.
pub(crate) fn text_up_to(path: &Path, last: i64) -> Result<Option<String>, StoreError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(told(&error)),
    };
    let is_later = |line: &str| serde_json::from_str::<SignedHead>(line).is_ok_and(|signed| signed.head.number > last);
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    Ok(Some(whole.filter(|line| !is_later(line)).collect()))
}

/// How long the file is.
pub(crate) fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |known| known.len())
}

/// Takes away a line that was begun and never finished.
pub(crate) fn cut(path: &Path, whole: u64) -> Result<(), StoreError> {
    let file = OpenOptions::new().write(true).open(path).map_err(|error| told(&error))?;
    file.set_len(whole).and_then(|()| file.sync_all()).map_err(|error| told(&error))
}

/// Puts a line at the end; it is on the disk when this returns.
pub(crate) fn append(path: &Path, line: &str) -> Result<(), StoreError> {
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(|error| told(&error))?;
    file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| told(&error))
}
