//! The register of people: which person an identity number belongs to.

use crate::StoreError;
use crate::codec::{code, from_bytes, id, json};
use crate::conn::on_engine;
use crate::schema::people;
use crate::sealed::{Own, Place, Vault};
use crate::store::Conn;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sip_domain::identity::IdentityNumber;
use sip_domain::ids::PersonId;
use sip_domain::text::PersonName;

/// A person in the register.
#[derive(Clone, Debug)]
pub struct PersonRecord {
    /// The person.
    pub id: PersonId,
    /// The number.
    pub identity: IdentityNumber,
    /// The name, when the register has it.
    pub name: Option<PersonName>,
}

/// What is known of a person, as sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Details {
    pub(crate) identity: IdentityNumber,
    name: Option<PersonName>,
}

fn place(person: &str) -> Place<'_> {
    Place { table: "people", column: "details", row: person, number: 0 }
}

/// What a number is found by.
pub(crate) fn index(own: &Own, number: &IdentityNumber) -> Result<Vec<u8>, StoreError> {
    Ok(own.index("people", &[&code(&number.kind())?, number.value()]))
}

/// Opens a person's row.
pub(crate) fn details(own: &Own, person: &str, sealed: &[u8]) -> Result<Details, StoreError> {
    let clear = own.register.open(place(person), sealed).ok_or(StoreError::Corrupt("a person"))?;
    from_bytes(&clear, "a person")
}

/// The person with the number, if known.
pub(crate) fn find(
    conn: &mut Conn,
    vault: &Vault,
    number: &IdentityNumber,
) -> Result<Option<(PersonId, Option<PersonName>)>, StoreError> {
    let own = vault.own(conn)?;
    let row: Option<(String, Vec<u8>)> = people::table
        .filter(people::number_index.eq(index(&own, number)?))
        .select((people::id, people::details))
        .first(conn)
        .optional()?;
    row.map(|(person, sealed)| Ok((id(&person)?, details(&own, &person, &sealed)?.name))).transpose()
}

/// The person with the number; put in the register under `fresh` when new.
pub(crate) fn find_or_insert(
    conn: &mut Conn,
    vault: &Vault,
    number: &IdentityNumber,
    fresh: PersonId,
) -> Result<PersonId, StoreError> {
    if let Some((known, _)) = find(conn, vault, number)? {
        return Ok(known);
    }
    if insert(conn, vault, &PersonRecord { id: fresh, identity: number.clone(), name: None })? {
        return Ok(fresh);
    }
    // Somebody else was faster in the same instant.
    find(conn, vault, number)?.map(|(known, _)| known).ok_or(StoreError::Corrupt("a person"))
}

/// Puts a person in the register; one whose id or number is there already is left as is. Says whether it did.
pub(crate) fn insert(conn: &mut Conn, vault: &Vault, person: &PersonRecord) -> Result<bool, StoreError> {
    let (own, id) = (vault.own(conn)?, person.id.to_string());
    let clear = json(&Details { identity: person.identity.clone(), name: person.name.clone() }, "a person")?;
    let row = diesel::insert_into(people::table).values((
        people::number_index.eq(index(&own, &person.identity)?),
        people::details.eq(own.register.seal(place(&id), clear.as_bytes())?),
        people::id.eq(&id),
    ));
    Ok(on_engine!(conn, |conn| row.on_conflict_do_nothing().execute(conn))? == 1)
}

/// Holds the person until the transaction ends, so that what is looked up of the person's cases stays so. The embedded
/// database has one writer and needs no lock.
pub(crate) fn hold(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    if let Conn::Postgres(conn) = conn {
        let row = people::table.find(person.to_string()).select(people::id).for_no_key_update();
        row.first::<String>(conn).optional()?;
    }
    Ok(())
}
