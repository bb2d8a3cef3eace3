//! The skeleton of every page: skip link, header, navigation, main part, footer.

use crate::components::alert::{Alert, alert};
use crate::components::assets;
use locale::{Language, text};
use maud::{DOCTYPE, Markup, html};

/// What the skeleton holds.
#[derive(Default)]
pub(crate) struct Shell<'a> {
    /// Title of the page, also its `<h1>` unless `heading` is off.
    pub(crate) title: &'a str,
    /// Language of the page.
    pub(crate) language: Language,
    /// Address of this page (path and query), to come back to after the language is switched.
    pub(crate) address: &'a str,
    /// Who is signed in, with what they may open.
    pub(crate) signed_in: Option<SignedIn<'a>>,
    /// Way back: breadcrumbs, above the heading.
    pub(crate) breadcrumbs: Option<Markup>,
    /// What happened, above the main part.
    pub(crate) alert: Option<Alert<'a>>,
    /// The main part, below the heading.
    pub(crate) main: Markup,
    /// Scripts of `assets/` this page adds, by name; loaded as modules.
    pub(crate) scripts: &'a [&'a str],
    /// The main part brings its own `<h1>`.
    pub(crate) own_heading: bool,
    /// A narrow main part: sign-in, a single question.
    pub(crate) narrow: bool,
}

/// Who is signed in.
pub(crate) struct SignedIn<'a> {
    /// Name of the person.
    pub(crate) name: &'a str,
    /// Name of their unit.
    pub(crate) unit: &'a str,
    /// Pages they may open, in order.
    pub(crate) nav: Vec<NavItem>,
    /// Unread notices.
    pub(crate) notices: usize,
}

/// A page in the navigation.
pub(crate) struct NavItem {
    /// Address.
    pub(crate) href: String,
    /// Words.
    pub(crate) label: String,
    /// It is the page shown, or the part of the site the page shown is in.
    pub(crate) current: bool,
}

/// Address that ends a session (POST).
pub(crate) const SIGN_OUT: &str = "/sign-out";
/// Address that switches the language (GET, `to`, `back`).
pub(crate) const LANGUAGE: &str = "/language";
/// Address of the notices.
pub(crate) const NOTICES: &str = "/notices";
/// Address of one's own account.
pub(crate) const ACCOUNT: &str = "/account";

/// The picture of the site in a tab: a tick on the colour of the head.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E\
    %3Crect width='16' height='16' rx='3' fill='%238f1d21'/%3E\
    %3Cpath d='M3 8.5l3.5 3.5L13 4.5' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E";

/// A whole page.
pub(crate) fn page(shell: Shell<'_>) -> Markup {
    let language = shell.language;
    html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (shell.title) " · " (text!(language, "part-product")) }
                link rel="icon" href=(ICON);
                link rel="stylesheet" href=(assets::address("style.css"));
                @for script in shell.scripts {
                    script type="module" src=(assets::address(script)) {}
                }
            }
            body {
                a class="skip" href="#main" { (text!(language, "part-skip")) }
                (header(&shell))
                main id="main" tabindex="-1" class=[shell.narrow.then_some("narrow")] {
                    @if let Some(breadcrumbs) = &shell.breadcrumbs { (breadcrumbs) }
                    @if !shell.own_heading { h1 { (shell.title) } }
                    @if let Some(what) = &shell.alert { (alert(language, what)) }
                    (shell.main)
                }
                footer class="site-footer" {
                    p { (text!(language, "part-footer")) }
                }
            }
        }
    }
}

fn header(shell: &Shell<'_>) -> Markup {
    let language = shell.language;
    html! {
        header class="site-header" {
            div class="site-bar" {
                a class="brand" href="/" { (text!(language, "part-product")) }
                @if let Some(person) = &shell.signed_in {
                    @if !person.nav.is_empty() {
                        details class="menu only-narrow" {
                            summary { (text!(language, "part-menu")) }
                            (navigation(language, &person.nav))
                        }
                    }
                    p class="who" {
                        a href=(ACCOUNT) { (person.name) }
                        @if !person.unit.is_empty() { span class="who-unit" { (person.unit) } }
                    }
                    a class="notices" href=(NOTICES) {
                        @if person.notices > 0 {
                            (text!(language, "part-notices-new", count = person.notices))
                        } @else {
                            (text!(language, "part-notices"))
                        }
                    }
                }
                (language_switch(language, shell.address))
                @if shell.signed_in.is_some() {
                    form method="post" action=(SIGN_OUT) {
                        button class="plain" { (text!(language, "part-sign-out")) }
                    }
                }
            }
            @if let Some(person) = shell.signed_in.as_ref().filter(|person| !person.nav.is_empty()) {
                div class="only-wide" { (navigation(language, &person.nav)) }
            }
        }
    }
}

// Written twice, for narrow and for wide, one of them not displayed: the content of a closed <details> cannot be shown
// by CSS in older browsers, and a menu must open without a script.
fn navigation(language: Language, items: &[NavItem]) -> Markup {
    html! {
        nav class="site-nav" aria-label=(text!(language, "part-navigation")) {
            ul {
                @for item in items {
                    li { a href=(item.href) aria-current=[item.current.then_some("page")] { (item.label) } }
                }
            }
        }
    }
}

fn language_switch(language: Language, address: &str) -> Markup {
    let (other, words) = match language {
        Language::Vi => (Language::En, "English"),
        Language::En => (Language::Vi, "Tiếng Việt"),
    };
    html! {
        form method="get" action=(LANGUAGE) {
            input type="hidden" name="back" value=(address);
            button class="plain" name="to" value=(other.code()) lang=(other.code()) { (words) }
        }
    }
}
