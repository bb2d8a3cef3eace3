//! Data folders and places to write to.

use super::Case;
use crate::files::noise;

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new("a file as the data folder", ["là một tệp", "is a file"], |_| ["--data", "plan.txt", "status"]),
        Case::new("a data folder inside a file", ["là một tệp", "is a file"], |_| {
            ["--data", "plan.txt/data", "status"]
        }),
        Case::new(
            "random bytes in chungtay.db",
            ["không phải cơ sở dữ liệu", "not a Chung Tay database"],
            |desk| {
                std::fs::create_dir(desk.path("noise")).unwrap();
                desk.file("noise/chungtay.db", &noise(20_000));
                ["--data", "noise", "status"]
            },
        ),
        Case::new(
            "a few words in chungtay.db",
            ["không phải cơ sở dữ liệu", "not a Chung Tay database"],
            |desk| {
                std::fs::create_dir(desk.path("noise")).unwrap();
                desk.file("noise/chungtay.db", "ghi chú".as_bytes());
                ["--data", "noise", "status"]
            },
        ),
        Case::new("chungtay.db cut in half", ["bản sao lưu", "backup"], |desk| {
            std::fs::create_dir(desk.path("half")).unwrap();
            let whole = desk.bytes("new/chungtay.db");
            desk.file("half/chungtay.db", &whole[..whole.len() / 2]);
            ["--data", "half", "status"]
        }),
        Case::new("the sample in a folder of other data", ["dữ liệu khác", "other data"], |_| {
            ["--data", "new", "demo", "--no-serve"]
        }),
        Case::new("one form into a folder", ["là thư mục", "is a folder"], |_| {
            ["form", "export", "--unit", "HL-3", "--out", "data"]
        }),
        Case::new("forms into a file", ["plan.txt", "plan.txt"], |_| ["form", "export", "--all", "--out", "plan.txt"]),
        Case::new("the consolidated report into a file", ["plan.txt", "plan.txt"], |_| {
            ["report", "consolidate", "--out", "plan.txt"]
        }),
    ]
}
