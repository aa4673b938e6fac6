//! The devices of a station, as its settings name them.
//!
//! A device is named by its path (`/dev/serial/by-id/…`, `/dev/ttyUSB0`) or by its lasting identity, as `bipe devices` shows
//! it: `vvvv:pppp/SERIAL` or `vvvv:pppp@PORT`.

use std::path::PathBuf;
use std::time::Duration;

use bipe_api::station::StationPrinter;
use bipe_core::scan::wedge::Profile;
use bipe_drivers::device::Identity;
use bipe_drivers::scale::{Protocol, Unit};
use bipe_drivers::transport::Connector;
use bipe_drivers::transport::file::FileConnector;
use bipe_drivers::transport::serial::{Bits, Port, SerialConnector};
use bipe_drivers::transport::tcp::TcpConnector;
use bipe_drivers::transport::usb::UsbConnector;
use serde::Deserialize;

/// How long a network printer may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A station of the server's own machine, as `bipe.toml` names it (`[[stations]]`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Its code, as printed on its label: letters, digits, `-` and `.`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The warehouse's code; the first warehouse when absent.
    #[serde(default)]
    pub warehouse: String,
    /// The port of a serial scanner: short for one entry of `scanners`.
    #[serde(default)]
    pub scanner: Option<String>,
    /// Bits a second of `scanner`; 9600 when absent. USB ports ignore it.
    #[serde(default)]
    pub baud: Option<u32>,
    /// Whether `scanner` understands Datalogic's beep commands.
    #[serde(default)]
    pub beeps: bool,
    /// Its scanners.
    #[serde(default)]
    pub scanners: Vec<Scanner>,
    /// Its scale.
    #[serde(default)]
    pub scale: Option<Scale>,
    /// Its printers.
    #[serde(default)]
    pub printers: Vec<Printer>,
}

impl Station {
    /// All its devices.
    pub fn devices(&self) -> Devices {
        let short = self.scanner.iter().map(|device| Scanner {
            name: None,
            device: device.clone(),
            kind: ScannerKind::Serial,
            baud: self.baud,
            beeps: self.beeps,
            prefix: String::new(),
            suffix: String::new(),
        });
        Devices {
            scanners: short.chain(self.scanners.iter().cloned()).collect(),
            scale: self.scale.clone(),
            printers: self.printers.clone(),
        }
    }
}

/// The settings of `bipe station` (`station.toml`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// The server's address: `https://bipe.example`.
    #[serde(default)]
    pub server: Option<String>,
    /// A file with the station's token.
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    /// A certificate (PEM) to trust beside the usual ones: that of the server's own authority.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// Where the station keeps what the server does not know yet; `bipe-station` when absent.
    #[serde(default)]
    pub spool: Option<PathBuf>,
    /// What is logged.
    #[serde(default)]
    pub log: Option<String>,
    /// Its scanners.
    #[serde(default)]
    pub scanners: Vec<Scanner>,
    /// Its scale.
    #[serde(default)]
    pub scale: Option<Scale>,
    /// Its printers.
    #[serde(default)]
    pub printers: Vec<Printer>,
}

impl Program {
    /// All its devices.
    pub fn devices(&self) -> Devices {
        let Self { scanners, scale, printers, .. } = self.clone();
        Devices { scanners, scale, printers }
    }
}

/// Devices of one station.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Devices {
    /// Scanners.
    pub scanners: Vec<Scanner>,
    /// The scale.
    pub scale: Option<Scale>,
    /// Printers.
    pub printers: Vec<Printer>,
}

impl Devices {
    /// Looks whether the settings make sense.
    ///
    /// # Errors
    /// The first setting that does not, by its place.
    pub fn check(&self) -> Result<(), String> {
        for (at, scanner) in self.scanners.iter().enumerate() {
            let place = format!("scanners[{at}]");
            match scanner.kind {
                ScannerKind::Serial => port(&scanner.device).map(drop),
                ScannerKind::HidPos | ScannerKind::Keyboard => identity(&scanner.device).map(drop),
            }
            .map_err(|why| format!("{place}, device: {why}"))?;
        }
        if let Some(scale) = &self.scale {
            scale.connector().map_err(|why| format!("scale, {why}"))?;
            scale.protocol().map_err(|why| format!("scale, {why}"))?;
        }
        for (at, printer) in self.printers.iter().enumerate() {
            printer.check().map_err(|why| format!("printers[{at}], {why}"))?;
            if self.printers[..at].iter().any(|other| other.name == printer.name) {
                return Err(format!("printers[{at}], name: {:?} stands twice", printer.name));
            }
        }
        Ok(())
    }
}

/// In which mode a scanner is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScannerKind {
    /// A serial port, or a USB device that plays one.
    #[default]
    Serial,
    /// HID POS.
    HidPos,
    /// A keyboard, which is taken from everyone else; it has to send Enter after each symbol.
    Keyboard,
}

/// A scanner.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanner {
    /// What it is called; its device when absent.
    #[serde(default)]
    pub name: Option<String>,
    /// Its path or identity.
    pub device: String,
    /// In which mode it is.
    #[serde(default)]
    pub kind: ScannerKind,
    /// Bits a second of a serial one; 9600 when absent.
    #[serde(default)]
    pub baud: Option<u32>,
    /// Whether a serial one understands Datalogic's beep commands.
    #[serde(default)]
    pub beeps: bool,
    /// What one in keyboard mode types before each symbol.
    #[serde(default)]
    pub prefix: String,
    /// What one in keyboard mode types after each symbol, besides Enter.
    #[serde(default)]
    pub suffix: String,
}

impl Scanner {
    /// What it is called.
    pub fn shown(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.device)
    }

    /// How its keys are read, in keyboard mode.
    pub(crate) fn profile(&self) -> Profile {
        Profile { prefix: self.prefix.clone(), suffix: self.suffix.clone(), ..Profile::default() }
    }
}

/// A scale.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Its path or identity.
    pub device: String,
    /// `toledo`, `toledo_continuous`, `filizola`, `nci`, `sasi` or `single_cable`.
    pub protocol: String,
    /// Bits a second; 9600 when absent.
    #[serde(default)]
    pub baud: Option<u32>,
    /// `8n1`, `7e1`, `7o1` or `7e2`; `8n1` when absent.
    #[serde(default)]
    pub bits: Option<String>,
    /// Digits behind the point of a polled Toledo; 3 when absent.
    #[serde(default)]
    pub decimals: Option<u8>,
}

impl Scale {
    /// The way to it.
    ///
    /// # Errors
    /// The setting that makes no sense.
    pub fn connector(&self) -> Result<SerialConnector, String> {
        let port = port(&self.device).map_err(|why| format!("device: {why}"))?;
        let bits = match self.bits.as_deref().unwrap_or("8n1") {
            "8n1" => Bits::EightNone,
            "7e1" => Bits::SevenEven,
            "7o1" => Bits::SevenOdd,
            "7e2" => Bits::SevenEvenTwoStop,
            other => return Err(format!("bits: {other:?} is none of 8n1, 7e1, 7o1, 7e2")),
        };
        let mut connector = SerialConnector::new(port);
        connector.baud = self.baud.unwrap_or(connector.baud);
        connector.bits = bits;
        Ok(connector)
    }

    /// How it speaks.
    ///
    /// # Errors
    /// A protocol that is not known.
    pub fn protocol(&self) -> Result<Protocol, String> {
        Ok(match self.protocol.as_str() {
            "toledo" => Protocol::ToledoPolled { decimals: self.decimals.unwrap_or(3) },
            "toledo_continuous" => Protocol::ToledoContinuous,
            "filizola" => Protocol::Filizola,
            "nci" => Protocol::Nci,
            "sasi" => Protocol::Sasi { unit: Unit::Kilogram },
            "single_cable" => Protocol::SingleCable,
            other => {
                return Err(format!(
                    "protocol: {other:?} is none of toledo, toledo_continuous, filizola, nci, sasi, single_cable"
                ));
            }
        })
    }
}

/// A printer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printer {
    /// What it is called: letters, digits, spaces, `-`, `_` and `.`.
    pub name: String,
    /// `usb:IDENTITY`, `serial:PATH or IDENTITY`, `tcp://host:port`, or `file:folder`.
    pub address: String,
    /// `zpl`, `tspl`, `epl`, `escpos` or `pdf`; `zpl` when absent.
    #[serde(default = "zpl")]
    pub format: String,
    /// 203 or 300; 203 when absent.
    #[serde(default = "dpi")]
    pub dpi: i64,
    /// Whether it answers when asked how it is; yes when absent.
    #[serde(default = "yes")]
    pub answers: bool,
    /// Bits a second of a serial one; 9600 when absent.
    #[serde(default)]
    pub baud: Option<u32>,
}

fn zpl() -> String {
    "zpl".to_owned()
}

fn dpi() -> i64 {
    203
}

fn yes() -> bool {
    true
}

impl Printer {
    fn check(&self) -> Result<(), String> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
        if !(1..=40).contains(&self.name.chars().count()) || !self.name.chars().all(plain) {
            return Err("name: 1 to 40 letters, digits, spaces, - _ .".to_owned());
        }
        if !matches!(self.format.as_str(), "zpl" | "tspl" | "epl" | "escpos" | "pdf") {
            return Err(format!("format: {:?} is none of zpl, tspl, epl, escpos, pdf", self.format));
        }
        if !matches!(self.dpi, 203 | 300) {
            return Err("dpi: 203 or 300".to_owned());
        }
        self.connector("check").map(drop)
    }

    /// The folder that its address names, when it is one.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        self.address.strip_prefix("file:").filter(|folder| !folder.is_empty()).map(PathBuf::from)
    }

    /// The way to it for one job.
    ///
    /// # Errors
    /// An address that makes no sense.
    pub fn connector(&self, job: &str) -> Result<Box<dyn Connector>, String> {
        if let Some(folder) = self.folder() {
            return Ok(Box::new(FileConnector::new(folder.join(format!("{job}.{}", self.format)))));
        }
        if let Some(device) = self.address.strip_prefix("usb:") {
            return Ok(Box::new(UsbConnector::new(identity(device).map_err(at_address)?)));
        }
        if let Some(device) = self.address.strip_prefix("serial:") {
            let mut connector = SerialConnector::new(port(device).map_err(at_address)?);
            connector.baud = self.baud.unwrap_or(connector.baud);
            // Without it a printer has no way to say "wait" but to lose bytes.
            connector.hardware_flow = true;
            return Ok(Box::new(connector));
        }
        match self.address.strip_prefix("tcp://").filter(|host| !host.is_empty()) {
            Some(host) => Ok(Box::new(TcpConnector::new(host, CONNECT_TIMEOUT))),
            None => Err(at_address("usb:IDENTITY, serial:PATH, tcp://host:port or file:folder".to_owned())),
        }
    }

    /// What the server is told of it.
    pub(crate) fn told(&self) -> StationPrinter {
        let Self { name, format, dpi, answers, .. } = self.clone();
        StationPrinter { name, format, dpi, answers }
    }
}

fn at_address(why: String) -> String {
    format!("address: {why}")
}

/// A serial port by its path or identity.
pub(crate) fn port(device: &str) -> Result<Port, String> {
    if device.starts_with('/') {
        Ok(Port::Path(device.to_owned()))
    } else {
        identity(device).map(Port::Device)
    }
}

/// A device's lasting name.
pub(crate) fn identity(device: &str) -> Result<Identity, String> {
    device.parse().map_err(|error: bipe_drivers::device::NoIdentity| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = r#"
        server = "http://127.0.0.1:8420"
        token_file = "token"
        [[scanners]]
        device = "/dev/ttyACM0"
        beeps = true
        [[scanners]]
        device = "0c2e:0b61/17D5"
        kind = "hid_pos"
        [[scanners]]
        name = "pistola"
        device = "1209:0103@1-2"
        kind = "keyboard"
        suffix = "\t"
        [scale]
        device = "/dev/ttyUSB1"
        protocol = "toledo"
        bits = "7e1"
        [[printers]]
        name = "zebra"
        address = "usb:0a5f:0166/D1J"
        [[printers]]
        name = "pdf"
        address = "file:out"
        format = "pdf"
        answers = false
    "#;

    #[test]
    fn every_kind_of_device_has_its_place() {
        let program: Program = toml::from_str(ALL).unwrap();
        let devices = program.devices();
        devices.check().unwrap();
        assert_eq!(devices.scanners.iter().map(Scanner::shown).collect::<Vec<_>>()[2], "pistola");
        assert_eq!(devices.scale.unwrap().connector().unwrap().bits, Bits::SevenEven);
        assert_eq!(devices.printers[0].told().format, "zpl");
    }

    #[test]
    fn what_makes_no_sense_is_named_by_its_place() {
        for (from, to, place) in [
            ("0c2e:0b61/17D5", "/dev/hidraw3", "scanners[1], device"),
            ("/dev/ttyACM0", "ttyACM0", "scanners[0], device"),
            ("\"toledo\"", "\"sartorius\"", "scale, protocol"),
            ("7e1", "9z9", "scale, bits"),
            ("usb:0a5f:0166/D1J", "lpt1", "printers[0], address"),
            ("\"pdf\"\n        address", "\"zebra\"\n        address", "printers[1], name"),
            ("format = \"pdf\"", "format = \"png\"", "printers[1], format"),
        ] {
            let program: Program = toml::from_str(&ALL.replace(from, to)).unwrap();
            let why = program.devices().check().unwrap_err();
            assert!(why.starts_with(place), "{why}");
        }
        assert!(toml::from_str::<Program>("printer = 1").is_err(), "unknown keys are refused");
    }

    #[test]
    fn the_short_form_is_one_serial_scanner() {
        let station: Station =
            toml::from_str("code = \"DOCA1\"\nname = \"Doca 1\"\nscanner = \"/dev/ttyUSB0\"\nbaud = 19200")
                .unwrap();
        let devices = station.devices();
        devices.check().unwrap();
        assert_eq!((devices.scanners.len(), devices.scanners[0].baud), (1, Some(19200)));
    }
}
