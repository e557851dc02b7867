//! Who may do what, and what holds for every command.

use super::{RuleClass, RuleInfo, Words};

pub(super) const NOT_FOUND: RuleInfo = RuleInfo {
    class: RuleClass::NotFound,
    source: "LAW OSL 25:1, 26:1; F17; OWN",
    invariant: Some("INV-49, INV-52"),
    swedish: Words {
        title: "Finns inte",
        text: "Det du frågar efter finns inte, eller så har du inte någon del i det. Svaret är detsamma i båda \
            fallen, för redan att ett ärende finns kan vara hemligt.",
        cure: "Kontrollera att du har rätt ärende och arbetar i rätt uppdrag. Be den som förbereder planen om \
            hjälp om du ska ha del i den.",
    },
    english: Words {
        title: "Not found",
        text: "What you ask for does not exist, or you have no part in it. The answer is the same in both cases, \
            because the very existence of a case can be secret.",
        cure: "Check that you have the right case and act under the right assignment. Ask whoever prepares the \
            plan if you should have a part in it.",
    },
};

pub(super) const ROLE_PERMISSION_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Forbidden,
    source: "OWN 3.4",
    invariant: None,
    swedish: Words {
        title: "Din roll får inte göra detta",
        text: "Du har del i ärendet, men din roll i det får inte göra detta. Varje roll har sina egna uppgifter så \
            att det alltid är tydligt vem som ansvarar.",
        cure: "Be den som har rollen att göra det, eller låt den ansvarige ge dig rollen.",
    },
    english: Words {
        title: "Your role may not do this",
        text: "You have a part in the case, but your role in it may not do this. Each role has its own tasks so \
            that it is always clear who is responsible.",
        cure: "Ask the person who has the role to do it, or have the person responsible give you the role.",
    },
};

pub(super) const NOT_YOUR_ORGANISATION: RuleInfo = RuleInfo {
    class: RuleClass::Forbidden,
    source: "S0-37, S0-55, S0-41",
    invariant: None,
    swedish: Words {
        title: "En annan verksamhet ansvarar",
        text: "Detta hör till en annan verksamhet. Ingen verksamhet bestämmer eller svarar för en annan.",
        cure: "Be den ansvariga verksamheten att göra det, eller lägg ett förslag som den kan ta ställning till.",
    },
    english: Words {
        title: "Another organisation is responsible",
        text: "This belongs to another organisation. No organisation decides or answers for another.",
        cure: "Ask the responsible organisation to do it, or make a proposal that it can consider.",
    },
};

pub(super) const ROLE_NOT_STAFF: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-02",
    invariant: Some("INV-02"),
    swedish: Words {
        title: "Rollen kräver personal",
        text: "Initiativtagare, samordnare, mötesledare och sekreterare ska vara personal i en verksamhet som \
            deltar i planen.",
        cure: "Välj någon som arbetar i en deltagande verksamhet.",
    },
    english: Words {
        title: "The role needs a member of staff",
        text: "Initiator, coordinator, chair and secretary must be staff of an organisation that takes part in the \
            plan.",
        cure: "Choose someone who works in an organisation that takes part.",
    },
};

pub(super) const ROLE_NOT_ALLOWED_FOR_PARTY: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN",
    invariant: Some("INV-04"),
    swedish: Words {
        title: "Rollen kan inte ges till den enskilde eller någon nära",
        text: "Den enskilde, vårdnadshavare, närstående och stödperson kan inte vara mötesledare, sekreterare \
            eller samordnare. Det arbetet är personalens ansvar.",
        cure: "Välj någon ur personalen till rollen.",
    },
    english: Words {
        title: "The individual or someone close cannot hold this role",
        text: "The individual, guardians, relatives and the support person cannot be chair, secretary or \
            coordinator. That work is the responsibility of staff.",
        cure: "Choose a member of staff for the role.",
    },
};

pub(super) const COORDINATOR_ROLE_CONFLICT: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-17, S0-19",
    invariant: Some("INV-03"),
    swedish: Words {
        title: "Samordnaren kan inte ha båda rollerna",
        text: "Den lokala överenskommelsen tillåter inte att samordnaren också har den här rollen på mötet.",
        cure: "Välj en annan person till den ena rollen.",
    },
    english: Words {
        title: "The coordinator cannot hold both roles",
        text: "The local agreement does not let the coordinator hold this role at the meeting as well.",
        cure: "Choose another person for one of the roles.",
    },
};

pub(super) const VERSION_CONFLICT: RuleInfo = RuleInfo {
    class: RuleClass::Precondition,
    source: "F22",
    invariant: Some("INV-50"),
    swedish: Words {
        title: "Någon annan hann före",
        text: "Ärendet har ändrats sedan du hämtade det. Ändringen sparades inte, så att ingen skriver över det en \
            annan har gjort.",
        cure: "Hämta ärendet på nytt, se vad som är ändrat och gör om din ändring om den fortfarande behövs.",
    },
    english: Words {
        title: "Someone else was first",
        text: "The case has changed since you fetched it. Your change was not saved, so that nobody overwrites \
            another person's work.",
        cure: "Fetch the case again, see what has changed and make your change again if it is still needed.",
    },
};

pub(super) const INVALID_TRANSITION: RuleInfo = RuleInfo {
    class: RuleClass::Conflict,
    source: "OWN 3.2",
    invariant: Some("INV-51"),
    swedish: Words {
        title: "Går inte i det här skedet",
        text: "Ärendet är i ett skede där detta inte kan göras. Stegen tas i ordning så att den enskildes \
            rättigheter inte hoppas över.",
        cure: "Se vilka steg som är tillåtna nu och börja med dem.",
    },
    english: Words {
        title: "Not possible at this stage",
        text: "The case is at a stage where this cannot be done. The steps are taken in order so that the \
            individual's rights are not passed over.",
        cure: "See which steps are allowed now and begin with them.",
    },
};

pub(super) const DUPLICATE_CASE: RuleInfo = RuleInfo {
    class: RuleClass::Conflict,
    source: "OWN 3.2 T1",
    invariant: Some("INV-51b"),
    swedish: Words {
        title: "Enheten har redan ett ärende",
        text: "Enheten deltar redan i ett öppet ärende för personen. Två planer samtidigt splittrar samordningen.",
        cure: "Öppna det ärende som finns och fortsätt där.",
    },
    english: Words {
        title: "The unit already has a case",
        text: "The unit already takes part in an open case for the person. Two plans at once split the coordination.",
        cure: "Open the existing case and continue there.",
    },
};

pub(super) const UNKNOWN_REFERENCE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN",
    invariant: None,
    swedish: Words {
        title: "Hänvisningen finns inte i ärendet",
        text: "Något i det du skickade hänvisar till en uppgift som inte finns i ärendet. Den kan vara borttagen \
            eller höra till ett annat ärende.",
        cure: "Hämta ärendet på nytt och välj bland uppgifterna som finns där.",
    },
    english: Words {
        title: "The reference is not in the case",
        text: "Something you sent refers to an entry that the case does not have. It may have been removed or \
            belong to another case.",
        cure: "Fetch the case again and choose among the entries it has.",
    },
};

pub(super) const ALREADY_DONE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN",
    invariant: None,
    swedish: Words {
        title: "Redan gjort",
        text: "Detta är redan gjort och kan inte göras en gång till. Det som är antecknat ska stå kvar som det \
            skrevs.",
        cure: "Hämta ärendet på nytt. Är något fel antecknat, gör en ny anteckning som rättar det.",
    },
    english: Words {
        title: "Already done",
        text: "This is already done and cannot be done again. What has been recorded stays as it was written.",
        cure: "Fetch the case again. If something was recorded wrongly, add a new note that corrects it.",
    },
};

pub(super) const REASON_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN 3.2 T8, T11, T12, T15, T24",
    invariant: None,
    swedish: Words {
        title: "Skäl saknas",
        text: "Detta kräver ett skäl. Den som läser ärendet senare ska förstå varför det gjordes.",
        cure: "Skriv kort varför.",
    },
    english: Words {
        title: "Reason is missing",
        text: "This needs a reason. Whoever reads the case later should understand why it was done.",
        cure: "Write briefly why.",
    },
};

pub(super) const DATE_IN_PAST: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN 3.2",
    invariant: None,
    swedish: Words {
        title: "Datumet har passerat",
        text: "Datumet ska ligga framåt i tiden. En tid som redan har varit kan inte planeras.",
        cure: "Välj ett datum som ligger framåt i tiden.",
    },
    english: Words {
        title: "The date has passed",
        text: "The date must lie ahead. A time that has already been cannot be planned.",
        cure: "Choose a date that lies ahead.",
    },
};

pub(super) const DATE_IN_FUTURE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN 3.2 T23",
    invariant: None,
    swedish: Words {
        title: "Datumet har inte kommit än",
        text: "Det som har hänt har hänt i dag eller tidigare. Datumet ligger framåt i tiden.",
        cure: "Ange den dag det hände.",
    },
    english: Words {
        title: "The date has not come yet",
        text: "What has happened lies in the past or today. The date lies ahead.",
        cure: "State the day it happened.",
    },
};

pub(super) const SECOND_PERSON_REQUIRED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN 3.2 T24",
    invariant: None,
    swedish: Words {
        title: "En annan person måste bekräfta",
        text: "Att makulera ett ärende kräver två olika personer hos huvudmannen. Då göms inget ärende av misstag \
            eller av en enda person.",
        cure: "Be en annan behörig person hos samma huvudman att bekräfta.",
    },
    english: Words {
        title: "Another person has to confirm",
        text: "To void a case takes two different persons of the principal. Then no case is hidden by mistake or \
            by one person alone.",
        cure: "Ask another authorised person of the same principal to confirm.",
    },
};

pub(super) const READER_NOT_NAMED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "F17",
    invariant: Some("INV-49"),
    swedish: Words {
        title: "Personen står inte på ärendets läsarlista",
        text: "Någon i ärendet har skyddade personuppgifter. Då får bara namngiven personal öppna det, och den här \
            personen är inte namngiven.",
        cure: "Pröva om personen behöver ärendet. För i så fall upp personen på läsarlistan först.",
    },
    english: Words {
        title: "The person is not on the case's list of readers",
        text: "Somebody in the case has a protected identity. Then only named staff may open it, and this person is \
            not named.",
        cure: "Consider whether the person needs the case. If so, put the person on the list of readers first.",
    },
};

pub(super) const CLIENT_NOT_ALLOWED: RuleInfo = RuleInfo {
    class: RuleClass::Forbidden,
    source: "OWN 3.4",
    invariant: None,
    swedish: Words {
        title: "Ett anslutet system får inte göra detta",
        text: "Ett system som arbetar åt en användare får läsa och lämna uppgifter, men inte fatta de beslut som \
            kräver att en människa tar ställning.",
        cure: "Logga in själv i tjänsten och gör det där.",
    },
    english: Words {
        title: "A connected system may not do this",
        text: "A system that works for a user may read and hand over information, but not take the decisions that a \
            human being has to answer for.",
        cure: "Sign in to the service yourself and do it there.",
    },
};
