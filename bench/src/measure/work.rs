//! What the server is asked to do under load: lists of requests, spread over cases, units and people.

use crate::Fault;
use crate::fill::life::Stage;
use crate::fill::{Filled, world};
use crate::load::token::Issuer;
use crate::load::writes::Target;
use crate::load::{Request, client};
use serde_json::json;

/// Cases that one kind of work is spread over.
const SPREAD: u32 = 1000;
/// Root of the API.
pub(crate) const ROOT: &str = "/sip/v1";
/// Works at social services and leads the cases.
pub(crate) const LEAD: u32 = 11;
/// Works at the clinic, which gets what the consent gives it: before the meeting about 12 KB.
const READER: u32 = 71;
/// Works at the home health care, which may have the plan too.
const FULL_READER: u32 = 21;

/// One kind of work.
pub(crate) struct Work {
    /// As the report and the goals name it.
    pub(crate) name: &'static str,
    /// What is sent.
    pub(crate) requests: Vec<Request>,
}

/// Numbers of cases at a stage, evenly over the whole database.
pub(crate) fn spread(filled: Filled, stage: Stage) -> Vec<u32> {
    let all: Vec<u32> = filled.at(stage).collect();
    let step = (all.len() / usize::try_from(SPREAD).unwrap_or(usize::MAX)).max(1);
    all.into_iter().step_by(step).take(usize::try_from(SPREAD).unwrap_or(usize::MAX)).collect()
}

/// The path of a case as staff reach it.
pub(crate) fn case_path(filled: Filled, number: u32) -> String {
    format!("{ROOT}/cases/{}", filled.begin(number).id())
}

/// Reads of the database, and first the ceilings, which answer with the body of the first case.
///
/// # Errors
/// When the server does not give that case.
pub(crate) async fn reads(address: &str, issuer: &Issuer, filled: Filled) -> Result<Vec<Work>, Fault> {
    let (active, summoned) = (spread(filled, Stage::Active), spread(filled, Stage::Summoned));
    let of = |number: &u32| filled.begin(*number).block;
    let by = |cases: &[u32], staff: u32, path: &dyn Fn(&u32) -> String| -> Vec<Request> {
        cases.iter().map(|number| Request::get(path(number), issuer.staff(of(number), staff))).collect()
    };
    let read = by(&summoned, READER, &|number| case_path(filled, *number));
    keep(address, read.first().ok_or(Fault::Made("a case"))?).await?;
    let ceiling = |path: &str| vec![Request::open(&format!("{ROOT}/bench/{path}"))];
    let search = |number: &u32| {
        let person = world::identity(filled.begin(*number).person)?;
        let identity = json!({"kind": "personnummer", "value": person.value()});
        let body = json!({"identity": identity, "reason": "Besök i dag"}).to_string();
        let token = Some(issuer.staff(of(number), READER));
        Ok(Request { method: "POST", path: format!("{ROOT}/cases/search"), token, body: Some(body) })
    };
    let portal = |number: &u32| {
        let path = format!("{ROOT}/me/cases/{}", filled.begin(*number).id());
        Ok(Request::get(path, issuer.citizen(filled.begin(*number).person)?))
    };
    let long = |rows: usize| {
        let numbers: Vec<u32> = filled.long().filter(|(_, held)| *held == rows).map(|(number, _)| number).collect();
        by(&numbers, LEAD, &|number| case_path(filled, *number))
    };
    Ok(vec![
        Work { name: "constant", requests: ceiling("constant") },
        Work { name: "floor", requests: ceiling("serialised") },
        Work { name: "read", requests: read },
        Work { name: "plan", requests: by(&active, FULL_READER, &|number| case_path(filled, *number)) },
        Work { name: "worklist", requests: by(&active, LEAD, &|_| format!("{ROOT}/worklist?limit=20")) },
        Work { name: "list", requests: by(&active, LEAD, &|_| format!("{ROOT}/cases?limit=20")) },
        Work { name: "search", requests: active.iter().map(search).collect::<Result<_, Fault>>()? },
        Work { name: "rows 10", requests: long(10) },
        Work { name: "rows 100", requests: long(100) },
        Work { name: "rows 1000", requests: long(1000) },
        Work { name: "portal", requests: active.iter().map(portal).collect::<Result<_, Fault>>()? },
    ])
}

/// Gives the ceilings the answer to a request.
async fn keep(address: &str, request: &Request) -> Result<(), Fault> {
    let answer = client::one(address, request).await?;
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    let keep = Request { method: "PUT", path: format!("{ROOT}/bench/answer"), token: None, body: Some(body) };
    client::one(address, &keep).await.map(|_| ())
}

/// Cases with a plan that their lead writes to.
pub(crate) fn writes(issuer: &Issuer, filled: Filled) -> Vec<Target> {
    let body = json!({"entries": [
        {"lifeArea": "home_life", "text": "Bor i egen lägenhet med hemtjänst två gånger om dagen."},
        {"lifeArea": "sleep", "text": "Sover # timmar per vecka. Kvällarna är värst."},
    ]});
    let target = |number: u32| {
        let (path, token) = (case_path(filled, number), issuer.staff(filled.begin(number).block, LEAD));
        let write = Request {
            method: "PUT",
            path: format!("{path}/mapping"),
            token: Some(token.clone()),
            body: Some(body.to_string()),
        };
        Target { read: Request::get(path, token), write }
    };
    spread(filled, Stage::Active).into_iter().map(target).collect()
}

/// People without a case, with the blocks that take them on: others in each round and each run.
pub(crate) fn newcomers(filled: Filled, round: u32, connections: u32) -> Vec<(u32, u32)> {
    let seconds = u32::try_from(chrono::Utc::now().timestamp().rem_euclid(3600)).unwrap_or(0);
    let first = filled.cases + 1000 + seconds * 128 + round * 64;
    let blocks = filled.cases / world::CASES_IN_BLOCK + 1;
    (first..first + connections).map(|person| (person % blocks, person)).collect()
}
