//! The region of the scenarios: its organisations, staff and people under fixed identifiers, and a clock that stands still
//! until a test moves it.

use crate::Server;
use crate::citizens::RELATED;
pub use crate::citizens::{CITIZENS, Citizen, MARIA};
use crate::client::{Answer, Call, Caller, Who};
use crate::database::TestDatabase;
use crate::template::Template;
use crate::token::Token;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sip_api::demo::Clock;
use sip_domain::context::Duty;
use sip_domain::identity::{IdentityKind, IdentityNumber};
use sip_domain::profile::Sector;
use sip_domain::text::{PersonName, ShortText};
use sip_persistence::directory::{
    AssignmentRecord, Directory, OrganisationRecord, PrincipalRecord, StaffRecord, UnitRecord, put,
};
use sip_persistence::{PersonRecord, Report, Store, put_setting, verify};
use std::cell::RefCell;
use std::collections::HashMap;
use uuid::Uuid;

/// A client that may act for staff, where a region lists it.
pub const CLIENT: &str = "journal-1";

/// Number, principal, name, sector. Units have the numbers of their organisations.
const ORGANISATIONS: [(u16, u16, &str, Sector); 9] = [
    (1, 1, "K-SOC", Sector::Social),
    (2, 1, "K-HSL", Sector::Health),
    (3, 2, "R-VC", Sector::Health),
    (4, 2, "R-BUP", Sector::Health),
    (5, 2, "R-SJH", Sector::Health),
    (6, 1, "SK", Sector::School),
    (7, 2, "R-PSY", Sector::Health),
    (8, 3, "FK", Sector::State),
    (9, 4, "G-VC", Sector::Health),
];

/// Leads the preparation and the meetings, at K-SOC.
pub const KARIN: u16 = 11;
/// Writes the minutes, at K-SOC.
pub const OLLE: u16 = 12;
/// Works at K-SOC too.
pub const BO: u16 = 13;
/// Reviews the log at K-SOC.
pub const SOC_AUDITOR: u16 = 18;
/// Administers K-SOC.
pub const SOC_ADMIN: u16 = 19;
/// Administers K-HSL.
pub const HSL_ADMIN: u16 = 29;
/// K-HSL.
pub const HANNA: u16 = 21;
/// R-VC.
pub const ANNA: u16 = 31;
/// R-VC.
pub const VIDAR: u16 = 32;
/// Reviews the log at R-VC.
pub const VC_AUDITOR: u16 = 38;
/// Administers R-VC.
pub const VC_ADMIN: u16 = 39;
/// The school.
pub const SELMA: u16 = 61;
/// R-SJH, the hospital.
pub const SAGA: u16 = 51;
/// Administers R-SJH.
pub const SJH_ADMIN: u16 = 59;
/// R-BUP.
pub const BODIL: u16 = 41;
/// R-PSY.
pub const LISA: u16 = 71;
/// R-PSY.
pub const EVA: u16 = 72;
/// Administers R-PSY.
pub const PSY_ADMIN: u16 = 79;
/// Försäkringskassan.
pub const FRIDA: u16 = 81;
/// Another region.
pub const GUNN: u16 = 91;

/// Number of staff, number of the unit, duty. The first digit of the number is the organisation's.
const STAFF: [(u16, &str, Duty); 20] = [
    (KARIN, "Karin Testlund", Duty::Clinical),
    (OLLE, "Olle Testgren", Duty::Clinical),
    (BO, "Bo Testbo", Duty::Clinical),
    (SOC_AUDITOR, "Sture Testlogg", Duty::Auditor),
    (SOC_ADMIN, "Siv Testström", Duty::Administrator),
    (HANNA, "Hanna Provén", Duty::Clinical),
    (HSL_ADMIN, "Hilda Provgren", Duty::Administrator),
    (ANNA, "Anna Exempelin", Duty::Clinical),
    (VIDAR, "Vidar Exempelberg", Duty::Clinical),
    (VC_AUDITOR, "Lotta Loggberg", Duty::Auditor),
    (VC_ADMIN, "Vera Exempelström", Duty::Administrator),
    (BODIL, "Bodil Demoberg", Duty::Clinical),
    (SAGA, "Saga Skissberg", Duty::Clinical),
    (SJH_ADMIN, "Sixten Skissgren", Duty::Administrator),
    (SELMA, "Selma Påhittsson", Duty::Clinical),
    (LISA, "Lisa Fiktivsson", Duty::Clinical),
    (EVA, "Eva Fiktivlund", Duty::Clinical),
    (PSY_ADMIN, "Pia Fiktivgren", Duty::Administrator),
    (FRIDA, "Frida Fabeldal", Duty::Clinical),
    (GUNN, "Gunn Gränsberg", Duty::Clinical),
];

/// Karin's second assignment, at R-VC.
pub const KARIN_AT_VC: u16 = 111;
/// Karin's third assignment: she administers K-SOC too.
pub const KARIN_AS_ADMIN: u16 = 119;

fn id(kind: u16, number: u16) -> Uuid {
    Uuid::from_u128(0x0199_4c00_0000_7000_8000_0000_0000_0000 | u128::from(kind) << 80 | u128::from(number))
}

/// The principal with this number.
pub fn principal(number: u16) -> Uuid {
    id(1, number)
}

/// The organisation with this number.
pub fn organisation(number: u16) -> Uuid {
    id(2, number)
}

/// The unit with this number.
pub fn unit(number: u16) -> Uuid {
    id(3, number)
}

/// The assignment with this number.
pub fn assignment(number: u16) -> Uuid {
    id(6, number)
}

/// A person's id in the register.
pub fn person(citizen: Citizen) -> Uuid {
    id(7, citizen.number)
}

fn staff_id(number: u16) -> Uuid {
    id(5, number)
}

/// A moment as written.
pub fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A server with the region in it.
#[derive(Debug)]
pub struct Region {
    /// The server.
    pub server: Server,
    clock: Clock,
    calls: RefCell<Vec<Call>>,
    versions: RefCell<HashMap<String, String>>,
}

impl Region {
    /// On Monday 1 March 2027 at nine in the morning in Sweden.
    pub async fn start() -> Self {
        Self::started(false).await
    }

    /// The same in demo mode, without the demo's own people and cases: for [`Self::pass_to`].
    pub async fn with_demo_clock() -> Self {
        Self::started(true).await
    }

    /// With settings of its own.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::started_with(false, settings).await
    }

    async fn started(demo: bool) -> Self {
        Self::started_with(demo, &[]).await
    }

    async fn started_with(demo: bool, settings: &[(&str, &str)]) -> Self {
        let clock = Clock::still(moment("2027-03-01T08:00:00Z"));
        let settings = [&[("SIP_CLIENTS", CLIENT)], settings].concat();
        let server = Server::prepared(demo, &settings, Some(clock.clone()), |folder| {
            let database = TestDatabase::new_in(folder);
            let store = database.store();
            store.migrate().unwrap();
            put(&store, directory()).unwrap();
            // As after a first start, so that nothing is loaded.
            put_setting(&store, "demo.loaded", "yes".to_owned()).unwrap();
            database
        });
        Self { server: server.await, clock, calls: RefCell::default(), versions: RefCell::default() }
    }

    /// As another region was when its template was made, with [`CLIENT`] among the clients.
    pub async fn on(template: &Template) -> Self {
        let clock = Clock::still(template.now);
        let settings = [("SIP_CLIENTS", CLIENT)];
        let server = Server::prepared(false, &settings, Some(clock.clone()), |folder| template.copy_to(folder));
        Self { server: server.await, clock, calls: RefCell::default(), versions: RefCell::default() }
    }

    /// The region as it is now, to go on from more than once.
    pub fn template(&self) -> Template {
        Template::of(self.server.database(), self.now())
    }

    /// What the server's clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Moves the clock to a moment as written.
    pub fn at(&self, text: &str) {
        self.set(moment(text));
    }

    /// Moves the clock.
    pub fn set(&self, to: DateTime<Utc>) {
        assert!(self.clock.set(to));
    }

    /// Moves the clock as a tester of the demo does: what falls due by then has happened when this returns.
    pub async fn pass_to(&self, to: DateTime<Utc>) {
        let url = self.server.url("/sip/v1/demo/clock");
        let body = serde_json::json!({"now": to}).to_string();
        let request = self.server.client.put(url).header("content-type", "application/json").body(body);
        assert_eq!(request.send().await.unwrap().status(), 200);
        assert_eq!(self.now(), to);
    }

    /// Moves the clock on by whole days.
    pub fn days(&self, days: i64) {
        self.set(self.now() + TimeDelta::days(days));
    }

    /// The member of staff with this number under the first assignment.
    pub fn staff(&self, number: u16) -> Caller<'_> {
        self.staff_under(number, number, number / 10)
    }

    /// A connected system that acts for the member of staff.
    pub fn client_of(&self, number: u16) -> Caller<'_> {
        let acts = Token::staff(&account(number), &hsa_id(number)).claim("act", serde_json::json!({"sub": CLIENT}));
        Caller { token: acts.sign(), ..self.staff(number) }
    }

    /// The member of staff under another assignment.
    pub fn staff_under(&self, number: u16, under: u16, place: u16) -> Caller<'_> {
        let token = Token::staff(&account(number), &hsa_id(under)).sign();
        let who = Who::Staff { staff: staff_id(number), assignment: assignment(under), unit: unit(place) };
        Caller { region: self, token, who }
    }

    /// [`CLIENT`] acting for the member of staff.
    pub fn through_client(&self, number: u16) -> Caller<'_> {
        let token = Token::staff(&account(number), &hsa_id(number)).claim("act", json!({"sub": CLIENT})).sign();
        Caller { token, ..self.staff(number) }
    }

    /// A citizen.
    pub fn citizen(&self, citizen: Citizen) -> Caller<'_> {
        let token = Token::citizen(&format!("citizen-{}", citizen.number), citizen.identity).sign();
        Caller { region: self, token, who: Who::Citizen { person: person(citizen) } }
    }

    /// All calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.borrow().clone()
    }

    /// One page of everything that is due for the member of staff.
    pub async fn worklist(&self, number: u16) -> Vec<Value> {
        let page = self.staff(number).get("/worklist?limit=100").await.ok();
        page["items"].as_array().unwrap().clone()
    }

    /// What the administrator sees of a measure: the count and whether it is suppressed; none when there is nothing.
    pub async fn measure(&self, administrator: u16, measure: &str) -> Option<(Option<i64>, bool)> {
        let counts = self.staff(administrator).get("/statistics?from=2027-01-01&to=2028-12-31").await.ok();
        let rows = counts["items"].as_array().unwrap();
        let row = rows.iter().find(|row| row["measure"] == measure)?;
        Some((row["value"].as_i64(), row["suppressed"].as_bool().unwrap()))
    }

    /// The store's own view of what it holds.
    pub fn verified(&self) -> Report {
        verify(&self.store()).unwrap()
    }

    /// The database, opened beside the server.
    pub fn store(&self) -> Store {
        self.server.database().store()
    }

    /// Stops the server.
    pub async fn stop(self) {
        self.server.stop().await;
    }

    pub(crate) fn version_of(&self, case: &str) -> Option<String> {
        self.versions.borrow().get(case).cloned()
    }

    pub(crate) fn learn(&self, case: Option<&str>, answer: &Answer) {
        let version = answer.header("etag");
        let case = case.map(str::to_owned).or_else(|| answer.body["id"].as_str().map(str::to_owned));
        if let Some(case) = case.filter(|_| !version.is_empty()) {
            self.versions.borrow_mut().insert(case, version.to_owned());
        }
    }

    pub(crate) fn note(&self, call: Call) {
        self.calls.borrow_mut().push(call);
    }
}

/// The HSA-id of an account.
pub fn account(number: u16) -> String {
    format!("SE2321000016-P{number:03}")
}

/// The HSA-id of an assignment.
pub fn hsa_id(number: u16) -> String {
    format!("SE2321000016-A{number:03}")
}

fn short(text: &str) -> ShortText {
    ShortText::parse(text).unwrap()
}

fn name(text: &str) -> PersonName {
    PersonName::parse(text).unwrap()
}

fn directory() -> Directory {
    let mut directory = Directory::default();
    for number in 1..=4 {
        directory
            .principals
            .push(PrincipalRecord { id: principal(number).into(), name: short(&format!("Huvudman {number}")) });
    }
    for (number, answers, code, sector) in ORGANISATIONS {
        let organisation = organisation(number).into();
        let principal = principal(answers).into();
        directory.organisations.push(OrganisationRecord { id: organisation, principal, name: short(code), sector });
        let name = short(&format!("Enheten vid {code}"));
        directory.units.push(UnitRecord { id: unit(number).into(), organisation, name });
    }
    for (number, called, duty) in STAFF {
        directory.staff.push(StaffRecord {
            id: staff_id(number).into(),
            human: id(4, number).into(),
            hsa_id: account(number),
            name: name(called),
            title: short("handläggare"),
        });
        directory.assignments.push(assigned(number, number, number / 10, duty));
    }
    directory.assignments.push(assigned(KARIN_AT_VC, KARIN, 3, Duty::Clinical));
    directory.assignments.push(assigned(KARIN_AS_ADMIN, KARIN, 1, Duty::Administrator));
    // Of those who only speak for others, the register has the number alone: their names come with the case.
    let people = CITIZENS.into_iter().map(|citizen| (citizen, Some(name(citizen.name))));
    for (citizen, name) in people.chain(RELATED.map(|citizen| (citizen, None))) {
        let identity = IdentityNumber::parse(IdentityKind::Personnummer, citizen.identity).unwrap();
        directory.people.push(PersonRecord { id: person(citizen).into(), identity, name });
    }
    directory
}

fn assigned(number: u16, staff: u16, place: u16, duty: Duty) -> AssignmentRecord {
    AssignmentRecord {
        id: assignment(number).into(),
        hsa_id: hsa_id(number),
        staff: staff_id(staff).into(),
        unit: unit(place).into(),
        duty,
        valid_from: moment("2026-01-01T00:00:00Z"),
        ended_at: None,
    }
}
