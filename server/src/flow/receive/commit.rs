//! Writing what was decided: lots, pallets, movements, counts on the lines, labels and events, in one transaction.

use bipe_core::flow::UnitKind;
use bipe_core::flow::receive::{Discrepancy, Effect, Line, Posted, Receipt, State, Tag};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, PackagingId, SupplierId, TaskId};
use bipe_core::ledger::{Movement, Place, Reason};
use bipe_core::location::LocationKind;
use bipe_labels::{Label, PalletLabel};
use bipe_store::handling_unit::NewUnit;
use bipe_store::ledger::Locked;
use bipe_store::receipt::{NewLine, NewReceipt};
use bipe_store::task::Task;
use bipe_store::{StoreError, audit_log, handling_unit, item, ledger, lot, receipt};
use serde_json::{Value, json};

use crate::device::print_queue;
use crate::flow::Floor;

/// Where goods come from and where they arrive, locked.
struct Places {
    supplier: LocationId,
    dock: LocationId,
    quarantine: Option<LocationId>,
    locked: Locked,
}

/// Writes the effects in their order.
pub async fn commit(
    floor: &mut Floor<'_>,
    task: &Task,
    after: &State,
    effects: &[Effect],
) -> Result<(), StoreError> {
    let places = lock(floor, effects).await?;
    for effect in effects {
        match (effect, &places) {
            (Effect::Begin(receipt), _) => begin(floor, receipt).await?,
            (Effect::Open, _) => open(floor, after).await?,
            (Effect::NewLine(line), _) => begin_line(floor, after, line).await?,
            (Effect::NewLot(new), _) => lot::insert(floor.tx, new).await?,
            (Effect::NewPallet { id, code, held }, Some(places)) => {
                begin_pallet(floor, held.then_some(task.id), *id, code, places.dock).await?;
            }
            (Effect::Receive(goods), Some(places)) => {
                move_goods(floor, after, goods, places, true).await?;
                tell_goods(floor, after, effects, goods, "stock.received").await?;
            }
            (Effect::TakeBack(posted), Some(places)) => {
                let goods = std::slice::from_ref(posted);
                move_goods(floor, after, goods, places, false).await?;
                tell_goods(floor, after, effects, goods, "stock.receipt_undone").await?;
            }
            (Effect::NewPallet { .. } | Effect::Receive(_) | Effect::TakeBack(_), None) => {
                return Err(StoreError::Contention("goods moved without their places"));
            }
            (Effect::Attach { code, item_id, packaging_id }, _) => {
                attach(floor, after, code, *item_id, *packaging_id).await?;
            }
            (Effect::Label(tag), _) => print(floor, tag).await?,
            (Effect::Release(unit), _) => handling_unit::hold(floor.tx, *unit, None).await?,
            (Effect::Close(receipt), _) => close(floor, receipt).await?,
        }
    }
    Ok(())
}

/// The warehouse's supplier account, first dock and, where it is needed, first quarantine; nothing when no goods move.
async fn lock(floor: &mut Floor<'_>, effects: &[Effect]) -> Result<Option<Places>, StoreError> {
    use LocationKind::{Dock, Quarantine, Supplier};
    let moves = |effect: &Effect| {
        matches!(effect, Effect::NewPallet { .. } | Effect::Receive(_) | Effect::TakeBack(_))
    };
    if !effects.iter().any(moves) {
        return Ok(None);
    }
    let quarantines = |effect: &Effect| match effect {
        Effect::Receive(goods) => goods.iter().any(|posted| posted.quarantine.is_some()),
        Effect::TakeBack(posted) => posted.quarantine.is_some(),
        _ => false,
    };
    let warehouse = floor.scanned.session.actor.warehouse_id;
    if effects.iter().any(quarantines) {
        let kinds = [Supplier, Dock, Quarantine];
        let (locked, [supplier, dock, quarantine]) = ledger::lock_first(floor.tx, warehouse, kinds).await?;
        return Ok(Some(Places { supplier, dock, quarantine: Some(quarantine), locked }));
    }
    let (locked, [supplier, dock]) = ledger::lock_first(floor.tx, warehouse, [Supplier, Dock]).await?;
    Ok(Some(Places { supplier, dock, quarantine: None, locked }))
}

/// A blind receipt begins, in work at once.
async fn begin(floor: &mut Floor<'_>, begun: &Receipt) -> Result<(), StoreError> {
    let warehouse = floor.scanned.session.actor.warehouse_id;
    let fresh = SupplierId(floor.ids.next_uuid());
    let new = NewReceipt {
        id: begun.id,
        owner_id: begun.owner_id,
        supplier_id: receipt::supplier(floor.tx, fresh, "", "").await?,
        kind: begun.kind,
        blind: begun.blind,
        over_receipt_percent: None,
        number: begun.number.clone(),
        access_key: None,
        lines: Vec::new(),
    };
    receipt::insert(floor.tx, warehouse, &new, floor.scanned.at_ms).await?;
    receipt::open(floor.tx, begun.id).await?;
    tell_opened(floor, begun).await
}

async fn open(floor: &mut Floor<'_>, after: &State) -> Result<(), StoreError> {
    let Some(opened) = &after.receipt else { return Ok(()) };
    receipt::open(floor.tx, opened.id).await?;
    tell_opened(floor, opened).await
}

async fn tell_opened(floor: &mut Floor<'_>, opened: &Receipt) -> Result<(), StoreError> {
    let payload = json!({
        "receipt_id": opened.id, "kind": opened.kind, "number": opened.number, "supplier": opened.supplier,
    });
    floor.tell("receipt.opened", opened.id.0, &payload).await
}

async fn begin_line(floor: &mut Floor<'_>, after: &State, line: &Line) -> Result<(), StoreError> {
    let Some(receipt) = &after.receipt else { return Ok(()) };
    let Line { id, number, item_id, expected_base, .. } = *line;
    let new = NewLine { id, number, item_id, expected_base, lots: Vec::new() };
    receipt::insert_lines(floor.tx, receipt.id, &[new]).await
}

/// A pallet begins at the dock, in the hands of a task or of nobody.
pub async fn begin_pallet(
    floor: &mut Floor<'_>,
    task_id: Option<TaskId>,
    id: HandlingUnitId,
    code: &str,
    dock: LocationId,
) -> Result<(), StoreError> {
    let kind = UnitKind::Pallet;
    let unit = NewUnit { id, kind, code: code.to_owned(), location_id: dock, task_id };
    let warehouse = floor.scanned.session.actor.warehouse_id;
    handling_unit::insert(floor.tx, warehouse, &unit, floor.scanned.at_ms).await
}

/// Goods come in, or go back the way they came.
async fn move_goods(
    floor: &mut Floor<'_>,
    after: &State,
    goods: &[Posted],
    places: &Places,
    comes_in: bool,
) -> Result<(), StoreError> {
    let outside = Place::loose(places.supplier);
    let movement = |posted: &Posted| {
        let inside = match (posted.quarantine, places.quarantine) {
            (Some(_), Some(quarantine)) => Place::loose(quarantine),
            _ => Place::within(places.dock, posted.unit_id),
        };
        let (from, to) = if comes_in { (outside, inside) } else { (inside, outside) };
        Movement {
            item_id: posted.item_id,
            lot_id: posted.lot_id,
            quantity_base: posted.quantity_base,
            reserved_base: 0,
            from,
            to,
            reason: Reason::Receive,
        }
    };
    let movements: Vec<Movement> = goods.iter().map(movement).collect();
    let entry = floor.entry();
    let document = after.receipt.as_ref().map(|receipt| receipt.id.0);
    ledger::post_for(floor.tx, &places.locked, &entry, document, &movements, &mut floor.ids).await?;
    receipt::count(floor.tx, goods, if comes_in { 1 } else { -1 }).await
}

/// Tells of goods that came in or went back, each lot by itself.
async fn tell_goods(
    floor: &mut Floor<'_>,
    after: &State,
    effects: &[Effect],
    goods: &[Posted],
    kind: &'static str,
) -> Result<(), StoreError> {
    let Some(receipt) = &after.receipt else { return Ok(()) };
    for posted in goods {
        let begun = effects.iter().find_map(|effect| match effect {
            Effect::NewPallet { id, code, .. } if *id == posted.unit_id => Some(code.as_str()),
            _ => None,
        });
        let loaded = after.pallet.as_ref().filter(|pallet| pallet.id == posted.unit_id);
        let payload = json!({
            "receipt_id": receipt.id,
            "number": receipt.number,
            "sku": receipt.item(posted.item_id).map(|item| item.sku.as_str()),
            "lot": posted.lot,
            "expiry": posted.expiry.map(|date| date.to_string()),
            "quantity_base": posted.quantity_base,
            "unit_code": begun.or(loaded.map(|pallet| pallet.code.as_str())),
            "quarantine": posted.quarantine,
        });
        floor.tell(kind, receipt.id.0, &payload).await?;
    }
    Ok(())
}

/// A code names an item from now on: told to the outside, and kept in the audit trail.
async fn attach(
    floor: &mut Floor<'_>,
    after: &State,
    code: &str,
    item_id: ItemId,
    packaging_id: Option<PackagingId>,
) -> Result<(), StoreError> {
    item::attach_code(floor.tx, item_id, code, packaging_id).await?;
    let item = after.receipt.as_ref().and_then(|receipt| receipt.item(item_id));
    let packaging = item.and_then(|item| item.packaging(packaging_id?)).map(|one| one.name.as_str());
    let sku = item.map(|item| item.sku.clone()).unwrap_or_default();
    let payload = json!({
        "item_id": item_id, "sku": sku, "code": code, "packaging": packaging,
        "receipt_id": after.receipt.as_ref().map(|receipt| receipt.id),
    });
    let entry = floor.ids.next_uuid();
    let (actor, at_ms) = (&floor.scanned.session.actor, floor.scanned.at_ms);
    let kind = "item.code_attached";
    audit_log::insert(floor.tx, entry, actor, kind, &sku, &payload.to_string(), at_ms).await?;
    floor.tell(kind, item_id.0, &payload).await
}

/// A pallet's label is printed.
pub async fn print(floor: &mut Floor<'_>, tag: &Tag) -> Result<(), StoreError> {
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
    floor.tell("receipt.closed", closed.id.0, &told(closed)).await
}

/// What the outside is told of a receipt that closed.
pub(crate) fn told(closed: &Receipt) -> Value {
    let line = |line: &Line| {
        json!({
            "number": line.number,
            "sku": closed.item(line.item_id).map(|item| item.sku.as_str()),
            "expected_base": line.expected_base,
            "received_base": line.received_base,
            "quarantined_base": line.quarantined_base,
        })
    };
    let differs = |one: &Discrepancy| {
        json!({
            "number": one.number,
            "sku": closed.item(one.item_id).map(|item| item.sku.as_str()),
            "difference_base": one.difference_base,
            "quarantined_base": one.quarantined_base,
        })
    };
    json!({
        "receipt_id": closed.id,
        "kind": closed.kind,
        "number": closed.number,
        "supplier": closed.supplier,
        "lines": closed.lines.iter().map(line).collect::<Vec<_>>(),
        "discrepancies": closed.discrepancies().iter().map(differs).collect::<Vec<_>>(),
    })
}
