//! A store on either engine with the words to look into its tables, for what must hold on both: a file, and where
//! `SIP_TEST_POSTGRES` names a server, a database of its own there.

use crate::common::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sip_domain::ids::CaseId;
use sip_persistence::directory::put;
use sip_persistence::*;
use tempfile::TempDir;
use uuid::Uuid;

/// A database on one of the engines.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) world: World,
    url: Option<Server>,
    pub(crate) options: StoreOptions,
}

/// A database of a server; it goes with this value.
struct Server {
    root: String,
    database: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Server {
    fn new(root: &str) -> Self {
        let database = format!("sip_{}", Uuid::now_v7().simple());
        let made = Self { root: root.to_owned(), database };
        made.at_root(&format!("CREATE DATABASE {}", made.database));
        made
    }

    fn at_root(&self, statement: &str) {
        PgConnection::establish(&format!("{}/postgres", self.root)).unwrap().batch_execute(statement).unwrap();
    }

    fn url(&self) -> String {
        format!("{}/{}", self.root, self.database)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.at_root(&format!("DROP DATABASE {} WITH (FORCE)", self.database));
    }
}

impl Engine {
    fn open(name: &'static str, folder: TempDir, url: Option<Server>) -> Self {
        let database = match &url {
            Some(server) => Database::parse(&server.url()).unwrap(),
            None => Database::Sqlite(folder.path().join("sip.db")),
        };
        let options = StoreOptions::new(database, calendar(), keys(&KEYS[1..]));
        let store = Store::open(&options).unwrap();
        Self { name, world: World { folder, store }, url, options }
    }

    /// One without tables on each engine that there is.
    pub(crate) fn each() -> Vec<Self> {
        let folder = || tempfile::tempdir().unwrap();
        let server = std::env::var("SIP_TEST_POSTGRES").ok().map(|root| Server::new(&root));
        let server = server.map(|server| Self::open("postgres", folder(), Some(server)));
        [Self::open("sqlite", folder(), None)].into_iter().chain(server).collect()
    }

    /// With every migration, people, a case of two events, and seals.
    pub(crate) fn fill(&self) -> CaseId {
        self.world.store.migrate().unwrap();
        put(&self.world.store, people()).unwrap();
        let case = open_case(&self.world);
        assess(&self.world.store, request(case, 1)).unwrap();
        let keys = SealKeys::parse(&new_seal_key().unwrap()).unwrap();
        seal(&self.world.store, &Sealing::new(self.world.folder.path().join("heads"), keys), now()).unwrap();
        case
    }

    /// Runs statements as somebody with a tool would.
    pub(crate) fn run(&self, statements: &str) {
        match &self.url {
            Some(server) => PgConnection::establish(&server.url()).unwrap().batch_execute(statements).unwrap(),
            None => self.world.tamper(statements).unwrap(),
        }
    }

    /// The column `line` of what the engine's own query gives.
    pub(crate) fn lines(&self, sqlite: &str, postgres: &str) -> Vec<String> {
        let lines: Vec<Line> = match &self.url {
            Some(server) => {
                diesel::sql_query(postgres).load(&mut PgConnection::establish(&server.url()).unwrap()).unwrap()
            }
            None => diesel::sql_query(sqlite).load(&mut self.world.raw()).unwrap(),
        };
        lines.into_iter().map(|row| row.line).collect()
    }
}
