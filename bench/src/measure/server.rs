//! A server of the bench's own: this program once more, as a process of its own, configured as in operation.

use super::process;
use crate::Fault;
use crate::load::token::{ISSUER, Issuer};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Where a database and its keys are.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// `DATABASE_URL`.
    pub(crate) url: String,
    /// Folder of keys and heads.
    pub(crate) folder: PathBuf,
}

impl Place {
    /// A file of the bench's own.
    pub(crate) fn sqlite(folder: &Path) -> Self {
        Self { url: format!("sqlite:{}", folder.join("sip.db").display()), folder: folder.to_owned() }
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
}

/// A server that runs. It is ended when this goes.
pub(crate) struct Server {
    child: Child,
    /// `http://127.0.0.1:<port>`.
    pub(crate) address: String,
    /// Its process.
    pub(crate) pid: u32,
    /// From its start to its first answer.
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts a server on the database and waits for its first answer.
    ///
    /// # Errors
    /// When it does not start; its log says why.
    pub(crate) async fn start(place: &Place, issuer: &Issuer) -> Result<Self, Fault> {
        let keys = place.folder.join("jwks.json");
        std::fs::write(&keys, issuer.key_set())?;
        let log = File::create(place.folder.join("log"))?;
        let begun = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .envs(place.variables())
            .env("SIP_LISTEN", "127.0.0.1:0")
            .env("SIP_ISSUER", ISSUER)
            .env("SIP_JWKS_FILE", &keys)
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()?;
        let pid = child.id().ok_or(Fault::Made("a process"))?;
        let out = child.stdout.take().ok_or(Fault::Made("a process"))?;
        let line = tokio::time::timeout(Duration::from_secs(600), BufReader::new(out).lines().next_line()).await;
        let line = line.map_err(|_| Fault::Made("a server that starts"))??;
        let address =
            line.ok_or_else(|| Fault::Other(format!("the server did not start: {}/log", place.folder.display())))?;
        let mut server = Self { child, address, pid, started_in: Duration::ZERO };
        crate::load::client::one(&server.address, &crate::load::Request::open("/health/ready")).await?;
        server.started_in = begun.elapsed();
        Ok(server)
    }

    /// CPU time so far.
    ///
    /// # Errors
    /// When the server has ended.
    pub(crate) fn cpu(&self) -> Result<Duration, Fault> {
        process::cpu(self.pid)
    }

    /// Resident memory, in bytes.
    ///
    /// # Errors
    /// When the server has ended.
    pub(crate) fn memory(&self) -> Result<u64, Fault> {
        process::memory(self.pid)
    }

    /// Ends the server as an operator does.
    ///
    /// # Errors
    /// When it does not end.
    pub(crate) async fn stop(mut self) -> Result<(), Fault> {
        Command::new("kill").arg(self.pid.to_string()).status().await?;
        self.child.wait().await?;
        Ok(())
    }
}
