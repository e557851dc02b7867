//! Asks the operations of the document as somebody, with the requests of the examples, on copies of the demo.

use reqwest::Method;
use serde_json::{Value, json};
use sip_api::app::registered;
use sip_api::demo::{Clock, seed};
use sip_api::examples::{Example, requests, version};
use sip_domain::context::Duty;
use sip_persistence::directory::{AssignmentRecord, Directory, put};
use sip_tests::Server;
use sip_tests::crowd::assignment;
use sip_tests::database::TestDatabase;
use sip_tests::template::Template;
use sip_tests::token::Token;
use std::collections::HashMap;
use std::sync::OnceLock;
use tempfile::TempDir;
use uuid::Uuid;

/// A journal system that may act for staff.
const CLIENT: &str = "journal-1";
/// The region, whose administrators keep the profile.
const REGION: &str = "01993b00-0001-7000-8000-000000000002";
/// A case that there is not.
pub(crate) const NO_CASE: &str = "01993b00-1000-7000-8000-00000000dead";

/// Karin, and an assignment of hers that has ended.
const KARIN: &str = "SE2321000016-P011";
const ENDED: &str = "SE2321000016-A018";

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Without a token.
    Nobody,
    /// Karin, by an assignment at her own unit that has ended.
    Ended,
    /// A persona of the demo.
    Persona(String),
    /// A system that acts for a persona.
    ClientFor(String),
}

/// An operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// Its id.
    pub(crate) id: String,
    /// Its method.
    pub(crate) method: Method,
    /// Its path with parameters.
    pub(crate) path: String,
    /// The example.
    pub(crate) example: Example,
}

/// All operations, those of the demo too.
pub(crate) fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(registered(true, None)).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, shown) in item.as_object().unwrap() {
            let id = shown["operationId"].as_str().unwrap().to_owned();
            let (method, example) = (method.to_uppercase().parse().unwrap(), requests()[&id].clone());
            found.push(Operation { id, method, path: path.clone(), example });
        }
    }
    found
}

/// The n-th case of the demo.
fn case_id(n: u16) -> String {
    format!("01993b00-1000-7000-8000-{n:012}")
}

impl Operation {
    /// Whether it is about one case.
    pub(crate) fn is_of_case(&self) -> bool {
        self.path.contains("{caseId}")
    }

    /// Whether it is the citizens'.
    pub(crate) fn is_of_portal(&self) -> bool {
        self.path.starts_with("/sip/v1/me")
    }

    /// The number of the case that the example is about.
    pub(crate) fn case(&self) -> Option<u16> {
        self.example.path.get("caseId").map(|id| id.rsplit('-').next().unwrap().parse().unwrap())
    }

    /// The same asked about another case of the demo: the same command has made the same thing there.
    pub(crate) fn about(&self, case: u16) -> Self {
        let own = self.case().unwrap();
        let things = |case| format!("-20{case:02}-7000-");
        // Maria's consent has a fourth row; others have three.
        let moved = |text: &str| {
            let text = text.replace(&case_id(own), &case_id(case)).replace("000000050004", "000000050002");
            text.replace(&things(own), &things(case))
        };
        let mut operation = self.clone();
        for value in operation.example.path.values_mut() {
            *value = moved(value);
        }
        if let Some(body) = &mut operation.example.body {
            *body = serde_json::from_str(&moved(&body.to_string())).unwrap();
        }
        operation
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Status.
    pub(crate) status: u16,
    /// Headers but those that differ in each answer.
    pub(crate) headers: Vec<(String, String)>,
    /// Body; null when it is no JSON.
    pub(crate) body: Value,
}

impl Told {
    /// As the table has it.
    pub(crate) fn written(&self) -> String {
        let (status, code) = (self.status, self.body["code"].as_str().unwrap_or_default());
        let is_empty = self.body["items"].as_array().is_some_and(Vec::is_empty);
        match (status, code) {
            (200, _) if is_empty => "200 none".to_owned(),
            (..=399, _) | (401, "UNAUTHENTICATED") | (404, "NOT_FOUND") => status.to_string(),
            (403, "CALLER_KIND") => "403 kind".to_owned(),
            (403, "ROLE_PERMISSION_MISSING") => "403 role".to_owned(),
            (403, "CLIENT_NOT_ALLOWED") => "403 client".to_owned(),
            (409, "INVALID_TRANSITION") => "409 state".to_owned(),
            _ => format!("{status} {code}"),
        }
    }

    /// All that is told, but what names this very answer.
    pub(crate) fn bare(&self) -> Self {
        let mut bare = self.clone();
        for own in ["instance", "traceId"] {
            assert!(bare.body[own].take().is_string(), "{:?}", self.body);
        }
        bare
    }
}

impl PartialEq for Told {
    fn eq(&self, other: &Self) -> bool {
        (self.status, &self.headers, &self.body) == (other.status, &other.headers, &other.body)
    }
}

/// The demo as it is when it starts, and an assignment that has ended; made once and copied for each server.
pub(crate) struct Demo {
    template: OnceLock<Template>,
}

impl Demo {
    /// Nothing is made yet.
    pub(crate) fn new() -> Self {
        Self { template: OnceLock::new() }
    }

    /// A server on a copy, in the demo's first moment.
    pub(crate) async fn serve(&self) -> Asked {
        let settings = [("SIP_CLIENTS", CLIENT), ("SIP_PROFILE_PRINCIPAL", REGION), ("SIP_WORKERS", "1")];
        let server = Server::prepared(true, &settings, Some(Clock::still(seed::start())), |folder| {
            let template = self.template.get_or_init(|| {
                let made = TempDir::new().unwrap();
                let database = TestDatabase::new_in(made.path());
                let store = database.store();
                store.migrate().unwrap();
                seed::run(&store).unwrap();
                put(&store, Directory { assignments: vec![ended()], ..Directory::default() }).unwrap();
                drop(store);
                Template::of(&database, seed::start())
            });
            template.copy_to(folder)
        });
        Asked { server: server.await, tokens: HashMap::new(), versions: HashMap::new() }
    }
}

fn ended() -> AssignmentRecord {
    let id = |text: &str| Uuid::try_parse(text).unwrap();
    AssignmentRecord {
        id: id(&assignment(18)).into(),
        hsa_id: ENDED.to_owned(),
        staff: id("01993b00-0005-7000-8000-000000000011").into(),
        unit: id("01993b00-0003-7000-8000-000000000001").into(),
        duty: Duty::Clinical,
        valid_from: "2025-01-01T00:00:00Z".parse().unwrap(),
        ended_at: Some("2027-02-28T23:00:00Z".parse().unwrap()),
    }
}

/// A server, the tokens that were had, and the versions of the cases that were changed.
pub(crate) struct Asked {
    server: Server,
    tokens: HashMap<String, String>,
    versions: HashMap<String, String>,
}

impl Asked {
    async fn token(&mut self, who: &Who) -> Option<String> {
        let known = format!("{who:?}");
        if let Some(token) = self.tokens.get(&known) {
            return Some(token.clone());
        }
        let token = match who {
            Who::Nobody => return None,
            Who::Ended => Token::staff(KARIN, ENDED).sign(),
            Who::Persona(persona) => self.sign_in(persona).await,
            Who::ClientFor(persona) => {
                let number = self.number_of(persona).await;
                let token = Token::staff(&format!("SE2321000016-P{number}"), &format!("SE2321000016-A{number}"));
                token.claim("act", json!({"sub": CLIENT})).sign()
            }
        };
        self.tokens.insert(known, token.clone());
        Some(token)
    }

    async fn sign_in(&self, persona: &str) -> String {
        let body = json!({"persona": persona}).to_string();
        let answer: Value = self.server.post("/sip/v1/demo/tokens", body).send().await.unwrap().json().await.unwrap();
        answer["accessToken"].as_str().unwrap_or_else(|| panic!("{persona}: {answer}")).to_owned()
    }

    /// The number of a member of staff, in three digits.
    async fn number_of(&self, persona: &str) -> String {
        let personas = self.personas().await;
        let found = personas.iter().find(|known| known["key"] == persona);
        let assignment = found.and_then(|known| known["assignment"].as_str()).unwrap_or_else(|| panic!("{persona}"));
        assignment[assignment.len() - 3..].to_owned()
    }

    /// Who a tester can be.
    pub(crate) async fn personas(&self) -> Vec<Value> {
        let list: Value = self.server.get("/sip/v1/demo/personas").send().await.unwrap().json().await.unwrap();
        list["items"].as_array().unwrap().clone()
    }

    /// Sends the example as somebody.
    pub(crate) async fn ask(&mut self, who: &Who, operation: &Operation) -> Told {
        let case = operation.example.path.get("caseId").cloned().unwrap_or_default();
        self.ask_about(&case, who, operation).await
    }

    /// Sends the example as somebody, with another case in the path and else the same.
    pub(crate) async fn ask_about(&mut self, case: &str, who: &Who, operation: &Operation) -> Told {
        let example = &operation.example;
        let mut path = operation.path.replace("{caseId}", case);
        for (name, value) in &example.path {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        // No value of ours needs to be escaped.
        let query: Vec<_> = example.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let url = self.server.url(&format!("{path}?{}", query.join("&")));
        let mut request = self.server.client.request(operation.method.clone(), url);
        let started = version(example).map(|version| format!("\"{version}\""));
        let changed = example.path.get("caseId").and_then(|id| self.versions.get(id)).cloned();
        if let Some(version) = changed.or(started).filter(|_| operation.method != Method::GET) {
            request = request.header("if-match", version);
        }
        if let Some(token) = self.token(who).await {
            request = request.bearer_auth(token);
        }
        if let Some(body) = &example.body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        if let Some(version) = answer.headers().get("etag").filter(|_| answer.status().is_success()) {
            self.versions.insert(case.to_owned(), version.to_str().unwrap().to_owned());
        }
        let own = ["date", "traceparent"];
        let told = answer.headers().iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let mut headers: Vec<_> =
            told.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        headers.sort_unstable();
        let status = answer.status().as_u16();
        let body = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default();
        Told { status, headers, body }
    }

    /// Stops the server.
    pub(crate) async fn stop(self) {
        self.server.stop().await;
    }
}
