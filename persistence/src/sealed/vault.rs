//! The keys that lie in the database: the register's and the index's, and one for each case, all wrapped by a master key.

use super::key::{KEY_BYTES, Place, SealingKey, random};
use super::masters::MasterKeys;
use crate::StoreError;
use crate::codec::micros;
use crate::schema::{case_keys, store_keys};
use crate::store::{Conn, Store};
use crate::transaction::in_transaction;
use aws_lc_rs::hmac;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::sync::{Arc, PoisonError, RwLock};

const REGISTER: &str = "register";
const INDEX: &str = "index";
/// Keys wrapped anew in one write job.
const CHUNK: i64 = 500;

/// Opens the database's keys.
pub(crate) struct Vault {
    masters: MasterKeys,
    // Opened once: they are the same for the life of the database.
    own: RwLock<Option<Arc<Own>>>,
}

/// The store's own keys.
pub(crate) struct Own {
    /// Seals people and stated reasons.
    pub(crate) register: SealingKey,
    index: hmac::Key,
}

impl Own {
    /// The keyed hash (HMAC-SHA-256) of a value that must be found again but not guessed at.
    pub(crate) fn index(&self, of: &'static str, parts: &[&str]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.index);
        for part in [of].iter().chain(parts) {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part.as_bytes());
        }
        context.sign().as_ref().to_vec()
    }
}

/// A case's key, wrapped.
#[derive(Queryable, Selectable)]
#[diesel(table_name = case_keys)]
pub(crate) struct CaseKeyRow {
    case_id: String,
    master_id: Option<String>,
    wrapped: Option<Vec<u8>>,
}

impl CaseKeyRow {
    pub(crate) fn new(case_id: String, master_id: Option<String>, wrapped: Option<Vec<u8>>) -> Self {
        Self { case_id, master_id, wrapped }
    }
}

fn of_case(case: &str) -> Place<'_> {
    Place { table: "case_keys", column: "wrapped", row: case, number: 0 }
}

fn of_store(name: &str) -> Place<'_> {
    Place { table: "store_keys", column: "wrapped", row: name, number: 0 }
}

impl Vault {
    pub(crate) fn new(masters: MasterKeys) -> Self {
        Self { masters, own: RwLock::default() }
    }

    /// Makes the store's own keys when there are none, and opens them.
    pub(crate) fn establish(&self, conn: &mut Conn) -> Result<(), StoreError> {
        in_transaction(conn, |conn| {
            if store_keys::table.count().get_result::<i64>(conn)? > 0 {
                return Ok(());
            }
            for name in [REGISTER, INDEX] {
                let wrapped = self.masters.wrap(of_store(name), &*random()?)?;
                diesel::insert_into(store_keys::table)
                    .values((
                        store_keys::name.eq(name),
                        store_keys::master_id.eq(wrapped.master_id),
                        store_keys::wrapped.eq(wrapped.bytes),
                    ))
                    .execute(conn)?;
            }
            Ok::<_, StoreError>(())
        })?;
        self.forget();
        self.own(conn).map(|_| ())
    }

    /// Opens the store's own keys when the database has some already.
    pub(crate) fn check(&self, conn: &mut Conn) -> Result<(), StoreError> {
        if store_keys::table.count().get_result::<i64>(conn)? > 0 {
            self.own(conn)?;
        }
        Ok(())
    }

    /// Lets go of the opened keys: the database has others, or none, from now on.
    pub(crate) fn forget(&self) {
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The store's own keys when they are open already.
    pub(crate) fn known(&self) -> Option<Arc<Own>> {
        self.own.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The store's own keys.
    pub(crate) fn own(&self, conn: &mut Conn) -> Result<Arc<Own>, StoreError> {
        self.known().map_or_else(|| self.open_own(conn), Ok)
    }

    fn open_own(&self, conn: &mut Conn) -> Result<Arc<Own>, StoreError> {
        let mut opened = |name: &str| -> Result<_, StoreError> {
            let (master, wrapped): (String, Vec<u8>) = store_keys::table
                .find(name)
                .select((store_keys::master_id, store_keys::wrapped))
                .first(conn)
                .optional()?
                .ok_or(StoreError::Keys("the database has lost a key of its own"))?;
            self.masters.unwrap(of_store(name), &master, &wrapped)
        };
        let register = SealingKey::new(&*opened(REGISTER)?)?;
        let index = hmac::Key::new(hmac::HMAC_SHA256, opened(INDEX)?.as_slice());
        let own = Arc::new(Own { register, index });
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&own));
        Ok(own)
    }

    /// Keeps the key of a case that has none yet. The case's row must be there.
    pub(crate) fn keep_case_key(
        &self,
        conn: &mut Conn,
        case: &str,
        key: &[u8; KEY_BYTES],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let wrapped = self.masters.wrap(of_case(case), key)?;
        diesel::insert_into(case_keys::table)
            .values((
                case_keys::case_id.eq(case),
                case_keys::master_id.eq(wrapped.master_id),
                case_keys::wrapped.eq(wrapped.bytes),
                case_keys::created_at.eq(micros(now)),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// The key of a case; none when it was destroyed.
    pub(crate) fn open_case_key(&self, row: &CaseKeyRow) -> Result<Option<SealingKey>, StoreError> {
        let (Some(master), Some(wrapped)) = (&row.master_id, &row.wrapped) else { return Ok(None) };
        SealingKey::new(&*self.masters.unwrap(of_case(&row.case_id), master, wrapped)?).map(Some)
    }

    /// As [`Self::open_case_key`], also none when the case has none.
    pub(crate) fn case_key(&self, conn: &mut Conn, case: &str) -> Result<Option<SealingKey>, StoreError> {
        let row: Option<CaseKeyRow> =
            case_keys::table.find(case).select(CaseKeyRow::as_select()).first(conn).optional()?;
        row.map_or(Ok(None), |row| self.open_case_key(&row))
    }

    fn wrap_store_keys_anew(&self, conn: &mut Conn, current: &str) -> Result<u64, StoreError> {
        let rows: Vec<(String, String, Vec<u8>)> =
            store_keys::table.filter(store_keys::master_id.ne(current)).load(conn)?;
        for (name, master, wrapped) in &rows {
            let key = self.masters.unwrap(of_store(name), master, wrapped)?;
            let wrapped = self.masters.wrap(of_store(name), &key)?;
            diesel::update(store_keys::table.find(name))
                .set((store_keys::master_id.eq(wrapped.master_id), store_keys::wrapped.eq(wrapped.bytes)))
                .execute(conn)?;
        }
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }

    /// Some of the keys that the current master key has not wrapped; how many.
    fn wrap_case_keys_anew(&self, conn: &mut Conn, current: &str) -> Result<u64, StoreError> {
        let rows: Vec<CaseKeyRow> = case_keys::table
            .filter(case_keys::master_id.ne(current))
            .limit(CHUNK)
            .select(CaseKeyRow::as_select())
            .load(conn)?;
        for row in &rows {
            let (Some(master), Some(wrapped)) = (&row.master_id, &row.wrapped) else { continue };
            let key = self.masters.unwrap(of_case(&row.case_id), master, wrapped)?;
            let wrapped = self.masters.wrap(of_case(&row.case_id), &key)?;
            diesel::update(case_keys::table.find(&row.case_id))
                .set((case_keys::master_id.eq(wrapped.master_id), case_keys::wrapped.eq(wrapped.bytes)))
                .execute(conn)?;
        }
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }
}

/// Wraps every key that is under an older master key under the current one, some to a job. What was sealed stays as it is.
/// Afterwards the older master keys are of no use to this database. Says how many keys were wrapped anew.
///
/// # Errors
/// When a key's master key is not given; what was wrapped until then stays so.
pub fn rewrap(store: &Store) -> Result<u64, StoreError> {
    let vault = store.vault();
    let current = vault.masters.current().unwrap_or_default().to_owned();
    let (own, id) = (Arc::clone(&vault), current.clone());
    let mut wrapped = store.write(move |conn| own.wrap_store_keys_anew(conn, &id))?;
    loop {
        let (own, id) = (Arc::clone(&vault), current.clone());
        match store.write(move |conn| own.wrap_case_keys_anew(conn, &id))? {
            0 => break,
            some => wrapped = wrapped.saturating_add(some),
        }
    }
    store.empty_log()?;
    Ok(wrapped)
}
