//! Small made-up documents.

use jiff::civil::date;
use vanban::document::{
    Align, Appendix, Block, Chart, ChartKind, Column, Document, IssueDate, Letterhead, Row, Run, Series, Signature,
    Table,
};

pub(crate) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

pub(crate) fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

pub(crate) fn table() -> Table {
    let column = |header: &str, width, align| Column { header: header.to_owned(), width, align };
    Table {
        caption: Some("Bảng 1. Số cuộc truyền thông".to_owned()),
        columns: vec![
            column("TT", 1, Align::Centre),
            column("Đơn vị", 6, Align::Left),
            column("Số cuộc", 2, Align::Right),
        ],
        rows: vec![
            Row::Group("Các xã".to_owned()),
            Row::Cells(strings(&["1", "Xã Hòa Lộc", "12"])),
            Row::Cells(strings(&["2", "Xã Tân Mẫu", "1.207"])),
            Row::Total(strings(&["", "Cộng", "1.219"])),
        ],
    }
}

pub(crate) fn chart() -> Chart {
    Chart {
        title: "Biểu đồ 1. Người tham dự".to_owned(),
        unit: "lượt người".to_owned(),
        kind: ChartKind::StackedBars,
        labels: strings(&["Xã Hòa Lộc", "Xã Tân Mẫu"]),
        series: vec![
            Series { name: "Nữ".to_owned(), values: vec![1022.0, 511.0] },
            Series { name: "Nam".to_owned(), values: vec![818.0, 449.0] },
        ],
    }
}

/// A report with a piece of everything.
pub(crate) fn report() -> Document {
    let heading = |level, text: &str| Block::Heading { level, text: text.to_owned() };
    Document {
        letterhead: Letterhead {
            parent_body: Some("Ủy ban nhân dân tỉnh An Giao".to_owned()),
            issuer: "Sở Nội vụ".to_owned(),
            number: Some(7),
            symbol: "BC-SNV".to_owned(),
            place: "An Giao".to_owned(),
            date: IssueDate::On(date(2026, 1, 5)),
        },
        kind: Some("Báo cáo".to_owned()),
        title: "Kết quả thực hiện Tháng hành động năm 2025".to_owned(),
        addressees: strings(&["Ủy ban nhân dân tỉnh An Giao", "Sở Tài chính"]),
        bases: strings(&["Căn cứ một văn bản mẫu", "Căn cứ một văn bản mẫu khác;"]),
        body: vec![
            heading(1, "I. Công tác chỉ đạo"),
            heading(2, "1. Ban hành văn bản"),
            heading(3, "a) Cấp xã"),
            Block::Item(vec![Run::bold("Đợt một: "), Run::plain("làm việc tại sáu xã;")]),
            Block::Table(table()),
            Block::Chart(chart()),
            paragraph("Trên đây là kết quả, Sở Nội vụ kính báo cáo."),
        ],
        signature: Signature {
            authority: strings(&["KT. Giám đốc"]),
            title: "Phó Giám đốc".to_owned(),
            name: "Nguyễn Thị Mẫu".to_owned(),
        },
        recipients: strings(&["Như trên", "- Sở Y tế (để phối hợp);", "Lưu: VT, BĐG (03)"]),
        appendices: vec![
            Appendix {
                label: "Phụ lục I".to_owned(),
                title: "Số liệu từng đơn vị".to_owned(),
                landscape: true,
                body: vec![Block::Table(table())],
            },
            Appendix {
                label: "Phụ lục II".to_owned(),
                title: "Ghi chú".to_owned(),
                landscape: false,
                body: vec![paragraph("Số liệu do các đơn vị tự báo cáo.")],
            },
        ],
    }
}

/// A letter not yet numbered and dated.
pub(crate) fn dispatch() -> Document {
    Document {
        letterhead: Letterhead {
            parent_body: None,
            issuer: "Ủy ban nhân dân xã Hòa Lộc".to_owned(),
            number: None,
            symbol: "UBND-VX".to_owned(),
            place: "Hòa Lộc".to_owned(),
            date: IssueDate::Blank { month: 2, year: 2026 },
        },
        kind: None,
        title: "gửi số liệu Tháng hành động năm 2025".to_owned(),
        addressees: strings(&["Sở Nội vụ tỉnh An Giao"]),
        bases: Vec::new(),
        body: vec![paragraph("Ủy ban nhân dân xã Hòa Lộc gửi Sở Nội vụ số liệu kèm theo."), paragraph("Trân trọng.")],
        signature: Signature {
            authority: strings(&["TM. Ủy ban nhân dân"]),
            title: "Chủ tịch".to_owned(),
            name: String::new(),
        },
        recipients: strings(&["Như trên", "Lưu: VT"]),
        appendices: Vec::new(),
    }
}
