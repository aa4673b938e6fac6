//! Refusals: every reason why a scan changes nothing, with what the operator needs to know to go on.

mod expected;
mod sentence;

pub use expected::{Expected, Unfit};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::flow::count::Uncounted;
use crate::flow::inquire::Unprinted;
use crate::flow::receive::Unreceived;
use crate::flow::relocate::Unmoved;
use crate::flow::returns::Unreturned;
use crate::lot::Unusable;
use crate::offline::Unlinked;
use crate::scan::Scan;
use crate::screen::{Message, Outcome};
use crate::words::{Language, Say};

/// Why a scan changed nothing. Each names what was scanned, what was expected, and what to scan next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nothing in this warehouse has this code.
    UnknownCode {
        /// The code as scanned.
        code: String,
    },
    /// A code of the tote pattern that no tote has yet.
    NewTote {
        /// The code as scanned.
        code: String,
    },
    /// The symbol itself is wrong: the sentence says why.
    BadSymbol {
        /// Portuguese.
        pt: String,
        /// English.
        en: String,
    },
    /// A known code that has no place in this step.
    NotHere {
        /// What was scanned.
        code: String,
        /// What the step expects.
        expected: Expected,
    },
    /// Another bin than the one to go to.
    WrongBin {
        /// The scanned bin.
        scanned: String,
        /// The bin to go to.
        expected: String,
    },
    /// Another item than the one to handle.
    WrongItem {
        /// The scanned item's name.
        scanned: String,
        /// The expected item's name.
        expected: String,
    },
    /// Another lot than the one to take.
    WrongLot {
        /// The scanned lot.
        scanned: String,
        /// The lot to take.
        expected: String,
        /// Where that lot lies.
        bin: String,
    },
    /// The goods' symbol carries no lot, and the step needs one.
    LotMissing {
        /// The item's name.
        item: String,
    },
    /// Another tote or carton than the one to use.
    WrongUnit {
        /// The scanned unit.
        scanned: String,
        /// The expected unit.
        expected: String,
    },
    /// The unit is not empty or belongs to another order.
    UnitTaken {
        /// The scanned unit.
        unit: String,
    },
    /// The unit is empty where goods are needed.
    UnitEmpty {
        /// The scanned unit.
        unit: String,
    },
    /// More than the line, parcel or stop still needs.
    TooMuch {
        /// Base units that would be added.
        quantity_base: i64,
        /// Base units still needed.
        left_base: i64,
    },
    /// A quantity that makes no sense here: zero, or more than a pallet.
    BadQuantity {
        /// The quantity as typed.
        quantity: i64,
    },
    /// The item is not on this receipt or order.
    NotOnDocument {
        /// The item's name.
        item: String,
        /// The receipt's or order's number.
        document: String,
    },
    /// The lot may not be used.
    UnusableLot {
        /// The lot's code.
        lot: String,
        /// Why not.
        why: Unusable,
    },
    /// The goods are already past their last day, or have no life left to be taken in.
    ExpiredOnArrival {
        /// The lot's code.
        lot: String,
        /// The last day.
        expiry: Date,
    },
    /// A known lot with another expiry than the one on record.
    ExpiryDiffers {
        /// The lot's code.
        lot: String,
        /// On record.
        known: Date,
        /// As scanned.
        scanned: Date,
    },
    /// A known lot without an expiry on record, and goods that carry one.
    ExpiryUnknown {
        /// The lot's code.
        lot: String,
        /// As scanned.
        scanned: Date,
    },
    /// The parcel may not close or leave: a lot in it is stopped.
    ParcelStopped {
        /// Its SSCC; of a parcel that is still open, its order's number and its own: `PV-1/2`.
        parcel: String,
        /// The lot's code.
        lot: String,
        /// Why the lot may not be used.
        why: Unusable,
    },
    /// The bin can't take the goods.
    BinUnfit {
        /// The scanned bin.
        bin: String,
        /// Why not.
        why: Unfit,
    },
    /// No bin has room for the pallet.
    NoBin {
        /// The pallet's code.
        unit: String,
    },
    /// The order no longer wants what was to be taken here.
    StopCancelled {
        /// The order's number.
        order: String,
        /// The bin.
        bin: String,
        /// The bin to go to; empty when the tour has ended.
        expected: String,
    },
    /// The order wants less of what is to be taken here than is in hand.
    StopChanged {
        /// The bin.
        bin: String,
        /// What it wants, in base units.
        quantity_base: i64,
        /// The base unit's name.
        unit: String,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// What went somewhere stays there: something changed since.
    Stays {
        /// Where: a tote or a bin.
        place: String,
    },
    /// Something is still open that must be done first.
    NotFinished {
        /// Base units, lines or parcels still open.
        left: i64,
    },
    /// Only a part of what the stop wants would go into the tote.
    PartOnly {
        /// How much, in base units.
        quantity_base: i64,
        /// How much would still be wanted.
        left_base: i64,
        /// The base unit's name.
        unit: String,
    },
    /// The document is closed.
    Closed {
        /// Its number.
        document: String,
    },
    /// Someone else works on it.
    TakenByOther {
        /// The other operator's name.
        operator: String,
    },
    /// Reserve has nothing of the item that may be used.
    NothingInReserve {
        /// The item's name.
        item: String,
    },
    /// Nothing of this kind waits.
    NothingWaits,
    /// The user's roles don't cover this work.
    NoRole,
    /// A parcel that already left.
    AlreadyShipped {
        /// The parcel's SSCC.
        parcel: String,
    },
    /// A serial that was already taken.
    DuplicateSerial {
        /// The serial.
        serial: String,
    },
    /// A bin, a unit or goods that are not counted.
    Uncounted {
        /// Why not.
        why: Uncounted,
    },
    /// Goods that do not come in.
    Unreceived {
        /// Why not.
        why: Unreceived,
    },
    /// Goods that do not come back.
    Unreturned {
        /// Why not.
        why: Unreturned,
    },
    /// Goods or a unit that are not moved.
    Unmoved {
        /// Why not.
        why: Unmoved,
    },
    /// What is not done without the network, or not any more once it is back.
    Unlinked {
        /// Why not.
        why: Unlinked,
    },
    /// A label that is not printed once more.
    Unprinted {
        /// Why not.
        why: Unprinted,
    },
    /// The same symbol came twice in a moment.
    Repeated,
}

impl Refusal {
    /// Why a symbol that can't be used is refused.
    pub fn of_symbol(scan: &Scan) -> Self {
        let say = |language| scan.reason.as_ref().map(|reason| reason.sentence(language)).unwrap_or_default();
        Self::BadSymbol { pt: say(Language::Pt), en: say(Language::En) }
    }

    /// The message for the operator.
    pub fn message(&self, language: Language) -> Message {
        Message { outcome: Outcome::Refused, code: self.code().to_owned(), sentence: self.say(language) }
    }

    /// The stable name of the refusal, for programs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCode { .. } => "unknown_code",
            Self::NewTote { .. } => "new_tote",
            Self::BadSymbol { .. } => "bad_symbol",
            Self::NotHere { .. } => "not_here",
            Self::WrongBin { .. } => "wrong_bin",
            Self::WrongItem { .. } => "wrong_item",
            Self::WrongLot { .. } => "wrong_lot",
            Self::LotMissing { .. } => "lot_missing",
            Self::WrongUnit { .. } => "wrong_unit",
            Self::UnitTaken { .. } => "unit_taken",
            Self::UnitEmpty { .. } => "unit_empty",
            Self::TooMuch { .. } => "too_much",
            Self::BadQuantity { .. } => "bad_quantity",
            Self::NotOnDocument { .. } => "not_on_document",
            Self::UnusableLot { .. } => "unusable_lot",
            Self::ExpiredOnArrival { .. } => "expired_on_arrival",
            Self::ExpiryDiffers { .. } => "expiry_differs",
            Self::ExpiryUnknown { .. } => "expiry_unknown",
            Self::ParcelStopped { .. } => "parcel_stopped",
            Self::BinUnfit { .. } => "bin_unfit",
            Self::NoBin { .. } => "no_bin",
            Self::StopCancelled { .. } => "stop_cancelled",
            Self::StopChanged { .. } => "stop_changed",
            Self::NothingToUndo => "nothing_to_undo",
            Self::Stays { .. } => "stays",
            Self::NotFinished { .. } => "not_finished",
            Self::PartOnly { .. } => "part_only",
            Self::Closed { .. } => "closed",
            Self::TakenByOther { .. } => "taken_by_other",
            Self::NothingInReserve { .. } => "nothing_in_reserve",
            Self::NothingWaits => "nothing_waits",
            Self::NoRole => "no_role",
            Self::AlreadyShipped { .. } => "already_shipped",
            Self::DuplicateSerial { .. } => "duplicate_serial",
            Self::Uncounted { why } => why.code(),
            Self::Unreceived { why } => why.code(),
            Self::Unreturned { why } => why.code(),
            Self::Unmoved { why } => why.code(),
            Self::Unlinked { why } => why.code(),
            Self::Unprinted { why } => why.code(),
            Self::Repeated => "repeated",
        }
    }
}
