//! Keys that come from the issuer's address: taken on when they are new, dropped when they are gone, and kept for a bounded
//! time when the address answers nothing that can be used. Moments are given, so that hours pass without waiting.

use futures_util::future::{join_all, poll_immediate};
use serde_json::{Value, json};
use sip_api::auth::{
    Assurance, COMMISSION, EndpointError, KeyEndpoint, KeyRing, KeySource, PERSONAL_NUMBER, Preset, TokenRules,
    TrustedIssuer, Verifier,
};
use sip_tests::ISSUER;
use sip_tests::provider::{Answer, Authority, KeyServer};
use sip_tests::token::{Key, Token, keys_named, stranger_jwk};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(5);

fn verifier(endpoint: KeyEndpoint, start: Instant) -> Verifier {
    let rules = TokenRules {
        audience: "sip-api".to_owned(),
        max_seconds: 3600,
        min_assurance: Assurance::new(3).unwrap(),
        assignment_claim: COMMISSION.to_owned(),
        identity_claim: PERSONAL_NUMBER.to_owned(),
    };
    let presets = vec![Preset::IneraIdp];
    let source = KeySource::Url(endpoint);
    Verifier::new(rules, vec![TrustedIssuer { issuer: ISSUER.to_owned(), presets, clients: Vec::new(), source }], start)
}

/// A verifier that has read the keys at `start`.
async fn following(provider: &KeyServer, start: Instant) -> (Verifier, Arc<KeyRing>) {
    let verifier = verifier(KeyEndpoint::new(&provider.url(), None, PATIENCE).unwrap(), start);
    let ring = Arc::clone(&verifier.rings()[0]);
    ring.refresh(start).await;
    (verifier, ring)
}

fn token(key: Key) -> String {
    Token::staff("anna", "SE2321000016-1001").key(key).sign()
}

async fn taken(verifier: &Verifier, key: Key, now: Instant) -> bool {
    verifier.identify(&token(key), now).await.is_some()
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn minutes(count: u64) -> Duration {
    Duration::from_mins(count)
}

#[actix_web::test]
async fn a_new_key_is_fetched_for_its_first_token_and_a_removed_one_stops_with_that() {
    let (start, provider) = (Instant::now(), KeyServer::start(Answer::Keys(keys_named(&["ed"]))));
    let (verifier, _) = following(&provider, start).await;
    assert!(taken(&verifier, Key::Ed, start).await);
    assert_eq!(provider.asked(), 1);

    provider.answers(Answer::Keys(keys_named(&["ec"])));
    assert!(taken(&verifier, Key::Ec, start + seconds(1)).await);
    assert_eq!(provider.asked(), 2);
    assert!(!taken(&verifier, Key::Ed, start + seconds(2)).await, "a key that is gone still counts");
}

#[actix_web::test]
async fn a_key_under_a_known_id_is_exchanged_at_the_next_refresh() {
    let (start, provider) = (Instant::now(), KeyServer::start(Answer::Keys(keys_named(&["ed"]))));
    let (verifier, ring) = following(&provider, start).await;
    provider.answers(Answer::Keys(json!({"keys": [stranger_jwk()]})));
    ring.refresh(start + minutes(5)).await;
    assert!(!taken(&verifier, Key::Ed, start + minutes(5)).await);
    assert!(taken(&verifier, Key::Stranger, start + minutes(5)).await);
}

#[actix_web::test]
async fn a_storm_of_unknown_keys_causes_one_request_a_minute() {
    let (start, provider) = (Instant::now(), KeyServer::start(Answer::Keys(keys_named(&["ed"]))));
    let (verifier, _) = following(&provider, start).await;
    let storm = async |now: Instant| {
        let tokens = (0..100).map(|n| Token::staff("anna", "SE1").header("kid", format!("unknown-{n}")).sign());
        let tokens: Vec<String> = tokens.collect();
        let asked = tokens.iter().map(|token| verifier.identify(token, now));
        assert!(join_all(asked).await.iter().all(Option::is_none));
        provider.asked()
    };
    assert_eq!(storm(start + seconds(1)).await, 2);
    assert_eq!(storm(start + seconds(60)).await, 2);
    assert_eq!(storm(start + seconds(61)).await, 3);
    // Known keys, and tokens of issuers that nobody trusts, ask for nothing.
    assert!(taken(&verifier, Key::Ed, start + minutes(4)).await);
    let stranger = Token::staff("anna", "SE1").claim("iss", "https://evil.test").header("kid", "new").sign();
    assert!(verifier.identify(&stranger, start + minutes(4)).await.is_none());
    assert_eq!(provider.asked(), 3);
}

#[actix_web::test]
async fn whoever_comes_during_a_fetch_shares_it_and_whoever_leaves_does_not_stop_it() {
    let (start, provider) = (Instant::now(), KeyServer::start(Answer::Keys(keys_named(&["ed"]))));
    let (verifier, ring) = following(&provider, start).await;
    provider.answers(Answer::Silence);
    let first = token(Key::Ec);
    let mut first = Box::pin(verifier.identify(&first, start + seconds(1)));
    assert!(poll_immediate(&mut first).await.is_none(), "nobody waits for the fetch");
    while provider.asked() < 2 {
        tokio::task::yield_now().await;
    }
    drop(first);
    let let_go = async { provider.answers(Answer::Keys(keys_named(&["ec"]))) };
    let (second, third, ()) = tokio::join!(
        taken(&verifier, Key::Ec, start + seconds(1)),
        taken(&verifier, Key::Ec, start + seconds(2)),
        let_go
    );
    assert!(second && third);
    assert_eq!(provider.asked(), 2);

    // The same beside a refresh that no token has caused.
    provider.answers(Answer::Silence);
    let (_, fourth, ()) =
        tokio::join!(ring.refresh(start + minutes(5)), taken(&verifier, Key::Ed, start + minutes(5)), async {
            provider.answers(Answer::Keys(keys_named(&["ed"])));
        });
    assert!(fourth);
    assert_eq!(provider.asked(), 3);
}

/// Answers that must not change anything, by what is wrong with them.
fn useless(elsewhere: &KeyServer) -> Vec<(&'static str, Answer)> {
    let good = keys_named(&["ec"]).to_string();
    let ok = |body: &str| Answer::Raw(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()));
    let status = |line: &str| Answer::Raw(format!("HTTP/1.1 {line}\r\ncontent-length: {}\r\n\r\n{good}", good.len()));
    let mut private = keys_named(&["ec"]);
    private["keys"][0]["d"] = "AAAA".into();
    vec![
        ("too large", ok(&format!("{good}{}", " ".repeat(300 * 1024)))),
        ("too large without a length", Answer::Raw(format!("HTTP/1.1 200 OK\r\n\r\n{good}{}", " ".repeat(300 * 1024)))),
        ("500", status("500 Internal Server Error")),
        ("203", status("203 Non-Authoritative Information")),
        ("404", status("404 Not Found")),
        ("redirect", status(&format!("302 Found\r\nlocation: {}", elsewhere.url()))),
        ("redirect for good", status(&format!("308 Permanent Redirect\r\nlocation: {}", elsewhere.url()))),
        ("not HTTP", Answer::Raw("ed25519".to_owned())),
        ("nothing", Answer::Raw(String::new())),
        ("broken off", Answer::Raw(format!("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{good}"))),
        ("a page", ok("<html>Sign in</html>")),
        ("no keys", ok(r#"{"keys":[]}"#)),
        ("a private key", ok(&private.to_string())),
    ]
}

#[actix_web::test]
async fn an_answer_that_will_not_do_leaves_the_last_good_keys_in_force() {
    let (start, provider) = (Instant::now(), KeyServer::start(Answer::Keys(keys_named(&["ed"]))));
    let elsewhere = KeyServer::start(Answer::Keys(keys_named(&["ec"])));
    let (verifier, ring) = following(&provider, start).await;
    for (n, (what, answer)) in (1..).zip(useless(&elsewhere)) {
        provider.answers(answer);
        let now = start + minutes(n);
        assert_eq!(ring.refresh(now).await, minutes(1), "{what}");
        assert!(taken(&verifier, Key::Ed, now).await, "{what}");
        assert!(!taken(&verifier, Key::Ec, now).await, "{what}");
    }
    assert_eq!(elsewhere.asked(), 0);
    provider.answers(Answer::Keys(keys_named(&["ec"])));
    ring.refresh(start + minutes(20)).await;
    assert!(taken(&verifier, Key::Ec, start + minutes(20)).await);
}

#[actix_web::test]
async fn a_provider_that_says_nothing_is_given_up() {
    let (start, provider) = (Instant::now(), KeyServer::start(Answer::Silence));
    let endpoint = KeyEndpoint::new(&provider.url(), None, Duration::from_millis(100)).unwrap();
    let verifier = verifier(endpoint, start);
    assert!(!taken(&verifier, Key::Ed, start).await);
    assert!(start.elapsed() < PATIENCE);
    assert!(!verifier.has_keys(start));
}

#[actix_web::test]
async fn the_last_good_keys_are_kept_an_hour_beyond_their_time() {
    let start = Instant::now();
    // What the provider says of their age, and the seconds until they are to be read again.
    for (control, age) in [("", 300), ("max-age=600", 600), ("max-age=1", 60), ("max-age=86400", 3600)] {
        let provider = KeyServer::start(Answer::KeysFor(keys_named(&["ed"]), control));
        let (verifier, ring) = following(&provider, start).await;
        assert_eq!(ring.refresh(start).await, seconds(age), "{control}");
        provider.answers(Answer::Raw(String::new()));
        let (end, last) = (start + seconds(age) + minutes(60), start + seconds(age) + seconds(3599));
        ring.refresh(last).await;
        assert!(taken(&verifier, Key::Ed, last).await, "{control}");
        assert!(!taken(&verifier, Key::Ed, end).await && !verifier.has_keys(end), "{control}");
        provider.answers(Answer::Keys(keys_named(&["ed"])));
        ring.refresh(end + seconds(1)).await;
        assert!(taken(&verifier, Key::Ed, end + seconds(1)).await, "{control}");
    }
}

#[actix_web::test]
async fn only_the_configured_authority_makes_a_provider_believed() {
    let (start, region, other) = (Instant::now(), Authority::new(), Authority::new());
    let keys = || Answer::Keys(keys_named(&["ed"]));
    let own = KeyServer::start_tls(keys(), &region.server("127.0.0.1"));
    let misnamed = KeyServer::start_tls(keys(), &region.server("idp.test"));
    for (what, provider, authority, believed) in [
        ("the region's own", &own, &region, true),
        ("another authority", &own, &other, false),
        ("another name", &misnamed, &region, false),
    ] {
        let endpoint = KeyEndpoint::new(&provider.url(), Some(&authority.pem()), PATIENCE).unwrap();
        assert_eq!(taken(&verifier(endpoint, start), Key::Ed, start).await, believed, "{what}");
    }
    assert_eq!((own.asked(), misnamed.asked()), (1, 0), "somebody not believed was asked");
    let plain = KeyEndpoint::new("http://idp.example.se/keys", Some(&region.pem()), PATIENCE);
    assert_eq!(plain.err(), Some(EndpointError::Plain));
}

#[actix_web::test]
async fn a_file_is_read_again_for_an_unknown_key_too() {
    let folder = tempfile::TempDir::new().unwrap();
    let (start, file) = (Instant::now(), folder.path().join("keys.json"));
    let write = |keys: Value| std::fs::write(&file, keys.to_string()).unwrap();
    write(keys_named(&["ed"]));
    let keys = sip_api::auth::parse_key_set(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let endpoint = KeyEndpoint::new("http://127.0.0.1:9/", None, PATIENCE).unwrap();
    let template = verifier(endpoint, start).rings()[0].trusted().clone();
    let ring = TrustedIssuer { source: KeySource::File(file.clone(), keys), ..template };
    let ring = Arc::new(KeyRing::new(ring, start));
    assert!(ring.has_keys(start + minutes(60)) && !ring.has_keys(start + minutes(61)));
    std::fs::remove_file(&file).unwrap();
    ring.refresh(start + minutes(1)).await;
    assert!(!ring.has_keys(start + minutes(61)), "a file that is gone has made its keys younger");
    write(keys_named(&["ec"]));
    ring.refresh_for_unknown_key(start + minutes(62)).await;
    assert!(ring.has_keys(start + minutes(62)));
}
