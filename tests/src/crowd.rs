//! Many callers at once: the demo's personas, each with a token, and requests that can be sent from any task.

use crate::Server;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub text: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// The code of a problem, else nothing.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Whether it was done.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A request in the making.
#[derive(Clone, Debug)]
pub struct Call {
    method: Method,
    path: String,
    body: Option<Value>,
    headers: Vec<(&'static str, String)>,
}

impl Call {
    /// A request to `path` below the root of the API.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: None, headers: Vec::new() }
    }

    /// A GET.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A POST with a body.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::POST, path).body(body)
    }

    /// A PUT with a body.
    pub fn put(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::PUT, path).body(body)
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With `If-Match` for this version.
    #[must_use]
    pub fn version(self, version: i64) -> Self {
        self.header("if-match", format!("\"{version}\""))
    }

    /// With `Idempotency-Key`.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }
}

/// Who calls a server in demo mode. Clones call the same server.
#[derive(Clone, Debug)]
pub struct Crowd {
    root: String,
    client: Client,
    tokens: Arc<Mutex<HashMap<String, String>>>,
}

impl Crowd {
    /// Callers of this server.
    pub fn of(server: &Server) -> Self {
        Self { root: server.url("/sip/v1"), client: server.client.clone(), tokens: Arc::default() }
    }

    /// The persona's token; the same one each time.
    pub async fn token(&self, persona: &str) -> String {
        if let Some(token) = self.tokens.lock().unwrap().get(persona) {
            return token.clone();
        }
        let body = json!({"persona": persona}).to_string();
        let request = self.client.post(format!("{}/demo/tokens", self.root)).header("content-type", "application/json");
        let answer: Value = request.body(body).send().await.unwrap().json().await.unwrap();
        self.know(persona, answer["accessToken"].as_str().unwrap())
    }

    /// Keeps a token for a caller that is no persona.
    pub fn know(&self, caller: &str, token: &str) -> String {
        self.tokens.lock().unwrap().insert(caller.to_owned(), token.to_owned());
        token.to_owned()
    }

    /// Sends the request as the persona.
    pub async fn send(&self, persona: &str, call: Call) -> Answer {
        let token = self.token(persona).await;
        let mut request = self.client.request(call.method, format!("{}{}", self.root, call.path)).bearer_auth(token);
        if let Some(body) = call.body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Answer { status, headers, text: answer.text().await.unwrap() }
    }

    /// What anybody may read there.
    pub async fn open(&self, path: &str) -> Value {
        self.client.get(format!("{}{path}", self.root)).send().await.unwrap().json().await.unwrap()
    }

    /// What the persona sees there; it must be there.
    pub async fn see(&self, persona: &str, path: &str) -> Value {
        let answer = self.send(persona, Call::get(path)).await;
        assert_eq!(answer.status, 200, "{persona} {path} {}", answer.text);
        answer.json()
    }

    /// The version of the case.
    pub async fn version(&self, persona: &str, case: &str) -> i64 {
        self.see(persona, case).await["version"].as_i64().unwrap()
    }

    /// Sends all at once, each as its persona; the answers in the same order.
    pub async fn together(&self, calls: Vec<(&str, Call)>) -> Vec<Answer> {
        for (persona, _) in &calls {
            self.token(persona).await;
        }
        let sent: Vec<_> = calls
            .into_iter()
            .map(|(persona, call)| {
                let (crowd, persona) = (self.clone(), persona.to_owned());
                tokio::spawn(async move { crowd.send(&persona, call).await })
            })
            .collect();
        let mut answers = Vec::with_capacity(sent.len());
        for answer in sent {
            answers.push(answer.await.unwrap());
        }
        answers
    }
}

/// The n-th case of the demo, as staff reach it.
pub fn case(n: u16) -> String {
    format!("/cases/01993b00-1000-7000-8000-{n:012}")
}

/// The n-th assignment of the demo.
pub fn assignment(n: u16) -> String {
    format!("01993b00-0006-7000-8000-{n:012}")
}
