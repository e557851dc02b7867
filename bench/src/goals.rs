//! What the figures are held against.

use crate::report::{About, Book, Unit};
use std::fmt::Write;

/// What a figure is divided by.
#[derive(Clone, Copy)]
enum Of {
    /// Nothing: the figure itself.
    Itself,
    /// The same figure of another work on the same database.
    Work(&'static str, u32),
    /// The same figure on a database with so many cases.
    Cases(u32),
}

/// Which way is better.
#[derive(Clone, Copy)]
enum Bound {
    Most(f64),
    Least(f64),
}

struct Goal {
    /// On which engine; on all when empty.
    engine: &'static str,
    work: &'static str,
    connections: u32,
    unit: Unit,
    of: Of,
    bound: Bound,
}

const fn goal(engine: &'static str, work: (&'static str, u32), unit: Unit, of: Of, bound: Bound) -> Goal {
    Goal { engine, work: work.0, connections: work.1, unit, of, bound }
}

use Bound::{Least, Most};
use Of::{Cases, Itself, Work};

#[rustfmt::skip]
const GOALS: &[Goal] = &[
    goal("sqlite", ("read", 64), Unit::ServerMicros, Work("floor", 64), Most(4.0)),
    goal("sqlite", ("read", 64), Unit::PerSecond, Work("constant", 64), Least(0.10)),
    goal("postgres", ("read", 64), Unit::ServerMicros, Work("floor", 64), Most(5.0)),
    goal("postgres", ("read", 64), Unit::DatabaseMicros, Work("tool read", 64), Most(1.5)),
    goal("sqlite", ("write", 64), Unit::PerSecond, Work("one by one", 0), Least(3.0)),
    goal("sqlite", ("write", 64), Unit::ServerMicros, Work("floor", 64), Most(12.0)),
    goal("postgres", ("write", 64), Unit::PerSecond, Work("tool write", 64), Least(0.6)),
    goal("", ("worklist", 64), Unit::ServerMicros, Work("floor", 64), Most(5.0)),
    goal("", ("list", 64), Unit::ServerMicros, Work("floor", 64), Most(5.0)),
    goal("", ("search", 64), Unit::ServerMicros, Work("floor", 64), Most(5.0)),
    goal("", ("read half", 64), Unit::P99Millis, Itself, Most(20.0)),
    goal("", ("write half", 64), Unit::P99Millis, Itself, Most(50.0)),
    goal("", ("read", 64), Unit::ServerMicros, Cases(10_000), Most(1.3)),
    goal("", ("rows 1000", 64), Unit::ServerMicros, Work("rows 10", 64), Most(1.2)),
    goal("", ("idle", 0), Unit::Mebibytes, Itself, Most(40.0)),
    goal("", ("full load", 0), Unit::Mebibytes, Itself, Most(100.0)),
    goal("", ("start", 0), Unit::Millis, Itself, Most(200.0)),
    goal("", ("start empty", 0), Unit::Millis, Itself, Most(1500.0)),
    goal("", ("storage", 0), Unit::Bytes, Itself, Most(12_288.0)),
];

impl Goal {
    fn value(&self, book: &Book, about: About) -> Option<f64> {
        let value = book.middle(about, self.unit)?;
        let of = match self.of {
            Itself => return Some(value),
            Work(work, connections) => About { work, connections, ..about },
            Cases(cases) if cases == about.cases => return None,
            Cases(cases) => About { cases, ..about },
        };
        Some(value / book.middle(of, self.unit)?)
    }

    fn line(&self, book: &Book, (engine, cases): (&'static str, u32)) -> Option<String> {
        if !self.engine.is_empty() && self.engine != engine {
            return None;
        }
        let value = self.value(book, About { engine, cases, work: self.work, connections: self.connections })?;
        let (is_met, bound, sign) = match self.bound {
            Most(bound) => (value <= bound, bound, "<="),
            Least(bound) => (value >= bound, bound, ">="),
        };
        let of = match self.of {
            Itself => String::new(),
            Work(work, _) => format!(" of {work}"),
            Cases(cases) => format!(" of {cases} cases"),
        };
        let word = if is_met { "met".to_owned() } else { format!("MISSED, {:.2} times off", off(value, self.bound)) };
        let what = format!("{} {:?}{of}", self.work, self.unit);
        Some(format!("{engine:<9} {cases:>8} {what:<40} {value:>10.2} {sign} {bound:<8} {word}"))
    }
}

fn off(value: f64, bound: Bound) -> f64 {
    match bound {
        Most(bound) => value / bound,
        Least(bound) => bound / value,
    }
}

/// Which goals are met, and by how much the others are missed. Those that the run has no figures for are not told of.
pub(crate) fn table(book: &Book) -> String {
    let mut table = "\ngoals\n".to_owned();
    for database in book.databases() {
        for line in GOALS.iter().filter_map(|goal| goal.line(book, database)) {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{line}");
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(read: f64) -> String {
        let mut book = Book::default();
        let about = About { engine: "sqlite", cases: 10_000, work: "floor", connections: 64 };
        book.add(about, Unit::ServerMicros, 30.0);
        book.add(About { work: "read", ..about }, Unit::ServerMicros, read);
        table(&book)
    }

    #[test]
    fn a_goal_is_met_up_to_its_bound_and_missed_beyond_it() {
        assert!(book(120.0).lines().any(|line| line.ends_with("met")), "{}", book(120.0));
        assert!(book(180.0).contains("MISSED, 1.50 times off"), "{}", book(180.0));
    }

    #[test]
    fn what_was_not_measured_is_not_judged() {
        assert_eq!(book(120.0).lines().filter(|line| line.starts_with("sqlite")).count(), 1);
    }
}
