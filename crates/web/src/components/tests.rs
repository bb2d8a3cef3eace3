//! What every part keeps: contrast, size, labels, escaping, and a content security policy without exceptions.

use crate::components::alert::{Alert, Kind, alert, error_summary};
use crate::components::assets;
use crate::components::badge::{Status, badge};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::chart::{
    Bar, Bars, Columns, Line, MapTile, Measure, Series, Show, Stacked, TileMap, bars, columns, line, sparkline,
    stacked, tile_map,
};
use crate::components::field::{Choice, Control, Field, field};
use crate::components::layout::{NavItem, Shell, SignedIn, page};
use crate::components::table::{Column, Direction, Narrow, Row, Table, table};
use crate::components::tile::{Tile, tiles};
use crate::pages::design;
use locale::Language;
use maud::html;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const STYLE: &str = include_str!("../../assets/style.css");

/// Colour tokens of a block of the style sheet: the first `:root` is light, the second dark.
fn tokens(block: usize) -> BTreeMap<&'static str, &'static str> {
    let block = STYLE.split(":root {").nth(block + 1).and_then(|rest| rest.split('}').next()).unwrap_or_default();
    let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "));
    lines.filter(|(_, value)| value.starts_with('#')).collect()
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_and_marks_can_be_read_in_both_modes() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
    let mut text: Vec<(String, String)> = Vec::new();
    let mut marks: Vec<(String, String)> = Vec::new();
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    for ground in ["paper", "surface", "hover"] {
        text.extend(["ink", "muted", "link", "late", "brand"].map(|ink| pair(ink, ground)));
        marks.extend(["edge", "focus", "series-0", "series-1", "series-2", "series-3"].map(|ink| pair(ink, ground)));
    }
    text.extend([pair("on-accent", "accent"), pair("on-accent", "accent-strong")]);
    text.extend((0..5).map(|shade| ("ink".to_owned(), format!("shade-{shade}"))));
    for status in Status::ALL.map(Status::name) {
        let ground = format!("{status}-bg");
        text.extend([pair(status, &ground), pair("ink", &ground), pair("surface", status), pair(status, "surface")]);
        marks.push(pair(status, "paper"));
    }
    for mode in [0, 1] {
        let mut tokens = tokens(mode);
        tokens.entry("on-accent").or_insert("#ffffff");
        for (pairs, least) in [(&text, 4.5), (&marks, 3.0)] {
            for (ink, ground) in pairs {
                let ratio = contrast(tokens[ink.as_str()], tokens[ground.as_str()]);
                assert!(ratio >= least, "mode {mode}: {ink} on {ground} is {ratio:.2}, needs {least}");
            }
        }
    }
}

#[test]
fn a_document_has_the_colours_of_the_light_page() {
    use crate::components::chart::Ink;
    let tokens = tokens(0);
    let mut inks = vec![Ink::Text, Ink::Muted, Ink::Line, Ink::Surface];
    inks.extend((0..4).map(Ink::Series));
    inks.extend((0..5).map(Ink::Shade));
    inks.extend(Status::ALL.iter().flat_map(|&status| [Ink::Strong(status), Ink::Faint(status)]));
    for ink in inks {
        assert_eq!(tokens.get(ink.token().as_str()), Some(&ink.literal()), "{ink:?}");
    }
}

#[test]
fn the_style_sheet_stays_small() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(STYLE.as_bytes()).unwrap();
    let size = encoder.finish().unwrap().len();
    assert!(size <= 14_000, "style.css is {size} bytes gzipped");
    assert!(!STYLE.contains("@import") && !STYLE.contains("url("), "nothing is fetched from elsewhere");
}

/// Elements of our own markup: name and attributes.
fn elements(html: &str) -> Vec<(&str, BTreeMap<&str, &str>)> {
    let mut elements = Vec::new();
    for start in html.split('<').skip(1).filter(|start| !start.starts_with(['/', '!'])) {
        // Quoted values hold no "<" (it is escaped), but may hold ">".
        let (name, mut rest) = start.split_at(start.find([' ', '>']).unwrap_or(start.len()));
        let mut attributes = BTreeMap::new();
        while let Some(next) = rest.strip_prefix(' ') {
            let end = next.find(['=', ' ', '>']).unwrap_or(next.len());
            let (key, after) = next.split_at(end);
            if let Some(quoted) = after.strip_prefix("=\"") {
                let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                attributes.insert(key, value);
                rest = after;
            } else {
                attributes.insert(key, "");
                rest = after;
            }
        }
        assert!(rest.starts_with('>'), "an element is not closed: <{start}");
        elements.push((name, attributes));
    }
    elements
}

fn design_pages() -> [String; 2] {
    Language::ALL.map(|language| design::page(language).into_string())
}

#[test]
fn nothing_needs_an_exception_from_the_content_security_policy() {
    for page in design_pages() {
        for (name, attributes) in elements(&page) {
            assert!(name != "style" && !attributes.contains_key("style"), "inline style in <{name} {attributes:?}>");
            assert!(name != "script" || attributes.contains_key("src"), "inline script");
            assert!(!attributes.keys().any(|key| key.starts_with("on")), "inline handler in <{name} {attributes:?}>");
            // The sign in the tab is drawn in its own address; the name of the language it is drawn in is no place.
            let drawn = |value: &str| value.starts_with("data:image/svg+xml,");
            let outside = |value: &&str| !drawn(value) && (value.contains("://") || value.starts_with("//"));
            assert!(!attributes.values().any(outside), "something from elsewhere: {attributes:?}");
        }
    }
}

#[test]
fn everything_has_its_label_and_every_reference_leads_somewhere() {
    for page in design_pages() {
        let elements = elements(&page);
        let mut ids = BTreeSet::new();
        for (name, attributes) in &elements {
            if let Some(id) = attributes.get("id") {
                assert!(ids.insert(*id), "<{name}> has the id of another: {id}");
            }
        }
        let labelled: BTreeSet<&str> = elements.iter().filter_map(|(_, a)| a.get("for").copied()).collect();
        for (name, attributes) in &elements {
            for key in ["for", "aria-labelledby", "aria-describedby"] {
                for id in attributes.get(key).into_iter().flat_map(|ids| ids.split(' ')) {
                    assert!(ids.contains(id), "<{name} {key}={id}> leads nowhere");
                }
            }
            let named = attributes.contains_key("aria-label") || attributes.contains_key("aria-labelledby");
            let own = || attributes.get("id").is_some_and(|id| labelled.contains(id));
            match *name {
                "nav" | "section" => assert!(named, "a landmark without a name: {attributes:?}"),
                "svg" => assert!(named || attributes.contains_key("aria-hidden"), "a picture without a name"),
                "select" | "textarea" | "progress" => assert!(own(), "<{name}> without a label"),
                // A box stands inside its label.
                "input" if !["hidden", "checkbox", "radio"].contains(attributes.get("type").unwrap_or(&"text")) => {
                    assert!(own(), "<input> without a label: {attributes:?}");
                }
                _ => {}
            }
            if attributes.get("role") == Some(&"region") {
                assert!(
                    named && attributes.get("tabindex") == Some(&"0"),
                    "a region that no key scrolls: {attributes:?}"
                );
            }
        }
        for once in ["main", "h1", "title", "header", "footer"] {
            // Pictures have titles too.
            let count = page.split("</head>").collect::<Vec<_>>();
            let count = if once == "title" { count[0] } else { &page }.matches(&format!("</{once}>")).count();
            assert_eq!(count, 1, "<{once}>");
        }
        assert!(
            page.contains("<main id=\"main\"") && page.contains("href=\"#main\""),
            "the skip link leads to the main part"
        );
        assert!(!page.contains("part-"), "a text is missing");
    }
}

#[test]
fn every_class_has_its_style() {
    let [page, _] = design_pages();
    let selectors: BTreeSet<&str> = STYLE
        .split(['{', '}'])
        .flat_map(|part| part.split('.').skip(1))
        .map(|name| &name[..name.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(name.len())])
        .collect();
    for (name, attributes) in elements(&page) {
        for class in attributes.get("class").into_iter().flat_map(|classes| classes.split(' ')) {
            // "Missing" is how a badge and a tile look without a state.
            let plain = ["t-missing", "b-missing"].contains(&class);
            assert!(plain || selectors.contains(class), "<{name} class={class}> has no style");
        }
    }
}

const HOSTILE: &str = "\"'><script>alert(1)</script>&lt;";

#[test]
fn what_people_typed_is_never_markup() {
    let vi = Language::Vi;
    let choices = [Choice { value: HOSTILE, label: HOSTILE, chosen: true }];
    let typed = |control| Field {
        name: "x",
        label: HOSTILE,
        hint: Some(HOSTILE),
        error: Some(HOSTILE),
        control,
        ..Field::default()
    };
    let bar = Bar { label: HOSTILE.to_owned(), value: Some(1), before: None, href: Some(HOSTILE.to_owned()) };
    let data =
        Bars { title: HOSTILE, of: HOSTILE, now: HOSTILE, before: None, measure: Measure::Count, bars: vec![bar] };
    let bars = bars(vi, &data);
    let hostile_column = Column::words(HOSTILE).sorts(HOSTILE, None);
    let shell = Shell {
        title: HOSTILE,
        address: HOSTILE,
        signed_in: Some(SignedIn {
            name: HOSTILE,
            unit: HOSTILE,
            nav: vec![NavItem { href: HOSTILE.to_owned(), label: HOSTILE.to_owned(), current: true }],
            notices: 0,
        }),
        breadcrumbs: Some(breadcrumbs(vi, &[(HOSTILE, HOSTILE)], HOSTILE)),
        alert: Some(Alert::new(Kind::Error, HOSTILE)),
        main: html! {
            (error_summary(vi, &[(HOSTILE, HOSTILE)]))
            (alert(vi, &Alert::new(Kind::Done, HOSTILE)))
            (field(vi, &typed(Control::Input { kind: "text", value: HOSTILE })))
            (field(vi, &typed(Control::Lines { value: HOSTILE, rows: 2 })))
            (field(vi, &typed(Control::Select { choices: &choices })))
            (field(vi, &typed(Control::Checks { choices: &choices })))
            (tiles(&[Tile { label: HOSTILE, value: HOSTILE, note: Some(HOSTILE), href: Some(HOSTILE), status: None }]))
            (table(vi, &Table { id: HOSTILE, caption: HOSTILE, columns: vec![hostile_column], ..Table::default() }))
            (bars.figure(vi, "x"))
        },
        ..Shell::default()
    };
    for html in [page(shell).into_string(), bars.svg()] {
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;script&gt;"));
        elements(&html);
    }
}

#[test]
fn a_text_begins_as_it_was_typed() {
    let control = Control::Lines { value: "\nhai dòng", rows: 2 };
    let html = field(Language::Vi, &Field { name: "x", label: "x", control, ..Field::default() }).into_string();
    assert!(html.contains(">\n\nhai dòng</textarea>"), "browsers drop the first line break: {html}");
}

#[test]
fn pictures_of_nothing_and_of_extremes_are_drawn() {
    let vi = Language::Vi;
    let extremes = [None, Some(i64::MIN), Some(-1), Some(0), Some(1), Some(i64::MAX)];
    let labelled = || extremes.iter().map(|value| (format!("{value:?}").repeat(9), *value));
    let mut drawn = Vec::new();
    for measure in [Measure::Count, Measure::Percent] {
        for some in [false, true] {
            let values: Vec<(String, Option<i64>)> = labelled().filter(|_| some).collect();
            let all = || values.iter().cloned();
            let bar = |(label, value): (String, Option<i64>)| Bar { label, value, before: value, href: None };
            let tile = |(label, value)| MapTile {
                code: String::new(),
                label,
                show: Show::Value(value),
                place: None,
                href: None,
            };
            drawn.extend([
                bars(
                    vi,
                    &Bars { title: "x", of: "x", now: "x", before: Some("x"), measure, bars: all().map(bar).collect() },
                ),
                columns(vi, &Columns { title: "x", of: "x", what: "x", measure, columns: values.clone() }),
                line(
                    vi,
                    &Line {
                        title: "x",
                        of: "x",
                        days: all().map(|(label, _)| label).collect(),
                        series: vec![Series { name: "x".to_owned(), values: all().map(|(_, value)| value).collect() }],
                        goal: some.then_some((i64::MAX, "x")),
                        due: some.then_some((99, "x")),
                        measure,
                    },
                ),
                stacked(
                    vi,
                    &Stacked {
                        title: "x",
                        what: "x",
                        parts: if some { vec![(Status::Late, 0), (Status::OnTime, 1)] } else { vec![] },
                    },
                ),
                tile_map(vi, &TileMap { title: "x", of: "x", what: "x", measure, tiles: all().map(tile).collect() }),
            ]);
            sparkline(vi, "x", "x", measure, &values);
        }
    }
    for chart in drawn {
        let svg = chart.svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        assert!(!svg.contains("class=") && svg.starts_with("<svg xmlns="), "a document has no style sheet");
        let page = chart.figure(vi, "x").into_string();
        assert!(page.contains("role=\"img\" aria-labelledby=\"x-title x-desc\"") && page.contains("<table"));
    }
}

#[test]
fn the_skeleton() {
    let shell = Shell {
        title: "Bảng theo dõi",
        language: Language::Vi,
        address: "/board?sort=unit",
        signed_in: Some(SignedIn {
            name: "Nguyễn Thị Mẫu",
            unit: "xã Hòa Lộc",
            nav: vec![NavItem { href: "/board".to_owned(), label: "Theo dõi".to_owned(), current: true }],
            notices: 2,
        }),
        main: html! { p { "…" } },
        ..Shell::default()
    };
    let html = page(shell).into_string().replace(&assets::address("style.css"), "/assets/style.css");
    insta::assert_snapshot!(html.replace('<', "\n<").replace("\n</", "</"));
}

#[test]
fn a_field_with_an_error() {
    let control = Control::Input { kind: "email", value: "thu@" };
    let (hint, error) = (Some("Thư công vụ."), Some("Nhập địa chỉ thư điện tử."));
    let data = Field {
        name: "email",
        label: "Thư điện tử",
        hint,
        error,
        autocomplete: Some("email"),
        control,
        ..Field::default()
    };
    insta::assert_snapshot!(field(Language::Vi, &data).into_string().replace("><", ">\n<"));
}

#[test]
fn a_table_of_cards() {
    let data = Table {
        id: "units",
        caption: "Báo cáo theo đơn vị",
        columns: vec![
            Column::words("Đơn vị").sorts("?sort=-unit", Some(Direction::Descending)),
            Column::words("Tình trạng"),
            Column::numbers("Lượt người").sorts("?sort=people", None),
        ],
        rows: vec![Row {
            id: Some("unit-1".to_owned()),
            cells: vec![html! { "xã Hòa Lộc" }, badge(Language::Vi, Status::Late), html! { "1.240" }],
        }],
        narrow: Narrow::Cards,
        ..Table::default()
    };
    insta::assert_snapshot!(table(Language::Vi, &data).into_string().replace("><", ">\n<"));
}

#[test]
fn bars_for_a_document() {
    let bar = |label: &str, value| Bar { label: label.to_owned(), value, before: Some(900), href: None };
    let data = Bars {
        title: "Lượt người theo đơn vị",
        of: "Đơn vị",
        now: "Năm 2026",
        before: Some("Năm 2025"),
        measure: Measure::Count,
        bars: vec![bar("xã Hòa Lộc", Some(1_240)), bar("phường An Phú Mẫu", None)],
    };
    insta::assert_snapshot!(bars(Language::Vi, &data).svg().replace("><", ">\n<"));
}
