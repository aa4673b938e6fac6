//! Ties a program that a test started to the life of the test process.
//!
//! Beside each program runs a small shell that reads from a pipe whose other end only the test process holds.
//! However that process ends (done, panicked, killed by SIGKILL, Ctrl-C), the kernel closes its end; the shell then
//! stops the one program it was told, by process id, and removes the program's folder. A parent-death signal
//! would not do: the kernel sends it when the starting *thread* ends, and each test is a thread.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// `$1` signal, `$2` process id, `$3` folder or empty. A browser leaves its driver's process group, so processes
/// whose profile lies in the folder go too; the wait is for the end of the program, at most ten seconds.
const WATCH: &str = r#"
read -r word
[ "$word" = released ] && exit 0
kill -s "$1" "$2" 2>/dev/null
if [ -n "$3" ]; then
    for process in /proc/[0-9]*; do
        case "$(tr '\0' ' ' 2>/dev/null <"$process/cmdline")" in
            *"--user-data-dir=$3/"*) kill -s KILL "${process#/proc/}" 2>/dev/null ;;
        esac
    done
fi
tries=0
while [ $tries -lt 200 ] && grep -q '^State:[[:space:]]*[^Z]' "/proc/$2/status" 2>/dev/null; do
    sleep 0.05
    tries=$((tries + 1))
done
[ -z "$3" ] || rm -rf -- "$3"
"#;

/// One program's leash. Dropping it lets go of the program without stopping it: the owner has, or takes over.
#[derive(Debug)]
pub struct Leash {
    watch: Child,
}

impl Leash {
    /// When this process ends: sends `signal` ("QUIT", "KILL") to `process`, waits for its end, and removes `folder`.
    ///
    /// # Panics
    /// When there is no `sh`.
    pub fn tie(process: u32, signal: &str, folder: Option<PathBuf>) -> Self {
        let watch = Command::new("sh")
            .args(["-c", WATCH, "leash", signal, &process.to_string()])
            .arg(folder.as_deref().unwrap_or(Path::new("")))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Out of reach of the terminal's Ctrl-C, which would end the watch before its work.
            .process_group(0)
            .spawn()
            .expect("sh starts");
        Self { watch }
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        if let Some(mut line) = self.watch.stdin.take() {
            // A watch that is gone already has nothing left to be told.
            let _ = line.write_all(b"released\n");
        }
        let _ = self.watch.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    /// A program that ends only when it is killed, and the pipe that tells its end: nobody else holds it.
    fn sleeper() -> (Child, std::process::ChildStdout) {
        let mut child =
            Command::new("sleep").arg("600").stdout(Stdio::piped()).spawn().expect("sleep starts");
        let told = child.stdout.take().expect("a pipe");
        (child, told)
    }

    #[test]
    fn the_end_of_the_pipe_stops_the_program_and_removes_its_folder() {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let (mut child, mut told) = sleeper();
        let mut leash = Leash::tie(child.id(), "KILL", Some(folder.clone()));
        drop(leash.watch.stdin.take());
        told.read_to_end(&mut Vec::new()).expect("the program's end");
        assert!(!child.wait().expect("wait").success());
        leash.watch.wait().expect("the watch ends");
        assert!(!folder.exists());
    }

    #[test]
    fn a_released_program_goes_on() {
        let (mut child, _told) = sleeper();
        drop(Leash::tie(child.id(), "KILL", None));
        assert!(child.try_wait().expect("look").is_none());
        child.kill().expect("kill");
        child.wait().expect("wait");
    }
}
