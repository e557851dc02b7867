//! What the code never does, whatever it is for: blocks that the compiler does not check, queries put together from values, weak hashes.

use crate::metadata::{metadata, root, text};
use crate::source_tree::all;

fn own_code() -> impl Iterator<Item = (String, String)> {
    all().into_iter().filter(|(path, _)| path.contains("/src/"))
}

#[test]
fn no_code_is_unsafe() {
    // Put together here, so that this file does not find itself.
    let word = ["un", "safe "].concat();
    let found = all().into_iter().filter(|(_, text)| text.contains(&word)).map(|(path, _)| path);
    assert_eq!(found.collect::<Vec<_>>(), Vec::<String>::new());
    let manifest = |folder: &str| std::fs::read_to_string(root().join(folder).join("Cargo.toml")).expect("a manifest");
    assert!(manifest("").contains("unsafe_code = \"deny\""));
    for member in ["domain", "persistence", "api", "tests", "bench"] {
        assert!(manifest(member).contains("[lints]\nworkspace = true"), "{member} has lints of its own");
    }
}

/// Places where the text of a statement is not written out, and why that holds: settings of the connection, names of
/// savepoints, beginnings of transactions and files of ours, all made of constants; and numbers.
const KNOWN: [(&str, &str); 15] = [
    ("persistence/src/lists.rs", "ALL)"),
    ("persistence/src/migrations.rs", "tables)"),
    ("persistence/src/migrations.rs", "include_str!(\"grants.sql\")"),
    ("persistence/src/restore.rs", "include_str!(\"grants.sql\")"),
    ("persistence/src/partitions.rs", "&format!(\"SELECT sip_drop_outbox(to_timestamp({before}))\")"),
    (
        "persistence/src/postgres.rs",
        "&format!(\n            \"SET statement_timeout = {statement}; SET lock_timeout = {lock};",
    ),
    (
        "persistence/src/postgres.rs",
        "&format!(\n        \"SET statement_timeout = {statement}; SET lock_timeout = {lock};",
    ),
    ("persistence/src/postgres.rs", "how)"),
    ("persistence/src/postgres.rs", "COMMIT)"),
    ("persistence/src/postgres.rs", "asked)"),
    ("persistence/src/sqlite.rs", "&format!(\n        \"PRAGMA busy_timeout = {};"),
    ("persistence/src/transaction.rs", "&format!(\"SAVEPOINT {name}\")"),
    ("persistence/src/transaction.rs", "&end)"),
    ("persistence/src/transaction.rs", "begin)"),
    ("persistence/src/writer.rs", "begin)"),
];

/// The arguments of every call of `sql::<…>(`, whatever its type.
fn after_sql(text: &str) -> impl Iterator<Item = &str> {
    let own = text.match_indices("sql::<").filter(|(place, _)| !text[..*place].ends_with("into_"));
    own.filter_map(|(place, _)| text[place..].split_once(">(").map(|(_, rest)| rest))
}

#[test]
fn no_query_is_put_together_from_values() {
    let mut found = 0;
    for (path, text) in own_code().filter(|(path, _)| path.starts_with("persistence/")) {
        let calls = ["sql_query(", "batch_execute("].into_iter().flat_map(|call| text.split(call).skip(1));
        for rest in calls.chain(after_sql(&text)).map(str::trim_start) {
            found += 1;
            let is_written_out = rest.starts_with('"') || rest.starts_with("r#\"");
            let is_known = KNOWN.iter().any(|(file, begin)| path == *file && rest.starts_with(begin));
            assert!(is_written_out || is_known, "{path}: {}", rest.lines().take(2).collect::<String>());
        }
    }
    assert!(found > 10, "the statements were not found");
}

#[test]
fn no_crate_of_a_weak_hash_is_used() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let weak = ["md5", "md-5", "md4", "md2", "sha1", "sha-1", "sha1_smol", "sha1-checked"];
    let found = packages.iter().map(|package| text(package, "name")).filter(|name| weak.contains(name));
    assert_eq!(found.collect::<Vec<_>>(), Vec::<&str>::new());
}
