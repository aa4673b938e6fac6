//! Screens: what the floor sees, as data. The server answers each scan with one; the interface draws it.
//!
//! A screen says one thing to do. The interface draws each kind by a total `match` and adds its own words (verbs, labels,
//! buttons); names, codes and quantities come from here.

mod count;
mod day;
mod inquire;
mod pack;
mod receive;
mod relocate;
mod replenish;
mod returns;

pub use count::*;
pub use inquire::*;
pub use pack::*;
pub use receive::*;
pub use relocate::*;
pub use replenish::*;
pub use returns::*;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::code::CommandCode;
use crate::id::TaskId;
use crate::item::Item;
use crate::quantity::Quantity;

/// The answer to a scan: what to do next, and what to say about the last thing done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The task the screen belongs to; `None` on the menu.
    pub task: Option<TaskId>,
    /// What to do next.
    pub screen: Screen,
    /// What to say about the last scan; `None` when a screen is only shown again.
    pub message: Option<Message>,
    /// The buttons that do something here, in order of use; each is a command barcode too.
    pub actions: Vec<CommandCode>,
}

/// How an answer feels: each has its own colour, icon, word, tone and vibration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Accepted,
    /// Scan again to confirm.
    Confirm,
    /// Nothing changed.
    Refused,
}

/// One sentence about the last scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// How it feels.
    pub outcome: Outcome,
    /// A stable name for programs and tests: `wrong_bin`.
    pub code: String,
    /// The sentence in the operator's language.
    pub sentence: String,
}

/// A bin as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    /// Its whole code: `A-03-02-1`.
    pub code: String,
    /// The part to emphasise: `A-03`; empty when the code has no parts.
    pub aisle: String,
    /// The zone's name.
    pub zone: String,
}

impl Bin {
    /// A bin by its code: aisle and bay are its first two parts.
    pub fn new(code: &str, zone: &str) -> Self {
        let aisle = code.match_indices('-').nth(1).map_or("", |(end, _)| &code[..end]);
        let aisle = if aisle.is_empty() && code.contains('-') { code } else { aisle };
        Self { code: code.to_owned(), aisle: aisle.to_owned(), zone: zone.to_owned() }
    }
}

/// Goods as a screen shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The lot's code; `None` when the item is not tracked or the lot is not known yet.
    pub lot: Option<String>,
    /// The last day of use.
    #[serde(with = "day", default)]
    pub expiry: Option<Date>,
    /// How near that day is.
    pub freshness: Freshness,
    /// How much of it the screen is about.
    pub quantity: Quantity,
}

impl Goods {
    /// So much of an item, as it is on `today`; `lot` as people see it.
    pub fn of(
        item: &Item,
        lot: Option<String>,
        expiry: Option<Date>,
        quantity_base: i64,
        today: Date,
    ) -> Self {
        Self {
            sku: item.sku.clone(),
            name: item.name.clone(),
            lot,
            expiry,
            freshness: Freshness::on(expiry, today),
            quantity: Quantity::split(quantity_base, &item.unit, &item.packagings),
        }
    }
}

/// How near a lot's last day is, said by word as well as by colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// No expiry, or far away.
    #[default]
    Good,
    /// Within 30 days.
    Near,
    /// Past.
    Expired,
}

impl Freshness {
    /// Days before expiry from which a lot counts as near it.
    pub const NEAR_DAYS: i64 = 30;

    /// The freshness of a lot with this expiry on `today`.
    pub fn on(expiry: Option<Date>, today: Date) -> Self {
        match expiry {
            Some(expiry) if expiry < today => Self::Expired,
            Some(expiry) if (expiry - today).whole_days() <= Self::NEAR_DAYS => Self::Near,
            _ => Self::Good,
        }
    }
}

/// How far the task has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Stops, lines or units done.
    pub done: i64,
    /// All of them.
    pub total: i64,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Screen {
    /// Choose a kind of work, or scan anything.
    Menu(Menu),
    /// Scan an invoice's access key.
    ReceiveInvoice(ReceiveInvoice),
    /// Scan goods of the receipt.
    ReceiveGoods(ReceiveGoods),
    /// Scan or type the lot or expiry that the goods' symbol did not carry.
    ReceiveLot(ReceiveLot),
    /// Say how many.
    ReceiveQuantity(ReceiveQuantity),
    /// Say what a code names that nobody knows yet.
    ReceiveAttach(ReceiveAttach),
    /// Confirm that the receipt closes with these differences.
    ReceiveClose(ReceiveClose),
    /// Scan a pallet that waits at the dock.
    PutawayUnit(PutawayUnit),
    /// Take it to this bin and scan the bin.
    PutawayBin(PutawayBin),
    /// No tour waits.
    PickEmpty,
    /// Put an empty tote on the cart for this order and scan it.
    PickTote(PickTote),
    /// Go to this bin and scan it.
    PickBin(PickStop),
    /// Say why this stop is put off once more.
    PickSkip(PickSkip),
    /// Take these goods and scan them.
    PickGoods(PickStop),
    /// Put them into this tote and scan it.
    PickInto(PickInto),
    /// Say whether this bin is empty now.
    PickEmptied(PickEmptied),
    /// The tour is done: take the totes to the pack desk.
    PickDone(PickDone),
    /// Scan a tote at the desk.
    PackTote(PackTote),
    /// Scan each item of the order.
    PackGoods(PackGoods),
    /// Everything is checked: close the parcel.
    PackClose(PackGoods),
    /// The order is packed.
    PackDone(PackDone),
    /// Scan a parcel that leaves.
    ShipParcel(ShipParcel),
    /// Scan a bin to count.
    CountBin(CountBin),
    /// Scan everything in the bin.
    CountGoods(CountGoods),
    /// Confirm that this is all.
    CountClose(CountClose),
    /// Scan a pick face to fill up.
    ReplenishFace(ReplenishFace),
    /// Go to this bin of reserve and scan it.
    ReplenishBin(ReplenishStop),
    /// Take these goods and scan them.
    ReplenishGoods(ReplenishStop),
    /// Put them into the pick face and scan it.
    ReplenishInto(ReplenishStop),
    /// Scan the bin or the unit to move goods from.
    RelocateFrom(RelocateFrom),
    /// Scan the goods that move, or of a unit the bin that it goes to as it is.
    RelocateGoods(RelocateGoods),
    /// Scan the bin or the unit that the goods in hand go to.
    RelocateInto(RelocateGoods),
    /// Scan the parcel that comes back, or its order's number.
    ReturnsStart,
    /// Scan goods that come back.
    ReturnsGoods(ReturnsGoods),
    /// Scan or type the lot or expiry that the goods' symbol did not carry.
    ReturnsLot(ReturnsLot),
    /// Say how many, and where they go.
    ReturnsDecide(ReturnsDecide),
    /// Scan anything to see what it is.
    Inquire(Inquire),
}

/// Kinds of work with what waits in each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// The operator's choices: the button's command and how much waits.
    pub work: Vec<Waiting>,
}

/// One kind of work on the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The command that starts it.
    pub command: CommandCode,
    /// How many receipts, pallets, tours, totes or parcels wait.
    pub count: i64,
}

/// Pallets waiting at the dock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutawayUnit {
    /// Their codes, oldest first, at most twenty.
    pub waiting: Vec<String>,
}

/// A pallet on its way to a bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutawayBin {
    /// The pallet's code.
    pub unit: String,
    /// What it holds.
    pub goods: Vec<Goods>,
    /// Where it should go.
    pub bin: Bin,
}

/// A tote for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickTote {
    /// The tour's number.
    pub tour: String,
    /// The order's number.
    pub order: String,
    /// The place on the cart, from 1.
    pub slot: i64,
    /// Totes assigned and totes in all; for a further tote, stops.
    pub progress: Progress,
    /// The order's tote that is full, where this is a further one.
    pub full: Option<String>,
}

/// One stop of a tour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickStop {
    /// The tour's number.
    pub tour: String,
    /// Where.
    pub bin: Bin,
    /// What and how much is still to take here.
    pub goods: Goods,
    /// The order it is for.
    pub order: String,
    /// The place on the cart it goes to, from 1.
    pub slot: i64,
    /// Stops done and stops in all.
    pub progress: Progress,
    /// The stop after this one.
    pub next: Option<Bin>,
}

/// A stop that was put off before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickSkip {
    /// The tour's number.
    pub tour: String,
    /// Its bin.
    pub bin: Bin,
    /// How often it was put off.
    pub skips: i64,
    /// The reasons to choose from, as commands.
    pub why: Vec<CommandCode>,
    /// Stops done and stops in all.
    pub progress: Progress,
}

/// A bin that is empty by the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickEmptied {
    /// The tour's number.
    pub tour: String,
    /// The bin.
    pub bin: Bin,
    /// Stops done and stops in all.
    pub progress: Progress,
}

/// Goods in hand on their way into a tote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickInto {
    /// The stop; the goods' quantity is what is in hand.
    pub stop: PickStop,
    /// The tote's code.
    pub tote: String,
}

/// A finished tour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickDone {
    /// The tour's number.
    pub tour: String,
    /// The totes to take to the pack desk.
    pub totes: Vec<String>,
    /// Where the pack desk is.
    pub desk: String,
}
