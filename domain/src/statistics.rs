//! What a case adds to the statistics (3.10): counts with organisation and day, nothing about the person.
//!
//! The reader of the counts adds them up and suppresses small cells.

use crate::ids::OrganisationId;
use crate::model::{
    Attendance, ClosureReason, ConsentGiver, FollowUpOutcome, FollowUpPlan, Meeting, OfferAnswer, RsvpStatus, SipCase,
    Status, StatusName, SurveyState, WithdrawalExtent,
};
use crate::profile::{DayCount, Profile};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// Declares the measures with their names: a macro, so that a measure without a name does not compile.
macro_rules! measures {
    ($($(#[$doc:meta])* $measure:ident = $code:literal;)+) => {
        /// What is counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure {
            $($(#[$doc])* $measure,)+
        }

        impl Measure {
            /// Every measure, in the order of the process.
            pub const ALL: &'static [Self] = &[$(Self::$measure,)+];

            /// The stable name for clients, the same as in JSON.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$measure => $code,)+
                }
            }
        }
    };
}

measures! {
    /// Reported needs.
    Needs = "needs";
    /// Refused by the organisation (S1-05).
    Refused = "refused";
    /// Offers made.
    Offers = "offers";
    /// Offers the individual accepted.
    OffersAccepted = "offers_accepted";
    /// Offers the individual declined; never counted as refused.
    OffersDeclined = "offers_declined";
    /// Patients told ready to leave hospital (2017:612).
    DischargesReady = "discharges_ready";
    /// Of those, summoned within the three days of the law (2017:612 4:3).
    DischargesSummonedInTime = "discharges_summoned_in_time";
    /// Of those, summoned later.
    DischargesSummonedLate = "discharges_summoned_late";
    /// Cases declared urgent (S1-27).
    Urgent = "urgent";
    /// Consents given for one who cannot consent (S4-04).
    UnableToConsent = "unable_to_consent";
    /// Children whose wishes were conveyed at the meeting (S1-21).
    ChildWishesConveyed = "child_wishes_conveyed";
    /// Consents withdrawn as a whole.
    ConsentsWithdrawn = "consents_withdrawn";
    /// Withdrawals of a part.
    ConsentsNarrowed = "consents_narrowed";
    /// Held meetings.
    MeetingsHeld = "meetings_held";
    /// Invited units that said yes or named somebody. Of the invited organisation.
    SummonsesAccepted = "summonses_accepted";
    /// Substitutes at the last meeting. Of the invited organisation.
    SubstitutesAttended = "substitutes_attended";
    /// Absent from the last meeting without a word, against the duty (S3-16). Of the invited organisation.
    AbsencesAgainstDuty = "absences_against_duty";
    /// Plans established for the first time; a revision is not a new plan.
    PlansEstablished = "plans_established";
    /// Of those, with a day for the follow-up.
    PlansWithFollowUp = "plans_with_follow_up";
    /// Of those, without follow-up but with reason and mandate (S0-54).
    FollowUpExceptions = "follow_up_exceptions";
    /// Of those, documented within the profile's days from the meeting (S3-07).
    DocumentedWithinDeadline = "documented_within_deadline";
    /// Of those, documented later.
    DocumentedLate = "documented_late";
    /// Surveys offered.
    SurveysOffered = "surveys_offered";
    /// Surveys answered.
    SurveysAnswered = "surveys_answered";
    /// Surveys declined.
    SurveysDeclined = "surveys_declined";
    /// Reported deviations.
    DeviationsReported = "deviations_reported";
    /// Opened disagreements.
    DisagreementsOpened = "disagreements_opened";
    /// Follow-ups after which the plan goes on.
    OutcomeContinue = "outcome_continue";
    /// Follow-ups after which it is revised.
    OutcomeRevise = "outcome_revise";
    /// Follow-ups after which a new one is made.
    OutcomeNew = "outcome_new";
    /// Follow-ups after which it is ended.
    OutcomeClose = "outcome_close";
    /// Closed: the goals are met.
    ClosedGoalsMet = "closed_goals_met";
    /// Closed: no longer needed.
    ClosedNoLongerNeeded = "closed_no_longer_needed";
    /// Closed: the consent was withdrawn.
    ClosedConsentWithdrawn = "closed_consent_withdrawn";
    /// Closed: the consent ran out.
    ClosedConsentExpired = "closed_consent_expired";
    /// Closed: replaced by a new one.
    ClosedReplacedByNew = "closed_replaced_by_new";
    /// Closed: inactive.
    ClosedInactive = "closed_inactive";
    /// Closed: the individual has died.
    ClosedDeceased = "closed_deceased";
    /// Closed: the individual has moved.
    ClosedMoved = "closed_moved";
    /// Closed: the meeting showed no need.
    ClosedNoNeed = "closed_no_need";
    /// Closed: another reason.
    ClosedOther = "closed_other";
}

/// One count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What.
    pub measure: Measure,
    /// Whose: the organisation that answers for the case, or for attendance the invited one.
    pub organisation: OrganisationId,
    /// The local day it happened.
    pub on: NaiveDate,
    /// How many.
    pub count: u32,
}

/// The counts of one case, one row for each occurrence.
///
/// `local_day` tells the day of a moment in Europe/Stockholm, whose clock the domain does not have. Attendance is that
/// of the last meeting: the case keeps no earlier one.
pub fn facts(case: &SipCase, profile: &Profile, local_day: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> Vec<Fact> {
    // Of a protected person nothing is told, not even as one among others; a voided case was none (3.4 note f, T24).
    if case.is_protected() || case.status.name() == StatusName::Voided {
        return Vec::new();
    }
    let mut facts = Facts { case, profile, local_day, rows: Vec::new() };
    facts.start();
    facts.discharge();
    facts.consents();
    facts.meetings();
    facts.attendance();
    facts.plan();
    facts.running();
    facts.end();
    facts.rows
}

struct Facts<'a> {
    case: &'a SipCase,
    profile: &'a Profile,
    local_day: &'a dyn Fn(DateTime<Utc>) -> NaiveDate,
    rows: Vec<Fact>,
}

impl Facts<'_> {
    fn count(&mut self, measure: Measure, at: DateTime<Utc>) {
        self.count_for(self.case.responsible_unit.organisation, measure, at);
    }

    fn count_for(&mut self, organisation: OrganisationId, measure: Measure, at: DateTime<Utc>) {
        self.rows.push(Fact { measure, organisation, on: (self.local_day)(at), count: 1 });
    }

    fn start(&mut self) {
        let case = self.case;
        self.count(Measure::Needs, case.created_at);
        if let Some(urgency) = &case.urgent {
            self.count(Measure::Urgent, urgency.at);
        }
        if let Some(at) = case.child.as_ref().and_then(|child| child.conveyed_at) {
            self.count(Measure::ChildWishesConveyed, at);
        }
        if let Some(offer) = &case.offer {
            self.count(Measure::Offers, offer.at);
            match (offer.answer, offer.answered_at) {
                (Some(OfferAnswer::Accepted), Some(at)) => self.count(Measure::OffersAccepted, at),
                (Some(OfferAnswer::Declined), Some(at)) => self.count(Measure::OffersDeclined, at),
                _ => {}
            }
        }
    }

    fn discharge(&mut self) {
        let case = self.case;
        let Some(ready_at) = case.discharge.as_ref().and_then(|held| held.ready_at) else { return };
        self.count(Measure::DischargesReady, ready_at);
        if let Some(sent) = case.summonses.iter().map(|summons| summons.sent_at).min() {
            let last = (self.local_day)(ready_at).checked_add_days(Days::new(3)).unwrap_or(NaiveDate::MAX);
            let is_late = (self.local_day)(sent) > last;
            let measure = if is_late { Measure::DischargesSummonedLate } else { Measure::DischargesSummonedInTime };
            self.count(measure, sent);
        }
    }

    fn consents(&mut self) {
        let case = self.case;
        for consent in case.consents.iter().filter(|consent| consent.giver == ConsentGiver::UnableToConsent) {
            self.count(Measure::UnableToConsent, consent.received_at);
        }
        for withdrawal in case.consents.iter().flat_map(|consent| &consent.withdrawals) {
            let measure = match withdrawal.extent {
                WithdrawalExtent::Whole => Measure::ConsentsWithdrawn,
                WithdrawalExtent::Rows { .. } => Measure::ConsentsNarrowed,
            };
            self.count(measure, withdrawal.at);
        }
    }

    fn meetings(&mut self) {
        let case = self.case;
        for meeting in &case.meetings {
            if let Some(at) = held_at(meeting) {
                self.count(Measure::MeetingsHeld, at);
            }
        }
    }

    fn attendance(&mut self) {
        let case = self.case;
        let met = case.held_meeting().and_then(held_at);
        for invitee in &case.invitees {
            let Some(organisation) = invitee.unit().map(|unit| unit.organisation) else { continue };
            let is_coming = matches!(
                invitee.rsvp.status,
                RsvpStatus::Accepted | RsvpStatus::RepresentativeNamed | RsvpStatus::SubstituteNamed
            );
            if let Some(at) = invitee.rsvp.at.filter(|_| is_coming) {
                self.count_for(organisation, Measure::SummonsesAccepted, at);
            }
            let Some(at) = met else { continue };
            if invitee.substitute.is_some() && invitee.attended() {
                self.count_for(organisation, Measure::SubstitutesAttended, at);
            }
            if invitee.duty && invitee.attendance == Some(Attendance::AbsentUnnotified) {
                self.count_for(organisation, Measure::AbsencesAgainstDuty, at);
            }
        }
    }

    fn plan(&mut self) {
        let case = self.case;
        let Some(first) = case.versions.first() else { return };
        let at = first.established_at;
        self.count(Measure::PlansEstablished, at);
        match first.content.follow_up {
            Some(FollowUpPlan::Planned { .. }) => self.count(Measure::PlansWithFollowUp, at),
            Some(FollowUpPlan::None { .. }) => self.count(Measure::FollowUpExceptions, at),
            None => {}
        }
        let met = case.meetings.iter().filter(|meeting| meeting.held.is_some()).filter_map(held_at);
        if let Some(met) = met.filter(|met| *met <= at).max() {
            let last = documentation_day((self.local_day)(met), self.profile);
            let is_late = (self.local_day)(at) > last;
            self.count(if is_late { Measure::DocumentedLate } else { Measure::DocumentedWithinDeadline }, at);
        }
    }

    fn running(&mut self) {
        let case = self.case;
        if let Some(survey) = &case.survey {
            self.count(Measure::SurveysOffered, survey.offered_at);
            match survey.state {
                SurveyState::Offered => {}
                SurveyState::Answered => self.count(Measure::SurveysAnswered, survey.offered_at),
                SurveyState::Declined => self.count(Measure::SurveysDeclined, survey.offered_at),
            }
        }
        for deviation in &case.deviations {
            self.count(Measure::DeviationsReported, deviation.at);
        }
        for disagreement in &case.disagreements {
            self.count(Measure::DisagreementsOpened, disagreement.opened_at);
        }
        for held in &case.follow_ups {
            let measure = match held.outcome {
                FollowUpOutcome::Continue => Measure::OutcomeContinue,
                FollowUpOutcome::Revise => Measure::OutcomeRevise,
                FollowUpOutcome::New => Measure::OutcomeNew,
                FollowUpOutcome::Close => Measure::OutcomeClose,
            };
            self.count(measure, held.at);
        }
    }

    fn end(&mut self) {
        match &self.case.status {
            Status::Refused(refusal) => self.count(Measure::Refused, refusal.decided_at),
            Status::Closed(closure) => self.count(closed(closure.reason), closure.at),
            _ => {}
        }
    }
}

/// When a held meeting took place; the moment it was recorded when its time was never set.
fn held_at(meeting: &Meeting) -> Option<DateTime<Utc>> {
    let held = meeting.held.as_ref()?;
    Some(meeting.end().or(meeting.start).unwrap_or(held.recorded_at))
}

/// The last day on which the plan counts as documented in time.
fn documentation_day(met: NaiveDate, profile: &Profile) -> NaiveDate {
    let days = profile.documentation_days;
    match profile.documentation_day_count {
        DayCount::Calendar => met.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX),
        DayCount::Working => {
            let is_working = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            let nth = usize::try_from(days).unwrap_or(usize::MAX);
            std::iter::once(met).chain(met.iter_days().skip(1).filter(is_working)).nth(nth).unwrap_or(NaiveDate::MAX)
        }
    }
}

fn closed(reason: ClosureReason) -> Measure {
    match reason {
        ClosureReason::GoalsMet => Measure::ClosedGoalsMet,
        ClosureReason::NoLongerNeeded => Measure::ClosedNoLongerNeeded,
        ClosureReason::ConsentWithdrawn => Measure::ClosedConsentWithdrawn,
        ClosureReason::ConsentExpired => Measure::ClosedConsentExpired,
        ClosureReason::ReplacedByNew => Measure::ClosedReplacedByNew,
        ClosureReason::Inactive => Measure::ClosedInactive,
        ClosureReason::Deceased => Measure::ClosedDeceased,
        ClosureReason::Moved => Measure::ClosedMoved,
        ClosureReason::NoNeed => Measure::ClosedNoNeed,
        ClosureReason::Other => Measure::ClosedOther,
    }
}
