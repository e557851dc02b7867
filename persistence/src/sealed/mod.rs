//! What is written down lies sealed in the file: a key for each case, wrapped by a master key that is elsewhere.

mod key;
mod masters;
mod vault;

pub(crate) use key::{Place, SealingKey, random};
pub use masters::{KeyFileError, MasterKeys, new_master_key};
pub(crate) use masters::{fresh_line, key_line};
pub use vault::rewrap;
pub(crate) use vault::{CaseKeyRow, Own, Vault};
