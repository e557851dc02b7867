//! Scenario A1: a child with two guardians. Selma at the school takes the initiative, K-SOC coordinates, R-BUP takes part.

use crate::cross_checks;
use chrono::{Days, TimeDelta};
use serde_json::{Value, json};
use sip_tests::citizens::{ELSA, MONA, PER};
use sip_tests::client::{Answer, Who};
use sip_tests::family::{add_guardian, consent_of};
use sip_tests::life::{Life, MAPPED, need, room};
use sip_tests::region::{
    BODIL, FRIDA, GUNN, KARIN, OLLE, Region, SELMA, SOC_ADMIN, assignment, organisation, person, principal, unit,
};

/// What Elsa does not want raised.
const GRANDFATHER: &str = "Morfar och båten";
/// A goal about her health, which the school has no consent to read.
const HEALTH: &str = "Panikångesten ska släppa";

/// The case and who has been put on its lists.
struct Child<'r> {
    life: Life<'r>,
    guardians: [String; 2],
    /// Elsa, Mona, Per, K-SOC, R-BUP, the school and the grandmother.
    invitees: Vec<String>,
}

impl Child<'_> {
    /// Selma, for the school.
    async fn selma(&self, method: &str, below: &str, body: Value) -> Answer {
        self.life.by(SELMA, method, below, body).await
    }

    async fn tells(&self, of_the_child: Value) {
        self.selma("PATCH", "/child", of_the_child).await.ok();
    }

    async fn status(&self) -> Value {
        self.life.seen_by(SELMA).await["status"]["code"].clone()
    }
}

#[actix_web::test]
async fn a_child_with_two_guardians() {
    let region = Region::start().await;
    // Elsa is nine.
    region.at("2026-03-02T08:00:00Z");
    let mut child = reported(&region).await;
    offered(&child).await;
    consented(&child).await;
    prepared(&child).await;
    invited(&mut child).await;
    held(&child).await;
    written(&mut child).await;
    established(&child).await;
    read_in_the_portal(&child).await;
    nothing_of_her_health_at_school(&child).await;
    let life = &child.life;
    cross_checks::strangers_among(life, &[GUNN, FRIDA]).await;
    cross_checks::history(life, KARIN).await;
    cross_checks::log(life).await;
    cross_checks::portal(life).await;
    cross_checks::numbers(life);
    for call in region.calls().iter().filter(|call| matches!(call.who, Who::Citizen { .. })) {
        assert!(!call.body.to_string().contains(GRANDFATHER), "{} {}", call.method, call.path);
    }
    region.stop().await;
}

/// 1: the school may initiate where the agreement says so, and has three days to start.
async fn reported(region: &Region) -> Child<'_> {
    let selma = region.staff(SELMA);
    selma.post("/cases", need(ELSA, region.now())).await.refused(422, "SECTOR_MAY_NOT_INITIATE");
    let mut profile = region.staff(SOC_ADMIN).get("/profile").await.ok();
    profile["initiatingSectors"].as_array_mut().unwrap().push(json!("school"));
    region.staff(SOC_ADMIN).put("/profile", profile).await.ok();
    let answer = selma.post("/cases", need(ELSA, region.now())).await;
    assert_eq!(answer.body["status"]["code"], "need_identified");
    let life = Life::of(region, ELSA, answer.made());
    let due = region.worklist(SELMA).await;
    let start = due.iter().find(|row| row["key"] == "start_work").unwrap();
    assert_eq!((&start["case"], &start["due"]), (&json!(life.case), &json!("2026-03-05T23:00:00Z")));
    let guardians = [add_guardian(&life, SELMA, MONA).await, add_guardian(&life, SELMA, PER).await];
    Child { life, guardians, invitees: Vec::new() }
}

/// 2: in words and in writing, and to the child itself.
async fn offered(child: &Child<'_>) {
    let now = child.life.region.now();
    let offer = || child.selma("POST", "/offer", Value::Null);
    child.selma("PUT", "/information-given", json!({"oralAt": now})).await.ok();
    offer().await.refused(422, "INFORMATION_INCOMPLETE");
    child.selma("PUT", "/information-given", json!({"writtenAt": now})).await.ok();
    offer().await.refused(422, "CHILD_NOT_INFORMED");
    child.tells(json!({"informedAt": now})).await;
    assert_eq!(offer().await.ok()["status"]["code"], "offered");
    child.life.by_citizen(MONA, "POST", "/offer-answer", json!({"answer": "accepted"})).await.ok();
}

fn consent(child: &Child<'_>, guardian: usize) -> Value {
    let now = child.life.region.now();
    let mut given = consent_of(&child.guardians[guardian], now);
    let row = |place: u16, categories: Value| json!({"recipient": unit(place), "purpose": "Planera stödet kring skolan.", "categories": categories});
    let all = json!(["school", "health", "plan_document"]);
    given["scope"] = json!([row(1, all.clone()), row(4, all), row(6, json!(["school", "plan_document"]))]);
    given["validTo"] = json!(now + TimeDelta::days(182));
    given
}

/// 3 and 4: one guardian is not enough, an oral consent is written down, and the child is asked.
async fn consented(child: &Child<'_>) {
    let (region, start) = (child.life.region, || child.selma("POST", "/preparation", Value::Null));
    let early = start().await;
    assert!(early.names("CHILD_NOT_ASKED"), "{}", early.body);
    early.refused(422, "GUARDIAN_CONSENT_MISSING");
    child.selma("POST", "/consents", consent(child, 0)).await.made();
    start().await.refused(422, "GUARDIAN_CONSENT_MISSING");
    let mut oral = consent(child, 1);
    oral["form"] = json!("oral");
    (oral["receivedBy"], oral["receivedAt"]) = (json!("Selma Påhittsson"), json!(region.now()));
    child.selma("POST", "/consents", oral.clone()).await.refused(422, "ORAL_CONSENT_UNDOCUMENTED");
    oral["journalNote"] =
        json!({"organisation": organisation(6), "reference": "Elevakten 2026-03-02", "at": region.now()});
    child.selma("POST", "/consents", oral).await.made();
    start().await.refused(422, "CHILD_NOT_ASKED");
    child.tells(json!({"askedAt": region.now(), "answer": "Ja, om mamma pratar."})).await;
    assert_eq!(start().await.ok()["status"]["code"], "preparing");
}

/// 5 and 6: first what the planning is for, then the mapping; and nothing about grandfather.
async fn prepared(child: &Child<'_>) {
    let entries = json!({"entries": [{"lifeArea": "sleep", "text": MAPPED}]});
    child.selma("PUT", "/mapping", entries.clone()).await.refused(422, "BASIS_MISSING");
    child.selma("PUT", "/basis", json!({"purpose": "Samordna stödet kring skolan."})).await.ok();
    child.selma("PUT", "/mapping", entries.clone()).await.ok();
    // Before the summons R-BUP is told of no case.
    child.life.by(BODIL, "PUT", "/mapping", entries).await.refused(404, "NOT_FOUND");
    let mut told = sip_tests::life::preparation(child.life.region.now());
    told["excludedTopics"] = json!([{"text": GRANDFATHER}]);
    child.selma("PATCH", "/preparation", told).await.ok();
}

/// 7: who comes, with the guardians' yes; and the summons.
async fn invited(child: &mut Child<'_>) {
    let meeting = json!({"kind": "initial", "start": child.life.meets, "durationMinutes": 60, "form": "physical",
        "place": room(), "roomBooked": true, "purpose": "Planera stödet kring skolan."});
    child.life.meeting = child.selma("POST", "/meetings", meeting).await.made();
    let roles = json!({"chair": {"assignment": assignment(SELMA)}, "secretary": {"assignment": assignment(OLLE)}});
    let case = child.life.seen_by(SELMA).await;
    let (topic, question) = (&case["excludedTopics"]["topics"][0]["id"], &case["preparation"]["questions"][0]["id"]);
    assert!(topic.is_string(), "{}", case["excludedTopics"]);
    let agenda = json!({"items": [{"code": "custom", "title": "Sommaren", "touchesTopic": topic}]});
    let path = format!("/meetings/{}", child.life.meeting);
    child.selma("PUT", &format!("{path}/agenda"), agenda).await.refused(422, "EXCLUDED_TOPIC");
    let mut rows = vec![json!({"kind": "individual", "approvedByIndividual": true})];
    rows.extend(
        child.guardians.iter().map(|id| json!({"kind": "guardian", "guardian": id, "approvedByIndividual": true})),
    );
    for (place, profession) in [(1, "socialsekreterare"), (4, "psykolog"), (6, "kurator")] {
        rows.push(json!({"kind": "organisation", "unit": unit(place), "approvedByIndividual": true, "establishedContact": "yes",
            "wishedProfession": profession, "purpose": "Berätta vad ni kan göra.", "questions": [question]}));
    }
    let mut grandmother =
        json!({"kind": "relative", "name": "Gun Provdotter", "relation": "mormor", "approvedByIndividual": false});
    child.selma("POST", "/invitees", grandmother.clone()).await.refused(422, "INVITEE_NOT_APPROVED");
    grandmother["approvedByIndividual"] = json!(true);
    rows.push(grandmother);
    for row in rows {
        let invitee = child.selma("POST", "/invitees", row).await.made();
        child.invitees.push(invitee);
    }
    child.selma("PUT", &format!("{path}/roles"), roles).await.ok();
    assert_eq!(child.selma("POST", &format!("{path}/summons"), Value::Null).await.ok()["status"]["code"], "summoned");
    let entries = json!({"entries": [{"lifeArea": "sleep", "text": "Sover dåligt."}]});
    child.life.by(BODIL, "PUT", "/mapping", entries).await.refused(403, "MAPPING_NOT_YOURS");
    for (who, invitee) in [(KARIN, 3), (BODIL, 4), (SELMA, 5)] {
        let path = format!("/invitees/{}/representative", child.invitees[invitee]);
        child.life.by(who, "PUT", &path, json!({"assignment": assignment(who)})).await.ok();
    }
}

/// 8 and 9: Elsa stays at home, by a decision with its reason; and one person does not both lead and write.
async fn held(child: &Child<'_>) {
    let region = child.life.region;
    child
        .tells(json!({"participates": false, "participationReason": "Elsa är nio år och orkar inte sitta med så många vuxna.",
            "wishes": "Att få börja dagen i det lilla rummet."}))
        .await;
    region.set(child.life.meets + TimeDelta::hours(2));
    let how = |at: usize| if at == 0 { "absent_notified" } else { "in_person" };
    let rows: Vec<Value> = child
        .invitees
        .iter()
        .enumerate()
        .map(|(at, invitee)| json!({"invitee": invitee, "attendance": how(at)}))
        .collect();
    let mut record = json!({"attendance": rows, "rolesPresent": true, "secrecyReminderDone": true,
        "understoodAndAgreed": true, "chair": assignment(SELMA), "secretary": assignment(SELMA)});
    let path = format!("/meetings/{}/record", child.life.meeting);
    child.life.by(OLLE, "PUT", &path, record.clone()).await.refused(422, "CHAIR_IS_SECRETARY");
    record["secretary"] = json!(assignment(OLLE));
    child.life.by(OLLE, "PUT", &path, record).await.ok();
    assert_eq!(child.status().await, "meeting_held");
}

/// K-SOC coordinates and writes the plan; each organisation answers for its own.
async fn written(child: &mut Child<'_>) {
    let karin = |method: &'static str, below: String, body: Value| {
        let life = &child.life;
        async move { life.by(KARIN, method, &below, body).await }
    };
    child.selma("PUT", "/coordinator", json!({"assignment": assignment(KARIN)})).await.ok();
    let follow_up = child.life.meets.date_naive() + Days::new(90);
    let frame = json!({"whatMatters": "Att skolan ska kännas bra igen.", "overallGoal": "En lugn skoldag.",
        "principalResponsible": principal(1), "noContingencyForeseen": true,
        "followUp": {"kind": "planned", "date": follow_up, "place": room()}});
    karin("PATCH", "/plan/draft".to_owned(), frame).await.ok();
    let mut goals = Vec::new();
    for (area, term, text) in [("health", "long", HEALTH), ("occupation", "short", "Elsa är i skolan varje dag.")] {
        let need = json!({"text": text, "kind": "psychological", "lifeArea": area});
        let need = karin("POST", "/plan/draft/needs".to_owned(), need).await.made();
        let goal = json!({"needs": [need], "term": term, "text": text, "lifeArea": area});
        goals.push(karin("POST", "/plan/draft/goals".to_owned(), goal).await.made());
    }
    for (who, place, goal, what) in
        [(KARIN, 1, 1, "Familjestöd"), (BODIL, 4, 0, HEALTH), (SELMA, 6, 1, "Ett lugnt rum")]
    {
        let activity = json!({"goals": [goals[goal]], "what": what, "from": follow_up - Days::new(80),
            "howOften": "Varje vecka", "place": "Skolan", "responsible": {"kind": "unit", "unit": unit(place)}});
        let activity = karin("POST", "/plan/draft/activities".to_owned(), activity).await.made();
        if who != KARIN {
            let path = format!("/activities/{activity}/decision");
            child.life.by(who, "PUT", &path, json!({"decision": "accept"})).await.ok();
        }
    }
    child.life.goals = goals;
}

/// 10: no plan before the child's wishes have been conveyed.
async fn established(child: &Child<'_>) {
    let establish = || child.life.by(KARIN, "POST", "/plan/establishment", Value::Null);
    let early = establish().await;
    assert!(early.names("SIGNATURE_MISSING"), "{}", early.body);
    early.refused(422, "CHILD_WISHES_NOT_CONVEYED");
    child.tells(json!({"conveyedBy": MONA.name, "conveyedAt": child.life.region.now()})).await;
    establish().await.refused(422, "SIGNATURE_MISSING");
    for invitee in &child.invitees[1..] {
        let signature = json!({"invitee": invitee, "name": "Namn Testnamn", "method": "paper"});
        child.life.by(KARIN, "POST", "/signatures", signature).await.ok();
    }
    assert_eq!(establish().await.ok()["status"]["code"], "active");
}

/// 11: both guardians read the plan, neither the mapping, and each sees who has looked.
async fn read_in_the_portal(child: &Child<'_>) {
    for guardian in [MONA, PER] {
        let plan = child.life.by_citizen(guardian, "GET", "/plan", Value::Null).await.ok();
        assert_eq!(plan["current"]["content"]["goals"][0]["text"], HEALTH, "{}", guardian.name);
        let shown = child.life.by_citizen(guardian, "GET", "", Value::Null).await.ok();
        assert_eq!((&shown["actingAs"], &shown["mapping"]), (&json!("guardian"), &Value::Null));
    }
    let rows = child.life.by_citizen(PER, "GET", "/access-log?limit=100", Value::Null).await.ok();
    let rows = rows["items"].as_array().unwrap();
    let Who::Staff { staff, .. } = child.life.region.staff(SELMA).who else { panic!("Selma is staff") };
    assert!(rows.iter().any(|row| row["staff"] == json!(staff) && row["unit"] == json!(unit(6))));
    assert!(rows.iter().any(|row| row["person"] == json!(person(MONA)) && row["operation"] == "getMyPlan"));
}

/// 12: the school took the initiative, and reads what the guardians have said that it may.
async fn nothing_of_her_health_at_school(child: &Child<'_>) {
    let mapped = json!({"entries": [{"lifeArea": "health", "text": HEALTH}, {"lifeArea": "sleep", "text": MAPPED}]});
    child.life.by(KARIN, "PUT", "/mapping", mapped).await.ok();
    let at_school = child.life.seen_by(SELMA).await;
    assert!(!at_school["planVersions"][0]["content"]["activities"].as_array().unwrap().is_empty(), "{at_school}");
    assert!(!at_school.to_string().contains(HEALTH), "{at_school}");
    assert_eq!(at_school["mapping"], Value::Null);
    assert!(child.life.seen_by(BODIL).await.to_string().contains(HEALTH));
    let version = child.selma("GET", "/plan/versions/1", Value::Null).await.ok();
    assert!(!version.to_string().contains(HEALTH), "{version}");
}
