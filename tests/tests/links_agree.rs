//! What an answer offers is there: every link leads to an operation of the document, and `/actions` tells the same.

use crate::cross_checks::operation;
use reqwest::Method;
use serde_json::Value;
use sip_domain::command::CommandKind;
use sip_tests::client::ROOT;
use sip_tests::life::{Life, Stage};
use sip_tests::region::{ANNA, BO, EVA, HANNA, KARIN, LISA, MARIA, OLLE, PSY_ADMIN, Region, SOC_ADMIN};
use std::collections::BTreeSet;

const CALLERS: [u16; 10] = [KARIN, OLLE, BO, HANNA, ANNA, LISA, EVA, SOC_ADMIN, PSY_ADMIN, 29];

async fn document(region: &Region) -> Value {
    region.server.get("/sip/v1/openapi.json").send().await.unwrap().json().await.unwrap()
}

/// The commands among the links; every link leads to an operation.
#[track_caller]
fn rels(region: &Region, document: &Value, body: &Value, told: &str) -> BTreeSet<String> {
    let mut rels = BTreeSet::new();
    for link in body["_links"].as_array().unwrap() {
        let (rel, href) = (link["rel"].as_str().unwrap(), link["href"].as_str().unwrap());
        let path = href.strip_prefix(&region.server.url(ROOT)).unwrap_or_else(|| panic!("{told}: {href}"));
        let method = Method::try_from(link["method"].as_str().unwrap()).unwrap();
        assert!(operation(document, &method, path).is_some(), "{told}: {rel} {method} {path}");
        assert!(!path.contains('{'), "{told}: {path}");
        if !["self", "actions"].contains(&rel) {
            rels.insert(rel.to_owned());
        }
    }
    rels
}

/// Open and blocked commands of `/actions` with their paths; every one leads to an operation.
fn listed(document: &Value, actions: &Value, which: &str, told: &str) -> Vec<(String, String)> {
    let listed = actions[which].as_array().unwrap().iter().map(|action| {
        let [command, method, path] = ["command", "method", "path"].map(|field| action[field].as_str().unwrap());
        let method = Method::try_from(method).unwrap();
        let found = operation(document, &method, path);
        assert!(found.is_some(), "{told}: {command} {method} {path}");
        assert_eq!(action["blockedBy"].as_array().unwrap().is_empty(), which == "allowed", "{told}: {action}");
        (command.to_owned(), path.to_owned())
    });
    listed.collect()
}

async fn agree(life: &Life<'_>, document: &Value, commands: &mut BTreeSet<String>, offered: &mut BTreeSet<String>) {
    let region = life.region;
    for who in CALLERS {
        let told = format!("{who} at {:?}", life.stage);
        let seen = life.by(who, "GET", "", Value::Null).await;
        let actions = life.by(who, "GET", "/actions", Value::Null).await;
        assert_eq!(seen.status, actions.status, "{told}");
        if seen.status == 404 {
            continue;
        }
        let links = rels(region, document, &seen.ok(), &told);
        let actions = actions.ok();
        let open = listed(document, &actions, "allowed", &told);
        let names: BTreeSet<String> = open.iter().map(|(command, _)| command.clone()).collect();
        assert!(links.is_subset(&names), "{told}: {:?} are only links", links.difference(&names));
        // Only what is about one thing of many has no link, when there is no such thing.
        for (command, path) in open.iter().filter(|(command, _)| !links.contains(command)) {
            assert!(path.contains('{'), "{told}: {command} is open and no link");
        }
        commands.extend(names);
        commands.extend(listed(document, &actions, "blocked", &told).into_iter().map(|(command, _)| command));
        offered.extend(links);
    }
    let told = format!("the individual at {:?}", life.stage);
    let mine = rels(region, document, &life.by_individual("GET", "", Value::Null).await.ok(), &told);
    commands.extend(mine.iter().cloned());
    offered.extend(mine);
}

#[actix_web::test]
async fn links_lead_somewhere_at_every_stage() {
    let region = Region::start().await;
    let document = document(&region).await;
    let mut life = Life::report(&region, MARIA).await;
    let (mut commands, mut offered) = (BTreeSet::new(), BTreeSet::new());
    for stage in Stage::ALL {
        life.go_to(stage).await;
        agree(&life, &document, &mut commands, &mut offered).await;
        match stage {
            Stage::Reported => {
                let own = serde_json::json!({"text": "Jag orkar inte hålla ihop allt själv."});
                life.by(KARIN, "PUT", "/own-assessment", own).await.ok();
                agree(&life, &document, &mut commands, &mut offered).await;
            }
            Stage::Answered => {
                region.set(life.meets);
                agree(&life, &document, &mut commands, &mut offered).await;
            }
            _ => {}
        }
    }
    let deviation = serde_json::json!({"text": "Besöket blev inte av."});
    life.by(HANNA, "POST", "/deviations", deviation).await.made();
    let disagreement = serde_json::json!({"about": "Vem som kommer på helgerna.", "way": "deliberation",
        "parties": [sip_tests::region::unit(1), sip_tests::region::unit(2)], "due": life.follow_up});
    life.by(HANNA, "POST", "/disagreements", disagreement).await.made();
    agree(&life, &document, &mut commands, &mut offered).await;
    life.follow_up_meeting().await;
    agree(&life, &document, &mut commands, &mut offered).await;
    life.by(KARIN, "POST", "/follow-ups", life.followed_up("revise")).await.made();
    agree(&life, &document, &mut commands, &mut offered).await;

    crate::cross_checks::portal(&life).await;

    // Every command has its operation, and on this road of an adult who consents nearly all were offered to somebody.
    let elsewhere = ["report_need", "link_successor"];
    for kind in CommandKind::all().map(CommandKind::code).filter(|code| !elsewhere.contains(code)) {
        assert!(commands.contains(kind), "{kind} has no operation");
    }
    let never: Vec<&String> = commands.difference(&offered).collect();
    let side_roads = [
        "change_guardian",
        "close_expired",
        "close_inactive",
        "confirm_voiding",
        "end_representative",
        "record_discharge",
        "resume",
    ];
    let mut elsewhere = ["approve_invitee", "close", "establish_revision", "settle_survey", "take_over"].to_vec();
    elsewhere.extend(side_roads);
    elsewhere.sort_unstable();
    assert_eq!(never, elsewhere);
    region.stop().await;
}

#[actix_web::test]
async fn nothing_is_offered_in_a_case_that_has_ended_but_what_remains() {
    let region = Region::start().await;
    let document = document(&region).await;
    let life = Life::at(&region, MARIA, Stage::Active).await;
    let moved = serde_json::json!({"reason": "moved", "happenedOn": region.now().date_naive()});
    let body = life.by(KARIN, "POST", "/closure", moved).await.ok();
    let open = rels(&region, &document, &body, "closed");
    let remains = ["add_delivery", "record_delivery", "settle_record_task", "withdraw_consent"];
    assert_eq!(open.iter().map(String::as_str).collect::<Vec<_>>(), remains);
    let mine = life.by_individual("GET", "", Value::Null).await.ok();
    assert_eq!(
        rels(&region, &document, &mine, "closed").into_iter().collect::<Vec<_>>(),
        ["object", "withdraw_consent"]
    );
    region.stop().await;
}
