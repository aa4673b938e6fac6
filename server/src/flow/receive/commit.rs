//! Writing what was decided: lots, pallets, movements, counts on the lines, labels and events, in one transaction.

use bipe_core::flow::UnitKind;
use bipe_core::flow::receive::{Effect, NewLot, Posted, Receipt, State, Tag};
use bipe_core::id::{HandlingUnitId, LocationId};
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use bipe_labels::{Label, PalletLabel};
use bipe_store::handling_unit::NewUnit;
use bipe_store::ledger::Locked;
use bipe_store::task::Task;
use bipe_store::{StoreError, handling_unit, ledger, lot, receipt};
use serde_json::json;

use crate::device::print_queue;
use crate::flow::Floor;

/// Where goods come from and where they arrive, locked.
struct Places {
    supplier: LocationId,
    dock: LocationId,
    locked: Locked,
}

/// Writes the effects in their order.
pub async fn commit(
    floor: &mut Floor<'_>,
    task: &Task,
    after: &State,
    effects: &[Effect],
) -> Result<(), StoreError> {
    let mut places = None;
    for effect in effects {
        match effect {
            Effect::Open => open(floor, after).await?,
            Effect::NewLot(new) => begin_lot(floor, new).await?,
            Effect::NewPallet { id, code } => {
                let dock = places_of(floor, &mut places).await?.dock;
                begin_pallet(floor, task, *id, code, dock).await?;
            }
            Effect::Receive(posted) => {
                let places = places_of(floor, &mut places).await?;
                receive(floor, after, posted, places, true).await?;
            }
            Effect::TakeBack(posted) => {
                let places = places_of(floor, &mut places).await?;
                receive(floor, after, posted, places, false).await?;
            }
            Effect::Label(tag) => print(floor, tag).await?,
            Effect::Release(unit) => handling_unit::hold(floor.tx, *unit, None).await?,
            Effect::Close(receipt) => close(floor, receipt).await?,
        }
    }
    Ok(())
}

/// The warehouse's supplier account and first dock, looked up once.
async fn places_of<'p>(
    floor: &mut Floor<'_>,
    known: &'p mut Option<Places>,
) -> Result<&'p Places, StoreError> {
    if known.is_none() {
        let warehouse = floor.scanned.session.actor.warehouse_id;
        let kinds = [LocationKind::Supplier, LocationKind::Dock];
        let (locked, [supplier, dock]) = ledger::lock_first(floor.tx, warehouse, kinds).await?;
        *known = Some(Places { supplier, dock, locked });
    }
    Ok(known.as_ref().expect("made above"))
}

async fn open(floor: &mut Floor<'_>, after: &State) -> Result<(), StoreError> {
    let Some(opened) = &after.receipt else { return Ok(()) };
    receipt::open(floor.tx, opened.id).await?;
    let payload = json!({ "receipt_id": opened.id, "number": opened.number, "supplier": opened.supplier });
    floor.tell("receipt.opened", opened.id.0, &payload).await
}

async fn begin_lot(floor: &mut Floor<'_>, new: &NewLot) -> Result<(), StoreError> {
    lot::insert(floor.tx, new).await
}

async fn begin_pallet(
    floor: &mut Floor<'_>,
    task: &Task,
    id: HandlingUnitId,
    code: &str,
    dock: LocationId,
) -> Result<(), StoreError> {
    let unit = NewUnit {
        id,
        kind: UnitKind::Pallet,
        code: code.to_owned(),
        location_id: dock,
        task_id: Some(task.id),
    };
    let warehouse = floor.scanned.session.actor.warehouse_id;
    handling_unit::insert(floor.tx, warehouse, &unit, floor.scanned.at_ms).await
}

/// Goods come in, or go back the way they came.
async fn receive(
    floor: &mut Floor<'_>,
    after: &State,
    posted: &Posted,
    places: &Places,
    comes_in: bool,
) -> Result<(), StoreError> {
    let outside = Place::loose(places.supplier);
    let inside = Place::within(places.dock, posted.unit_id);
    let (from, to) = if comes_in { (outside, inside) } else { (inside, outside) };
    let movement = Movement {
        item_id: posted.item_id,
        lot_id: posted.lot_id,
        quantity_base: posted.quantity_base,
        reserved_base: 0,
        from,
        to,
        reason: Reason::Receive,
    };
    let entry = floor.entry();
    let document = after.receipt.as_ref().map(|receipt| receipt.id.0);
    ledger::post_for(floor.tx, &places.locked, &entry, document, &[movement], &mut floor.ids).await?;
    receipt::count(floor.tx, &posted.shares, if comes_in { 1 } else { -1 }).await?;
    let Some(receipt) = &after.receipt else { return Ok(()) };
    let payload = json!({
        "receipt_id": receipt.id,
        "number": receipt.number,
        "sku": receipt.item(posted.item_id).map(|item| item.sku.as_str()),
        "lot": posted.lot,
        "expiry": posted.expiry.map(|date| date.to_string()),
        "quantity_base": posted.quantity_base,
        "unit_code": after.pallet.as_ref().map(|pallet| pallet.code.as_str()),
    });
    let kind = if comes_in { "stock.received" } else { "stock.receipt_undone" };
    floor.tell(kind, receipt.id.0, &payload).await
}

async fn print(floor: &mut Floor<'_>, tag: &Tag) -> Result<(), StoreError> {
    let from = floor.scanned.session.warehouse.clone();
    let label = Label::Pallet(PalletLabel {
        sscc: tag.code.clone(),
        from,
        to: None,
        content: tag.gtin.clone(),
        item: tag.item.clone(),
        count: tag.count.and_then(|count| u32::try_from(count).ok()),
        lot: tag.lot.clone(),
        expiry: tag.expiry.map(|date| date.to_string()),
    });
    let entry = floor.entry();
    print_queue::enqueue(floor.tx, &entry, &mut floor.ids, label, &tag.code).await?;
    Ok(())
}

async fn close(floor: &mut Floor<'_>, closed: &Receipt) -> Result<(), StoreError> {
    receipt::close(floor.tx, closed.id).await?;
    let line = |line: &bipe_core::flow::receive::Line| {
        json!({
            "number": line.number,
            "sku": closed.item(line.item_id).map(|item| item.sku.as_str()),
            "expected_base": line.expected_base,
            "received_base": line.received_base,
        })
    };
    let payload = json!({
        "receipt_id": closed.id,
        "number": closed.number,
        "supplier": closed.supplier,
        "lines": closed.lines.iter().map(line).collect::<Vec<_>>(),
    });
    floor.tell("receipt.closed", closed.id.0, &payload).await
}
