//! The inquire flow on the server: whatever is scanned is looked up, and nothing is written but the task, and the print job of a
//! label that is asked for once more.

use bipe_core::code::CommandCode;
use bipe_core::flow::inquire::{self, Effect, Label, Shown, State};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::scan::{self, Scan};
use bipe_core::screen::{About, AboutBin, Printed, Screen};
use bipe_store::inquire as facts;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, printer, stock};

use super::{Floor, Flow, Turn, menu};
use crate::device::print_queue::{self, Before};
use crate::device::print_reason;

/// The flow.
pub struct Inquire;

impl Flow for Inquire {
    const KIND: Kind = Kind::Inquire;
    type State = State;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(State, Found), StoreError> {
        let mut state = State { may: menu::may(floor), ..State::default() };
        let scan = floor.scanned.scan.clone();
        let found = match floor.is_look() || !scan.is_usable() {
            true => Found::Nothing,
            false => look_up(floor, &scan).await?,
        };
        let symbol = floor.scanned.request.symbol.clone();
        state.scanned = shown(floor, symbol, &scan, &found).await?;
        // What is looked at stays on the screen; its figures are those of now.
        if state.scanned.is_none() && !task.state.is_empty() {
            let scan = scan::parse(&task.state, floor.scanned.today);
            let kept = look_up(floor, &scan).await?;
            state.shown = shown(floor, task.state.clone(), &scan, &kept).await?;
        }
        Ok((state, found))
    }

    fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
        inquire::decide(state, input)
    }

    async fn commit(
        floor: &mut Floor<'_>,
        _task: &Task,
        _after: &State,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        for Effect::Reprint { label, printer_id } in effects {
            let before = Before { id: label.job_id, label: &label.kind, subject: &label.subject };
            let (entry, why) = (floor.entry(), inquire::why(floor.language()));
            print_queue::reprint(floor.tx, &entry, &mut floor.ids, before, *printer_id, Some(why)).await?;
        }
        Ok(())
    }

    fn turn(state: &State) -> Turn {
        let symbol = state.shown.as_ref().map(|shown| shown.symbol.clone());
        Turn { subject_id: None, state: symbol.unwrap_or_default(), done: false }
    }

    fn parks(_state: &State) -> bool {
        false
    }

    fn screen(state: &State, _today: time::Date) -> (Screen, Vec<CommandCode>) {
        inquire::screen(state)
    }
}

async fn look_up(floor: &mut Floor<'_>, scan: &Scan) -> Result<Found, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    code::resolve(floor.tx, warehouse, None, scan).await
}

/// A thing with its label's newest print; nothing for what is no thing.
async fn shown(
    floor: &mut Floor<'_>,
    symbol: String,
    scan: &Scan,
    found: &Found,
) -> Result<Option<Shown>, StoreError> {
    let Some(about) = about(floor, scan, found).await? else { return Ok(None) };
    let label = label(floor, scan, found).await?;
    Ok(Some(Shown { symbol, about, label }))
}

async fn label(floor: &mut Floor<'_>, scan: &Scan, found: &Found) -> Result<Option<Label>, StoreError> {
    let (warehouse, user) = (floor.scanned.session.actor.warehouse_id, floor.scanned.session.actor.user_id);
    let Some(job) = print_queue::find(floor.tx, warehouse, scan, found).await? else { return Ok(None) };
    let printer = printer::for_label(floor.tx, warehouse, &job.label, user).await?;
    let reason = job.reason.map(|reason| print_reason::say(&reason, floor.language()));
    let printed = Printed { status: job.status, reason, printer: job.printer };
    Ok(Some(Label { job_id: job.id, kind: job.label, subject: job.subject, printed, printer }))
}

/// What a thing is; nothing for what is no thing.
async fn about(floor: &mut Floor<'_>, scan: &Scan, found: &Found) -> Result<Option<About>, StoreError> {
    let (warehouse, today) = (floor.scanned.session.actor.warehouse_id, floor.scanned.today);
    let tx = &mut *floor.tx;
    Ok(match found {
        Found::Location(location) => {
            let Some(bin) = stock::bins(tx, &[location.id]).await?.pop() else { return Ok(None) };
            let lies = facts::lies(tx, warehouse, facts::Of::Location(location.id), today).await?;
            let (kind, counting) = (bin.room.kind, bin.room.counting);
            Some(About::Bin(AboutBin { bin: bin.shown(), kind, counting, lies }))
        }
        Found::Goods { item, .. } => {
            let lot = scan.content.serial.as_deref().or(scan.content.lot.as_deref());
            Some(facts::about_item(tx, warehouse, item, lot, today).await?)
        }
        Found::Unit(unit) => Some(facts::about_unit(tx, warehouse, unit, today).await?),
        Found::Parcel { parcel_id, .. } => facts::about_parcel(tx, *parcel_id, today).await?,
        Found::Receipt(receipt) => Some(facts::about_receipt(tx, *receipt).await?),
        _ => None,
    })
}
