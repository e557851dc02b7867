//! Writes that are told apart afterwards: each with a key and a person of its own.

use crate::sip::{Answer, Caller};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Who writes, each at a unit of its own.
pub(crate) const WRITERS: [&str; 6] =
    ["k-soc-karin", "k-hsl-hanna", "r-vc-anna", "r-psy-lisa", "r-sjh-saga", "g-vc-gunn"];

/// Numbers that look random and are the same in each run (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new() -> Self {
        Self(0x5349_5032_3032_3637)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// A number whose serial is one of those kept for tests, the n-th of those that no citizen of the demo has.
fn test_number(n: usize) -> String {
    let (month, day, serial, year) = (1 + n / 28 % 12, 1 + n % 28, 982 + n / 336 % 18, 90 + n / 6048 % 10);
    let bare = format!("{year:02}{month:02}{day:02}{serial}");
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
    pub(crate) writer: &'static str,
    pub(crate) key: String,
    pub(crate) body: Value,
    pub(crate) case: Option<String>,
    /// Whether the change that followed was answered; none when it was not begun.
    pub(crate) assessed: Option<bool>,
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

/// How far apart the numbers of two rounds are.
pub(crate) const WRITES: usize = 250;

/// Writes that were all answered.
pub(crate) async fn written(caller: &Caller, writer: &'static str, round: usize, count: usize) -> Vec<Write> {
    let mut answered = Vec::new();
    for n in 0..count {
        let mut write = Write::new(writer, format!("written-{writer}-{round}-{n}"), round * WRITES + n);
        let answer = write.report(caller).await.unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text);
        let case = answer.json()["id"].as_str().unwrap().to_owned();
        let assessed = write.assess(caller, &case).await.unwrap();
        assert_eq!(assessed.status, 200, "{}", assessed.text);
        (write.case, write.assessed) = (Some(case), Some(true));
        answered.push(write);
    }
    answered
}

/// Gets a token for each of the writers.
pub(crate) async fn sign_in(caller: &Caller) {
    for writer in WRITERS {
        caller.token(writer).await;
    }
}

/// How many cases the writers see.
pub(crate) async fn total(caller: &Caller) -> usize {
    let mut total = 0;
    for writer in WRITERS {
        let page = caller.get(writer, "/cases?limit=1").await;
        total += page.json()["_meta"]["totalRecords"].as_u64().unwrap();
    }
    usize::try_from(total).unwrap()
}

/// Every answered write is there as it was answered; every other one is there once after it is sent again.
pub(crate) async fn check(caller: &Caller, writes: &[Write]) -> BTreeSet<String> {
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
