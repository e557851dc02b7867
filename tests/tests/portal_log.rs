//! Who looked: the citizen reads every row about herself, over all cases, and no other.

use serde_json::{Value, json};
use sip_tests::life::{Life, Stage, need};
use sip_tests::region::{ANNA, CITIZENS, KARIN, MARIA, Region, VIDAR};
use std::collections::BTreeSet;

fn column<'a>(log: &'a Value, field: &str) -> BTreeSet<&'a str> {
    log["items"].as_array().unwrap().iter().filter_map(|row| row[field].as_str()).collect()
}

#[actix_web::test]
async fn all_rows_about_me_over_all_my_cases() {
    let region = Region::start().await;
    let here = Life::at(&region, MARIA, Stage::Informed).await;
    let there = region.staff(ANNA).post("/cases", need(MARIA, region.now())).await.made();
    let foreign = Life::at(&region, CITIZENS[1], Stage::Informed).await;
    let search = json!({"identity": {"kind": "personnummer", "value": MARIA.identity}, "reason": "Hon ringde hit."});
    // Vidar has no case about her; that he looked for her is told all the same.
    region.staff(VIDAR).post("/cases/search", search).await.ok();
    here.by(KARIN, "POST", "/preparation", Value::Null).await.refused(409, "INVALID_TRANSITION");

    let log = region.citizen(MARIA).get("/me/access-log?limit=100").await.ok();
    assert_eq!(column(&log, "case"), [here.case.as_str(), &there].into());
    assert!(!log.to_string().contains(&foreign.case));
    assert!(column(&log, "outcome").contains("refused") && column(&log, "unitName").contains("Enheten vid R-VC"));
    let rows = log["items"].as_array().unwrap();
    let looked = rows.iter().find(|row| row["operation"] == "searchCases").unwrap();
    assert_eq!(
        (&looked["purpose"], &looked["case"], &looked["action"]),
        (&json!("Hon ringde hit."), &Value::Null, &json!("search"))
    );
    assert!(rows.iter().map(|row| row["at"].as_str()).rev().is_sorted());

    // Looking at the log is in the log, and pages count on.
    let page = region.citizen(MARIA).get("/me/access-log?limit=1").await.ok();
    assert_eq!(page["items"][0]["operation"], "listMyAccess");
    assert_eq!(page["_meta"]["totalRecords"].as_u64().unwrap(), log["_meta"]["totalRecords"].as_u64().unwrap() + 1);
    region.citizen(MARIA).get("/me/access-log?limit=0").await.refused(400, "FIELD_INVALID");
    region.staff(KARIN).get("/me/access-log").await.refused(403, "CALLER_KIND");
    let nobody = region.citizen(CITIZENS[3]).get("/me/access-log").await.ok();
    assert_eq!(nobody["items"], json!([]));
    region.stop().await;
}
