//! Values in and out: each kind as PostgreSQL's own type, in its binary form.

use crate::sql::{Cell, Param};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use std::borrow::Cow;
use std::error::Error;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};
use uuid::Uuid;

type Failure = Box<dyn Error + Sync + Send>;

/// Day 0 of a `DATE`.
const EPOCH: Date = date(2000, 1, 1);

/// Microseconds from 1970 to 2000, where `TIMESTAMPTZ` begins to count.
const EPOCH_MICROS: i64 = 946_684_800_000_000;

const HOURS_OF_DAY: i64 = 24;

/// The value of a column; none when it is of no kind we store.
pub(in crate::engine) fn cell(row: &tokio_postgres::Row, column: usize) -> Option<Cell<'_>> {
    row.try_get(column).ok()
}

/// The type is the one the server expects at that place.
impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self, ty) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Integer(number), &Type::INT8) => out.extend_from_slice(&number.to_be_bytes()),
            (Self::Integer(number), &Type::INT4) => out.extend_from_slice(&i32::try_from(*number)?.to_be_bytes()),
            (Self::Id(text), &Type::UUID) => out.extend_from_slice(Uuid::try_parse(text)?.as_bytes()),
            (Self::Date(day), &Type::DATE) => {
                let days = day.duration_since(EPOCH).as_hours() / HOURS_OF_DAY;
                out.extend_from_slice(&i32::try_from(days)?.to_be_bytes());
            }
            (Self::Instant(at), &Type::TIMESTAMPTZ) => {
                out.extend_from_slice(&(at.as_microsecond() - EPOCH_MICROS).to_be_bytes());
            }
            (Self::Id(text), &(Type::TEXT | Type::VARCHAR)) => out.extend_from_slice(text.as_bytes()),
            (Self::Text(text), &(Type::TEXT | Type::VARCHAR)) => out.extend_from_slice(escaped(text).as_bytes()),
            (Self::Json(text), &Type::JSON) => out.extend_from_slice(text.as_bytes()),
            (Self::Blob(bytes), &Type::BYTEA) => out.extend_from_slice(bytes),
            _ => return Err(format!("a value of another kind than {ty}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(match *ty {
            Type::INT8 => Self::Integer(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Self::Integer(i32::from_be_bytes(raw.try_into()?).into()),
            Type::UUID => Self::Id(Uuid::from_slice(raw)?),
            Type::DATE => {
                let days = i32::from_be_bytes(raw.try_into()?);
                Self::Date(EPOCH.checked_add(SignedDuration::from_hours(i64::from(days) * HOURS_OF_DAY))?)
            }
            Type::TIMESTAMPTZ => {
                let micros = i64::from_be_bytes(raw.try_into()?).checked_add(EPOCH_MICROS);
                Self::Integer(micros.ok_or("a moment beyond all time")?)
            }
            Type::TEXT | Type::VARCHAR => Self::Text(unescaped(std::str::from_utf8(raw)?)),
            Type::JSON => Self::Text(Cow::Borrowed(std::str::from_utf8(raw)?)),
            Type::BYTEA => Self::Blob(raw),
            _ => return Err(format!("a value of type {ty}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// PostgreSQL keeps every character but U+0000. Text is kept as it was handed in all the same: U+0000 is written as
/// U+0001 U+0001, and U+0001 as U+0001 U+0002, which keeps texts different that are different, and in their order.
fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains(['\0', '\u{1}']) {
        Cow::Owned(text.replace('\u{1}', "\u{1}\u{2}").replace('\0', "\u{1}\u{1}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1}') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        out.push(match sign {
            '\u{1}' if signs.next() == Some('\u{1}') => '\0',
            other => other,
        });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_text() -> impl Strategy<Value = String> {
        proptest::collection::vec(prop_oneof![Just('\0'), Just('\u{1}'), Just('\u{2}'), Just('a'), any::<char>()], 0..9)
            .prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn text_is_kept_and_keeps_its_order(one in any_text(), other in any_text()) {
            let (kept, other_kept) = (escaped(&one), escaped(&other));
            prop_assert!(!kept.contains('\0'));
            prop_assert_eq!(unescaped(&kept), one.as_str());
            prop_assert_eq!(kept.cmp(&other_kept), one.cmp(&other));
        }
    }
}
