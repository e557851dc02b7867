//! Migrations go up, down and up again and lose nothing on the way; both engines come to the same; and each says truly how
//! far back a program may be that runs on it.

use crate::common::*;
use crate::engines::Engine;
use sip_persistence::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The migration that all others stand on, and the one that brought the table in which the others say who may run.
const BASE: &str = "20260201000000";
const COMPATIBILITY: &str = "20261127000000";

/// A column: table, name, whether it must have a value.
type Column = (String, String, bool);

impl Engine {
    /// Every object of the schema as the engine writes it down.
    fn schema(&self) -> Vec<String> {
        self.lines(
            "SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS line FROM sqlite_schema
             WHERE name NOT LIKE 'sqlite_%' AND name <> '__diesel_schema_migrations' ORDER BY 1",
            "WITH own AS (SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
                 AND relname NOT LIKE '\\_\\_diesel%')
             SELECT line FROM (
                 SELECT format('column %s.%s %s %s %s %s', own.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                     a.attnotnull, a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid)) AS line
                 FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
                 LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                 UNION ALL SELECT format('constraint %s %s %s', own.relname, c.conname, pg_get_constraintdef(c.oid))
                 FROM own JOIN pg_constraint c ON c.conrelid = own.oid
                 UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM own JOIN pg_index i ON i.indrelid = own.oid
                 UNION ALL SELECT pg_get_triggerdef(t.oid) FROM own JOIN pg_trigger t ON t.tgrelid = own.oid
                     WHERE NOT t.tgisinternal
                 UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                 UNION ALL SELECT format('partition %s %s', inhrelid::regclass, inhparent::regclass) FROM pg_inherits
             ) AS found ORDER BY line",
        )
    }

    fn columns(&self) -> Vec<Column> {
        let lines = self.lines(
            "SELECT t.name || ' ' || c.name || ' ' || (c.\"notnull\" OR c.pk > 0) AS line
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'",
            "SELECT c.relname || ' ' || a.attname || ' ' || a.attnotnull::int AS line
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                 AND c.relname NOT LIKE '\\_\\_diesel%'",
        );
        let column = |line: &String| {
            let parts: Vec<&str> = line.split(' ').collect();
            (parts[0].to_owned(), parts[1].to_owned(), parts[2] == "1")
        };
        let mut columns: Vec<Column> = lines.iter().map(column).collect();
        columns.sort();
        columns
    }

    /// What stands in these columns, table by table.
    fn content(&self, columns: &[Column]) -> BTreeMap<String, Vec<String>> {
        let mut tables = BTreeMap::<&str, Vec<&str>>::new();
        for (table, column, _) in columns.iter().filter(|(table, _, _)| table != "schema_compatibility") {
            tables.entry(table).or_default().push(column);
        }
        let content = |(table, columns): (&str, Vec<&str>)| {
            let sqlite: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            let postgres: Vec<String> = columns.iter().map(|column| format!("quote_nullable(\"{column}\")")).collect();
            let lines = self.lines(
                &format!("SELECT {} AS line FROM \"{table}\" ORDER BY 1", sqlite.join(" || ' ' || ")),
                &format!("SELECT concat_ws(' ', {}) AS line FROM \"{table}\" ORDER BY 1", postgres.join(", ")),
            );
            // A migration's own row, which comes and goes with it.
            let lines = lines.into_iter().filter(|line| !line.starts_with("'directory.revision'"));
            (table.to_owned(), lines.collect())
        };
        tables.into_iter().map(content).collect()
    }

    /// Which migrations say how far back a program may be, and how far.
    fn stated(&self) -> BTreeMap<String, String> {
        let query = "SELECT version || ' ' || oldest AS line FROM schema_compatibility";
        let lines = self.lines(query, query);
        lines.iter().map(|line| line.split_once(' ').unwrap()).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
    }
}

/// The names of the folders of one engine.
fn folders(engine: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(engine);
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn version(name: &str) -> &str {
    name.split('_').next().unwrap()
}

#[test]
fn migrations_go_up_down_and_up_again_on_a_filled_database() {
    let names = folders("sqlite");
    for engine in Engine::each() {
        engine.fill();
        let (top, full) = (engine.schema(), engine.content(&engine.columns()));
        assert!(full["case_events"].len() == 2 && full["seals"].len() == 2 && full["staff"].len() > 2, "{full:?}");
        let mut below = Vec::new();
        for name in names.iter().rev() {
            let reverted = engine.world.store.revert_last().unwrap();
            assert_eq!(reverted.as_deref(), Some(version(name)), "{}", engine.name);
            let columns = engine.columns();
            // What the newest migrations did not bring is as it was, but under the first there is nothing.
            let kept = engine.content(&columns);
            assert_eq!(kept.is_empty(), version(name) == BASE, "{}: down {name}: {kept:?}", engine.name);
            below.push((engine.schema(), columns, kept));
        }
        assert_eq!(engine.world.store.revert_last().unwrap(), None);
        for name in &names {
            let (schema, _, _) = below.pop().unwrap();
            assert_eq!(engine.schema(), schema, "{}: the schema before {name}", engine.name);
            assert_eq!(engine.world.store.migrate_next().unwrap().as_ref(), Some(name), "{}", engine.name);
        }
        assert_eq!(engine.world.store.migrate_next().unwrap(), None);
        assert_eq!(engine.schema(), top, "{}: up, down and up again", engine.name);
    }
}

#[test]
fn what_newer_migrations_did_not_bring_is_kept_when_they_go_and_come_back() {
    for engine in Engine::each() {
        engine.fill();
        for count in 1..folders("sqlite").len() {
            let newer = engine.columns();
            let before = engine.content(&newer);
            for _ in 0..count {
                engine.world.store.revert_last().unwrap().unwrap();
            }
            let older = engine.columns();
            let kept = engine.content(&older);
            for (table, rows) in &kept {
                let of = |columns: &[Column]| columns.iter().filter(|(of, _, _)| of == table).count();
                if of(&older) == of(&newer) {
                    assert_eq!(rows, &before[table], "{}: {count} down", engine.name);
                } else {
                    assert_eq!(rows.len(), before[table].len(), "{}: {count} down: {table}", engine.name);
                }
            }
            while engine.world.store.migrate_next().unwrap().is_some() {}
            assert_eq!(engine.content(&older), kept, "{}: {count} down and up again", engine.name);
            let report = verify(&engine.world.store).unwrap();
            assert!(report.is_clean() && report.cases == 1, "{}: {report:?}", engine.name);
        }
    }
}

#[test]
fn both_engines_come_to_the_same_tables() {
    assert_eq!(folders("sqlite"), folders("postgres"));
    let mut found = Vec::new();
    for engine in Engine::each() {
        engine.world.store.migrate().unwrap();
        // Only a server lets go of old partitions of the log, and writes down that it did.
        let columns = engine.columns().into_iter().filter(|(table, _, _)| table != "log_retention");
        found.push((columns.collect::<BTreeSet<_>>(), engine.stated()));
    }
    assert!(found[0].0.len() > 100, "the columns were not found");
    assert!(found.iter().all(|other| *other == found[0]), "{found:#?}");
}

#[test]
fn a_migration_that_lets_older_programs_run_only_adds() {
    for engine in Engine::each() {
        let names = folders("sqlite");
        let mut before = Vec::new();
        for name in &names {
            engine.world.store.migrate_next().unwrap().unwrap();
            let now = engine.columns();
            if version(name) > COMPATIBILITY {
                let stated = engine.stated();
                let oldest =
                    stated.get(version(name)).unwrap_or_else(|| panic!("{name} does not say who may run on it"));
                if oldest.as_str() < version(name) {
                    let gone: Vec<_> = before.iter().filter(|column| !now.contains(column)).collect();
                    assert!(gone.is_empty(), "{}: {name} takes away or changes {gone:?}", engine.name);
                    let tables: BTreeSet<&String> = before.iter().map(|(table, _, _): &Column| table).collect();
                    let asked = now.iter().filter(|column| tables.contains(&column.0) && column.2);
                    let asked: Vec<_> = asked.filter(|column| !before.contains(column)).collect();
                    assert!(asked.is_empty(), "{}: {name} asks older programs for {asked:?}", engine.name);
                }
            }
            before = now;
        }
        assert!(engine.stated().contains_key(COMPATIBILITY));
    }
}

#[test]
fn an_older_program_runs_where_the_newer_migration_says_so() {
    const NEWER: &str = "20991231000000";
    for engine in Engine::each() {
        let case = engine.fill();
        let newest = version(folders("sqlite").last().unwrap()).to_owned();
        engine.run(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{NEWER}')"));
        let refused = |why: &str| {
            let error = Store::open(&engine.options).unwrap_err().to_string();
            assert!(error.contains("another version of sip (20991231000000)"), "{}: {why}: {error}", engine.name);
            assert!(engine.world.store.ready().is_err(), "{}: {why}", engine.name);
            assert!(engine.world.store.migrate().is_err(), "{}: {why}", engine.name);
        };
        refused("it says nothing");
        engine.run(&format!("INSERT INTO schema_compatibility (version, oldest) VALUES ('{NEWER}', '20991230000000')"));
        refused("it asks for a migration that this program does not know");
        engine.run(&format!("UPDATE schema_compatibility SET oldest = '{newest}' WHERE version = '{NEWER}'"));
        let store = Store::open(&engine.options).unwrap();
        store.ready().unwrap();
        store.migrate().unwrap();
        assess(&store, request(case, 2)).unwrap();
        assert!(verify(&store).unwrap().is_clean(), "{}", engine.name);
        // One of several that does not let it run is enough.
        engine.run("INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000001')");
        assert!(Store::open(&engine.options).is_err(), "{}", engine.name);
        // An older program cannot take back what it does not know.
        assert!(store.revert_last().is_err(), "{}", engine.name);
    }
}
