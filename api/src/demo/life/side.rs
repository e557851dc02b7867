//! Where a case leaves the main road: urgent, resting, quiet, protected, opened by mistake.

use super::super::directory::staff;
use super::super::seed::SeedError;
use super::beginning::{LEAD, consent, midnight, reported};
use super::{Script, text};
use sip_domain::command::{Command, PersonCommand, StandingCommand};
use sip_domain::model::{NeedSource, PauseCause, Protection};

/// The command that declares the case urgent.
pub(super) const URGENT: u16 = 70;
/// The command that lets the case rest.
const RESTS: u16 = 71;
/// The command that notes an attempt to reach the individual while the case rests.
pub(super) const ATTEMPTED: u16 = 72;
/// The command that records a renewed consent.
pub(super) const RENEWED: u16 = 73;
/// The command that notes an attempt to reach the individual of a plan in which nothing happens.
pub(super) const QUIET: u16 = 74;
/// The command that protects the individual.
pub(super) const PROTECTED: u16 = 75;
/// The command that asks for the case to be voided.
pub(super) const MISTAKEN: u16 = 76;

fn attempt() -> Result<Command, SeedError> {
    let note = text("Ringde två gånger och skickade brev. Inget svar.")?;
    Ok(Command::Standing(StandingCommand::RecordContactAttempt { note }))
}

/// Command 70.
pub(super) fn urgent(script: &mut Script) -> Result<(), SeedError> {
    let reason = Some(text("Boendet upphör på fredag. Stöd och vård behöver finnas på plats samma dag.")?);
    script.step(URGENT, (4, 8, 0), LEAD, Command::DeclareUrgency { reason })
}

/// Commands 71 to 73: the consent has run out, nobody answers, or it is renewed from 1 March on.
pub(super) fn resting(script: &mut Script) -> Result<(), SeedError> {
    let pause = StandingCommand::Pause { cause: Some(PauseCause::ConsentExpired), note: None };
    script.step(RESTS, (18, 9, 0), LEAD, Command::Standing(pause))?;
    script.step(ATTEMPTED, (19, 9, 0), LEAD, attempt()?)?;
    let Command::GiveConsent(mut renewed) = consent(script)? else { return Err(SeedError::Fixture("a consent")) };
    renewed.received_at = Some(script.at(19, 9, 30)?);
    (renewed.valid_from, renewed.valid_to) = (midnight(2027, 3, 1)?, midnight(2028, 2, 1)?);
    script.step(RENEWED, (19, 10, 0), LEAD, Command::GiveConsent(renewed))
}

/// Command 74: in the week before the demo's clock starts.
pub(super) fn quiet(script: &mut Script) -> Result<(), SeedError> {
    script.step(QUIET, (192, 9, 0), LEAD, attempt()?)
}

/// Command 75: Karin and Olle alone may open the case.
pub(super) fn protected(script: &mut Script) -> Result<(), SeedError> {
    let protect = PersonCommand::Protect { level: Protection::ProtectedRegistration, readers: vec![staff(12)?] };
    script.step(PROTECTED, (3, 10, 0), LEAD, Command::Person(Box::new(protect)))
}

/// Commands 1 and 76: somebody else was meant.
pub(super) fn mistaken(script: &mut Script) -> Result<(), SeedError> {
    reported(script, NeedSource::Staff)?;
    let reason = text("Ärendet öppnades för fel person med liknande namn.")?;
    script.step(MISTAKEN, (0, 9, 0), LEAD, Command::Standing(StandingCommand::RequestVoiding { reason }))
}
