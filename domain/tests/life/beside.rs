//! The roads beside the straight one: how they begin, and what they ask for before the straight way goes on.

use super::*;
use sip_domain::access::in_force_for_any;
use sip_domain::command::ReportNeed;
use sip_domain::model::*;
use sip_domain::profile::MinorPolicy;

impl Life {
    /// A case about a child, reported and with its guardians recorded.
    pub(crate) fn child(profile: Profile, born: NaiveDate, guardians: &[Person]) -> Self {
        let life = Self::under(profile);
        let report = ReportNeed { person: child_born(born), ..report(life.now) };
        let life = life.and(&by_karin(), report_need(report));
        guardians.iter().fold(life, |life, guardian| life.and(&by_karin(), add_guardian(guardian.clone())))
    }

    /// A nine-year-old with two guardians, Gun and Geir.
    pub(crate) fn nine_years_old() -> Self {
        Self::child(Profile::default(), day("2016-11-05"), &[gun(), geir()])
    }

    /// A case about an adult for whom Rut is god man.
    pub(crate) fn represented() -> Self {
        Self::after(CommandKind::ReportNeed).and(&by_karin(), add_representative(mandate(None)))
    }

    /// A planning at discharge.
    pub(crate) fn at_discharge() -> Self {
        let life = Self::default();
        let report = ReportNeed { kind: CaseKind::Discharge, ..report(life.now) };
        life.and(&by_karin(), report_need(report))
    }

    /// The individual is protected, and all who work with the case are named.
    pub(crate) fn protected() -> Self {
        let readers = [olle(), anna(), lisa(), colleague()];
        Self::after(CommandKind::ReportNeed).and(&by_karin(), protect(Protection::Marking, &readers))
    }

    /// The guardian link of a person.
    pub(crate) fn guardian(&self, person: &Person) -> sip_domain::ids::GuardianId {
        self.case().guardians.iter().find(|held| held.person.id == person.id).unwrap().id
    }

    /// Every guardian has consented, and the preparation has begun.
    pub(crate) fn prepared_with_guardians() -> Self {
        let mut life = Self::nine_years_old().until(CommandKind::StartPreparation);
        life.go();
        life
    }
}

/// What the side road asks for now.
pub(super) fn beside(life: &Life, case: &SipCase) -> Option<Step> {
    let by = lead(case);
    let is_open = !case.status.name().is_final() && case.status.name() != StatusName::Paused;
    if is_open && case.person.is_minor(life.today()) && !is_heard(case) {
        return step(&by, record_child(heard(life.now)));
    }
    if case.kind == CaseKind::Discharge && case.status.name() == StatusName::Preparing {
        let contact = case.discharge.as_ref().and_then(|held| held.fast_vardkontakt.as_ref());
        let Some(contact) = contact else { return step(&by, record_discharge(discharge(life.now))) };
        let takes_over = Command::HandOverPreparation { to: contact.clone() };
        return if case.preparation_lead.as_ref() == Some(contact) {
            None
        } else {
            step(&clinical(contact), takes_over)
        };
    }
    None
}

fn is_heard(case: &SipCase) -> bool {
    case.child.as_ref().is_some_and(|child| {
        child.informed_at.is_some() && child.asked_at.is_some() && child.wishes.is_some() && child.conveyed_at.is_some()
    })
}

/// The next one whose consent is wanted: the individual's own, or each guardian's and what the agreement says of the child.
pub(super) fn consenting(life: &Life, case: &SipCase) -> Option<Step> {
    let today = life.today();
    let mut wanted = Vec::new();
    if case.person.is_minor(today) {
        let asked = case.guardians.iter().filter(|held| held.is_current(today) && held.consent_exception.is_none());
        wanted.extend(asked.map(|held| (lead(case), ConsentGiver::Guardian(held.id))));
    }
    if wanted.is_empty() || case.agreement.minor_policy != MinorPolicy::AllGuardians {
        wanted.push((individual(), ConsentGiver::Individual));
    }
    let since = match &case.status {
        Status::Paused(pause) => pause.since,
        _ => case.created_at,
    };
    let has_given = |giver: ConsentGiver| {
        case.consents.iter().any(|held| {
            let lasts = held.valid_from <= life.now && life.now < held.valid_to && held.received_at >= since;
            held.giver == giver && held.withdrawals.is_empty() && lasts && held.scope.len() == 3
        })
    };
    let (by, giver) = wanted.iter().find(|(_, giver)| !has_given(*giver)).or(wanted.last())?;
    step(by, give(consent_by(*giver, life.now)))
}

/// A resting case goes on once the consent is renewed.
pub(super) fn resting(life: &Life, case: &SipCase) -> Option<Step> {
    let since = match &case.status {
        Status::Paused(pause) => pause.since,
        _ => return None,
    };
    let is_renewed = in_force_for_any(case, None, life.now) && case.consents.iter().any(|c| c.received_at >= since);
    if is_renewed { step(&lead(case), RESUME) } else { consenting(life, case) }
}
