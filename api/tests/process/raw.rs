//! A client that knows whether an answer came whole.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came back.
#[derive(Debug)]
pub(crate) enum Heard {
    /// A whole answer: status and body.
    Whole(u16, String),
    /// Not a byte.
    Nothing,
    /// Less than a whole answer.
    Cut(String),
}

/// One connection.
pub(crate) struct Raw(Option<TcpStream>);

impl Raw {
    pub(crate) async fn to(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.ok())
    }

    /// Sends a POST below `/sip/v1` and waits for the end of its answer.
    pub(crate) async fn post(&mut self, path: &str, token: &str, key: &str, body: &str) -> Heard {
        let Some(socket) = &mut self.0 else { return Heard::Nothing };
        let length = body.len();
        let request = format!(
            "POST /sip/v1{path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nidempotency-key: {key}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        // A server that has closed says nothing; what it said before is read all the same.
        let _ = socket.write_all(request.as_bytes()).await;
        let (mut got, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
        loop {
            if let Some(whole) = whole(&got) {
                return whole;
            }
            match socket.read(&mut piece).await {
                Ok(0) | Err(_) if got.is_empty() => return Heard::Nothing,
                Ok(0) | Err(_) => return Heard::Cut(String::from_utf8_lossy(&got).into_owned()),
                Ok(count) => got.extend_from_slice(&piece[..count]),
            }
        }
    }
}

/// Where the head of a message ends, and how long its body is.
pub(crate) fn extent(message: &[u8]) -> Option<(usize, usize)> {
    let end = message.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&message[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    Some((end, length.unwrap_or(0)))
}

fn whole(got: &[u8]) -> Option<Heard> {
    let (end, length) = extent(got)?;
    let body = got.get(end..end + length)?;
    let status = String::from_utf8_lossy(&got[9..12]).parse().ok()?;
    Some(Heard::Whole(status, String::from_utf8_lossy(body).into_owned()))
}
