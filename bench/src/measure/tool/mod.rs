//! The ceiling on a database server: the statements that the server runs for a request, taken from the database's own log,
//! sent by the database's own tool on as many connections.

mod script;

use super::postgres::{self, Processes};
use super::{Place, Server, Settings, work};
use crate::Fault;
use crate::load::Request;
use crate::load::client::Client;
use crate::load::token::Issuer;
use crate::load::writes::{Target, version};
use script::Statement;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

/// Connections of the tool: as many as the goals speak of.
pub(super) const CONNECTIONS: u32 = 64;
/// Cases in the database that the tool writes to: it leaves them as no server would.
const CASES: u32 = 1000;

/// Statements for pgbench.
pub(super) struct Tool {
    folder: PathBuf,
    /// Where is read, and the statements for each case, with the row of the log and without.
    read: (String, Vec<(String, String)>),
    /// Where is written, and the statements for each case.
    write: (String, Vec<(String, String)>),
}

/// What came of a run of the tool.
pub(super) struct Ran {
    /// Transactions a second, of all connections.
    pub(super) rate: f64,
    /// Microseconds of the database's CPU for each.
    pub(super) cpu: f64,
}

/// The database's log, read from where it was left.
struct Log {
    file: std::fs::File,
    database: String,
}

impl Log {
    fn open(path: &Path, url: &str) -> Result<Self, Fault> {
        let database = url.split('?').next().unwrap_or(url).rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Self { file: std::fs::File::open(path)?, database })
    }

    fn skip(&mut self) -> Result<(), Fault> {
        self.file.seek(SeekFrom::End(0)).map(|_| ()).map_err(Fault::from)
    }

    /// The statements since the last look.
    fn statements(&mut self) -> Result<Vec<Statement>, Fault> {
        let mut text = Vec::new();
        self.file.read_to_end(&mut text)?;
        let found = script::statements(&String::from_utf8_lossy(&text), &self.database);
        if found.is_empty() {
            return Err(Fault::Made("a database that logs its statements"));
        }
        Ok(found)
    }
}

impl Tool {
    /// Takes the statements of reads and writes. None when nobody says where the database logs to.
    ///
    /// # Errors
    /// When the database cannot be made to log, or a request is refused.
    pub(super) async fn taken(
        settings: &Settings,
        place: &Place,
        issuer: &Issuer,
        reads: &[Request],
    ) -> Result<Option<Self>, Fault> {
        let Some(log) = std::env::var_os("BENCH_POSTGRES_LOG").map(PathBuf::from) else { return Ok(None) };
        let folder = settings.folder.join("tool");
        std::fs::create_dir_all(&folder)?;
        let read = logged(place, issuer, &log, async |server, mut log| taken_reads(server, &mut log, reads).await);
        let read = read.await?;
        let own = Place::of(settings, CASES).named("tool", settings);
        // No server can open what the tool has written over, so each run begins anew.
        own.forget()?;
        let filled = own.prepared(settings, CASES).await?;
        let targets = work::writes(issuer, filled);
        let write = logged(&own, issuer, &log, async |server, mut log| taken_writes(server, &mut log, &targets).await);
        let write = write.await?;
        Ok(Some(Self { folder, read: (place.url.clone(), read), write: (own.url, write) }))
    }

    /// Sends the statements of reads.
    ///
    /// # Errors
    /// When the tool fails.
    pub(super) async fn reads(&self, time: Duration, database: Processes) -> Result<Ran, Fault> {
        let own = self.read.1.iter().map(|(whole, _)| (whole.clone(), 0)).collect();
        self.run(&self.read.0, own, time, database).await
    }

    /// Sends the statements of reads without the row of the log, which the server writes together with others.
    ///
    /// # Errors
    /// When the tool fails.
    pub(super) async fn looks(&self, time: Duration, database: Processes) -> Result<Ran, Fault> {
        let own = self.read.1.iter().map(|(_, look)| (look.clone(), 0)).collect();
        self.run(&self.read.0, own, time, database).await
    }

    /// Sends the statements of writes, each client to a case of its own.
    ///
    /// # Errors
    /// When the tool fails.
    pub(super) async fn writes(&self, time: Duration, database: Processes) -> Result<Ran, Fault> {
        let (url, cases) = &self.write;
        let mut writes = Vec::new();
        for (case, script) in cases {
            let version = postgres::ask(url, &format!("SELECT version FROM cases WHERE id = '{case}'")).await?;
            writes.push((script.clone(), version.parse().map_err(|_| Fault::Made("a version"))?));
        }
        self.run(url, writes, time, database).await
    }

    /// Runs a script for each client, on as many connections as the server's clients had.
    async fn run(&self, url: &str, own: Vec<(String, i64)>, time: Duration, database: Processes) -> Result<Ran, Fault> {
        let file = self.folder.join("script.sql");
        std::fs::write(&file, script::for_clients(&own))?;
        let before = database.cpu()?;
        let mut pgbench = Command::new("pgbench");
        pgbench.args(["-n", "-M", "prepared", "-j", "1", "-D", "begun=0"]);
        pgbench.args(["-c", &own.len().to_string(), "-T", &time.as_secs().to_string(), "-f"]);
        let output = pgbench.arg(file).arg(url).kill_on_drop(true).output().await?;
        let text = String::from_utf8_lossy(&output.stdout);
        let number = |name: &str| {
            let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
            rest.split([' ', '/']).find_map(|word| word.parse::<f64>().ok())
        };
        let failed = || Fault::Other(format!("pgbench: {text}{}", String::from_utf8_lossy(&output.stderr)));
        if !output.status.success() {
            return Err(failed());
        }
        let rate = number("tps = ").ok_or_else(failed)?;
        let count = number("number of transactions actually processed: ").ok_or_else(failed)?;
        Ok(Ran { rate, cpu: database.cpu()?.saturating_sub(before).as_secs_f64() * 1e6 / count })
    }
}

/// Lets a server of its own work on a database that logs every statement.
async fn logged<T>(
    place: &Place,
    issuer: &Issuer,
    log: &Path,
    work: impl AsyncFnOnce(&Server, Log) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let database = Log::open(log, &place.url)?;
    postgres::ask(&place.url, &format!("ALTER DATABASE {} SET log_statement = 'all'", database.database)).await?;
    let server = Server::start(place, issuer).await?;
    server.rest().await?;
    let reset = format!("ALTER DATABASE {} RESET log_statement", database.database);
    let done = work(&server, database).await;
    server.stop().await?;
    postgres::ask(&place.url, &reset).await?;
    done
}

async fn taken_reads(server: &Server, log: &mut Log, requests: &[Request]) -> Result<Vec<(String, String)>, Fault> {
    let mut client = Client::connect(&server.address).await?;
    let mut cases = Vec::new();
    for request in requests.iter().take(usize::try_from(CONNECTIONS).unwrap_or(0)) {
        // Once before: what a server asks only once is not part of a read.
        client.granted(request, &[]).await?;
        log.skip()?;
        client.granted(request, &[]).await?;
        let mut found = log.statements()?;
        let whole = script::script(&found, None);
        found.retain(|statement| !statement.is_log());
        cases.push((whole, script::script(&found, None)));
    }
    Ok(cases)
}

async fn taken_writes(server: &Server, log: &mut Log, targets: &[Target]) -> Result<Vec<(String, String)>, Fault> {
    let mut client = Client::connect(&server.address).await?;
    let mut cases = Vec::new();
    for target in targets.iter().take(usize::try_from(CONNECTIONS).unwrap_or(0)) {
        let known = version(&client.granted(&target.read, &[]).await?)?;
        let number = known.trim_matches('"').parse().map_err(|_| Fault::Made("a version"))?;
        log.skip()?;
        client.granted(&target.write, &[("if-match", known.as_str())]).await?;
        let case = target.read.path.rsplit('/').next().unwrap_or_default().to_owned();
        cases.push((case, script::script(&log.statements()?, Some(number))));
    }
    Ok(cases)
}
