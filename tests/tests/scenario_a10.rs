//! Scenario A10: follow-up and revision.

use crate::cross_checks;
use chrono::Days;
use reqwest::Method;
use serde_json::{Value, json};
use sip_tests::client::Answer;
use sip_tests::life::{Life, Stage, room};
use sip_tests::region::{ANNA, HANNA, KARIN, LISA, MARIA, Region, SOC_ADMIN, assignment};

async fn due(region: &Region, who: u16, key: &str) -> Option<Value> {
    region.worklist(who).await.into_iter().find(|row| row["key"] == key)
}

fn follow_up(life: &Life<'_>, change: impl FnOnce(&mut Value)) -> Value {
    let mut body = life.followed_up("revise");
    change(&mut body);
    body
}

async fn establish(life: &Life<'_>) -> Answer {
    life.by(KARIN, "POST", "/plan/revision/establishment", Value::Null).await
}

fn next(life: &Life<'_>) -> Value {
    json!({"followUp": {"kind": "planned", "date": life.follow_up + Days::new(90), "place": room()}})
}

#[actix_web::test]
async fn a_plan_is_followed_up_and_revised() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Active).await;
    reminded(&mut life).await;
    recorded(&life).await;
    revised(&mut life).await;
    second_version(&life).await;
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

/// 1 and 2: the coordinator is reminded, calls the meeting, and nobody else records the follow-up.
async fn reminded(life: &mut Life<'_>) {
    let region = life.region;
    for (days, overdue) in [(22, false), (21, false), (20, true)] {
        region.set((life.follow_up - Days::new(days)).and_hms_opt(10, 0, 0).unwrap().and_utc());
        let row = due(region, KARIN, "follow_up_prepare").await.unwrap();
        let day = (life.follow_up - Days::new(21)).to_string();
        // Summer time: the day ends at 22 UTC.
        assert_eq!((&row["case"], &row["due"]), (&json!(life.case), &json!(format!("{day}T22:00:00Z"))));
        assert_eq!(row["overdue"], overdue, "{days} days before");
        assert_eq!(due(region, ANNA, "follow_up_prepare").await, None);
    }
    life.meets = life.follow_up.and_hms_opt(12, 0, 0).unwrap().and_utc();
    life.plan_meeting("follow_up").await;
    let alone = json!({"chair": {"assignment": assignment(KARIN)}, "secretary": {"assignment": assignment(KARIN)}});
    let roles = format!("/meetings/{}/roles", life.meeting);
    life.by(KARIN, "PUT", &roles, alone).await.refused(422, "CHAIR_IS_SECRETARY");
    life.by(KARIN, "POST", "/follow-ups", life.followed_up("revise")).await.refused(422, "FOLLOW_UP_NOT_HELD");
    life.summon().await;
    life.hold().await;
    for who in [ANNA, HANNA, LISA] {
        let refused = life.by(who, "POST", "/follow-ups", life.followed_up("revise")).await;
        refused.refused(403, "ROLE_PERMISSION_MISSING");
    }
}

/// 3 and 4: an outcome and a word on every goal; while the revision is open the individual reads version 1.
async fn recorded(life: &Life<'_>) {
    let silent = follow_up(life, |body| drop(body.as_object_mut().unwrap().remove("outcome")));
    life.by(KARIN, "POST", "/follow-ups", silent).await.refused(422, "OUTCOME_MISSING");
    let partial = follow_up(life, |body| drop(body["attainments"].as_array_mut().unwrap().pop()));
    let refused = life.by(KARIN, "POST", "/follow-ups", partial).await.refused(422, "ATTAINMENT_MISSING");
    assert_eq!(refused["errors"][0]["subject"], life.goals[1]);
    life.by(KARIN, "POST", "/follow-ups", life.followed_up("continue")).await.refused(422, "FOLLOW_UP_MISSING");
    let done = life.by(KARIN, "POST", "/follow-ups", life.followed_up("revise")).await;
    assert_eq!(done.status, 201);
    let body = done.ok();
    assert_eq!(
        (&body["status"]["code"], &body["status"]["trigger"]["kind"]),
        (&json!("under_revision"), &json!("follow_up"))
    );
    let plan = life.by_individual("GET", "/plan", Value::Null).await.ok();
    assert_eq!((&plan["current"]["number"], &plan["earlier"]), (&json!(1), &json!([])));
}

/// 5: what is changed for another organisation waits for its answer, and the whole for the individual's yes.
async fn revised(life: &mut Life<'_>) {
    let hsl = format!("/plan/draft/activities/{}", life.activities[1]);
    let changed = life.activity(2, "Kommer på besök även på helgerna.");
    let body = life.by(KARIN, "PUT", &hsl, changed).await.ok();
    assert_eq!(body["draft"]["activities"][1]["status"]["state"], "proposed");
    assert_eq!(body["draft"]["activities"][2]["status"]["state"], "accepted");
    let refused = establish(life).await;
    for code in ["FOLLOW_UP_MISSING", "INDIVIDUAL_APPROVAL_MISSING"] {
        assert!(refused.names(code), "{}", refused.body);
    }
    assert_eq!(refused.refused(422, "ACTIVITY_NOT_ACCEPTED")["errors"][0]["subject"], life.activities[1]);
    let accepts = format!("/activities/{}/decision", life.activities[1]);
    life.by(LISA, "PUT", &accepts, json!({"decision": "accept"})).await.refused(403, "NOT_YOUR_ORGANISATION");
    life.by(HANNA, "PUT", &accepts, json!({"decision": "accept"})).await.ok();
    // 6: the old day of the follow-up has passed; a new one is needed.
    establish(life).await.refused(422, "FOLLOW_UP_MISSING");
    life.by(KARIN, "PATCH", "/plan/draft", next(life)).await.ok();
    establish(life).await.refused(422, "INDIVIDUAL_APPROVAL_MISSING");
    life.by(KARIN, "POST", "/plan/establishment", Value::Null).await.refused(409, "INVALID_TRANSITION");
    at_the_same_time(life).await;
    life.by_individual("POST", "/approvals", json!({"kind": "revision"})).await.ok();
}

/// 7: of two sessions one has to look again, and then loses nothing.
async fn at_the_same_time(life: &Life<'_>) {
    let path = format!("/cases/{}/plan/draft", life.case);
    let version = life.by(KARIN, "GET", "", Value::Null).await.header("etag").to_owned();
    let (karin, headers) = (life.region.staff(KARIN), [("if-match", version.as_str())]);
    let bodies = [
        json!({"overallGoal": "Ett mål från det ena fönstret."}),
        json!({"situationOthers": "En lägesbild från det andra."}),
    ];
    let edit = |body: &Value| {
        let (karin, path, body) = (karin.clone(), path.clone(), body.clone());
        async move { karin.send(Method::PATCH, &path, body, &headers).await }
    };
    let answers: [Answer; 2] = tokio::join!(edit(&bodies[0]), edit(&bodies[1])).into();
    let loser = answers.iter().position(|answer| answer.status == 412).unwrap();
    assert_eq!(answers[1 - loser].status, 200);
    let told = answers[loser].clone().refused(412, "VERSION_CONFLICT");
    assert_eq!(format!("\"{}\"", told["version"]), answers[1 - loser].header("etag"));
    let both = karin.patch(&path, bodies[loser].clone()).await.ok();
    assert_eq!(both["draft"]["overallGoal"], bodies[0]["overallGoal"]);
    assert_eq!(both["draft"]["situationOthers"], bodies[1]["situationOthers"]);
}

/// 6: version 2, its copies, and what each organisation has to write down.
async fn second_version(life: &Life<'_>) {
    let body = establish(life).await.ok();
    assert_eq!(body["status"]["code"], "active");
    let numbers: Vec<&Value> =
        body["planVersions"].as_array().unwrap().iter().map(|version| &version["number"]).collect();
    assert_eq!(numbers, [1, 2]);
    assert!(!body["planVersions"][0]["supersededAt"].is_null());
    let deliveries: Vec<&Value> =
        body["deliveries"].as_array().unwrap().iter().filter(|row| row["version"] == 2).collect();
    assert_eq!(deliveries.len(), 5);
    let originals: Vec<&&Value> = deliveries.iter().filter(|row| row["role"] == "original").collect();
    assert_eq!(originals.len(), 1);
    assert_eq!(originals[0]["to"]["kind"], "individual");
    for place in 1..=3 {
        let tasks = body["recordTasks"].as_array().unwrap();
        let of_unit = |row: &&Value| row["unit"]["id"] == json!(sip_tests::region::unit(place));
        assert!(tasks.iter().filter(of_unit).any(|row| row["kind"] == "follow_up"), "{place}");
    }
    let plan = life.by_individual("GET", "/plan", Value::Null).await.ok();
    assert_eq!((&plan["current"]["number"], &plan["earlier"][0]["number"]), (&json!(2), &json!(1)));
    assert_eq!(plan["current"]["content"]["activities"][1]["what"], "Kommer på besök även på helgerna.");
    assert_eq!(plan["earlier"][0]["content"]["activities"][1]["what"], "Kommer på besök.");
    let day = (life.follow_up + Days::new(90)).to_string();
    let row = due(life.region, KARIN, "follow_up_due").await.unwrap();
    assert!(row["due"].as_str().unwrap().starts_with(&day), "{row}");
    // Each version is sealed, and read as it was.
    let sealed = life.by(KARIN, "GET", "/plan/versions/1", Value::Null).await.ok();
    assert_eq!((sealed["contentHash"].as_str().unwrap().len(), &sealed["version"]["number"]), (64, &json!(1)));
}

#[actix_web::test]
async fn a_plan_without_follow_up_needs_reason_and_period() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Agreed).await;
    let with = |plan: Value| json!({"followUp": plan});
    let reason_only = with(json!({"kind": "none", "reason": "Flyttar till en annan kommun."}));
    let refused = life.by(KARIN, "PATCH", "/plan/draft", reason_only).await.refused(400, "FIELD_INVALID");
    assert_eq!(refused["errors"][0]["pointer"], "/followUp/mandateUntil");
    let past = with(json!({"kind": "none", "reason": "Flyttar.", "mandateUntil": region.now().date_naive()}));
    life.by(KARIN, "PATCH", "/plan/draft", past).await.ok();
    life.by(KARIN, "POST", "/plan/establishment", Value::Null).await.refused(422, "FOLLOW_UP_MISSING");
    let until = region.now().date_naive() + Days::new(120);
    let whole = with(json!({"kind": "none", "reason": "Flyttar till en annan kommun.", "mandateUntil": until}));
    life.by(KARIN, "PATCH", "/plan/draft", whole).await.ok();
    life.go_to(Stage::Active).await;
    assert_eq!(region.measure(SOC_ADMIN, "follow_up_exceptions").await, Some((None, true)));
    assert_eq!(region.measure(SOC_ADMIN, "plans_with_follow_up").await, None);
    for key in ["follow_up_prepare", "follow_up_due", "follow_up_overdue"] {
        assert_eq!(due(&region, KARIN, key).await, None);
    }
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn a_new_plan_needs_a_new_consent() {
    let region = Region::start().await;
    let mut life = Life::at(&region, MARIA, Stage::Active).await;
    life.follow_up_meeting().await;
    let outcome = life.by(KARIN, "POST", "/follow-ups", life.followed_up("new")).await;
    assert_eq!(outcome.status, 201);
    let close = json!({"reason": "replaced_by_new"});
    let refused = life.by(KARIN, "POST", "/closure", close.clone()).await;
    assert!(refused.names("CLOSE_INDIVIDUAL_NOT_CONSULTED"), "{}", refused.body);
    refused.refused(422, "CLOSE_PARTY_ASSESSMENT_MISSING");
    life.assess_closing().await;
    let body = life.by(KARIN, "POST", "/closure", close).await.ok();
    assert_eq!(body["status"]["closure"]["reason"], "replaced_by_new");

    let mut need = sip_tests::life::need(MARIA, region.now());
    need["predecessor"] = json!(life.case);
    let case = region.staff(KARIN).post("/cases", need).await.made();
    let mut new = Life::of(&region, MARIA, case);
    let (old_now, new_now) = (life.seen_by(KARIN).await, new.seen_by(KARIN).await);
    assert_eq!((&old_now["successor"], &new_now["predecessor"]), (&json!(new.case), &json!(life.case)));
    assert_eq!((&new_now["consents"], &new_now["status"]["code"]), (&json!([]), &json!("need_identified")));
    let mine = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!(mine["successor"], json!(new.case));
    // The old consent still runs, but not for the new plan.
    new.go_to(Stage::Accepted).await;
    new.by(KARIN, "POST", "/preparation", Value::Null).await.refused(422, "CONSENT_NOT_IN_FORCE");
    // And who took part before has no part in the new.
    for who in [HANNA, ANNA, LISA] {
        new.by(who, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    }
    new.go_to(Stage::Preparing).await;
    cross_checks::hold(&life, KARIN).await;
    cross_checks::hold(&new, KARIN).await;
    region.stop().await;
}
