//! What a station says and is told, whether its program runs at a desk or in this server.
//!
//! A desk's browser binds by scanning the station's code (`BPS` and the code). From then on a scan of the station's is a scan of
//! that session's operator: it goes the same way as one from a handheld, and its step goes to that screen by server-sent
//! events; the station itself only learns whether to beep for good or bad. With no session bound it is refused. A weight is the
//! weight of the parcel that this operator is filling.
//!
//! **Invariant**: a scan or a weight with the same command id counts once.

use axum::http::StatusCode;
use bipe_api::floor::ScanRequest;
use bipe_api::station::{Answer, Me, Report, StationPrinter, StationScan, StationWeight};
use bipe_core::id::{Ids, PrinterId, StationId};
use bipe_core::screen::{Outcome, Step};
use bipe_store::command::{self, Command};
use bipe_store::event::{self, NewEvent};
use bipe_store::printer::{self, Manner, Printer};
use bipe_store::session::{self, Session};
use bipe_store::station::{self, Station};
use bipe_store::{StoreError, Tx, parcel};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::AT_STATION;
use crate::App;
use crate::flow;
use crate::http::Failure;

/// The heaviest load that a desk's scale can mean, in grams.
const WEIGHT_G_MAX: i64 = 2_000_000;
/// The most devices of one station.
const DEVICES_MAX: usize = 100;

/// The station of a token, where it has one.
pub(crate) async fn known(app: &App, station: Option<StationId>) -> Result<Station, Failure> {
    let gone = || Failure::not_found("there is no such station");
    let mut tx = app.store.reader().await?;
    station::by_id(&mut tx, station.ok_or_else(gone)?).await?.ok_or_else(gone)
}

/// Who the station is.
///
/// # Errors
/// 404 when it is gone.
pub async fn me(app: &App, station: Option<StationId>) -> Result<Me, Failure> {
    let Station { code, name, warehouse, .. } = known(app, station).await?;
    Ok(Me { code, name, warehouse })
}

/// Takes a scan of the station's.
///
/// # Errors
/// 409 while nobody's screen is bound to it; otherwise as `POST /api/v1/scans`.
pub async fn scan(app: &App, station: Option<StationId>, scan: &StationScan) -> Result<Answer, Failure> {
    let (station, session) = bound(app, station).await?;
    let request = ScanRequest {
        command_id: scan.command_id,
        scanned_at: scan.scanned_at.clone(),
        task: None,
        station: Some(station),
        symbol: scan.symbol.clone(),
        offline: None,
    };
    let body = flow::scan(app, session, request).await?;
    let step: Step = serde_json::from_str(&body).map_err(|error| Failure::bad_request(error.to_string()))?;
    let Some(message) = step.message else { return Ok(Answer { good: true, text: String::new() }) };
    Ok(Answer { good: message.outcome != Outcome::Refused, text: message.sentence })
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

/// One weight on its way into the store.
struct Weighed {
    session: Session,
    weight: StationWeight,
    at_ms: i64,
    ids: Ids,
}

/// Takes a weight: that of the parcel which the operator at the station is filling.
///
/// # Errors
/// 409 while nobody's screen is bound to the station, or the operator is filling no parcel; 422 for a weight that no parcel has.
pub async fn weigh(app: &App, station: Option<StationId>, weight: StationWeight) -> Result<(), Failure> {
    if !(1..=WEIGHT_G_MAX).contains(&weight.weight_g) {
        let detail = format!("a parcel weighs 1 to {WEIGHT_G_MAX} grams");
        return Err(Failure::unprocessable("wrong-weight", "The weight was not taken", detail));
    }
    let (_, session) = bound(app, station).await?;
    let weighed = Weighed { session, weight, at_ms: app.clock.now_ms(), ids: app.clock.ids() };
    let done = app.store.write("station.weigh", weighed, |tx, weighed| Box::pin(weighed.write(tx))).await?;
    app.announce();
    if done {
        return Ok(());
    }
    let detail = "a weight belongs to the parcel that is open on the screen bound to this station";
    Err(Failure::conflict("no-open-parcel", "No parcel is open here", detail))
}

impl Weighed {
    /// Writes the weight, its event, and that it was taken; `false` when no parcel is being filled.
    async fn write(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        let (actor, weight) = (&self.session.actor, &self.weight);
        let key = format!("c:{}", weight.command_id);
        if command::find(tx, &key).await?.is_some() {
            return Ok(true);
        }
        let Some(id) = parcel::to_weigh(tx, actor.warehouse_id, actor.user_id).await? else {
            return Ok(false);
        };
        if !parcel::weigh(tx, id, weight.weight_g).await? {
            return Ok(false);
        }
        let payload = json!({
            "weight_g": weight.weight_g,
            "weighed_at": weight.weighed_at,
        });
        let event = NewEvent { kind: "parcel.weighed", subject_id: id.0, payload: payload.to_string() };
        event::append(tx, actor.warehouse_id, &event, self.at_ms, &mut self.ids.clone()).await?;
        let body = serde_json::to_vec(weight).expect("a request serialises");
        let done = Command {
            key,
            id: weight.command_id,
            actor_id: actor.user_id,
            digest: Sha256::digest(body).to_vec(),
            status: i64::from(StatusCode::NO_CONTENT.as_u16()),
            reply: String::new(),
        };
        command::record(tx, &done, self.at_ms).await?;
        Ok(true)
    }
}

/// Hears that the station lives, how its devices are, and which printers it has: new ones become printers of the warehouse.
///
/// # Errors
/// 422 when a printer's settings make no sense.
pub async fn report(app: &App, station: Option<StationId>, report: Report) -> Result<(), Failure> {
    let wrong = |detail: &str| Failure::unprocessable("wrong-report", "The report makes no sense", detail);
    if report.devices.len() > DEVICES_MAX || report.printers.len() > DEVICES_MAX {
        return Err(wrong("a station has at most 100 devices"));
    }
    if let Some(printer) = report.printers.iter().find(|printer| !makes_sense(printer)) {
        return Err(wrong(&format!(
            "printer {:?}: format zpl, tspl, epl, escpos or pdf; dpi 203 or 300; a name of 1 to 40 characters",
            printer.name
        )));
    }
    let station = known(app, station).await?;
    let reported = Reported { station, report, at_ms: app.clock.now_ms(), ids: app.clock.ids() };
    app.store.write("station.report", reported, |tx, reported| Box::pin(reported.write(tx))).await?;
    Ok(())
}

fn makes_sense(printer: &StationPrinter) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    let name = (1..=40).contains(&printer.name.chars().count()) && printer.name.chars().all(plain);
    name && matches!(printer.format.as_str(), "zpl" | "tspl" | "epl" | "escpos" | "pdf")
        && matches!(printer.dpi, 203 | 300)
}

/// One report on its way into the store.
struct Reported {
    station: Station,
    report: Report,
    at_ms: i64,
    ids: Ids,
}

impl Reported {
    async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let (station, report) = (&self.station, &self.report);
        let devices = serde_json::to_string(&report.devices).expect("a report serialises");
        station::seen(tx, station.id, self.at_ms, &devices).await?;
        let mut ids = self.ids.clone();
        for printer in &report.printers {
            let id = self.printer(tx, printer, &mut ids).await?;
            let told = report.devices.iter().find(|one| one.kind == "printer" && one.name == printer.name);
            if let Some(told) = told {
                let reason = told.reason.as_deref().unwrap_or_default();
                let state = if told.ready { "" } else { reason };
                printer::set_state(tx, id, state, self.at_ms).await?;
            }
        }
        Ok(())
    }

    /// The warehouse's printer that stands there, as it is spoken to now; it is added when it is new, for an admin to say what
    /// it prints.
    async fn printer(
        &self,
        tx: &mut Tx,
        told: &StationPrinter,
        ids: &mut Ids,
    ) -> Result<PrinterId, StoreError> {
        let warehouse = self.station.warehouse_id;
        let address = address(&self.station.code, &told.name);
        let manner = Manner { format: told.format.clone(), dpi: told.dpi, answers: told.answers };
        if let Some(id) = printer::at(tx, warehouse, &address).await? {
            printer::set_manner(tx, id, &manner).await?;
            return Ok(id);
        }
        let id = PrinterId(ids.next_uuid());
        let new = Printer {
            id,
            name: format!("{}/{}", self.station.code, told.name),
            address,
            format: manner.format,
            dpi: manner.dpi,
            labels: Vec::new(),
            answers: manner.answers,
            state: None,
        };
        printer::put(tx, warehouse, &new).await?;
        Ok(id)
    }
}

/// The address of a printer at a station.
pub(crate) fn address(code: &str, name: &str) -> String {
    format!("{AT_STATION}{code}/{name}")
}

/// Makes a station of this machine known in the warehouse with this code (the first one when it is empty); `None` while that is
/// not set up.
///
/// # Errors
/// The store's failure.
pub async fn ensure(
    app: &App,
    warehouse: &str,
    code: &str,
    name: &str,
) -> Result<Option<StationId>, StoreError> {
    let new = StationId(app.clock.ids().next_uuid());
    let input = (new, warehouse.to_owned(), code.to_owned(), name.to_owned());
    app.store
        .write("station.ensure", input, |tx, (id, warehouse, code, name)| {
            Box::pin(station::ensure(tx, *id, warehouse, code, name))
        })
        .await
}
