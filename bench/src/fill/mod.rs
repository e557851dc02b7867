//! Fills a database with made cases: each decided by the domain, written by the store in the form that commands leave.

mod after;
pub(crate) mod life;
mod plan;
mod road;
pub(crate) mod world;

use crate::{Fault, say};
use chrono::{DateTime, TimeDelta, Utc};
use life::{Life, Stage};
use serde::{Deserialize, Serialize};
use sip_api::config::{KeyFiles, storage_from_env};
use sip_persistence::directory::{Directory, put};
use sip_persistence::{Store, new_master_key, new_seal_key, seal, take_in};
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

/// Cases in one write.
const CHUNK: u32 = 40;
/// From so many cases on most of them are short, so that the file fits the disk: what is measured then is size.
const LIGHT_FROM: u32 = 500_000;
/// Journal rows of the cases that show what a long history costs, and how many cases there are of each.
pub(crate) const LENGTHS: [usize; 3] = [10, 100, 1000];
/// Cases of each length.
pub(crate) const OF_EACH_LENGTH: u32 = 8;

/// What a filled database holds: enough to know every case in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Filled {
    /// Cases, without those that show what a long history costs.
    pub(crate) cases: u32,
    /// Midnight before the youngest case begins.
    pub(crate) until: DateTime<Utc>,
    /// Bytes of the database with these cases alone; none when it is no file.
    pub(crate) bytes: Option<u64>,
}

/// How many of a hundred cases end at which stage.
const USUAL: [(Stage, u32); 6] = [
    (Stage::Informed, 10),
    (Stage::Consented, 10),
    (Stage::Preparing, 10),
    (Stage::Summoned, 10),
    (Stage::Active, 40),
    (Stage::Closed, 20),
];
/// The same for a large database.
const LIGHT: [(Stage, u32); 6] = [
    (Stage::Informed, 70),
    (Stage::Consented, 15),
    (Stage::Preparing, 5),
    (Stage::Summoned, 3),
    (Stage::Active, 5),
    (Stage::Closed, 2),
];

impl Filled {
    /// So many cases that began before now.
    pub(crate) fn new(cases: u32, now: DateTime<Utc>) -> Self {
        let midnight = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        Self { cases, until: midnight - TimeDelta::days(25), bytes: None }
    }

    /// Where the case with this number ends.
    pub(crate) fn stage(&self, number: u32) -> Stage {
        let mix = if self.cases >= LIGHT_FROM { &LIGHT } else { &USUAL };
        // Spread, so that each block has cases of all stages.
        let mut place = number.wrapping_mul(37) % 100;
        for (stage, share) in mix {
            if place < *share {
                return *stage;
            }
            place -= share;
        }
        Stage::Informed
    }

    /// The case with this number before anything has happened.
    pub(crate) fn begin(&self, number: u32) -> Life {
        Life::new(number, self.until - TimeDelta::days(i64::from(number.wrapping_mul(7) % 60)))
    }

    /// Numbers of the cases at a stage.
    pub(crate) fn at(&self, stage: Stage) -> impl Iterator<Item = u32> {
        let filled = *self;
        (0..self.cases).filter(move |number| filled.stage(*number) == stage)
    }

    /// Numbers of the cases with a long history, and of how many rows.
    pub(crate) fn long(&self) -> impl Iterator<Item = (u32, usize)> {
        let first = self.cases;
        LENGTHS.into_iter().zip(0u32..).flat_map(move |(rows, n)| {
            let from = first + n * OF_EACH_LENGTH;
            (from..from + OF_EACH_LENGTH).map(move |number| (number, rows))
        })
    }

    fn all(&self) -> u32 {
        self.cases + OF_EACH_LENGTH * 3
    }

    fn played(&self, number: u32, rows: Option<usize>) -> Result<Life, Fault> {
        let mut life = self.begin(number);
        match rows {
            None => road::go(&mut life, self.stage(number), 0)?,
            Some(rows) => {
                let mut probe = self.begin(number);
                road::go(&mut probe, Stage::Preparing, 0)?;
                road::go(&mut life, Stage::Preparing, rows.saturating_sub(probe.rows()))?;
            }
        }
        Ok(life)
    }
}

/// Puts everything into an empty database. Blocks the thread. Says how many journal rows there are.
///
/// # Errors
/// When the rules refuse a made case, or the store fails.
fn fill(store: &Store, filled: &mut Filled, folder: &Path) -> Result<u64, Fault> {
    for block in 0..=filled.all() / world::CASES_IN_BLOCK {
        put(store, world::directory(block)?)?;
    }
    let people = filled.all().min(world::people());
    for from in (0..people).step_by(1000) {
        let people = world::register(from..(from + 1000).min(people))?;
        put(store, Directory { people, ..Directory::default() })?;
    }
    let rows = cases(store, *filled)?;
    filled.bytes = size(folder);
    Ok(rows + write(store, *filled, filled.long().map(|(number, rows)| (number, Some(rows))))?)
}

/// Bytes of the database file and of what is not yet in it.
fn size(folder: &Path) -> Option<u64> {
    let of = |name: &str| std::fs::metadata(folder.join(name)).map(|file| file.len()).ok();
    of("sip.db")
}

fn cases(store: &Store, filled: Filled) -> Result<u64, Fault> {
    let next = AtomicU32::new(0);
    let work = || {
        let mut rows = 0;
        loop {
            let from = next.fetch_add(CHUNK, Ordering::Relaxed);
            if from >= filled.cases {
                return Ok::<u64, Fault>(rows);
            }
            let lives = (from..(from + CHUNK).min(filled.cases)).map(|number| (number, None));
            rows += write(store, filled, lives)?;
        }
    };
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..cores.max(2) * 2).map(|_| scope.spawn(work)).collect();
        running.into_iter().try_fold(0, |sum, thread| {
            thread.join().map_err(|_| Fault::Made("a thread")).flatten().map(|rows| sum + rows)
        })
    })
}

fn write(store: &Store, filled: Filled, lives: impl Iterator<Item = (u32, Option<usize>)>) -> Result<u64, Fault> {
    let lives = lives.map(|(number, rows)| filled.played(number, rows)).collect::<Result<Vec<_>, Fault>>()?;
    let rows: usize = lives.iter().map(Life::rows).sum();
    take_in(store, lives.into_iter().map(|life| life.told).collect())?;
    Ok(u64::try_from(rows).unwrap_or(u64::MAX))
}

/// Makes keys and the database of the settings in a folder and fills it. Blocks the thread.
///
/// # Errors
/// As [`fill`], and when the configuration is refused.
pub(crate) fn into(folder: &str, cases: &str) -> Result<(), Fault> {
    let folder = Path::new(folder);
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    keys(folder)?;
    let refused = |errors: Vec<_>| Fault::Other(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
    let storage = storage_from_env(std::env::vars(), KeyFiles::Given).map_err(refused)?;
    let store = storage.open()?;
    store.migrate()?;
    let cases = cases.parse().map_err(|_| Fault::Other(format!("{cases} is no number of cases")))?;
    let begun = Instant::now();
    let mut filled = Filled::new(cases, Utc::now());
    let rows = fill(&store, &mut filled, folder)?;
    // What is filled in is old: a server that starts on it has nothing left to seal.
    if let Some(sealing) = storage.sealing()? {
        seal(&store, &sealing, Utc::now())?;
    }
    drop(store);
    std::fs::write(folder.join("filled.json"), serde_json::to_string(&filled)?)?;
    Ok(say(&format!("filled {cases} cases, {rows} journal rows, in {:.1} s", begun.elapsed().as_secs_f64()))?)
}

/// A few cases, without those that have a long history: for tests.
#[cfg(test)]
pub(crate) fn small(place: &crate::measure::Place, cases: u32) -> Result<Filled, Fault> {
    keys(&place.folder)?;
    let storage = storage_from_env(place.variables(), KeyFiles::Given).map_err(|_| Fault::Made("the settings"))?;
    let store = storage.open()?;
    store.migrate()?;
    let filled = Filled::new(cases, Utc::now());
    put(&store, world::directory(0)?)?;
    put(&store, Directory { people: world::register(0..cases)?, ..Directory::default() })?;
    self::cases(&store, filled)?;
    Ok(filled)
}

/// Makes the keys of a database.
///
/// # Errors
/// When they are there already.
pub(crate) fn keys(folder: &Path) -> Result<(), Fault> {
    for (name, key) in [("master.key", new_master_key()?), ("seal.key", new_seal_key()?)] {
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(folder.join(name))?;
        file.write_all(key.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
