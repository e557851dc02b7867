//! What has happened in the demo's cases before its clock starts: a script of commands with fixed moments and identifiers,
//! carried out by the store as if people had sent them.
//!
//! Most cases follow the same road, and each command keeps its number in all of them, so that identifiers can be told
//! beforehand: command nn of case NN has the seed `01993b00-20NN-7000-8000-0000nnnn0000`. What belongs to a side road has a
//! number above 60, wherever on the road it comes.

mod after;
mod beginning;
mod child;
mod meeting;
mod others;
mod plan;
mod side;

use super::directory::{digits, member, name};
use super::people::citizen_of;
use super::seed::SeedError;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use sip_domain::command::Command;
use sip_domain::context::{Actor, CitizenRef, Context, IdSeed};
use sip_domain::event::Recorded;
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_domain::profile::Profile;
use sip_domain::text::Text;
use sip_domain::{decide, evolve};
use sip_persistence::Caller;
use uuid::Uuid;

/// Which way a case takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Road {
    /// The individual asks a unit for a SIP.
    Request,
    /// The SIP is refused.
    Refused,
    /// The individual says no.
    Declined,
    /// From need to plan.
    Main,
    /// To the plan, then follow-up and end.
    FollowUp,
    /// To the plan, then deviation and revision.
    Revision,
    /// A child with two guardians, to the list of invitees and a planned meeting.
    Child,
    /// A discharge from hospital, the same way.
    Discharge,
    /// A god man consents and answers.
    Representative,
    /// Nobody can consent; the attitude is assessed.
    Unable,
    /// As the main road to the planned meeting, then urgent.
    Urgent,
    /// As the main road to the plan, then the consent runs out.
    Resting,
    /// As the main road to the plan, half a year before the others, and then nothing.
    Inactive,
    /// As the main road to the planned meeting, then protected.
    Protected,
    /// Reported by mistake.
    Mistake,
}

/// One case of the demo.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    /// The case's number.
    pub(super) case: u16,
    /// The individual's number.
    pub(super) person: u16,
    road: Road,
    /// The member of staff who takes the initiative and prepares.
    lead: u16,
    /// On which working day it begins, from Monday 1 February 2027.
    start: i64,
    /// The last command that is carried out.
    last: u16,
    /// Commands left out.
    skip: &'static [u16],
    /// Where it stands when the clock starts.
    pub(super) stage: &'static str,
}

const fn scene(case: u16, person: u16, road: Road, start: i64, last: u16, stage: &'static str) -> Scene {
    Scene { case, person, road, lead: 11, start, last, skip: &[], stage }
}

/// The command that names who comes from the psychiatric unit.
const PSYCHIATRY_NAMES: u16 = 22;

/// All cases.
#[rustfmt::skip]
pub(super) const SCENES: &[Scene] = &[
    scene(1, 11, Road::Main, 18, 1, "A need has just been reported; nobody is informed yet."),
    scene(2, 11, Road::Request, 19, 1, "The individual's own request waits for an answer from the health centre."),
    scene(3, 9, Road::Main, 18, 2, "Informed in words and in writing: ready to offer."),
    scene(4, 12, Road::Main, 17, 3, "Offered: waits for the individual's answer."),
    scene(5, 13, Road::Main, 16, 5, "Accepted and consented: ready to start the preparation."),
    scene(6, 14, Road::Main, 15, 6, "Preparation started, nothing written yet."),
    scene(7, 15, Road::Main, 14, 17, "Prepared, meeting planned with chair and secretary: ready to send the summons."),
    Scene { skip: &[PSYCHIATRY_NAMES], ..scene(8, 16, Road::Main, 14, 23, "Summoned to a coming meeting; psychiatry has not answered.") },
    scene(9, 17, Road::Main, 9, 23, "The meeting has been, with all representatives named: ready to be recorded."),
    scene(10, 7, Road::Main, 8, 24, "Meeting recorded; no coordinator yet, the draft is empty."),
    scene(11, 10, Road::Main, 7, 41, "Meeting recorded, the draft is complete and signed: ready to establish."),
    scene(12, 1, Road::Main, 5, 44, "Plan version 1 in force, a deviation and a change reported; copies, record-keeping and understanding remain."),
    scene(13, 5, Road::FollowUp, 0, 53, "Plan in force, follow-up meeting held: ready to record the follow-up."),
    scene(14, 18, Road::FollowUp, 0, 59, "Followed up, all parties and the individual asked: ready to close."),
    scene(15, 19, Road::Revision, 0, 63, "Under revision, approved by the individual: ready to establish version 2."),
    scene(16, 21, Road::FollowUp, 0, 60, "Closed: the goals are met."),
    scene(17, 22, Road::Refused, 10, 3, "Refused, with the reason."),
    scene(18, 23, Road::Declined, 10, 4, "Declined by the individual."),
    scene(19, 20, Road::Revision, 0, 62, "Under revision: waits for the individual's approval."),
    scene(20, 2, Road::Child, 12, 17, "A child whose guardians have both consented, informed, asked and heard: ready to send the summons."),
    Scene { lead: 31, skip: &[child::OTHER_GUARDIAN], ..scene(21, 2, Road::Child, 18, child::GUARDIAN, "A child's need: one guardian is recorded, the other and the child's part remain.") },
    Scene { lead: 51, ..scene(22, 2, Road::Child, 17, 5, "A child's offer is accepted and one guardian has consented: waits for the other's consent.") },
    scene(23, 24, Road::Urgent, 14, side::URGENT, "Urgent: the meeting has been without a summons in writing, ready to be recorded."),
    Scene { lead: 51, ..scene(24, 25, Road::Discharge, 15, others::DISCHARGED, "Ready to leave hospital: the fast vårdkontakt takes the preparation over and summons.") },
    Scene { lead: 52, ..scene(25, 7, Road::Representative, 14, 11, "Being prepared on the consent of the god man, who is invited.") },
    scene(26, 26, Road::Unable, 15, 7, "Being prepared without a consent: the attitude of one who cannot consent was assessed.") ,
    scene(27, 27, Road::Resting, 0, side::ATTEMPTED, "Resting, the consent ran out and nobody answers: ready for a new consent, or to be closed."),
    Scene { skip: &[side::ATTEMPTED], ..scene(28, 28, Road::Resting, 0, side::RENEWED, "Resting; a renewed consent runs from today: ready to be resumed.") },
    scene(29, 29, Road::Inactive, -175, side::QUIET, "Plan in force, nothing has happened since last summer and nobody answers: ready to be closed as inactive."),
    scene(30, 30, Road::Protected, 15, side::PROTECTED, "Meeting planned, then the identity was protected: of all staff its chair and secretary alone may open it."),
    scene(31, 31, Road::Mistake, 19, side::MISTAKEN, "Opened by mistake: waits for the administrator to confirm that it is voided."),
];

/// Who sends a command.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    /// The member of staff with this number.
    Staff(u16),
    /// The individual.
    Individual,
    /// The citizen with this number, for the individual.
    Citizen(u16),
}

/// One command of a script.
pub(super) struct Step {
    /// Its number.
    pub(super) number: u16,
    /// When.
    pub(super) at: DateTime<Utc>,
    by: Who,
    /// What.
    pub(super) command: Command,
}

/// The commands of one case, in order.
pub(super) struct Script {
    /// Which case.
    pub(super) scene: Scene,
    /// Its commands.
    pub(super) steps: Vec<Step>,
}

impl Script {
    /// What happens in the case.
    pub(super) fn of(scene: Scene) -> Result<Self, SeedError> {
        let mut script = Self { scene, steps: Vec::new() };
        match scene.road {
            Road::Request => beginning::request(&mut script)?,
            Road::Refused => beginning::refused(&mut script)?,
            Road::Declined => beginning::declined(&mut script)?,
            Road::Child => child::prepared(&mut script)?,
            Road::Discharge => others::discharged(&mut script)?,
            Road::Representative => others::represented(&mut script)?,
            Road::Unable => others::unable(&mut script)?,
            Road::Mistake => side::mistaken(&mut script)?,
            Road::Urgent => {
                beginning::main(&mut script)?;
                meeting::prepared(&mut script, 5)?;
                side::urgent(&mut script)?;
            }
            Road::Protected => {
                beginning::main(&mut script)?;
                meeting::prepared(&mut script, 10)?;
                side::protected(&mut script)?;
            }
            _ => to_the_plan(&mut script)?,
        }
        match scene.road {
            Road::FollowUp => after::followed_up(&mut script)?,
            Road::Revision => after::revised(&mut script)?,
            Road::Main => after::running(&mut script)?,
            Road::Resting => side::resting(&mut script)?,
            Road::Inactive => side::quiet(&mut script)?,
            _ => {}
        }
        let end = script.steps.iter().position(|step| step.number == scene.last);
        script.steps.truncate(end.ok_or(SeedError::Fixture("a last command"))?.saturating_add(1));
        script.steps.retain(|step| !scene.skip.contains(&step.number));
        Ok(script)
    }

    /// Who takes the initiative and prepares.
    fn lead(&self) -> Who {
        Who::Staff(self.scene.lead)
    }

    /// Adds command `number` on working day `day` of the case at `hour` and `minute` UTC.
    fn step(
        &mut self,
        number: u16,
        (day, hour, minute): (u16, u32, u32),
        by: Who,
        command: Command,
    ) -> Result<(), SeedError> {
        let at = self.at(day, hour, minute)?;
        self.steps.push(Step { number, at, by, command });
        Ok(())
    }

    /// The moment on working day `day` of the case.
    fn at(&self, day: u16, hour: u32, minute: u32) -> Result<DateTime<Utc>, SeedError> {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).ok_or(SeedError::Fixture("a time"))?;
        Ok(self.day(day)?.and_time(time).and_utc())
    }

    /// Working day `day` of the case.
    fn day(&self, day: u16) -> Result<NaiveDate, SeedError> {
        let day = self.scene.start + i64::from(day);
        let monday = NaiveDate::from_ymd_opt(2027, 2, 1).ok_or(SeedError::Fixture("a date"))?;
        let days = TimeDelta::days(day.div_euclid(5) * 7 + day.rem_euclid(5));
        monday.checked_add_signed(days).ok_or(SeedError::Fixture("a date"))
    }

    /// The n-th identifier that command `number` makes.
    fn made<T: From<Uuid>>(&self, number: u16, n: u16) -> T {
        T::from(self.scene.seed(number).nth(n))
    }

    /// The individual's name.
    fn individual(&self) -> Result<sip_domain::text::PersonName, SeedError> {
        name(citizen_of(self.scene.person)?.name)
    }
}

impl Scene {
    /// The case's identifier.
    pub(super) fn id(&self) -> CaseId {
        const BASE: u128 = 0x0199_3b00_1000_7000_8000_0000_0000_0000;
        CaseId(Uuid::from_u128(BASE | digits(self.case)))
    }

    /// The seed of command `number`.
    pub(super) fn seed(&self, number: u16) -> IdSeed {
        const BASE: u128 = 0x0199_3b00_2000_7000_8000_0000_0000_0000;
        IdSeed(Uuid::from_u128(BASE | digits(self.case) << 80 | digits(number) << 16))
    }

    /// Who a step's sender is to the store.
    pub(super) fn caller(&self, step: &Step) -> Result<Caller, SeedError> {
        match step.by {
            Who::Staff(number) => Ok(member(number)?.caller()),
            Who::Individual => Ok(Caller::Citizen { identity: citizen_of(self.person)?.identity()?, name: None }),
            Who::Citizen(number) => Ok(Caller::Citizen { identity: citizen_of(number)?.identity()?, name: None }),
        }
    }

    fn actor(&self, step: &Step) -> Result<Actor, SeedError> {
        let citizen = match step.by {
            Who::Staff(number) => return member(number)?.actor(),
            Who::Individual => self.person,
            Who::Citizen(number) => number,
        };
        let person = citizen_of(citizen)?.person()?;
        Ok(Actor::Citizen { citizen: CitizenRef { person: person.id, name: Some(person.name) } })
    }

    /// The case as the script leaves it, reckoned without the store.
    pub(super) fn played(&self) -> Result<SipCase, SeedError> {
        self.replay(|_| {})
    }

    /// The case's version after each command.
    pub(super) fn versions(&self) -> Result<Vec<i64>, SeedError> {
        let mut versions = Vec::new();
        self.replay(|case| versions.push(case.version))?;
        Ok(versions)
    }

    fn replay(&self, mut after: impl FnMut(&SipCase)) -> Result<SipCase, SeedError> {
        let profile = Profile::default();
        let mut case: Option<SipCase> = None;
        for step in Script::of(*self)?.steps {
            let (actor, number) = (self.actor(&step)?, step.number);
            let (now, seed) = (step.at, self.seed(number));
            // All steps are taken in daytime, when the date in Stockholm is the date in UTC.
            let context = Context { actor: &actor, profile: &profile, now, today: now.date_naive(), seed };
            let events = decide(case.as_ref(), step.command, &context).map_err(|refusal| SeedError::Refused {
                case: self.case,
                step: number,
                refusal,
            })?;
            for event in events {
                case = evolve(case, &Recorded { at: now, by: actor.clone(), event });
            }
            case.iter().for_each(&mut after);
        }
        case.ok_or(SeedError::Fixture("a case"))
    }
}

/// From the need to the established plan.
fn to_the_plan(script: &mut Script) -> Result<(), SeedError> {
    beginning::main(script)?;
    meeting::prepared(script, 10)?;
    meeting::held(script)?;
    plan::written(script)?;
    plan::agreed(script)
}

/// A text of the fixtures.
fn text(text: &str) -> Result<Text, SeedError> {
    Text::parse(text).map_err(|_| SeedError::Fixture("a text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sip_domain::model::StatusName as S;
    use std::collections::HashSet;

    #[test]
    fn every_case_gets_to_its_stage() {
        #[rustfmt::skip]
        let stages = [
            S::NeedIdentified, S::NeedIdentified, S::NeedIdentified, S::Offered, S::Offered, S::Preparing, S::Preparing,
            S::Summoned, S::Summoned, S::MeetingHeld, S::MeetingHeld, S::Active, S::Active, S::Active, S::UnderRevision,
            S::Closed, S::Refused, S::Declined, S::UnderRevision, S::Preparing, S::NeedIdentified, S::Offered, S::Preparing,
            S::Preparing, S::Preparing, S::Preparing, S::Paused, S::Paused, S::Active, S::Preparing, S::NeedIdentified,
        ];
        assert_eq!(SCENES.len(), stages.len());
        for (scene, stage) in SCENES.iter().zip(stages) {
            let case = scene.played().unwrap_or_else(|error| panic!("case {}: {error}", scene.case));
            assert_eq!((case.status.name(), case.id), (stage, scene.id()), "case {}", scene.case);
        }
    }

    #[test]
    fn all_has_happened_in_order_before_the_clock_starts() {
        for scene in SCENES {
            let steps = Script::of(*scene).unwrap().steps;
            assert!(steps.is_sorted_by_key(|step| step.at), "case {}", scene.case);
            let numbers: HashSet<u16> = steps.iter().map(|step| step.number).collect();
            assert_eq!(numbers.len(), steps.len(), "case {}", scene.case);
            assert!(steps.iter().all(|step| step.at < super::super::seed::start()), "case {}", scene.case);
            assert_eq!(steps.last().unwrap().number, scene.last, "case {}", scene.case);
        }
    }

    #[test]
    fn identifiers_can_be_read() {
        assert_eq!(SCENES[11].id().to_string(), "01993b00-1000-7000-8000-000000000012");
        assert_eq!(SCENES[11].seed(42).0.to_string(), "01993b00-2012-7000-8000-000000420000");
        assert_eq!(SCENES[11].seed(42).0.get_version_num(), 7);
    }
}
