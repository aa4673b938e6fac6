//! What a station has not told the server yet, on disk.
//!
//! Scans and weights lie in files numbered in their order; a print job lies in one file for its printer from before its first
//! byte goes out until the server knows what became of it. Each file appears whole and is on the disk when [`Spool::put`] or
//! [`Spool::hold`] returns.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bipe_api::station::{JobOutcome, StationScan, StationWeight};
use bipe_core::id::PrintJobId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;

/// Something that happened at the station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// A scan by the scanner with this number.
    Scan {
        /// Which scanner is to beep.
        scanner: usize,
        /// The scan.
        scan: StationScan,
    },
    /// A load came to rest on the scale.
    Weight(StationWeight),
}

/// A print job that this station has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The job.
    pub id: PrintJobId,
    /// Which try it is.
    pub attempt: i64,
    /// What became of it; none while it is being sent.
    pub outcome: Option<JobOutcome>,
}

/// The folder.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    name: String,
    next: Mutex<u64>,
}

impl Spool {
    /// Opens the spool in this folder, or begins one with a name of its own.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(folder: &Path, clock: &Clock) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let named = folder.join("name");
        let name = match fs::read_to_string(&named) {
            Ok(name) if !name.trim().is_empty() => name.trim().to_owned(),
            Ok(_) | Err(_) => {
                let name = clock.ids().next_uuid().to_string();
                write(folder, "name", name.as_bytes())?;
                name
            }
        };
        let spool = Self { folder: folder.to_owned(), name, next: Mutex::new(0) };
        let last = spool.numbered()?.last().map_or(0, |(number, _)| number + 1);
        *spool.next.lock().unwrap_or_else(PoisonError::into_inner) = last;
        Ok(spool)
    }

    /// The spool's own name, by which the server knows whom it gave a job.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Keeps what happened.
    ///
    /// # Errors
    /// What the system says; nothing was kept.
    pub fn put(&self, happened: &Happened) -> io::Result<()> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        write(&self.folder, &format!("{:020}.json", *next), &serde_json::to_vec(happened)?)?;
        *next += 1;
        Ok(())
    }

    /// The oldest that is kept, with the number by which it is let go. What can't be read is put aside.
    ///
    /// # Errors
    /// What the system says.
    pub fn first(&self) -> io::Result<Option<(u64, Happened)>> {
        for (number, path) in self.numbered()? {
            match read(&path) {
                Ok(Some(happened)) => return Ok(Some((number, happened))),
                Ok(None) => {}
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    tracing::error!(file = %path.display(), %error, "put aside: it can't be read");
                    fs::rename(&path, path.with_extension("unreadable"))?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Lets go of what the server has answered.
    ///
    /// # Errors
    /// What the system says.
    pub fn let_go(&self, number: u64) -> io::Result<()> {
        remove(&self.folder.join(format!("{number:020}.json")))
    }

    /// Holds a printer's job, in place of what was held before.
    ///
    /// # Errors
    /// What the system says; the file is as it was.
    pub fn hold(&self, printer: &str, held: &Held) -> io::Result<()> {
        write(&self.folder, &held_name(printer), &serde_json::to_vec(held)?)
    }

    /// The job of a printer that is held.
    ///
    /// # Errors
    /// What the system says.
    pub fn held(&self, printer: &str) -> io::Result<Option<Held>> {
        read(&self.folder.join(held_name(printer)))
    }

    /// The server knows what became of the printer's job.
    ///
    /// # Errors
    /// What the system says.
    pub fn forget(&self, printer: &str) -> io::Result<()> {
        remove(&self.folder.join(held_name(printer)))
    }

    fn numbered(&self) -> io::Result<Vec<(u64, PathBuf)>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let json = path.extension().is_some_and(|extension| extension == "json");
            let number = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
            if let Some(number) = number.filter(|_| json) {
                all.push((number, path));
            }
        }
        all.sort_unstable();
        Ok(all)
    }
}

fn held_name(printer: &str) -> String {
    format!("job {printer}.json")
}

/// Writes a file so that it is whole or not there at all.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let part = folder.join(format!("{name}.part"));
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))?;
    File::open(folder)?.sync_all()
}

fn read<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => {
            let whole = serde_json::from_slice(&bytes);
            // A file that ends early is as unreadable as any other.
            whole.map(Some).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use bipe_core::id::CommandId;

    use super::*;

    fn scan(symbol: &str) -> Happened {
        let command_id = CommandId(Clock::System.ids().next_uuid());
        let scanned_at = "2026-03-02T12:00:00Z".to_owned();
        Happened::Scan { scanner: 0, scan: StationScan { command_id, scanned_at, symbol: symbol.to_owned() } }
    }

    #[test]
    fn what_happened_comes_back_in_its_order_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(folder.path(), &Clock::System).unwrap();
        let (first, second, third) = (scan("1"), scan("2"), scan("3"));
        spool.put(&first).unwrap();
        spool.put(&second).unwrap();
        let name = spool.name().to_owned();
        let again = Spool::open(folder.path(), &Clock::System).unwrap();
        assert_eq!(again.name(), name);
        again.put(&third).unwrap();
        for expected in [first, second, third] {
            let (number, happened) = again.first().unwrap().unwrap();
            assert_eq!(happened, expected);
            again.let_go(number).unwrap();
        }
        assert_eq!(again.first().unwrap(), None);
    }

    #[test]
    fn what_was_cut_off_is_put_aside_and_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(format!("{:020}.json", 0)), b"{\"scan\":").unwrap();
        fs::write(folder.path().join(format!("{:020}.json.part", 1)), b"{").unwrap();
        let spool = Spool::open(folder.path(), &Clock::System).unwrap();
        let next = scan("7");
        spool.put(&next).unwrap();
        assert_eq!(spool.first().unwrap().unwrap().1, next);
        assert!(folder.path().join(format!("{:020}.unreadable", 0)).exists());
    }

    #[test]
    fn a_job_is_held_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(folder.path(), &Clock::System).unwrap();
        let held = Held { id: PrintJobId(Clock::System.ids().next_uuid()), attempt: 2, outcome: None };
        spool.hold("zebra", &held).unwrap();
        assert_eq!(spool.held("zebra").unwrap(), Some(held));
        assert_eq!(spool.held("other").unwrap(), None);
        assert_eq!(spool.first().unwrap(), None, "a job is no scan");
        spool.forget("zebra").unwrap();
        spool.forget("zebra").unwrap();
        assert_eq!(spool.held("zebra").unwrap(), None);
    }
}
