//! Who a tester can be, and where each of them has something to do.

use super::directory::{AUDITOR, INTEGRATION, Member, PERSON, STAFF_MEMBERS, id, member, staff};
use super::issuer::{IssuedToken, Issuer, JOURNAL_CLIENT};
use super::life::SCENES;
use super::people::{CITIZENS, Citizen};
use super::seed::SeedError;
use sip_domain::access::{Role, roles};
use sip_domain::context::{Actor, CitizenRef, Duty};
use sip_domain::ids::CaseId;
use sip_domain::model::{SipCase, StatusName};
use std::sync::OnceLock;

/// Whom the journal system of the hospital acts for, by number.
const SERVED: u16 = 51;

/// What a persona has to do with one case when the demo starts.
pub(crate) struct Part {
    /// The case.
    pub(crate) case: CaseId,
    /// The roles in it.
    pub(crate) roles: Vec<Role>,
    /// Where it stands.
    pub(crate) status: StatusName,
    /// What has been done and what can be done next.
    pub(crate) stage: &'static str,
}

enum Is {
    Staff(&'static Member),
    /// An integration client, and whom it acts for.
    Client(&'static str, &'static Member),
    Citizen(&'static Citizen),
}

/// Somebody a tester can sign in as.
pub(crate) struct Persona {
    /// Its key.
    pub(crate) key: String,
    /// Its part in each case it may know of.
    pub(crate) cases: Vec<Part>,
    is: Is,
}

impl Persona {
    /// Name.
    pub(crate) fn name(&self) -> &'static str {
        match self.is {
            Is::Staff(member) => member.name,
            Is::Client(..) => "Journalsystemet Cosmic",
            Is::Citizen(citizen) => citizen.name,
        }
    }

    /// What the persona is, in English with the Swedish title.
    pub(crate) fn about(&self) -> String {
        match self.is {
            Is::Citizen(citizen) => citizen.about.to_owned(),
            Is::Client(client, member) => {
                let place = member.organisation().map_or("", |organisation| organisation.code);
                format!("Integration client {client}, acting for {} ({}, {place}).", member.name, member.title)
            }
            Is::Staff(member) => {
                let place = member.organisation().map_or("", |organisation| organisation.code);
                let what = match (member.number, member.duty) {
                    (INTEGRATION, _) => "Integration client of a journal system, acting under an assignment of its own",
                    (_, Duty::Clinical) => "Staff who works with individuals",
                    (_, Duty::Administrator) => "Administrator of the organisation, without access to content",
                    (_, Duty::Auditor) => "Reviewer of the access log, without access to content",
                };
                format!("{what} ({}, {place}).", member.title)
            }
        }
    }

    /// Staff's place: organisation and unit.
    pub(crate) fn place(&self) -> Option<sip_domain::directory::StaffRef> {
        match self.is {
            Is::Staff(member) | Is::Client(_, member) => staff(member.number).ok(),
            Is::Citizen(_) => None,
        }
    }

    /// A token for the persona.
    ///
    /// # Errors
    /// When a fixture is wrong or the issuer fails.
    pub(crate) fn token(&self, issuer: &Issuer) -> Result<IssuedToken, crate::problem::Problem> {
        match self.is {
            Is::Staff(member) => Ok(issuer.staff(&member.subject(), &member.assignment(), None)?),
            Is::Client(client, member) => Ok(issuer.staff(&member.subject(), &member.assignment(), Some(client))?),
            Is::Citizen(citizen) => {
                let identity = citizen.identity().map_err(crate::problem::Problem::internal)?;
                Ok(issuer.citizen(&self.key, &identity)?)
            }
        }
    }
}

/// The cases of the demo with their stages. Reckoned once.
fn cases() -> Result<&'static [(SipCase, &'static str)], &'static SeedError> {
    static CASES: OnceLock<Result<Vec<(SipCase, &'static str)>, SeedError>> = OnceLock::new();
    let played = || SCENES.iter().map(|scene| Ok((scene.played()?, scene.stage))).collect();
    CASES.get_or_init(played).as_deref()
}

/// The version that a case of the demo has when the demo starts.
pub(crate) fn version_of(case: CaseId) -> Option<i64> {
    let (case, _) = cases().ok()?.iter().find(|(known, _)| known.id == case)?;
    Some(case.version)
}

/// Everybody. Reckoned once.
///
/// # Errors
/// When a fixture is wrong.
pub(crate) fn all() -> Result<&'static [Persona], &'static SeedError> {
    static ALL: OnceLock<Result<Vec<Persona>, SeedError>> = OnceLock::new();
    ALL.get_or_init(everybody).as_deref()
}

fn everybody() -> Result<Vec<Persona>, SeedError> {
    let cases = cases().map_err(|_| SeedError::Fixture("a case"))?;
    let mut everybody = Vec::new();
    for member in STAFF_MEMBERS {
        let cases = parts(cases, &member.actor()?);
        everybody.push(Persona { key: key(member), cases, is: Is::Staff(member) });
    }
    let user = member(SERVED)?;
    let cases_of_user = parts(cases, &user.actor()?);
    everybody.push(Persona {
        key: JOURNAL_CLIENT.to_owned(),
        cases: cases_of_user,
        is: Is::Client(JOURNAL_CLIENT, user),
    });
    for citizen in CITIZENS {
        let actor = Actor::Citizen { citizen: CitizenRef { person: id(PERSON, citizen.number), name: None } };
        everybody.push(Persona { key: citizen.key.to_owned(), cases: parts(cases, &actor), is: Is::Citizen(citizen) });
    }
    Ok(everybody)
}

fn parts(cases: &[(SipCase, &'static str)], actor: &Actor) -> Vec<Part> {
    let part = |(case, stage): &(SipCase, &'static str)| {
        let roles: Vec<Role> = roles(case, actor, super::seed::start()).into_iter().collect();
        (!roles.is_empty()).then(|| Part { case: case.id, roles, status: case.status.name(), stage })
    };
    cases.iter().filter_map(part).collect()
}

/// `k-soc-karin`, `k-soc-admin`, `auditor`.
fn key(member: &Member) -> String {
    let place = member.organisation().map_or(String::new(), |organisation| organisation.code.to_lowercase());
    match (member.number, member.duty) {
        (AUDITOR, _) => "auditor".to_owned(),
        (INTEGRATION, _) => "integration".to_owned(),
        (_, Duty::Administrator) => format!("{place}-admin"),
        _ => {
            let first = member.name.split(' ').next().unwrap_or_default().to_lowercase();
            let plain = first.chars().map(|letter| match letter {
                'å' | 'ä' => 'a',
                'ö' => 'o',
                letter => letter,
            });
            format!("{place}-{}", plain.collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::case::listed_name;
    use std::collections::BTreeSet;

    fn persona(key: &str) -> &'static Persona {
        all().unwrap().iter().find(|persona| persona.key == key).unwrap()
    }

    #[test]
    fn keys_are_plain_and_differ() {
        let keys: BTreeSet<&str> = all().unwrap().iter().map(|persona| persona.key.as_str()).collect();
        assert_eq!(keys.len(), all().unwrap().len());
        assert!(keys.iter().all(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')), "{keys:?}");
        for key in
            ["k-soc-karin", "k-soc-olle", "k-soc-admin", "r-bup-bjorn", "auditor", "integration", "maria", "elsa"]
        {
            assert!(keys.contains(key), "{key}");
        }
    }

    #[test]
    fn everybody_is_told_where_to_start() {
        assert_eq!(persona("k-soc-karin").cases.len(), 26);
        assert_eq!(persona("maria").cases[0].status, StatusName::Active);
        assert!(persona("r-psy-lisa").cases.iter().any(|part| part.roles.contains(&Role::InvitedUnit)));
        // The neighbouring region has no part in anything.
        assert!(persona("g-vc-gunn").cases.is_empty());
        assert!(persona("auditor").cases.is_empty());
        assert!(all().unwrap().iter().all(|persona| !persona.about().is_empty()));
    }

    #[test]
    fn who_speaks_for_another_finds_the_others_case() {
        let has = |key: &str, role| persona(key).cases.iter().filter(|part| part.roles.contains(&role)).count();
        assert_eq!((has("mona", Role::Guardian), has("per", Role::Guardian), has("elsa", Role::Individual)), (3, 2, 3));
        assert_eq!(has("gosta", Role::Representative), 1);
        assert_eq!(has("r-vc-anna", Role::FastVardkontakt), 1);
    }

    #[test]
    fn a_protected_case_is_told_of_to_the_named_alone() {
        let knows = |key: &str| persona(key).cases.iter().any(|part| part.stage.contains("identity was protected"));
        assert!(knows("k-soc-karin") && knows("k-soc-olle") && knows("ebba"));
        let staff = all().unwrap().iter().filter(|known| known.place().is_some() && knows(&known.key));
        assert_eq!(staff.count(), 2);
        // In a list its name is not shown even to them.
        let (case, _) = cases().unwrap().iter().find(|(_, stage)| stage.contains("identity was protected")).unwrap();
        let brief = sip_domain::access::brief(case, &staff_actor(11), super::super::seed::start()).unwrap();
        assert!(brief.name.is_some() && listed_name(&brief).is_none());
    }

    fn staff_actor(number: u16) -> Actor {
        STAFF_MEMBERS.iter().find(|member| member.number == number).unwrap().actor().unwrap()
    }

    #[test]
    fn staff_and_citizens_are_told_apart() {
        assert!(persona("k-soc-karin").place().is_some() && persona("maria").place().is_none());
    }
}
