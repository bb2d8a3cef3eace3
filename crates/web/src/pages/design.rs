//! Every part of the design system with made-up data, for those who build pages and those who judge how they look.

use crate::components::alert::{Alert, Kind, alert, error_summary};
use crate::components::assets::address;
use crate::components::badge::{Status, badge, badge_saying, tag};
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::button::{Button, Weight, actions, button, link_button, one_button_form};
use crate::components::chart::{
    Bar, Bars, Chart, Columns, Line, MapTile, Measure, Series, Show, Stacked, TileMap, bars, columns, line, sparkline,
    stacked, tile_map,
};
use crate::components::comment::{Comment, thread};
use crate::components::definition_list::definition_list;
use crate::components::dialog::{Question, card, disclosure, question};
use crate::components::empty_state::empty_state;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::figure::{Figure, figures};
use crate::components::file_list::{File, file_list};
use crate::components::form::{Form, filters, form};
use crate::components::layout::{NavItem, Shell, SignedIn, page as shell};
use crate::components::pagination::{Pages, pagination};
use crate::components::progress::progress;
use crate::components::table::{Column, Direction, Narrow, Row, Table, table};
use crate::components::tabs::{Tab, tabs};
use crate::components::tile::{Tile, tiles};
use locale::{Language, text};
use maud::{Markup, html};

/// Made-up units: short names, for nothing real.
const UNITS: [&str; 12] = [
    "Hòa Lộc",
    "Tân Mẫu",
    "An Phú Thượng",
    "Bình Minh Mẫu",
    "Đông Hải Mẫu",
    "Phú Cường",
    "Long Mỹ Mẫu",
    "Trần Văn Mẫu",
    "Thạnh Xuân",
    "Vĩnh Hòa Mẫu",
    "Kim Sơn Mẫu",
    "Suối Mẫu",
];

/// The page that shows every component.
pub(crate) fn page(language: Language) -> Markup {
    let item = |key: &str, current| NavItem { href: "#".to_owned(), label: text(language, key, &[]), current };
    let title = text!(language, "part-design");
    shell(Shell {
        title: &title,
        language,
        address: "/design",
        signed_in: Some(SignedIn {
            name: "Nguyễn Thị Mẫu",
            unit: "UBND xã Hòa Lộc, tỉnh An Giao",
            nav: vec![
                item("part-design", true),
                item("part-design-tables", false),
                item("part-design-pictures", false),
            ],
            notices: 3,
        }),
        breadcrumbs: Some(breadcrumbs(language, &[("/", &text!(language, "part-design-start"))], &title)),
        alert: Some(Alert::new(Kind::Info, &text!(language, "part-design-about"))),
        main: html! {
            (messages(language))
            (fields(language))
            (lists(language))
            (tables(language))
            (conversation(language))
            (headlines(language))
            (pictures(language))
        },
        ..Shell::default()
    })
}

/// The page in both languages and every picture as for a document, as files that need no server: name and content.
pub fn files() -> Vec<(String, String)> {
    let mut files = vec![("style.css".to_owned(), include_str!("../../assets/style.css").to_owned())];
    for language in Language::ALL {
        let html = page(language).into_string().replace(&address("style.css"), "style.css");
        files.push((format!("design.{}.html", language.code()), html));
        let pictures = charts(language).into_iter();
        files.extend(pictures.map(|(id, chart)| (format!("{id}.{}.svg", language.code()), chart.svg())));
    }
    files
}

/// Made-up data stands here in both languages: it is no text of the interface.
fn words(language: Language) -> impl Fn(&'static str, &'static str) -> &'static str + Copy {
    move |vi, en| if language == Language::Vi { vi } else { en }
}

fn messages(language: Language) -> Markup {
    let say = words(language);
    let remind = say("Nhắc", "Remind");
    html! {
        h2 { (text!(language, "part-design-messages")) }
        (alert(language, &Alert::new(Kind::Error, say("Tệp trống, không mở được.", "The file is empty."))))
        (alert(language, &Alert::new(Kind::Warning, say("Hạn gửi là ngày mai.", "The due day is tomorrow."))))
        (alert(language, &Alert::new(Kind::Done, say("Báo cáo đã được gửi.", "The report was submitted."))))
        (error_summary(language, &[("sample-email", say("Nhập địa chỉ thư điện tử.", "Enter an e-mail address."))]))
        p {
            @for status in Status::ALL { (badge(language, status)) " " }
            (badge_saying(Status::Late, say("Chậm 3 ngày", "3 days late"))) " " (tag(say("Lần gửi 2", "Revision 2")))
        }
        (actions(&[
            button(&Button { label: say("Gửi báo cáo", "Submit"), weight: Weight::Primary, ..Button::default() }),
            button(&Button { label: say("Lưu bản nháp", "Save the draft"), unchecked: true, ..Button::default() }),
            button(&Button { label: say("Trả lại", "Return"), weight: Weight::Danger, ..Button::default() }),
            link_button("#", say("Xem kế hoạch", "See the plan"), Weight::Secondary),
            one_button_form("#", &[("unit", "1")], &Button {
                label: remind, about: Some("xã Hòa Lộc"), weight: Weight::Plain, ..Button::default()
            }),
        ]))
    }
}

fn fields(language: Language) -> Markup {
    let say = words(language);
    let yes_no = [
        Choice { value: "yes", label: say("Có", "Yes"), chosen: true },
        Choice { value: "no", label: say("Không", "No"), chosen: false },
    ];
    let days = [
        Choice { value: "7", label: say("7 ngày", "7 days"), chosen: true },
        Choice { value: "1", label: say("1 ngày", "1 day"), chosen: false },
    ];
    let units = UNITS.map(|unit| Choice { value: unit, label: unit, chosen: unit == UNITS[2] });
    let content = html! {
        (field(language, &Field {
            name: "sample-name", label: say("Họ và tên", "Full name"), autocomplete: Some("name"),
            hint: Some(say("Như trong quyết định phân công.", "As in the decision that appoints you.")),
            control: Control::Input { kind: "text", value: "Trần Văn Thử <b>" }, ..Field::default()
        }))
        (field(language, &Field {
            name: "sample-email", label: say("Thư điện tử", "E-mail"), autocomplete: Some("email"),
            error: Some(say("Nhập địa chỉ thư điện tử.", "Enter an e-mail address.")),
            control: Control::Input { kind: "email", value: "thu@" }, ..Field::default()
        }))
        (field(language, &Field {
            name: "sample-unit", label: say("Đơn vị", "Unit"),
            control: Control::Select { choices: &units }, ..Field::default()
        }))
        (field(language, &Field {
            name: "sample-reason", label: say("Lý do", "Reason"), optional: true,
            control: Control::Lines { value: "", rows: 3 }, ..Field::default()
        }))
        (field(language, &Field {
            name: "sample-held", label: say("Đã tổ chức lễ phát động", "A launch was held"),
            control: Control::Radios { choices: &yes_no }, ..Field::default()
        }))
        (field(language, &Field {
            name: "sample-by", label: say("Nhắc trước hạn", "Remind before the due day"), optional: true,
            control: Control::Checks { choices: &days }, ..Field::default()
        }))
        (field(language, &Field {
            name: "sample-files", label: say("Ảnh, tài liệu kèm theo", "Photos and documents"), optional: true,
            control: Control::Files { accept: ".pdf,image/*", multiple: true }, ..Field::default()
        }))
        (field(language, &Field {
            name: "sample-mail", label: say("Nhận thư nhắc việc", "Send me reminders"),
            control: Control::Check { checked: true }, ..Field::default()
        }))
        (actions(&[button(&Button { label: say("Lưu", "Save"), weight: Weight::Primary, ..Button::default() })]))
    };
    html! {
        h2 { (text!(language, "part-design-forms")) }
        (form(&Form { action: "#", files: true, ..Form::default() }, content))
        h3 { (text!(language, "part-design-question")) }
        (question(language, Question {
            message: html! { p { (say(
                "Báo cáo của xã Hòa Lộc sẽ được trả lại để sửa; đơn vị nhận được thông báo ngay.",
                "The report of Hòa Lộc goes back for correction; the unit is told at once.",
            )) } },
            fields: field(language, &Field {
                name: "sample-why", label: say("Lý do trả lại", "Why it is returned"),
                control: Control::Lines { value: "", rows: 2 }, ..Field::default()
            }),
            form: Form { action: "#", ..Form::default() },
            label: say("Trả lại báo cáo", "Return the report"),
            danger: true,
            cancel: "#",
        }))
    }
}

fn lists(language: Language) -> Markup {
    let say = words(language);
    html! {
        h2 { (text!(language, "part-design-lists")) }
        (tabs(say("Các phần của đợt", "Parts of the campaign"), &[
            Tab { href: "#", label: say("Tiến độ", "Progress"), count: None, current: true },
            Tab { href: "#", label: say("Nhiệm vụ", "Tasks"), count: Some(18), current: false },
            Tab { href: "#", label: say("Báo cáo", "Reports"), count: Some(124), current: false },
        ]))
        (progress(language, "sample-progress", say("Đơn vị đã gửi báo cáo", "Units that have reported"), 86, 124))
        (definition_list(&[
            (say("Đợt", "Campaign"), html! { (say("Tháng hành động năm 2026", "Action month 2026")) }),
            (say("Hạn gửi", "Due"), html! {
                time datetime="2026-12-20" { "20/12/2026" } " " (badge(language, Status::DueSoon))
            }),
        ]))
        (disclosure(say("Xem câu trong kế hoạch", "See the sentence of the plan"), false, html! {
            p { (say("Đơn vị gửi báo cáo mẫu trước ngày 20/12/2026.", "Units report before 20/12/2026 (sample).")) }
        }))
        (file_list(language, &[
            File {
                name: "bao-cao-hoa-loc.xlsx", href: "#", bytes: 48_200, note: "Nguyễn Thị Mẫu, 18/12/2026",
                action: Some(one_button_form("#", &[], &Button {
                    label: say("Gỡ bỏ", "Remove"), about: Some("bao-cao-hoa-loc.xlsx"), weight: Weight::Plain,
                    ..Button::default()
                })),
            },
            File {
                name: "anh-le-phat-dong.jpg", href: "#", bytes: 2_310_000, note: "Trần Văn Thử, 18/12/2026", action: None,
            },
        ]))
        (empty_state(say("Chưa có nhiệm vụ nào", "No tasks yet"),
            say("Nhiệm vụ xuất hiện khi kế hoạch được xác nhận.", "Tasks appear when the plan is confirmed."),
            Some(link_button("#", say("Tải kế hoạch lên", "Upload the plan"), Weight::Primary))))
    }
}

fn tables(language: Language) -> Markup {
    let say = words(language);
    let rows = |count: usize| {
        let rows = UNITS.iter().zip(Status::ALL).take(count).enumerate().map(|(at, (unit, status))| {
            let number = |factor: i64| language.number(factor * (i64::try_from(at).unwrap_or(0) + 3));
            Row {
                id: None,
                cells: vec![
                    html! { a href="#" { (unit) } },
                    badge(language, status),
                    html! { (number(41)) },
                    html! { (number(1_203)) },
                    html! { (number(12_500_000)) },
                    sparkline(language, &format!("sample-spark-{count}-{at}"), unit, Measure::Count, &years(at)),
                ],
            }
        });
        rows.collect::<Vec<_>>()
    };
    let columns = |sorted| {
        vec![
            Column::words(say("Đơn vị", "Unit")).sorts("#", sorted),
            Column::words(say("Tình trạng", "Status")).sorts("#", None),
            Column::numbers(say("Số cuộc truyền thông", "Talks")).sorts("#", None),
            Column::numbers(say("Lượt người tham dự", "People reached")),
            Column::numbers(say("Kinh phí (đồng)", "Cost (VND)")),
            Column::words(say("Năm năm", "Five years")),
        ]
    };
    let total = ["", "", "1.025", "30.075", "312.500.000", ""];
    let total = total.iter().enumerate().map(|(at, words)| {
        if at == 0 {
            html! { (say("Tổng số", "Total")) }
        } else {
            html! { (words) }
        }
    });
    html! {
        h2 { (text!(language, "part-design-tables")) }
        (filters("#", say("Lọc danh sách", "Filter the list"), html! {
            (field(language, &Field {
                name: "sample-search", label: say("Tìm đơn vị", "Find a unit"), optional: false,
                control: Control::Input { kind: "search", value: "" }, ..Field::default()
            }))
            (field(language, &Field {
                name: "sample-status", label: say("Tình trạng", "Status"), control: Control::Select { choices: &[
                    Choice { value: "", label: say("Tất cả", "All"), chosen: true },
                    Choice { value: "late", label: say("Quá hạn", "Late"), chosen: false },
                ] }, ..Field::default()
            }))
            (button(&Button { label: say("Lọc", "Filter"), ..Button::default() }))
        }))
        (table(language, &Table {
            id: "sample-table", caption: say("Báo cáo theo đơn vị", "Reports by unit"),
            columns: columns(Some(Direction::Ascending)), rows: rows(7),
            total: Some(Row::from(total.collect::<Vec<_>>())), ..Table::default()
        }))
        (pagination(language, &Pages { current: 5, total: 12, href: &|page| format!("#page-{page}") }))
        (table(language, &Table {
            id: "sample-cards", caption: say("Bảng thành thẻ trên màn hình hẹp", "A table that becomes cards"),
            columns: columns(Some(Direction::Descending)), rows: rows(2), narrow: Narrow::Cards, ..Table::default()
        }))
    }
}

fn conversation(language: Language) -> Markup {
    let say = words(language);
    let answer = form(
        &Form { action: "#", ..Form::default() },
        html! {
            (field(language, &Field {
                name: "sample-answer", label: say("Trả lời", "Answer"),
                control: Control::Lines { value: "", rows: 2 }, ..Field::default()
            }))
            (button(&Button { label: say("Gửi", "Send"), weight: Weight::Primary, ..Button::default() }))
        },
    );
    let comments = [
        Comment {
            id: "sample-comment-1",
            author: "Lê Thị Thử",
            unit: say("Cơ quan thường trực", "Standing agency"),
            datetime: "2026-12-18T08:30:00+07:00",
            when: "18/12/2026 08:30",
            body: say(
                "Số này gấp mười lần năm trước.\nĐơn vị xem lại giúp.",
                "This is ten times last year's.\nPlease check.",
            ),
            own: false,
        },
        Comment {
            id: "sample-comment-2",
            author: "Nguyễn Thị Mẫu",
            unit: "xã Hòa Lộc",
            datetime: "2026-12-18T09:05:00+07:00",
            when: "18/12/2026 09:05",
            body: say("Đúng là nhập thừa một số 0, chúng tôi gửi lại.", "A zero too many, we send it again."),
            own: true,
        },
    ];
    let heading = say("Trao đổi về ô “Lượt người tham dự”", "Questions about “People reached”");
    card(
        "sample-card",
        &text!(language, "part-design-conversation"),
        thread(language, "sample-thread", heading, &comments, Some(answer)),
    )
}

fn headlines(language: Language) -> Markup {
    let say = words(language);
    let tile = |label, value, status, note| Tile { label, value, note, href: Some("#"), status };
    let before = say("năm 2025", "2025");
    html! {
        h2 { (text!(language, "part-design-headlines")) }
        (tiles(&[
            tile(say("Đơn vị", "Units"), "124", None, Some(say("12 xã, phường mới", "12 new communes"))),
            tile(say("Đã duyệt", "Approved"), "61", Some(Status::Approved), None),
            tile(say("Chờ duyệt", "Awaiting approval"), "25", Some(Status::Submitted), None),
            tile(say("Sắp đến hạn", "Due soon"), "30", Some(Status::DueSoon), Some(say("còn 2 ngày", "2 days left"))),
            tile(say("Quá hạn", "Late"), "8", Some(Status::Late), None),
        ]))
        (figures(language, &[
            Figure {
                label: say("Lượt người được truyền thông", "People reached"), value: Some(139_500),
                measure: Measure::Count, unit: say("lượt", "people"), before: Some((before, Some(124_000))), source: Some("#"),
            },
            Figure {
                label: say("Tỷ lệ xã có mô hình", "Communes with a model"), value: Some(9_000),
                measure: Measure::Percent, unit: "", before: Some((before, Some(9_750))), source: None,
            },
            Figure {
                label: say("Tin, bài đã đăng", "Articles published"), value: None, measure: Measure::Count,
                unit: say("tin", "articles"), before: Some((before, Some(410))), source: None,
            },
        ]))
    }
}

fn pictures(language: Language) -> Markup {
    let charts = charts(language);
    html! {
        h2 { (text!(language, "part-design-pictures")) }
        div class="charts" {
            @for (id, chart) in charts.iter().filter(|(_, chart)| !chart.is_wide()) { (chart.figure(language, id)) }
        }
        @for (id, chart) in charts.iter().filter(|(_, chart)| chart.is_wide()) { (chart.figure(language, id)) }
    }
}

/// Every kind of picture, each with its id on the page.
fn charts(language: Language) -> Vec<(&'static str, Chart)> {
    let say = words(language);
    let year = |title, columns| Columns {
        title,
        of: say("Năm", "Year"),
        what: say("Lượt người tham dự", "People reached"),
        measure: Measure::Count,
        columns,
    };
    let few = year(say("Lượt người tham dự theo năm", "People reached by year"), years(3));
    let twelve = (2015..2027).map(|year| (year.to_string(), Some((year - 2010) * 8_311)));
    let many = year(say("Mười hai năm", "Twelve years"), twelve.collect());
    let statuses = Stacked {
        title: say("Tình trạng báo cáo của 124 đơn vị", "State of the reports of 124 units"),
        what: say("Số đơn vị", "Units"),
        parts: Status::ALL.iter().copied().zip([61, 10, 15, 4, 20, 6, 8]).collect(),
    };
    vec![
        ("sample-stacked", stacked(language, &statuses)),
        ("sample-line", sample_line(language)),
        ("sample-bars", sample_bars(language)),
        ("sample-columns", columns(language, &few)),
        ("sample-columns-many", columns(language, &many)),
        ("sample-map", sample_map(language)),
        ("sample-map-large", sample_large_map(language)),
    ]
}

fn sample_line(language: Language) -> Chart {
    let say = words(language);
    let november = (15..=30).map(|day| format!("{day}/11"));
    let received = (0..36_i64).map(|day| (day < 30).then_some(day * day / 8));
    let planned = (0..36_i64).map(|day| Some(day * 124 / 35));
    let data = Line {
        title: say("Báo cáo nhận được theo ngày", "Reports received by day"),
        of: say("Ngày", "Day"),
        days: november.chain((1..=20).map(|day| format!("{day}/12"))).collect(),
        series: vec![
            Series { name: say("Đã nhận", "Received").to_owned(), values: received.collect() },
            Series { name: say("Dự kiến", "Planned").to_owned(), values: planned.collect() },
        ],
        goal: Some((124, say("124 đơn vị", "124 units"))),
        due: Some((25, say("Hạn 10/12", "Due 10/12"))),
        measure: Measure::Count,
    };
    line(language, &data)
}

fn sample_bars(language: Language) -> Chart {
    let say = words(language);
    let amounts = [4_210, 3_480, 3_475, 2_900, 1_240, 860];
    let all = UNITS.iter().zip(amounts).enumerate().map(|(at, (label, value))| Bar {
        label: format!("xã {label}"),
        value: (at != 4).then_some(value),
        before: (at != 2).then_some(value * 8 / 10),
        href: Some("#".to_owned()),
    });
    let data = Bars {
        title: say("Lượt người tham dự theo đơn vị", "People reached by unit"),
        of: say("Đơn vị", "Unit"),
        now: say("Năm 2026", "2026"),
        before: Some(say("Năm 2025", "2025")),
        measure: Measure::Count,
        bars: all.collect(),
    };
    bars(language, &data)
}

fn sample_map(language: Language) -> Chart {
    let say = words(language);
    let tiles = UNITS.iter().enumerate().map(|(at, label)| MapTile {
        code: format!("{at:05}"),
        label: (*label).to_owned(),
        show: Show::Status(Status::ALL[at % 7]),
        place: None,
        href: Some("#".to_owned()),
    });
    let data = TileMap {
        title: say("Bản đồ ô: tình trạng", "Tile map: state"),
        of: say("Đơn vị", "Unit"),
        what: say("Tình trạng", "Status"),
        measure: Measure::Count,
        tiles: tiles.collect(),
    };
    tile_map(language, &data)
}

fn sample_large_map(language: Language) -> Chart {
    let say = words(language);
    let tiles = (0..64_usize).map(|at| MapTile {
        code: format!("{at:05}"),
        label: format!("{} {}", UNITS[at % 12], at / 12 + 1),
        show: Show::Value((at % 11 != 5).then(|| i64::try_from(at * at * 7 % 2_900).unwrap_or(0))),
        place: None,
        href: None,
    });
    let data = TileMap {
        title: say("Bản đồ ô: lượt người tham dự", "Tile map: people reached"),
        of: say("Đơn vị", "Unit"),
        what: say("Lượt người tham dự", "People reached"),
        measure: Measure::Count,
        tiles: tiles.collect(),
    };
    tile_map(language, &data)
}

/// Made-up values of five years, one of them unknown.
fn years(seed: usize) -> Vec<(String, Option<i64>)> {
    let value = |year: usize| (year != 2023).then(|| i64::try_from((year - 2019) * 310 + seed * 97 % 700).unwrap_or(0));
    (2022..=2026).map(|year: usize| (year.to_string(), value(year))).collect()
}
