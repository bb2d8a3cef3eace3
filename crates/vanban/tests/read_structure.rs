//! The outline, the appendices, and the forms among the tables.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail by panicking")]

use std::path::Path;
use vanban::document::{Align, Appendix, Block, Column, Document, IssueDate, Letterhead, Row, Signature, Table};
use vanban::outline::Section;
use vanban::read::{Reading, read};

const PLAN: &str = "UBND TỈNH AN GIAO\nSố: 9/KH-UBND\nAn Giao, ngày 1 tháng 3 năm 2031\nKẾ HOẠCH\nLàm sạch biển năm 2031\n\
UBND tỉnh ban hành kế hoạch như sau:\nI. MỤC ĐÍCH\n1. Mục đích chung\na) Sạch bờ biển.\n- Nhặt rác;\n+ Rác nhựa;\n\
- Phân loại.\nb) Giữ lâu dài.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế tập huấn cho 20 xã.\n1.1. Tuyến biển\nNhư mọi năm.\n\
2. Sở Du lịch in tờ rơi.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nLê Thị Mẫu\n\
Phụ lục I\nDANH SÁCH BÃI BIỂN\n(Kèm theo Kế hoạch số 9/KH-UBND)\nBãi Cát.\nPhụ lục II\nMẪU SỐ LIỆU\nĐơn vị gửi theo mẫu:\n\
TT | Nội dung | ĐVT | Kết quả\n1 | Rác đã nhặt | tấn |\n| Trong đó: Rác nhựa | tấn |\n2 | Người tham gia | người |\n\
 | Trong đó: | |\n | Nữ | |\n | Nam | |\n3 | Kinh phí | đồng |";

fn lines(sections: &[Section], depth: usize, out: &mut String) {
    for section in sections {
        out.push_str(&format!("{}{} · {}\n", "  ".repeat(depth), section.number, section.title));
        lines(&section.children, depth + 1, out);
    }
}

#[test]
fn the_outline_is_a_tree() {
    let reading = read(PLAN.as_bytes()).unwrap();
    let outline = reading.outline();
    let mut tree = String::new();
    lines(&outline, 0, &mut tree);
    let tree = tree.trim_end();
    insta::assert_snapshot!(tree, @r#"
    I · MỤC ĐÍCH
      1 · Mục đích chung
        a · Sạch bờ biển
          - · Nhặt rác
            + · Rác nhựa
          - · Phân loại
        b · Giữ lâu dài
    II · TỔ CHỨC THỰC HIỆN
      1 · Sở Y tế tập huấn cho 20 xã
        1.1 · Tuyến biển
      2 · Sở Du lịch in tờ rơi
    "#);
    assert_eq!(
        &reading.text[outline[1].children[0].span.clone()],
        "1. Sở Y tế tập huấn cho 20 xã.\n1.1. Tuyến biển\nNhư mọi năm."
    );
}

#[test]
fn appendices_are_documents_of_their_own() {
    let reading = read(PLAN.as_bytes()).unwrap();
    let found: Vec<_> = reading.appendices().into_iter().map(|a| (a.label, a.title, a.blocks.len())).collect();
    assert_eq!(
        found,
        [
            ("Phụ lục I".to_owned(), "DANH SÁCH BÃI BIỂN".to_owned(), 1),
            ("Phụ lục II".to_owned(), "MẪU SỐ LIỆU".to_owned(), 2),
        ]
    );
}

#[test]
fn a_form_becomes_a_draft_in_toml() {
    let reading = read(PLAN.as_bytes()).unwrap();
    let forms = reading.form_tables();
    assert_eq!(forms.len(), 1);
    assert_eq!(forms[0].title, "MẪU SỐ LIỆU");
    insta::assert_snapshot!(forms[0].to_toml("lam-sach-bien", 1), @r#"
    id = "lam_sach_bien"
    version = 1

    [title]
    vi = "MẪU SỐ LIỆU"

    [[breakdown]]
    id = "kind"
    label = { vi = "Trong đó" }
    covers = "some"
    part = [
        { id = "rac_nhua", label = { vi = "Rác nhựa" } },
    ]

    [[breakdown]]
    id = "sex"
    label = { vi = "Trong đó" }
    covers = "whole"
    part = [
        { id = "nu", label = { vi = "Nữ" } },
        { id = "nam", label = { vi = "Nam" } },
    ]

    [[group]]
    id = "phan_1"
    title = { vi = "Phần 1" }

    [[group.item]]
    id = "rac_da_nhat"
    label = { vi = "Rác đã nhặt" }
    unit = { vi = "tấn" }
    breakdowns = ["kind"]

    [[group.item]]
    id = "nguoi_tham_gia"
    label = { vi = "Người tham gia" }
    unit = { vi = "người" }
    breakdowns = ["sex"]

    [[group.item]]
    id = "kinh_phi"
    label = { vi = "Kinh phí" }
    unit = { vi = "đồng" }
    kind = "vnd"
    "#);
}

#[test]
fn an_assignment_table_is_no_form() {
    let text = "Phân công:\nTT | Nội dung | Đơn vị tính | Chủ trì\n1 | Kiểm tra | cuộc | Sở A\n2 | Họp | cuộc | Sở B";
    assert!(read(text.as_bytes()).unwrap().form_tables().is_empty());
}

/// Number, label and unit of an item.
type Item = (String, String, String);

/// Rows of the report form that comes with the project, as its appendix prints them: groups across all columns, items
/// numbered within their group, a dashed row for each part.
fn printed(form: &toml::Value) -> (Vec<Row>, Vec<Item>, Vec<usize>) {
    let list = |value: &toml::Value, key: &str| value.get(key).and_then(|v| v.as_array().cloned()).unwrap_or_default();
    let vi = |value: &toml::Value, key: &str| value[key]["vi"].as_str().unwrap().to_owned();
    let (mut rows, mut items, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for (g, group) in list(form, "group").iter().enumerate() {
        rows.push(Row::Cells(vec![format!(
            "{}. {}",
            ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][g],
            vi(group, "title")
        )]));
        for (i, item) in list(group, "item").iter().enumerate() {
            let (label, unit) = (vi(item, "label"), vi(item, "unit"));
            let number = format!("{}.{}", g + 1, i + 1);
            rows.push(Row::Cells(vec![number.clone(), label.clone(), unit.clone(), String::new()]));
            let mut count = 0;
            for breakdown in list(item, "breakdowns") {
                let all = list(form, "breakdown");
                let found = all.iter().find(|other| other["id"] == breakdown).unwrap();
                for part in list(found, "part") {
                    rows.push(Row::Cells(vec![
                        String::new(),
                        format!("- {}", vi(&part, "label")),
                        unit.clone(),
                        String::new(),
                    ]));
                    count += 1;
                }
            }
            items.push((number, label, unit));
            parts.push(count);
        }
    }
    (rows, items, parts)
}

#[test]
fn the_projects_own_form_comes_back_from_its_appendix() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../forms/action-month.toml");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: there are no forms beside the crate");
        return;
    };
    let (rows, items, parts) = printed(&toml::from_str(&text).unwrap());
    let column = |header: &str, width| Column { header: header.to_owned(), width, align: Align::Left };
    let table = Table {
        caption: None,
        columns: vec![column("TT", 1), column("Chỉ tiêu", 6), column("Đơn vị tính", 2), column("Số liệu", 2)],
        rows,
    };
    let document = Document {
        letterhead: Letterhead {
            parent_body: None,
            issuer: "Ủy ban nhân dân tỉnh An Giao".to_owned(),
            number: Some(1),
            symbol: "KH-UBND".to_owned(),
            place: "An Giao".to_owned(),
            date: IssueDate::Blank { month: 3, year: 2031 },
        },
        kind: Some("Kế hoạch".to_owned()),
        title: "Thử biểu mẫu".to_owned(),
        addressees: Vec::new(),
        bases: Vec::new(),
        body: Vec::new(),
        signature: Signature::default(),
        recipients: vec!["Lưu: VT".to_owned()],
        appendices: vec![Appendix {
            label: "Phụ lục".to_owned(),
            title: "Biểu số liệu".to_owned(),
            landscape: false,
            body: vec![Block::Table(table)],
        }],
    };
    let reading: Reading = read(&vanban::write::docx(&document).unwrap()).unwrap();
    let forms = reading.form_tables();
    assert_eq!(forms.len(), 1);
    let found = forms[0].groups.iter().flat_map(|group| &group.items);
    let read: Vec<_> = found.clone().map(|item| (item.number.clone(), item.label.clone(), item.unit.clone())).collect();
    assert_eq!(read, items);
    assert_eq!(found.map(|item| item.parts.len()).collect::<Vec<_>>(), parts);
    assert!(toml::from_str::<toml::Value>(&forms[0].to_toml("thu", 1)).is_ok());
}
