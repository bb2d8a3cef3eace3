//! Server processes of one installation: started, killed, started again.

use crate::weather::Weather;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to serve, or to find its database again.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where an installation is, and how a command gets there.
#[derive(Clone)]
pub(crate) struct Installation {
    /// Words before the command.
    pub(crate) within: Vec<String>,
    pub(crate) folder: PathBuf,
    /// The address of its database; empty when that is in the folder.
    pub(crate) database: String,
}

impl Installation {
    /// The command, at this installation.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut all: Vec<&str> = self.within.iter().map(String::as_str).collect();
        all.push(env!("CARGO_BIN_EXE_chungtay"));
        all.extend(words);
        let mut command = Command::new(all[0]);
        command.args(&all[1..]).env("CHUNGTAY_DATA", &self.folder).env("CHUNGTAY_DATABASE", &self.database);
        command.env("CHUNGTAY_LANG", "en").env("CHUNGTAY_BY", "Lê Thị Mẫu").env_remove("RUST_LOG");
        command
    }
}

/// A server that is killed and comes back at the same address.
pub(crate) struct Server {
    installation: Installation,
    pub(crate) weather: Weather,
    pub(crate) port: u16,
    /// What it and those before it said of troubles.
    log: PathBuf,
    process: Option<Child>,
    /// The code for the first administrator, printed while there is nobody.
    pub(crate) first_code: Option<String>,
    /// How often it ended by itself before it served: its database was not there.
    pub(crate) gave_up: u32,
}

impl Server {
    /// Starts one; its log goes into a folder.
    pub(crate) fn start(installation: Installation, weather: Weather, logs: &Path, name: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = logs.join(format!("{name}.log"));
        let mut server = Self { installation, weather, port, log, process: None, first_code: None, gave_up: 0 };
        server.start_again();
        server
    }

    /// Starts it as whoever looks after a server does: again and again until it serves.
    pub(crate) fn start_again(&mut self) {
        let began = Instant::now();
        while !self.serves() {
            assert!(began.elapsed() < PATIENCE, "it does not serve:\n{}", self.told());
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Starts it once; whether it serves, and did not end by itself with its reason in the log.
    pub(crate) fn serves(&mut self) -> bool {
        let log = File::options().append(true).create(true).open(&self.log).unwrap();
        let mut command = self.installation.command(&["serve", "--listen", &format!("127.0.0.1:{}", self.port)]);
        command.envs(self.weather.environment()).stdout(Stdio::piped()).stderr(log);
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let served = lines.by_ref().map_while(Result::ok).any(|line| {
            let last = line.rsplit(": ").next().unwrap_or_default();
            if last.contains('-') && last.bytes().all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit()) {
                self.first_code = Some(last.to_owned());
            }
            line.contains("Ctrl+C")
        });
        if served {
            self.process = Some(process);
        } else {
            let _ = process.wait();
            self.gave_up += 1;
        }
        served
    }

    /// Whether it was started and not killed since.
    pub(crate) fn is_started(&self) -> bool {
        self.process.is_some()
    }

    /// SIGKILL, in the middle of whatever it is doing.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// What its log says.
    pub(crate) fn told(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
