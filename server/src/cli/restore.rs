//! `bipe restore`: a backup in the database's place, checked and brought to this version's schema before it gets there.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bipe_store::{Store, backup};
use clap::Args;

use super::backup::{beside, quoted, verify};
use super::{failed, say};
use crate::clock::Clock;
use crate::config::{Config, Serving, Where};

/// Arguments of `bipe restore`.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The backup
    file: PathBuf,
    /// Move a database that is there aside, instead of refusing
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    place: Where,
}

pub async fn run(arguments: Arguments) -> ExitCode {
    match restore(&arguments).await {
        Ok(said) => {
            say(said);
            ExitCode::SUCCESS
        }
        Err(reason) => failed(reason),
    }
}

async fn restore(arguments: &Arguments) -> Result<String, String> {
    let config = Config::load(&arguments.place, &Serving::default()).map_err(|error| error.to_string())?;
    let backup = &arguments.file;
    let Some(target) = config.database_file() else {
        return Err(format!(
            "PostgreSQL is restored by its own tool, into an empty database. Stop the server and run:\n  \
             pg_restore --exit-on-error --no-owner --dbname={} {}\n\
             It asks for the password, or takes it from PGPASSWORD or ~/.pgpass.",
            quoted(&config.database_shown()),
            quoted(&backup.to_string_lossy())
        ));
    };
    if !backup.is_file() {
        return Err(format!("there is no backup {}", backup.display()));
    }
    refuse_used(target, arguments.force).await?;
    let beside = beside(target, "restoring");
    let done = prepare(backup, &beside).await;
    let said = match done {
        Ok(()) => put(&beside, target),
        Err(reason) => Err(reason),
    };
    if said.is_err() {
        for file in with_logs(&beside) {
            let _ = std::fs::remove_file(file);
        }
    }
    said
}

/// Refuses a target that a server holds, or that is there at all unless it may be moved aside.
async fn refuse_used(target: &Path, force: bool) -> Result<(), String> {
    if !target.exists() {
        return Ok(());
    }
    if !force {
        return Err(format!("{} exists; with --force it is moved aside", target.display()));
    }
    let text = target.to_str().ok_or("the database's name is not UTF-8")?;
    match backup::in_use(text).await {
        Ok(true) => Err(format!("a server holds {}; stop it first", target.display())),
        Ok(false) => Ok(()),
        // A database that can't be opened any more is what restoring is for.
        Err(error) => {
            eprintln!("bipe: {} can't be opened ({error}); moving it aside as it is", target.display());
            Ok(())
        }
    }
}

/// Copies the backup beside the target, checks it and brings it to this version's schema there.
async fn prepare(backup: &Path, beside: &Path) -> Result<(), String> {
    verify(backup).await?;
    if let Some(folder) = beside.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let sorry = |error: std::io::Error| format!("{} can't be written: {error}", beside.display());
    for file in with_logs(beside) {
        let _ = std::fs::remove_file(file);
    }
    std::fs::copy(backup, beside).map_err(sorry)?;
    let store =
        Store::open(&format!("sqlite:{}", beside.display())).await.map_err(|error| error.to_string())?;
    let migrated = store.migrate().await;
    store.close().await;
    migrated.map_err(|error| format!("{}: {error}", backup.display()))?;
    verify(beside).await?;
    // Looking at it has made these anew; they are empty.
    for file in &with_logs(beside)[1..] {
        let _ = std::fs::remove_file(file);
    }
    std::fs::File::open(beside).and_then(|file| file.sync_all()).map_err(sorry)
}

/// Moves an old database aside and the new one into its place.
fn put(beside: &Path, target: &Path) -> Result<String, String> {
    let sorry = |error: std::io::Error| format!("{} can't be written: {error}", target.display());
    let mut said = format!("{} is restored, checked and up to date", target.display());
    if target.exists() {
        let aside = super::backup::beside(target, &format!("before-{}", Clock::System.now_ms()));
        for (from, to) in with_logs(target).into_iter().zip(with_logs(&aside)) {
            if from.exists() {
                std::fs::rename(from, to).map_err(sorry)?;
            }
        }
        said.push_str(&format!("; what was there is now {}", aside.display()));
    }
    std::fs::rename(beside, target).map_err(sorry)?;
    Ok(said)
}

/// A database's file with the two that SQLite keeps beside it while it is open or was not closed.
fn with_logs(file: &Path) -> [PathBuf; 3] {
    let more = |more: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(more);
        PathBuf::from(name)
    };
    [file.to_owned(), more("-wal"), more("-shm")]
}
