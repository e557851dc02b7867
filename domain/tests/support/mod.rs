//! Cases built by hand, for tests of what is read from a case rather than of how it came to be.
//!
//! The fixture: Karin at the municipality's social services (K-SOC) takes the initiative and prepares. The primary care
//! (R-VC), the psychiatry (R-PSY) and the home nursing (K-HSL) are called. The meeting is on 2 March 2026 at 12:00 UTC.
#![expect(clippy::unwrap_used, reason = "test data; a slip here is to stop the test")]

mod cases;
mod plan;

pub(crate) use cases::*;
use chrono::{DateTime, NaiveDate, Utc};
pub(crate) use plan::*;
use sip_domain::access::{CaseView, view};
use sip_domain::context::{Actor, CitizenRef, Duty};
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::identity::{IdentityKind, IdentityNumber};
use sip_domain::model::*;
use sip_domain::profile::Sector;
use sip_domain::text::{PersonName, ShortText, Text};
use uuid::Uuid;

pub(crate) fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

pub(crate) fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

pub(crate) fn short(words: &str) -> ShortText {
    ShortText::parse(words).unwrap()
}

pub(crate) fn name(words: &str) -> PersonName {
    PersonName::parse(words).unwrap()
}

pub(crate) fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

pub(crate) fn day(date: &str) -> NaiveDate {
    date.parse().unwrap()
}

/// 1 February 2026: the consent begins and the preparation starts.
pub(crate) fn start() -> DateTime<Utc> {
    at("2026-02-01T09:00:00Z")
}

/// 2 March 2026: the meeting starts.
pub(crate) fn meeting_time() -> DateTime<Utc> {
    at("2026-03-02T12:00:00Z")
}

/// A moment at which the fixture's consent is in force and the meeting is over.
pub(crate) fn now() -> DateTime<Utc> {
    at("2026-03-03T12:00:00Z")
}

/// A unit of the given organisation; two with the same `organisation` belong together.
pub(crate) fn unit(n: u128, organisation: u128, sector: Sector) -> UnitRef {
    UnitRef {
        id: id(n),
        name: short(&format!("Enhet {n}")),
        organisation: id(organisation),
        organisation_name: short(&format!("Verksamhet {organisation}")),
        principal: id(organisation / 10 * 10),
        principal_name: short("Huvudman"),
        sector,
    }
}

pub(crate) fn k_soc() -> UnitRef {
    unit(110, 1010, Sector::Social)
}

pub(crate) fn k_hsl() -> UnitRef {
    unit(120, 1011, Sector::Health)
}

pub(crate) fn r_vc() -> UnitRef {
    unit(210, 2010, Sector::Health)
}

pub(crate) fn r_psy() -> UnitRef {
    unit(220, 2011, Sector::Health)
}

/// A member of staff; `n` is the account and the human.
pub(crate) fn staff(n: u128, given: &str, unit: &UnitRef) -> StaffRef {
    StaffRef {
        id: id(n),
        human: id(n),
        assignment: id(n),
        name: name(given),
        title: short("Handläggare"),
        unit: unit.clone(),
    }
}

/// Initiator and preparation lead.
pub(crate) fn karin() -> StaffRef {
    staff(301, "Karin", &k_soc())
}

/// Chair of the meeting.
pub(crate) fn anna() -> StaffRef {
    staff(302, "Anna", &r_vc())
}

/// Secretary of the meeting.
pub(crate) fn olle() -> StaffRef {
    staff(303, "Olle", &k_hsl())
}

/// Named by R-PSY.
pub(crate) fn lisa() -> StaffRef {
    staff(304, "Lisa", &r_psy())
}

/// R-PSY's substitute.
pub(crate) fn eva() -> StaffRef {
    staff(305, "Eva", &r_psy())
}

pub(crate) fn clinical(staff: &StaffRef) -> Actor {
    Actor::Staff { staff: staff.clone(), duty: Duty::Clinical, client: None }
}

pub(crate) fn administrator(unit: &UnitRef) -> Actor {
    Actor::Staff { staff: staff(390, "Admin", unit), duty: Duty::Administrator, client: None }
}

pub(crate) fn individual() -> Actor {
    Actor::Citizen { citizen: CitizenRef { person: id(1), name: Some(name("Maria")) } }
}

pub(crate) fn seen(case: &SipCase, staff: &StaffRef) -> CaseView {
    view(case, &clinical(staff), now()).unwrap()
}

pub(crate) fn person() -> Person {
    Person {
        id: id(1),
        identity: IdentityNumber::parse(IdentityKind::Personnummer, "196101182803").unwrap(),
        name: name("Maria"),
        birth_date: NaiveDate::from_ymd_opt(1961, 1, 18),
        sex: Some(Sex::Female),
        protected: Protection::None,
        contact: Some(Contact { phone: Some(short("070-1740605")), email: None, address: None }),
        language: Some(short("sv")),
        deceased_on: None,
    }
}
