//! Lists of units as offices keep them.

use domain::unit_list::UnitRow;
use locale::Language;
use workbook::{ReadError, UnitTableError, read_table, read_units};

const LIST: &str = "\
code,name,kind,parent
AG,Tỉnh An Giao,province,
AG-01,Xã Hòa Lộc,commune,AG
AG-02,\"Sở Văn hóa, Thể thao\",department,AG
";

fn expected() -> Vec<UnitRow> {
    let row = |line, code: &str, name: &str, kind: &str, parent: &str| UnitRow {
        line,
        code: code.into(),
        name: name.into(),
        kind: kind.into(),
        parent: parent.into(),
    };
    vec![
        row(2, "AG", "Tỉnh An Giao", "province", ""),
        row(3, "AG-01", "Xã Hòa Lộc", "commune", "AG"),
        row(4, "AG-02", "Sở Văn hóa, Thể thao", "department", "AG"),
    ]
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn every_encoding_separator_and_line_end_gives_the_same_rows() {
    let tabs = LIST.replace("\"Sở Văn hóa, Thể thao\"", "Sở Văn hóa; Thể thao").replace(',', "\t").replace(';', ",");
    let semicolons = tabs.replace('\t', ";");
    let decomposed = LIST.replace('ỉ', "i\u{309}").replace('ã', "a\u{303}");
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("UTF-8", LIST.into()),
        ("UTF-8 with mark", [b"\xEF\xBB\xBF", LIST.as_bytes()].concat()),
        ("UTF-16 little", [b"\xFF\xFE".to_vec(), utf16(LIST, u16::to_le_bytes)].concat()),
        ("UTF-16 big", [b"\xFE\xFF".to_vec(), utf16(LIST, u16::to_be_bytes)].concat()),
        ("UTF-16 without mark", utf16(LIST, u16::to_le_bytes)),
        ("tabs", tabs.into()),
        ("semicolons", semicolons.into()),
        ("Windows line ends", LIST.replace('\n', "\r\n").into()),
        ("old Mac line ends", LIST.replace('\n', "\r").into()),
        ("no last line end", LIST.trim_end().into()),
        ("decomposed letters", decomposed.into()),
    ];
    for (name, bytes) in files {
        assert_eq!(read_units(&bytes).unwrap(), expected(), "{name}");
    }
}

#[test]
fn windows_1258_is_read() {
    // There a tone mark is a letter of its own after the vowel: 0xDE tilde, 0xEC acute, 0xF2 dot below.
    let list = b"ma\xDE;t\xEAn;loa\xF2i\n1;Xa\xDE B\xEA\xEC L\xF4\xF2c;xa\xDE\n".to_vec();
    let rows = read_units(&list).unwrap();
    assert_eq!((rows[0].name.as_str(), rows[0].kind.as_str()), ("Xã Bế Lộc", "xã"));
}

#[test]
fn headings_are_found_in_vietnamese_in_any_order_below_a_title() {
    let list = "DANH SÁCH ĐƠN VỊ\n\nSTT;Trực thuộc;Loại đơn vị;Tên đơn vị;Mã đơn vị;Ghi chú\n1;;tỉnh;Tỉnh An Giao;AG;\n2;AG;xã;Xã Hòa Lộc;AG-01;mới\n";
    let rows = read_units(list.as_bytes()).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1].line, rows[1].code.as_str(), rows[1].parent.as_str()), (5, "AG-01", "AG"));
    assert_eq!((rows[1].name.as_str(), rows[1].kind.as_str()), ("Xã Hòa Lộc", "xã"));
}

#[test]
fn quotes_hold_separators_quotes_and_line_breaks() {
    let table = read_table("a,b\n\"x, \"\"y\"\"\nz\",2\n3,\n".as_bytes()).unwrap();
    assert_eq!(table.rows[1].cell(0), "x, \"y\"\nz");
    assert_eq!((table.rows[1].cell(1), table.rows[1].line), ("2", 2));
    assert_eq!((table.rows[2].cell(0), table.rows[2].cell(1), table.rows[2].line), ("3", "", 4));
}

#[test]
fn the_separator_may_be_named_in_the_file() {
    let table = read_table(b"sep=|\ncode|name\nA|x;y,z\n").unwrap();
    assert_eq!((table.rows[1].cell(1), table.rows[1].line), ("x;y,z", 3));
}

#[test]
fn a_workbook_is_read_from_its_first_sheet_with_something_on_it() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet();
    let sheet = workbook.add_worksheet();
    for (row, line) in (3..).zip([
        ["Mã", "Tên", "Loại", "Cấp trên"],
        ["AG", " Tỉnh  An Giao", "tỉnh", ""],
        ["01", "Xã Hoà Lộc", "xã", "AG"],
    ]) {
        for (column, text) in (1..).zip(line) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.write_number(6, 1, 27).unwrap();
    sheet.write_string(6, 2, "Phường Minh Hải").unwrap();
    let rows = read_units(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        rows.iter().map(|row| (row.line, row.code.as_str())).collect::<Vec<_>>(),
        [(5, "AG"), (6, "01"), (7, "27")]
    );
    assert_eq!(rows[2].name, "Phường Minh Hải");
}

#[test]
fn what_is_no_list_of_units_is_refused() {
    assert_eq!(read_units(b""), Err(UnitTableError::Read(ReadError::Empty)));
    assert_eq!(read_units(b"code,name\nA,B\n"), Err(UnitTableError::NoHeader));
    let noise: Vec<u8> = (0..600_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert_eq!(read_units(&noise), Err(UnitTableError::Read(ReadError::NotAWorkbook)));
    let twice = read_units("mã,tên,loại,Tên đơn vị\n".as_bytes());
    assert_eq!(twice, Err(UnitTableError::ColumnTwice { column: "Tên đơn vị".into() }));
    for language in Language::ALL {
        assert!(!UnitTableError::NoHeader.sentence(language).contains("workbook-"));
    }
}
