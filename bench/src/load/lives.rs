//! Many lives at once, part by part.

use super::Request;
use super::client;
use super::road::Road;
use super::token::Issuer;
use super::writes::Ran;
use crate::Fault;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::time::{Duration, Instant};

/// Sets the server's clock, by how much it is ahead.
async fn ahead(address: &str, by: TimeDelta) -> Result<(), Fault> {
    let body = Some(json!({"ahead": by.num_seconds()}).to_string());
    let request = Request { method: "PUT", path: "/sip/v1/bench/clock".to_owned(), token: None, body };
    client::one(address, &request).await.map(|_| ())
}

/// Whole lives of these people (block and person), each on a connection of its own, in turns of `connections`.
///
/// # Errors
/// When a step is refused.
pub(crate) async fn run(
    address: &str,
    issuer: &Issuer,
    people: &[(u32, u32)],
    connections: usize,
) -> Result<Ran, Fault> {
    let now: DateTime<Utc> = Utc::now();
    let mut all = Ran::new()?;
    let mut took = Duration::ZERO;
    for some in people.chunks(connections.max(1)) {
        let mut roads = Vec::new();
        for person in some {
            roads.push(Road::new(address, issuer, *person, now).await?);
        }
        for part in 0..3 {
            ahead(address, Road::moved(part)).await?;
            let begun = Instant::now();
            let running: Vec<_> = roads
                .into_iter()
                .map(|mut road| tokio::spawn(async move { road.part(part).await.map(|()| road) }))
                .collect();
            roads = Vec::new();
            for road in running {
                roads.push(road.await.map_err(|_| Fault::Made("a life"))??);
            }
            took += begun.elapsed();
        }
        ahead(address, TimeDelta::zero()).await?;
        for road in &roads {
            all.add(&road.ran)?;
        }
    }
    all.took = took;
    Ok(all)
}
