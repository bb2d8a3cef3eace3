//! Everything a page does, the API does: each address of a page stands here with the operations that do the same, or with
//! the reason why there are none. A page that is added has to be put here.

use super::document::addresses;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Signing in is for people; programs bring a token.
const SIGNING_IN: &[&str] = &["- signing in: a program brings a token of a person"];
/// How one comes in.
const COMING_IN: &[&str] = &["- how a person comes in is changed by that person in a browser, never by a program"];
/// A token that got into wrong hands must not outlive itself.
const NO_TOKENS: &[&str] = &["- a program makes no tokens: one in wrong hands could make itself others"];
/// Only for browsers.
const BROWSER: &[&str] = &["- only a browser needs it"];

/// Addresses of pages, and what the API has instead.
const TABLE: &[(&str, &[&str])] = &[
    ("GET /sign-in", SIGNING_IN),
    ("POST /sign-in", SIGNING_IN),
    ("GET /sign-in/code", SIGNING_IN),
    ("POST /sign-in/code", SIGNING_IN),
    ("POST /sign-out", SIGNING_IN),
    ("GET /welcome/{code}", SIGNING_IN),
    ("POST /welcome/{code}", SIGNING_IN),
    ("GET /first", SIGNING_IN),
    ("POST /first", SIGNING_IN),
    ("GET /account", &["GET /me", "GET /me/sign-ins", "GET /me/tokens"]),
    ("POST /account", &["PUT /me"]),
    ("POST /account/password", COMING_IN),
    ("GET /account/second-factor", COMING_IN),
    ("GET /account/second-factor/picture.svg", COMING_IN),
    ("POST /account/second-factor/begin", COMING_IN),
    ("POST /account/second-factor/confirm", COMING_IN),
    ("POST /account/second-factor/drop", COMING_IN),
    ("POST /account/sign-ins/end", &["DELETE /me/sign-ins/{digest}"]),
    ("POST /account/tokens", NO_TOKENS),
    ("POST /account/tokens/revoke", &["DELETE /me/tokens/{digest}"]),
    ("GET /", &["GET /me/due"]),
    ("GET /notices", &["GET /me/notices"]),
    ("POST /notices", &["POST /me/notices/read"]),
    ("GET /plans", &["GET /plans"]),
    ("POST /plans", &["POST /plans"]),
    ("GET /plans/{digest}", &["GET /plans/{digest}"]),
    ("GET /plans/{digest}/file", &["GET /plans/{digest}/file"]),
    ("POST /plans/{digest}/open", &["POST /plans/{digest}/campaign"]),
    ("GET /plans/{digest}/facts/{path}", &["GET /plans/{digest}/facts/{path}"]),
    ("POST /plans/{digest}/facts/{path}", &["PUT /plans/{digest}/facts/{path}"]),
    ("GET /plans/{digest}/own", &["GET /plans/{digest}/own"]),
    ("POST /plans/{digest}/own", &["POST /plans/{digest}/own"]),
    (
        "GET /campaign",
        &[
            "GET /campaigns",
            "GET /campaigns/{campaign}",
            "GET /campaigns/{campaign}/tasks",
            "POST /campaigns/{campaign}/tasks/seen",
        ],
    ),
    ("GET /campaign/plan", &["GET /campaigns/{campaign}/plan"]),
    ("POST /campaign/send", &["POST /campaigns/{campaign}/tasks/send"]),
    ("GET /campaign/due", &["GET /campaigns/{campaign}"]),
    ("POST /campaign/due", &["PUT /campaigns/{campaign}/due"]),
    ("GET /campaign/close", &["GET /campaigns/{campaign}"]),
    ("POST /campaign/close", &["PUT /campaigns/{campaign}/closed"]),
    ("GET /campaign/reopen", &["GET /campaigns/{campaign}"]),
    ("POST /campaign/reopen", &["PUT /campaigns/{campaign}/closed"]),
    ("GET /campaign/tasks/{ordinal}", &["GET /campaigns/{campaign}/tasks/{ordinal}"]),
    ("POST /campaign/tasks/{ordinal}/assign", &["PUT /campaigns/{campaign}/tasks/{ordinal}/parts/{unit}"]),
    ("POST /campaign/tasks/{ordinal}/unassign", &["DELETE /campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/{part}"]),
    ("POST /campaign/tasks/{ordinal}/settle", &["POST /campaigns/{campaign}/tasks/{ordinal}/settle"]),
    ("POST /campaign/tasks/{ordinal}/due", &["PUT /campaigns/{campaign}/tasks/{ordinal}/due"]),
    (
        "GET /campaign/form",
        &[
            "GET /campaigns/{campaign}/form",
            "GET /campaigns/{campaign}/form/origins",
            "GET /campaigns/{campaign}/form/source",
        ],
    ),
    ("POST /campaign/form", &["PUT /campaigns/{campaign}/form/source", "POST /campaigns/{campaign}/form/try"]),
    ("POST /campaign/form/upload", &["POST /campaigns/{campaign}/form/try"]),
    ("GET /campaign/form/blank", &["GET /campaigns/{campaign}/reports/{unit}/blank.xlsx"]),
    ("GET /campaign/form/blanks", &["GET /campaigns/{campaign}/blanks.zip"]),
    ("GET /board", &["GET /campaigns/{campaign}/board"]),
    ("GET /board/fragment", &["GET /campaigns/{campaign}/board"]),
    // A program asks for the counter that the board carries.
    ("GET /board/events", &["GET /campaigns/{campaign}/board"]),
    ("GET /board/tasks", &["GET /campaigns/{campaign}/task-board"]),
    ("POST /board/remind", &["POST /campaigns/{campaign}/reminders"]),
    ("POST /board/approve", &["POST /campaigns/{campaign}/decisions"]),
    ("GET /report", &["GET /me/due"]),
    ("GET /report/{unit}/entry", &["GET /campaigns/{campaign}/reports/{unit}/draft"]),
    ("POST /report/{unit}/draft", &["PUT /campaigns/{campaign}/reports/{unit}/draft"]),
    ("PUT /report/{unit}/draft", &["PUT /campaigns/{campaign}/reports/{unit}/draft"]),
    ("GET /report/{unit}/discard", &["GET /campaigns/{campaign}/reports/{unit}/draft"]),
    ("POST /report/{unit}/discard", &["DELETE /campaigns/{campaign}/reports/{unit}/draft"]),
    ("POST /report/{unit}/conflict", &["PUT /campaigns/{campaign}/reports/{unit}/draft"]),
    ("GET /report/{unit}/send", &["GET /campaigns/{campaign}/reports/{unit}/draft"]),
    ("POST /report/{unit}/hand-in", &["POST /campaigns/{campaign}/reports/{unit}"]),
    ("PUT /report/{unit}/hand-in", &["POST /campaigns/{campaign}/reports/{unit}"]),
    ("GET /report/{unit}/upload", &["GET /campaigns/{campaign}/reports/{unit}/form.xlsx"]),
    ("POST /report/{unit}/upload", &["POST /campaigns/{campaign}/upload"]),
    ("GET /report/{unit}/form.xlsx", &["GET /campaigns/{campaign}/reports/{unit}/form.xlsx"]),
    ("GET /report/{unit}/sent.xlsx", &["GET /campaigns/{campaign}/reports/{unit}/files/{digest}"]),
    (
        "POST /report/{unit}/attachments",
        &[
            "GET /campaigns/{campaign}/reports/{unit}/attachments",
            "POST /campaigns/{campaign}/reports/{unit}/attachments",
        ],
    ),
    ("GET /report/{unit}/attachments/{digest}", &["GET /campaigns/{campaign}/reports/{unit}/attachments/{digest}"]),
    (
        "POST /report/{unit}/attachments/{digest}/remove",
        &["DELETE /campaigns/{campaign}/reports/{unit}/attachments/{digest}"],
    ),
    ("POST /report/{unit}/answer", &["POST /campaigns/{campaign}/reports/{unit}/comments"]),
    ("GET /board/tasks/fragment", &["GET /campaigns/{campaign}/task-board"]),
    ("POST /board/tasks/remind", &["POST /campaigns/{campaign}/tasks/{ordinal}/reminders"]),
    ("GET /campaign/tasks/new", &["GET /campaigns/{campaign}/sentences"]),
    ("POST /campaign/tasks/new", &["POST /campaigns/{campaign}/tasks"]),
    ("POST /campaign/tasks/{ordinal}/words", &["PUT /campaigns/{campaign}/tasks/{ordinal}/words"]),
    ("POST /campaign/tasks/{ordinal}/withdraw", &["PUT /campaigns/{campaign}/tasks/{ordinal}/withdrawn"]),
    ("POST /campaign/tasks/{ordinal}/restore", &["DELETE /campaigns/{campaign}/tasks/{ordinal}/withdrawn"]),
    ("POST /campaign/tasks/{ordinal}/done", &["PUT /campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/done"]),
    ("POST /campaign/tasks/{ordinal}/undone", &["DELETE /campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/done"]),
    ("GET /campaign/tasks/{ordinal}/return", &["GET /campaigns/{campaign}/tasks/{ordinal}"]),
    ("POST /campaign/tasks/{ordinal}/return", &["PUT /campaigns/{campaign}/tasks/{ordinal}/parts/{unit}/returned"]),
    // A program looks at a form with the form itself, and names it when it opens the campaign.
    ("POST /plans/{digest}/form", &["POST /plans/{digest}/campaign", "POST /campaigns/{campaign}/form/try"]),
    ("POST /consolidated/ask", &["PUT /campaigns/{campaign}/consolidated/{unit}/asked"]),
    ("GET /sw.js", BROWSER),
    ("GET /units", &["GET /places"]),
    ("GET /units/{unit}", &["GET /places/{place}"]),
    ("GET /review/{unit}", &["GET /campaigns/{campaign}/reports/{unit}"]),
    ("POST /review/{unit}/decide", &["POST /campaigns/{campaign}/reports/{unit}/decision"]),
    ("GET /review/{unit}/file/{digest}", &["GET /campaigns/{campaign}/reports/{unit}/files/{digest}"]),
    ("GET /review/{unit}/thread", &["GET /campaigns/{campaign}/reports/{unit}/comments"]),
    (
        "POST /review/{unit}/thread",
        &[
            "POST /campaigns/{campaign}/reports/{unit}/comments",
            "POST /campaigns/{campaign}/reports/{unit}/comments/settle",
        ],
    ),
    ("GET /review/{unit}/cell/{*name}", &["GET /campaigns/{campaign}/reports/{unit}/comments"]),
    (
        "POST /review/{unit}/cell/{*name}",
        &[
            "POST /campaigns/{campaign}/reports/{unit}/comments",
            "POST /campaigns/{campaign}/reports/{unit}/comments/settle",
        ],
    ),
    ("GET /totals", &["GET /campaigns/{campaign}/totals"]),
    ("GET /totals/{*cell}", &["GET /campaigns/{campaign}/totals/{cell}"]),
    ("GET /consolidated", &["GET /campaigns/{campaign}/consolidated"]),
    ("GET /consolidated/sections/{section}", &["GET /campaigns/{campaign}/consolidated/{unit}/sections/{section}"]),
    ("POST /consolidated/sections/{section}", &["PUT /campaigns/{campaign}/consolidated/{unit}/sections/{section}"]),
    ("GET /consolidated/letter", &["GET /campaigns/{campaign}/consolidated/{unit}/letter"]),
    ("POST /consolidated/letter", &["PUT /campaigns/{campaign}/consolidated/{unit}/letter"]),
    ("GET /consolidated/report.docx", &["GET /campaigns/{campaign}/consolidated.docx"]),
    ("GET /consolidated/report.xlsx", &["GET /campaigns/{campaign}/consolidated.xlsx"]),
    ("POST /consolidated/sign-off", &["POST /campaigns/{campaign}/sign-off"]),
    (
        "GET /overview",
        &[
            "GET /campaigns/{campaign}/board",
            "GET /campaigns/{campaign}/totals",
            "GET /campaigns/{campaign}/consolidated/{unit}/sign-off",
        ],
    ),
    ("POST /overview/sign-off", &["POST /campaigns/{campaign}/sign-off"]),
    // It leads to the first of the pages below it.
    ("GET /admin", &["GET /people"]),
    ("GET /admin/people", &["GET /people"]),
    ("GET /admin/people/new", &["GET /units"]),
    ("POST /admin/people/new", &["POST /people"]),
    ("GET /admin/people/{id}", &["GET /people/{person}"]),
    ("POST /admin/people/{id}/reset", &["POST /people/{person}/reset"]),
    ("POST /admin/people/{id}/out", &["PUT /people/{person}/disabled"]),
    ("POST /admin/people/{id}/grant", &["POST /people/{person}/roles"]),
    ("POST /admin/people/{id}/end-role", &["DELETE /people/{person}/roles/{unit}/{role}"]),
    ("GET /admin/units", &["GET /units"]),
    ("GET /admin/units/new", &["GET /units"]),
    ("POST /admin/units/new", &["POST /units"]),
    ("GET /admin/units/unit/{code}", &["GET /units/{code}"]),
    ("POST /admin/units/unit/{code}/change", &["PUT /units/{code}"]),
    ("POST /admin/units/unit/{code}/end", &["DELETE /units/{code}"]),
    ("GET /admin/units/import", &["GET /units"]),
    ("POST /admin/units/import", &["POST /unit-imports"]),
    ("POST /admin/units/import/confirm", &["POST /unit-imports"]),
    ("GET /admin/units/merge", &["GET /units"]),
    ("POST /admin/units/merge", &["POST /unit-mergers"]),
    ("GET /admin/units/split", &["GET /units"]),
    ("POST /admin/units/split", &["POST /unit-splits"]),
    ("GET /admin/audit", &["GET /audit"]),
    ("GET /admin/campaigns", &["GET /campaigns"]),
    ("GET /admin/forms", &["GET /forms"]),
    ("GET /admin/forms/{id}/{version}", &["GET /forms/{id}/{version}"]),
    ("GET /admin/installation", &["GET /installation"]),
    ("POST /admin/installation/backup", &["POST /installation/backups"]),
    ("GET /admin/installation/backup/{name}", &["GET /installation/backups/{name}"]),
    ("POST /admin/installation/address", &["PUT /installation/address"]),
    ("POST /admin/installation/mail", &["PUT /installation/mail", "DELETE /installation/mail"]),
    ("POST /admin/installation/mail/test", &["POST /installation/mail/test"]),
    ("POST /admin/installation/jobs/retry", &["POST /installation/jobs/retry"]),
    ("GET /design", BROWSER),
    ("GET /language", BROWSER),
    ("GET /assets/{*name}", BROWSER),
    ("GET /api", &["GET /openapi.json"]),
    ("GET /healthz", BROWSER),
];

/// Every source file of the pages, and the router.
fn sources() -> Vec<String> {
    fn below(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![std::fs::read_to_string(root.join("router.rs")).unwrap()];
    below(&root.join("pages"), &mut found);
    found
}

/// What stands between the bracket that has been opened and its own closing one.
fn bracketed(rest: &str) -> &str {
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}

/// The methods that a route is given; where it is given a variable, those of the variable.
fn methods(given: &str, source: &str) -> Vec<&'static str> {
    let all = [("get", "GET"), ("post", "POST"), ("put", "PUT"), ("delete", "DELETE")];
    let calls = |text: &str, name: &str| {
        let call = format!("{name}(");
        let bare = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        text.match_indices(&call).any(|(at, _)| bare(at))
    };
    let of = |text: &str| -> Vec<&'static str> {
        all.into_iter().filter(|(name, _)| calls(text, name)).map(|(_, method)| method).collect()
    };
    let direct = of(given);
    if !direct.is_empty() {
        return direct;
    }
    let variable = format!("let {} = ", given.trim());
    source.split_once(&variable).map(|(_, rest)| of(rest.split(';').next().unwrap_or_default())).unwrap_or_default()
}

/// Method and address of every route of the pages.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources() {
        for rest in source.split(".route(").skip(1) {
            let arguments = bracketed(rest);
            let Some((path, given)) = arguments.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
            else {
                continue;
            };
            let methods = methods(given.trim_start_matches(','), &source);
            assert!(!methods.is_empty(), "which methods has {path}?");
            found.extend(methods.into_iter().map(|method| format!("{method} {path}")));
        }
    }
    found
}

#[test]
fn every_address_of_a_page_has_what_does_the_same_in_the_api_or_a_reason() {
    let table: BTreeMap<&str, &[&str]> = TABLE.iter().copied().collect();
    assert_eq!(table.len(), TABLE.len(), "an address stands twice");
    let (routes, listed): (BTreeSet<String>, BTreeSet<String>) =
        (routes(), table.keys().map(|page| (*page).to_owned()).collect());
    let missing: Vec<_> = routes.difference(&listed).collect();
    assert!(missing.is_empty(), "put these pages into the table, with their operations of the API: {missing:#?}");
    let stale: Vec<_> = listed.difference(&routes).collect();
    assert!(stale.is_empty(), "no page has these addresses any more: {stale:#?}");
    let known: BTreeSet<String> =
        addresses().into_iter().map(|(method, path)| format!("{} {path}", method.to_uppercase())).collect();
    for (page, operations) in table {
        assert!(!operations.is_empty(), "{page}: no operation and no reason");
        for operation in operations {
            assert!(operation.starts_with("- ") || known.contains(*operation), "{page}: the API has no {operation}");
        }
    }
}
