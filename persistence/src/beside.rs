//! The rows beside a case in the tables: written where they differ from what stands there.

use crate::StoreError;
use crate::derived::{Beside, DeadlineRow, FactRow, PartyRow};
use crate::schema::{case_deadlines, case_facts, case_parties};
use crate::store::Conn;
use diesel::prelude::*;

/// One step from the rows that are stored to those that shall be. A row's place in the list is its number.
#[derive(Debug, PartialEq, Eq)]
enum Step<'r, R> {
    /// Another row in the place of one that is there.
    Change(&'r R),
    /// A row behind those that are there.
    Add(&'r R),
    /// No rows from this number on.
    Cut(i64),
}

fn steps<'r, R: PartialEq>(stored: &[R], wanted: &'r [R]) -> Vec<Step<'r, R>> {
    let changed = stored.iter().zip(wanted).filter(|(old, new)| old != new).map(|(_, new)| Step::Change(new));
    let added = wanted.iter().skip(stored.len()).map(Step::Add);
    let cut = (stored.len() > wanted.len()).then(|| Step::Cut(i64::try_from(wanted.len()).unwrap_or(i64::MAX)));
    changed.chain(added).chain(cut).collect()
}

/// Writes the rows of a case. `stored` is what is known to stand there; none when that is not known, and then all are written
/// anew.
pub(crate) fn write(conn: &mut Conn, case: &str, stored: Option<&Beside>, wanted: &Beside) -> Result<(), StoreError> {
    if stored.is_none() {
        clear(conn, case)?;
    }
    let nothing = Beside::default();
    let stored = stored.unwrap_or(&nothing);
    for step in steps(&stored.parties, &wanted.parties) {
        write_party(conn, case, &step)?;
    }
    for step in steps(&stored.deadlines, &wanted.deadlines) {
        write_deadline(conn, case, &step)?;
    }
    for step in steps(&stored.facts, &wanted.facts) {
        write_fact(conn, case, &step)?;
    }
    Ok(())
}

fn write_party(conn: &mut Conn, case: &str, step: &Step<'_, PartyRow>) -> QueryResult<usize> {
    use case_parties as t;
    match step {
        Step::Change(row) => diesel::update(t::table.find((case, row.ordinal))).set(*row).execute(conn),
        Step::Add(row) => diesel::insert_into(t::table).values(*row).execute(conn),
        Step::Cut(from) => {
            diesel::delete(t::table.filter(t::case_id.eq(case)).filter(t::ordinal.ge(from))).execute(conn)
        }
    }
}

fn write_deadline(conn: &mut Conn, case: &str, step: &Step<'_, DeadlineRow>) -> QueryResult<usize> {
    use case_deadlines as t;
    match step {
        Step::Change(row) => diesel::update(t::table.find((case, row.ordinal))).set(*row).execute(conn),
        Step::Add(row) => diesel::insert_into(t::table).values(*row).execute(conn),
        Step::Cut(from) => {
            diesel::delete(t::table.filter(t::case_id.eq(case)).filter(t::ordinal.ge(from))).execute(conn)
        }
    }
}

fn write_fact(conn: &mut Conn, case: &str, step: &Step<'_, FactRow>) -> QueryResult<usize> {
    use case_facts as t;
    match step {
        Step::Change(row) => diesel::update(t::table.find((case, row.ordinal))).set(*row).execute(conn),
        Step::Add(row) => diesel::insert_into(t::table).values(*row).execute(conn),
        Step::Cut(from) => {
            diesel::delete(t::table.filter(t::case_id.eq(case)).filter(t::ordinal.ge(from))).execute(conn)
        }
    }
}

/// Deletes all rows beside a case.
pub(crate) fn clear(conn: &mut Conn, case: &str) -> Result<(), StoreError> {
    diesel::delete(case_parties::table.filter(case_parties::case_id.eq(case))).execute(conn)?;
    diesel::delete(case_deadlines::table.filter(case_deadlines::case_id.eq(case))).execute(conn)?;
    diesel::delete(case_facts::table.filter(case_facts::case_id.eq(case))).execute(conn)?;
    Ok(())
}

/// The rows stored beside a case, in their order.
pub(crate) fn stored(conn: &mut Conn, case: &str) -> Result<Beside, StoreError> {
    let parties = case_parties::table
        .filter(case_parties::case_id.eq(case))
        .order(case_parties::ordinal)
        .select(PartyRow::as_select())
        .load(conn)?;
    let deadlines = case_deadlines::table
        .filter(case_deadlines::case_id.eq(case))
        .order(case_deadlines::ordinal)
        .select(DeadlineRow::as_select())
        .load(conn)?;
    let facts = case_facts::table
        .filter(case_facts::case_id.eq(case))
        .order(case_facts::ordinal)
        .select(FactRow::as_select())
        .load(conn)?;
    Ok(Beside { parties, deadlines, facts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_is_left() {
        assert_eq!(steps::<u8>(&[], &[]), []);
        assert_eq!(steps(&[1, 2, 3], &[1, 2, 3]), []);
        assert_eq!(steps(&[1, 2, 3], &[1, 4, 3]), [Step::Change(&4)]);
        assert_eq!(steps(&[], &[1, 2]), [Step::Add(&1), Step::Add(&2)]);
        assert_eq!(steps(&[1, 2], &[3, 2, 4]), [Step::Change(&3), Step::Add(&4)]);
        assert_eq!(steps(&[1, 2, 3], &[2]), [Step::Change(&2), Step::Cut(1)]);
        assert_eq!(steps(&[1], &[]), [Step::Cut(0)]);
    }
}
