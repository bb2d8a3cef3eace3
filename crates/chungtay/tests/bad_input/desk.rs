//! A desk with a small campaign on it: three units, one report approved, one waiting, one still to come.

use domain::form::{CellKey, Form};
use domain::report::{Content, Figure, Value};
use locale::Language;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A plan of a commune that does not exist.
pub(crate) const PLAN: &str = "ỦY BAN NHÂN DÂN
XÃ HÒA LỘC
Số: 12/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Lộc, ngày 20 tháng 10 năm 2026

KẾ HOẠCH
Triển khai Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới năm 2026

I. THỜI GIAN
Từ ngày 15 tháng 11 năm 2026 đến ngày 15 tháng 12 năm 2026.

II. TỔ CHỨC THỰC HIỆN
1. Các đơn vị tổ chức nói chuyện chuyên đề tại nơi mình phụ trách.
2. Các đơn vị báo cáo kết quả thực hiện gửi Ủy ban nhân dân xã trước ngày 20 tháng 12 năm 2026.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Thị Mẫu
";

/// Its units.
pub(crate) const UNITS: &str = "code,name,kind,parent
HL,Xã Hòa Lộc,commune,
HL-1,Trường Tiểu học Hòa Lộc,school,HL
HL-2,Hội Liên hiệp Phụ nữ xã,union,HL
HL-3,Đoàn Thanh niên xã,union,HL
";

/// A day on which reports are on time; said each time, so that the tests do not depend on the day they run.
pub(crate) const RECEIVED: &str = "2026-12-18";

/// Memory a command may take up while it refuses, in KiB.
const MEMORY: u32 = 512 * 1024;

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) took: Duration,
}

/// A folder of one person, and the language spoken there.
pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) language: Language,
}

impl Desk {
    /// HL-1 has handed in and is approved, HL-2 waits for a decision, HL-3 has not reported; its form lies filled in
    /// `HL-3.xlsx`. `new` is a data folder in which the campaign was just opened.
    pub(crate) fn set_up(language: Language) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), language };
        desk.file("plan.txt", PLAN.as_bytes());
        desk.file("units.csv", UNITS.as_bytes());
        desk.does(&["campaign", "open", "--plan", "plan.txt", "--units", "units.csv"]);
        copy_folder(&desk.path("data"), &desk.path("new"));
        for unit in ["HL-1", "HL-2", "HL-3"] {
            desk.file(&format!("{unit}.xlsx"), &desk.filled(unit, &[("talks", 3), ("talk_attendees", 120)]));
        }
        desk.does(&["report", "submit", "HL-1.xlsx", "HL-2.xlsx", "--received", RECEIVED]);
        desk.does(&["report", "approve", "HL-1"]);
        desk
    }

    /// The same desk again, to be spoilt.
    pub(crate) fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(self.folder.path(), folder.path());
        Self { folder, language: self.language }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// The form of a unit with these figures in it.
    pub(crate) fn filled(&self, unit: &str, figures: &[(&str, i64)]) -> Vec<u8> {
        let figure = |number| Figure { value: Value::Number(number), at: None, reason: None };
        let figures = figures.iter().map(|(key, number)| (CellKey::parse(key).unwrap(), figure(*number))).collect();
        let content = Content { figures, ..Content::default() };
        let store = store::Store::open(&self.path("data")).unwrap();
        let loaded =
            store.read(|session| app::campaign::load(session, app::campaign::find(session, None)?, None)).unwrap();
        let unit = loaded.unit(Some(unit)).unwrap().unit;
        app::form::filled(&loaded, unit, &content, self.language).unwrap()
    }

    /// The form of the Month.
    pub(crate) fn form() -> Form {
        Form::parse(app::campaign::DEFAULT_FORM).unwrap()
    }

    /// Runs the command with as much memory as it may take for a refusal.
    pub(crate) fn run(&self, words: &[&str]) -> Told {
        if cfg!(target_os = "linux") {
            self.run_after(&format!("ulimit -v {MEMORY}"), words)
        } else {
            self.told(Command::new(env!("CARGO_BIN_EXE_chungtay")).args(words))
        }
    }

    /// Runs the command in a shell that did something before, such as setting a limit.
    pub(crate) fn run_after(&self, before: &str, words: &[&str]) -> Told {
        let script = format!("{before} && exec \"$@\"");
        let chungtay = env!("CARGO_BIN_EXE_chungtay");
        self.told(Command::new("sh").args(["-c", &script, "sh", chungtay]).args(words))
    }

    pub(crate) fn told(&self, command: &mut Command) -> Told {
        let began = Instant::now();
        let Output { status, stdout, stderr } = command
            .current_dir(self.folder.path())
            .env("CHUNGTAY_DATA", "data")
            .env("CHUNGTAY_LANG", self.language.code())
            .env("CHUNGTAY_BY", "Lê Thị Mẫu")
            // Address space is what is limited; each thread would set much of it aside on a machine of many cores.
            .env("RAYON_NUM_THREADS", "2")
            .env("MALLOC_ARENA_MAX", "2")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Told { code: status.code(), out: text(stdout), err: text(stderr), took: began.elapsed() }
    }

    /// Runs the command, which must succeed; returns what it printed.
    pub(crate) fn does(&self, words: &[&str]) -> String {
        let told = self.run(words);
        assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{words:?}");
        told.out
    }

    /// Everything known of both campaigns, as a person sees it.
    pub(crate) fn what_is_stored(&self) -> String {
        let look = |data: &str| {
            let status = self.does(&["--data", data, "status", "--on", "2026-12-21"]);
            let trace = self.does(&["--data", data, "trace", "talks"]);
            status + &trace
        };
        look("data") + &look("new")
    }

    /// Names in the folder, and in the data folder without SQLite's own.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for folder in ["", "data", "out"] {
            let Ok(entries) = std::fs::read_dir(self.path(folder)) else { continue };
            let entry_names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
            names.extend(entry_names.filter(|name| !name.starts_with("chungtay.db-")).map(|n| format!("{folder}/{n}")));
        }
        names.sort();
        names
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
