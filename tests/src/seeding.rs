//! Commands given to the store beside the server, as somebody with a screen of another kind would: for what the test's own
//! subject does not bring about.

pub use crate::citizens::{ELSA, GOSTA, MONA, PER};
use crate::region::{Citizen, Region, account, hsa_id};
use sip_domain::command::Command;
use sip_domain::context::IdSeed;
use sip_domain::identity::{IdentityKind, IdentityNumber};
use sip_domain::ids::PersonId;
use sip_domain::model::{Person, Protection};
use sip_domain::text::PersonName;
use sip_persistence::{AccessNote, Caller, CommandRequest, StoredAnswer, execute, read_case};
use uuid::Uuid;

/// The citizen as a case knows a person, under the id that the register has given.
pub async fn person(region: &Region, citizen: Citizen) -> Person {
    let me = region.citizen(citizen).get("/me").await.ok();
    let identity = IdentityNumber::parse(IdentityKind::Personnummer, citizen.identity).unwrap();
    Person {
        id: PersonId(Uuid::try_parse(me["person"].as_str().unwrap()).unwrap()),
        birth_date: identity.birth_date(),
        identity,
        name: PersonName::parse(citizen.name).unwrap(),
        sex: None,
        protected: Protection::None,
        contact: None,
        language: None,
        deceased_on: None,
    }
}

/// Gives a command by a member of staff. The next write over HTTP needs a fresh look at the case first.
pub fn give(region: &Region, staff: u16, case: &str, command: Command) {
    let (store, case_id) = (region.store(), Uuid::try_parse(case).unwrap().into());
    let caller = Caller::Staff { assignment: hsa_id(staff), subject: account(staff), client: None };
    let note = || AccessNote {
        operation: "seed",
        purpose: None,
        now: region.now(),
        seed: IdSeed(Uuid::now_v7()),
        trace_id: "0".repeat(32),
    };
    let expected_version = read_case(&store, &caller, case_id, &note(), |case, _| case.version).unwrap();
    let request = CommandRequest { caller, case_id, expected_version, idempotency: None, note: note() };
    let answer = StoredAnswer { status: 200, headers: Vec::new(), body: Vec::new() };
    execute(&store, request, move |_, _, _| Ok(command), move |_, _, _| answer).unwrap();
}
