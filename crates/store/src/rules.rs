//! What the schema and the statements keep to, checked: `migrations/README.md` says why.

use crate::Store;
use crate::sql::{Statement, registered};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Tables distributed by the unit that reports.
const DISTRIBUTED: [&str; 4] = ["file", "report", "report_event", "report_revision"];

/// Tables that are only inserted into.
const INSERT_ONLY: [&str; 3] = ["file", "report_event", "report_revision"];

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

/// Why a statement overwrites something that must stay, if it does.
fn overwrites(sql: &str) -> Option<&'static str> {
    let words = words(sql);
    INSERT_ONLY.into_iter().find(|table| {
        let table = table.to_uppercase();
        follows(&words, &["UPDATE", &table])
            || follows(&words, &["DELETE", "FROM", &table])
            || follows(&words, &["TRUNCATE", &table])
            || (follows(&words, &["INTO", &table])
                && (follows(&words, &["DO", "UPDATE"]) || !follows(&words, &["INSERT", "INTO"])))
    })
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
    ] {
        assert!(overwrites(bad).is_some(), "{bad}");
    }
    assert_eq!(overwrites("UPDATE report SET state = $1"), None);
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
