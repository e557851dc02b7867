//! The portal for somebody else: guardians of a child, a representative, and whoever only asks.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use sip_domain::command::{ChildPatch, Command, GuardianInput, PersonCommand, RepresentativeInput};
use sip_domain::model::RepresentativeKind;
use sip_domain::text::Text;
use sip_tests::client::Answer;
use sip_tests::life::{Life, Stage, need};
use sip_tests::region::{ANNA, CITIZENS, Citizen, KARIN, MARIA, Region, unit};
use sip_tests::seeding::{ELSA, GOSTA, MONA, PER, give, person};

/// A request by a citizen below the case, after a fresh look at it.
async fn by(life: &Life<'_>, who: Citizen, method: &str, below: &str, body: Value) -> Answer {
    let (caller, path) = (life.region.citizen(who), format!("/me/cases/{}", life.case));
    if method != "GET" {
        caller.get(&path).await;
    }
    caller.send(method.parse().unwrap(), &format!("{path}{below}"), body, &[]).await
}

fn person_command(life: &Life<'_>, command: PersonCommand) {
    give(life.region, KARIN, &life.case, Command::Person(Box::new(command)));
}

/// Elsa's case, offered: she has been told and asked, and has two guardians.
async fn child(region: &Region) -> Life<'_> {
    let mut life = Life::report(region, ELSA).await;
    for guardian in [MONA, PER] {
        let since = NaiveDate::from_ymd_opt(2017, 1, 2).unwrap();
        let input = GuardianInput { person: person(region, guardian).await, since };
        person_command(&life, PersonCommand::AddGuardian(input));
    }
    let told = ChildPatch { informed_at: Some(region.now()), asked_at: Some(region.now()), ..ChildPatch::default() };
    person_command(&life, PersonCommand::RecordChild(told));
    life.seen_by(KARIN).await;
    life.go_to(Stage::Offered).await;
    life
}

#[actix_web::test]
async fn two_guardians_answer_and_consent_for_their_child() {
    let region = Region::start().await;
    let life = child(&region).await;
    let me = region.citizen(MONA).get("/me").await.ok();
    assert_eq!(
        (&me["cases"][0]["id"], &me["cases"][0]["actingAs"], &me["cases"][0]["about"]),
        (&json!(life.case), &json!("guardian"), &json!(ELSA.name))
    );
    let answered = by(&life, MONA, "POST", "/offer-answer", json!({"answer": "accepted"})).await.ok();
    assert_eq!((&answered["offer"]["answeredBy"], &answered["actingAs"]), (&json!(MONA.name), &json!("guardian")));

    // One of two is not enough, and neither speaks for the other.
    let given = by(&life, MONA, "POST", "/consents", crate::portal_consent::own(&region)).await;
    assert_eq!(given.body["consents"][0]["giver"]["kind"], "guardian");
    let of_mona = given.made();
    life.seen_by(KARIN).await;
    life.by(KARIN, "POST", "/preparation", Value::Null).await.refused(422, "GUARDIAN_CONSENT_MISSING");
    by(&life, PER, "POST", &format!("/consents/{of_mona}/withdrawal"), json!({"extent": "whole"}))
        .await
        .refused(403, "ROLE_PERMISSION_MISSING");
    by(&life, PER, "POST", "/consents", crate::portal_consent::own(&region)).await.made();
    life.seen_by(KARIN).await;
    life.by(KARIN, "POST", "/preparation", Value::Null).await.ok();

    let list = by(&life, PER, "GET", "/consents", Value::Null).await.ok();
    let rows: Vec<(&Value, &Value)> =
        list["items"].as_array().unwrap().iter().map(|held| (&held["givenBy"], &held["isMine"])).collect();
    assert_eq!(rows, [(&json!(MONA.name), &json!(false)), (&json!(PER.name), &json!(true))]);
    let shown = by(&life, PER, "GET", "", Value::Null).await.ok();
    let links = shown["_links"].as_array().unwrap().iter().filter(|link| link["rel"] == "withdraw_consent");
    assert!(
        links.clone().count() == 1 && links.into_iter().all(|link| !link["href"].as_str().unwrap().contains(&of_mona))
    );
    by(&life, PER, "PATCH", "/preparation", json!({"whatMatters": "Att Elsa har det bra i skolan."})).await.ok();
    by(&life, PER, "GET", "/access-log", Value::Null).await.ok();

    // At thirteen Elsa's guardians lose the portal, by the default of the region.
    region.set(region.now().with_year(2030).unwrap());
    by(&life, MONA, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    assert_eq!(region.citizen(MONA).get("/me").await.ok()["cases"], json!([]));
    region.stop().await;
}

#[actix_web::test]
async fn a_representative_does_what_the_individual_can_while_the_mandate_lasts() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Preparing).await;
    by(&life, GOSTA, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    let last = region.now().date_naive() + chrono::Days::new(30);
    let input = RepresentativeInput {
        person: person(&region, GOSTA).await,
        kind: RepresentativeKind::GodMan,
        scope_text: Text::parse("Bevaka rätt och sörja för person.").unwrap(),
        valid_from: region.now().date_naive(),
        valid_to: Some(last),
        document_seen: true,
        attends_instead: false,
        individual_agrees: true,
    };
    person_command(&life, PersonCommand::AddRepresentative(input));
    let shown = by(&life, GOSTA, "PATCH", "/preparation", json!({"whatMatters": "Att Maria bor kvar."})).await.ok();
    assert_eq!((&shown["actingAs"], &shown["about"]), (&json!("representative"), &json!(MARIA.name)));
    let given = by(&life, GOSTA, "POST", "/consents", crate::portal_consent::own(&region)).await;
    assert_eq!(given.body["consents"][1]["giver"]["kind"], "representative");
    by(&life, GOSTA, "POST", "/signatures", json!({"method": "electronic"})).await.refused(422, "UNKNOWN_REFERENCE");
    by(&life, GOSTA, "POST", "/survey", json!({"state": "answered"})).await.refused(403, "ROLE_PERMISSION_MISSING");
    by(&life, GOSTA, "POST", "/objections", json!({"text": "Maria håller inte med."})).await.ok();
    // The individual has the portal beside the representative, and takes back what was given for her.
    let given = by(&life, MARIA, "GET", "/consents", Value::Null).await.ok()["items"][1].clone();
    assert_eq!((&given["givenBy"], &given["isMine"]), (&json!(GOSTA.name), &json!(false)));
    let path = format!("/consents/{}/withdrawal", given["id"].as_str().unwrap());
    by(&life, MARIA, "POST", &path, json!({"extent": "whole"})).await.ok();
    region.days(31);
    by(&life, GOSTA, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    region.stop().await;
}

fn request(individual: &Value) -> Value {
    json!({"unit": unit(3), "name": MONA.name, "contact": {"phone": "070-174 06 05"}, "description": "Elsa behöver en plan.",
        "as": "guardian", "individual": individual})
}

fn elsa() -> Value {
    json!({"identity": {"kind": "personnummer", "value": ELSA.identity}, "name": ELSA.name})
}

#[actix_web::test]
async fn whoever_asks_for_another_sees_the_request_and_not_the_person() {
    let region = Region::start().await;
    // The unit has a case for Elsa already; that is not told.
    let known = region.staff(ANNA).post("/cases", need(ELSA, region.now())).await.made();
    let mona = region.citizen(MONA);
    let mut lone = request(&elsa());
    lone.as_object_mut().unwrap().remove("as");
    mona.post("/me/requests", lone).await.refused(400, "FIELD_INVALID");
    let mut own = elsa();
    own["identity"]["value"] = json!(MONA.identity);
    mona.post("/me/requests", request(&own)).await.refused(400, "FIELD_INVALID");
    let mut wrong = request(&Value::Null);
    wrong.as_object_mut().unwrap().remove("individual");
    mona.post("/me/requests", wrong).await.refused(400, "FIELD_INVALID");

    let asked = mona.post("/me/requests", request(&elsa())).await;
    assert_eq!((&asked.body["actingAs"], &asked.body["about"]), (&json!("requester"), &json!(ELSA.name)));
    assert_eq!((&asked.body["status"]["code"], &asked.body["person"]["id"]), (&json!("need_identified"), &Value::Null));
    let life = Life::of(&region, ELSA, asked.made());
    let (listed, me) = (mona.get("/me/cases").await.ok(), mona.get("/me").await.ok());
    assert!(!listed.to_string().contains(&known) && !me.to_string().contains(&known));
    assert_eq!(
        (&listed["items"][0]["actingAs"], &me["cases"][0]["actingAs"]),
        (&json!("requester"), &json!("requester"))
    );
    by(&life, MONA, "GET", "/access-log", Value::Null).await.refused(403, "ROLE_PERMISSION_MISSING");
    by(&life, MONA, "POST", "/consents", crate::portal_consent::own(&region))
        .await
        .refused(403, "ROLE_PERMISSION_MISSING");
    by(&life, MONA, "POST", "/objections", json!({"text": "Nej."})).await.refused(403, "ROLE_PERMISSION_MISSING");
    let rels: Vec<Value> =
        me["cases"][0]["_links"].as_array().unwrap().iter().map(|link| link["rel"].clone()).collect();
    assert_eq!(rels, ["self", "actions"]);

    assert_eq!(me["cases"][0]["request"], "waiting");

    // The unit learns who asks and whom to call; Elsa herself has the request among her cases.
    let seen = life.seen_by(ANNA).await;
    assert_eq!(
        (&seen["need"]["source"], &seen["need"]["sourceDetail"]),
        (&json!("guardian"), &json!("Mona Provdotter, 070-174 06 05"))
    );
    life.by(ANNA, "POST", "/taking", Value::Null).await.ok();
    assert_eq!(region.citizen(ELSA).get("/me").await.ok()["cases"].as_array().unwrap().len(), 2);

    // That it was answered is told; what came of it is Elsa's and her guardians' matter.
    let own = json!({"text": "Jag vill ha det lugnt."});
    life.by(ANNA, "PUT", "/own-assessment", own).await.ok();
    let reason = "Behovet tillgodoses helt av vårdcentralen; ingen insats från kommunen är aktuell.";
    region.days(1);
    life.by(ANNA, "POST", "/refusal", json!({"reason": reason, "individualInformedAt": region.now()})).await.ok();
    let shown = by(&life, MONA, "GET", "", Value::Null).await.ok();
    assert_eq!((&shown["request"], &shown["status"]["code"]), (&json!("answered"), &json!("need_identified")));
    assert!(!shown.to_string().contains(reason) && shown["lastEventAt"] == shown["createdAt"], "{shown}");
    region.stop().await;
}

#[actix_web::test]
async fn the_same_answer_whether_or_not_the_person_is_known() {
    let region = Region::start().await;
    region.staff(ANNA).post("/cases", need(ELSA, region.now())).await.made();
    let mut answers = Vec::new();
    for individual in
        [elsa(), json!({"identity": {"kind": "personnummer", "value": CITIZENS[7].identity}, "name": ELSA.name})]
    {
        let mut body = region.citizen(MONA).post("/me/requests", request(&individual)).await.body;
        for field in ["id", "_links"] {
            body.as_object_mut().unwrap().remove(field);
        }
        answers.push(body);
    }
    assert_eq!(answers[0], answers[1]);
    region.stop().await;
}
