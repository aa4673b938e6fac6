//! A PostgreSQL of the test process's own: Debian's package, a temporary folder, a private socket, no port.
//!
//! PostgreSQL refuses to run as root; started by root it runs as the user `postgres` (or `nobody`). Only that user and
//! root can enter its folder, which is also what guards it: inside there is no password. It starts at the first
//! [`database`] of the process, serves all of its tests, each with databases of its own, and goes with the process
//! (see [`crate::leash`]).

use crate::leash::Leash;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, OnceLock};

/// Settings for a server whose data nobody will miss: an fsync a commit is most of a small test's time.
const FAST: &[&str] = &["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// Settings common to both kinds. English messages, since one of them is waited for.
const COMMON: &[&str] = &[
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=64MB",
    "lc_messages=C",
    "timezone=UTC",
    "logging_collector=off",
    "log_destination=stderr",
    "autovacuum_naptime=5min",
];

/// The port names the socket's file; nothing listens on it.
const PORT: &str = "5432";

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    databases: AtomicU32,
    settings: &'static [&'static str],
    running: Mutex<Running>,
}

/// The server's process, and how its end is heard.
#[derive(Debug)]
struct Running {
    process: u32,
    ended: Receiver<()>,
    _leash: Leash,
}

/// A fresh, empty database on the process's fast server; the URL is for `DATABASE_URL`.
///
/// # Panics
/// When PostgreSQL is not installed (naming the package) or does not start (showing its log).
pub fn database() -> String {
    static FAST_SERVER: OnceLock<Postgres> = OnceLock::new();
    FAST_SERVER.get_or_init(|| Postgres::start(FAST)).database()
}

/// The process's durable server, for tests that kill PostgreSQL itself and for benches: every commit waits for the disk, and statistics
/// are renewed as often as PostgreSQL does where nobody says otherwise.
///
/// # Panics
/// As [`database`].
pub fn durable() -> &'static Postgres {
    static DURABLE_SERVER: OnceLock<Postgres> = OnceLock::new();
    DURABLE_SERVER.get_or_init(|| Postgres::start(&["autovacuum_naptime=1min"]))
}

/// A server whose disk a test fills: its write-ahead log is elsewhere, and what runs full is a database alone.
///
/// # Panics
/// As [`database`].
pub fn roomy() -> &'static Postgres {
    static ROOMY_SERVER: OnceLock<Postgres> = OnceLock::new();
    ROOMY_SERVER.get_or_init(|| Postgres::start(&[]))
}

impl Postgres {
    /// Its own folder, whose owner it runs as.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A fresh, empty database whose tables lie in `folder`, an empty one of the server's own.
    ///
    /// # Panics
    /// As [`Postgres::database`].
    pub fn database_in(&self, folder: &Path) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let (name, room) = (format!("bipe_{number}"), format!("room_{number}"));
        let at = folder.display();
        let make = format!("CREATE TABLESPACE {room} LOCATION '{at}'");
        self.client("psql", &["--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-q", "-c", &make, "-d", "postgres"]);
        self.client("createdb", &["-D", &room, &name]);
        format!("postgres://bipe@localhost:{PORT}/{name}?host={}", self.folder.display())
    }

    fn start(settings: &'static [&'static str]) -> Self {
        let programs = programs(Path::new("/usr/lib/postgresql"));
        let owner = owner();
        // In /tmp whatever TMPDIR says: a socket's path has 107 bytes at most, and the owner must reach it.
        let folder = tempfile::tempdir_in("/tmp").expect("a folder in /tmp").keep();
        if let Some((user, group)) = owner {
            chown(&folder, Some(user), Some(group)).expect("root gives a folder away");
        }
        let made = as_owner(&programs, &folder, "initdb")
            .args([
                "--username=bipe",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "-D",
            ])
            .arg(folder.join("data"))
            .output()
            .expect("initdb starts");
        assert!(made.status.success(), "initdb failed:\n{}", String::from_utf8_lossy(&made.stderr));
        let running = Mutex::new(Self::run(&programs, &folder, settings));
        Self { programs, folder, databases: AtomicU32::new(0), settings, running }
    }

    /// Starts the server on its folder and waits until it serves.
    fn run(programs: &Path, folder: &Path, settings: &[&str]) -> Running {
        let mut server = as_owner(programs, folder, "postgres");
        server.arg("-D").arg(folder.join("data")).arg("-k").arg(folder).args(["-p", PORT]);
        for setting in COMMON.iter().chain(settings) {
            server.args(["-c", setting]);
        }
        let mut child = server.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("postgres starts");
        // QUIT is PostgreSQL's immediate shutdown: it stops its own children, and leaves nothing to keep.
        let leash = Leash::tie(child.id(), "QUIT", Some(folder.to_path_buf()));
        let mut log = BufReader::new(child.stderr.take().expect("its log is a pipe")).lines();
        let mut said = String::new();
        loop {
            let Some(Ok(line)) = log.next() else { panic!("PostgreSQL did not start:\n{said}") };
            if line.contains("ready to accept connections") {
                break;
            }
            said.push_str(&line);
            said.push('\n');
        }
        // A pipe that nobody reads would block the server once it is full.
        let process = child.id();
        let (tell, ended) = channel();
        std::thread::spawn(move || {
            log.map_while(Result::ok).for_each(drop);
            let status = child.wait();
            // Nobody listens when the test has ended.
            let _ = tell.send(());
            status
        });
        Running { process, ended, _leash: leash }
    }

    /// Ends the server at once, as a crash does, and starts it again on the same folder.
    ///
    /// # Panics
    /// When it has ended by itself, or does not come back.
    pub fn crash(&self) {
        let mut running = self.running.lock().expect("no one panics here");
        let done = Command::new("kill").args(["-s", "QUIT", &running.process.to_string()]).status();
        assert!(done.expect("kill starts").success(), "the server had ended by itself");
        running.ended.recv().expect("the server's end");
        *running = Self::run(&self.programs, &self.folder, self.settings);
    }

    /// A fresh, empty database; the URL is for `DATABASE_URL`.
    ///
    /// # Panics
    /// When the server is gone.
    pub fn database(&self) -> String {
        let name = format!("bipe_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.client("createdb", &[&name]);
        format!("postgres://bipe@localhost:{PORT}/{name}?host={}", self.folder.display())
    }

    /// Runs SQL on a database made here and gives the rows, unaligned, one a line, columns parted by `|`.
    ///
    /// # Panics
    /// When the SQL fails, with psql's words.
    pub fn query(&self, url: &str, sql: &str) -> String {
        self.client("psql", &["--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-qAt", "-c", sql, "-d", url])
    }

    /// Transactions a second of `pgbench`'s TPC-B on this server, with so many clients, on a database of its own.
    ///
    /// # Panics
    /// When pgbench does not run.
    pub fn tpc_b(&self, clients: usize, seconds: u64) -> f64 {
        let name = format!("bipe_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.client("createdb", &[&name]);
        self.client("pgbench", &["--initialize", "--quiet", "--scale=10", &name]);
        let (clients, seconds) = (format!("--client={clients}"), format!("--time={seconds}"));
        let said = self.client("pgbench", &["--no-vacuum", "--protocol=prepared", &clients, &seconds, &name]);
        let tps = said.lines().find_map(|line| line.strip_prefix("tps = "));
        let tps = tps.and_then(|rest| rest.split(' ').next()?.parse().ok());
        tps.unwrap_or_else(|| panic!("pgbench said no rate: {said}"))
    }

    /// The server's process id, for a test that kills it.
    pub fn process(&self) -> u32 {
        self.running.lock().expect("no one panics here").process
    }

    fn client(&self, program: &str, arguments: &[&str]) -> String {
        let done = Command::new(self.programs.join(program))
            .env("PGHOST", &self.folder)
            .env("PGPORT", PORT)
            .env("PGUSER", "bipe")
            .args(arguments)
            .output()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        assert!(done.status.success(), "{program} failed: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim_end().to_owned()
    }
}

/// Starts `psql` on a database made here; it takes queries from its input and gives the rows, columns parted by U+001F.
///
/// # Panics
/// When it does not start.
pub(crate) fn psql(url: &str) -> Child {
    Command::new(programs(Path::new("/usr/lib/postgresql")).join("psql"))
        .args([
            "--no-psqlrc",
            "-qAt",
            "-v",
            "ON_ERROR_STOP=1",
            "-F",
            &crate::books::COLUMN.to_string(),
            "-d",
            url,
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("psql starts")
}

/// A program of PostgreSQL's, run as whoever owns its folder.
fn as_owner(programs: &Path, folder: &Path, name: &str) -> Command {
    let mut command = Command::new(programs.join(name));
    if let Some((user, group)) = owner() {
        command.uid(user).gid(group);
    }
    command.current_dir(folder).stdin(Stdio::null()).process_group(0);
    command
}

/// The folder of the newest PostgreSQL's programs.
fn programs(installed: &Path) -> PathBuf {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir(installed)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs).unwrap_or_else(|| {
        panic!(
            "PostgreSQL is not installed, and these tests need it. Run: sudo apt-get install -y postgresql"
        )
    })
}

/// Whom the server runs as when we are root: (user, group); `None` when we may run it ourselves.
fn owner() -> Option<(u32, u32)> {
    let me = std::fs::metadata("/proc/self").expect("Linux's /proc").uid();
    if me != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("a list of users");
    let found = ["postgres", "nobody"].iter().find_map(|name| ids(&users, name));
    Some(found.expect("a user `postgres` or `nobody`, since PostgreSQL refuses to run as root"))
}

/// Reads user and group of one line of `/etc/passwd`: name:password:user:group:….
fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let user = fields.nth(1)?.parse().ok()?;
        Some((user, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_their_whole_name() {
        let users = "nobodyelse:x:1:2::/:/bin/sh\nnobody:x:65534:65533:n:/:/usr/sbin/nologin\n";
        assert_eq!(ids(users, "nobody"), Some((65534, 65533)));
        assert_eq!(ids(users, "postgres"), None);
    }

    #[test]
    #[should_panic(expected = "sudo apt-get install -y postgresql")]
    fn without_the_package_the_line_to_run_is_told() {
        programs(Path::new("/usr/lib/no-such-folder"));
    }

    #[test]
    fn the_newest_version_is_taken_by_number() {
        let folder = tempfile::tempdir().expect("a folder");
        for version in ["9", "15", "share"] {
            std::fs::create_dir_all(folder.path().join(version).join("bin")).expect("create");
            std::fs::write(folder.path().join(version).join("bin/initdb"), "").expect("write");
        }
        assert_eq!(programs(folder.path()), folder.path().join("15/bin"));
    }
}
