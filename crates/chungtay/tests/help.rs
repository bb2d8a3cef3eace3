//! What the command says of itself: help of every subcommand in both languages, version, and what it answers to words
//! it does not know.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use std::process::{Command, Output};

fn chungtay(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chungtay"));
    for setting in [
        "CHUNGTAY_DATA",
        "CHUNGTAY_DATABASE",
        "CHUNGTAY_LANG",
        "CHUNGTAY_BY",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
        "COLUMNS",
    ] {
        command.env_remove(setting);
    }
    command.args(words).output().unwrap()
}

fn out(words: &[&str]) -> String {
    let output = chungtay(words);
    assert!(output.status.success() && output.stderr.is_empty(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The help of a command and, in order, of everything below it.
fn help(language: &str, heading: &str, path: &[String], page: &mut String) {
    let mut words = vec!["--lang", language];
    words.extend(path.iter().map(String::as_str));
    words.push("--help");
    let text = out(&words);
    page.push_str(&format!("\n$ chungtay {}\n\n{text}", words[2..].join(" ")));
    let below = text.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.is_empty());
    for name in below.filter_map(|line| line.split_whitespace().next()) {
        let path = [path, &[name.to_owned()]].concat();
        help(language, heading, &path, page);
    }
}

fn every_help(language: &str, heading: &str) -> String {
    let mut page = String::new();
    help(language, heading, &[], &mut page);
    page
}

#[test]
fn every_command_explains_itself_in_vietnamese() {
    let page = every_help("vi", "Lệnh:");
    insta::assert_snapshot!("vi", page);
    assert_eq!(page.matches("\n$ chungtay ").count(), 48, "this many commands");
    for english in ["Usage", "Options", "Commands", "Arguments", "possible values", "Print "] {
        assert!(!page.contains(&format!("{english}:")) && !page.contains(&format!("[{english}")), "{english}");
    }
}

#[test]
fn every_command_explains_itself_in_english() {
    let page = every_help("en", "Commands:");
    insta::assert_snapshot!("en", page);
    assert_eq!(page.matches("\n$ chungtay ").count(), 48, "this many commands");
}

#[test]
fn both_languages_explain_the_same_commands_with_the_same_options() {
    let options = |page: &str| -> Vec<String> {
        let words = page.lines().filter(|line| line.starts_with('$') || line.trim_start().starts_with('-'));
        words.map(|line| line.split("  ").find(|part| !part.is_empty()).unwrap_or(line).to_owned()).collect()
    };
    assert_eq!(options(&every_help("vi", "Lệnh:")), options(&every_help("en", "Commands:")));
}

#[test]
fn the_language_is_that_of_the_option_then_the_setting_then_the_machine() {
    let first_line = |words: &[&str], settings: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chungtay"));
        for setting in ["CHUNGTAY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(setting);
        }
        let output = command.envs(settings.iter().copied()).args(words).arg("--help").output().unwrap();
        String::from_utf8(output.stdout).unwrap().lines().next().unwrap_or_default().to_owned()
    };
    let (vi, en) = (first_line(&["--lang", "vi"], &[]), first_line(&["--lang=en"], &[]));
    assert_ne!(vi, en);
    assert_eq!(first_line(&[], &[]), vi, "Vietnamese where nothing is said");
    assert_eq!(first_line(&[], &[("LANG", "en_US.UTF-8")]), en);
    assert_eq!(first_line(&[], &[("LANG", "fr_FR.UTF-8")]), vi);
    assert_eq!(first_line(&[], &[("LANG", "en_US.UTF-8"), ("CHUNGTAY_LANG", "vi")]), vi);
    assert_eq!(first_line(&["--lang", "en"], &[("CHUNGTAY_LANG", "vi")]), en);
}

#[test]
fn the_version_is_that_of_the_package() {
    let expected = format!("chungtay {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(out(&["--version"]), expected);
    assert_eq!(out(&["-V"]), expected);
}

#[test]
fn an_unknown_command_is_told_in_the_persons_language() {
    for (language, first, usage) in [
        ("vi", "Không có lệnh “bao-cao”; hãy xem các lệnh bằng cách thêm --help.", "Cách dùng: chungtay"),
        ("en", "There is no command “bao-cao”; add --help to see the commands.", "Usage: chungtay"),
    ] {
        let output = chungtay(&["--lang", language, "bao-cao"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let told = String::from_utf8(output.stderr).unwrap();
        let mut lines = told.lines();
        assert_eq!(lines.next(), Some(first));
        assert!(lines.next().is_some_and(|line| line.starts_with(usage)), "{told}");
    }
}

#[test]
fn no_command_at_all_shows_which_there_are() {
    let output = chungtay(&["--lang", "vi"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.starts_with("Chưa chọn lệnh; hãy chọn một trong: demo, serve, read, campaign,"), "{told}");

    let output = chungtay(&[]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.starts_with("Chưa chọn lệnh; hãy chọn một lệnh dưới đây.\n\nChung Tay: "), "{told}");
    assert!(told.contains("\nLệnh:\n  demo "), "{told}");
}

/// A page cut short by `| head` is no error of the command.
#[cfg(unix)]
#[test]
fn a_reader_who_leaves_early_is_no_accident() {
    let script = "\"$1\" --lang en form show 2>said | head -n 1 >/dev/null; cat said; rm said";
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let played = Command::new(env!("CARGO_BIN_EXE_chungtay"))
        .arg("--data")
        .arg(&data)
        .args(["demo", "--no-serve"])
        .output()
        .unwrap();
    assert!(played.status.success());
    for _ in 0..5 {
        let mut pipe = Command::new("sh");
        pipe.args(["-c", script, "sh", env!("CARGO_BIN_EXE_chungtay")]).env("CHUNGTAY_DATA", &data);
        let output = pipe.current_dir(folder.path()).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    }
}
