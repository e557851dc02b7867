//! Full load by `wrk`, which takes less of the machine than any client of ours would.

use super::Request;
use crate::Fault;
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;
use tokio::process::Command;

const SCRIPT: &str = include_str!("wrk.lua");

/// What came of a run.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Ran {
    /// Answers.
    pub(crate) requests: u64,
    /// How long it took, in microseconds.
    pub(crate) micros: u64,
    /// Bytes of all answers, with their heads.
    pub(crate) bytes: u64,
    /// Answers with a status of 400 or more.
    refused: u64,
    /// Connections that failed, and requests that were not answered in time.
    broken: u64,
    /// Microseconds that half of the answers took at most.
    pub(crate) p50: u64,
    /// Microseconds that 99 of 100 answers took at most.
    pub(crate) p99: u64,
}

/// Sends the requests over and over on so many connections.
///
/// # Errors
/// When `wrk` is missing, or a single request was refused or not answered: a run that fails measures nothing.
pub(crate) async fn run(
    folder: &Path,
    address: &str,
    requests: &[Request],
    connections: u32,
    time: Duration,
) -> Result<Ran, Fault> {
    let (script, list) = (folder.join("wrk.lua"), folder.join("requests"));
    std::fs::write(&script, SCRIPT)?;
    let line = |request: &Request| {
        let (token, body) = (request.token.as_deref().unwrap_or(""), request.body.as_deref().unwrap_or(""));
        format!("{}\t{}\t{token}\t{body}\n", request.method, request.path)
    };
    std::fs::write(&list, requests.iter().map(line).collect::<String>())?;
    let output = Command::new("wrk")
        .args(["-t1", "--latency", "--timeout", "10s"])
        .arg(format!("-c{connections}"))
        .arg(format!("-d{}s", time.as_secs().max(1)))
        .arg("-s")
        .arg(&script)
        .arg(address)
        .arg("--")
        .arg(&list)
        .output()
        .await
        .map_err(|error| Fault::Other(format!("wrk cannot be run ({error}); Debian has it as a package")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let result = text.lines().find_map(|line| line.strip_prefix("result "));
    let result =
        result.ok_or_else(|| Fault::Other(format!("wrk: {text}{}", String::from_utf8_lossy(&output.stderr))))?;
    let ran: Ran = serde_json::from_str(result)?;
    if ran.refused + ran.broken > 0 {
        return Err(Fault::Other(format!("{ran:?}: requests were refused or lost")));
    }
    Ok(ran)
}
