//! The file as a whole: parts, links between them, properties, charts, snapshots of the main part.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use quick_xml::events::Event;
use quick_xml::{Reader, Writer};
use vanban::document::{Block, ChartKind, Series};

use crate::samples::{chart, dispatch, report};
use crate::xml::{Node, main_part, parse, part, parts, unzip};

/// The main part, an element a line.
fn indented(bytes: &[u8]) -> String {
    let mut reader = Reader::from_str(std::str::from_utf8(bytes).unwrap());
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return String::from_utf8(writer.into_inner()).unwrap(),
            event => writer.write_event(event).unwrap(),
        }
    }
}

#[test]
fn report_as_xml() {
    insta::assert_snapshot!(indented(&parts(&report())["word/document.xml"]));
}

#[test]
fn dispatch_as_xml() {
    insta::assert_snapshot!(indented(&parts(&dispatch())["word/document.xml"]));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let bytes = vanban::write::docx(&report()).unwrap();
    assert_eq!(bytes, vanban::write::docx(&report()).unwrap());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for index in 0..zip.len() {
        assert_eq!(zip.by_index(index).unwrap().last_modified().unwrap().year(), 1980);
    }
}

#[test]
fn every_style_used_is_defined() {
    let mut documents = vec![report(), dispatch()];
    documents[1].body.push(Block::Chart(vanban::document::Chart { labels: Vec::new(), ..chart() }));
    let styles = part(&report(), "word/styles.xml");
    let defined: Vec<&str> = styles.all("w:style").iter().map(|style| style.attribute("w:styleId")).collect();
    for document in &documents {
        for used in main_part(document).all("w:pStyle") {
            assert!(defined.contains(&used.attribute("w:val")), "{}", used.attribute("w:val"));
        }
    }
    for style in styles.all("w:basedOn").into_iter().chain(styles.all("w:next")) {
        assert!(defined.contains(&style.attribute("w:val")));
    }
}

#[test]
fn type_sizes_are_those_of_the_decree() {
    let styles = part(&report(), "word/styles.xml");
    assert_eq!(styles.get("w:rFonts", "w:ascii"), "Times New Roman");
    let all = styles.all("w:style");
    let look = |id: &str| {
        let style = all.iter().find(|style| style.attribute("w:styleId") == id).unwrap();
        (style.get("w:sz", "w:val").to_owned(), style.has("w:b"), style.has("w:i"))
    };
    // Half points; an empty size is that of the document, 14 points.
    for (id, size, bold, italic) in [
        ("NationalTitle", "24", true, false),
        ("Motto", "26", true, false),
        ("ParentBody", "24", false, false),
        ("Issuer", "24", true, false),
        ("DocumentNumber", "26", false, false),
        ("PlaceAndDate", "26", false, true),
        ("DocumentType", "", true, false),
        ("DocumentSummary", "", true, false),
        ("BodyText", "", false, false),
        ("Basis", "", false, true),
        ("RecipientsHead", "24", true, true),
        ("Recipient", "22", false, false),
        ("SignatureTitle", "", true, false),
        ("Header", "28", false, false),
    ] {
        assert_eq!(look(id), (size.to_owned(), bold, italic), "{id}");
    }
    assert_eq!(styles.get("w:sz", "w:val"), "28");
}

#[test]
fn every_link_leads_to_a_part_and_every_part_has_a_type() {
    let parts = parts(&report());
    let links = parse(&parts["word/_rels/document.xml.rels"]).unwrap();
    let ids: Vec<&str> = links.all("Relationship").iter().map(|link| link.attribute("Id")).collect();
    for link in links.all("Relationship") {
        assert!(parts.contains_key(&format!("word/{}", link.attribute("Target"))));
    }
    let main = main_part(&report());
    for user in main.all("w:headerReference").into_iter().chain(main.all("c:chart")) {
        assert!(ids.contains(&user.attribute("r:id")));
    }
    let types = parse(&parts["[Content_Types].xml"]).unwrap();
    for named in types.all("Override") {
        assert!(parts.contains_key(named.attribute("PartName").trim_start_matches('/')));
    }
}

#[test]
fn the_page_number_is_in_the_header_but_not_on_the_first_page() {
    assert!(part(&report(), "word/header.xml").all("w:instrText").iter().any(|field| field.own_text.trim() == "PAGE"));
    assert!(!part(&report(), "word/header_first.xml").has("w:r"));
}

#[test]
fn properties_name_title_issuer_and_language_only() {
    let properties = part(&report(), "docProps/core.xml");
    let told: Vec<(&str, &str)> = properties.children.iter().map(|p| (p.name.as_str(), p.own_text.as_str())).collect();
    assert_eq!(
        told,
        [
            ("dc:title", "Kết quả thực hiện Tháng hành động năm 2025"),
            ("dc:creator", "Sở Nội vụ"),
            ("dc:language", "vi-VN"),
            ("dcterms:created", "2026-01-05T00:00:00Z"),
        ]
    );
    assert_eq!(part(&report(), "word/settings.xml").get("w:themeFontLang", "w:val"), "vi-VN");
}

fn values(series: &Node) -> Vec<String> {
    let cache = series.all("c:numCache")[0];
    cache.all("c:pt").iter().map(|point| point.all("c:v")[0].own_text.clone()).collect()
}

#[test]
fn a_chart_holds_its_values_and_tells_them_in_words() {
    let native = part(&report(), "word/charts/chart1.xml");
    let series = native.all("c:ser");
    assert_eq!(values(series[0]), ["1022", "511"]);
    assert_eq!(values(series[1]), ["818", "449"]);
    assert_eq!(native.get("c:grouping", "val"), "stacked");
    let told = main_part(&report()).get("wp:docPr", "descr").to_owned();
    assert_eq!(
        told,
        "Biểu đồ 1. Người tham dự (lượt người). Nữ: Xã Hòa Lộc: 1022; Xã Tân Mẫu: 511. \
         Nam: Xã Hòa Lộc: 818; Xã Tân Mẫu: 449"
    );
}

#[test]
fn the_workbook_behind_a_chart_holds_the_same_values() {
    let workbook = unzip(&parts(&report())["word/embeddings/chart1.xlsx"]);
    let sheet = parse(&workbook["xl/worksheets/sheet1.xml"]).unwrap();
    let cells: Vec<(&str, String)> = sheet
        .all("c")
        .iter()
        .map(|cell| {
            (cell.attribute("r"), cell.all("t").iter().chain(&cell.all("v")).map(|v| v.own_text.as_str()).collect())
        })
        .collect();
    let expected = [
        ("B1", "Nữ"),
        ("C1", "Nam"),
        ("A2", "Xã Hòa Lộc"),
        ("B2", "1022"),
        ("C2", "818"),
        ("A3", "Xã Tân Mẫu"),
        ("B3", "511"),
        ("C3", "449"),
    ];
    assert_eq!(cells, expected.map(|(place, text)| (place, text.to_owned())));
}

#[test]
fn a_chart_of_bars_grows_with_its_labels_but_not_beyond_the_page() {
    let height = |labels: usize| -> u32 {
        let mut document = dispatch();
        let names = (0..labels).map(|index| format!("Đơn vị {index}")).collect();
        let series = vec![Series { name: "Số cuộc".to_owned(), values: vec![1.0; labels] }];
        let chart = vanban::document::Chart { kind: ChartKind::Bars, labels: names, series, ..chart() };
        document.body = vec![Block::Chart(chart)];
        main_part(&document).get("wp:extent", "cy").parse().unwrap()
    };
    assert!(height(4) < height(12));
    // A4 less two margins of 20 mm, in English metric units.
    assert!(height(500) < 257 * 36_000);
}

#[test]
fn a_chart_without_data_is_told_in_words() {
    let mut document = dispatch();
    document.body = vec![Block::Chart(vanban::document::Chart { series: Vec::new(), ..chart() })];
    assert!(!main_part(&document).has("w:drawing"));
    assert_eq!(main_part(&document).styled("ChartUnit"), ["Đơn vị tính: lượt người", "Không có số liệu"]);
    assert!(parts(&document).keys().all(|path| !path.contains("chart")));
}
