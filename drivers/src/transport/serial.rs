//! Serial ports: scanners, scales and old printers, by wire or as a USB device that plays a serial port.
//!
//! A port is named by its path, or by the lasting identity of the USB device that plays it. The port is held exclusively: a second program is told that it is in
//! use.

use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serialport::{ClearBuffer, ErrorKind, SerialPort};

use super::{Connector, Transport, uninterrupted};
use crate::device::{self, Identity, Kind};
use crate::fault::Fault;

/// Which port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    /// The device file, for example `/dev/ttyACM0` or a link below `/dev/serial/by-id`.
    Path(String),
    /// The USB device that plays the port.
    Device(Identity),
}

impl std::fmt::Display for Port {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path) => f.write_str(path),
            Self::Device(identity) => identity.fmt(f),
        }
    }
}

/// How many bits a character has and what guards them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bits {
    /// 8 data bits, no parity, 1 stop bit.
    #[default]
    EightNone,
    /// 7 data bits, even parity, 1 stop bit: many scales.
    SevenEven,
    /// 7 data bits, odd parity, 1 stop bit.
    SevenOdd,
    /// 7 data bits, even parity, 2 stop bits: older scales.
    SevenEvenTwoStop,
}

/// Reaches one serial port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialConnector {
    /// Which port.
    pub port: Port,
    /// Bits a second. A port played by USB (CDC-ACM) ignores it.
    pub baud: u32,
    /// Bits and parity.
    pub bits: Bits,
    /// RTS/CTS handshake, for printers that must be able to say "wait".
    pub hardware_flow: bool,
}

impl SerialConnector {
    /// A port with the settings that most scanners leave the factory with: 9600 8N1, no handshake.
    pub fn new(port: Port) -> Self {
        Self { port, baud: 9600, bits: Bits::default(), hardware_flow: false }
    }

    /// The device file just now.
    fn path(&self) -> Result<String, Fault> {
        match &self.port {
            Port::Path(path) => Ok(path.clone()),
            Port::Device(identity) => device::find(identity, Kind::SerialPort)?
                .path
                .map(|path| path.display().to_string())
                .ok_or_else(|| Fault::NotFound { device: identity.to_string() }),
        }
    }
}

fn opening_fault(error: &serialport::Error, path: &str) -> Fault {
    let remedy =
        "add this program's user to the group dialout (sudo usermod -aG dialout USER) and log in anew";
    match error.kind {
        // The crate says "no device" for one that someone else has locked.
        ErrorKind::NoDevice if Path::new(path).exists() => Fault::Busy { device: path.to_owned() },
        ErrorKind::NoDevice => Fault::NotFound { device: path.to_owned() },
        ErrorKind::Io(kind) => Fault::while_opening(&kind.into(), path, remedy),
        ErrorKind::InvalidInput | ErrorKind::Unknown => {
            Fault::Unusable { device: path.to_owned(), why: error.description.clone() }
        }
    }
}

impl Connector for SerialConnector {
    fn open(&self) -> Result<Box<dyn Transport>, Fault> {
        use serialport::{DataBits, FlowControl, Parity, StopBits};
        let path = self.path()?;
        let (data, parity, stop) = match self.bits {
            Bits::EightNone => (DataBits::Eight, Parity::None, StopBits::One),
            Bits::SevenEven => (DataBits::Seven, Parity::Even, StopBits::One),
            Bits::SevenOdd => (DataBits::Seven, Parity::Odd, StopBits::One),
            Bits::SevenEvenTwoStop => (DataBits::Seven, Parity::Even, StopBits::Two),
        };
        let flow = if self.hardware_flow { FlowControl::Hardware } else { FlowControl::None };
        let port = serialport::new(&path, self.baud)
            .data_bits(data)
            .parity(parity)
            .stop_bits(stop)
            .flow_control(flow)
            // Some devices send only while the host says that it is ready.
            .dtr_on_open(true)
            .open()
            .map_err(|error| opening_fault(&error, &path))?;
        Ok(Box::new(SerialTransport { port, finished: false }))
    }

    fn name(&self) -> String {
        self.port.to_string()
    }
}

struct SerialTransport {
    port: Box<dyn SerialPort>,
    /// A line has no good-bye to wait for: once we have finished, so has the other end.
    finished: bool,
}

impl SerialTransport {
    fn set_timeout(&mut self, timeout: Duration) -> Result<(), Fault> {
        self.port.set_timeout(timeout).map_err(|error| moving_fault(&error))
    }
}

fn moving_fault(error: &serialport::Error) -> Fault {
    match error.kind {
        ErrorKind::NoDevice => Fault::Unplugged,
        ErrorKind::Io(kind) => vanished(Fault::while_moving(&kind.into())),
        _ => Fault::System { message: error.description.clone() },
    }
}

/// A serial line has no other end that closes politely: a hang-up is a pulled plug.
fn vanished(fault: Fault) -> Fault {
    if fault == Fault::Closed { Fault::Unplugged } else { fault }
}

impl Transport for SerialTransport {
    fn write(&mut self, bytes: &[u8], timeout: Duration) -> Result<usize, Fault> {
        self.set_timeout(timeout)?;
        uninterrupted(|| self.port.write(bytes)).map_err(|error| vanished(Fault::while_moving(&error)))
    }

    fn read(&mut self, into: &mut [u8], timeout: Duration) -> Result<usize, Fault> {
        if self.finished {
            return Ok(0);
        }
        self.set_timeout(timeout)?;
        match uninterrupted(|| self.port.read(into)) {
            Ok(0) => Err(Fault::Unplugged),
            Ok(n) => Ok(n),
            Err(error) => Err(vanished(Fault::while_moving(&error))),
        }
    }

    /// Waits until the system's queue for the port is empty. The system's own call for that waits without a
    /// deadline while a handshake holds the line, so the queue is watched instead.
    fn finish(&mut self, timeout: Duration) -> Result<(), Fault> {
        let deadline = Instant::now() + timeout;
        while self.port.bytes_to_write().map_err(|error| moving_fault(&error))? > 0 {
            if Instant::now() >= deadline {
                return Err(Fault::TimedOut);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.finished = true;
        Ok(())
    }

    fn discard_input(&mut self) {
        // A port that can't do this will say why at the next read or write.
        let _ = self.port.clear(ClearBuffer::Input);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_port_is_named() {
        let fault = SerialConnector::new(Port::Path("/dev/ttyNone9".into())).open().err().unwrap();
        assert_eq!(fault, Fault::NotFound { device: "/dev/ttyNone9".into() });
        let fault =
            SerialConnector::new(Port::Device("1209:0001/NONE-9".parse().unwrap())).open().err().unwrap();
        assert_eq!(fault.code(), "not_found");
        assert!(fault.to_string().contains("NONE-9"));
    }

    #[test]
    fn something_that_is_no_port_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().display().to_string();
        let fault = SerialConnector::new(Port::Path(path.clone())).open().err().unwrap();
        assert!(fault.to_string().contains(&path), "{fault}");
        assert_ne!(fault.code(), "not_found");
    }

    #[test]
    fn no_permission_names_the_group() {
        let error = serialport::Error::new(ErrorKind::Io(std::io::ErrorKind::PermissionDenied), "");
        let fault = opening_fault(&error, "/dev/ttyACM0");
        assert_eq!(fault.code(), "permission_denied");
        assert!(fault.to_string().contains("dialout"));
    }
}
