//! Items and their packagings.

use serde::{Deserialize, Serialize};

use crate::allocate::Strategy;
use crate::id::{ItemId, OwnerId, PackagingId};
use crate::location::{AbcClass, TemperatureClass};
use crate::lot::ShelfLife;

/// What an item's stock is told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tracking {
    /// Nothing: stock carries an implicit lot per receipt day.
    None,
    /// A lot code.
    Lot,
    /// A serial number: a lot of quantity 1.
    Serial,
}

/// What happens when the lot in hand is not the one that should leave first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RotationPolicy {
    /// Taken as it is.
    None,
    /// The same lot is scanned again to confirm.
    Warn,
    /// Refused.
    Force,
}

/// An item: one SKU of one owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Whose goods they are.
    pub owner_id: OwnerId,
    /// The owner's code for it.
    pub sku: String,
    /// What it is called.
    pub name: String,
    /// The base unit's name: `UN`, `g`.
    pub unit: String,
    /// What its stock is told apart by.
    pub tracking: Tracking,
    /// Whether its lots expire.
    pub expires: bool,
    /// What happens when a lot is taken out of turn.
    pub rotation_policy: RotationPolicy,
    /// Days from production to expiry, where the item's policy derives the expiry.
    pub shelf_life_days: Option<i64>,
    /// Days of life that a lot must still have when it leaves; 0 is through the expiry date.
    pub remaining_days_min: i64,
    /// Days before the expiry through which it is best used; `None` is not derived.
    pub best_before_lead_days: Option<i64>,
    /// Days before the expiry on which it must leave the shelf; `None` is not derived.
    pub removal_lead_days: Option<i64>,
    /// What is asked of it at the dock.
    #[serde(default)]
    pub arrival: Arrival,
    /// Its packagings.
    pub packagings: Vec<Packaging>,
}

/// Base units that nobody questions, of goods without a pallet; grams of weighed ones.
const PLAUSIBLE_BASE: i64 = 2_000;
/// The same for goods that are weighed.
const PLAUSIBLE_G: i64 = 2_000_000;
/// So many of the largest packaging nobody questions, where it is no pallet.
const PLAUSIBLE_PACKS: i64 = 200;

/// Whether so much in one place is hard to believe (R27): more than a pallet, or than nobody questions where there is no pallet.
pub fn is_doubtful(packagings: &[Packaging], unit: &str, quantity_base: i64) -> bool {
    let most = |of: &dyn Fn(&&Packaging) -> bool| {
        packagings.iter().filter(of).map(|packaging| packaging.quantity_base).max()
    };
    let pallet_base = most(&|packaging| packaging.kind == PackagingKind::Pallet);
    quantity_base
        > pallet_base.unwrap_or_else(|| {
            let few = if unit == "g" { PLAUSIBLE_G } else { PLAUSIBLE_BASE };
            few.max(most(&|_| true).unwrap_or(1).saturating_mul(PLAUSIBLE_PACKS))
        })
}

/// What is asked of an item's goods when they come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// How much more than expected may come in, in percent of it; `None` is the warehouse's rule.
    pub over_receipt_percent: Option<i64>,
    /// Days of life that a lot must still have; 0 is through the expiry date.
    pub remaining_days_min: i64,
}

impl Item {
    /// How its lots age. What does not expire has no dates of its own to derive.
    pub fn shelf_life(&self) -> ShelfLife {
        if !self.expires {
            return ShelfLife::default();
        }
        ShelfLife {
            shelf_life_days: self.shelf_life_days,
            best_before_lead_days: self.best_before_lead_days,
            removal_lead_days: self.removal_lead_days,
        }
    }

    /// The packaging with this id.
    pub fn packaging(&self, id: PackagingId) -> Option<&Packaging> {
        self.packagings.iter().find(|packaging| packaging.id == id)
    }
}

/// A packaging of an item: each, inner, case, pallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packaging {
    /// Its id.
    pub id: PackagingId,
    /// Its name as the floor says it: `UN`, `CX`, `PL`.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub kind: PackagingKind,
    /// Its GTIN, 14 digits, where it has one.
    pub gtin: Option<String>,
    /// Base units in one.
    pub quantity_base: i64,
    /// Gross weight of one, in grams; 0 when unknown.
    pub weight_g: i64,
}

/// What a packaging is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackagingKind {
    /// What is sold one by one.
    #[default]
    Each,
    /// Several in a wrapper.
    Inner,
    /// A carton.
    Case,
    /// A loaded pallet.
    Pallet,
}

impl PackagingKind {
    /// What a packaging of so many base units is, where nobody says it.
    pub fn of(quantity_base: i64) -> Self {
        if quantity_base == 1 { Self::Each } else { Self::Case }
    }
}

/// How long, wide and high a packaging is; 0 where that is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// In millimetres.
    pub length_mm: i64,
    /// In millimetres.
    pub width_mm: i64,
    /// In millimetres.
    pub height_mm: i64,
}

/// When goods are put into the tote. Earlier ones lie below later ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// First, at the bottom.
    Heavy,
    /// Next.
    #[default]
    Normal,
    /// Last, on top.
    Fragile,
}

impl Handling {
    /// All, in the order in which goods are taken.
    pub const ALL: [Self; 3] = [Self::Heavy, Self::Normal, Self::Fragile];
}

/// How an item is kept and chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// When it is put into the tote.
    pub handling: Handling,
    /// How cold it wants it.
    pub temperature_class: TemperatureClass,
    /// How often it is asked for.
    pub abc_class: AbcClass,
    /// How its stock is chosen for orders; `None` is the warehouse's way.
    pub strategy: Option<Strategy>,
}
