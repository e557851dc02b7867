//! Seals the access log and the journals while the server runs, and once more when it stops.

use crate::demo::Clock;
use sip_persistence::{Sealing, Store, StoreError, seal, take_over};
use std::time::Duration;

/// How often: so much of the log, at most, can be cut off without being missed.
const INTERVAL: Duration = Duration::from_mins(1);

/// What is needed to seal.
#[derive(Clone, Debug)]
pub(crate) struct Sealer {
    sealing: Option<Sealing>,
    store: Store,
    clock: Clock,
}

impl Sealer {
    /// Says so in the log when nothing will be sealed, or when what was sealed does not hold: the server serves all the same,
    /// and the operator has to look. Blocks the thread.
    pub(crate) fn new(sealing: Option<Sealing>, store: Store, clock: Clock) -> Self {
        match &sealing {
            None => tracing::warn!(
                target: "sip::seal",
                "SIP_SEAL_FILE is not set: rows cut off the end of the access log or of a journal would not be missed"
            ),
            Some(sealing) => tell(take_over(&store, sealing)),
        }
        Self { sealing, store, clock }
    }

    /// Seals each minute, for as long as it is polled.
    pub(crate) async fn run(self) {
        loop {
            tokio::time::sleep(INTERVAL).await;
            self.seal().await;
        }
    }

    /// Seals what is not sealed yet.
    pub(crate) async fn seal(&self) {
        let Self { sealing: Some(sealing), store, clock } = self.clone() else { return };
        let sealed = tokio::task::spawn_blocking(move || seal(&store, &sealing, clock.now())).await;
        match sealed {
            Ok(sealed) => tell(sealed.map(|_| ())),
            Err(error) => tracing::error!(target: "sip::seal", %error, "nothing was sealed"),
        }
    }
}

fn tell(sealed: Result<(), StoreError>) {
    if let Err(error) = sealed {
        tracing::error!(target: "sip::seal", %error, "nothing was sealed");
    }
}
