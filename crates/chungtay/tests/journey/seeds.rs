//! A real plan, end to end: the city plan among the documents kept beside the project, with the city's ten wards
//! and communes. Skipped, and said so, where those documents are not there.

use crate::office::Office;
use std::path::PathBuf;

const UNITS: &str = "mã,tên,loại
P1,Phường 1,phường
P2,Phường 2,phường
P3,Phường 3,phường
P4,Phường 4,phường
P5,Phường 5,phường
P6,Phường 6,phường
P7,Phường 7,phường
P8,Phường 8,phường
P9,Phường 9,phường
LD,Xã Long Đức,xã
";

fn city_plan() -> Option<PathBuf> {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let entries = std::fs::read_dir(&seeds).ok()?;
    entries.flatten().map(|entry| entry.path()).find(|path| path.to_string_lossy().contains("/002_"))
}

#[test]
fn a_real_city_plan_runs_from_opening_to_the_consolidated_report() {
    let Some(plan) = city_plan() else {
        eprintln!("skipped: the seed documents are not beside the project");
        return;
    };
    let office = Office::new();
    let units = office.file("units.csv", UNITS.as_bytes());
    let opened = office.run(&["campaign", "open", "--plan", &plan.to_string_lossy(), "--units", &units]);
    assert!(opened.contains("15/11/2022 đến 15/12/2022, hạn báo cáo 20/12/2022; 10 đơn vị, 4 nhiệm vụ"), "{opened}");

    office.run(&["form", "export", "--all", "--out", &office.path("forms")]);
    office.fill("forms", &[("talks", 3), ("talks/level.commune", 3), ("talk_attendees", 200)]);
    let received = office.run(&["report", "submit", &office.path("forms"), "--received", "2022-12-19"]);
    assert!(
        received.contains("Đã nhận 10 báo cáo mới, trong đó 0 chậm; 0 đã có từ trước; không nhận 0 tệp"),
        "{received}"
    );
    office.run(&["report", "approve", "--all"]);

    let status = office.run(&["status", "--on", "2022-12-21"]);
    assert!(status.contains("10 đơn vị: 10 đúng hạn, 0 chậm, 0 chưa báo cáo"), "{status}");
    let trace = office.run(&["trace", "talks"]);
    assert!(trace.contains(": 30 cuộc") && trace.contains("LD Xã Long Đức"), "{trace}");

    office.run(&["report", "consolidate", "--out", &office.path("out"), "--number", "9", "--date", "2022-12-24"]);
    let report = office.read_document("out/report.docx");
    assert_eq!(report["number"], "09/BC-UBND");
    assert_eq!(report["issue_date"], "2022-12-24");
    let text = report["text"].as_str().unwrap();
    assert!(text.contains("144/KH-UBND"), "the plan is cited");
    assert!(text.contains("30 cuộc (cấp xã: 30)"), "totals are told");
}
