//! The directory of the filled database: one block of organisations for so many cases, as when more municipalities join.

use crate::Fault;
use chrono::{DateTime, Utc};
use sip_domain::context::{Actor, CitizenRef, Duty};
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::identity::{IdentityKind, IdentityNumber};
use sip_domain::model::{Person, Protection};
use sip_domain::profile::Sector;
use sip_domain::text::{PersonName, ShortText, Text};
use sip_persistence::PersonRecord;
use sip_persistence::directory::{
    AssignmentRecord, Directory, OrganisationRecord, PrincipalRecord, StaffRecord, UnitRecord,
};
use uuid::Uuid;

/// Cases in a block.
pub(crate) const CASES_IN_BLOCK: u32 = 200;
/// The region that all health centres and clinics belong to.
const REGION: u32 = 9_000_000;
/// Since when everybody is employed: 2026-01-01T00:00:00Z.
const EMPLOYED_SINCE: i64 = 1_767_225_600;
/// The made people are born on this many days, 1910 to 2005, twenty on each.
const BIRTHDAYS: u32 = 35_000;

/// A place in a block: its number, its sector, and what its unit is called.
const PLACES: [(u32, Sector, &str); 4] = [
    (SOCIAL, Sector::Social, "Socialtjänsten"),
    (HOME_CARE, Sector::Health, "Hemsjukvården"),
    (HEALTH_CENTRE, Sector::Health, "Vårdcentralen"),
    (PSYCHIATRY, Sector::Health, "Psykiatrimottagningen"),
];

/// Social services, which answer for the cases.
pub(crate) const SOCIAL: u32 = 1;
/// The municipality's home health care.
pub(crate) const HOME_CARE: u32 = 2;
/// The region's health centre.
pub(crate) const HEALTH_CENTRE: u32 = 3;
/// The region's psychiatry.
pub(crate) const PSYCHIATRY: u32 = 7;

/// The members of staff in a block; the first digit is the place.
const STAFF: [(u32, &str); 5] = [
    (11, "Karin Testlund"),
    (12, "Olle Testgren"),
    (21, "Hanna Provén"),
    (31, "Anna Exempelin"),
    (71, "Lisa Fiktivsson"),
];

fn id<T: From<Uuid>>(kind: u32, number: u32) -> T {
    const BASE: u128 = 0x0199_3d00_0000_7000_8000_0000_0000_0000;
    T::from(Uuid::from_u128(BASE | u128::from(kind) << 80 | u128::from(number)))
}

/// A short text of the made data.
pub(crate) fn short(text: &str) -> Result<ShortText, Fault> {
    ShortText::parse(text).map_err(|_| Fault::Made("a short text"))
}

/// A name of the made data.
pub(crate) fn name(text: &str) -> Result<PersonName, Fault> {
    PersonName::parse(text).map_err(|_| Fault::Made("a name"))
}

/// A text of the made data.
pub(crate) fn text(text: &str) -> Result<Text, Fault> {
    Text::parse(text).map_err(|_| Fault::Made("a text"))
}

/// The number of a place or a member of staff over all blocks.
fn numbered(block: u32, number: u32) -> u32 {
    block * 100 + number
}

/// The HSA id of an account.
pub(crate) fn account(block: u32, staff: u32) -> String {
    format!("SE2321000016-P{:07}", numbered(block, staff))
}

/// The HSA id of an assignment.
pub(crate) fn assignment(block: u32, staff: u32) -> String {
    format!("SE2321000016-A{:07}", numbered(block, staff))
}

/// The id of an assignment, as bodies name it.
pub(crate) fn assignment_id(block: u32, staff: u32) -> Uuid {
    id(6, numbered(block, staff))
}

/// The id of a unit, as bodies name it.
pub(crate) fn unit_id(block: u32, place: u32) -> Uuid {
    id(3, numbered(block, place))
}

/// The id of the block's municipality.
pub(crate) fn municipality<T: From<Uuid>>(block: u32) -> T {
    id(1, block)
}

/// A unit as a case keeps it.
pub(crate) fn unit(block: u32, place: u32) -> Result<UnitRef, Fault> {
    let (_, sector, called) = place_of(place)?;
    let (principal, principal_name) = principal(block, place);
    Ok(UnitRef {
        id: id(3, numbered(block, place)),
        name: short(&format!("{called} {block}"))?,
        organisation: id(2, numbered(block, place)),
        organisation_name: short(&format!("Verksamheten för {called} {block}"))?,
        principal: id(1, principal),
        principal_name: short(&principal_name)?,
        sector,
    })
}

fn place_of(place: u32) -> Result<(u32, Sector, &'static str), Fault> {
    PLACES.into_iter().find(|(known, ..)| *known == place).ok_or(Fault::Made("a place"))
}

fn principal(block: u32, place: u32) -> (u32, String) {
    if place <= HOME_CARE { (block, format!("Testkommun {block}")) } else { (REGION, "Testregionen".to_owned()) }
}

/// A member of staff as a case keeps them.
pub(crate) fn staff(block: u32, number: u32) -> Result<StaffRef, Fault> {
    let (_, called) = STAFF.into_iter().find(|(known, _)| *known == number).ok_or(Fault::Made("a member of staff"))?;
    let n = numbered(block, number);
    Ok(StaffRef {
        id: id(5, n),
        human: id(4, n),
        assignment: id(6, n),
        name: name(called)?,
        title: short("handläggare")?,
        unit: unit(block, number / 10)?,
    })
}

/// A member of staff as the domain knows who acts.
pub(crate) fn actor(block: u32, number: u32) -> Result<Actor, Fault> {
    Ok(Actor::Staff { staff: staff(block, number)?, duty: Duty::Clinical, client: None })
}

/// The test number (birth number 980 to 999, kept for tests) of the n-th made person; after the last one they begin anew.
pub(crate) fn identity(person: u32) -> Result<IdentityNumber, Fault> {
    let n = person % (BIRTHDAYS * 20);
    let first = chrono::NaiveDate::from_ymd_opt(1910, 1, 1).ok_or(Fault::Made("a day"))?;
    let born = first + chrono::Days::new(u64::from(n / 20));
    let digits = format!("{}{}", born.format("%Y%m%d"), 980 + n % 20);
    let sum: u32 = digits
        .chars()
        .skip(2)
        .filter_map(|digit| digit.to_digit(10))
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    let whole = format!("{digits}{}", (10 - sum % 10) % 10);
    IdentityNumber::parse(IdentityKind::Personnummer, &whole).map_err(|_| Fault::Made("an identity number"))
}

/// How many people can be made.
pub(crate) fn people() -> u32 {
    BIRTHDAYS * 20
}

fn called(person: u32) -> Result<PersonName, Fault> {
    name(&format!("Test Provsson{}", letters(person)))
}

/// A number in letters: a name has no digits.
fn letters(mut number: u32) -> String {
    let mut written = String::new();
    while number > 0 {
        written.push(char::from_u32(u32::from(b'a') + number % 26).unwrap_or('a'));
        number /= 26;
    }
    written
}

/// The n-th made person as a case knows them.
pub(crate) fn person(number: u32) -> Result<Person, Fault> {
    let identity = identity(number)?;
    Ok(Person {
        id: id(7, number % people()),
        birth_date: identity.birth_date(),
        identity,
        name: called(number % people())?,
        sex: None,
        protected: Protection::None,
        contact: None,
        language: None,
        deceased_on: None,
    })
}

/// The n-th made person as who acts.
pub(crate) fn citizen(number: u32) -> Result<Actor, Fault> {
    let person = person(number)?;
    Ok(Actor::Citizen { citizen: CitizenRef { person: person.id, name: Some(person.name) } })
}

/// The register's rows of some made people.
pub(crate) fn register(numbers: impl Iterator<Item = u32>) -> Result<Vec<PersonRecord>, Fault> {
    let record = |number| {
        let person = person(number)?;
        Ok(PersonRecord { id: person.id, identity: person.identity, name: Some(person.name) })
    };
    numbers.map(record).collect()
}

/// Organisations, units and staff of one block.
pub(crate) fn directory(block: u32) -> Result<Directory, Fault> {
    let since = DateTime::<Utc>::from_timestamp(EMPLOYED_SINCE, 0).ok_or(Fault::Made("a moment"))?;
    let mut directory = Directory::default();
    for (place, sector, _) in PLACES {
        let unit = unit(block, place)?;
        directory.principals.push(PrincipalRecord { id: unit.principal, name: unit.principal_name });
        directory.organisations.push(OrganisationRecord {
            id: unit.organisation,
            principal: unit.principal,
            name: unit.organisation_name,
            sector,
        });
        directory.units.push(UnitRecord { id: unit.id, organisation: unit.organisation, name: unit.name });
    }
    for (number, _) in STAFF {
        let known = staff(block, number)?;
        directory.staff.push(StaffRecord {
            id: known.id,
            human: known.human,
            hsa_id: account(block, number),
            name: known.name,
            title: known.title,
        });
        directory.assignments.push(AssignmentRecord {
            id: known.assignment,
            hsa_id: assignment(block, number),
            staff: known.id,
            unit: known.unit.id,
            duty: Duty::Clinical,
            valid_from: since,
            ended_at: None,
        });
    }
    Ok(directory)
}
