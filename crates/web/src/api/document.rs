//! The OpenAPI document.

use super::problem::{PROBLEM, Problem};
use crate::site::Site;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use std::sync::LazyLock;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Name of the one way in.
const TOKEN: &str = "token";

/// Its address.
pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(json))
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Chung Tay",
        description = "Everything a page of Chung Tay does, for programs. A program acts for a person, with a token that the \
            person makes under Account: `Authorization: Bearer <token>`. With the scope `read` it may GET; with `write` \
            it may do what the person may. Cookies mean nothing here. Figures are whole numbers: things counted, money in \
            đồng, shares in hundredths of a percent (97,5 % is 9750). Days are ISO 8601 in Việt Nam's time, moments are \
            UTC. Ids are text. What the person may not know of answers 404. Sentences come in the language of \
            `Accept-Language` (`vi`, `en`), otherwise in the person's.",
        license(name = "MIT OR Apache-2.0"),
    ),
    servers((url = "/api/v1")),
    tags(
        (name = "plans", description = "Plans before a campaign is opened from them"),
        (name = "campaigns", description = "Campaigns, their tasks, form and board"),
        (name = "reports", description = "Reports typed, handed in, decided on and asked about"),
        (name = "totals", description = "Totals, and the consolidated report"),
        (name = "people", description = "People, and oneself"),
        (name = "units", description = "Units and their dated hierarchy"),
        (name = "installation", description = "The installation and its audit trail"),
        (name = "document", description = "This document"),
    ),
    components(schemas(Problem)),
)]
struct Outline;

/// The document without its addresses.
pub(super) fn outline() -> OpenApi {
    <Outline as utoipa::OpenApi>::openapi()
}

/// The document with what is the same at every address: the token, and problems.
pub(super) fn finished(mut document: OpenApi) -> OpenApi {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token of a person")).build();
    let components = document.components.get_or_insert_default();
    components.security_schemes.insert(TOKEN.to_owned(), SecurityScheme::Http(scheme).into());
    document.security = Some(vec![SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten() {
            // A name of an address is that of a function, alone in its file only.
            operation.operation_id = None;
            add_problem(operation);
        }
    }
    document
}

fn add_problem(operation: &mut Operation) {
    let problem = ResponseBuilder::new()
        .description("Why it was not done")
        .content(PROBLEM, Content::new(Some(Ref::from_schema_name("Problem"))))
        .build();
    operation.responses.responses.entry("default".to_owned()).or_insert_with(|| problem.into());
}

/// The document, made once.
pub(super) fn document() -> &'static OpenApi {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| super::table().1);
    &DOCUMENT
}

/// This document: OpenAPI 3.1, for programs that read it
#[utoipa::path(get, path = "/openapi.json", tag = "document", security(()),
    responses((status = 200, content_type = "application/json", body = serde_json::Value)))]
async fn json() -> impl IntoResponse {
    static TEXT: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());
    ([(CONTENT_TYPE, "application/json")], TEXT.as_str())
}
