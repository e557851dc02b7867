//! `sip backup` and `sip restore`.

use crate::{Done, say, tell, verify};
use sip_api::config::Storage;
use sip_persistence::{HeadsPut, Store};
use std::path::Path;

const KEYS: &str = "the master keys are not in it: keep those of this time as long as the backup, and elsewhere";

/// Writes a copy of the database and its heads into the folder, and checks it.
pub(crate) fn back_up(store: &Store, storage: &Storage, folder: &str) -> Done {
    let sealing = storage.sealing()?;
    let done = sip_persistence::back_up(store, sealing.as_ref(), Path::new(folder), chrono::Utc::now())?;
    say(&format!("the database is in {}", done.database.display()))?;
    match &done.heads {
        Some(heads) => say(&format!("the signed heads are in {}", heads.display()))?,
        None => say("there are no signed heads to copy")?,
    }
    say(KEYS)?;
    match &done.report {
        Some(report) => tell(report),
        None if store.database().file().is_some() => Ok(say(
            "the copy is not checked: the database is of an older sip; sip migrate a copy of it, then sip verify",
        )?),
        None => Ok(say("the dump was read to its end; to check what is in it, restore it elsewhere")?),
    }
}

/// Puts a copy into a database that is not there, or empty, and checks it there.
pub(crate) fn restore(storage: &Storage, from: &str) -> Done {
    let heads = sip_persistence::restore(&storage.options()?, storage.seal_file(), Path::new(from))?;
    say(&format!("{from} is restored into {}", storage.database))?;
    say(&match heads {
        HeadsPut::None => "no signed heads lie beside the backup".to_owned(),
        HeadsPut::Nowhere(file) => {
            format!("SIP_SEAL_FILE is not set; the signed heads of the backup stay in {}", file.display())
        }
        HeadsPut::Put(file) => format!("its signed heads are in {}", file.display()),
        HeadsPut::Same(file) => format!("its signed heads are those in {}", file.display()),
        HeadsPut::Kept(file) => format!(
            "{} has other heads than the backup and is left as it is: keep it, it proves what was there and is lost; put the \
             backup's heads in its place before the server starts",
            file.display()
        ),
    })?;
    let store = storage.open()?;
    if let Err(error) = store.ready() {
        return Err(format!("restored and not checked: {error}; run sip migrate, then sip verify").into());
    }
    verify(&store, storage)
}
