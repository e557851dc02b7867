//! The demo's citizens. The names are made up; the numbers are from the published series that never belong to anyone
//! (Skatteverket's test numbers, HL7 Sweden's and SKV 707's examples), so some of these people are very old.

use super::directory::{PERSON, id, name};
use super::seed::SeedError;
use sip_domain::identity::{IdentityKind, IdentityNumber};
use sip_domain::model::{Person, Protection};
use sip_persistence::PersonRecord;

/// A citizen.
pub(super) struct Citizen {
    /// The number within the demo.
    pub(super) number: u16,
    /// The persona's key.
    pub(super) key: &'static str,
    /// Name.
    pub(super) name: &'static str,
    /// What there is to know, in English.
    pub(super) about: &'static str,
    kind: IdentityKind,
    identity: &'static str,
}

const fn citizen(
    number: u16,
    key: &'static str,
    name: &'static str,
    identity: &'static str,
    about: &'static str,
) -> Citizen {
    Citizen { number, key, name, about, kind: IdentityKind::Personnummer, identity }
}

const fn coordinated(
    number: u16,
    key: &'static str,
    name: &'static str,
    identity: &'static str,
    about: &'static str,
) -> Citizen {
    Citizen { number, key, name, about, kind: IdentityKind::Samordningsnummer, identity }
}

/// Whose identity is protected.
const PROTECTED: u16 = 9;

/// Everybody.
#[rustfmt::skip]
pub(super) const CITIZENS: &[Citizen] = &[
    citizen(1, "maria", "Maria Testsson", "200001252386", "An adult with a plan in force."),
    citizen(2, "elsa", "Elsa Provdotter", "201701022384", "A child with two guardians."),
    citizen(3, "mona", "Mona Provdotter", "199001012385", "Guardian (vårdnadshavare) of Elsa."),
    citizen(4, "per", "Per Provsson", "199002222397", "Guardian (vårdnadshavare) of Elsa."),
    citizen(5, "sven", "Sven Demolin", "195009072553", "An older person with a daughter."),
    citizen(6, "lena", "Lena Demolin", "200302022389", "Daughter (närstående) of Sven."),
    coordinated(7, "karl", "Karl Exempelman", "196109732393", "An adult with a god man."),
    citizen(8, "gosta", "Gösta Godmansson", "189001029819", "God man (representative) of Karl."),
    coordinated(PROTECTED, "kim", "Kim Skyddsson", "197010632391", "A person whose identity is protected (sekretessmarkering)."),
    citizen(10, "birgitta", "Birgitta Testberg", "196101182803", "An adult whose plan is written and waits to be established."),
    citizen(11, "astrid", "Astrid Testelius", "189002029800", "An adult with two open cases at two units that do not know of each other."),
    citizen(12, "ester", "Ester Provelius", "189001019802", "An adult who has been offered a SIP."),
    citizen(13, "viola", "Viola Demoelius", "189001039800", "An adult who has said yes and consented."),
    citizen(14, "harry", "Harry Exempelius", "189001049817", "An adult whose preparation has begun."),
    citizen(15, "ingrid", "Ingrid Skisselius", "189001059808", "An adult whose meeting is planned and not yet summoned to."),
    citizen(16, "ture", "Ture Fiktivelius", "189001069815", "An adult who is summoned to a meeting."),
    citizen(17, "hedvig", "Hedvig Fabelius", "189001079806", "An adult whose meeting has just been."),
    citizen(18, "axel", "Axel Påhittelius", "189001089813", "An adult whose plan is about to be ended."),
    citizen(19, "valter", "Valter Testmark", "189001109819", "An adult who has approved a revised plan."),
    citizen(20, "svea", "Svea Provmark", "189001119800", "An adult who is asked to approve a revised plan."),
    citizen(21, "arvid", "Arvid Demomark", "189001129817", "An adult whose plan has ended with its goals met."),
    citizen(22, "tyra", "Tyra Exempelmark", "189001139808", "An adult whose request for a SIP was refused."),
    citizen(23, "nils", "Nils Skissmark", "189001149815", "An adult who said no to a SIP, and may ask for one."),
    citizen(24, "greta", "Greta Fiktivmark", "189001159806", "An adult whose case is urgent."),
    citizen(25, "edvin", "Edvin Fabelmark", "189001169813", "A patient who is ready to leave hospital."),
    citizen(26, "sigrid", "Sigrid Påhittmark", "189001179804", "An adult who was assessed as unable to consent."),
    citizen(27, "manfred", "Manfred Testvall", "189001189811", "An adult whose consent has run out; the case rests."),
    citizen(28, "dagny", "Dagny Provvall", "189001199802", "An adult whose case rests until today, when a renewed consent begins."),
    citizen(29, "otto", "Otto Demovall", "189001209817", "An adult with a plan in which nothing has happened since last summer."),
    citizen(30, "ebba", "Ebba Exempelvall", "189001219808", "An adult whose registration became protected (skyddad folkbokföring) while the case was prepared."),
    citizen(31, "rolf", "Rolf Påhittvall", "189001229815", "An adult for whom a case was opened by mistake."),
];

/// The citizen with this number.
pub(super) fn citizen_of(number: u16) -> Result<&'static Citizen, SeedError> {
    CITIZENS.iter().find(|known| known.number == number).ok_or(SeedError::Fixture("a citizen"))
}

impl Citizen {
    /// The identity number.
    pub(super) fn identity(&self) -> Result<IdentityNumber, SeedError> {
        IdentityNumber::parse(self.kind, self.identity).map_err(|_| SeedError::Fixture("an identity number"))
    }

    /// As a case knows the person.
    pub(super) fn person(&self) -> Result<Person, SeedError> {
        let identity = self.identity()?;
        Ok(Person {
            id: id(PERSON, self.number),
            birth_date: identity.birth_date(),
            identity,
            name: name(self.name)?,
            sex: None,
            protected: if self.number == PROTECTED { Protection::Marking } else { Protection::None },
            contact: None,
            language: None,
            deceased_on: None,
        })
    }
}

/// Everybody, as the register knows them.
pub(super) fn records() -> Result<Vec<PersonRecord>, SeedError> {
    let record = |known: &Citizen| {
        Ok(PersonRecord { id: id(PERSON, known.number), identity: known.identity()?, name: Some(name(known.name)?) })
    };
    CITIZENS.iter().map(record).collect()
}
