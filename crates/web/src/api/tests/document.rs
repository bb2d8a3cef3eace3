//! The document says what there is, and there is nothing that it does not say.

use super::super::document::document;
use super::*;

/// Method and path of every address in the document.
pub(super) fn addresses() -> Vec<(String, String)> {
    let document = serde_json::to_value(document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        item.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

#[test]
fn the_addresses_of_the_api() {
    let lines: Vec<String> =
        addresses().iter().map(|(method, path)| format!("{:<6} {path}", method.to_uppercase())).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_document_is_openapi_3_1_and_every_reference_in_it_leads_somewhere() {
    let document = serde_json::to_value(document()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let text = document.to_string();
    let names = text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found = 0;
    for name in names {
        found += 1;
        assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
    }
    assert!(found > 50, "{found}");
    for (method, path) in addresses() {
        let operation = &document["paths"][&path][&method];
        assert!(operation["summary"].is_string() && operation["responses"]["default"].is_object(), "{method} {path}");
        for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            let described = operation["parameters"].as_array().into_iter().flatten();
            assert!(described.into_iter().any(|each| each["name"] == name && each["in"] == "path"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn every_address_of_the_document_is_there_and_asks_for_a_token() {
    let desk = Desk::new();
    for (method, path) in addresses().into_iter().filter(|(_, path)| path != "/openapi.json") {
        let filled = path.replace(['{', '}'], "");
        let told = Ask { token: None, ..Ask::new(&method, &filled, "") }.of(&desk).await;
        told.as_expected(401);
        assert_eq!(
            (told.media_type.as_str(), told.challenge.as_str()),
            ("application/problem+json", "Bearer"),
            "{path}"
        );
    }
}

#[test]
fn no_address_is_made_beside_the_table() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    let files =
        std::fs::read_dir(folder).unwrap().filter_map(|entry| std::fs::read_to_string(entry.unwrap().path()).ok());
    let beside = files.filter(|source| source.contains(".route(") || source.contains(".nest("));
    assert_eq!(beside.count(), 0);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let desk = Desk::new();
    let officer = token(&desk, Role::Officer, "X1", true);
    let told = Ask::get("/nothing", &officer).of(&desk).await;
    let problem = told.as_expected(404);
    assert_eq!(told.media_type, "application/problem+json");
    assert_eq!(
        (&problem["type"], &problem["status"], &problem["title"]),
        (&json!("about:blank"), &json!(404), &json!("Not found"))
    );
    Ask::new("delete", "/campaigns", &officer).of(&desk).await.as_expected(405);
    let told = Ask::get("/nothing", &officer).header("accept-language", "vi").of(&desk).await;
    assert_eq!(told.json()["title"], "Không tìm thấy");
}

#[tokio::test]
async fn anybody_may_read_the_document_and_its_page_in_both_languages() {
    let desk = Desk::new();
    let told = Ask { token: None, ..Ask::get("/openapi.json", "") }.of(&desk).await;
    assert_eq!(told.as_expected(200)["info"]["title"], "Chung Tay");
    for (language, heading) in [("vi", "Giao diện lập trình"), ("en", "OpenAPI 3.1 document")] {
        let headers = [("accept-language", language)];
        let page = send(&desk, Method::GET, "/api", None, None, &headers, Vec::new()).await;
        let page = String::from_utf8(page.bytes).unwrap();
        assert!(page.contains(heading), "{language}");
        for (method, path) in addresses() {
            assert!(page.contains(&format!("{} /api/v1{path}", method.to_uppercase())), "{method} {path}");
        }
    }
}
