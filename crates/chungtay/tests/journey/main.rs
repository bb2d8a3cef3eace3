//! The sample campaign and the path of an ordinary day, through the command as people type it.

mod installation;
mod office;
mod read;
mod running;
mod seeds;
mod server;
mod units;

use office::Office;
use std::time::{Duration, Instant};

#[test]
fn the_sample_runs_in_seconds_and_ends_with_a_table() {
    let office = Office::new();
    let started = Instant::now();
    let told = office.run(&["demo", "--no-serve"]);
    assert!(started.elapsed() < Duration::from_secs(30), "5 s in release; this is a test build beside other tests");
    for line in ["Nhiệm vụ", "Báo cáo đúng hạn", "Báo cáo chậm", "Chưa báo cáo", "report.docx", "Tiếp theo"]
    {
        assert!(told.contains(line), "{line} is missing in:\n{told}");
    }
    let row = |name: &str| told.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(row("Báo cáo đúng hạn").contains(" 22 "));
    assert!(row("Báo cáo chậm").contains(" 1 "));
    assert!(row("Chưa báo cáo").contains(" 1 "));
    assert!(row("Chỗ số liệu chưa khớp").contains("3, trong đó 2 đã giải trình"));
}

#[test]
fn the_sample_may_be_run_again_and_keeps_what_is_there() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    office.run(&["report", "reopen", "AG-13", "--reason", "thử"]);
    let before = office.run(&["trace", "talks"]);
    let again = office.run(&["demo", "--no-serve"]);
    assert!(again.contains("đã có sẵn"), "{again}");
    let after = office.run(&["trace", "talks"]);
    let revisions = |text: &str| text.matches("lần gửi").count();
    assert_eq!(revisions(&before), revisions(&after), "no report was taken in twice");
    assert!(after.contains("mở lại"), "what a person did is still there");
}

#[test]
fn the_sample_leaves_a_folder_with_other_data_alone() {
    let office = Office::new();
    office.file("data/notes.txt", b"mine");
    let refused = office.refused(&["demo", "--no-serve"]);
    assert!(refused.contains("đã có dữ liệu khác"), "{refused}");
    assert_eq!(office.names("data"), ["notes.txt"]);
}

#[test]
fn the_consolidated_report_reads_back_with_its_number_date_title_and_totals() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let report = office.read_document("data/tong-hop/report.docx");
    assert_eq!(report["doc_kind"], "report");
    assert_eq!(report["number"], "412/BC-SNV");
    assert_eq!(report["issue_date"], "2026-12-28");
    assert_eq!(report["signer"]["name"], "Lê Thị Thử Nghiệm");
    let title = report["title"].as_str().unwrap();
    assert!(title.starts_with("Kết quả thực hiện Tháng hành động"), "{title}");
    let text = report["text"].as_str().unwrap();
    for total in ["166 cuộc", "19.444 lượt người", "97,14%"] {
        assert!(text.contains(total), "{total}");
    }
    // The same sentence of several units is said once, with all of them named.
    let shared = "Nội dung truyền thông bám sát chủ đề của Tháng hành động";
    assert_eq!(text.matches(shared).count(), 1);
}

#[test]
fn the_workbook_holds_the_same_totals_with_the_units_that_make_them() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let mut book: Xlsx<_> = open_workbook(office.path("data/tong-hop/report.xlsx")).unwrap();
    let names = book.sheet_names().to_vec();
    let totals = book.worksheet_range(&names[0]).unwrap();
    let row = totals.rows().find(|row| row.contains(&Data::String("2.3".into()))).unwrap();
    assert!(row.contains(&Data::Float(166.0)), "{row:?}");
    let matrix = book.worksheet_range(&names[1]).unwrap();
    let row = matrix.rows().find(|row| row.contains(&Data::String("2.3".into()))).unwrap();
    let numbers: Vec<f64> =
        row.iter().filter_map(|cell| if let Data::Float(n) = cell { Some(*n) } else { None }).collect();
    assert!(numbers.contains(&166.0));
    assert_eq!(numbers.iter().sum::<f64>() - 166.0, 166.0, "the units add up to the total: {numbers:?}");
}

#[test]
fn the_plan_of_the_sample_reads_back_as_it_was_written() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let plan = office.read_document("data/ke-hoach.docx");
    assert_eq!(plan["doc_kind"], "plan");
    assert_eq!(plan["number"], "148/KH-UBND");
    assert_eq!(plan["issue_date"], "2026-10-20");
    assert_eq!(plan["period_start"], "2026-11-15");
    assert_eq!(plan["signer"]["title"], "PHÓ CHỦ TỊCH");
    assert_eq!(plan["recipients"].as_array().unwrap().len(), 7);
    let bases: Vec<&str> =
        plan["legal_bases"].as_array().unwrap().iter().filter_map(|b| b["number"].as_str()).collect();
    assert_eq!(bases, ["28/NQ-CP", "9417/BNV-CTTN&BĐG", "36/KH-UBND"]);
    assert!(plan["tasks"].as_array().unwrap().len() >= 14);
}

#[test]
fn a_report_is_returned_sent_again_and_traced_to_its_cell() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let trace = office.run(&["trace", "gift_value"]);
    let unit: Vec<&str> =
        trace.lines().skip_while(|line| !line.contains("AG-18")).take_while(|line| !line.contains("AG-19")).collect();
    let unit = unit.join("\n");
    assert!(unit.contains("lần gửi 1") && unit.contains("lần gửi 2"), "{unit}");
    assert!(unit.contains("trả lại") && unit.contains("duyệt"), "{unit}");
    assert!(unit.contains("AG-18-lan-2.xlsx ["), "the file and the cell: {unit}");
}

#[test]
fn every_command_speaks_english_too() {
    let office = Office::new();
    let told = office.run(&["--lang", "en", "demo", "--no-serve"]);
    assert!(told.contains("Reports on time"), "{told}");
    let status = office.run(&["--lang", "en", "status", "--on", "2026-12-29"]);
    assert!(status.contains("24 units: 22 on time, 1 late, 1 missing"), "{status}");
}

#[test]
fn the_form_in_a_plans_appendix_opens_a_campaign_of_its_own() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let (plan, draft) = (office.path("data/ke-hoach.docx"), office.path("form.toml"));
    let told = office.run(&["form", "read", &plan, "--out", &draft]);
    assert!(told.contains("69 chỉ tiêu"), "{told}");
    let units = office.file("units.csv", "mã,tên,loại\nX1,Xã Hòa Lộc,xã\n".as_bytes());
    let data = office.path("other");
    office.run(&["--data", &data, "campaign", "open", "--plan", &plan, "--units", &units, "--form", &draft]);
    let shown = office.run(&["--data", &data, "form", "show"]);
    assert!(shown.contains("2.3") && shown.contains("Nói chuyện chuyên đề"), "{shown}");
}

#[test]
fn a_filled_form_is_never_written_over() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    office.run(&["form", "export", "--all", "--out", &office.path("forms")]);
    office.run(&["form", "export", "--all", "--out", &office.path("forms")]);
    office.fill("forms", &[("talks", 3)]);
    let filled = std::fs::read(office.path("forms/AG-13.xlsx")).unwrap();
    let refused = office.refused(&["form", "export", "--unit", "AG-13", "--out", &office.path("forms/AG-13.xlsx")]);
    assert!(refused.contains("với nội dung khác"), "{refused}");
    assert_eq!(std::fs::read(office.path("forms/AG-13.xlsx")).unwrap(), filled);
}

#[test]
fn an_old_consolidated_report_is_kept_beside_the_new() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let out = office.path("out");
    office.run(&["report", "consolidate", "--out", &out, "--date", "2026-12-28"]);
    std::fs::write(office.path("out/report.docx"), b"worked on by hand").unwrap();
    let told = office.run(&["report", "consolidate", "--out", &out, "--date", "2026-12-28"]);
    assert!(told.contains("report.1.docx"), "{told}");
    assert_eq!(std::fs::read(office.path("out/report.1.docx")).unwrap(), b"worked on by hand");
}

#[test]
fn a_computed_share_is_traced_to_the_figures_it_comes_from() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let trace = office.run(&["trace", "protected_share"]);
    assert!(trace.contains("97,14%") && trace.contains("trace cases_protected"), "{trace}");
    assert!(!trace.contains("không có số liệu này"), "{trace}");
}
