//! What a plan must have before it is established or changed.

use super::{RuleClass, RuleInfo, Words};

pub(super) const WHAT_MATTERS_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-39, S4-18",
    invariant: Some("INV-31"),
    swedish: Words {
        title: "Det som är viktigt för den enskilde saknas",
        text: "Planen utgår från vad som är viktigt för den enskilde och från hens eget övergripande mål. Båda ska \
            finnas med.",
        cure: "Skriv in det med den enskildes egna ord.",
    },
    english: Words {
        title: "What matters to the individual is missing",
        text: "The plan starts from what matters to the individual and from the individual's own overall goal. \
            Both must be there.",
        cure: "Write it in the individual's own words.",
    },
};

pub(super) const GOALS_INCOMPLETE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-41",
    invariant: Some("INV-32"),
    swedish: Words {
        title: "Långsiktigt eller kortsiktigt mål saknas",
        text: "Planen ska ha minst ett långsiktigt och minst ett kortsiktigt mål, så att det går att se både \
            riktning och nästa steg.",
        cure: "Lägg till det mål som saknas.",
    },
    english: Words {
        title: "A long-term or short-term goal is missing",
        text: "The plan must have at least one long-term and at least one short-term goal, so that both the \
            direction and the next step can be seen.",
        cure: "Add the goal that is missing.",
    },
};

pub(super) const NEED_WITHOUT_GOAL: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-21",
    invariant: Some("INV-32"),
    swedish: Words {
        title: "Ett behov saknar mål",
        text: "Till varje behov i planen ska det finnas minst ett mål. Annars går det inte att se om behovet blir \
            tillgodosett.",
        cure: "Lägg till ett mål för behovet, eller ta bort behovet om det inte hör till planen.",
    },
    english: Words {
        title: "A need has no goal",
        text: "Every need in the plan must have at least one goal. Otherwise nobody can see whether the need is \
            met.",
        cure: "Add a goal for the need, or remove the need if it does not belong in the plan.",
    },
};

pub(super) const GOAL_WITHOUT_ACTIVITY: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-42",
    invariant: Some("INV-32"),
    swedish: Words {
        title: "Ett mål saknar insats",
        text: "Till varje mål ska det finnas minst en insats, eller en som väntar på beslut. Annars händer inget \
            för att nå målet.",
        cure: "Lägg till en insats för målet, eller ta bort målet.",
    },
    english: Words {
        title: "A goal has no activity",
        text: "Every goal must have at least one activity, or one awaiting a decision. Otherwise nothing is done \
            to reach it.",
        cure: "Add an activity for the goal, or remove the goal.",
    },
};

pub(super) const ACTIVITY_INCOMPLETE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S2-11, S3-13",
    invariant: Some("INV-33"),
    swedish: Words {
        title: "En insats är inte komplett",
        text: "Varje insats ska ha en ansvarig och säga när, hur ofta och var. Det ska vara tydligt vem som gör \
            vad.",
        cure: "Fyll i det som saknas för insatsen.",
    },
    english: Words {
        title: "An activity is not complete",
        text: "Every activity must have one responsible party and say when, how often and where. It must be clear \
            who does what.",
        cure: "Fill in what is missing for the activity.",
    },
};

pub(super) const ACTIVITY_NOT_ACCEPTED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-55, S0-52",
    invariant: Some("INV-33"),
    swedish: Words {
        title: "En insats är inte accepterad",
        text: "Ingen kan bestämma vad en annan ska göra. Den som ansvarar för insatsen ska ha sagt ja, eller ha \
            sagt när beslutet kommer.",
        cure: "Be den ansvarige att svara, eller ange att insatsen väntar på beslut och till vilket datum.",
    },
    english: Words {
        title: "An activity has not been accepted",
        text: "Nobody can decide what another shall do. Whoever is responsible for the activity must have said \
            yes, or when the decision comes.",
        cure: "Ask the responsible party to answer, or state that the activity awaits a decision and until which \
            date.",
    },
};

pub(super) const NO_COORDINATOR: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-31, S1-44",
    invariant: Some("INV-35"),
    swedish: Words {
        title: "Samordnare saknas",
        text: "Planen ska ha en samordnare som hör till den ansvariga huvudmannen och har ett uppdrag med början \
            och slut.",
        cure: "Utse en samordnare och ange uppdragets tid.",
    },
    english: Words {
        title: "There is no coordinator",
        text: "The plan must have a coordinator who belongs to the responsible principal and has a mandate with a \
            beginning and an end.",
        cure: "Appoint a coordinator and state the mandate's period.",
    },
};

pub(super) const NO_RESPONSIBLE_PRINCIPAL: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-44, S4-33, LAW HSL 16:4",
    invariant: Some("INV-35"),
    swedish: Words {
        title: "Ansvarig huvudman saknas",
        text: "Lagen kräver att planen säger vilken huvudman som har det övergripande ansvaret. Ansvaret finns \
            kvar även om samordnaren slutar.",
        cure: "Ange vilken huvudman som har det övergripande ansvaret.",
    },
    english: Words {
        title: "There is no responsible principal",
        text: "The law requires the plan to say which principal has the overall responsibility. It remains even if \
            the coordinator leaves.",
        cure: "State which principal has the overall responsibility.",
    },
};

pub(super) const FOLLOW_UP_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-54, S1-43, S0-40",
    invariant: Some("INV-36"),
    swedish: Words {
        title: "Uppföljning saknas",
        text: "En plan ska alltid följas upp. Datum och plats ska finnas, eller ett skäl till att den inte följs \
            upp och samordnarens uppdragstid om överenskommelsen tillåter det.",
        cure: "Boka datum och plats för uppföljningen, eller ange skäl och uppdragstid.",
    },
    english: Words {
        title: "The follow-up is missing",
        text: "A plan is always followed up. There must be a date and a place, or a reason for not doing so and \
            the coordinator's mandate period if the agreement allows it.",
        cure: "Book a date and a place for the follow-up, or state the reason and the mandate period.",
    },
};

pub(super) const CONTINGENCY_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-40",
    invariant: Some("INV-37"),
    swedish: Words {
        title: "Handlingsplan saknas",
        text: "Planen ska säga vad man gör i möjliga och förväntade situationer, till exempel om den enskilde blir \
            sämre.",
        cure: "Lägg till minst en situation, eller ange att ingen sådan kan förutses.",
    },
    english: Words {
        title: "The contingency section is missing",
        text: "The plan must say what to do in possible and expected situations, for example if the individual \
            gets worse.",
        cure: "Add at least one situation, or state that none is foreseen.",
    },
};

pub(super) const REVISION_TRIGGER_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-39, S0-44, S1-55, OWN 3.2 T13",
    invariant: None,
    swedish: Words {
        title: "Anledning till revidering saknas",
        text: "En upprättad plan ändras bara efter en uppföljning, ett beslut om ett avsteg eller en väsentlig \
            förändring. Då ligger planen fast för alla däremellan.",
        cure: "Anteckna vad som har hänt först, eller gör en uppföljning.",
    },
    english: Words {
        title: "There is nothing to base the revision on",
        text: "An established plan is changed only after a follow-up, a decision on a deviation or a material \
            change. In between it stands firm for everyone.",
        cure: "Record what has happened first, or hold a follow-up.",
    },
};
