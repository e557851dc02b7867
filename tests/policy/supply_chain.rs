//! What comes in from outside: no known advisory, no copyleft, one registry.
//!
//! `advisories.tsv` is a snapshot of the `RustSec` database (CC0): id, package, patched, unaffected, kind, date.

use crate::metadata::{metadata, root, text};
use semver::{Version, VersionReq};

/// Licences without copyleft; a package must offer at least one of them.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "blessing",
    "bzip2-1.0.6",
    "CDLA-Permissive-2.0",
    "OpenSSL",
];

struct Advisory<'a> {
    id: &'a str,
    package: &'a str,
    safe: Vec<VersionReq>,
    soft: bool,
}

fn parse(line: &str) -> Option<Advisory<'_>> {
    let mut fields = line.split('\t');
    let (id, package, patched, unaffected, kind) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let safe = patched.split('|').chain(unaffected.split('|')).filter(|r| !r.trim().is_empty());
    let safe = safe.map(|r| VersionReq::parse(r).unwrap_or_else(|e| panic!("{id}: {r}: {e}"))).collect();
    Some(Advisory { id, package, safe, soft: kind == "unmaintained" || kind == "notice" })
}

fn locked() -> Vec<(String, Version)> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages").clone();
    let foreign = packages.iter().filter(|p| !p["source"].is_null());
    foreign
        .map(|p| {
            let mut version = Version::parse(text(p, "version")).expect("a version");
            version.build = semver::BuildMetadata::EMPTY;
            (text(p, "name").to_owned(), version)
        })
        .collect()
}

fn findings(lock: &[(String, Version)]) -> Vec<String> {
    let file = std::fs::read_to_string(root().join("tests/policy/advisories.tsv")).expect("advisories.tsv");
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut found = Vec::new();
    for advisory in lines.map(|line| parse(line).unwrap_or_else(|| panic!("not an advisory: {line}"))) {
        let hit = lock.iter().filter(|(name, version)| {
            name == advisory.package && !advisory.safe.iter().any(|safe| safe.matches(version))
        });
        found.extend(hit.filter(|_| !advisory.soft).map(|(name, version)| format!("{} {name} {version}", advisory.id)));
    }
    found
}

#[test]
fn no_dependency_has_a_known_advisory() {
    assert_eq!(findings(&locked()), Vec::<String>::new());
}

#[test]
fn a_known_bad_version_would_be_found() {
    let bad = [("rsa".to_owned(), Version::new(0, 9, 6))];
    assert!(findings(&bad).iter().any(|finding| finding.starts_with("RUSTSEC-2023-0071")));
}

#[test]
fn every_licence_is_free_of_copyleft() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let foreign = packages.iter().filter(|p| !p["source"].is_null());
    let offered = |p| {
        let licence: &str = text(p, "license");
        let all_of = licence.replace('/', " OR ").replace(['(', ')'], "");
        all_of.split(" AND ").all(|part| part.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
    };
    let strange = foreign.filter(|p| !offered(p)).map(|p| format!("{} {}", text(p, "name"), text(p, "license")));
    assert_eq!(strange.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_dependency_comes_from_the_one_registry() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let strange = packages.iter().filter(|p| !p["source"].is_null() && !text(p, "source").starts_with("registry+"));
    assert_eq!(strange.map(|p| text(p, "name")).collect::<Vec<_>>(), Vec::<&str>::new());
}
