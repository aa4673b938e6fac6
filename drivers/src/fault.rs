//! What can go wrong with a device, in words an operator can act on.
//!
//! A [`Fault`] says what to do next, in English; its [`code`](Fault::code) is stable, so that a program can
//! show the sentence in another language. A [`DeviceError`] adds the one fact a job queue needs: how many
//! bytes had gone out. None: the job may be sent again. Any: only a person can tell what was printed.

use std::io;

/// What went wrong, with what an operator can do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The address of a network device can't be read or its name is unknown.
    #[error("the address {address} is not known: write it as name:port or number:port and check the name")]
    BadAddress {
        /// The address as it was configured.
        address: String,
    },
    /// Nothing by that path or identity is plugged in.
    #[error("{device} is not there: plug it in, switch it on, or correct its name in the settings")]
    NotFound {
        /// The path or identity looked for.
        device: String,
    },
    /// The system refuses this program the device.
    #[error("permission denied on {device}: {remedy}")]
    PermissionDenied {
        /// The path or identity of the device.
        device: String,
        /// The rule or command that gives the permission.
        remedy: String,
    },
    /// Another program holds the device.
    #[error("{device} is in use by another program: close that program")]
    Busy {
        /// The path or identity of the device.
        device: String,
    },
    /// A network device did not take the connection in time.
    #[error("{address} did not answer: check that it is switched on and on this network")]
    ConnectTimedOut {
        /// The address that was tried.
        address: String,
    },
    /// The machine at that address is there, but nothing listens on that port.
    #[error("{address} refused the connection: check the port, and that no other program is printing there")]
    Refused {
        /// The address that was tried.
        address: String,
    },
    /// No way leads to that network.
    #[error("{address} can't be reached from here: check the cable and the network")]
    Unreachable {
        /// The address that was tried.
        address: String,
    },
    /// The device moved no byte before the deadline.
    #[error(
        "the device took or gave no data in time: check for a pause light, an open cover or missing paper"
    )]
    TimedOut,
    /// The other end closed the connection.
    #[error("the device closed the connection")]
    Closed,
    /// The device vanished in the middle of its work.
    #[error("the device was unplugged or switched off")]
    Unplugged,
    /// The device answered with something that is not its protocol.
    #[error("the device gave an answer that can't be read: check that the right language is set for it")]
    Garbled,
    /// The device lacks what was asked of it.
    #[error("{device} can't be used: {why}")]
    Unusable {
        /// The path or identity of the device.
        device: String,
        /// What is missing.
        why: String,
    },
    /// Anything else the system says.
    #[error("the system says: {message}")]
    System {
        /// The system's own words.
        message: String,
    },
}

impl Fault {
    /// A stable name for programs and for translation; never shown to people.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadAddress { .. } => "bad_address",
            Self::NotFound { .. } => "not_found",
            Self::PermissionDenied { .. } => "permission_denied",
            Self::Busy { .. } => "busy",
            Self::ConnectTimedOut { .. } => "connect_timed_out",
            Self::Refused { .. } => "refused",
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Closed => "closed",
            Self::Unplugged => "unplugged",
            Self::Garbled => "garbled",
            Self::Unusable { .. } => "unusable",
            Self::System { .. } => "system",
        }
    }

    /// Reads an error of the system while bytes were moving on an open device.
    pub(crate) fn while_moving(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::TimedOut | Kind::WouldBlock => Self::TimedOut,
            Kind::BrokenPipe
            | Kind::ConnectionReset
            | Kind::ConnectionAborted
            | Kind::NotConnected
            | Kind::UnexpectedEof => Self::Closed,
            _ => match error.raw_os_error() {
                Some(EIO | ENXIO | ENODEV) => Self::Unplugged,
                _ => Self::System { message: error.to_string() },
            },
        }
    }

    /// Reads an error of the system while `device` was being opened; `remedy` is said when it is refused.
    pub(crate) fn while_opening(error: &io::Error, device: &str, remedy: &str) -> Self {
        let device = device.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound { device },
            io::ErrorKind::PermissionDenied => Self::PermissionDenied { device, remedy: remedy.to_owned() },
            io::ErrorKind::ResourceBusy => Self::Busy { device },
            _ => match error.raw_os_error() {
                Some(EIO | ENXIO | ENODEV) => Self::NotFound { device },
                _ => Self::System { message: error.to_string() },
            },
        }
    }
}

// Linux's numbers (errno(3)) for a device that is gone: the standard library names none of them.
const EIO: i32 = 5;
const ENXIO: i32 = 6;
const ENODEV: i32 = 19;

/// A [`Fault`], and how far the work had come when it struck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceError {
    /// What went wrong.
    pub fault: Fault,
    /// How many bytes of the payload the system had taken. They need not have reached the device, and a
    /// device that got them need not have used them.
    pub bytes_out: usize,
}

impl DeviceError {
    /// A fault that struck before any byte went out.
    pub const fn before_any_byte(fault: Fault) -> Self {
        Self { fault, bytes_out: 0 }
    }

    /// True where doing it again can't do it twice.
    pub const fn safe_to_retry(&self) -> bool {
        self.bytes_out == 0
    }
}

impl std::fmt::Display for DeviceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.bytes_out {
            0 => write!(f, "{} (nothing was sent)", self.fault),
            n => write!(f, "{} ({n} bytes had gone out: look at what the device did with them)", self.fault),
        }
    }
}

impl std::error::Error for DeviceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.fault)
    }
}

impl From<Fault> for DeviceError {
    fn from(fault: Fault) -> Self {
        Self::before_any_byte(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_device_names_the_remedy() {
        let error = io::Error::from(io::ErrorKind::PermissionDenied);
        let fault = Fault::while_opening(&error, "/dev/ttyACM0", "join the group dialout");
        assert_eq!(fault.to_string(), "permission denied on /dev/ttyACM0: join the group dialout");
        assert_eq!(fault.code(), "permission_denied");
    }

    #[test]
    fn a_vanished_device_is_told_from_a_closed_one() {
        let check = |os: i32, expected: Fault| {
            assert_eq!(Fault::while_moving(&io::Error::from_raw_os_error(os)), expected);
        };
        check(EIO, Fault::Unplugged);
        check(ENODEV, Fault::Unplugged);
        check(32, Fault::Closed); // EPIPE
        check(104, Fault::Closed); // ECONNRESET
        check(110, Fault::TimedOut); // ETIMEDOUT
    }

    #[test]
    fn only_an_error_before_the_first_byte_is_safe_to_retry() {
        assert!(DeviceError::from(Fault::TimedOut).safe_to_retry());
        let late = DeviceError { fault: Fault::TimedOut, bytes_out: 1 };
        assert!(!late.safe_to_retry());
        assert!(late.to_string().contains("1 bytes had gone out"));
    }
}
