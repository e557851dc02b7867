//! Attempts of the commands that belong to the roads beside the straight one.

use super::attempts::Named;
use super::*;
use sip_domain::access::{Role, in_force_for_any};
use sip_domain::command::*;
use sip_domain::model::*;

/// The preparation goes to Karin, or to the fast vårdkontakt who takes it.
pub(super) fn handing_over(named: &Named<'_>) -> Option<Command> {
    let own = named.actor.staff()?.clone();
    let to = if named.is(Role::PreparationLead) { karin() } else { own };
    let is_known =
        to.unit.id == named.case.responsible_unit.id || in_force_for_any(named.case, Some(to.unit.id), named.life.now);
    (is_known && named.may_name(&to)).then_some(Command::HandOverPreparation { to })
}

/// A command that has to be taken where the kind is open.
pub(super) fn valid(named: &Named<'_>, kind: CommandKind) -> Option<Command> {
    use CommandKind as K;
    let (life, case) = (named.life, named.case);
    Some(match kind {
        K::DeclareUrgency => urgent(Some("Hot om vräkning")),
        K::RecordDischarge => {
            let input = discharge(life.now);
            let fast_vardkontakt = input.fast_vardkontakt.filter(|staff| named.may_name(staff));
            record_discharge(DischargeInput { fast_vardkontakt, ..discharge(life.now) })
        }
        K::RecordChild => record_child(heard(life.now)),
        K::AddGuardian => {
            let is_new = |person: &Person| case.guardians.iter().all(|held| held.person.id != person.id);
            add_guardian([gun(), geir(), gro()].into_iter().find(is_new)?)
        }
        K::ChangeGuardian => change_guardian(case.guardians.last()?.id, None, Some(ConsentException::PreventedFb)),
        K::AddRepresentative => {
            let is_new = case.representatives.iter().all(|held| held.person.id != rut().id);
            is_new.then(|| add_representative(mandate(None)))?
        }
        K::EndRepresentative => end_representative(case.representatives.last()?.id, life.today()),
        K::Protect => protect(Protection::Marking, &[karin(), olle(), anna(), lisa(), colleague()]),
        K::ExpressWishes => wish(WishesInput { what_matters: Some(text("Min hund")), ..WishesInput::default() }),
        _ => return standing(kind),
    })
}

fn wish(input: WishesInput) -> Command {
    Command::ExpressWishes(Box::new(input))
}

fn standing(kind: CommandKind) -> Option<Command> {
    use CommandKind as K;
    Some(match kind {
        K::RecordContactAttempt => contact_attempt(),
        K::Pause => pause(PauseCause::CapacityReassessed, Some("Läkaren har bedömt på nytt")),
        K::Resume => RESUME,
        K::CloseExpired => close_expired(),
        K::CloseInactive => close_inactive(),
        K::RequestVoiding => request_voiding(),
        K::ConfirmVoiding => CONFIRM_VOIDING,
        _ => return None,
    })
}

/// Attempts that may be refused; never empty.
pub(super) fn slips(life: &Life, kind: CommandKind) -> Vec<Command> {
    use CommandKind as K;
    let later = life.now + Duration::hours(1);
    match kind {
        K::DeclareUrgency => vec![urgent(None)],
        K::RecordDischarge => [
            DischargeInput { ready_at: Some(later), ..DischargeInput::default() },
            DischargeInput { fast_vardkontakt: Some(outsider()), ..discharge(life.now) },
            DischargeInput { fast_vardkontakt: Some(karin()), ..DischargeInput::default() },
        ]
        .map(record_discharge)
        .to_vec(),
        K::RecordChild => [
            ChildPatch { informed_at: Some(later), ..ChildPatch::default() },
            ChildPatch { maturity: Some((true, text("Tretton och klok"))), ..ChildPatch::default() },
            ChildPatch::default(),
        ]
        .map(record_child)
        .to_vec(),
        K::ExpressWishes => {
            let topics = WishesInput { add_excluded_topics: vec![text("Min pappa")], ..WishesInput::default() };
            let asked = WishesInput { add_questions: vec![text("Vem hämtar mig?")], ..WishesInput::default() };
            [topics, asked].map(wish).to_vec()
        }
        K::Pause => {
            let causes = [
                PauseCause::ConsentExpired,
                PauseCause::GuardianWithdrew,
                PauseCause::CapacityReassessed,
                PauseCause::TurnedAdult,
            ];
            std::iter::once(pause_by_itself()).chain(causes.map(|cause| pause(cause, None))).collect()
        }
        _ => standing(kind).map_or_else(|| slips_about_people(life, kind), |command| vec![command]),
    }
}

fn slips_about_people(life: &Life, kind: CommandKind) -> Vec<Command> {
    use CommandKind as K;
    let (case, today) = (life.case(), life.today());
    match kind {
        K::AddGuardian => {
            let later = GuardianInput { person: gro(), since: life.in_days(30) };
            let hidden = Person { protected: Protection::Marking, ..gro() };
            let mut attempts = [person(), gun(), hidden].map(add_guardian).to_vec();
            attempts.push(person_command(PersonCommand::AddGuardian(later)));
            attempts
        }
        K::ChangeGuardian => {
            let known = case.guardians.first().map_or(id(1), |held| held.id);
            vec![
                change_guardian(id(1), Some(today), None),
                change_guardian(known, Some(life.in_days(3)), None),
                change_guardian(known, Some(today), None),
                change_guardian(known, None, Some(ConsentException::BoardDecision)),
            ]
        }
        K::AddRepresentative => [
            RepresentativeInput { document_seen: false, ..mandate(None) },
            RepresentativeInput { person: person(), ..mandate(None) },
            RepresentativeInput { kind: RepresentativeKind::Ombud, ..mandate(Some(life.in_days(20))) },
            mandate(Some(day("2025-12-31"))),
        ]
        .map(add_representative)
        .to_vec(),
        K::EndRepresentative => {
            let known = case.representatives.first().map_or(id(1), |held| held.id);
            let ended = |representative, until| end_representative(representative, until);
            vec![ended(id(1), today), ended(known, life.in_days(5)), ended(known, life.in_days(-1))]
        }
        _ => vec![
            protect(Protection::Marking, &[]),
            protect(Protection::None, &[]),
            protect(Protection::ProtectedRegistration, &[karin(), olle(), anna()]),
        ],
    }
}
