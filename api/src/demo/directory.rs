//! The demo's organisations, units and staff: the fixture region of the acceptance scenarios, with fixed identifiers.
//!
//! Identifiers read as what they are: `01993b00-00KK-7000-8000-0000000000NN`, where KK tells the kind of thing and NN its
//! number. All names are made up.

use super::seed::SeedError;
use chrono::{DateTime, Utc};
use sip_domain::context::{Actor, Duty};
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::profile::Sector;
use sip_domain::text::{PersonName, ShortText};
use sip_persistence::Caller;
use sip_persistence::directory::{
    AssignmentRecord, Directory, OrganisationRecord, PrincipalRecord, StaffRecord, UnitRecord,
};
use uuid::Uuid;

/// Kind of thing in an identifier: principal.
const PRINCIPAL: u16 = 1;
/// Kind of thing in an identifier: organisation.
const ORGANISATION: u16 = 2;
/// Kind of thing in an identifier: unit.
const UNIT: u16 = 3;
/// Kind of thing in an identifier: human being.
const HUMAN: u16 = 4;
/// Kind of thing in an identifier: staff account.
const STAFF: u16 = 5;
/// Kind of thing in an identifier: assignment.
const ASSIGNMENT: u16 = 6;
/// Kind of thing in an identifier: person in the register.
pub(super) const PERSON: u16 = 7;

/// Since when the assignments run.
const EMPLOYED_SINCE: i64 = 1_735_689_600;

const PRINCIPALS: &[(u16, &str)] = &[(1, "Kommunen"), (2, "Regionen"), (3, "Staten"), (4, "Grannregionen")];

/// An organisation with its one unit.
pub(super) struct Organisation {
    number: u16,
    principal: u16,
    /// Its short name in the scenarios.
    pub(super) code: &'static str,
    name: &'static str,
    unit: &'static str,
    sector: Sector,
}

const fn organisation(
    number: u16,
    principal: u16,
    code: &'static str,
    name: &'static str,
    unit: &'static str,
    sector: Sector,
) -> Organisation {
    Organisation { number, principal, code, name, unit, sector }
}

#[rustfmt::skip]
const ORGANISATIONS: &[Organisation] = &[
    organisation(1, 1, "K-SOC", "Kommunens socialtjänst", "Socialkontoret", Sector::Social),
    organisation(2, 1, "K-HSL", "Kommunens hemsjukvård", "Hemsjukvården", Sector::Health),
    organisation(3, 2, "R-VC", "Regionens vårdcentral", "Vårdcentralen Testberga", Sector::Health),
    organisation(4, 2, "R-BUP", "Regionens barn- och ungdomspsykiatri", "BUP Testberga", Sector::Health),
    organisation(5, 2, "R-SJH", "Regionens sjukhus", "Testberga sjukhus, avdelning 5", Sector::Health),
    organisation(6, 1, "SK", "Skolan", "Testbergaskolan", Sector::School),
    organisation(7, 2, "R-PSY", "Regionens psykiatri", "Psykiatrimottagningen Testberga", Sector::Health),
    organisation(8, 3, "FK", "Försäkringskassan", "Försäkringskassan Testberga", Sector::State),
    organisation(9, 4, "G-VC", "Grannregionens vårdcentral", "Vårdcentralen Gränsby", Sector::Health),
];

/// A member of staff. The first digit of the number is the organisation's; 9 at the end is its administrator.
pub(super) struct Member {
    /// The number, 11 to 99.
    pub(super) number: u16,
    unit: u16,
    /// Name.
    pub(super) name: &'static str,
    /// Title.
    pub(super) title: &'static str,
    /// What the assignment is for.
    pub(super) duty: Duty,
}

const fn clinical(number: u16, name: &'static str, title: &'static str) -> Member {
    Member { number, unit: number / 10, name, title, duty: Duty::Clinical }
}

const fn administrator(number: u16, name: &'static str) -> Member {
    Member { number, unit: number / 10, name, title: "verksamhetsadministratör", duty: Duty::Administrator }
}

/// Everybody who works in the demo.
#[rustfmt::skip]
pub(super) const STAFF_MEMBERS: &[Member] = &[
    clinical(11, "Karin Testlund", "socialsekreterare"),
    clinical(12, "Olle Testgren", "biståndshandläggare"),
    administrator(19, "Siv Testström"),
    clinical(21, "Hanna Provén", "distriktssköterska"),
    clinical(22, "Hugo Provberg", "arbetsterapeut"),
    administrator(29, "Hilda Provgren"),
    clinical(31, "Anna Exempelin", "distriktssköterska, fast vårdkontakt"),
    clinical(32, "Vidar Exempelberg", "läkare"),
    administrator(39, "Vera Exempelström"),
    clinical(41, "Bodil Demoberg", "psykolog"),
    clinical(42, "Björn Demolund", "kurator"),
    administrator(49, "Berit Demogren"),
    clinical(51, "Saga Skissberg", "sjuksköterska"),
    clinical(52, "Sixten Skisslund", "läkare"),
    administrator(59, "Signe Skissgren"),
    clinical(61, "Selma Påhittsson", "specialpedagog"),
    clinical(62, "Rune Påhittberg", "rektor"),
    administrator(69, "Ragna Påhittgren"),
    clinical(71, "Lisa Fiktivsson", "sjuksköterska"),
    clinical(72, "Eva Fiktivlund", "sjuksköterska"),
    administrator(79, "Pia Fiktivgren"),
    clinical(81, "Frida Fabeldal", "handläggare"),
    clinical(82, "Folke Fabelberg", "handläggare"),
    administrator(89, "Fanny Fabelgren"),
    clinical(91, "Gunn Gränsberg", "distriktssköterska"),
    clinical(92, "Gustav Gränslund", "läkare"),
    administrator(99, "Gerd Gränsgren"),
    Member { number: AUDITOR, unit: 3, name: "Lotta Loggberg", title: "logggranskare", duty: Duty::Auditor },
    Member { number: INTEGRATION, unit: 3, name: "Journalsystemet Test", title: "integrationsklient", duty: Duty::Clinical },
];

/// The auditor's number.
pub(super) const AUDITOR: u16 = 90;
/// The integration client's number.
pub(super) const INTEGRATION: u16 = 95;

/// The digits of a decimal number read as hexadecimal ones, so that identifiers can be read.
pub(super) fn digits(number: u16) -> u128 {
    u128::from_str_radix(&number.to_string(), 16).unwrap_or_default()
}

/// The region (Regionen), whose administrators keep the demo's profile.
pub(crate) fn region() -> sip_domain::ids::PrincipalId {
    id(PRINCIPAL, 2)
}

/// The identifier of the numbered thing of a kind.
pub(super) fn id<T: From<Uuid>>(kind: u16, number: u16) -> T {
    const BASE: u128 = 0x0199_3b00_0000_7000_8000_0000_0000_0000;
    T::from(Uuid::from_u128(BASE | digits(kind) << 80 | digits(number)))
}

/// The organisation with this number.
pub(super) fn organisation_of(number: u16) -> Option<&'static Organisation> {
    ORGANISATIONS.iter().find(|known| known.number == number)
}

impl Member {
    /// Where the member of staff works.
    pub(super) fn organisation(&self) -> Option<&'static Organisation> {
        organisation_of(self.unit)
    }

    /// The HSA id of the account, the subject of tokens.
    pub(super) fn subject(&self) -> String {
        format!("SE2321000016-P{:03}", self.number)
    }

    /// The HSA id of the assignment.
    pub(super) fn assignment(&self) -> String {
        format!("SE2321000016-A{:03}", self.number)
    }

    /// As the store knows the caller.
    pub(super) fn caller(&self) -> Caller {
        Caller::Staff { assignment: self.assignment(), subject: self.subject(), client: None }
    }

    /// As the domain knows the actor.
    pub(super) fn actor(&self) -> Result<Actor, SeedError> {
        Ok(Actor::Staff { staff: staff_ref(self)?, duty: self.duty, client: None })
    }
}

/// The member of staff with this number.
pub(super) fn member(number: u16) -> Result<&'static Member, SeedError> {
    STAFF_MEMBERS.iter().find(|known| known.number == number).ok_or(SeedError::Fixture("a member of staff"))
}

/// The unit with this number, as a case keeps it.
pub(super) fn unit(number: u16) -> Result<UnitRef, SeedError> {
    let known = organisation_of(number).ok_or(SeedError::Fixture("a unit"))?;
    let principal = PRINCIPALS.iter().find(|(principal, _)| *principal == known.principal);
    let (principal, principal_name) = principal.ok_or(SeedError::Fixture("a principal"))?;
    Ok(UnitRef {
        id: id(UNIT, number),
        name: short(known.unit)?,
        organisation: id(ORGANISATION, number),
        organisation_name: short(known.name)?,
        principal: id(PRINCIPAL, *principal),
        principal_name: short(principal_name)?,
        sector: known.sector,
    })
}

/// The member of staff with this number, as a case keeps them.
pub(super) fn staff(number: u16) -> Result<StaffRef, SeedError> {
    staff_ref(member(number)?)
}

fn staff_ref(known: &Member) -> Result<StaffRef, SeedError> {
    Ok(StaffRef {
        id: id(STAFF, known.number),
        human: id(HUMAN, known.number),
        assignment: id(ASSIGNMENT, known.number),
        name: name(known.name)?,
        title: short(known.title)?,
        unit: unit(known.unit)?,
    })
}

/// A short text of the fixtures.
pub(super) fn short(text: &str) -> Result<ShortText, SeedError> {
    ShortText::parse(text).map_err(|_| SeedError::Fixture("a short text"))
}

/// A name of the fixtures.
pub(super) fn name(text: &str) -> Result<PersonName, SeedError> {
    PersonName::parse(text).map_err(|_| SeedError::Fixture("a name"))
}

/// Everything that is loaded before the cases; people without.
pub(super) fn records() -> Result<Directory, SeedError> {
    let since = DateTime::<Utc>::from_timestamp(EMPLOYED_SINCE, 0).ok_or(SeedError::Fixture("a moment"))?;
    let mut directory = Directory::default();
    for (number, name) in PRINCIPALS {
        directory.principals.push(PrincipalRecord { id: id(PRINCIPAL, *number), name: short(name)? });
    }
    for known in ORGANISATIONS {
        let (organisation, principal) = (id(ORGANISATION, known.number), id(PRINCIPAL, known.principal));
        let name = short(known.name)?;
        directory.organisations.push(OrganisationRecord { id: organisation, principal, name, sector: known.sector });
        directory.units.push(UnitRecord { id: id(UNIT, known.number), organisation, name: short(known.unit)? });
    }
    for known in STAFF_MEMBERS {
        directory.staff.push(StaffRecord {
            id: id(STAFF, known.number),
            human: id(HUMAN, known.number),
            hsa_id: known.subject(),
            name: name(known.name)?,
            title: short(known.title)?,
        });
        directory.assignments.push(AssignmentRecord {
            id: id(ASSIGNMENT, known.number),
            hsa_id: known.assignment(),
            staff: id(STAFF, known.number),
            unit: id(UNIT, known.unit),
            duty: known.duty,
            valid_from: since,
            ended_at: None,
        });
    }
    Ok(directory)
}
