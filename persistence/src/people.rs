//! The register of people: which person an identity number belongs to.

use crate::StoreError;
use crate::codec::{code, id, parsed};
use crate::schema::people;
use crate::store::Conn;
use diesel::prelude::*;
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

/// The person with the number, if known.
pub(crate) fn find(
    conn: &mut Conn,
    number: &IdentityNumber,
) -> Result<Option<(PersonId, Option<PersonName>)>, StoreError> {
    let row: Option<(String, Option<String>)> = people::table
        .filter(people::identity_value.eq(number.value()))
        .select((people::id, people::name))
        .first(conn)
        .optional()?;
    row.map(|(person, name)| Ok((id(&person)?, name.map(|name| parsed(name, "a name")).transpose()?))).transpose()
}

/// The person with the number; put in the register under `fresh` when new.
pub(crate) fn find_or_insert(
    conn: &mut Conn,
    number: &IdentityNumber,
    fresh: PersonId,
) -> Result<PersonId, StoreError> {
    if let Some((known, _)) = find(conn, number)? {
        return Ok(known);
    }
    insert(conn, &PersonRecord { id: fresh, identity: number.clone(), name: None })?;
    Ok(fresh)
}

/// Puts a person in the register; one whose id or number is there already is left as is.
pub(crate) fn insert(conn: &mut Conn, person: &PersonRecord) -> Result<(), StoreError> {
    diesel::insert_into(people::table)
        .values((
            people::id.eq(person.id.to_string()),
            people::identity_kind.eq(code(&person.identity.kind())?),
            people::identity_value.eq(person.identity.value()),
            people::name.eq(person.name.as_ref().map(PersonName::as_str)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}
