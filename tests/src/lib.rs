//! The harness of the black-box tests: the real application on a free port, with a database and keys of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up shall fail where it stands"
)]

pub mod citizens;
pub mod client;
pub mod crowd;
pub mod database;
pub mod dice;
pub mod family;
pub mod life;
pub mod provider;
pub mod reads;
pub mod receiver;
pub mod region;
pub mod routes;
pub mod seeding;
pub mod template;
pub mod token;

use crate::database::TestDatabase;
use crate::token::Token;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use sip_api::app::{Options, Running, start_with};
use sip_api::config::Config;
use sip_api::demo::Clock;
use std::net::SocketAddr;
use std::path::Path;
use tempfile::TempDir;

/// Issuer of the tests' tokens.
pub const ISSUER: &str = "https://idp.test";

/// A server of one test's own.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// A client that keeps connections.
    pub client: Client,
    running: Running,
    database: TestDatabase,
    folder: TempDir,
}

impl Server {
    /// As in production, with the tests' issuer.
    pub async fn start() -> Self {
        Self::with(false, &[]).await
    }

    /// In demo mode.
    pub async fn demo() -> Self {
        Self::with(true, &[]).await
    }

    /// With settings of its own; see the table of the configuration.
    pub async fn with(demo: bool, settings: &[(&str, &str)]) -> Self {
        Self::prepared(demo, settings, None, TestDatabase::new_in).await
    }

    /// As in production, with keys from an address instead of a file.
    pub async fn with_keys_at(url: &str) -> Self {
        Self::prepared(false, &[("SIP_JWKS_URL", url)], None, TestDatabase::new_in).await
    }

    /// With a clock of its own, on the database that `prepare` makes in a folder.
    pub async fn prepared(
        demo: bool,
        settings: &[(&str, &str)],
        clock: Option<Clock>,
        prepare: impl FnOnce(&Path) -> TestDatabase,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let database = prepare(folder.path());
        let keys = folder.path().join("keys.json");
        std::fs::write(&keys, token::key_set().to_string()).unwrap();
        let own = [
            ("SIP_LISTEN", "127.0.0.1:0".to_owned()),
            ("DATABASE_URL", database.url().to_owned()),
            ("SIP_ISSUER", ISSUER.to_owned()),
            ("SIP_JWKS_FILE", keys.display().to_string()),
            ("SIP_MASTER_KEY_FILE", database.key_file().display().to_string()),
            ("SIP_WORKERS", "2".to_owned()),
            ("SIP_PROFILE_PRINCIPAL", region::principal(1).to_string()),
        ];
        let keys_elsewhere = settings.iter().any(|(name, _)| *name == "SIP_JWKS_URL");
        let own = own.into_iter().filter(|(name, _)| !(keys_elsewhere && *name == "SIP_JWKS_FILE"));
        let settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let variables = own.chain(settings).map(|(name, value)| (name.to_owned(), value));
        let config = Config::from_env(variables, demo).unwrap();
        let options = Options { extra: Some(routes::configure), clock, ..Options::default() };
        let running = start_with(config, options).await.unwrap();
        Self { address: running.address, client: Client::new(), running, database, folder }
    }

    /// Its database.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The absolute URL of `path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A GET.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    /// A POST with a body sent as JSON, whatever it is.
    pub fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.client.post(self.url(path)).header("content-type", "application/json").body(body)
    }

    /// A token for staff.
    pub fn staff_token(&self, subject: &str, assignment_hsa_id: &str) -> String {
        Token::staff(subject, assignment_hsa_id).sign()
    }

    /// A token for a citizen.
    pub fn citizen_token(&self, subject: &str, identity_number: &str) -> String {
        Token::citizen(subject, identity_number).sign()
    }

    /// Stops the server; its database goes too.
    pub async fn stop(self) {
        self.running.stop().await;
        drop((self.database, self.folder));
    }
}

/// Status, headers that matter and the body, for comparing whole answers.
pub async fn problem(answer: Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{status}");
    let trace = answer.headers().get("traceparent").unwrap().to_str().unwrap().to_owned();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["status"], status);
    assert!(trace.contains(body["traceId"].as_str().unwrap()), "{trace} {body}");
    (status, body)
}
