//! One case of the filled database: commands decided by the domain, one after the other, with moments of its own.

use super::world;
use crate::Fault;
use chrono::{DateTime, TimeDelta, Utc};
use sip_domain::command::Command;
use sip_domain::context::{Actor, Context, IdSeed};
use sip_domain::event::Recorded;
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;
use sip_domain::profile::Profile;
use sip_domain::{calendar, decide, evolve};
use sip_persistence::{AccessNote, Told};
use uuid::Uuid;

/// Who gives a command.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    /// The member of staff with this number in the case's block.
    Staff(u32),
    /// The individual.
    Individual,
}

/// How far a life goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// The need is reported and the individual informed: 2 journal rows.
    Informed,
    /// Accepted, with a consent.
    Consented,
    /// Prepared, with basis and mapping.
    Preparing,
    /// Summoned to the meeting, with answers from all.
    Summoned,
    /// A plan in force.
    Active,
    /// Followed up and closed.
    Closed,
}

/// A case on its way.
pub(crate) struct Life {
    /// Its number, which decides person, block and moments.
    pub(crate) number: u32,
    /// The block of organisations.
    pub(crate) block: u32,
    /// The individual.
    pub(crate) person: u32,
    /// Midnight before it begins.
    begins: DateTime<Utc>,
    /// The case so far.
    pub(crate) case: Option<SipCase>,
    /// What has happened.
    pub(crate) told: Vec<Told>,
    profile: Profile,
}

impl Life {
    /// Nothing has happened yet.
    pub(crate) fn new(number: u32, begins: DateTime<Utc>) -> Self {
        let (block, person) = (number / world::CASES_IN_BLOCK, number);
        Self { number, block, person, begins, case: None, told: Vec::new(), profile: Profile::default() }
    }

    /// The case's id.
    pub(crate) fn id(&self) -> CaseId {
        CaseId(self.seed(self.begins, 0).0)
    }

    /// A moment so many days and minutes after the beginning.
    pub(crate) fn at(&self, day: i64, minute: i64) -> DateTime<Utc> {
        self.begins + TimeDelta::days(day) + TimeDelta::minutes(minute)
    }

    /// The seed of the step that is numbered `step`, a UUID version 7 of its moment (RFC 9562). Sixteen bits are left free.
    fn seed(&self, at: DateTime<Utc>, step: u16) -> IdSeed {
        let millis = u128::try_from(at.timestamp_millis()).unwrap_or_default();
        let own = u128::from(self.number) << 28 | u128::from(step) << 16;
        IdSeed(Uuid::from_u128(millis << 80 | 0x7000_8000_0000_0000_0000 | own))
    }

    /// The seed that the next step will have.
    pub(crate) fn next_seed(&self, at: DateTime<Utc>) -> IdSeed {
        self.seed(at, u16::try_from(self.told.len()).unwrap_or(u16::MAX).saturating_add(1))
    }

    fn actor(&self, who: Who) -> Result<Actor, Fault> {
        match who {
            Who::Staff(number) => world::actor(self.block, number),
            Who::Individual => world::citizen(self.person),
        }
    }

    /// Decides a command at a moment, and keeps what came of it.
    ///
    /// # Errors
    /// When the domain refuses.
    pub(crate) fn step(&mut self, at: DateTime<Utc>, who: Who, command: Command) -> Result<IdSeed, Fault> {
        let (actor, seed) = (self.actor(who)?, self.next_seed(at));
        let kind = command.kind();
        let today = calendar::local_date(at);
        let context = Context { actor: &actor, profile: &self.profile, now: at, today, seed };
        let events = decide(self.case.as_ref(), command, &context)
            .map_err(|refusal| Fault::Refused { kind: format!("{kind:?}"), refusal })?;
        for event in &events {
            self.case = evolve(self.case.take(), &Recorded { at, by: actor.clone(), event: event.clone() });
        }
        let note = AccessNote {
            operation: "fill",
            purpose: None,
            now: at,
            seed,
            trace_id: format!("{:032x}", seed.0.as_u128() >> 16),
        };
        self.told.push(Told { actor, note, events });
        Ok(seed)
    }

    /// Rows in the journal.
    pub(crate) fn rows(&self) -> usize {
        self.told.iter().map(|told| told.events.len()).sum()
    }
}
