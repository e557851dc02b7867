//! Consents and disclosures as the citizen reads them: what was agreed to, to whom, until when, and what was taken back.

use super::Wire;
use super::codes::{Category, ConsentForm, DisclosureWay};
use super::common::UnitNameBody;
use super::consent::{GiverBody, GroundBody};
use crate::http::Link;
use crate::resources::exchange::Shown;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sip_domain::access::CaseView;
use sip_domain::ids::UnitId;
use sip_domain::model::{Consent, ConsentGiver, Disclosure, ScopeRow, Withdrawal, WithdrawalExtent};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether a consent counts now, as far as it goes by itself. For a child the consent of every guardian is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConsentState {
    Coming,
    Running,
    Ended,
    Withdrawn,
}

/// One row of what was agreed to.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MyScopeRowBody {
    /// The row; named when it is taken back.
    id: Uuid,
    /// Whose information; any party's when absent.
    from_organisation: Option<Uuid>,
    /// Who may have it.
    recipient: UnitNameBody,
    /// What kinds of information.
    categories: Vec<Category>,
    /// What for.
    purpose: String,
    /// When it was taken back; absent while it stands.
    withdrawn_at: Option<DateTime<Utc>>,
}

/// A consent as the citizen reads it (mitt samtycke).
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MyConsentBody {
    /// The consent.
    id: Uuid,
    /// Who gave it.
    giver: GiverBody,
    /// The giver's name, when there is one.
    given_by: Option<String>,
    /// Whether the caller gave it.
    is_mine: bool,
    /// Whether it counts now.
    state: ConsentState,
    /// Oral, written or electronic.
    form: ConsentForm,
    /// When it was given.
    received_at: DateTime<Utc>,
    /// What to whom.
    scope: Vec<MyScopeRowBody>,
    /// Categories taken out for every recipient.
    excluded_categories: Vec<Category>,
    /// What it shall not cover, in the giver's words.
    exclusions: Vec<String>,
    /// From this moment.
    valid_from: DateTime<Utc>,
    /// Until, not including, this moment.
    valid_to: DateTime<Utc>,
    /// When all of it was taken back.
    withdrawn_at: Option<DateTime<Utc>>,
    /// The consent itself, and its withdrawal while there is something left to withdraw.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

impl MyConsentBody {
    /// The consent as the reader sees it.
    pub(crate) fn of(consent: &Consent, is_mine: bool, links: Vec<Link>, view: &CaseView, shown: &Shown) -> Self {
        Self {
            id: consent.id.0,
            giver: consent.giver.wire(),
            given_by: giver_name(consent.giver, view),
            is_mine,
            state: state(consent, shown.now),
            form: consent.form.wire(),
            received_at: consent.received_at,
            scope: consent.scope.iter().map(|row| scope_row(row, consent)).collect(),
            excluded_categories: consent.excluded_categories.wire(),
            exclusions: consent.exclusions.wire(),
            valid_from: consent.valid_from,
            valid_to: consent.valid_to,
            withdrawn_at: whole(consent).map(|withdrawal| withdrawal.at),
            links,
        }
    }
}

/// The withdrawal of all that was left, whether it was made at once or row by row.
pub(crate) fn whole(consent: &Consent) -> Option<&Withdrawal> {
    consent.withdrawals.iter().find(|withdrawal| withdrawal.extent == WithdrawalExtent::Whole)
}

fn state(consent: &Consent, now: DateTime<Utc>) -> ConsentState {
    if whole(consent).is_some() {
        ConsentState::Withdrawn
    } else if now < consent.valid_from {
        ConsentState::Coming
    } else if now < consent.valid_to {
        ConsentState::Running
    } else {
        ConsentState::Ended
    }
}

fn scope_row(row: &ScopeRow, consent: &Consent) -> MyScopeRowBody {
    let takes = |withdrawal: &&Withdrawal| match &withdrawal.extent {
        WithdrawalExtent::Whole => true,
        WithdrawalExtent::Rows { rows } => rows.contains(&row.id),
    };
    MyScopeRowBody {
        id: row.id.0,
        from_organisation: row.from_organisation.wire(),
        recipient: row.recipient.wire(),
        categories: row.categories.wire(),
        purpose: row.purpose.wire(),
        withdrawn_at: consent.withdrawals.iter().find(takes).map(|withdrawal| withdrawal.at),
    }
}

fn giver_name(giver: ConsentGiver, view: &CaseView) -> Option<String> {
    match giver {
        ConsentGiver::Individual => view.person.name.wire(),
        ConsentGiver::Guardian(id) => {
            view.guardians.iter().find(|held| held.id == id).map(|held| held.person.name.wire())
        }
        ConsentGiver::Representative(id) => {
            view.representatives.iter().find(|held| held.id == id).map(|held| held.person.name.wire())
        }
        ConsentGiver::UnableToConsent => None,
    }
}

/// What was given out (utlämnande), with the name of who got it.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MyDisclosureBody {
    /// The row.
    id: Uuid,
    /// Who gave it out.
    from_organisation: Uuid,
    /// Who got it.
    to_unit: Uuid,
    /// The name of who got it, as the case has it.
    to_unit_name: Option<String>,
    /// What kinds of information.
    categories: Vec<Category>,
    /// On what ground.
    ground: GroundBody,
    /// When.
    at: DateTime<Utc>,
    /// By which way.
    via: DisclosureWay,
}

impl MyDisclosureBody {
    /// The row, with the name that a consent or the list of invitees has for the unit.
    pub(crate) fn of(row: &Disclosure, view: &CaseView) -> Self {
        Self {
            id: row.id.0,
            from_organisation: row.from_organisation.0,
            to_unit: row.to_unit.0,
            to_unit_name: unit_name(row.to_unit, view),
            categories: row.categories.wire(),
            ground: row.ground.wire(),
            at: row.at,
            via: row.via.into(),
        }
    }
}

fn unit_name(unit: UnitId, view: &CaseView) -> Option<String> {
    let agreed = view.consents.iter().flat_map(|consent| &consent.scope).map(|row| &row.recipient);
    let invited = view.invitees.iter().filter_map(|invitee| invitee.unit());
    let mut known = agreed.chain(invited).chain([&view.responsible_unit]);
    known.find(|held| held.id == unit).map(|held| held.name.wire())
}
