//! What our own writer lays out, our own reader reads back.

use jiff::civil::date;
use vanban::date::PartialDate;
use vanban::document::{Align, Appendix, Block, Column, Document, IssueDate, Letterhead, Row, Run, Signature, Table};
use vanban::facts::{DocKind, Level};
use vanban::read::read;

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

fn appendix_table() -> Table {
    let column = |header: &str| Column { header: header.to_owned(), width: 1, align: Align::Left };
    Table {
        caption: None,
        columns: vec![column("TT"), column("Chỉ tiêu"), column("Số lượng")],
        rows: vec![Row::Cells(strings(&["1", "Số buổi truyền thông", "999"]))],
    }
}

fn plan() -> Document {
    Document {
        letterhead: Letterhead {
            parent_body: Some("Ủy ban nhân dân tỉnh An Giao".to_owned()),
            issuer: "Sở Nội vụ".to_owned(),
            number: Some(45),
            symbol: "KH-SNV".to_owned(),
            place: "An Giao".to_owned(),
            date: IssueDate::On(date(2031, 10, 20)),
        },
        kind: Some("Kế hoạch".to_owned()),
        title:
            "Triển khai Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới năm 2031"
                .to_owned(),
        addressees: Vec::new(),
        bases: strings(&[
            "Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006",
            "Căn cứ Kế hoạch số 12/KH-UBND ngày 01 tháng 10 năm 2031 của Ủy ban nhân dân tỉnh An Giao về bình đẳng giới",
        ]),
        body: vec![
            paragraph("Sở Nội vụ xây dựng kế hoạch như sau:"),
            heading(1, "I. Mục đích, yêu cầu"),
            paragraph("Nâng cao nhận thức của cán bộ và người dân về bình đẳng giới."),
            heading(1, "II. Chủ đề và thời gian"),
            paragraph("1. Chủ đề Tháng hành động năm 2031: “Mỗi mái nhà là một nơi bình yên”."),
            paragraph("2. Thời gian: từ ngày 15/11/2031 đến hết ngày 15/12/2031."),
            heading(1, "III. Tổ chức thực hiện"),
            heading(2, "1. Phòng Bình đẳng giới"),
            Block::Item(vec![Run::plain(
                "Chủ trì, phối hợp với Văn phòng Sở tổ chức lễ phát động trước ngày 16/11/2031;",
            )]),
            Block::Item(vec![Run::plain("Tổng hợp kết quả của các đơn vị.")]),
            paragraph(
                "2. Đề nghị Hội Liên hiệp Phụ nữ tỉnh chủ trì, phối hợp với Công an tỉnh và Tỉnh đoàn tổ chức diễn đàn.",
            ),
            paragraph(
                "3. Giao Ủy ban nhân dân các xã, phường xây dựng kế hoạch và báo cáo kết quả về Sở Nội vụ chậm nhất ngày 20/12/2031.",
            ),
        ],
        signature: Signature {
            authority: strings(&["KT. Giám đốc"]),
            title: "Phó Giám đốc".to_owned(),
            name: "Nguyễn Thị Mẫu".to_owned(),
        },
        recipients: strings(&["Ủy ban nhân dân tỉnh (để b/c)", "Các xã, phường", "Lưu: VT, BĐG"]),
        appendices: vec![Appendix {
            label: "Phụ lục I".to_owned(),
            title: "Mẫu báo cáo".to_owned(),
            landscape: true,
            body: vec![paragraph("Gửi trước ngày 01/01/2040 cho 888 đơn vị."), Block::Table(appendix_table())],
        }],
    }
}

#[test]
fn a_plan_comes_back() {
    let facts = read(&vanban::write::docx(&plan()).unwrap()).unwrap().facts;
    let values =
        |facts: &[vanban::facts::Fact<String>]| facts.iter().map(|fact| fact.value.clone()).collect::<Vec<_>>();

    assert_eq!(facts.kind.as_ref().map(|f| f.value), Some(DocKind::Plan));
    assert_eq!(facts.number.as_ref().map(|f| f.value.as_str()), Some("45/KH-SNV"));
    assert_eq!(facts.issue_date.as_ref().map(|f| f.value), Some(PartialDate::Full(date(2031, 10, 20))));
    assert_eq!(facts.title.as_ref().map(|f| f.value.clone()), Some(plan().title));
    assert_eq!(facts.issuer.as_ref().map(|f| f.value.as_str()), Some("SỞ NỘI VỤ"));
    assert_eq!(facts.issuer_level.as_ref().map(|f| f.value), Some(Level::Agency));
    assert_eq!(values(&facts.places), ["An Giao"]);
    assert_eq!(facts.year.as_ref().map(|f| f.value), Some(2031));
    assert_eq!(facts.theme.as_ref().map(|f| f.value.as_str()), Some("Mỗi mái nhà là một nơi bình yên"));
    let period = [&facts.period_start, &facts.period_end]
        .map(|fact| fact.as_ref().map(|f| f.value.to_string()).unwrap_or_default());
    assert_eq!(period, ["2031-11-15", "2031-12-15"]);
    let bases: Vec<_> =
        facts.legal_bases.iter().map(|b| b.number.as_ref().or(b.name.as_ref()).unwrap().value.clone()).collect();
    assert_eq!(bases, ["Luật Bình đẳng giới", "12/KH-UBND"]);
    let due: Vec<_> = facts.deadlines.iter().map(|d| d.date.value.to_string()).collect();
    assert_eq!(due, ["2031-11-16", "2031-12-20"]);
    assert_eq!(values(&facts.recipients), plan().recipients);
    let signer = facts.signer.as_ref().unwrap();
    assert_eq!(values(&signer.authority), ["KT. GIÁM ĐỐC"]);
    assert_eq!(signer.title.as_ref().unwrap().value, "PHÓ GIÁM ĐỐC");
    assert_eq!(signer.name.as_ref().unwrap().value, "Nguyễn Thị Mẫu");
    assert!(
        facts.figures.iter().all(|figure| figure.unit.as_ref().is_none_or(|unit| unit.value != "đơn vị")),
        "{:?}",
        facts.figures
    );
}

#[test]
fn the_tasks_of_a_plan_come_back() {
    let facts = read(&vanban::write::docx(&plan()).unwrap()).unwrap().facts;
    let tasks: Vec<_> = facts
        .tasks
        .iter()
        .map(|task| {
            let coordinating: Vec<_> = task.coordinating.iter().map(|f| f.value.as_str()).collect();
            (
                task.lead.as_ref().map(|f| f.value.as_str()).unwrap_or_default(),
                coordinating,
                task.deadline.as_ref().map(|f| f.value.as_str()),
            )
        })
        .collect();
    assert_eq!(
        tasks,
        [
            ("Phòng Bình đẳng giới", vec!["Văn phòng Sở"], Some("trước ngày 16/11/2031")),
            ("Phòng Bình đẳng giới", vec![], None),
            ("Hội Liên hiệp Phụ nữ tỉnh", vec!["Công an tỉnh", "Tỉnh đoàn"], None),
            ("Ủy ban nhân dân các xã, phường", vec![], Some("chậm nhất ngày 20/12/2031")),
        ]
    );
}

#[test]
fn a_letter_comes_back() {
    let mut document = plan();
    document.kind = None;
    document.letterhead.symbol = "SNV-BĐG".to_owned();
    document.letterhead.number = None;
    document.letterhead.date = IssueDate::Blank { month: 2, year: 2031 };
    document.title = "gửi số liệu Tháng hành động".to_owned();
    document.addressees = strings(&["Ủy ban nhân dân tỉnh An Giao", "Sở Tài chính"]);
    let facts = read(&vanban::write::docx(&document).unwrap()).unwrap().facts;
    assert_eq!(facts.kind.as_ref().map(|f| f.value), Some(DocKind::Dispatch));
    assert_eq!(facts.number, None);
    assert_eq!(facts.symbol.as_ref().map(|f| f.value.as_str()), Some("/SNV-BĐG"));
    assert_eq!(facts.issue_date.as_ref().map(|f| f.value.to_string()).as_deref(), Some("2031-02"));
    assert_eq!(facts.title.as_ref().map(|f| f.value.as_str()), Some("V/v gửi số liệu Tháng hành động"));
    let addressees: Vec<_> = facts.addressees.iter().map(|f| f.value.clone()).collect();
    assert_eq!(addressees, document.addressees);
}
