//! Who is who in the case, and who is protected.

use crate::context::Actor;
use crate::event::{Event, Recorded};
use crate::model::{ReaderList, SipCase};

pub(super) fn apply(case: &mut SipCase, recorded: &Recorded) {
    match &recorded.event {
        Event::ChildRecorded(child) => case.child = Some(child.as_ref().clone()),
        Event::GuardianAdded(guardian) => case.guardians.push(guardian.as_ref().clone()),
        Event::GuardianChanged { guardian, until, exception, protected } => {
            if let Some(held) = case.guardians.iter_mut().find(|held| held.id == *guardian) {
                held.until = until.or(held.until);
                held.person.protected = protected.unwrap_or(held.person.protected);
                if exception.is_some() {
                    held.consent_exception.clone_from(exception);
                }
            }
        }
        Event::RepresentativeAdded(added) => case.representatives.push(added.as_ref().clone()),
        Event::RepresentativeEnded { representative, until } => {
            if let Some(held) = case.representatives.iter_mut().find(|held| held.id == *representative) {
                held.valid_to = Some(*until);
            }
        }
        Event::ProtectionSet { level, readers } => {
            case.person.protected = *level;
            case.reader_list = Some(ReaderList { readers: readers.clone() });
        }
        Event::DischargeRecorded(discharge) => case.discharge = Some(discharge.as_ref().clone()),
        Event::UrgencyDeclared(urgency) => case.urgent = Some(urgency.as_ref().clone()),
        _ => {}
    }
}

/// A case in which somebody has come to be protected never stands without a list of readers: until it is written, those
/// who hold the case are on it.
pub(super) fn keep_reader_list(case: &mut SipCase, by: &Actor) {
    if !case.is_protected() {
        case.reader_list = None;
        return;
    }
    if case.reader_list.is_some() {
        return;
    }
    let holders = [case.initiator.as_ref(), case.preparation_lead.as_ref(), case.coordinator().map(|held| &held.staff)];
    let mut list = ReaderList::default();
    for staff in holders.into_iter().flatten().chain(by.clinical()) {
        if !list.names(staff) {
            list.readers.push(staff.clone());
        }
    }
    case.reader_list = Some(list);
}
