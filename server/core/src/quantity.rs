//! Quantities are whole numbers of an item's base unit: pieces, or grams for weighed goods. Never floats.

use serde::{Deserialize, Serialize};

use crate::item::Packaging;

/// Some of one packaging: "2 cases of 12".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// How many of the packaging.
    pub count: i64,
    /// The packaging's name as the floor says it: `CX`, `UN`.
    pub name: String,
    /// Base units in one.
    pub quantity_base: i64,
}

/// A quantity as people handle it: the base quantity, and how it splits into packagings, largest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// In base units.
    pub base: i64,
    /// The base unit's name: `UN`, `g`.
    pub unit: String,
    /// The same quantity in packagings, largest first; empty when the item has none but its base unit.
    pub packs: Vec<Pack>,
}

impl Quantity {
    /// Splits `base` units into the fewest whole packagings; what remains counts in base units.
    pub fn split(base: i64, unit: &str, packagings: &[Packaging]) -> Self {
        let mut sizes: Vec<&Packaging> = packagings.iter().filter(|p| p.quantity_base > 1).collect();
        sizes.sort_by(|a, b| b.quantity_base.cmp(&a.quantity_base).then(a.name.cmp(&b.name)));
        let mut rest = base;
        let mut packs = Vec::new();
        for size in sizes {
            let count = rest / size.quantity_base;
            if count > 0 {
                rest -= count * size.quantity_base;
                packs.push(Pack { count, name: size.name.clone(), quantity_base: size.quantity_base });
            }
        }
        if rest > 0 && !packs.is_empty() {
            packs.push(Pack { count: rest, name: unit.to_owned(), quantity_base: 1 });
        }
        Self { base, unit: unit.to_owned(), packs }
    }
}
