//! Subscriptions: what is sent to a receiver, signed and in order, and which receivers there can be.

use crate::events::{all_of, versions};
use serde_json::{Value, json};
use sip_tests::life::{Life, Stage};
use sip_tests::receiver::{Receiver, Reply};
use sip_tests::region::{
    CITIZENS, HSL_ADMIN, KARIN, MARIA, OLLE, Region, SJH_ADMIN, SOC_ADMIN, SOC_AUDITOR, assignment,
};
use std::collections::BTreeSet;

/// A region that may send to the receiver.
pub(crate) async fn region_of(receiver: &Receiver) -> Region {
    let (host, authority) = (receiver.host(), receiver.authority());
    Region::with(&[("SIP_WEBHOOK_HOSTS", &host), ("SIP_WEBHOOK_CA_FILE", &authority)]).await
}

/// Subscribes; path and secret.
pub(crate) async fn subscribe(region: &Region, admin: u16, body: Value) -> (String, String) {
    let made = region.staff(admin).post("/subscriptions", body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let path = format!("/subscriptions/{}", made.body["subscription"]["id"].as_str().unwrap());
    assert!(made.header("location").ends_with(&path));
    (path, made.body["secret"].as_str().unwrap().to_owned())
}

#[actix_web::test]
async fn events_come_signed_in_order_and_without_a_word_about_anybody() {
    let mut receiver = Receiver::start();
    let region = region_of(&receiver).await;
    let (path, secret) = subscribe(&region, SOC_ADMIN, json!({"url": receiver.url(), "description": "Journal"})).await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    let expected = all_of(&life).await;
    let (mut items, mut ids) = (Vec::new(), BTreeSet::new());
    while items.len() < expected.len() {
        let delivery = receiver.next().await;
        assert!(delivery.is_signed_with(&secret), "{delivery:?}");
        assert!(!delivery.is_signed_with("whsec_AAAA"));
        let sent: i64 = delivery.headers["webhook-timestamp"].parse().unwrap();
        assert!((chrono::Utc::now().timestamp() - sent).abs() < 300, "by the real clock: receivers check it");
        assert_eq!(delivery.headers["content-type"], "application/json");
        assert!(ids.insert(delivery.headers["webhook-id"].clone()), "another id for other events");
        let (body, own) = (delivery.body(), delivery.items());
        assert_eq!((&body["type"], &body["timestamp"]), (&json!("case_changed"), &own.last().unwrap()["at"]));
        let text = String::from_utf8(delivery.raw.clone()).unwrap();
        assert!(!text.contains(MARIA.identity) && !text.contains(MARIA.name), "{text}");
        items.extend(own);
    }
    assert_eq!(versions(&items)[&life.case], expected);
    assert_eq!(region.staff(SOC_ADMIN).get("/events").await.ok()["items"], json!(items), "the feed has the same");
    // Another event waits until the place has moved, which the receiver cannot see.
    life.by(KARIN, "PUT", "/basis", json!({"purpose": "Samordna stödet."})).await.ok();
    receiver.next().await;
    let seen = region.staff(SOC_ADMIN).get(&path).await.ok();
    let told = [&seen["state"], &seen["failures"], &seen["failingSince"], &seen["lastFailure"], &seen["description"]];
    assert_eq!(told, [&json!("active"), &json!(0), &Value::Null, &Value::Null, &json!("Journal")]);
    assert_eq!(seen["lastDeliveredAt"], "2027-03-01T08:00:00Z");
    region.stop().await;
}

#[actix_web::test]
async fn an_organisation_is_sent_what_its_feed_has_and_nothing_else() {
    let mut receiver = Receiver::start();
    let region = region_of(&receiver).await;
    let begun = Life::at(&region, CITIZENS[1], Stage::Consented).await;
    let secret = Life::at(&region, CITIZENS[2], Stage::Summoned).await;
    let readers = json!({"level": "marking", "readers": [assignment(OLLE)]});
    secret.by(KARIN, "PUT", "/protection", readers).await.ok();
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    let from_the_start = json!({"url": receiver.url(), "after": "AQAAAAAAAAAA"});
    subscribe(&region, HSL_ADMIN, from_the_start).await;
    let items = receiver.taken(all_of(&life).await.len()).await;
    assert_eq!(versions(&items).into_keys().collect::<Vec<_>>(), std::slice::from_ref(&life.case));
    assert_eq!(versions(&items)[&life.case], all_of(&life).await);
    assert!(!versions(&items).contains_key(&begun.case));
    region.stop().await;
}

#[actix_web::test]
async fn the_secret_is_shown_once_and_lies_nowhere_in_clear() {
    let receiver = Receiver::start();
    let region = region_of(&receiver).await;
    let (path, secret) = subscribe(&region, SOC_ADMIN, json!({"url": receiver.url()})).await;
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "32 bytes");
    let admin = region.staff(SOC_ADMIN);
    let list = admin.get("/subscriptions").await.ok();
    assert_eq!(list["items"], json!([admin.get(&path).await.ok()]));
    assert!(!list.to_string().contains("secret") && !list.to_string().contains(&secret));
    let bytes = base64_of(&secret);
    let held = region.server.database().bytes();
    for clear in [secret.as_bytes(), &secret.as_bytes()[6..], &bytes] {
        assert!(!held.windows(clear.len()).any(|part| part == clear));
    }
    region.stop().await;
}

fn base64_of(secret: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(&secret[6..]).unwrap()
}

#[actix_web::test]
async fn subscriptions_are_kept_by_the_organisations_administrators() {
    let receiver = Receiver::start();
    let region = region_of(&receiver).await;
    let body = json!({"url": receiver.url()});
    let (path, _) = subscribe(&region, SOC_ADMIN, body.clone()).await;
    for staff in [KARIN, SOC_AUDITOR] {
        let caller = region.staff(staff);
        caller.post("/subscriptions", body.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
        caller.get("/subscriptions").await.refused(403, "ROLE_PERMISSION_MISSING");
        caller.get(&path).await.refused(403, "ROLE_PERMISSION_MISSING");
        caller.delete(&path).await.refused(403, "ROLE_PERMISSION_MISSING");
    }
    let other = region.staff(HSL_ADMIN);
    other.get(&path).await.refused(404, "NOT_FOUND");
    other.delete(&path).await.refused(404, "NOT_FOUND");
    assert_eq!(other.get("/subscriptions").await.ok()["items"], json!([]));
    // The same address is another organisation's too, and twice nobody's.
    subscribe(&region, HSL_ADMIN, body.clone()).await;
    let own = region.client_of(SOC_ADMIN);
    own.post("/subscriptions", body).await.refused(422, "ALREADY_DONE");
    assert_eq!(own.delete(&path).await.status, 204);
    own.delete(&path).await.refused(404, "NOT_FOUND");
    own.get(&path).await.refused(404, "NOT_FOUND");
    region.stop().await;
}

#[actix_web::test]
async fn nothing_is_sent_to_where_the_operator_does_not_want_it() {
    let region = Region::with(&[("SIP_WEBHOOK_HOSTS", "hooks.example.se,127.0.0.1:9443")]).await;
    let admin = region.staff(SOC_ADMIN);
    for url in [
        "http://hooks.example.se/",
        "https://user:word@hooks.example.se/",
        "https://hooks.example.se/#part",
        "hooks.example.se",
        "file:///etc/passwd",
        "https://hooks.example.se/a b",
        "https://hooks.example.se\\@evil.example/",
    ] {
        let refused = admin.post("/subscriptions", json!({"url": url})).await.refused(400, "FIELD_INVALID");
        assert_eq!(refused["errors"][0]["pointer"], "/url", "{url}");
    }
    for url in [
        "https://evil.example/",
        "https://hooks.example.se:8443/",
        "https://hooks.example.se.evil.example/",
        "https://127.0.0.1/",
        "https://localhost:9443/",
        "https://[::1]:9443/",
        "https://169.254.169.254/latest/meta-data",
    ] {
        admin.post("/subscriptions", json!({"url": url})).await.refused(422, "WEBHOOK_HOST_NOT_ALLOWED");
        // Whoever may not subscribe is not told which hosts there are.
        let staff = region.staff(KARIN).post("/subscriptions", json!({"url": url})).await;
        staff.refused(403, "ROLE_PERMISSION_MISSING");
    }
    for (body, code) in [
        (json!({}), "FIELD_REQUIRED"),
        (json!({"url": ""}), "FIELD_LENGTH"),
        (json!({"url": "https://hooks.example.se/", "after": "x"}), "FIELD_FORMAT"),
        (json!({"url": "https://hooks.example.se/", "description": ""}), "FIELD_LENGTH"),
    ] {
        let refused = admin.post("/subscriptions", body).await;
        assert!(refused.names(code), "{code}: {}", refused.body);
        refused.refused(400, "FIELD_INVALID");
    }
    let ahead = json!({"url": "https://hooks.example.se/", "after": "AQAAAAAAD0JA"});
    admin.post("/subscriptions", ahead).await.refused(410, "EVENTS_GONE");
    assert_eq!(admin.get("/subscriptions").await.ok()["items"], json!([]));
    region.stop().await;
}

#[actix_web::test]
async fn without_a_list_there_is_no_subscription_and_an_organisation_has_twenty_at_most() {
    let closed = Region::start().await;
    let refused = closed.staff(SOC_ADMIN).post("/subscriptions", json!({"url": "https://hooks.example.se/"})).await;
    let refused = refused.refused(422, "WEBHOOK_HOST_NOT_ALLOWED");
    assert!(refused["detail"].as_str().unwrap().contains("GET /events"), "{refused}");
    closed.stop().await;
    let receiver = Receiver::start();
    receiver.replies(Reply::Status(500));
    let region = region_of(&receiver).await;
    for number in 0..20 {
        subscribe(&region, SJH_ADMIN, json!({"url": format!("{}/{number}", receiver.url())})).await;
    }
    let another = region.staff(SJH_ADMIN).post("/subscriptions", json!({"url": receiver.url()})).await;
    another.refused(422, "TOO_MANY_SUBSCRIPTIONS");
    region.stop().await;
}
