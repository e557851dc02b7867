//! Who is summoned, how, and who comes.

use super::{RuleClass, RuleInfo, Words};

pub(super) const NOT_FAST_VARDKONTAKT: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "LAW 2017:612 4:1",
    invariant: Some("INV-07"),
    swedish: Words {
        title: "Fast vårdkontakt ska kalla",
        text: "Vid utskrivning från sjukhus är det den fasta vårdkontakten i regionens öppna vård som ska kalla \
            till mötet. Det står i lagen.",
        cure: "Låt den fasta vårdkontakten vara sammankallande.",
    },
    english: Words {
        title: "The fast vårdkontakt must summon",
        text: "At discharge from hospital it is the permanent care contact (fast vårdkontakt) of the region's open \
            care who summons to the meeting. The law says so.",
        cure: "Make that person the convenor.",
    },
};

pub(super) const PRIMARY_CARE_REQUIRED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "LAW 2017:612 4:3",
    invariant: Some("INV-07"),
    swedish: Words {
        title: "Regionens öppna vård ska kallas",
        text: "När kommunens hälso- och sjukvård deltar vid utskrivning ska även regionens öppna vård kallas. Det \
            står i lagen.",
        cure: "Lägg till en enhet i regionens öppna vård bland de kallade.",
    },
    english: Words {
        title: "The region's open care must be summoned",
        text: "When municipal health care takes part at discharge, the region's open care must be summoned too. \
            The law says so.",
        cure: "Add a unit of the region's open care to those summoned.",
    },
};

pub(super) const INVITEE_NOT_APPROVED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-23",
    invariant: Some("INV-20"),
    swedish: Words {
        title: "Den enskilde har inte godkänt deltagaren",
        text: "Den enskilde är med och bestämmer vilka som ska delta. Alla som bjuds in ska vara godkända.",
        cure: "Fråga den enskilde, eller ta bort den som inte är godkänd.",
    },
    english: Words {
        title: "The individual has not approved the participant",
        text: "The individual has a say in who takes part. Everyone invited must be approved.",
        cure: "Ask the individual, or remove whoever is not approved.",
    },
};

pub(super) const CONTACT_STATUS_UNKNOWN: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-07",
    invariant: Some("INV-21"),
    swedish: Words {
        title: "Etablerad kontakt är inte kontrollerad",
        text: "För varje verksamhet ska det framgå om den redan har kontakt med den enskilde. Det avgör hur den \
            kallas.",
        cure: "Kontrollera med verksamheten och svara ja eller nej.",
    },
    english: Words {
        title: "Established contact has not been checked",
        text: "For each organisation it must be clear whether it already has contact with the individual. That \
            decides how it is summoned.",
        cure: "Check with the organisation and answer yes or no.",
    },
};

pub(super) const SEPARATE_CONTACT_REQUIRED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-33, S4-08",
    invariant: Some("INV-22"),
    swedish: Words {
        title: "Verksamheten ska kontaktas separat",
        text: "En verksamhet som ännu inte har kontakt med den enskilde får ingen vanlig kallelse. Den ska inte få \
            uppgifter om en person den inte känner.",
        cure: "Kontakta verksamheten separat, utan personuppgifter, och låt den själv avgöra.",
    },
    english: Words {
        title: "The organisation must be contacted separately",
        text: "An organisation that has no contact with the individual yet gets no ordinary summons. It should not \
            receive information on a person it does not know.",
        cure: "Contact the organisation separately, without personal data, and let it decide for itself.",
    },
};

pub(super) const INVITEE_OUTSIDE_CONSENT: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-15",
    invariant: Some("INV-23"),
    swedish: Words {
        title: "Den kallade omfattas inte av samtycket",
        text: "Samtycket gäller inte för alla verksamheter du vill kalla. En kallelse lämnar uppgifter till den \
            som får den.",
        cure: "Ta bort verksamheten, eller fråga den enskilde om samtycket ska omfatta den.",
    },
    english: Words {
        title: "The invitee is not covered by the consent",
        text: "The consent does not cover every organisation you want to summon. A summons passes information to \
            whoever gets it.",
        cure: "Remove the organisation, or ask the individual whether the consent should cover it.",
    },
};

pub(super) const MEETING_INCOMPLETE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-17, S0-12",
    invariant: Some("INV-24"),
    swedish: Words {
        title: "Mötets uppgifter är inte kompletta",
        text: "Mötet ska ha tid, längd, form och plats innan någon kallas. Annars kan de kallade inte planera.",
        cure: "Fyll i det som saknas.",
    },
    english: Words {
        title: "The meeting is not complete",
        text: "The meeting must have time, length, form and place before anyone is summoned. Otherwise those \
            summoned cannot plan.",
        cure: "Fill in what is missing.",
    },
};

pub(super) const NOBODY_INVITED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-11",
    invariant: None,
    swedish: Words {
        title: "Ingen är inbjuden",
        text: "En kallelse går till dem som ska vara med på mötet. Ingen finns på listan än.",
        cure: "Lägg till den enskilde och de verksamheter som frågorna gäller.",
    },
    english: Words {
        title: "Nobody is invited",
        text: "A summons goes to those who shall attend the meeting. Nobody is on the list yet.",
        cure: "Add the individual and the organisations that the questions concern.",
    },
};

pub(super) const SUMMONS_NOT_SENT: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-29 S0-18",
    invariant: None,
    swedish: Words {
        title: "Ingen kallelse har gått ut till mötet",
        text: "Den som deltar i mötet ska ha fått en skriftlig kallelse till just den tiden. Har tiden ändrats gäller inte \
               den gamla kallelsen.",
        cure: "Skicka kallelsen till dem som saknar den, och anteckna mötet när det har hållits.",
    },
    english: Words {
        title: "No summons to the meeting has been sent",
        text: "Whoever takes part in the meeting must have had a written summons to that very time. When the time has \
               changed the old summons no longer counts.",
        cure: "Send the summons to those who lack it, and record the meeting once it has been held.",
    },
};

pub(super) const MEETING_KIND_NOT_NOW: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN 3.2 T6",
    invariant: None,
    swedish: Words {
        title: "Fel slags möte i det här skedet",
        text: "Innan det finns en plan hålls planeringsmötet, eller ett möte före det. När planen finns hålls \
               uppföljning, eller ett extra möte.",
        cure: "Välj det slags möte som hör till skedet.",
    },
    english: Words {
        title: "The wrong kind of meeting for this stage",
        text: "Before there is a plan the planning meeting is held, or a meeting before it. Once there is a plan the \
               follow-up is held, or an extra meeting.",
        cure: "Choose the kind of meeting that belongs to the stage.",
    },
};

pub(super) const HOME_NOT_WISHED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S2-05",
    invariant: Some("INV-24"),
    swedish: Words {
        title: "Den enskilde har inte sagt ja till möte hemma",
        text: "Ett möte i den enskildes hem hålls bara om hen vill det.",
        cure: "Fråga den enskilde och anteckna svaret, eller välj en annan plats.",
    },
    english: Words {
        title: "The individual has not agreed to a meeting at home",
        text: "A meeting in the individual's home is held only if the individual wants it.",
        cure: "Ask the individual and record the answer, or choose another place.",
    },
};

pub(super) const SUMMONS_WITHOUT_PURPOSE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-11, F6",
    invariant: Some("INV-25"),
    swedish: Words {
        title: "Kallelsen saknar syfte eller fråga",
        text: "Den som kallas ska veta varför och vilka frågor mötet gäller. Då kan rätt person komma förberedd.",
        cure: "Skriv syftet och koppla minst en fråga till varje kallad.",
    },
    english: Words {
        title: "The summons has no purpose or question",
        text: "Those summoned must know why and which questions the meeting is about. Then the right person can \
            come prepared.",
        cure: "Write the purpose and tie at least one question to each invitee.",
    },
};

pub(super) const SUPPORT_NOT_CHOSEN_BY_INDIVIDUAL: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-13",
    invariant: Some("INV-27"),
    swedish: Words {
        title: "Den enskilde har inte valt stödpersonen",
        text: "Den enskilde väljer själv sitt stöd under mötet. Personalen kan inte utse någon åt hen.",
        cure: "Fråga den enskilde vem hen vill ha, eller lämna tomt om hen inte vill ha någon.",
    },
    english: Words {
        title: "The individual has not chosen the support person",
        text: "The individual chooses who gives support during the meeting. Staff cannot choose for the individual.",
        cure: "Ask whom the individual wants, or leave it empty if nobody is wanted.",
    },
};

pub(super) const SUBSTITUTE_OTHER_ORGANISATION: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-31",
    invariant: Some("INV-28"),
    swedish: Words {
        title: "Ersättaren hör till en annan verksamhet",
        text: "En ersättare ska komma från samma verksamhet som den hen ersätter, eller från samma enhet om \
            överenskommelsen säger det.",
        cure: "Välj en ersättare ur den egna verksamheten.",
    },
    english: Words {
        title: "The substitute belongs to another organisation",
        text: "A substitute must come from the same organisation as the person replaced, or from the same unit if \
            the agreement says so.",
        cure: "Choose a substitute from your own organisation.",
    },
};

pub(super) const SUBSTITUTE_NOT_BRIEFED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-32",
    invariant: Some("INV-28"),
    swedish: Words {
        title: "Ersättaren är inte insatt",
        text: "En ersättare ska vara väl insatt i den enskildes situation för att räknas som deltagare.",
        cure: "Gå igenom situationen med ersättaren, inom samtycket, och anteckna när det är gjort.",
    },
    english: Words {
        title: "The substitute has not been briefed",
        text: "A substitute must know the individual's situation well to count as a participant.",
        cure: "Go through the situation with the substitute, within the consent, and record when it was done.",
    },
};

pub(super) const ATTENDANCE_DUTY: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S3-16",
    invariant: Some("INV-29"),
    swedish: Words {
        title: "Verksamheten kan inte tacka nej",
        text: "En verksamhet som är kallad till en SIP är skyldig att delta. Den kan byta person men inte avstå.",
        cure: "Utse en representant eller en ersättare.",
    },
    english: Words {
        title: "The organisation cannot decline",
        text: "An organisation summoned to a SIP has a duty to take part. It can change the person but not stay \
            away.",
        cure: "Name a representative or a substitute.",
    },
};

pub(super) const NOT_YOUR_REPRESENTATIVE: RuleInfo = RuleInfo {
    class: RuleClass::Forbidden,
    source: "S3-17",
    invariant: Some("INV-29"),
    swedish: Words {
        title: "Verksamheten utser själv sin person",
        text: "Bara den kallade verksamheten bestämmer vem som kommer därifrån. Den som kallar kan önska en \
            yrkesgrupp.",
        cure: "Skriv önskad yrkesgrupp i kallelsen och låt verksamheten svara.",
    },
    english: Words {
        title: "The organisation names its own person",
        text: "Only the organisation summoned decides who comes from it. The convenor can wish for a profession.",
        cure: "Write the wished profession in the summons and let the organisation answer.",
    },
};
