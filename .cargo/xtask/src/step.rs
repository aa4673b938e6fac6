//! One step of a task: a command shown before it runs, timed, and explained when it fails.

use crate::failure::Failure;
use std::process::Command;
use std::time::{Duration, Instant};

/// The steps done so far, with the time each took.
#[derive(Debug, Default)]
pub struct Steps {
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// Runs a command as the step `name`; `sorry` is the sentence for when it does not succeed.
    pub fn command(&mut self, name: &'static str, command: &mut Command, sorry: &str) -> Result<(), Failure> {
        eprintln!("\n── {name}: {}", line(command));
        self.timed(name, || {
            let status = command.status().map_err(|error| {
                Failure::new(format!("Could not start {}: {error}.", command.get_program().display()))
            })?;
            if status.success() { Ok(()) } else { Err(Failure::new(format!("{sorry} ({status})"))) }
        })
    }

    /// Runs a piece of work as the step `name`.
    pub fn timed<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let start = Instant::now();
        let result = work()?;
        self.done.push((name, start.elapsed()));
        Ok(result)
    }

    /// "fmt 1 s, clippy 40 s, …": every step that was done.
    pub fn times(&self) -> String {
        let parts: Vec<String> =
            self.done.iter().map(|(name, took)| format!("{name} {:.0} s", took.as_secs_f64())).collect();
        parts.join(", ")
    }
}

/// The command as one could type it.
fn line(command: &Command) -> String {
    let mut line = String::new();
    for (name, value) in command.get_envs() {
        if let (Some("RUSTFLAGS" | "RUSTC_BOOTSTRAP"), Some(value)) = (name.to_str(), value) {
            line.push_str(&format!("{}='{}' ", name.display(), value.display()));
        }
    }
    let program = std::path::Path::new(command.get_program());
    line.push_str(&program.file_name().unwrap_or(program.as_os_str()).to_string_lossy());
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
