//! From what a database's log tells to scripts that pgbench sends again and again.

use std::fmt::Write;

/// One statement of the log, with its parameters as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    text: String,
    parameters: Vec<String>,
}

/// The statements that a database's log tells of, in their order. A line begins with the database's name.
pub(super) fn statements(log: &str, database: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut goes_on = false;
    for line in log.lines() {
        if let Some(rest) = line.strip_prefix('\t') {
            if let (true, Some(last)) = (goes_on, found.last_mut()) {
                last.text.push('\n');
                last.text.push_str(rest);
            }
            continue;
        }
        goes_on = false;
        let Some(entry) = line.strip_prefix(database).map(str::trim_start) else { continue };
        if let Some(parameters) = entry.strip_prefix("DETAIL:  parameters: ") {
            if let Some(last) = found.last_mut() {
                last.parameters = values(parameters);
            }
        } else if let Some(text) = entry.strip_prefix("LOG:  statement: ").or_else(|| executed(entry)) {
            goes_on = true;
            found.push(Statement { text: text.to_owned(), parameters: Vec::new() });
        }
    }
    found
}

fn executed(entry: &str) -> Option<&str> {
    let (_, text) = entry.strip_prefix("LOG:  execute ")?.split_once(": ")?;
    Some(text)
}

/// The literals of `$1 = '…', $2 = NULL`, quoted as they stand.
fn values(parameters: &str) -> Vec<String> {
    let mut rest = parameters;
    let mut values = Vec::new();
    while let Some((_, behind)) = rest.split_once(" = ") {
        let end = if behind.starts_with('\'') { quoted(behind) } else { behind.find(',').unwrap_or(behind.len()) };
        let (value, left) = behind.split_at(end);
        values.push(value.to_owned());
        rest = left;
    }
    values
}

/// Where a quoted literal at the beginning ends; a quote in it is doubled.
fn quoted(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\'' && bytes.next_if(|(_, next)| *next == b'\'').is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// A statement with its values in it. A row of the log gets a new id each time; a version goes up with `:version`.
fn written(statement: &Statement, known: Option<i64>) -> String {
    let text = &statement.text;
    let is_log = statement.is_log();
    let counts = ["\"cases\"", "\"case_events\"", "\"outbox\""];
    let is_counted = !text.starts_with("SELECT") && counts.iter().any(|table| text.contains(table));
    let columns = columns(text);
    let value = |at: usize, value: &String| {
        if is_log && at == 0 {
            return if value.starts_with("'{") { "ARRAY[gen_random_uuid()::text]" } else { "gen_random_uuid()::text" }
                .to_owned();
        }
        if is_log && value.starts_with("'{") {
            // An array says nothing of its type where any array will do.
            return format!("{value}::{}[]", type_of(columns.get(at).copied().unwrap_or_default()));
        }
        match known {
            Some(known) if is_counted && *value == format!("'{known}'") => ":version".to_owned(),
            Some(known) if is_counted && *value == format!("'{}'", known + 1) => ":version + 1".to_owned(),
            // A colon would begin one of pgbench's variables.
            _ => value.replace(':', "' || chr(58) || '"),
        }
    };
    let mut made = text.clone();
    // From the last on, so that $1 is not found in $10.
    for (at, parameter) in statement.parameters.iter().enumerate().rev() {
        made = made.replace(&format!("${}", at + 1), &value(at, parameter));
    }
    made.trim_end_matches(';').to_owned()
}

/// The columns that an insertion names.
fn columns(text: &str) -> Vec<&str> {
    let named = text.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    named.map(|(names, _)| names.split(',').map(str::trim).collect()).unwrap_or_default()
}

/// The type of a column of the access log.
fn type_of(column: &str) -> &'static str {
    match column {
        "at" | "alarm" => "bigint",
        "purpose" | "leaf" => "bytea",
        _ => "text",
    }
}

/// A script of the statements. Where a version is given, they are those of a write that found the case at that version.
pub(super) fn script(statements: &[Statement], known: Option<i64>) -> String {
    let mut script = String::new();
    for statement in statements {
        // Writing to a string cannot fail.
        let _ = writeln!(script, "{};", written(statement, known).replace('\n', " "));
    }
    script
}

/// One script in which each client has statements of its own, so that it prepares no others: for a write from the version that
/// its case has now, and each turn goes one version further.
pub(super) fn for_clients(writes: &[(String, i64)]) -> String {
    let mut script = String::new();
    for ((write, version), client) in writes.iter().zip(0u32..) {
        let word = if client == 0 { "if" } else { "elif" };
        let _ = write!(
            script,
            "\\{word} :client_id = {client}\n\\if :begun = 0\n\\set version {version}\n\\set begun 1\n\\endif\n\
             {write}\\set version :version + 1\n"
        );
    }
    script.push_str("\\endif\n");
    script
}

impl Statement {
    /// Whether it writes to the access log.
    pub(super) fn is_log(&self) -> bool {
        self.text.starts_with("INSERT INTO access_log") || self.text.starts_with("INSERT INTO \"access_log\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "other LOG:  statement: SELECT 1\nbench LOG:  statement: BEGIN\n\
        bench LOG:  execute __diesel_stmt_0: UPDATE \"cases\" SET \"version\" = $1, \"kind\" = $10\n\tWHERE \"version\" = $2\n\
        bench DETAIL:  parameters: $1 = '8', $2 = '7', $3 = NULL, $4 = 'it''s, so', $10 = 'a:b'\n";

    #[test]
    fn a_log_gives_the_statements_of_its_database() {
        let found = statements(LOG, "bench");
        assert_eq!(
            found.iter().map(|found| found.text.as_str()).collect::<Vec<_>>(),
            ["BEGIN", "UPDATE \"cases\" SET \"version\" = $1, \"kind\" = $10\nWHERE \"version\" = $2",]
        );
        assert_eq!(found[1].parameters, ["'8'", "'7'", "NULL", "'it''s, so'", "'a:b'"]);
    }

    #[test]
    fn a_write_goes_on_from_version_to_version() {
        let made = script(&statements(LOG, "bench"), Some(7));
        assert!(
            made.contains("\"version\" = :version + 1, ") && made.contains("WHERE \"version\" = :version;"),
            "{made}"
        );
        let both = for_clients(&[(made.clone(), 7), (made, 30)]);
        assert!(both.starts_with("\\if :client_id = 0\n\\if :begun = 0\n\\set version 7\n"), "{both}");
        assert_eq!(both.matches("\\set version :version + 1\n").count(), 2, "{both}");
        assert!(both.contains("\\elif :client_id = 1\n") && both.ends_with("\\endif\n"), "{both}");
    }

    #[test]
    fn a_row_of_the_log_is_another_each_time() {
        let log = "b LOG:  execute x: INSERT INTO access_log (id, at) SELECT * FROM unnest($1, $2)\n\
            b DETAIL:  parameters: $1 = '{a}', $2 = '{1}'\n";
        let made = script(&statements(log, "b"), None);
        let wanted =
            "INSERT INTO access_log (id, at) SELECT * FROM unnest(ARRAY[gen_random_uuid()::text], '{1}'::bigint[]);\n";
        assert_eq!(made, wanted);
    }
}
