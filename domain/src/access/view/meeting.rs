//! Invitees, meetings and summonses.

use crate::access::view::reader::Reader;
use crate::access::{Part, Role, Sight};
use crate::directory::StaffRef;
use crate::model::{AgendaItem, Category, HeldMeeting, Invitee, Meeting, Rsvp, Summons, SummonsKind};

impl Reader<'_> {
    /// The own row always; the others' with `meeting_logistics`; an administrator the own organisation's answers.
    pub(super) fn invitees(&self) -> Vec<Invitee> {
        self.case.invitees.iter().filter_map(|invitee| self.invitee(invitee)).collect()
    }

    fn invitee(&self, invitee: &Invitee) -> Option<Invitee> {
        if self.whole(Part::Invitees) {
            return Some(invitee.clone());
        }
        if self.is(Role::Administrator) {
            let is_own = invitee.unit().is_some_and(|unit| self.is_own_organisation(unit));
            let is_known = self.case.summonses.iter().any(|summons| summons.invitee == invitee.id);
            return (is_own && is_known).then(|| without_content(invitee));
        }
        if self.is_own_invitee(invitee) {
            // In a separate contact the unit learns nothing about the person before a consent covers it (S1-33).
            let hidden = invitee.summons_kind == SummonsKind::SeparateContact && !self.unit_has_consent;
            return Some(if hidden { without_content(invitee) } else { without_talks(invitee) });
        }
        self.may(Part::Invitees, Category::MeetingLogistics).then(|| {
            if self.may(Part::Invitees, Category::PlanDocument) {
                Invitee { pre_contacts: Vec::new(), prepared_note: None, ..invitee.clone() }
            } else {
                without_content(invitee)
            }
        })
    }

    pub(super) fn meetings(&self) -> Vec<Meeting> {
        self.case.meetings.iter().filter_map(|meeting| self.meeting(meeting)).collect()
    }

    /// What was said is part of the plan document; when, where and who is logistics. Whoever leads the meeting or
    /// writes its minutes sees when and where while a consent to the own unit is in force.
    fn meeting(&self, meeting: &Meeting) -> Option<Meeting> {
        let is_written_here =
            meeting.held.as_ref().is_some_and(|held| self.owns(Part::Meetings, held.recorded_by.unit.id));
        if self.whole(Part::Meetings) || is_written_here {
            return Some(meeting.clone());
        }
        let holds = |holder: &Option<StaffRef>| {
            holder.as_ref().zip(self.staff).is_some_and(|(held, own)| held.id == own.id && held.unit.id == own.unit.id)
        };
        let is_run_by_reader =
            !self.is_client && self.unit_has_consent && (holds(&meeting.chair) || holds(&meeting.secretary));
        if !self.may(Part::Meetings, Category::MeetingLogistics) && !is_run_by_reader {
            return None;
        }
        if self.may(Part::Meetings, Category::PlanDocument) {
            return Some(meeting.clone());
        }
        Some(Meeting {
            purpose: meeting.purpose.clone().filter(|_| is_run_by_reader),
            agenda: meeting.agenda.iter().map(|item| AgendaItem { note: None, ..item.clone() }).collect(),
            held: meeting.held.as_ref().map(without_minutes),
            ..meeting.clone()
        })
    }

    /// The own unit's, as they were sent; they are the unit's own papers and stay after a withdrawal.
    pub(super) fn summonses(&self) -> Vec<Summons> {
        let (sees_all, has_own) = (self.whole(Part::Summonses), self.sight(Part::Summonses) >= Sight::Own);
        let is_own = |summons: &Summons| self.own_invitees().any(|invitee| invitee.id == summons.invitee);
        self.case.summonses.iter().filter(|summons| sees_all || (has_own && is_own(summons))).cloned().collect()
    }
}

/// Everything but what the convenor noted of talks with the unit.
fn without_talks(invitee: &Invitee) -> Invitee {
    Invitee { pre_contacts: Vec::new(), ..invitee.clone() }
}

/// Who comes and what was answered, but nothing on why.
fn without_content(invitee: &Invitee) -> Invitee {
    Invitee {
        purpose: None,
        questions: Vec::new(),
        pre_contacts: Vec::new(),
        to_bring: None,
        attendance_note: None,
        prepared_note: None,
        rsvp: Rsvp { by: None, ..invitee.rsvp.clone() },
        ..invitee.clone()
    }
}

fn without_minutes(held: &HeldMeeting) -> HeldMeeting {
    HeldMeeting {
        individual_absence_reason: None,
        individual_view: None,
        others_view: None,
        contributions: None,
        summary: None,
        agreed_text: None,
        evaluation_note: None,
        ..held.clone()
    }
}
