//! Who sees what of a case: the permission matrix as data (3.4). The view reads it, and nothing else decides.
//!
//! What a role may do is the other half, in [`crate::command::CommandKind::roles`]. Both are printed for those who have to
//! answer for them.

use super::Role;

/// How much of a part of the case a role brings. Each level holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Nothing.
    Nothing,
    /// What the reader's own unit wrote, or what is addressed to it; needs no consent (3.5).
    Own,
    /// By category, as the consent to the reader's own unit says at that moment (INV-18).
    Cut,
    /// Uncut while a consent to the reader's own unit is in force, for whoever holds the meeting.
    WithConsent,
    /// Uncut while whoever leads the case does so on a consent in force; for the initiator until the preparation starts.
    Leading,
    /// Uncut, whatever the consents say: the individual's own, and what has to be kept in order also when sharing stops.
    Always,
}

impl Sight {
    /// The letter in the printed matrix.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Nothing => "–",
            Self::Own => "o",
            Self::Cut => "c",
            Self::WithConsent => "u",
            Self::Leading => "L",
            Self::Always => "R",
        }
    }
}

/// A part of the case that is shown or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Name, number, contact.
    Person,
    /// The report of the need, the information given, the offer, urgency.
    Opening,
    /// The consents.
    Consents,
    /// The child's part, guardians and representatives.
    Relations,
    /// The preparation.
    Preparation,
    /// Topics the individual does not want raised.
    ExcludedTopics,
    /// The network and its children.
    Network,
    /// The basis.
    Basis,
    /// The mapping.
    Mapping,
    /// Who is invited and what was answered.
    Invitees,
    /// Meetings and their minutes.
    Meetings,
    /// Each summons as it was sent.
    Summonses,
    /// The plan being written.
    Draft,
    /// Established versions.
    Plan,
    /// Signatures, understanding, survey.
    Aftercare,
    /// The ledger of copies.
    Deliveries,
    /// Record-keeping tasks.
    RecordTasks,
    /// Deviations, changes, disagreements.
    Events,
    /// Follow-ups, the parties' views on an end, its words.
    FollowUps,
    /// The individual's objections.
    Objections,
    /// What was given to whom.
    Disclosures,
    /// What a planning at discharge rests on.
    Discharge,
    /// Attempts to reach, a voiding that waits.
    Standing,
    /// Who may open a protected case.
    ReaderList,
    /// Staff of the case by name.
    Staff,
    /// What happened, event by event.
    History,
    /// Who looked at the case.
    AccessLog,
}

/// The columns, in the order of the printed matrix.
pub const COLUMNS: [Role; 14] = [
    Role::Individual,
    Role::Guardian,
    Role::Representative,
    Role::Requester,
    Role::Initiator,
    Role::PreparationLead,
    Role::Coordinator,
    Role::Chair,
    Role::Secretary,
    Role::Participant,
    Role::InvitedUnit,
    Role::FastVardkontakt,
    Role::ResponsibleUnit,
    Role::Administrator,
];

use Sight::{Always as R, Cut as C, Leading as L, Nothing as N, Own as O, WithConsent as U};

/// One row: the part, its name in both languages, a cell for each of [`COLUMNS`], and the most that an integration client
/// gets of it for the user it acts for.
struct Row(Part, &'static str, &'static str, [Sight; 14], Sight);

#[rustfmt::skip]
const ROWS: [Row; 27] = [
    //                                                     ind gua rep req | ini lea coo cha sec par | unit fast resp adm | client
    Row(Part::Person, "Namn, nummer, kontakt", "Person",   [R, R, R, N,      L, L, L, C, C, C,         O, N, N, N], C),
    Row(Part::Opening, "Behov, information, erbjudande", "Opening", [R, R, R, O, L, L, L, C, C, C,     N, N, O, N], C),
    Row(Part::Consents, "Samtycken", "Consents",           [R, R, R, N,      L, R, R, O, O, O,         N, N, N, N], C),
    Row(Part::Relations, "Barnet, vårdnadshavare, företrädare", "Child, guardians, representatives", [R, R, R, N, L, R, R, C, C, C, N, N, N, N], C),
    Row(Part::Preparation, "Förberedelse", "Preparation",  [R, R, R, N,      L, L, L, U, U, C,         N, N, N, N], C),
    Row(Part::ExcludedTopics, "Frågor att inte ta upp", "Excluded topics", [N, N, N, N, L, L, L, U, N, N, N, N, N, N], N),
    Row(Part::Network, "Nätverk", "Network",               [R, R, R, N,      L, L, L, C, C, C,         N, N, N, N], N),
    Row(Part::Basis, "Underlag", "Basis",                  [R, R, R, N,      L, L, L, C, C, C,         N, N, N, N], C),
    Row(Part::Mapping, "Kartläggning", "Mapping",          [N, N, N, N,      L, L, L, C, C, C,         N, N, N, N], C),
    Row(Part::Invitees, "Inbjudna", "Invitees",            [R, R, R, N,      L, L, L, C, C, C,         O, N, N, O], C),
    Row(Part::Meetings, "Möten", "Meetings",               [R, R, R, N,      L, L, L, C, C, C,         N, N, N, N], C),
    Row(Part::Summonses, "Kallelser", "Summonses",         [R, R, R, N,      L, L, L, O, O, O,         O, N, N, N], O),
    Row(Part::Draft, "Plan under arbete", "Draft",         [R, R, R, N,      L, L, L, C, U, C,         N, N, N, N], C),
    Row(Part::Plan, "Upprättad plan", "Established plan",  [R, R, R, N,      L, L, L, C, C, C,         N, N, N, N], C),
    Row(Part::Aftercare, "Underskrifter, förståelse, enkät", "Signatures, understanding, survey", [R, R, R, N, L, L, L, C, C, C, N, N, N, N], C),
    Row(Part::Deliveries, "Utlämnade exemplar", "Deliveries", [R, R, R, N,   L, L, R, O, R, O,         N, N, N, N], O),
    Row(Part::RecordTasks, "Journalföring", "Record-keeping", [N, N, N, N,   O, O, R, O, O, O,         O, N, O, O], O),
    Row(Part::Events, "Avsteg, förändringar, oenighet", "Deviations, changes, disagreements", [R, R, R, N, L, L, L, C, C, C, N, N, N, N], C),
    Row(Part::FollowUps, "Uppföljning och avslut", "Follow-up and closing", [R, R, R, N, L, L, L, C, C, C, N, N, N, N], C),
    Row(Part::Objections, "Avvikande mening", "Objections", [R, R, R, N,     L, L, L, C, C, C,         N, N, R, N], C),
    Row(Part::Disclosures, "Utlämnade uppgifter", "Disclosures", [R, R, R, N, L, L, R, O, O, O,        N, N, N, N], O),
    Row(Part::Discharge, "Utskrivning", "Discharge",       [N, N, N, N,      R, R, R, C, C, C,         N, R, N, N], C),
    Row(Part::Standing, "Kontaktförsök, makulering", "Contact attempts, voiding", [N, N, N, N, R, R, R, N, N, N, N, N, N, R], N),
    Row(Part::ReaderList, "Läsarlista", "Reader list",     [N, N, N, N,      R, R, R, N, N, N,         N, N, N, N], N),
    Row(Part::Staff, "Vem som håller i ärendet", "Staff",  [R, R, R, N,      R, R, R, R, R, R,         N, R, R, R], R),
    Row(Part::History, "Händelser", "History",             [R, R, R, N,      L, L, L, O, O, O,         O, O, O, O], O),
    Row(Part::AccessLog, "Åtkomstlogg", "Access log",      [R, R, R, N,      N, N, N, N, N, N,         N, N, N, N], N),
];

impl Part {
    /// Every part, in the order of the printed matrix.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.0)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.0 == self)
    }

    /// The name in Swedish.
    pub fn swedish(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    /// The name in English.
    pub fn english(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    /// What the role brings of this part.
    pub fn sight(self, role: Role) -> Sight {
        let column = COLUMNS.iter().position(|held| *held == role);
        column.zip(self.row()).and_then(|(column, row)| row.3.get(column).copied()).unwrap_or(Sight::Nothing)
    }

    /// The most that an integration client gets of this part, whatever the user it acts for may see.
    pub fn client_sight(self) -> Sight {
        self.row().map_or(Sight::Nothing, |row| row.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_part_has_one_row_and_every_role_one_column() {
        assert_eq!(Part::all().collect::<BTreeSet<_>>().len(), ROWS.len());
        assert_eq!(COLUMNS.iter().collect::<BTreeSet<_>>().len(), COLUMNS.len());
    }

    #[test]
    fn no_citizen_sees_the_mapping_or_what_is_not_to_be_raised() {
        for role in [Role::Individual, Role::Guardian, Role::Representative, Role::Requester] {
            for part in [Part::Mapping, Part::ExcludedTopics, Part::ReaderList, Part::RecordTasks] {
                assert_eq!(part.sight(role), Sight::Nothing, "{role:?} {part:?}");
            }
        }
    }

    #[test]
    fn an_administrator_and_a_client_see_no_content_uncut() {
        for part in Part::all() {
            let is_order = matches!(part, Part::Standing | Part::Staff);
            assert!(is_order || part.sight(Role::Administrator) <= Sight::Own, "{part:?}");
            assert!(part == Part::Staff || part.client_sight() <= Sight::Cut, "{part:?}");
        }
    }
}
