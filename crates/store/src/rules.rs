//! What the schema and the statements keep to, checked: `migrations/README.md` says why.

use crate::Store;
use crate::sql::{Statement, registered};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Tables distributed by the unit that reports.
const DISTRIBUTED: [&str; 9] = [
    "attachment",
    "document",
    "fact_correction",
    "file",
    "report",
    "report_comment",
    "report_draft",
    "report_event",
    "report_revision",
];

/// Tables that are only inserted into.
const INSERT_ONLY: [&str; 8] = [
    "audit_event",
    "document",
    "fact_correction",
    "file",
    "narrative_text",
    "report_event",
    "report_revision",
    "sign_off",
];

/// Tables of which something may be noted beside what was handed in, in these columns only.
const NOTED_BESIDE: [(&str, &[&str]); 2] =
    [("attachment", &["removed_at", "removed_by"]), ("report_comment", &["resolved_at", "resolved_by"])];

/// Words of one engine only, or of neither's shared part.
const FOREIGN_WORDS: [&str; 16] = [
    "AUTOINCREMENT",
    "CURRENT_DATE",
    "CURRENT_TIMESTAMP",
    "DATETIME",
    "GREATEST",
    "IFNULL",
    "ILIKE",
    "JSONB",
    "LATERAL",
    "LIKE",
    "NOW",
    "REPLACE",
    "ROLLUP",
    "ROWID",
    "SERIAL",
    "STRFTIME",
];

fn words(sql: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    sql.to_uppercase().split(|c| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn follows(words: &[String], pattern: &[&str]) -> bool {
    words.windows(pattern.len()).any(|window| window == pattern)
}

/// The columns that a statement sets.
fn columns_set(sql: &str) -> Vec<String> {
    let Some((_, assignments)) = sql.split_once(" SET ") else { return Vec::new() };
    let assignments = assignments.split(" WHERE ").next().unwrap_or_default();
    assignments.split(',').filter_map(|one| one.split_once('=')).map(|(column, _)| column.trim().to_owned()).collect()
}

/// Why a statement overwrites something that must stay, if it does.
fn overwrites(sql: &str) -> Option<&'static str> {
    let one_line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words(sql);
    let beside = NOTED_BESIDE.into_iter().find(|(table, allowed)| {
        let table = table.to_uppercase();
        let set = columns_set(&one_line);
        let changes = follows(&words, &["UPDATE", &table]) || follows(&words, &["INTO", &table]);
        follows(&words, &["DELETE", "FROM", &table])
            || (changes && set.iter().any(|column| !allowed.contains(&column.as_str())))
    });
    let only_inserted = INSERT_ONLY.into_iter().find(|table| {
        let table = table.to_uppercase();
        follows(&words, &["UPDATE", &table])
            || follows(&words, &["DELETE", "FROM", &table])
            || follows(&words, &["TRUNCATE", &table])
            || (follows(&words, &["INTO", &table])
                && (follows(&words, &["DO", "UPDATE"]) || !follows(&words, &["INSERT", "INTO"])))
    });
    only_inserted.or(beside.map(|(table, _)| table))
}

fn names(statements: impl IntoIterator<Item = &'static Statement>) -> Vec<&'static str> {
    statements.into_iter().map(Statement::name).collect()
}

fn column<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str) -> Vec<T> {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Tables with what they must not have: unique keys and foreign keys that would cross nodes.
fn crossing_keys(connection: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    let tables: BTreeSet<String> =
        column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'").into_iter().collect();
    assert!(DISTRIBUTED.iter().all(|table| tables.contains(*table)), "{tables:?}");
    for table in &tables {
        let distributed = DISTRIBUTED.contains(&table.as_str());
        let unique = format!("SELECT name FROM pragma_index_list('{table}') WHERE \"unique\" = 1");
        for index in column::<String>(connection, &unique) {
            let columns: Vec<String> = column(connection, &format!("SELECT name FROM pragma_index_info('{index}')"));
            if distributed && !columns.iter().any(|column| column == "unit_id") {
                found.push(format!("{table}: unique {columns:?}"));
            }
        }
        let mut keys: BTreeMap<i64, (String, Vec<(String, String)>)> = BTreeMap::new();
        let mut list =
            connection.prepare("SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list($1)").unwrap();
        let mut rows = list.query([table]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let key = keys.entry(row.get(0).unwrap()).or_insert_with(|| (row.get(1).unwrap(), Vec::new()));
            key.1.push((row.get(2).unwrap(), row.get(3).unwrap()));
        }
        for (target, columns) in keys.into_values() {
            let carries_key = columns.contains(&("unit_id".to_owned(), "unit_id".to_owned()));
            if DISTRIBUTED.contains(&target.as_str()) && !(distributed && carries_key) {
                found.push(format!("{table}: {columns:?} -> {target}"));
            }
        }
    }
    found
}

#[test]
fn every_statement_prepares_against_the_migrated_schema() {
    let store = Store::open_in_memory().unwrap();
    store.engine.inspect(|connection| {
        for statement in registered() {
            let prepared =
                connection.prepare(statement.sqlite()).unwrap_or_else(|e| panic!("{}: {e}", statement.name()));
            let placeholders = (1..).take_while(|n| statement.sql().contains(&format!("${n}"))).count();
            assert_eq!(prepared.parameter_count(), placeholders, "{}: numbers with a gap", statement.name());
        }
    });
}

/// Asked on every request, or every second for open boards.
const ASKED_OFTEN: [&str; 9] = [
    "sign_ins::FIND",
    "tokens::FIND",
    "notices::UNREAD",
    "changes::COUNTER",
    "answers::ONE",
    "sign_ins::FAILURES",
    "sign_ins::FAILURES_OF_NETWORK",
    "roles::HELD",
    "jobs::TAKE",
];

#[test]
fn what_is_asked_often_is_found_by_an_index() {
    let store = Store::open_in_memory().unwrap();
    store.engine.inspect(|connection| {
        for name in ASKED_OFTEN {
            let statement = registered().into_iter().find(|s| s.name() == format!("store::{name}")).unwrap();
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", statement.sqlite())).unwrap();
            let nulls = vec![rusqlite::types::Null; plan.parameter_count()];
            let steps = plan.query_map(rusqlite::params_from_iter(nulls), |row| row.get::<_, String>(3)).unwrap();
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            assert!(steps.iter().any(|step| step.contains("USING")), "{name}: {steps:?}");
            assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{name}: {steps:?}");
        }
    });
}

#[test]
fn nothing_handed_in_is_ever_overwritten() {
    let offenders = names(registered().into_iter().filter(|statement| overwrites(statement.sql()).is_some()));
    assert!(offenders.is_empty(), "{offenders:?}");
}

#[test]
fn the_overwriting_rule_sees_what_it_should() {
    for bad in [
        "UPDATE report_revision SET content = $1",
        "delete from report_event where unit_id = $1",
        "INSERT INTO file (unit_id) VALUES ($1) ON CONFLICT (unit_id) DO UPDATE SET name = $2",
        "INSERT OR REPLACE INTO file (unit_id) VALUES ($1)",
        "UPDATE report_comment SET resolved_at = $2,\n content = $1 WHERE unit_id = $3",
        "DELETE FROM attachment WHERE unit_id = $1",
    ] {
        assert!(overwrites(bad).is_some(), "{bad}");
    }
    for good in ["UPDATE report SET state = $1", "UPDATE report_comment SET resolved_at = $1 WHERE content = $2"] {
        assert_eq!(overwrites(good), None, "{good}");
    }
}

#[test]
fn statements_keep_to_the_shared_dialect() {
    for statement in registered() {
        let words = words(statement.sql());
        let foreign = FOREIGN_WORDS.into_iter().find(|word| words.iter().any(|w| w == word));
        assert_eq!(foreign, None, "{}", statement.name());
        assert!(!statement.sql().contains(['\'', '?']), "{}: values are parameters", statement.name());
    }
}

#[test]
fn keys_of_distributed_tables_carry_the_unit() {
    let store = Store::open_in_memory().unwrap();
    store.engine.inspect(|connection| {
        assert_eq!(crossing_keys(connection), Vec::<String>::new());
        connection.execute_batch("CREATE UNIQUE INDEX wrong ON file (digest); CREATE TABLE odd (d TEXT, f TEXT REFERENCES report (campaign_id))").unwrap();
        assert_eq!(crossing_keys(connection).len(), 2, "the check itself sees what it should");
    });
}

#[test]
fn sql_is_written_only_where_it_is_registered() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut with_statements = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "rules.rs" {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        with_statements += usize::from(source.lines().any(|line| line == "statements! {"));
        assert!(name == "sqlite.rs" || !source.contains("rusqlite"), "{name} knows the engine");
        assert!(name == "sql.rs" || !source.contains("Statement::new("), "{name} has an unregistered statement");
    }
    let modules: BTreeSet<_> =
        registered().into_iter().filter_map(|s| s.name().rsplit_once("::")).map(|(m, _)| m).collect();
    assert_eq!(with_statements, modules.len(), "a file with statements is missing in sql::registered");
}
