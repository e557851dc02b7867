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

/// Places where the text of a statement is not written out, and why that holds: settings of the connection and names of
/// savepoints, both made of constants.
const KNOWN: [(&str, &str); 4] = [
    ("persistence/src/store.rs", "&settings("),
    ("persistence/src/store.rs", "tables)"),
    ("persistence/src/writer.rs", "&format!(\"SAVEPOINT {name}\")"),
    ("persistence/src/writer.rs", "&end)"),
];

#[test]
fn no_query_is_put_together_from_values() {
    let mut found = 0;
    for (path, text) in own_code().filter(|(path, _)| path.starts_with("persistence/")) {
        for call in ["sql_query(", "batch_execute(", "dsl::sql::<BigInt>("] {
            for rest in text.split(call).skip(1).map(str::trim_start) {
                found += 1;
                let is_written_out = rest.starts_with('"') || rest.starts_with("r#\"");
                let is_known = KNOWN.iter().any(|(file, begin)| path == *file && rest.starts_with(begin));
                assert!(is_written_out || is_known, "{path}: {call}{}", rest.lines().next().unwrap_or_default());
            }
        }
        assert_eq!(text.matches("sql::<").count(), text.matches("dsl::sql::<BigInt>(").count(), "{path}");
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
