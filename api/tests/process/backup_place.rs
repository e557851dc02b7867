//! Where a process has its data, with the keys and the heads beside: a file, or a database of its own on the server that
//! `SIP_TEST_POSTGRES` names.

use crate::sip::{key_file, run};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// The server to make databases on: `postgres://<superuser>@<host>`. `psql` is there where it is.
const SERVER: &str = "SIP_TEST_POSTGRES";

/// A place for a database, which is not there yet. The database and all beside it go with the last clone.
#[derive(Clone)]
pub(crate) struct Place {
    folder: Arc<TempDir>,
    server: Option<Arc<OnServer>>,
    settings: Vec<(&'static str, String)>,
}

struct OnServer {
    root: String,
    name: String,
}

/// Runs a statement, and gives what it tells.
fn psql(url: &str, statement: &str) -> String {
    let told =
        Command::new("psql").args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, url]).output();
    let told = told.unwrap();
    assert!(told.status.success(), "{statement}: {}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap()
}

impl OnServer {
    fn new(root: &str) -> Self {
        let made = Self { root: root.to_owned(), name: format!("sip_{}", Uuid::now_v7().simple()) };
        psql(&format!("{root}/postgres"), &format!("CREATE DATABASE {}", made.name));
        made
    }

    fn url(&self) -> String {
        format!("{}/{}", self.root, self.name)
    }
}

impl Drop for OnServer {
    fn drop(&mut self) {
        psql(&format!("{}/postgres", self.root), &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

impl Place {
    fn new(server: Option<OnServer>, keys_of: Option<&Place>) -> Self {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        key_file(folder.path());
        match keys_of {
            Some(other) => drop(std::fs::copy(other.at("seal.key"), at("seal.key")).unwrap()),
            None => std::fs::write(at("seal.key"), run(&["new-seal-key"], &[]).out).unwrap(),
        }
        let url = server.as_ref().map_or_else(|| format!("sqlite:{}", at("sip.db").display()), OnServer::url);
        let settings = vec![
            ("DATABASE_URL", url),
            ("SIP_MASTER_KEY_FILE", at("master.key").display().to_string()),
            ("SIP_SEAL_FILE", at("heads").display().to_string()),
            ("SIP_SEAL_KEY_FILE", at("seal.key").display().to_string()),
            ("PATH", std::env::var("PATH").unwrap()),
        ];
        Self { folder: Arc::new(folder), server: server.map(Arc::new), settings }
    }

    /// One on each engine that there is.
    pub(crate) fn each() -> Vec<Self> {
        let server = std::env::var(SERVER).ok().map(|root| {
            for role in ["sip_app", "sip_sealer", "sip_review"] {
                let make = format!(
                    "DO $$ BEGIN CREATE ROLE {role} LOGIN; \
                     EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
                );
                psql(&format!("{root}/postgres"), &make);
            }
            Self::new(Some(OnServer::new(&root)), None)
        });
        [Self::new(None, None)].into_iter().chain(server).collect()
    }

    /// Another one on the same engine with the same keys.
    pub(crate) fn another(&self) -> Self {
        Self::new(self.server.as_ref().map(|server| OnServer::new(&server.root)), Some(self))
    }

    /// The same place for somebody with another master key under the same name.
    pub(crate) fn with_other_keys(&self) -> Self {
        let other = self.at("other.key");
        std::fs::write(&other, "test:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=\n").unwrap();
        let mut place = self.clone();
        let key = place.settings.iter_mut().find(|(name, _)| *name == "SIP_MASTER_KEY_FILE").unwrap();
        key.1 = other.display().to_string();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the heads are.
    pub(crate) fn heads(&self) -> PathBuf {
        self.at("heads")
    }

    /// The environment of a process with its data here.
    pub(crate) fn variables(&self) -> Vec<(&str, &str)> {
        self.settings.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// How the names of backups end.
    pub(crate) fn ending(&self) -> &'static str {
        if self.server.is_some() { "dump" } else { "db" }
    }

    /// Asserts that there is no database, nothing half of one, and no heads.
    pub(crate) fn assert_empty(&self) {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        assert!(
            names.iter().all(|name| Path::new(name).extension().is_some_and(|ending| ending == "key")),
            "{names:?}"
        );
        if let Some(server) = &self.server {
            let count = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
            assert_eq!(psql(&server.url(), count).trim(), "0");
        }
    }

    /// Who may do what with which table, sequence and function; nothing for a file.
    pub(crate) fn rights(&self) -> String {
        let rights = "SELECT name, a.* FROM (
                SELECT relname AS name, relacl AS acl FROM pg_class WHERE relnamespace = 'public'::regnamespace
                UNION ALL SELECT relname || '.' || attname, attacl FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                    WHERE relnamespace = 'public'::regnamespace
                UNION ALL SELECT proname, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc
                    WHERE pronamespace = 'public'::regnamespace
            ) AS own, aclexplode(acl) AS a ORDER BY 1, 2, 3, 4";
        self.server.as_ref().map(|server| psql(&server.url(), rights)).unwrap_or_default()
    }
}

/// Asserts that only the owner may read the files.
pub(crate) fn assert_private(files: &[&Path]) {
    use std::os::unix::fs::PermissionsExt;
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
}
