//! What the script asks for: saving and handing in by PUT, answered as JSON.

use super::conflict::{differences, sentence};
use super::{Asked, clock, good_key};
use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::Visitor;
use app::entry::{self, Conflict, EntryError, Fields, HandedIn, Origin, Saved, figure_field, warned_cell};
use app::explain;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use locale::Language;
use serde::Deserialize;
use serde_json::{Value, json};

/// What is sent.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    version: u32,
    key: Option<String>,
    #[serde(default)]
    fields: Fields,
}

impl Sent {
    fn origin(&self, asked: Asked, unit: String, language: Language) -> Origin {
        let key = self.key.clone().filter(|key| good_key(key));
        Origin { campaign: asked.campaign, unit, version: self.version, key, language }
    }
}

fn answer(status: StatusCode, body: Value) -> Response {
    (status, Json(body)).into_response()
}

fn failed(failure: &Failure) -> Response {
    answer(failure.status, json!({ "message": failure.message }))
}

fn refused(error: &EntryError, language: Language) -> Response {
    let failure = Failure::told(error, language);
    let faults = match error {
        EntryError::Faults(faults) => faults.as_slice(),
        _ => &[],
    };
    let faults: Vec<Value> = faults.iter().map(|fault| fault_json(fault, language)).collect();
    answer(failure.status, json!({ "message": failure.message, "faults": faults }))
}

fn fault_json(fault: &entry::Fault, language: Language) -> Value {
    json!({ "field": fault.field, "sentence": fault.sentence(language) })
}

fn conflicting(conflict: &Conflict, language: Language) -> Response {
    let differences: Vec<Value> = differences(language, conflict)
        .into_iter()
        .map(|each| json!({ "field": each.field, "label": each.label, "mine": each.mine, "theirs": each.theirs }))
        .collect();
    let body = json!({
        "conflict": {
            "version": conflict.version,
            "sentence": sentence(language, conflict),
            "theirs": conflict.theirs,
            "differences": differences,
        }
    });
    answer(StatusCode::CONFLICT, body)
}

/// Saves what is typed.
pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    sent: Result<Json<Sent>, JsonRejection>,
) -> Response {
    let language = visitor.language;
    let Ok(Json(sent)) = sent else { return failed(&Failure::bad_request(language)) };
    let origin = sent.origin(asked, unit, language);
    match site.try_ask(&visitor, move |context| entry::save(context, &origin, &sent.fields)).await {
        Err(failure) => failed(&failure),
        Ok(Err(error)) => refused(&error, language),
        Ok(Ok(Saved::Conflict(conflict))) => conflicting(&conflict, language),
        Ok(Ok(Saved::Stored { version, at, warnings, faults, content, form })) => {
            let warning = |warning: &domain::check::Warning| {
                let field = warned_cell(warning, &content).map(figure_field)?;
                Some(json!({ "field": field, "sentence": explain::warning(&form, warning, language) }))
            };
            let warnings: Vec<Value> = warnings.iter().filter_map(warning).collect();
            let faults: Vec<Value> = faults.iter().map(|fault| fault_json(fault, language)).collect();
            answer(
                StatusCode::OK,
                json!({ "version": version, "time": clock(at), "warnings": warnings, "faults": faults }),
            )
        }
    }
}

/// Hands in what was saved.
pub(super) async fn hand_in(
    State(site): State<Site>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
    sent: Result<Json<Sent>, JsonRejection>,
) -> Response {
    let language = visitor.language;
    let Ok(Json(sent)) = sent else { return failed(&Failure::bad_request(language)) };
    let origin = sent.origin(asked, unit, language);
    match site.try_ask(&visitor, move |context| entry::hand_in(context, &origin)).await {
        Err(failure) => failed(&failure),
        Ok(Err(error)) => refused(&error, language),
        Ok(Ok(HandedIn::Conflict(conflict))) => conflicting(&conflict, language),
        Ok(Ok(HandedIn::Done { revision, already, .. })) => {
            answer(StatusCode::OK, json!({ "revision": revision, "already": already }))
        }
    }
}
