//! Roads beside the main one where doors close: a case opened by mistake, and a person whose identity is protected.

use crate::cross_checks;
use chrono::Days;
use serde_json::{Value, json};
use sip_tests::citizens::{GOSTA, MONA, PER};
use sip_tests::client::Who;
use sip_tests::family::Family;
use sip_tests::life::{Life, Stage};
use sip_tests::region::{
    ANNA, BO, HANNA, KARIN, KARIN_AS_ADMIN, LISA, MARIA, OLLE, PSY_ADMIN, Region, SOC_ADMIN, SOC_AUDITOR, VC_AUDITOR,
    assignment,
};
use std::collections::BTreeSet;

/// The rows of the auditor's own organisation about the case.
async fn audited(life: &Life<'_>, auditor: u16, filter: &str) -> Vec<Value> {
    let path = format!("/access-log?from=2027-01-01&to=2028-12-31&limit=100&case={}{filter}", life.case);
    let page = life.region.staff(auditor).get(&path).await.ok();
    assert!(page["_meta"]["totalRecords"].as_u64().unwrap() <= 100, "{}", page["_meta"]);
    page["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_mistake_is_undone_by_two() {
    let region = Region::start().await;
    let life = Life::at(&region, MARIA, Stage::Summoned).await;
    let confirm = |by: u16| life.by(by, "POST", "/voiding/confirmation", Value::Null);
    confirm(SOC_ADMIN).await.refused(422, "SECOND_PERSON_REQUIRED");
    let reason = json!({"reason": "Ärendet öppnades för fel person."});
    life.by(LISA, "POST", "/voiding", reason.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    let asked = life.by(KARIN, "POST", "/voiding", reason.clone()).await.ok();
    assert_eq!(
        (&asked["status"]["code"], &asked["voidingRequest"]["reason"]),
        (&json!("summoned"), &json!("Ärendet öppnades för fel person."))
    );
    assert_eq!(asked["voidingRequest"]["by"]["name"], "Karin Testlund");
    life.by(KARIN, "POST", "/voiding", reason).await.refused(422, "ALREADY_DONE");
    // Not Karin herself, under whichever assignment, nor another principal.
    confirm(KARIN).await.refused(403, "ROLE_PERMISSION_MISSING");
    let herself = region.staff_under(KARIN, KARIN_AS_ADMIN, 1);
    let path = format!("/cases/{}/voiding/confirmation", life.case);
    herself.post(&path, Value::Null).await.refused(422, "SECOND_PERSON_REQUIRED");
    confirm(PSY_ADMIN).await.refused(403, "ROLE_PERMISSION_MISSING");
    cross_checks::hold(&life, KARIN).await;

    let done = confirm(SOC_ADMIN).await;
    assert_eq!((done.status, done.body), (204, Value::Null));
    for who in [KARIN, OLLE, ANNA, LISA, SOC_ADMIN, PSY_ADMIN] {
        for below in ["", "/history", "/actions", "/plan/versions"] {
            life.by(who, "GET", below, Value::Null).await.refused(404, "NOT_FOUND");
        }
        assert!(region.worklist(who).await.iter().all(|row| row["case"] != life.case), "{who}");
        let listed = region.staff(who).get("/cases").await.ok();
        assert!(!listed.to_string().contains(&life.case), "{who}: {listed}");
    }
    confirm(SOC_ADMIN).await.refused(404, "NOT_FOUND");
    for below in ["", "/plan", "/access-log", "/consents"] {
        life.by_individual("GET", below, Value::Null).await.refused(404, "NOT_FOUND");
    }
    assert_eq!(region.citizen(MARIA).get("/me").await.ok()["cases"], json!([]));
    assert_eq!(region.citizen(MARIA).get("/me/cases").await.ok()["items"], json!([]));
    assert_eq!(region.measure(SOC_ADMIN, "needs").await, None);
    // The log and the journal are kept.
    let refused = audited(&life, SOC_AUDITOR, "&refused=true").await;
    assert!(refused.iter().any(|row| row["operation"] == "getCase" && row["outcome"] == "not_found"), "{refused:?}");
    assert!(region.verified().is_clean());
    // And a case for the right person can be opened.
    region.staff(KARIN).post("/cases", sip_tests::life::need(MARIA, region.now())).await.made();
    region.stop().await;
}

/// Where somebody can be found or reached, in what the case holds.
const PLACES: [&str; 7] = ["rum Eken", "Hemma", "010-000 00", "070-174", "Storgatan", "municipality", "Kommunhuset"];

/// A plan under revision with as many kinds of things in it as have a page, then protected. Karin and Olle may open it.
async fn protected(region: &Region) -> Life<'_> {
    let life = Life::at(region, MARIA, Stage::Active).await;
    let add = |below: &'static str, body: Value| {
        let life = &life;
        async move { life.by(KARIN, "POST", below, body).await }
    };
    add("/representatives", json!({"identity": {"kind": "personnummer", "value": GOSTA.identity}, "name": GOSTA.name,
        "contact": {"phone": "070-174 06 05", "address": "Storgatan 1"}, "kind": "god_man", "scopeText": "Sörja för person.",
        "validFrom": "2027-03-01", "documentSeen": true})).await.made();
    let change = add("/material-changes", json!({"text": "Maria måste flytta."})).await.made();
    add("/deviations", json!({"text": "Besöken uteblev."})).await.made();
    let due = region.now().date_naive() + Days::new(9);
    let about =
        json!({"about": "Vem som kommer.", "way": "deliberation", "parties": [sip_tests::region::unit(1)], "due": due});
    add("/disagreements", about).await.made();
    add("/contact-attempts", json!({"note": "Ringde."})).await.ok();
    add("/plan/revision", json!({"trigger": {"kind": "material_change", "id": change}})).await.ok();
    add(
        "/plan/draft/contact-persons",
        json!({"organisation": "K-SOC", "name": "Karin Testlund", "phone": "010-000 00 11"}),
    )
    .await
    .made();
    let readers = json!({"level": "protected_registration", "readers": [assignment(OLLE)]});
    life.by(LISA, "PUT", "/protection", readers.clone()).await.refused(403, "ROLE_PERMISSION_MISSING");
    let done = life.by(KARIN, "PUT", "/protection", readers).await.ok();
    assert_eq!(done["protection"]["isProtected"], true, "{}", done["protection"]);
    life
}

#[actix_web::test]
async fn a_protected_case_exists_for_those_who_are_named() {
    let region = Region::start().await;
    let life = protected(&region).await;
    let identity = json!({"identity": {"kind": "personnummer", "value": MARIA.identity}, "reason": "Hon ringde."});
    for who in [ANNA, HANNA, LISA, BO, SOC_ADMIN, PSY_ADMIN] {
        for below in ["", "/plan/versions/1", "/protection", "/history"] {
            life.by(who, "GET", below, Value::Null).await.refused(404, "NOT_FOUND");
        }
        assert!(region.worklist(who).await.iter().all(|row| row["case"] != life.case), "{who}");
        let listed = region.staff(who).get("/cases").await.ok();
        assert!(!listed.to_string().contains(&life.case), "{who}: {listed}");
        if ![SOC_ADMIN, PSY_ADMIN].contains(&who) {
            assert_eq!(
                region.staff(who).post("/cases/search", identity.clone()).await.ok()["items"],
                json!([]),
                "{who}"
            );
        }
    }
    region.client_of(KARIN).get(&format!("/cases/{}", life.case)).await.refused(404, "NOT_FOUND");
    // Who is not on the list gets no role, and a name on the list is none.
    let hanna = json!({"assignment": assignment(HANNA)});
    life.by(KARIN, "PUT", "/coordinator", hanna).await.refused(422, "READER_NOT_NAMED");
    let list = region.staff(KARIN).get("/cases").await.ok();
    let own = list["items"].as_array().unwrap().iter().find(|row| row["id"] == life.case).unwrap();
    assert_eq!(own["name"], Value::Null);
    for who in [KARIN, OLLE] {
        let due = region.worklist(who).await;
        assert!(due.iter().filter(|row| row["case"] == life.case).all(|row| row["name"].is_null()), "{who}: {due:?}");
    }
    assert!(region.worklist(KARIN).await.iter().any(|row| row["case"] == life.case));
    assert_eq!(region.measure(SOC_ADMIN, "needs").await, None);
    assert_eq!(life.seen_by(OLLE).await["protection"]["readers"], json!([]));
    cross_checks::hold(&life, KARIN).await;
    region.stop().await;
}

#[actix_web::test]
async fn where_a_protected_person_can_be_found_is_in_no_answer() {
    let region = Region::start().await;
    let life = protected(&region).await;
    let before = region.calls().len();
    let document: Value = region.server.get("/sip/v1/openapi.json").send().await.unwrap().json().await.unwrap();
    let mut seen = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/sip/v1").unwrap();
        let Some(operation) = item["get"]["operationId"].as_str().filter(|_| path.contains("{caseId}")) else {
            continue;
        };
        for below in pages(&life, path).await {
            let answer = if path.starts_with("/me") {
                life.by_individual("GET", &below, Value::Null).await
            } else {
                life.by(KARIN, "GET", &below, Value::Null).await
            };
            if answer.status == 200 {
                seen.insert(operation);
            }
        }
    }
    for page in [
        "getCase",
        "getDraft",
        "getActivity",
        "getContingency",
        "getContactPerson",
        "getPlanVersion",
        "getMeeting",
        "listSummonses",
        "getRepresentative",
        "getCoordinator",
        "getMyCase",
        "getMyPlan",
        "listMySummonses",
        "listDeliveries",
    ] {
        assert!(seen.contains(page), "{page} was not seen: {seen:?}");
    }
    for call in &region.calls()[before..] {
        let told = call.body.to_string();
        for place in PLACES {
            assert!(!told.contains(place), "{place} in {} {}: {told}", call.method, call.path);
        }
    }
    region.stop().await;
}

/// The pages below the case that a path of the document stands for: itself, or one for each thing in the list above it.
async fn pages(life: &Life<'_>, path: &str) -> Vec<String> {
    let below = path.split_once("{caseId}").unwrap().1;
    let Some((list, rest)) = below.split_once("/{") else { return vec![below.to_owned()] };
    let after = rest.split_once('}').unwrap().1;
    let is_mine = path.starts_with("/me");
    let of_draft = list.strip_prefix("/plan/draft/");
    let above = if of_draft.is_some() { "/plan/draft" } else { list };
    let found = if is_mine {
        life.by_individual("GET", above, Value::Null).await.ok()
    } else {
        life.by(KARIN, "GET", above, Value::Null).await.ok()
    };
    let key = match of_draft {
        Some("contact-persons") => "contactPersons",
        Some(other) => other,
        None => "items",
    };
    let id = |row: &Value| row["id"].as_str().map_or_else(|| row["number"].to_string(), str::to_owned);
    let ids = found[key].as_array().into_iter().flatten().map(id);
    ids.map(|id| format!("{list}/{id}{after}")).collect()
}

#[actix_web::test]
async fn every_look_at_a_protected_case_stands_out_in_the_log() {
    let region = Region::start().await;
    let life = protected(&region).await;
    life.seen_by(KARIN).await;
    life.by(BO, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    life.by(ANNA, "GET", "", Value::Null).await.refused(404, "NOT_FOUND");
    for (auditor, who, outcome) in
        [(SOC_AUDITOR, KARIN, "done"), (SOC_AUDITOR, BO, "not_found"), (VC_AUDITOR, ANNA, "not_found")]
    {
        let Who::Staff { staff, .. } = region.staff(who).who else { panic!("{who} is staff") };
        let rows = audited(&life, auditor, &format!("&alarms=true&staff={staff}")).await;
        let row = rows.first().unwrap();
        assert_eq!(
            (&row["operation"], &row["outcome"], &row["alarm"], &row["case"]),
            (&json!("getCase"), &json!(outcome), &json!(true), &json!(life.case))
        );
        assert!(rows.iter().all(|row| row["alarm"] == true));
    }
    let all = audited(&life, VC_AUDITOR, "").await;
    assert!(all.iter().any(|row| row["alarm"] == false), "before the protection there was nothing to stand out");
    region.stop().await;
}

#[actix_web::test]
async fn protection_breaks_the_link_between_child_and_guardian() {
    let region = Region::start().await;
    let family = Family::at(&region, Stage::Active).await;
    let life = &family.life;
    for guardian in [MONA, PER] {
        life.by_citizen(guardian, "GET", "/plan", Value::Null).await.ok();
    }
    life.by(KARIN, "PUT", "/protection", json!({"level": "marking", "readers": [assignment(OLLE)]})).await.ok();
    for guardian in [MONA, PER] {
        for below in ["", "/plan", "/access-log", "/consents"] {
            life.by_citizen(guardian, "GET", below, Value::Null).await.refused(404, "NOT_FOUND");
        }
        assert_eq!(region.citizen(guardian).get("/me").await.ok()["cases"], json!([]));
    }
    let seen = life.seen_by(KARIN).await;
    assert!(seen["guardians"].as_array().unwrap().iter().all(|row| row["person"]["contact"].is_null()), "{seen}");
    // It comes back when the protection is lifted.
    life.by(KARIN, "PUT", "/protection", json!({"level": "none", "readers": []})).await.ok();
    life.by_citizen(MONA, "GET", "/plan", Value::Null).await.ok();
    cross_checks::hold(life, KARIN).await;
    region.stop().await;
}
