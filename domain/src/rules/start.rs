//! From the noticed need to a finished preparation.

use super::{RuleClass, RuleInfo, Words};

pub(super) const SECTOR_MAY_NOT_INITIATE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-01, S1-02",
    invariant: None,
    swedish: Words {
        title: "Din verksamhet kan inte starta en SIP här",
        text: "Enligt den lokala överenskommelsen kan din typ av verksamhet inte starta en SIP. Socialtjänst och \
            hälso- och sjukvård kan alltid göra det.",
        cure: "Berätta om behovet för socialtjänsten eller vården, om den enskilde vill det. De kan starta.",
    },
    english: Words {
        title: "Your organisation cannot start a SIP here",
        text: "By the local agreement your kind of organisation cannot start a SIP. Social services and health \
            care always can.",
        cure: "Tell social services or health care about the need, if the individual wants that. They can start.",
    },
};

pub(super) const NEED_DETECTED_IN_FUTURE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-25, OWN 3.2 T1",
    invariant: None,
    swedish: Words {
        title: "Behovet kan inte upptäckas i framtiden",
        text: "Tiden då behovet upptäcktes ligger framåt i tiden. Från den tiden räknas hur snart arbetet ska \
            börja.",
        cure: "Ange när behovet faktiskt upptäcktes.",
    },
    english: Words {
        title: "The need cannot be noticed in the future",
        text: "The time at which the need was noticed lies ahead. From that time it is counted how soon the work \
            has to begin.",
        cure: "State when the need was in fact noticed.",
    },
};

pub(super) const REQUEST_NOT_TAKEN: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-02, S1-03",
    invariant: None,
    swedish: Words {
        title: "Ingen har tagit emot önskemålet",
        text: "Den enskilde eller någon nära har bett om en SIP, men ingen ur personalen har tagit över. Det ska \
            alltid finnas en namngiven initiativtagare.",
        cure: "Ta emot önskemålet först. Då blir du initiativtagare.",
    },
    english: Words {
        title: "Nobody has taken the request",
        text: "The individual or someone close has asked for a SIP, but no member of staff has taken it over. \
            There must always be a named initiator.",
        cure: "Take the request first. You then become the initiator.",
    },
};

pub(super) const REFUSAL_REASON_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-05",
    invariant: Some("INV-45"),
    swedish: Words {
        title: "Skälet till att neka saknas eller är för kort",
        text: "Att neka någon en SIP ska bara ske i undantagsfall. Skälet ska gå att förstå för den enskilde och \
            för den som granskar.",
        cure: "Skriv skälet så att den enskilde förstår det, och ange vem som har beslutat.",
    },
    english: Words {
        title: "The reason for the refusal is missing or too short",
        text: "Refusing someone a SIP is for exceptional cases only. The individual and a reviewer must be able to \
            understand the reason.",
        cure: "Write the reason so that the individual understands it, and state who decided.",
    },
};

pub(super) const OWN_ASSESSMENT_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-04, OWN 3.2 T2",
    invariant: None,
    swedish: Words {
        title: "Den enskildes egen bedömning saknas",
        text: "Innan en SIP nekas ska den enskildes egen bedömning av behovet finnas antecknad. Den väger tungt.",
        cure: "Fråga den enskilde hur hen själv ser på behovet och skriv ned svaret.",
    },
    english: Words {
        title: "The individual's own assessment is missing",
        text: "Before a SIP is refused, the individual's own view of the need must be recorded. It carries great \
            weight.",
        cure: "Ask how the individual sees the need and write down the answer.",
    },
};

pub(super) const INDIVIDUAL_NOT_INFORMED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-05, OWN 3.2 T2",
    invariant: None,
    swedish: Words {
        title: "Den enskilde har inte informerats",
        text: "Den enskilde ska få veta att en SIP nekas, varför och vart hen kan vända sig.",
        cure: "Informera den enskilde och anteckna när det skedde.",
    },
    english: Words {
        title: "The individual has not been informed",
        text: "The individual must be told that a SIP is refused, why, and where to turn.",
        cure: "Inform the individual and record when it was done.",
    },
};

pub(super) const INFORMATION_INCOMPLETE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-03",
    invariant: Some("INV-05"),
    swedish: Words {
        title: "Informationen till den enskilde är inte komplett",
        text: "Den enskilde ska ha fått både muntlig och skriftlig information innan SIP erbjuds. Annars går det \
            inte att veta vad hen säger ja till.",
        cure: "Ge den information som saknas och anteckna när, av vem och på vilket språk.",
    },
    english: Words {
        title: "The information to the individual is incomplete",
        text: "The individual must have had both oral and written information before a SIP is offered. Otherwise \
            nobody can know what is being agreed to.",
        cure: "Give the information that is missing and record when, by whom and in which language.",
    },
};

pub(super) const OFFER_NOT_ANSWERED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S2-01, OWN 3.2 T5",
    invariant: None,
    swedish: Words {
        title: "Den enskilde har inte svarat",
        text: "Förberedelserna kan inte börja förrän den enskilde har tackat ja till en SIP.",
        cure: "Anteckna den enskildes svar först.",
    },
    english: Words {
        title: "The individual has not answered",
        text: "Preparation cannot begin until the individual has said yes to a SIP.",
        cure: "Record the individual's answer first.",
    },
};

pub(super) const URGENCY_REASON_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-27",
    invariant: Some("INV-06"),
    swedish: Words {
        title: "Skäl till brådskan saknas",
        text: "Ett brådskande ärende hoppar över den skriftliga kallelsen. Därför ska det framgå varför och vem \
            som bestämde det.",
        cure: "Skriv skälet och vem som har beslutat, eller följ den vanliga ordningen.",
    },
    english: Words {
        title: "The reason for urgency is missing",
        text: "An urgent case skips the written summons. It must therefore be clear why, and who decided it.",
        cure: "Write the reason and who decided, or follow the ordinary order.",
    },
};

pub(super) const CHILD_NOT_INFORMED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-18, LAW FB 6:11",
    invariant: Some("INV-15"),
    swedish: Words {
        title: "Barnet har inte informerats",
        text: "Ett barn under 18 år ska få information innan SIP erbjuds, på ett sätt som barnet förstår.",
        cure: "Informera barnet och anteckna när och av vem.",
    },
    english: Words {
        title: "The child has not been informed",
        text: "A child under 18 must be informed before a SIP is offered, in a way the child understands.",
        cure: "Inform the child and record when and by whom.",
    },
};

pub(super) const CHILD_NOT_ASKED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-18, LAW FB 6:11",
    invariant: Some("INV-15"),
    swedish: Words {
        title: "Barnet har inte tillfrågats",
        text: "Ett barn under 18 år ska tillfrågas innan förberedelserna börjar. Barnets egen vilja ska få \
            betydelse.",
        cure: "Fråga barnet och anteckna svaret.",
    },
    english: Words {
        title: "The child has not been asked",
        text: "A child under 18 must be asked before preparation begins. The child's own will must carry weight.",
        cure: "Ask the child and record the answer.",
    },
};

pub(super) const BASIS_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S3-21",
    invariant: Some("INV-42"),
    swedish: Words {
        title: "Underlaget saknas",
        text: "Kartläggningen kan öppnas först när SIP-underlaget är skapat. Underlaget säger vad kartläggningen \
            ska användas till.",
        cure: "Skapa underlaget först.",
    },
    english: Words {
        title: "The basis is missing",
        text: "The mapping can be opened only once the basis of the SIP exists. The basis says what the mapping is \
            for.",
        cure: "Create the basis first.",
    },
};

pub(super) const MAPPING_NOT_YOURS: RuleInfo = RuleInfo {
    class: RuleClass::Forbidden,
    source: "S3-22",
    invariant: Some("INV-42"),
    swedish: Words {
        title: "Bara den samordningsansvarige skriver i kartläggningen",
        text: "Kartläggningen skrivs av en person i taget: den samordningsansvarige, eller samordnaren när en \
            sådan är utsedd.",
        cure: "Lämna dina uppgifter till den som skriver.",
    },
    english: Words {
        title: "Only the preparation lead writes the mapping",
        text: "The mapping is written by one person at a time: the preparation lead, or the coordinator once there \
            is one.",
        cure: "Give what you know to the person who writes.",
    },
};

pub(super) const PREPARATION_INCOMPLETE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-05, S0-08, S0-10",
    invariant: Some("INV-26"),
    swedish: Words {
        title: "Förberedelserna är inte klara",
        text: "Före kallelsen ska tre saker vara klara: vad som är viktigt för den enskilde, om det finns barn \
            under 18 år i nätverket och vilka frågor den enskilde inte vill ta upp.",
        cure: "Gå igenom de frågor som saknas tillsammans med den enskilde och anteckna svaren.",
    },
    english: Words {
        title: "The preparation is not complete",
        text: "Before the summons three things must be clear: what matters to the individual, whether there are \
            children under 18 in the network, and what the individual does not want raised.",
        cure: "Go through what is missing together with the individual and record the answers.",
    },
};

pub(super) const EXCLUDED_TOPIC: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-08",
    invariant: Some("INV-41"),
    swedish: Words {
        title: "Den enskilde vill inte ta upp frågan",
        text: "Det här rör en fråga som den enskilde inte vill ta upp. Den får inte finnas i kallelsen, \
            dagordningen, kartläggningen eller planen.",
        cure: "Ta bort kopplingen till frågan, eller prata med den enskilde om hen har ändrat sig.",
    },
    english: Words {
        title: "The individual does not want this raised",
        text: "This concerns a topic the individual does not want raised. It must not be in the summons, the \
            agenda, the mapping or the plan.",
        cure: "Remove the link to the topic, or ask the individual whether that has changed.",
    },
};

pub(super) const NOT_A_DISCHARGE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "LAW 2017:612",
    invariant: Some("INV-07"),
    swedish: Words {
        title: "Ärendet gäller inte en utskrivning",
        text: "Uppgifter om utskrivning hör bara till planering vid utskrivning från sjukhus.",
        cure: "Anmäl behovet på nytt som planering vid utskrivning om det är det som gäller.",
    },
    english: Words {
        title: "The case is not about a discharge",
        text: "Information on a discharge belongs only to planning at a discharge from hospital.",
        cure: "Report the need anew as planning at discharge, if that is what it is.",
    },
};

pub(super) const COMPULSORY_CARE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "LAW 2017:612",
    invariant: Some("INV-07"),
    swedish: Words {
        title: "En samordnad vårdplan görs i stället (SPLPTLRV)",
        text: "För den som får öppen psykiatrisk tvångsvård eller öppen rättspsykiatrisk vård görs en samordnad \
            vårdplan enligt de lagarna, inte en SIP vid utskrivning.",
        cure: "Gör en samordnad vårdplan (SPLPTLRV). Behövs samordning utöver den kan en SIP i öppen vård erbjudas.",
    },
    english: Words {
        title: "A coordinated care plan is made instead (SPLPTLRV)",
        text: "For a person in open compulsory psychiatric or forensic care a coordinated care plan is made by those \
            laws, not a SIP at discharge.",
        cure: "Make a coordinated care plan (SPLPTLRV). If more coordination is needed, a SIP in open care can be offered.",
    },
};
