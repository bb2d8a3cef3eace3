//! The data, and names as people write them.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use domain::CivilDate;
use places::{Candidate, Level, Places, Reason, Standing, Version};
use proptest::prelude::*;

const BEFORE: CivilDate = CivilDate::constant(2025, 6, 30);
const AFTER: CivilDate = CivilDate::constant(2025, 7, 1);
const NOW: CivilDate = CivilDate::constant(2026, 11, 15);

fn all() -> impl Iterator<Item = &'static Version> {
    let vietnam = Places::vietnam();
    vietnam.ids().flat_map(|place| vietnam.versions(place))
}

/// How many versions there are: 14,150 or so.
const VERSIONS: usize = 14_000;

fn count(day: CivilDate, level: Level) -> usize {
    all().filter(|version| version.valid.holds_on(day) && version.kind.level() == level).count()
}

fn sure(text: &str, day: Option<CivilDate>) -> String {
    let vietnam = Places::vietnam();
    let found = vietnam.resolve(text, day);
    match found.sure() {
        Some(one) => vietnam.path(one.version),
        None => {
            let paths: Vec<String> = found.candidates.iter().map(|candidate| vietnam.path(candidate.version)).collect();
            format!("unsure: {paths:?}, unread {:?}", found.unread)
        }
    }
}

#[test]
fn the_country_has_as_many_units_as_the_law_says() {
    let counts = |day| [Level::Province, Level::District, Level::Commune].map(|level| count(day, level));
    assert_eq!(counts(BEFORE), [63, 696, 10_035]);
    assert_eq!(counts(AFTER), [34, 0, 3_321]);
    assert_eq!(counts(NOW), [34, 0, 3_321]);
}

#[test]
fn codes_are_one_units_on_a_day_and_lengths_tell_levels() {
    for day in [BEFORE, AFTER, NOW] {
        let mut codes = std::collections::HashSet::new();
        for version in all().filter(|version| version.valid.holds_on(day)) {
            assert!(codes.insert(version.code), "{} on {day}", version.code);
            let length = match version.kind.level() {
                Level::Province => 2,
                Level::District => 3,
                Level::Commune => 5,
            };
            assert_eq!(version.code.len(), length);
        }
    }
}

#[test]
fn every_unit_stands_under_one_that_is_there() {
    let vietnam = Places::vietnam();
    for version in all() {
        let levels: Vec<Level> = vietnam.above(version).iter().map(|above| above.kind.level()).collect();
        let expected: &[Level] = match (version.kind.level(), version.valid.from() < AFTER) {
            (Level::Province, _) => &[],
            (Level::Commune, true) => &[Level::District, Level::Province],
            _ => &[Level::Province],
        };
        assert_eq!(levels, expected, "{}", vietnam.path(version));
        for above in vietnam.above(version) {
            assert!(above.valid.holds_on(version.valid.from()), "{}", vietnam.path(version));
        }
    }
}

#[test]
fn every_ended_unit_went_somewhere_and_every_new_one_came_from_somewhere() {
    let vietnam = Places::vietnam();
    for place in vietnam.ids() {
        let path = vietnam.versions(place).last().map(|version| vietnam.path(version)).unwrap();
        for (day, there) in [(BEFORE, vietnam.on(place, BEFORE)), (NOW, vietnam.on(place, NOW))] {
            match (vietnam.standing(place, day), there) {
                (Standing::Itself, Some(_)) => {}
                (Standing::Became(shares) | Standing::CameFrom(shares), None) => {
                    assert!(!shares.is_empty());
                    // All of a unit went to one place, or parts of it went to several.
                    if day == NOW {
                        assert_eq!(shares.len() == 1, shares[0].whole, "{path}");
                    }
                }
                (standing, _) => panic!("{path} on {day}: {standing:?}"),
            }
        }
    }
}

#[test]
fn known_errors_of_the_sources_are_mended() {
    let vietnam = Places::vietnam();
    let on = |code: &str, day| {
        let found = vietnam.with_code(code).into_iter().find(|version| version.valid.holds_on(day));
        found.map(|version| version.full_name())
    };
    assert_eq!(on("06978", NOW).as_deref(), Some("Xã Ba Chẽ"));
    assert_eq!(on("06970", NOW), None);
    assert_eq!(on("06970", BEFORE).as_deref(), Some("Thị trấn Ba Chẽ"));
    let april = |day| (on("75", day).unwrap(), on("26368", day).unwrap());
    assert_eq!(april(CivilDate::constant(2026, 4, 29)), ("Tỉnh Đồng Nai".into(), "Xã Long Thành".into()));
    assert_eq!(april(CivilDate::constant(2026, 4, 30)), ("Thành phố Đồng Nai".into(), "Phường Long Thành".into()));
    // Two communes of one name in provinces that merged: a source sent each to both.
    assert_eq!(became("Phường 4, Thành phố Mỹ Tho, Tiền Giang", NOW), ["Phường Đạo Thạnh, Tỉnh Đồng Tháp"],);
}

fn became(name: &str, day: CivilDate) -> Vec<String> {
    let vietnam = Places::vietnam();
    let place = vietnam.resolve(name, None).sure().unwrap().version.place;
    match vietnam.standing(place, day) {
        Standing::Became(shares) | Standing::CameFrom(shares) => {
            shares.iter().map(|share| vietnam.path(vietnam.on(share.place, day).unwrap())).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_became_of_units() {
    assert_eq!(became("Tỉnh Hà Giang", NOW), ["Tỉnh Tuyên Quang"]);
    assert_eq!(became("phường Trúc Bạch", NOW), ["Phường Ba Đình, Thành phố Hà Nội"]);
    assert_eq!(
        became("phường Cống Vị", NOW),
        ["Phường Ngọc Hà, Thành phố Hà Nội", "Phường Giảng Võ, Thành phố Hà Nội"]
    );
    assert!(became("Quận Ba Đình", NOW).len() > 2);
    assert!(
        became("Phường Ba Đình, Hà Nội", BEFORE).contains(&"Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội".into())
    );
    // An island district that became a unit of the lowest level is the same unit still.
    let vietnam = Places::vietnam();
    let island = vietnam.resolve("Bạch Long Vĩ", Some(NOW));
    let names: Vec<String> =
        vietnam.versions(island.sure().unwrap().version.place).iter().map(Version::full_name).collect();
    assert_eq!(names, ["Huyện Bạch Long Vĩ", "Đặc khu Bạch Long Vĩ"]);
}

#[test]
fn names_as_people_write_them() {
    for (written, day, meant) in [
        ("TP.HCM", Some(NOW), "Thành phố Hồ Chí Minh"),
        ("TP HCM", Some(BEFORE), "Thành phố Hồ Chí Minh"),
        ("TPHCM", Some(NOW), "Thành phố Hồ Chí Minh"),
        ("Ho Chi Minh City", Some(NOW), "Thành phố Hồ Chí Minh"),
        ("P. Trúc Bạch", None, "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"),
        ("p.trúc bạch, q.ba đình", None, "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"),
        ("xã Vị Trung, huyện Vị Thuỷ", None, "Xã Vị Trung, Huyện Vị Thuỷ, Tỉnh Hậu Giang"),
        ("xa vi trung huyen vi thuy", None, "Xã Vị Trung, Huyện Vị Thuỷ, Tỉnh Hậu Giang"),
        ("Q.1", Some(BEFORE), "Quận 1, Thành phố Hồ Chí Minh"),
        ("Q1, TPHCM", None, "Quận 1, Thành phố Hồ Chí Minh"),
        ("Phường 01 Quận 3", None, "Phường 1, Quận 3, Thành phố Hồ Chí Minh"),
        ("P12 Q10 TP.HCM", None, "Phường 12, Quận 10, Thành phố Hồ Chí Minh"),
        ("Uỷ ban nhân dân phường Trúc Bạch", None, "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"),
        ("UBND tỉnh Hậu Giang", None, "Tỉnh Hậu Giang"),
        ("tinh ha giang", None, "Tỉnh Hà Giang"),
        ("xa cong hoa, huyen quoc oai, ha noi", None, "Xã Cộng Hòa, Huyện Quốc Oai, Thành phố Hà Nội"),
        ("Thành phố Quy Nhơn", None, "Thành phố Quy Nhơn, Tỉnh Bình Định"),
        ("TP Qui Nhơn", None, "Thành phố Quy Nhơn, Tỉnh Bình Định"),
        ("TPQuy Nhơn", None, "Thành phố Quy Nhơn, Tỉnh Bình Định"),
        ("P012 Q.010", None, "Phường 12, Quận 10, Thành phố Hồ Chí Minh"),
        ("Bà Rịa – Vũng Tàu", None, "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên Huế", None, "Tỉnh Thừa Thiên Huế"),
        ("Ba Dinh Ward, Hanoi", Some(NOW), "Phường Ba Đình, Thành phố Hà Nội"),
        ("Phường Ba Đình, Hà Nội, Việt Nam", Some(NOW), "Phường Ba Đình, Thành phố Hà Nội"),
        ("P. Bến Nghé, TP.HCM", Some(NOW), "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"),
        ("xã Ea M’Droh", Some(NOW), "Xã Ea M'Droh, Tỉnh Đắk Lắk"),
        ("00004", Some(NOW), "Phường Ba Đình, Thành phố Hà Nội"),
        ("00004", Some(BEFORE), "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"),
    ] {
        assert_eq!(sure(written, day), meant, "{written} on {day:?}");
    }
}

#[test]
fn what_is_not_sure_says_why() {
    let vietnam = Places::vietnam();
    let same_name = vietnam.resolve("Xã Tân Tiến", Some(NOW));
    assert!(same_name.candidates.len() > 4 && same_name.sure().is_none());
    let reasons = |text: &str, day| {
        let found = vietnam.resolve(text, day);
        found.candidates[0].reasons.iter().collect::<Vec<_>>()
    };
    assert_eq!(reasons("P. Trúc Bạch", Some(NOW)), [Reason::OtherTime]);
    assert_eq!(reasons("xã Ba Đình, Hà Nội", Some(NOW)), [Reason::OtherKind]);
    assert_eq!(reasons("Tỉnh Hậu Giàng", None), [Reason::OtherMarks]);
    assert_eq!(reasons("TP.HCM", Some(NOW)), [Reason::OtherName]);
    // Of what its province became, and of the district it was made from.
    assert_eq!(reasons("phường Trúc Bạch, Ba Đình, Cao Bằng", None)[0], Reason::OtherParent);
    assert_eq!(reasons("xã Lũng Cú, huyện Đồng Văn, Tuyên Quang", None), [Reason::ParentOfAnotherTime]);
    // A neighbouring district is written: the one nearest to it is given, with doubt.
    let neighbour = vietnam.resolve("xã Tân Tiến, huyện Vị Thuỷ", None);
    assert!(neighbour.sure().is_none());
    let paths: Vec<String> = neighbour.candidates.iter().map(|found| vietnam.path(found.version)).collect();
    assert_eq!(paths, ["Xã Tân Tiến, Thành phố Vị Thanh, Tỉnh Hậu Giang"]);
    assert_eq!(vietnam.resolve("thôn 3, xã Lũng Cú, Đồng Văn", None).unread, ["thôn 3"]);
    for nothing in ["", " , ", "Việt Nam", "Xứ Mơ", &"a".repeat(400)] {
        assert!(vietnam.resolve(nothing, None).candidates.is_empty(), "{nothing}");
    }
}

#[test]
fn each_full_path_of_each_unit_resolves_to_it() {
    let vietnam = Places::vietnam();
    for version in all() {
        let path = vietnam.path(version);
        let day = Some(version.valid.from());
        let found = vietnam.resolve(&path, day);
        let one = found.sure().unwrap_or_else(|| panic!("{path} on {day:?}: {found:?}"));
        assert_eq!(one.version.place, version.place, "{path} on {day:?}");
        assert_eq!(one.reasons.iter().next(), None, "{path} on {day:?}");
        let ever = vietnam.resolve(&path, None);
        let places: Vec<_> = ever.candidates.iter().map(|candidate| candidate.version.place).collect();
        assert!(places.contains(&version.place), "{path}");
    }
}

#[test]
fn commas_may_be_left_out() {
    let vietnam = Places::vietnam();
    let mut different = Vec::new();
    for version in all() {
        let path = vietnam.path(version);
        let day = Some(version.valid.from());
        if vietnam.resolve(&path, day) != vietnam.resolve(&path.replace(',', ""), day) {
            different.push(path);
        }
    }
    assert_eq!(different, [] as [&str; 0]);
}

fn open_syllables(text: &str, pairs: &[(&str, &str)]) -> String {
    let word = |word: &str| {
        let (name, comma) = word.strip_suffix(',').map_or((word, ""), |name| (name, ","));
        let end = pairs.iter().find_map(|(from, to)| Some(format!("{}{to}", name.strip_suffix(from)?)));
        end.unwrap_or_else(|| name.to_owned()) + comma
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A way to write the same text.
fn written(text: &str, how: u8) -> String {
    let apart = |text: &str| {
        // Letters and their tone marks one behind the other, as some systems send them.
        text.replace('ế', "e\u{302}\u{301}").replace('à', "a\u{300}").replace('ạ', "a\u{323}")
    };
    match how {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        2 => vanban::text::fold(text),
        3 => apart(text),
        // Open syllables only: a closed one has one spelling.
        4 => open_syllables(text, &[("òa", "oà"), ("ủy", "uỷ"), ("úy", "uý"), ("óa", "oá")]),
        5 => open_syllables(text, &[("oà", "òa"), ("uỷ", "ủy"), ("uý", "úy"), ("oá", "óa")]),
        6 => text.replace('Đ', "Ð").replace('-', "–"),
        _ => format!("  {} ", text.replace(' ', "  ").replace(',', " ;")),
    }
}

proptest! {
    #[test]
    fn folding_changes_no_answer(at in 0..VERSIONS, how in 0_u8..8, shown in 1_usize..4, now in any::<bool>()) {
        let vietnam = Places::vietnam();
        let version = all().nth(at).unwrap();
        let path = vietnam.path(version);
        let text = path.split(", ").take(shown).collect::<Vec<_>>().join(", ");
        let day = now.then_some(NOW);
        let (one, other) = (vietnam.resolve(&text, day), vietnam.resolve(&written(&text, how), day));
        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_name_without_marks_may_mean_all_that_it_means_with_them(at in 0..VERSIONS, now in any::<bool>()) {
        let vietnam = Places::vietnam();
        let version = all().nth(at).unwrap();
        let path = vietnam.path(version);
        let day = now.then_some(NOW);
        let marked = vietnam.resolve(&path, day);
        let plain = vietnam.resolve(&vanban::text::fold_plain(&path), day);
        // But one that is not there on the day gives way to those that are.
        let there = |candidate: &Candidate<'_>| !candidate.reasons.contains(Reason::OtherTime);
        let all_there = plain.candidates.iter().all(there);
        for candidate in marked.candidates.iter().filter(|candidate| there(candidate) || !all_there) {
            let place = candidate.version.place;
            prop_assert!(plain.candidates.iter().any(|other| other.version.place == place), "{}", path);
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "(?s).{0,320}", now in any::<bool>()) {
        let found = Places::vietnam().resolve(&text, now.then_some(NOW));
        prop_assert!(found.candidates.len() <= places::MOST);
    }
}
