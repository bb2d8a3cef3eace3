//! Backups, and what the doctor says.

use crate::office::Office;

/// The level of each check, from the doctor's JSON; the exit code says whether anything is broken.
fn levels(office: &Office) -> Vec<(String, String)> {
    let output = office.output(&["doctor", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let word = |check: &serde_json::Value, name: &str| check[name].as_str().unwrap_or_default().to_owned();
    let checks: Vec<(String, String)> =
        told.as_array().into_iter().flatten().map(|check| (word(check, "check"), word(check, "level"))).collect();
    let broken = checks.iter().any(|(_, level)| level == "broken");
    assert_eq!(output.status.success(), !broken, "{told}");
    checks
}

#[test]
fn the_doctor_finds_nothing_in_an_empty_place_and_makes_nothing_there() {
    let office = Office::new();
    let output = office.output(&["doctor"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.starts_with("✗ ") && told.contains("chungtay serve"), "{told}");
    assert!(!std::path::Path::new(&office.path("data")).exists());
}

#[test]
fn a_backup_is_made_once_and_the_doctor_sees_it() {
    let office = Office::new();
    office.run(&["demo", "--no-serve"]);
    let level = |name: &str| levels(&office).into_iter().find(|(check, _)| check == name).map(|(_, level)| level);
    assert_eq!(level("backup").as_deref(), Some("care"), "none was ever made");
    assert_eq!(level("database").as_deref(), Some("good"));
    assert_eq!(level("mail").as_deref(), Some("care"), "no mail server is set");
    let file = office.path("sao-luu.db");
    let told = office.run(&["backup", "--out", &file]);
    assert!(told.contains("sao-luu.db"), "{told}");
    assert_eq!(level("backup").as_deref(), Some("good"));
    let refused = office.refused(&["backup", "--out", &file]);
    assert!(refused.contains("không ghi đè"), "{refused}");
    std::fs::create_dir(office.path("moi")).unwrap_or_default();
    std::fs::copy(&file, format!("{}/chungtay.db", office.path("moi"))).unwrap_or_default();
    let restored = office.run(&["--data", &office.path("moi"), "status"]);
    assert!(restored.contains("AG-24"), "{restored}");
}
