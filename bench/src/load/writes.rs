//! Commands on cases, each with the version of the answer before it.

use super::client::{Answer, Client};
use super::{Request, client};
use crate::Fault;
use hdrhistogram::Histogram;
use std::time::{Duration, Instant};

/// A case that is written to again and again: who asks for it, and how it is changed for the n-th time.
#[derive(Clone)]
pub(crate) struct Target {
    /// The case as its writer reads it.
    pub(crate) read: Request,
    /// The change, without its number.
    pub(crate) write: Request,
}

/// What came of a run of ours.
pub(crate) struct Ran {
    /// Answers.
    pub(crate) requests: u64,
    /// How long it took.
    pub(crate) took: Duration,
    /// Microseconds that each answer took.
    pub(crate) latency: Histogram<u64>,
    /// Bytes of all bodies.
    pub(crate) bytes: u64,
}

impl Ran {
    pub(super) fn new() -> Result<Self, Fault> {
        let latency = Histogram::new_with_bounds(1, 60_000_000, 3).map_err(|_| Fault::Made("a histogram"))?;
        Ok(Self { requests: 0, took: Duration::ZERO, latency, bytes: 0 })
    }

    pub(super) fn note(&mut self, took: Duration, answer: &Answer) {
        self.requests += 1;
        self.bytes += u64::try_from(answer.body.len()).unwrap_or(0);
        self.latency.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    pub(super) fn add(&mut self, other: &Self) -> Result<(), Fault> {
        self.requests += other.requests;
        self.bytes += other.bytes;
        self.latency.add(&other.latency).map_err(|_| Fault::Made("a histogram"))
    }
}

/// The version in an answer, as `If-Match` repeats it.
pub(crate) fn version(answer: &Answer) -> Result<String, Fault> {
    let tag = answer.headers.get("etag").and_then(|tag| tag.to_str().ok());
    tag.map(str::to_owned).ok_or(Fault::Made("a version"))
}

/// Writes on so many connections for a time; each has cases of its own, so that no two meet.
///
/// # Errors
/// When a write is refused.
pub(crate) async fn run(address: &str, targets: &[Target], connections: usize, time: Duration) -> Result<Ran, Fault> {
    let share = targets.len() / connections;
    if share == 0 {
        return Err(Fault::Made("enough cases to write to"));
    }
    let mut ready = Vec::new();
    for own in targets.chunks_exact(share).take(connections) {
        let mut client = Client::connect(address).await?;
        let mut cases = Vec::new();
        for target in own.iter().take(8) {
            let answer = client.granted(&target.read, &[]).await?;
            cases.push((target.write.clone(), version(&answer)?));
        }
        ready.push((client, cases));
    }
    let begun = Instant::now();
    let until = begun + time;
    let running: Vec<_> = ready.into_iter().map(|(client, cases)| tokio::spawn(write(client, cases, until))).collect();
    let mut all = Ran::new()?;
    for writer in running {
        all.add(&writer.await.map_err(|_| Fault::Made("a writer"))??)?;
    }
    all.took = begun.elapsed();
    Ok(all)
}

async fn write(mut client: client::Client, mut cases: Vec<(Request, String)>, until: Instant) -> Result<Ran, Fault> {
    let mut ran = Ran::new()?;
    for n in 0u64.. {
        for (write, known) in &mut cases {
            if Instant::now() >= until {
                return Ok(ran);
            }
            let numbered = write.numbered(n);
            let sent = Instant::now();
            let answer = client.granted(&numbered, &[("if-match", known.as_str())]).await?;
            ran.note(sent.elapsed(), &answer);
            *known = version(&answer)?;
        }
    }
    Ok(ran)
}
