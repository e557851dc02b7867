//! A database as it was at one moment, to start servers on that go on from there.

use crate::database::TestDatabase;
use chrono::{DateTime, Utc};
use std::path::Path;
use tempfile::TempDir;

/// A copy of a database, with the business time it was made at.
#[derive(Debug)]
pub struct Template {
    /// What the clock showed.
    pub now: DateTime<Utc>,
    database: TestDatabase,
    _folder: TempDir,
}

impl Template {
    /// The database as it is now.
    pub fn of(database: &TestDatabase, now: DateTime<Utc>) -> Self {
        let folder = TempDir::new().unwrap();
        Self { now, database: database.copied_to(folder.path()), _folder: folder }
    }

    /// Another one like it.
    pub fn copy_to(&self, folder: &Path) -> TestDatabase {
        self.database.copied_to(folder)
    }
}
