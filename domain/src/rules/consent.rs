//! Consent and the individual's own approval.

use super::{RuleClass, RuleInfo, Words};

pub(super) const CONSENT_GENERAL: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-12, S1-13, S1-14, S1-15",
    invariant: Some("INV-10"),
    swedish: Words {
        title: "Samtycket är för allmänt",
        text: "Ett samtycke är aldrig generellt. Det ska säga vem som får ta del av uppgifter, vilka slags \
            uppgifter och varför.",
        cure: "Ange minst en mottagande enhet, och för varje enhet minst ett slags uppgifter och ett syfte.",
    },
    english: Words {
        title: "The consent is too general",
        text: "A consent is never general. It must say who may receive information, which kinds of information, \
            and why.",
        cure: "State at least one receiving unit, and for each unit at least one kind of information and a purpose.",
    },
};

pub(super) const CONSENT_PERIOD_INVALID: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-16",
    invariant: Some("INV-11"),
    swedish: Words {
        title: "Samtyckets tid stämmer inte",
        text: "Ett samtycke ska ha en början och ett slut. Slutet ska ligga efter början och inte längre bort än \
            den lokala överenskommelsen tillåter.",
        cure: "Ange en tid inom den längsta tillåtna perioden.",
    },
    english: Words {
        title: "The consent's period is not valid",
        text: "A consent has a beginning and an end. The end must come after the beginning and no later than the \
            local agreement allows.",
        cure: "State a period within the longest one allowed.",
    },
};

pub(super) const ORAL_CONSENT_UNDOCUMENTED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-08",
    invariant: Some("INV-12"),
    swedish: Words {
        title: "Det muntliga samtycket är inte dokumenterat",
        text: "Ett muntligt samtycke ska antecknas i journalen. Annars går det inte att visa att det har lämnats.",
        cure: "Ange vem som tog emot samtycket, när, och var i journalen det är antecknat.",
    },
    english: Words {
        title: "The oral consent is not documented",
        text: "An oral consent must be noted in the record. Otherwise it cannot be shown that it was given.",
        cure: "State who received the consent, when, and where in the record it is noted.",
    },
};

pub(super) const CONSENT_FORM_NOT_ALLOWED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "F8, S1-07",
    invariant: Some("INV-13"),
    swedish: Words {
        title: "Formen för samtycket används inte här",
        text: "Den lokala överenskommelsen tillåter inte den här formen av samtycke.",
        cure: "Be den enskilde lämna samtycket i en form som överenskommelsen tillåter.",
    },
    english: Words {
        title: "This form of consent is not used here",
        text: "The local agreement does not allow this form of consent.",
        cure: "Ask the individual to give the consent in a form that the agreement allows.",
    },
};

pub(super) const GUARDIAN_CONSENT_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-19, LAW FB 6:13",
    invariant: Some("INV-14"),
    swedish: Words {
        title: "En vårdnadshavares samtycke saknas",
        text: "För ett barn under 18 år ska alla vårdnadshavare samtycka. De bestämmer tillsammans.",
        cure: "Hämta in samtycke från varje vårdnadshavare, eller anteckna det lagliga undantag som gäller.",
    },
    english: Words {
        title: "A guardian's consent is missing",
        text: "For a child under 18 all guardians must consent. They decide together.",
        cure: "Obtain each guardian's consent, or record the exception in law that applies.",
    },
};

pub(super) const CAPACITY_ASSESSMENT_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-04, S1-09",
    invariant: Some("INV-16"),
    swedish: Words {
        title: "Bedömningen av förmågan att samtycka saknas",
        text: "När den enskilde inte kan samtycka ska det framgå vem som har bedömt det och när. Minst en person \
            som känner den enskilde ska ha berättat om hens inställning.",
        cure: "Anteckna bedömningen, vem du har kontaktat och hur den personen uppfattar den enskildes inställning.",
    },
    english: Words {
        title: "The assessment of the ability to consent is missing",
        text: "When the individual is unable to consent, it must be clear who assessed this and when. At least one \
            person who knows the individual must have told about the individual's attitude.",
        cure: "Record the assessment, whom you contacted and how that person understands the individual's attitude.",
    },
};

pub(super) const ATTITUDE_AGAINST: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-04, LAW 2022:913",
    invariant: Some("INV-16"),
    swedish: Words {
        title: "Den enskilde antas vara emot",
        text: "En person som har kontaktats uppfattar att den enskilde är emot en SIP. En plan görs inte mot \
            någons vilja.",
        cure: "Fortsätt inte med planen. Ge stöd på annat sätt och pröva igen om något ändras.",
    },
    english: Words {
        title: "The individual is believed to be against it",
        text: "A person who was contacted believes that the individual is against a SIP. A plan is not made \
            against anyone's will.",
        cure: "Do not go on with the plan. Give support in another way and try again if something changes.",
    },
};

pub(super) const CONSENT_PART_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-06",
    invariant: Some("INV-17"),
    swedish: Words {
        title: "Samtycket täcker inte båda delarna",
        text: "Den enskilde ska samtycka både till mötet och till att uppgifter lämnas mellan verksamheterna. Det \
            är två olika saker.",
        cure: "Fråga om den del som saknas och anteckna svaret.",
    },
    english: Words {
        title: "The consent does not cover both parts",
        text: "The individual must consent both to the meeting and to information passing between the \
            organisations. These are two different things.",
        cure: "Ask about the part that is missing and record the answer.",
    },
};

pub(super) const CONSENT_NOT_IN_FORCE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-14, S1-16, S1-17",
    invariant: Some("INV-18, INV-52"),
    swedish: Words {
        title: "Inget samtycke gäller just nu",
        text: "Det finns inget samtycke som gäller nu för det här. Det kan ha gått ut, tagits tillbaka eller \
            aldrig gällt din enhet.",
        cure: "Fråga den enskilde om ett nytt samtycke. Det din egen verksamhet har skrivit kan du fortfarande \
            läsa.",
    },
    english: Words {
        title: "No consent is in force",
        text: "There is no consent in force for this now. It may have ended, been withdrawn, or never have covered \
            your unit.",
        cure: "Ask the individual for a new consent. You can still read what your own organisation has written.",
    },
};

pub(super) const CATEGORY_NOT_CONSENTED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-13, S1-14",
    invariant: Some("INV-18"),
    swedish: Words {
        title: "Samtycket gäller inte den här uppgiften",
        text: "Samtycket omfattar inte den här typen av uppgifter för mottagaren. Den enskilde bestämmer vad som \
            får lämnas ut.",
        cure: "Ta bort uppgiften, eller fråga den enskilde om samtycket ska utökas.",
    },
    english: Words {
        title: "The consent does not cover this information",
        text: "The consent does not include this kind of information for the recipient. The individual decides \
            what may be passed on.",
        cure: "Remove the information, or ask the individual whether to widen the consent.",
    },
};

pub(super) const RELATIVE_WISH_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-49",
    invariant: Some("INV-46"),
    swedish: Words {
        title: "Den enskildes önskan saknas",
        text: "En närstående får planen bara om den enskilde vill det, och önskan ska vara antecknad.",
        cure: "Fråga den enskilde och anteckna svaret innan du lämnar ut planen.",
    },
    english: Words {
        title: "The individual's wish is missing",
        text: "A relative gets the plan only if the individual wants it, and the wish must be recorded.",
        cure: "Ask the individual and record the answer before handing out the plan.",
    },
};

pub(super) const INDIVIDUAL_APPROVAL_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "F20, S4-24",
    invariant: Some("INV-48"),
    swedish: Words {
        title: "Den enskilde har inte godkänt ändringen",
        text: "En reviderad plan gäller först när den enskilde, eller den som har lämnat samtycket, har godkänt \
            den.",
        cure: "Gå igenom ändringarna med den enskilde och anteckna godkännandet.",
    },
    english: Words {
        title: "The individual has not approved the change",
        text: "A revised plan applies only once the individual, or whoever gave the consent, has approved it.",
        cure: "Go through the changes with the individual and record the approval.",
    },
};

pub(super) const MANDATE_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-09, S1-10, LAW 1949:381",
    invariant: Some("INV-14"),
    swedish: Words {
        title: "Den som samtycker har inget uppdrag för det",
        text: "Ett samtycke ges av den enskilde själv, av en vårdnadshavare för barn under 18 år, eller av en \
            företrädare vars uppdrag gäller nu.",
        cure: "Kontrollera vem som får företräda den enskilde, och be den personen om samtycke.",
    },
    english: Words {
        title: "Whoever consents has no mandate to",
        text: "Consent is given by the individual, by a guardian of a child under 18, or by a representative whose \
            mandate is in force now.",
        cure: "Find out who may speak for the individual, and ask that person for consent.",
    },
};

pub(super) const SHARING_NOT_STOPPED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-16, OWN 3.2 T19",
    invariant: None,
    swedish: Words {
        title: "Det finns inget skäl för ärendet att vila",
        text: "Ett ärende vilar när samtycket har gått ut, när en av flera vårdnadshavare har tagit tillbaka sitt, \
            när förmågan att samtycka har bedömts på nytt eller när den enskilde har fyllt 18 år. Inget av det gäller \
            nu, eller så saknas bedömningen i ord.",
        cure: "Ange ett skäl som gäller. Vill den enskilde att delningen slutar, anteckna att samtycket tas tillbaka.",
    },
    english: Words {
        title: "There is no reason for the case to rest",
        text: "A case rests when the consent has run out, when one of several guardians has withdrawn, when the \
            ability to consent was assessed anew, or when the individual has turned 18. None of that is so now, or \
            the assessment in words is missing.",
        cure: "State a reason that holds. If the individual wants sharing to stop, record that the consent is withdrawn.",
    },
};
