//! A disk without room: the sentence is told, the old state stays, and with room made the same command succeeds.
//!
//! Two ways, since a real full disk needs the right to mount one. A file that may not grow further fails as on a full
//! disk at the same places (the database's own files, files written out); `/dev/full` and a small tmpfs give the very
//! error of a full disk.

use crate::desk::{Desk, RECEIVED, Told};
use locale::Language;
use std::process::Command;

const FULL: [(Language, &str); 2] = [(Language::Vi, "đã đầy"), (Language::En, "is full")];

/// What is said of a disk that is full and of one that fails: a file that may not grow is told as one of them.
const SAFE: [(Language, &str); 2] =
    [(Language::Vi, "những gì đã báo nhận vẫn còn nguyên"), (Language::En, "everything acknowledged is safe")];

fn says(told: &Told, word: &str) {
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(told.err.contains(word) && told.err.lines().count() == 1, "{told:?}");
}

/// With no room at all not even a reader's place can be made; nothing is lost by trying.
#[cfg(target_os = "linux")]
#[test]
fn with_no_room_at_all_the_data_folder_is_left_as_it_was() {
    for (language, safe) in SAFE {
        let desk = Desk::set_up(language);
        let before = desk.what_is_stored();
        for words in [
            &["report", "submit", "HL-3.xlsx", "--received", RECEIVED][..],
            &["report", "approve", "HL-2"],
            &["--data", "other", "campaign", "open", "--plan", "plan.txt", "--units", "units.csv"],
        ] {
            // Blocks of 512 bytes; the signal is ignored so that the write fails instead, as on a full disk.
            says(&desk.run_after("trap '' XFSZ && ulimit -f 8", words), safe);
        }
        assert_eq!(desk.what_is_stored(), before);
    }
}

/// The database may grow a little, but not by a whole delivery: no file of it is acknowledged, all can be sent again.
#[cfg(target_os = "linux")]
#[test]
fn a_delivery_that_does_not_fit_is_told_and_can_be_sent_again() {
    let desk = Desk::set_up(Language::Vi);
    let before = desk.what_is_stored();
    std::fs::create_dir(desk.path("delivery")).unwrap();
    for (at, unit) in ["HL-2", "HL-3"].into_iter().cycle().take(24).enumerate() {
        let talks = i64::try_from(at).unwrap();
        desk.file(&format!("delivery/{at:02}.xlsx"), &desk.filled(unit, &[("talks", talks)]));
    }
    let words = ["report", "submit", "delivery", "--received", RECEIVED];
    let told = desk.run_after("trap '' XFSZ && ulimit -f 256", &words);
    says(&told, SAFE[0].1);
    assert!(!told.out.contains('✓'), "nothing was acknowledged: {}", told.out);
    assert_eq!(desk.what_is_stored(), before);
    assert_eq!(desk.does(&words).matches('✓').count(), 24);
}

/// The kernel's own "no space left": the place beside the report leads to a device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn an_old_consolidated_report_survives_a_full_disk() {
    for (language, word) in FULL {
        let desk = Desk::set_up(language);
        let consolidate = ["report", "consolidate", "--out", "out", "--number", "7", "--date", "2026-12-28"];
        desk.does(&consolidate);
        let old = [desk.bytes("out/report.docx"), desk.bytes("out/report.xlsx")];
        desk.does(&["report", "approve", "HL-2"]);
        for name in ["report.docx", "report.xlsx"] {
            let beside = desk.path(&format!("out/{name}.part"));
            std::os::unix::fs::symlink("/dev/full", &beside).unwrap();
            let told = desk.run(&consolidate);
            says(&told, word);
            assert!(told.err.contains(name), "{told:?}");
            assert!(!beside.exists(), "nothing is left behind");
            assert_eq!(desk.bytes("out/report.xlsx"), old[1]);
            if name == "report.docx" {
                assert_eq!(desk.bytes("out/report.docx"), old[0]);
            }
        }
        desk.does(&consolidate);
        assert_ne!(desk.bytes("out/report.xlsx"), old[1]);
    }
}

/// A real disk of a few megabytes, filled to the last byte. Needs the right to mount one in a namespace of its own.
#[cfg(target_os = "linux")]
#[test]
fn on_a_disk_filled_to_the_last_byte_nothing_is_lost() {
    let may = Command::new("unshare").args(["-rm", "sh", "-c", "mount -t tmpfs none /mnt"]).output();
    if !may.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no disk may be mounted here");
        return;
    }
    for (language, word) in FULL {
        let desk = Desk::set_up(language);
        let script = "set -e; mkdir disk; mount -t tmpfs -o size=4m none disk; cp -r data disk/data; export CHUNGTAY_DATA=disk/data
            cat /dev/zero > disk/filler 2>/dev/null || true
            for words in 'report submit HL-3.xlsx --received 2026-12-18' 'report approve HL-2' \\
                'form export --unit HL-3 --out disk/form.xlsx' 'report consolidate --out disk/out'; do
                code=0; \"$1\" $words >>told.txt 2>&1 || code=$?; echo \"exit code $code\" >>told.txt
            done
            rm disk/filler; ls disk disk/data >names.txt
            \"$1\" status --on 2026-12-21 >status.txt; \"$1\" report submit HL-3.xlsx --received 2026-12-18 >again.txt
            \"$1\" report consolidate --out disk/out >>again.txt";
        let told =
            desk.told(Command::new("unshare").args(["-rm", "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_chungtay")]));
        assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{told:?}");
        let text = |name| String::from_utf8(desk.bytes(name)).unwrap();
        assert_eq!(text("status.txt"), desk.does(&["status", "--on", "2026-12-21"]));
        assert!(text("again.txt").contains("✓ HL-3.xlsx"), "{}", text("again.txt"));
        let told = text("told.txt");
        assert_eq!(told.matches(word).count(), 4, "{told}");
        assert_eq!(told.matches("exit code 1").count(), 4, "{told}");
        assert!(!text("names.txt").contains(".part"), "{}", text("names.txt"));
        insta::assert_snapshot!(format!("disk_{}", language.code()), told);
    }
}

/// `chungtay … > file` on a full disk: no half page taken for a whole one.
#[cfg(target_os = "linux")]
#[test]
fn a_page_that_cannot_be_written_whole_is_told() {
    for (language, safe) in SAFE {
        let desk = Desk::set_up(language);
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut status = Command::new("sh");
        status.args(["-c", "exec \"$1\" status >&0", "sh", env!("CARGO_BIN_EXE_chungtay")]).stdin(full);
        let told = desk.told(&mut status);
        says(&told, safe);
        assert!(!told.err.contains("panicked"), "{told:?}");
    }
}
