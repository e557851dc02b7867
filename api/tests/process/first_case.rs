//! The script that a newcomer runs first.

use crate::sip::{Sip, database};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

#[test]
fn the_first_case_is_told_to_its_end() {
    let folder = TempDir::new().unwrap();
    let sip = Sip::demo(&database(folder.path()));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/first-case.sh");
    let server = format!("http://{}", sip.address());
    let told = Command::new("sh").arg(script).env("SIP_BASE_URL", server).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{out}{err}");
    assert!(out.lines().last().is_some_and(|line| line.contains("Done.")), "{out}{err}");
    // Every step has a number, and the refusals on the way were the expected ones.
    assert!((1..=13).all(|step| out.contains(&format!("{step}. "))), "{out}");
    assert_eq!(out.matches("refused, as it should be").count(), 8, "{out}");
}
