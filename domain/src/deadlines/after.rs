//! While the plan runs, and what remains after its end.

use super::{DeadlineKey as K, Due, Recipient, Rows, holder};
use crate::calendar::local_date;
use crate::directory::UnitRef;
use crate::ids::OrganisationId;
use crate::model::{ActivityStatus, CaseKind, FollowUpPlan};
use chrono::{Days, Duration, Months, NaiveDate};

/// The day `days` before `day`; the first day of the calendar when there is none.
fn days_before(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN)
}

/// The day `days` after `day`; the last day of the calendar when there is none.
fn days_after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

impl Rows<'_> {
    /// What the plan and its draft wait for.
    pub(super) fn plan(&mut self) {
        let (case, profile) = (self.case, self.profile);
        if let Some(version) = case.current_version()
            && !case.understanding.iter().any(|confirmed| confirmed.version == version.number)
        {
            let due = Due::after(version.established_at, profile.confirm_understanding_days);
            self.push(K::ConfirmUnderstanding, due, None, holder(case));
        }
        let content = case.draft.as_ref().or(case.current_version().map(|version| &version.content));
        for activity in content.into_iter().flat_map(|content| &content.activities) {
            if let ActivityStatus::AwaitingDecision { by, due } = activity.status {
                let to = decider(activity.responsible.unit(), by);
                self.push(K::AwaitingDecision, Due::Day(due), Some(activity.id.0), to);
            }
        }
        for deviation in case.deviations.iter().filter(|deviation| deviation.decision.is_none()) {
            let due = Due::after(deviation.at, profile.deviation_days);
            self.push(K::DeviationUndecided, due, Some(deviation.id.0), holder(case));
        }
        for disagreement in case.disagreements.iter().filter(|disagreement| disagreement.outcome.is_none()) {
            let (due, subject) = (Due::Day(disagreement.due), Some(disagreement.id.0));
            for party in &disagreement.parties {
                self.push(K::DisagreementDue, due, subject, Recipient::unit(party));
            }
            self.push(K::DisagreementDue, due, subject, holder(case));
        }
    }

    pub(super) fn follow_up(&mut self) {
        let (case, profile) = (self.case, self.profile);
        let Some(FollowUpPlan::Planned { date, .. }) = case.awaited_follow_up() else { return };
        let prepare = Due::Day(days_before(*date, profile.follow_up_prepare_days_before));
        let overdue = Due::Day(days_after(*date, profile.follow_up_overdue_days));
        let to = holder(case);
        self.push(K::FollowUpPrepare, prepare, None, to);
        self.push(K::FollowUpDue, Due::Day(*date), None, to);
        self.push(K::FollowUpOverdue, overdue, None, to);
        self.push(K::FollowUpOverdue, overdue, None, self.principals_administrators());
    }

    /// A plan by LSS is gone through once a year (LSS 10 §).
    pub(super) fn lss(&mut self) {
        let case = self.case;
        if case.kind == CaseKind::LssLinked
            && let Some(version) = case.current_version()
            && let Some(day) = local_date(version.established_at).checked_add_months(Months::new(12))
        {
            self.push(K::LssYearly, Due::Day(day), None, holder(case));
        }
    }

    /// The administrators of the principal that answers for the coordinator: those of the coordinator's organisation,
    /// also after the coordinator has left (S4-33).
    fn principals_administrators(&self) -> Recipient {
        let organisation = self
            .case
            .coordinators
            .last()
            .map_or(self.case.responsible_unit.organisation, |held| held.staff.unit.organisation);
        Recipient::administrators(organisation)
    }

    pub(super) fn coordinator(&mut self) {
        let (case, profile) = (self.case, self.profile);
        let Some(last) = case.coordinators.last() else { return };
        match (last.ended, last.until) {
            (Some(end), _) => {
                let due = Due::after(end.at, profile.coordinator_vacant_days);
                self.push(K::CoordinatorVacant, due, None, self.principals_administrators());
            }
            (None, Some(until)) => {
                let due = Due::Day(days_before(until, profile.coordinator_mandate_days_before));
                self.push(K::CoordinatorMandateEnd, due, None, Recipient::staff(&last.staff));
                self.push(K::CoordinatorMandateEnd, due, None, self.principals_administrators());
            }
            (None, None) => {}
        }
    }

    /// Counted from the last event; a planned follow-up or meeting puts it off to its own day (S3-05).
    pub(super) fn inactivity(&mut self) {
        let (case, days) = (self.case, self.profile.inactive_days);
        let quiet_until = case.last_activity_at.checked_add_signed(Duration::days(i64::from(days)));
        let follow_up = match case.awaited_follow_up() {
            Some(FollowUpPlan::Planned { date, .. }) => Some(*date),
            _ => None,
        };
        let meeting = case.open_meeting().and_then(|meeting| meeting.start).map(|start| start.date_naive());
        let planned = follow_up.max(meeting).filter(|day| quiet_until.is_some_and(|quiet| *day > quiet.date_naive()));
        let due = planned.map_or_else(|| Due::after(case.last_activity_at, days), Due::Day);
        self.push(K::Inactive, due, None, holder(case));
    }

    /// What remains also when the case has ended: record-keeping and handing over.
    pub(super) fn remains(&mut self) {
        let case = self.case;
        for task in case.record_tasks.iter().filter(|task| task.done.is_none()) {
            self.push(K::RecordTask, Due::Day(task.due), Some(task.id.0), Recipient::unit(&task.unit));
        }
        for delivery in case.deliveries.iter().filter(|delivery| delivery.done.is_none()) {
            self.push(K::DeliverCopies, Due::Day(delivery.due), Some(delivery.id.0), holder(case));
        }
    }
}

/// The unit that answers for the activity when it belongs to the deciding organisation; else the organisation itself.
fn decider(unit: Option<&UnitRef>, by: OrganisationId) -> Recipient {
    unit.filter(|unit| unit.organisation == by).map_or_else(|| Recipient::administrators(by), Recipient::unit)
}
