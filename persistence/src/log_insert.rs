//! Many rows of the access log in one statement, whose text is the same for any number of them: the server plans it once.

use crate::log::LogRow;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text};

/// The rows, column by column: an array for each.
#[derive(Default)]
pub(crate) struct LogInsert<'a> {
    id: Vec<&'a str>,
    at: Vec<i64>,
    actor_kind: Vec<&'a str>,
    staff_id: Vec<Option<&'a str>>,
    person_id: Vec<Option<&'a str>>,
    assignment_id: Vec<Option<&'a str>>,
    unit_id: Vec<Option<&'a str>>,
    organisation_id: Vec<Option<&'a str>>,
    client: Vec<Option<&'a str>>,
    action: Vec<&'a str>,
    operation: Vec<&'a str>,
    case_id: Vec<Option<&'a str>>,
    subject_id: Vec<Option<&'a str>>,
    purpose: Vec<Option<&'a [u8]>>,
    outcome: Vec<&'a str>,
    code: Vec<Option<&'a str>>,
    trace_id: Vec<&'a str>,
    alarm: Vec<i64>,
    leaf: Vec<&'a [u8]>,
}

impl<'a> LogInsert<'a> {
    pub(crate) fn of(rows: impl Iterator<Item = &'a LogRow>) -> Self {
        let mut columns = Self::default();
        for row in rows {
            columns.id.push(&row.id);
            columns.at.push(row.at);
            columns.actor_kind.push(&row.actor_kind);
            columns.staff_id.push(row.staff_id.as_deref());
            columns.person_id.push(row.person_id.as_deref());
            columns.assignment_id.push(row.assignment_id.as_deref());
            columns.unit_id.push(row.unit_id.as_deref());
            columns.organisation_id.push(row.organisation_id.as_deref());
            columns.client.push(row.client.as_deref());
            columns.action.push(&row.action);
            columns.operation.push(&row.operation);
            columns.case_id.push(row.case_id.as_deref());
            columns.subject_id.push(row.subject_id.as_deref());
            columns.purpose.push(row.purpose.as_deref());
            columns.outcome.push(&row.outcome);
            columns.code.push(row.code.as_deref());
            columns.trace_id.push(&row.trace_id);
            columns.alarm.push(row.alarm);
            columns.leaf.push(&row.leaf);
        }
        columns
    }
}

impl QueryId for LogInsert<'_> {
    type QueryId = LogInsert<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for LogInsert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO access_log (id, at, actor_kind, staff_id, person_id, assignment_id, unit_id, organisation_id, \
             client, action, operation, case_id, subject_id, purpose, outcome, code, trace_id, alarm, leaf) \
             SELECT * FROM unnest(",
        );
        out.push_bind_param::<Array<Text>, _>(&self.id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.at)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.actor_kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.staff_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.person_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.assignment_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.unit_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.organisation_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.client)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.action)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.operation)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.case_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.subject_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Binary>>, _>(&self.purpose)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.outcome)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.code)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.trace_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.alarm)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.leaf)?;
        out.push_sql(") ON CONFLICT (id, at) DO NOTHING");
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for &LogInsert<'_> {}
