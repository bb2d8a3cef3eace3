//! The frame of a page for somebody signed in: their name, their unit, what they may open.

use crate::components::alert::{Alert, Kind};
use crate::components::layout::{NavItem, Shell, SignedIn, page};
use crate::visitor::Visitor;
use domain::access::Role;
use locale::text;
use maud::Markup;

/// A page for somebody signed in.
#[derive(Default)]
pub(crate) struct Page<'a> {
    /// Its title.
    pub(crate) title: &'a str,
    /// The part of the site it belongs to: its address in the navigation.
    pub(crate) part: &'a str,
    /// Way back.
    pub(crate) breadcrumbs: Option<Markup>,
    /// What happened.
    pub(crate) alert: Option<Alert<'a>>,
    /// Scripts of `assets/` it adds.
    pub(crate) scripts: &'a [&'a str],
    /// The main part.
    pub(crate) main: Markup,
}

/// Draws it.
pub(crate) fn show(visitor: &Visitor, what: Page<'_>) -> Markup {
    page(Shell {
        title: what.title,
        language: visitor.language,
        address: &visitor.address,
        signed_in: Some(SignedIn {
            name: &visitor.signed_in.person.name,
            unit: visitor.unit.as_deref().unwrap_or_default(),
            nav: navigation(visitor, what.part),
            notices: visitor.notices,
        }),
        breadcrumbs: what.breadcrumbs,
        alert: what.alert,
        main: what.main,
        scripts: what.scripts,
        ..Shell::default()
    })
}

/// What happened before a redirect: `?done=key` names a sentence `web-done-key`.
pub(crate) fn done(visitor: &Visitor, key: Option<&str>) -> Option<String> {
    let key = key.filter(|key| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))?;
    let name = format!("web-done-{key}");
    locale::has(visitor.language, &name).then(|| text!(visitor.language, &name))
}

/// The sentence of [`done`] as an alert.
pub(crate) fn done_alert(sentence: Option<&String>) -> Option<Alert<'_>> {
    sentence.map(|sentence| Alert::new(Kind::Done, sentence))
}

/// What became of something, by its key: done, or not done or only in part, which is no success.
pub(crate) fn outcome_alert<'a>(key: Option<&str>, sentence: Option<&'a String>) -> Option<Alert<'a>> {
    let kind = match key {
        Some("remind-nobody" | "remind-some" | "tasks-sent-nobody") => Kind::Warning,
        Some("remind-none" | "tasks-sent-none") => Kind::Info,
        _ => Kind::Done,
    };
    sentence.map(|sentence| Alert::new(kind, sentence))
}

fn navigation(visitor: &Visitor, part: &str) -> Vec<NavItem> {
    let is = |roles: &[Role]| visitor.signed_in.grants.iter().any(|grant| roles.contains(&grant.role));
    let (runs, reports, leads, administers) =
        (is(&[Role::Agency]), is(&[Role::Agency, Role::Officer]), is(&[Role::Leader]), is(&[Role::Administrator]));
    let sees = runs || leads;
    let items = [
        ("/", "web-nav-home", true),
        ("/plans", "web-nav-plans", runs),
        ("/campaign", "web-nav-campaign", runs || reports || leads),
        ("/board", "web-nav-board", sees),
        ("/report", "web-nav-report", is(&[Role::Officer])),
        ("/totals", "web-nav-totals", sees || reports),
        ("/consolidated", "web-nav-consolidated", sees),
        ("/overview", "web-nav-overview", sees),
        ("/admin", "web-nav-admin", administers),
    ];
    let shown = items.into_iter().filter(|(_, _, shown)| *shown);
    let item = |(href, key, _): (&str, &str, bool)| NavItem {
        href: href.to_owned(),
        label: text!(visitor.language, key),
        current: href == part,
    };
    shown.map(item).collect()
}
