//! Pick faces, and what fills them up.

use bipe_core::id::ReplenishmentId;
use serde::{Deserialize, Serialize};

/// `PUT /api/v1/pick-faces`: what a bin is to hold of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPickFace {
    /// The bin's code.
    pub location: String,
    /// The item's code, as the warehouse's first owner knows it.
    pub sku: String,
    /// Filled up when less than so many base units are free.
    pub min_base: i64,
    /// Filled up to so many; 0 takes the rule away.
    pub max_base: i64,
}

/// A pick face (`GET /api/v1/pick-faces`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickFace {
    /// The bin's code.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// Filled up when less is free.
    pub min_base: i64,
    /// Filled up to so much.
    pub max_base: i64,
    /// What lies there.
    pub on_hand_base: i64,
    /// What orders have reserved of it.
    pub reserved_base: i64,
}

/// A pick face being filled up (`GET /api/v1/replenishments`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replenishment {
    /// Its id.
    pub id: ReplenishmentId,
    /// The face's code.
    pub location: String,
    /// The item's code.
    pub sku: String,
    /// The item's name.
    pub name: String,
    /// The base unit's name.
    pub unit: String,
    /// `minimum`, or `demand` when orders have reserved what lies there.
    pub reason: String,
    /// `open`, `done` or `cancelled`.
    pub status: String,
    /// What was asked for, in base units.
    pub quantity_base: i64,
    /// What went there.
    pub done_base: i64,
    /// Who is at it, or did it.
    pub operator: Option<String>,
    /// When it was asked for (RFC 3339).
    pub created_at: String,
}

/// What looking for faces to fill up did (`POST /api/v1/replenishments`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplenishmentsOpened {
    /// How many are new.
    pub opened: i64,
}
