//! A whole life over HTTP: need, consent, preparation, meeting, plan, follow-up, end. In three parts, because the clock has to
//! move on to the two meetings.

use super::client::{Answer, Client};
use super::token::Issuer;
use super::writes::{Ran, version};
use super::{Request, bodies};
use crate::Fault;
use crate::fill::world::{self, HEALTH_CENTRE, HOME_CARE, PSYCHIATRY, SOCIAL};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::time::Instant;

/// Units that come, and who comes from there.
const COMING: [(u32, u32); 4] = [(SOCIAL, 11), (HOME_CARE, 21), (HEALTH_CENTRE, 31), (PSYCHIATRY, 71)];
const KARIN: u32 = 11;
const OLLE: u32 = 12;
/// From the beginning to the first meeting, and to the follow-up.
const FIRST: TimeDelta = TimeDelta::days(4);
const SECOND: TimeDelta = TimeDelta::days(24);

/// One life on one connection.
pub(crate) struct Road {
    client: Client,
    block: u32,
    person: u32,
    begins: DateTime<Utc>,
    tokens: Vec<(u32, String)>,
    citizen: String,
    case: String,
    version: Option<String>,
    invitees: Vec<String>,
    goals: Vec<String>,
    meeting: String,
    /// What was sent.
    pub(crate) ran: Ran,
}

/// The last part of `Location`.
fn made(answer: &Answer) -> Result<String, Fault> {
    let place = answer.headers.get("location").and_then(|place| place.to_str().ok());
    place.and_then(|place| place.rsplit('/').next()).map(str::to_owned).ok_or(Fault::Made("a location"))
}

impl Road {
    /// A life to come, of a person who has no case in the block.
    ///
    /// # Errors
    /// When the server does not take connections.
    pub(crate) async fn new(
        address: &str,
        issuer: &Issuer,
        (block, person): (u32, u32),
        begins: DateTime<Utc>,
    ) -> Result<Self, Fault> {
        let tokens = [KARIN, OLLE, 21, 31, 71].map(|staff| (staff, issuer.staff(block, staff))).into();
        Ok(Self {
            client: Client::connect(address).await?,
            block,
            person,
            begins,
            tokens,
            citizen: issuer.citizen(person)?,
            case: String::new(),
            version: None,
            invitees: Vec::new(),
            goals: Vec::new(),
            meeting: String::new(),
            ran: Ran::new()?,
        })
    }

    /// What the server's clock has to show, by how much it is moved, for the n-th part.
    pub(crate) fn moved(part: usize) -> TimeDelta {
        match part {
            0 => TimeDelta::zero(),
            1 => FIRST + TimeDelta::hours(2),
            _ => SECOND + TimeDelta::hours(2),
        }
    }

    /// The n-th part of the life.
    ///
    /// # Errors
    /// When a step is refused.
    pub(crate) async fn part(&mut self, part: usize) -> Result<(), Fault> {
        match part {
            0 => {
                self.agree().await?;
                self.prepare().await?;
                self.summon().await
            }
            1 => {
                self.meet().await?;
                self.write_plan().await?;
                self.establish().await
            }
            _ => self.end().await,
        }
    }

    async fn call(&mut self, token: String, method: &'static str, path: String, body: Value) -> Result<Answer, Fault> {
        let body = (!body.is_null()).then(|| body.to_string());
        let request = Request { method, path, token: Some(token), body };
        let known = self.version.take();
        let key = uuid::Uuid::now_v7().to_string();
        let mut headers: Vec<(&str, &str)> = known.iter().map(|known| ("if-match", known.as_str())).collect();
        if method == "POST" {
            headers.push(("idempotency-key", &key));
        }
        let sent = Instant::now();
        let answer = self.client.granted(&request, &headers).await?;
        self.ran.note(sent.elapsed(), &answer);
        self.version = Some(version(&answer)?);
        Ok(answer)
    }

    async fn by(&mut self, staff: u32, method: &'static str, below: &str, body: Value) -> Result<Answer, Fault> {
        let token = self.tokens.iter().find(|(known, _)| *known == staff).map(|(_, token)| token.clone());
        let path = format!("/sip/v1/cases/{}{below}", self.case);
        self.call(token.ok_or(Fault::Made("a token"))?, method, path, body).await
    }

    async fn karin(&mut self, method: &'static str, below: &str, body: Value) -> Result<Answer, Fault> {
        self.by(KARIN, method, below, body).await
    }

    async fn agree(&mut self) -> Result<(), Fault> {
        let need = bodies::need(self.person, self.begins)?;
        let token = self.tokens.iter().find(|(known, _)| *known == KARIN).map(|(_, token)| token.clone());
        let token = token.ok_or(Fault::Made("a token"))?;
        self.case = made(&self.call(token, "POST", "/sip/v1/cases".to_owned(), need).await?)?;
        let told = json!({"oralAt": self.begins, "writtenAt": self.begins, "language": "sv"});
        self.karin("PUT", "/information-given", told).await?;
        self.karin("POST", "/offer", Value::Null).await?;
        let path = format!("/sip/v1/me/cases/{}/offer-answer", self.case);
        self.call(self.citizen.clone(), "POST", path, json!({"answer": "accepted"})).await?;
        self.karin("POST", "/consents", bodies::consent(self.block, self.begins)).await?;
        self.karin("POST", "/preparation", Value::Null).await.map(|_| ())
    }

    async fn prepare(&mut self) -> Result<(), Fault> {
        let answer = self.karin("PATCH", "/preparation", bodies::preparation(self.begins)).await?;
        let case: Value = serde_json::from_slice(&answer.body)?;
        let question = case.pointer("/preparation/questions/0/id").cloned().ok_or(Fault::Made("a question"))?;
        self.karin("PUT", "/basis", json!({"purpose": "Samordna stödet i hemmet."})).await?;
        let entries = json!({"entries": [{"lifeArea": "sleep", "text": "Sover fyra till fem timmar per natt."}]});
        self.karin("PUT", "/mapping", entries).await?;
        let individual = json!({"kind": "individual", "approvedByIndividual": true});
        let first = made(&self.karin("POST", "/invitees", individual).await?)?;
        self.invitees.push(first);
        for (place, _) in COMING {
            let invitee = bodies::invitee(self.block, place, &question);
            let next = made(&self.karin("POST", "/invitees", invitee).await?)?;
            self.invitees.push(next);
        }
        Ok(())
    }

    async fn plan_meeting(&mut self, kind: &str, start: DateTime<Utc>) -> Result<(), Fault> {
        self.meeting = made(&self.karin("POST", "/meetings", bodies::meeting(kind, start)).await?)?;
        let (chair, secretary) = (world::assignment_id(self.block, KARIN), world::assignment_id(self.block, OLLE));
        let roles = json!({"chair": {"assignment": chair}, "secretary": {"assignment": secretary}});
        self.karin("PUT", &format!("/meetings/{}/roles", self.meeting), roles).await?;
        self.karin("POST", &format!("/meetings/{}/summons", self.meeting), Value::Null).await.map(|_| ())
    }

    async fn summon(&mut self) -> Result<(), Fault> {
        self.plan_meeting("initial", self.begins + FIRST).await?;
        let units: Vec<String> = self.invitees.iter().skip(1).cloned().collect();
        for ((_, who), invitee) in COMING.into_iter().zip(units) {
            let named = json!({"assignment": world::assignment_id(self.block, who)});
            self.by(who, "PUT", &format!("/invitees/{invitee}/representative"), named).await?;
        }
        Ok(())
    }

    /// The meeting was held.
    async fn meet(&mut self) -> Result<(), Fault> {
        let record = bodies::record(&self.invitees);
        self.by(OLLE, "PUT", &format!("/meetings/{}/record", self.meeting), record).await.map(|_| ())
    }

    async fn write_plan(&mut self) -> Result<(), Fault> {
        let coordinator = json!({"assignment": world::assignment_id(self.block, KARIN), "phone": "010-000 00 11"});
        self.karin("PUT", "/coordinator", coordinator).await?;
        let follow_up = (self.begins + SECOND).date_naive();
        self.karin("PATCH", "/plan/draft", bodies::frame(self.block, follow_up)).await?;
        let need = json!({"text": "Behöver stöd om kvällarna.", "kind": "social", "lifeArea": "health"});
        let need = made(&self.karin("POST", "/plan/draft/needs", need).await?)?;
        for term in ["long", "short"] {
            let goal = json!({"needs": [need], "term": term, "text": "En trygg kväll.", "lifeArea": "health"});
            let goal = made(&self.karin("POST", "/plan/draft/goals", goal).await?)?;
            self.goals.push(goal);
        }
        let entry =
            json!({"situation": "Flera nätter utan sömn.", "action": "Ring samma dag.", "contact": "010-000 00 71"});
        self.karin("POST", "/plan/draft/contingencies", entry).await?;
        for (place, decides) in [(SOCIAL, None), (HOME_CARE, Some(21)), (PSYCHIATRY, Some(71))] {
            let activity = bodies::activity(self.block, place, &self.goals, (self.begins + FIRST).date_naive());
            let activity = made(&self.karin("POST", "/plan/draft/activities", activity).await?)?;
            if let Some(who) = decides {
                let below = format!("/activities/{activity}/decision");
                self.by(who, "PUT", &below, json!({"decision": "accept"})).await?;
            }
        }
        Ok(())
    }

    async fn establish(&mut self) -> Result<(), Fault> {
        for invitee in self.invitees.clone() {
            let signature = json!({"invitee": invitee, "name": "Namn Testnamn", "method": "paper"});
            self.karin("POST", "/signatures", signature).await?;
        }
        self.karin("POST", "/plan/establishment", Value::Null).await?;
        self.plan_meeting("follow_up", self.begins + SECOND).await
    }

    async fn end(&mut self) -> Result<(), Fault> {
        self.meet().await?;
        let met: Vec<Value> = self.goals.iter().map(|goal| json!({"goal": goal, "level": "met"})).collect();
        let found = json!({"meeting": self.meeting, "attainments": met, "continuedNeed": false, "outcome": "close"});
        self.karin("POST", "/follow-ups", found).await?;
        for (_, who) in COMING {
            self.by(who, "PUT", "/party-assessment", json!({"agrees": true})).await?;
        }
        self.karin("PUT", "/closing-consultation", json!({"individualView": "Det känns bra."})).await?;
        self.karin("POST", "/closure", json!({"reason": "goals_met", "note": "Målen är nådda."})).await.map(|_| ())
    }
}
