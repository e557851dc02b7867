//! Up to the plan: the start, the consent, the meeting.

use super::{DeadlineKey as K, Due, Recipient, Rows, holder};
use crate::ids::InviteeId;
use crate::model::{Attendance, Consent, Meeting, Pause, RsvpStatus, StatusName, Summons, WithdrawalExtent};
use crate::profile::DayCount;

impl Rows<'_> {
    fn is_in(&self, states: &[StatusName]) -> bool {
        states.contains(&self.case.status.name())
    }

    pub(super) fn start(&mut self) {
        let (case, profile) = (self.case, self.profile);
        if self.is_in(&[StatusName::NeedIdentified, StatusName::Offered]) {
            let days = if case.urgent.is_some() { profile.urgent_start_days } else { profile.start_days };
            self.push(K::StartWork, Due::after(case.need.detected_at, days), None, holder(case));
        }
        if self.is_in(&[StatusName::NeedIdentified]) && case.initiator.is_none() {
            let due = Due::after(case.created_at, profile.answer_request_days);
            let unit = &case.responsible_unit;
            self.push(K::AnswerCitizenRequest, due, None, Recipient::unit(unit));
            self.push(K::AnswerCitizenRequest, due, None, Recipient::administrators(unit.organisation));
        }
    }

    /// Three days by law from the notice that the patient is ready to leave; no profile changes them (2017:612 4:3).
    pub(super) fn discharge(&mut self) {
        const DAYS: u32 = 3;
        let case = self.case;
        let Some(ready_at) = case.discharge.as_ref().and_then(|held| held.ready_at) else { return };
        if case.summonses.is_empty() && case.held_meeting().is_none() {
            let contact = case.discharge.as_ref().and_then(|held| held.fast_vardkontakt.as_ref());
            let to = contact.map_or_else(|| holder(case), Recipient::staff);
            self.push(K::DischargeSummons, Due::after(ready_at, DAYS), None, to);
        }
    }

    /// A resting case waits for a consent, and for nothing else.
    pub(super) fn resting(&mut self, pause: &Pause) {
        let due = Due::after(pause.since, self.profile.paused_days);
        self.push(K::RenewConsent, due, None, holder(self.case));
    }

    /// From the 18th birthday the guardians' consents no longer count.
    pub(super) fn turning_adult(&mut self) {
        let (case, days) = (self.case, self.profile.turning_adult_days_before);
        if !case.guardians.is_empty()
            && let Some(birthday) = case.person.adult_from()
        {
            let due = birthday.checked_sub_days(chrono::Days::new(u64::from(days))).unwrap_or(birthday);
            self.push(K::TurningAdult, Due::Day(due), None, holder(case));
        }
    }

    /// What has to be done before the meeting.
    pub(super) fn meeting_ahead(&mut self) {
        let (case, profile) = (self.case, self.profile);
        if self.is_in(&[StatusName::Preparing, StatusName::Summoned])
            && case.held_meeting().is_none()
            && let Some(preparation) = &case.preparation
        {
            let due = Due::after(preparation.started_at, profile.meeting_by_days);
            self.push(K::MeetingBy, due, None, holder(case));
        }
        let Some(meeting) = case.open_meeting() else { return };
        let Some(start) = meeting.start else { return };
        let is_unarranged =
            case.preparation.as_ref().is_some_and(|preparation| preparation.adaptations.iter().any(|a| !a.arranged));
        if is_unarranged {
            let due = Due::before(start, profile.adaptation_days_before);
            self.push(K::AdaptationUnarranged, due, None, holder(case));
        }
        self.summoned(meeting, Due::before(start, profile.prepare_days_before));
    }

    fn summoned(&mut self, meeting: &Meeting, prepare_by: Due) {
        let case = self.case;
        for invitee in &case.invitees {
            let (Some(unit), Some(summons)) = (invitee.unit(), self.live_summons(meeting, invitee.id)) else {
                continue;
            };
            if invitee.rsvp.status == RsvpStatus::Sent {
                self.push(K::Rsvp, Due::Day(summons.answer_by), Some(invitee.id.0), Recipient::unit(unit));
            }
            if invitee.prepared_at.is_none() && invitee.rsvp.status != RsvpStatus::Declined {
                let to = invitee.current_staff().map_or_else(|| Recipient::unit(unit), Recipient::staff);
                self.push(K::Prepare, prepare_by, Some(invitee.id.0), to);
            }
        }
    }

    fn live_summons(&self, meeting: &Meeting, invitee: InviteeId) -> Option<&Summons> {
        self.case.summonses.iter().rev().find(|summons| {
            summons.invitee == invitee && summons.meeting == meeting.id && summons.superseded_at.is_none()
        })
    }

    /// What has to be done after the meeting.
    pub(super) fn meeting_behind(&mut self) {
        let (case, profile) = (self.case, self.profile);
        let Some(meeting) = case.held_meeting() else { return };
        let Some(held) = &meeting.held else { return };
        let end = meeting.end().or(meeting.start).unwrap_or(held.recorded_at);
        let secretary = meeting.secretary.as_ref().map_or_else(|| holder(case), Recipient::staff);
        if self.is_in(&[StatusName::MeetingHeld]) {
            let days = i64::from(profile.documentation_days);
            let due = Due::DaysAfter { from: end, days, count: profile.documentation_day_count };
            self.push(K::DocumentPlan, due, None, secretary);
            if let Some(coordinator) = case.coordinator().map(|held| Recipient::staff(&held.staff))
                && coordinator != secretary
            {
                self.push(K::DocumentPlan, due, None, coordinator);
            }
        }
        if self.is_in(&[StatusName::MeetingHeld, StatusName::Active]) && case.survey.is_none() {
            let due = Due::DaysAfter { from: end, days: 0, count: DayCount::Calendar };
            self.push(K::Survey, due, None, secretary);
        }
        for invitee in &case.invitees {
            if let Some(unit) = invitee.unit()
                && invitee.duty
                && invitee.attendance == Some(Attendance::AbsentUnnotified)
            {
                let to = Recipient::administrators(unit.organisation);
                self.push(K::AbsenceBreach, Due::At(held.recorded_at), Some(invitee.id.0), to);
            }
        }
    }

    /// The first reminder of each consent that stands and has not been renewed.
    pub(super) fn consents(&mut self) {
        let case = self.case;
        for consent in case.consents.iter().filter(|consent| is_standing(consent)) {
            let is_renewed = case
                .consents
                .iter()
                .any(|later| later.giver == consent.giver && is_standing(later) && later.valid_to > consent.valid_to);
            if !is_renewed {
                let due = Due::before(consent.valid_to, self.profile.consent_expiring_days_before);
                self.push(K::ConsentExpiring, due, Some(consent.id.0), holder(case));
            }
        }
    }
}

fn is_standing(consent: &Consent) -> bool {
    !consent.withdrawals.iter().any(|withdrawal| withdrawal.extent == WithdrawalExtent::Whole)
}
