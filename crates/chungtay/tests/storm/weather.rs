//! What may go wrong around a server: a wrong clock, a slow disk, a full one.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Where the small disk is, for those inside.
const MOUNTED: &str = "/mnt";

/// A library laid under processes, which asks files of ours what the weather is.
pub(crate) struct Sky {
    folder: tempfile::TempDir,
}

/// The weather over some processes.
pub(crate) struct Weather {
    library: PathBuf,
    file: PathBuf,
    told: File,
}

impl Sky {
    /// Makes the library, with the compiler that also links this test.
    pub(crate) fn new() -> Self {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        // Another user looks in: PostgreSQL does not run as root.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        std::fs::write(folder.path().join("weather.c"), include_str!("weather.c")).unwrap();
        let mut compile = Command::new("cc");
        compile.current_dir(folder.path()).args(["-shared", "-fPIC", "-O1", "-o", "weather.so", "weather.c"]);
        let made = compile.status().is_ok_and(|status| status.success());
        assert!(made, "this test needs a C compiler named cc, as building Rust programs does");
        Self { folder }
    }

    /// Fair weather so far.
    pub(crate) fn over(&self, whom: &str) -> Weather {
        let file = self.folder.path().join(whom);
        std::fs::write(&file, [0; 16]).unwrap();
        let told = File::options().write(true).open(&file).unwrap();
        Weather { library: self.folder.path().join("weather.so"), file, told }
    }
}

impl Weather {
    /// The variables of a process that is to live under it.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let text = |path: &Path| path.display().to_string();
        vec![("LD_PRELOAD".to_owned(), text(&self.library)), ("STORM_WEATHER".to_owned(), text(&self.file))]
    }

    /// From now on clocks are wrong by so many hours.
    pub(crate) fn clock(&self, hours: i64) {
        self.tell(0, hours * 3_600);
    }

    /// From now on each flush of a disk takes so many milliseconds more.
    pub(crate) fn flush(&self, milliseconds: i64) {
        self.tell(8, milliseconds);
    }

    /// Written in place: processes have the file in their memory.
    fn tell(&self, at: u64, value: i64) {
        self.told.write_all_at(&value.to_ne_bytes(), at).unwrap();
    }
}

/// A small disk in memory, seen only by processes that enter it, and gone with this one.
pub(crate) struct Disk {
    holder: Child,
    is_root: bool,
}

impl Disk {
    pub(crate) fn new(megabytes: usize) -> Self {
        let is_root = Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0";
        let mount = format!("mount -t tmpfs -o size={megabytes}m,mode=1777 none {MOUNTED} && echo mounted && exec cat");
        let mut unshare = Command::new("unshare");
        if !is_root {
            unshare.args(["--user", "--map-root-user"]);
        }
        unshare.args(["--mount", "sh", "-c", &mount]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut holder = unshare.spawn().expect("this test needs unshare and nsenter (Debian's util-linux)");
        let mut said = String::new();
        BufReader::new(holder.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(
            said, "mounted\n",
            "this test needs a disk of a size of its own: run it as root, or where user namespaces are allowed"
        );
        Self { holder, is_root }
    }

    /// The words before a command that is to see the disk.
    pub(crate) fn enter(&self) -> Vec<String> {
        let target = self.holder.id().to_string();
        let mut words = vec!["nsenter", "--target", &target, "--mount"];
        if !self.is_root {
            words.extend(["--user", "--preserve-credentials"]);
        }
        words.into_iter().map(str::to_owned).collect()
    }

    /// The same before a command that refuses to run as root, which anybody is in a namespace of their own.
    pub(crate) fn enter_as_nobody_special(&self) -> Vec<String> {
        let mut words = self.enter();
        if !self.is_root {
            words.extend(["unshare", "--user", "--map-user=1000", "--map-group=1000"].map(str::to_owned));
        }
        words
    }

    /// A place on it, as those inside see it.
    pub(crate) fn inside(name: &str) -> PathBuf {
        Path::new(MOUNTED).join(name)
    }

    /// The same, as it is seen from here.
    pub(crate) fn seen_from_here(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root{MOUNTED}", self.holder.id())).join(name)
    }

    /// Fills it up to the last byte; what was freed since is filled as well.
    pub(crate) fn fill(&self) {
        let mut ballast = File::options().append(true).create(true).open(self.seen_from_here("ballast")).unwrap();
        let mut size = 1 << 20;
        while size > 0 {
            match ballast.write(&vec![0; size]) {
                Ok(written) if written > 0 => {}
                _ => size /= 2,
            }
        }
    }

    /// Makes room again, when dropped.
    pub(crate) fn freed(&self) -> Freed {
        Freed(self.seen_from_here("ballast"))
    }
}

/// The ballast on a full disk.
pub(crate) struct Freed(PathBuf);

impl Drop for Freed {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}
