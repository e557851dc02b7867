//! The meeting itself.

use super::{RuleClass, RuleInfo, Words};

pub(super) const CHAIR_IS_SECRETARY: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-19",
    invariant: Some("INV-01"),
    swedish: Words {
        title: "Mötesledare och sekreterare är samma person",
        text: "Mötesledaren och sekreteraren ska vara två olika personer. Den som leder samtalet kan inte \
            samtidigt skriva ned det.",
        cure: "Välj en annan person till den ena rollen.",
    },
    english: Words {
        title: "Chair and secretary are the same person",
        text: "The chair and the secretary must be two different persons. Whoever leads the talk cannot write it \
            down at the same time.",
        cure: "Choose another person for one of the roles.",
    },
};

pub(super) const MEETING_NOT_STARTED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "OWN 3.2 T9",
    invariant: None,
    swedish: Words {
        title: "Mötet har inte börjat",
        text: "Mötets starttid har inte passerat. Ett möte kan antecknas som genomfört först när det har börjat.",
        cure: "Vänta till mötet har börjat, eller ändra mötets tid.",
    },
    english: Words {
        title: "The meeting has not started",
        text: "The meeting's start time has not passed. A meeting can be recorded as held only once it has begun.",
        cure: "Wait until the meeting has begun, or change its time.",
    },
};

pub(super) const ATTENDANCE_INCOMPLETE: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-16, OWN 3.2 T9",
    invariant: None,
    swedish: Words {
        title: "Närvaron är inte komplett",
        text: "För varje kallad ska det framgå om den var med. Det behövs för att veta vilka som har kommit \
            överens.",
        cure: "Ange närvaro för alla som saknas.",
    },
    english: Words {
        title: "The attendance is not complete",
        text: "For everyone summoned it must be clear whether they attended. It is needed to know who has agreed.",
        cure: "State attendance for everyone who is missing.",
    },
};

pub(super) const INDIVIDUAL_ABSENT_WITHOUT_REASON: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S4-12, OWN 3.2 T9",
    invariant: None,
    swedish: Words {
        title: "Den enskilde var inte med och skäl saknas",
        text: "Mötet handlar om den enskilde. Om varken hen eller en företrädare var med ska det framgå varför.",
        cure: "Skriv varför den enskilde inte var med, eller rätta närvaron.",
    },
    english: Words {
        title: "The individual was absent and no reason is given",
        text: "The meeting is about the individual. If neither the individual nor a representative attended, it \
            must be clear why.",
        cure: "Write why the individual did not attend, or correct the attendance.",
    },
};

pub(super) const NO_MEETING_HELD: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-36",
    invariant: Some("INV-30"),
    swedish: Words {
        title: "Inget möte har hållits",
        text: "En SIP upprättas på ett möte. Utan ett genomfört möte finns ingen gemensam plan att upprätta.",
        cure: "Håll mötet och anteckna det som genomfört först.",
    },
    english: Words {
        title: "No meeting has been held",
        text: "A SIP is established at a meeting. Without a held meeting there is no common plan to establish.",
        cure: "Hold the meeting and record it as held first.",
    },
};

pub(super) const MEETING_DUTIES_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-26, S2-12",
    invariant: Some("INV-39"),
    swedish: Words {
        title: "Något som alltid ska göras på mötet saknas",
        text: "På mötet ska man påminna om sekretess och samtycke. Mötesledaren ska också bekräfta att alla har \
            förstått och är överens.",
        cure: "Gör det som saknas och markera det i mötet.",
    },
    english: Words {
        title: "Something that is always done at the meeting is missing",
        text: "At the meeting everyone is reminded of secrecy and consent. The chair must also confirm that all \
            have understood and agree.",
        cure: "Do what is missing and mark it in the meeting.",
    },
};

pub(super) const CHILD_WISHES_NOT_CONVEYED: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S1-21",
    invariant: Some("INV-38"),
    swedish: Words {
        title: "Barnets önskemål har inte framförts",
        text: "Barnets egna önskemål och behov ska framföras på mötet, även om barnet inte är med.",
        cure: "Anteckna barnets önskemål och vem som framförde dem på mötet.",
    },
    english: Words {
        title: "The child's wishes have not been conveyed",
        text: "The child's own wishes and needs must be conveyed at the meeting, even if the child does not attend.",
        cure: "Record the child's wishes and who conveyed them at the meeting.",
    },
};

pub(super) const SIGNATURE_MISSING: RuleInfo = RuleInfo {
    class: RuleClass::Unprocessable,
    source: "S0-33, S4-24",
    invariant: Some("INV-40"),
    swedish: Words {
        title: "Underskrift saknas",
        text: "Enligt den lokala överenskommelsen ska planen skrivas under. Den som inte vill skriva under ska \
            antecknas, aldrig ersättas.",
        cure: "Hämta in underskriften, eller anteckna att personen avstod och varför.",
    },
    english: Words {
        title: "A signature is missing",
        text: "By the local agreement the plan must be signed. A person who does not want to sign is noted, never \
            replaced.",
        cure: "Obtain the signature, or note that the person declined and why.",
    },
};
