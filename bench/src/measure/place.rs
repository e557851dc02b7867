//! Where a database is, with its keys, and what it holds.

use super::Settings;
use super::server::program;
use crate::Fault;
use crate::fill::Filled;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Where a database and its keys are.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// `DATABASE_URL`.
    pub(crate) url: String,
    /// Folder of keys and heads.
    pub(crate) folder: PathBuf,
}

impl Place {
    /// The database of a run with so many cases.
    pub(crate) fn of(settings: &Settings, cases: u32) -> Self {
        match &settings.database {
            None => Self::sqlite(&settings.folder.join(format!("sqlite-{cases}"))),
            Some(url) => Self { url: url.clone(), folder: settings.folder.join(format!("postgres-{cases}")) },
        }
    }

    /// A file of the bench's own.
    pub(crate) fn sqlite(folder: &Path) -> Self {
        Self { url: format!("sqlite:{}", folder.join("sip.db").display()), folder: folder.to_owned() }
    }

    /// `sqlite` or `postgres`.
    pub(crate) fn engine(&self) -> &'static str {
        if self.url.starts_with("sqlite:") { "sqlite" } else { "postgres" }
    }

    /// The settings that belong to the data.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let file = |name: &str| self.folder.join(name).display().to_string();
        vec![
            ("DATABASE_URL".to_owned(), self.url.clone()),
            ("SIP_MASTER_KEY_FILE".to_owned(), file("master.key")),
            ("SIP_SEAL_FILE".to_owned(), file("heads")),
            ("SIP_SEAL_KEY_FILE".to_owned(), file("seal.key")),
        ]
    }

    /// What is in it. Written when it was filled to the end.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub(crate) fn filled(&self) -> Result<Option<Filled>, Fault> {
        match std::fs::read_to_string(self.folder.join("filled.json")) {
            Ok(text) => Ok(Some(serde_json::from_str(&text)?)),
            Err(_) => Ok(None),
        }
    }

    /// Fills the database unless that was done before; says what is in it.
    ///
    /// # Errors
    /// When it cannot be filled.
    pub(crate) async fn prepared(&self, cases: u32) -> Result<Filled, Fault> {
        if let Some(filled) = self.filled()? {
            return Ok(filled);
        }
        let status = Command::new(program()?)
            .arg("fill")
            .arg(&self.folder)
            .arg(cases.to_string())
            .envs(self.variables())
            .status()
            .await?;
        let filled = self.filled()?;
        filled.filter(|_| status.success()).ok_or_else(|| Fault::Other("the database could not be filled".to_owned()))
    }
}
