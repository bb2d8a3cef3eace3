//! The document as a page, for people: drawn from the document itself, nothing from elsewhere.

use super::document::document;
use crate::components::definition_list::definition_list;
use crate::components::dialog::disclosure;
use crate::components::layout::{Shell, page as shell};
use crate::components::table::{Column, Narrow, Row, Table, table};
use crate::visitor::Guest;
use locale::{Language, text};
use maud::{Markup, html};
use serde_json::Value;
use std::sync::LazyLock;

/// The methods of an address, in the order shown.
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// `/api`: every address of the API, and what it takes and gives.
pub(crate) async fn page(guest: Guest) -> Markup {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(document()).unwrap_or_default());
    let language = guest.language;
    let title = text!(language, "web-api-page");
    let main = html! {
        p { (text!(language, "web-api-page-intro")) " " a href="/account" { (text!(language, "web-api-page-account")) } }
        p { a href="/api/v1/openapi.json" { (text!(language, "web-api-page-document")) } }
        // The document is written for programmers, in English.
        div lang="en" {
            p { (words(&DOCUMENT["info"]["description"])) }
            @for tag in list(&DOCUMENT["tags"]) {
                h2 id=(words(&tag["name"])) { (words(&tag["description"])) }
                @for (method, path, operation) in operations(&DOCUMENT, words(&tag["name"])) {
                    (operation_shown(language, method, path, operation))
                }
            }
            h2 id="types" { (text!(language, "web-api-page-types")) }
            @for (name, schema) in entries(&DOCUMENT["components"]["schemas"]) { (type_shown(language, name, schema)) }
        }
    };
    shell(Shell { title: &title, language, address: "/api", main, ..Shell::default() })
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn operations<'a>(document: &'a Value, tag: &str) -> Vec<(&'static str, &'a str, &'a Value)> {
    let of = |(path, item): (&'a String, &'a Value)| {
        METHODS.into_iter().filter_map(move |method| Some((method, path.as_str(), item.get(method)?)))
    };
    let mut found: Vec<_> = entries(&document["paths"]).flat_map(of).collect();
    found.retain(|(_, _, operation)| list(&operation["tags"]).iter().any(|each| words(each) == tag));
    found
}

fn operation_shown(language: Language, method: &str, path: &str, operation: &Value) -> Markup {
    let address = format!("{} /api/v1{path}", method.to_uppercase());
    let id = format!("{method}-{}", path.trim_matches('/').replace(['/', '{', '}', '.'], "-"));
    let parameters = list(&operation["parameters"]);
    let content = html! {
        p { code { (address) } }
        @if operation["description"].is_string() { p { (words(&operation["description"])) } }
        @if !parameters.is_empty() { (parameters_shown(language, &id, parameters)) }
        (bodies_shown(language, operation))
    };
    disclosure(&format!("{address} – {}", words(&operation["summary"])), false, content)
}

fn parameters_shown(language: Language, id: &str, parameters: &[Value]) -> Markup {
    let row = |parameter: &Value| {
        Row::from(vec![
            html! { code { (words(&parameter["name"])) } },
            html! { (words(&parameter["in"])) },
            html! { (type_name(&parameter["schema"])) },
            html! { (words(&parameter["description"])) },
        ])
    };
    let label = |key: &str| locale::text(language, key, &[]);
    let columns = ["web-api-page-name", "web-api-page-place", "web-api-page-type", "web-api-page-meaning"];
    table(
        language,
        &Table {
            id: &format!("{id}-parameters"),
            caption: &label("web-api-page-parameters"),
            columns: columns.into_iter().map(|key| Column::words(label(key))).collect(),
            rows: parameters.iter().map(row).collect(),
            narrow: Narrow::Cards,
            ..Table::default()
        },
    )
}

/// What is sent, and what is answered by status.
fn bodies_shown(language: Language, operation: &Value) -> Markup {
    let sent = entries(&operation["requestBody"]["content"]).map(|(media, body)| {
        (text!(language, "web-api-page-sent"), html! { (type_name(&body["schema"])) " " code { (media) } })
    });
    let answered = entries(&operation["responses"]).map(|(status, response)| {
        let bodies: Vec<_> = entries(&response["content"]).collect();
        let shown = html! {
            @for (media, body) in &bodies { (type_name(&body["schema"])) " " code { (media) } " " }
            @if bodies.is_empty() { (words(&response["description"])) }
        };
        (status.clone(), shown)
    });
    let all: Vec<(String, Markup)> = sent.chain(answered).collect();
    definition_list(&all.iter().map(|(name, shown)| (name.as_str(), shown.clone())).collect::<Vec<_>>())
}

/// A type as a person reads it, with a link when it stands below.
fn type_name(schema: &Value) -> Markup {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return html! { a href={ "#type-" (name) } { (name) } };
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        let some: Vec<_> = list(&schema[key]).iter().filter(|each| words(&each["type"]) != "null").collect();
        if !some.is_empty() {
            return html! { @for (at, each) in some.iter().enumerate() { @if at > 0 { " | " } (type_name(each)) } };
        }
    }
    if words(&schema["type"]) == "array" {
        return html! { "[" (type_name(&schema["items"])) "]" };
    }
    let names = match &schema["type"] {
        Value::Array(names) => names.iter().map(words).filter(|name| *name != "null").collect(),
        name => vec![words(name)],
    };
    let format = schema["format"].as_str().filter(|format| format.starts_with("date"));
    let values: Vec<&str> = list(&schema["enum"]).iter().map(words).collect();
    html! {
        (format.unwrap_or(names.first().copied().unwrap_or_default()))
        @if !values.is_empty() { ": " code { (values.join(", ")) } }
    }
}

fn type_shown(language: Language, name: &str, schema: &Value) -> Markup {
    let properties: Vec<(&String, &Value)> = entries(&schema["properties"]).collect();
    let row = |(field, schema): &(&String, &Value)| {
        Row::from(vec![
            html! { code { (field) } },
            html! { (type_name(schema)) },
            html! { (words(&schema["description"])) },
        ])
    };
    let label = |key: &str| locale::text(language, key, &[]);
    let columns = ["web-api-page-name", "web-api-page-type", "web-api-page-meaning"];
    html! {
        h3 id={ "type-" (name) } { code { (name) } }
        p { (words(&schema["description"])) }
        @if properties.is_empty() {
            p { (type_name(schema)) }
        } @else {
            (table(language, &Table {
                id: &format!("fields-{name}"),
                caption: name,
                quiet_caption: true,
                columns: columns.into_iter().map(|key| Column::words(label(key))).collect(),
                rows: properties.iter().map(row).collect(),
                narrow: Narrow::Cards,
                ..Table::default()
            }))
        }
    }
}
