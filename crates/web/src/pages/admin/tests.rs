//! What administrators and people with an account do in the browser.

use crate::testing::{Answer, Desk};
use axum::http::StatusCode;
use domain::access::Role;

/// Every page of an administrator that can be looked at.
const PAGES: [&str; 12] = [
    "/account",
    "/admin/people",
    "/admin/people?q=ho%C3%A0+l%E1%BB%99c",
    "/admin/people/new",
    "/admin/units?on=2026-12-01",
    "/admin/units/new",
    "/admin/units/unit/X1",
    "/admin/units/merge?unit=X1&unit=X2",
    "/admin/units/split?unit=X1",
    "/admin/units/import",
    "/admin/campaigns",
    "/admin/forms",
];

fn whole(answer: &Answer, page: &str) {
    assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.body);
    // A text that is missing is shown by its key; what stands in addresses and names is not text.
    for prefix in [">web-", ">units-", ">audit-", ">installation-", ">unit-kind-", ">role-"] {
        assert!(!answer.body.contains(prefix), "{page} shows a key: {prefix}");
    }
    assert!(!answer.body.contains("{$") && !answer.body.contains("{ $"), "{page}: a value is missing");
}

#[tokio::test]
async fn every_page_is_there_in_both_languages_and_for_administrators_only() {
    let desk = Desk::new();
    let (administrator, officer) = (desk.person(Role::Administrator, "AG"), desk.person(Role::Officer, "X1"));
    for page in PAGES.into_iter().chain(["/admin/installation", "/admin/audit", "/admin/audit?action=person.add"]) {
        whole(&desk.get(&administrator, page).await, page);
        let english = desk.get(&format!("{administrator}; chungtay-language=en"), page).await;
        whole(&english, page);
        assert!(english.body.contains("lang=\"en\""));
        let answer = desk.get(&officer, page).await;
        let own = page == "/account" || page == "/admin/units/new" || page == "/admin/units/import";
        assert_eq!(answer.status.is_success(), own, "{page}: a form of one's own, or nothing");
    }
    assert!(desk.get("", "/admin/people").await.location.starts_with("/sign-in?next="));
}

#[tokio::test]
async fn somebody_is_invited_once_and_what_was_typed_stays() {
    let desk = Desk::new();
    let administrator = desk.person(Role::Administrator, "AG");
    let fields = |email: &'static str| {
        [
            ("name", "Trần Thị Thử"),
            ("sign_in_name", "tran.thu"),
            ("email", email),
            ("language", "vi"),
            ("role", "officer"),
            ("unit", "X2"),
        ]
    };
    let refused = desk.post(&administrator, "/admin/people/new", &fields("không phải địa chỉ")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"tran.thu\"") && refused.body.contains("value=\"không phải địa chỉ\""));
    let invited = desk.post(&administrator, "/admin/people/new", &fields("thu@angiao.example")).await;
    assert_eq!(invited.status, StatusCode::OK);
    let link = invited.body.split("/welcome/").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(desk.get("", &format!("/welcome/{link}")).await.status, StatusCode::OK);
    let again = desk.post(&administrator, "/admin/people/new", &fields("thu@angiao.example")).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "a double click invites nobody twice");
    let found = desk.get(&administrator, "/admin/people?q=tran+thi").await;
    assert!(found.body.contains("Trần Thị Thử"), "found without accents");
    let page = found.body.split("/admin/people/").find(|rest| rest.contains("Trần Thị Thử")).unwrap();
    let id = page.split('"').next().unwrap().to_owned();
    for (path, fields, key) in [
        ("grant", vec![("role", "leader"), ("unit", "X2")], "role-given"),
        ("end-role", vec![("role", "leader"), ("unit", "X2")], "role-ended"),
        ("out", vec![("out", "yes")], "person-out"),
        ("out", vec![("out", "no")], "person-in"),
    ] {
        let done = desk.post(&administrator, &format!("/admin/people/{id}/{path}"), &fields).await;
        assert_eq!(done.location, format!("/admin/people/{id}?done={key}"), "{}", done.body);
        whole(&desk.get(&administrator, &done.location).await, path);
    }
    let reset = desk.post(&administrator, &format!("/admin/people/{id}/reset"), &[]).await;
    assert!(reset.body.contains("/welcome/"));
    let elsewhere = desk.person(Role::Administrator, "X1");
    assert_eq!(desk.get(&elsewhere, &format!("/admin/people/{id}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_communes_are_merged_step_by_step() {
    let desk = Desk::new();
    let administrator = desk.person(Role::Administrator, "AG");
    desk.person(Role::Officer, "X1");
    let mut fields = vec![
        ("unit", "X1"),
        ("unit", "X2"),
        ("name1", "Xã Lộc Tân"),
        ("code1", "X9"),
        ("kind1", "commune"),
        ("on", ""),
        ("step", "preview"),
    ];
    let refused = desk.post(&administrator, "/admin/units/merge", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"Xã Lộc Tân\""), "what was typed stays");
    fields[5] = ("on", "2027-01-01");
    let preview = desk.post(&administrator, "/admin/units/merge", &fields).await;
    whole(&preview, "preview");
    assert!(preview.body.contains("31/12/2026") && preview.body.contains("Người Thử officer X1"));
    let role = preview.body.split("name=\"role\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    fields[6] = ("step", "do");
    fields.push(("role", &role));
    let officer = desk.person(Role::Officer, "X3");
    assert_eq!(desk.post(&officer, "/admin/units/merge", &fields).await.status, StatusCode::FORBIDDEN);
    let done = desk.post(&administrator, "/admin/units/merge", &fields).await;
    assert_eq!(done.location, "/admin/units?on=2027-01-01&done=units-merged", "{}", done.body);
    let tree = desk.get(&administrator, &done.location).await;
    whole(&tree, "tree");
    assert!(tree.body.contains("Xã Lộc Tân") && !tree.body.contains(">Xã Hòa Lộc<"));
    let before = desk.get(&administrator, "/admin/units?on=2026-12-31").await;
    assert!(before.body.contains(">Xã Hòa Lộc<") && !before.body.contains("Xã Lộc Tân"));
    let again = desk.post(&administrator, "/admin/units/merge", &fields).await;
    assert!(again.status.is_client_error(), "a double click merges nothing twice");
    let trail = desk.get(&administrator, "/admin/audit?action=unit.merge").await;
    whole(&trail, "trail");
    assert!(trail.body.contains("Gộp đơn vị") && trail.body.contains("Xã Tân Mẫu"));
}

#[tokio::test]
async fn a_unit_is_split_changed_and_ended() {
    let desk = Desk::new();
    let administrator = desk.person(Role::Administrator, "AG");
    let split = [
        ("unit", "X3"),
        ("name1", "Xã Bình Một"),
        ("code1", "X31"),
        ("kind1", "commune"),
        ("name2", "Xã Bình Hai"),
        ("code2", "X32"),
        ("kind2", "commune"),
        ("name3", ""),
        ("code3", ""),
        ("on", "2027-01-01"),
        ("step", "preview"),
    ];
    let preview = desk.post(&administrator, "/admin/units/split", &split).await;
    whole(&preview, "split");
    assert!(preview.body.contains("Tỉnh An Giao"), "where old figures are counted whole");
    let change =
        [("name", "Phường Long Mẫu"), ("code", "X4"), ("kind", "commune"), ("parent", "AG"), ("on", "2027-01-01")];
    let changed = desk.post(&administrator, "/admin/units/unit/X4/change", &change).await;
    assert_eq!(changed.location, "/admin/units?on=2027-01-01&done=unit-changed", "{}", changed.body);
    let ended = desk.post(&administrator, "/admin/units/unit/X5/end", &[("on", "2027-01-01")]).await;
    assert_eq!(ended.location, "/admin/units?on=2027-01-01&done=unit-ended", "{}", ended.body);
    let refused = desk.post(&administrator, "/admin/units/unit/AG/end", &[("on", "2027-01-01")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.get(&administrator, "/admin/units/unit/KHONG-CO").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_installation_is_set_and_refusals_keep_what_was_typed() {
    let desk = Desk::new();
    let administrator = desk.person(Role::Administrator, "AG");
    let mail = |from: &'static str| {
        [
            ("host", "thu.angiao.example"),
            ("port", "587"),
            ("security", "starttls"),
            ("user", "nhac"),
            ("password", "ba-muoi-bay"),
            ("from", from),
        ]
    };
    let refused = desk.post(&administrator, "/admin/installation/mail", &mail("sai")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"thu.angiao.example\"") && refused.body.contains("value=\"sai\""));
    let set = desk.post(&administrator, "/admin/installation/mail", &mail("nhac@angiao.example")).await;
    assert_eq!(set.location, "/admin/installation?done=mail-set");
    let page = desk.get(&administrator, &set.location).await;
    whole(&page, "mail");
    let trail = desk.get(&administrator, "/admin/audit").await;
    assert!(!page.body.contains("ba-muoi-bay") && !trail.body.contains("ba-muoi-bay"), "the password is shown nowhere");
    let address = desk.post(&administrator, "/admin/installation/address", &[("address", "javascript:x")]).await;
    assert_eq!(address.status, StatusCode::UNPROCESSABLE_ENTITY);
    let backup = desk.post(&administrator, "/admin/installation/backup", &[]).await;
    assert_eq!(backup.status, StatusCode::SERVICE_UNAVAILABLE, "this site was started without a folder");
    whole(&desk.get(&administrator, "/admin/campaigns").await, "campaigns");
    let below = desk.person(Role::Administrator, "X1");
    assert_eq!(desk.get(&below, "/admin/installation").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn ones_own_account() {
    let desk = Desk::new();
    let officer = desk.person(Role::Officer, "X1");
    let profile = [("name", "Người Mới"), ("email", "moi@angiao.example"), ("language", "en"), ("wants_mail", "yes")];
    assert_eq!(desk.post(&officer, "/account", &profile).await.location, "/account?done=account-saved");
    let refused = desk.post(&officer, "/account", &[("name", "Người Nữa"), ("email", "sai"), ("language", "vi")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("value=\"Người Nữa\""));

    let wrong = desk.post(&officer, "/account/password", &[("old", "không đúng"), ("new", "mat-khau-moi-hon")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = [("old", "mat-khau-de-thu-nghiem"), ("new", "mat-khau-moi-hon")];
    assert_eq!(desk.post(&officer, "/account/password", &old).await.location, "/account?done=account-password");

    let made =
        desk.post(&officer, "/account/tokens", &[("name", "Phần mềm thử"), ("scope", "read"), ("days", "30")]).await;
    let token = made.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let now = "2026-12-19T05:00:00Z".parse().unwrap();
    let (held, _) = app::tokens::holder(&desk.store, now, &token).unwrap().unwrap();
    assert_eq!(held.token.scopes, [domain::person::Scope::Read]);
    let account = desk.get(&officer, "/account").await;
    whole(&account, "account");
    assert!(account.body.contains("Phần mềm thử") && !account.body.contains(&token), "the token is shown once");
    desk.post(&officer, "/account/tokens/revoke", &[("digest", &held.token.digest)]).await;
    assert!(app::tokens::holder(&desk.store, now, &token).unwrap().is_none());

    assert_eq!(desk.get(&officer, "/account/second-factor/picture.svg").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.post(&officer, "/account/second-factor/begin", &[]).await.location, "/account/second-factor");
    whole(&desk.get(&officer, "/account/second-factor").await, "second factor");
    let picture = desk.get(&officer, "/account/second-factor/picture.svg").await.body;
    assert!(picture.contains("<svg") && !picture.contains("style="));
    let wrong = desk.post(&officer, "/account/second-factor/confirm", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_first_administrator_is_told_at_the_field_what_is_wrong() {
    let (desk, code) = Desk::untouched();
    let page = desk.get("", "/first").await.body;
    assert!(page.contains("đứng trên mọi đơn vị khác"), "what the highest unit is");
    fn fields<'a>(code: &'a str, password: &'a str, unit_code: &'a str) -> [(&'static str, &'a str); 7] {
        [
            ("code", code),
            ("name", "Lê Thị Thử"),
            ("sign_in_name", "le.thu"),
            ("password", password),
            ("unit_name", "Tỉnh An Giao"),
            ("unit_code", unit_code),
            ("unit_kind", "province"),
        ]
    }
    let (long, code) = ("mat-khau-de-thu-nghiem", code.as_str());
    for (sent, field, said) in [
        (fields("sai-ma", long, "AG"), "code", "cửa sổ dòng lệnh"),
        (fields(code, "ngan", "AG"), "password", "Mật khẩu cần ít nhất"),
        (
            fields(code, long, "SB 01"),
            "unit_code",
            "Mã “SB 01” không dùng được; hãy dùng chữ, số, dấu - _ hoặc dấu chấm",
        ),
        (fields(code, long, ""), "unit_code", "không dùng được"),
    ] {
        let refused = desk.post("", "/first", &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let marked = refused.body.split("<input").find(|input| input.contains("aria-invalid=\"true\"")).unwrap();
        assert!(marked.contains(&format!("name=\"{field}\"")), "{field}: {marked}");
        assert!(
            refused.body.contains(said) && refused.body.contains("value=\"Lê Thị Thử\""),
            "{field}: {}",
            refused.body
        );
        assert!(!refused.body.contains(long), "the password is not shown again");
    }
    assert!(desk.store.read(|session| session.unit_versions()).unwrap().is_empty(), "nothing was stored");
    let entered = desk.post("", "/first", &fields(code, long, "SB-01")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
    let units = desk.store.read(|session| session.unit_versions()).unwrap();
    assert_eq!(units.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["SB-01"]);
}

#[tokio::test]
async fn forms_about_units_and_people_say_what_is_wanted() {
    let desk = Desk::new();
    let administrator = desk.person(Role::Administrator, "AG");
    for page in ["/admin/units/new", "/admin/units/import", "/admin/units/unit/X1"] {
        let shown = desk.get(&administrator, page).await.body;
        assert!(shown.contains("name=\"on\" value=\"2026-12-19\""), "{page}: today is proposed");
        assert!(shown.contains("Ngày bắt đầu có hiệu lực"), "{page}");
    }
    let invite = desk.get(&administrator, "/admin/people/new").await.body;
    assert!(invite.contains("Cán bộ cơ quan thường trực: chọn đơn vị mà các đơn vị báo cáo trực thuộc"));
    let bad = [("name", "Xã Mới"), ("code", "SB 01"), ("kind", "commune"), ("parent", "AG"), ("on", "2027-01-01")];
    let refused = desk.post(&administrator, "/admin/units/new", &bad).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("Mã “SB 01” không dùng được"));
}

#[tokio::test]
async fn the_trail_is_told_and_searched_in_words() {
    let desk = Desk::new();
    let administrator = desk.person(Role::Administrator, "AG");
    desk.person(Role::Officer, "X1");
    let all = desk.get(&administrator, "/admin/audit").await.body;
    assert!(all.contains("Mời người") && !all.contains("person.add"), "words, not names of events");
    assert!(all.contains("Người Thử officer X1"), "a person is named");
    let found = desk.get(&administrator, "/admin/audit?action=mo+dot").await.body;
    assert!(found.contains("Mở đợt") && !found.contains("Mời người"));
    assert!(
        desk.get(&administrator, "/admin/audit?action=gop+don+vi").await.body.contains("Không có việc nào như vậy")
    );
}
