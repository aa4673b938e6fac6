//! The server as it is run: the program `bipe` as a child process, killed and started again on the same data.
//!
//! It listens on a port that the system chose and prints its address, which is read from its output. What it
//! prints is kept, and shown when the test that owns it fails.

use crate::leash::Leash;
use std::env;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;

/// How long a start may take on a busy machine before it counts as failed.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// The path of the program `bipe`: the one that `cargo xtask test` has built and names in `BIPE_PROGRAM`, or, in a
/// plain `cargo test`, the one that cargo brings up to date now, once for the process.
///
/// # Panics
/// When it does not compile, with cargo's words.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| env::var_os("BIPE_PROGRAM").map_or_else(build, PathBuf::from))
}

/// Builds the program into the target folder that this test came from, in the form that `cargo xtask` uses.
fn build() -> PathBuf {
    let test = env::current_exe().expect("the test's own path");
    // target/<profile>/deps/<test>, or target/<profile>/<program>
    let folder = test.parent().expect("cargo's folders");
    let output = if folder.ends_with("deps") { folder.parent().expect("cargo's folders") } else { folder };
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--workspace", "--bin=bipe"]);
    if output.ends_with("release") {
        cargo.arg("--release");
    }
    cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    cargo.env("CARGO_TARGET_DIR", output.parent().expect("cargo's target folder"));
    let built = cargo.output().expect("cargo starts");
    assert!(built.status.success(), "bipe does not compile:\n{}", String::from_utf8_lossy(&built.stderr));
    output.join("bipe")
}

/// Runs `bipe` to its end, for commands such as `audit` and `--help`.
///
/// # Panics
/// When it does not start.
pub fn run(arguments: &[&str]) -> Output {
    Command::new(program()).args(arguments).stdin(Stdio::null()).output().expect("bipe starts")
}

/// How a server is to be started.
#[derive(Debug)]
pub struct Launch {
    program: Option<PathBuf>,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    data: TempDir,
}

impl Default for Launch {
    fn default() -> Self {
        Self::new()
    }
}

impl Launch {
    /// `bipe serve` on SQLite in an empty temporary folder, with no variable of ours from the outside.
    ///
    /// # Panics
    /// When there is no temporary folder.
    pub fn new() -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        Self { program: None, arguments: Vec::new(), environment: Vec::new(), data }
    }

    /// Another program than the one just built, such as an older version.
    #[must_use]
    pub fn program(mut self, program: impl Into<PathBuf>) -> Self {
        self.program = Some(program.into());
        self
    }

    /// One more argument of `bipe serve`, such as `--demo`.
    #[must_use]
    pub fn argument(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// One environment variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// On PostgreSQL instead: a URL from [`crate::postgres::database`].
    #[must_use]
    pub fn database(self, url: &str) -> Self {
        self.variable("DATABASE_URL", url)
    }

    /// Starts the server and waits until it has printed its address.
    ///
    /// # Panics
    /// When it ends, or has printed none after a minute; with all that it printed.
    pub fn start(self) -> Bipe {
        let log = Log::default();
        let (child, address, leash) = spawn(&self, "127.0.0.1:0", &log);
        Bipe { launch: self, running: Some((child, leash)), address, log }
    }
}

/// What the server has printed, from all of its starts.
#[derive(Debug, Default, Clone)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn add(&self, line: &str) {
        let mut text = self.0.lock().expect("no reader panics");
        text.push_str(line);
        text.push('\n');
    }

    fn text(&self) -> String {
        self.0.lock().expect("no reader panics").clone()
    }

    /// Copies every line from a pipe, until the program at its other end is gone; `tell` gets them as well.
    fn follow(&self, pipe: impl Read + Send + 'static, tell: Option<Sender<String>>) -> JoinHandle<()> {
        let log = self.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                log.add(&line);
                if let Some(tell) = &tell {
                    // After the address nobody listens any more.
                    let _ = tell.send(line);
                }
            }
        })
    }
}

fn spawn(launch: &Launch, listen: &str, log: &Log) -> (Child, String, Leash) {
    let mut command = Command::new(launch.program.as_deref().unwrap_or_else(|| program()));
    for (name, _) in env::vars_os() {
        if name == "DATABASE_URL" || name.to_string_lossy().starts_with("BIPE_") {
            command.env_remove(name);
        }
    }
    let mut child = command
        .args(["serve", "--listen", listen, "--data"])
        .arg(launch.data.path())
        .args(&launch.arguments)
        .envs(launch.environment.iter().map(|(name, value)| (name, value)))
        .current_dir(launch.data.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("bipe starts");
    let leash = Leash::tie(child.id(), "KILL", Some(launch.data.path().to_path_buf()));
    let (tell, lines) = channel();
    let said = log.follow(child.stdout.take().expect("a pipe"), Some(tell));
    let warned = log.follow(child.stderr.take().expect("a pipe"), None);
    match address(&lines, START_TIMEOUT) {
        Some(address) => (child, address, leash),
        None => {
            let _ = child.kill();
            let ended = child.wait();
            // Its last words may still be in the pipes.
            let _ = (said.join(), warned.join());
            panic!("bipe printed no address ({ended:?}). It said:\n{}", log.text());
        }
    }
}

/// The `http://host:port` or `https://host:port` that it listens on, or nothing when the program ends or the time is over.
fn address(lines: &Receiver<String>, timeout: Duration) -> Option<String> {
    loop {
        let line = lines.recv_timeout(timeout).ok()?;
        if let Some(at) = ["http://", "https://"].iter().filter_map(|scheme| line.find(scheme)).min() {
            let url = &line[at..];
            let end = url.find(|c: char| c.is_whitespace() || c.is_control()).unwrap_or(url.len());
            return Some(url[..end].trim_end_matches(['/', '.', ',', '"']).to_owned());
        }
    }
}

/// A server that runs, or was killed and may run again. Dropping it kills it and removes its data.
#[derive(Debug)]
pub struct Bipe {
    launch: Launch,
    running: Option<(Child, Leash)>,
    address: String,
    log: Log,
}

impl Bipe {
    /// `http://127.0.0.1:port`, without a slash at the end; the same after a restart.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.launch.data.path()
    }

    /// All that it has printed so far, over all starts.
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// Its process id.
    ///
    /// # Panics
    /// When it does not run.
    pub fn process(&self) -> u32 {
        self.running.as_ref().expect("the server runs").0.id()
    }

    /// Ends it by SIGKILL, at once and whatever it does, and waits until it is gone.
    ///
    /// # Panics
    /// When it has ended by itself before.
    pub fn kill(&mut self) {
        let (mut child, leash) = self.running.take().expect("the server runs");
        let ended = child.try_wait().expect("its state");
        assert!(ended.is_none(), "bipe had ended by itself ({ended:?}). It said:\n{}", self.log());
        child.kill().expect("kill");
        child.wait().expect("its end");
        drop(leash);
    }

    /// Asks it to end (SIGTERM), and waits until it has.
    ///
    /// # Panics
    /// When it does not run.
    pub fn stop(&mut self) -> ExitStatus {
        let (mut child, leash) = self.running.take().expect("the server runs");
        let id = child.id().to_string();
        let sent = Command::new("kill").args(["-s", "TERM", &id]).status().expect("kill starts");
        assert!(sent.success(), "bipe had ended by itself. It said:\n{}", self.log());
        let status = child.wait().expect("its end");
        drop(leash);
        status
    }

    /// Starts it again on the same data and the same address.
    ///
    /// # Panics
    /// When it still runs, or as [`Launch::start`].
    pub fn restart(&mut self) {
        assert!(self.running.is_none(), "kill or stop it first");
        let listen = self.address.rsplit('/').next().unwrap_or_default().to_owned();
        self.log.add("── started again");
        let (child, address, leash) = spawn(&self.launch, &listen, &self.log);
        assert_eq!(address, self.address, "the address stays");
        self.running = Some((child, leash));
    }
}

impl Drop for Bipe {
    fn drop(&mut self) {
        if let Some((mut child, leash)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
            drop(leash);
        }
        if std::thread::panicking() {
            eprintln!("── what bipe said:\n{}", self.log());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_first_url_printed_without_what_stands_around_it() {
        for (line, expected) in [
            ("Bipe is ready: http://127.0.0.1:40123/", "http://127.0.0.1:40123"),
            ("\u{1b}[1mhttp://127.0.0.1:1\u{1b}[0m", "http://127.0.0.1:1"),
            ("open \"http://[::1]:80\".", "http://[::1]:80"),
            ("it listens on https://127.0.0.1:2", "https://127.0.0.1:2"),
        ] {
            let (tell, lines) = channel();
            tell.send("starting".to_owned()).expect("send");
            tell.send(line.to_owned()).expect("send");
            assert_eq!(address(&lines, START_TIMEOUT).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_program_that_ends_without_an_address_is_not_waited_for() {
        let (tell, lines) = channel();
        tell.send("error: the folder is read-only".to_owned()).expect("send");
        drop(tell);
        assert_eq!(address(&lines, START_TIMEOUT), None);
    }
}
