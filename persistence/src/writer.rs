//! One thread owns the embedded database's writing connection. Jobs that wait together are committed together: one write to
//! the disk pays for many commands, and a job that fails takes none of the others with it.

use crate::StoreError;
use crate::conn::Conn;
use crate::log::LogRow;
use crate::transaction::{Failure, begin, in_savepoint};
use diesel::connection::SimpleConnection;
use diesel::result::{DatabaseErrorKind, Error};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Jobs committed at once, at most: bounds how long the first has to wait for the last.
const BATCH: usize = 128;

type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// What running a job gave: whether its effects stay, and how to tell the one who waits.
struct Ran {
    keep: bool,
    answer: Answer,
}

enum Job {
    /// Work of any kind, in a savepoint of its own.
    Work(Box<dyn FnOnce(&mut Conn) -> Ran + Send>),
    /// Rows of the access log alone: the most frequent job by far, and one that has nothing to take back.
    Log(Vec<LogRow>, Then),
}

/// What is done when rows are on the disk, or cannot be written.
pub(crate) type Then = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// The way to the writing thread.
pub(crate) struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread with the connection it shall own.
    pub(crate) fn start(conn: Conn, queue: usize) -> Result<Self, StoreError> {
        let (jobs, waiting) = sync_channel(queue);
        let thread = std::thread::Builder::new()
            .name("sip-writer".into())
            .spawn(move || run(conn, &waiting))
            .map_err(|error| StoreError::Open(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs the job in the next batch and returns once the batch is on the disk.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (tell, told) = sync_channel(1);
        self.send(Job::Work(Box::new(move |conn| {
            let result = unpanicked(|| job(conn));
            Ran {
                keep: result.is_ok(),
                answer: Box::new(move |committed| {
                    // The one who asked may have gone; the effect stands all the same.
                    let _ = tell.send(committed.and(result));
                }),
            }
        })))?;
        told.recv().unwrap_or(Err(StoreError::Commit))
    }

    /// Writes the rows in the next batch; does not wait for it.
    pub(crate) fn log(&self, rows: Vec<LogRow>, then: Then) {
        if let Err((Job::Log(_, then), error)) = self.try_send(Job::Log(rows, then)) {
            then(Err(error));
        }
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        self.try_send(job).map_err(|(_, error)| error)
    }

    fn try_send(&self, job: Job) -> Result<(), (Job, StoreError)> {
        let Some(jobs) = &self.jobs else { return Err((job, StoreError::Stopped)) };
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(job) => (job, StoreError::Busy),
            TrySendError::Disconnected(job) => (job, StoreError::Stopped),
        })
    }
}

/// The job's result; a panic becomes an error.
pub(crate) fn unpanicked<T>(job: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| {
        tracing::error!("a write job panicked");
        Err(StoreError::Panicked)
    })
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
            && thread.join().is_err()
        {
            tracing::error!("the writer thread ended by a panic");
        }
    }
}

fn run(mut conn: Conn, waiting: &Receiver<Job>) {
    loop {
        match waiting.recv_timeout(Duration::from_mins(1)) {
            Ok(first) => batch(&mut conn, std::iter::once(first).chain(waiting.try_iter()).take(BATCH)),
            // A quiet minute: keep the write-ahead log short.
            Err(RecvTimeoutError::Timeout) => {
                if let Err(error) = conn.batch_execute("PRAGMA wal_checkpoint(PASSIVE); PRAGMA optimize;") {
                    tracing::warn!(%error, "checkpoint failed");
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn batch(conn: &mut Conn, jobs: impl Iterator<Item = Job>) {
    let mut answers: Vec<Answer> = Vec::new();
    let begin = begin(conn);
    let mut state = conn.batch_execute(begin).map_err(StoreError::from);
    for job in jobs {
        if state.is_err() {
            // Not run at all: dropping work tells the one who waits that nothing was done.
            if let Job::Log(_, then) = job {
                then(Err(StoreError::Commit));
            }
            continue;
        }
        match perform(conn, job) {
            Ok(answer) => answers.push(answer),
            Err(error) => state = Err(error),
        }
    }
    let mut is_undone = true;
    if state.is_ok()
        && let Err(error) = conn.batch_execute("COMMIT")
    {
        is_undone = leaves_nothing(&error);
        state = Err(error.into());
    }
    if let Err(error) = &state {
        tracing::error!(%error, "a batch of writes was not committed");
        // An error here only says that the database has rolled back already.
        let _ = conn.batch_execute("ROLLBACK");
    }
    for answer in answers {
        answer(match state {
            Ok(()) => Ok(()),
            Err(_) if is_undone => Err(StoreError::Commit),
            Err(_) => Err(StoreError::Unknown),
        });
    }
}

/// Whether a commit that failed so has left nothing on the disk. Of any other it may be found there by whoever opens the
/// file next: a disk that fails to say that it has written may have. The words are the engine's own, which is built in.
fn leaves_nothing(error: &Error) -> bool {
    let known = ["database or disk is full", "database is locked", "attempt to write a readonly database"];
    let is_ours = matches!(error, Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _));
    is_ours || matches!(error, Error::DatabaseError(_, told) if known.contains(&told.message()))
}

/// A job that asked to be taken back, with its answer.
struct Undone(Answer);

/// Runs one job of a batch. An error: the whole batch is lost.
fn perform(conn: &mut Conn, job: Job) -> Result<Answer, StoreError> {
    match job {
        Job::Work(job) => {
            let ran = in_savepoint(conn, "job", |conn| {
                let ran = job(conn);
                if ran.keep { Ok(ran.answer) } else { Err(Undone(ran.answer)) }
            });
            match ran {
                Ok(answer) | Err(Failure::Undone(Undone(answer))) => Ok(answer),
                Err(Failure::Broken(error)) => Err(error.into()),
            }
        }
        Job::Log(rows, then) => {
            let written = rows.iter().try_for_each(|row| row.write(conn));
            // On such an error the engine may have taken back the whole transaction already; what came behind it would be
            // committed statement by statement.
            if let Err(StoreError::Log(Error::DatabaseError(DatabaseErrorKind::Unknown, _))) = written {
                then(Err(StoreError::Commit));
                return Err(StoreError::Commit);
            }
            Ok(Box::new(move |committed| then(committed.and(written))))
        }
    }
}
