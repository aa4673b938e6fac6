//! Screens of filling pick faces up.

use serde::{Deserialize, Serialize};

use super::{Bin, Goods};

/// Pick faces that wait to be filled up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplenishFace {
    /// Faces in the order of the walk, at most twenty.
    pub waiting: Vec<Bin>,
    /// How many wait in all.
    pub waiting_count: i64,
}

/// Goods on their way from reserve to a pick face.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplenishStop {
    /// Where they are.
    pub from: Bin,
    /// The pick face.
    pub to: Bin,
    /// What to take; once some is in hand, what is in hand.
    pub goods: Goods,
    /// What the face still wants, in base units.
    pub left_base: i64,
}
