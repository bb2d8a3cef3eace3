//! What is refused to nobody: sending again.

use crate::desk::{Desk, RECEIVED};
use locale::Language;

/// A network that fails, or an officer who is not sure, sends the same file twice. That must be safe, so it is no
/// error: the answer says that the report is there already, and nothing is stored a second time.
#[test]
fn the_same_report_twice_is_said_to_be_there_already_and_stored_once() {
    for (language, there) in
        [(Language::Vi, "đã nhận từ trước (lần gửi 1)"), (Language::En, "received before (revision 1)")]
    {
        let desk = Desk::set_up(language);
        let before = desk.what_is_stored();
        // HL-1 is approved already, HL-2 waits; one is named twice in the same command.
        let told = desk.run(&["report", "submit", "HL-1.xlsx", "HL-2.xlsx", "HL-2.xlsx", "--received", RECEIVED]);
        assert_eq!((told.code, told.err.as_str()), (Some(1), ""), "nothing new, and nothing wrong");
        assert_eq!(told.out.matches(there).count(), 3, "{}", told.out);
        assert_eq!(desk.what_is_stored(), before);
    }
}

#[test]
fn a_file_named_twice_in_one_command_is_stored_once() {
    let desk = Desk::set_up(Language::En);
    let told = desk.run(&["report", "submit", "HL-3.xlsx", "HL-3.xlsx", "--received", RECEIVED]);
    assert_eq!(told.code, Some(0));
    assert_eq!(told.out.matches("received before (revision 1)").count(), 1, "{}", told.out);
    let trace = desk.does(&["trace", "talks"]);
    assert!(trace.matches("revision 1:").count() == 3 && !trace.contains("revision 2"), "{trace}");
}

/// The good files of a delivery are taken in though others beside them are refused; the exit code tells of those.
#[test]
fn good_files_are_taken_in_beside_bad_ones() {
    let desk = Desk::set_up(Language::En);
    desk.file("bad.xlsx", b"not a workbook");
    let told = desk.run(&["report", "submit", "bad.xlsx", "HL-3.xlsx", "--received", RECEIVED]);
    assert_eq!(told.code, Some(1));
    assert!(told.err.starts_with("✗ bad.xlsx: ") && told.err.lines().count() == 1, "{}", told.err);
    assert!(told.out.contains("✓ HL-3.xlsx: HL-3"), "{}", told.out);
    assert!(desk.does(&["status", "--on", "2026-12-21"]).contains("3 on time"));
}

/// The same plan opened again finds the campaign, also from another copy of the file.
#[test]
fn the_same_plan_twice_is_one_campaign() {
    let desk = Desk::set_up(Language::En);
    let before = desk.what_is_stored();
    desk.file("copy.txt", &desk.bytes("plan.txt"));
    let told = desk.does(&["campaign", "open", "--plan", "copy.txt", "--units", "units.csv"]);
    assert!(told.contains("opened before, nothing was changed"), "{told}");
    assert_eq!(desk.what_is_stored(), before);
}
