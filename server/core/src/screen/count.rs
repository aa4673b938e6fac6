//! Screens of counting: none of them holds what the book says (R28).

use serde::{Deserialize, Serialize};

use super::{Bin, Goods};

/// Bins that wait to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountBin {
    /// Bins in the order of the walk, at most twenty.
    pub waiting: Vec<Bin>,
    /// How many wait in all.
    pub waiting_count: i64,
}

/// A bin that is being counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountGoods {
    /// The bin.
    pub bin: Bin,
    /// The unit that goods are counted in; none for loose goods.
    pub unit: Option<String>,
    /// What was found so far, the last first.
    pub counted: Vec<Goods>,
    /// The item whose lot is still to be scanned.
    pub lot_of: Option<String>,
}

/// A count about to close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountClose {
    /// The bin.
    pub bin: Bin,
    /// What was found; nothing when the bin is empty.
    pub counted: Vec<Goods>,
}
