//! A private PostgreSQL for tests, from Debian's package, on a spare port: one for each test process, gone with it.
//!
//! ```no_run
//! let url = test_postgres::database(); // a fresh, empty database
//! ```
//!
//! Where the package is missing it is installed (as root), or the test fails and says what to install: a test that needs
//! the server never passes without it. The server does not wait for the disk, which nothing here depends on: processes are
//! killed in tests, machines are not. A test of the disk itself has a server that does ([`Setup::durable`]).

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "support of tests, which may panic like the tests")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// Started by the user the server runs as. It obeys lines on its input, and when that ends, because the test process did,
/// it stops the server and leaves nothing behind.
const KEEPER: &str = r#"
set -eu
bin=$1 port=$2 base=$3
shift 3
if [ -z "$base" ]; then
    base=${TMPDIR:-/tmp}
    # In memory where there is plenty: a database is a few hundred small files.
    room=$(df --output=avail /dev/shm 2>/dev/null | tail -n 1 || :)
    if [ "${room:-0}" -gt 4000000 ] && [ -w /dev/shm ]; then base=/dev/shm; fi
fi
settings=$*
dir=$(mktemp -d "$base/chungtay-postgres-XXXXXX")
cd "$dir"
server=
stop() {
    if [ -n "$server" ]; then kill -INT "$server" 2>/dev/null || :; wait "$server" 2>/dev/null || :; fi
    server=
}
start() {
    # shellcheck disable=SC2086
    "$bin/postgres" -D "$dir/data" -k "$dir" -p "$port" -c listen_addresses=127.0.0.1 -c max_connections=400 \
        -c shared_buffers=64MB $settings >>"$dir/log" 2>&1 </dev/null &
    server=$!
    until "$bin/pg_isready" -q -h "$dir" -p "$port"; do
        kill -0 "$server" 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
        sleep 0.05
    done
}
finish() { exec >/dev/null; stop; cd /; rm -rf "$dir"; }
trap finish EXIT
trap 'exit 1' HUP INT TERM
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions >"$dir/log" 2>&1 \
    || { cat "$dir/log" >&2; exit 1; }
start
echo "$dir"
# Whoever waits for the output of the tests need not wait for the cleaning up.
exec 2>/dev/null
while read -r order; do
    case $order in
        stop) stop ;;
        start) start ;;
        kill) kill -QUIT "$server"; wait "$server" 2>/dev/null || : ;;
        revive)
            until "$bin/pg_isready" -q -h "$dir" -p "$port"; do
                kill -0 "$server" 2>/dev/null || start
                sleep 0.05
            done ;;
    esac
    echo done
done
"#;

/// Settings of a server that does not wait for the disk.
const CARELESS: [&str; 6] = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_wal_size=4GB"];

/// Those of one that does, as a server that people rely on; its log does not outgrow a small disk.
const DURABLE: [&str; 6] = ["-c", "fsync=on", "-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"];

/// How a server of one's own is set up.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// It waits for the disk.
    pub durable: bool,
    /// Words before the command that starts it, such as those that enter a place with a disk of its own.
    pub within: Vec<String>,
    /// The folder that its data is made in.
    pub base: Option<PathBuf>,
    /// Variables of its environment.
    pub environment: Vec<(String, String)>,
}

/// A server with its data.
pub struct Cluster {
    keeper: Mutex<Keeper>,
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

struct Keeper {
    child: Child,
    /// Taken away to end it.
    orders: Option<ChildStdin>,
    answers: BufReader<std::process::ChildStdout>,
}

/// The server of this process.
#[must_use]
pub fn shared() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(Cluster::start)
}

/// The address of a fresh, empty database on the server of this process.
#[must_use]
pub fn database() -> String {
    shared().database()
}

/// The same, when the tests of whatever stores something are to be run on PostgreSQL: `CHUNGTAY_TEST_DATABASE=postgres`.
///
/// # Panics
/// When something else is asked for.
#[must_use]
pub fn database_if_asked() -> Option<String> {
    match std::env::var("CHUNGTAY_TEST_DATABASE").ok().as_deref() {
        None | Some("" | "sqlite") => None,
        Some("postgres") => Some(database()),
        Some(other) => panic!("CHUNGTAY_TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

impl Cluster {
    /// Starts a server of one's own, for tests that stop it.
    ///
    /// # Panics
    /// When there is no PostgreSQL and none can be installed, or when it does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::start_as(&Setup::default())
    }

    /// The same, set up otherwise.
    ///
    /// # Panics
    /// As [`Cluster::start`] does.
    #[must_use]
    pub fn start_as(setup: &Setup) -> Self {
        let bin = programs();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (bin_name, port_name) = (bin.display().to_string(), port.to_string());
        let base = setup.base.as_ref().map_or_else(String::new, |base| base.display().to_string());
        let mut words: Vec<&str> = setup.within.iter().map(String::as_str).collect();
        if is_root() {
            // The server refuses to run as root.
            words.extend(["runuser", "-u", "postgres", "--"]);
        }
        words.extend(["sh", "-c", KEEPER, "keeper", &bin_name, &port_name, &base]);
        words.extend(if setup.durable { DURABLE } else { CARELESS });
        let mut child = Command::new(words[0])
            .args(&words[1..])
            .envs(setup.environment.iter().cloned())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell to start PostgreSQL from");
        let orders = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let mut folder = String::new();
        answers.read_line(&mut folder).unwrap();
        assert!(!folder.is_empty(), "PostgreSQL did not start; its own words are above");
        let folder = PathBuf::from(folder.trim_end());
        Self { keeper: Mutex::new(Keeper { child, orders: Some(orders), answers }), bin, folder, port }
    }

    /// The address of a database of this server, over the network of this machine.
    #[must_use]
    pub fn address(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// The same over its socket.
    #[must_use]
    pub fn socket_address(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}&port={}", self.folder.display(), self.port)
    }

    /// The address of a fresh, empty database.
    #[must_use]
    pub fn database(&self) -> String {
        self.copy_of("template0")
    }

    /// The address of a fresh database with all that another one (which nobody is connected to) holds.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn copy_of(&self, template: &str) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.program("createdb", &["-T", template, &name]);
        self.address(&name)
    }

    /// Runs SQL in a database and returns what it answers, a line a row.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn ask(&self, database: &str, sql: &str) -> String {
        let output = self.program("psql", &["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, database]);
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Gives the server a certificate and its key (PEM): from now on it offers TLS over the network.
    pub fn offer_tls(&self, certificate: &str, key: &str) {
        self.write("server.crt", certificate);
        self.write("server.key", key);
        let _ = self.ask("postgres", "ALTER SYSTEM SET ssl = on");
        self.reload();
        // What it cannot use it only writes in its log; then this fails.
        let _ = self.ask("host=127.0.0.1 sslmode=require dbname=postgres", "SELECT 1");
    }

    /// From now on nobody comes over the network without TLS; who has a password must know it.
    pub fn demand_tls(&self) {
        self.write(
            "pg_hba.conf",
            "local all all trust\nhostssl all postgres all trust\nhostssl all all all scram-sha-256\n",
        );
        self.reload();
    }

    /// Writes a file in the folder of the data, as the user the server runs as, who alone may read it.
    fn write(&self, name: &str, text: &str) {
        let lines = format!("SELECT unnest(string_to_array($text${text}$text$, E'\\n'))");
        let _ = self.ask("postgres", &format!("COPY ({lines}) TO PROGRAM 'umask 077 && cat > {name}'"));
    }

    /// Makes the server read its settings again, and waits for it.
    fn reload(&self) {
        let loaded = || self.ask("postgres", "SELECT pg_conf_load_time()");
        let before = loaded();
        let _ = self.ask("postgres", "SELECT pg_reload_conf()");
        while loaded() == before {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// Stops the server: those who are connected are thrown out.
    pub fn stop(&self) {
        self.order("stop");
    }

    /// Starts it again.
    pub fn resume(&self) {
        self.order("start");
    }

    /// Ends every process of the server at once, as a power cut would.
    pub fn kill(&self) {
        self.order("kill");
    }

    /// Starts it again if it has ended by itself, as it does when it cannot recover on a full disk; waits until it answers.
    pub fn revive(&self) {
        self.order("revive");
    }

    fn order(&self, word: &str) {
        let mut keeper = self.keeper.lock().unwrap();
        writeln!(keeper.orders.as_ref().unwrap(), "{word}").unwrap();
        let mut answer = String::new();
        keeper.answers.read_line(&mut answer).unwrap();
        assert_eq!(answer, "done\n", "PostgreSQL did not {word}");
    }

    fn program(&self, name: &str, words: &[&str]) -> Output {
        // By the network: its folder may be in a place that is not seen from here.
        let place = ["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres"];
        let output = Command::new(self.bin.join(name)).args(place).args(words).output().unwrap();
        assert!(output.status.success(), "{name} {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }
}

/// The server of the process is never dropped: its keeper sees the process end.
impl Drop for Cluster {
    fn drop(&mut self) {
        let keeper = self.keeper.get_mut().unwrap();
        drop(keeper.orders.take());
        let _ = keeper.child.wait();
    }
}

/// The name of the database in an address.
#[must_use]
pub fn name_in(address: &str) -> &str {
    let after = address.rsplit('/').next().unwrap_or_default();
    after.split('?').next().unwrap_or_default()
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The folder of the server's programs, newest release first; installed when missing.
fn programs() -> PathBuf {
    let found = || {
        let releases = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
        let mut releases: Vec<_> = releases
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter_map(|path| Some((number(&path)?, path)))
            .collect();
        releases.sort();
        releases.into_iter().rev().map(|(_, path)| path.join("bin")).find(|bin| bin.join("initdb").exists())
    };
    if let Some(bin) = found() {
        return bin;
    }
    if is_root() {
        let _ = Command::new("apt-get").arg("update").stdout(Stdio::null()).status();
        let _ = Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends", "postgresql"])
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null())
            .status();
    }
    found().expect("these tests need PostgreSQL; install it with: apt-get install postgresql")
}
