//! Units, people, forms, campaigns, backup, the audit trail: for administrators.

mod audit;
mod campaigns;
mod installation;
mod people;
mod reform;
mod unit_list;
mod units;

#[cfg(test)]
mod tests;

use crate::components::alert::Alert;
use crate::components::breadcrumbs::breadcrumbs;
use crate::components::field::{Choice, Control, Field, field};
use crate::components::tabs::{Tab, tabs};
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use domain::time::clock_in_vietnam;
use domain::unit::UnitKind;
use domain::{CivilDate, Instant};
use locale::{Language, text};
use maud::{Markup, html};

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/admin", get(|| async { Redirect::to("/admin/people") }))
        .merge(people::routes())
        .merge(units::routes())
        .merge(reform::routes())
        .merge(unit_list::routes())
        .merge(campaigns::routes())
        .merge(installation::routes())
        .merge(audit::routes())
}

/// The views, with their addresses.
const VIEWS: [(&str, &str); 6] = [
    ("/admin/people", "web-admin-people"),
    ("/admin/units", "web-admin-units"),
    ("/admin/campaigns", "web-admin-campaigns"),
    ("/admin/forms", "web-admin-forms"),
    ("/admin/installation", "web-admin-installation"),
    ("/admin/audit", "web-admin-audit"),
];

/// One of the views.
fn view(visitor: &Visitor, current: &str, alert: Option<Alert<'_>>, main: Markup) -> Markup {
    let language = visitor.language;
    let labels = VIEWS.map(|(href, key)| (href, text!(language, key)));
    let shown: Vec<Tab<'_>> =
        labels.iter().map(|(href, label)| Tab { href, label, count: None, current: *href == current }).collect();
    let title = labels.iter().find(|(href, _)| *href == current).map(|(_, label)| label.as_str()).unwrap_or_default();
    let main = html! {
        (tabs(&text!(language, "web-nav-admin"), &shown))
        (main)
    };
    show(visitor, Page { title, part: "/admin", alert, main, ..Page::default() })
}

/// A page below one of the views.
fn below(visitor: &Visitor, above: &str, title: &str, alert: Option<Alert<'_>>, main: Markup) -> Markup {
    let label = VIEWS.iter().find(|(href, _)| *href == above).map(|(_, key)| text!(visitor.language, key));
    let way = breadcrumbs(visitor.language, &[(above, label.as_deref().unwrap_or_default())], title);
    show(visitor, Page { title, part: "/admin", breadcrumbs: Some(way), alert, main, ..Page::default() })
}

/// A moment as people in Việt Nam read it: `20/12/2026 09:15`.
pub(crate) fn moment(at: Instant) -> String {
    let clock = clock_in_vietnam(at);
    format!("{:02}/{:02}/{} {:02}:{:02}", clock.day(), clock.month(), clock.year(), clock.hour(), clock.minute())
}

/// What a form sent, names that come several times included.
#[derive(Clone, Debug, Default)]
struct Typed(Vec<(String, String)>);

impl Typed {
    /// The first value of a name, trimmed; empty when there is none.
    fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The value of a name, unless it is blank.
    fn maybe(&self, name: &str) -> Option<String> {
        Some(self.one(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// All values of a name.
    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// A day.
    fn day(&self, name: &str) -> Option<CivilDate> {
        self.one(name).parse().ok()
    }

    /// A kind of unit.
    fn kind(&self, name: &str) -> UnitKind {
        UnitKind::parse(self.one(name)).unwrap_or(UnitKind::Commune)
    }
}

/// A line of text.
fn line(language: Language, name: &str, label: &str, value: &str, hint: Option<&str>, optional: bool) -> Markup {
    let (label, hint) = (text!(language, label), hint.map(|hint| text!(language, hint)));
    let control = Control::Input { kind: "text", value };
    let maxlength = Some(200);
    field(
        language,
        &Field { name, label: &label, hint: hint.as_deref(), optional, maxlength, control, ..Field::default() },
    )
}

/// A day.
fn day_field(language: Language, name: &str, label: &str, value: &str, hint: Option<&str>) -> Markup {
    let (label, hint) = (text!(language, label), hint.map(|hint| text!(language, hint)));
    let control = Control::Input { kind: "date", value };
    field(language, &Field { name, label: &label, hint: hint.as_deref(), control, ..Field::default() })
}

/// A kind of unit.
fn kind_field(language: Language, name: &str, chosen: UnitKind) -> Markup {
    let kinds = UnitKind::ALL.map(|kind| (kind, text!(language, &format!("unit-kind-{}", kind.name()))));
    let choices = kinds.each_ref().map(|(kind, label)| Choice { value: kind.name(), label, chosen: *kind == chosen });
    let label = text!(language, "web-units-kind");
    field(language, &Field { name, label: &label, control: Control::Select { choices: &choices }, ..Field::default() })
}
