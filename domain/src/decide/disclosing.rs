//! The ledger of what was given to whom (3.5): a row for each unit that something is opened to in the system.
//!
//! Every single look is in the access log. The ledger tells when a unit came to be able to look, at what, and on which
//! ground; a row that says what an earlier one says is not written again.

use crate::access::{case_is_known_to_units, in_force_ground};
use crate::context::Context;
use crate::event::Event;
use crate::ids::{ConsentId, DisclosureId, OrganisationId, UnitId};
use crate::model::{Category, Disclosure, DisclosureGround, DisclosureWay, Invitee, SipCase};
use std::collections::BTreeMap;

/// The first of the identifiers that the ledger takes from a decision's seed.
const FROM_SEED: u16 = 0x6000;

/// What `case` opens to its units now, as an event; none when nothing is new, or there is nothing to read yet.
pub(super) fn opened(case: &SipCase, ctx: &Context<'_>) -> Option<Event> {
    let has_content = !case.versions.is_empty() || case.mapping.as_ref().is_some_and(|held| held.shared_at.is_some());
    if !has_content {
        return None;
    }
    let from = ctx.actor.staff().map_or(case.responsible_unit.organisation, |staff| staff.unit.organisation);
    let known = case.invitees.iter().filter(|invitee| case_is_known_to_units(case, invitee));
    let rows = known.filter_map(Invitee::unit).flat_map(|unit| rows(case, unit.id, from, ctx));
    let fresh = rows.filter(|row| !case.disclosures.iter().any(|held| is_same(held, row)));
    let numbered: Vec<Disclosure> =
        fresh.zip(FROM_SEED..).map(|(row, n)| Disclosure { id: DisclosureId(ctx.seed.nth(n)), ..row }).collect();
    (!numbered.is_empty()).then_some(Event::Disclosed { disclosures: numbered })
}

/// One row for each consent that something to the unit rests on.
fn rows(case: &SipCase, unit: UnitId, from: OrganisationId, ctx: &Context<'_>) -> Vec<Disclosure> {
    let mut grounds: BTreeMap<ConsentId, Vec<Category>> = BTreeMap::new();
    for category in Category::ALL {
        if let Some(consent) = in_force_ground(case, unit, category, ctx.now) {
            grounds.entry(consent).or_default().push(category);
        }
    }
    let row = |(consent, categories)| Disclosure {
        id: DisclosureId(ctx.seed.nth(FROM_SEED)),
        from_organisation: from,
        to_unit: unit,
        categories,
        ground: DisclosureGround::Consent { consent },
        at: ctx.now,
        via: DisclosureWay::System,
    };
    grounds.into_iter().map(row).collect()
}

fn is_same(held: &Disclosure, row: &Disclosure) -> bool {
    (held.to_unit, &held.ground, held.via, &held.categories) == (row.to_unit, &row.ground, row.via, &row.categories)
}
