//! A whole run: for each size of database, fill, serve, load, and count.

mod loads;
mod once;
mod place;
mod postgres;
mod process;
mod server;
mod singles;
mod tool;
mod work;

use crate::fill::Filled;
use crate::load::token::Issuer;
use crate::report::{About, Book, Unit};
use crate::{Fault, goals, say};
pub(crate) use place::Place;
use postgres::Processes;
use server::Server;
pub(crate) use singles::singles;
use std::path::PathBuf;
use std::time::Duration;

/// Connections of a run.
const CONNECTIONS: [u32; 2] = [16, 64];
/// Cases in the database of the ceiling for writes.
const SINGLES: u32 = 1000;

/// What the environment says of the run.
pub(crate) struct Settings {
    /// Rounds of each kind of work.
    rounds: u32,
    /// How long one kind of work is loaded in a round.
    time: Duration,
    /// Where databases and results go.
    folder: PathBuf,
    /// The database, when it is a server; files of the bench's own otherwise.
    database: Option<String>,
}

impl Settings {
    fn from_env() -> Self {
        let number =
            |name: &str, default: u32| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
        Self {
            rounds: number("BENCH_ROUNDS", 5).max(1),
            time: Duration::from_secs(u64::from(number("BENCH_SECONDS", 3).max(1))),
            folder: std::env::var_os("BENCH_FOLDER").map_or_else(|| PathBuf::from("target/bench"), PathBuf::from),
            database: std::env::var("DATABASE_URL").ok().filter(|url| url.starts_with("postgres")),
        }
    }
}

/// One database under measurement.
pub(crate) struct Bench<'s> {
    settings: &'s Settings,
    place: Place,
    filled: Filled,
    issuer: Issuer,
    server: Server,
    database: Option<Processes>,
    book: &'s mut Book,
}

impl Bench<'_> {
    fn about(&self, work: &'static str, connections: u32) -> About {
        About { engine: self.place.engine(), cases: self.filled.cases, work, connections }
    }
}

/// Measures on databases of these sizes.
///
/// # Errors
/// When anything does not answer as it should.
pub(crate) async fn run(sizes: &[&str]) -> Result<(), Fault> {
    let settings = Settings::from_env();
    let sizes = if sizes.is_empty() { &["10000"] } else { sizes };
    let mut book = Book::default();
    for size in sizes {
        let cases = size.parse().map_err(|_| Fault::Other(format!("{size} is no number of cases")))?;
        on(&settings, cases, &mut book).await?;
        book.save(&settings.folder.join("figures.json"))?;
    }
    Ok(say(&goals::table(&book))?)
}

async fn on(settings: &Settings, cases: u32, book: &mut Book) -> Result<(), Fault> {
    let place = Place::of(settings, cases);
    let filled = place.prepared(settings, cases).await?;
    let issuer = Issuer::new()?;
    let about = About { engine: place.engine(), cases, work: "storage", connections: 0 };
    if let Some(bytes) = filled.bytes {
        book.add(about, Unit::Bytes, crate::report::float(bytes) / f64::from(cases));
    }
    once::starts(settings, &place, &issuer, about, book).await?;
    let server = Server::start(&place, &issuer).await?;
    server.rest().await?;
    book.add(About { work: "idle", ..about }, Unit::Mebibytes, server.memory("VmRSS:")?);
    book.add(About { work: "idle, own", ..about }, Unit::Mebibytes, server.memory("RssAnon:")?);
    let database = if place.engine() == "postgres" { Processes::of(&place.url).await? } else { None };
    let mut bench = Bench { settings, place, filled, issuer, server, database, book };
    bench.load().await?;
    for (work, name) in [("full load", "VmHWM:"), ("load, own", "RssAnon:")] {
        let memory = bench.server.memory(name)?;
        bench.book.add(About { work, ..about }, Unit::Mebibytes, memory);
    }
    bench.server.stop().await?;
    Ok(say(&book.table((about.engine, cases)))?)
}

#[cfg(test)]
mod tests;
