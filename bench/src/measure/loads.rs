//! The load: all kinds of work in turn, round after round, so that what else the machine does meets all of them.

use super::postgres::Processes;
use super::tool::{self, Tool};
use super::work::{self, Work};
use super::{Bench, CONNECTIONS, Place, SINGLES, singles};
use crate::load::{lives, paced, writes, wrk};
use crate::report::{Unit, float};
use crate::{Fault, say};
use std::time::Duration;

/// Answers, time and latency of a run, by whichever client.
struct Counted {
    requests: u64,
    took: Duration,
    p50: f64,
    p99: f64,
    bytes: f64,
}

impl From<&wrk::Ran> for Counted {
    fn from(ran: &wrk::Ran) -> Self {
        Self {
            requests: ran.requests,
            took: Duration::from_micros(ran.micros),
            p50: float(ran.p50),
            p99: float(ran.p99),
            bytes: float(ran.bytes) / float(ran.requests.max(1)),
        }
    }
}

impl From<&writes::Ran> for Counted {
    fn from(ran: &writes::Ran) -> Self {
        Self {
            requests: ran.requests,
            took: ran.took,
            p50: float(ran.latency.value_at_quantile(0.5)),
            p99: float(ran.latency.value_at_quantile(0.99)),
            bytes: float(ran.bytes) / float(ran.requests.max(1)),
        }
    }
}

impl Bench<'_> {
    /// All rounds of everything.
    pub(super) async fn load(&mut self) -> Result<(), Fault> {
        let reads = work::reads(&self.server.address, &self.issuer, self.filled).await?;
        let singles = self.singles().await?;
        let read = reads.iter().find(|work| work.name == "read").ok_or(Fault::Made("a read"))?;
        let tool = match self.database {
            None => None,
            Some(_) => Tool::taken(self.settings, &self.place, &self.issuer, &read.requests).await?,
        };
        for round in 1..=self.settings.rounds {
            for connections in CONNECTIONS {
                for work in &reads {
                    self.read(work, connections).await?;
                }
                self.write(connections).await?;
                self.live(round, connections).await?;
            }
            if let Some(place) = &singles {
                let rate = singles::rate(place, self.settings.time).await?;
                self.book.add(self.about("one by one", 0), Unit::PerSecond, rate);
            }
            if let (Some(tool), Some(database)) = (&tool, self.database) {
                let time = self.settings.time;
                let done = [
                    ("tool read", tool.reads(time, database).await?),
                    ("tool look", tool.looks(time, database).await?),
                    ("tool write", tool.writes(time, database).await?),
                ];
                for (name, ran) in done {
                    let about = self.about(name, tool::CONNECTIONS);
                    self.book.add(about, Unit::PerSecond, ran.rate);
                    self.book.add(about, Unit::DatabaseMicros, ran.cpu);
                }
            }
            say(&format!("round {round} of {}", self.settings.rounds))?;
        }
        for _ in 0..self.settings.rounds {
            self.half(read).await?;
        }
        Ok(())
    }

    /// The database for the ceiling of writes; none for a database server, whose own tool is the ceiling.
    async fn singles(&self) -> Result<Option<Place>, Fault> {
        if self.place.engine() != "sqlite" {
            return Ok(None);
        }
        let tool = Place::sqlite(&self.settings.folder.join("sqlite-singles"));
        tool.prepared(self.settings, SINGLES).await?;
        Ok(Some(tool))
    }

    async fn read(&mut self, work: &Work, connections: u32) -> Result<(), Fault> {
        let before = self.begin()?;
        let (folder, time) = (&self.place.folder, self.settings.time);
        let ran = wrk::run(folder, &self.server.address, &work.requests, connections, time).await;
        let ran = ran.map_err(|fault| Fault::Other(format!("{}: {fault}", work.name)))?;
        self.note(work.name, connections, &Counted::from(&ran), before, 1).await
    }

    async fn write(&mut self, connections: u32) -> Result<(), Fault> {
        let targets = work::writes(&self.issuer, self.filled);
        let (address, count) = (self.server.address.clone(), usize::try_from(connections).unwrap_or(1));
        let before = self.begin()?;
        let ran = writes::run(&address, &targets, count, self.settings.time).await?;
        self.note("write", connections, &Counted::from(&ran), before, 1).await
    }

    /// Whole lives, one on each connection; counted in lives.
    async fn live(&mut self, round: u32, connections: u32) -> Result<(), Fault> {
        let people = work::newcomers(self.filled, round, connections);
        let address = self.server.address.clone();
        let before = self.begin()?;
        let ran = lives::run(&address, &self.issuer, &people, people.len()).await?;
        let steps = ran.requests / u64::from(connections.max(1));
        self.note("life", connections, &Counted::from(&ran), before, steps).await
    }

    /// Half of the highest load, at an even pace.
    async fn half(&mut self, read: &Work) -> Result<(), Fault> {
        let highest = |work| {
            let rates = CONNECTIONS.map(|connections| self.book.middle(self.about(work, connections), Unit::PerSecond));
            rates.into_iter().flatten().fold(0.0, f64::max)
        };
        let (reads, writes) = (highest("read") / 2.0, highest("write") / 2.0);
        let (address, time) = (self.server.address.clone(), self.settings.time);
        let before = self.begin()?;
        let ran = paced::reads(&address, &read.requests, 64, reads, time).await?;
        self.note("read half", 64, &Counted::from(&ran), before, 1).await?;
        let targets = work::writes(&self.issuer, self.filled);
        let before = self.begin()?;
        let ran = paced::writes(&address, &targets, 64, writes, time).await?;
        self.note("write half", 64, &Counted::from(&ran), before, 1).await
    }

    /// CPU of server and database before a run.
    fn begin(&mut self) -> Result<(Duration, Duration), Fault> {
        self.server.answered()?;
        Ok((self.server.cpu()?, self.database_cpu()?))
    }

    fn database_cpu(&self) -> Result<Duration, Fault> {
        self.database.map_or(Ok(Duration::ZERO), Processes::cpu)
    }

    /// What a run came to, when so many requests are one piece of work.
    async fn note(
        &mut self,
        name: &'static str,
        connections: u32,
        ran: &Counted,
        before: (Duration, Duration),
        requests_in_one: u64,
    ) -> Result<(), Fault> {
        self.server.rest().await?;
        let pieces = float(self.server.answered()?) / float(requests_in_one.max(1));
        let cpu = self.server.cpu()?.saturating_sub(before.0).as_secs_f64() * 1e6 / pieces;
        let about = self.about(name, connections);
        let figures = [
            (Unit::PerSecond, float(ran.requests) / float(requests_in_one.max(1)) / ran.took.as_secs_f64()),
            (Unit::ServerMicros, cpu),
            (Unit::HalfMillis, ran.p50 / 1e3),
            (Unit::P99Millis, ran.p99 / 1e3),
            (Unit::Bytes, ran.bytes),
        ];
        for (unit, value) in figures {
            self.book.add(about, unit, value);
        }
        if self.database.is_some() {
            let cpu = self.database_cpu()?.saturating_sub(before.1).as_secs_f64() * 1e6 / pieces;
            self.book.add(about, Unit::DatabaseMicros, cpu);
        }
        Ok(())
    }
}
