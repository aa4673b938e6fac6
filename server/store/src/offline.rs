//! What a handheld is handed to go on without the network: the codes of its items, what lies in its bins, totes that are free.

use std::collections::BTreeSet;

use bipe_core::code::OwnCode;
use bipe_core::flow::pick::State;
use bipe_core::flow::{Unit, UnitKind};
use bipe_core::id::{HandlingUnitId, ItemId, LocationId, OrderId, PackagingId, PickId, TourId, WarehouseId};
use bipe_core::offline::{Dock, Heap, Known, Named, Sheet};
use time::Date;
use uuid::Uuid;

use crate::row::{Id, all, from_word, json};
use crate::tour::{BinRow, bin_stock};
use crate::{StoreError, Tx, item, location};

/// Free totes that are carried along, at most.
const TOTES_MAX: i64 = 200;

/// What codes stand for on a tour: four statements.
pub async fn of_tour(tx: &mut Tx, warehouse: WarehouseId, state: &State) -> Result<Known, StoreError> {
    let stops = || state.stops.iter().chain(state.gone.iter().map(|gone| &gone.stop));
    let ids: BTreeSet<ItemId> = stops().map(|stop| stop.item.id).collect();
    let items = item::by_ids(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let codes = codes(tx, &items.iter().map(|item| item.id).collect::<Vec<_>>()).await?;
    let bins: BTreeSet<LocationId> = stops().map(|stop| stop.place.location_id).collect();
    let locations = location::by_ids(tx, &bins.into_iter().collect::<Vec<_>>()).await?;
    let mut units = free_totes(tx, warehouse).await?;
    let transit = state.tour.as_ref().map(|tour| tour.transit_id);
    for slot in &state.slots {
        let full = slot.full.iter().map(|tote| (tote, false));
        units.extend(full.chain(slot.tote.iter().map(|tote| (tote, !slot.holds))).map(|(tote, empty)| {
            Unit {
                id: tote.id,
                code: tote.code.clone(),
                kind: UnitKind::Tote,
                location_id: transit,
                order_id: Some(slot.order_id),
                empty,
            }
        }));
    }
    Ok(Known { items, codes, locations, units })
}

/// What codes stand for at a count: four statements.
pub async fn of_count(tx: &mut Tx, sheet: &Sheet) -> Result<Known, StoreError> {
    let ids: BTreeSet<ItemId> = sheet.lots.iter().chain(&sheet.untracked).map(|lot| lot.item_id).collect();
    let items = item::by_ids(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let codes = codes(tx, &items.iter().map(|item| item.id).collect::<Vec<_>>()).await?;
    let Some(bin) = sheet.state.sheet.as_ref().map(|sheet| sheet.location_id) else {
        return Ok(Known { items, codes, ..Known::default() });
    };
    let locations = location::by_ids(tx, &[bin]).await?;
    type Row = (Uuid, String, String, Option<Uuid>);
    let unit = |(id, code, kind, order): Row| {
        Ok(Unit {
            id: HandlingUnitId(id),
            code,
            kind: from_word("handling_units.kind", kind)?,
            location_id: Some(bin),
            order_id: order.map(OrderId),
            empty: false,
        })
    };
    let units = all!(tx, Row, "handling_unit/in_bin.sql", bin.0)?.into_iter().map(unit);
    Ok(Known { items, codes, locations, units: units.collect::<Result<_, StoreError>>()? })
}

/// What codes stand for at a receipt: one statement.
pub async fn of_receipt(tx: &mut Tx, dock: &Dock) -> Result<Known, StoreError> {
    let items = dock.state.receipt.as_ref().map(|receipt| receipt.items.clone()).unwrap_or_default();
    let codes = codes(tx, &items.iter().map(|item| item.id).collect::<Vec<_>>()).await?;
    Ok(Known { items, codes, ..Known::default() })
}

/// The codes of items.
async fn codes(tx: &mut Tx, items: &[ItemId]) -> Result<Vec<Named>, StoreError> {
    let rows = all!(tx, (String, Uuid, Option<Uuid>), "item/codes.sql", json(&Id::all(items)))?;
    let named = |(code, item, packaging): (String, Uuid, Option<Uuid>)| Named {
        code,
        item_id: ItemId(item),
        packaging_id: packaging.map(PackagingId),
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Totes that no order has and that nothing is in.
async fn free_totes(tx: &mut Tx, warehouse: WarehouseId) -> Result<Vec<Unit>, StoreError> {
    // Totes alone have codes of this pattern, so they lie together in the index of codes.
    let from = OwnCode::Tote(String::new()).printed();
    let to = from.strip_suffix('T').map_or_else(|| from.clone(), |start| format!("{start}U"));
    type Row = (Uuid, String, Option<Uuid>);
    let rows = all!(tx, Row, "handling_unit/free_totes.sql", warehouse.0, from, to, TOTES_MAX)?;
    let unit = |(id, code, location): Row| Unit {
        id: HandlingUnitId(id),
        code,
        kind: UnitKind::Tote,
        location_id: location.map(LocationId),
        order_id: None,
        empty: true,
    };
    Ok(rows.into_iter().map(unit).collect())
}

/// What lies in the bins of a tour's stops of their items: the open ones, and these.
pub async fn heaps(tx: &mut Tx, tour: TourId, picks: &[PickId]) -> Result<Vec<Heap>, StoreError> {
    type Row = (Uuid, Uuid, Uuid, String, bool, Option<Date>, Date, String, Uuid, i64, i64);
    let mut heaps: Vec<Heap> = Vec::new();
    for row in all!(tx, Row, "tour/heaps.sql", tour.0, json(&Id::all(picks)))? {
        let (location, item, id, code, implicit, expiry, received_on, status, unit, on_hand, reserved) = row;
        let (location_id, item_id) = (LocationId(location), ItemId(item));
        if heaps.last().is_none_or(|last| (last.location_id, last.item_id) != (location_id, item_id)) {
            heaps.push(Heap { location_id, item_id, rows: Vec::new() });
        }
        let row: BinRow = (id, code, implicit, expiry, received_on, status, unit, on_hand, reserved);
        if let Some(heap) = heaps.last_mut() {
            heap.rows.push(bin_stock(location_id, item_id, row)?);
        }
    }
    Ok(heaps)
}
