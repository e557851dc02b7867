//! What the store, the clock and the law on withdrawal rely on: who finds the case, when its consent lapses, and that a
//! consent can always be taken back.

use crate::life::*;
use crate::support::*;
use chrono::{DateTime, Duration, Months, Utc};
use sip_domain::access::{Role, in_force_for_any, lapses_at, roles};
use sip_domain::calendar::start_of_day;
use sip_domain::command::{Command, CommandKind as K};
use sip_domain::context::{Actor, Duty};
use sip_domain::model::*;
use sip_domain::parties;
use sip_domain::profile::MinorPolicy;
use sip_domain::rules::Rule;

/// Every fault found in the case as it stands, in words.
pub(crate) fn faults(life: &Life) -> Vec<String> {
    let mut faults = Vec::new();
    for actor in everybody().into_iter().chain(named(life.case())) {
        if is_related(life, &actor) && !is_found(life.case(), &actor) {
            faults.push(format!("{actor:?} has {:?} and no row to find it by", roles(life.case(), &actor, life.now)));
        }
    }
    for actor in [individual(), by_gun(), by_geir(), by_rut(), by_karin(), by_olle()] {
        if let Some(rule) = refused_withdrawal(life, &actor) {
            faults.push(format!("{actor:?} may withdraw, and is refused by {rule}"));
        }
    }
    if !lapses_where_it_says(life.case(), life.now) {
        faults.push("the consent lapses at another moment than was told".to_owned());
    }
    faults
}

/// Staff who are named in the case, whoever they are.
fn named(case: &SipCase) -> Vec<Actor> {
    let holders = [&case.initiator, &case.preparation_lead];
    let invited = case.invitees.iter().filter_map(Invitee::current_staff);
    let contact = case.discharge.as_ref().and_then(|held| held.fast_vardkontakt.as_ref());
    let meetings = case.meetings.iter().flat_map(|held| [held.chair.as_ref(), held.secretary.as_ref()]).flatten();
    let coordinators = case.coordinators.iter().map(|held| &held.staff);
    let all = holders.into_iter().flatten().chain(invited).chain(contact).chain(meetings).chain(coordinators);
    all.map(clinical).collect()
}

/// Whether the store's query for this actor finds the case by its rows: the unit's or the own for staff, the person's for a
/// citizen, the organisation's for an administrator.
fn is_found(case: &SipCase, actor: &Actor) -> bool {
    let rows = parties(case);
    match actor {
        Actor::Citizen { citizen } => rows.iter().any(|row| row.person == Some(citizen.person)),
        Actor::Staff { staff, duty: Duty::Clinical, .. } => rows
            .iter()
            .any(|row| row.unit == Some(staff.unit.id) && row.staff.is_none_or(|account| account == staff.id)),
        Actor::Staff { staff, duty: Duty::Administrator, .. } => {
            let own = staff.unit.organisation;
            let by_row = |role| rows.iter().any(|row| row.role == role && row.organisation == Some(own));
            by_row(Role::Coordinator)
                || by_row(Role::InvitedUnit)
                || case.responsible_unit.organisation == own
                || case.coordinators.last().is_some_and(|last| last.principal == staff.unit.principal)
        }
        Actor::Staff { .. } | Actor::System => false,
    }
}

/// INV-19: while the case lives, whoever gave a consent, or speaks for the individual as an adult, takes it back; and so
/// does any staff with a part in it who was told. Answers the rule that stood in the way.
fn refused_withdrawal(life: &Life, actor: &Actor) -> Option<Rule> {
    let case = life.case();
    let has_begun = case.status.name() != StatusName::NeedIdentified && !case.status.name().is_final();
    let held = roles(case, actor, life.now);
    if !has_begun || !K::WithdrawConsent.roles().iter().any(|role| held.contains(role)) {
        return None;
    }
    let speaks = held.contains(&Role::Individual) && !case.person.is_minor(life.today());
    let is_own = |consent: &Consent| speaks || consent.giver == giver_of(life, actor);
    let standing = case.consents.iter().filter(|held| held.withdrawals.is_empty());
    let consents = standing.filter(|consent| actor.citizen().is_none() || is_own(consent));
    let refusals = consents.filter_map(|consent| {
        let (channel, extent) = (WithdrawalChannel::InPerson, WithdrawalExtent::Whole);
        life.decide(actor, Command::WithdrawConsent { consent: consent.id, channel, extent }).err()
    });
    refusals.map(|refusal| refusal.primary()).next()
}

/// Moments at which something may begin or end, and the ones just before and after.
fn moments(case: &SipCase) -> Vec<DateTime<Utc>> {
    let consents = case.consents.iter().flat_map(|held| [held.valid_from, held.valid_to]);
    let guardians = case.guardians.iter().flat_map(|held| [Some(held.since), held.until]).flatten();
    let mandates = case
        .representatives
        .iter()
        .flat_map(|held| [Some(held.valid_from), held.valid_to.and_then(|last| last.succ_opt())]);
    let too_from = match case.agreement.minor_policy {
        MinorPolicy::AllGuardiansPlusChild { from_age } => {
            case.person.birth_date.and_then(|born| born.checked_add_months(Months::new(from_age * 12)))
        }
        _ => None,
    };
    let days = guardians.chain(mandates.flatten()).chain(case.person.adult_from()).chain(too_from);
    let edges = consents.chain(days.map(start_of_day)).collect::<Vec<_>>();
    let tick = Duration::microseconds(1);
    edges.into_iter().flat_map(|at| [at - tick, at, at + tick, at + Duration::hours(11)]).collect()
}

/// In force at every moment up to the one told, and not at that one.
fn lapses_where_it_says(case: &SipCase, from: DateTime<Utc>) -> bool {
    let holds = |at: DateTime<Utc>| in_force_for_any(case, None, at);
    match lapses_at(case, from) {
        None => !holds(from),
        Some(end) => {
            let between = moments(case).into_iter().filter(|at| from <= *at && *at < end);
            from < end && !holds(end) && holds(from) && between.into_iter().all(holds)
        }
    }
}
