//! Reads from Linux's sysfs what is plugged in.
//!
//! Source: the kernel's `Documentation/ABI/testing/sysfs-bus-usb` and `sysfs-class-*`. Every device file that
//! a USB device plays leads, by its `device` link, up to the directory of that USB device, which holds vendor,
//! product and serial number and is named after the socket.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Anchor, Device, Identity, Kind};
use crate::scanner::hid_pos;

/// All devices this crate can drive that are plugged in just now. What can't be read is left out.
pub fn look() -> Vec<Device> {
    look_in(Path::new("/sys"), Path::new("/dev"))
}

/// [`look`] with other roots, for tests.
pub(crate) fn look_in(system: &Path, files: &Path) -> Vec<Device> {
    let mut found: Vec<(Usb, Kind, Option<PathBuf>)> = Vec::new();
    for (directory, name) in entries(&system.join("bus/usb/devices")) {
        // Interfaces are named `1-2:1.0` and lie in their device's directory.
        if name.contains(':')
            && text(&directory, "bInterfaceClass").as_deref() == Some("07")
            && text(&directory, "bInterfaceSubClass").as_deref() == Some("01")
            && let Some(usb) = usb_above(&directory)
        {
            found.push((usb, Kind::Printer, None));
        }
    }
    let classes: [(&str, Kind, &str); 3] =
        [("tty", Kind::SerialPort, ""), ("hidraw", Kind::HidScanner, ""), ("input", Kind::Keyboard, "input")];
    for (class, kind, folder) in classes {
        for (directory, name) in entries(&system.join("class").join(class)) {
            if is_of_kind(&directory, &name, kind)
                && let Some(usb) = usb_above(&directory.join("device"))
            {
                found.push((usb, kind, Some(files.join(folder).join(name))));
            }
        }
    }
    // By its place inside the device, which never changes, not by the device file's number, which does.
    found.sort_by(|(a, ..), (b, ..)| a.place.cmp(&b.place));
    let mut devices = identify(found);
    devices.sort_by(|a, b| (&a.identity, a.kind).cmp(&(&b.identity, b.kind)));
    devices
}

fn is_of_kind(directory: &Path, name: &str, kind: Kind) -> bool {
    match kind {
        Kind::Printer => false,
        Kind::SerialPort => true,
        Kind::HidScanner => {
            fs::read(directory.join("device/report_descriptor")).is_ok_and(|it| hid_pos::is_scanner(&it))
        }
        Kind::Keyboard => {
            name.starts_with("event")
                && text(directory, "device/capabilities/key").is_some_and(|keys| types_text(&keys))
        }
    }
}

/// Whether a bitmap of keys holds digits, letters and Enter: a mouse with buttons or a volume knob does not.
/// The bitmap is written in words of 64 bits, the highest first.
fn types_text(bitmap: &str) -> bool {
    const DIGITS_LETTERS_ENTER: [u32; 6] = [2, 11, 16, 25, 28, 50];
    let lowest = bitmap.split_ascii_whitespace().next_back();
    let bits = lowest.and_then(|word| u64::from_str_radix(word, 16).ok()).unwrap_or(0);
    DIGITS_LETTERS_ENTER.iter().all(|key| bits & (1 << key) != 0)
}

#[derive(Debug, Clone)]
struct Usb {
    vendor: u16,
    product: u16,
    serial: Option<String>,
    name: String,
    port: String,
    /// The directory that was asked about, without links.
    place: PathBuf,
}

/// The USB device that a directory belongs to.
fn usb_above(directory: &Path) -> Option<Usb> {
    let real = fs::canonicalize(directory).ok()?;
    let device = real.ancestors().find(|above| above.join("idVendor").is_file())?;
    let number = |name| u16::from_str_radix(&text(device, name)?, 16).ok();
    let words: Vec<String> =
        ["manufacturer", "product"].into_iter().filter_map(|name| text(device, name)).collect();
    Some(Usb {
        vendor: number("idVendor")?,
        product: number("idProduct")?,
        serial: text(device, "serial"),
        name: words.join(" "),
        port: device.file_name()?.to_str()?.to_owned(),
        place: real.clone(),
    })
}

/// Gives each device its identity. A serial number that two sockets show at once is none: some makers give
/// every piece the same.
fn identify(found: Vec<(Usb, Kind, Option<PathBuf>)>) -> Vec<Device> {
    let mut sockets: BTreeMap<(u16, u16, String), Vec<String>> = BTreeMap::new();
    for (usb, ..) in &found {
        if let Some(serial) = &usb.serial {
            let ports = sockets.entry((usb.vendor, usb.product, serial.clone())).or_default();
            if !ports.contains(&usb.port) {
                ports.push(usb.port.clone());
            }
        }
    }
    let unique = |usb: &Usb, serial: &String| {
        sockets.get(&(usb.vendor, usb.product, serial.clone())).is_some_and(|ports| ports.len() == 1)
    };
    let mut played: BTreeMap<(String, Kind), u32> = BTreeMap::new();
    let device = |(usb, kind, path): (Usb, Kind, Option<PathBuf>)| {
        let before = played.entry((usb.port.clone(), kind)).or_default();
        *before += 1;
        let numbered = |name: &str| if *before == 1 { name.to_owned() } else { format!("{name}#{before}") };
        let anchor = match &usb.serial {
            Some(serial) if unique(&usb, serial) => Anchor::Serial(numbered(serial)),
            _ => Anchor::Port(numbered(&usb.port)),
        };
        let identity = Identity { vendor: usb.vendor, product: usb.product, anchor };
        let name = if usb.name.is_empty() { identity.to_string() } else { usb.name };
        Device { identity, kind, name, port: usb.port, path }
    };
    found.into_iter().map(device).collect()
}

fn entries(directory: &Path) -> Vec<(PathBuf, String)> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let named = |entry: fs::DirEntry| Some((entry.path(), entry.file_name().into_string().ok()?));
    entries.filter_map(|entry| named(entry.ok()?)).collect()
}

fn text(directory: &Path, name: &str) -> Option<String> {
    let text = fs::read_to_string(directory.join(name)).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A sysfs in miniature.
    struct System(tempfile::TempDir);

    impl System {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }

        fn link(&self, from: &str, to: &str) {
            let from = self.0.path().join(from);
            fs::create_dir_all(from.parent().unwrap()).unwrap();
            symlink(self.0.path().join(to), from).unwrap();
        }

        /// A USB device in a socket; answers its directory.
        fn plug(&self, port: &str, product: &str, serial: Option<&str>) -> String {
            let directory = format!("devices/usb1/{port}");
            self.write(&format!("{directory}/idVendor"), "1209\n");
            self.write(&format!("{directory}/idProduct"), format!("{product}\n"));
            self.write(&format!("{directory}/manufacturer"), "Bench\n");
            self.write(&format!("{directory}/product"), "Thing\n");
            if let Some(serial) = serial {
                self.write(&format!("{directory}/serial"), format!("{serial}\n"));
            }
            directory
        }

        fn printer(&self, port: &str, serial: Option<&str>) {
            let interface = format!("{}/{port}:1.0", self.plug(port, "0101", serial));
            self.write(&format!("{interface}/bInterfaceClass"), "07\n");
            self.write(&format!("{interface}/bInterfaceSubClass"), "01\n");
            self.link(&format!("bus/usb/devices/{port}:1.0"), &interface);
            self.link(&format!("bus/usb/devices/{port}"), &format!("devices/usb1/{port}"));
        }

        fn look(&self) -> Vec<String> {
            let shown = |device: Device| {
                let path = device.path.map_or(String::new(), |path| path.display().to_string());
                format!("{} {} {path}", device.identity, device.kind.code())
            };
            look_in(self.0.path(), Path::new("/dev")).into_iter().map(shown).collect()
        }
    }

    #[test]
    fn each_kind_is_found_under_its_lasting_name() {
        let system = System::new();
        system.printer("1-1", Some("PRN1"));

        let usb = system.plug("1-2.3", "0102", Some("SCN1"));
        system.write(&format!("{usb}/1-2.3:1.0/tty/ttyACM0/dev"), "166:0");
        system.link(&format!("{usb}/1-2.3:1.0/tty/ttyACM0/device"), &format!("{usb}/1-2.3:1.0"));
        system.link("class/tty/ttyACM0", &format!("{usb}/1-2.3:1.0/tty/ttyACM0"));
        system.write("class/tty/tty0/dev", "4:0"); // a console: no device behind it

        let usb = system.plug("1-4", "0103", None);
        system.write(&format!("{usb}/hid/capabilities/key"), "e080ffdf01cfffff fffffffffffffffe\n");
        system.link("class/input/event3/device", &format!("{usb}/hid"));
        system.write("class/input/mouse0/dev", "13:32");

        let usb = system.plug("1-5", "0104", Some("SCN3"));
        system.write(&format!("{usb}/hid/report_descriptor"), [0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0xC0]);
        system.link("class/hidraw/hidraw2/device", &format!("{usb}/hid"));

        assert_eq!(
            system.look(),
            [
                "1209:0101/PRN1 printer ",
                "1209:0102/SCN1 serial_port /dev/ttyACM0",
                "1209:0103@1-4 keyboard /dev/input/event3",
                "1209:0104/SCN3 hid_scanner /dev/hidraw2",
            ]
        );
    }

    #[test]
    fn one_serial_number_in_two_sockets_is_none() {
        let system = System::new();
        system.printer("1-1", Some("00000000"));
        assert_eq!(system.look(), ["1209:0101/00000000 printer "]);
        system.printer("1-2", Some("00000000"));
        assert_eq!(system.look(), ["1209:0101@1-1 printer ", "1209:0101@1-2 printer "]);
    }

    #[test]
    fn two_ports_of_one_adapter_are_told_apart_by_their_place() {
        let system = System::new();
        let usb = system.plug("1-1", "0102", Some("DUAL"));
        // The second interface happened to get the lower number.
        for (interface, file) in [("1-1:1.0", "ttyUSB1"), ("1-1:1.1", "ttyUSB0")] {
            system.write(&format!("{usb}/{interface}/{file}/dev"), "188:0");
            system.link(&format!("{usb}/{interface}/{file}/device"), &format!("{usb}/{interface}"));
            system.link(&format!("class/tty/{file}"), &format!("{usb}/{interface}/{file}"));
        }
        assert_eq!(
            system.look(),
            ["1209:0102/DUAL serial_port /dev/ttyUSB1", "1209:0102/DUAL#2 serial_port /dev/ttyUSB0"]
        );
    }

    #[test]
    fn mice_and_knobs_are_no_keyboards() {
        assert!(types_text("e080ffdf01cfffff fffffffffffffffe"));
        assert!(!types_text("ffff0000000000 0 0 0 0"), "a mouse");
        assert!(!types_text("3e000000000000 0"), "a volume knob");
        assert!(!types_text(""));
    }

    #[test]
    fn a_machine_without_usb_has_nothing() {
        assert_eq!(System::new().look(), Vec::<String>::new());
    }
}
