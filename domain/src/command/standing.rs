//! Commands about whether the case goes on: it rests, resumes, ends for want of a consent or of life, or was a mistake.

use crate::model::PauseCause;
use crate::text::Text;

/// A change of whether the case goes on (T19 to T22, T24).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandingCommand {
    /// Somebody tried to reach the individual (S3-05).
    RecordContactAttempt {
        /// How it went.
        note: Text,
    },
    /// T19: sharing stops and the case rests.
    Pause {
        /// Why; worked out from the case when absent.
        cause: Option<PauseCause>,
        /// In words.
        note: Option<Text>,
    },
    /// T20: a renewed consent is in force, the case goes on.
    Resume,
    /// T21: the consent was not renewed.
    CloseExpired {
        /// In words.
        note: Option<Text>,
    },
    /// T22: nothing has happened for long.
    CloseInactive {
        /// In words.
        note: Option<Text>,
    },
    /// T24: the first person wants the case voided.
    RequestVoiding {
        /// Why.
        reason: Text,
    },
    /// T24: the second person agrees.
    ConfirmVoiding,
}
