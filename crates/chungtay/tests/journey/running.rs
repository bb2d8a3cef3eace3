//! Running a campaign from the terminal: tasks, reminders, units, people, and the trail they leave.

use crate::office::Office;

/// Whether a line of a table holds all of these.
fn row(told: &str, words: &[&str]) -> bool {
    told.lines().any(|line| words.iter().all(|word| line.contains(word)))
}

#[test]
fn tasks_are_given_dated_and_sent() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let given = office.run(&["task", "assign", "1", "AG-13", "AG-14", "--joins"]);
    assert!(given.contains("AG-13, AG-14"), "{given}");
    let due = office.refused(&["task", "due", "1", "1999-01-01"]);
    assert!(due.contains("01/01/1999"), "{due}");
    let both = office.output(&["task", "due", "1", "2026-11-20", "--none"]);
    assert_eq!(both.status.code(), Some(2), "a day and none of them");
    office.run(&["task", "due", "1", "--none"]);
    let unknown = office.refused(&["task", "assign", "99", "AG-13"]);
    assert!(unknown.contains("99"), "{unknown}");
    let sent = office.run(&["task", "send", "1"]);
    assert!(sent.starts_with("Đã gửi "), "{sent}");
    assert!(office.run(&["task", "send", "1"]).starts_with("Đã gửi 0 "), "sent again, only what is new goes out");
    let listed = office.run(&["task", "list"]);
    assert!(listed.contains("Phối hợp") && listed.contains("Đã gửi"), "{listed}");
}

#[test]
fn units_change_from_a_day_on_and_a_look_writes_nothing() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    office.run(&["units", "add", "AG-90", "Xã Suối Mẫu", "--kind", "commune", "--parent", "AG", "--on", "2030-01-01"]);
    office.run(&["units", "rename", "AG-90", "Phường Suối Mẫu", "--on", "2031-01-01"]);
    let on = |day: &str| office.run(&["units", "list", "--on", day]);
    assert!(row(&on("2030-06-01"), &["AG-90", "Xã Suối Mẫu"]));
    assert!(row(&on("2031-06-01"), &["AG-90", "Phường Suối Mẫu", "01/01/2031"]));
    let merge = ["units", "merge", "AG-13", "AG-14", "--into", "AG-91=Xã Hợp Mẫu", "--on", "2032-01-01"];
    let looked = office.run(&[&merge[..], &["--look"]].concat());
    assert!(looked.starts_with("Chưa ghi gì.") && looked.contains("Xã Hợp Mẫu"), "{looked}");
    assert!(!on("2032-06-01").contains("AG-91"));
    office.run(&merge);
    let after = on("2032-06-01");
    assert!(row(&after, &["AG-91", "Xã Hợp Mẫu"]) && !row(&after, &["AG-13 "]), "{after}");
    let refused = office.refused(&["units", "split", "AG-91", "--into", "AG-92=Xã Một Mẫu", "--on", "2033-01-01"]);
    assert!(refused.contains("ít nhất hai"), "{refused}");
    let bad = office.output(&["units", "add", "AG-93", "Xã Mẫu", "--kind", "xa"]);
    assert_eq!(bad.status.code(), Some(2));
    let list = office.file("don-vi.csv", "code,name,kind,parent\nAG-94,Xã Mới Mẫu,commune,\n".as_bytes());
    let taken = office.run(&["units", "import", &list, "--under", "AG", "--on", "2032-02-01"]);
    assert!(taken.starts_with("Đã nhập: 1 đơn vị mới"), "{taken}");
    office.run(&["units", "end", "AG-94", "--on", "2032-03-01"]);
    assert!(!on("2032-03-01").contains("AG-94") && on("2032-02-28").contains("AG-94"));
    assert!(row(&office.run(&["audit", "--action", "unit.merge"]), &["Gộp đơn vị"]));
}

#[test]
fn people_are_invited_given_roles_kept_out_and_let_in() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let add = |name: &str| {
        office.output(&["people", "add", name, "--name", "Người Thử", "--unit", "AG-13", "--role", "officer"])
    };
    let invited = String::from_utf8(add("thu.nghiem").stdout).unwrap_or_default();
    assert!(invited.contains("/welcome/"), "{invited}");
    assert!(!add("Thu.Nghiem").status.success(), "the name is taken");
    office.run(&["people", "role", "thu.nghiem", "--unit", "AG-14", "--role", "leader"]);
    let found = office.run(&["people", "list", "nguoi", "thu"]);
    assert!(row(&found, &["thu.nghiem", "chưa chọn mật khẩu"]) && found.contains("AG-14"), "{found}");
    office.run(&["people", "role", "thu.nghiem", "--unit", "AG-14", "--role", "leader", "--end"]);
    assert!(!office.run(&["people", "list", "thu.nghiem"]).contains("AG-14"));
    office.run(&["people", "disable", "thu.nghiem"]);
    assert!(row(&office.run(&["people", "list", "thu.nghiem"]), &["đã khóa"]));
    office.run(&["people", "disable", "thu.nghiem", "--undo"]);
    assert!(office.run(&["people", "reset", "thu.nghiem"]).contains("/welcome/"));
    let unknown = office.refused(&["people", "disable", "khong.co"]);
    assert!(unknown.contains("Không có người này"), "{unknown}");
    let trail = office.run(&["--by", "Người Vận Hành", "audit", "--json", "--last", "500"]);
    let lines: Vec<serde_json::Value> = trail.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    // The sample plays in December: what was done now may stand before it.
    assert!(lines.iter().any(|line| line["action"] == "person.reset"));
    assert_eq!(office.run(&["audit", "--json", "--last", "3"]).lines().count(), 3);
}

#[test]
fn units_without_a_report_are_reminded_once_a_day() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let first = office.run(&["remind", "--all", "--note", "Xin gửi sớm"]);
    assert!(first.starts_with("Đã nhắc "), "{first}");
    let again = office.run(&["remind", "--all"]);
    assert!(again.starts_with("Đã nhắc 0 đơn vị, 0 người."), "{again}");
    assert_eq!(office.output(&["remind"]).status.code(), Some(2), "whom?");
}
