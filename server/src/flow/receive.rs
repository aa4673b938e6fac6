//! The receive flow on the server: a receipt is locked while one of its scans is decided, and the operator's pallet is the one
//! that the task holds.

mod commit;

pub(crate) use commit::told as closed_receipt;
pub(super) use commit::{begin_pallet, print};

use bipe_core::actor::Role;
use bipe_core::code::CommandCode;
use bipe_core::flow::receive::{self, Effect, FreshReceipt, Receipt, State, Step};
use bipe_core::flow::{Decision, Found, Input, Refusal};
use bipe_core::id::{HandlingUnitId, ItemId, LotId, ReceiptId};
use bipe_core::item::Tracking;
use bipe_core::location::LocationKind;
use bipe_core::offline::{Dock, Moved};
use bipe_core::screen::Screen;
use bipe_store::task::{Kind, Task};
use bipe_store::{StoreError, code, counter, handling_unit, item, ledger, lot, owner, receipt, stock};

use super::{Floor, Flow, Turn};

/// What the numbers of blind receipts begin with.
pub const BLIND_PREFIX: &str = "CEGA-";

/// The flow.
pub struct Receive;

impl Flow for Receive {
    const KIND: Kind = Kind::Receive;
    type State = State;
    type Effect = Effect;

    async fn load(floor: &mut Floor<'_>, task: &Task) -> Result<(State, Found), StoreError> {
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let may_supervise = floor.scanned.session.actor.may(&[Role::Supervisor]);
        let mut state = State { progress: task.progress()?, may_supervise, ..State::default() };
        if let Some(id) = task.subject_id {
            state.receipt = load_receipt(floor, ReceiptId(id), &in_hand(&state)).await?;
        }
        let found = find(floor, &state).await?;
        state.take_item(&found);
        if let Found::Receipt(id) = found
            && state.receipt.as_ref().is_none_or(|receipt| receipt.id != id)
        {
            state.target = load_receipt(floor, id, &[]).await?;
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
            let contents = state.pallet.iter().flat_map(|pallet| &pallet.contents);
            let mut on_pallet = contents.filter_map(|content| content.on_record.clone());
            // What is repeated mostly lies on the pallet that was just read.
            let repeats = found == Found::Command(CommandCode::Repeat);
            state.known = match on_pallet.find(|lot| repeats && lot.item_id == item && lot.code == code) {
                Some(known) => Some(known),
                None => load_lot(floor, &state, item, &code).await?,
            };
        }
        load_pallet(floor, &mut state, &found).await?;
        load_for_command(floor, &mut state, &found).await?;
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

    fn moved(after: &State, effects: &[Effect]) -> Option<Moved> {
        receive::moved(after, effects)
    }

    fn turn(state: &State) -> Turn {
        let progress = serde_json::to_string(&state.progress).expect("progress serialises");
        Turn { subject_id: state.receipt.as_ref().map(|receipt| receipt.id.0), state: progress, done: false }
    }

    fn screen(state: &State, today: time::Date) -> (Screen, Vec<CommandCode>) {
        receive::screen(state, today)
    }
}

/// The items of goods in hand, and of what a code is to name; those of a blind receipt may have no line yet.
fn in_hand(state: &State) -> Vec<ItemId> {
    let held = [&state.progress.hand, &state.progress.repeat].into_iter().flatten();
    let named = state.progress.attach.iter().filter_map(|attach| attach.item_id);
    held.map(|hand| hand.item_id).chain(named).collect()
}

async fn load_receipt(
    floor: &mut Floor<'_>,
    id: ReceiptId,
    more: &[ItemId],
) -> Result<Option<Receipt>, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let loaded = if floor.is_look() {
        receipt::by_id(floor.tx, warehouse, id, more).await?
    } else {
        receipt::locked(floor.tx, warehouse, id, more).await?
    };
    Ok(loaded.map(|detail| detail.receipt))
}

/// A receipt that is under way, to be carried; `None` where none is, or nothing of it goes on without the network.
pub(super) async fn carried(floor: &mut Floor<'_>, task: &Task) -> Result<Option<Dock>, StoreError> {
    let mut state = State { progress: task.progress()?, ..State::default() };
    let Some(id) = task.subject_id else { return Ok(None) };
    state.receipt = load_receipt(floor, ReceiptId(id), &in_hand(&state)).await?;
    if let Some(unit) = state.progress.pallet_id {
        state.pallet = handling_unit::in_hand(floor.tx, unit, task.id).await?;
    }
    let (Some(receipt), Some(_)) = (&state.receipt, &state.pallet) else { return Ok(None) };
    if !matches!(state.step(), Step::Goods | Step::Lot | Step::Quantity) {
        return Ok(None);
    }
    let items: Vec<ItemId> = receipt.items.iter().map(|item| item.id).collect();
    let lots = lot::of_items(floor.tx, &items).await?;
    Ok(Some(Dock { state, lots }))
}

/// The pallet that the scan names, where the receipt announces it, with the lots on record that its goods belong to.
async fn load_pallet(floor: &mut Floor<'_>, state: &mut State, found: &Found) -> Result<(), StoreError> {
    let (Some(receipt), Found::NewUnit(code), Step::Goods) = (&state.receipt, found, state.step()) else {
        return Ok(());
    };
    let Some(pallet) = receipt::announced(floor.tx, receipt.id, code).await? else { return Ok(()) };
    let lots = receive::lots_on(receipt, &pallet, floor.scanned.today);
    state.known_on_it = lot::by_codes(floor.tx, &lots).await?;
    state.announced = Some(pallet);
    Ok(())
}

/// What only some commands need: a number for a blind receipt, what lies in quarantine of the goods posted last, and whether a code
/// that is to get a name has one by now.
async fn load_for_command(floor: &mut Floor<'_>, state: &mut State, found: &Found) -> Result<(), StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    match found {
        Found::Command(CommandCode::Blind) if state.step() == Step::Invoice => {
            let Some(owner_id) = owner::first(floor.tx).await? else { return Ok(()) };
            let number = counter::take(floor.tx, &format!("receipt:{warehouse}"), 1).await?;
            let number = format!("{BLIND_PREFIX}{number:05}");
            state.fresh_receipt = Some(FreshReceipt { owner_id, number });
        }
        Found::Command(CommandCode::Undo) => {
            let last = state.progress.last.as_ref().filter(|last| last.quarantine.is_some());
            let Some(last) = last else { return Ok(()) };
            let (item, theirs) = (last.item_id, last.lot_id);
            let free = free_in_quarantine(floor, item).await?;
            state.quarantined_base =
                free.into_iter().filter(|(lot, _)| *lot == theirs).map(|(_, base)| base).sum();
        }
        Found::Command(CommandCode::Confirm | CommandCode::Yes) => {
            let code = state.progress.attach.as_ref().map(|attach| attach.code.clone());
            let (Some(code), Some(receipt)) = (code, &state.receipt) else { return Ok(()) };
            state.is_code_named = !item::taken(floor.tx, receipt.owner_id, &[code]).await?.is_empty();
        }
        _ => {}
    }
    Ok(())
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

/// The lot on record that the receipt's goods belong to.
async fn load_lot(
    floor: &mut Floor<'_>,
    state: &State,
    item: ItemId,
    code: &str,
) -> Result<Option<receive::KnownLot>, StoreError> {
    let item_of = |receipt: &Receipt| receipt.item(item).map(|item| item.tracking);
    let serial = state.receipt.as_ref().and_then(item_of) == Some(Tracking::Serial);
    lot_on_record(floor, serial, item, code).await
}

/// A lot on record; of a serial, whose stock is counted, locked unless it is only shown.
pub(super) async fn lot_on_record(
    floor: &mut Floor<'_>,
    serial: bool,
    item: ItemId,
    code: &str,
) -> Result<Option<receive::KnownLot>, StoreError> {
    if serial && !floor.is_look() {
        return lot::locked(floor.tx, item, code).await;
    }
    lot::by_code(floor.tx, item, code).await
}

/// What lies loose and free of an item in the first quarantine, which is locked: base units by lot.
pub(super) async fn free_in_quarantine(
    floor: &mut Floor<'_>,
    item: ItemId,
) -> Result<Vec<(LotId, i64)>, StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let (_, [quarantine]) = ledger::lock_first(floor.tx, warehouse, [LocationKind::Quarantine]).await?;
    let lying = stock::lying(floor.tx, quarantine, item).await?;
    let loose = lying.iter().filter(|row| row.handling_unit_id == HandlingUnitId::NONE);
    Ok(loose.map(|row| (row.lot_id, row.free_base())).collect())
}
