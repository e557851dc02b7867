//! Putting a backup back, into a place where nothing is: whole, or not at all.

use crate::backup::{BackupError, Part, open_copy, with_ending};
use crate::client_tools::{Tools, rows};
use crate::conn::Conn;
use crate::database::{Database, PostgresUrl};
use crate::sealed::Vault;
use crate::store::StoreOptions;
use crate::{StoreError, migrations, postgres};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// What became of the signed heads that lie beside a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadsPut {
    /// None lie beside it.
    None,
    /// Nobody has said where heads go; they stay in this file.
    Nowhere(PathBuf),
    /// They are now in this file.
    Put(PathBuf),
    /// This file has the very same.
    Same(PathBuf),
    /// This file has others, or more, and was left as it is.
    Kept(PathBuf),
}

/// Puts a backup into the database of the options, which must not be there (a file) or be empty (of a server), and its heads
/// into `heads_to`, unless heads are there. The options' master keys must be those of the backup's time. Blocks the thread.
///
/// # Errors
/// When there is something already, or the backup is not whole, of another program or closed with other keys: nothing was
/// written then.
pub fn restore(options: &StoreOptions, heads_to: Option<&Path>, from: &Path) -> Result<HeadsPut, BackupError> {
    if !from.is_file() {
        return Err(BackupError::Refused(format!("{} is no file", from.display())));
    }
    let vault = Vault::new(options.keys.clone());
    match &options.database {
        Database::Sqlite(file) => into_file(from, file, &vault)?,
        Database::Postgres(url) => into_server(from, url, options, &vault)?,
    }
    put_heads(&from.with_extension("heads"), heads_to)
}

fn no_backup(error: &StoreError) -> BackupError {
    BackupError::Refused(format!("this is no whole backup: {error}"))
}

fn into_file(from: &Path, to: &Path, vault: &Vault) -> Result<(), BackupError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let file = with_ending(to, ending);
        if file.exists() {
            return Err(BackupError::Refused(format!("{} is there already, and is left as it is", file.display())));
        }
    }
    let log = with_ending(from, "-wal");
    if log.metadata().is_ok_and(|known| known.len() > 0) {
        return Err(BackupError::Refused(format!("{} lies beside it: this is a database in use", log.display())));
    }
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| BackupError::File(folder.to_owned(), error))?;
    }
    let part = Part::new(to)?;
    let mut part_file = part.handle()?;
    let copied = File::open(from).and_then(|mut from| io::copy(&mut from, &mut part_file));
    copied.map_err(|error| BackupError::File(from.to_owned(), error))?;
    drop(part_file);
    check_file(&part.under_way, vault)?;
    part.keep().map(|_| ())
}

/// Whether it is a whole database of ours that the keys open.
fn check_file(file: &Path, vault: &Vault) -> Result<(), BackupError> {
    let mut conn = open_copy(file)?;
    let applied = match migrations::applied(&mut conn) {
        Ok(applied) => applied,
        Err(error @ StoreError::Migration(_)) => return Err(error.into()),
        Err(error) => return Err(no_backup(&error)),
    };
    if applied.is_none() {
        return Err(BackupError::Refused("this is no backup of sip: it has no tables of ours".to_owned()));
    }
    vault.check(&mut conn).map_err(|error| match error {
        StoreError::Keys(_) => error.into(),
        error => no_backup(&error),
    })?;
    let Conn::Sqlite(conn) = &mut conn else { return Ok(()) };
    let bad = diesel::dsl::sql::<BigInt>("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
    match bad.get_result::<i64>(conn) {
        Ok(0) => Ok(()),
        Ok(_) => Err(BackupError::Refused("this is no whole backup: its pages do not hold together".to_owned())),
        Err(error) => Err(no_backup(&error.into())),
    }
}

fn into_server(from: &Path, url: &PostgresUrl, options: &StoreOptions, vault: &Vault) -> Result<(), BackupError> {
    let tools = Tools::of(url)?;
    let mut conn = postgres::connect(url, options.patience)?;
    // What an extension has brought is nobody's data.
    let own = diesel::dsl::sql::<BigInt>(
        "SELECT count(*) FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND NOT EXISTS
         (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')",
    );
    if own.get_result::<i64>(&mut conn)? > 0 {
        return Err(BackupError::Refused(format!("{} is not empty, and is left as it is", options.database)));
    }
    Tools::check_age(&mut conn)?;
    check_dump(from, vault)?;
    Tools::read_through(from)?;
    tools.restore(from)?;
    Ok(migrations::grant(&mut conn)?)
}

/// Whether it is a dump of ours that the keys open, read from the file alone.
fn check_dump(from: &Path, vault: &Vault) -> Result<(), BackupError> {
    const MIGRATIONS: &str = "__diesel_schema_migrations";
    const COMPATIBILITY: &str = "schema_compatibility";
    const KEYS: &str = "store_keys";
    let text = Tools::tables(from, &[MIGRATIONS, COMPATIBILITY, KEYS])?;
    let versions: Vec<String> = rows(&text, MIGRATIONS, ["version"]).into_iter().map(|[version]| version).collect();
    if versions.is_empty() {
        return Err(BackupError::Refused("this is no backup of sip: it has no tables of ours".to_owned()));
    }
    let oldest: HashMap<String, String> = rows(&text, COMPATIBILITY, ["version", "oldest"])
        .into_iter()
        .map(|[version, oldest]| (version, oldest))
        .collect();
    migrations::accepted(&migrations::known_to_servers()?, versions, |version| Ok(oldest.get(version).cloned()))?;
    for [name, master, wrapped] in rows(&text, KEYS, ["name", "master_id", "wrapped"]) {
        let wrapped = wrapped.strip_prefix(r"\\x").and_then(bytes).ok_or(StoreError::Corrupt("a key"))?;
        vault.check_wrapped(&name, &master, &wrapped)?;
    }
    Ok(())
}

/// Bytes that are written as two hexadecimal digits each.
fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let pair = |pair: &[u8; 2]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    if rest.is_empty() { pairs.iter().map(pair).collect() } else { None }
}

fn put_heads(from: &Path, to: Option<&Path>) -> Result<HeadsPut, BackupError> {
    let read = |file: &Path| std::fs::read_to_string(file).map_err(|error| BackupError::File(file.to_owned(), error));
    if !from.exists() {
        return Ok(HeadsPut::None);
    }
    let Some(to) = to else { return Ok(HeadsPut::Nowhere(from.to_owned())) };
    let heads = read(from)?;
    if to.exists() {
        let is_same = read(to)? == heads;
        return Ok(if is_same { HeadsPut::Same(to.to_owned()) } else { HeadsPut::Kept(to.to_owned()) });
    }
    Part::with(to, &heads)?.keep().map(HeadsPut::Put)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_as_a_dump_writes_them() {
        assert_eq!(bytes("00ff7e"), Some(vec![0, 255, 126]));
        assert_eq!((bytes("0"), bytes("0g"), bytes("+1")), (None, None, None));
    }
}
