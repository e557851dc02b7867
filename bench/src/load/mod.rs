//! Requests against the server.

mod bodies;
pub(crate) mod client;
pub(crate) mod lives;
pub(crate) mod paced;
mod road;
pub(crate) mod token;
pub(crate) mod writes;
pub(crate) mod wrk;

/// A request that is sent again and again.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// GET or another method.
    pub(crate) method: &'static str,
    /// Path with the root of the API.
    pub(crate) path: String,
    /// The bearer's token; none where nobody is asked.
    pub(crate) token: Option<String>,
    /// JSON; none for a GET.
    pub(crate) body: Option<String>,
}

impl Request {
    /// A GET by somebody.
    pub(crate) fn get(path: String, token: String) -> Self {
        Self { method: "GET", path, token: Some(token), body: None }
    }

    /// A GET by nobody.
    pub(crate) fn open(path: &str) -> Self {
        Self { method: "GET", path: path.to_owned(), token: None, body: None }
    }

    /// The same with a number where the body has `#`, so that each change changes something.
    pub(crate) fn numbered(&self, n: u64) -> Self {
        Self { body: self.body.as_ref().map(|body| body.replace('#', &n.to_string())), ..self.clone() }
    }
}
