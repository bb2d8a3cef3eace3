//! Statements in the dialect both engines share, and values going in and out of them.
//!
//! # The shared dialect
//! `$1` placeholders (a number may come twice, in any order); RETURNING, ON CONFLICT, CTEs, window functions and JSON as
//! text are fine. `SUM` of a whole number is cast to BIGINT, a bare `SELECT $1` is cast. PostgreSQL takes the type of a
//! value from where it stands first: `x = $1 OR $1 IS NULL`, not the other way round. Not here: LIKE and lower() on
//! Vietnamese text (store a folded column), date arithmetic and rounding (Rust does them), CURRENT_TIMESTAMP (time is an
//! argument), functions of one engine.

use domain::unit::{UnitCode, UnitKind};
use domain::{AuditId, CampaignId, CivilDate, Instant, JobId, NoticeId, PersonId, TaskId, UnitId};
use std::borrow::Cow;
use std::sync::OnceLock;
use uuid::Uuid;

/// An SQL statement with a name, written where it is used, inside [`statements!`]; those that copy whole tables are made
/// from the migrations ([`crate::tables`]).
pub(crate) struct Statement {
    name: &'static str,
    sql: Cow<'static, str>,
    sqlite: OnceLock<String>,
}

impl Statement {
    pub(crate) const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql: Cow::Borrowed(sql), sqlite: OnceLock::new() }
    }

    /// A statement made from the schema.
    pub(crate) fn made(name: &'static str, sql: String) -> Self {
        Self { name, sql: Cow::Owned(sql), sqlite: OnceLock::new() }
    }

    /// Module and name, for errors.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The text as written, which is PostgreSQL's.
    pub(crate) fn sql(&self) -> &str {
        &self.sql
    }

    /// The text that inserts several rows at once, each with its values behind those of the row before; none when the statement
    /// is not one that inserts the values it is given.
    pub(crate) fn of_rows(&self, rows: usize) -> Option<String> {
        const VALUES: &str = "VALUES ";
        let (head, rest) = self.sql.split_at(self.sql.find(VALUES)? + VALUES.len());
        let mut depth = 0_u32;
        let end = rest.find(|sign| {
            depth += u32::from(sign == '(');
            depth -= u32::from(sign == ')' && depth > 0);
            depth == 0
        })?;
        let (row, tail) = rest.split_at(end + 1);
        // Behind the rows a number would mean the first one's.
        if tail.contains('$') {
            return None;
        }
        let mut pieces = row.split('$');
        let before = pieces.next().unwrap_or_default();
        let numbered = pieces
            .map(|piece| {
                let digits = piece.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(piece.len());
                piece[..digits].parse().ok().map(|number: usize| (number, &piece[digits..]))
            })
            .collect::<Option<Vec<_>>>()?;
        let values = numbered.iter().map(|(number, _)| *number).max()?;
        let one = |at: usize| {
            let pieces = numbered.iter().map(|(number, rest)| format!("${}{rest}", at * values + number));
            format!("{before}{}", pieces.collect::<String>())
        };
        Some(format!("{head}{}{tail}", (0..rows).map(one).collect::<Vec<_>>().join(", ")))
    }

    /// The text for SQLite, which numbers `$n` by first appearance but takes `?n` at its word.
    pub(crate) fn sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| self.sql.replace('$', "?"))
    }
}

/// Declares the statements of a file and registers them, so that one test prepares every one against the schema.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:literal;)+) => {
        $(
            $(#[$doc])*
            static $name: $crate::sql::Statement =
                $crate::sql::Statement::new(concat!(module_path!(), "::", stringify!($name)), $sql);
        )+

        #[cfg(test)]
        pub(crate) static REGISTERED: &[&$crate::sql::Statement] = &[$(&$name),+];
    };
}
pub(crate) use statements;

/// Every statement of the crate. A test checks that no file with statements is forgotten.
#[cfg(test)]
pub(crate) fn registered() -> Vec<&'static Statement> {
    [
        crate::answers::REGISTERED,
        crate::attachments::REGISTERED,
        crate::audit::REGISTERED,
        crate::campaigns::REGISTERED,
        crate::changes::REGISTERED,
        crate::comments::REGISTERED,
        crate::documents::REGISTERED,
        crate::drafts::REGISTERED,
        crate::files::REGISTERED,
        crate::forms::REGISTERED,
        crate::jobs::REGISTERED,
        crate::migrate::REGISTERED,
        crate::narratives::REGISTERED,
        crate::notices::REGISTERED,
        crate::people::REGISTERED,
        crate::reports::REGISTERED,
        crate::roles::REGISTERED,
        crate::secrets::REGISTERED,
        crate::settings::REGISTERED,
        crate::sheets::REGISTERED,
        crate::sign_ins::REGISTERED,
        crate::task_changes::REGISTERED,
        crate::tasks::REGISTERED,
        crate::tokens::REGISTERED,
        crate::units::REGISTERED,
    ]
    .concat()
}

/// A value handed to a statement. The kinds are those of the schema, so that each engine can bind its own type.
#[derive(Clone, Debug)]
pub(crate) enum Param<'a> {
    Null,
    Integer(i64),
    Id(String),
    Date(CivilDate),
    Instant(Instant),
    Text(&'a str),
    Json(&'a str),
    Blob(&'a [u8]),
}

impl Param<'_> {
    /// About the bytes it takes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(text) | Self::Json(text) => text.len(),
            Self::Blob(bytes) => bytes.len(),
            _ => size_of::<i64>(),
        }
    }
}

/// Ids are handed over as text, which the engine makes its own type of.
macro_rules! id_params {
    ($($id:ty),+ $(,)?) => {
        $(impl From<$id> for Param<'_> {
            fn from(id: $id) -> Self {
                Self::Id(id.to_string())
            }
        })+
    };
}

id_params!(AuditId, CampaignId, JobId, NoticeId, PersonId, TaskId, UnitId);

impl From<CivilDate> for Param<'_> {
    fn from(day: CivilDate) -> Self {
        Self::Date(day)
    }
}

impl From<Instant> for Param<'_> {
    fn from(at: Instant) -> Self {
        Self::Instant(at)
    }
}

impl From<u32> for Param<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u64> for Param<'_> {
    /// What is counted here (bytes, time steps, rows) stays far below the limit.
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u16> for Param<'_> {
    fn from(number: u16) -> Self {
        Self::Integer(number.into())
    }
}

impl From<i16> for Param<'_> {
    fn from(number: i16) -> Self {
        Self::Integer(number.into())
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of a statement, in the order of their numbers.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Param::from($value)),*] };
}
pub(crate) use params;

/// A value coming out of a statement, as the engine holds it: one has ids and days of its own, the other keeps them as
/// text. Moments are microseconds since 1970 in both.
#[derive(Clone, Debug)]
pub(crate) enum Cell<'a> {
    Null,
    Integer(i64),
    Id(Uuid),
    Date(CivilDate),
    Text(Cow<'a, str>),
    Blob(&'a [u8]),
}

/// A type a column can be read as; `None` when it holds something else, which means the data is damaged.
pub(crate) trait Column: Sized {
    fn read(cell: Cell<'_>) -> Option<Self>;
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::read(other).map(Some),
        }
    }
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Integer(number) => Some(number),
            _ => None,
        }
    }
}

/// Whole numbers that a column may not exceed.
macro_rules! number_columns {
    ($($type:ty),+ $(,)?) => {
        $(impl Column for $type {
            fn read(cell: Cell<'_>) -> Option<Self> {
                i64::read(cell)?.try_into().ok()
            }
        })+
    };
}

number_columns!(i16, u16, u32, u64, usize);

impl Column for Instant {
    fn read(cell: Cell<'_>) -> Option<Self> {
        Self::from_microsecond(i64::read(cell)?).ok()
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Blob(bytes) => Some(bytes.to_owned()),
            _ => None,
        }
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl Column for CivilDate {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Date(day) => Some(day),
            Cell::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

/// Ids, which one engine hands out as such and the other as text.
macro_rules! id_columns {
    ($($id:ty),+ $(,)?) => {
        $(impl Column for $id {
            fn read(cell: Cell<'_>) -> Option<Self> {
                match cell {
                    Cell::Id(id) => Self::parse(id.hyphenated().encode_lower(&mut Uuid::encode_buffer())),
                    Cell::Text(text) => Self::parse(&text),
                    _ => None,
                }
            }
        })+
    };
}

id_columns!(AuditId, CampaignId, JobId, NoticeId, PersonId, TaskId, UnitId);

/// Types kept as text, with the function that reads them back.
macro_rules! text_columns {
    ($($type:ty: $parse:expr),+ $(,)?) => {
        $(impl Column for $type {
            fn read(cell: Cell<'_>) -> Option<Self> {
                match cell {
                    Cell::Text(text) => Some(&*text).and_then($parse),
                    _ => None,
                }
            }
        })+
    };
}

text_columns! {
    UnitCode: Self::parse,
    UnitKind: |name| Self::ALL.into_iter().find(|kind| kind.name() == name),
    domain::access::Role: Self::parse,
    domain::draft::Verdict: Self::parse,
    domain::form::Slug: Self::parse,
    domain::person::CodePurpose: Self::parse,
    domain::person::SecondFactor: Self::parse,
    domain::report::Action: Self::parse,
    domain::report::State: Self::parse,
    serde_json::Value: |json| serde_json::from_str(json).ok(),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_one_behind_the_other() {
        let rows = |sql: &'static str, rows| Statement::new("of a test", sql).of_rows(rows);
        assert_eq!(
            rows("INSERT INTO t (a, b) VALUES ($2, (SELECT x FROM u WHERE y = $1)) ON CONFLICT DO NOTHING", 3).unwrap(),
            "INSERT INTO t (a, b) VALUES ($2, (SELECT x FROM u WHERE y = $1)), ($4, (SELECT x FROM u WHERE y = $3)), \
             ($6, (SELECT x FROM u WHERE y = $5)) ON CONFLICT DO NOTHING"
        );
        assert_eq!(rows("INSERT INTO t VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = $1", 2), None);
        assert_eq!(rows("UPDATE t SET a = $1", 2), None);
        assert_eq!(rows("INSERT INTO t VALUES ($1, $", 2), None);
    }
}
