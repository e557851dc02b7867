//! What has happened in the demo's cases before its clock starts: a script of commands with fixed moments and identifiers,
//! carried out by the store as if people had sent them.
//!
//! Every case follows the same road, and each command keeps its number in all of them, so that identifiers can be told
//! beforehand: the n-th command of case NN has the seed `01993b00-20NN-7000-8000-0000nnnn0000`.

mod after;
mod beginning;
mod meeting;
mod plan;

use super::directory::{digits, member, name};
use super::people::citizen_of;
use super::seed::SeedError;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
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
}

/// One case of the demo.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    /// The case's number.
    pub(super) case: u16,
    /// The individual's number.
    pub(super) person: u16,
    road: Road,
    /// On which working day it begins, from Monday 1 February 2027.
    start: u16,
    /// The last command that is carried out.
    last: u16,
    /// Commands left out.
    skip: &'static [u16],
    /// Where it stands when the clock starts.
    pub(super) stage: &'static str,
}

const fn scene(case: u16, person: u16, road: Road, start: u16, last: u16, stage: &'static str) -> Scene {
    Scene { case, person, road, start, last, skip: &[], stage }
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
];

/// Who sends a command.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    /// The member of staff with this number.
    Staff(u16),
    /// The individual.
    Individual,
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
            Road::Main | Road::FollowUp | Road::Revision => {
                beginning::main(&mut script)?;
                meeting::prepared(&mut script)?;
                meeting::held(&mut script)?;
                plan::written(&mut script)?;
                plan::agreed(&mut script)?;
            }
        }
        match scene.road {
            Road::FollowUp => after::followed_up(&mut script)?,
            Road::Revision => after::revised(&mut script)?,
            Road::Main => after::running(&mut script)?,
            _ => {}
        }
        script.steps.retain(|step| step.number <= scene.last && !scene.skip.contains(&step.number));
        Ok(script)
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
        let day = u64::from(self.scene.start + day);
        let monday = NaiveDate::from_ymd_opt(2027, 2, 1).ok_or(SeedError::Fixture("a date"))?;
        monday.checked_add_days(Days::new(day / 5 * 7 + day % 5)).ok_or(SeedError::Fixture("a date"))
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
        }
    }

    fn actor(&self, step: &Step) -> Result<Actor, SeedError> {
        match step.by {
            Who::Staff(number) => member(number)?.actor(),
            Who::Individual => {
                let person = citizen_of(self.person)?.person()?;
                Ok(Actor::Citizen { citizen: CitizenRef { person: person.id, name: Some(person.name) } })
            }
        }
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

/// A text of the fixtures.
fn text(text: &str) -> Result<Text, SeedError> {
    Text::parse(text).map_err(|_| SeedError::Fixture("a text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sip_domain::model::StatusName as S;

    #[test]
    fn every_case_gets_to_its_stage() {
        #[rustfmt::skip]
        let stages = [
            S::NeedIdentified, S::NeedIdentified, S::NeedIdentified, S::Offered, S::Offered, S::Preparing, S::Preparing,
            S::Summoned, S::Summoned, S::MeetingHeld, S::MeetingHeld, S::Active, S::Active, S::Active, S::UnderRevision,
            S::Closed, S::Refused, S::Declined, S::UnderRevision,
        ];
        for (scene, stage) in SCENES.iter().zip(stages) {
            let case = scene.played().unwrap_or_else(|error| panic!("case {}: {error}", scene.case));
            assert_eq!((case.status.name(), case.id), (stage, scene.id()), "case {}", scene.case);
        }
    }

    #[test]
    fn all_has_happened_in_order_before_the_clock_starts() {
        for scene in SCENES {
            let steps = Script::of(*scene).unwrap().steps;
            assert!(steps.is_sorted_by_key(|step| (step.number, step.at)), "case {}", scene.case);
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
