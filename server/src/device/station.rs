//! Stations of this machine: serial scanners whose scans act as the session that is bound to the station.
//!
//! A desk's browser binds by scanning the station's code (`BPS` and the code). From then on a frame of the station's scanner is
//! a scan of that session's operator: it goes the same way as one from a handheld, and its answer goes to that screen by
//! server-sent events. With no session bound it is refused with a bad beep.
//!
//! **Invariant**: a frame has one command id from the moment it was read, however often it has to be sent.

use std::time::Duration;

use bipe_api::floor::ScanRequest;
use bipe_core::id::{CommandId, StationId};
use bipe_core::screen::{Outcome, Step};
use bipe_drivers::scanner::serial::{self, Settings};
use bipe_drivers::scanner::{Event, Feedback, Scanner};
use bipe_drivers::transport::serial::{Port, SerialConnector};
use bipe_store::session::{self, Session};
use bipe_store::station;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::App;
use crate::clock::rfc3339;
use crate::flow;
use crate::http::Failure;

/// How long a station waits for its warehouse to be set up before it looks again.
const UNKNOWN_WAIT: Duration = Duration::from_secs(2);
/// How often a scan is sent again while the database does not answer.
const ATTEMPTS_MAX: u32 = 5;

/// One station, as the settings name it.
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
    /// The scanner's port: `/dev/ttyUSB0`, `/dev/serial/by-id/…`.
    pub scanner: String,
    /// Bits a second; 9600 when absent. USB ports ignore it.
    #[serde(default)]
    pub baud: Option<u32>,
    /// Whether the scanner understands Datalogic's beep commands.
    #[serde(default)]
    pub beeps: bool,
}

/// The stations that run.
#[derive(Debug)]
pub struct Stations {
    running: Vec<JoinHandle<()>>,
    stop: tokio::sync::watch::Sender<bool>,
}

/// Starts the scanners of these stations.
pub fn start(app: &App, stations: &[Station]) -> Stations {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = stations
        .iter()
        .map(|station| tokio::spawn(run(app.clone(), station.clone(), stopped.clone())))
        .collect();
    Stations { running, stop }
}

impl Stations {
    /// Stops the scanners; a scan under way is answered first.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for station in self.running {
            if let Err(error) = station.await {
                tracing::error!(%error, "a station failed unexpectedly");
            }
        }
    }
}

async fn run(app: App, settings: Station, mut stop: tokio::sync::watch::Receiver<bool>) {
    let (sender, mut events) = mpsc::unbounded_channel();
    let mut connector = SerialConnector::new(Port::Path(settings.scanner.clone()));
    connector.baud = settings.baud.unwrap_or(connector.baud);
    let beeps = match settings.beeps {
        true => Settings::default().with_datalogic_beeps(),
        false => Settings::default(),
    };
    let scanner = serial::start(connector, beeps, move |event| {
        // Nobody listens any more once the station stops.
        let _ = sender.send(event);
    });
    let mut known = None;
    let mut news = app.news();
    loop {
        if known.is_none() {
            news.borrow_and_update();
            known = make_known(&app, &settings).await;
        }
        let event = tokio::select! {
            _ = stop.changed() => break,
            event = events.recv() => event,
            _ = news.changed(), if known.is_none() => continue,
            () = tokio::time::sleep(UNKNOWN_WAIT), if known.is_none() => continue,
        };
        match event {
            None => break,
            Some(Event::Connected) => tracing::info!(station = settings.code, "scanner connected"),
            Some(Event::Lost(fault)) => tracing::warn!(station = settings.code, %fault, "scanner lost"),
            Some(Event::Frame(frame)) => take(&app, &settings, known, &scanner, frame.text()).await,
            Some(Event::Key(_) | Event::Discarded { .. }) => {
                tracing::warn!(station = settings.code, "the scanner sent bytes without an end");
            }
        }
    }
    // The scanner's own thread may be in the middle of a read.
    if let Err(error) = tokio::task::spawn_blocking(move || drop(scanner)).await {
        tracing::error!(%error, "a scanner failed unexpectedly");
    }
}

async fn take(app: &App, settings: &Station, known: Option<StationId>, scanner: &Scanner, symbol: String) {
    let command_id = CommandId(app.clock.ids().next_uuid());
    let scanned_at = rfc3339(app.clock.now_ms());
    let mut answer = Err(Failure::unauthorized());
    for attempt in 1..=ATTEMPTS_MAX {
        answer = send(app, known, command_id, &scanned_at, &symbol).await;
        match &answer {
            Err(failure) if failure.0.status >= 500 && attempt < ATTEMPTS_MAX => {
                tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
            }
            _ => break,
        }
    }
    let good = match &answer {
        Ok(step) => step.message.as_ref().is_none_or(|message| message.outcome != Outcome::Refused),
        Err(failure) => {
            let why = failure.0.detail.as_deref().unwrap_or(&failure.0.title);
            tracing::warn!(station = settings.code, symbol, why, "a scan was not taken");
            false
        }
    };
    scanner.feedback(if good { Feedback::Good } else { Feedback::Bad });
}

async fn send(
    app: &App,
    known: Option<StationId>,
    command_id: CommandId,
    scanned_at: &str,
    symbol: &str,
) -> Result<Step, Failure> {
    let (station, session) = bound(app, known).await?;
    let request = ScanRequest {
        command_id,
        scanned_at: scanned_at.to_owned(),
        task: None,
        station: Some(station),
        symbol: symbol.to_owned(),
    };
    let body = flow::scan(app, session, request).await?;
    serde_json::from_str(&body).map_err(|error| Failure::bad_request(error.to_string()))
}

/// The station's id; none while its warehouse is not set up, or the database does not answer.
async fn make_known(app: &App, settings: &Station) -> Option<StationId> {
    let input = (StationId(app.clock.ids().next_uuid()), settings.clone());
    let ensured = app.store.write("station.ensure", input, |tx, (id, settings)| {
        Box::pin(station::ensure(tx, *id, &settings.warehouse, &settings.code, &settings.name))
    });
    match ensured.await {
        Ok(known) => known,
        Err(error) => {
            tracing::warn!(station = settings.code, %error, "the station could not be made known");
            None
        }
    }
}

/// The station and the session bound to it.
async fn bound(app: &App, known: Option<StationId>) -> Result<(StationId, Session), Failure> {
    let unbound = || {
        let detail = "nobody's screen is bound to this station; scan the station's code at the desk";
        Failure::conflict("station-unbound", "Nobody is at this station", detail)
    };
    let station = known.ok_or_else(unbound)?;
    let mut tx = app.store.reader().await?;
    let id = station::session(&mut tx, station).await?.ok_or_else(unbound)?;
    let session = session::by_id(&mut tx, id, app.clock.now_ms()).await?.ok_or_else(unbound)?;
    Ok((station, session))
}
