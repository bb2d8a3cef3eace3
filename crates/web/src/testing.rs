//! What the tests of pages share: a small province with two campaigns, people who are signed in, requests.

use crate::{Options, Site, router};
use app::campaign::{OpenCampaign, open};
use app::file::{SourceFile, digest};
use app::people::invite_new;
use app::sign_in::{NewPerson, accept};
use app::{Context, FixedWorld, Kept};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use domain::access::Role;
use domain::form::{CellKey, SectionId};
use domain::report::{Action, Content, Event, Figure, Revision, State, Value};
use domain::{CampaignId, CivilDate, Instant, UnitId};
use std::sync::Arc;
use store::{HandedIn, Store};
use tower::ServiceExt;

/// Communes of the province, by code.
pub(crate) const COMMUNES: [(&str, &str); 8] = [
    ("X1", "Xã Hòa Lộc"),
    ("X2", "Xã Tân Mẫu"),
    ("X3", "Xã Bình Mẫu"),
    ("X4", "Xã Long Mẫu"),
    ("X5", "Xã Phú Mẫu"),
    ("X6", "Xã Kim Mẫu"),
    ("X7", "Xã Đông Mẫu"),
    ("X8", "Xã An Mẫu"),
];

fn plan(year: i16) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH AN GIAO\n\nSố: 7/KH-UBND\n\nAn Giao, ngày 20 tháng 10 năm {year}\n\nKẾ HOẠCH\n\n\
         Triển khai Tháng hành động vì bình đẳng giới năm {year}\n\n\
         Ủy ban nhân dân tỉnh An Giao ban hành Kế hoạch như sau:\n\n\
         I. THỜI GIAN\n\nTừ ngày 15/11/{year} đến ngày 15/12/{year}.\n\n\
         II. TỔ CHỨC THỰC HIỆN\n\n\
         1. Sở Nội vụ chủ trì, phối hợp với Ủy ban nhân dân các xã tổ chức lễ phát động trước ngày 12/11/{year}.\n\n\
         Các đơn vị báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 20/12/{year} để tổng hợp./.\n\n\
         Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Thị Mẫu\n"
    )
}

fn units() -> String {
    let communes: String = COMMUNES.iter().map(|(code, name)| format!("{code},{name},commune,AG\n")).collect();
    format!("code,name,kind,parent\nAG,Tỉnh An Giao,province,\nS1,Sở Nội vụ,department,AG\n{communes}")
}

fn noon(day: &str) -> Instant {
    format!("{day}T05:00:00Z").parse().unwrap()
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) body: String,
}

/// A site on 19 December 2026, a day before reports are due, with the campaigns of 2025 and 2026.
pub(crate) struct Desk {
    pub(crate) store: Arc<Kept>,
    pub(crate) router: Router,
    /// The campaigns of 2025 and 2026.
    pub(crate) campaigns: [CampaignId; 2],
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with_units(&units())
    }

    /// The same with so many more communes, in districts of a hundred.
    pub(crate) fn of_country(communes: usize) -> Self {
        let mut list = units();
        for number in 0..communes {
            if number % 100 == 0 {
                list.push_str(&format!("H{0},Huyện Mẫu {0},district,AG\n", number / 100));
            }
            list.push_str(&format!("C{number},Xã Thử Nghiệm {number},commune,H{}\n", number / 100));
        }
        Self::with_units(&list)
    }

    fn with_units(units: &str) -> Self {
        let store = Arc::new(Kept::from(Store::open_in_memory().unwrap()));
        let campaigns = [2025, 2026].map(|year| {
            let world = FixedWorld(noon(&format!("{year}-10-21")));
            let file = |text: String| SourceFile { name: "file".into(), bytes: text.into_bytes() };
            let request =
                OpenCampaign { plan: file(plan(year)), units: file(units.to_owned()), form: None, due_on: None };
            open(Context::of_operator(&store, &world, "thử"), &request).unwrap().campaign.id
        });
        let world = FixedWorld(noon("2026-12-19"));
        let site = Site::new(Arc::clone(&store), Arc::new(world), Options::default());
        Self { store, router: router(site), campaigns }
    }

    /// A site on that day where nobody was yet, and the code its terminal shows.
    pub(crate) fn untouched() -> (Self, String) {
        let store = Arc::new(Kept::from(Store::open_in_memory().unwrap()));
        let world = FixedWorld(noon("2026-12-19"));
        let code = app::sign_in::first_code(&store, &world).unwrap();
        let site = Site::new(Arc::clone(&store), Arc::new(world), Options::default());
        let campaigns = [[1; 10], [2; 10]].map(|random| CampaignId::new(noon("2026-12-19"), random));
        (Self { store, router: router(site), campaigns }, code)
    }

    /// Somebody with a role at a unit, signed in: the cookie of their browser.
    pub(crate) fn person(&self, role: Role, unit: &str) -> String {
        let world = FixedWorld(noon("2026-12-19"));
        let context = Context::of_operator(&self.store, &world, "thử");
        let sign_in_name = format!("{}.{}", role.name(), unit.to_lowercase());
        let name = format!("Người Thử {} {unit}", role.name());
        let new = NewPerson { sign_in_name, name, email: None, language: "vi".into() };
        let invited = invite_new(context, &new, unit, role).unwrap();
        let entered = accept(&self.store, &world, &invited.code, "mat-khau-de-thu-nghiem", "thử").unwrap();
        format!("chungtay={}", entered.token)
    }

    pub(crate) fn unit(&self, code: &str) -> UnitId {
        let versions = self.store.read(|session| session.unit_versions()).unwrap();
        versions.into_iter().find(|version| version.code.as_str() == code).unwrap().unit
    }

    /// A unit hands in a revision, on 18 December of the year of the campaign.
    pub(crate) fn hand_in(&self, campaign: usize, code: &str, figures: &[(&str, i64)], prose: &[(&str, &str)]) {
        let figure = |number| Figure { value: Value::Number(number), at: Some("E9".into()), reason: None };
        let key = |name: &str| CellKey::parse(name).unwrap();
        let content = Content {
            figures: figures.iter().map(|(name, number)| (key(name), figure(*number))).collect(),
            prose: prose.iter().map(|(id, text)| (SectionId::parse(id).unwrap(), (*text).to_owned())).collect(),
        };
        let (unit, id) = (self.unit(code), self.campaigns[campaign]);
        let at = noon(&format!("{}-12-18", 2025 + campaign));
        let done = self.store.write(|session| {
            let head = session.report(id, unit)?;
            let number = head.map_or(0, |head| head.latest_revision) + 1;
            let bytes = format!("{code} {number} {campaign}").into_bytes();
            let revision = Revision {
                number,
                content: content.clone(),
                file_name: "bao-cao.xlsx".into(),
                file_digest: digest(&bytes),
                received_on: CivilDate::new(2025 + i16::try_from(campaign).unwrap(), 12, 18).unwrap(),
                recorded_at: at,
                recorded_by: "thử".into(),
            };
            let (sequence, by) = (head.map_or(0, |head| head.events) + 1, "thử".to_owned());
            let event = Event { sequence, action: Action::Submit, revision: number, at, by, reason: None };
            session.hand_in(&[HandedIn { campaign: id, unit, revision: &revision, bytes: &bytes, event: &event }])
        });
        done.unwrap();
    }

    /// The newest revision of a unit counts from now on.
    pub(crate) fn approve(&self, campaign: usize, code: &str) {
        let (unit, id) = (self.unit(code), self.campaigns[campaign]);
        let done = self.store.write(|session| {
            let head = session.report(id, unit)?.unwrap();
            let (sequence, revision, by) = (head.events + 1, head.latest_revision, "thử".to_owned());
            let at = noon(&format!("{}-12-19", 2025 + campaign));
            let event = Event { sequence, action: Action::Approve, revision, at, by, reason: None };
            session.append_event(id, unit, &event, State::Approved)
        });
        done.unwrap();
    }

    pub(crate) async fn get(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap();
        self.send(request).await
    }

    pub(crate) async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = crate::visitor::percent_encoded;
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(path)
            .header(COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, location: location.unwrap_or_default(), body }
    }
}
