//! Two versions of a report side by side: nothing is written over; the person picks, cell by cell or all at once.

use super::{Asked, Typed, address, back, link_back, moment};
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, actions, button};
use crate::components::sheet::choices;
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::entry::{self, Choice, Conflict, Saved, field_label, is_field};
use axum::extract::{Form as Sent, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use locale::{Language, text};
use maud::{Markup, html};

/// The sentence that says what happened.
pub(super) fn sentence(language: Language, conflict: &Conflict) -> String {
    let key = if conflict.handed_in { "web-conflict-sent" } else { "web-conflict-more" };
    text!(language, key, by = &conflict.by, when = moment(language, conflict.at))
}

/// A field in which the two differ.
pub(super) struct Difference {
    pub(super) field: String,
    pub(super) label: String,
    pub(super) mine: String,
    pub(super) theirs: String,
}

/// The fields in which the two differ.
pub(super) fn differences(language: Language, conflict: &Conflict) -> Vec<Difference> {
    let of = |fields: &entry::Fields, name: &str| fields.get(name).cloned().unwrap_or_default();
    let difference = |field: String| Difference {
        label: field_label(&conflict.form, &field, language),
        mine: of(&conflict.mine, &field),
        theirs: of(&conflict.theirs, &field),
        field,
    };
    conflict.differing().into_iter().map(difference).collect()
}

/// The page without a script.
pub(super) fn page(visitor: &Visitor, unit: &str, asked: &Asked, conflict: &Conflict) -> Response {
    let language = visitor.language;
    let campaign = asked.campaign.as_deref().unwrap_or_default();
    let found = differences(language, conflict);
    let headings = headings(language);
    let row = |difference: &Difference| {
        choices(
            &difference.field,
            &difference.label,
            &headings,
            &[("mine", &difference.mine), ("theirs", &difference.theirs)],
            &text!(language, "web-conflict-blank"),
        )
    };
    let main = html! {
        form method="post" action=(address(unit, "conflict", campaign)) {
            input type="hidden" name="version" value=(conflict.version);
            @for each in &found { input type="hidden" name=(each.field) value=(each.mine); }
            (crate::components::sheet::choice_table(&headings, html! { @for each in &found { (row(each)) } }))
            (actions(&[
                button(&Button { label: &text!(language, "web-conflict-keep"), weight: Weight::Primary, ..Button::default() }),
                button(&Button {
                    label: &text!(language, "web-conflict-all-mine"), sends: Some(("all", "mine")), unchecked: true,
                    ..Button::default()
                }),
                button(&Button {
                    label: &text!(language, "web-conflict-all-theirs"), sends: Some(("all", "theirs")), unchecked: true,
                    ..Button::default()
                }),
            ]))
        }
        (link_back(language, unit, campaign))
    };
    let title = text!(language, "web-conflict");
    let said = sentence(language, conflict);
    let alert = Some(Alert::new(Kind::Warning, &said));
    let page = show(visitor, Page { title: &title, part: "/report", alert, main, ..Page::default() });
    (StatusCode::CONFLICT, page).into_response()
}

/// Headings of the columns: field, mine, theirs.
fn headings(language: Language) -> [String; 3] {
    ["field", "mine", "theirs"].map(|key| text!(language, &format!("web-conflict-{key}")))
}

/// The same, empty and hidden, for the script to fill.
pub(super) fn for_script(language: Language) -> Markup {
    let label = |key: &str| text!(language, &format!("web-conflict-{key}"));
    html! {
        section id="entry-conflict" class="card" tabindex="-1" aria-labelledby="entry-conflict-title" hidden {
            h2 id="entry-conflict-title" { (text!(language, "web-conflict")) }
            p id="entry-conflict-said" {}
            form {
                (crate::components::sheet::choice_table(&headings(language), Markup::default()))
                (actions(&[
                    button(&Button { label: &label("keep"), weight: Weight::Primary, ..Button::default() }),
                    button(&Button {
                        label: &label("all-mine"), sends: Some(("all", "mine")), unchecked: true, ..Button::default()
                    }),
                    button(&Button {
                        label: &label("all-theirs"), sends: Some(("all", "theirs")), unchecked: true, ..Button::default()
                    }),
                ]))
            }
        }
    }
}

/// Takes the choice.
pub(super) async fn settle(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    // Blank fields of mine count here: leaving a cell blank is a choice, too.
    let mine: Vec<(String, String)> = sent.iter().filter(|(name, _)| is_field(name)).cloned().collect();
    let typed = Typed::of(sent);
    let all = typed.get("all").map(str::to_owned);
    let picked = |field: &str| {
        let name = format!("pick:{field}");
        let of_field = typed.rest().iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
        all.as_deref().or(of_field) == Some("mine")
    };
    let choice = |(field, typed): (String, String)| {
        let choice = if picked(&field) { Choice::Mine(typed) } else { Choice::Theirs };
        (field, choice)
    };
    let picks: Vec<(String, Choice)> = mine.into_iter().map(choice).collect();
    let origin = typed.origin(&asked, &unit, visitor.language);
    match site.ask(&visitor, move |context| entry::resolve(context, &origin, &picks)).await? {
        Saved::Stored { .. } => Ok(back(&unit, asked.campaign.as_deref(), "draft-saved")),
        Saved::Conflict(conflict) => Ok(page(&visitor, &unit, &asked, &conflict)),
    }
}
