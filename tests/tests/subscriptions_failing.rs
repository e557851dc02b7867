//! Receivers that fail: nothing is passed over, the order stays, and one that hangs holds nobody else up.

use crate::events::{all_of, versions};
use crate::subscriptions::{region_of, subscribe};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sip_tests::life::{Life, Stage};
use sip_tests::provider::Authority;
use sip_tests::receiver::{Receiver, Reply};
use sip_tests::region::{HSL_ADMIN, KARIN, MARIA, Region, SOC_ADMIN, moment};

/// The subscription once it has failed so often. What the receiver saw is noted down a moment later.
async fn failed(region: &Region, path: &str, times: i64) -> Value {
    loop {
        let seen = region.staff(SOC_ADMIN).get(path).await.ok();
        if seen["failures"].as_i64().unwrap() >= times || seen["state"] == "disabled" {
            return seen;
        }
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn a_receiver_that_was_down_gets_everything_in_order() {
    let mut receiver = Receiver::start();
    let region = region_of(&receiver).await;
    let (path, secret) = subscribe(&region, SOC_ADMIN, json!({"url": receiver.url()})).await;
    let mut life = Life::at(&region, MARIA, Stage::Reported).await;
    let mut items = receiver.taken(1).await;
    let elsewhere = Receiver::start();
    let replies = [Reply::Status(503), Reply::Nothing, Reply::Status(302), Reply::Elsewhere(elsewhere.url())];
    let mut next = region.now();
    for (times, reply) in (1..).zip(replies) {
        receiver.replies(reply.clone());
        life.go_on().await;
        region.set(next);
        assert_eq!(receiver.next().await.reply, reply);
        let seen = failed(&region, &path, times).await;
        let why = match reply {
            Reply::Status(status) => format!("status_{status}"),
            Reply::Elsewhere(_) => "status_307".to_owned(),
            _ => "no_answer".to_owned(),
        };
        assert_eq!((&seen["lastFailure"], &seen["failures"]), (&json!(why), &json!(times)));
        assert_eq!(seen["failingSince"], "2027-03-01T08:00:00Z");
        next = moment(seen["retryAt"].as_str().unwrap());
        assert_eq!(next - region.now(), TimeDelta::seconds(5 << (times - 1)), "each pause is twice the last");
    }
    // Nothing came in between but the attempts that were awaited, and nobody was led elsewhere.
    assert!(receiver.rest().iter().all(|delivery| delivery.reply != Reply::Status(204)));
    receiver.replies(Reply::Status(204));
    life.go_to(Stage::Preparing).await;
    region.set(region.now() + TimeDelta::hours(1));
    let expected = all_of(&life).await;
    items.extend(receiver.taken(expected.len() - 1).await);
    assert_eq!(versions(&items)[&life.case], expected);
    let other = Life::at(&region, sip_tests::region::CITIZENS[1], Stage::Reported).await;
    let last = receiver.next().await;
    assert!(last.is_signed_with(&secret));
    assert_eq!(versions(&last.items())[&other.case], [1]);
    let mut elsewhere = elsewhere;
    assert!(elsewhere.rest().is_empty());
    region.stop().await;
}

#[actix_web::test]
async fn what_failed_for_five_days_is_left_and_its_successor_goes_on_from_there() {
    let mut receiver = Receiver::start();
    let region = region_of(&receiver).await;
    let (path, _) = subscribe(&region, SOC_ADMIN, json!({"url": receiver.url()})).await;
    let life = Life::at(&region, MARIA, Stage::Reported).await;
    receiver.taken(1).await;
    receiver.replies(Reply::Status(500));
    life.by(KARIN, "PUT", "/own-assessment", json!({"text": "Jag vill bo hemma."})).await.ok();
    failed(&region, &path, 1).await;
    region.days(5);
    let seen = failed(&region, &path, 3).await;
    assert_eq!(
        (&seen["state"], &seen["retryAt"], &seen["lastFailure"]),
        (&json!("disabled"), &Value::Null, &json!("status_500"))
    );
    receiver.rest();
    receiver.replies(Reply::Status(204));
    let admin = region.staff(SOC_ADMIN);
    assert_eq!(admin.delete(&path).await.status, 204);
    subscribe(&region, SOC_ADMIN, json!({"url": receiver.url(), "after": seen["cursor"]})).await;
    assert_eq!(versions(&receiver.taken(1).await)[&life.case], [2]);
    region.stop().await;
}

#[actix_web::test]
async fn a_receiver_that_says_it_is_gone_is_left_at_once() {
    let receiver = Receiver::start();
    receiver.replies(Reply::Status(410));
    let region = region_of(&receiver).await;
    let (path, _) = subscribe(&region, SOC_ADMIN, json!({"url": receiver.url()})).await;
    Life::at(&region, MARIA, Stage::Reported).await;
    let seen = failed(&region, &path, 1).await;
    assert_eq!((&seen["state"], &seen["lastFailure"]), (&json!("disabled"), &json!("gone")));
    region.stop().await;
}

#[actix_web::test]
async fn a_receiver_that_hangs_holds_nobody_else_up() {
    let authority = Authority::new();
    let (hanging, mut other) = (Receiver::beside(&authority), Receiver::beside(&authority));
    hanging.replies(Reply::Silence);
    let hosts = format!("{},{}", hanging.host(), other.host());
    let trusted = other.authority();
    let region = Region::with(&[("SIP_WEBHOOK_HOSTS", &hosts), ("SIP_WEBHOOK_CA_FILE", &trusted)]).await;
    subscribe(&region, SOC_ADMIN, json!({"url": hanging.url()})).await;
    subscribe(&region, HSL_ADMIN, json!({"url": other.url()})).await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    assert_eq!(versions(&other.taken(all_of(&life).await.len()).await)[&life.case], all_of(&life).await);
    hanging.replies(Reply::Status(204));
    region.stop().await;
}

#[actix_web::test]
async fn a_receiver_that_cannot_show_who_it_is_gets_nothing() {
    let (mut receiver, stranger) = (Receiver::start(), Receiver::start());
    let (host, trusted) = (receiver.host(), stranger.authority());
    let region = Region::with(&[("SIP_WEBHOOK_HOSTS", &host), ("SIP_WEBHOOK_CA_FILE", &trusted)]).await;
    let (path, _) = subscribe(&region, SOC_ADMIN, json!({"url": receiver.url()})).await;
    Life::at(&region, MARIA, Stage::Reported).await;
    assert_eq!(failed(&region, &path, 1).await["lastFailure"], "no_answer");
    assert!(receiver.rest().is_empty());
    region.stop().await;
}
