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
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

/// Connections of the tool: as many as the goals speak of.
pub(super) const CONNECTIONS: u32 = 64;
/// Cases in the database that the tool writes to: it leaves them as no server would.
const CASES: u32 = 1000;

/// Scripts for pgbench, one for each connection.
pub(super) struct Tool {
    read: (String, Vec<Script>),
    write: (String, Vec<Script>),
}

struct Script {
    file: PathBuf,
    /// The case that is written to.
    case: Option<String>,
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

    /// The statements since the last look, as a script.
    fn script(&mut self, known: Option<i64>) -> Result<String, Fault> {
        let mut text = Vec::new();
        self.file.read_to_end(&mut text)?;
        let found = script::statements(&String::from_utf8_lossy(&text), &self.database);
        if found.is_empty() {
            return Err(Fault::Made("a database that logs its statements"));
        }
        Ok(script::script(&found, known))
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
        let read =
            logged(place, issuer, &log, async |server, mut log| taken_reads(server, &mut log, reads, &folder).await);
        let read = read.await?;
        let own = Place::of(settings, CASES).named("tool", settings);
        let filled = own.prepared(settings, CASES).await?;
        let targets = work::writes(issuer, filled);
        let write =
            logged(&own, issuer, &log, async |server, mut log| taken_writes(server, &mut log, &targets, &folder).await);
        let write = write.await?;
        Ok(Some(Self { read: (place.url.clone(), read), write: (own.url, write) }))
    }

    /// Sends the statements of reads.
    ///
    /// # Errors
    /// When the tool fails.
    pub(super) async fn reads(&self, time: Duration, database: Processes) -> Result<Ran, Fault> {
        run(&self.read, time, database).await
    }

    /// Sends the statements of writes.
    ///
    /// # Errors
    /// When the tool fails.
    pub(super) async fn writes(&self, time: Duration, database: Processes) -> Result<Ran, Fault> {
        run(&self.write, time, database).await
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

async fn taken_reads(
    server: &Server,
    log: &mut Log,
    requests: &[Request],
    folder: &Path,
) -> Result<Vec<Script>, Fault> {
    let mut client = Client::connect(&server.address).await?;
    let mut scripts = Vec::new();
    for (request, n) in requests.iter().zip(0..CONNECTIONS) {
        // Once before: what a server asks only once is not part of a read.
        client.granted(request, &[]).await?;
        log.skip()?;
        client.granted(request, &[]).await?;
        scripts.push(Script { file: kept(folder, &format!("read-{n}"), &log.script(None)?)?, case: None });
    }
    Ok(scripts)
}

async fn taken_writes(server: &Server, log: &mut Log, targets: &[Target], folder: &Path) -> Result<Vec<Script>, Fault> {
    let mut client = Client::connect(&server.address).await?;
    let mut scripts = Vec::new();
    for (target, n) in targets.iter().zip(0..CONNECTIONS) {
        let known = version(&client.granted(&target.read, &[]).await?)?;
        let number = known.trim_matches('"').parse().map_err(|_| Fault::Made("a version"))?;
        log.skip()?;
        client.granted(&target.write, &[("if-match", known.as_str())]).await?;
        let file = kept(folder, &format!("write-{n}"), &log.script(Some(number))?)?;
        scripts.push(Script { file, case: target.read.path.rsplit('/').next().map(str::to_owned) });
    }
    Ok(scripts)
}

fn kept(folder: &Path, name: &str, script: &str) -> Result<PathBuf, Fault> {
    let file = folder.join(format!("{name}.sql"));
    std::fs::write(&file, script)?;
    Ok(file)
}

/// Runs each script on a connection of its own, all at once.
async fn run((url, scripts): &(String, Vec<Script>), time: Duration, database: Processes) -> Result<Ran, Fault> {
    let mut running = Vec::new();
    let before = database.cpu()?;
    for script in scripts {
        let mut pgbench = Command::new("pgbench");
        pgbench.args(["-n", "-M", "prepared", "-c", "1", "-T", &time.as_secs().to_string(), "-f"]).arg(&script.file);
        if let Some(case) = &script.case {
            let version = postgres::ask(url, &format!("SELECT version FROM cases WHERE id = '{case}'")).await?;
            pgbench.arg("-D").arg(format!("version={version}"));
        }
        running.push(pgbench.arg(url).kill_on_drop(true).output());
    }
    let (mut rate, mut count) = (0.0, 0.0);
    for output in futures_util::future::join_all(running).await {
        let output = output?;
        let text = String::from_utf8_lossy(&output.stdout);
        let number = |name: &str| {
            let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
            rest.split([' ', '/']).find_map(|word| word.parse::<f64>().ok())
        };
        let errors = String::from_utf8_lossy(&output.stderr);
        let failed = || Fault::Other(format!("pgbench: {text}{errors}"));
        rate += number("tps = ").ok_or_else(failed)?;
        count += number("number of transactions actually processed: ").ok_or_else(failed)?;
    }
    let cpu = database.cpu()?.saturating_sub(before).as_secs_f64() * 1e6 / count;
    Ok(Ran { rate, cpu })
}
