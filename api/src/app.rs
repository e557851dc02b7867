//! Puts the application together and runs it.

use crate::auth::{KeyRing, Verifier};
use crate::config::{Config, Storage};
use crate::demo::seed::{self, SeedError};
use crate::demo::{self, Clock, Issuer, IssuerError};
use crate::docs_ui;
use crate::forgetting;
use crate::http::envelope::envelope;
use crate::http::routes::{Routes, fallback};
use crate::http::turned_away::Operations;
use crate::http::{Callers, Gate, UnderWay};
use crate::openapi::{self, ServedDocument};
use crate::problem::Problem;
use crate::resources;
use crate::resting;
use crate::sealing::Sealer;
use crate::webhooks::Dispatcher;
use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use sip_persistence::{Database, Store, StoreError};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{io, thread};
use tokio::task::JoinHandle;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// `iss` of demo tokens; a name that no real issuer can have (RFC 2606).
const DEMO_ISSUER: &str = "https://demo.sip.invalid";
/// How long a request waits for its turn at the database.
const TURN: Duration = Duration::from_secs(5);
/// How long a client waits for the database, which may hang: longer than any wait that the store itself ends.
const PATIENCE: Duration = Duration::from_secs(20);
/// Whoever asks for readiness is not to wait behind those who work.
const HEALTH_PATIENCE: Duration = Duration::from_secs(6);
/// How long a stop waits for requests under way, and then for the last seal: together less than the 30 seconds that
/// whatever stops us mostly gives.
const STOP_SECONDS: u64 = 25;
const LAST_SEAL: Duration = Duration::from_secs(2);

/// Where new ids come from.
#[derive(Clone, Debug)]
pub enum IdSource {
    /// UUID version 7 (RFC 9562) of the present time.
    Random,
    /// The same ids in each run, for tests.
    Counted(Arc<AtomicU64>),
}

impl IdSource {
    /// A new id.
    pub fn next(&self) -> Uuid {
        match self {
            Self::Random => Uuid::now_v7(),
            Self::Counted(last) => {
                let count = last.fetch_add(1, Ordering::Relaxed).to_be_bytes();
                let mut random = [0_u8; 10];
                // The last sixteen bits are for what is derived from the id.
                for (to, from) in random.iter_mut().rev().skip(2).zip(count.iter().rev()) {
                    *to = *from;
                }
                uuid::Builder::from_unix_timestamp_millis(1_767_225_600_000, &random).into_uuid()
            }
        }
    }
}

/// What all handlers share.
#[derive(Debug)]
pub struct AppState {
    /// The configuration.
    pub config: Config,
    /// Outer address, without a slash at the end.
    pub base_url: String,
    /// Business time.
    pub clock: Clock,
    /// New ids.
    pub ids: IdSource,
    /// Checks tokens.
    pub verifier: Verifier,
    /// Issues tokens; demo mode only.
    pub issuer: Option<Issuer>,
    /// The requests under way.
    pub under_way: UnderWay,
    /// What each caller has used of its share.
    pub callers: Callers,
    /// In front of the store.
    pub gate: Gate,
    /// The same for whoever asks whether the store is ready.
    pub health: Gate,
    /// Cases, journal, directory, log.
    pub store: Store,
    /// The document as it is served.
    pub document: ServedDocument,
}

/// What tests may choose that nobody else may.
#[derive(Clone, Default)]
pub struct Options {
    /// Routes beside the real ones, below the root of the API.
    pub extra: Option<fn(&mut ServiceConfig)>,
    /// Another clock.
    pub clock: Option<Clock>,
    /// Other ids.
    pub ids: Option<IdSource>,
    /// Whether the process's signals stop the server.
    pub signals: bool,
}

/// The server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be had.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    /// The demo issuer has no key.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// The database cannot be opened or brought up to date.
    #[error("the database cannot be used: {0}")]
    Store(#[from] StoreError),
    /// The demo cannot be loaded.
    #[error(transparent)]
    Seed(#[from] SeedError),
}

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    server: JoinHandle<io::Result<()>>,
    beside: Vec<JoinHandle<()>>,
    sealer: Sealer,
    dispatcher: Dispatcher,
}

impl Running {
    /// Takes no more requests, answers those it has, and ends.
    pub async fn stop(self) {
        self.handle.stop(true).await;
        self.finished().await.unwrap_or_default();
    }

    /// Waits until the server ends.
    pub async fn finished(self) -> io::Result<()> {
        let ended = self.server.await.map_err(io::Error::other)?;
        self.dispatcher.stop();
        self.beside.iter().for_each(JoinHandle::abort);
        if tokio::time::timeout(LAST_SEAL, self.sealer.seal()).await.is_err() {
            tracing::warn!(target: "sip::seal", "the database did not answer in time for the last seal");
        }
        ended
    }
}

/// Starts the server.
pub async fn start(config: Config) -> Result<Running, StartError> {
    start_with(config, Options { signals: true, ..Options::default() }).await
}

/// Starts the server as a test wants it.
#[expect(clippy::unused_async, reason = "it spawns tasks, so it must be called where a runtime is")]
pub async fn start_with(config: Config, options: Options) -> Result<Running, StartError> {
    let listener = TcpListener::bind(config.listen).map_err(|error| StartError::Listen(config.listen, error))?;
    let address = listener.local_addr().map_err(|error| StartError::Listen(config.listen, error))?;
    warn_of(&config.storage);
    let store = config.storage.open()?;
    store.migrate()?;
    let sealing = config.storage.sealing()?;
    let profile_principal = config.profile_principal.or_else(|| config.demo.then(demo::region));
    let changes_profile = profile_principal.map(|principal| principal.to_string()).unwrap_or_default();
    sip_persistence::put_setting(&store, sip_persistence::PROFILE_PRINCIPAL, changes_profile)?;
    let bare = bare(config.demo, options.extra);
    let routes = web::Data::new(Routes::of(&bare, docs_ui::PATHS));
    let operations = web::Data::new(Operations::of(&bare));
    drop(bare);
    let state = web::Data::new(state(config, address, store, &options)?);
    if state.config.demo {
        seed::run(&state.store)?;
        seed::wind(&state.store, &state.clock)?;
    }
    let sealer = Sealer::new(sealing, state.store.clone(), state.clock.clone());
    let dispatcher = Dispatcher::new(state.store.clone(), state.clock.clone(), state.config.webhooks.clone());
    let event_life = state.config.event_life;
    let keys = state.verifier.rings().iter().cloned().map(KeyRing::follow);
    let beside = keys
        .map(tokio::spawn)
        .chain([
            tokio::spawn(forgetting::run(state.store.clone(), state.clock.clone(), event_life)),
            tokio::spawn(dispatcher.clone().run()),
            tokio::spawn(sealer.clone().run()),
            tokio::spawn(watch_callers(state.clone())),
            tokio::spawn(resting::run(state.store.clone(), state.clock.clone(), state.ids.clone())),
        ])
        .collect();

    let (demo, extra) = (state.config.demo, options.extra);
    let workers = state.config.workers.unwrap_or_else(cores);
    let (max_connections, keep_alive) = (state.config.max_connections, state.config.keep_alive);
    let server = HttpServer::new(move || {
        App::new()
            .into_utoipa_app()
            .app_data(state.clone())
            .app_data(routes.clone())
            .app_data(operations.clone())
            .configure(|cfg| resources::register(cfg, demo, extra))
            .map(|app| app.configure(docs_ui::configure).default_service(web::to(fallback)).wrap(from_fn(envelope)))
            .into_app()
    })
    .workers(workers)
    .max_connections(max_connections)
    .keep_alive(keep_alive)
    .client_request_timeout(Duration::from_secs(5))
    .client_disconnect_timeout(Duration::from_secs(2))
    .shutdown_timeout(STOP_SECONDS)
    .listen(listener)
    .map_err(|error| StartError::Listen(address, error))?;
    let server = if options.signals { server } else { server.disable_signals() }.run();
    Ok(Running { address, handle: server.handle(), server: tokio::spawn(server), beside, sealer, dispatcher })
}

fn state(config: Config, address: SocketAddr, store: Store, options: &Options) -> Result<AppState, StartError> {
    let issuer = if config.demo { Some(Issuer::new(DEMO_ISSUER, config.tokens.clone())?) } else { None };
    let trusted = config.issuers.iter().cloned().chain(issuer.iter().map(Issuer::trusted));
    let clock = if config.demo { Clock::demo() } else { Clock::System };
    Ok(AppState {
        base_url: config.base_url.clone().unwrap_or_else(|| format!("http://{address}")),
        clock: options.clock.clone().unwrap_or(clock),
        ids: options.ids.clone().unwrap_or(IdSource::Random),
        verifier: Verifier::new(config.tokens.clone(), trusted.collect(), Instant::now()),
        issuer,
        under_way: UnderWay::new(config.max_requests),
        callers: Callers::new(config.caller_rate, config.caller_burst),
        gate: Gate::new(cores() * 4, config.waiting.unwrap_or_else(|| cores() * 256), TURN, PATIENCE),
        health: Gate::new(2, 16, HEALTH_PATIENCE, HEALTH_PATIENCE),
        store,
        document: ServedDocument::of(config.demo, options.extra),
        config,
    })
}

/// Says in the log what is taken as it was said, and should be otherwise.
fn warn_of(storage: &Storage) {
    for file in storage.open_to_others() {
        tracing::warn!(target: "sip::keys", file = %file.display(), "others than its owner may read or change the key file");
    }
    if let Database::Postgres(url) = &storage.database
        && !url.is_sure()
    {
        tracing::warn!(target: "sip::keys", "the database's server is believed without a certificate (sslmode)");
    }
}

/// The document of the API as it is published: no demo, no state, no database.
pub fn document() -> utoipa::openapi::OpenApi {
    registered(false, None)
}

/// The document of what is registered.
pub fn registered(demo: bool, extra: Option<fn(&mut ServiceConfig)>) -> utoipa::openapi::OpenApi {
    openapi::finish(bare(demo, extra))
}

/// As the handlers alone say it.
fn bare(demo: bool, extra: Option<fn(&mut ServiceConfig)>) -> utoipa::openapi::OpenApi {
    App::new().into_utoipa_app().configure(|cfg| resources::register(cfg, demo, extra)).split_for_parts().1
}

fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

async fn watch_callers(state: web::Data<AppState>) {
    state.callers.watch().await;
}

impl AppState {
    /// Whether requests can be served: 503 when not. Blocks the thread.
    ///
    /// # Errors
    /// 503 when there is no key to check tokens with, or the database does not answer, takes no writes or lacks a migration.
    pub fn ready(&self) -> Result<(), Problem> {
        let unavailable = || Problem::of(crate::problem::Generic::UNAVAILABLE).with_retry_after(10);
        if let Err(error) = self.store.serves() {
            tracing::error!(target: "sip::ready", %error, "the database is not ready");
            return Err(unavailable());
        }
        if self.verifier.has_keys(Instant::now()) { Ok(()) } else { Err(unavailable()) }
    }
}
