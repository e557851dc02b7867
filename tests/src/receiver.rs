//! A receiver of webhooks on this machine, over TLS: answers what a test wants, and hands over what came.

use crate::provider::{Authority, Identity};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::{ServerConnection, StreamOwned};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use tempfile::NamedTempFile;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How long something may take to come before a test gives up. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a receiver does with a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// This status.
    Status(u16),
    /// Leads elsewhere, with 307.
    Elsewhere(String),
    /// Ends the connection without a word.
    Nothing,
    /// Waits until it shall do something else.
    Silence,
}

/// A delivery as it came, and what was done with it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Headers, in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, byte by byte.
    pub raw: Vec<u8>,
    /// What was done with it.
    pub reply: Reply,
}

impl Delivery {
    /// The body.
    pub fn body(&self) -> Value {
        serde_json::from_slice(&self.raw).unwrap()
    }

    /// Its events.
    pub fn items(&self) -> Vec<Value> {
        self.body()["data"]["items"].as_array().unwrap().clone()
    }

    /// Whether it was signed with the secret, as the specification says.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let mut signed = format!("{}.{}.", self.headers["webhook-id"], self.headers["webhook-timestamp"]).into_bytes();
        signed.extend(&self.raw);
        let signatures = self.headers["webhook-signature"].split(' ');
        let mut made = signatures.filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok());
        made.any(|tag| hmac::verify(&key, &signed, &tag).is_ok())
    }
}

#[derive(Debug)]
struct Shared {
    reply: Mutex<Reply>,
    changed: Condvar,
    over: AtomicBool,
    came: UnboundedSender<Delivery>,
}

/// The receiver. Ends with the value.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
    came: UnboundedReceiver<Delivery>,
    authority: NamedTempFile,
}

impl Receiver {
    /// On a free port, with a certificate of an authority of its own, that says 204 to everything.
    pub fn start() -> Self {
        let authority = Authority::new();
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), authority.pem()).unwrap();
        Self::with(&authority.server("127.0.0.1"), file)
    }

    /// The same under the authority of another, so that both are trusted.
    pub fn beside(authority: &Authority) -> Self {
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), authority.pem()).unwrap();
        Self::with(&authority.server("127.0.0.1"), file)
    }

    fn with(identity: &Identity, authority: NamedTempFile) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, came) = unbounded_channel();
        let shared = Arc::new(Shared {
            reply: Mutex::new(Reply::Status(204)),
            changed: Condvar::new(),
            over: AtomicBool::new(false),
            came: tell,
        });
        let (served, tls) = (Arc::clone(&shared), Arc::clone(&identity.0));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if served.over.load(Ordering::Acquire) {
                    return;
                }
                let (served, tls, stream) = (Arc::clone(&served), Arc::clone(&tls), stream.unwrap());
                // A sender that will not have the certificate, or is killed, is what some tests are about.
                std::thread::spawn(move || served.serve(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream)));
            }
        });
        Self { address, shared, came, authority }
    }

    /// Where it receives.
    pub fn url(&self) -> String {
        format!("https://{}/sip-events", self.address)
    }

    /// Host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The file with the authority to trust.
    pub fn authority(&self) -> String {
        self.authority.path().display().to_string()
    }

    /// Does otherwise from now on; whoever waits gets this.
    pub fn replies(&self, reply: Reply) {
        *self.shared.reply.lock().unwrap() = reply;
        self.shared.changed.notify_all();
    }

    /// The next delivery.
    pub async fn next(&mut self) -> Delivery {
        let next = tokio::time::timeout(PATIENCE, self.came.recv()).await;
        next.unwrap_or_else(|_| panic!("nothing is delivered")).unwrap()
    }

    /// What has come by now and was not asked for yet.
    pub fn rest(&mut self) -> Vec<Delivery> {
        std::iter::from_fn(|| self.came.try_recv().ok()).collect()
    }

    /// The events of what was answered with a yes, until there are so many different ones.
    pub async fn taken(&mut self, count: usize) -> Vec<Value> {
        let (mut items, mut ids) = (Vec::new(), std::collections::BTreeSet::new());
        while ids.len() < count {
            let delivery = self.next().await;
            if delivery.reply == Reply::Status(204) {
                ids.extend(delivery.items().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
                items.extend(delivery.items());
            }
        }
        items
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Release);
        self.replies(Reply::Nothing);
        // Wakes the one that listens.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn serve(&self, mut stream: impl Read + Write) -> io::Result<()> {
        let (mut head, mut byte) = (Vec::new(), [0_u8]);
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers: BTreeMap<_, _> =
            lines.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        let mut raw = vec![0; headers["content-length"].parse().unwrap()];
        stream.read_exact(&mut raw)?;
        let mut reply = self.reply.lock().unwrap();
        while *reply == Reply::Silence {
            reply = self.changed.wait(reply).unwrap();
        }
        let reply = reply.clone();
        let answer = match &reply {
            Reply::Status(status) => format!("HTTP/1.1 {status} Told\r\ncontent-length: 0\r\n\r\n"),
            Reply::Elsewhere(url) => {
                format!("HTTP/1.1 307 Elsewhere\r\nlocation: {url}\r\ncontent-length: 0\r\n\r\n")
            }
            Reply::Nothing | Reply::Silence => String::new(),
        };
        // The test may be over.
        let _ = self.came.send(Delivery { headers, raw, reply });
        stream.write_all(answer.as_bytes())?;
        stream.flush()
    }
}
