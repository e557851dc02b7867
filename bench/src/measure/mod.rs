//! A whole run: for each size of database, fill, serve, load, and count.

mod process;
mod server;
mod work;

use crate::fill::{self, Filled};
use crate::load::token::Issuer;
use crate::load::wrk;
use crate::report::{Rounds, Row};
use crate::{Fault, say};
pub(crate) use server::Place;
use server::Server;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Connections of a run.
const CONNECTIONS: [u32; 2] = [16, 64];

/// What the environment says of the run.
pub(crate) struct Settings {
    /// Rounds of each kind of work.
    rounds: u32,
    /// How long one kind of work is loaded in a round.
    time: Duration,
    /// Where databases and results go.
    folder: PathBuf,
}

impl Settings {
    fn from_env() -> Self {
        let number =
            |name: &str, default: u32| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
        Self {
            rounds: number("BENCH_ROUNDS", 5).max(1),
            time: Duration::from_secs(u64::from(number("BENCH_SECONDS", 3).max(1))),
            folder: std::env::var_os("BENCH_FOLDER").map_or_else(|| PathBuf::from("target/bench"), PathBuf::from),
        }
    }
}

/// Measures on databases of these sizes.
///
/// # Errors
/// When anything does not answer as it should.
pub(crate) async fn run(sizes: &[&str]) -> Result<(), Fault> {
    let settings = Settings::from_env();
    let sizes = if sizes.is_empty() { &["10000"] } else { sizes };
    for size in sizes {
        let cases = size.parse().map_err(|_| Fault::Other(format!("{size} is no number of cases")))?;
        on(&settings, cases).await?;
    }
    Ok(())
}

/// Fills a database unless that was done before; says what is in it.
fn prepared(settings: &Settings, cases: u32) -> Result<(Place, Filled), Fault> {
    let folder = settings.folder.join(format!("sqlite-{cases}"));
    let (place, manifest) = (Place::sqlite(&folder), folder.join("filled.json"));
    if let Ok(text) = std::fs::read_to_string(&manifest) {
        return Ok((place, serde_json::from_str(&text)?));
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let filled = Filled::new(cases, chrono::Utc::now());
    let begun = Instant::now();
    let rows = fill::into(&place, filled)?;
    say(&format!("filled {cases} cases, {rows} journal rows, in {:.1} s", begun.elapsed().as_secs_f64()))?;
    std::fs::write(&manifest, serde_json::to_string(&filled)?)?;
    Ok((place, filled))
}

async fn on(settings: &Settings, cases: u32) -> Result<(), Fault> {
    let (place, filled) = prepared(settings, cases)?;
    let issuer = Issuer::new()?;
    let server = Server::start(&place, &issuer).await?;
    say(&format!("started in {} ms, {} KiB", server.started_in.as_millis(), server.memory()? / 1024))?;
    let mut rounds = Rounds::default();
    let work = work::reads(&server, &issuer, filled).await?;
    for _ in 0..settings.rounds {
        for connections in CONNECTIONS {
            for work in &work {
                let before = server.cpu()?;
                let ran = wrk::run(&place.folder, &server.address, &work.requests, connections, settings.time).await;
                let ran = ran.map_err(|fault| Fault::Other(format!("{}: {fault}", work.name)))?;
                rounds.add(work.name, connections, &Row::of(&ran, server.cpu()?.saturating_sub(before)));
            }
        }
    }
    say(&format!("under load {} KiB", server.memory()? / 1024))?;
    server.stop().await?;
    say(&rounds.table()).map_err(Fault::from)
}
