//! Codes of consent and of the individual's situation.

use super::{Code, List, code};

const fn area(value: &'static str, swedish: &'static str, english: &'static str, icf: &'static [&'static str]) -> Code {
    Code { value, swedish, english, icf }
}

pub(super) const LISTS: &[List] = &[
    // Chapters from the overview of ICF, the finer codes by our own mapping: no published crosswalk was found.
    List {
        name: "life-areas",
        swedish: "Livsområde",
        english: "Life area",
        codes: &[
            area("home_life", "Hemliv", "Home life", &["d6"]),
            area("leisure", "Fritid", "Leisure", &["d920"]),
            area("social_life", "Socialt liv", "Social life", &["d7", "d750", "d760"]),
            area("community_life", "Samhällsgemenskap", "Community life", &["d9", "d910", "d950"]),
            area("health", "Hälsa", "Health", &["d570"]),
            area("communication", "Kommunikation", "Communication", &["d3"]),
            area("occupation", "Sysselsättning", "Occupation", &["d810-d859"]),
            area("economy", "Ekonomi", "Economy", &["d860-d879"]),
            area("personal_hygiene", "Personlig hygien", "Personal hygiene", &["d510-d530"]),
            area("meals", "Matsituation", "Meals", &["d550-d560", "d630"]),
            area("sleep", "Sömn", "Sleep", &["b134"]),
            area("mobility", "Rörelse", "Mobility", &["d4"]),
        ],
    },
    List {
        name: "categories",
        swedish: "Informationskategori",
        english: "Category of information",
        codes: &[
            code("home_life", "Hemliv", "Home life"),
            code("leisure", "Fritid", "Leisure"),
            code("social_life", "Socialt liv", "Social life"),
            code("community_life", "Samhällsgemenskap", "Community life"),
            code("health", "Hälsa", "Health"),
            code("communication", "Kommunikation", "Communication"),
            code("occupation", "Sysselsättning", "Occupation"),
            code("economy", "Ekonomi", "Economy"),
            code("personal_hygiene", "Personlig hygien", "Personal hygiene"),
            code("meals", "Matsituation", "Meals"),
            code("sleep", "Sömn", "Sleep"),
            code("mobility", "Rörelse", "Mobility"),
            code("identity_contact", "Identitet och kontaktuppgifter", "Identity and contact"),
            code("diagnosis_health_record", "Diagnoser och journal", "Diagnoses and health record"),
            code("medication", "Läkemedel", "Medication"),
            code("functional_ability", "Funktionsförmåga", "Functional ability"),
            code("social_services_measures", "Socialtjänstens insatser", "Measures by social services"),
            code("school", "Skola", "School"),
            code("housing", "Boende", "Housing"),
            code("violence_threat", "Våld och hot", "Violence and threat"),
            code("substance_use", "Missbruk och beroende", "Substance use"),
            code("family_network", "Familj och nätverk", "Family and network"),
            code("meeting_logistics", "Tid, plats och deltagare för möten", "Time, place and participants of meetings"),
            code("plan_document", "Plandokumentet", "The plan document"),
        ],
    },
    List {
        name: "consent-forms",
        swedish: "Samtyckets form",
        english: "Form of consent",
        codes: &[
            code("oral", "Muntligt", "Oral"),
            code("written", "Skriftligt", "Written"),
            code("electronic", "Elektroniskt", "Electronic"),
        ],
    },
    List {
        name: "withdrawal-channels",
        swedish: "Hur återkallelsen kom in",
        english: "How the withdrawal came in",
        codes: &[
            code("portal", "I portalen", "In the portal"),
            code("phone", "Per telefon", "By telephone"),
            code("in_person", "Vid besök", "Face to face"),
            code("letter", "Skriftligt", "In writing"),
        ],
    },
];
