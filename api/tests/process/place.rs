//! The database of one test, on either engine, and the server on it.

use crate::postgres::Postgres;
use crate::sip::{Sip, database, key_file, run};
use std::path::Path;

/// What a server is started with.
pub(crate) struct Place {
    variables: Vec<(&'static str, String)>,
}

impl Place {
    fn new(url: String) -> Self {
        // A few personas do here what thousands of people do elsewhere.
        Self { variables: vec![("DATABASE_URL", url), ("SIP_CALLER_RATE", "0".to_owned())] }
    }

    /// A file in this folder.
    pub(crate) fn file(folder: &Path) -> Self {
        Self::new(database(folder))
    }

    /// The database of this server, its master key in this folder.
    pub(crate) fn on(server: &Postgres, folder: &Path) -> Self {
        let mut place = Self::new(server.url());
        place.variables.push(("SIP_MASTER_KEY_FILE", key_file(folder)));
        place
    }

    pub(crate) fn variables(&self) -> Vec<(&str, &str)> {
        self.variables.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// A server in demo mode.
    pub(crate) fn serve(&self) -> Sip {
        Sip::start(&["serve", "--demo"], &self.variables())
    }

    /// Holds what is stored against itself.
    pub(crate) fn assert_sound(&self) {
        let verified = run(&["verify"], &self.variables());
        assert_eq!(verified.code, Some(0), "{verified:?}");
    }
}
