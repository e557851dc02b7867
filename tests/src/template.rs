//! A database as it was at one moment, to start servers on that go on from there.

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use std::path::Path;
use tempfile::TempDir;

/// A copy of a database, with the business time it was made at.
#[derive(Debug)]
pub struct Template {
    /// What the clock showed.
    pub now: DateTime<Utc>,
    folder: TempDir,
}

impl Template {
    pub(crate) fn of(database: &Path, now: DateTime<Utc>) -> Self {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("sip.db");
        let mut conn = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
        conn.batch_execute(&format!("VACUUM INTO '{}'", file.display())).unwrap();
        // Its keys, and the heads of its seals.
        for beside in std::fs::read_dir(database.parent().unwrap()).unwrap() {
            let name = beside.unwrap().file_name();
            if name.to_str().unwrap().starts_with("sip.db.") {
                std::fs::copy(database.with_file_name(&name), folder.path().join(&name)).unwrap();
            }
        }
        Self { now, folder }
    }

    pub(crate) fn copy_to(&self, database: &Path) {
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let name = file.unwrap().file_name();
            std::fs::copy(self.folder.path().join(&name), database.with_file_name(&name)).unwrap();
        }
    }
}
