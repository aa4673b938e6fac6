//! A terminal pair: the device's end as a file, the host's end behind a link that keeps its name.

use std::fs::File;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// The device's end of the line, and a link to the host's end, as udev's by-id links are.
pub fn plug_in(link: &Path) -> File {
    let device = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&device).unwrap();
    unlockpt(&device).unwrap();
    let host = PathBuf::from(ptsname(&device, Vec::new()).unwrap().into_string().unwrap());
    symlink(host, link).unwrap();
    File::from(device)
}
