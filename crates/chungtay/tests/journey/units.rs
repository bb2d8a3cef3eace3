//! Units of Vietnam: loaded, found, and what became of them.

use crate::office::Office;

#[test]
fn the_country_is_loaded_once_and_its_units_are_found_by_name() {
    let office = Office::new();
    let loaded = office.run(&["units", "load", "vietnam"]);
    assert!(loaded.contains("14.002 đơn vị mới"), "{loaded}");
    let again = office.run(&["units", "load", "vietnam"]);
    assert!(again.contains("Không có gì mới"), "{again}");

    let found = office.run(&["units", "find", "P. Trúc Bạch, HN", "--on", "2026-11-15"]);
    assert!(found.contains("00004@2008") && found.contains("nay là Phường Ba Đình"), "{found}");
    let history = office.run(&["units", "history", "phường Trúc Bạch", "--on", "2026-11-15"]);
    assert!(history.contains("đã thành Phường Ba Đình, Thành phố Hà Nội"), "{history}");
    let english = office.run(&["--lang", "en", "units", "history", "00004", "--on", "2025-06-30"]);
    assert!(english.contains("still Truc Bach Ward"), "{english}");
    let refused = office.refused(&["units", "history", "xã Tân Tiến", "--on", "2026-11-15"]);
    assert!(refused.contains("Hãy ghi thêm đơn vị cấp trên"), "{refused}");
    let refused = office.refused(&["units", "find", "xứ mơ"]);
    assert!(refused.contains("Không có đơn vị nào"), "{refused}");
}
