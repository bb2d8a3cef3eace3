//! Commands at the wrong time, or about something that is not there.

use super::Case;
use crate::desk::RECEIVED;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = decisions();
    cases.extend(names());
    cases.extend(words());
    cases
}

fn decisions() -> Vec<Case> {
    let new = ["--data", "new"];
    vec![
        Case::new("approved before it was sent", ["chưa gửi", "not sent"], |_| ["report", "approve", "HL-3"]),
        Case::new("one of two was not sent: none is approved", ["HL-3", "HL-3"], |_| {
            ["report", "approve", "HL-2", "HL-3"]
        }),
        Case::new("approved twice", ["đã duyệt", "approved"], |_| ["report", "approve", "HL-1"]),
        Case::new("returned without a reason", ["--reason", "--reason"], |_| ["report", "return", "HL-2"]),
        Case::new("returned with a blank reason", ["--reason", "--reason"], |_| {
            ["report", "return", "HL-2", "--reason", "  "]
        }),
        Case::new("reopened without a reason", ["--reason", "--reason"], |_| ["report", "reopen", "HL-1"]),
        Case::new("reopened before it was approved", ["chưa được duyệt", "not approved"], |_| {
            ["report", "reopen", "HL-2", "--reason", "nhầm"]
        }),
        Case::new("nothing waits", ["Không có báo cáo nào", "No report"], move |_| {
            [new[0], new[1], "report", "approve", "--all"]
        }),
        Case::new("consolidated with nothing approved", ["Chưa có báo cáo nào", "No report"], move |_| {
            [new[0], new[1], "report", "consolidate", "--out", "out"]
        }),
    ]
}

fn names() -> Vec<Case> {
    vec![
        Case::new("an unknown unit approved", ["AG-99", "AG-99"], |_| ["report", "approve", "AG-99"]),
        Case::new("a form for an unknown unit", ["AG-99", "AG-99"], |_| {
            ["form", "export", "--unit", "AG-99", "--out", "AG-99.xlsx"]
        }),
        Case::new("an unknown unit consolidated", ["AG-99", "AG-99"], |_| {
            ["report", "consolidate", "--unit", "AG-99", "--out", "out"]
        }),
        Case::new("an unknown figure", ["9.99", "9.99"], |_| ["trace", "9.99"]),
        Case::new("an unknown campaign", ["1999", "1999"], |_| ["status", "--campaign", "1999"]),
        Case::new("a report for an unknown campaign", ["1999", "1999"], |_| {
            ["report", "submit", "HL-3.xlsx", "--campaign", "1999", "--received", RECEIVED]
        }),
        Case::new("no campaign yet", ["campaign open", "campaign open"], |_| ["--data", "other", "status"]),
        Case::new("a report before any campaign", ["campaign open", "campaign open"], |_| {
            ["--data", "other", "report", "submit", "HL-3.xlsx", "--received", RECEIVED]
        }),
    ]
}

/// What the command line cannot make sense of: a sentence of ours, then what it expected.
fn words() -> Vec<Case> {
    let unclear = |name, vi, en, words| Case { code: 2, ..Case::new(name, [vi, en], move |_| words) };
    vec![
        unclear("a day that does not exist", "2026-02-30", "2026-02-30", ["status", "--on", "2026-02-30"]),
        unclear("an unknown word", "xoa", "xoa", ["report", "xoa", "HL-1"]),
        unclear("an unknown option", "--hom-nay", "--hom-nay", ["status", "--hom-nay", "x"]),
        unclear("a word left out", "--unit", "--unit", ["form", "export", "--out=forms"]),
    ]
}
