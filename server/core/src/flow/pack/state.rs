//! What packing decides on.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::flow::Expected;
use crate::id::{HandlingUnitId, ItemId, LocationId, LotId, OrderId, OrderLineId, ParcelId};
use crate::item::Tracking;
use crate::ledger::{Movement, Place, Reason};
use crate::lot::LotStatus;
use crate::quantity::Quantity;
use crate::screen::{Freshness, Goods, PackGoods, PackLine, ParcelSummary, Progress};

/// All that one scan at the desk needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The order being checked; none while a tote is waited for.
    pub order: Option<Order>,
    /// Codes of totes that wait, oldest order first, at most twenty.
    pub waiting: Vec<String>,
    /// The order of the tote just scanned, while none is in work.
    pub scanned: Option<Order>,
    /// Scans of goods that can be taken back, the last one last.
    pub checks: Vec<Check>,
    /// The order that was packed last, until the next tote.
    pub packed: Option<Packed>,
    /// Whether there is a printer for tags.
    pub can_print: bool,
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Goods are still to be picked.
    Picking {
        /// How much, in base units.
        left_base: i64,
    },
    /// Picked: it can be packed.
    Ready,
    /// Packed, shipped or cancelled.
    Packed,
}

/// An order at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: String,
    /// Who it goes to.
    pub customer: String,
    /// The carrier's name.
    pub carrier: String,
    /// How far it is.
    pub stage: Stage,
    /// Another operator who has it on the screen.
    pub taken_by: Option<String>,
    /// The desk.
    pub desk_id: LocationId,
    /// The parcel being filled.
    pub parcel: Option<Parcel>,
    /// Parcels closed so far.
    pub parcels_closed: i64,
    /// Every parcel with its codes; loaded for a scan that may close one.
    pub parcels: Vec<ParcelSummary>,
    /// Its lines by number.
    pub lines: Vec<Line>,
    /// The lots in its totes.
    pub lots: Vec<Lot>,
    /// What the open parcel holds.
    pub checked: Vec<Checked>,
}

/// A parcel being filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its id.
    pub id: ParcelId,
    /// Its carton.
    pub unit_id: HandlingUnitId,
    /// Its place among the order's parcels, from 1.
    pub number: i64,
}

/// A line of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: OrderLineId,
    /// Its item.
    pub item_id: ItemId,
    /// Base units picked.
    pub picked_base: i64,
    /// Base units in closed parcels.
    pub packed_base: i64,
}

/// A lot that lies in the order's totes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Its id.
    pub id: LotId,
    /// Its code.
    pub code: String,
    /// Its last day.
    pub expiry: Option<Date>,
    /// Released, held or recalled.
    pub status: LotStatus,
    /// Its item.
    pub item_id: ItemId,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The item's base unit.
    pub unit: String,
    /// What the item's stock is told apart by.
    pub tracking: Tracking,
    /// Where it lies.
    pub contents: Vec<Content>,
}

/// Some of a lot in one tote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The tote, and where it stands.
    pub place: Place,
    /// The tote's code.
    pub tote: String,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// What the open parcel holds of one line and lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The line.
    pub line_id: OrderLineId,
    /// The lot.
    pub lot_id: LotId,
    /// How much, in base units.
    pub quantity_base: i64,
}

/// One accepted scan of goods, kept so that it can be taken back or counted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The item.
    pub item_id: ItemId,
    /// The lots that the scan may have meant.
    pub lots: Vec<LotId>,
    /// Base units in one of the scanned packaging.
    pub packaging_base: i64,
    /// The packaging's name.
    pub packaging: String,
    /// What was checked off by it.
    pub parts: Vec<Checked>,
}

/// A parcel that closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The order.
    pub order_id: OrderId,
    /// The parcel.
    pub parcel_id: ParcelId,
    /// What goes from totes into its carton.
    pub movements: Vec<Movement>,
    /// How much of each line is packed by it.
    pub lines: Vec<(OrderLineId, i64)>,
}

/// An order that was packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: String,
    /// Its parcels.
    pub parcels: Vec<ParcelSummary>,
    /// The parcel whose tag is printed again on demand.
    pub last: Option<ParcelId>,
}

impl Lot {
    /// How much of it lies in the totes, in base units; what is checked into the open parcel is still counted.
    pub fn in_totes_base(&self) -> i64 {
        self.contents.iter().map(|content| content.quantity_base).sum()
    }
}

impl Order {
    /// What lies in the totes and is not checked yet, in base units.
    pub fn left_base(&self) -> i64 {
        self.lots.iter().map(Lot::in_totes_base).sum::<i64>() - self.checked_base()
    }

    /// What the open parcel holds, in base units.
    pub fn checked_base(&self) -> i64 {
        self.checked.iter().map(|checked| checked.quantity_base).sum()
    }

    /// What the open parcel holds of one lot, in base units.
    pub fn checked_of(&self, lot: LotId) -> i64 {
        self.checked.iter().filter(|checked| checked.lot_id == lot).map(|checked| checked.quantity_base).sum()
    }

    /// How much of a line is still to be checked, in base units.
    pub fn line_left_base(&self, line: &Line) -> i64 {
        let of_line = self.checked.iter().filter(|checked| checked.line_id == line.id);
        line.picked_base - line.packed_base - of_line.map(|checked| checked.quantity_base).sum::<i64>()
    }

    /// The totes that hold goods, each once.
    pub fn totes(&self) -> Vec<String> {
        let mut codes: Vec<String> =
            self.lots.iter().flat_map(|lot| &lot.contents).map(|content| content.tote.clone()).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// Whether this tote holds goods of the order.
    pub fn has_tote(&self, unit: HandlingUnitId) -> bool {
        let mut contents = self.lots.iter().flat_map(|lot| &lot.contents);
        contents.any(|content| content.place.handling_unit_id == unit)
    }

    /// What is to be scanned now.
    pub fn expected(&self) -> Expected {
        if self.left_base() == 0 { Expected::Confirm } else { Expected::Goods }
    }

    /// What closing `parcel` moves: of each lot, from its totes in turn.
    pub fn closing(&self, parcel: &Parcel) -> Closing {
        let to = Place::within(self.desk_id, parcel.unit_id);
        let mut movements = Vec::new();
        for lot in &self.lots {
            let mut left_base = self.checked_of(lot.id);
            for content in &lot.contents {
                let quantity_base = left_base.min(content.quantity_base);
                if quantity_base == 0 {
                    continue;
                }
                left_base -= quantity_base;
                movements.push(Movement {
                    item_id: lot.item_id,
                    lot_id: lot.id,
                    quantity_base,
                    reserved_base: 0,
                    from: content.place,
                    to,
                    reason: Reason::Pack,
                });
            }
        }
        let packed = |line: &Line| (line.id, line.picked_base - line.packed_base - self.line_left_base(line));
        let lines = self.lines.iter().map(packed).filter(|(_, quantity_base)| *quantity_base > 0).collect();
        Closing { order_id: self.id, parcel_id: parcel.id, movements, lines }
    }

    /// The order once its open parcel has closed.
    pub fn after_closing(&self) -> Self {
        let mut after = self.clone();
        for line in &mut after.lines {
            line.packed_base = line.picked_base - self.line_left_base(line);
        }
        for lot in &mut after.lots {
            let mut gone_base = self.checked_of(lot.id);
            for content in &mut lot.contents {
                let taken = gone_base.min(content.quantity_base);
                content.quantity_base -= taken;
                gone_base -= taken;
            }
            lot.contents.retain(|content| content.quantity_base > 0);
        }
        after.lots.retain(|lot| !lot.contents.is_empty());
        after.checked.clear();
        after.parcel = None;
        after.parcels_closed += 1;
        after
    }

    /// The parcels as the last screen shows them: their number is known now.
    pub fn summaries(&self) -> Vec<ParcelSummary> {
        let total = self.parcels.len() as i64;
        self.parcels.iter().map(|parcel| ParcelSummary { total, ..parcel.clone() }).collect()
    }

    /// The order as the screen shows it.
    pub fn shown(&self, today: Date) -> PackGoods {
        let line = |lot: &Lot| PackLine {
            goods: Goods {
                sku: lot.sku.clone(),
                name: lot.name.clone(),
                lot: (lot.tracking != Tracking::None).then(|| lot.code.clone()),
                expiry: lot.expiry,
                freshness: Freshness::on(lot.expiry, today),
                quantity: Quantity::split(lot.in_totes_base(), &lot.unit, &[]),
            },
            checked_base: self.checked_of(lot.id),
        };
        let (picked, packed) = self
            .lines
            .iter()
            .fold((0, 0), |sums, line| (sums.0 + line.picked_base, sums.1 + line.packed_base));
        PackGoods {
            order: self.number.clone(),
            customer: self.customer.clone(),
            carrier: self.carrier.clone(),
            totes: self.totes(),
            parcel: self.parcel.as_ref().map_or(self.parcels_closed + 1, |parcel| parcel.number),
            lines: self.lots.iter().map(line).collect(),
            progress: Progress { done: packed + self.checked_base(), total: picked },
        }
    }
}
