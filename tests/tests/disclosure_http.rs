//! No answer of any GET operation holds anything of a category that no consent in force gives to the reader's unit at that
//! moment (INV-18, 3.5), whatever was consented to and withdrawn, and the portal never holds the mapping or a topic to leave out.
//!
//! Chance gives and withdraws consents, hands offices over and moves the clock; then readers of all kinds read. What they may
//! have had is reckoned from the consents, not from the view.

use crate::disclosure_case::{EXCLUDED, MAPPED, Start, starts, tag};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use serde_json::{Value, json};
use sip_domain::access::{Role, in_force, in_force_for_any, roles};
use sip_domain::context::{Actor, Duty, IdSeed};
use sip_domain::directory::StaffRef;
use sip_domain::model::{Category, SipCase, StatusName};
use sip_persistence::{AccessNote, Caller as Known, Store, read_case};
use sip_tests::client::{Answer, Caller};
use sip_tests::dice::Dice;
use sip_tests::reads::{contract, filled, is_portal, templates};
use sip_tests::region::{
    ANNA, CITIZENS, CLIENT, EVA, GUNN, HANNA, KARIN, LISA, MARIA, PSY_ADMIN, Region, VC_AUDITOR, account, assignment,
    hsa_id, unit,
};
use sip_tests::seeding::GOSTA;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many worlds are lived through.
const WORLDS: &str = "SIP_DISCLOSURE_WORLDS";

/// Staff who read, and whether the integration client reads for them: at each look one of each line.
const READERS: [&[(u16, bool)]; 5] = [
    &[(HANNA, false)],
    &[(ANNA, false)],
    &[(LISA, false), (EVA, false)],
    &[(ANNA, true), (LISA, true)],
    &[(GUNN, false), (PSY_ADMIN, false), (VC_AUDITOR, false)],
];

/// One case on its way through one world.
struct World<'r> {
    region: &'r Region,
    case: String,
    store: Store,
    dice: Dice,
    /// What was shown to somebody, so that the world is known to show anything.
    seen: &'r mut BTreeMap<Category, usize>,
    reads: &'r mut usize,
}

impl World<'_> {
    fn note(&self) -> AccessNote {
        AccessNote {
            operation: "oracle",
            purpose: None,
            now: self.region.now(),
            seed: IdSeed(Uuid::now_v7()),
            trace_id: "0".repeat(32),
        }
    }

    /// The case as it is and who the member of staff is in it; none when the case is not there for that one.
    fn as_stored(&self, staff: u16, is_client: bool) -> Option<(SipCase, Actor)> {
        let client = is_client.then(|| CLIENT.to_owned());
        let caller = Known::Staff { assignment: hsa_id(staff), subject: account(staff), client };
        let case = Uuid::try_parse(&self.case).unwrap().into();
        read_case(&self.store, &caller, case, &self.note(), |case, ctx| (case.clone(), ctx.actor.clone())).ok()
    }

    async fn try_to(&self, caller: &Caller<'_>, method: &str, below: &str, body: Value) {
        let root = if matches!(caller.who, sip_tests::client::Who::Citizen { .. }) { "/me/cases" } else { "/cases" };
        let path = format!("{root}/{}{below}", self.case);
        // The version is that of the last answer, whoever it was given to.
        caller.get(&format!("{root}/{}", self.case)).await;
        let answer = caller.send(method.parse().unwrap(), &path, body, &[]).await;
        assert!(answer.status < 500, "{method} {below}: {}", answer.body);
    }

    fn categories(&mut self, percent: usize) -> Vec<Value> {
        let chosen = Category::ALL.into_iter().filter(|_| self.dice.percent(percent));
        chosen.map(|category| serde_json::to_value(category).unwrap()).collect()
    }

    async fn give(&mut self) {
        let from = self.region.now() + TimeDelta::hours(i64::try_from(self.dice.below(72)).unwrap().max(24) - 24);
        let rows: Vec<Value> = (0..=self.dice.below(3))
            .map(|_| {
                let (place, percent) = (*self.dice.pick(&[2, 3, 7, 7, 1]), *self.dice.pick(&[10, 40, 80]));
                json!({"recipient": unit(place), "categories": self.categories(percent), "purpose": "Samordna."})
            })
            .filter(|row| row["categories"].as_array().is_some_and(|chosen| !chosen.is_empty()))
            .collect();
        let lasts = TimeDelta::hours(i64::try_from(12 + self.dice.below(600)).unwrap());
        let consent = json!({"meeting": true, "informationTransfer": !self.dice.percent(5), "scope": rows,
            "excludedCategories": self.categories(8), "validFrom": from, "validTo": from + lasts});
        let giver = self.region.citizen(*self.dice.pick(&[MARIA, MARIA, GOSTA]));
        self.try_to(&giver, "POST", "/consents", consent).await;
    }

    async fn withdraw(&mut self) {
        let Some((case, _)) = self.as_stored(KARIN, false) else { return };
        if case.consents.is_empty() {
            return;
        }
        let consent = self.dice.pick(&case.consents).clone();
        let row = self.dice.pick(&consent.scope).id;
        let extent =
            if self.dice.percent(50) { json!({"extent": "whole"}) } else { json!({"extent": "rows", "rows": [row.0]}) };
        let below = format!("/consents/{}/withdrawal", consent.id);
        self.try_to(&self.region.citizen(MARIA), "POST", &below, extent).await;
    }

    /// Another lead, coordinator, chair or secretary.
    async fn hand_over(&mut self) {
        let karin = self.region.staff(KARIN);
        let to = assignment(*self.dice.pick(&[HANNA, ANNA, LISA, EVA]));
        let Some((case, _)) = self.as_stored(KARIN, false) else { return };
        match self.dice.below(3) {
            0 => self.try_to(&karin, "PUT", "/preparation/lead", json!({"assignment": to})).await,
            1 => self.try_to(&karin, "PUT", "/coordinator", json!({"assignment": to, "phone": "010-000 00 11"})).await,
            _ => {
                let Some(meeting) = case.meetings.last() else { return };
                let other = assignment(*self.dice.pick(&[HANNA, LISA, KARIN]));
                let roles = json!({"chair": {"assignment": to}, "secretary": {"assignment": other}});
                self.try_to(&karin, "PUT", &format!("/meetings/{}/roles", meeting.id), roles).await;
            }
        }
    }

    async fn rest(&mut self) {
        let karin = self.region.staff(KARIN);
        if self.dice.percent(50) {
            self.try_to(&karin, "POST", "/pause", json!({"cause": "capacity_reassessed", "note": "Ny bedömning."}))
                .await;
        } else {
            self.try_to(&karin, "POST", "/resumption", Value::Null).await;
        }
    }

    async fn act(&mut self) {
        match self.dice.below(20) {
            0..6 => self.give().await,
            6..10 => self.withdraw().await,
            10..15 => self.hand_over().await,
            15 => self.rest().await,
            _ => {
                let hours = i64::try_from(1 + self.dice.below(240)).unwrap();
                self.region.set(self.region.now() + TimeDelta::hours(hours));
            }
        }
    }

    /// Some of the paths, the whole case and the lists always.
    fn some(&mut self, paths: &[String]) -> Vec<String> {
        let case = format!("/cases/{}", self.case);
        let always = |path: &String| path.ends_with(&case) || !path.contains(&case) || path.ends_with("/history");
        paths.iter().filter(|path| always(path) || self.dice.percent(25)).cloned().collect()
    }

    async fn ask(&mut self, caller: &Caller<'_>, paths: &[String]) -> Vec<(String, Answer)> {
        let paths = self.some(paths);
        *self.reads += paths.len();
        let answers = join_all(paths.iter().map(|path| caller.get(path))).await;
        paths.into_iter().zip(answers).collect()
    }

    /// Everybody reads.
    async fn read(&mut self, templates: &[String]) {
        let Some((case, _)) = self.as_stored(KARIN, false) else { return };
        let (mine, theirs): (Vec<_>, Vec<_>) =
            filled(templates, &things(&case), 2).into_iter().partition(|path| is_portal(path));
        for line in READERS {
            let (number, is_client) = *self.dice.pick(line);
            let caller = if is_client { self.region.through_client(number) } else { self.region.staff(number) };
            let answers = self.ask(&caller, &theirs).await;
            match self.as_stored(number, is_client) {
                None => answers.iter().for_each(|(path, answer)| self.check_stranger(path, answer)),
                Some((_, actor)) => answers.iter().for_each(|(path, answer)| self.check(&case, &actor, path, answer)),
            }
        }
        for citizen in [MARIA, GOSTA, CITIZENS[1]] {
            for (path, answer) in self.ask(&self.region.citizen(citizen), &mine).await {
                let text = answer.body.to_string();
                for hidden in [MAPPED, EXCLUDED, "\"mapping\"", "\"excludedTopics\""] {
                    assert!(!text.contains(hidden), "{} {path} holds {hidden}", citizen.name);
                }
                if citizen == CITIZENS[1] {
                    self.check_stranger(&path, &answer);
                }
            }
        }
    }

    fn check_stranger(&self, path: &str, answer: &Answer) {
        let text = answer.body.to_string();
        assert!(!text.contains('<'), "{path} {text}");
        // The log of the own organisation's looks is the auditor's to read.
        if path.contains(&self.case) && !path.ends_with("/access-log") {
            assert_eq!(answer.status, 404, "{path}");
        }
        assert!(path.contains(&self.case) || !text.contains(&self.case), "{path} {text}");
    }

    fn check(&mut self, case: &SipCase, actor: &Actor, path: &str, answer: &Answer) {
        let (now, staff) = (self.region.now(), actor.staff().unwrap());
        let text = without_papers(case, staff, answer.body.clone()).to_string();
        for category in Category::ALL.into_iter().filter(|category| text.contains(&tag(*category))) {
            *self.seen.entry(category).or_default() += 1;
            let mark = tag(category);
            let around: String = text.split(&mark).next().unwrap().chars().rev().take(60).collect();
            let around: String = around.chars().rev().collect();
            let whom = (staff.name.as_str(), staff.unit.name.as_str(), actor.is_client(), roles(case, actor, now));
            assert!(may(case, actor, category, now), "{whom:?} reads {path}: {around}{mark}");
        }
        if text.contains(EXCLUDED) {
            let held = roles(case, actor, now);
            let offices = [Role::PreparationLead, Role::Coordinator, Role::Chair];
            let may = !actor.is_client() && in_force_for_any(case, Some(staff.unit.id), now);
            assert!(
                may && offices.iter().any(|role| held.contains(role)),
                "{path} holds a topic to leave out: {held:?}"
            );
        }
    }
}

/// What may stand in an answer to this member of staff, by the law and not by the view.
fn may(case: &SipCase, actor: &Actor, category: Category, at: DateTime<Utc>) -> bool {
    let Actor::Staff { staff, duty: Duty::Clinical, client } = actor else { return false };
    if case.status.name() == StatusName::Paused {
        return false;
    }
    let held = roles(case, actor, at);
    let has_any = in_force_for_any(case, Some(staff.unit.id), at);
    // Whoever leads the case does so on the whole of what was agreed, once anything was agreed to the own unit.
    let leads = (held.contains(&Role::PreparationLead) || held.contains(&Role::Coordinator)) && client.is_none();
    // Whoever keeps the minutes writes down what all have said.
    let is_written = matches!(case.status.name(), StatusName::MeetingHeld | StatusName::UnderRevision);
    let writes = held.contains(&Role::Secretary) && client.is_none() && is_written;
    // Whoever holds the meeting knows when and where it is, and reads what was prepared.
    let holds = held.contains(&Role::Chair) || held.contains(&Role::Secretary);
    let prepares = [Category::MeetingLogistics, Category::PlanDocument];
    let holds = holds && (category == prepares[0] || (category == prepares[1] && client.is_none()));
    (has_any && (leads || writes || holds)) || in_force(case, staff.unit.id, category, at)
}

/// The answer without the summonses that the reader's own unit was sent: they are its own papers and stay with it.
fn without_papers(case: &SipCase, staff: &StaffRef, mut body: Value) -> Value {
    let own: Vec<String> = case
        .invitees
        .iter()
        .filter(|invitee| {
            invitee.unit().is_some_and(|unit| unit.id == staff.unit.id)
                || invitee.current_staff().is_some_and(|held| held.id == staff.id)
        })
        .map(|invitee| invitee.id.to_string())
        .collect();
    for list in ["summonses", "items"] {
        if let Some(papers) = body[list].as_array_mut() {
            papers.retain(|paper| paper["answerBy"].is_null() || !own.iter().any(|id| paper["invitee"] == json!(id)));
        }
    }
    body
}

/// The ids of the case, where a reader of all would find them.
fn things(case: &SipCase) -> Value {
    let kept = serde_json::to_value(case).unwrap();
    let draft = &kept["draft"];
    json!({
        "id": kept["id"], "consents": kept["consents"], "guardians": kept["guardians"],
        "representatives": kept["representatives"], "invitees": kept["invitees"], "meetings": kept["meetings"],
        "draft": {"needs": draft["needs"], "goals": draft["goals"], "activities": draft["activities"],
            "contingencies": draft["contingencies"], "contactPersons": draft["contact_persons"]},
        "planVersions": kept["versions"], "signatures": kept["signatures"], "deliveries": kept["deliveries"],
        "deviations": kept["deviations"], "materialChanges": kept["material_changes"],
        "disagreements": kept["disagreements"], "followUps": kept["follow_ups"],
    })
}

async fn live(
    start: &Start,
    seed: u64,
    templates: &[String],
    shown: &mut BTreeMap<Category, usize>,
    reads: &mut usize,
) {
    let region = Region::on(&start.database).await;
    let (case, store) = (start.case.clone(), region.store());
    let mut world = World { region: &region, case, store, dice: Dice(seed), seen: shown, reads };
    for _ in 0..2 {
        world.give().await;
    }
    for _ in 0..4 {
        world.act().await;
    }
    world.read(templates).await;
    region.stop().await;
}

#[actix_web::test]
async fn inv_18_no_answer_holds_what_no_consent_gives() {
    let worlds: u64 = std::env::var(WORLDS).map_or(40, |worlds| worlds.parse().unwrap());
    let templates = templates(&contract());
    let starts = starts().await;
    let (mut seen, mut reads) = (BTreeMap::new(), 0);
    for number in 0..worlds {
        let start = &starts[usize::try_from(number).unwrap() % starts.len()];
        live(start, 0x51b0_0000_0000_0001 + number * 0x9e37_79b9, &templates, &mut seen, &mut reads).await;
    }
    println!("{reads} reads in {worlds} worlds, shown: {seen:?}");
    // All that a text of the case belongs to was shown to somebody who may have it.
    assert!(seen.len() >= 16, "{seen:?}");
}
