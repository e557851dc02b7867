//! The people on the roads beside the straight one, and what is recorded of them.

use super::*;
use sip_domain::command::*;
use sip_domain::ids::{GuardianId, RepresentativeId};
use sip_domain::model::*;

/// Born on that day; the same person in the register as the adult of the straight way.
pub(crate) fn child_born(on: NaiveDate) -> Person {
    Person { birth_date: Some(on), ..person() }
}

fn related(n: u128, given: &str) -> Person {
    Person { id: id(n), name: name(given), contact: None, ..person() }
}

/// A guardian.
pub(crate) fn gun() -> Person {
    related(3, "Gun")
}

/// Another guardian.
pub(crate) fn geir() -> Person {
    related(4, "Geir")
}

/// A third guardian.
pub(crate) fn gro() -> Person {
    related(5, "Gro")
}

/// A representative.
pub(crate) fn rut() -> Person {
    related(6, "Rut")
}

pub(crate) fn citizen(person: &Person) -> Actor {
    Actor::Citizen { citizen: CitizenRef { person: person.id, name: Some(person.name.clone()) } }
}

pub(crate) fn by_gun() -> Actor {
    citizen(&gun())
}

pub(crate) fn by_geir() -> Actor {
    citizen(&geir())
}

pub(crate) fn by_rut() -> Actor {
    citizen(&rut())
}

/// A system that acts for a member of staff.
pub(crate) fn client_of(staff: &StaffRef) -> Actor {
    Actor::Staff { staff: staff.clone(), duty: Duty::Clinical, client: Some(short("Journalsystemet")) }
}

/// A colleague of Karin's.
pub(crate) fn colleague() -> StaffRef {
    staff(341, "Ny", &k_soc())
}

pub(crate) fn person_command(command: PersonCommand) -> Command {
    Command::Person(Box::new(command))
}

pub(crate) fn add_guardian(person: Person) -> Command {
    person_command(PersonCommand::AddGuardian(GuardianInput { person, since: day("2015-01-01") }))
}

pub(crate) fn change_guardian(
    guardian: GuardianId,
    until: Option<NaiveDate>,
    exception: Option<ConsentException>,
) -> Command {
    person_command(PersonCommand::ChangeGuardian { guardian, until, exception, protected: None })
}

/// A mandate as god man from the first of January 2026, with its document seen.
pub(crate) fn mandate(valid_to: Option<NaiveDate>) -> RepresentativeInput {
    RepresentativeInput {
        person: rut(),
        kind: RepresentativeKind::GodMan,
        scope_text: text("Sörja för person"),
        valid_from: day("2026-01-01"),
        valid_to,
        document_seen: true,
        attends_instead: false,
        individual_agrees: false,
    }
}

pub(crate) fn add_representative(input: RepresentativeInput) -> Command {
    person_command(PersonCommand::AddRepresentative(input))
}

pub(crate) fn end_representative(representative: RepresentativeId, until: NaiveDate) -> Command {
    person_command(PersonCommand::EndRepresentative { representative, until })
}

pub(crate) fn protect(level: Protection, readers: &[StaffRef]) -> Command {
    person_command(PersonCommand::Protect { level, readers: readers.to_vec() })
}

pub(crate) fn record_child(patch: ChildPatch) -> Command {
    person_command(PersonCommand::RecordChild(patch))
}

/// Informed, asked and heard.
pub(crate) fn heard(now: DateTime<Utc>) -> ChildPatch {
    ChildPatch {
        informed_at: Some(now),
        asked_at: Some(now),
        answer: Some(text("Ja, om pappa är med")),
        wishes: Some(text("Jag vill gå kvar i min klass")),
        conveyed_by: Some(name("Karin")),
        conveyed_at: Some(now),
        ..ChildPatch::default()
    }
}

/// An assessment that the individual cannot consent, with one person asked about what she would have wanted.
pub(crate) fn assessment(at: DateTime<Utc>, attitude: Attitude) -> CapacityAssessment {
    let asked = ContactedPerson { name: name("Bror"), relation: short("bror"), at, attitude };
    CapacityAssessment { assessed_by: name("Karin"), at, contacted: vec![asked] }
}

/// A consent recorded on such an assessment.
pub(crate) fn consent_on_assessment(now: DateTime<Utc>, attitude: Attitude) -> ConsentInput {
    ConsentInput { capacity: Some(assessment(now, attitude)), ..consent_by(ConsentGiver::UnableToConsent, now) }
}

/// As [`consent_from`], by another.
pub(crate) fn consent_by(giver: ConsentGiver, now: DateTime<Utc>) -> ConsentInput {
    ConsentInput { giver, ..consent_from(now) }
}

pub(crate) fn pause(cause: PauseCause, note: Option<&str>) -> Command {
    Command::Standing(StandingCommand::Pause { cause: Some(cause), note: note.map(text) })
}

/// The cause is worked out from the case.
pub(crate) fn pause_by_itself() -> Command {
    Command::Standing(StandingCommand::Pause { cause: None, note: None })
}

pub(crate) fn contact_attempt() -> Command {
    Command::Standing(StandingCommand::RecordContactAttempt { note: text("Ringde, inget svar") })
}

pub(crate) fn close_inactive() -> Command {
    Command::Standing(StandingCommand::CloseInactive { note: None })
}

pub(crate) fn close_expired() -> Command {
    Command::Standing(StandingCommand::CloseExpired { note: None })
}

pub(crate) fn request_voiding() -> Command {
    Command::Standing(StandingCommand::RequestVoiding { reason: text("Fel person") })
}

pub(crate) const RESUME: Command = Command::Standing(StandingCommand::Resume);

pub(crate) const CONFIRM_VOIDING: Command = Command::Standing(StandingCommand::ConfirmVoiding);

pub(crate) fn urgent(reason: Option<&str>) -> Command {
    Command::DeclareUrgency { reason: reason.map(text) }
}

/// Anna of the primary care is fast vårdkontakt.
pub(crate) fn discharge(now: DateTime<Utc>) -> DischargeInput {
    DischargeInput { ready_at: Some(now), fast_vardkontakt: Some(anna()), municipal_health_care: Some(true) }
}

pub(crate) fn record_discharge(input: DischargeInput) -> Command {
    Command::RecordDischarge(Box::new(input))
}

/// What this citizen is to the case as giver of a consent, if anything.
pub(crate) fn giver_of(life: &Life, actor: &Actor) -> ConsentGiver {
    let (case, today) = (life.case(), life.today());
    let Some(citizen) = actor.citizen() else { return ConsentGiver::Individual };
    let guardian = case.guardians.iter().find(|held| held.person.id == citizen.person && held.is_current(today));
    let mandate = case.representatives.iter().find(|held| held.person.id == citizen.person && held.is_current(today));
    match (guardian, mandate) {
        (Some(held), _) => ConsentGiver::Guardian(held.id),
        (None, Some(held)) => ConsentGiver::Representative(held.id),
        (None, None) => ConsentGiver::Individual,
    }
}

/// The actor's own consent, whole.
pub(crate) fn withdraw_by(life: &Life, actor: &Actor) -> Command {
    let giver = giver_of(life, actor);
    let consent = life.case().consents.iter().rev().find(|held| held.giver == giver).map_or(id(1), |held| held.id);
    Command::WithdrawConsent { consent, channel: WithdrawalChannel::Portal, extent: WithdrawalExtent::Whole }
}
