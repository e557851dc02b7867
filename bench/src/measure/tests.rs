//! All that is measured, once each, against a server in this process: a rule that changes must not be found out by a bench that
//! has stopped working.

use super::{Place, process, work};
use crate::fill::Filled;
use crate::load::client::{self, Client};
use crate::load::token::{ISSUER, Issuer};
use crate::load::{lives, paced, writes};
use crate::{fill, serve};
use sip_api::app::{Running, start_with};
use sip_api::config::Config;
use std::path::Path;
use std::time::Duration;

async fn started(folder: &Path, issuer: &Issuer) -> (Running, String, Filled) {
    let place = Place::sqlite(folder);
    let filled = fill::small(&place, 100).unwrap();
    let keys = folder.join("jwks.json");
    std::fs::write(&keys, issuer.key_set()).unwrap();
    let own = [("SIP_LISTEN", "127.0.0.1:0"), ("SIP_ISSUER", ISSUER), ("SIP_JWKS_FILE", keys.to_str().unwrap())];
    let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::from_env(place.variables().into_iter().chain(own), false).unwrap();
    let running = start_with(config, serve::options(false)).await.unwrap();
    let address = format!("http://{}", running.address);
    (running, address, filled)
}

#[actix_web::test]
async fn everything_that_is_sent_is_granted() {
    let (folder, issuer) = (tempfile::TempDir::new().unwrap(), Issuer::new().unwrap());
    let (running, address, filled) = started(folder.path(), &issuer).await;
    let reads = work::reads(&address, &issuer, filled).await.unwrap();
    let mut connection = Client::connect(&address).await.unwrap();
    // Those with a long history are not filled in here: they take longer than all else.
    for work in reads.iter().filter(|work| !work.name.starts_with("rows")) {
        connection.granted(&work.requests[0], &[]).await.unwrap();
    }
    let read = reads.iter().find(|work| work.name == "read").unwrap();
    let size = client::one(&address, &read.requests[0]).await.unwrap().body.len();
    assert!((11_000..13_000).contains(&size), "a read of about 12 KB has {size} bytes");
    let targets = work::writes(&issuer, filled);
    let ran = writes::run(&address, &targets[..2], 2, Duration::from_millis(300)).await.unwrap();
    assert!(ran.requests > 0);
    let (paced_reads, paced_writes) = (
        paced::reads(&address, &read.requests, 2, 20.0, Duration::from_millis(200)).await.unwrap(),
        paced::writes(&address, &targets[..2], 2, 10.0, Duration::from_millis(200)).await.unwrap(),
    );
    assert_eq!((paced_reads.requests, paced_writes.requests), (4, 2));
    let lived = lives::run(&address, &issuer, &work::newcomers(filled, 1, 2), 2).await.unwrap();
    assert_eq!(lived.requests, 2 * 50, "the README says how many requests a life has");
    running.stop().await;
}

#[test]
fn a_process_tells_what_it_holds_and_what_it_has_worked() {
    let own = std::process::id();
    let before = process::memory(own, "RssAnon:").unwrap();
    let held = vec![1_u8; 96 << 20];
    let after = process::memory(own, "RssAnon:").unwrap();
    assert!(held.iter().all(|byte| *byte == 1) && after - before > 60.0, "{before} {after}");
    let (begun, wanted) = (process::cpu(own).unwrap(), Duration::from_millis(50));
    while process::cpu(own).unwrap() < begun + wanted {}
    assert!(process::family_cpu(own).unwrap() >= begun + wanted);
}
