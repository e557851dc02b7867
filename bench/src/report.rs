//! Figures of all rounds, and the table they come to.

use crate::load::wrk::Ran;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// One round of one kind of work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Answers a second.
    pub(crate) rate: f64,
    /// Microseconds of the server's CPU for an answer.
    pub(crate) cpu: f64,
    /// Microseconds that half of the answers took at most.
    pub(crate) p50: f64,
    /// Microseconds that 99 of 100 answers took at most.
    pub(crate) p99: f64,
    /// Bytes of an answer, with its head.
    pub(crate) bytes: f64,
}

/// A count as a number to reckon with; counts here are far below what that holds exactly.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

impl Row {
    /// A run and what it took of the server.
    pub(crate) fn of(ran: &Ran, cpu: Duration) -> Self {
        let answers = float(ran.requests);
        Self {
            rate: answers / (float(ran.micros) / 1e6),
            cpu: cpu.as_secs_f64() * 1e6 / answers,
            p50: float(ran.p50),
            p99: float(ran.p99),
            bytes: float(ran.bytes) / answers,
        }
    }
}

/// The middle of some figures.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// All rounds of all kinds of work, in the order in which they were first run.
#[derive(Default)]
pub(crate) struct Rounds {
    order: Vec<(&'static str, u32)>,
    rows: BTreeMap<(&'static str, u32), Vec<Row>>,
}

impl Rounds {
    /// Adds a round.
    pub(crate) fn add(&mut self, name: &'static str, connections: u32, row: &Row) {
        if !self.order.contains(&(name, connections)) {
            self.order.push((name, connections));
        }
        self.rows.entry((name, connections)).or_default().push(*row);
    }

    /// The middle of a figure over the rounds.
    pub(crate) fn middle(&self, name: &'static str, connections: u32, figure: fn(&Row) -> f64) -> f64 {
        median(self.rows.get(&(name, connections)).into_iter().flatten().map(figure).collect())
    }

    /// For people.
    pub(crate) fn table(&self) -> String {
        let mut table = format!(
            "{:<10} {:>5} {:>9} {:>8} {:>9} {:>8} {:>8} {:>8} {:>7}\n",
            "work", "conns", "req/s", "of const", "cpu us", "x floor", "p50 ms", "p99 ms", "bytes"
        );
        for (name, connections) in &self.order {
            let of = |name, figure| self.middle(name, *connections, figure);
            let (rate, cpu) = (of(name, |row| row.rate), of(name, |row| row.cpu));
            let (p50, p99) = (of(name, |row| row.p50), of(name, |row| row.p99));
            // Writing to a string cannot fail.
            let _ = writeln!(
                table,
                "{name:<10} {connections:>5} {rate:>9.0} {:>8.3} {cpu:>9.1} {:>8.2} {:>8.2} {:>8.2} {:>7.0}",
                rate / of("constant", |row| row.rate),
                cpu / of("floor", |row| row.cpu),
                p50 / 1e3,
                p99 / 1e3,
                of(name, |row| row.bytes),
            );
        }
        table
    }
}
