//! The road of a child's case: it is told, asked and heard, and both its guardians have to agree.

use crate::citizens::{Citizen, ELSA, MONA, PER};
use crate::life::{Life, Stage, consent};
use crate::region::{KARIN, Region};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// A member of staff puts a guardian on the list; its id.
pub async fn add_guardian(life: &Life<'_>, by: u16, who: Citizen) -> String {
    life.by(by, "POST", "/guardians", guardian(who)).await.made()
}

/// A guardian since Elsa was born.
pub fn guardian(who: Citizen) -> Value {
    json!({"identity": {"kind": "personnummer", "value": who.identity}, "name": who.name, "since": "2017-01-02",
        "contact": {"phone": "070-174 06 58"}})
}

/// The guardian's written consent to those who are to come.
pub fn consent_of(guardian: &str, now: DateTime<Utc>) -> Value {
    let mut given = consent(now);
    (given["giver"], given["giverId"]) = (json!("guardian"), json!(guardian));
    given
}

/// Elsa's case, led by Karin.
#[derive(Debug)]
pub struct Family<'r> {
    /// The case.
    pub life: Life<'r>,
    /// Mona and Per on the list.
    pub guardians: [String; 2],
    /// The consent of each.
    pub consents: [String; 2],
}

impl<'r> Family<'r> {
    /// Both guardians have consented, and the case has come to the stage.
    pub async fn at(region: &'r Region, stage: Stage) -> Self {
        let mut life = Life::report(region, ELSA).await;
        let guardians = [add_guardian(&life, KARIN, MONA).await, add_guardian(&life, KARIN, PER).await];
        let told = json!({"informedAt": region.now(), "askedAt": region.now(), "answer": "Ja, om mamma är med.",
            "participates": true, "wishes": "Att det är samma vuxen varje dag."});
        life.by(KARIN, "PATCH", "/child", told).await.ok();
        life.go_to(Stage::Accepted).await;
        let consents = [give(&life, &guardians[0]).await, give(&life, &guardians[1]).await];
        life.stage = Stage::Consented;
        life.go_to(stage.min(Stage::Held)).await;
        if stage > Stage::Held {
            let conveyed = json!({"conveyedBy": ELSA.name, "conveyedAt": region.now()});
            life.by(KARIN, "PATCH", "/child", conveyed).await.ok();
            life.go_to(stage).await;
        }
        Self { life, guardians, consents }
    }
}

async fn give(life: &Life<'_>, guardian: &str) -> String {
    let given = consent_of(guardian, life.region.now());
    life.by(KARIN, "POST", "/consents", given).await.made()
}
