//! The device ends: what the simulated devices do, and their cables.

use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use bipe_drivers::backoff::Backoff;
use bipe_drivers::device::{self, Change, Identity, Table};
use bipe_drivers::scanner::Event;

/// Long enough for an emulated machine under load; nothing waits so long when all is well.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A scanner that was pulled is tried again soon.
pub fn quick() -> Backoff {
    Backoff::new(Duration::from_millis(50), Duration::from_millis(200))
}

/// What a scanner told.
pub struct Events(Receiver<Event>);

/// A place to collect events, and the sink for it.
pub fn events() -> (Events, impl FnMut(Event) + Send + 'static) {
    let (tell, told) = channel();
    (Events(told), move |event| tell.send(event).unwrap_or(()))
}

impl Events {
    pub fn next(&self) -> Event {
        self.0.recv_timeout(PATIENCE).expect("an event from the scanner")
    }

    /// Passes over losses until the scanner is there.
    pub fn until_connected(&self) {
        loop {
            match self.next() {
                Event::Connected => return,
                Event::Lost(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub fn lost(&self) -> String {
        match self.next() {
            Event::Lost(fault) => fault.code().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    pub fn frame(&self) -> String {
        match self.next() {
            Event::Frame(frame) => frame.text(),
            other => panic!("{other:?}"),
        }
    }
}

/// The cable between one device and its socket.
pub struct Cable {
    pub gadget: &'static str,
    pub controller: &'static str,
    pub identity: Identity,
}

impl Cable {
    /// Pulls it, whatever is under way.
    pub fn pull(&self) {
        let socket = format!("/sys/class/udc/{}/soft_connect", self.controller);
        fs::write(&socket, "disconnect").expect("the controller's switch");
    }

    /// Plugs it in again; the device end must be closed. Waits until the table of devices shows it.
    pub fn plug_in(&self) {
        let mut table = Table::default();
        table.update(device::look());
        let controller = format!("/sys/kernel/config/usb_gadget/{}/UDC", self.gadget);
        fs::write(&controller, "\n").expect("the gadget unbound");
        fs::write(&controller, self.controller).expect("the gadget bound");
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let came =
                |change: &Change| matches!(change, Change::Arrived(it) if it.identity == self.identity);
            if table.update(device::look()).iter().any(came) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{} did not come back", self.identity);
    }
}
