//! A caller of the API who keeps what was said: a token, the last version seen of each case, and every call that was made.

use crate::region::Region;
use chrono::{DateTime, Utc};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use uuid::Uuid;

/// Root of the API.
pub const ROOT: &str = "/sip/v1";

/// Who calls, as the access log should tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Staff under an assignment at a unit.
    Staff {
        /// The account.
        staff: Uuid,
        /// The assignment.
        assignment: Uuid,
        /// The unit of the assignment.
        unit: Uuid,
    },
    /// A citizen.
    Citizen {
        /// The person in the register.
        person: Uuid,
    },
}

/// A call that was made, with its answer.
#[derive(Clone, Debug)]
pub struct Call {
    /// By whom.
    pub who: Who,
    /// When, by the server's clock.
    pub at: DateTime<Utc>,
    /// Method.
    pub method: Method,
    /// Path below the root, with the query.
    pub path: String,
    /// What was sent.
    pub sent: Value,
    /// Status.
    pub status: u16,
    /// The body of the answer.
    pub body: Value,
    /// Trace.
    pub trace: String,
    /// Where the new thing is; empty when nothing was made.
    pub location: String,
    /// Whether it was the answer of an earlier request.
    pub replayed: bool,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body; null when there is none.
    pub body: Value,
}

impl Answer {
    /// A header as text; empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body of an answer that says yes.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        self.body
    }

    /// The id of what was made.
    #[track_caller]
    pub fn made(self) -> String {
        assert_eq!(self.status, 201, "{}", self.body);
        self.header("location").rsplit('/').next().unwrap().to_owned()
    }

    /// Asserts a refusal with this status and leading code; gives the problem.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert_eq!(self.header("content-type"), "application/problem+json");
        self.body
    }

    /// Whether a refusal names the code among all that is wrong.
    pub fn names(&self, code: &str) -> bool {
        self.body["errors"].as_array().is_some_and(|errors| errors.iter().any(|error| error["code"] == code))
    }
}

/// Somebody who calls.
#[derive(Clone, Debug)]
pub struct Caller<'r> {
    /// Where.
    pub region: &'r Region,
    /// The token.
    pub token: String,
    /// Whom it stands for.
    pub who: Who,
}

impl Caller<'_> {
    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Value::Null, &[]).await
    }

    /// POST; without a body when it is null.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, body, &[]).await
    }

    /// PUT.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, body, &[]).await
    }

    /// PATCH.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, body, &[]).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, Value::Null, &[]).await
    }

    /// Any request below the root. A write names the last version seen of the case, unless `headers` name another.
    pub async fn send(&self, method: Method, path: &str, body: Value, headers: &[(&str, &str)]) -> Answer {
        let at = self.region.now();
        let url = self.region.server.url(&format!("{ROOT}{path}"));
        let mut request = self.region.server.client.request(method.clone(), url).bearer_auth(&self.token);
        let known = case_of(path).and_then(|case| self.region.version_of(case));
        if let Some(version) =
            known.filter(|_| method != Method::GET && headers.iter().all(|(name, _)| *name != "if-match"))
        {
            request = request.header("if-match", version);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_null() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        let given = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        let answer = Answer { status, headers, body: given };
        self.region.learn(case_of(path), &answer);
        let trace = answer.header("traceparent").split('-').nth(1).unwrap().to_owned();
        let replayed = answer.header("idempotent-replayed") == "true";
        let location = answer.header("location").to_owned();
        let (who, path, sent, body) = (self.who, path.to_owned(), body, answer.body.clone());
        self.region.note(Call { who, at, method, path, sent, status, body, trace, location, replayed });
        answer
    }
}

/// The case that a path below the root is about.
pub fn case_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/me").unwrap_or(path).strip_prefix("/cases/")?;
    rest.split(['/', '?']).next().filter(|id| Uuid::try_parse(id).is_ok())
}
