//! Screens of moving goods and units by hand.

use serde::{Deserialize, Serialize};

use super::{Bin, Goods};

/// Where goods are to be taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelocateFrom {
    /// Totes with goods that go back to a bin, at most twenty.
    pub waiting: Vec<Returning>,
    /// How many there are in all.
    pub waiting_count: i64,
}

/// A tote with goods that go back to a bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returning {
    /// The tote's code.
    pub unit: String,
    /// The number of the order that filled it.
    pub order: String,
}

/// Goods or a unit on their way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelocateGoods {
    /// The bin that they leave.
    pub from: Bin,
    /// The unit that they are taken out of, or that moves.
    pub unit: Option<String>,
    /// Whether the goods go back to a bin since their order wants them no longer; such a unit does not move as a whole.
    pub goes_back: bool,
    /// What may still be taken out of the unit, at most fifty.
    pub contents: Vec<Goods>,
    /// What is in hand, last first.
    pub in_hand: Vec<Goods>,
    /// The item whose lot is still to be scanned.
    pub lot_of: Option<String>,
    /// The bin that is proposed for what goes back.
    pub to: Option<Bin>,
}
