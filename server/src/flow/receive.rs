//! The receive flow on the server: a receipt is locked while one of its scans is decided, and the operator's pallet is the one
//! that the task holds.

mod commit;

use bipe_core::code::CommandCode;
use bipe_core::flow::receive::{self, Effect, Receipt, State, Step};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::{ItemId, ReceiptId};
use bipe_core::item::Tracking;
use bipe_core::screen::Screen;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, handling_unit, lot, receipt};

use super::{Floor, Flow, Turn};

/// The flow.
pub struct Receive;

impl Flow for Receive {
    const KIND: Kind = Kind::Receive;
    type State = State;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(State, Found), StoreError> {
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let mut state = State { progress: task.progress()?, ..State::default() };
        if let Some(id) = task.subject_id {
            state.receipt = load_receipt(floor, ReceiptId(id)).await?;
        }
        let found = find(floor, &state).await?;
        if let Found::Receipt(id) = found
            && state.receipt.as_ref().is_none_or(|receipt| receipt.id != id)
        {
            state.target = load_receipt(floor, id).await?;
        }
        if let Some(unit) = state.progress.pallet_id {
            state.pallet = handling_unit::in_hand(floor.tx, unit, task.id).await?;
            if state.pallet.is_none() {
                state.progress.pallet_id = None;
                state.progress.last = None;
            }
        }
        let scan = &floor.scanned.scan;
        if let Some((item, code)) = receive::lot_in_question(&state, scan, &found, floor.scanned.today) {
            state.known = load_lot(floor, &state, item, &code).await?;
        }
        let closing = state.step() == Step::Close && matches!(found, Found::Command(_));
        if state.step() == Step::Invoice || closing {
            state.expected = receipt::expected(floor.tx, warehouse).await?;
        }
        if let Some(receipt) = state.receipt.as_ref().filter(|_| closing) {
            state.others = receipt::others(floor.tx, receipt.id, task.id).await?;
        }
        if !floor.is_look() && state.may_begin_pallet(&found) {
            state.fresh_sscc = Some(handling_unit::next_sscc(floor.tx, warehouse).await?);
        }
        Ok((state, found))
    }

    fn decide(state: &State, input: &Input) -> Result<Decision<State, Effect>, Refusal> {
        receive::decide(state, input)
    }

    async fn commit(
        floor: &mut Floor<'_>,
        task: &Task,
        after: &State,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        commit::commit(floor, task, after, effects).await
    }

    fn turn(state: &State) -> Turn {
        let progress = serde_json::to_string(&state.progress).expect("progress serialises");
        Turn { subject_id: state.receipt.as_ref().map(|receipt| receipt.id.0), state: progress, done: false }
    }

    fn screen(state: &State, today: time::Date) -> (Screen, Vec<CommandCode>) {
        receive::screen(state, today)
    }
}

async fn load_receipt(floor: &mut Floor<'_>, id: ReceiptId) -> Result<Option<Receipt>, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let loaded = if floor.is_look() {
        receipt::by_id(floor.tx, warehouse, id).await?
    } else {
        receipt::locked(floor.tx, warehouse, id).await?
    };
    Ok(loaded.map(|detail| detail.receipt))
}

/// What the scan stands for. Where an invoice is asked for, its number will do too.
async fn find(floor: &mut Floor<'_>, state: &State) -> Result<Found, StoreError> {
    if floor.is_look() || !floor.scanned.scan.is_usable() {
        return Ok(Found::Nothing);
    }
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let owner = state.receipt.as_ref().map(|receipt| receipt.owner_id);
    let found = code::resolve(floor.tx, warehouse, owner, &floor.scanned.scan).await?;
    if state.step() != Step::Invoice || matches!(found, Found::Receipt(_) | Found::Command(_)) {
        return Ok(found);
    }
    let by_number = receipt::by_number(floor.tx, warehouse, &floor.scanned.scan.text).await?;
    Ok(by_number.map_or(found, Found::Receipt))
}

/// The lot on record; of a serial, locked and counted.
async fn load_lot(
    floor: &mut Floor<'_>,
    state: &State,
    item: ItemId,
    code: &str,
) -> Result<Option<receive::KnownLot>, StoreError> {
    let item_of = |receipt: &Receipt| receipt.item(item).map(|item| item.tracking);
    let serial = state.receipt.as_ref().and_then(item_of) == Some(Tracking::Serial);
    if serial && !floor.is_look() {
        return lot::locked(floor.tx, item, code).await;
    }
    lot::by_code(floor.tx, item, code).await
}
