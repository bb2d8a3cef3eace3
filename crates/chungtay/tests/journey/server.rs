//! The same on a database server, and from there to a folder and back.

use crate::office::Office;

/// The digests that a command printed, each beside how many rows it is of.
fn digests(told: &str) -> Vec<&str> {
    let lines = told.lines().filter_map(|line| line.split_once("mã kiểm ")).map(|(_, digest)| digest.trim());
    lines.filter(|digest| digest.len() == 64).collect()
}

#[test]
fn the_sample_runs_on_a_server_and_moves_to_a_folder_and_back() {
    let office = Office::on_server(test_postgres::database());
    let refused = office.refused(&["status"]);
    assert!(refused.contains("chưa có dữ liệu") && refused.contains("postgres://"), "{refused}");

    let told = office.run(&["demo", "--no-serve"]);
    assert!(told.lines().any(|line| line.contains("Báo cáo đúng hạn") && line.contains(" 22 ")), "{told}");
    assert!(!office.names("data").contains(&"chungtay.db".to_owned()));
    assert!(office.run(&["demo", "--no-serve"]).contains("đã có sẵn"));
    let trace = office.run(&["trace", "talks"]);
    // The clock of the sample is not that of the machine, which the doctor does not like.
    let doctor = String::from_utf8(office.output(&["doctor"]).stdout).unwrap();
    assert!(doctor.contains("✓ Cơ sở dữ liệu postgres://") && doctor.contains("PostgreSQL"), "{doctor}");

    let file = office.path("sao-luu.db");
    let backup = office.run(&["backup", "--out", &file]);
    let restored_to = office.path("khoi-phuc");
    // An empty address is none.
    let in_folder = |words: &[&str]| office.run(&[&["--database", ""], words].concat());
    let restored = in_folder(&["--data", &restored_to, "restore", &file]);
    assert_eq!(digests(&restored), [digests(&backup)[0]; 2], "{restored}");
    assert_eq!(in_folder(&["--data", &restored_to, "trace", "talks"]), trace);
    let refused = office.refused(&["restore", &file]);
    assert!(refused.contains("không bị ghi đè"), "{refused}");

    let (folder, back) = (office.path("thu-muc"), test_postgres::database());
    let there = office.run(&["move", "--to", &folder]);
    let [from, to] = digests(&there)[..] else { panic!("{there}") };
    assert_eq!(from, to);
    assert_eq!(in_folder(&["--data", &folder, "trace", "talks"]), trace);
    let again = in_folder(&["--data", &folder, "move", "--to", &back]);
    let [from, to] = digests(&again)[..] else { panic!("{again}") };
    assert_eq!(from, to);
    assert_eq!(office.run(&["--database", &back, "trace", "talks"]), trace);
}

#[test]
fn a_server_that_is_not_there_is_told_without_the_password() {
    let office = Office::on_server("postgres://ct:bi-mat@127.0.0.1:1/ct".to_owned());
    for words in [&["status"][..], &["serve"], &["backup", "--out", "x.db"]] {
        let refused = office.refused(words);
        assert!(refused.contains("không trả lời") && !refused.contains("bi-mat"), "{refused}");
    }
    let doctor = office.output(&["doctor"]);
    let told = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(told.contains("✗") && !told.contains("bi-mat"), "{told}");
    let refused = office.refused(&["--database", "postgres://ct:bi-mat@db/ct?sslmode=khong-co", "status"]);
    assert!(refused.contains("postgres://") && !refused.contains("bi-mat"), "{refused}");
    assert!(!office.output(&["--help"]).stdout.windows(6).any(|six| six == b"bi-mat"));
}
