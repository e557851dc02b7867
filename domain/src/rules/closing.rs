//! Following up and closing.

use super::{RuleClass, RuleInfo, Words};

pub(super) const FOLLOW_UP_NOT_HELD: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-57, S0-40, OWN 3.2 T16, T17",
    invariant: None,
    swedish: Words {
        title: "Ingen uppföljning har hållits",
        text: "Planen kan fortsätta eller avslutas på det här sättet först när den har följts upp.",
        cure: "Håll uppföljningen och anteckna den först.",
    },
    english: Words {
        title: "No follow-up has been held",
        text: "The plan can be continued or closed in this way only once it has been followed up.",
        cure: "Hold the follow-up and record it first.",
    },
};

pub(super) const ATTAINMENT_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-35",
    invariant: None,
    swedish: Words {
        title: "Måluppfyllelse saknas",
        text: "Vid uppföljningen ska det för varje mål framgå hur långt man har kommit.",
        cure: "Ange måluppfyllelse för de mål som saknar det.",
    },
    english: Words {
        title: "Goal attainment is missing",
        text: "At the follow-up it must be clear for every goal how far it has been reached.",
        cure: "State the attainment of the goals that lack it.",
    },
};

pub(super) const OUTCOME_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-44, S1-60, S4-36",
    invariant: None,
    swedish: Words {
        title: "Uppföljningens resultat saknas",
        text: "På uppföljningen bestäms vad som händer med planen: fortsätta, revidera, göra en ny eller avsluta.",
        cure: "Välj vad ni kom fram till.",
    },
    english: Words {
        title: "The outcome of the follow-up is missing",
        text: "At the follow-up it is decided what happens to the plan: continue, revise, make a new one or close.",
        cure: "Choose what you arrived at.",
    },
};

pub(super) const CLOSE_PARTY_ASSESSMENT_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-38",
    invariant: Some("INV-44"),
    swedish: Words {
        title: "Alla parter har inte lämnat sin bedömning",
        text: "En plan avslutas när alla parter tillsammans med den enskilde bedömer att den inte längre behövs.",
        cure: "Be de parter som saknas att lämna sin bedömning. Är någon emot, prata vidare innan ni avslutar.",
    },
    english: Words {
        title: "Not every party has given its assessment",
        text: "A plan is closed when all parties together with the individual judge that it is no longer needed.",
        cure: "Ask the parties that are missing for their assessment. If one is against, talk further before \
            closing.",
    },
};

pub(super) const CLOSE_INDIVIDUAL_NOT_CONSULTED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-38",
    invariant: Some("INV-44"),
    swedish: Words {
        title: "Den enskilde har inte tillfrågats om avslutet",
        text: "Planen är den enskildes. Den avslutas i samråd med hen.",
        cure: "Prata med den enskilde om avslutet och anteckna när det skedde och vad hen tycker.",
    },
    english: Words {
        title: "The individual has not been consulted on closing",
        text: "The plan is the individual's. It is closed in consultation with the individual.",
        cure: "Talk to the individual about closing and record when, and what the individual thinks.",
    },
};

pub(super) const NOT_INACTIVE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S3-05, OWN",
    invariant: Some("INV-47"),
    swedish: Words {
        title: "Ärendet är inte inaktivt",
        text: "Ett ärende avslutas som inaktivt först när inget har hänt under den tid som överenskommelsen säger \
            och ingen uppföljning är bokad.",
        cure: "Vänta tills tiden har gått, eller avsluta på vanligt sätt efter en uppföljning.",
    },
    english: Words {
        title: "The case is not inactive",
        text: "A case is closed as inactive only when nothing has happened for the time the agreement says and no \
            follow-up is booked.",
        cure: "Wait until the time has passed, or close in the ordinary way after a follow-up.",
    },
};

pub(super) const CONTACT_ATTEMPT_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S3-05, OWN",
    invariant: Some("INV-47"),
    swedish: Words {
        title: "Inget försök till kontakt är antecknat",
        text: "Innan ärendet avslutas på det här sättet ska någon ha försökt nå den enskilde. Ingen ska förlora \
            sin plan utan att bli tillfrågad.",
        cure: "Försök nå den enskilde och anteckna försöket.",
    },
    english: Words {
        title: "No attempt at contact is recorded",
        text: "Before the case is closed in this way someone must have tried to reach the individual. Nobody \
            should lose a plan without being asked.",
        cure: "Try to reach the individual and record the attempt.",
    },
};
