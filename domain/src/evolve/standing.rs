//! Whether the case goes on: it rests, resumes, is voided.

use crate::event::{Event, Recorded};
use crate::model::{Pause, PauseCause, SipCase, Status};

pub(super) fn apply(case: &mut SipCase, recorded: &Recorded) {
    match &recorded.event {
        Event::ContactAttempted(attempt) => case.contact_attempts.push(attempt.clone()),
        Event::CasePaused { cause, note } => {
            if *cause == PauseCause::CapacityReassessed {
                case.reassessed_at = Some(recorded.at);
            }
            let resume_to = Box::new(case.status.clone());
            case.status = Status::Paused(Pause { cause: *cause, since: recorded.at, note: note.clone(), resume_to });
        }
        Event::CaseResumed => {
            if let Status::Paused(pause) = &case.status {
                case.status = pause.resume_to.as_ref().clone();
            }
        }
        Event::VoidingRequested(request) => case.voiding_request = Some(request.as_ref().clone()),
        Event::CaseVoided(voiding) => case.status = Status::Voided(voiding.as_ref().clone()),
        _ => {}
    }
}
