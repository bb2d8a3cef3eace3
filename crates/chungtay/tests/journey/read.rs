//! `chungtay read`, as a person uses it.

use crate::office::Office;

const PLAN: &str = "SỞ NỘI VỤ\nSố: 45/KH-SNV\nAn Giao, ngày 3 tháng 5 năm 2031\nKẾ HOẠCH\nTổ chức hội thi <của> tỉnh năm 2031\n\
Căn cứ Luật Trẻ em năm 2016;\nI. TỔ CHỨC THỰC HIỆN\n\
1. Giao Phòng Bình đẳng giới tổng hợp, báo cáo kết quả trước ngày 20/12/2031.\n\
GIÁM ĐỐC\nNguyễn Thị Mẫu\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n";

#[test]
fn the_summary_shows_facts_with_their_sentences_and_fits_a_screen() {
    let office = Office::new();
    let plan = office.file("ke-hoach.txt", PLAN.as_bytes());
    let said = office.run(&["read", &plan]);
    for words in ["45/KH-SNV", "3/5/2031", "Nguyễn Thị Mẫu", "Phòng Bình đẳng giới", "tasks[0]", "Căn cứ Luật Trẻ em"]
    {
        assert!(said.contains(words), "{words} is missing:\n{said}");
    }
    assert!(said.lines().count() <= 45, "{} lines", said.lines().count());
    assert!(!said.contains("fact-") && !said.contains("reading-"), "a key without its text:\n{said}");
}

#[test]
fn a_fact_is_explained_by_its_rule_and_its_sentence() {
    let office = Office::new();
    let plan = office.file("ke-hoach.txt", PLAN.as_bytes());
    let said = office.run(&["read", &plan, "--explain", "tasks[0].lead"]);
    assert!(said.starts_with("tasks[0].lead = Phòng Bình đẳng giới ("), "{said}");
    assert!(said.contains("lead.assigned") && said.contains("Giao »Phòng Bình đẳng giới« tổng hợp"), "{said}");
    assert!(office.run(&["read", &plan, "--explain", "signer"]).contains("signer.name = Nguyễn Thị Mẫu"));
    let refused = office.refused(&["read", &plan, "--explain", "tasks[7]"]);
    assert!(refused.contains("tasks[7]") && refused.contains("number, "), "{refused}");
}

#[test]
fn the_page_is_written_beside_the_document_and_never_over_it() {
    let office = Office::new();
    let plan = office.file("ke-hoach.txt", PLAN.as_bytes());
    let page = office.path("page.html");
    office.run(&["read", &plan, "--html", &page]);
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(
        html.contains("lang=\"vi\"") && html.contains("&lt;của&gt;") && html.contains("title=\"number = 45/KH-SNV")
    );
    office.refused(&["read", &plan, "--html", &plan]);
    assert_eq!(std::fs::read_to_string(&plan).unwrap(), PLAN);
}
