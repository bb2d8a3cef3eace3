//! The storm: what happens when, and the reckoning afterwards.

use crate::campaign;
use crate::clients::{Crowd, Known};
use crate::http::ask;
use crate::people;
use crate::reckoning::{self, Found};
use crate::servers::{Installation, Server};
use crate::weather::{Disk, Sky, Weather};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};
use store::Store;
use test_postgres::Cluster;

/// Those who hand in at the same time.
const CLIENTS: usize = 8;

/// How much longer each flush takes on the slow disk, in milliseconds.
const SLOW: i64 = 120;

/// How long the disk stays full at least, and how many must have been refused meanwhile.
const FULL_FOR: Duration = Duration::from_secs(3);
const REFUSED: usize = 5;

/// What may happen.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    /// SIGKILL to a server, which is started again.
    Kill(usize),
    /// The clock of a server is so many hours off.
    Clock(usize, i64),
    /// Flushes take so many milliseconds more.
    Slow(i64),
    /// Every process of the database is gone at once, and it is started again.
    Power,
    /// The database is stopped and started in good order.
    Restart,
    /// No byte is left on the disk, until many were refused.
    Full,
}

/// What happens when so many hundredths of the reports are in.
const SCHEDULE: [(usize, Trouble); 18] = {
    use Trouble::{Clock, Full, Kill, Power, Restart, Slow};
    [
        (4, Kill(0)),
        (9, Kill(1)),
        (14, Clock(0, 5)),
        (18, Kill(0)),
        (22, Slow(SLOW)),
        (26, Kill(1)),
        (32, Slow(0)),
        (36, Power),
        (42, Kill(1)),
        (46, Clock(1, -3)),
        (50, Full),
        (56, Restart),
        (60, Kill(0)),
        (66, Power),
        (72, Clock(0, 0)),
        (78, Kill(1)),
        (84, Clock(1, 0)),
        (92, Kill(0)),
    ]
};

/// Hundredths of the reports that may come in while something happens.
const AHEAD: usize = 6;

/// Where the database is.
pub(crate) enum Engine<'a> {
    Postgres { cluster: &'a Cluster, weather: &'a Weather },
    Sqlite,
}

/// Two servers, their disk, and how many reports are handed in.
pub(crate) struct Storm<'a> {
    pub(crate) engine: Engine<'a>,
    pub(crate) disk: &'a Disk,
    pub(crate) sky: &'a Sky,
    pub(crate) installations: [Installation; 2],
    pub(crate) reports: usize,
}

/// What was done to the servers.
#[derive(Default)]
struct Done {
    kills: usize,
    power_cuts: usize,
    restarts: usize,
    refused_while_full: usize,
}

/// Nobody watches on or waits when the storm is over, or the test has failed.
struct Over<'a>(&'a AtomicBool, &'a AtomicUsize);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.store(usize::MAX, Ordering::Relaxed);
    }
}

impl Storm<'_> {
    /// Lets it happen, and looks at what is left.
    pub(crate) fn rage(self) {
        let began = Instant::now();
        let desk = tempfile::tempdir().unwrap();
        // Every fourth unit hands in twice.
        let units = self.reports * 4 / 5;
        campaign::open(&self.installations[0], desk.path(), units);
        let servers = [0, 1].map(|n| {
            let name = format!("server-{n}");
            Server::start(self.installations[n].clone(), self.sky.over(&name), desk.path(), &name)
        });
        // The code printed last is the one that opens.
        let officer = people::settle(servers[0].port, servers[1].first_code.as_ref().unwrap(), units);
        let loaded = campaign::load(&self.copied(desk.path(), "before"));
        let settled = began.elapsed();
        let crowd = Crowd {
            known: Mutex::default(),
            ports: [servers[0].port, servers[1].port],
            loaded: &loaded,
            bearer: format!("Bearer {}", officer.token),
            cookie: officer.cookie.clone(),
            units,
            next: AtomicUsize::new(1),
            limit: AtomicUsize::new(0),
        };
        let (done, servers) = self.among(&crowd, servers);
        let stormed = began.elapsed() - settled;
        for server in &servers {
            assert!(people::is_inside(server.port, &officer.cookie), "a sign-in outlasts the storm");
            assert!(!server.told().contains("panicked"), "{}", server.told());
        }
        let known = crowd.known.into_inner().unwrap();
        let found = reckoning::found(&self.copied(desk.path(), "after"), &loaded, units);
        let id = loaded.campaign.id.to_string();
        let all_equal = self.all_say(&servers, &officer.token, &found, &id, desk.path());
        let gave_up: u32 = servers.iter().map(|server| server.gave_up).sum();
        eprintln!("{}", self.told(&known, &found, &done, gave_up, all_equal));
        eprintln!("  settled in {settled:.1?}, stormed for {stormed:.1?}, all in {:.1?}\n", began.elapsed());
        assert!(all_equal, "totals differ from those added up");
        self.judge(&known, &found, &done);
    }

    /// Fails unless everything acknowledged is there once, and the storm was one.
    fn judge(&self, known: &Known, found: &Found, done: &Done) {
        assert_eq!(known.wrong, Vec::<String>::new(), "answers that no trouble excuses");
        assert_eq!(found.lost(known), [], "acknowledged and lost");
        assert_eq!(found.twice, 0, "stored twice");
        assert_eq!(found.wrongly_decided(known), Vec::<String>::new());
        assert!(found.revisions.len() <= known.done(), "nothing that was not handed in");
        assert!(self.is_audited(found), "the trail of changes has each once");
        assert!(found.under_a_wrong_clock > 0, "clocks were not wrong");
        assert!(known.slowest >= Duration::from_millis(SLOW.unsigned_abs()), "the disk was not slow");
        assert!(done.refused_while_full >= REFUSED, "the disk was not full");
        assert!(known.already > 0, "nobody handed in again what was there");
        assert!(!found.approved.is_empty() && known.broke > 0, "nothing was going on when servers were killed");
    }

    /// Everybody at once, until all is handed in and decided.
    fn among(&self, crowd: &Crowd<'_>, mut servers: [Server; 2]) -> (Done, [Server; 2]) {
        let is_over = AtomicBool::new(false);
        let mut done = Done::default();
        std::thread::scope(|scope| {
            let (to_decide, waiting) = mpsc::channel();
            let clients: Vec<_> = (0..CLIENTS)
                .map(|_| {
                    let to_decide = to_decide.clone();
                    scope.spawn(move || crowd.hand_in_all(&to_decide))
                })
                .collect();
            drop(to_decide);
            let decider = scope.spawn(move || crowd.decide(waiting));
            let watcher = scope.spawn(|| crowd.watch(|| is_over.load(Ordering::Relaxed)));
            let when_over = Over(&is_over, &crowd.limit);
            for (hundredths, trouble) in SCHEDULE {
                let due = self.reports * hundredths / 100;
                crowd.limit.store(due + self.reports * AHEAD / 100, Ordering::Relaxed);
                while crowd.known().done() < due && clients.iter().any(|client| !client.is_finished()) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                self.happen(trouble, crowd, &mut servers, &mut done);
            }
            crowd.limit.store(usize::MAX, Ordering::Relaxed);
            let outcomes = clients.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<Vec<_>>();
            drop(when_over);
            assert!(outcomes.iter().all(Result::is_ok) && decider.join().is_ok() && watcher.join().is_ok());
        });
        (done, servers)
    }

    fn happen(&self, trouble: Trouble, crowd: &Crowd<'_>, servers: &mut [Server; 2], done: &mut Done) {
        match trouble {
            Trouble::Kill(n) => {
                servers[n].kill();
                done.kills += 1;
                std::thread::sleep(Duration::from_millis(200));
                servers[n].start_again();
            }
            Trouble::Clock(n, hours) => {
                servers[n].weather.clock(hours);
                if hours > 0 {
                    // Who signs in at one is known to the other, whatever its clock says.
                    let cookie = people::sign_in(servers[n].port);
                    assert!(people::is_inside(servers[1 - n].port, &cookie), "signed in under another clock");
                }
            }
            Trouble::Slow(milliseconds) => match &self.engine {
                Engine::Postgres { weather, .. } => weather.flush(milliseconds),
                Engine::Sqlite => servers.iter().for_each(|server| server.weather.flush(milliseconds)),
            },
            Trouble::Power => match &self.engine {
                Engine::Postgres { cluster, .. } => {
                    cluster.kill();
                    servers[0].kill();
                    assert!(
                        !servers[0].serves() && servers[0].told().contains("does not answer"),
                        "without a database"
                    );
                    cluster.resume();
                    servers[0].start_again();
                    done.power_cuts += 1;
                    done.kills += 1;
                }
                // The servers are all there is of the database.
                Engine::Sqlite => {
                    servers.iter_mut().for_each(Server::kill);
                    servers.iter_mut().for_each(Server::start_again);
                    done.kills += 2;
                }
            },
            Trouble::Restart => {
                if let Engine::Postgres { cluster, .. } = &self.engine {
                    cluster.stop();
                    cluster.resume();
                    done.restarts += 1;
                }
            }
            Trouble::Full => self.fill_the_disk(crowd, servers, done),
        }
    }

    fn fill_the_disk(&self, crowd: &Crowd<'_>, servers: &mut [Server; 2], done: &mut Done) {
        let (began, before) = (Instant::now(), crowd.known().refusals());
        // Also when the test fails meanwhile: those who hand in are not to wait for nothing.
        let ballast = self.disk.freed();
        // What was freed inside the database is used up first.
        crowd.limit.store(usize::MAX, Ordering::Relaxed);
        let mut refused = 0;
        while began.elapsed() < FULL_FOR || (refused < REFUSED && began.elapsed() < 20 * FULL_FOR) {
            self.disk.fill();
            std::thread::sleep(Duration::from_millis(100));
            refused = crowd.known().refusals() - before;
        }
        done.refused_while_full = refused;
        if matches!(self.engine, Engine::Sqlite) {
            // Looking needs no room, also for somebody who has not been here for an hour. A server that is
            // started now serves, or says why not.
            servers[0].weather.clock(6);
            servers[1].kill();
            let serves = servers[1].serves();
            assert!(serves || servers[1].told().contains("is full"), "{}", servers[1].told());
            for server in servers.iter().take(1 + usize::from(serves)) {
                let looked =
                    ask(server.port, "GET /api/v1/campaigns", &[("Authorization", &crowd.bearer)], b"").unwrap();
                assert_eq!(looked.status, 200, "{}", looked.body);
                assert!(people::is_inside(server.port, &crowd.cookie), "signed in on a full disk");
            }
        }
        drop(ballast);
        servers.iter_mut().filter(|server| !server.is_started()).for_each(Server::start_again);
        if let Engine::Postgres { cluster, .. } = &self.engine {
            // It ends when it cannot recover for want of room; ours stay.
            cluster.revive();
        }
    }

    /// The store as somebody else reads it: on the server, or from a copy of the folder, which is inside a place of its own.
    fn copied(&self, desk: &Path, name: &str) -> Store {
        let to = desk.join(name);
        std::fs::create_dir(&to).unwrap();
        let Installation { folder, database, .. } = &self.installations[0];
        if matches!(self.engine, Engine::Sqlite) {
            let from = self.disk.seen_from_here(folder.file_name().unwrap().to_str().unwrap());
            for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_file() {
                    std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
                }
            }
        }
        campaign::store(&to, database)
    }

    /// Whether the servers that were in the storm and a fresh one say the totals added up here.
    fn all_say(&self, servers: &[Server; 2], token: &str, found: &Found, campaign: &str, desk: &Path) -> bool {
        let third = Server::start(self.installations[0].clone(), self.sky.over("server-3"), desk, "server-3");
        let added_up = (u64::try_from(found.approved.len()).unwrap(), found.totals.clone());
        let request = format!("GET /api/v1/campaigns/{campaign}/totals");
        let bearer = format!("Bearer {token}");
        let told = servers.iter().chain([&third]).map(|server| {
            let answer = ask(server.port, &request, &[("Authorization", &bearer)], b"").unwrap();
            reckoning::told_totals(&answer.json())
        });
        told.into_iter().all(|told| {
            let equal = told == added_up;
            if !equal {
                eprintln!("totals: told {told:?}, added up {added_up:?}");
            }
            equal
        })
    }

    /// How often the database ended by itself.
    fn panics(&self) -> usize {
        let Ok(entries) = std::fs::read_dir(self.disk.seen_from_here("")) else { return 0 };
        let logs = entries.filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("log")).ok());
        logs.map(|log| log.matches("PANIC: ").count()).sum()
    }

    /// Whether the trail of changes, as a fresh command prints it, has each revision and each decision once.
    fn is_audited(&self, found: &Found) -> bool {
        let count = |action: &str| {
            let words = ["audit", "--json", "--last", "1000000", "--action", action];
            let told = self.installations[1].command(&words).output().unwrap();
            assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
            String::from_utf8_lossy(&told.stdout).lines().count()
        };
        (count("report.submit"), count("report.approve")) == (found.revisions.len(), found.approved.len())
    }

    fn told(&self, known: &Known, found: &Found, done: &Done, gave_up: u32, all_equal: bool) -> String {
        let engine = match self.engine {
            Engine::Postgres { .. } => "two servers on PostgreSQL",
            Engine::Sqlite => "two servers on one data folder",
        };
        let unsure_found = known.unsure.iter().filter(|report| found.revisions.contains_key(report)).count();
        let lines = [
            ("handed in", known.done()),
            ("acknowledged", known.acknowledged.len()),
            ("  of them stored before they were told", known.already),
            ("unsure, left at that", known.unsure.len()),
            ("  of them found", unsure_found),
            ("found", found.revisions.len()),
            ("found twice", found.twice),
            ("lost", found.lost(known).len()),
            ("approved", found.approved.len()),
            ("stored under a wrong clock", found.under_a_wrong_clock),
            ("servers killed", done.kills),
            ("database killed", done.power_cuts),
            ("database restarted", done.restarts),
            ("database given up on the full disk", self.panics()),
            ("starts without a database", usize::try_from(gave_up).unwrap_or(usize::MAX)),
            ("answers that broke off", known.broke),
            ("refused with a sentence", known.refusals()),
            ("  of them on the full disk", done.refused_while_full),
        ];
        let mut told = format!("\n{engine}\n");
        for (name, number) in lines {
            told.push_str(&format!("  {name:<42}{number:>6}\n"));
        }
        for (sentence, times) in &known.refused {
            told.push_str(&format!("    {times:>4} × {sentence}\n"));
        }
        told.push_str(&format!(
            "  totals of three servers and those added up: {}\n",
            if all_equal { "equal" } else { "DIFFER" }
        ));
        told.push_str(&format!("  slowest answer to a hand-in: {:.2?}", known.slowest));
        told
    }
}
