//! A case in which every text that is shared carries the category it belongs to, written by K-SOC alone: whoever reads it at
//! another unit does so on a consent, or on an office in the case.

use serde_json::{Value, json};
use sip_domain::model::{Category, LifeArea};
use sip_tests::client::Answer;
use sip_tests::life::{Life, Stage};
use sip_tests::region::{ANNA, KARIN, MARIA, OLLE, Region, assignment, unit};
use sip_tests::seeding::GOSTA;
use sip_tests::template::Template;

/// What stands in every topic to leave out.
pub(crate) const EXCLUDED: &str = "<excluded>";
/// What stands in every entry of the mapping, beside its category.
pub(crate) const MAPPED: &str = "<mapping>";

/// The mark of a category.
pub(crate) fn tag(category: Category) -> String {
    format!("<{}>", serde_json::to_value(category).unwrap().as_str().unwrap())
}

fn document() -> String {
    tag(Category::PlanDocument)
}

fn network() -> String {
    tag(Category::FamilyNetwork)
}

fn logistics() -> String {
    tag(Category::MeetingLogistics)
}

/// Code and mark of each life area.
fn areas() -> impl Iterator<Item = (Value, String)> {
    LifeArea::ALL.into_iter().map(|area| (serde_json::to_value(area).unwrap(), tag(area.into())))
}

/// A case at one stage, to go on from.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) database: Template,
    pub(crate) case: String,
}

async fn karin(life: &Life<'_>, method: &str, below: &str, body: Value) -> Answer {
    let answer = life.by(KARIN, method, below, body).await;
    assert!((200..300).contains(&answer.status), "{method} {below}: {} {}", answer.status, answer.body);
    answer
}

/// Being prepared, summoned, after the meeting, with a plan in force, under revision.
pub(crate) async fn starts() -> Vec<Start> {
    let region = Region::start().await;
    let mut life = opened(&region).await;
    let mut starts = Vec::new();
    let mut keep = |life: &Life<'_>| starts.push(Start { database: region.template(), case: life.case.clone() });
    prepare(&mut life).await;
    keep(&life);
    life.go_to(Stage::Answered).await;
    karin(&life, "POST", "/mapping/sharing", Value::Null).await;
    keep(&life);
    hold(&life).await;
    life.stage = Stage::Held;
    life.go_to(Stage::Coordinated).await;
    draft(&life).await;
    keep(&life);
    life.stage = Stage::Agreed;
    life.go_to(Stage::Active).await;
    let changed = karin(&life, "POST", "/material-changes", json!({"text": document()})).await.made();
    karin(&life, "POST", "/deviations", json!({"text": document()})).await;
    let disagreement = json!({"about": document(), "way": "deliberation", "parties": [unit(1), unit(2)],
        "due": life.follow_up, "individualView": document()});
    karin(&life, "POST", "/disagreements", disagreement).await;
    keep(&life);
    karin(&life, "POST", "/plan/revision", json!({"trigger": {"kind": "material_change", "id": changed}})).await;
    keep(&life);
    region.stop().await;
    starts
}

async fn opened(region: &Region) -> Life<'_> {
    let mut need = sip_tests::life::need(MARIA, region.now());
    need["description"] = document().into();
    need["ownAssessment"] = document().into();
    need["individual"]["contact"] = json!({"phone": tag(Category::IdentityContact)});
    let case = region.staff(KARIN).post("/cases", need).await.made();
    let mut life = Life::of(region, MARIA, case);
    life.go_to(Stage::Accepted).await;
    let mandate = json!({"identity": {"kind": "personnummer", "value": GOSTA.identity}, "name": GOSTA.name,
        "kind": "framtidsfullmakt", "scopeText": "Kontakter med vård och omsorg.", "validFrom": "2027-01-01",
        "documentSeen": true, "attendsInstead": false, "individualAgrees": true});
    karin(&life, "POST", "/representatives", mandate).await;
    // Enough to call them, for three weeks.
    let mut consent = sip_tests::life::consent(region.now());
    consent["validTo"] = json!(region.now() + chrono::TimeDelta::days(21));
    for row in consent["scope"].as_array_mut().unwrap() {
        row["categories"] = json!(["meeting_logistics"]);
    }
    let given = karin(&life, "POST", "/consents", consent).await.body;
    given["consents"][0]["id"].as_str().unwrap().clone_into(&mut life.consent);
    life
}

/// All that is written before the meeting, with the units on the list and the meeting planned.
async fn prepare(life: &mut Life<'_>) {
    life.stage = Stage::Consented;
    life.go_to(Stage::Preparing).await;
    let mut preparation = sip_tests::life::preparation(life.region.now());
    let own = json!({
        "whatMatters": document(), "ownGoals": document(), "ownDescription": document(), "minorsNote": network(),
        "excludedTopics": [{"text": EXCLUDED}], "coordinatorWish": document(),
        "network": [{"name": network(), "relation": network(), "kind": "private"}],
    });
    preparation.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    karin(life, "PATCH", "/preparation", preparation).await;
    karin(life, "PUT", "/basis", json!({"purpose": document()})).await;
    let entries = areas().map(|(area, tag)| json!({"lifeArea": area, "text": format!("{tag} {MAPPED}")}));
    karin(life, "PUT", "/mapping", json!({"entries": entries.collect::<Vec<_>>()})).await;
    life.stage = Stage::Mapped;
    life.go_to(Stage::Invited).await;
    let meeting = json!({"kind": "initial", "start": life.meets, "durationMinutes": 60, "form": "physical",
        "place": {"kind": "municipality", "text": logistics()}, "roomBooked": true, "purpose": "Planera tillsammans."});
    life.meeting = karin(life, "POST", "/meetings", meeting).await.made();
    let roles = json!({"chair": {"assignment": assignment(ANNA)}, "secretary": {"assignment": assignment(OLLE)}});
    karin(life, "PUT", &format!("/meetings/{}/roles", life.meeting), roles).await;
    life.stage = Stage::Planned;
}

async fn hold(life: &Life<'_>) {
    life.region.set(life.meets + chrono::TimeDelta::hours(2));
    let mut record = life.record(&[]);
    for said in ["individualView", "othersView", "contributions", "summary", "agreedText"] {
        record[said] = document().into();
    }
    life.by(OLLE, "PUT", &format!("/meetings/{}/record", life.meeting), record).await.ok();
}

/// A need, a goal and an activity of each life area.
async fn draft(life: &Life<'_>) {
    let mut frame = life.frame();
    frame["whatMatters"] = document().into();
    frame["overallGoal"] = document().into();
    frame["resources"] = json!({"network": network(), "qualities": document()});
    karin(life, "PATCH", "/plan/draft", frame).await;
    for (area, tag) in areas() {
        let need = json!({"text": tag, "kind": "social", "lifeArea": area});
        let need = karin(life, "POST", "/plan/draft/needs", need).await.made();
        let goal = |term: &str| json!({"needs": [need], "term": term, "text": tag, "lifeArea": area, "subGoals": [{"lifeArea": area, "text": tag}]});
        let short = karin(life, "POST", "/plan/draft/goals", goal("short")).await.made();
        let long = karin(life, "POST", "/plan/draft/goals", goal("long")).await.made();
        let activity = json!({"goals": [short, long], "what": tag, "from": life.meets.date_naive(), "howOften": "Varje vecka",
            "place": "Hemma", "responsible": {"kind": "unit", "unit": unit(1)}});
        karin(life, "POST", "/plan/draft/activities", activity).await;
    }
    let entry = json!({"situation": document(), "action": document(), "contact": "010-000 00 71"});
    karin(life, "POST", "/plan/draft/contingencies", entry).await;
}
