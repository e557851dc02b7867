//! The permission matrix as a table for people (3.4): printed from what the domain enforces, never written by hand.

use crate::resources::names_of;
use sip_domain::access::matrix::COLUMNS;
use sip_domain::access::{Part, Role};
use sip_domain::command::CommandKind;
use std::fmt::Write;

const HEAD: &str = "# Behörigheter / Permissions

Skrivs ut av `sip permissions` ur de tabeller som programmet följer. Ändra inte för hand.
Printed by `sip permissions` from the tables that the program obeys. Not to be edited by hand.

Alla rutor gäller utöver detta: anroparen är inloggad med rätt tillitsnivå, personalen har ett uppdrag som gäller nu, rollen
kommer ur ärendet och inte ur inloggningen, och ärendets läge tillåter åtgärden. Den som saknar roll får veta att ärendet inte
finns (404). Har någon i ärendet skyddade personuppgifter gäller rutorna för personal bara den som står på läsarlistan.

Every cell needs, besides: the caller is signed in at the required level of assurance, staff has an assignment that runs now, the
role comes from the case and not from the token, and the state of the case allows it. Whoever has no role is told that there is no
such case (404). Where somebody in the case has a protected identity, the cells for staff hold only for those on its list of readers.

";

const READING: &str = "## Vem ser vad / Who sees what

| | betyder | means |
|---|---|---|
| R | ser allt, oavsett samtycke | sees all of it, whatever the consents say |
| L | ser allt medan hen håller i ärendet på ett samtycke som gäller; annars som c | all of it while leading the case on a consent in force; else as c |
| u | ser allt medan ett samtycke till den egna enheten gäller; annars som o | all of it while a consent to the own unit is in force; else as o |
| c | per kategori, som samtycket till den egna enheten säger i den stunden, och det egna | by category, as the consent to the own unit says at that moment, and the own |
| o | bara det den egna enheten skrivit eller fått | only what the own unit wrote or was given |
| – | inget | nothing |

Sista kolumnen är det mesta som ett anslutet system får se åt en användare, aldrig mer än användaren själv. Den enskilde,
vårdnadshavare och företrädare läser i portalen.

The last column is the most that a connected system sees for a user, never more than the user. The individual, guardians and
representatives read in the portal.

";

const DOING: &str = "## Vem får göra vad / Who may do what

`W` får göra det; om det gäller egen del (svar på egen kallelse, egen insats, eget samtycke) prövas det också. `–` får inte.
Läget i ärendet prövas alltid, se listan över åtgärder i API:et.

`W` may do it; where it concerns the own part (the answer to the own summons, the own activity, the own consent) that is asked too.
`–` may not. The state of the case is always asked, see the list of actions in the API.

";

const NOTES: &str = "
## Utanför ärendets roller / Outside the roles of a case

| | |
|---|---|
| Anmäla behov / report a need | personal i en sektor som överenskommelsen nämner; den enskilde, vårdnadshavare och företrädare i portalen / staff of a sector that the agreement names; the individual, guardians and representatives in the portal |
| Administratör / administrator | enheter och uppdrag i den egna organisationen; statistik för den; inget innehåll / units and assignments of the own organisation; its statistics; no content |
| Granskare / auditor | loggrader för den egna organisationens åtkomst, aldrig innehåll; varje uppslag loggas / log rows of the own organisation's accesses, never content; every look-up is logged |
| Regionprofil / region profile | administratör hos den huvudman som driften har angett / administrator of the principal that operations have named |
| Systemet självt / the backend itself | låter ett ärende vila när samtycket har upphört; inget annat / lets a case rest when the consent has lapsed; nothing else |
";

/// The tables as Markdown.
pub fn markdown() -> String {
    let mut text = HEAD.to_owned() + READING;
    row(&mut text, "", COLUMNS.iter().map(|role| heading(*role)).chain(["System".to_owned()]));
    rule(&mut text, COLUMNS.len() + 1);
    for part in Part::all() {
        let cells = COLUMNS.iter().map(|role| part.sight(*role)).chain([part.client_sight()]);
        row(&mut text, &title(part.swedish(), part.english()), cells.map(|sight| sight.letter().to_owned()));
    }
    text += "\n";
    text += DOING;
    row(&mut text, "", COLUMNS.iter().map(|role| heading(*role)).chain(["System".to_owned()]));
    rule(&mut text, COLUMNS.len() + 1);
    for kind in CommandKind::all().filter(|kind| *kind != CommandKind::ReportNeed) {
        let (swedish, english) = names_of("commands", kind.code());
        let held = |role: &Role| kind.roles().contains(role);
        let cells = COLUMNS.iter().map(held).chain([kind.is_open_to_clients()]);
        row(&mut text, &title(swedish, english), cells.map(|may| if may { "W" } else { "–" }.to_owned()));
    }
    text + NOTES
}

fn title(swedish: &str, english: &str) -> String {
    if swedish == english { swedish.to_owned() } else { format!("{swedish} / {english}") }
}

fn heading(role: Role) -> String {
    let code = serde_json::to_value(role).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default();
    names_of("roles", &code).0.to_owned()
}

fn row(text: &mut String, first: &str, cells: impl Iterator<Item = String>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| {first} | {} |", cells.collect::<Vec<_>>().join(" | "));
}

fn rule(text: &mut String, columns: usize) {
    let _ = writeln!(text, "|---|{}", ":-:|".repeat(columns));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_matrix_is_the_one_in_force() {
        let kept = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md")).unwrap();
        assert!(kept == markdown(), "docs/permissions.md differs: run make openapi");
    }

    #[test]
    fn every_role_has_a_column_and_a_name() {
        for role in COLUMNS {
            assert!(!heading(role).is_empty(), "{role:?}");
        }
    }
}
