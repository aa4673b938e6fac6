//! The inquire flow on the server: whatever is scanned is looked up, and nothing is written but the task.

use bipe_core::code::CommandCode;
use bipe_core::flow::inquire::{self, Effect, State};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::scan::{self, Scan};
use bipe_core::screen::{About, AboutBin, Screen};
use bipe_store::inquire as facts;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, stock};

use super::{Floor, Flow, Turn, menu};

/// The flow.
pub struct Inquire;

impl Flow for Inquire {
    const KIND: Kind = Kind::Inquire;
    type State = State;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(State, Found), StoreError> {
        let may = menu::may(floor);
        let kept = (!task.state.is_empty()).then(|| task.state.clone());
        let mut state = State { may, ..State::default() };
        let scan = floor.scanned.scan.clone();
        let found = match floor.is_look() || !scan.is_usable() {
            true => Found::Nothing,
            false => look_up(floor, &scan).await?,
        };
        if let Some(about) = about(floor, &scan, &found).await? {
            state.scanned = Some((floor.scanned.request.symbol.clone(), about));
            return Ok((state, found));
        }
        // What is looked at stays on the screen; its figures are those of now.
        if let Some(symbol) = kept {
            let scan = scan::parse(&symbol, floor.scanned.today);
            let kept = look_up(floor, &scan).await?;
            state.about = about(floor, &scan, &kept).await?;
            state.symbol = Some(symbol).filter(|_| state.about.is_some());
        }
        Ok((state, found))
    }

    fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
        inquire::decide(state, input)
    }

    async fn commit(
        _floor: &mut Floor<'_>,
        _task: &Task,
        _after: &State,
        _effects: &[Effect],
    ) -> Result<(), StoreError> {
        Ok(())
    }

    fn turn(state: &State) -> Turn {
        Turn { subject_id: None, state: state.symbol.clone().unwrap_or_default(), done: false }
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
