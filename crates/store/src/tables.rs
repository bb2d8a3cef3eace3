//! Every table with its columns, read from the migrations: what copies, digests and moves go through.
//!
//! The order is that of the migrations, so that a table comes after those it refers to. A test compares what is read here
//! with what both engines say they have.

use crate::engine::Row;
use crate::error::StoreError;
use crate::migrate;
use crate::sql::{Cell, Column, Param, Statement};
use domain::{CivilDate, Instant};
use std::sync::LazyLock;
use uuid::Uuid;

/// Rows inserted by one statement.
pub(crate) const BATCH: usize = 64;

/// What a column holds, on either engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Id,
    Date,
    Moment,
    Text,
    Json,
    Bytes,
}

/// A table.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<(&'static str, Kind)>,
    #[cfg(test)]
    pub(crate) key: Vec<&'static str>,
    /// Every row, by key.
    pub(crate) read: Statement,
    /// Somebody is there.
    pub(crate) any: Statement,
    pub(crate) insert: Statement,
    /// [`BATCH`] rows.
    pub(crate) insert_many: Statement,
}

/// The tables of the newest schema, but the one of the migrations themselves.
pub(crate) fn all() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
        let mut drafts: Vec<Draft> = Vec::new();
        definitions().iter().for_each(|ddl| read(ddl, &mut drafts));
        drafts.into_iter().map(Draft::finish).collect()
    });
    &TABLES
}

/// The migrations without their remarks.
fn definitions() -> &'static [String] {
    static BARE: LazyLock<Vec<String>> = LazyLock::new(|| {
        let bare = |ddl: &str| {
            ddl.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
        };
        migrate::definitions().map(bare).collect()
    });
    &BARE
}

/// A table as far as the migrations were read.
struct Draft {
    name: &'static str,
    columns: Vec<(&'static str, Kind)>,
    key: Vec<&'static str>,
}

impl Draft {
    fn finish(self) -> Table {
        let Self { name, columns, key } = self;
        let names: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
        let (list, by) = (names.join(", "), key.join(", "));
        let insert = |rows: usize| {
            let values = (0..rows).map(|row| {
                let places = (1..=names.len()).map(|column| format!("${}", row * names.len() + column));
                format!("({})", places.collect::<Vec<_>>().join(", "))
            });
            let values = values.collect::<Vec<_>>().join(", ");
            Statement::made(name, format!("INSERT INTO {name} ({list}) VALUES {values}"))
        };
        Table {
            read: Statement::made(name, format!("SELECT {list} FROM {name} ORDER BY {by}")),
            any: Statement::made(name, format!("SELECT 1 FROM {name} LIMIT 1")),
            insert: insert(1),
            insert_many: insert(BATCH),
            name,
            columns,
            #[cfg(test)]
            key,
        }
    }
}

/// Adds what the definitions of a migration make.
fn read(ddl: &'static str, drafts: &mut Vec<Draft>) {
    for statement in ddl.split(';') {
        let rest = statement.trim_start();
        if let Some(table) = rest.strip_prefix("CREATE TABLE ") {
            let Some((name, body)) = table.split_once('(') else { continue };
            let mut draft = Draft { name: name.trim(), columns: Vec::new(), key: Vec::new() };
            parts(body).for_each(|part| draft.add(part));
            drafts.push(draft);
        } else if let Some((name, part)) =
            rest.strip_prefix("ALTER TABLE ").and_then(|alter| alter.split_once(" ADD COLUMN "))
            && let Some(draft) = drafts.iter_mut().find(|draft| draft.name == name.trim())
        {
            draft.add(part.trim());
        }
    }
}

/// What stands between the commas of a definition, up to its closing bracket.
fn parts(body: &'static str) -> impl Iterator<Item = &'static str> {
    let mut depth = 0_i32;
    body.split(move |sign| {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0 && sign == ','
    })
    .map(str::trim)
}

impl Draft {
    /// A column, or the key; other rules of a table do not matter here.
    fn add(&mut self, part: &'static str) {
        if let Some(key) = part.strip_prefix("PRIMARY KEY") {
            let key = key.trim_matches(|sign: char| sign.is_whitespace() || "()".contains(sign));
            self.key = key.split(',').map(str::trim).collect();
            return;
        }
        let mut words = part.split_whitespace();
        let (Some(name), Some(kind)) = (words.next(), words.next()) else { return };
        let kind = match kind {
            "BIGINT" => Kind::Number,
            "{id}" => Kind::Id,
            "{date}" => Kind::Date,
            "{timestamp}" => Kind::Moment,
            "TEXT" => Kind::Text,
            "{json}" => Kind::Json,
            "{blob}" => Kind::Bytes,
            _ => return,
        };
        self.columns.push((name, kind));
        if part.contains(" PRIMARY KEY") {
            self.key = vec![name];
        }
    }
}

/// A value on its way from one engine to another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field {
    Null,
    Number(i64),
    Id(Uuid),
    Date(CivilDate),
    Moment(Instant),
    Text(String),
    Json(String),
    Bytes(Vec<u8>),
}

impl Table {
    /// The values of a row of [`Table::read`].
    pub(crate) fn fields(&self, row: &Row<'_>) -> Result<Vec<Field>, StoreError> {
        let fields = self.columns.iter().enumerate().map(|(at, (_, kind))| {
            let cell = row.cell(at)?;
            field(*kind, cell).ok_or_else(|| row.damaged())
        });
        fields.collect()
    }
}

fn field(kind: Kind, cell: Cell<'_>) -> Option<Field> {
    if matches!(cell, Cell::Null) {
        return Some(Field::Null);
    }
    Some(match kind {
        Kind::Number => Field::Number(i64::read(cell)?),
        Kind::Id => match cell {
            Cell::Id(id) => Field::Id(id),
            Cell::Text(text) => Field::Id(Uuid::try_parse(&text).ok()?),
            _ => return None,
        },
        Kind::Date => Field::Date(CivilDate::read(cell)?),
        Kind::Moment => Field::Moment(Instant::read(cell)?),
        Kind::Text => Field::Text(String::read(cell)?),
        Kind::Json => Field::Json(String::read(cell)?),
        Kind::Bytes => Field::Bytes(Vec::read(cell)?),
    })
}

impl Field {
    /// As a value of a statement.
    pub(crate) fn param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Number(number) => Param::Integer(*number),
            Self::Id(id) => Param::Id(id.hyphenated().to_string()),
            Self::Date(day) => Param::Date(*day),
            Self::Moment(at) => Param::Instant(*at),
            Self::Text(text) => Param::Text(text),
            Self::Json(json) => Param::Json(json),
            Self::Bytes(bytes) => Param::Blob(bytes),
        }
    }

    /// About how many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Text(text) | Self::Json(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            _ => size_of::<Self>(),
        }
    }
}
