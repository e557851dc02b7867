//! Consent in force, as a function of time (3.5).

use crate::ids::{ConsentId, UnitId};
use crate::model::{Category, Consent, ConsentGiver, ScopeRow, SipCase, WithdrawalExtent};
use chrono::{DateTime, Utc};

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

/// Consents that count for the person at `t`. An adult speaks for herself, a child's own yes is not enough (S1-19);
/// the rules for guardians and for those who cannot consent join here.
fn counting(case: &SipCase, t: DateTime<Utc>) -> impl Iterator<Item = &Consent> {
    let speaks_for_herself = !case.person.is_minor(t.date_naive());
    let own = move |consent: &&Consent| speaks_for_herself && consent.giver == ConsentGiver::Individual;
    case.consents.iter().filter(move |consent| own(consent) && stands(consent, t))
}

/// The consent on which `unit` may have information of `category` at `t`, if there is one (INV-18).
pub fn in_force_ground(case: &SipCase, unit: UnitId, category: Category, t: DateTime<Utc>) -> Option<ConsentId> {
    counting(case, t)
        .find(|consent| {
            consent.information_transfer
                && !consent.excluded_categories.contains(&category)
                && consent.scope.iter().any(|row| {
                    row.recipient.id == unit && row.categories.contains(&category) && row_stands(consent, row, t)
                })
        })
        .map(|consent| consent.id)
}

/// Whether `unit` may have information of `category` at `t` (3.5).
pub fn in_force(case: &SipCase, unit: UnitId, category: Category, t: DateTime<Utc>) -> bool {
    in_force_ground(case, unit, category, t).is_some()
}

/// Whether any consent to the planning is in force at `t`; for one unit when given, else for any.
pub fn in_force_for_any(case: &SipCase, unit: Option<UnitId>, t: DateTime<Utc>) -> bool {
    ground_for_any(case, unit, t).is_some()
}

/// The consent that [`in_force_for_any`] rests on.
pub(crate) fn ground_for_any(case: &SipCase, unit: Option<UnitId>, t: DateTime<Utc>) -> Option<ConsentId> {
    let covers = |consent: &&Consent| {
        consent.scope.iter().any(|row| unit.is_none_or(|unit| row.recipient.id == unit) && row_stands(consent, row, t))
    };
    counting(case, t).find(covers).map(|consent| consent.id)
}
