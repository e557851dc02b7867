//! Bodies that come too slowly. The framework waits for ever for the next byte; we do not.

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::StreamExt;
use futures_util::future::poll_fn;
use futures_util::stream::unfold;
use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// How long a body may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyLimits {
    /// Between two pieces, and before the least rate counts.
    pub idle: Duration,
    /// For the whole body.
    pub total: Duration,
    /// Bytes per second on average, at least.
    pub least_rate: u32,
}

/// What of an unread body is read after the answer is known, so that the client gets to read the answer.
const DRAIN_BYTES: usize = 2 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Complete,
    Failed,
}

/// The body of one request, shared by whoever reads it and the envelope.
pub(crate) struct Body {
    payload: RefCell<Payload>,
    limits: BodyLimits,
    started: Instant,
    received: Cell<usize>,
    state: Cell<State>,
}

impl Body {
    /// Takes the body of `req` and puts the watched one in its place.
    pub(crate) fn watch(req: &mut ServiceRequest, limits: BodyLimits) -> Rc<Self> {
        let payload = req.take_payload();
        let state = if matches!(payload, Payload::None) { State::Complete } else { State::Open };
        let body = Rc::new(Self {
            payload: RefCell::new(payload),
            limits,
            started: Instant::now(),
            received: Cell::new(0),
            state: Cell::new(state),
        });
        if state == State::Open {
            let stream = unfold(Rc::clone(&body), |body| async {
                let piece = body.next().await?;
                Some((piece, body))
            });
            req.set_payload(Payload::Stream { payload: Box::pin(stream) });
        }
        body
    }

    async fn next(&self) -> Option<Result<Bytes, PayloadError>> {
        if self.state.get() != State::Open {
            return None;
        }
        let bytes = u32::try_from(self.received.get()).unwrap_or(u32::MAX);
        let earned = self.limits.idle + Duration::from_secs((bytes / self.limits.least_rate.max(1)).into());
        let deadline = (self.started + earned.min(self.limits.total)).min(Instant::now() + self.limits.idle);
        let piece = timeout_at(deadline, poll_fn(|cx| self.payload.borrow_mut().poll_next_unpin(cx))).await;
        match piece {
            Ok(None) => {
                self.state.set(State::Complete);
                None
            }
            Ok(Some(Ok(bytes))) => {
                self.received.set(self.received.get() + bytes.len());
                Some(Ok(bytes))
            }
            Ok(Some(Err(error))) => {
                self.state.set(State::Failed);
                Some(Err(error))
            }
            Err(_) => {
                self.state.set(State::Failed);
                Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into())))
            }
        }
    }

    /// Reads what nobody wanted, within bounds. Whether the connection can be used again.
    pub(crate) async fn drain(&self) -> bool {
        let until = self.received.get() + DRAIN_BYTES;
        let reading = async { while self.received.get() < until && matches!(self.next().await, Some(Ok(_))) {} };
        // Out of time is the same as not complete.
        let _ = timeout(DRAIN_TIME.min(self.limits.idle), reading).await;
        self.state.get() == State::Complete
    }
}

/// Whether a body failed because it came too slowly.
pub(crate) fn timed_out(error: &PayloadError) -> bool {
    matches!(error, PayloadError::Io(cause) if cause.kind() == io::ErrorKind::TimedOut)
}
