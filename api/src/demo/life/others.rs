//! Cases that rest on something else than an adult's own consent at home: a discharge from hospital, a god man, somebody who
//! cannot consent.

use super::super::directory::{name, short, staff, unit};
use super::super::people::citizen_of;
use super::super::seed::SeedError;
use super::Who::{Citizen, Individual};
use super::beginning::{accepted, begun, consent_by, everyday, informed, offer};
use super::meeting::{invited, planned};
use super::{Script, text};
use chrono::NaiveDate;
use sip_domain::command::{Command, ConsentInput, DischargeInput, PersonCommand, RepresentativeInput};
use sip_domain::model::{
    Attitude, CapacityAssessment, ConsentGiver, ContactedPerson, InviteeKind, NeedSource, RepresentativeKind,
};
use sip_domain::profile::ConsentForm;

/// The command that records the notice of the discharge.
pub(super) const DISCHARGED: u16 = 67;
/// The command that records the god man.
const MANDATE: u16 = 66;
/// The god man's number among the citizens.
const GOD_MAN: u16 = 8;

/// Commands 1 to 7, 10 to 17 and 67: the ward plans, the patient is ready to leave, and the fast vårdkontakt is known.
pub(super) fn discharged(script: &mut Script) -> Result<(), SeedError> {
    informed(script, NeedSource::Staff)?;
    offer(script)?;
    let who = script.individual()?;
    accepted(script, Individual, who.as_str())?;
    let rows = [
        (5, everyday(), "Planera utskrivningen."),
        (3, everyday(), "Kalla och planera vården efter utskrivningen."),
        (2, everyday(), "Planera hemsjukvården."),
        (1, everyday(), "Planera stödet i hemmet."),
    ];
    let consent = consent_by(script, ConsentGiver::Individual, &rows)?;
    script.step(5, (1, 13, 30), script.lead(), Command::GiveConsent(Box::new(consent)))?;
    begun(script)?;
    let units = [1, 2, 3].map(|place| unit(place).map(|unit| InviteeKind::Organisation { unit }));
    let kinds = std::iter::once(Ok(InviteeKind::Individual)).chain(units);
    invited(script, kinds.collect::<Result<_, _>>()?)?;
    planned(script, 7, (31, script.scene.lead))?;
    let known = DischargeInput {
        ready_at: Some(script.at(4, 9, 0)?),
        fast_vardkontakt: Some(staff(31)?),
        municipal_health_care: Some(true),
    };
    script.step(DISCHARGED, (4, 9, 30), script.lead(), Command::RecordDischarge(Box::new(known)))
}

/// Commands 1 to 7, 66, 10 and 11: the god man answers and consents in the portal, and is invited.
pub(super) fn represented(script: &mut Script) -> Result<(), SeedError> {
    informed(script, NeedSource::Representative)?;
    let mandate = RepresentativeInput {
        person: citizen_of(GOD_MAN)?.person()?,
        kind: RepresentativeKind::GodMan,
        scope_text: text("Bevaka rätt och sörja för person.")?,
        valid_from: NaiveDate::from_ymd_opt(2024, 5, 13).ok_or(SeedError::Fixture("a date"))?,
        valid_to: None,
        document_seen: true,
        attends_instead: false,
        individual_agrees: true,
    };
    let command = Command::Person(Box::new(PersonCommand::AddRepresentative(mandate)));
    script.step(MANDATE, (0, 10, 10), script.lead(), command)?;
    offer(script)?;
    accepted(script, Citizen(GOD_MAN), citizen_of(GOD_MAN)?.name)?;
    let representative = script.made(MANDATE, 0);
    let rows = [
        (5, everyday(), "Samordna och följa upp planen."),
        (8, everyday(), "Planera vad som gäller för ersättningen."),
    ];
    let consent = ConsentInput {
        form: ConsentForm::Electronic,
        received_by: None,
        received_at: None,
        ..consent_by(script, ConsentGiver::Representative(representative), &rows)?
    };
    script.step(5, (1, 13, 30), Citizen(GOD_MAN), Command::GiveConsent(Box::new(consent)))?;
    begun(script)?;
    invited(script, vec![InviteeKind::Individual, InviteeKind::Representative { representative }])
}

/// Commands 1 to 7: an assessment takes the place of the consent.
pub(super) fn unable(script: &mut Script) -> Result<(), SeedError> {
    informed(script, NeedSource::Relative)?;
    offer(script)?;
    let lead = staff(script.scene.lead)?.name;
    accepted(script, script.lead(), lead.as_str())?;
    let sister = ContactedPerson {
        name: name("Elna Påhittmark")?,
        relation: short("syster")?,
        at: script.at(1, 10, 0)?,
        attitude: Attitude::For,
    };
    let neighbour = ContactedPerson {
        name: name("Rut Testgranne")?,
        relation: short("granne och vän")?,
        at: script.at(1, 11, 0)?,
        attitude: Attitude::Unknown,
    };
    let assessed = CapacityAssessment {
        assessed_by: name("Vidar Exempelberg")?,
        at: script.at(1, 9, 0)?,
        contacted: vec![sister, neighbour],
    };
    let rows = [
        (1, everyday(), "Samordna och följa upp planen."),
        (2, everyday(), "Planera hemsjukvården."),
        (3, everyday(), "Planera vården och läkemedlen."),
    ];
    let consent =
        ConsentInput { capacity: Some(assessed), ..consent_by(script, ConsentGiver::UnableToConsent, &rows)? };
    script.step(5, (1, 13, 30), script.lead(), Command::GiveConsent(Box::new(consent)))?;
    begun(script)
}
