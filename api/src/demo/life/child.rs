//! A child with two guardians: informed, asked and heard, with both guardians' consent (S1-18 to S1-21).

use super::super::directory::unit;
use super::super::people::citizen_of;
use super::super::seed::SeedError;
use super::Who::Citizen;
use super::beginning::{accepted, consent_by, informed, offer};
use super::meeting::{invited, planned};
use super::{Script, text};
use chrono::NaiveDate;
use sip_domain::command::{ChildPatch, Command, ConsentInput, GuardianInput, PersonCommand, PreparationPatch};
use sip_domain::ids::GuardianId;
use sip_domain::model::{Category, ConsentGiver, InviteeKind, MinorsInNetwork, NeedSource, Question};
use sip_domain::profile::ConsentForm;

/// The command that records Mona as guardian.
pub(super) const GUARDIAN: u16 = 61;
/// The command that records Per as guardian.
pub(super) const OTHER_GUARDIAN: u16 = 62;
/// Mona's and Per's numbers among the citizens.
const GUARDIANS: [(u16, u16); 2] = [(GUARDIAN, 3), (OTHER_GUARDIAN, 4)];

/// Commands 1 to 7 and 61 to 65, then 10 to 17: from the need to the planned meeting.
pub(super) fn prepared(script: &mut Script) -> Result<(), SeedError> {
    informed(script, NeedSource::Staff)?;
    for (number, citizen) in GUARDIANS {
        let command = person(guardian(citizen)?);
        script.step(number, (0, 10, 10), script.lead(), command)?;
    }
    let asked = ChildPatch {
        informed_at: Some(script.at(1, 7, 30)?),
        asked_at: Some(script.at(1, 7, 40)?),
        answer: Some(text("Ja, om mamma och pappa är med.")?),
        ..ChildPatch::default()
    };
    script.step(63, (1, 8, 0), script.lead(), person(PersonCommand::RecordChild(asked)))?;
    offer(script)?;
    accepted(script, Citizen(3), "Mona Provdotter")?;
    consents(script)?;
    preparation(script)?;
    let id = |number| script.made::<GuardianId>(number, 0);
    let kinds = vec![
        InviteeKind::Individual,
        InviteeKind::Guardian { guardian: id(GUARDIAN) },
        InviteeKind::Guardian { guardian: id(OTHER_GUARDIAN) },
        InviteeKind::Organisation { unit: unit(4)? },
        InviteeKind::Organisation { unit: unit(6)? },
    ];
    invited(script, kinds)?;
    planned(script, 12, (11, 12))
}

fn person(command: PersonCommand) -> Command {
    Command::Person(Box::new(command))
}

fn guardian(citizen: u16) -> Result<PersonCommand, SeedError> {
    let since = NaiveDate::from_ymd_opt(2017, 1, 2).ok_or(SeedError::Fixture("a date"))?;
    Ok(PersonCommand::AddGuardian(GuardianInput { person: citizen_of(citizen)?.person()?, since }))
}

/// Commands 5 and 65: Mona consents in the portal, Per on paper.
fn consents(script: &mut Script) -> Result<(), SeedError> {
    let by = |number| ConsentGiver::Guardian(script.made(number, 0));
    let in_portal = ConsentInput {
        form: ConsentForm::Electronic,
        received_by: None,
        received_at: None,
        ..consent(script, by(GUARDIAN))?
    };
    let on_paper = consent(script, by(OTHER_GUARDIAN))?;
    script.step(5, (1, 13, 30), Citizen(3), Command::GiveConsent(Box::new(in_portal)))?;
    script.step(65, (1, 14, 0), script.lead(), Command::GiveConsent(Box::new(on_paper)))
}

fn consent(script: &Script, giver: ConsentGiver) -> Result<ConsentInput, SeedError> {
    use Category as C;
    let known = || {
        vec![
            C::School,
            C::Health,
            C::SocialLife,
            C::Leisure,
            C::FamilyNetwork,
            C::IdentityContact,
            C::MeetingLogistics,
            C::PlanDocument,
        ]
    };
    let rows = [
        (script.scene.lead / 10, known(), "Samordna och följa upp planen."),
        (4, known(), "Planera behandlingen."),
        (6, known(), "Planera stödet i skolan."),
    ];
    consent_by(script, giver, &rows)
}

/// Commands 6, 7 and 64: the preparation with the child and the guardians, and what the child wishes.
fn preparation(script: &mut Script) -> Result<(), SeedError> {
    script.step(6, (2, 8, 0), script.lead(), Command::StartPreparation)?;
    let question = Question {
        id: script.made(7, 1),
        text: text("Vem pratar jag med när det blir jobbigt på rasten?")?,
        priority: 1,
    };
    let patch = PreparationPatch {
        what_matters: Some(text("Att skolan ska kännas bra igen.")?),
        questions: Some(vec![question]),
        excluded_topics_asked: Some(true),
        minors: Some(MinorsInNetwork::No),
        meeting_wishes: Some(text("Hellre i ett rum med fönster än på skolan.")?),
        done_with_individual_at: Some(script.at(2, 12, 30)?),
        ..PreparationPatch::default()
    };
    script.step(7, (2, 13, 0), script.lead(), Command::UpdatePreparation(Box::new(patch)))?;
    let heard = ChildPatch {
        participates: Some(true),
        participation_reason: Some(text("Elsa är tio år, förstår vad mötet gäller och vill vara med i början.")?),
        wishes: Some(text("Att det är samma vuxen på rasterna varje dag.")?),
        ..ChildPatch::default()
    };
    script.step(64, (2, 13, 30), script.lead(), person(PersonCommand::RecordChild(heard)))
}
