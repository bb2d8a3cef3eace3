//! What the schema and the statements keep to, checked: `migrations/README.md` says why.

use crate::Store;
use crate::sql::{Statement, registered};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Tables distributed by the unit that reports.
const DISTRIBUTED: [&str; 11] = [
    "attachment",
    "document",
    "fact_correction",
    "file",
    "report",
    "report_comment",
    "report_draft",
    "report_event",
    "report_revision",
    "report_sheet",
    "task_progress",
];

/// Tables that are only inserted into.
const INSERT_ONLY: [&str; 11] = [
    "audit_event",
    "document",
    "fact_correction",
    "file",
    "narrative_text",
    "report_event",
    "report_revision",
    "report_sheet",
    "sign_off",
    "task_progress",
    "task_wording",
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

/// A fresh database on a server.
fn on_server() -> Store {
    Store::open_at(&crate::Location::on_server("unused", &test_postgres::database()).unwrap()).unwrap()
}

/// What an engine says of its tables.
#[derive(Default)]
struct Catalog {
    /// Tables with their columns, in order.
    tables: BTreeMap<String, Vec<String>>,
    /// Tables with the columns of a unique or primary key.
    unique: Vec<(String, Vec<String>)>,
    /// Tables with what they refer to, and the pairs of columns.
    foreign: Vec<(String, String, Pairs)>,
}

/// Columns, each with the one it refers to.
type Pairs = Vec<(String, String)>;

fn sqlite_catalog(connection: &Connection) -> Catalog {
    let mut catalog = Catalog::default();
    for table in column::<String>(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'") {
        let columns = column(connection, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
        catalog.tables.insert(table.clone(), columns);
        let unique = format!("SELECT name FROM pragma_index_list('{table}') WHERE \"unique\" = 1");
        for index in column::<String>(connection, &unique) {
            let columns = column(connection, &format!("SELECT name FROM pragma_index_info('{index}')"));
            catalog.unique.push((table.clone(), columns));
        }
        let mut keys: BTreeMap<i64, (String, Pairs)> = BTreeMap::new();
        let mut list =
            connection.prepare("SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list($1)").unwrap();
        let mut rows = list.query([&table]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let key = keys.entry(row.get(0).unwrap()).or_insert_with(|| (row.get(1).unwrap(), Vec::new()));
            key.1.push((row.get(2).unwrap(), row.get(3).unwrap()));
        }
        let keys = keys.into_values().map(|(target, pairs)| (table.clone(), target, pairs));
        catalog.foreign.extend(keys);
    }
    catalog
}

fn server_catalog(client: &mut postgres::Client) -> Catalog {
    let mut catalog = Catalog::default();
    let columns = "SELECT table_name::text, column_name::text FROM information_schema.columns
        WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position";
    for row in client.query(columns, &[]).unwrap() {
        catalog.tables.entry(row.get(0)).or_default().push(row.get(1));
    }
    let unique = "SELECT i.indrelid::regclass::text, array_to_string(ARRAY(SELECT a.attname::text FROM pg_attribute a
            WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)), ' ')
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indisunique AND c.relnamespace = current_schema()::regnamespace";
    for row in client.query(unique, &[]).unwrap() {
        catalog.unique.push((row.get(0), row.get::<_, String>(1).split(' ').map(str::to_owned).collect()));
    }
    let foreign = "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text,
            array_to_string(ARRAY(SELECT f.attname || ' ' || t.attname
                FROM unnest(k.conkey, k.confkey) AS pair (f, t)
                JOIN pg_attribute f ON f.attrelid = k.conrelid AND f.attnum = pair.f
                JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = pair.t), ',')
        FROM pg_constraint k WHERE k.contype = 'f'";
    for row in client.query(foreign, &[]).unwrap() {
        let pairs: String = row.get(2);
        let pairs = pairs.split(',').filter_map(|pair| pair.split_once(' '));
        let pairs = pairs.map(|(from, to)| (from.to_owned(), to.to_owned())).collect();
        catalog.foreign.push((row.get(0), row.get(1), pairs));
    }
    catalog
}

/// Unique keys and foreign keys that would cross nodes.
fn crossing_keys(catalog: &Catalog) -> Vec<String> {
    let distributed = |table: &str| DISTRIBUTED.contains(&table);
    assert!(DISTRIBUTED.iter().all(|table| catalog.tables.contains_key(*table)), "{:?}", catalog.tables.keys());
    let unique = catalog
        .unique
        .iter()
        .filter(|(table, columns)| distributed(table) && !columns.iter().any(|column| column == "unit_id"));
    let foreign = catalog.foreign.iter().filter(|(table, target, pairs)| {
        let carries_key = pairs.contains(&("unit_id".to_owned(), "unit_id".to_owned()));
        distributed(target) && !(distributed(table) && carries_key)
    });
    let unique = unique.map(|(table, columns)| format!("{table}: unique {columns:?}"));
    unique.chain(foreign.map(|(table, target, pairs)| format!("{table}: {pairs:?} -> {target}"))).collect()
}

#[test]
fn what_is_read_of_the_migrations_is_what_both_engines_have() {
    let sqlite = Store::open_in_memory().unwrap().engine.inspect(sqlite_catalog);
    let server = on_server().engine.inspect_server(server_catalog);
    let read: BTreeMap<String, Vec<String>> = crate::tables::all()
        .iter()
        .map(|table| (table.name.to_owned(), table.columns.iter().map(|(name, _)| (*name).to_owned()).collect()))
        .collect();
    for mut catalog in [sqlite, server] {
        catalog.tables.remove("schema_migration");
        assert_eq!(catalog.tables, read);
        for table in crate::tables::all() {
            let key: BTreeSet<&str> = table.key.iter().copied().collect();
            let is_key = |columns: &Vec<String>| columns.iter().map(String::as_str).collect::<BTreeSet<_>>() == key;
            assert!(catalog.unique.iter().any(|(of, columns)| of == table.name && is_key(columns)), "{}", table.name);
        }
    }
}

/// Those of the crate, and those made from the schema.
fn every_statement() -> impl Iterator<Item = &'static Statement> {
    let made = crate::tables::all().iter().flat_map(|t| [&t.read, &t.any, &t.insert, &t.insert_many]);
    registered().into_iter().chain(made)
}

#[test]
fn every_statement_prepares_against_the_migrated_schema_of_both_engines() {
    let (store, server) = (Store::open_in_memory().unwrap(), on_server());
    for statement in every_statement() {
        let (name, sql) = (statement.name(), statement.sql());
        let placeholders = (1..).take_while(|n| sql.contains(&format!("${n}"))).count();
        store.engine.inspect(|connection| {
            let prepared = connection.prepare(statement.sqlite()).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(prepared.parameter_count(), placeholders, "{name}: numbers with a gap");
        });
        server.engine.inspect_server(|client| {
            let prepared = client.prepare(sql).unwrap_or_else(|e| panic!("{name}: {e:?}"));
            assert_eq!(prepared.params().len(), placeholders, "{name}: numbers with a gap");
            let odd = prepared.columns().iter().find(|column| !KEPT.contains(&column.type_().name()));
            assert!(odd.is_none(), "{name}: {odd:?} is of a type that is not read back");
        });
    }
}

/// Types that PostgreSQL may answer with.
const KEPT: [&str; 8] = ["int4", "int8", "uuid", "date", "timestamptz", "text", "json", "bytea"];

/// Asked on every request, or every second for open boards.
const ASKED_OFTEN: [&str; 13] = [
    "sign_ins::FIND",
    "tokens::FIND",
    "notices::UNREAD",
    "changes::COUNTER",
    "changes::DIRECTORY",
    "reports::HEAD",
    "reports::MOVED",
    "sheets::ONE",
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

/// Made to be found.
const WRONG: &str =
    "CREATE UNIQUE INDEX wrong ON file (digest); CREATE UNIQUE INDEX twice ON report (unit_id, campaign_id);
    CREATE TABLE odd (d {id}, f {id}, FOREIGN KEY (d, f) REFERENCES report (campaign_id, unit_id))";

#[test]
fn keys_of_distributed_tables_carry_the_unit_on_both_engines() {
    let (store, server) = (Store::open_in_memory().unwrap(), on_server());
    let catalogs = || [store.engine.inspect(sqlite_catalog), server.engine.inspect_server(server_catalog)];
    for catalog in catalogs() {
        assert_eq!(crossing_keys(&catalog), Vec::<String>::new());
    }
    store.engine.inspect(|connection| connection.execute_batch(&WRONG.replace("{id}", "TEXT")).unwrap());
    server.engine.inspect_server(|client| client.batch_execute(&WRONG.replace("{id}", "UUID")).unwrap());
    for catalog in catalogs() {
        assert_eq!(crossing_keys(&catalog).len(), 2, "the check itself sees what it should");
    }
}

#[test]
fn nothing_counts_for_all_nodes_at_once() {
    on_server().engine.inspect_server(|client| {
        let sequences = "SELECT relname::text FROM pg_class WHERE relkind = 'S'";
        assert!(client.query(sequences, &[]).unwrap().is_empty(), "ids are made by the caller");
        let marks = "SELECT column_name::text FROM information_schema.columns
            WHERE table_schema = current_schema() AND (is_identity = 'YES' OR column_default IS NOT NULL)";
        assert!(client.query(marks, &[]).unwrap().is_empty());
        let by_language = "SELECT a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = current_schema()::regnamespace AND a.attcollation <> 0
                AND a.attcollation <> '\"C\"'::regcollation";
        assert!(client.query(by_language, &[]).unwrap().is_empty(), "text is compared byte by byte");
    });
}

/// Files of the crate, with those of the engines.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap())),
            }
        }
    }
    found
}

#[test]
fn sql_is_written_only_where_it_is_registered() {
    let mut with_statements = 0;
    for (path, source) in sources().into_iter().filter(|(path, _)| !path.ends_with("rules.rs")) {
        with_statements += usize::from(source.lines().any(|line| line == "statements! {"));
        let knows = ["rusqlite", "postgres::"].into_iter().any(|word| source.contains(word));
        assert!(path.contains("/engine/") || !knows, "{path} knows the engine");
        let makes = source.contains("Statement::new(") || source.contains("Statement::made(");
        assert!(path.ends_with("/sql.rs") || path.ends_with("/tables.rs") || !makes, "{path}: a statement of its own");
    }
    let modules: BTreeSet<_> =
        registered().into_iter().filter_map(|s| s.name().rsplit_once("::")).map(|(m, _)| m).collect();
    assert_eq!(with_statements, modules.len(), "a file with statements is missing in sql::registered");
}
