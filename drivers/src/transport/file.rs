//! A file in place of a device: labels for a look, or for another program to fetch.
//!
//! The file appears under its name only when it is whole: bytes go to `NAME.part`, which is renamed by
//! [`Transport::finish`]. Without it the part is removed. For ordinary files only; a printer's device file
//! (`/dev/usb/lp0`) can block without a deadline: use [`super::usb`] for it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Connector, Transport, uninterrupted};
use crate::fault::Fault;

/// Writes each job to the same path, replacing what was there.
#[derive(Debug, Clone)]
pub struct FileConnector {
    path: PathBuf,
}

impl FileConnector {
    /// Jobs go to `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl Connector for FileConnector {
    fn open(&self) -> Result<Box<dyn Transport>, Fault> {
        let part = part_of(&self.path);
        let file = File::create(&part).map_err(|error| {
            Fault::while_opening(&error, &part.display().to_string(), "let this program write to that folder")
        })?;
        Ok(Box::new(FileTransport { file, part, path: self.path.clone(), whole: false }))
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

struct FileTransport {
    file: File,
    part: PathBuf,
    path: PathBuf,
    whole: bool,
}

impl Transport for FileTransport {
    fn write(&mut self, bytes: &[u8], _timeout: Duration) -> Result<usize, Fault> {
        uninterrupted(|| self.file.write(bytes)).map_err(|error| Fault::while_moving(&error))
    }

    fn read(&mut self, _into: &mut [u8], _timeout: Duration) -> Result<usize, Fault> {
        Ok(0)
    }

    fn finish(&mut self, _timeout: Duration) -> Result<(), Fault> {
        let fault = |error| Fault::while_moving(&error);
        self.file.sync_all().map_err(fault)?;
        fs::rename(&self.part, &self.path).map_err(fault)?;
        self.whole = true;
        Ok(())
    }
}

impl Drop for FileTransport {
    fn drop(&mut self) {
        if !self.whole {
            // Nobody is left to hear of a failure here, and the name says that it is only a part.
            let _ = fs::remove_file(&self.part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_appears_only_when_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("label.pdf");
        let connector = FileConnector::new(&path);

        let mut cut_off = connector.open().unwrap();
        cut_off.write(b"half", Duration::ZERO).unwrap();
        drop(cut_off);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

        let mut whole = connector.open().unwrap();
        whole.write(b"whole", Duration::ZERO).unwrap();
        whole.finish(Duration::ZERO).unwrap();
        drop(whole);
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let fault = FileConnector::new(folder.path().join("no/label.pdf")).open().err().unwrap();
        assert_eq!(fault.code(), "not_found");
        assert!(fault.to_string().contains("no/label.pdf"));
    }
}
