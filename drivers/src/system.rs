//! The few calls to the Linux kernel that the standard library lacks: waiting for a device file, and three
//! requests to input devices. All unsafe code of this crate is here.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::ioctl::{IntegerSetter, Opcode, Setter, Updater, ioctl, opcode};

use crate::fault::Fault;

/// Opens a device file so that reading never blocks.
pub(crate) fn open_device(path: &Path, remedy: &str) -> Result<File, Fault> {
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC).bits().cast_signed();
    OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags)
        .open(path)
        .map_err(|error| Fault::while_opening(&error, &path.display().to_string(), remedy))
}

/// Reads what a device file has, waiting at most `patience` for it.
pub(crate) fn read_device(file: &mut File, into: &mut [u8], patience: Duration) -> Result<usize, Fault> {
    let timeout = Timespec {
        tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(patience.subsec_nanos()),
    };
    let mut waited = [PollFd::new(&*file, PollFlags::IN)];
    match poll(&mut waited, Some(&timeout)) {
        Ok(0) | Err(rustix::io::Errno::INTR) => return Err(Fault::TimedOut),
        Ok(_) => {}
        Err(error) => return Err(Fault::while_moving(&error.into())),
    }
    match file.read(into) {
        Ok(0) => Err(Fault::Unplugged),
        Ok(n) => Ok(n),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Fault::TimedOut),
        Err(error) => Err(Fault::while_moving(&error)),
    }
}

/// `EVIOCGRAB` of `linux/input.h`: an int by value.
const GRAB: Opcode = opcode::write::<i32>(b'E', 0x90);
/// `EVIOCSCLOCKID` of `linux/input.h`: a pointer to an int.
const SET_CLOCK: Opcode = opcode::write::<i32>(b'E', 0xA0);
/// `HIDIOCSFEATURE(2)` of `linux/hidraw.h`: report number and one byte.
const SET_FEATURE: Opcode = opcode::read_write::<[u8; 2]>(b'H', 0x06);
/// `CLOCK_MONOTONIC` of `linux/time.h`.
const MONOTONIC: i32 = 1;

/// Takes an input device for this program alone: what it types goes nowhere else.
pub(crate) fn grab(input: &File) -> io::Result<()> {
    #[expect(
        unsafe_code,
        reason = "the kernel's input device takes EVIOCGRAB with a plain number, by its header"
    )]
    unsafe {
        ioctl(input, IntegerSetter::<GRAB>::new_usize(1))?;
    }
    Ok(())
}

/// Lets an input device stamp its events with the clock that never jumps.
pub(crate) fn stamp_by_steady_clock(input: &File) -> io::Result<()> {
    #[expect(
        unsafe_code,
        reason = "the kernel's input device reads one int from EVIOCSCLOCKID, by its header"
    )]
    unsafe {
        ioctl(input, Setter::<SET_CLOCK, i32>::new(MONOTONIC))?;
    }
    Ok(())
}

/// Sends a feature report of one byte to a HID device.
pub(crate) fn set_feature(hid: &File, report: u8, value: u8) -> io::Result<()> {
    let mut bytes = [report, value];
    #[expect(
        unsafe_code,
        reason = "hidraw reads and may write two bytes at HIDIOCSFEATURE(2), by its header"
    )]
    unsafe {
        ioctl(hid, Updater::<SET_FEATURE, [u8; 2]>::new(&mut bytes))?;
    }
    Ok(())
}
