//! The printer: jobs, trouble, and a pulled cable.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bipe_drivers::printer::job::{Answer, Outcome, Policy, Reason, look, send_job};
use bipe_drivers::printer::zpl::{ASK_ERRORS_AND_WARNINGS, ASK_HOST_STATUS, HostStatus};
use bipe_drivers::printer::{Condition, Language};
use bipe_drivers::transport::usb::UsbConnector;
use rustix::fs::OFlags;
use rustix::ioctl::{IntegerSetter, Opcode, ioctl, opcode};

use crate::ends::{Cable, PATIENCE};
use crate::{PRINTER, identity};

const LABEL: &[u8] = "^XA^CI28^FDRua São João, 12 – Conceição^FS^XZ".as_bytes();

fn printer() -> UsbConnector {
    UsbConnector::new(identity(PRINTER))
}

fn mute() -> Policy {
    Policy { language: Language::Mute, ..patient() }
}

fn patient() -> Policy {
    Policy {
        answer_timeout: Duration::from_secs(20),
        confirm_timeout: Duration::from_secs(20),
        ..Policy::default()
    }
}

/// What the device end does with what it gets.
#[derive(Clone)]
struct Behaviour {
    host_status: HostStatus,
    /// The device end reads no more than this.
    bytes_max: usize,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self { host_status: HostStatus::default(), bytes_max: usize::MAX }
    }
}

/// The device end of the printer, open and working until it is closed.
struct DeviceEnd {
    stop: Arc<AtomicBool>,
    got: Arc<Mutex<Vec<u8>>>,
    file: File,
    thread: Option<JoinHandle<()>>,
}

impl DeviceEnd {
    fn open(behaviour: Behaviour) -> Self {
        let nonblocking = OFlags::NONBLOCK.bits().cast_signed();
        let file =
            OpenOptions::new().read(true).write(true).custom_flags(nonblocking).open("/dev/g_printer0");
        let file = file.expect("the printer's device end");
        let (stop, got) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let end = (file.try_clone().expect("a second handle"), Arc::clone(&stop), Arc::clone(&got));
        let thread = std::thread::spawn(move || work(end.0, &end.1, &end.2, &behaviour));
        let device_end = Self { stop, got, file, thread: Some(thread) };
        device_end.set_port_status(0x18);
        device_end
    }

    /// `GADGET_SET_PRINTER_STATUS` of `linux/usb/g_printer.h`: the byte of GET_PORT_STATUS, by value.
    fn set_port_status(&self, status: u8) {
        const SET_STATUS: Opcode = opcode::read_write::<u8>(b'g', 0x22);
        #[expect(unsafe_code, reason = "the gadget takes the status byte as a plain number, by its source")]
        unsafe {
            ioctl(&self.file, IntegerSetter::<SET_STATUS>::new_usize(usize::from(status)))
                .expect("the port status set");
        }
    }

    /// Everything that came, without the questions.
    fn got(&self) -> Vec<u8> {
        self.got.lock().expect("what came").clone()
    }

    fn wait_for(&self, bytes: usize) {
        let until = Instant::now() + PATIENCE;
        while self.got().len() < bytes {
            assert!(Instant::now() < until, "{bytes} bytes awaited, {} came", self.got().len());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for DeviceEnd {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the device end ended well");
        }
    }
}

fn work(mut file: File, stop: &AtomicBool, got: &Mutex<Vec<u8>>, behaviour: &Behaviour) {
    // More than the kernel's simulated printer can hold: half a buffer left behind crashes it at the next plugging.
    let mut buffer = vec![0; 256 * 1024];
    while !stop.load(Ordering::Relaxed) {
        let full = got.lock().expect("what came").len() >= behaviour.bytes_max;
        match if full { Ok(0) } else { file.read(&mut buffer) } {
            Ok(n) if n > 0 => {
                let mut got = got.lock().expect("what came");
                got.extend_from_slice(&buffer[..n]);
                for question in [ASK_HOST_STATUS, ASK_ERRORS_AND_WARNINGS] {
                    while let Some(at) = got.windows(question.len()).position(|window| window == question) {
                        got.drain(at..at + question.len());
                        if question == ASK_HOST_STATUS {
                            file.write_all(&behaviour.host_status.encode()).expect("an answer");
                        }
                    }
                }
            }
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

pub fn the_printer_tells_who_it_is() {
    let _end = DeviceEnd::open(Behaviour::default());
    let open = printer().open_printer().expect("the printer");
    let id = open.device_id().expect("its id");
    assert_eq!(id.manufacturer.as_deref(), Some("Bench"));
    assert_eq!(id.model.as_deref(), Some("LP4"));
    assert_eq!(id.command_sets, ["ZPL"]);
    open.soft_reset().expect("a reset");
}

pub fn an_offline_printer_gets_nothing() {
    // Nobody has opened the device end: the port says "not selected".
    let outcome = send_job(&printer(), LABEL, &patient());
    assert_eq!(outcome, Outcome::NotReady(Reason::Conditions(vec![Condition::Offline])));
}

/// The kernel's own printer driver has the printer: waits until it does.
fn the_kernel_has_the_printer() {
    let until = Instant::now() + PATIENCE;
    while !std::path::Path::new("/dev/usb/lp0").exists() {
        assert!(Instant::now() < until, "the kernel's driver did not get the printer");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub fn a_label_is_printed() {
    the_kernel_has_the_printer();
    let end = DeviceEnd::open(Behaviour::default());
    assert_eq!(send_job(&printer(), LABEL, &patient()), Outcome::Printed { bytes: LABEL.len() });
    assert_eq!(end.got(), LABEL);
    // A long one, in many transfers, to a printer that is not asked.
    let long: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    assert_eq!(send_job(&printer(), &long, &mute()), Outcome::Sent { bytes: long.len() });
    end.wait_for(LABEL.len() + long.len());
    assert!(end.got() == [LABEL, &long].concat(), "the long job came as it was sent");
    // It was taken from the kernel's driver for the job, and given back.
    the_kernel_has_the_printer();
}

pub fn paper_out_by_port_status() {
    let end = DeviceEnd::open(Behaviour::default());
    end.set_port_status(0x38);
    let expected = Outcome::NotReady(Reason::Conditions(vec![Condition::PaperOut]));
    assert_eq!(send_job(&printer(), LABEL, &mute()), expected);
    end.set_port_status(0x10);
    let expected = Outcome::NotReady(Reason::Conditions(vec![Condition::OtherFault]));
    assert_eq!(send_job(&printer(), LABEL, &mute()), expected);
    assert_eq!(end.got(), b"");
    end.set_port_status(0x18);
    assert_eq!(send_job(&printer(), LABEL, &mute()), Outcome::Sent { bytes: LABEL.len() });
    end.wait_for(LABEL.len());
}

pub fn paper_out_by_language() {
    let host_status = HostStatus { paper_out: true, ..HostStatus::default() };
    let end = DeviceEnd::open(Behaviour { host_status, ..Behaviour::default() });
    let outcome = send_job(&printer(), LABEL, &patient());
    assert_eq!(outcome, Outcome::NotReady(Reason::Conditions(vec![Condition::PaperOut])));
    assert_eq!(end.got(), b"");
    match look(&printer(), &patient()).expect("a look") {
        Answer::Status(status) => assert_eq!(status.conditions, [Condition::PaperOut]),
        other => panic!("{other:?}"),
    }
}

fn impatient() -> Policy {
    Policy { write_timeout: Duration::from_secs(2), ..mute() }
}

pub fn a_printer_that_takes_nothing() {
    // The kernel's simulated printer takes data into buffers that an earlier reading has laid out; after a
    // plugging there are none until it reads for the first time.
    replug();
    let end = DeviceEnd::open(Behaviour { bytes_max: 0, ..Behaviour::default() });
    let outcome = send_job(&printer(), LABEL, &impatient());
    match &outcome {
        Outcome::Failed { bytes_out: 0, reason } => assert_eq!(reason.code(), "timed_out"),
        other => panic!("{other:?}"),
    }
    assert!(outcome.safe_to_retry());
    assert_eq!(end.got(), b"");
}

const LONG: usize = 2_000_000;

pub fn a_printer_that_stops_in_mid_job() {
    let end = DeviceEnd::open(Behaviour { bytes_max: 10_000, ..Behaviour::default() });
    match send_job(&printer(), &vec![b'x'; LONG], &impatient()) {
        Outcome::Unknown { bytes_out, reason } => {
            assert_eq!(reason.code(), "timed_out");
            assert!((10_000..LONG).contains(&bytes_out), "{bytes_out}");
            assert!(bytes_out >= end.got().len(), "{bytes_out} counted, {} arrived", end.got().len());
        }
        other => panic!("{other:?}"),
    }
    drop(end);
    replug();
}

fn cable() -> Cable {
    Cable { gadget: "printer", controller: "dummy_udc.0", identity: identity(PRINTER) }
}

/// Switches the printer off and on: what it held of an unfinished job is gone.
fn replug() {
    cable().pull();
    cable().plug_in();
}

pub fn a_cable_is_pulled() {
    let end = DeviceEnd::open(Behaviour { bytes_max: 10_000, ..Behaviour::default() });
    let job = std::thread::spawn(|| {
        let policy = Policy { write_timeout: PATIENCE, ..mute() };
        send_job(&printer(), &vec![b'x'; LONG], &policy)
    });
    // The printer takes no more than that, so the job is under way for certain.
    end.wait_for(10_000);
    cable().pull();
    match job.join().expect("an outcome") {
        Outcome::Unknown { bytes_out, reason } => {
            assert_eq!(reason.code(), "unplugged");
            assert!((1..LONG).contains(&bytes_out), "{bytes_out}");
        }
        other => panic!("{other:?}"),
    }
    drop(end);

    let gone = send_job(&printer(), LABEL, &patient());
    assert!(matches!(&gone, Outcome::Failed { reason, .. } if reason.code() == "not_found"), "{gone:?}");

    cable().plug_in();
    let end = DeviceEnd::open(Behaviour::default());
    assert_eq!(send_job(&printer(), LABEL, &patient()), Outcome::Printed { bytes: LABEL.len() });
    assert_eq!(end.got(), LABEL);
}
