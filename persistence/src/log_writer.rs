//! The access log of reads on a database server: rows that wait together are written in one statement and one commit.
//!
//! Every look waits for its row. With a commit for each the log would cost more than the looks.

use crate::StoreError;
use crate::conn::Conn;
use crate::log::LogRow;
use crate::log_insert::LogInsert;
use crate::writer::Then;
use diesel::prelude::*;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

/// Rows in one statement, at most about so many.
const BATCH: usize = 256;

struct Job {
    rows: Vec<LogRow>,
    then: Then,
}

/// The way to the thread that writes.
pub(crate) struct LogWriter(SyncSender<Job>);

impl LogWriter {
    /// Starts the thread. It opens its connection when the first row comes, and anew after it was lost.
    pub(crate) fn start(
        open: impl Fn() -> Result<Conn, StoreError> + Send + 'static,
        queue: usize,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let (jobs, waiting) = sync_channel(queue);
        std::thread::Builder::new()
            .name("sip-log".into())
            .spawn(move || run(open, &waiting, patience))
            .map_err(|error| StoreError::Open(error.to_string()))?;
        Ok(Self(jobs))
    }

    /// Writes the rows; does not wait for it.
    pub(crate) fn write(&self, rows: Vec<LogRow>, then: Then) {
        match self.0.try_send(Job { rows, then }) {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => (job.then)(Err(StoreError::Busy)),
            Err(TrySendError::Disconnected(job)) => (job.then)(Err(StoreError::Stopped)),
        }
    }
}

fn run(open: impl Fn() -> Result<Conn, StoreError>, waiting: &Receiver<Job>, patience: Duration) {
    let mut conn = None;
    while let Ok(first) = waiting.recv() {
        let mut count = first.rows.len();
        let mut jobs = vec![first];
        while count < BATCH
            && let Ok(next) = waiting.try_recv()
        {
            count = count.saturating_add(next.rows.len());
            jobs.push(next);
        }
        let insert = LogInsert::of(jobs.iter().flat_map(|job| &job.rows));
        let written = persist(&open, &mut conn, &insert, patience);
        for job in jobs {
            (job.then)(if written { Ok(()) } else { Err(StoreError::Commit) });
        }
    }
}

/// Writes the rows, and again while the server is lost, as long as patience lasts: a row that is there already is left, so
/// that one of unknown fate may be sent again.
fn persist(
    open: &impl Fn() -> Result<Conn, StoreError>,
    conn: &mut Option<Conn>,
    insert: &LogInsert,
    patience: Duration,
) -> bool {
    let until = Instant::now() + patience;
    loop {
        let written = match conn {
            Some(Conn::Postgres(server)) => insert.execute(server).map(|_| ()).map_err(StoreError::Log),
            _ => open().and_then(|fresh| {
                *conn = Some(fresh);
                Err(StoreError::Pool)
            }),
        };
        match written {
            Ok(()) => return true,
            // Opened now: at once to the first try.
            Err(StoreError::Pool) => {}
            Err(error) => {
                *conn = None;
                tracing::error!(%error, "the access log cannot be written");
                if Instant::now() >= until {
                    return false;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}
