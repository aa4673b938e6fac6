//! `bipe devices`: what is plugged in, what it speaks, and what keeps it from being used.

use std::process::ExitCode;
use std::sync::mpsc::channel;
use std::time::Duration;

use bipe_drivers::backoff::Backoff;
use bipe_drivers::device::{self, Device, Identity, Kind};
use bipe_drivers::fault::Fault;
use bipe_drivers::printer::Language;
use bipe_drivers::printer::job::{Answer, Policy, look};
use bipe_drivers::scanner::{Event, hid_pos, keyboard};
use bipe_drivers::transport::Connector;
use bipe_drivers::transport::serial::{Port, SerialConnector};
use bipe_drivers::transport::tcp::TcpConnector;
use bipe_drivers::transport::usb::UsbConnector;
use clap::Args;
use serde::Serialize;

use super::{FINDINGS, failed, say};

/// How long a device may take to be opened.
const OPEN_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a printer may take to answer one question.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

const EXAMPLES: &str = "\
Examples:
  bipe devices                             names every device and tries to open it
  bipe devices --json                      the same for programs
  bipe devices --printer 10.0.0.9:9100     asks a network printer what it speaks and how it is

A keyboard may be anyone's: it is only opened when it is named by --keyboard.";

/// Arguments of `bipe devices`.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Only list: open nothing
    #[arg(long)]
    list: bool,
    /// A network printer to be tested; may be repeated
    #[arg(long = "printer", value_name = "HOST:PORT")]
    printers: Vec<String>,
    /// A scanner in keyboard mode to be tested: for a moment nobody else gets its keys
    #[arg(long = "keyboard", value_name = "IDENTITY")]
    keyboards: Vec<Identity>,
}

/// What is known of a device.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Found {
    /// By what settings name it.
    identity: String,
    /// `printer`, `serial_port`, `hid_scanner` or `keyboard`.
    kind: &'static str,
    /// What its maker calls it.
    name: String,
    /// Its device file just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// What it speaks, as it says or as it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaks: Option<String>,
    /// How a printer is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<&'static str>,
    /// Whether it could be opened; none when that was not tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    usable: Option<bool>,
    /// What keeps it from being used: a stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
    /// The same in words, with what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// The line of udev's rules that lets a group use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    udev_rule: Option<String>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let mut found: Vec<Found> = device::look().iter().map(|device| plugged(device, arguments)).collect();
    found.extend(arguments.printers.iter().map(|address| on_network(address, arguments.list)));
    if found.is_empty() && !arguments.json {
        say("No scanner, scale or printer is plugged in here.");
    }
    for one in &found {
        match serde_json::to_string(one) {
            Ok(line) if arguments.json => say(line),
            Ok(_) => say(readable(one)),
            Err(error) => return failed(error),
        }
    }
    let trouble = found.iter().any(|one| one.usable == Some(false));
    if trouble { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS }
}

fn plugged(device: &Device, arguments: &Arguments) -> Found {
    let Identity { vendor, product, .. } = device.identity;
    let mut found = Found {
        identity: device.identity.to_string(),
        kind: device.kind.code(),
        name: device.name.clone(),
        path: device.path.as_ref().map(|path| path.display().to_string()),
        udev_rule: match device.kind {
            Kind::Printer => Some(bipe_drivers::transport::usb::udev_rule(vendor, product)),
            Kind::HidScanner => Some(hid_pos::udev_rule(vendor, product)),
            Kind::Keyboard => Some(keyboard::udev_rule(vendor, product)),
            Kind::SerialPort => None,
        },
        ..Found::default()
    };
    if arguments.list {
        return found;
    }
    let identity = device.identity.clone();
    let tried = match device.kind {
        Kind::Printer => test_usb_printer(&mut found, identity),
        Kind::SerialPort => SerialConnector::new(Port::Device(identity)).open().map(drop),
        Kind::HidScanner => open_scanner(|sink| hid_pos::start(identity, Backoff::default(), sink)),
        Kind::Keyboard if arguments.keyboards.contains(&device.identity) => {
            open_scanner(|sink| keyboard::start(identity, Backoff::default(), sink))
        }
        Kind::Keyboard => return found,
    };
    note(&mut found, tried);
    found
}

fn note(found: &mut Found, tried: Result<(), Fault>) {
    found.usable = Some(tried.is_ok());
    if let Err(fault) = tried {
        found.fault = Some(fault.code());
        found.why = Some(fault.to_string());
    }
}

/// Opens a scanner, and closes it at once.
fn open_scanner(
    start: impl FnOnce(Box<dyn FnMut(Event) + Send>) -> bipe_drivers::scanner::Scanner,
) -> Result<(), Fault> {
    let (sender, events) = channel();
    let scanner = start(Box::new(move |event| {
        // Nobody listens any more once the first event has come.
        let _ = sender.send(event);
    }));
    let first = events.recv_timeout(OPEN_TIMEOUT);
    scanner.stop();
    match first {
        Ok(Event::Lost(fault)) => Err(fault),
        Ok(_) => Ok(()),
        Err(_) => Err(Fault::TimedOut),
    }
}

fn test_usb_printer(found: &mut Found, identity: Identity) -> Result<(), Fault> {
    let connector = UsbConnector::new(identity);
    let told = connector.open_printer()?.device_id()?;
    found.speaks = Some(told.command_sets.join(", ")).filter(|languages| !languages.is_empty());
    let language = told.command_sets.iter().find_map(|name| language(name)).unwrap_or(Language::Mute);
    ask(found, &connector, language).map(drop)
}

/// The language that a printer's own word for it means.
fn language(name: &str) -> Option<Language> {
    let name = name.to_ascii_uppercase();
    let known = [
        ("ZPL", Language::Zpl),
        ("TSPL", Language::Tspl),
        ("EPL", Language::Epl2),
        ("ESC/POS", Language::EscPos),
        ("ESCPOS", Language::EscPos),
    ];
    known.into_iter().find_map(|(word, language)| name.contains(word).then_some(language))
}

/// Asks a printer how it is; gives whether it answered.
fn ask(found: &mut Found, connector: &dyn Connector, language: Language) -> Result<bool, Fault> {
    let policy = Policy { language, answer_timeout: ANSWER_TIMEOUT, ..Policy::default() };
    match look(connector, &policy)? {
        Answer::Status(status) => {
            found.conditions = status.conditions.iter().map(|condition| condition.code()).collect();
            Ok(true)
        }
        Answer::Silent | Answer::NotAsked => Ok(false),
    }
}

fn on_network(address: &str, list: bool) -> Found {
    let mut found = Found { identity: format!("tcp://{address}"), kind: "printer", ..Found::default() };
    if !list {
        let tried = test_network_printer(&mut found, address);
        note(&mut found, tried);
    }
    found
}

/// Asks in each language; the first that is answered is the printer's own.
fn test_network_printer(found: &mut Found, address: &str) -> Result<(), Fault> {
    let connector = TcpConnector::new(address, OPEN_TIMEOUT);
    let languages = [
        ("zpl", Language::Zpl),
        ("tspl", Language::Tspl),
        ("escpos", Language::EscPos),
        ("epl", Language::Epl2),
    ];
    for (name, language) in languages {
        match ask(found, &connector, language) {
            Ok(true) => {
                found.speaks = Some(name.to_owned());
                return Ok(());
            }
            // Another language's answer, or none.
            Ok(false) | Err(Fault::Garbled) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

fn readable(found: &Found) -> String {
    let usable = match found.usable {
        Some(true) => "ready",
        Some(false) => "NOT USABLE",
        None => "not tried",
    };
    let mut text = format!("{}  {}  {}  {usable}", found.identity, found.kind, found.name);
    let mut add = |what: &str, value: &str| text.push_str(&format!("\n    {what}: {value}"));
    if let Some(path) = &found.path {
        add("path", path);
    }
    if let Some(speaks) = &found.speaks {
        add("speaks", speaks);
    }
    if !found.conditions.is_empty() {
        add("says", &found.conditions.join(", "));
    }
    if let Some(why) = &found.why {
        add("why", why);
    }
    text
}

#[cfg(test)]
mod tests {
    use bipe_drivers::fake::{FakePrinter, State};

    use super::*;

    #[test]
    fn a_network_printer_is_asked_in_every_language_until_it_answers() {
        let printer = FakePrinter::start();
        let found = on_network(&printer.address(), false);
        assert_eq!((found.usable, found.speaks.as_deref()), (Some(true), Some("zpl")));
        let printer = FakePrinter::start_speaking(Language::EscPos);
        let found = on_network(&printer.address(), false);
        assert_eq!((found.usable, found.speaks.as_deref()), (Some(true), Some("escpos")), "{found:?}");
    }

    #[test]
    fn what_a_printer_complains_of_is_shown() {
        let printer = FakePrinter::start();
        printer.set_state(State::PaperOut);
        let found = on_network(&printer.address(), false);
        assert!(found.conditions.contains(&"paper_out"), "{found:?}");
        assert!(readable(&found).contains("says: "));
    }

    #[test]
    fn what_can_not_be_reached_says_what_to_do() {
        let gone =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr()).expect("a port");
        let found = on_network(&gone.to_string(), false);
        assert_eq!((found.usable, found.fault), (Some(false), Some("refused")));
        assert!(readable(&found).contains("NOT USABLE") && readable(&found).contains("check the port"));
    }

    #[test]
    fn a_printers_own_words_name_its_language() {
        for (word, expected) in
            [("ZPL II", Some(Language::Zpl)), ("TSPL2", Some(Language::Tspl)), ("PCL", None)]
        {
            assert_eq!(language(word), expected, "{word}");
        }
    }
}
