//! Connections that wait to be used, at most so many.

use crate::StoreError;
use crate::conn::Conn;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use std::time::Duration;

/// A connection with what is known of its health.
pub(crate) struct Link {
    pub(crate) conn: Conn,
    /// Not to be used again: its server is gone, or has become one that takes no writes.
    pub(crate) broken: bool,
}

/// Opens connections, each made ready for its use.
pub(crate) struct Opener(Box<dyn Fn() -> Result<Conn, StoreError> + Send + Sync>);

impl ManageConnection for Opener {
    type Connection = Link;
    type Error = StoreError;

    fn connect(&self) -> Result<Link, StoreError> {
        (self.0)().map(|conn| Link { conn, broken: false })
    }

    fn is_valid(&self, _: &mut Link) -> Result<(), StoreError> {
        // Asked for at no check-out: a question to the server for each request costs more than trying.
        Ok(())
    }

    fn has_broken(&self, link: &mut Link) -> bool {
        link.broken || std::thread::panicking()
    }
}

/// The connections of one kind.
pub(crate) struct Links(Pool<Opener>);

impl Links {
    /// At most `size`; who asks waits for one at most `patience`. The first is opened now.
    pub(crate) fn open(
        open: impl Fn() -> Result<Conn, StoreError> + Send + Sync + 'static,
        size: u32,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let pool = Pool::builder()
            .max_size(size.max(1))
            .min_idle(Some(1))
            .connection_timeout(patience)
            .test_on_check_out(false)
            .error_handler(Box::new(Told))
            .build(Opener(Box::new(open)));
        pool.map(Self).map_err(|error| StoreError::Open(error.to_string()))
    }

    /// One that is free.
    pub(crate) fn take(&self) -> Result<PooledConnection<Opener>, StoreError> {
        self.0.get().map_err(|error| {
            tracing::warn!(%error, "no connection to the database came free");
            StoreError::Pool
        })
    }
}

/// Says in the log why a connection could not be opened; whoever waits for it hears of it at the end of the wait.
#[derive(Debug)]
struct Told;

impl diesel::r2d2::HandleError<StoreError> for Told {
    fn handle_error(&self, error: StoreError) {
        tracing::warn!(%error, "a connection to the database could not be opened");
    }
}
