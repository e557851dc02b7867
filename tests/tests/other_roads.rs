//! The roads beside the main one: back a step, thrown away, ended early.

use crate::cross_checks;
use serde_json::{Value, json};
use sip_tests::life::{Life, Stage};
use sip_tests::region::{ANNA, CITIZENS, HANNA, KARIN, LISA, MARIA, Region, SOC_ADMIN, unit};

fn status(body: &Value) -> &str {
    body["status"]["code"].as_str().unwrap()
}

#[actix_web::test]
async fn a_meeting_is_cancelled_moved_and_followed_by_another() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Summoned).await;
    let cancel = json!({"reason": "Maria är inlagd."});
    let body = life.by(KARIN, "POST", &format!("/meetings/{}/cancellation", life.meeting), cancel).await.ok();
    assert_eq!(status(&body), "preparing");
    life.plan_meeting("initial").await;
    life.summon().await;
    // A new time takes the answers back, and everybody is summoned anew.
    let lisa = json!({"assignment": sip_tests::region::assignment(LISA)});
    let invitee = format!("/invitees/{}/representative", life.invitees[4]);
    life.by(LISA, "PUT", &invitee, lisa).await.ok();
    life.meets += chrono::TimeDelta::days(1);
    let body = life.by(KARIN, "PATCH", &format!("/meetings/{}", life.meeting), json!({"start": life.meets})).await.ok();
    assert!(body["invitees"].as_array().unwrap().iter().all(|invitee| invitee["rsvp"]["status"] == "draft"));
    life.summon().await;
    life.hold().await;
    let again = json!({"reason": "Psykiatrin behöver vara med om målen."});
    let body = life.by(KARIN, "POST", "/new-meeting", again).await.ok();
    assert_eq!(status(&body), "preparing");
    life.meets += chrono::TimeDelta::days(7);
    life.plan_meeting("initial").await;
    life.summon().await;
    life.hold().await;
    let close = json!({"reason": "no_need", "note": "Behovet visade sig vara tillgodosett."});
    let body = life.by(KARIN, "POST", "/closure", close).await.ok();
    assert_eq!((status(&body), &body["status"]["closure"]["reason"]), ("closed", &json!("no_need")));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_revision_thrown_away_leaves_the_plan_as_it_was() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let before = life.by(KARIN, "GET", "/plan/versions/1", Value::Null).await.ok();
    let change = life.by(HANNA, "POST", "/material-changes", json!({"text": "Ny lägenhet."})).await.made();
    let trigger = json!({"trigger": {"kind": "material_change", "id": change}});
    assert_eq!(status(&life.by(KARIN, "POST", "/plan/revision", trigger).await.ok()), "under_revision");
    life.by(KARIN, "PATCH", "/plan/draft", json!({"overallGoal": "Något helt annat."})).await.ok();
    let body = life.by(KARIN, "POST", "/plan/revision/discarding", json!({"reason": "Maria ångrade sig."})).await.ok();
    assert_eq!((status(&body), body["planVersions"].as_array().unwrap().len()), ("active", 1));
    assert_eq!(life.by(KARIN, "GET", "/plan/versions/1", Value::Null).await.ok(), before);
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_withdrawal_acts_with_its_answer() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let path = format!("/consents/{}/withdrawal", life.consent);
    let case = life.seen_by(KARIN).await;
    let rows = case["consents"][0]["scope"].as_array().unwrap();
    let row = rows.iter().find(|row| row["recipient"]["id"] == json!(unit(7))).unwrap();
    let reads = |body: &Value| body.to_string().contains("Ett tryggt hem.");
    assert!(reads(&life.seen_by(LISA).await) && reads(&life.seen_by(ANNA).await));
    let part = json!({"extent": "rows", "rows": [row["id"]]});
    assert_eq!(status(&life.by_individual("POST", &path, part).await.ok()), "active");
    assert!(!reads(&life.seen_by(LISA).await) && reads(&life.seen_by(ANNA).await));
    let whole = life.by_individual("POST", &path, json!({"extent": "whole"})).await.ok();
    assert_eq!((status(&whole), &whole["status"]["closure"]["reason"]), ("closed", &json!("consent_withdrawn")));
    for who in [LISA, ANNA, HANNA] {
        let seen = life.by(who, "GET", "", Value::Null).await;
        assert!(!reads(&seen.body), "{who}: {}", seen.body);
    }
    // She keeps her plan.
    assert!(reads(&life.by_individual("GET", "/plan", Value::Null).await.ok()));
    assert_eq!(region.measure(SOC_ADMIN, "closed_consent_withdrawn").await, Some((None, true)));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_death_or_a_move_ends_a_case_at_any_stage() {
    let region = Region::start().await;
    let stages = [Stage::Reported, Stage::Accepted, Stage::Mapped, Stage::Summoned, Stage::Held, Stage::Active];
    for (stage, person) in stages.into_iter().zip(CITIZENS) {
        let life = Life::at(&region, person, stage).await;
        let (who, reason) = if stage < Stage::Summoned { (KARIN, "moved") } else { (SOC_ADMIN, "deceased") };
        let event = json!({"reason": reason, "happenedOn": region.now().date_naive()});
        let answer = life.by(who, "POST", "/closure", event.clone()).await;
        assert!((200..300).contains(&answer.status), "{stage:?}: {}", answer.body);
        let seen = life.seen_by(KARIN).await;
        assert_eq!((status(&seen), &seen["status"]["closure"]["reason"]), ("closed", &json!(reason)), "{stage:?}");
        life.by(who, "POST", "/closure", event).await.refused(409, "INVALID_TRANSITION");
    }
    assert!(region.verified().is_clean());
    region.stop().await;
}
