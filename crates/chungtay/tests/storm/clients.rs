//! Those who hand in and those who decide, each at the server that answers, until they are told that it is done.

use crate::campaign::Report;
use crate::http::{Answer, Unanswered, ask, ask_and_be_gone};
use app::campaign::Loaded;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long somebody tries before the test has failed.
const PATIENCE: Duration = Duration::from_secs(120);

/// Reports decided on by one request.
const AT_ONCE: usize = 4;

/// What those outside know.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Reports and the revisions they were told these became.
    pub(crate) acknowledged: BTreeMap<Report, u32>,
    /// Reports of which nobody knows: the connection broke, and their units left it at that.
    pub(crate) unsure: BTreeSet<Report>,
    /// Groups of units whose reports they were told are approved.
    pub(crate) approved: Vec<Vec<usize>>,
    /// Groups they asked to be approved.
    pub(crate) asked_to_approve: Vec<Vec<usize>>,
    /// Requests to which the answer never came.
    pub(crate) broke: usize,
    /// Refusals that said so, by their sentence.
    pub(crate) refused: BTreeMap<String, usize>,
    /// Hand-ins that had been stored although nobody had been told.
    pub(crate) already: usize,
    /// Answers that no trouble excuses.
    pub(crate) wrong: Vec<String>,
    /// The longest that a hand-in took at a server that answered.
    pub(crate) slowest: Duration,
}

impl Known {
    /// Reports that nobody tries to hand in any more.
    pub(crate) fn done(&self) -> usize {
        self.acknowledged.len() + self.unsure.len()
    }

    /// How often somebody was told that it cannot be done now.
    pub(crate) fn refusals(&self) -> usize {
        self.refused.values().sum()
    }
}

/// Why a request came to nothing, and what to do.
enum Miss {
    /// Nobody was there, or it was refused for now.
    Again,
    /// The answer never came.
    Unknown,
}

/// What everybody in the storm shares.
pub(crate) struct Crowd<'a> {
    pub(crate) known: Mutex<Known>,
    pub(crate) ports: [u16; 2],
    pub(crate) loaded: &'a Loaded,
    /// The token of the agency's officer, as a header says it.
    pub(crate) bearer: String,
    /// The officer's sign-in, from before the storm.
    pub(crate) cookie: String,
    /// How many units there are, and the next to hand in.
    pub(crate) units: usize,
    pub(crate) next: AtomicUsize,
    /// How many reports may be in before something else happens: what happens, happens in the middle.
    pub(crate) limit: AtomicUsize,
}

impl Crowd<'_> {
    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/campaigns/{}{rest}", self.loaded.campaign.id)
    }

    /// One request of a program with the token; what came of it is counted.
    fn ask(&self, port: u16, request: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer, Miss> {
        self.count(request, ask(port, request, &self.with_token(headers), body))
    }

    fn with_token<'h>(&'h self, headers: &[(&'h str, &'h str)]) -> Vec<(&'h str, &'h str)> {
        [headers, &[("Authorization", &self.bearer), ("Accept-Language", "en")]].concat()
    }

    fn count(&self, request: &str, outcome: Result<Answer, Unanswered>) -> Result<Answer, Miss> {
        match outcome {
            Ok(answer) if answer.status == 503 => {
                let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
                let mut known = self.known();
                if detail.is_empty() {
                    known.wrong.push(format!("{request}: refused without a sentence: {}", answer.body));
                }
                *known.refused.entry(detail).or_default() += 1;
                Err(Miss::Again)
            }
            Ok(answer) => Ok(answer),
            Err(Unanswered::NobodyThere) => Err(Miss::Again),
            Err(Unanswered::Broke) => {
                self.known().broke += 1;
                Err(Miss::Unknown)
            }
        }
    }

    /// Hands in for one unit after another; passes on the units whose reports are in.
    pub(crate) fn hand_in_all(&self, to_decide: &Sender<usize>) {
        loop {
            let unit = self.next.fetch_add(1, Ordering::Relaxed);
            if unit > self.units {
                return;
            }
            while self.known().done() >= self.limit.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(5));
            }
            let turns = Report { unit, turn: 1 }.turns();
            if (1..=turns).all(|turn| self.hand_in(Report { unit, turn })) && unit % 8 < 5 {
                to_decide.send(unit).unwrap();
            }
        }
    }

    /// Hands in one report: at one server, and when that does not answer, at the other. Whether it was told that it is in.
    fn hand_in(&self, report: Report) -> bool {
        let (request, headers, body) = self.request(report);
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let began = Instant::now();
        for attempt in 0.. {
            assert!(began.elapsed() < PATIENCE, "{report:?} is not taken: {:?}", self.known().refused);
            let asked = Instant::now();
            let port = self.ports[(report.unit + attempt) % 2];
            let answer = match report.loses_its_network_after().filter(|_| attempt == 0) {
                Some(after) => {
                    let gone = ask_and_be_gone(port, &request, &self.with_token(&headers), &body, after);
                    self.count(&request, Err(gone))
                }
                None => self.ask(port, &request, &headers, &body),
            };
            let answer = match answer {
                Ok(answer) => answer,
                // Some leave it at not knowing.
                Err(Miss::Unknown) if report.unit % 8 > 5 => {
                    self.known().unsure.insert(report);
                    return false;
                }
                Err(miss) => {
                    if matches!(miss, Miss::Again) {
                        std::thread::sleep(Duration::from_millis(100));
                    }
                    continue;
                }
            };
            let said = answer.json();
            let revision = said["revision"].as_u64().and_then(|revision| u32::try_from(revision).ok());
            let mut known = self.known();
            known.slowest = known.slowest.max(asked.elapsed());
            return match (answer.status, revision) {
                (200 | 201, Some(revision)) => {
                    known.already += usize::from(said["already"] == true);
                    known.acknowledged.insert(report, revision);
                    true
                }
                _ => {
                    known.wrong.push(format!("{report:?}, attempt {attempt}: {} {}", answer.status, answer.body));
                    known.unsure.insert(report);
                    false
                }
            };
        }
        false
    }

    /// The request that hands a report in, the same however often it is sent.
    fn request(&self, report: Report) -> (String, Vec<(&'static str, String)>, Vec<u8>) {
        if !report.is_typed() {
            return (format!("POST {}", self.path("/upload")), Vec::new(), report.file(self.loaded));
        }
        let path = self.path(&format!("/reports/{}", report.code()));
        let version =
            if report.turn == 1 { 0 } else { self.look(&format!("{path}/draft"))["version"].as_u64().unwrap() };
        let key = format!("storm-{}-{}", report.unit, report.turn);
        let headers = vec![("Idempotency-Key", key), ("Content-Type", "application/json".to_owned())];
        let body = json!({ "version": version, "content": report.json() });
        (format!("POST {path}"), headers, body.to_string().into_bytes())
    }

    /// Looks something up, at whichever server answers.
    fn look(&self, path: &str) -> serde_json::Value {
        let began = Instant::now();
        for attempt in 0.. {
            assert!(began.elapsed() < PATIENCE, "{path} is not answered");
            match self.ask(self.ports[attempt % 2], &format!("GET {path}"), &[], b"") {
                Ok(answer) if answer.status == 200 => return answer.json(),
                Ok(answer) => self.known().wrong.push(format!("{path}: {} {}", answer.status, answer.body)),
                Err(_) => {}
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        serde_json::Value::Null
    }

    /// Approves reports in groups, all of a group or none, until no more are handed in.
    pub(crate) fn decide(&self, to_decide: Receiver<usize>) {
        let mut group = Vec::new();
        for unit in to_decide {
            group.push(unit);
            if group.len() == AT_ONCE {
                self.approve(std::mem::take(&mut group));
            }
        }
        // What is left over stays undecided.
    }

    fn approve(&self, group: Vec<usize>) {
        self.known().asked_to_approve.push(group.clone());
        let codes: Vec<String> = group.iter().map(|unit| Report { unit: *unit, turn: 1 }.code()).collect();
        let body = json!({ "action": "approve", "units": codes }).to_string();
        let request = format!("POST {}", self.path("/decisions"));
        let began = Instant::now();
        for attempt in 0.. {
            assert!(began.elapsed() < PATIENCE, "{codes:?} are not approved");
            let json = ("Content-Type", "application/json");
            let answer = self.ask(self.ports[(group[0] + attempt) % 2], &request, &[json], body.as_bytes());
            match answer {
                Ok(answer) if answer.status == 200 => return self.known().approved.push(group),
                // What nobody was told may have been done, and is not done twice.
                _ if self.look(&self.path(&format!("/reports/{}", codes[0])))["state"] == "approved" => {
                    return self.known().approved.push(group);
                }
                Ok(answer) if attempt == 0 => {
                    return self.known().wrong.push(format!("{codes:?}: {} {}", answer.status, answer.body));
                }
                _ => std::thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    /// Looks at the totals of both servers until everything is handed in: what one was told is in the totals of both.
    pub(crate) fn watch(&self, is_over: impl Fn() -> bool) {
        let request = format!("GET {}", self.path("/totals"));
        for attempt in 0.. {
            if is_over() {
                return;
            }
            let approved: usize = self.known().approved.iter().map(Vec::len).sum();
            if let Ok(answer) = self.ask(self.ports[attempt % 2], &request, &[], b"") {
                let counted = answer.json()["reports"].as_u64().and_then(|counted| usize::try_from(counted).ok());
                if answer.status != 200 || counted.is_none_or(|counted| counted < approved) {
                    let say = format!("totals of {approved} approved reports: {} {}", answer.status, answer.body);
                    self.known().wrong.push(say);
                }
            }
            std::thread::sleep(Duration::from_millis(150));
        }
    }
}
