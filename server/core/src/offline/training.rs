//! A lesson: a tour through three bins that are nowhere, with goods that nobody owns. It is answered by the same decisions as any
//! work without the network, and never sent to a server, so whatever is done in it touches no stock.

use time::{Date, Duration};

use super::{Carried, Heap, Known, Named, Tour, Work};
use crate::code::{Gtin, OwnCode};
use crate::flow::pick::{self, BinStock, SEQUENCE_STEP, Slot, Stage, State, Stop};
use crate::flow::{Unit, UnitKind};
use crate::id::{
    HandlingUnitId, Ids, ItemId, LocationId, LotId, OrderId, OrderLineId, OwnerId, PackagingId, PickId,
    ReservationId, TaskId, TourId,
};
use crate::item::{Arrival, Handling, Item, Packaging, PackagingKind, RotationPolicy, Tracking};
use crate::ledger::Place;
use crate::location::{Location, LocationKind};
use crate::lot::{Lot, LotStatus};
use crate::order::OrderStatus;
use crate::screen::{Bin, Progress};
use crate::words::Language;

/// The bins, in the order of the walk.
const BINS: [&str; 3] = ["T-01-01-1", "T-02-01-1", "T-03-01-1"];
/// The totes.
const TOTES: [&str; 2] = ["BPT990001", "BPT990002"];
/// The lots of the first item.
const LOTS: [&str; 2] = ["TREINO1", "TREINO2"];
/// The first digits of its GTIN, and of the second item's: numbers that GS1 leaves to each company's own use.
const GTINS: [&str; 2] = ["0200000000001", "0200000000002"];

/// Stops: bin, item, lot of the first item, quantity, order.
const STOPS: [(usize, usize, usize, i64, usize); 4] =
    [(0, 0, 0, 2, 0), (1, 1, 0, 3, 0), (1, 1, 0, 1, 1), (2, 0, 1, 1, 1)];

/// What is scanned for an item, with its lot where it has one.
fn symbol(item: usize, lot: usize) -> String {
    let gtin = gtin(item);
    if item == 0 { format!("]d201{gtin}10{}", LOTS[lot]) } else { gtin }
}

/// An item's GTIN, 14 digits.
fn gtin(item: usize) -> String {
    Gtin::with_check_digit(GTINS[item]).map(|gtin| gtin.as_str().to_owned()).unwrap_or_default()
}

/// A lesson that begins.
pub fn begin(language: Language, utc_offset_min: i32, today: Date) -> Carried {
    let mut ids = Ids::new(0, 1);
    let task = TaskId(ids.next_uuid());
    let items: Vec<Item> = (0..2).map(|number| item(number, language, &mut ids)).collect();
    let bins: Vec<Location> = BINS.iter().enumerate().map(|(at, code)| bin(at, code, &mut ids)).collect();
    let mut lots: Vec<Lot> = Vec::new();
    for (number, code) in LOTS.iter().enumerate() {
        lots.push(lot(
            &items[0],
            code,
            Some(today + Duration::days(300 + 60 * number as i64)),
            today,
            &mut ids,
        ));
    }
    lots.push(lot(&items[1], "", None, today, &mut ids));
    let orders: Vec<OrderId> = (0..2).map(|_| OrderId(ids.next_uuid())).collect();
    let stops: Vec<Stop> = STOPS
        .iter()
        .enumerate()
        .map(|(at, &(bin, item, lot, quantity_base, order))| {
            let lot = &lots[if item == 0 { lot } else { 2 }];
            let sequence = (at as i64 + 1) * SEQUENCE_STEP;
            stop((&bins[bin], &items[item], lot), (orders[order], quantity_base, sequence), &mut ids)
        })
        .collect();
    let heaps = stops.iter().map(heap).collect();
    let progress = Progress { done: 0, total: stops.len() as i64 };
    let slots = orders.iter().enumerate().map(|(at, order)| slot(at, *order)).collect();
    let tour = head(items[0].owner_id, progress, &mut ids);
    let state = State { tour: Some(tour), slots, stops, ..State::default() };
    let codes = items.iter().enumerate().map(|(number, item)| {
        let packaging_id = item.packagings.first().map(|packaging| packaging.id);
        Named { code: gtin(number), item_id: item.id, packaging_id }
    });
    let codes = codes.collect();
    let units = TOTES.iter().map(|code| tote(code, &mut ids)).collect();
    let known = Known { items, codes, locations: bins, units };
    let work = Work::Pick(Box::new(Tour { state, heaps }));
    Carried { task, version: 0, language, utc_offset_min, known, work }
}

fn item(number: usize, language: Language, ids: &mut Ids) -> Item {
    let pt = language == Language::Pt;
    let (sku, name) = match number {
        0 if pt => ("TREINO-1", "Café de treino 500 g"),
        0 => ("TREINO-1", "Training coffee 500 g"),
        _ if pt => ("TREINO-2", "Sabão de treino 200 g"),
        _ => ("TREINO-2", "Training soap 200 g"),
    };
    let id = PackagingId(ids.next_uuid());
    let unit = Packaging {
        kind: PackagingKind::of(1),
        id,
        name: "UN".into(),
        gtin: Some(gtin(number)),
        quantity_base: 1,
        weight_g: 0,
    };
    Item {
        id: ItemId(ids.next_uuid()),
        owner_id: OwnerId(uuid::Uuid::nil()),
        sku: sku.into(),
        name: name.into(),
        unit: "UN".into(),
        tracking: if number == 0 { Tracking::Lot } else { Tracking::None },
        expires: number == 0,
        rotation_policy: RotationPolicy::Warn,
        shelf_life_days: None,
        remaining_days_min: 0,
        best_before_lead_days: None,
        removal_lead_days: None,
        arrival: Arrival::default(),
        packagings: vec![unit],
    }
}

fn bin(at: usize, code: &str, ids: &mut Ids) -> Location {
    Location {
        id: LocationId(ids.next_uuid()),
        code: code.into(),
        kind: LocationKind::PickFace,
        zone_id: None,
        pick_sequence: at as i64,
        version: 0,
    }
}

fn lot(item: &Item, code: &str, expiry: Option<Date>, received_on: Date, ids: &mut Ids) -> Lot {
    let (id, status) = (LotId(ids.next_uuid()), LotStatus::Released);
    Lot { id, item_id: item.id, code: code.into(), implicit: code.is_empty(), expiry, received_on, status }
}

fn stop(
    (bin, item, lot): (&Location, &Item, &Lot),
    (order_id, quantity_base, sequence): (OrderId, i64, i64),
    ids: &mut Ids,
) -> Stop {
    Stop {
        pick_id: PickId(ids.next_uuid()),
        sequence,
        pick_sequence: bin.pick_sequence,
        order_id,
        order_line_id: OrderLineId(ids.next_uuid()),
        reservation_id: ReservationId(ids.next_uuid()),
        place: Place::loose(bin.id),
        bin: Bin::new(&bin.code, ""),
        is_face: true,
        item: item.clone(),
        handling: Handling::Normal,
        lot: lot.clone(),
        quantity_base,
        planned_base: quantity_base,
        remaining_days_min: 0,
        bin_base: 100,
        skips: 0,
    }
}

fn heap(stop: &Stop) -> Heap {
    let row = BinStock {
        lot: stop.lot.clone(),
        place: stop.place,
        on_hand_base: 100,
        reserved_base: stop.quantity_base,
    };
    Heap { location_id: stop.place.location_id, item_id: stop.item.id, rows: vec![row] }
}

fn slot(at: usize, order_id: OrderId) -> Slot {
    Slot {
        slot: at as i64 + 1,
        order_id,
        order: format!("TREINO-{}", at + 1),
        status: OrderStatus::Released,
        tote: None,
        holds: false,
        full: Vec::new(),
        picked_base: 0,
        wanted: true,
    }
}

fn head(owner_id: OwnerId, progress: Progress, ids: &mut Ids) -> pick::Tour {
    pick::Tour {
        id: TourId(ids.next_uuid()),
        number: "TREINO".into(),
        claimed: true,
        owner_id,
        transit_id: LocationId(ids.next_uuid()),
        desk: "TREINO".into(),
        progress,
        ended: false,
        zero_check: false,
    }
}

fn tote(code: &str, ids: &mut Ids) -> Unit {
    Unit {
        id: HandlingUnitId(ids.next_uuid()),
        code: code.into(),
        kind: UnitKind::Tote,
        location_id: None,
        order_id: None,
        empty: true,
    }
}

/// What is scanned next when all goes well; nothing once the lesson is over.
pub fn next_scan(lesson: &Carried) -> Option<String> {
    use crate::code::CommandCode::{Cancel, Confirm, Other, Yes};
    let Work::Pick(tour) = &lesson.work else { return None };
    let state = &tour.state;
    let is_free =
        |code: &&&str| state.slots.iter().flat_map(|slot| &slot.tote).all(|tote| tote.code != ***code);
    Some(match state.stage() {
        Stage::Tote(..) => (*TOTES.iter().find(is_free)?).to_owned(),
        Stage::Full(..) => Cancel.printed(),
        Stage::Bin(_, stop) => OwnCode::Bin(stop.bin.code.clone()).printed(),
        Stage::Goods(..) if state.hand.short.is_some() => {
            if matches!(state.hand.short, Some(pick::Short::Found { .. })) { Confirm } else { Cancel }
                .printed()
        }
        Stage::Goods(_, stop) => {
            let item = usize::from(stop.item.tracking == Tracking::None);
            symbol(item, LOTS.iter().position(|lot| *lot == stop.lot.code).unwrap_or(0))
        }
        Stage::Into(_, _, tote) => tote.code.clone(),
        Stage::Skipping(..) => Other.printed(),
        Stage::Emptied(..) => Yes.printed(),
        Stage::Idle | Stage::Done(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::offline::Command;
    use crate::screen::{Outcome, Screen};

    fn scan(lesson: &mut Carried, symbol: &str) -> (Outcome, String) {
        let command = Command { symbol, scanned_ms: 1_772_452_800_000, ids: Ids::new(1, 1) };
        let message = lesson.answer(&command).step.message.expect("a word");
        (message.outcome, message.code)
    }

    #[test]
    fn whoever_scans_what_is_asked_for_comes_to_the_end() {
        let mut lesson = begin(Language::Pt, -180, date!(2026 - 03 - 02));
        let mut scans = 0;
        while let Some(symbol) = next_scan(&lesson) {
            assert_eq!(scan(&mut lesson, &symbol).0, Outcome::Accepted, "{symbol}");
            scans += 1;
            assert!(scans < 40, "there is an end");
        }
        let Screen::PickDone(done) = lesson.step(0).screen else { panic!("the end") };
        assert_eq!(done.totes, TOTES);
        assert_eq!(scans, 2 + 4 * 2 + 7, "two totes, a bin and a tote a stop, each unit");
    }

    #[test]
    fn mistakes_are_refused_as_on_the_floor() {
        let mut lesson = begin(Language::En, 0, date!(2026 - 03 - 02));
        for tote in TOTES {
            scan(&mut lesson, tote);
        }
        assert_eq!(scan(&mut lesson, "BPLT-03-01-1"), (Outcome::Refused, "wrong_bin".into()));
        scan(&mut lesson, "BPLT-01-01-1");
        assert_eq!(scan(&mut lesson, &symbol(1, 0)), (Outcome::Refused, "wrong_item".into()));
        assert_eq!(scan(&mut lesson, &symbol(0, 1)), (Outcome::Refused, "wrong_lot".into()));
        assert_eq!(scan(&mut lesson, "BPCSHORT").0, Outcome::Confirm);
        assert_eq!(scan(&mut lesson, "BPCCANCEL").0, Outcome::Accepted);
    }
}
