//! Calls at random to every operation of the contract, by callers of all kinds, right ones and wrong ones.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sip_api::app::registered;
use sip_api::examples::{Example, requests};
use sip_tests::Server;
use sip_tests::crowd::Crowd;
use sip_tests::dice::Dice;
use sip_tests::token::{Key, Token, now};
use uuid::Uuid;

/// An operation, with the request that shows it.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: Method,
    /// With the root and with placeholders.
    pub(super) path: String,
    /// What it answers is about somebody.
    pub(super) needs_token: bool,
    example: &'static Example,
    takes_version: bool,
    takes_key: bool,
}

/// All of the contract. Those of the demo alone are no part of it.
pub(super) fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(registered(false, None)).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, shown) in item.as_object().unwrap() {
            let takes = |header: &str| {
                shown["parameters"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|parameter| parameter["name"] == header))
            };
            // An operation open to all says so with an empty list.
            let needs_token = shown["security"].is_null();
            let id = shown["operationId"].as_str().unwrap().to_owned();
            let example = &requests()[&id];
            let (takes_version, takes_key) = (takes("If-Match"), takes("Idempotency-Key"));
            let method = method.to_uppercase().parse().unwrap();
            found.push(Operation { id, method, path: path.clone(), needs_token, example, takes_version, takes_key });
        }
    }
    found
}

/// Whom a token stands for, as the log should tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    Staff {
        assignment: String,
        unit: String,
        is_client: bool,
    },
    Citizen,
    /// A good token under an assignment that is not there.
    Dismissed,
    /// No token, or none that is good.
    Nobody,
}

/// Somebody who calls.
pub(super) struct Walker {
    pub(super) key: String,
    pub(super) bearer: Bearer,
    /// The header, when one is sent.
    authorization: Option<String>,
}

/// Everybody: the personas, somebody dismissed, and those whose token says nothing.
pub(super) async fn walkers(server: &Server, crowd: &Crowd) -> Vec<Walker> {
    let personas = crowd.open("/demo/personas").await;
    let mut found = Vec::new();
    for persona in personas["items"].as_array().unwrap() {
        let text = |field: &str| persona[field].as_str().unwrap().to_owned();
        let is_client = text("about").starts_with("Integration client") && !text("about").contains("of its own");
        let bearer = match persona["kind"].as_str() {
            Some("staff") => Bearer::Staff { assignment: text("assignment"), unit: text("unit"), is_client },
            _ => Bearer::Citizen,
        };
        let token = crowd.token(&text("key")).await;
        found.push(Walker { key: text("key"), bearer, authorization: Some(format!("Bearer {token}")) });
    }
    let karin = || Token::staff("SE2321000016-P011", "SE2321000016-A011");
    let dismissed = server.staff_token("SE2321000016-P011", "SE2321000016-A099");
    let others = [
        ("dismissed", Bearer::Dismissed, Some(format!("Bearer {dismissed}"))),
        ("nobody", Bearer::Nobody, None),
        ("garbled", Bearer::Nobody, Some("Bearer e30.e30.e30".to_owned())),
        ("forged", Bearer::Nobody, Some(format!("Bearer {}", karin().key(Key::Stranger).sign()))),
        ("late", Bearer::Nobody, Some(format!("Bearer {}", karin().claim("exp", now() - 3600).sign()))),
        ("basic", Bearer::Nobody, Some("Basic a2FyaW46aGVqCg==".to_owned())),
    ];
    let other = |(key, bearer, authorization): (&str, _, _)| Walker { key: key.to_owned(), bearer, authorization };
    found.extend(others.map(other));
    found
}

/// A call to be made.
pub(super) struct Step<'a> {
    pub(super) operation: &'a Operation,
    pub(super) walker: &'a Walker,
    /// The case of the path, when it is an id at all.
    pub(super) case: Option<Uuid>,
    request: RequestBuilder,
}

/// An answer, as far as the log has to tell of it.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) trace: String,
    pub(super) replayed: bool,
}

impl Step<'_> {
    pub(super) async fn go(self) -> Answer {
        let answer = self.request.send().await.unwrap();
        let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let trace = header("traceparent").split('-').nth(1).unwrap().to_owned();
        let (status, replayed) = (answer.status().as_u16(), header("idempotent-replayed") == "true");
        let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default();
        Answer { status, code: body["code"].as_str().unwrap_or_default().to_owned(), trace, replayed }
    }
}

/// What a step is made from.
pub(super) struct Ground<'a> {
    pub(super) server: &'a Server,
    pub(super) operations: &'a [Operation],
    pub(super) walkers: &'a [Walker],
    /// The version that a case has now; none for one that is not there.
    pub(super) version: &'a dyn Fn(Uuid) -> Option<i64>,
}

impl<'a> Ground<'a> {
    /// The next call. One half are what the example shows by whom it names, but for what the dice say.
    pub(super) fn step(&self, dice: &mut Dice) -> Step<'a> {
        let operation = dice.pick(self.operations);
        let named = operation.example.persona.as_deref();
        let walker = match dice.below(100) {
            0..60 if named.is_some() => self.walkers.iter().find(|walker| Some(walker.key.as_str()) == named).unwrap(),
            60..66 => self.walkers.iter().find(|walker| walker.key == "dismissed").unwrap(),
            _ => dice.pick(self.walkers),
        };
        let (path, case) = path(operation, dice);
        let is_get = operation.method == Method::GET;
        let method = if is_get && dice.percent(5) { Method::HEAD } else { operation.method.clone() };
        let mut request = self.server.client.request(method, self.server.url(&path));
        if let Some(header) = &walker.authorization {
            request = request.header("authorization", header);
        }
        let version = case.and_then(self.version).unwrap_or(1);
        if operation.takes_version {
            request = with_version(request, version, dice);
        }
        if is_get && dice.percent(15) {
            request = request.header("if-none-match", format!("\"{version}\""));
        }
        if operation.takes_key && dice.percent(40) {
            let key = *dice.pick(&["pool-number-one", "pool-number-two", "pool-number-three", "", "kort", "med blank"]);
            request = request.header("idempotency-key", key);
        }
        Step { operation, walker, case, request: with_body(request, operation.example.body.as_ref(), dice) }
    }

    /// The profile with the portal open or closed, by whom the example names.
    pub(super) fn portal(&self, is_open: bool) -> Step<'a> {
        let operation = self.operations.iter().find(|operation| operation.id == "putProfile").unwrap();
        let named = operation.example.persona.as_deref();
        let walker = self.walkers.iter().find(|walker| Some(walker.key.as_str()) == named).unwrap();
        let mut body = operation.example.body.clone().unwrap();
        body["portalEnabled"] = is_open.into();
        let request = self.server.client.put(self.server.url(&operation.path)).json(&body);
        let request = request.header("authorization", walker.authorization.as_ref().unwrap());
        Step { operation, walker, case: None, request }
    }
}

/// The example's path; at times with another case, with an id of nothing, or with no id at all.
fn path(operation: &Operation, dice: &mut Dice) -> (String, Option<Uuid>) {
    let mut path = operation.path.clone();
    let mut case = None;
    for (name, value) in &operation.example.path {
        let value = match dice.below(100) {
            80..88 if name == "caseId" => format!("01993b00-1000-7000-8000-{:012}", dice.below(33)),
            88..93 => "01993b00-1000-7000-8000-00000000dead".to_owned(),
            93..96 => "0".to_owned(),
            96..98 => "inget-id".to_owned(),
            _ => value.clone(),
        };
        path = path.replace(&format!("{{{name}}}"), &value);
        if name == "caseId" {
            case = Uuid::try_parse(&value).ok();
        }
    }
    let query: Vec<_> = operation.example.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = match dice.below(100) {
        0..2 => format!("lang={}", "x".repeat(4100)),
        2..6 => "limit=0".to_owned(),
        6..10 => "okänd=1".to_owned(),
        10..14 => "page=2&limit=3".to_owned(),
        _ => query.join("&"),
    };
    (format!("{path}?{query}"), case)
}

fn with_version(request: RequestBuilder, version: i64, dice: &mut Dice) -> RequestBuilder {
    match dice.below(100) {
        0..80 => request.header("if-match", format!("\"{version}\"")),
        80..86 => request.header("if-match", format!("\"{}\"", version + 7)),
        86..90 => request.header("if-match", "\"1\""),
        90..94 => request.header("if-match", "W/\"fem\""),
        _ => request,
    }
}

fn with_body(request: RequestBuilder, example: Option<&Value>, dice: &mut Dice) -> RequestBuilder {
    let json = |request: RequestBuilder, body: String| request.header("content-type", "application/json").body(body);
    let Some(example) = example else { return if dice.percent(5) { json(request, "{}".to_owned()) } else { request } };
    let mut fields = example.as_object().unwrap().clone();
    match dice.below(100) {
        0..70 => json(request, example.to_string()),
        70..74 => json(request, "{\"a\":".to_owned()),
        74..78 => json(request, "[]".to_owned()),
        78..81 => request,
        81..85 => request.header("content-type", "text/plain").body(example.to_string()),
        85..88 => json(request, format!("{{\"text\":\"{}\"}}", "x".repeat(300_000))),
        88..91 => json(request, example.to_string().replacen('{', "{\"okänt\":1,", 1)),
        91..96 => {
            let name = fields.keys().nth(dice.below(fields.len())).unwrap().clone();
            fields.insert(name, json!({"fel": [1, 2]}));
            json(request, Value::from(fields).to_string())
        }
        _ => {
            let name = fields.keys().nth(dice.below(fields.len())).unwrap().clone();
            fields.remove(&name);
            json(request, Value::from(fields).to_string())
        }
    }
}
