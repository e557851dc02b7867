//! Roads beside the main one to and from the plan: urgent, without coordinator, quiet, disagreed on, changed, followed by another.

use crate::cross_checks;
use chrono::{Days, TimeDelta};
use serde_json::{Value, json};
use sip_tests::client::Answer;
use sip_tests::life::{COMING, Life, Stage, need, room};
use sip_tests::region::{
    ANNA, CITIZENS, HANNA, KARIN, LISA, MARIA, OLLE, PSY_ADMIN, Region, SOC_ADMIN, assignment, unit,
};

/// Administers K-HSL, of the same principal as K-SOC.
const HSL_ADMIN: u16 = 29;

fn status(body: &Value) -> &str {
    body["status"]["code"].as_str().unwrap()
}

async fn row(region: &Region, who: u16, key: &str) -> Option<Value> {
    region.worklist(who).await.into_iter().find(|row| row["key"] == key)
}

#[actix_web::test]
async fn an_urgent_case_comes_to_a_plan_without_a_summons() {
    let region = Region::start().await;
    let mut life = Life::report(&region, MARIA).await;
    assert_eq!(row(&region, KARIN, "start_work").await.unwrap()["due"], "2027-03-04T23:00:00Z");
    life.by(KARIN, "PUT", "/urgency", json!({"reason": "   "})).await.refused(400, "FIELD_INVALID");
    life.by(KARIN, "PUT", "/urgency", json!({})).await.refused(422, "URGENCY_REASON_MISSING");
    life.go_to(Stage::Planned).await;
    let path = format!("/meetings/{}/record", life.meeting);
    region.set(life.meets + TimeDelta::hours(2));
    life.by(OLLE, "PUT", &path, life.record(&[])).await.refused(409, "INVALID_TRANSITION");
    let urgent = json!({"reason": "Maria blir utan boende på fredag."});
    let told = life.by(KARIN, "PUT", "/urgency", urgent).await.ok();
    assert_eq!(told["urgency"]["decidedBy"]["name"], "Karin Testlund");
    // Who comes has been approved and is named in the consent, all the same.
    let stranger =
        json!({"kind": "organisation", "unit": unit(4), "approvedByIndividual": true, "establishedContact": "yes"});
    let stranger = life.by(KARIN, "POST", "/invitees", stranger).await.made();
    life.invitees.push(stranger.clone());
    let refused = life.by(OLLE, "PUT", &path, life.record(&[])).await.refused(422, "INVITEE_OUTSIDE_CONSENT");
    assert_eq!(refused["errors"][0]["subject"], stranger);
    life.by(KARIN, "DELETE", &format!("/invitees/{stranger}"), Value::Null).await.ok();
    life.invitees.pop();
    // Nobody was told before they came.
    life.by(LISA, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    let held = life.by(OLLE, "PUT", &path, life.record(&[])).await.ok();
    assert_eq!((status(&held), held["summonses"].as_array().unwrap().len()), ("meeting_held", 0));
    assert_eq!(life.seen_by(LISA).await["roles"], json!(["invited_unit"]));
    life.stage = Stage::Held;
    life.go_to(Stage::Active).await;
    assert_eq!(life.seen_by(KARIN).await["deliveries"].as_array().unwrap().len(), 5);
    assert_eq!(region.measure(SOC_ADMIN, "urgent").await, Some((None, true)));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn an_urgent_need_is_answered_sooner() {
    let region = Region::start().await;
    let life = Life::report(&region, MARIA).await;
    life.by(KARIN, "PUT", "/urgency", json!({"reason": "Maria blir utan boende på fredag."})).await.ok();
    assert_eq!(row(&region, KARIN, "start_work").await.unwrap()["due"], "2027-03-02T23:00:00Z");
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn the_principal_appoints_the_next_coordinator() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let appoint = |by: u16, who: u16| life.by(by, "PUT", "/coordinator", json!({"assignment": assignment(who)}));
    appoint(SOC_ADMIN, HANNA).await.ok();
    appoint(HANNA, KARIN).await.ok();
    life.by(PSY_ADMIN, "DELETE", "/coordinator?reason=left_employment", Value::Null)
        .await
        .refused(403, "ROLE_PERMISSION_MISSING");
    life.by(SOC_ADMIN, "DELETE", "/coordinator?reason=left_employment", Value::Null).await.ok();
    let vacant = row(&region, SOC_ADMIN, "coordinator_vacant").await.unwrap();
    assert_eq!(
        (&vacant["case"], &vacant["due"], &vacant["name"]),
        (&json!(life.case), &json!("2027-03-10T23:00:00Z"), &Value::Null)
    );
    assert_eq!(row(&region, PSY_ADMIN, "coordinator_vacant").await, None);
    for by in [PSY_ADMIN, LISA, OLLE] {
        appoint(by, HANNA).await.refused(403, "ROLE_PERMISSION_MISSING");
    }
    appoint(SOC_ADMIN, LISA).await.refused(422, "NO_RESPONSIBLE_PRINCIPAL");
    // Any administrator of the principal may, while the task is vacant and no longer.
    appoint(HSL_ADMIN, HANNA).await.ok();
    assert_eq!(row(&region, SOC_ADMIN, "coordinator_vacant").await, None);
    let seen = life.seen_by(HANNA).await;
    assert!(seen["roles"].as_array().unwrap().contains(&json!("coordinator")), "{}", seen["roles"]);
    let mine = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!(mine["coordinator"]["staff"]["name"], "Hanna Provén");
    cross_checks::hold(&life, HANNA).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_plan_in_which_nothing_happens_is_closed_after_an_attempt() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let close = || life.by(KARIN, "POST", "/closure", json!({"reason": "inactive"}));
    close().await.refused(422, "NOT_INACTIVE");
    let quiet_from = region.now();
    region.set(quiet_from + TimeDelta::days(180));
    close().await.refused(422, "NOT_INACTIVE");
    assert_eq!(row(&region, KARIN, "inactive").await.unwrap()["overdue"], false);
    region.days(1);
    assert_eq!(row(&region, KARIN, "inactive").await.unwrap()["overdue"], true);
    close().await.refused(422, "CONTACT_ATTEMPT_MISSING");
    let attempt = json!({"note": "Ringde och skrev. Inget svar."});
    life.by(SOC_ADMIN, "POST", "/contact-attempts", attempt).await.ok();
    life.seen_by(KARIN).await;
    // The attempt is no sign of life.
    let closed = close().await.ok();
    assert_eq!((status(&closed), &closed["status"]["closure"]["reason"]), ("closed", &json!("inactive")));
    assert_eq!(region.measure(SOC_ADMIN, "closed_inactive").await, Some((None, true)));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_disagreement_in_consultation_may_remain() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let due = region.now().date_naive() + Days::new(10);
    let mut about = json!({"about": "Jag vill ha kvar min kontakt.", "way": "consultation", "parties": [unit(7)],
        "due": region.now().date_naive() - Days::new(1)});
    life.by_individual("POST", "/disagreements", about.clone()).await.refused(422, "DATE_IN_PAST");
    about["due"] = json!(due);
    let opened = life.by_individual("POST", "/disagreements", about).await.made();
    assert_eq!(row(&region, LISA, "disagreement_due").await.unwrap()["subject"], opened);
    let seen = &life.seen_by(LISA).await["disagreements"][0];
    assert_eq!((&seen["way"], &seen["openedBy"]["kind"]), (&json!("consultation"), &json!("citizen")));
    let outcome = json!({"resolved": false, "text": "Parterna är inte överens. Det antecknas."});
    let path = format!("/disagreements/{opened}/outcome");
    let kept = life.by(LISA, "PUT", &path, outcome).await.ok();
    assert_eq!((status(&kept), &kept["disagreements"][0]["outcome"]["resolved"]), ("active", &json!(false)));
    let mine = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!(mine["disagreements"][0]["outcome"]["text"], "Parterna är inte överens. Det antecknas.");
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_material_change_told_by_the_individual_leads_to_the_second_version() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let told = life.by_individual("POST", "/material-changes", json!({"text": "Jag har fått en ny lägenhet."})).await;
    let change = told.body["materialChanges"][0]["id"].clone();
    let trigger = json!({"trigger": {"kind": "material_change", "id": change}});
    life.by(LISA, "POST", "/plan/revision", trigger.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    let open = life.by(KARIN, "POST", "/plan/revision", trigger).await.ok();
    assert_eq!((status(&open), &open["status"]["trigger"]["id"]), ("under_revision", &change));
    let goal = json!({"overallGoal": "Ett tryggt hem på Storgatan.",
        "followUp": {"kind": "planned", "date": life.follow_up + Days::new(30), "place": room()}});
    life.by(KARIN, "PATCH", "/plan/draft", goal).await.ok();
    let establish = || life.by(KARIN, "POST", "/plan/revision/establishment", Value::Null);
    establish().await.refused(422, "INDIVIDUAL_APPROVAL_MISSING");
    life.by_individual("POST", "/approvals", json!({"kind": "revision"})).await.ok();
    assert_eq!(establish().await.ok()["planVersions"].as_array().unwrap().len(), 2);
    let plan = life.by_individual("GET", "/plan", Value::Null).await.ok();
    assert_eq!(plan["current"]["content"]["overallGoal"], "Ett tryggt hem på Storgatan.");
    assert_eq!(plan["earlier"][0]["content"]["overallGoal"], "Ett tryggt hem.");
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

/// A need reported as the next after another case.
async fn after(region: &Region, who: u16, person: sip_tests::region::Citizen, predecessor: &str) -> Answer {
    let mut body = need(person, region.now());
    body["predecessor"] = json!(predecessor);
    region.staff(who).post("/cases", body).await
}

/// That it begins anew, without the old consent and the old parties, stands in scenario A10.
#[actix_web::test]
async fn a_new_sip_follows_one_that_was_ended_for_it() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Active).await;
    after(&region, KARIN, MARIA, &life.case).await.refused(409, "INVALID_TRANSITION");
    life.follow_up_meeting().await;
    life.by(KARIN, "POST", "/follow-ups", life.followed_up("new")).await.made();
    life.assess_closing().await;
    life.by(KARIN, "POST", "/closure", json!({"reason": "replaced_by_new"})).await.ok();
    // Neither by those who only took part, nor about somebody else.
    for (_, who) in COMING.into_iter().filter(|(_, who)| *who != KARIN) {
        let refused = after(&region, who, MARIA, &life.case).await;
        assert!([403, 404].contains(&refused.status), "{who}: {} {}", refused.status, refused.body);
    }
    let other = after(&region, KARIN, CITIZENS[1], &life.case).await;
    assert!((400..500).contains(&other.status), "{} {}", other.status, other.body);
    let new = after(&region, KARIN, MARIA, &life.case).await.made();
    assert_eq!(life.seen_by(KARIN).await["successor"], json!(new));
    region.citizen(MARIA).get("/me/cases").await.ok();
    after(&region, KARIN, MARIA, &life.case).await.refused(422, "ALREADY_DONE");
    assert_eq!(life.by(ANNA, "GET", "", Value::Null).await.body["successor"], Value::Null);
    cross_checks::history(&life, KARIN).await;
    cross_checks::portal(&life).await;
    cross_checks::numbers(&life);
    region.stop().await;
}
