//! A report by program: typed, handed in, returned, approved, traced.

use super::*;

#[tokio::test]
async fn a_report_goes_from_the_commune_into_the_total() {
    let desk = desk();
    let (officer, agency) = (token(&desk, Role::Officer, "X1", true), token(&desk, Role::Agency, "AG", true));
    let report = of(&desk, "/reports/X1");
    let told = Ask::post(&report, &officer, json!({ "content": content(3) })).of(&desk).await;
    let handed_in = told.as_expected(201);
    assert_eq!((&handed_in["revision"], &handed_in["punctuality"]), (&json!(1), &json!("on-time")));
    assert!(told.location.ends_with("/reports/X1"), "{}", told.location);

    let seen = Ask::get(&report, &agency).of(&desk).await.as_expected(200);
    assert_eq!((&seen["state"], &seen["content"]["figures"]["launches"]), (&json!("submitted"), &json!(3)));
    let about = json!({ "about": "launches", "text": "Có tính lễ của trường không?" });
    Ask::post(&of(&desk, "/reports/X1/comments"), &agency, about).of(&desk).await.as_expected(204);
    let comments =
        Ask::get(&of(&desk, "/reports/X1/comments?about=launches"), &officer).of(&desk).await.as_expected(200);
    assert_eq!(comments[0]["text"], "Có tính lễ của trường không?");

    let decision = of(&desk, "/reports/X1/decision");
    let back = json!({ "action": "return", "reason": "Thiếu số của trường", "seen": seen["events"].as_array().unwrap().len() });
    assert_eq!(Ask::post(&decision, &agency, back.clone()).of(&desk).await.as_expected(200)["state"], "returned");
    Ask::post(&decision, &agency, back).of(&desk).await.as_expected(409);

    let draft = Ask::get(&of(&desk, "/reports/X1/draft"), &officer).of(&desk).await.as_expected(200);
    assert_eq!(
        (&draft["returned_because"], &draft["content"]),
        (&json!("Thiếu số của trường"), &{
            let mut sent = content(3);
            sent["reasons"] = json!({});
            sent
        })
    );
    let again = json!({ "version": draft["version"], "content": content(4) });
    assert_eq!(Ask::post(&report, &officer, again).of(&desk).await.as_expected(201)["revision"], 2);
    Ask::post(&decision, &agency, json!({ "action": "approve" })).of(&desk).await.as_expected(200);

    let totals = Ask::get(&of(&desk, "/totals"), &agency).of(&desk).await.as_expected(200);
    let launches = totals["cells"].as_array().unwrap().iter().find(|cell| cell["cell"] == "launches").unwrap();
    assert_eq!((&launches["value"], &totals["reports"]), (&json!(4), &json!(1)));
    let trace = Ask::get(&of(&desk, "/totals/launches?open=X1"), &agency).of(&desk).await.as_expected(200);
    assert_eq!(trace["parts"][0]["value"], 4);
    let revision = &trace["opened"][0]["revisions"][1];
    assert_eq!((&revision["number"], &revision["value"]), (&json!(2), &json!(4)));

    // The file of the revision is the workbook: handed in once more it is the same report.
    let digest = revision["file_digest"].as_str().unwrap();
    let file = Ask::get(&of(&desk, &format!("/reports/X1/files/{digest}")), &agency).of(&desk).await;
    assert!(file.bytes.starts_with(b"PK"));
    let path = format!("/api/v1{}", of(&desk, "/upload"));
    let told = send(&desk, Method::POST, &path, Some(&agency), None, &[], file.bytes).await;
    let taken = told.as_expected(200);
    assert_eq!((&taken["already"], &taken["revision"], &taken["unit"]), (&json!(true), &json!(2), &json!("X1")));

    for name in ["docx", "xlsx"] {
        let made = Ask::get(&of(&desk, &format!("/consolidated.{name}")), &agency).of(&desk).await;
        assert!(made.status.is_success() && made.bytes.starts_with(b"PK"), "{name}");
    }
}

#[tokio::test]
async fn a_request_sent_twice_is_done_once() {
    let desk = desk();
    let officer = token(&desk, Role::Officer, "X1", true);
    let report = of(&desk, "/reports/X1");
    let ask = |launches| {
        Ask::post(&report, &officer, json!({ "content": content(launches) })).header("idempotency-key", "gui-lan-1")
    };
    ask(3).of(&desk).await.as_expected(201);
    let again = ask(3).of(&desk).await.as_expected(200);
    assert_eq!((&again["revision"], &again["already"]), (&json!(1), &json!(true)));
    ask(5).of(&desk).await.as_expected(409);
    let seen = Ask::get(&report, &officer).of(&desk).await.json();
    assert_eq!((seen["revisions"].as_array().unwrap().len(), &seen["content"]["figures"]["launches"]), (1, &json!(3)));
    let bad = Ask::post(&report, &officer, json!({ "content": content(3) })).header("idempotency-key", "ngắn");
    assert_eq!(bad.of(&desk).await.status.as_u16(), 400);
}

#[tokio::test]
async fn nothing_is_written_over_unseen() {
    let desk = desk();
    let officer = token(&desk, Role::Officer, "X1", true);
    let path = of(&desk, "/reports/X1/draft");
    let save = |version: u32, launches| {
        Ask::new("put", &path, &officer).with(json!({ "version": version, "content": content(launches) }))
    };
    assert_eq!(save(0, 3).of(&desk).await.as_expected(200)["version"], 1);
    let told = save(0, 8).of(&desk).await;
    let problem = told.as_expected(409);
    assert_eq!(told.media_type, "application/problem+json");
    let expected = json!([{ "field": "f:launches", "mine": "8", "theirs": "3" }]);
    assert_eq!((&problem["conflict"]["version"], &problem["conflict"]["differing"]), (&json!(1), &expected));
    assert!(!problem.to_string().contains("Người Thử"), "who it was is not told: {problem}");
    let told = Ask::post(&of(&desk, "/reports/X1"), &officer, json!({ "content": content(8) })).of(&desk).await;
    told.as_expected(409);
    assert_eq!(save(1, 8).of(&desk).await.as_expected(200)["version"], 2);
    Ask::new("delete", &format!("{path}?version=2"), &officer).of(&desk).await.as_expected(204);
    assert_eq!(Ask::get(&path, &officer).of(&desk).await.json()["content"]["figures"], json!({}));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_told() {
    let desk = desk();
    let officer = token(&desk, Role::Officer, "X1", true);
    let path = of(&desk, "/reports/X1/draft");
    let put = |body: Value| Ask::new("put", &path, &officer).with(body);
    let typed = json!({ "figures": { "launches": "ba cuộc" } });
    let saved = put(json!({ "content": typed })).of(&desk).await.as_expected(200);
    assert_eq!(saved["faults"][0]["field"], "f:launches");
    let told =
        Ask::post(&of(&desk, "/reports/X1"), &officer, json!({ "version": 1, "content": typed })).of(&desk).await;
    assert_eq!(told.as_expected(422)["faults"][0]["field"], "f:launches");
    assert_eq!(Ask::get(&path, &officer).of(&desk).await.json()["content"]["figures"]["launches"], "ba cuộc");
    put(json!({ "version": 1, "content": { "figures": { "no_such": 1 } } })).of(&desk).await.as_expected(422);
    put(json!({ "version": 1, "content": { "figures": { "launches": 1.5 } } })).of(&desk).await.as_expected(400);
    put(json!({ "version": 1, "content": { "numbers": {} } })).of(&desk).await.as_expected(400);
    let form = Ask::get(&of(&desk, "/form"), &officer).of(&desk).await.as_expected(200);
    assert!(form["groups"].to_string().contains("\"launches\""));
}

#[test]
fn numbers_are_typed_as_the_form_reads_them() {
    use super::super::parts::ReportContent;
    let form = domain::form::Form::parse(app::campaign::DEFAULT_FORM).unwrap();
    let content = json!({ "figures": { "launches": 1_234_567, "gift_value": -5, "protected_share": 9_750 } });
    let content: ReportContent = serde_json::from_value(content).unwrap();
    let fields = content.typed(&form);
    let typed = |name: &str| fields[name].replace('\u{a0}', " ");
    assert_eq!((typed("f:launches").as_str(), typed("f:gift_value").as_str()), ("1234567", "-5"));
    assert_eq!(typed("f:protected_share").trim_end_matches(['%', ' ']), "97,5");
}
