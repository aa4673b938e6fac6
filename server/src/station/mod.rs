//! A station at work: its scanners, its scale and its printers, beside a desk or a dock.
//!
//! The same code runs as a program of its own (`bipe station`), which speaks with a server over the network, and inside the server
//! for the devices of its own machine (`[[stations]]`). What is scanned and weighed is written into the [`Spool`] before anything
//! else and leaves it when the server has answered; a print job is written there before a byte of it goes out. So the server may
//! be away, and either side may be killed at any moment: nothing is lost, and nothing is done twice.
//!
//! **Invariant**: scans reach the server in the order in which they were made.

mod lane;
mod scanning;
mod settings;
mod spool;
mod way;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bipe_api::station::{DeviceState, Report};
use bipe_drivers::fault::Fault;
use tokio::sync::{Notify, watch};
use tokio::task::{JoinHandle, JoinSet};

pub use settings::{Devices, Printer, Program, Scale, Scanner, Station};
pub use spool::Spool;
pub use way::{Away, There, Way};

use crate::App;
use crate::clock::Clock;

/// How often the server hears that the station lives.
const REPORT_EVERY: Duration = Duration::from_secs(15);
/// How soon a report that did not arrive is sent again.
const REPORT_AGAIN: Duration = Duration::from_secs(3);

/// What the parts of a running station share.
pub(crate) struct Desk {
    pub(crate) name: String,
    pub(crate) way: Way,
    pub(crate) spool: Spool,
    pub(crate) clock: Clock,
    /// Something new lies in the spool.
    pub(crate) spooled: Notify,
    states: Mutex<BTreeMap<(&'static str, String), DeviceState>>,
    changed: Notify,
}

impl Desk {
    /// Notes how a device is, and lets the server know when that is news.
    pub(crate) fn note(&self, kind: &'static str, name: &str, reason: Option<String>) {
        let state =
            DeviceState { name: name.to_owned(), kind: kind.to_owned(), ready: reason.is_none(), reason };
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let before = states.insert((kind, name.to_owned()), state.clone());
        drop(states);
        if before.as_ref() == Some(&state) {
            return;
        }
        match &state.reason {
            None => tracing::info!(station = self.name, kind, device = name, "ready"),
            Some(reason) => tracing::warn!(station = self.name, kind, device = name, reason, "not ready"),
        }
        self.changed.notify_one();
    }

    fn states(&self) -> Vec<DeviceState> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

/// A fault as a station tells it: code and detail.
pub(crate) fn reason_of(fault: &Fault) -> String {
    format!("{}: {fault}", fault.code())
}

/// Runs a station until `stop` turns true. Whatever is under way comes to its end first.
pub async fn run(
    name: String,
    way: Way,
    devices: Devices,
    spool: Spool,
    clock: Clock,
    mut stop: watch::Receiver<bool>,
) {
    let desk = Arc::new(Desk {
        name,
        way,
        spool,
        clock,
        spooled: Notify::new(),
        states: Mutex::default(),
        changed: Notify::new(),
    });
    let ears = scanning::start(&desk, &devices);
    let mut parts = JoinSet::new();
    parts.spawn(scanning::send(Arc::clone(&desk), Arc::clone(&ears), stop.clone()));
    parts.spawn(report(Arc::clone(&desk), devices.clone(), stop.clone()));
    for printer in devices.printers {
        desk.note("printer", &printer.name, None);
        parts.spawn(lane::run(Arc::clone(&desk), printer, stop.clone()));
    }
    // An error means that the sender is gone, which is as good a reason to stop.
    let _ = stop.wait_for(|stop| *stop).await;
    while let Some(ended) = parts.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a part of a station failed unexpectedly");
        }
    }
    // A scanner's own thread may be in the middle of a read.
    if let Err(error) = tokio::task::spawn_blocking(move || drop(ears)).await {
        tracing::error!(%error, "a scanner failed unexpectedly");
    }
}

/// Tells the server that the station lives and how its devices are: at once, when something changed, and from time to time.
async fn report(desk: Arc<Desk>, devices: Devices, mut stop: watch::Receiver<bool>) {
    let printers: Vec<_> = devices.printers.iter().map(Printer::told).collect();
    let mut silent = false;
    // Of this program's own server: its warehouse may just have been set up.
    let mut news = desk.way.news();
    loop {
        let told = Report { devices: desk.states(), printers: printers.clone() };
        let wait = match desk.way.report(told).await {
            Ok(()) => {
                if std::mem::take(&mut silent) {
                    tracing::info!(station = desk.name, "the server answers again");
                }
                REPORT_EVERY
            }
            Err(away) => {
                if !std::mem::replace(&mut silent, true) {
                    tracing::warn!(station = desk.name, %away, "the server was not told; it will be");
                }
                REPORT_AGAIN
            }
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = desk.changed.notified() => {}
            () = heard(&mut news), if silent => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Waits for news that came since this was last asked; for ever where there are none to hear.
async fn heard(news: &mut Option<watch::Receiver<u64>>) {
    if let Some(news) = news
        && news.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}

/// The stations that run in this server.
#[derive(Debug)]
pub struct Stations {
    running: Vec<JoinHandle<()>>,
    stop: watch::Sender<bool>,
}

/// Starts the stations of this machine; each keeps its spool in a folder of its own below `data`.
///
/// # Errors
/// The station whose spool can't be used, and why.
pub fn start(app: &App, stations: &[Station], data: &Path) -> Result<Stations, String> {
    let (stop, stopped) = watch::channel(false);
    let mut running = Vec::with_capacity(stations.len());
    for station in stations {
        let wrong = |why: String| format!("station {}: {why}", station.code);
        station.devices().check().map_err(wrong)?;
        let folder = data.join("stations").join(&station.code);
        let spool = Spool::open(&folder, &app.clock)
            .map_err(|error| format!("station {}: {}: {error}", station.code, folder.display()))?;
        let way = Way::here(app.clone(), station);
        let (name, clock) = (station.code.clone(), app.clock.clone());
        running.push(tokio::spawn(run(name, way, station.devices(), spool, clock, stopped.clone())));
    }
    Ok(Stations { running, stop })
}

impl Stations {
    /// Stops them; what is under way is ended first.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for station in self.running {
            if let Err(error) = station.await {
                tracing::error!(%error, "a station failed unexpectedly");
            }
        }
    }
}
