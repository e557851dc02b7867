//! `kill -9` under load: every answered write is there afterwards, none twice, and the store holds together.

use crate::sip::{Answer, Caller, Sip, database, run};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// Who writes, each at a unit of its own.
const WRITERS: [&str; 6] = ["k-soc-karin", "k-hsl-hanna", "r-vc-anna", "r-psy-lisa", "r-sjh-saga", "g-vc-gunn"];
/// Writes that each of them begins at most before the server dies, and rounds at most: so far do the test numbers reach.
const WRITES: usize = 250;
const ROUNDS: usize = 24;

/// Numbers that look random and are the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// A number of the published series of test numbers, the n-th of those that no citizen of the demo has.
fn test_number(n: usize) -> String {
    let (month, day, serial) = (1 + n / 28 % 12, 1 + n % 28, 982 + n / 336 % 18);
    let bare = format!("90{month:02}{day:02}{serial}");
    let sum: u32 = bare
        .chars()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| {
            let weighted = digit.to_digit(10).unwrap() * weight;
            weighted / 10 + weighted % 10
        })
        .sum();
    format!("18{bare}{}", (10 - sum % 10) % 10)
}

/// One write that a client began, and the case it was told of.
pub(crate) struct Write {
    writer: &'static str,
    key: String,
    body: Value,
    case: Option<String>,
    /// Whether the change that followed was answered; none when it was not begun.
    assessed: Option<bool>,
}

impl Write {
    pub(crate) fn new(writer: &'static str, key: String, person: usize) -> Self {
        let body = json!({
            "kind": "open_care",
            "individual": {"identity": {"kind": "personnummer", "value": test_number(person)}, "name": "Tova Testkrasch"},
            "source": "staff", "detectedAt": "2027-02-26T08:00:00Z", "description": format!("Behov {key}"),
            "trigger": "stuck", "legalBasis": ["hsl"],
        });
        Self { writer, key, body, case: None, assessed: None }
    }

    pub(crate) async fn report(&self, caller: &Caller) -> Option<Answer> {
        let key = [("idempotency-key", self.key.clone())];
        caller.try_send(self.writer, Method::POST, "/cases", Some(&self.body), &key).await
    }

    /// A second write, on the case that the first one made.
    pub(crate) async fn assess(&self, caller: &Caller, case: &str) -> Option<Answer> {
        let (path, body) = (format!("/cases/{case}/own-assessment"), json!({"text": format!("Egen {}", self.key)}));
        caller.try_send(self.writer, Method::PUT, &path, Some(&body), &[("if-match", "\"1\"".to_owned())]).await
    }
}

/// Writes until the server is gone; gives all that it began, answered or not.
async fn write_on(
    caller: Caller,
    writer: &'static str,
    round: usize,
    place: usize,
    answered: Arc<AtomicUsize>,
) -> Vec<Write> {
    let mut begun = Vec::new();
    for n in 0..WRITES {
        let mut write = Write::new(writer, format!("kill-{round}-{place}-{n}"), round * WRITES + n);
        let answer = write.report(&caller).await;
        let Some(answer) = answer else {
            begun.push(write);
            return begun;
        };
        assert_eq!(answer.status, 201, "{}", answer.text);
        answered.fetch_add(1, Ordering::Relaxed);
        let case = answer.json()["id"].as_str().unwrap().to_owned();
        write.case = Some(case.clone());
        let assessed = write.assess(&caller, &case).await;
        write.assessed = Some(assessed.as_ref().is_some_and(Answer::is_success));
        begun.push(write);
        let Some(assessed) = assessed else { return begun };
        assert_eq!(assessed.status, 200, "{}", assessed.text);
    }
    panic!("the server outlived {WRITES} writes of each client");
}

/// Runs the server until it has answered so many writes, and kills it while others are under way.
async fn crash(file: &str, round: usize, after: usize) -> Vec<Write> {
    let server = Sip::demo(file);
    let (caller, answered) = (server.caller(), Arc::new(AtomicUsize::new(0)));
    for writer in WRITERS {
        caller.token(writer).await;
    }
    let clients: Vec<_> = WRITERS
        .into_iter()
        .enumerate()
        .map(|(place, writer)| tokio::spawn(write_on(caller.clone(), writer, round, place, Arc::clone(&answered))))
        .collect();
    while answered.load(Ordering::Relaxed) < after && clients.iter().all(|client| !client.is_finished()) {
        tokio::task::yield_now().await;
    }
    server.kill();
    let mut writes = Vec::new();
    for client in clients {
        writes.extend(client.await.unwrap());
    }
    writes
}

async fn total(caller: &Caller, writer: &str) -> u64 {
    caller.get(writer, "/cases?limit=1").await.json()["_meta"]["totalRecords"].as_u64().unwrap()
}

/// Every answered write is there as it was answered; every other one is there once after it is sent again.
async fn check(caller: &Caller, writes: &[Write]) -> BTreeSet<String> {
    let mut cases = BTreeSet::new();
    for write in writes {
        if let Some(case) = &write.case {
            let found = caller.get(write.writer, &format!("/cases/{case}")).await;
            let body = found.json();
            assert_eq!(body["need"]["description"], write.body["description"], "{} is lost: {}", write.key, found.text);
            if write.assessed == Some(true) {
                assert_eq!(body["need"]["ownAssessment"], format!("Egen {}", write.key), "an answered change is lost");
            }
        }
        let (once, again) = (write.report(caller).await.unwrap(), write.report(caller).await.unwrap());
        assert_eq!((once.status, again.status), (201, 201), "{} {}", write.key, once.text);
        assert_eq!(once.text, again.text, "{}: the same key gives the same answer", write.key);
        assert_eq!(again.header("idempotent-replayed"), Some("true"), "{}", write.key);
        let case = once.json()["id"].as_str().unwrap().to_owned();
        if let Some(known) = &write.case {
            assert_eq!(
                (&case, once.header("idempotent-replayed")),
                (known, Some("true")),
                "{} is there twice",
                write.key
            );
        }
        if write.assessed != Some(true) {
            // Either it was done before the end, and is stale now, or it is done here: never both.
            let assessed = write.assess(caller, &case).await.unwrap();
            assert!(matches!(assessed.status, 200 | 412), "{} {}", write.key, assessed.text);
        }
        let now = caller.get(write.writer, &format!("/cases/{case}")).await;
        assert_eq!(now.json()["version"], 2, "{}: one report and one change", write.key);
        assert!(cases.insert(case), "two keys made one case");
    }
    cases
}

fn assert_sound(file: &str) {
    let verified = run(&["verify"], &[("DATABASE_URL", file)]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_loses_nothing_and_doubles_nothing() {
    let rounds = std::env::var("SIP_KILLS").map_or(3, |rounds| rounds.parse().unwrap());
    assert!(rounds <= ROUNDS, "at most {ROUNDS} rounds");
    let folder = TempDir::new().unwrap();
    let file = database(folder.path());
    let mut dice = Dice(0x5349_5032_3032_3637);
    let mut cases = BTreeSet::new();
    let mut before = Vec::new();
    let first = Sip::demo(&file);
    for writer in WRITERS {
        before.push(total(&first.caller(), writer).await);
    }
    first.kill();
    for round in 0..rounds {
        let writes = crash(&file, round, 5 + dice.below(120)).await;
        assert!(writes.iter().any(|write| write.case.is_some() && write.assessed.is_some()), "nothing was written");
        assert_sound(&file);
        let server = Sip::demo(&file);
        let caller = server.caller();
        let found = check(&caller, &writes).await;
        assert_eq!(found.len(), writes.len());
        cases.extend(found);
        let mut now = 0;
        for (writer, before) in WRITERS.iter().zip(&before) {
            now += total(&caller, writer).await - before;
        }
        assert_eq!(
            now,
            u64::try_from(cases.len()).unwrap(),
            "round {round}: cases that nobody asked for, or lost ones"
        );
        server.kill();
        assert_sound(&file);
    }
}
