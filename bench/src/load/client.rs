//! A client that keeps its connection (RFC 9112), for what `wrk` cannot send: writes with the version of the answer before.

use super::Request;
use crate::Fault;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{HeaderMap, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// An answer.
pub(crate) struct Answer {
    /// Status.
    pub(crate) status: StatusCode,
    /// Head.
    pub(crate) headers: HeaderMap,
    /// Body.
    pub(crate) body: Bytes,
}

/// One connection.
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Other(format!("a request was not answered: {error}"))
}

impl Client {
    /// Connects to `http://<address>`.
    ///
    /// # Errors
    /// When nobody listens.
    pub(crate) async fn connect(address: &str) -> Result<Self, Fault> {
        let stream = TcpStream::connect(address.trim_start_matches("http://")).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(broken)?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// Sends a request with further headers, and reads the answer to its end.
    ///
    /// # Errors
    /// When the connection breaks.
    pub(crate) async fn send(&mut self, request: &Request, headers: &[(&str, &str)]) -> Result<Answer, Fault> {
        let mut made = hyper::Request::builder().method(request.method).uri(&request.path).header("host", "127.0.0.1");
        if let Some(token) = &request.token {
            made = made.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            made = made.header(*name, *value);
        }
        if request.body.is_some() {
            made = made.header("content-type", "application/json");
        }
        let body = Full::new(Bytes::from(request.body.clone().unwrap_or_default()));
        self.sender.ready().await.map_err(broken)?;
        let answer = self.sender.send_request(made.body(body).map_err(broken)?).await.map_err(broken)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.into_body().collect().await.map_err(broken)?.to_bytes();
        Ok(Answer { status, headers, body })
    }

    /// As [`Self::send`]; the answer must be a yes.
    ///
    /// # Errors
    /// When it is a no, or the connection breaks.
    pub(crate) async fn granted(&mut self, request: &Request, headers: &[(&str, &str)]) -> Result<Answer, Fault> {
        let answer = self.send(request, headers).await?;
        if answer.status.is_success() {
            return Ok(answer);
        }
        let text = String::from_utf8_lossy(&answer.body);
        Err(Fault::Other(format!("{} {}: {} {text}", request.method, request.path, answer.status)))
    }
}

/// One request on a connection of its own; the answer must be a yes.
///
/// # Errors
/// When it is a no, or the server does not answer.
pub(crate) async fn one(address: &str, request: &Request) -> Result<Answer, Fault> {
    Client::connect(address).await?.granted(request, &[]).await
}
