//! A server of the bench's own: this program once more, as a process of its own, configured as in operation.

use super::{Place, process};
use crate::Fault;
use crate::load::token::{ISSUER, Issuer};
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::AsyncBufReadExt;
use tokio::process::{Child, Command};

/// The program that serves and fills: this one, or another build of it.
///
/// # Errors
/// When this program's file cannot be found.
pub(crate) fn program() -> std::io::Result<PathBuf> {
    std::env::var_os("BENCH_SERVER").map_or_else(std::env::current_exe, |path| Ok(path.into()))
}

/// A server that runs. It is ended when this goes.
pub(crate) struct Server {
    child: Child,
    /// `http://127.0.0.1:<port>`.
    pub(crate) address: String,
    /// Its process.
    pub(crate) pid: u32,
    /// From its start to its first answer.
    pub(crate) started_in: Duration,
    log: PathBuf,
    read: u64,
}

impl Server {
    /// Starts a server on the database and waits for its first answer.
    ///
    /// # Errors
    /// When it does not start; its log says why.
    pub(crate) async fn start(place: &Place, issuer: &Issuer) -> Result<Self, Fault> {
        let keys = place.folder.join("jwks.json");
        std::fs::write(&keys, issuer.key_set())?;
        let log = place.folder.join("log");
        let begun = Instant::now();
        let mut child = Command::new(program()?)
            .arg("serve")
            .envs(place.variables())
            .env("SIP_LISTEN", "127.0.0.1:0")
            .env("SIP_ISSUER", ISSUER)
            .env("SIP_JWKS_FILE", &keys)
            // What the machine can do is measured, not what a caller may.
            .env("SIP_CALLER_RATE", "0")
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .kill_on_drop(true)
            .spawn()?;
        let pid = child.id().ok_or(Fault::Made("a process"))?;
        let out = child.stdout.take().ok_or(Fault::Made("a process"))?;
        let line =
            tokio::time::timeout(Duration::from_mins(10), tokio::io::BufReader::new(out).lines().next_line()).await;
        let line = line.map_err(|_| Fault::Made("a server that starts"))??;
        let address =
            line.ok_or_else(|| Fault::Other(format!("the server did not start: {}/log", place.folder.display())))?;
        let mut server = Self { child, address, pid, started_in: Duration::ZERO, log, read: 0 };
        crate::load::client::one(&server.address, &crate::load::Request::open("/health/ready")).await?;
        server.started_in = begun.elapsed();
        Ok(server)
    }

    /// Waits until nothing is under way any more: a client that stops leaves requests behind it.
    ///
    /// # Errors
    /// When the server has ended, or does not come to rest within a minute.
    pub(crate) async fn rest(&self) -> Result<(), Fault> {
        let mut before = self.cpu()?;
        for _ in 0..600 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let now = self.cpu()?;
            if now.saturating_sub(before) <= Duration::from_millis(10) {
                return Ok(());
            }
            before = now;
        }
        Err(Fault::Made("a server that comes to rest"))
    }

    /// Requests that the server has answered since this was last asked, as its log tells: it writes a line for each.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub(crate) fn answered(&mut self) -> Result<u64, Fault> {
        let mut log = BufReader::new(File::open(&self.log)?);
        log.seek(SeekFrom::Start(self.read))?;
        let (mut answered, mut line) = (0, Vec::new());
        loop {
            line.clear();
            let length = log.read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(answered);
            }
            self.read += u64::try_from(length).unwrap_or(0);
            answered += u64::from(line.windows(12).any(|part| part == b"sip::request"));
        }
    }

    /// CPU time so far.
    ///
    /// # Errors
    /// When the server has ended.
    pub(crate) fn cpu(&self) -> Result<Duration, Fault> {
        process::cpu(self.pid)
    }

    /// A line of what the kernel says of its memory, in MiB.
    ///
    /// # Errors
    /// When the server has ended.
    pub(crate) fn memory(&self, name: &str) -> Result<f64, Fault> {
        process::memory(self.pid, name)
    }

    /// Ends the server as an operator does.
    ///
    /// # Errors
    /// When it does not end.
    pub(crate) async fn stop(mut self) -> Result<(), Fault> {
        Command::new("kill").arg(self.pid.to_string()).status().await?;
        self.child.wait().await?;
        Ok(())
    }
}
