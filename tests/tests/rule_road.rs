//! Every rule that is built is met over HTTP, at its place on the road, with its code.

use super::rule_road_sides;
use chrono::{Days, TimeDelta};
use serde_json::{Value, json};
use sip_domain::rules::Rule;
use sip_tests::client::Answer;
use sip_tests::life::{Life, Stage, consent, need, room};
use sip_tests::region::{
    ANNA, BO, CITIZENS, EVA, GUNN, HANNA, KARIN, LISA, MARIA, OLLE, Region, SELMA, SOC_ADMIN, assignment, unit,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rules that no request can break, since others stand before them.
const OUT_OF_REACH: [(&str, &str); 2] = [
    (
        "NO_MEETING_HELD",
        "a plan is established in no other state than meeting_held, which nothing but a held meeting leads to",
    ),
    ("REQUEST_NOT_TAKEN", "what comes after the taking is for the initiator, and before it there is none"),
];

#[actix_web::test]
async fn every_rule_is_met_on_the_road() {
    let region = Region::start().await;
    let mut life = Life::report(&region, MARIA).await;
    for stage in Stage::ALL {
        life.go_to(stage).await;
        let version = life.seen_by(KARIN).await["version"].clone();
        slip(&mut life, stage).await;
        // What is refused leaves no trace in the case.
        assert_eq!(life.seen_by(KARIN).await["version"], version, "{stage:?}");
    }
    after_the_plan(&mut life).await;
    summons(&region).await;
    rule_road_sides::walk(&region).await;
    profile(&region).await;
    let met: BTreeSet<String> = region.calls().iter().flat_map(codes).collect();
    let (mut missed, mut reached) = (Vec::new(), Vec::new());
    for rule in Rule::ALL {
        match (met.contains(rule.code()), OUT_OF_REACH.iter().any(|(code, _)| *code == rule.code())) {
            (false, false) => missed.push(rule.code()),
            (true, true) => reached.push(rule.code()),
            _ => {}
        }
    }
    assert!(missed.is_empty() && reached.is_empty(), "not met: {missed:?}; within reach after all: {reached:?}");
    assert!(region.verified().is_clean());
    region.stop().await;
}

fn codes(call: &sip_tests::client::Call) -> Vec<String> {
    let errors = call.body["errors"].as_array().into_iter().flatten();
    let all = errors.map(|error| &error["code"]).chain([&call.body["code"]]);
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Asserts a refusal by rule that names all of these.
#[track_caller]
pub(crate) fn named(answer: &Answer, codes: &[&str]) {
    assert_eq!(answer.status, 422, "{}", answer.body);
    for code in codes {
        assert!(answer.names(code), "{code}: {}", answer.body);
    }
}

async fn slip(life: &mut Life<'_>, stage: Stage) {
    match stage {
        Stage::Reported => reported(life).await,
        Stage::Offered => {
            life.by(KARIN, "POST", "/preparation", Value::Null).await.refused(422, "OFFER_NOT_ANSWERED");
        }
        Stage::Accepted => accepted(life).await,
        Stage::Prepared => {
            let mapping = json!({"entries": [{"lifeArea": "sleep", "text": "Sover lite."}]});
            life.by(KARIN, "PUT", "/mapping", mapping).await.refused(422, "BASIS_MISSING");
        }
        Stage::Invited => invited(life).await,
        Stage::Planned => planned(life).await,
        Stage::Answered => answered(life).await,
        Stage::Held => held(life).await,
        Stage::Coordinated => coordinated(life).await,
        Stage::Drafted => drafted(life).await,
        Stage::Agreed => {
            let establish = life.by(KARIN, "POST", "/plan/establishment", Value::Null).await;
            named(&establish, &["SIGNATURE_MISSING"]);
            establish.refused(422, "SIGNATURE_MISSING");
        }
        _ => {}
    }
}

async fn reported(life: &Life<'_>) {
    let (region, now) = (life.region, life.region.now());
    region.staff(SELMA).post("/cases", need(MARIA, now)).await.refused(422, "SECTOR_MAY_NOT_INITIATE");
    let tomorrow = need(MARIA, now + TimeDelta::days(1));
    region.staff(ANNA).post("/cases", tomorrow).await.refused(422, "NEED_DETECTED_IN_FUTURE");
    region.staff(OLLE).post("/cases", need(MARIA, now)).await.refused(409, "DUPLICATE_CASE");
    region.staff(SOC_ADMIN).post("/cases", need(CITIZENS[2], now)).await.refused(403, "ROLE_PERMISSION_MISSING");
    life.by(KARIN, "POST", "/offer", Value::Null).await.refused(422, "INFORMATION_INCOMPLETE");
    let refusal = json!({"reason": "Insatserna samordnas redan i en annan plan."});
    life.by(KARIN, "POST", "/refusal", refusal).await.refused(422, "OWN_ASSESSMENT_MISSING");
    let early = life.by(KARIN, "POST", "/preparation", Value::Null).await.refused(409, "INVALID_TRANSITION");
    assert!(early["allowed"].as_array().unwrap().iter().any(|command| command == "record_information"), "{early}");
    life.by(GUNN, "POST", "/offer", Value::Null).await.refused(404, "NOT_FOUND");
    let stale = [("if-match", "\"99\"")];
    let path = format!("/cases/{}/offer", life.case);
    let conflict = region.staff(KARIN).send(reqwest::Method::POST, &path, Value::Null, &stale).await;
    conflict.refused(412, "VERSION_CONFLICT");
    // In another case, for the own assessment would stay in this one.
    let other = Life::report(region, CITIZENS[1]).await;
    other.by(KARIN, "PUT", "/own-assessment", json!({"text": "Jag vill ha en plan."})).await.ok();
    other.by(KARIN, "POST", "/refusal", json!({"reason": "Nej."})).await.refused(422, "REFUSAL_REASON_MISSING");
    let untold = json!({"reason": "Insatserna samordnas redan i en annan plan."});
    other.by(KARIN, "POST", "/refusal", untold).await.refused(422, "INDIVIDUAL_NOT_INFORMED");
}

async fn accepted(life: &Life<'_>) {
    life.by(KARIN, "POST", "/preparation", Value::Null).await.refused(422, "CONSENT_NOT_IN_FORCE");
    let good = consent(life.region.now());
    let cases: [(&str, Value, &str); 5] = [
        ("/scope", json!([]), "CONSENT_GENERAL"),
        ("/meeting", json!(false), "CONSENT_PART_MISSING"),
        ("/validTo", json!(life.region.now() + TimeDelta::days(400)), "CONSENT_PERIOD_INVALID"),
        ("/form", json!("oral"), "ORAL_CONSENT_UNDOCUMENTED"),
        ("/scope/0/recipient", json!(Uuid::now_v7()), "UNKNOWN_REFERENCE"),
    ];
    for (pointer, value, code) in cases {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        life.by(KARIN, "POST", "/consents", bad).await.refused(422, code);
    }
}

async fn invited(life: &Life<'_>) {
    let add = |body: Value| life.by(KARIN, "POST", "/invitees", body);
    add(json!({"kind": "individual", "approvedByIndividual": true})).await.refused(422, "ALREADY_DONE");
    let relative =
        json!({"kind": "relative", "name": "Lena Testsson", "relation": "syster", "approvedByIndividual": false});
    add(relative).await.refused(422, "INVITEE_NOT_APPROVED");
    let support = json!({"kind": "support", "name": "Lena Testsson", "approvedByIndividual": true});
    add(support).await.refused(422, "SUPPORT_NOT_CHOSEN_BY_INDIVIDUAL");
    let meeting = |start, place: Value| json!({"kind": "initial", "start": start, "durationMinutes": 60, "form": "physical", "place": place});
    let yesterday = meeting(life.region.now() - TimeDelta::days(1), room());
    life.by(KARIN, "POST", "/meetings", yesterday).await.refused(422, "DATE_IN_PAST");
    let home = meeting(life.meets, json!({"kind": "home"}));
    life.by(KARIN, "POST", "/meetings", home).await.refused(422, "HOME_NOT_WISHED");
}

async fn planned(life: &Life<'_>) {
    let path = life_path(life, "roles");
    let roles = |chair: Value, secretary: u16| {
        let body = json!({"chair": chair, "secretary": {"assignment": assignment(secretary)}});
        life.by(KARIN, "PUT", &path, body)
    };
    let staff = |number: u16| json!({"assignment": assignment(number)});
    roles(staff(OLLE), OLLE).await.refused(422, "CHAIR_IS_SECRETARY");
    roles(staff(GUNN), OLLE).await.refused(422, "ROLE_NOT_STAFF");
    roles(json!({"invitee": life.invitees[0]}), OLLE).await.refused(422, "ROLE_NOT_ALLOWED_FOR_PARTY");
    let agenda = json!({"items": [{"code": "custom", "title": format!("Om {}", sip_tests::life::TOPIC)}]});
    life.by(KARIN, "PUT", &life_path(life, "agenda"), agenda).await.refused(422, "EXCLUDED_TOPIC");
}

fn life_path(life: &Life<'_>, what: &str) -> String {
    format!("/meetings/{}/{what}", life.meeting)
}

async fn answered(life: &Life<'_>) {
    let psy = |what: &str| format!("/invitees/{}/{what}", life.invitees[4]);
    let lisa = json!({"assignment": assignment(LISA)});
    life.by(KARIN, "PUT", &psy("representative"), lisa).await.refused(403, "NOT_YOUR_REPRESENTATIVE");
    life.by(LISA, "PUT", &psy("answer"), json!({"accept": false})).await.refused(422, "ATTENDANCE_DUTY");
    let bo = json!({"assignment": assignment(BO), "briefed": true});
    life.by(LISA, "PUT", &psy("substitute"), bo).await.refused(422, "SUBSTITUTE_OTHER_ORGANISATION");
    let mapping = json!({"entries": [{"lifeArea": "sleep", "text": "Sover lite."}]});
    life.by(LISA, "PUT", "/mapping", mapping).await.refused(403, "MAPPING_NOT_YOURS");
    life.by(OLLE, "PUT", "/basis", json!({"purpose": "Annat."})).await.refused(403, "ROLE_PERMISSION_MISSING");
    let path = life_path(life, "record");
    let record = |body: Value| life.by(OLLE, "PUT", &path, body);
    record(life.record(&[])).await.refused(422, "MEETING_NOT_STARTED");
    life.region.set(life.meets + TimeDelta::hours(1));
    let mut some = life.record(&[]);
    some["attendance"].as_array_mut().unwrap().pop();
    record(some).await.refused(422, "ATTENDANCE_INCOMPLETE");
    let absent = life.record(&[(&life.invitees[0], "absent_notified")]);
    record(absent).await.refused(422, "INDIVIDUAL_ABSENT_WITHOUT_REASON");
}

async fn held(life: &Life<'_>) {
    let empty = life.by(OLLE, "POST", "/plan/establishment", Value::Null).await;
    let missing = [
        "WHAT_MATTERS_MISSING",
        "GOALS_INCOMPLETE",
        "NO_COORDINATOR",
        "NO_RESPONSIBLE_PRINCIPAL",
        "FOLLOW_UP_MISSING",
        "CONTINGENCY_MISSING",
        "SIGNATURE_MISSING",
    ];
    named(&empty, &missing);
    life.by(KARIN, "POST", "/closure", json!({"reason": "no_need"})).await.refused(422, "REASON_MISSING");
    let away = json!({"assignment": assignment(GUNN)});
    life.by(KARIN, "PUT", "/coordinator", away).await.refused(422, "ROLE_NOT_STAFF");
}

async fn coordinated(life: &Life<'_>) {
    let past = json!({"assignment": assignment(KARIN), "until": life.region.now().date_naive()});
    life.by(KARIN, "PUT", "/coordinator", past).await.refused(422, "DATE_IN_PAST");
    let tomorrow = life.region.now().date_naive() + Days::new(1);
    let moved = json!({"reason": "moved", "happenedOn": tomorrow});
    life.by(KARIN, "POST", "/closure", moved).await.refused(422, "DATE_IN_FUTURE");
    let goal = json!({"needs": [Uuid::now_v7()], "term": "long", "text": "Ett mål.", "lifeArea": "health"});
    life.by(KARIN, "POST", "/plan/draft/goals", goal).await.refused(422, "UNKNOWN_REFERENCE");
}

async fn drafted(life: &Life<'_>) {
    let establish = || life.by(KARIN, "POST", "/plan/establishment", Value::Null);
    named(&establish().await, &["ACTIVITY_NOT_ACCEPTED"]);
    let hsl = format!("/activities/{}/decision", life.activities[1]);
    life.by(LISA, "PUT", &hsl, json!({"decision": "accept"})).await.refused(403, "NOT_YOUR_ORGANISATION");
}

/// The plan is spoilt and mended in a revision, and the way to its end is walked with everything missing.
async fn after_the_plan(life: &mut Life<'_>) {
    life.by(KARIN, "POST", "/deliveries", json!({"kind": "relative", "name": "Lena Testsson"}))
        .await
        .refused(422, "RELATIVE_WISH_MISSING");
    let nothing = json!({"trigger": {"kind": "deviation", "id": Uuid::now_v7()}});
    life.by(KARIN, "POST", "/plan/revision", nothing).await.refused(422, "REVISION_TRIGGER_MISSING");
    named(
        &life.by(KARIN, "POST", "/closure", json!({"reason": "goals_met"})).await,
        &["FOLLOW_UP_NOT_HELD", "CLOSE_PARTY_ASSESSMENT_MISSING", "CLOSE_INDIVIDUAL_NOT_CONSULTED"],
    );
    life.follow_up_meeting().await;
    let mut bare = life.followed_up("revise");
    bare["attainments"] = json!([]);
    bare["outcome"] = Value::Null;
    named(&life.by(KARIN, "POST", "/follow-ups", bare).await, &["OUTCOME_MISSING", "ATTAINMENT_MISSING"]);
    life.by(KARIN, "POST", "/follow-ups", life.followed_up("revise")).await.made();
    let need = json!({"text": "Ett behov till.", "kind": "social", "lifeArea": "leisure"});
    let need = life.by(KARIN, "POST", "/plan/draft/needs", need).await.made();
    let establish = || life.by(KARIN, "POST", "/plan/revision/establishment", Value::Null);
    named(&establish().await, &["NEED_WITHOUT_GOAL", "FOLLOW_UP_MISSING", "INDIVIDUAL_APPROVAL_MISSING"]);
    let goal = json!({"needs": [need], "term": "long", "text": "Ett mål till.", "lifeArea": "leisure"});
    let goal = life.by(KARIN, "POST", "/plan/draft/goals", goal).await.made();
    named(&establish().await, &["GOAL_WITHOUT_ACTIVITY"]);
    let loose = json!({"goals": [goal], "what": "En promenad.", "responsible": {"kind": "individual"}});
    life.by(KARIN, "POST", "/plan/draft/activities", loose).await.made();
    named(&establish().await, &["ACTIVITY_INCOMPLETE"]);
    // A copy needs a consent that covers the plan when it is handed over.
    let case = life.seen_by(KARIN).await;
    let psy = |value: &&Value| value["unit"]["id"] == json!(unit(7)) || value["recipient"]["id"] == json!(unit(7));
    let row = case["consents"][0]["scope"].as_array().unwrap().iter().find(psy).unwrap()["id"].clone();
    let withdrawal = format!("/consents/{}/withdrawal", life.consent);
    life.by_individual("POST", &withdrawal, json!({"extent": "rows", "rows": [row]})).await.ok();
    let copies = case["deliveries"].as_array().unwrap().iter().find(|row| row["to"]["unit"]["id"] == json!(unit(7)));
    let handover = format!("/deliveries/{}/handover", copies.unwrap()["id"].as_str().unwrap());
    life.by(KARIN, "PUT", &handover, json!({"channel": "post"})).await.refused(422, "CATEGORY_NOT_CONSENTED");
}

/// Everything that can be missing when a summons is sent, and a substitute and a record that fall short.
async fn summons(region: &Region) {
    let mut life = Life::at(region, CITIZENS[2], Stage::Preparing).await;
    life.by(KARIN, "POST", "/meetings", json!({"kind": "follow_up"})).await.refused(422, "MEETING_KIND_NOT_NOW");
    life.meeting = life.by(KARIN, "POST", "/meetings", json!({"kind": "initial"})).await.made();
    let send = |life: &Life<'_>| {
        let (caller, path) = (region.staff(KARIN), format!("/cases/{}/meetings/{}/summons", life.case, life.meeting));
        async move { caller.post(&path, Value::Null).await }
    };
    named(&send(&life).await, &["MEETING_INCOMPLETE", "PREPARATION_INCOMPLETE", "SUMMONS_WITHOUT_PURPOSE"]);
    let units = [(4, Value::Null, false), (3, json!("no"), true)];
    for (place, contact, approved) in units {
        let body = json!({"kind": "organisation", "unit": unit(place), "approvedByIndividual": approved, "establishedContact": contact});
        life.by(KARIN, "POST", "/invitees", body).await.made();
    }
    named(
        &send(&life).await,
        &["CONTACT_STATUS_UNKNOWN", "INVITEE_NOT_APPROVED", "INVITEE_OUTSIDE_CONSENT", "SEPARATE_CONTACT_REQUIRED"],
    );

    let life = Life::at(region, CITIZENS[3], Stage::Summoned).await;
    let eva = json!({"assignment": assignment(EVA), "briefed": false});
    life.by(LISA, "PUT", &format!("/invitees/{}/substitute", life.invitees[4]), eva).await.ok();
    let moved = json!({"start": life.meets + TimeDelta::hours(2)});
    life.by(KARIN, "PATCH", &format!("/meetings/{}", life.meeting), moved).await.ok();
    region.set(life.meets + TimeDelta::hours(3));
    let mut record = life.record(&[]);
    let path = life_path(&life, "record");
    life.by(OLLE, "PUT", &path, record.clone()).await.refused(422, "SUMMONS_NOT_SENT");
    let again = json!({"start": life.meets + TimeDelta::hours(4)});
    life.by(KARIN, "PATCH", &format!("/meetings/{}", life.meeting), again).await.ok();
    assert_eq!(send(&life).await.status, 200);
    region.set(life.meets + TimeDelta::hours(5));
    life.by(OLLE, "PUT", &path, record.clone()).await.refused(422, "SUBSTITUTE_NOT_BRIEFED");
    let briefed = json!({"assignment": assignment(EVA), "briefed": true});
    life.by(EVA, "PUT", &format!("/invitees/{}/substitute", life.invitees[4]), briefed).await.ok();
    record["secrecyReminderDone"] = json!(false);
    life.by(OLLE, "PUT", &path, record).await.ok();
    named(&life.by(KARIN, "POST", "/plan/establishment", Value::Null).await, &["MEETING_DUTIES_MISSING"]);
}

/// What a local agreement can forbid.
async fn profile(region: &Region) {
    let admin = region.staff(SOC_ADMIN);
    let mut strict = admin.get("/profile").await.ok();
    strict["consentForms"] = json!(["oral"]);
    strict["coordinatorMayBe"] = json!({"secretary": true, "chair": false});
    region.staff(HANNA).put("/profile", strict.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    admin.put("/profile", strict).await.ok();
    let life = Life::at(region, CITIZENS[4], Stage::Accepted).await;
    life.by(KARIN, "POST", "/consents", consent(region.now())).await.refused(422, "CONSENT_FORM_NOT_ALLOWED");
    let mut usual = admin.get("/profile").await.ok();
    usual["consentForms"] = json!(["oral", "written"]);
    admin.put("/profile", usual).await.ok();
    let held = Life::at(region, CITIZENS[5], Stage::Held).await;
    let karin = json!({"assignment": assignment(KARIN)});
    held.by(KARIN, "PUT", "/coordinator", karin).await.refused(422, "COORDINATOR_ROLE_CONFLICT");
}
