//! The words of the refusals that have to do with events.

use super::generic::{Facts, Generic, Text};
use sip_persistence::EventError;

impl Generic {
    /// Events are kept no longer (410).
    pub const EVENTS_GONE: Self = Self(&Facts {
        code: "EVENTS_GONE",
        status: 410,
        title: Text { sv: "Händelserna finns inte kvar", en: "The events are gone" },
        text: Text {
            sv: "Det finns händelser efter den platsen som inte finns kvar, eller platsen finns inte.",
            en: "Events after that place are kept no longer, or the place is not there.",
        },
        cure: Text {
            sv: "Läs om ärendena, och börja på nytt utan after.",
            en: "Read the cases anew, and begin again without after.",
        },
        source: "RFC 9110 section 15.5.11; setting SIP_EVENT_DAYS",
    });
    /// Nothing may be sent to that host (422).
    pub const WEBHOOK_HOST_NOT_ALLOWED: Self = Self(&Facts {
        code: "WEBHOOK_HOST_NOT_ALLOWED",
        status: 422,
        title: Text { sv: "Mottagaren är inte tillåten", en: "The receiver is not allowed" },
        text: Text {
            sv: "Driften tillåter inte att händelser skickas till den värden och porten.",
            en: "The operator does not let events be sent to that host and port.",
        },
        cure: Text {
            sv: "Be driften att lägga till värden, eller läs GET /events.",
            en: "Ask the operator to add the host, or read GET /events.",
        },
        source: "Setting SIP_WEBHOOK_HOSTS",
    });
    /// As many subscriptions as there may be (422).
    pub const TOO_MANY_SUBSCRIPTIONS: Self = Self(&Facts {
        code: "TOO_MANY_SUBSCRIPTIONS",
        status: 422,
        title: Text { sv: "För många prenumerationer", en: "Too many subscriptions" },
        text: Text {
            sv: "Verksamheten har redan 20 prenumerationer.",
            en: "The organisation has 20 subscriptions already.",
        },
        cure: Text { sv: "Ta bort en som inte används.", en: "Take one away that is not used." },
        source: "OWN",
    });
}

impl From<EventError> for Generic {
    fn from(error: EventError) -> Self {
        match error {
            EventError::Gone => Self::EVENTS_GONE,
            EventError::Host => Self::WEBHOOK_HOST_NOT_ALLOWED,
            EventError::TooMany => Self::TOO_MANY_SUBSCRIPTIONS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_and_the_answer_say_the_same() {
        for error in [EventError::Gone, EventError::Host, EventError::TooMany] {
            assert_eq!(Generic::from(error).code, error.code());
        }
    }
}
