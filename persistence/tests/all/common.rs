//! A store of its own for each test, with a small directory.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use sip_domain::command::{Command, ReportNeed};
use sip_domain::context::{Actor, Context, Duty, IdSeed};
use sip_domain::event::Event;
use sip_domain::identity::{IdentityKind, IdentityNumber};
use sip_domain::ids::*;
use sip_domain::model::{CaseKind, LegalBasis, NeedSource, NeedTrigger, Person, Protection, SipCase};
use sip_domain::profile::Sector;
use sip_domain::text::{PersonName, ShortText, Text};
use sip_persistence::directory::*;
use sip_persistence::*;
use std::str::FromStr;
use tempfile::TempDir;
use uuid::Uuid;

/// A test person of Skatteverket's published set.
pub(crate) const PERSON: &str = "196101182803";

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
}

pub(crate) fn calendar() -> Calendar {
    Calendar {
        local_date: |at| at.date_naive(),
        end_of_day: |day| (day + Days::new(1)).and_time(NaiveTime::MIN).and_utc(),
    }
}

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_str("2026-05-04T08:00:00Z").unwrap()
}

pub(crate) fn n(number: u128) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub(crate) fn short(text: &str) -> ShortText {
    ShortText::parse(text).unwrap()
}

pub(crate) fn number() -> IdentityNumber {
    IdentityNumber::parse(IdentityKind::Personnummer, PERSON).unwrap()
}

/// Units 1 and 2 belong to organisations 1 and 2. Staff s has human s, and assignment s, at the unit and with the duty.
const STAFF: [(u128, u128, Duty); 5] = [
    (1, 1, Duty::Clinical),
    (2, 2, Duty::Clinical),
    (3, 1, Duty::Administrator),
    (4, 1, Duty::Auditor),
    (5, 2, Duty::Administrator),
];

pub(crate) fn people() -> Directory {
    let mut directory = Directory::default();
    for id in 1..=2 {
        directory.principals.push(PrincipalRecord { id: PrincipalId(n(id)), name: short("Huvudman") });
        directory.organisations.push(OrganisationRecord {
            id: OrganisationId(n(id)),
            principal: PrincipalId(n(id)),
            name: short("Verksamhet"),
            sector: if id == 1 { Sector::Social } else { Sector::Health },
        });
        directory.units.push(UnitRecord {
            id: UnitId(n(id)),
            organisation: OrganisationId(n(id)),
            name: short("Enhet"),
        });
    }
    for (id, unit, duty) in STAFF {
        directory.staff.push(StaffRecord {
            id: StaffId(n(id)),
            human: HumanId(n(id)),
            hsa_id: format!("SE-P{id}"),
            name: PersonName::parse("Tove Testsson").unwrap(),
            title: short("Handläggare"),
        });
        directory.assignments.push(AssignmentRecord {
            id: AssignmentId(n(id)),
            hsa_id: format!("SE-A{id}"),
            staff: StaffId(n(id)),
            unit: UnitId(n(unit)),
            duty,
            valid_from: now() - chrono::Duration::days(10),
            ended_at: None,
        });
    }
    directory
}

/// Two keys of an operator: first the newer, then the older one.
pub(crate) const KEYS: [&str; 2] =
    ["newer:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "older:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="];

pub(crate) fn keys(lines: &[&str]) -> MasterKeys {
    MasterKeys::parse(&lines.join("\n")).unwrap()
}

/// The file in the folder, under the older key.
pub(crate) fn options(folder: &std::path::Path) -> StoreOptions {
    StoreOptions::new(Database::Sqlite(folder.join("sip.db")), calendar(), keys(&KEYS[1..]))
}

pub(crate) fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&options(folder.path())).unwrap();
    store.migrate().unwrap();
    put(&store, people()).unwrap();
    World { folder, store }
}

impl World {
    /// Another connection to the file, as somebody with a tool would have.
    pub(crate) fn raw(&self) -> diesel::SqliteConnection {
        let path = self.folder.path().join("sip.db");
        diesel::Connection::establish(path.to_str().unwrap()).unwrap()
    }

    /// Runs statements on it.
    pub(crate) fn tamper(&self, sql: &str) -> diesel::QueryResult<()> {
        diesel::connection::SimpleConnection::batch_execute(&mut self.raw(), sql)
    }

    /// Counts rows.
    pub(crate) fn count(&self, from: &str) -> i64 {
        use diesel::prelude::*;
        let query = format!("SELECT count(*) FROM {from}");
        diesel::dsl::sql::<diesel::sql_types::BigInt>(&query).get_result(&mut self.raw()).unwrap()
    }
}

pub(crate) fn staff(id: u128) -> Caller {
    Caller::Staff { assignment: format!("SE-A{id}"), subject: format!("SE-P{id}"), client: None }
}

pub(crate) fn citizen() -> Caller {
    Caller::Citizen { identity: number(), name: Some(PersonName::parse("Tove Testsson").unwrap()) }
}

pub(crate) fn note() -> AccessNote {
    AccessNote {
        operation: "test",
        purpose: None,
        now: now(),
        seed: IdSeed(Uuid::now_v7()),
        trace_id: "0af7651916cd43dd8448eb211c80319c".into(),
    }
}

/// Made of the case alone: a repeated request is answered without events.
pub(crate) fn answer(case: &SipCase, _: &Context<'_>, _: &[Event]) -> StoredAnswer {
    let body = format!("{} {}", case.id, case.version).into_bytes();
    StoredAnswer { status: 201, headers: vec![("ETag".into(), case.version.to_string())], body }
}

pub(crate) fn report(lookup: &mut Lookup<'_>, seed: IdSeed) -> Result<Command, BuildError> {
    let person = lookup.person_by_identity(&number())?;
    let own = match lookup.actor() {
        Actor::Staff { staff, .. } => staff.unit.id,
        Actor::Citizen { .. } | Actor::System => UnitId(n(1)),
    };
    let unit = lookup.unit(own)?.ok_or(BuildError::UnknownReference { pointer: "/unitId" })?;
    let unit_has_open_case = lookup.unit_has_open_case(own, person)?;
    Ok(Command::ReportNeed(Box::new(ReportNeed {
        compulsory_open_care: false,
        case: CaseId(seed.nth(0)),
        kind: CaseKind::OpenCare,
        person: Person {
            id: person,
            identity: number(),
            name: PersonName::parse("Tove Testsson").unwrap(),
            birth_date: NaiveDate::from_ymd_opt(1961, 1, 18),
            sex: None,
            protected: Protection::None,
            contact: None,
            language: None,
            deceased_on: None,
        },
        source: if lookup.actor().citizen().is_some() { NeedSource::Individual } else { NeedSource::Staff },
        source_detail: None,
        detected_at: now(),
        description: Text::parse("Behöver samordning mellan vård och omsorg.").unwrap(),
        own_assessment: None,
        trigger: NeedTrigger::Stuck,
        legal_basis: vec![LegalBasis::Hsl],
        unit,
        predecessor: None,
        unit_has_open_case,
    })))
}

/// Opens a case as staff 1 and gives its id.
pub(crate) fn open_case(world: &World) -> CaseId {
    let note = note();
    let id = CaseId(note.seed.nth(0));
    let request = CreateRequest { caller: staff(1), idempotency: None, note };
    create(&world.store, request, |lookup, _, seed| report(lookup, seed), answer).unwrap();
    id
}

pub(crate) fn request(case_id: CaseId, expected_version: i64) -> CommandRequest {
    CommandRequest { caller: staff(1), case_id, expected_version, idempotency: None, note: note() }
}

/// Writes down the individual's own assessment: a command that is allowed from the start.
pub(crate) fn assess(store: &Store, request: CommandRequest) -> Result<Executed, ExecuteError> {
    let text = Text::parse("Jag vill bo hemma.").unwrap();
    execute(store, request, move |_, _, _| Ok(Command::RecordOwnAssessment { text }), answer)
}

pub(crate) fn version(store: &Store, case: CaseId) -> i64 {
    read_case(store, &staff(1), case, &note(), |case, _| case.version).unwrap()
}
