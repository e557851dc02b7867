//! All figures of a run: each with every round, as a file for programs and a table for people.

use crate::Fault;
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct About {
    /// `sqlite` or `postgres`.
    pub(crate) engine: &'static str,
    /// Cases in the database.
    pub(crate) cases: u32,
    /// What was done.
    pub(crate) work: &'static str,
    /// On how many connections; 0 where that says nothing.
    pub(crate) connections: u32,
}

/// What is counted, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// Answers (or commands, or lives) a second.
    PerSecond,
    /// Microseconds of the server's CPU for each.
    ServerMicros,
    /// Microseconds of the database's processes for each.
    DatabaseMicros,
    /// Milliseconds that half took at most.
    HalfMillis,
    /// Milliseconds that 99 of 100 took at most.
    P99Millis,
    /// Bytes of each.
    Bytes,
    /// Milliseconds.
    Millis,
    /// Bytes of memory, divided by 2^20.
    Mebibytes,
}

#[derive(Clone, Debug, Serialize)]
struct Figure {
    #[serde(flatten)]
    about: About,
    unit: Unit,
    median: f64,
    rounds: Vec<f64>,
}

/// A count as a number to reckon with.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

/// All figures.
#[derive(Default)]
pub(crate) struct Book(Vec<Figure>);

impl Book {
    /// Adds a round of a figure.
    pub(crate) fn add(&mut self, about: About, unit: Unit, value: f64) {
        let known = self.0.iter_mut().find(|figure| figure.about == about && figure.unit == unit);
        let Some(figure) = known else {
            return self.0.push(Figure { about, unit, median: value, rounds: vec![value] });
        };
        figure.rounds.push(value);
        let mut sorted = figure.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        figure.median = sorted.get(sorted.len() / 2).copied().unwrap_or(value);
    }

    /// The middle of a figure's rounds.
    pub(crate) fn middle(&self, about: About, unit: Unit) -> Option<f64> {
        self.0.iter().find(|figure| figure.about == about && figure.unit == unit).map(|figure| figure.median)
    }

    /// Engines and sizes that there are figures of.
    pub(crate) fn databases(&self) -> Vec<(&'static str, u32)> {
        let mut seen = Vec::new();
        for figure in &self.0 {
            let database = (figure.about.engine, figure.about.cases);
            if !seen.contains(&database) {
                seen.push(database);
            }
        }
        seen
    }

    /// For programs.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn save(&self, path: &Path) -> Result<(), Fault> {
        Ok(std::fs::write(path, serde_json::to_string_pretty(&self.0)?)?)
    }

    /// For people: what was done on one database.
    pub(crate) fn table(&self, database: (&'static str, u32)) -> String {
        let mut table = format!("\n{} with {} cases\n", database.0, database.1);
        let mut head = |columns: &str| {
            let _ = writeln!(table, "{:<12} {:>5} {columns}", "work", "conns");
        };
        head("    per s of const  server us x floor  db us   p50 ms   p99 ms    bytes");
        let mut seen = Vec::new();
        for figure in self.0.iter().filter(|figure| (figure.about.engine, figure.about.cases) == database) {
            if !seen.contains(&figure.about) {
                seen.push(figure.about);
                // Writing to a string cannot fail.
                let _ = writeln!(table, "{}", self.line(figure.about));
            }
        }
        table
    }

    fn line(&self, about: About) -> String {
        let of = |unit| self.middle(about, unit);
        let ratio = |unit, ceiling: &'static str| {
            let ceiling = self.middle(About { work: ceiling, ..about }, unit)?;
            Some(of(unit)? / ceiling)
        };
        let cell = |value: Option<f64>, width: usize, digits: usize| match value {
            Some(value) => format!("{value:>width$.digits$}"),
            None => format!("{:>width$}", "-"),
        };
        let once = [(Unit::Millis, "ms"), (Unit::Mebibytes, "MiB")];
        if let Some((value, name)) = once.into_iter().find_map(|(unit, name)| Some((of(unit)?, name))) {
            return format!("{:<12} {:>5} {value:>9.1} {name}", about.work, "");
        }
        format!(
            "{:<12} {:>5} {} {} {} {} {} {} {} {}",
            about.work,
            about.connections,
            cell(of(Unit::PerSecond), 9, 1),
            cell(ratio(Unit::PerSecond, "constant"), 8, 3),
            cell(of(Unit::ServerMicros), 10, 1),
            cell(ratio(Unit::ServerMicros, "floor"), 7, 2),
            cell(of(Unit::DatabaseMicros), 6, 0),
            cell(of(Unit::HalfMillis), 8, 2),
            cell(of(Unit::P99Millis), 8, 2),
            cell(of(Unit::Bytes), 8, 0),
        )
    }
}
