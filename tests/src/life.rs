//! The road of one case, step by step over HTTP: Karin prepares and coordinates, Olle writes, and K-HSL, R-VC and R-PSY take part.

use crate::client::{Answer, Caller};
use crate::region::{ANNA, Citizen, HANNA, KARIN, LISA, OLLE, Region, assignment, principal, unit};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};

/// What the individual does not want raised; nobody but those who lead may ever read it.
pub const TOPIC: &str = "Kanariefågeln som flög";
/// What stands in the staff's mapping; no citizen may ever read it.
pub const MAPPED: &str = "Papegojan vakar hela nätterna";

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The need is reported.
    Reported,
    /// The individual is informed.
    Informed,
    /// A SIP is offered.
    Offered,
    /// The individual says yes.
    Accepted,
    /// The individual consents.
    Consented,
    /// The preparation has started.
    Preparing,
    /// The preparation is filled in.
    Prepared,
    /// Basis and mapping are written.
    Mapped,
    /// All are on the list.
    Invited,
    /// The meeting is planned, with chair and secretary.
    Planned,
    /// The summons is sent.
    Summoned,
    /// The units have named who comes.
    Answered,
    /// The meeting was held.
    Held,
    /// A coordinator is appointed.
    Coordinated,
    /// The draft is complete.
    Drafted,
    /// The other organisations have accepted their activities.
    Agreed,
    /// All have signed.
    Signed,
    /// The plan is in force.
    Active,
}

impl Stage {
    /// All of them in order.
    pub const ALL: [Self; 18] = [
        Self::Reported,
        Self::Informed,
        Self::Offered,
        Self::Accepted,
        Self::Consented,
        Self::Preparing,
        Self::Prepared,
        Self::Mapped,
        Self::Invited,
        Self::Planned,
        Self::Summoned,
        Self::Answered,
        Self::Held,
        Self::Coordinated,
        Self::Drafted,
        Self::Agreed,
        Self::Signed,
        Self::Active,
    ];
}

/// One case on its road.
#[derive(Debug)]
pub struct Life<'r> {
    /// Where.
    pub region: &'r Region,
    /// Whose.
    pub person: Citizen,
    /// The case.
    pub case: String,
    /// How far it has come.
    pub stage: Stage,
    /// When the meeting starts.
    pub meets: DateTime<Utc>,
    /// The day of the follow-up.
    pub follow_up: NaiveDate,
    /// The individual, K-SOC, K-HSL, R-VC and R-PSY.
    pub invitees: Vec<String>,
    /// The latest meeting.
    pub meeting: String,
    /// The consent.
    pub consent: String,
    /// The long goal and the short one.
    pub goals: Vec<String>,
    /// What K-SOC, K-HSL and R-PSY do.
    pub activities: Vec<String>,
}

/// The units on the list of invitees, and who comes from them.
pub const COMING: [(u16, u16); 4] = [(1, KARIN), (2, HANNA), (3, ANNA), (7, LISA)];

impl<'r> Life<'r> {
    /// Karin reports a need. The meeting is four days away.
    pub async fn report(region: &'r Region, person: Citizen) -> Self {
        let case = region.staff(KARIN).post("/cases", need(person, region.now())).await.made();
        Self::of(region, person, case)
    }

    /// A case that has been opened already.
    pub fn of(region: &'r Region, person: Citizen, case: String) -> Self {
        let meets = region.now() + TimeDelta::days(4);
        Self {
            region,
            person,
            case,
            stage: Stage::Reported,
            meets,
            follow_up: meets.date_naive() + Days::new(100),
            invitees: Vec::new(),
            meeting: String::new(),
            consent: String::new(),
            goals: Vec::new(),
            activities: Vec::new(),
        }
    }

    /// A new case at a stage.
    pub async fn at(region: &'r Region, person: Citizen, stage: Stage) -> Self {
        let mut life = Self::report(region, person).await;
        life.go_to(stage).await;
        life
    }

    /// Goes on until the stage is reached.
    pub async fn go_to(&mut self, stage: Stage) {
        while self.stage < stage {
            self.go_on().await;
        }
    }

    /// A request by staff below the case.
    pub async fn by(&self, staff: u16, method: &str, below: &str, body: Value) -> Answer {
        let path = format!("/cases/{}{below}", self.case);
        self.region.staff(staff).send(Method::try_from(method).unwrap(), &path, body, &[]).await
    }

    /// The individual.
    pub fn individual(&self) -> Caller<'r> {
        self.region.citizen(self.person)
    }

    /// A request by the individual below the own case.
    pub async fn by_individual(&self, method: &str, below: &str, body: Value) -> Answer {
        self.by_citizen(self.person, method, below, body).await
    }

    /// A request by a citizen below the case in the portal.
    pub async fn by_citizen(&self, who: Citizen, method: &str, below: &str, body: Value) -> Answer {
        let path = format!("/me/cases/{}{below}", self.case);
        self.region.citizen(who).send(Method::try_from(method).unwrap(), &path, body, &[]).await
    }

    /// The case as the member of staff sees it.
    pub async fn seen_by(&self, staff: u16) -> Value {
        self.by(staff, "GET", "", Value::Null).await.ok()
    }

    /// One request by Karin that must be granted.
    async fn karin(&self, method: &str, below: &str, body: Value) -> Answer {
        let answer = self.by(KARIN, method, below, body).await;
        assert!((200..300).contains(&answer.status), "{method} {below}: {} {}", answer.status, answer.body);
        answer
    }

    /// The next step.
    pub async fn go_on(&mut self) {
        use Stage as S;
        self.stage = Stage::ALL.into_iter().find(|stage| *stage > self.stage).unwrap();
        match self.stage {
            S::Reported => {}
            S::Informed => {
                let told = json!({"oralAt": self.region.now(), "writtenAt": self.region.now(), "language": "sv"});
                self.karin("PUT", "/information-given", told).await;
            }
            S::Offered => drop(self.karin("POST", "/offer", Value::Null).await),
            S::Accepted => {
                self.by_individual("POST", "/offer-answer", json!({"answer": "accepted"})).await.ok();
            }
            S::Consented => {
                let case = self.karin("POST", "/consents", consent(self.region.now())).await.body;
                case["consents"][0]["id"].as_str().unwrap().clone_into(&mut self.consent);
            }
            S::Preparing => drop(self.karin("POST", "/preparation", Value::Null).await),
            S::Prepared => drop(self.karin("PATCH", "/preparation", preparation(self.region.now())).await),
            S::Mapped => {
                self.karin("PUT", "/basis", json!({"purpose": "Samordna stödet i hemmet."})).await;
                let entries = json!({"entries": [{"lifeArea": "sleep", "text": MAPPED}]});
                self.karin("PUT", "/mapping", entries).await;
            }
            S::Invited => self.invite().await,
            S::Planned => self.plan_meeting("initial").await,
            S::Summoned => self.summon().await,
            S::Answered => self.answer().await,
            S::Held => self.hold().await,
            S::Coordinated => {
                let coordinator = json!({"assignment": assignment(KARIN), "phone": "010-000 00 11"});
                self.karin("PUT", "/coordinator", coordinator).await;
            }
            S::Drafted => self.draft().await,
            S::Agreed => self.agree().await,
            S::Signed => self.sign().await,
            S::Active => drop(self.karin("POST", "/plan/establishment", Value::Null).await),
        }
    }

    async fn invite(&mut self) {
        let case = self.karin("GET", "", Value::Null).await.body;
        let questions = json!([case["preparation"]["questions"][0]["id"]]);
        let individual = json!({"kind": "individual", "approvedByIndividual": true});
        self.invitees.push(self.karin("POST", "/invitees", individual).await.made());
        for (place, _) in COMING {
            let invitee = json!({"kind": "organisation", "unit": unit(place), "purpose": "Berätta vad ni kan bidra med.",
                "questions": questions, "approvedByIndividual": true, "establishedContact": "yes",
                "wishedProfession": "läkare", "hasSystemAccess": true});
            self.invitees.push(self.karin("POST", "/invitees", invitee).await.made());
        }
    }

    /// Plans a meeting at the time it should be, led by Karin and written by Olle.
    pub async fn plan_meeting(&mut self, kind: &str) {
        let meeting = json!({"kind": kind, "start": self.meets, "durationMinutes": 60, "form": "physical",
            "place": room(), "roomBooked": true, "purpose": "Planera stöd och vård tillsammans."});
        self.meeting = self.karin("POST", "/meetings", meeting).await.made();
        let roles = json!({"chair": {"assignment": assignment(KARIN)}, "secretary": {"assignment": assignment(OLLE)}});
        self.karin("PUT", &format!("/meetings/{}/roles", self.meeting), roles).await;
    }

    /// Sends the summons to the latest meeting.
    pub async fn summon(&self) {
        self.karin("POST", &format!("/meetings/{}/summons", self.meeting), Value::Null).await;
    }

    async fn answer(&self) {
        for ((_, who), invitee) in COMING.into_iter().zip(&self.invitees[1..]) {
            let named = json!({"assignment": assignment(who)});
            self.by(who, "PUT", &format!("/invitees/{invitee}/representative"), named).await.ok();
        }
    }

    /// Moves the clock to the meeting's end; Olle records that all came.
    pub async fn hold(&self) {
        self.region.set(self.meets + TimeDelta::hours(2));
        self.by(OLLE, "PUT", &format!("/meetings/{}/record", self.meeting), self.record(&[])).await.ok();
    }

    /// The record of the meeting, with some absent in a way of their own.
    pub fn record(&self, absent: &[(&str, &str)]) -> Value {
        let how =
            |invitee: &str| absent.iter().find(|(known, _)| *known == invitee).map_or("in_person", |(_, how)| how);
        let rows: Vec<Value> =
            self.invitees.iter().map(|invitee| json!({"invitee": invitee, "attendance": how(invitee)})).collect();
        json!({"attendance": rows, "rolesPresent": true, "secrecyReminderDone": true, "understoodAndAgreed": true,
            "individualView": "Jag vill bo hemma.", "summary": "Alla är överens."})
    }

    async fn draft(&mut self) {
        self.karin("PATCH", "/plan/draft", self.frame()).await;
        let need = json!({"text": "Maria behöver stöd om kvällarna.", "kind": "social", "lifeArea": "health"});
        let need = self.karin("POST", "/plan/draft/needs", need).await.made();
        for term in ["long", "short"] {
            let goal = json!({"needs": [need], "term": term, "text": "En trygg kväll.", "lifeArea": "health"});
            self.goals.push(self.karin("POST", "/plan/draft/goals", goal).await.made());
        }
        for place in [1, 2, 7] {
            let activity = self.activity(place, "Kommer på besök.");
            self.activities.push(self.karin("POST", "/plan/draft/activities", activity).await.made());
        }
        let entry =
            json!({"situation": "Flera nätter utan sömn.", "action": "Ring samma dag.", "contact": "010-000 00 71"});
        self.karin("POST", "/plan/draft/contingencies", entry).await;
    }

    /// What frames the plan.
    pub fn frame(&self) -> Value {
        json!({"whatMatters": "Att få bo kvar hemma.", "overallGoal": "Ett tryggt hem.", "principalResponsible": principal(1),
            "followUp": {"kind": "planned", "date": self.follow_up, "place": room()}})
    }

    /// An activity of a unit for both goals.
    pub fn activity(&self, place: u16, what: &str) -> Value {
        json!({"goals": self.goals, "what": what, "from": self.meets.date_naive(), "howOften": "Varje vecka",
            "place": "Hemma", "responsible": {"kind": "unit", "unit": unit(place)}})
    }

    async fn agree(&self) {
        for (who, activity) in [HANNA, LISA].into_iter().zip(&self.activities[1..]) {
            self.by(who, "PUT", &format!("/activities/{activity}/decision"), json!({"decision": "accept"})).await.ok();
        }
    }

    async fn sign(&self) {
        for invitee in &self.invitees {
            let signature = json!({"invitee": invitee, "name": "Namn Testnamn", "method": "paper"});
            self.karin("POST", "/signatures", signature).await;
        }
    }

    /// The follow-up meeting is planned for the day of the follow-up, summoned to and held.
    pub async fn follow_up_meeting(&mut self) {
        self.meets = self.follow_up.and_hms_opt(12, 0, 0).unwrap().and_utc();
        self.plan_meeting("follow_up").await;
        self.summon().await;
        self.hold().await;
    }

    /// A follow-up with an outcome, all goals met.
    pub fn followed_up(&self, outcome: &str) -> Value {
        let met: Vec<Value> = self.goals.iter().map(|goal| json!({"goal": goal, "level": "met"})).collect();
        json!({"meeting": self.meeting, "attainments": met, "continuedNeed": outcome != "close", "outcome": outcome})
    }

    /// All parties agree to end the plan, and the individual has been asked.
    pub async fn assess_closing(&self) {
        for (_, who) in COMING {
            self.by(who, "PUT", "/party-assessment", json!({"agrees": true})).await.ok();
        }
        self.karin("PUT", "/closing-consultation", json!({"individualView": "Det känns bra."})).await;
    }
}

/// A place.
pub fn room() -> Value {
    json!({"kind": "municipality", "text": "Kommunhuset, rum Eken"})
}

/// A need, noticed an hour ago.
pub fn need(person: Citizen, now: DateTime<Utc>) -> Value {
    json!({"kind": "open_care", "source": "staff", "detectedAt": now - TimeDelta::hours(1), "trigger": "stuck",
        "legalBasis": ["sol", "hsl"], "description": "Flera kontakter drar åt olika håll.",
        "individual": {"identity": {"kind": "personnummer", "value": person.identity}, "name": person.name}})
}

/// A written consent for eleven months, to those who are to come.
pub fn consent(now: DateTime<Utc>) -> Value {
    let rows = COMING.map(|(place, _)| {
        json!({"recipient": unit(place), "purpose": "För att kunna delta i planeringen.",
            "categories": ["identity_contact", "health", "meeting_logistics", "plan_document"]})
    });
    json!({"giver": "individual", "form": "written", "meeting": true, "informationTransfer": true, "scope": rows,
        "validFrom": now, "validTo": now + TimeDelta::days(335)})
}

/// All that the preparation needs.
pub fn preparation(now: DateTime<Utc>) -> Value {
    json!({"whatMatters": "Att få bo kvar hemma.", "questions": [{"text": "Vem ringer jag?", "priority": 1}],
        "excludedTopicsAsked": true, "excludedTopics": [{"text": TOPIC}], "minors": "no", "doneWithIndividualAt": now})
}
