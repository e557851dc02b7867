//! Where a database is, with its keys, and what it holds.

use super::server::program;
use super::{Settings, postgres};
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
            Some(root) => Self {
                url: postgres::sibling(root, &format!("sip_bench_{cases}")),
                folder: settings.folder.join(format!("postgres-{cases}")),
            },
        }
    }

    /// Another database on the same server.
    pub(crate) fn named(&self, name: &str, settings: &Settings) -> Self {
        let url = postgres::sibling(&self.url, &format!("sip_bench_{name}"));
        Self { url, folder: settings.folder.join(format!("postgres-{name}")) }
    }

    /// The database's name on its server.
    fn database(&self) -> &str {
        self.url.split('?').next().and_then(|place| place.rsplit('/').next()).unwrap_or_default()
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

    /// Writes down what is in it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn keep(&self, filled: Filled) -> Result<(), Fault> {
        Ok(std::fs::write(self.folder.join("filled.json"), serde_json::to_string(&filled)?)?)
    }

    /// Has the database filled anew the next time.
    ///
    /// # Errors
    /// When the file of what is in it cannot be removed.
    pub(crate) fn forget(&self) -> Result<(), Fault> {
        let file = self.folder.join("filled.json");
        if file.exists() { Ok(std::fs::remove_file(file)?) } else { Ok(()) }
    }

    /// Fills the database unless that was done before; says what is in it.
    ///
    /// # Errors
    /// When it cannot be filled.
    pub(crate) async fn prepared(&self, settings: &Settings, cases: u32) -> Result<Filled, Fault> {
        if let Some(filled) = self.filled()? {
            return Ok(filled);
        }
        if let Some(root) = &settings.database {
            postgres::make(root, self.database()).await?;
        }
        let status = Command::new(program()?)
            .arg("fill")
            .arg(&self.folder)
            .arg(cases.to_string())
            .envs(self.variables())
            .status()
            .await?;
        let filled = self.filled()?.filter(|_| status.success());
        let mut filled = filled.ok_or_else(|| Fault::Other("the database could not be filled".to_owned()))?;
        if self.engine() == "postgres" {
            // A server keeps statistics to plan by, and would gather them while we measure.
            postgres::ask(&self.url, "VACUUM ANALYZE").await?;
            filled.bytes = Some(postgres::size(&self.url).await?);
            self.keep(filled)?;
        }
        Ok(filled)
    }
}
