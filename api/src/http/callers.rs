//! How many requests a caller may make. Who makes more is told when to come back; nobody else is slower for it.

use crate::auth::Identity;
use crate::problem::{Generic, Problem};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use secrecy::ExposeSecret;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often idle callers are forgotten, and refusals told in the log.
const INTERVAL: Duration = Duration::from_mins(1);

/// What each caller has used of the share that all have alike.
#[derive(Debug)]
pub struct Callers {
    limiter: Option<DefaultKeyedRateLimiter<u64>>,
    clock: DefaultClock,
    secret: RandomState,
    refused: AtomicU64,
}

impl Callers {
    /// `rate` requests a second in the long run, `burst` at once; no limit when either is 0.
    pub fn new(rate: u32, burst: u32) -> Self {
        let quota = NonZeroU32::new(rate).zip(NonZeroU32::new(burst));
        let limiter = quota.map(|(rate, burst)| RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst)));
        Self { limiter, clock: DefaultClock::default(), secret: RandomState::new(), refused: AtomicU64::new(0) }
    }

    /// A member of staff has a share for each assignment, and another through each client.
    fn name_of(&self, identity: &Identity) -> u64 {
        // Not the number itself: it would stay in memory for nothing.
        match identity {
            Identity::Staff { subject, assignment_hsa_id, client } => {
                self.secret.hash_one(("staff", subject, assignment_hsa_id, client))
            }
            Identity::Citizen { identity_number, .. } => {
                self.secret.hash_one(("citizen", identity_number.expose_secret()))
            }
        }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// 429 with `Retry-After` when the share is used up; the request is not counted then.
    pub fn admit(&self, identity: &Identity) -> Result<(), Problem> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        limiter.check_key(&self.name_of(identity)).map_err(|until| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            let wait = until.wait_time_from(self.clock.now()).as_secs().saturating_add(1);
            Problem::of(Generic::RATE_LIMITED).with_retry_after(u32::try_from(wait).unwrap_or(u32::MAX))
        })
    }

    /// Forgets whoever has the whole share again, which is the same as never having called.
    fn forget_idle(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    /// Forgets idle callers each minute, and says in one line how many requests were refused. Not who: that is in no log but
    /// the access log, and these calls shall not fill that one.
    pub(crate) async fn watch(&self) {
        loop {
            tokio::time::sleep(INTERVAL).await;
            self.forget_idle();
            let refused = self.refused.swap(0, Ordering::Relaxed);
            if refused > 0 {
                tracing::warn!(target: "sip::callers", refused, "callers sent more requests than their share");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(assignment: &str, client: Option<&str>) -> Identity {
        Identity::Staff {
            subject: "SE1".to_owned(),
            assignment_hsa_id: assignment.to_owned(),
            client: client.map(str::to_owned),
        }
    }

    fn citizen(number: &str) -> Identity {
        Identity::Citizen { subject: "x".to_owned(), identity_number: number.to_owned().into() }
    }

    #[test]
    fn each_has_a_share_and_nobody_anothers() {
        let callers = Callers::new(1, 2);
        let all = [staff("A", None), staff("A", Some("x")), staff("B", None), citizen("189001019802"), citizen("A")];
        for _ in 0..2 {
            for caller in &all {
                assert_eq!(callers.admit(caller), Ok(()), "{caller:?}");
            }
        }
        let refused = callers.admit(&all[0]).unwrap_err();
        assert_eq!((refused.code(), refused.status().as_u16()), ("RATE_LIMITED", 429));
        assert!(refused.retry_after.is_some_and(|seconds| (1..=2).contains(&seconds)), "{refused:?}");
    }

    #[test]
    fn nothing_counts_when_there_is_no_limit() {
        for callers in [Callers::new(0, 5), Callers::new(5, 0)] {
            assert!((0..1000).all(|_| callers.admit(&citizen("A")).is_ok()));
        }
    }

    #[test]
    fn whoever_is_idle_is_forgotten() {
        let callers = Callers::new(100_000, 1);
        for n in 0..1000 {
            callers.admit(&citizen(&n.to_string())).unwrap();
        }
        let known = || callers.limiter.as_ref().unwrap().len();
        assert!(known() > 0);
        while known() > 0 {
            callers.forget_idle();
        }
    }
}
