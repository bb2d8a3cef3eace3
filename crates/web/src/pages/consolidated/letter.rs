//! The letterhead and the signature block of the consolidated report, remembered for the next time.

use super::Asked;
use super::draw::way;
use crate::address::Address;
use crate::components::alert::{Alert, Kind};
use crate::components::button::{Button, Weight, actions, button, link_button};
use crate::components::field::{Control, Field, field};
use crate::components::form::{Form, form};
use crate::failure::Failure;
use crate::pages::shell::{Page, show};
use crate::site::Site;
use crate::visitor::Visitor;
use app::consolidate::Letter;
use app::explain::Explain;
use app::prose::{ProseError, prose, save_letter};
use axum::extract::{Form as Sent, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::CivilDate;
use locale::{Language, text};
use maud::{Markup, html};
use serde::Deserialize;

/// The fields as they are typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    parent_body: String,
    issuer: String,
    number: String,
    symbol: String,
    place: String,
    date: String,
    authority: String,
    signer_title: String,
    signer_name: String,
    unit: String,
    campaign: String,
}

impl Typed {
    fn of(letter: &Letter) -> Self {
        let words = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            parent_body: words(&letter.parent_body),
            issuer: words(&letter.issuer),
            number: letter.number.map(|number| number.to_string()).unwrap_or_default(),
            symbol: words(&letter.symbol),
            place: words(&letter.place),
            date: letter.date.map(|date| date.to_string()).unwrap_or_default(),
            authority: letter.authority.join("\n"),
            signer_title: words(&letter.signer_title),
            signer_name: words(&letter.signer_name),
            ..Self::default()
        }
    }

    fn read(&self) -> Result<Letter, ProseError> {
        let words = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        let number = match self.number.trim() {
            "" => None,
            digits => Some(digits.parse().map_err(|_| ProseError::BadNumber)?),
        };
        let date = match self.date.trim() {
            "" => None,
            day => Some(day.parse::<CivilDate>().map_err(|_| ProseError::BadDate)?),
        };
        Ok(Letter {
            parent_body: words(&self.parent_body),
            issuer: words(&self.issuer),
            number,
            symbol: words(&self.symbol),
            place: words(&self.place),
            date,
            authority: self.authority.lines().filter_map(words).collect(),
            signer_title: words(&self.signer_title),
            signer_name: words(&self.signer_name),
        })
    }
}

pub(super) async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    shown(&site, &visitor, asked, None).await
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    asked: Asked,
    refused: Option<(Typed, String)>,
) -> Result<Markup, Failure> {
    let wanted = asked.clone();
    let found = site.ask(visitor, move |context| prose(context, wanted.campaign.as_deref(), wanted.unit())).await?;
    let language = visitor.language;
    if !found.may_edit {
        return Err(Failure::new(StatusCode::FORBIDDEN, text!(language, "forbidden"), language));
    }
    let title = text!(language, "web-letter");
    let (typed, why) = match refused {
        Some((typed, why)) => (typed, Some(why)),
        None => (Typed::of(&found.letter), None),
    };
    Ok(show(
        visitor,
        Page {
            title: &title,
            part: "/consolidated",
            breadcrumbs: Some(way(language, &found, &asked, &title)),
            alert: why.as_ref().map(|why| Alert::new(Kind::Error, why)),
            main: draw(language, &typed, found.top.code.as_str(), &asked),
            ..Page::default()
        },
    ))
}

fn draw(language: Language, typed: &Typed, unit: &str, asked: &Asked) -> Markup {
    let line = |name, key: &str, kind, value: &str| {
        let control = Control::Input { kind, value };
        let hint = (kind == "text").then(|| text!(language, "web-letter-hint"));
        field(
            language,
            &Field {
                name,
                label: &text!(language, key),
                hint: hint.as_deref(),
                optional: true,
                maxlength: Some(300),
                control,
                ..Field::default()
            },
        )
    };
    let mut hidden = vec![("unit", unit)];
    hidden.extend(asked.campaign.as_deref().map(|campaign| ("campaign", campaign)));
    let fields = html! {
        (line("parent_body", "web-letter-parent-body", "text", &typed.parent_body))
        (line("issuer", "web-letter-issuer", "text", &typed.issuer))
        (field(language, &Field {
            name: "number", label: &text!(language, "web-letter-number"), optional: true, inputmode: Some("numeric"),
            maxlength: Some(9), control: Control::Input { kind: "text", value: &typed.number }, ..Field::default()
        }))
        (line("symbol", "web-letter-symbol", "text", &typed.symbol))
        (line("place", "web-letter-place", "text", &typed.place))
        (line("date", "web-letter-date", "date", &typed.date))
        (field(language, &Field {
            name: "authority", label: &text!(language, "web-letter-authority"), optional: true,
            hint: Some(&text!(language, "web-letter-authority-hint")), maxlength: Some(1_000),
            control: Control::Lines { value: &typed.authority, rows: 2 }, ..Field::default()
        }))
        (line("signer_title", "web-letter-signer-title", "text", &typed.signer_title))
        (line("signer_name", "web-letter-signer", "text", &typed.signer_name))
        (actions(&[
            button(&Button { label: &text!(language, "web-prose-save"), weight: Weight::Primary, ..Button::default() }),
            link_button(&asked.at(Address::of("/consolidated")).to_string(), &text!(language, "part-cancel"), Weight::Secondary),
        ]))
    };
    form(&Form { action: "/consolidated/letter", hidden: &hidden, ..Form::default() }, fields)
}

pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Sent(sent): Sent<Typed>,
) -> Result<Response, Failure> {
    let campaign = Some(sent.campaign.clone()).filter(|campaign| !campaign.is_empty());
    let asked = Asked { campaign: campaign.clone(), unit: Some(sent.unit.clone()), ..Asked::default() };
    let typed = sent.clone();
    let outcome = site
        .try_ask(&visitor, move |context| save_letter(context, campaign.as_deref(), &typed.unit, &typed.read()?))
        .await?;
    match outcome {
        Ok(()) => {
            let to = asked.at(Address::of("/consolidated")).with("done", "letter");
            Ok(Redirect::to(&String::from(to)).into_response())
        }
        Err(error) => {
            let failure = Failure::told(&error, visitor.language);
            if failure.status != StatusCode::UNPROCESSABLE_ENTITY {
                return Err(failure);
            }
            let why = error.explain(visitor.language);
            let page = shown(&site, &visitor, asked, Some((sent, why))).await?;
            Ok((failure.status, page).into_response())
        }
    }
}
