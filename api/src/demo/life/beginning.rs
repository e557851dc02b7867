//! From the need to the preparation.

use super::super::directory::{name, short, staff, unit};
use super::super::people::citizen_of;
use super::super::seed::SeedError;
use super::Who::{Individual, Staff};
use super::{Road, Script, Who, text};
use chrono::{DateTime, Months, NaiveDate, Utc};
use sip_domain::calendar::start_of_day;
use sip_domain::command::{Command, ConsentInput, InformationInput, PreparationPatch, ReportNeed, ScopeRowInput};
use sip_domain::model::{
    CaseKind, Category, ConsentGiver, ExcludedTopic, LegalBasis, MinorsInNetwork, NeedSource, NeedTrigger, NetworkKind,
    NetworkMember, OfferAnswer, Question,
};
use sip_domain::profile::ConsentForm;

/// Karin, who takes the initiative, prepares and convenes.
pub(super) const LEAD: super::Who = Staff(11);
/// Olle, who writes the minutes.
pub(super) const SECRETARY: super::Who = Staff(12);

fn report(script: &Script, at: u16, source: NeedSource, own_assessment: Option<&str>) -> Result<Command, SeedError> {
    let (kind, trigger, legal_basis) = match script.scene.road {
        Road::Discharge => (CaseKind::Discharge, NeedTrigger::Discharge, LegalBasis::Discharge),
        _ => (CaseKind::OpenCare, NeedTrigger::Stuck, LegalBasis::Sol),
    };
    Ok(Command::ReportNeed(Box::new(ReportNeed {
        case: script.scene.id(),
        kind,
        person: citizen_of(script.scene.person)?.person()?,
        source,
        source_detail: None,
        detected_at: script.at(0, 7, 0)?,
        description: text(
            "Flera kontakter samtidigt drar åt olika håll. Vem som gör vad, och när, behöver bli tydligt.",
        )?,
        own_assessment: own_assessment.map(text).transpose()?,
        trigger,
        legal_basis: vec![legal_basis, LegalBasis::Hsl],
        unit: unit(at)?,
        predecessor: None,
        unit_has_open_case: false,
        compulsory_open_care: false,
    })))
}

/// Command 1: the individual asks the health centre.
pub(super) fn request(script: &mut Script) -> Result<(), SeedError> {
    let own = "Jag orkar inte vara den som ska minnas och berätta allt för alla.";
    let command = report(script, 3, NeedSource::Individual, Some(own))?;
    script.step(1, (0, 9, 0), Individual, command)
}

/// Commands 1 to 3: reported, the individual's own assessment written down, refused.
pub(super) fn refused(script: &mut Script) -> Result<(), SeedError> {
    let command = report(script, 1, NeedSource::Staff, None)?;
    script.step(1, (0, 8, 30), LEAD, command)?;
    let own = text("Jag tycker att ni behöver prata med varandra.")?;
    script.step(2, (1, 9, 0), LEAD, Command::RecordOwnAssessment { text: own })?;
    let command = Command::RefuseSip {
        reason: text("Bara socialtjänsten ger insatser i dag. De samordnas inom den vanliga genomförandeplanen.")?,
        individual_informed_at: Some(script.at(2, 10, 0)?),
    };
    script.step(3, (2, 11, 0), LEAD, command)
}

/// Commands 1 to 4: reported, informed, offered, and the individual says no.
pub(super) fn declined(script: &mut Script) -> Result<(), SeedError> {
    offered(script)?;
    answered(script, OfferAnswer::Declined)
}

/// Commands 1 to 9: from the need to the mapping.
pub(super) fn main(script: &mut Script) -> Result<(), SeedError> {
    offered(script)?;
    answered(script, OfferAnswer::Accepted)?;
    let consent = consent(script)?;
    script.step(5, (1, 13, 30), LEAD, consent)?;
    begun(script)?;
    let purpose = text("Samordna stödet i hemmet med vården, så att vardagen fungerar och alla vet vem som gör vad.")?;
    script.step(8, (2, 14, 0), LEAD, Command::SetBasis { purpose })?;
    let entries = super::meeting::mapping()?;
    script.step(9, (2, 14, 30), LEAD, Command::WriteMapping { entries })
}

/// Commands 6 and 7: the preparation is started and filled in.
pub(super) fn begun(script: &mut Script) -> Result<(), SeedError> {
    script.step(6, (2, 8, 0), script.lead(), Command::StartPreparation)?;
    let preparation = preparation(script)?;
    script.step(7, (2, 13, 0), script.lead(), Command::UpdatePreparation(Box::new(preparation)))
}

fn offered(script: &mut Script) -> Result<(), SeedError> {
    informed(script, NeedSource::Staff)?;
    offer(script)
}

/// Command 1: staff reports the need.
pub(super) fn reported(script: &mut Script, source: NeedSource) -> Result<(), SeedError> {
    let command = report(script, script.scene.lead / 10, source, None)?;
    script.step(1, (0, 8, 30), script.lead(), command)
}

/// Commands 1 and 2: reported, and informed in words and in writing.
pub(super) fn informed(script: &mut Script, source: NeedSource) -> Result<(), SeedError> {
    reported(script, source)?;
    let told = InformationInput {
        oral_at: Some(script.at(0, 9, 30)?),
        written_at: Some(script.at(0, 9, 45)?),
        language: Some(short("sv")?),
        adaptation: None,
    };
    script.step(2, (0, 10, 0), script.lead(), Command::RecordInformation(told))
}

/// Command 3: the offer.
pub(super) fn offer(script: &mut Script) -> Result<(), SeedError> {
    script.step(3, (1, 8, 30), script.lead(), Command::Offer)
}

fn answered(script: &mut Script, answer: OfferAnswer) -> Result<(), SeedError> {
    let answered_by = script.individual()?;
    script.step(4, (1, 13, 0), Individual, Command::AnswerOffer { answer, answered_by })
}

/// Command 4: somebody else says yes for the individual.
pub(super) fn accepted(script: &mut Script, by: Who, name: &str) -> Result<(), SeedError> {
    let answered_by = super::super::directory::name(name)?;
    script.step(4, (1, 13, 0), by, Command::AnswerOffer { answer: OfferAnswer::Accepted, answered_by })
}

/// The first moment of a day in Sweden.
pub(super) fn midnight(year: i32, month: u32, day: u32) -> Result<DateTime<Utc>, SeedError> {
    NaiveDate::from_ymd_opt(year, month, day).map(start_of_day).ok_or(SeedError::Fixture("a moment"))
}

/// From when until when the consent runs: for most a year from February; shorter where it is to run out.
fn period(script: &Script) -> Result<(DateTime<Utc>, DateTime<Utc>), SeedError> {
    match script.scene.road {
        Road::Resting => Ok((midnight(2027, 2, 1)?, midnight(2027, 2, 24)?)),
        Road::Inactive => {
            let from = script.day(0)?;
            let to = from.checked_add_months(Months::new(12)).ok_or(SeedError::Fixture("a date"))?;
            Ok((start_of_day(from), start_of_day(to)))
        }
        _ => Ok((midnight(2027, 2, 1)?, midnight(2028, 2, 1)?)),
    }
}

/// A consent in writing to the meeting and the transfer, to units for what they need.
pub(super) fn consent_by(
    script: &Script,
    giver: ConsentGiver,
    rows: &[(u16, Vec<Category>, &str)],
) -> Result<ConsentInput, SeedError> {
    let scope = rows.iter().map(|(number, categories, purpose)| {
        Ok(ScopeRowInput {
            from_organisation: None,
            recipient: unit(*number)?,
            categories: categories.clone(),
            purpose: Some(text(purpose)?),
        })
    });
    let (valid_from, valid_to) = period(script)?;
    Ok(ConsentInput {
        giver,
        form: ConsentForm::Written,
        meeting: true,
        information_transfer: true,
        received_by: Some(staff(script.scene.lead)?.name),
        received_at: Some(script.at(1, 13, 15)?),
        journal_note: None,
        scope: scope.collect::<Result<_, SeedError>>()?,
        excluded_categories: Vec::new(),
        exclusions: Vec::new(),
        valid_from,
        valid_to,
        capacity: None,
        other_ground: None,
    })
}

/// What most units may have.
pub(super) fn everyday() -> Vec<Category> {
    use Category as C;
    vec![
        C::HomeLife,
        C::SocialLife,
        C::Occupation,
        C::Meals,
        C::Sleep,
        C::SocialServicesMeasures,
        C::Housing,
        C::Health,
        C::DiagnosisHealthRecord,
        C::Medication,
        C::FunctionalAbility,
        C::IdentityContact,
        C::MeetingLogistics,
        C::PlanDocument,
    ]
}

/// In writing, to those who are to plan together; psychiatry is not told about the economy.
pub(super) fn consent(script: &Script) -> Result<Command, SeedError> {
    let with_economy = everyday().into_iter().chain([Category::Economy]).collect();
    let rows = [
        (1, with_economy, "Samordna och följa upp planen."),
        (2, everyday(), "Planera hemsjukvården."),
        (3, everyday(), "Planera vården och läkemedlen."),
        (7, everyday(), "Planera behandlingen så att den går ihop med stödet i hemmet."),
    ];
    Ok(Command::GiveConsent(Box::new(consent_by(script, ConsentGiver::Individual, &rows)?)))
}

fn preparation(script: &Script) -> Result<PreparationPatch, SeedError> {
    let questions = [
        "Vem ringer jag när det blir svårt en kväll?",
        "Hur ska medicinen fungera när hemsjukvården bara kommer på förmiddagen?",
    ];
    let questions = questions.into_iter().zip(1u16..).map(|(question, n)| {
        Ok::<_, SeedError>(Question { id: script.made(7, n), text: text(question)?, priority: n })
    });
    let topic = ExcludedTopic { id: script.made(7, 10), text: text("brytningen med min bror")? };
    let network = NetworkMember {
        name: name("Rut Testgranne")?,
        relation: short("granne och vän")?,
        kind: NetworkKind::Private,
        organisation: None,
        is_protected: false,
    };
    Ok(PreparationPatch {
        what_matters: Some(text("Att få bo kvar hemma och själv bestämma över min vardag.")?),
        own_goals: Some(text("Sova hela natten och komma ut varje dag.")?),
        own_description: Some(text("Dagarna går, men kvällarna är oroliga och jag tappar bort tiderna.")?),
        questions: Some(questions.collect::<Result<_, _>>()?),
        excluded_topics_asked: Some(true),
        excluded_topics: Some(vec![topic]),
        network: Some(vec![network]),
        minors: Some(MinorsInNetwork::No),
        meeting_wishes: Some(text("Helst på förmiddagen och inte för många i rummet.")?),
        home_meeting_wished: Some(false),
        coordinator_wish: Some(text("Gärna Karin, som jag redan känner.")?),
        copy_to_relatives: Some(vec![name("Rut Testgranne")?]),
        done_with_individual_at: Some(script.at(2, 12, 30)?),
        ..PreparationPatch::default()
    })
}
