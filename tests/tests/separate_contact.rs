//! S1-33: a unit without contact is asked without being told whom it is about, and cannot find it out here.

use serde_json::{Value, json};
use sip_tests::life::{Life, Stage, need};
use sip_tests::region::{KARIN, MARIA, Region, unit};

/// A clinical member of staff at R-BUP.
const BUP: u16 = 41;

async fn asked(region: &Region) -> Life<'_> {
    let mut life = Life::at(region, MARIA, Stage::Planned).await;
    let school = json!({"kind": "organisation", "unit": unit(4), "approvedByIndividual": true, "establishedContact": "no",
        "purpose": "Berätta vad ni kan göra för Maria."});
    let invitee = life.by(KARIN, "POST", "/invitees", school).await.made();
    let talk = json!({"note": "Ringde enhetschefen och frågade i allmänna ordalag."});
    life.by(KARIN, "POST", &format!("/invitees/{invitee}/pre-contacts"), talk).await.ok();
    life.go_to(Stage::Summoned).await;
    life
}

#[actix_web::test]
async fn the_unit_is_asked_and_not_told() {
    let region = Region::start().await;
    let life = asked(&region).await;
    let seen = life.seen_by(BUP).await;
    assert_eq!((&seen["person"]["id"], &seen["person"]["name"]), (&Value::Null, &Value::Null));
    assert_eq!(seen["summonses"].as_array().unwrap().len(), 1);
    assert!(!seen.to_string().contains("Maria"), "{seen}");
    region.stop().await;
}

#[actix_web::test]
async fn a_guess_is_not_confirmed() {
    let region = Region::start().await;
    let life = asked(&region).await;
    let guess = json!({"identity": {"kind": "personnummer", "value": MARIA.identity}, "reason": "Är det hon?"});
    let found = region.staff(BUP).post("/cases/search", guess).await.ok();
    assert_eq!(found["items"], json!([]), "{found}");
    // Nor by trying to open a case of one's own.
    let own = region.staff(BUP).post("/cases", need(MARIA, region.now())).await;
    assert_eq!(own.status, 201, "{}", own.body);
    // Nor in the history, where others' names stand.
    let history = life.by(BUP, "GET", "/history", Value::Null).await.ok();
    assert_eq!(history["items"], json!([]), "{history}");
    region.stop().await;
}
