//! Laws of reading: no input makes it panic, and every span lies in the text.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use proptest::prelude::*;
use serde_json::Value;
use vanban::document::{Block, Document, IssueDate, Letterhead, Run, Signature};
use vanban::read::place::At;
use vanban::read::{Format, Reading, read};

/// A plan with a piece of everything.
fn plan() -> Vec<u8> {
    let paragraph = |text: &str| Block::Paragraph(vec![Run::plain(text)]);
    let heading = |level, text: &str| Block::Heading { level, text: text.to_owned() };
    let document = Document {
        letterhead: Letterhead {
            parent_body: None,
            issuer: "Ủy ban nhân dân xã Hòa Lộc".to_owned(),
            number: Some(45),
            symbol: "KH-UBND".to_owned(),
            place: "Hòa Lộc".to_owned(),
            date: IssueDate::On(jiff::civil::date(2031, 11, 3)),
        },
        kind: Some("Kế hoạch".to_owned()),
        title: "Triển khai Tháng hành động vì bình đẳng giới năm 2031".to_owned(),
        addressees: Vec::new(),
        bases: vec!["Căn cứ Nghị định số 12/2030/NĐ-CP ngày 05/6/2030 của Chính phủ về bình đẳng giới".to_owned()],
        body: vec![
            heading(1, "I. Nội dung"),
            paragraph("Phấn đấu 95% hộ nghèo, trong đó 12 chủ hộ là nữ, được hỗ trợ 20 triệu đồng."),
            heading(1, "II. Tổ chức thực hiện"),
            paragraph(
                "1. Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã tổ chức 3 lớp tập huấn, báo cáo trước ngày 20/12/2031.",
            ),
        ],
        signature: Signature {
            authority: vec!["TM. Ủy ban nhân dân".to_owned()],
            title: "Chủ tịch".to_owned(),
            name: "Nguyễn Thị Mẫu".to_owned(),
        },
        recipients: vec!["Như trên".to_owned(), "Lưu: VT".to_owned()],
        appendices: Vec::new(),
    };
    vanban::write::docx(&document).unwrap()
}

/// Every leaf of the tree of spans, with the value that stands in its place.
fn leaves<'a>(spans: &'a Value, values: &'a Value, out: &mut Vec<(usize, usize, &'a Value)>) {
    match (spans, values) {
        (Value::Array(pair), value) if pair.len() == 2 && pair.iter().all(Value::is_u64) => {
            let at = |i: usize| pair[i].as_u64().unwrap() as usize;
            out.push((at(0), at(1), value));
        }
        (Value::Array(spans), Value::Array(values)) => {
            assert_eq!(spans.len(), values.len());
            spans.iter().zip(values).for_each(|(span, value)| leaves(span, value, out));
        }
        (Value::Object(spans), Value::Object(values)) => {
            for (key, span) in spans {
                leaves(span, values.get(key).unwrap_or_else(|| panic!("{key} has a span and no value")), out);
            }
        }
        (Value::Null, Value::Null) => {}
        other => panic!("the trees differ: {other:?}"),
    }
}

fn check_spans(reading: &Reading) {
    let json = reading.to_json();
    let mut found = Vec::new();
    leaves(&json["spans"], &json, &mut found);
    for (start, end, value) in found {
        let stated = reading.text.get(start..end).unwrap_or_else(|| panic!("{start}..{end} is no span of the text"));
        assert!(!stated.is_empty(), "an empty span for {value}");
    }
    check_places(reading);
}

/// The map covers the text from its first byte, in order; in a text file each line holds what is said to come from it.
fn check_places(reading: &Reading) {
    let marks: Vec<_> = reading.map.iter().collect();
    assert_eq!(marks.first().map(|(at, _)| *at), Some(0));
    assert!(marks.is_sorted_by(|(a, first), (b, second)| a < b && first != second), "{marks:?}");
    for (at, _) in &marks {
        assert!(reading.text.is_char_boundary(*at) && *at < reading.text.len());
    }
}

fn check_lines(text: &str, reading: &Reading) {
    let lines: Vec<String> = text.split('\n').map(letters).collect();
    let marks: Vec<_> = reading.map.iter().collect();
    for (i, (from, place)) in marks.iter().enumerate() {
        let to = marks.get(i + 1).map_or(reading.text.len(), |(to, _)| *to);
        let At::Line(line) = place.at else { panic!("{place:?}") };
        let said = letters(&reading.text[*from..to]);
        assert!(lines[line as usize - 1].contains(&said), "line {line}: {said} in {:?}", lines[line as usize - 1]);
    }
}

fn letters(text: &str) -> String {
    vanban::text::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn the_span_of_a_name_states_the_name() {
    let reading = read(&plan()).unwrap();
    check_spans(&reading);
    let facts = &reading.facts;
    let verbatim = [&facts.title, &facts.issuer, &facts.number, &facts.campaign].into_iter().flatten();
    let lists = facts.recipients.iter().chain(&facts.lead_units).chain(facts.tasks.iter().map(|task| &task.text));
    let mut count = 0;
    for fact in verbatim.chain(lists) {
        assert_eq!(letters(&reading.text[fact.span.clone()]), letters(&fact.value), "{}", fact.rule);
        count += 1;
    }
    assert!(count >= 8, "only {count} facts: {facts:?}");
}

/// Sentences that make text the grammar has something to say about.
const PIECES: [&str; 16] = [
    "KẾ HOẠCH",
    "Số: 45 /KH-UBND",
    "Hòa Lộc, ngày  tháng 3 năm 2031",
    "Căn cứ Luật Trẻ em năm 2016;",
    "I. TỔ CHỨC THỰC HIỆN",
    "1. Giao Sở Nội vụ",
    "- ",
    " | ",
    "\n\n",
    "\n",
    "từ ngày 15/11 đến",
    "20 triệu đồng",
    "chủ đề “",
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "trước ngày 31/02/",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => "\\PC{0,12}", 1 => "[0-9./ ,%-]{0,10}"];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in text()) {
        if let Ok(reading) = read(text.as_bytes()) {
            check_spans(&reading);
            if !text.contains(['\u{c}', '\\', '`', '<', '\u{2028}', '\u{2029}']) && reading.format == Format::Text {
                check_lines(&text, &reading);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(reading) = read(&bytes) {
            check_spans(&reading);
        }
    }

    #[test]
    fn a_damaged_document_is_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in proptest::option::of(any::<prop::sample::Index>())) {
        let mut bytes = plan();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        if let Some(cut) = cut {
            let length = cut.index(bytes.len());
            bytes.truncate(length);
        }
        if let Ok(reading) = read(&bytes) {
            check_spans(&reading);
        }
    }
}
