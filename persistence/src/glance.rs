//! One case with all that a look at it needs, in one statement: the agreement, the directory's revision, and the case if a
//! row gives the caller a part in it. It is its own snapshot, so it needs no transaction: on a server one round trip does it.

use crate::access::Surroundings;
use crate::caller::{AccessNote, Caller};
use crate::cases::SealedCase;
use crate::conn::on_engine;
use crate::known::{REVISION, Remembered};
use crate::sealed::CaseKeyRow;
use crate::store::Conn;
use crate::{Store, StoreError};
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Binary, Nullable, Text};
use sip_domain::access::is_related;
use sip_domain::context::{Actor, Duty};
use sip_domain::ids::CaseId;
use sip_domain::model::SipCase;

/// The statement for a caller of one kind; the kinds differ in their text, and `KIND` tells a prepared one from the other.
struct Glance<const KIND: u8> {
    case: String,
    part: String,
    staff: String,
}

/// For clinical staff: the unit, as a whole or by name.
const STAFF: u8 = 0;
/// For citizens.
const CITIZEN: u8 = 1;

/// What it gives: the agreement and the revision as stored, and of the case the columns that open it; none of those when no
/// row gives the caller a part in it.
type Columns = (
    Nullable<Text>,
    Nullable<Text>,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<Binary>,
    Nullable<Text>,
    Nullable<Binary>,
);

/// A row of it.
#[derive(Queryable)]
struct Glanced {
    profile: Option<String>,
    revision: Option<String>,
    version: Option<i64>,
    schema_number: Option<i64>,
    document: Option<Vec<u8>>,
    master_id: Option<String>,
    wrapped: Option<Vec<u8>>,
}

impl Glanced {
    /// The case and its key, as they lie in the database.
    fn case(self, id: CaseId) -> Option<(SealedCase, CaseKeyRow)> {
        let id = id.to_string();
        let case = SealedCase::new(id.clone(), self.version?, self.schema_number?, self.document);
        Some((case, CaseKeyRow::new(id, self.master_id, self.wrapped)))
    }
}

/// A case that was looked at in this way, and what it has to be looked at with.
pub(crate) struct Seen {
    pub(crate) case: SipCase,
    pub(crate) surroundings: Surroundings,
}

/// The case, when the caller is remembered as the directory still is, and may know of it. None: nothing is known of the case,
/// and it has to be looked for the long way, which finds out why.
pub(crate) fn glance(
    store: &Store,
    caller: &Caller,
    note: &AccessNote,
    id: CaseId,
) -> Result<Option<Seen>, StoreError> {
    let vault = store.vault();
    let Some(Remembered { actor, revision }) = store.known().caller(&vault, caller, note.moment()) else {
        return store.read(|conn| store.known().learn(conn, &vault, caller)).map(|()| None);
    };
    let Some(question) = Question::of(&actor, id) else { return Ok(None) };
    let row: Glanced = store.ask(|conn| question.put(conn))?;
    if row.revision.as_ref() != Some(&revision) {
        return store.read(|conn| store.known().learn(conn, &vault, caller)).map(|()| None);
    }
    let profile = store.known().profile(row.profile.clone())?;
    let Some((case, key)) = row.case(id) else { return Ok(None) };
    let Some(case) = case.open(&vault, &key)? else { return Ok(None) };
    let is_known = is_related(&case, &actor, note.moment());
    let surroundings = Surroundings::under(profile, actor, store.calendar(), note);
    Ok(is_known.then_some(Seen { case, surroundings }))
}

/// The statement for this actor; none for those whose part no row tells.
enum Question {
    Staff(Glance<STAFF>),
    Citizen(Glance<CITIZEN>),
}

impl Question {
    fn of(actor: &Actor, case: CaseId) -> Option<Self> {
        let case = case.to_string();
        match actor {
            Actor::Staff { staff, duty: Duty::Clinical, .. } => {
                Some(Self::Staff(Glance { case, part: staff.unit.id.to_string(), staff: staff.id.to_string() }))
            }
            Actor::Citizen { citizen } => {
                Some(Self::Citizen(Glance { case, part: citizen.person.to_string(), staff: String::new() }))
            }
            _ => None,
        }
    }

    fn put(&self, conn: &mut Conn) -> Result<Glanced, StoreError> {
        Ok(match self {
            Self::Staff(glance) => on_engine!(conn, |conn| glance.get_result(conn))?,
            Self::Citizen(glance) => on_engine!(conn, |conn| glance.get_result(conn))?,
        })
    }
}

impl<const KIND: u8> QueryId for Glance<KIND> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<const KIND: u8> Query for Glance<KIND> {
    type SqlType = Columns;
}

impl<const KIND: u8, DB> QueryFragment<DB> for Glance<KIND>
where
    DB: Backend,
    String: diesel::serialize::ToSql<Text, DB>,
    DB: diesel::sql_types::HasSqlType<Text>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(
            "SELECT s.profile, s.revision, c.version, c.schema_number, c.document, c.master_id, c.wrapped FROM ",
        );
        out.push_sql("(SELECT (SELECT value FROM settings WHERE key = 'profile') AS profile, ");
        out.push_sql("(SELECT value FROM settings WHERE key = '");
        out.push_sql(REVISION);
        out.push_sql("') AS revision) s LEFT JOIN (SELECT cases.version, cases.schema_number, cases.document, ");
        out.push_sql("case_keys.master_id, case_keys.wrapped FROM cases ");
        out.push_sql("INNER JOIN case_keys ON case_keys.case_id = cases.id WHERE cases.id = ");
        out.push_bind_param::<Text, _>(&self.case)?;
        out.push_sql(" AND EXISTS (SELECT 1 FROM case_parties p WHERE p.case_id = cases.id AND ");
        if KIND == CITIZEN {
            out.push_sql("p.person_id = ");
            out.push_bind_param::<Text, _>(&self.part)?;
        } else {
            out.push_sql("p.unit_id = ");
            out.push_bind_param::<Text, _>(&self.part)?;
            out.push_sql(" AND (p.staff_id IS NULL OR p.staff_id = ");
            out.push_bind_param::<Text, _>(&self.staff)?;
            out.push_sql(")");
        }
        out.push_sql(")) c ON true");
        Ok(())
    }
}

impl<const KIND: u8> RunQueryDsl<PgConnection> for &Glance<KIND> {}
impl<const KIND: u8> RunQueryDsl<SqliteConnection> for &Glance<KIND> {}
