//! How fast documents are read, on one core: `cargo run --release -p vanban --example speed`.
//!
//! A page is 1,800 characters, about what a page of a decree holds. Measured are the development corpus, where it is
//! there, text only, and a plan of 200 pages that the crate's own writer lays out, as .docx and as its text. Time is that
//! on the processor where the system tells it (Linux), so that other work on the machine does not count.

#[path = "corpus/mod.rs"]
mod corpus;

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};
use vanban::document::{Block, Document, IssueDate, Letterhead, Run, Signature};
use vanban::read::read;

/// Characters of a page.
const PAGE: usize = 1_800;

/// Pages of the plan that is made.
const PAGES: usize = 200;

/// Times each measurement is made; the fastest and the median are told.
const TIMES: usize = 9;

fn main() -> Result<(), Box<dyn Error>> {
    if let Some(folder) = corpus::folder() {
        let mut texts: Vec<Vec<u8>> =
            corpus::read_all(&folder)?.into_values().map(|reading| reading.text.into_bytes()).collect();
        texts.sort();
        measure("texts of the development corpus", &texts)?;
        let largest = texts.iter().max_by_key(|text| text.len()).cloned();
        measure("the longest of them", &largest.into_iter().collect::<Vec<_>>())?;
    }
    let document = vanban::write::docx(&plan())?;
    let reading = read(&document)?;
    println!(
        "made: {} characters, {} pages, {} facts",
        reading.text.chars().count(),
        reading.text.chars().count() / PAGE,
        reading.facts_in_order().len()
    );
    measure("the plan, .docx", &[document])?;
    measure("the plan, its text", &[reading.text.into_bytes()])?;
    Ok(())
}

fn measure(name: &str, documents: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    let mut characters = 0;
    for document in documents {
        characters += read(document)?.text.chars().count();
    }
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..TIMES {
        let (start, on_processor) = (Instant::now(), processor_time());
        for document in documents {
            black_box(read(black_box(document))?);
        }
        let elapsed = start.elapsed();
        times.push(on_processor.and_then(|start| processor_time()?.checked_sub(start)).unwrap_or(elapsed));
    }
    times.sort();
    let (fastest, median) =
        (times.first().copied().unwrap_or_default(), times.get(TIMES / 2).copied().unwrap_or_default());
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let pages = characters as f64 / PAGE as f64;
    println!(
        "{name}: {pages:.1} pages; median {:.1} ms, fastest {:.1} ms: {:.0} pages a second",
        median.as_secs_f64() * 1e3,
        fastest.as_secs_f64() * 1e3,
        pages / median.as_secs_f64()
    );
    Ok(())
}

/// Time this thread has spent on a processor.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// A plan of [`PAGES`] pages: numbered sections of tasks, deadlines and figures. Names and places are made up.
fn plan() -> Document {
    let mut body = vec![paragraph("Ủy ban nhân dân tỉnh An Giao xây dựng kế hoạch như sau:".to_owned())];
    let mut written = 0;
    let mut section = 0;
    while written < PAGES * PAGE {
        section += 1;
        body.push(Block::Heading { level: 2, text: format!("{section}. Xã Hòa Lộc {section}") });
        for block in section_of(section) {
            if let Block::Paragraph(runs) | Block::Item(runs) = &block {
                written += runs.iter().map(|run| run.text.chars().count()).sum::<usize>();
            }
            body.push(block);
        }
    }
    Document {
        letterhead: Letterhead {
            parent_body: None,
            issuer: "Ủy ban nhân dân tỉnh An Giao".to_owned(),
            number: Some(45),
            symbol: "KH-UBND".to_owned(),
            place: "An Giao".to_owned(),
            date: IssueDate::On(jiff::civil::date(2031, 10, 20)),
        },
        kind: Some("Kế hoạch".to_owned()),
        title: "Triển khai Tháng hành động vì bình đẳng giới năm 2031".to_owned(),
        addressees: Vec::new(),
        bases: vec!["Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006".to_owned()],
        body,
        signature: Signature {
            authority: vec!["TM. Ủy ban nhân dân".to_owned()],
            title: "Chủ tịch".to_owned(),
            name: "Nguyễn Thị Mẫu".to_owned(),
        },
        recipients: vec!["Như trên".to_owned(), "Lưu: VT".to_owned()],
        appendices: Vec::new(),
    }
}

fn section_of(number: usize) -> Vec<Block> {
    let day = number % 28 + 1;
    vec![
        paragraph(format!(
            "Trong năm qua, xã đã tổ chức {number} buổi truyền thông cho {}.200 người dự, trong đó {} nữ; trao {} suất quà \
             trị giá 20 triệu đồng và ra mắt mô hình “Ngôi nhà bình yên số {number}” tại nhà văn hóa thôn. Tỷ lệ hộ gia đình \
             được tuyên truyền về bình đẳng giới đạt {day}%, tăng so với năm trước.",
            number % 9 + 1,
            number * 7,
            number % 50 + 3,
        )),
        Block::Item(vec![Run::plain(format!(
            "Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã và Hội Liên hiệp Phụ nữ xã tổ chức {number} lớp tập \
             huấn, báo cáo kết quả trước ngày {day}/12/2031;"
        ))]),
        paragraph(
            "Các cơ quan, đơn vị và địa phương đẩy mạnh tuyên truyền, nâng cao nhận thức của cán bộ và người dân; kịp thời \
             phát hiện, hỗ trợ người bị bạo lực; lồng ghép nội dung vào chương trình công tác hằng năm, bảo đảm tiết kiệm, \
             hiệu quả, phù hợp với tình hình thực tế của từng thôn."
                .to_owned(),
        ),
    ]
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}
