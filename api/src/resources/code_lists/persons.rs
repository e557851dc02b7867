//! Codes of who speaks for the individual, and of what protects and stops.

use super::{List, code};

pub(super) const LISTS: &[List] = &[
    List {
        name: "pause-causes",
        swedish: "Varför ärendet vilar",
        english: "Why the case rests",
        codes: &[
            code("consent_expired", "Samtycket har gått ut", "The consent has run out"),
            code("guardian_withdrew", "En vårdnadshavare har återkallat", "A guardian has withdrawn"),
            code(
                "capacity_reassessed",
                "Förmågan att samtycka bedöms på nytt",
                "The ability to consent is assessed anew",
            ),
            code("turned_adult", "Den enskilde har fyllt 18 år", "The individual has turned 18"),
        ],
    },
    List {
        name: "protection-levels",
        swedish: "Skyddade personuppgifter",
        english: "Protection of the identity",
        codes: &[
            code("none", "Inget skydd", "No protection"),
            code("marking", "Sekretessmarkering", "Mark of secrecy (sekretessmarkering)"),
            code(
                "protected_registration",
                "Skyddad folkbokföring",
                "Protected population registration (skyddad folkbokföring)",
            ),
        ],
    },
    List {
        name: "representative-kinds",
        swedish: "Företrädarens uppdrag",
        english: "Mandate of a representative",
        codes: &[
            code("god_man", "God man (FB 11:4)", "God man (Children and Parents Code 11:4)"),
            code("forvaltare", "Förvaltare (FB 11:7)", "Förvaltare (Children and Parents Code 11:7)"),
            code("framtidsfullmakt", "Framtidsfullmakt (lag 2017:310)", "Future power of attorney (Act 2017:310)"),
            code("ombud", "Ombud", "Agent with a power of attorney (ombud)"),
            code("legal_other", "Annan rättslig grund", "Another legal ground"),
        ],
    },
    List {
        name: "consent-givers",
        swedish: "Vem som samtycker",
        english: "Who consents",
        codes: &[
            code("individual", "Den enskilde", "The individual"),
            code("guardian", "Vårdnadshavare", "Guardian"),
            code("representative", "Företrädare", "Representative"),
            code("unable_to_consent", "Ingen: saknar förmåga att samtycka", "Nobody: unable to consent"),
        ],
    },
    List {
        name: "consent-exceptions",
        swedish: "Varför vårdnadshavarens samtycke inte behövs",
        english: "Why a guardian's consent is not needed",
        codes: &[
            code("prevented_fb", "Förhindrad (FB 6:13)", "Prevented (Children and Parents Code 6:13)"),
            code(
                "board_decision",
                "Socialnämndens beslut (FB 6:13 a)",
                "Decision of the social board (Children and Parents Code 6:13 a)",
            ),
            code("other", "Annan grund", "Another ground"),
        ],
    },
    List {
        name: "attitudes",
        swedish: "Den enskildes inställning",
        english: "Attitude of the individual",
        codes: &[
            code("for", "För", "For it"),
            code("unknown", "Okänd", "Unknown"),
            code("against", "Emot", "Against it"),
        ],
    },
];
