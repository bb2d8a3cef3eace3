//! Every fact can be explained: a path, a rule with a description, a confidence, a place that can be shown.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use vanban::facts::Stated;
use vanban::read::confidence::{Calibration, Doubt};
use vanban::read::html_view::Words;
use vanban::read::{Reading, explain, read};

const PLAN: &str = "\
ỦY BAN NHÂN DÂN\nXÃ HÒA LỘC\nSố: 45/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
Hòa Lộc, ngày 3 tháng 11 năm 2031\n\nKẾ HOẠCH\nTriển khai Tháng hành động vì bình đẳng giới năm 2031\n\n\
Căn cứ Luật Trẻ em năm 2016;\nCăn cứ Quyết định số 7/QĐ-UBND ngày 8/7/2031 của Ủy ban nhân dân tỉnh An Giao về hội thi;\n\
I. NỘI DUNG\n1. Phấn đấu 1.200 người dự, trong đó 700 nữ; kinh phí 20 triệu đồng.\n\
2. Trao 15 suất quà <b>\"của xã\"</b> & của thôn.\n\
II. TỔ CHỨC THỰC HIỆN\n\
1. Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã tổ chức 3 lớp tập huấn, báo cáo trước ngày 20/12/2031.\n\n\
TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Thị Mẫu\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n";

fn plan() -> Reading {
    read(PLAN.as_bytes()).unwrap()
}

/// The value of a tree of the JSON at a path.
fn at<'a>(tree: &'a Value, path: &str) -> &'a Value {
    let keys = path.split(['.', '[', ']']).filter(|key| !key.is_empty());
    keys.fold(tree, |tree, key| match key.parse::<usize>() {
        Ok(index) => &tree[index],
        Err(_) => &tree[key],
    })
}

fn count_leaves(tree: &Value) -> usize {
    match tree {
        Value::Object(parts) => parts.values().map(count_leaves).sum(),
        Value::Array(items) => items.iter().map(count_leaves).sum(),
        Value::Null => 0,
        _ => 1,
    }
}

#[test]
fn the_walk_and_the_json_tell_the_same() {
    let reading = plan();
    let json = reading.to_json();
    let facts = reading.facts_in_order();
    assert!(facts.len() > 25, "{}", facts.len());
    for fact in &facts {
        assert_eq!(at(&json, &fact.path), &fact.value, "{}", fact.path);
        assert_eq!(
            at(&json["spans"], &fact.path),
            &serde_json::json!([fact.span.start, fact.span.end]),
            "{}",
            fact.path
        );
        let confidence = at(&json["confidence"], &fact.path).as_f64().unwrap();
        assert!(confidence <= fact.confidence + 1e-6 && confidence > fact.confidence - 0.0101, "{}", fact.path);
    }
    assert_eq!(count_leaves(&json["confidence"]), facts.len(), "each fact has one confidence");
    let paths: BTreeSet<&str> = facts.iter().map(|fact| fact.path.as_str()).collect();
    assert_eq!(paths.len(), facts.len(), "each path is there once");
    for path in
        ["number", "legal_bases[0].name", "legal_bases[1].date", "tasks[0].lead", "signer.name", "recipients[1]"]
    {
        assert!(paths.contains(path), "{path} in {paths:?}");
    }
}

#[test]
fn a_confidence_is_a_share_and_a_doubt_lowers_it() {
    for fact in plan().facts_in_order() {
        assert!((0.0..=1.0).contains(&fact.confidence), "{}", fact.path);
        assert!(fact.confidence < 1.0, "nothing is certain: {}", fact.path);
    }
    let against_itself = read(PLAN.replace("45/KH-UBND", "45/BC-UBND").as_bytes()).unwrap();
    let number = against_itself.facts_at("number");
    assert_eq!(number[0].doubts, [Doubt::SymbolOfAnotherType]);
    assert!(number[0].confidence < plan().facts_at("number")[0].confidence && number[0].is_doubtful());
}

#[test]
fn another_calibration_gives_other_confidences() {
    let mut own = Calibration::default();
    (0..49).for_each(|_| own.count("signer.name", true));
    let facts = plan().facts_in_order_by(&own);
    let of = |path: &str| facts.iter().find(|fact| fact.path == path).map(|fact| fact.confidence).unwrap();
    assert!(of("signer.name") > 0.99);
    assert!(of("signer.title") > 0.99, "never seen, but of a family that was");
    assert!(of("number") < Stated::SURE, "no rule of its family was seen");
}

/// Names of rules in a source file: after `rule: `, and every string of dotted small words.
fn rule_names(source: &str, found: &mut BTreeSet<String>) {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    for line in code.lines().map(|line| line.split("//").next().unwrap_or_default()) {
        for (at, _) in line.match_indices('"') {
            let name: String =
                line[at + 1..].chars().take_while(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_')).collect();
            let closes = line[at + 1 + name.len()..].starts_with('"');
            let is_dotted = name.contains('.') && name.split('.').all(|word| word.len() >= 3);
            let is_file = [".toml", ".rs", ".xml", ".rels"].iter().any(|end| name.ends_with(end));
            if closes && !is_file && (is_dotted || line[..at].ends_with("rule: ") && !name.is_empty()) {
                found.insert(name);
            }
        }
    }
}

fn walk(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            rule_names(&std::fs::read_to_string(path).unwrap(), found);
        }
    }
}

#[test]
fn every_rule_of_the_grammar_is_described_in_both_languages() {
    let mut used = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/grammar"), &mut used);
    let outline = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/outline.rs");
    rule_names(&std::fs::read_to_string(outline).unwrap(), &mut used);
    assert!(used.len() > 40 && used.contains("basis.date"), "the rules are not found: {used:?}");
    let undescribed: Vec<_> = used.iter().filter(|name| explain::rule(name).is_none()).collect();
    assert!(undescribed.is_empty(), "add to lexicon/rules.toml: {undescribed:?}");
    used.insert("title".to_owned());
    let unused: Vec<_> = explain::rules().keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "described, but no rule of the grammar: {unused:?}");
    for (name, rule) in explain::rules() {
        for text in [&rule.vi, &rule.en, &rule.example] {
            assert!(!text.is_empty() && !text.contains('\n') && text.chars().count() <= 140, "{name}: {text}");
        }
        assert_ne!(rule.vi, rule.en, "{name}");
    }
    assert!(plan().facts_in_order().iter().all(|fact| explain::rule(fact.rule).is_some()));
}

fn page(reading: &Reading) -> String {
    let kind = |key: &str| format!("[{key}]");
    reading.to_html(&Words { language: "en", title: "a < b", doubtful: "look", kind: &kind })
}

/// The text of a page of our own: without tags, entities resolved.
fn text_of(html: &str) -> String {
    let body = html.split("<main").nth(1).unwrap();
    let bare: String = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    bare.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
}

#[test]
fn the_page_holds_the_whole_text_and_every_fact() {
    let reading = plan();
    let html = page(&reading);
    assert_eq!(letters(&text_of(&html)), letters(&reading.text));
    for fact in reading.facts_in_order() {
        assert!(html.contains(&format!("{} = ", fact.path)), "{} is not on the page", fact.path);
    }
    assert_eq!(html.matches("<mark").count(), html.matches("</mark>").count());
    assert!(
        html.contains("<html lang=\"vi\">") && html.contains("<title>a &lt; b</title>") && html.contains("[tasks]")
    );
    assert!(!html.contains("<b>") && !html.contains("<script"), "the document's own markup is escaped");
}

#[test]
fn a_table_stays_a_table_on_the_page() {
    let with_table =
        PLAN.replace("II. TỔ CHỨC THỰC HIỆN\n", "| TT | Nội dung |\n| 1 | Hội thi <b> |\nII. TỔ CHỨC THỰC HIỆN\n");
    let html = page(&read(with_table.as_bytes()).unwrap());
    assert!(html.contains("<table>") && html.contains("<td><p>TT</p></td>"), "{html}");
}

#[test]
fn the_page_of_a_plan_reads_well() {
    let html = page(&plan());
    // Colours and measures are not what this test is about.
    let start = html.find("<body>").unwrap();
    // Confidences rise and fall with each calibration.
    let digits = |part: &str| part.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let body = html[start..].split("%)").map(digits).collect::<Vec<_>>().join("..%)");
    insta::assert_snapshot!(body.replace(" doubtful\" title", "\" title"));
}
