//! Cases that live through real commands, step by step, for tests of the decisions.
#![expect(clippy::unwrap_used, reason = "a slip in test data is to stop the test")]

mod attempts;
mod beside;
mod forward;
mod input;
mod people;
mod side;
mod slips;

pub(crate) use attempts::valid;
pub(crate) use forward::*;
pub(crate) use input::*;
pub(crate) use people::*;
pub(crate) use slips::inputs;

use crate::support::*;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sip_domain::access::roles;
use sip_domain::calendar::local_date;
use sip_domain::command::{Command, CommandKind};
use sip_domain::context::{Actor, CitizenRef, Context, Duty, IdSeed};
use sip_domain::directory::{StaffRef, UnitRef};
use sip_domain::event::Recorded;
use sip_domain::ids::{InviteeId, MeetingId};
use sip_domain::model::{InviteeKind, SipCase};
use sip_domain::profile::{Profile, Sector};
use sip_domain::{Action, Decision, Refusal, allowed, decide, evolve};
use uuid::Uuid;

/// A case with its journal, a clock and the agreement in force.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub(crate) case: Option<SipCase>,
    pub(crate) journal: Vec<Recorded>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) profile: Profile,
    turn: u128,
}

impl Default for Life {
    fn default() -> Self {
        Self::under(Profile::default())
    }
}

impl Life {
    /// Nothing has happened yet.
    pub(crate) fn under(profile: Profile) -> Self {
        Self { case: None, journal: Vec::new(), now: start(), profile, turn: 0 }
    }

    /// On the straight way, right before a command of this kind is given.
    pub(crate) fn before(kind: CommandKind) -> Self {
        Self::default().until(kind)
    }

    /// On the straight way, right after a command of this kind was given.
    pub(crate) fn after(kind: CommandKind) -> Self {
        let mut life = Self::before(kind);
        life.go();
        life
    }

    /// Goes the straight way until the next command is of this kind.
    pub(crate) fn until(mut self, kind: CommandKind) -> Self {
        for _ in 0..150 {
            match forward(&self) {
                Some(Step::Do(_, command)) if command.kind() == kind => return self,
                Some(_) => self.go(),
                None => break,
            }
        }
        panic!("the straight way never comes to {kind:?}")
    }

    /// One step of the straight way.
    pub(crate) fn go(&mut self) {
        match forward(self) {
            Some(Step::Do(actor, command)) => drop(self.act(&actor, *command)),
            Some(Step::Wait(until)) => self.now = until,
            None => panic!("the straight way has ended"),
        }
    }

    /// The case; there has to be one.
    pub(crate) fn case(&self) -> &SipCase {
        self.case.as_ref().unwrap()
    }

    /// Today in Sweden.
    pub(crate) fn today(&self) -> NaiveDate {
        local_date(self.now)
    }

    pub(crate) fn in_days(&self, days: i64) -> NaiveDate {
        self.today() + Duration::days(days)
    }

    pub(crate) fn ctx<'a>(&'a self, actor: &'a Actor) -> Context<'a> {
        let seed = IdSeed(Uuid::from_u128((0x7000_u128 + self.turn) << 32));
        Context { actor, profile: &self.profile, now: self.now, today: self.today(), seed }
    }

    pub(crate) fn decide(&self, actor: &Actor, command: Command) -> Decision {
        decide(self.case.as_ref(), command, &self.ctx(actor))
    }

    pub(crate) fn allowed(&self, actor: &Actor) -> Vec<Action> {
        allowed(self.case(), &self.ctx(actor))
    }

    /// Gives a command; the clock goes on by a minute when it is taken. Answers the new thing's identifier.
    pub(crate) fn attempt(&mut self, actor: &Actor, command: Command) -> Result<Uuid, Refusal> {
        let events = self.decide(actor, command)?;
        let made = self.ctx(actor).seed.nth(0);
        for event in events {
            let recorded = Recorded { at: self.now, by: actor.clone(), event };
            self.case = evolve(self.case.take(), &recorded);
            self.journal.push(recorded);
        }
        self.turn += 1;
        self.now += Duration::minutes(1);
        Ok(made)
    }

    /// Gives a command that has to be taken.
    pub(crate) fn act(&mut self, actor: &Actor, command: Command) -> Uuid {
        let kind = command.kind();
        match self.attempt(actor, command) {
            Ok(made) => made,
            Err(refusal) => panic!("{kind:?} was refused: {refusal:?}"),
        }
    }

    /// Gives a command, as part of a sentence.
    pub(crate) fn and(mut self, actor: &Actor, command: Command) -> Self {
        self.act(actor, command);
        self
    }

    /// As [`Life::and`], for a command that names something of the case.
    pub(crate) fn then(self, actor: &Actor, command: impl FnOnce(&Self) -> Command) -> Self {
        let command = command(&self);
        self.and(actor, command)
    }

    /// The refusal of a command that has to be refused.
    pub(crate) fn refused(&self, actor: &Actor, command: Command) -> Refusal {
        let kind = command.kind();
        match self.decide(actor, command) {
            Err(refusal) => refusal,
            Ok(events) => panic!("{kind:?} was taken: {events:?}"),
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(mut self, time: Duration) -> Self {
        self.now += time;
        self
    }

    /// At that moment.
    pub(crate) fn at(self, now: DateTime<Utc>) -> Self {
        Self { now, ..self }
    }

    /// The open meeting, else the last one, else none that exists.
    pub(crate) fn meeting(&self) -> MeetingId {
        let case = self.case();
        case.open_meeting().or(case.meetings.last()).map_or(id(1), |meeting| meeting.id)
    }

    /// The invitee that stands for a unit.
    pub(crate) fn invited(&self, unit: &UnitRef) -> InviteeId {
        let is = |kind: &InviteeKind| matches!(kind, InviteeKind::Organisation { unit: held } if held.id == unit.id);
        self.case().invitees.iter().find(|invitee| is(&invitee.kind)).unwrap().id
    }

    /// The individual as invitee.
    pub(crate) fn invited_individual(&self) -> InviteeId {
        self.case().invitees.iter().find(|invitee| invitee.kind == InviteeKind::Individual).unwrap().id
    }
}

/// Karin, who takes the initiative, prepares and coordinates.
pub(crate) fn by_karin() -> Actor {
    clinical(&karin())
}

/// Anna of the primary care, who chairs.
pub(crate) fn by_anna() -> Actor {
    clinical(&anna())
}

/// Olle of the home nursing, who is secretary.
pub(crate) fn by_olle() -> Actor {
    clinical(&olle())
}

/// Lisa of the psychiatry, who takes part.
pub(crate) fn by_lisa() -> Actor {
    clinical(&lisa())
}

/// Somebody at a unit that has nothing to do with the case.
pub(crate) fn outsider() -> StaffRef {
    staff(399, "Ingen", &unit(999, 9990, Sector::Health))
}

/// Everybody who tries something, with the outsiders last.
pub(crate) fn everybody() -> Vec<Actor> {
    vec![
        by_karin(),
        individual(),
        by_olle(),
        by_anna(),
        by_lisa(),
        clinical(&eva()),
        administrator(&k_soc()),
        administrator(&r_vc()),
        by_gun(),
        by_geir(),
        by_rut(),
        client_of(&karin()),
        clinical(&outsider()),
        Actor::Citizen { citizen: CitizenRef { person: id(2), name: None } },
        Actor::Staff { staff: outsider(), duty: Duty::Auditor, client: None },
    ]
}

/// Whether the actor has any role in the case now.
pub(crate) fn is_related(life: &Life, actor: &Actor) -> bool {
    !roles(life.case(), actor, life.now).is_empty()
}

/// Somebody else than the individual.
pub(crate) fn other_person() -> sip_domain::model::Person {
    sip_domain::model::Person { id: id(2), ..person() }
}
