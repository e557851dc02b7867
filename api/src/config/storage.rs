//! Where the data are, and the keys that close them: files that the operator gives, or in demo mode beside the database.

use super::{ConfigError, Reader};
use crate::calendar;
use sip_persistence::{
    Database, MasterKeys, SealKeys, Sealing, Store, StoreError, StoreOptions, new_master_key, new_seal_key,
};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Setting: the file with the master keys.
const MASTER: &str = "SIP_MASTER_KEY_FILE";
/// Setting: the file that signed heads go to.
const SEALS: &str = "SIP_SEAL_FILE";
/// Setting: the file with the keys they are signed with.
const SEAL_KEYS: &str = "SIP_SEAL_KEY_FILE";

/// What to do about a key file that is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFiles {
    /// Refuse: whoever serves people keeps the keys elsewhere than the data.
    Given,
    /// Take the one beside the database, if it is there.
    Found,
    /// Take the one beside the database; make it together with a new database.
    Made,
}

/// The database and its keys.
#[derive(Clone, Debug)]
pub struct Storage {
    /// The database.
    pub database: Database,
    key_file: PathBuf,
    /// None: to be made.
    keys: Option<MasterKeys>,
    seals: Option<Seals>,
}

/// Where heads go, and their keys.
#[derive(Clone, Debug)]
struct Seals {
    file: PathBuf,
    key_file: PathBuf,
    /// None: to be made.
    keys: Option<SealKeys>,
}

impl Storage {
    /// A database with its keys in this file, made when missing: for the demo and for tests.
    ///
    /// # Errors
    /// When the file is there and does not hold keys.
    pub fn with_keys(database: Database, key_file: PathBuf) -> Result<Self, String> {
        let keys = if key_file.exists() { Some(read_keys(&key_file)?) } else { None };
        Ok(Self { database, key_file, keys, seals: None })
    }

    /// As [`Self::with_keys`], for a file with its keys beside it.
    ///
    /// # Errors
    /// As [`Self::with_keys`].
    pub fn beside(database: &Path) -> Result<Self, String> {
        Self::with_keys(Database::Sqlite(database.to_owned()), with_ending(database, ".key"))
    }

    /// Opens the database, and makes its folder when there is none. Does not migrate. Blocks the thread.
    ///
    /// # Errors
    /// When the file cannot be opened or made, or is closed with other keys.
    pub fn open(&self) -> Result<Store, StoreError> {
        if let Some(folder) =
            self.database.file().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|error| StoreError::Open(error.to_string()))?;
        }
        let keys = match &self.keys {
            Some(keys) => keys.clone(),
            None => self.make_keys()?,
        };
        Store::open(&StoreOptions::new(self.database.clone(), calendar::SWEDISH, keys))
    }

    fn make_keys(&self) -> Result<MasterKeys, StoreError> {
        if self.database.file().is_some_and(Path::exists) {
            return Err(StoreError::Keys("the database is there, and the file with its master keys is not"));
        }
        let line = new_master_key()?;
        write_private(&self.key_file, &line)?;
        MasterKeys::parse(&line).map_err(|_| StoreError::Keys("a new key cannot be read"))
    }

    /// Key files that others than their owner may read or change.
    pub fn open_to_others(&self) -> Vec<&Path> {
        let files = self.seals.iter().map(|seals| seals.key_file.as_path()).chain([self.key_file.as_path()]);
        files.filter(|file| is_open_to_others(file)).collect()
    }

    /// How the log and the journals are sealed; none when the operator has not said where heads go. Blocks the thread.
    ///
    /// # Errors
    /// When the key has to be made and cannot be.
    pub fn sealing(&self) -> Result<Option<Sealing>, StoreError> {
        let Some(seals) = &self.seals else { return Ok(None) };
        let keys = match &seals.keys {
            Some(keys) => keys.clone(),
            None if seals.file.exists() => {
                return Err(StoreError::Seal("signed heads are there, and the file with their keys is not".into()));
            }
            None => {
                let lines = new_seal_key()?;
                write_private(&seals.key_file, lines.trim_end())?;
                SealKeys::parse(&lines).map_err(|_| StoreError::Seal("a new key cannot be read".into()))?
            }
        };
        Ok(Some(Sealing::new(seals.file.clone(), keys)))
    }
}

/// The configuration of the data alone, for the commands that need nothing else.
///
/// # Errors
/// As [`super::Config::from_env`].
pub fn storage_from_env(
    variables: impl IntoIterator<Item = (String, String)>,
    key_files: KeyFiles,
) -> Result<Storage, Vec<ConfigError>> {
    let mut reader = Reader::new(variables);
    let storage = reader.storage(key_files);
    if reader.errors.is_empty() { Ok(storage) } else { Err(reader.errors) }
}

impl Reader {
    pub(super) fn storage(&mut self, key_files: KeyFiles) -> Storage {
        let database = self.database();
        // Beside a database that lies elsewhere there is nothing.
        let key_files = if database.file().is_some() { key_files } else { KeyFiles::Given };
        let place = database.file().unwrap_or(Path::new("")).to_owned();
        let given = self.get(MASTER).map(PathBuf::from);
        let beside = with_ending(&place, ".key");
        if given.is_none() && key_files == KeyFiles::Given {
            self.refuse(
                MASTER,
                "is required: with it the data are sealed; sip new-key makes a key (or start with --demo)",
            );
        }
        if given.is_none() && key_files == KeyFiles::Found && !beside.exists() {
            self.refuse(MASTER, "is required: the data are sealed, and no file with keys lies beside the database");
        }
        let key_file = given.clone().unwrap_or(beside);
        let must_be_there = given.is_some() || (key_files != KeyFiles::Given && key_file.exists());
        let keys = match must_be_there.then(|| read_keys(&key_file)).transpose() {
            Ok(keys) => keys,
            Err(reason) => {
                self.refuse(MASTER, reason);
                None
            }
        };
        let seals = self.seals(&place, key_files);
        Storage { database, key_file, keys, seals }
    }

    fn seals(&mut self, database: &Path, key_files: KeyFiles) -> Option<Seals> {
        let given = (self.get(SEALS).map(PathBuf::from), self.get(SEAL_KEYS).map(PathBuf::from));
        let (file, key_file) = match given {
            (Some(file), Some(key_file)) => (file, key_file),
            (None, None) => {
                let key_file = with_ending(database, ".seal-key");
                let file = with_ending(database, ".heads");
                let is_there = match key_files {
                    KeyFiles::Given => false,
                    KeyFiles::Found => key_file.exists() || file.exists(),
                    KeyFiles::Made => true,
                };
                let keys = if is_there && key_file.exists() { self.seal_keys(&key_file) } else { None };
                return is_there.then_some(Seals { file, key_file, keys });
            }
            (file, _) => {
                let missing = if file.is_none() { SEALS } else { SEAL_KEYS };
                self.refuse(missing, "is required with the other one: heads need both a place and a key");
                return None;
            }
        };
        let keys = self.seal_keys(&key_file)?;
        if key_files == KeyFiles::Given && !keys.can_sign() {
            self.refuse(SEAL_KEYS, "has no secret key to sign with; sip new-seal-key makes one");
        }
        Some(Seals { file, key_file, keys: Some(keys) })
    }

    fn seal_keys(&mut self, file: &Path) -> Option<SealKeys> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("cannot be read: {}", error.kind()));
        let keys = text.and_then(|text| SealKeys::parse(&text).map_err(|error| error.to_string()));
        keys.map_err(|reason| self.refuse(SEAL_KEYS, reason)).ok()
    }
}

/// The path with something put behind its name.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn read_keys(file: &Path) -> Result<MasterKeys, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot be read: {}", error.kind()))?;
    MasterKeys::parse(&text).map_err(|error| error.to_string())
}

/// Writes a new file that only its owner may read.
fn write_private(path: &Path, text: &str) -> Result<(), StoreError> {
    let write = || {
        let mut file = private_file(path)?;
        writeln!(file, "{text}")?;
        file.sync_all()
    };
    write().map_err(|error| StoreError::Open(format!("{}: {error}", path.display())))
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|known| known.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
