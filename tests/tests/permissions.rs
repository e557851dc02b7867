//! Every operation of the API with the answer that each kind of caller gets, as the table in `permissions.md` says, and
//! nothing told of a case to those who may not know of it.

use crate::permissions_asking::{Asked, Demo, NO_CASE, Operation, Told, Who, operations};
use crate::permissions_table::{Cast, Row, Table};
use reqwest::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The headings of the table, shared out among the tests, which run beside each other.
const BEGINNING: &[&str] = &["Cases", "Consent", "Persons", "Standing"];
const MIDDLE: &[&str] = &["Preparation", "Invitees", "Meetings", "Coordinator"];
const PLAN: &[&str] = &["Plan", "Aftercare", "Follow-up"];
const REST: &[&str] = &["Open to all", "Worklist", "Audit", "Events", "Directory", "Portal", "Demo"];

/// The child of the guardian, and the case in which somebody has a mandate.
const GUARDIANS_CASE: u16 = 20;
const REPRESENTATIVES_CASE: u16 = 25;
/// A case whose individual is protected, and which Karin and Olle alone may open.
const PROTECTED_CASE: u16 = 30;

/// Who stands for a kind of caller where the case has none of it.
const SECRETARY: &str = "k-soc-olle";
const PARTICIPANT: &str = "k-hsl-hanna";
const INVITED: &str = "k-hsl-hugo";
const ADMIN: &str = "k-soc-admin";
const OTHER_CITIZEN: &str = "lena";

/// One question with the answer that the table has.
struct Question<'t> {
    operation: Operation,
    caller: &'t str,
    who: Who,
    expected: &'t str,
}

impl Question<'_> {
    /// Whether a yes to it changes something.
    fn changes(&self) -> bool {
        self.operation.method != Method::GET && self.expected.starts_with('2')
    }

    /// What it changes: the case, or what the operation is for.
    fn about(&self) -> String {
        self.operation.case().map_or_else(|| self.operation.id.clone(), |case| format!("case {case}"))
    }

    /// Whether it writes in the draft, where one thing does not stand in another's way.
    fn is_writing(&self) -> bool {
        self.operation.path.contains("/plan/draft") && self.operation.method != Method::DELETE
    }

    async fn ask(&self, server: &mut Asked, wrong: &mut Vec<String>) -> bool {
        let told = server.ask(&self.who, &self.operation).await;
        let written = told.written();
        if written != self.expected {
            let (operation, who) = (&self.operation.id, &self.who);
            let body = if told.status < 400 { Value::Null } else { told.body.clone() };
            wrong.push(format!(
                "{operation}, {}: {} expected, {written} told to {who:?}: {body}",
                self.caller, self.expected
            ));
        }
        told.status < 300
    }
}

/// Who stands for a kind of caller in a row.
fn who(caller: &str, row: &Row, operation: &Operation, cast: Option<&Cast>) -> Who {
    let named = |chosen: Option<&str>, otherwise: &str| Who::Persona(chosen.unwrap_or(otherwise).to_owned());
    let shown = operation.example.persona.as_deref();
    let leads = cast.map(|cast| cast.leads.as_str());
    match caller {
        "nobody" => Who::Nobody,
        "ended" => Who::Ended,
        "other org" => named(None, "g-vc-gunn"),
        "leads" => named(leads, "k-soc-karin"),
        "secretary" => named(cast.and_then(|cast| cast.secretary.as_deref()), SECRETARY),
        "participant" => named(cast.and_then(|cast| cast.participant.as_deref()), PARTICIPANT),
        "invited" => named(cast.and_then(|cast| cast.invited.as_deref()), INVITED),
        "admin" => named(cast.and_then(|cast| cast.admin.as_deref()), ADMIN),
        "auditor" => named(None, "auditor"),
        "client" => {
            let staff = shown.filter(|key| key.contains('-') && !key.ends_with("-admin"));
            Who::ClientFor(staff.or(leads).unwrap_or("k-soc-karin").to_owned())
        }
        "individual" if row.section == "Portal" => named(shown, "maria"),
        "individual" => named(cast.map(|cast| cast.individual.as_str()), "maria"),
        "guardian" => named(None, "mona"),
        "represent." => named(None, "gosta"),
        "other cit." => named(None, OTHER_CITIZEN),
        _ => panic!("{caller}"),
    }
}

/// The questions of a row. In the portal a guardian asks about the child's case and a representative about the principal's,
/// unless the cell names another.
fn questions<'t>(row: &'t Row, operation: &Operation, table: &'t Table) -> Vec<Question<'t>> {
    let cast = row.case.map(|case| &table.casts[&case]);
    let cell = |(caller, written): &'t (&'static str, String)| {
        let usual = match *caller {
            "guardian" => Some(GUARDIANS_CASE),
            "represent." => Some(REPRESENTATIVES_CASE),
            _ => None,
        };
        let usual = usual.filter(|_| operation.is_of_portal() && operation.is_of_case());
        let (expected, elsewhere) = match written.split_once(" @") {
            Some((expected, other)) => (expected, Some(other.parse().unwrap())),
            None => (written.as_str(), usual),
        };
        let asked = elsewhere.map_or_else(|| operation.clone(), |case| operation.about(case));
        Question { who: who(caller, row, operation, cast), operation: asked, caller, expected }
    };
    let other = |(persona, expected): &'t (String, String)| Question {
        operation: operation.clone(),
        caller: persona,
        who: Who::Persona(persona.clone()),
        expected,
    };
    row.cells.iter().map(cell).chain(row.others.iter().map(other)).collect()
}

/// Asks everything under some headings. What changes nothing is asked of one server; each change meets its case as the demo
/// has it, so one server takes one change of each case.
async fn hold(sections: &[&str]) {
    let (table, demo) = (Table::read(), Demo::new());
    let operations: BTreeMap<String, Operation> =
        operations().into_iter().map(|known| (known.id.clone(), known)).collect();
    let rows = table.rows.iter().filter(|row| sections.contains(&row.section.as_str()));
    let all = rows.flat_map(|row| questions(row, &operations[&row.operation], &table));
    let (mut changes, looks): (Vec<_>, Vec<_>) = all.partition(Question::changes);
    let (mut wrong, mut server) = (Vec::new(), demo.serve().await);
    for question in &looks {
        let is_done = question.ask(&mut server, &mut wrong).await;
        if is_done && question.operation.method != Method::GET {
            server.stop().await;
            server = demo.serve().await;
        }
    }
    server.stop().await;
    while !changes.is_empty() {
        let (mut server, mut touched, mut left) = (demo.serve().await, BTreeMap::new(), Vec::new());
        for question in changes {
            let is_free = touched.get(&question.about()).is_none_or(|writing| *writing && question.is_writing());
            if is_free {
                touched.insert(question.about(), question.is_writing());
                question.ask(&mut server, &mut wrong).await;
            } else {
                left.push(question);
            }
        }
        server.stop().await;
        changes = left;
    }
    assert!(wrong.is_empty(), "{} answers are not as the table says:\n{}", wrong.len(), wrong.join("\n"));
}

#[actix_web::test]
async fn the_answers_up_to_the_start_and_on_the_side_roads_are_as_written() {
    hold(BEGINNING).await;
}

#[actix_web::test]
async fn the_answers_of_preparation_and_meeting_are_as_written() {
    hold(MIDDLE).await;
}

#[actix_web::test]
async fn the_answers_about_the_plan_are_as_written() {
    hold(PLAN).await;
}

#[actix_web::test]
async fn the_answers_of_the_portal_and_beside_the_cases_are_as_written() {
    hold(REST).await;
}

#[test]
fn every_operation_has_one_row_and_every_row_an_operation() {
    let table = Table::read();
    let operations = operations();
    let mut rows: Vec<&str> = table.rows.iter().map(|row| row.operation.as_str()).collect();
    let mut there: Vec<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    rows.sort_unstable();
    there.sort_unstable();
    let (of_rows, of_document): (BTreeSet<&str>, BTreeSet<&str>) =
        (rows.iter().copied().collect(), there.iter().copied().collect());
    assert_eq!(of_document.difference(&of_rows).collect::<Vec<_>>(), Vec::<&&str>::new(), "operations without a row");
    assert_eq!(rows, there, "rows without an operation, or twice");
    for row in &table.rows {
        let asked = [BEGINNING, MIDDLE, PLAN, REST].concat().iter().filter(|section| **section == row.section).count();
        assert_eq!(asked, 1, "{} is asked by no test", row.section);
        assert!(row.cells.iter().all(|(_, told)| !told.is_empty()), "{row:?}");
    }
}

#[test]
fn every_row_holds_the_answer_that_its_example_shows() {
    let table = Table::read();
    for operation in operations() {
        let row = table.rows.iter().find(|row| row.operation == operation.id).unwrap();
        assert_eq!(row.case, operation.case(), "{}: the case", operation.id);
        let own = operation.example.persona.clone().map_or(Who::Nobody, Who::Persona);
        let asked = questions(row, &operation, &table);
        let found = asked.iter().find(|question| question.who == own && question.operation.case() == row.case);
        let found = found.unwrap_or_else(|| panic!("{}: nobody is {own:?}", operation.id));
        let status = operation.example.status.to_string();
        assert!(found.expected.starts_with(&status), "{}: {status} for {own:?}", operation.id);
    }
}

#[actix_web::test]
async fn everybody_is_in_the_case_what_the_table_says() {
    let (table, server) = (Table::read(), Demo::new().serve().await);
    let personas = server.personas().await;
    let roles = |persona: &str, case: u16| -> Vec<String> {
        let known = personas.iter().find(|known| known["key"] == persona).unwrap_or_else(|| panic!("{persona}"));
        let part = known["cases"]
            .as_array()
            .unwrap()
            .iter()
            .find(|part| part["case"].as_str().unwrap().ends_with(&format!("{case:012}")));
        part.map_or_else(Vec::new, |part| serde_json::from_value(part["roles"].clone()).unwrap())
    };
    let has = |persona: &str, case: u16, role: &str| {
        let held = roles(persona, case);
        assert!(held.iter().any(|known| known == role), "{persona} is no {role} of case {case}: {held:?}");
    };
    for (case, cast) in &table.casts {
        has(&cast.leads, *case, &cast.role);
        has(&cast.individual, *case, "individual");
        let named = [
            (&cast.secretary, "secretary", SECRETARY),
            (&cast.participant, "participant", PARTICIPANT),
            (&cast.invited, "invited_unit", INVITED),
            (&cast.admin, "administrator", ADMIN),
        ];
        for (named, role, otherwise) in named {
            match named {
                Some(persona) => has(persona, *case, role),
                None => assert!(roles(otherwise, *case).iter().all(|held| held != role), "{otherwise}, case {case}"),
            }
        }
        for stranger in ["g-vc-gunn", "auditor", OTHER_CITIZEN].into_iter().filter(|key| *key != cast.individual) {
            assert!(roles(stranger, *case).is_empty(), "{stranger} in case {case}");
        }
    }
    has("mona", GUARDIANS_CASE, "guardian");
    has("gosta", REPRESENTATIVES_CASE, "representative");
    server.stop().await;
}

/// Asks what may not be known of, and what is not there; gives the operations whose answers differ.
async fn told_apart(asked: &[(Who, Option<u16>)], operations: &[Operation]) -> Vec<String> {
    let (mut server, mut apart) = (Demo::new().serve().await, Vec::new());
    for operation in operations {
        for (who, case) in asked {
            let operation = case.map_or_else(|| operation.clone(), |case| operation.about(case));
            let hidden = server.ask(who, &operation).await;
            let missing = server.ask_about(NO_CASE, who, &operation).await;
            if missing.status != 404 || hidden.bare() != missing.bare() {
                apart.push(format!("{} by {who:?}: {hidden:?} and {missing:?}", operation.id));
            }
        }
    }
    server.stop().await;
    apart
}

#[actix_web::test]
async fn a_case_that_staff_may_not_know_of_is_told_of_as_one_that_is_not_there() {
    let of_staff = |known: &Operation| known.is_of_case() && !known.is_of_portal();
    let operations: Vec<Operation> = operations().into_iter().filter(of_staff).collect();
    let persona = |key: &str| Who::Persona(key.to_owned());
    let asked = [
        (persona("g-vc-gunn"), None),
        (persona("k-hsl-hanna"), Some(PROTECTED_CASE)),
        (persona("k-soc-admin"), Some(PROTECTED_CASE)),
        (Who::ClientFor("k-soc-karin".to_owned()), Some(PROTECTED_CASE)),
    ];
    assert_eq!(told_apart(&asked, &operations).await, Vec::<String>::new());
    // The auditor may open the log of any case, and nothing else of it.
    let but_the_log: Vec<Operation> = operations.into_iter().filter(|known| known.id != "listCaseAccess").collect();
    assert_eq!(told_apart(&[(persona("auditor"), None)], &but_the_log).await, Vec::<String>::new());
}

#[actix_web::test]
async fn a_case_that_a_citizen_may_not_know_of_is_told_of_as_one_that_is_not_there() {
    let in_portal = |known: &Operation| known.is_of_case() && known.is_of_portal();
    let operations: Vec<Operation> = operations().into_iter().filter(in_portal).collect();
    let persona = |key: &str| Who::Persona(key.to_owned());
    let strangers = [persona(OTHER_CITIZEN), persona("mona"), persona("gosta")].map(|who| (who, None));
    assert_eq!(told_apart(&strangers, &operations).await, Vec::<String>::new());
}

#[actix_web::test]
async fn nobody_and_whoever_has_left_get_one_and_the_same_answer() {
    let (table, mut server) = (Table::read(), Demo::new().serve().await);
    let mut first: Option<Told> = None;
    for operation in operations() {
        let row = table.rows.iter().find(|row| row.operation == operation.id).unwrap();
        for (caller, _) in row.cells.iter().filter(|(_, told)| told == "401") {
            let told = server.ask(&who(caller, row, &operation, None), &operation).await.bare();
            let first = first.get_or_insert_with(|| told.clone());
            assert_eq!(told, *first, "{} to {caller}", operation.id);
        }
    }
    assert_eq!(first.unwrap().status, 401);
    server.stop().await;
}
