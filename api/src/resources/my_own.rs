//! What of a case is the citizen's own: consents, invitations, activities. Told from the case as it is shown, for links and
//! answers; the domain decides by the same lines when something is done.

use super::exchange::Shown;
use chrono::Months;
use sip_domain::access::{CaseView, Role};
use sip_domain::calendar::local_date;
use sip_domain::model::{Activity, Consent, ConsentGiver, Invitee, InviteeKind, Responsible};

/// The years at which a person decides alone (FB 9:1), in months.
const OF_AGE: u32 = 18 * 12;

/// Whether the reader gave the consent. A guardian's or representative's number is only in the reader's own row.
pub(super) fn gave(consent: &Consent, view: &CaseView, shown: &Shown) -> bool {
    let Some(citizen) = shown.actor.citizen() else { return false };
    let own = Some(citizen.person);
    match consent.giver {
        ConsentGiver::Individual => view.roles.contains(&Role::Individual),
        ConsentGiver::Guardian(id) => view.guardians.iter().any(|held| held.id == id && held.person.id == own),
        ConsentGiver::Representative(id) => {
            view.representatives.iter().any(|held| held.id == id && held.person.id == own)
        }
        ConsentGiver::UnableToConsent => false,
    }
}

/// Whether the reader may take the consent back: the own one, and an adult whatever was given for her. Staff records what
/// it was told.
pub(super) fn may_withdraw(consent: &Consent, view: &CaseView, shown: &Shown) -> bool {
    shown.actor.citizen().is_none() || is_adult_individual(view, shown) || gave(consent, view, shown)
}

fn is_adult_individual(view: &CaseView, shown: &Shown) -> bool {
    let of_age = view.person.birth_date.and_then(|born| born.checked_add_months(Months::new(OF_AGE)));
    view.roles.contains(&Role::Individual) && of_age.is_none_or(|day| day <= local_date(shown.now))
}

/// Whether the invitee is the reader.
pub(super) fn is_invited(invitee: &Invitee, view: &CaseView, shown: &Shown) -> bool {
    let Some(citizen) = shown.actor.citizen() else { return false };
    let own = Some(citizen.person);
    match invitee.kind {
        InviteeKind::Individual => view.roles.contains(&Role::Individual),
        InviteeKind::Guardian { guardian } => {
            view.guardians.iter().any(|held| held.id == guardian && held.person.id == own)
        }
        InviteeKind::Representative { representative } => {
            view.representatives.iter().any(|held| held.id == representative && held.person.id == own)
        }
        _ => false,
    }
}

/// Whether the activity is one that the individual, or who speaks for the individual, answers for.
pub(super) fn answers_for(activity: &Activity, shown: &Shown) -> bool {
    shown.actor.citizen().is_some() && activity.responsible == Responsible::Individual
}
