//! The client tools of `PostgreSQL`, `pg_dump` and `pg_restore`: only they know every form in which a server's data can be.

use crate::backup::BackupError;
use crate::conn::Conn;
use crate::database::PostgresUrl;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const DUMP: &str = "pg_dump";
const RESTORE: &str = "pg_restore";

/// The tools on one database.
pub(crate) struct Tools {
    /// Without the password: the arguments of a process are no secret on its machine.
    address: String,
    password: Option<String>,
}

impl Tools {
    /// For the database at this address.
    pub(crate) fn of(url: &PostgresUrl) -> Result<Self, BackupError> {
        let (address, password) = without_password(url.as_str()).map_err(|why| BackupError::Refused(why.to_owned()))?;
        Ok(Self { address, password })
    }

    fn command(&self, tool: &str) -> Command {
        let mut command = command(tool);
        command.args(["--no-password", "--dbname", &self.address]);
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        command
    }

    /// Refuses tools that are older than the server: they may not know what is in it.
    pub(crate) fn check_age(conn: &mut Conn) -> Result<(), BackupError> {
        let server: i64 = diesel::dsl::sql::<BigInt>("SELECT current_setting('server_version_num')::bigint / 10000")
            .get_result(conn)?;
        for tool in [DUMP, RESTORE] {
            let told = run(tool, command(tool).arg("--version"))?;
            let version = String::from_utf8_lossy(&told.stdout).into_owned();
            let own = major(&version).ok_or_else(|| BackupError::Tool(tool, "does not say its version".to_owned()))?;
            if own < server {
                return Err(BackupError::Tool(
                    tool,
                    format!("is of PostgreSQL {own} and the server of {server}; it has to be {server} or later"),
                ));
            }
        }
        Ok(())
    }

    /// Writes all that is in a snapshot into the file, in the tools' own form.
    pub(crate) fn dump(&self, snapshot: &str, to: File) -> Result<(), BackupError> {
        let mut command = self.command(DUMP);
        command.args(["--format=custom", "--snapshot", snapshot]).stdout(to);
        run(DUMP, &mut command).map(|_| ())
    }

    /// Reads a dump to its end: one that was cut off fails.
    pub(crate) fn read_through(from: &Path) -> Result<(), BackupError> {
        run(RESTORE, command(RESTORE).arg("--file=-").arg(from).stdout(Stdio::null())).map(|_| ())
    }

    /// The rows of some tables of a dump, as statements.
    pub(crate) fn tables(from: &Path, tables: &[&str]) -> Result<String, BackupError> {
        let mut command = command(RESTORE);
        command.args(["--data-only", "--file=-"]).args(tables.iter().map(|table| format!("--table={table}")));
        let told = run(RESTORE, command.arg(from))?;
        String::from_utf8(told.stdout).map_err(|_| BackupError::Tool(RESTORE, "what it reads is no text".to_owned()))
    }

    /// Puts a dump into the database, whole or not at all. To whom it belonged and who had rights is left out: whoever
    /// restores is the owner.
    pub(crate) fn restore(&self, from: &Path) -> Result<(), BackupError> {
        let mut command = self.command(RESTORE);
        command.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]).arg(from);
        run(RESTORE, &mut command).map(|_| ())
    }
}

/// A tool that speaks English, so that its errors can be told apart.
fn command(tool: &str) -> Command {
    let mut command = Command::new(tool);
    command.env("LC_ALL", "C").stdin(Stdio::null());
    command
}

fn run(tool: &'static str, command: &mut Command) -> Result<Output, BackupError> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => BackupError::MissingTool(tool),
        _ => BackupError::Tool(tool, error.to_string()),
    })?;
    if output.status.success() { Ok(output) } else { Err(BackupError::Tool(tool, reason(tool, &output))) }
}

/// The line that names the error. The lines behind it may quote rows.
fn reason(tool: &str, output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr);
    let begin = format!("{tool}: error: ");
    let reason = told.lines().find_map(|line| line.strip_prefix(&begin));
    reason.map_or_else(|| output.status.to_string(), str::to_owned)
}

/// The first number of `pg_dump (PostgreSQL) 15.14 (…)`.
fn major(version: &str) -> Option<i64> {
    version.split_once("(PostgreSQL) ")?.1.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The address without the password that stands in it, and the password.
fn without_password(url: &str) -> Result<(String, Option<String>), &'static str> {
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let mut password = None;
    let place = match place.rsplit_once('@') {
        Some((user, hosts)) => {
            let (scheme, user) = user.split_once("://").unwrap_or(("postgres", user));
            let (user, secret) = user.split_once(':').map_or((user, None), |(user, secret)| (user, Some(secret)));
            password = secret.map(decoded);
            format!("{scheme}://{user}@{hosts}")
        }
        None => place.to_owned(),
    };
    let mut kept = Vec::new();
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        match parameter.split_once('=') {
            Some(("password", secret)) => password = Some(decoded(secret)),
            Some(("sslpassword", _)) => {
                return Err(
                    "DATABASE_URL has an sslpassword, which the client tools would show to all on this machine",
                );
            }
            _ => kept.push(parameter),
        }
    }
    Ok((if kept.is_empty() { place } else { format!("{place}?{}", kept.join("&")) }, password))
}

/// Percent-decoded, as libpq does it.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        if let Some(byte) = after.get(..2).and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(b'%');
            rest = after;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Some columns of the rows of a table, in the text that [`Tools::tables`] gives, as they are written there.
pub(crate) fn rows<const N: usize>(text: &str, table: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let mut lines = text.lines();
    let named = format!(".{table} (");
    let Some(begin) = lines.find(|line| line.starts_with("COPY ") && line.contains(&named)) else { return Vec::new() };
    let list = begin.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(list, _)| list);
    let there: Vec<&str> = list.split(", ").collect();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        columns.map(|column| {
            let place = there.iter().position(|known| *known == column);
            place.and_then(|place| fields.get(place)).copied().unwrap_or_default().to_owned()
        })
    };
    lines.take_while(|line| *line != r"\.").map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_taken_out_of_the_address() {
        for (url, address, password) in [
            ("postgres://sip:p%40s%2fs@db/sip?sslmode=require", "postgres://sip@db/sip?sslmode=require", Some("p@s/s")),
            ("postgres://sip@db/sip?password=a%25b&port=1", "postgres://sip@db/sip?port=1", Some("a%b")),
            ("postgres:///sip?host=/run", "postgres:///sip?host=/run", None),
            ("postgres://sip:100%@db/sip", "postgres://sip@db/sip", Some("100%")),
        ] {
            let found = without_password(url).unwrap();
            assert_eq!((found.0.as_str(), found.1.as_deref()), (address, password), "{url}");
        }
        assert!(without_password("postgres://db/sip?sslpassword=x").is_err());
    }

    #[test]
    fn a_version_is_read() {
        assert_eq!(major("pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(major("pg_restore (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("something else"), None);
    }

    #[test]
    fn rows_are_found_by_table_and_column() {
        let text = "COPY public.other (name) FROM stdin;\nx\n\\.\n\nCOPY public.keys (wrapped, name) FROM stdin;\n\\\\x01\ta\n\\\\x02\tb\n\\.\n";
        let of = |name: &str, bytes: &str| [name.to_owned(), bytes.to_owned()];
        assert_eq!(rows(text, "keys", ["name", "wrapped"]), [of("a", r"\\x01"), of("b", r"\\x02")]);
        assert!(rows(text, "none", ["name"]).is_empty());
    }
}
