//! Printers on USB, by the printer class (class 7): no vendor's driver, no print spooler.
//!
//! Source: *USB Device Class Definition for Printing Devices* 1.1. Data goes out on one bulk endpoint and comes
//! back on another; device id, port status and soft reset are requests of the class.
//!
//! What was learned by trying, and is relied on here:
//! - A bulk write that ends by time-out answers how much went out when anything did, and fails only when nothing
//!   did. So the count is always used, never "all or nothing".
//! - A pulled cable shows as an I/O error of the transfer under way, and as "no device" afterwards.
//! - Without udev a libusb context never learns of new devices: each look and each opening uses a new one.
//! - The kernel's own printer driver must be detached while we print, and is given the printer back afterwards.
//!
//! Which printer it is, is told by its lasting [`Identity`], never by its address on the bus, which changes
//! with each plugging.

use std::time::{Duration, Instant};

use rusb::{Context, Device, DeviceHandle, Direction, Error, TransferType, UsbContext};

use super::{Connector, PortStatus, Transport};
use crate::device::{self, Identity, Kind};
use crate::fault::Fault;
use crate::printer::device_id::{self, DeviceId};

/// Reaches one printer on USB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsbConnector {
    /// Which one.
    pub identity: Identity,
}

/// Where a printer's data goes in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ends {
    interface: u8,
    setting: u8,
    configuration_index: u8,
    out: u8,
    back: Option<u8>,
    has_settings: bool,
}

/// An open printer.
pub struct UsbPrinter {
    handle: DeviceHandle<Context>,
    ends: Ends,
    /// Bytes that came in one packet and were not asked for yet.
    held: Vec<u8>,
    finished: bool,
}

const PRINTER_CLASS: u8 = 7;
const PRINTER_SUBCLASS: u8 = 1;
const CONTROL_TIMEOUT: Duration = Duration::from_secs(1);
/// One transfer carries so much at most, so that a slow printer's progress is seen.
const WRITE_BYTES_MAX: usize = 16 * 1024;

fn devices() -> Result<Vec<Device<Context>>, Fault> {
    let system = |error: Error| Fault::System { message: format!("USB: {error}") };
    let context = Context::new().map_err(system)?;
    Ok(context.devices().map_err(system)?.iter().collect())
}

/// The interface and endpoints of a printer; `None` where the device is none.
fn ends_of<T: UsbContext>(device: &Device<T>) -> Option<Ends> {
    let configuration = device.active_config_descriptor().or_else(|_| device.config_descriptor(0)).ok()?;
    let mut best: Option<(u8, Ends)> = None;
    for interface in configuration.interfaces() {
        for setting in interface.descriptors() {
            if (setting.class_code(), setting.sub_class_code()) != (PRINTER_CLASS, PRINTER_SUBCLASS) {
                continue;
            }
            let bulk = |direction| {
                setting
                    .endpoint_descriptors()
                    .find(|end| end.transfer_type() == TransferType::Bulk && end.direction() == direction)
                    .map(|end| end.address())
            };
            let Some(out) = bulk(Direction::Out) else { continue };
            // Protocol 2 is raw data both ways, 1 one way only; 3 wraps data in packets we don't speak.
            let rank = match setting.protocol_code() {
                2 => 2,
                1 => 1,
                _ => continue,
            };
            let ends = Ends {
                interface: interface.number(),
                setting: setting.setting_number(),
                configuration_index: configuration.number().saturating_sub(1),
                out,
                back: bulk(Direction::In),
                has_settings: interface.descriptors().count() > 1,
            };
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, ends));
            }
        }
    }
    best.map(|(_, ends)| ends)
}

/// The name of the socket, in the system's spelling. Root hubs have none.
fn port_of<T: UsbContext>(device: &Device<T>) -> Option<String> {
    let ports = device.port_numbers().ok().filter(|ports| !ports.is_empty())?;
    let path: Vec<String> = ports.iter().map(ToString::to_string).collect();
    Some(format!("{}-{}", device.bus_number(), path.join(".")))
}

/// The line for `/etc/udev/rules.d/70-bipe.rules` that lets the group `lp` use a printer.
pub fn udev_rule(vendor: u16, product: u16) -> String {
    format!(
        "SUBSYSTEM==\"usb\", ATTR{{idVendor}}==\"{vendor:04x}\", ATTR{{idProduct}}==\"{product:04x}\", \
         MODE=\"0660\", GROUP=\"lp\""
    )
}

impl UsbConnector {
    /// A connector to one printer.
    pub fn new(identity: Identity) -> Self {
        Self { identity }
    }

    /// Opens the printer for more than moving bytes.
    ///
    /// # Errors
    /// Why it can't be had just now.
    pub fn open_printer(&self) -> Result<UsbPrinter, Fault> {
        let port = device::find(&self.identity, Kind::Printer)?.port;
        for device in devices()? {
            if port_of(&device).as_ref() != Some(&port) {
                continue;
            }
            let Some(ends) = ends_of(&device) else { continue };
            return claim(&device, ends).map_err(|error| self.opening_fault(error));
        }
        Err(Fault::NotFound { device: self.name() })
    }

    fn opening_fault(&self, error: Error) -> Fault {
        let device = self.name();
        match error {
            Error::Access => Fault::PermissionDenied {
                device,
                remedy: format!(
                    "put this line into /etc/udev/rules.d/70-bipe.rules, add this program's user to the group lp, \
                     and plug the printer in again: {}",
                    udev_rule(self.identity.vendor, self.identity.product)
                ),
            },
            Error::Busy => Fault::Busy { device },
            Error::NoDevice | Error::NotFound | Error::Io => Fault::NotFound { device },
            other => Fault::System { message: format!("{device}: {other}") },
        }
    }
}

fn claim(device: &Device<Context>, ends: Ends) -> Result<UsbPrinter, Error> {
    let handle = device.open()?;
    match handle.set_auto_detach_kernel_driver(true) {
        Ok(()) | Err(Error::NotSupported) => {}
        Err(error) => return Err(error),
    }
    handle.claim_interface(ends.interface)?;
    if ends.has_settings {
        handle.set_alternate_setting(ends.interface, ends.setting)?;
    }
    Ok(UsbPrinter { handle, ends, held: Vec::new(), finished: false })
}

impl Connector for UsbConnector {
    fn open(&self) -> Result<Box<dyn Transport>, Fault> {
        Ok(Box::new(self.open_printer()?))
    }

    fn name(&self) -> String {
        format!("USB printer {}", self.identity)
    }
}

fn moving_fault(error: Error) -> Fault {
    match error {
        Error::Timeout => Fault::TimedOut,
        Error::Io | Error::NoDevice | Error::NotFound => Fault::Unplugged,
        Error::Pipe => Fault::System { message: "the printer stopped its data line".to_owned() },
        other => Fault::System { message: format!("USB: {other}") },
    }
}

/// libusb takes zero for "for ever".
fn at_least_a_moment(timeout: Duration) -> Duration {
    timeout.max(Duration::from_millis(1))
}

const fn request(direction: Direction) -> u8 {
    rusb::request_type(direction, rusb::RequestType::Class, rusb::Recipient::Interface)
}

impl UsbPrinter {
    /// The printer's name card (GET_DEVICE_ID).
    ///
    /// # Errors
    /// What ended the connection, or the printer's refusal.
    pub fn device_id(&self) -> Result<DeviceId, Fault> {
        let mut answer = [0; 1024];
        let index = u16::from(self.ends.interface) << 8 | u16::from(self.ends.setting);
        let value = u16::from(self.ends.configuration_index);
        let length = self
            .handle
            .read_control(request(Direction::In), 0, value, index, &mut answer, CONTROL_TIMEOUT)
            .map_err(moving_fault)?;
        Ok(device_id::parse(&answer[..length]))
    }

    /// Throws away what the printer holds and brings its data lines into their first state (SOFT_RESET).
    ///
    /// # Errors
    /// What ended the connection, or the printer's refusal.
    pub fn soft_reset(&self) -> Result<(), Fault> {
        let index = u16::from(self.ends.interface);
        let sent = self.handle.write_control(request(Direction::Out), 2, 0, index, &[], CONTROL_TIMEOUT);
        sent.map(|_| ()).map_err(moving_fault)
    }
}

/// Reads GET_PORT_STATUS. A printer that sets none of the three bits does not fill them in.
fn read_port_status(byte: u8) -> Option<PortStatus> {
    (byte & 0x38 != 0).then_some(PortStatus {
        no_error: byte & 0x08 != 0,
        selected: byte & 0x10 != 0,
        paper_empty: byte & 0x20 != 0,
    })
}

impl Transport for UsbPrinter {
    fn write(&mut self, bytes: &[u8], timeout: Duration) -> Result<usize, Fault> {
        let part = &bytes[..bytes.len().min(WRITE_BYTES_MAX)];
        match self.handle.write_bulk(self.ends.out, part, at_least_a_moment(timeout)) {
            Err(Error::Pipe) => {
                // Cleared for whoever prints next; this job has ended here.
                let _ = self.handle.clear_halt(self.ends.out);
                Err(moving_fault(Error::Pipe))
            }
            Ok(0) => Err(Fault::TimedOut),
            done => done.map_err(moving_fault),
        }
    }

    fn read(&mut self, into: &mut [u8], timeout: Duration) -> Result<usize, Fault> {
        if self.finished {
            return Ok(0);
        }
        let Some(back) = self.ends.back else { return Err(Fault::TimedOut) };
        let deadline = Instant::now() + timeout;
        while self.held.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            // Whole packets must fit, whatever room the caller has.
            let mut packets = [0; 4096];
            match self.handle.read_bulk(back, &mut packets, at_least_a_moment(left)) {
                // Some printers answer "nothing yet" with empty packets.
                Ok(0) if left.is_zero() => return Err(Fault::TimedOut),
                Ok(0) => std::thread::sleep(Duration::from_millis(5).min(left)),
                Ok(n) => self.held.extend_from_slice(&packets[..n]),
                Err(error) => return Err(moving_fault(error)),
            }
        }
        let given = self.held.len().min(into.len());
        into[..given].copy_from_slice(&self.held[..given]);
        self.held.drain(..given);
        Ok(given)
    }

    fn finish(&mut self, _timeout: Duration) -> Result<(), Fault> {
        self.finished = true;
        Ok(())
    }

    fn discard_input(&mut self) {
        self.held.clear();
        let mut old = [0; 4096];
        // A bounded number: a printer that talks without end is heard as garbled later.
        for _ in 0..16 {
            let Some(back) = self.ends.back else { return };
            match self.handle.read_bulk(back, &mut old, Duration::from_millis(2)) {
                Ok(n) if n > 0 => {}
                _ => return,
            }
        }
    }

    fn port_status(&mut self) -> Result<Option<PortStatus>, Fault> {
        let mut status = [0];
        let index = u16::from(self.ends.interface);
        match self.handle.read_control(request(Direction::In), 1, 0, index, &mut status, CONTROL_TIMEOUT) {
            Ok(1) => Ok(read_port_status(status[0])),
            // Printers need not know the question.
            Ok(_) | Err(Error::Pipe | Error::Timeout | Error::NotSupported) => Ok(None),
            Err(error) => Err(moving_fault(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn port_status_bits_are_read_and_an_empty_byte_is_not_believed() {
        let status = |no_error, selected, paper_empty| Some(PortStatus { no_error, selected, paper_empty });
        assert_eq!(read_port_status(0x18), status(true, true, false));
        assert_eq!(read_port_status(0x38), status(true, true, true));
        assert_eq!(read_port_status(0x30), status(false, true, true));
        assert_eq!(read_port_status(0x10), status(false, true, false));
        assert_eq!(read_port_status(0x00), None);
    }

    #[test]
    fn no_permission_names_the_udev_rule() {
        let connector = UsbConnector::new("0a5f:0166@1-2".parse().unwrap());
        let fault = connector.opening_fault(Error::Access);
        assert_eq!(fault.code(), "permission_denied");
        let text = fault.to_string();
        assert!(text.contains("0a5f:0166@1-2"), "{text}");
        assert!(
            text.contains(
                r#"SUBSYSTEM=="usb", ATTR{idVendor}=="0a5f", ATTR{idProduct}=="0166", MODE="0660", GROUP="lp""#
            ),
            "{text}"
        );
    }
}
