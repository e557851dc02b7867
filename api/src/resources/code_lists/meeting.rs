//! Codes of invitation and meeting.

use super::{List, code};

pub(super) const LISTS: &[List] = &[
    List {
        name: "invitee-types",
        swedish: "Typ av inbjuden",
        english: "Kind of invitee",
        codes: &[
            code("individual", "Den enskilde", "The individual"),
            code("guardian", "Vårdnadshavare", "Guardian"),
            code("representative", "Företrädare", "Representative"),
            code("support", "Stödperson", "Support person"),
            code("relative", "Närstående", "Relative"),
            code("important_person", "Annan viktig person", "Other important person"),
            code("organisation", "Verksamhet", "Organisation"),
        ],
    },
    List {
        name: "summons-kinds",
        swedish: "Typ av kallelse",
        english: "Kind of summons",
        codes: &[
            code("summons", "Kallelse", "Summons"),
            code("invitation", "Inbjudan", "Invitation"),
            code("separate_contact", "Separat kontakt", "Separate contact"),
        ],
    },
    List {
        name: "answer-statuses",
        swedish: "Svar på kallelsen",
        english: "Answer to the summons",
        codes: &[
            code("draft", "Inte skickad", "Not sent"),
            code("sent", "Skickad", "Sent"),
            code("accepted", "Tackat ja", "Accepted"),
            code("representative_named", "Representant utsedd", "Representative named"),
            code("substitute_named", "Ersättare utsedd", "Substitute named"),
            code("declined", "Tackat nej", "Declined"),
        ],
    },
    List {
        name: "attendances",
        swedish: "Närvaro",
        english: "Attendance",
        codes: &[
            code("in_person", "På plats", "In person"),
            code("digital", "Digitalt", "Digital"),
            code("absent_notified", "Frånvarande, anmält", "Absent, notified"),
            code("absent_unnotified", "Frånvarande, inte anmält", "Absent, not notified"),
        ],
    },
    List {
        name: "meeting-types",
        swedish: "Typ av möte",
        english: "Kind of meeting",
        codes: &[
            code("initial", "Första SIP-mötet", "First planning meeting"),
            code("follow_up", "Uppföljningsmöte", "Follow-up meeting"),
            code("extra", "Extra möte", "Extra meeting"),
            code("pre_meeting", "Förmöte", "Pre-meeting"),
        ],
    },
    List {
        name: "meeting-forms",
        swedish: "Mötesform",
        english: "Form of meeting",
        codes: &[
            code("physical", "Fysiskt", "Physical"),
            code("digital", "Digitalt", "Digital"),
            code("hybrid", "Hybrid", "Hybrid"),
            code("telephone", "Telefon", "Telephone"),
        ],
    },
    List {
        name: "place-types",
        swedish: "Typ av plats",
        english: "Kind of place",
        codes: &[
            code("municipality", "Kommunens lokaler", "The municipality's rooms"),
            code("region", "Regionens lokaler", "The region's rooms"),
            code("home", "Hemma hos den enskilde", "The individual's home"),
            code("school", "Skola", "School"),
            code("hospital", "Sjukhus", "Hospital"),
            code("digital", "Digitalt", "Digital"),
            code("other", "Annan plats", "Elsewhere"),
        ],
    },
    List {
        name: "agenda-points",
        swedish: "Punkt på dagordningen",
        english: "Point of the agenda",
        codes: &[
            code("presentation", "Presentation av deltagarna", "Presentation of those present"),
            code("roles", "Samordnare och sekreterare utses", "Coordinator and secretary are named"),
            code("own_goals", "Egna övergripande mål", "The person's own overall goals"),
            code("resources", "Resurser", "Resources"),
            code("needs", "Behov", "Needs"),
            code("goals", "Mål för varje behov", "A goal for each need"),
            code("activities", "Insatser, tidsplan och ansvariga", "Activities, time plan and who is responsible"),
            code("follow_up", "Tid för uppföljning", "Time for follow-up"),
            code("summary", "Sammanfattning, samtycke och underskrift", "Summary, consent and signature"),
            code("copies", "Kopior", "Copies"),
            code("documentation", "Dokumentation i respektive verksamhet", "Documentation in each organisation"),
            code("custom", "Egen punkt", "A point of the meeting's own"),
        ],
    },
];
