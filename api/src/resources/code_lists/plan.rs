//! Codes of the plan and of what follows it.

use super::{List, code};

pub(super) const LISTS: &[List] = &[
    List {
        name: "need-kinds",
        swedish: "Behovets art",
        english: "Kind of need",
        codes: &[
            code("psychological", "Psykiskt", "Psychological"),
            code("physical", "Fysiskt", "Physical"),
            code("social", "Socialt", "Social"),
        ],
    },
    List {
        name: "goal-terms",
        swedish: "Målets tid",
        english: "Term of a goal",
        codes: &[code("long", "Långsiktigt", "Long-term"), code("short", "Kortsiktigt", "Short-term")],
    },
    List {
        name: "attainment-levels",
        swedish: "Måluppfyllelse",
        english: "Goal attainment",
        codes: &[
            code("met", "Uppfyllt", "Met"),
            code("partly", "Delvis uppfyllt", "Partly met"),
            code("not_met", "Inte uppfyllt", "Not met"),
        ],
    },
    List {
        name: "activity-states",
        swedish: "Insatsens läge",
        english: "State of an activity",
        codes: &[
            code("proposed", "Föreslagen", "Proposed"),
            code("accepted", "Accepterad", "Accepted"),
            code("rejected", "Avvisad", "Rejected"),
            code("awaiting_decision", "Inväntar beslut", "Awaiting decision"),
            code("planned", "Planerad", "Planned"),
            code("ongoing", "Pågår", "Ongoing"),
            code("completed", "Genomförd", "Completed"),
            code("not_done", "Inte genomförd", "Not done"),
            code("stopped", "Avbruten", "Stopped"),
        ],
    },
    List {
        name: "follow-up-outcomes",
        swedish: "Uppföljningens resultat",
        english: "Outcome of a follow-up",
        codes: &[
            code("continue", "Planen fortsätter", "The plan goes on"),
            code("revise", "Planen revideras", "The plan is revised"),
            code("new", "En ny SIP görs", "A new SIP follows"),
            code("close", "Planen avslutas", "The plan is ended"),
        ],
    },
    List {
        name: "record-task-kinds",
        swedish: "Journalföring",
        english: "Record-keeping",
        codes: &[
            code("consent_oral", "Muntligt samtycke", "Oral consent"),
            code("plan", "Planen", "The plan"),
            code("follow_up", "Uppföljningen", "The follow-up"),
            code("closure", "Avslutet", "The closure"),
        ],
    },
    List {
        name: "delivery-channels",
        swedish: "Hur planen lämnades",
        english: "How the plan was handed over",
        codes: &[
            code("hand", "I handen", "In the hand"),
            code("post", "Med post", "By post"),
            code("portal", "I portalen", "In the portal"),
            code("system", "I verksamhetens system", "In the organisation's system"),
        ],
    },
];
