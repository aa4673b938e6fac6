//! `bipe backup`: a consistent copy of the database, while the server works. PostgreSQL has its own tools for it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bipe_store::{Store, backup};
use clap::Args;

use super::{failed, say};
use crate::config::{Config, Serving, Where};

/// Arguments of `bipe backup`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The new file; an existing one is never overwritten
    file: PathBuf,
    #[command(flatten)]
    place: Where,
}

pub async fn run(arguments: Arguments) -> ExitCode {
    match copy(&arguments).await {
        Ok(bytes) => {
            say(format_args!("{} holds a whole copy, {bytes} bytes, checked", arguments.file.display()));
            ExitCode::SUCCESS
        }
        Err(reason) => failed(reason),
    }
}

async fn copy(arguments: &Arguments) -> Result<u64, String> {
    let config = Config::load(&arguments.place, &Serving::default()).map_err(|error| error.to_string())?;
    let target = &arguments.file;
    let Some(source) = config.database_file() else {
        let shown = config.database_shown();
        return Err(format!(
            "PostgreSQL is copied by its own tool. Run:\n  pg_dump --format=custom --file={} --dbname={}\n\
             It asks for the password, or takes it from PGPASSWORD or ~/.pgpass.",
            quoted(&target.to_string_lossy()),
            quoted(&shown)
        ));
    };
    if !source.exists() {
        return Err(format!("there is no database {}", source.display()));
    }
    if target.exists() {
        return Err(format!("{} exists already; name a new file", target.display()));
    }
    let beside = beside(target, "part");
    // What an interrupted backup has left is worth nothing.
    let _ = std::fs::remove_file(&beside);
    let done = write(&config, &beside, target).await;
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done
}

async fn write(config: &Config, beside: &Path, target: &Path) -> Result<u64, String> {
    let text = beside.to_str().ok_or("the file's name is not UTF-8")?;
    let store = Store::open(&config.database).await.map_err(|error| error.to_string())?;
    let copied = store.copy_to(text).await;
    store.close().await;
    copied.map_err(|error| format!("{} can't be written: {error}", beside.display()))?;
    verify(beside).await?;
    let sorry = |error: std::io::Error| format!("{} can't be written: {error}", target.display());
    let file = std::fs::File::open(beside).map_err(sorry)?;
    file.sync_all().map_err(sorry)?;
    // A hard link, unlike a rename, fails when someone has made the file meanwhile.
    std::fs::hard_link(beside, target).or_else(|_| rename_new(beside, target)).map_err(sorry)?;
    let _ = std::fs::remove_file(beside);
    file.metadata().map(|metadata| metadata.len()).map_err(sorry)
}

/// For file systems without hard links.
fn rename_new(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.exists() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    std::fs::rename(from, to)
}

/// Refuses a file that is not a whole database of Bipe.
///
/// # Errors
/// What is wrong with it.
pub async fn verify(file: &Path) -> Result<(), String> {
    let text = file.to_str().ok_or("the file's name is not UTF-8")?;
    let wrong = backup::check(text).await.map_err(|error| format!("{}: {error}", file.display()))?;
    match wrong.first() {
        None => Ok(()),
        Some(first) => Err(format!("{} is damaged: {first}", file.display())),
    }
}

/// The file's name with something more behind it, in the same folder.
pub fn beside(file: &Path, more: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(more);
    PathBuf::from(name)
}

/// A word for a shell.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@=".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(quoted("postgres://bipe@db:5432/bipe"), "postgres://bipe@db:5432/bipe");
        assert_eq!(quoted("it's a b"), "'it'\\''s a b'");
        assert_eq!(quoted(""), "''");
    }
}
