//! Our reader and another one see the same in the same file.

use crate::common::*;
use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use std::io::Cursor;
use workbook::read_table;

/// Rows and columns from 0 with what stands there, read by calamine.
fn by_calamine(bytes: &[u8]) -> Vec<(usize, usize, String)> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let (top, left) = range.start().unwrap_or_default();
    let text = |value: &Data| vanban::text::normalise(&value.to_string()).replace("\r\n", "\n").trim().to_owned();
    let cells =
        range.used_cells().map(|(row, column, value)| (row + top as usize, column + left as usize, text(value)));
    cells.filter(|(.., text)| !text.is_empty()).collect()
}

fn by_us(bytes: &[u8]) -> Vec<(usize, usize, String)> {
    let table = read_table(bytes).unwrap();
    let cells = table
        .rows
        .iter()
        .flat_map(|row| row.cells().map(move |(column, text)| (row.line - 1, column, text.to_owned())));
    cells.collect()
}

#[test]
fn a_form_looks_the_same_to_both() {
    let bytes = written(Some(&sample()));
    assert!(by_us(&bytes).len() > 60);
    assert_eq!(by_us(&bytes), by_calamine(&bytes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_cells_look_the_same_to_both(
        cells in prop::collection::btree_map((0_u32..40, 0_u16..30), prop_oneof![
            (-1e12_f64..1e12).prop_map(Ok),
            (-1_000_i32..1_000).prop_map(|number| Ok(f64::from(number))),
            "[a-zÀ-ỹ<>&\"'_x0-9\n\t ]{1,20}".prop_map(Err),
        ], 1..60),
    ) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for ((row, column), value) in &cells {
            match value {
                Ok(number) => sheet.write_number(*row, *column, *number).unwrap(),
                Err(text) => sheet.write_string(*row, *column, text).unwrap(),
            };
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let theirs = by_calamine(&bytes);
        prop_assume!(!theirs.is_empty());
        prop_assert_eq!(by_us(&bytes), theirs);
    }
}
