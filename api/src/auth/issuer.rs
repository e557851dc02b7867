//! Issuers that are trusted, and their keys, kept fresh.
//!
//! All keys of an issuer are exchanged at once, at each refresh that succeeds: a key that is gone stops then. After a refresh
//! that fails the last good ones go on for a bounded time. Moments come in from outside, so that tests can choose them.

use super::fetch::{FetchError, KeyEndpoint};
use super::keys::{IssuerKey, parse_key_set};
use super::preset::Preset;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long keys are good that do not say it themselves.
const USUAL_AGE: Duration = Duration::from_mins(5);
/// How long a file's keys are good, the least that a provider may ask for, and the pause after a failure.
const SHORTEST_AGE: Duration = Duration::from_mins(1);
/// The most that a provider may ask for.
const LONGEST_AGE: Duration = Duration::from_hours(1);
/// How long the last good keys are kept from when they should have been read again.
const GRACE: Duration = Duration::from_hours(1);
/// How often tokens with unknown keys may cause a refresh.
const PAUSE: Duration = Duration::from_mins(1);
/// What one refresh may take in all; above what a fetch allows itself, for file systems that hang.
const LONGEST_REFRESH: Duration = Duration::from_secs(8);

/// Where an issuer's keys come from.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// Given once and for all.
    Fixed(Vec<IssuerKey>),
    /// A file, and the keys as they were when it was first read.
    File(PathBuf, Vec<IssuerKey>),
    /// The issuer's own address; there are no keys until it has answered.
    Url(KeyEndpoint),
}

/// An issuer, what it may vouch for, and where its keys are: a key of one issuer never verifies a token of another.
#[derive(Clone, Debug)]
pub struct TrustedIssuer {
    /// Exactly the `iss` of its tokens.
    pub issuer: String,
    /// What its tokens are like, and with that whom it vouches for: staff, citizens or both.
    pub presets: Vec<Preset>,
    /// The clients that may act for staff with its tokens.
    pub clients: Vec<String>,
    /// Its keys.
    pub source: KeySource,
}

impl TrustedIssuer {
    /// Whether its tokens may be of this kind.
    pub fn follows(&self, preset: Preset) -> bool {
        self.presets.contains(&preset)
    }
}

/// Keys, and until when they are good.
#[derive(Clone, Debug)]
pub(super) struct Held {
    keys: Vec<IssuerKey>,
    until: Option<Instant>,
}

/// An issuer with the keys in force.
#[derive(Debug)]
pub struct KeyRing {
    trusted: TrustedIssuer,
    held: RwLock<Arc<Held>>,
    /// When a token last caused a refresh. Locked while one is under way, of whatever cause.
    turn: Arc<Mutex<Option<Instant>>>,
    /// Refreshes so far, good or not.
    refreshes: AtomicU64,
}

impl KeyRing {
    /// The ring of `trusted`, with the keys that came with it, read at `now`.
    pub fn new(trusted: TrustedIssuer, now: Instant) -> Self {
        let held = match &trusted.source {
            KeySource::Fixed(keys) => Held { keys: keys.clone(), until: None },
            KeySource::File(_, keys) => Held { keys: keys.clone(), until: Some(now + SHORTEST_AGE + GRACE) },
            KeySource::Url(_) => Held { keys: Vec::new(), until: None },
        };
        let held = RwLock::new(Arc::new(held));
        Self { trusted, held, turn: Arc::default(), refreshes: AtomicU64::new(0) }
    }

    /// The issuer.
    pub fn trusted(&self) -> &TrustedIssuer {
        &self.trusted
    }

    /// Whether any token could be verified.
    pub fn has_keys(&self, now: Instant) -> bool {
        let held = self.held();
        held.is_good(now) && !held.keys.is_empty()
    }

    /// The key with this id, and the keys that it is one of.
    pub(super) fn key(&self, id: &str, now: Instant) -> Option<(IssuerKey, Arc<Held>)> {
        let held = self.held();
        let key = held.keys.iter().find(|key| key.id == id).filter(|_| held.is_good(now)).cloned();
        key.map(|key| (key, held))
    }

    /// Whether these are the keys in force.
    pub(super) fn still_has(&self, keys: &Arc<Held>, now: Instant) -> bool {
        Arc::ptr_eq(&self.held(), keys) && keys.is_good(now)
    }

    fn held(&self) -> Arc<Held> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the keys again and again, for as long as it is polled.
    pub async fn follow(self: Arc<Self>) {
        if matches!(self.trusted.source, KeySource::Fixed(_)) {
            return;
        }
        if matches!(self.trusted.source, KeySource::File(..)) {
            tokio::time::sleep(SHORTEST_AGE).await;
        }
        loop {
            let pause = self.refresh(Instant::now()).await;
            tokio::time::sleep(pause).await;
        }
    }

    /// Reads the keys anew, and tells how long to wait before the next time.
    pub async fn refresh(&self, now: Instant) -> Duration {
        let turn = self.turn.lock().await;
        let pause = self.read(now).await;
        drop(turn);
        pause
    }

    /// Reads the keys anew for a token whose key is not known: at most one refresh a minute. Whoever comes while one is under
    /// way waits for that one and causes none.
    pub async fn refresh_for_unknown_key(self: &Arc<Self>, now: Instant) {
        if matches!(self.trusted.source, KeySource::Fixed(_)) {
            return;
        }
        let before = self.refreshes.load(Ordering::Acquire);
        let mut turn = Arc::clone(&self.turn).lock_owned().await;
        let shared = self.refreshes.load(Ordering::Acquire) != before;
        let too_soon = turn.is_some_and(|last| now.saturating_duration_since(last) < PAUSE);
        if shared || too_soon {
            return;
        }
        *turn = Some(now);
        let ring = Arc::clone(self);
        // A task of its own: it goes on when the client that caused it hangs up, or nobody would have had the refresh.
        let refresh = tokio::spawn(async move {
            ring.read(now).await;
            drop(turn);
        });
        if refresh.await.is_err() {
            tracing::error!(target: "sip::keys", issuer = self.trusted.issuer, "the refresh of the keys broke off");
        }
    }

    async fn read(&self, now: Instant) -> Duration {
        let read = tokio::time::timeout(LONGEST_REFRESH, read(&self.trusted.source)).await;
        let pause = match read.unwrap_or(Err(FetchError::Slow)) {
            Ok((keys, age)) => {
                let held = Held { keys, until: Some(now + age + GRACE) };
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(held);
                age
            }
            Err(error) => {
                tracing::error!(target: "sip::keys", issuer = self.trusted.issuer, %error, "the key set cannot be read");
                SHORTEST_AGE
            }
        };
        self.refreshes.fetch_add(1, Ordering::AcqRel);
        pause
    }
}

impl Held {
    fn is_good(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// The keys of a source and for how long they are good.
async fn read(source: &KeySource) -> Result<(Vec<IssuerKey>, Duration), FetchError> {
    let source = source.clone();
    let read = tokio::task::spawn_blocking(move || match source {
        KeySource::Fixed(keys) => Ok((keys, LONGEST_AGE)),
        KeySource::File(file, _) => {
            let text = std::fs::read_to_string(file).map_err(|error| FetchError::File(error.kind()))?;
            Ok((parse_key_set(&text)?, SHORTEST_AGE))
        }
        KeySource::Url(endpoint) => {
            let fetched = endpoint.fetch()?;
            let age = fetched.max_age.unwrap_or(USUAL_AGE).clamp(SHORTEST_AGE, LONGEST_AGE);
            Ok((parse_key_set(&fetched.text)?, age))
        }
    });
    read.await.unwrap_or(Err(FetchError::Slow))
}
