//! The time that business is done in. Tokens are always checked by the system's clock.

use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that a tester can move: the system's plus an offset in microseconds that all clones share.
    Demo(Arc<AtomicI64>),
    /// A clock that stands still where it was set, for tests whose answers shall be the same each time.
    Still(Arc<AtomicI64>),
}

impl Clock {
    /// A movable clock that shows the present time.
    pub fn demo() -> Self {
        Self::Demo(Arc::new(AtomicI64::new(0)))
    }

    /// A clock that stands still.
    pub fn still(at: DateTime<Utc>) -> Self {
        Self::Still(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// Now, in whole microseconds.
    pub fn now(&self) -> DateTime<Utc> {
        let now = whole(Utc::now());
        match self {
            Self::System => now,
            Self::Demo(offset) => now + TimeDelta::microseconds(offset.load(Ordering::Relaxed)),
            Self::Still(at) => DateTime::from_timestamp_micros(at.load(Ordering::Relaxed)).unwrap_or(now),
        }
    }

    /// How far the clock is from the system's, in microseconds; none for one that cannot be moved.
    pub fn offset(&self) -> Option<i64> {
        match self {
            Self::Demo(offset) => Some(offset.load(Ordering::Relaxed)),
            Self::System | Self::Still(_) => None,
        }
    }

    /// Takes up an offset that was kept.
    pub fn resume(&self, kept: i64) {
        if let Self::Demo(offset) = self {
            offset.store(kept, Ordering::Relaxed);
        }
    }

    /// Sets the clock; it goes on from there. Whether it can be set: the system's clock cannot.
    pub fn set(&self, to: DateTime<Utc>) -> bool {
        match self {
            Self::System => false,
            Self::Still(at) => {
                at.store(to.timestamp_micros(), Ordering::Relaxed);
                true
            }
            Self::Demo(offset) => {
                let moved = whole(to).signed_duration_since(whole(Utc::now())).num_microseconds();
                moved.inspect(|microseconds| offset.store(*microseconds, Ordering::Relaxed)).is_some()
            }
        }
    }
}

/// Stored times have microseconds; an answer must not show more than a later reading would.
fn whole(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(time.timestamp_micros()).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_clock_moves_and_goes_on() {
        let clock = Clock::demo();
        let goal = Utc::now() + TimeDelta::days(40);
        assert!(clock.clone().set(goal));
        let shown = clock.now();
        assert!(shown >= whole(goal) && shown < goal + TimeDelta::minutes(1));
        assert!(clock.now() >= shown);
    }

    #[test]
    fn the_system_clock_does_not_move() {
        assert!(!Clock::System.set(Utc::now() + TimeDelta::days(40)));
        assert!(Clock::System.now() < Utc::now() + TimeDelta::seconds(1));
    }
}
