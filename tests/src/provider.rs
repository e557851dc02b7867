//! An identity provider's key endpoint on this machine: answers what a test wants, and counts who asks.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

/// What the endpoint does when asked.
#[derive(Clone, Debug)]
pub enum Answer {
    /// 200 with this key set.
    Keys(Value),
    /// The same, with a `Cache-Control`.
    KeysFor(Value, &'static str),
    /// These bytes, whatever they are, then the end of the connection.
    Raw(String),
    /// Nothing until it is told something else.
    Silence,
}

impl Answer {
    fn bytes(&self) -> Option<String> {
        let good = |keys: &Value, header: &str| {
            let body = keys.to_string();
            format!("HTTP/1.1 200 OK\r\n{header}content-length: {}\r\n\r\n{body}", body.len())
        };
        match self {
            Self::Keys(keys) => Some(good(keys, "")),
            Self::KeysFor(keys, control) => Some(good(keys, &format!("cache-control: {control}\r\n"))),
            Self::Raw(bytes) => Some(bytes.clone()),
            Self::Silence => None,
        }
    }
}

#[derive(Debug)]
struct Shared {
    answer: Mutex<Answer>,
    changed: Condvar,
    asked: AtomicUsize,
    over: AtomicBool,
}

/// The endpoint. Ends with the value.
#[derive(Debug)]
pub struct KeyServer {
    address: SocketAddr,
    scheme: &'static str,
    shared: Arc<Shared>,
}

impl KeyServer {
    /// Over plain HTTP.
    pub fn start(answer: Answer) -> Self {
        Self::with(answer, None)
    }

    /// Over TLS.
    pub fn start_tls(answer: Answer, identity: &Identity) -> Self {
        Self::with(answer, Some(Arc::clone(&identity.0)))
    }

    fn with(answer: Answer, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            answer: Mutex::new(answer),
            changed: Condvar::new(),
            asked: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        });
        let (scheme, served) = (if tls.is_some() { "https" } else { "http" }, Arc::clone(&shared));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if served.over.load(Ordering::Acquire) {
                    return;
                }
                let (served, tls, stream) = (Arc::clone(&served), tls.clone(), stream.unwrap());
                // A client that will not have the certificate, or gives up, is what some tests are about.
                std::thread::spawn(move || match tls {
                    None => served.serve(stream),
                    Some(tls) => served.serve(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream)),
                });
            }
        });
        Self { address, scheme, shared }
    }

    /// The address of the key set.
    pub fn url(&self) -> String {
        format!("{}://{}/keys", self.scheme, self.address)
    }

    /// Answers otherwise from now on; whoever is still waiting gets this.
    pub fn answers(&self, answer: Answer) {
        *self.shared.answer.lock().unwrap() = answer;
        self.shared.changed.notify_all();
    }

    /// How many whole requests have come.
    pub fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::Acquire)
    }
}

impl Drop for KeyServer {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Release);
        self.answers(Answer::Raw(String::new()));
        // Wakes the one that listens.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn serve(&self, mut stream: impl Read + Write) -> io::Result<()> {
        let (mut request, mut byte) = (Vec::new(), [0_u8]);
        while !request.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte)?;
            request.push(byte[0]);
        }
        self.asked.fetch_add(1, Ordering::AcqRel);
        let mut answer = self.answer.lock().unwrap();
        let bytes = loop {
            match answer.bytes() {
                Some(bytes) => break bytes,
                None => answer = self.changed.wait(answer).unwrap(),
            }
        };
        drop(answer);
        stream.write_all(bytes.as_bytes())?;
        stream.flush()
    }
}

/// A certificate authority of a region's own.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// What a server shows of itself.
pub struct Identity(pub(crate) Arc<ServerConfig>);

impl Authority {
    /// A new one.
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Its certificate.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A server by this name or address.
    pub fn server(&self, name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate: CertificateDer<'static> = params.signed_by(&key, &self.0).unwrap().into();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        Identity(Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key.into()).unwrap()))
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}
