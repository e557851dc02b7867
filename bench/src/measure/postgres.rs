//! The database server that the data lie on, asked with its own client.

use super::process;
use crate::Fault;
use std::time::Duration;
use tokio::process::Command;

/// The address of another database on the same server: `postgres://<who>@<where>/<database>?<parameters>`.
pub(crate) fn sibling(url: &str, database: &str) -> String {
    let (place, query) =
        url.split_once('?').map_or((url, String::new()), |(place, query)| (place, format!("?{query}")));
    let (server, _) = place.rsplit_once('/').unwrap_or((place, ""));
    format!("{server}/{database}{query}")
}

/// Runs a statement and gives the first value of its answer as text.
///
/// # Errors
/// When `psql` is missing or the server says no.
pub(crate) async fn ask(url: &str, statement: &str) -> Result<String, Fault> {
    let output = Command::new("psql")
        .args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, url])
        .output()
        .await
        .map_err(|error| Fault::Other(format!("psql cannot be run ({error}); Debian has it in postgresql-client")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(Fault::Other(String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// Makes the database anew, empty.
///
/// # Errors
/// When the server does not let us.
pub(crate) async fn make(root: &str, name: &str) -> Result<(), Fault> {
    ask(root, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    ask(root, &format!("CREATE DATABASE {name}")).await.map(|_| ())
}

/// Bytes of the database.
///
/// # Errors
/// When the server does not say.
pub(crate) async fn size(url: &str) -> Result<u64, Fault> {
    let bytes = ask(url, "SELECT pg_database_size(current_database())").await?;
    bytes.parse().map_err(|_| Fault::Made("a size"))
}

/// The processes of a database server on this machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Processes {
    first: u32,
}

impl Processes {
    /// Those of the server at the address; none when it runs elsewhere.
    ///
    /// # Errors
    /// When it does not answer.
    pub(crate) async fn of(url: &str) -> Result<Option<Self>, Fault> {
        // The answering process is gone by the time its parent is looked up, so it has to wait a little.
        let asked = ask(url, "SELECT pg_backend_pid() FROM pg_sleep(0.5)");
        let watched = async {
            tokio::time::sleep(Duration::from_millis(250)).await;
            process::named("postgres")
        };
        let (answer, before) = tokio::join!(asked, watched);
        let pid: u32 = answer?.parse().map_err(|_| Fault::Made("a process"))?;
        Ok(before.into_iter().find(|(known, _)| *known == pid).map(|(_, first)| Self { first }))
    }

    /// CPU time of all of them so far, also of those that have ended.
    ///
    /// # Errors
    /// When the server has ended.
    pub(crate) fn cpu(self) -> Result<Duration, Fault> {
        process::family_cpu(self.first)
    }
}
