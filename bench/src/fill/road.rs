//! The road of a made case up to the summons.

use super::life::Who::{Individual, Staff};
use super::life::{Life, Stage};
use super::world::{self, HOME_CARE, PSYCHIATRY, SOCIAL, name, short, text};
use super::{after, plan};
use crate::Fault;
use sip_domain::command::{
    AgendaInput, Command, ConsentInput, InformationInput, InviteeInput, MappingInput, MeetingInput, MeetingPatch,
    MeetingRoleHolder, PreparationPatch, ReportNeed, ScopeRowInput,
};
use sip_domain::context::IdSeed;
use sip_domain::ids::{InviteeId, MeetingId, QuestionId};
use sip_domain::model::{
    AgendaCode, CaseKind, Category, ConsentGiver, EstablishedContact, ExcludedTopic, InviteeKind, LegalBasis, LifeArea,
    MeetingForm, MeetingType, MinorsInNetwork, NeedSource, NeedTrigger, NetworkKind, NetworkMember, OfferAnswer, Place,
    PlaceType, Question,
};
use sip_domain::profile::ConsentForm;

/// Karin, who takes the initiative, prepares, convenes and coordinates.
pub(super) const LEAD: super::life::Who = Staff(11);
/// Who is on the list of invitees beside the individual, and who comes from there.
pub(super) const COMING: [(u32, u32); 3] = [(SOCIAL, 11), (HOME_CARE, 21), (PSYCHIATRY, 71)];
/// The day of the first meeting.
const MEETING: i64 = 10;

/// Lets a life go to its stage.
///
/// # Errors
/// When the domain refuses a step: the bench does not fit the rules any more.
pub(crate) fn go(life: &mut Life, to: Stage, mapping_writes: usize) -> Result<(), Fault> {
    report(life)?;
    if to == Stage::Informed {
        return Ok(());
    }
    agree(life)?;
    if to == Stage::Consented {
        return Ok(());
    }
    prepare(life)?;
    for n in 0..mapping_writes {
        let entries = mapping(n)?;
        life.step(life.at(3, 10), LEAD, Command::WriteMapping { entries })?;
    }
    if to == Stage::Preparing {
        return Ok(());
    }
    let invitees = invite(life)?;
    let meeting = meet(life, MeetingType::Initial, (3, MEETING))?;
    let agenda = Command::SetAgenda { meeting, items: agenda()? };
    life.step(life.at(3, 500), LEAD, agenda)?;
    life.step(life.at(3, 780), LEAD, Command::SendSummons { meeting })?;
    answer(life, &invitees)?;
    if to == Stage::Summoned {
        return Ok(());
    }
    let written = plan::made(life, meeting, &invitees)?;
    if to == Stage::Active { Ok(()) } else { after::closed(life, &invitees, written) }
}

fn report(life: &mut Life) -> Result<(), Fault> {
    let report = ReportNeed {
        case: life.id(),
        kind: CaseKind::OpenCare,
        person: world::person(life.person)?,
        source: NeedSource::Staff,
        source_detail: None,
        detected_at: life.at(0, 420),
        description: text(
            "Flera kontakter samtidigt drar åt olika håll. Vem som gör vad, och när, behöver bli tydligt.",
        )?,
        own_assessment: Some(text("Jag orkar inte vara den som ska minnas och berätta allt för alla.")?),
        trigger: NeedTrigger::Stuck,
        legal_basis: vec![LegalBasis::Sol, LegalBasis::Hsl],
        unit: world::unit(life.block, SOCIAL)?,
        predecessor: None,
        unit_has_open_case: false,
        compulsory_open_care: false,
    };
    life.step(life.at(0, 510), LEAD, Command::ReportNeed(Box::new(report)))?;
    let told = InformationInput {
        oral_at: Some(life.at(0, 570)),
        written_at: Some(life.at(0, 585)),
        language: Some(short("sv")?),
        adaptation: None,
    };
    life.step(life.at(0, 600), LEAD, Command::RecordInformation(told)).map(|_| ())
}

fn agree(life: &mut Life) -> Result<(), Fault> {
    life.step(life.at(1, 510), LEAD, Command::Offer)?;
    let answered_by = world::person(life.person)?.name;
    let accepted = Command::AnswerOffer { answer: OfferAnswer::Accepted, answered_by };
    life.step(life.at(1, 780), Individual, accepted)?;
    let consent = consent(life)?;
    life.step(life.at(1, 810), LEAD, Command::GiveConsent(Box::new(consent))).map(|_| ())
}

fn consent(life: &Life) -> Result<ConsentInput, Fault> {
    let purposes = [
        "Samordna och följa upp planen.",
        "Planera hemsjukvården.",
        "Planera behandlingen så att den går ihop med stödet i hemmet.",
    ];
    let scope = COMING.into_iter().zip(purposes).map(|((place, _), purpose)| {
        Ok(ScopeRowInput {
            from_organisation: None,
            recipient: world::unit(life.block, place)?,
            categories: categories(place),
            purpose: Some(text(purpose)?),
        })
    });
    Ok(ConsentInput {
        giver: ConsentGiver::Individual,
        form: ConsentForm::Written,
        meeting: true,
        information_transfer: true,
        received_by: Some(world::staff(life.block, 11)?.name),
        received_at: Some(life.at(1, 795)),
        journal_note: None,
        scope: scope.collect::<Result<_, Fault>>()?,
        excluded_categories: Vec::new(),
        exclusions: Vec::new(),
        valid_from: life.at(1, 0),
        valid_to: life.at(360, 0),
        capacity: None,
        other_ground: None,
    })
}

/// What a unit may have: the clinic not the plan as a document.
fn categories(place: u32) -> Vec<Category> {
    use Category as C;
    let all = [
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
    ];
    all.into_iter().filter(|category| place != PSYCHIATRY || *category != C::PlanDocument).collect()
}

fn prepare(life: &mut Life) -> Result<(), Fault> {
    life.step(life.at(2, 480), LEAD, Command::StartPreparation)?;
    let at = life.at(2, 780);
    let preparation = preparation(life, life.next_seed(at))?;
    life.step(at, LEAD, Command::UpdatePreparation(Box::new(preparation)))?;
    let purpose = text("Samordna stödet i hemmet med vården, så att vardagen fungerar och alla vet vem som gör vad.")?;
    life.step(life.at(2, 840), LEAD, Command::SetBasis { purpose })?;
    let entries = mapping(0)?;
    life.step(life.at(2, 870), LEAD, Command::WriteMapping { entries }).map(|_| ())
}

fn preparation(life: &Life, seed: IdSeed) -> Result<PreparationPatch, Fault> {
    let questions = [
        "Vem ringer jag när det blir svårt en kväll?",
        "Hur ska medicinen fungera när hemsjukvården bara kommer på förmiddagen?",
    ];
    let questions = questions.into_iter().zip(1u16..).map(|(question, n)| {
        Ok::<_, Fault>(Question { id: QuestionId(seed.nth(n)), text: text(question)?, priority: n })
    });
    let topic = ExcludedTopic { id: seed.nth(10).into(), text: text("brytningen med min bror")? };
    let neighbour = NetworkMember {
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
        network: Some(vec![neighbour]),
        minors: Some(MinorsInNetwork::No),
        meeting_wishes: Some(text("Helst på förmiddagen och inte för många i rummet.")?),
        home_meeting_wished: Some(false),
        done_with_individual_at: Some(life.at(2, 750)),
        ..PreparationPatch::default()
    })
}

fn mapping(n: usize) -> Result<Vec<MappingInput>, Fault> {
    let sleep = format!("Sover {} timmar per natt. Kvällarna är värst.", 4 + n % 4);
    let entries = [
        (LifeArea::HomeLife, "Bor i egen lägenhet med hemtjänst två gånger om dagen. Klarar morgnarna själv."),
        (LifeArea::Health, "Hemsjukvården delar medicin varje förmiddag. Kontakt med psykiatrin sedan två år."),
        (LifeArea::Sleep, sleep.as_str()),
    ];
    let entry = |(life_area, written)| Ok(MappingInput { life_area, text: text(written)?, touches_topic: None });
    entries.into_iter().map(entry).collect()
}

fn invite(life: &mut Life) -> Result<Vec<InviteeId>, Fault> {
    let question = life.case.as_ref().and_then(|case| case.preparation.as_ref()?.questions.first().map(|q| q.id));
    let question = question.ok_or(Fault::Made("a question"))?;
    let units = COMING.map(|(place, _)| Ok(InviteeKind::Organisation { unit: world::unit(life.block, place)? }));
    let kinds = std::iter::once(Ok(InviteeKind::Individual)).chain(units).collect::<Result<Vec<_>, Fault>>()?;
    let mut invitees = Vec::new();
    for kind in kinds {
        let is_unit = matches!(kind, InviteeKind::Organisation { .. });
        let invitee = InviteeInput {
            kind,
            wished_profession: None,
            purpose: is_unit
                .then(|| text("Berätta vad er verksamhet gör i dag och kan bidra med framöver."))
                .transpose()?,
            questions: vec![question],
            approved_by_individual: true,
            established_contact: is_unit.then_some(EstablishedContact::Yes),
            to_bring: None,
            has_system_access: is_unit,
            chosen_by_individual: false,
        };
        let seed = life.step(life.at(3, 480), LEAD, Command::AddInvitee(Box::new(invitee)))?;
        invitees.push(InviteeId(seed.nth(0)));
    }
    Ok(invitees)
}

/// The units name who comes, and the individual says yes.
fn answer(life: &mut Life, invitees: &[InviteeId]) -> Result<(), Fault> {
    let (individual, units) = invitees.split_first().ok_or(Fault::Made("an invitee"))?;
    for ((_, who), invitee) in COMING.into_iter().zip(units) {
        let command = Command::NameRepresentative { invitee: *invitee, staff: world::staff(life.block, who)? };
        life.step(life.at(4, 540), Staff(who), command)?;
    }
    let answer = Command::AnswerInvitation { invitee: *individual, accept: true };
    life.step(life.at(4, 600), Individual, answer)?;
    Ok(())
}

/// Plans a meeting and says who leads it and who writes.
pub(super) fn meet(life: &mut Life, kind: MeetingType, (planned, held): (i64, i64)) -> Result<MeetingId, Fault> {
    let particulars = MeetingPatch {
        start: Some(life.at(held, 720)),
        duration_minutes: Some(60),
        form: Some(MeetingForm::Physical),
        place: Some(place()?),
        room_booked: Some(true),
        purpose: Some(text("Planera stöd och vård tillsammans, så att det hänger ihop.")?),
    };
    let command = Command::PlanMeeting(Box::new(MeetingInput { kind, particulars }));
    let meeting = MeetingId(life.step(life.at(planned, 490), LEAD, command)?.nth(0));
    let command = Command::AssignMeetingRoles {
        meeting,
        chair: MeetingRoleHolder::Staff(world::staff(life.block, 11)?),
        secretary: MeetingRoleHolder::Staff(world::staff(life.block, 12)?),
    };
    life.step(life.at(planned, 495), LEAD, command)?;
    Ok(meeting)
}

/// The room.
pub(super) fn place() -> Result<Place, Fault> {
    let room = short("Socialkontoret, Testgatan 1, rum Eken")?;
    Ok(Place { kind: PlaceType::Municipality, text: Some(room), link: None })
}

fn agenda() -> Result<Vec<AgendaInput>, Fault> {
    let points = [
        (AgendaCode::Presentation, "Presentation, den enskilde först"),
        (AgendaCode::OwnGoals, "Vad är viktigt, egna mål"),
        (AgendaCode::Needs, "Behov"),
        (AgendaCode::Goals, "Mål"),
        (AgendaCode::Activities, "Insatser, vem gör vad och när"),
        (AgendaCode::FollowUp, "Tid för uppföljning"),
        (AgendaCode::Summary, "Sammanfattning och underskrift"),
    ];
    let point =
        |(code, title)| Ok(AgendaInput { code, title: short(title)?, done: false, note: None, touches_topic: None });
    points.into_iter().map(point).collect()
}
