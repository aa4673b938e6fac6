//! The floor: one scan in, one step out. Load → decide → commit → announce.
//!
//! [`scan`] is the same for every flow: it looks for a stored reply, finds the operator's task, hands the scan to the task's flow
//! (or, with no task open, to the menu), and stores the reply in the same transaction as the change. A flow (one file each) says
//! how to load its state, which core function decides, and how its effects are written.

mod backorder;
pub mod count;
pub mod inquire;
mod menu;
mod moved;
pub mod offline;
pub mod pack;
pub mod pick;
pub mod putaway;
pub mod receive;
pub mod relocate;
pub mod replenish;
mod reply;
pub mod returns;
pub mod ship;
mod turn;

use bipe_api::floor::ScanRequest;
use bipe_core::code::OwnCode;
use bipe_core::flow::{Refusal, Said};
use bipe_core::id::{Ids, TaskId, unix_ms_of};
use bipe_core::scan::{self, Scan};
use bipe_core::screen::{Message, Step};
use bipe_core::words::Language;
use bipe_store::event::{self, NewEvent};
use bipe_store::ledger::Entry;
use bipe_store::session::Session;
use bipe_store::tx::Work;
use bipe_store::{StoreError, Tx, station, task};
use uuid::Uuid;

pub use turn::{Flow, Turn};

use crate::App;
use crate::clock::{date_in, parse_rfc3339};
use crate::http::Failure;
use crate::office::site::Sites;
use reply::{Replay, Reply};

/// How old a command id may be: replies are kept as long.
pub const COMMAND_AGE_MS_MAX: i64 = 30 * 24 * 60 * 60 * 1000;

/// One scan on its way through: everything that was handed in.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// Who scanned, where.
    pub session: Session,
    /// What was sent.
    pub request: ScanRequest,
    /// What it says.
    pub scan: Scan,
    /// The warehouse's date when it was scanned.
    pub today: time::Date,
    /// When it arrived, in Unix milliseconds.
    pub at_ms: i64,
    /// Ids for what it creates.
    pub ids: Ids,
    /// The layouts that walks are planned on.
    pub sites: Sites,
}

/// One scan inside its transaction.
pub struct Floor<'t> {
    /// The transaction.
    pub tx: &'t mut Tx,
    /// The scan.
    pub scanned: &'t Scanned,
    /// Ids for what it creates.
    pub ids: Ids,
    /// Why it was refused, once it was.
    pub refused: Option<Refusal>,
    /// The line that it is decided for, where it was made for one without the network, until that is done.
    pub late: Option<Uuid>,
    /// The task that it would put on the screen, until it is taken.
    opening: menu::Opening,
}

impl<'t> Floor<'t> {
    fn new(tx: &'t mut Tx, scanned: &'t Scanned) -> Self {
        let late = scanned.request.offline.as_ref().and_then(|mark| mark.line);
        let (ids, opening) = (scanned.ids.clone(), menu::Opening::default());
        Self { tx, scanned, ids, refused: None, late, opening }
    }

    /// How the ledger names this scan.
    pub fn entry(&self) -> Entry {
        let actor = &self.scanned.session.actor;
        Entry {
            warehouse_id: actor.warehouse_id,
            command_id: self.scanned.request.command_id,
            actor_id: actor.user_id,
            at_ms: self.scanned.at_ms,
        }
    }

    /// Whether the step is only shown, from a connection that can't write.
    pub fn is_look(&self) -> bool {
        self.scanned.request.command_id.0.is_nil()
    }

    /// Writes an event that the outside learns, in the same transaction as the change.
    pub async fn tell(
        &mut self,
        kind: &'static str,
        subject_id: Uuid,
        payload: &serde_json::Value,
    ) -> Result<(), StoreError> {
        let event = NewEvent { kind, subject_id, payload: payload.to_string() };
        let (warehouse, at_ms) = (self.scanned.session.actor.warehouse_id, self.scanned.at_ms);
        event::append(self.tx, warehouse, &event, at_ms, &mut self.ids).await
    }

    /// Writes an event that only live pages follow.
    async fn note(&mut self, kind: &'static str, subject_id: Uuid, payload: &str) -> Result<(), StoreError> {
        let event = NewEvent { kind, subject_id, payload: payload.to_owned() };
        let (warehouse, at_ms) = (self.scanned.session.actor.warehouse_id, self.scanned.at_ms);
        event::note(self.tx, warehouse, &event, at_ms, &mut self.ids).await
    }

    /// The operator's language.
    pub fn language(&self) -> Language {
        self.scanned.session.actor.language
    }
}

/// Takes a scan and gives the reply's body: a [`Step`] as JSON.
pub async fn scan(app: &App, session: Session, request: ScanRequest) -> Result<String, Failure> {
    let at_ms = app.clock.now_ms();
    let age_ms = unix_ms_of(request.command_id.0)
        .map(|ms| at_ms - i64::try_from(ms).unwrap_or(i64::MAX))
        .ok_or_else(|| Failure::bad_request("command_id must be a UUIDv7"))?;
    if age_ms > COMMAND_AGE_MS_MAX {
        return Err(reply::expired());
    }
    let scanned_ms = parse_rfc3339(&request.scanned_at)
        .ok_or_else(|| Failure::bad_request("scanned_at must be a time in RFC 3339"))?;
    let today = date_in(&session.time_zone, scanned_ms);
    let scan = scan::parse(&request.symbol, today);
    let scanned =
        Scanned { session, request, scan, today, at_ms, ids: app.clock.ids(), sites: app.sites.clone() };
    let replay = app.store.write("scan", scanned, take).await?;
    if let Replay::Fresh(_) = replay {
        app.announce();
    }
    replay.into_body()
}

/// The operator's present step, only shown.
pub async fn step(app: &App, session: Session) -> Result<Step, Failure> {
    let scanned = look(app, session);
    let mut tx = app.store.reader().await?;
    let actor = &scanned.session.actor;
    let task = task::shown(&mut tx, actor.warehouse_id, actor.user_id).await?;
    let mut floor = Floor::new(&mut tx, &scanned);
    Ok(show(&mut floor, task.as_ref()).await?)
}

/// No scan: a look at how things stand.
fn look(app: &App, session: Session) -> Scanned {
    let at_ms = app.clock.now_ms();
    let today = date_in(&session.time_zone, at_ms);
    let request = ScanRequest {
        command_id: bipe_core::id::CommandId(uuid::Uuid::nil()),
        scanned_at: String::new(),
        task: None,
        station: None,
        symbol: String::new(),
        offline: None,
    };
    let scan = scan::parse("", today);
    Scanned { session, request, scan, today, at_ms, ids: app.clock.ids(), sites: app.sites.clone() }
}

/// The whole of one scan, inside its transaction.
fn take<'t>(tx: &'t mut Tx, scanned: &'t Scanned) -> Work<'t, Replay> {
    Box::pin(async move {
        let reply = Reply::to(&scanned.session.actor, &scanned.request);
        let actor = &scanned.session.actor;
        let (stored, task) = task::open(tx, actor.warehouse_id, actor.user_id, reply.key()).await?;
        if let Some(stored) = stored {
            return Ok(reply.again(stored));
        }
        let mut floor = Floor::new(tx, scanned);
        let step = match &scanned.request.offline {
            Some(mark) => offline::take(&mut floor, task, mark).await?,
            None => answer(&mut floor, task).await?,
        };
        let task = step.task;
        let message = step.message.clone();
        let body = serde_json::to_string(&step).expect("a step serialises");
        reply.store(floor.tx, scanned, &body).await?;
        if scanned.request.station.is_some() {
            // It is answered on the screen of the session that the station is bound to.
            let session = scanned.session.actor.session_id.0;
            floor.note(event::STATION_STEP, session, &body).await?;
        }
        log(&mut floor, task, message.as_ref()).await?;
        Ok(Replay::Fresh(body))
    })
}

/// The screen of the open task, or the menu: as things stand, whatever line a late command was made for.
async fn show(floor: &mut Floor<'_>, task: Option<&task::Task>) -> Result<Step, StoreError> {
    floor.late = None;
    match task {
        Some(task) => turn::show(floor, task).await,
        None => menu::show(floor, None).await,
    }
}

/// Finds who answers: the open task's flow, or the menu. A station's code binds the station to this screen.
async fn answer(floor: &mut Floor<'_>, task: Option<task::Task>) -> Result<Step, StoreError> {
    let actor = &floor.scanned.session.actor;
    let scan = &floor.scanned.scan;
    let aside = if !scan.is_usable() {
        Some(Refusal::of_symbol(scan).message(floor.language()))
    } else if let Some(OwnCode::Station(code)) = &scan.content.own {
        let bound = station::bind(floor.tx, actor.warehouse_id, code, actor.session_id).await?;
        Some(match bound {
            Some(name) => Said::Station { name }.message(floor.language()),
            None => Refusal::UnknownCode { code: scan.text.clone() }.message(floor.language()),
        })
    } else {
        None
    };
    if aside.is_some() {
        return Ok(Step { message: aside, ..show(floor, task.as_ref()).await? });
    }
    match task {
        Some(task) => turn::take(floor, task).await,
        None => menu::take(floor).await,
    }
}

async fn log(
    floor: &mut Floor<'_>,
    task: Option<TaskId>,
    message: Option<&Message>,
) -> Result<(), StoreError> {
    let actor = &floor.scanned.session.actor;
    let row = bipe_store::scan_log::Entry {
        id: floor.ids.next_uuid(),
        actor: actor.clone(),
        task_id: task,
        symbol: floor.scanned.request.symbol.clone(),
        outcome: message
            .map_or("shown".to_owned(), |message| format!("{:?}", message.outcome).to_lowercase()),
        code: message.map_or_else(String::new, |message| message.code.clone()),
        at_ms: floor.scanned.at_ms,
    };
    bipe_store::scan_log::insert(floor.tx, &row).await
}
