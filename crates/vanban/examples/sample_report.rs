//! Writes a made-up report to a path, to be looked at in a word processor:
//! `cargo run -p vanban --example sample_report -- report.docx`

use std::error::Error;
use std::path::PathBuf;

use jiff::civil::date;
use vanban::document::{
    Align, Appendix, Block, Chart, ChartKind, Column, Document, IssueDate, Letterhead, Row, Run, Series, Signature,
    Table,
};

/// Made-up communes, and what each reported: events held, people who came, women among them, homes visited.
const COMMUNES: [(&str, [u32; 4]); 24] = [
    ("Xã Hòa Lộc", [12, 1840, 1022, 35]),
    ("Xã Hòa Thuận Đông", [9, 1215, 690, 20]),
    ("Xã Tân Mẫu", [7, 960, 511, 18]),
    ("Xã Phước Thiện Hạ", [11, 1502, 833, 41]),
    ("Xã Long Sơn Trung", [6, 748, 402, 12]),
    ("Xã Mỹ Khê Nam", [8, 1130, 644, 25]),
    ("Xã Vĩnh Điền", [5, 615, 330, 9]),
    ("Xã An Lạc Thôn", [10, 1377, 741, 30]),
    ("Xã Bình Nguyên Thượng", [4, 502, 288, 7]),
    ("Xã Thạnh Xuân", [9, 1264, 702, 22]),
    ("Xã Đồng Sim", [3, 340, 181, 4]),
    ("Xã Suối Mơ", [6, 805, 466, 15]),
    ("Xã Trường Hòa", [7, 931, 520, 16]),
    ("Xã Ngọc Lâm Hạ", [8, 1042, 573, 19]),
    ("Xã Cẩm Vân", [5, 688, 371, 11]),
    ("Xã Thanh Bình Tây", [9, 1189, 655, 24]),
    ("Phường Minh Hải", [18, 3250, 1790, 52]),
    ("Phường Bến Gạo", [15, 2714, 1466, 44]),
    ("Phường Cầu Mới", [14, 2380, 1301, 40]),
    ("Phường Chợ Trung", [13, 2098, 1164, 37]),
    ("Phường Đông Kỳ", [11, 1733, 950, 29]),
    ("Phường Tây Kỳ", [10, 1525, 847, 27]),
    ("Phường Hải Triều", [9, 1410, 778, 21]),
    ("Phường Vườn Dừa", [8, 1183, 659, 18]),
];
const FIRST_WARD: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from).ok_or("give the path of the file to write")?;
    std::fs::write(path, vanban::write::docx(&report())?)?;
    Ok(())
}

fn report() -> Document {
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
        title: "Kết quả thực hiện Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở \
                giới năm 2025"
            .to_owned(),
        addressees: strings(&["Ủy ban nhân dân tỉnh An Giao", "Ban Vì sự tiến bộ của phụ nữ tỉnh"]),
        bases: Vec::new(),
        body: body(),
        signature: Signature {
            authority: strings(&["KT. Giám đốc"]),
            title: "Phó Giám đốc".to_owned(),
            name: "Nguyễn Thị Mẫu".to_owned(),
        },
        recipients: strings(&[
            "Như trên",
            "Giám đốc Sở (để báo cáo)",
            "Sở Tài chính, Sở Y tế, Công an tỉnh (để phối hợp)",
            "Ủy ban nhân dân các xã, phường",
            "Lưu: VT, BĐG (03)",
        ]),
        appendices: vec![units_appendix(), support_appendix()],
    }
}

fn body() -> Vec<Block> {
    vec![
        paragraph(
            "Thực hiện kế hoạch của Ủy ban nhân dân tỉnh về Tháng hành động năm 2025, Sở Nội vụ đã theo dõi, đôn đốc \
             24 xã, phường và tổng hợp số liệu do các đơn vị gửi về. Sở Nội vụ báo cáo kết quả như sau:",
        ),
        heading(1, "I. Công tác chỉ đạo, điều hành"),
        heading(2, "1. Ban hành văn bản"),
        paragraph(
            "Tính đến hết ngày 20 tháng 12 năm 2025, có 23 trong số 24 xã, phường ban hành kế hoạch riêng; một xã lồng \
             ghép nội dung vào chương trình công tác quý IV. Phần lớn kế hoạch nêu rõ người phụ trách và kinh phí.",
        ),
        heading(2, "2. Kiểm tra, đôn đốc"),
        Block::Item(vec![
            Run::bold("Đợt một: "),
            Run::plain("làm việc trực tiếp với sáu xã ở vùng xa, hướng dẫn cách ghi chép và cách điền biểu mẫu;"),
        ]),
        Block::Item(vec![
            Run::bold("Đợt hai: "),
            Run::plain("gọi điện nhắc các đơn vị chưa gửi số liệu; sau ba ngày chỉ còn một đơn vị chậm."),
        ]),
        heading(1, "II. Kết quả thực hiện"),
        heading(2, "1. Truyền thông tại cơ sở"),
        heading(3, "a) Số cuộc truyền thông và số người tham dự"),
        paragraph(
            "Hình thức phổ biến là tọa đàm ở nhà văn hóa, phát thanh buổi sáng và sinh hoạt dưới cờ tại trường học. Số \
             liệu từng đơn vị ở bảng dưới đây.",
        ),
        Block::Table(communes_table("Bảng 1. Kết quả truyền thông theo đơn vị")),
        heading(3, "b) So sánh giữa các đơn vị"),
        paragraph("Mười hai đơn vị có nhiều người tham dự nhất được nêu tại biểu đồ sau."),
        Block::Chart(most_visited()),
        heading(2, "2. Thăm hỏi, hỗ trợ"),
        Block::Chart(by_year()),
        Block::Chart(women_and_men()),
        heading(1, "III. Đánh giá và kiến nghị"),
        paragraph(
            "So với năm trước, số người tham dự tăng ở hầu hết các đơn vị; việc ghi nhận nam giới tham gia còn thiếu \
             thống nhất. Sở Nội vụ đề nghị giao kinh phí ngay từ đầu quý III và dùng chung một biểu mẫu trong ba năm.",
        ),
        paragraph("Trên đây là kết quả thực hiện Tháng hành động năm 2025 trên địa bàn tỉnh, Sở Nội vụ kính báo cáo."),
    ]
}

fn communes_table(caption: &str) -> Table {
    let mut rows = Vec::new();
    for (group, members) in [("I. Các xã", &COMMUNES[..FIRST_WARD]), ("II. Các phường", &COMMUNES[FIRST_WARD..])]
    {
        rows.push(Row::Group(group.to_owned()));
        for (index, (name, counts)) in members.iter().enumerate() {
            rows.push(Row::Cells(numbered(&(index + 1).to_string(), name, counts)));
        }
    }
    let mut sums = [0; 4];
    for (_, counts) in COMMUNES {
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    rows.push(Row::Total(numbered("", "Toàn tỉnh", &sums)));
    Table {
        caption: Some(caption.to_owned()),
        columns: vec![
            column("TT", 1, Align::Centre),
            column("Đơn vị", 5, Align::Left),
            column("Số cuộc", 2, Align::Right),
            column("Người tham dự", 2, Align::Right),
            column("Trong đó nữ", 2, Align::Right),
            column("Hộ được thăm", 2, Align::Right),
        ],
        rows,
    }
}

fn most_visited() -> Chart {
    let mut communes = COMMUNES.to_vec();
    communes.sort_by_key(|(_, counts)| std::cmp::Reverse(counts[1]));
    communes.truncate(12);
    Chart {
        title: "Biểu đồ 1. Mười hai đơn vị có nhiều người tham dự nhất".to_owned(),
        unit: "lượt người".to_owned(),
        kind: ChartKind::Bars,
        labels: communes.iter().map(|(name, _)| (*name).to_owned()).collect(),
        series: vec![Series {
            name: "Người tham dự".to_owned(),
            values: communes.iter().map(|(_, counts)| f64::from(counts[1])).collect(),
        }],
    }
}

fn by_year() -> Chart {
    Chart {
        title: "Biểu đồ 2. Số hộ được thăm hỏi qua ba năm".to_owned(),
        unit: "hộ".to_owned(),
        kind: ChartKind::Columns,
        labels: strings(&["2023", "2024", "2025"]),
        series: vec![
            Series { name: "Khối xã".to_owned(), values: vec![212.0, 251.0, 308.0] },
            Series { name: "Khối phường".to_owned(), values: vec![180.0, 224.0, 268.0] },
        ],
    }
}

fn women_and_men() -> Chart {
    let wards = &COMMUNES[FIRST_WARD..];
    Chart {
        title: "Biểu đồ 3. Người tham dự ở các phường, chia theo giới tính".to_owned(),
        unit: "lượt người".to_owned(),
        kind: ChartKind::StackedBars,
        labels: wards.iter().map(|(name, _)| (*name).to_owned()).collect(),
        series: vec![
            Series { name: "Nữ".to_owned(), values: wards.iter().map(|(_, c)| f64::from(c[2])).collect() },
            Series { name: "Nam".to_owned(), values: wards.iter().map(|(_, c)| f64::from(c[1] - c[2])).collect() },
        ],
    }
}

fn units_appendix() -> Appendix {
    Appendix {
        label: "Phụ lục I".to_owned(),
        title: "Tình hình gửi báo cáo của các đơn vị".to_owned(),
        landscape: false,
        body: vec![Block::Table(Table {
            caption: None,
            columns: vec![
                column("TT", 1, Align::Centre),
                column("Đơn vị", 4, Align::Left),
                column("Ngày gửi", 2, Align::Centre),
                column("Ghi chú", 4, Align::Left),
            ],
            rows: COMMUNES
                .iter()
                .enumerate()
                .map(|(index, (name, _))| {
                    let note = if index == 10 {
                        "Chậm hai ngày, đã giải trình do mất điện diện rộng"
                    } else {
                        ""
                    };
                    let day = if index == 10 { 22 } else { 14 + index % 6 };
                    let cells =
                        [(index + 1).to_string(), (*name).to_owned(), format!("{day}/12/2025"), note.to_owned()];
                    Row::Cells(cells.to_vec())
                })
                .collect(),
        })],
    }
}

fn support_appendix() -> Appendix {
    let headers = ["Tư vấn", "Tạm lánh", "Y tế", "Pháp lý", "Học nghề", "Vay vốn", "Kinh phí (nghìn đồng)", "Ghi chú"];
    let mut columns = vec![column("TT", 2, Align::Centre), column("Đơn vị", 8, Align::Left)];
    columns.extend(headers.iter().map(|header| column(header, 4, Align::Right)));
    let rows = COMMUNES
        .iter()
        .enumerate()
        .map(|(index, (name, counts))| {
            let mut cells = vec![(index + 1).to_string(), (*name).to_owned()];
            cells.extend([3, 40, 9, 11, 14, 8].iter().map(|divisor| (counts[3] / divisor).to_string()));
            cells.extend([thousands(counts[3] * 350), String::new()]);
            Row::Cells(cells)
        })
        .collect();
    Appendix {
        label: "Phụ lục II".to_owned(),
        title: "Kết quả hỗ trợ theo từng loại dịch vụ".to_owned(),
        landscape: true,
        body: vec![
            paragraph("Số liệu tính đến hết ngày 15 tháng 12 năm 2025, do các đơn vị tự báo cáo."),
            Block::Table(Table { caption: None, columns, rows }),
        ],
    }
}

fn numbered(number: &str, name: &str, counts: &[u32]) -> Vec<String> {
    let mut cells = vec![number.to_owned(), name.to_owned()];
    cells.extend(counts.iter().map(|&count| thousands(count)));
    cells
}

/// `30.741`, as Vietnamese writes it.
fn thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

fn column(header: &str, width: u32, align: Align) -> Column {
    Column { header: header.to_owned(), width, align }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
