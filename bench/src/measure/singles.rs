//! The ceiling for writes: the same command by the same store, one after the other, a transaction for each.

use super::Place;
use super::server::program;
use crate::fill::life::Stage;
use crate::fill::world;
use crate::{Fault, say};
use sip_api::config::{KeyFiles, storage_from_env};
use sip_domain::command::{Command, MappingInput};
use sip_domain::context::IdSeed;
use sip_domain::ids::CaseId;
use sip_domain::model::LifeArea;
use sip_persistence::{AccessNote, Caller, CommandRequest, Store, StoredAnswer, execute, read_case};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Runs the ceiling in a process of its own, and says how many commands a second it made.
///
/// # Errors
/// When it fails.
pub(super) async fn rate(place: &Place, time: Duration) -> Result<f64, Fault> {
    let output = tokio::process::Command::new(program()?)
        .arg("singles")
        .arg(&place.folder)
        .arg(time.as_secs().to_string())
        .envs(place.variables())
        .output()
        .await?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| Fault::Other(format!("singles: {text}{}", String::from_utf8_lossy(&output.stderr))))
}

/// Gives commands one after the other for so many seconds and prints how many a second that were.
///
/// # Errors
/// When the store fails.
pub(crate) fn singles(folder: &str, seconds: &str) -> Result<(), Fault> {
    let place = Place::sqlite(std::path::Path::new(folder));
    let filled = place.filled()?.ok_or(Fault::Made("a filled database"))?;
    let storage = storage_from_env(place.variables(), KeyFiles::Given).map_err(|_| Fault::Made("the settings"))?;
    let store = storage.open()?;
    let mut cases = Vec::new();
    for number in filled.at(Stage::Active).take(64) {
        let life = filled.begin(number);
        let caller = Caller::Staff {
            assignment: world::assignment(life.block, 11),
            subject: world::account(life.block, 11),
            client: None,
        };
        let version = read_case(&store, &caller, life.id(), &note(), |case, _| case.version)
            .map_err(|error| Fault::Other(error.to_string()))?;
        cases.push((caller, life.id(), version));
    }
    let time = Duration::from_secs(seconds.parse().map_err(|_| Fault::Made("seconds"))?);
    let (begun, mut done) = (Instant::now(), 0_u64);
    while begun.elapsed() < time {
        for (caller, case, version) in &mut cases {
            *version = write(&store, caller.clone(), *case, *version, done)?;
            done += 1;
        }
    }
    Ok(say(&format!("{:.2}", crate::report::float(done) / begun.elapsed().as_secs_f64()))?)
}

fn note() -> AccessNote {
    let id = Uuid::now_v7();
    AccessNote {
        operation: "bench",
        purpose: None,
        now: chrono::Utc::now(),
        seed: IdSeed(Uuid::from_u128(id.as_u128() & !0xFFFF)),
        trace_id: id.simple().to_string(),
    }
}

fn write(store: &Store, caller: Caller, case_id: CaseId, expected_version: i64, n: u64) -> Result<i64, Fault> {
    let written = format!("Sover {n} timmar per vecka. Kvällarna är värst.");
    let entry = MappingInput { life_area: LifeArea::Sleep, text: world::text(&written)?, touches_topic: None };
    let command = Command::WriteMapping { entries: vec![entry] };
    let request = CommandRequest { caller, case_id, expected_version, idempotency: None, note: note() };
    // The version goes out as the answer, where the API has a body made from the case.
    let answer = |case: &sip_domain::model::SipCase| StoredAnswer {
        status: 200,
        headers: Vec::new(),
        body: case.version.to_string().into_bytes(),
    };
    let done = execute(store, request, move |_, _, _| Ok(command), move |case, _, _| answer(case));
    let done = done.map_err(|error| Fault::Other(error.to_string()))?;
    String::from_utf8_lossy(&done.answer().body).parse().map_err(|_| Fault::Made("a version"))
}
