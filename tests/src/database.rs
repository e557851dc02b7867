//! The database of one test: a file of its own, or a database of its own on the server that `SIP_TEST_POSTGRES` names.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use sip_api::config::Storage;
use sip_persistence::{Database, Store};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use uuid::Uuid;

/// The server to make databases on, `postgres://<superuser>@<host>`; a file when absent.
const SERVER: &str = "SIP_TEST_POSTGRES";
/// The master keys of every test that has none of its own.
pub const MASTER_KEYS: &str = "test:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

/// A database that goes with this value.
#[derive(Debug)]
pub struct TestDatabase {
    url: String,
    key_file: PathBuf,
    file: Option<PathBuf>,
    on_server: Option<OnServer>,
}

/// A database on the server.
#[derive(Debug)]
struct OnServer {
    root: String,
    name: String,
}

/// The server, with a database on it that has every migration and nothing else, to make others from.
fn server() -> Option<&'static str> {
    static READY: OnceLock<Option<String>> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        let root = std::env::var(SERVER).ok()?;
        // Of another process's tests they may be there.
        for role in ["sip_app", "sip_sealer", "sip_review"] {
            at(&root, &format!("DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"));
        }
        let name = format!("sip_empty_{}", Uuid::now_v7().simple());
        at(&root, &format!("CREATE DATABASE {name}"));
        let keys = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(keys.path(), MASTER_KEYS).unwrap();
        let database = Database::parse(&format!("{root}/{name}")).unwrap();
        let store = Storage::with_keys(database, keys.path().to_owned()).unwrap().open().unwrap();
        store.migrate().unwrap();
        drop(store);
        at(&root, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
        Some(format!("{root} {name}"))
    });
    ready.as_deref()
}

/// Runs a statement on the server's own database.
fn at(root: &str, statement: &str) {
    PgConnection::establish(&format!("{root}/postgres")).unwrap().batch_execute(statement).unwrap();
}

impl OnServer {
    fn made_from(root: &str, template: &str) -> Self {
        let name = format!("sip_{}", Uuid::now_v7().simple());
        at(root, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        Self { root: root.to_owned(), name }
    }

    fn url(&self) -> String {
        format!("{}/{}", self.root, self.name)
    }

    fn url_as(&self, role: &str) -> String {
        format!("{}?options=-c%20role%3D{role}", self.url())
    }
}

impl Drop for OnServer {
    fn drop(&mut self) {
        at(&self.root, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

impl TestDatabase {
    /// A new one with its keys in the folder; a file is not made yet.
    pub fn new_in(folder: &Path) -> Self {
        let on_server =
            server().and_then(|ready| ready.split_once(' ')).map(|(root, empty)| OnServer::made_from(root, empty));
        Self::of(folder, on_server)
    }

    fn of(folder: &Path, on_server: Option<OnServer>) -> Self {
        let key_file = folder.join("sip.db.key");
        if !key_file.exists() {
            std::fs::write(&key_file, MASTER_KEYS).unwrap();
        }
        let file = on_server.is_none().then(|| folder.join("sip.db"));
        let url = match (&on_server, &file) {
            (Some(database), _) => database.url_as("sip_app"),
            (None, file) => format!("sqlite:{}", file.as_deref().unwrap_or(Path::new("")).display()),
        };
        Self { url, key_file, file, on_server }
    }

    /// A copy of it as it is now, with its keys and the heads of its seals, in another folder. Whoever is signed in to it on
    /// a server has to sign in anew.
    #[must_use]
    pub fn copied_to(&self, folder: &Path) -> Self {
        let mine = self.key_file.parent().unwrap();
        for beside in std::fs::read_dir(mine).unwrap() {
            let name = beside.unwrap().file_name();
            if name.to_str().unwrap().starts_with("sip.db.") {
                std::fs::copy(mine.join(&name), folder.join(&name)).unwrap();
            }
        }
        let on_server = self.on_server.as_ref().map(|database| {
            let OnServer { root, name } = database;
            at(root, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
            at(root, &format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"));
            let copy = OnServer::made_from(root, name);
            at(root, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
            copy
        });
        let copy = Self::of(folder, on_server);
        if let Some(file) = &copy.file {
            self.run(&format!("VACUUM INTO '{}'", file.display()));
        }
        copy
    }

    /// As `DATABASE_URL` has it; on a server under the role that serves.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file with its master keys.
    pub fn key_file(&self) -> &Path {
        &self.key_file
    }

    /// The file; none on a server.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The database, opened beside whoever has it open.
    pub fn store(&self) -> Store {
        let database = Database::parse(&self.url).unwrap();
        Storage::with_keys(database, self.key_file.clone()).unwrap().open().unwrap()
    }

    /// Whether it is on a server.
    pub fn is_on_server(&self) -> bool {
        self.on_server.is_some()
    }

    /// As [`Self::store`], on a server under this role.
    pub fn store_as(&self, role: &str) -> Store {
        let database = Database::parse(&self.on_server.as_ref().unwrap().url_as(role)).unwrap();
        Storage::with_keys(database, self.key_file.clone()).unwrap().open().unwrap()
    }

    /// What a server says to a statement under this role; none when it takes it.
    pub fn refusal(&self, role: &str, statement: &str) -> Option<String> {
        let url = self.on_server.as_ref().unwrap().url_as(role);
        PgConnection::establish(&url).unwrap().batch_execute(statement).err().map(|error| error.to_string())
    }

    /// Runs statements on it, as somebody with a tool would: `sqlite` or `postgres`, whichever it is.
    pub fn run_either(&self, sqlite: &str, postgres: &str) {
        if let Some(database) = &self.on_server {
            PgConnection::establish(&database.url()).unwrap().batch_execute(postgres).unwrap();
        } else {
            let file = self.file.as_deref().unwrap().to_str().unwrap();
            SqliteConnection::establish(file).unwrap().batch_execute(sqlite).unwrap();
        }
    }

    /// All that it holds, as bytes: the files, or what a server gives out of the tables.
    pub fn bytes(&self) -> Vec<u8> {
        let Some(database) = &self.on_server else {
            let files = std::fs::read_dir(self.key_file.parent().unwrap()).unwrap();
            return files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
        };
        let dump = std::process::Command::new("pg_dump").arg("--inserts").arg(database.url()).output().unwrap();
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        dump.stdout
    }

    /// Runs statements on it that both engines understand.
    pub fn run(&self, statements: &str) {
        self.run_either(statements, statements);
    }
}
