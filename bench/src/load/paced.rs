//! Requests at a given rate, whether or not the answers keep up: what an answer takes is counted from when its request was
//! due, so that a server that stalls cannot hide it.

use super::Request;
use super::client::Client;
use super::writes::{Ran, Target, version};
use crate::Fault;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// When the requests are due.
#[derive(Clone)]
struct Pace {
    begun: Instant,
    gap: Duration,
    next: Arc<AtomicU64>,
    end: u64,
}

impl Pace {
    fn new(rate: f64, time: Duration) -> Self {
        let gap = Duration::from_secs_f64(1.0 / rate.max(1.0));
        let end = u64::try_from(time.as_nanos() / gap.as_nanos().max(1)).unwrap_or(u64::MAX);
        Self { begun: Instant::now() + Duration::from_millis(50), gap, next: Arc::default(), end }
    }

    /// Waits for the turn of the next request: its number, and when it was due.
    async fn turn(&self) -> Option<(u64, Instant)> {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        if n >= self.end {
            return None;
        }
        let due =
            self.begun + Duration::from_nanos(u64::try_from(self.gap.as_nanos()).unwrap_or(u64::MAX).saturating_mul(n));
        tokio::time::sleep_until(due.into()).await;
        Some((n, due))
    }
}

/// Reads at a rate, in answers a second.
///
/// # Errors
/// When a request is refused.
pub(crate) async fn reads(
    address: &str,
    requests: &[Request],
    connections: usize,
    rate: f64,
    time: Duration,
) -> Result<Ran, Fault> {
    let requests: Arc<[Request]> = requests.into();
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(address).await?);
    }
    let pace = Pace::new(rate, time);
    let running = clients.into_iter().map(|client| tokio::spawn(read(client, Arc::clone(&requests), pace.clone())));
    gathered(running.collect(), &pace).await
}

async fn read(mut client: Client, requests: Arc<[Request]>, pace: Pace) -> Result<Ran, Fault> {
    let mut ran = Ran::new()?;
    while let Some((n, due)) = pace.turn().await {
        let at = usize::try_from(n).unwrap_or(0) % requests.len().max(1);
        let answer = client.granted(requests.get(at).ok_or(Fault::Made("a request"))?, &[]).await?;
        ran.note(due.elapsed(), &answer);
    }
    Ok(ran)
}

/// Writes at a rate, each connection to cases of its own.
///
/// # Errors
/// When a write is refused.
pub(crate) async fn writes(
    address: &str,
    targets: &[Target],
    connections: usize,
    rate: f64,
    time: Duration,
) -> Result<Ran, Fault> {
    let mut ready = Vec::new();
    for target in targets.iter().take(connections) {
        let mut client = Client::connect(address).await?;
        let known = version(&client.granted(&target.read, &[]).await?)?;
        ready.push((client, target.write.clone(), known));
    }
    let pace = Pace::new(rate, time);
    let running =
        ready.into_iter().map(|(client, write, known)| tokio::spawn(change(client, write, known, pace.clone())));
    gathered(running.collect(), &pace).await
}

async fn change(mut client: Client, write: Request, mut known: String, pace: Pace) -> Result<Ran, Fault> {
    let mut ran = Ran::new()?;
    while let Some((n, due)) = pace.turn().await {
        let numbered = write.numbered(n);
        let answer = client.granted(&numbered, &[("if-match", known.as_str())]).await?;
        ran.note(due.elapsed(), &answer);
        known = version(&answer)?;
    }
    Ok(ran)
}

async fn gathered(running: Vec<tokio::task::JoinHandle<Result<Ran, Fault>>>, pace: &Pace) -> Result<Ran, Fault> {
    let mut all = Ran::new()?;
    for client in running {
        all.add(&client.await.map_err(|_| Fault::Made("a client"))??)?;
    }
    all.took = pace.begun.elapsed();
    Ok(all)
}
