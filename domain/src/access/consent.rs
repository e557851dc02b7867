//! Consent in force, as a function of time (3.5).
//!
//! Who has to agree depends on who the individual is at that moment: an adult alone, or a representative with a mandate,
//! or an assessment when nobody can; for a child every guardian who is not excepted, and the child as the local agreement
//! says. What one of them has not agreed to is not in force.

use crate::calendar::{local_date, start_of_day};
use crate::ids::{ConsentId, UnitId};
use crate::model::{Attitude, Category, Consent, ConsentGiver, Guardian, ScopeRow, SipCase, WithdrawalExtent};
use crate::profile::MinorPolicy;
use chrono::{DateTime, Months, NaiveDate, Utc};
use std::collections::BTreeSet;

/// Whether the consent as a whole stands at `t`: begun, not run out (half-open), not withdrawn.
fn stands(consent: &Consent, t: DateTime<Utc>) -> bool {
    consent.valid_from <= t
        && t < consent.valid_to
        && !consent.withdrawals.iter().any(|w| w.at <= t && w.extent == WithdrawalExtent::Whole)
}

fn row_stands(consent: &Consent, row: &ScopeRow, t: DateTime<Utc>) -> bool {
    !consent
        .withdrawals
        .iter()
        .any(|w| w.at <= t && matches!(&w.extent, WithdrawalExtent::Rows { rows } if rows.contains(&row.id)))
}

/// Whose consent is needed at a moment, for the same thing.
struct Needed {
    /// Each of these.
    all: Vec<ConsentGiver>,
    /// And one of these, unless it is nobody's to give beside them.
    any: Option<Vec<ConsentGiver>>,
}

fn mandates(case: &SipCase, on: NaiveDate) -> impl Iterator<Item = ConsentGiver> {
    let current = case.representatives.iter().filter(move |held| held.is_current(on));
    current.map(|held| ConsentGiver::Representative(held.id))
}

/// An adult speaks for herself; beside her a representative with a current mandate, or an assessment that she cannot
/// consent and has nothing against it (S1-09, S4-04).
fn of_adult(case: &SipCase, on: NaiveDate) -> Needed {
    let own = [ConsentGiver::Individual, ConsentGiver::UnableToConsent];
    Needed { all: Vec::new(), any: Some(own.into_iter().chain(mandates(case, on)).collect()) }
}

/// The day from which a child consents beside the guardians, where the local agreement says so (C8).
fn consents_too_from(case: &SipCase) -> Option<NaiveDate> {
    match case.agreement.minor_policy {
        MinorPolicy::AllGuardiansPlusChild { from_age } => {
            case.person.birth_date?.checked_add_months(Months::new(from_age.saturating_mul(12)))
        }
        MinorPolicy::AllGuardians | MinorPolicy::MatureChildAlone => None,
    }
}

/// Every guardian who is not excepted (S1-19, FB 6:13, 6:13 a), with or without the child (C8).
fn of_minor(case: &SipCase, on: NaiveDate) -> Needed {
    if case.is_mature_alone() {
        return Needed { all: vec![ConsentGiver::Individual], any: None };
    }
    let current: Vec<&Guardian> = case.guardians.iter().filter(|guardian| guardian.is_current(on)).collect();
    let asked = current.iter().filter(|guardian| guardian.consent_exception.is_none());
    let mut all: Vec<ConsentGiver> = asked.map(|guardian| ConsentGiver::Guardian(guardian.id)).collect();
    // Where every guardian is excepted, one of them or somebody with a mandate has to stand in; where nobody is known,
    // nobody has agreed.
    let stand_ins = || {
        let excepted = current.iter().map(|guardian| ConsentGiver::Guardian(guardian.id));
        excepted.chain(mandates(case, on)).collect()
    };
    let any = all.is_empty().then(stand_ins);
    if consents_too_from(case).is_some_and(|day| day <= on) {
        all.push(ConsentGiver::Individual);
    }
    Needed { all, any }
}

/// Whether a consent of this giver can count on a day: a mandate that runs, a guardian of a child.
pub(crate) fn counts(case: &SipCase, giver: ConsentGiver, on: NaiveDate) -> bool {
    let needed = if case.person.is_minor(on) { of_minor(case, on) } else { of_adult(case, on) };
    needed.all.contains(&giver) || needed.any.is_some_and(|any| any.contains(&giver))
}

/// Whether whoever gave the consent had what it takes: an assessment stands only with somebody asked and nobody against.
fn is_grounded(consent: &Consent) -> bool {
    consent.giver != ConsentGiver::UnableToConsent
        || consent.capacity.as_ref().is_some_and(|assessed| {
            !assessed.contacted.is_empty() && assessed.contacted.iter().all(|held| held.attitude != Attitude::Against)
        })
}

/// The consent on which it rests that all who are needed at `t` agree to what `covers` asks for.
fn agreed(case: &SipCase, t: DateTime<Utc>, covers: impl Fn(&Consent, &ScopeRow) -> bool) -> Option<ConsentId> {
    let on = local_date(t);
    let needed = if case.person.is_minor(on) { of_minor(case, on) } else { of_adult(case, on) };
    let is_outdated = |held: &Consent| {
        held.giver == ConsentGiver::Individual && case.reassessed_at.is_some_and(|at| at <= t && held.received_at < at)
    };
    let given_by = |giver: &ConsentGiver| {
        let of_giver = case.consents.iter().filter(|held| held.giver == *giver && !is_outdated(held));
        let standing = of_giver.filter(|held| is_grounded(held) && stands(held, t));
        let mut covering =
            standing.filter(|held| held.scope.iter().any(|row| row_stands(held, row, t) && covers(held, row)));
        covering.next().map(|held| held.id)
    };
    let all: Option<Vec<ConsentId>> = needed.all.iter().map(given_by).collect();
    let all = all?;
    match needed.any {
        None => all.first().copied(),
        Some(any) => any.iter().find_map(given_by),
    }
}

/// The consent on which `unit` may have information of `category` at `t`, if there is one (INV-18).
pub fn in_force_ground(case: &SipCase, unit: UnitId, category: Category, t: DateTime<Utc>) -> Option<ConsentId> {
    agreed(case, t, |consent, row| {
        consent.information_transfer
            && !consent.excluded_categories.contains(&category)
            && row.recipient.id == unit
            && row.categories.contains(&category)
    })
}

/// Whether `unit` may have information of `category` at `t` (3.5).
pub fn in_force(case: &SipCase, unit: UnitId, category: Category, t: DateTime<Utc>) -> bool {
    in_force_ground(case, unit, category, t).is_some()
}

/// Whether any consent to the planning is in force at `t`; for one unit when given, else for any.
pub fn in_force_for_any(case: &SipCase, unit: Option<UnitId>, t: DateTime<Utc>) -> bool {
    ground_for_any(case, unit, t).is_some()
}

/// The consent that [`in_force_for_any`] rests on. Two guardians have to have agreed to one unit in common.
pub(crate) fn ground_for_any(case: &SipCase, unit: Option<UnitId>, t: DateTime<Utc>) -> Option<ConsentId> {
    let for_unit = |unit: UnitId| agreed(case, t, |_, row| row.recipient.id == unit);
    if let Some(unit) = unit {
        return for_unit(unit);
    }
    let recipients: BTreeSet<UnitId> =
        case.consents.iter().flat_map(|consent| &consent.scope).map(|row| row.recipient.id).collect();
    recipients.into_iter().find_map(for_unit)
}

/// The first moment after `from` at which no consent to the planning is in force any more: a consent has run out, a mandate
/// or a guardianship has ended, the individual has turned 18. `None` when none is in force at `from`, or none of that
/// lies ahead.
pub fn lapses_at(case: &SipCase, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if !in_force_for_any(case, None, from) {
        return None;
    }
    let ends = case.consents.iter().map(|consent| consent.valid_to);
    let mandates = case.representatives.iter().filter_map(|held| held.valid_to?.succ_opt());
    let guardians = case.guardians.iter().flat_map(|held| [Some(held.since), held.until]).flatten();
    let birthdays = case.person.adult_from().into_iter().chain(consents_too_from(case));
    let days = birthdays.chain(mandates).chain(guardians).map(start_of_day);
    let moments: BTreeSet<DateTime<Utc>> = ends.chain(days).filter(|moment| *moment > from).collect();
    moments.into_iter().find(|moment| !in_force_for_any(case, None, *moment))
}

/// When the case has to rest for want of a consent, if nothing more happens to it (T19): at once when none is in force now.
/// `None` in the states that share nothing yet, or any more.
pub fn rests_at(case: &SipCase) -> Option<DateTime<Utc>> {
    let since = case.last_event_at;
    match lapses_at(case, since) {
        _ if !case.status.name().shares() => None,
        None if !in_force_for_any(case, None, since) => Some(since),
        found => found,
    }
}
