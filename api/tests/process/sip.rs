//! The binary as an operator runs it: a process with an environment of its own.

use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a process may take to be ready, or to end, before the test gives up. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(90);

/// The binary with `arguments` and nothing but `variables` in its environment.
pub(crate) fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sip"));
    command.args(arguments).env_clear().envs(variables.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a finished process left.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
    let output = command(arguments, variables).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// `DATABASE_URL` of a file in a folder.
pub(crate) fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("sip.db").display())
}

/// A file with a master key, for what does not find one beside the database.
pub(crate) fn key_file(folder: &Path) -> String {
    let file = folder.join("master.key");
    std::fs::write(&file, "test:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n").unwrap();
    file.display().to_string()
}

/// A running server.
pub(crate) struct Sip {
    child: Child,
    address: SocketAddr,
    log: Arc<Mutex<String>>,
    logging: Option<JoinHandle<()>>,
}

impl Sip {
    /// Starts it on a free port and waits until it says where it listens.
    pub(crate) fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = command(arguments, variables).env("SIP_LISTEN", "127.0.0.1:0").spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (kept, error) = (Arc::clone(&log), child.stderr.take().unwrap());
        let logging = std::thread::spawn(move || follow(error, &kept));
        let said = first_line(child.stdout.take().unwrap()).recv_timeout(PATIENCE);
        let address = said.ok().and_then(|line| line.split("http://").nth(1)?.split('/').next()?.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            panic!("the server did not start: {}", log.lock().unwrap());
        };
        Self { child, address, log, logging: Some(logging) }
    }

    /// In demo mode on this database.
    pub(crate) fn demo(database: &str) -> Self {
        Self::start(&["serve", "--demo"], &[("DATABASE_URL", database), ("SIP_CALLER_RATE", "0")])
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, as a service manager does.
    pub(crate) fn terminate(&self) {
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    /// Waits until it has ended.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the server does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Stops it and gives all that it logged.
    pub(crate) fn log(mut self) -> String {
        self.terminate();
        assert!(self.ended().success());
        self.logging.take().unwrap().join().unwrap();
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// A client of this server.
    pub(crate) fn caller(&self) -> Caller {
        Caller { root: format!("http://{}", self.address), client: Client::new(), tokens: Arc::default() }
    }
}

impl Drop for Sip {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn follow(error: impl Read, kept: &Mutex<String>) {
    for line in BufReader::new(error).lines().map_while(Result::ok) {
        let mut log = kept.lock().unwrap();
        log.push_str(&line);
        log.push('\n');
    }
}

fn first_line(out: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            // Only the first line is waited for; the rest is read so that the process can write it.
            let _ = tell.send(line);
        }
    });
    told
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Sends requests as personas of the demo.
#[derive(Clone)]
pub(crate) struct Caller {
    root: String,
    client: Client,
    tokens: Arc<Mutex<HashMap<String, String>>>,
}

impl Caller {
    /// The same by another road, with a connection for each request.
    pub(crate) fn through(&self, address: SocketAddr) -> Self {
        let client = Client::builder().pool_max_idle_per_host(0).build().unwrap();
        Self { root: format!("http://{address}"), client, tokens: Arc::clone(&self.tokens) }
    }

    /// The persona's token.
    pub(crate) async fn token(&self, persona: &str) -> String {
        if let Some(token) = self.tokens.lock().unwrap().get(persona) {
            return token.clone();
        }
        let body = json!({"persona": persona}).to_string();
        let request = self.client.post(format!("{}/sip/v1/demo/tokens", self.root)).body(body);
        let answer = request.header("content-type", "application/json").send().await.unwrap();
        let token: Value = answer.json().await.unwrap();
        let token = token["accessToken"].as_str().unwrap().to_owned();
        self.tokens.lock().unwrap().insert(persona.to_owned(), token.clone());
        token
    }

    /// Sends a request below `/sip/v1`, or to a whole URL. None when no whole answer came.
    pub(crate) async fn try_send(
        &self,
        persona: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, String)],
    ) -> Option<Answer> {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}/sip/v1{path}", self.root) };
        let mut request = self.client.request(method, url);
        if !persona.is_empty() {
            request = request.bearer_auth(self.token(persona).await);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await.ok()?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Some(Answer { status, headers, text: answer.text().await.ok()? })
    }

    /// As [`Self::try_send`]; the answer must come.
    pub(crate) async fn send(
        &self,
        persona: &str,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, String)],
    ) -> Answer {
        self.try_send(persona, method, path, body, headers).await.unwrap()
    }

    /// A GET.
    pub(crate) async fn get(&self, persona: &str, path: &str) -> Answer {
        self.send(persona, Method::GET, path, None, &[]).await
    }
}
