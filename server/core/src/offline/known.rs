//! What codes stand for, as far as the work in hand goes.

use serde::{Deserialize, Serialize};

use crate::flow::lookup::{Ask, asks};
use crate::flow::{Found, Unit};
use crate::id::{ItemId, PackagingId};
use crate::item::Item;
use crate::location::Location;
use crate::scan::Scan;

/// The items, bins and units of the work in hand, with their codes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Items.
    pub items: Vec<Item>,
    /// Their codes.
    pub codes: Vec<Named>,
    /// Bins.
    pub locations: Vec<Location>,
    /// Totes and pallets.
    pub units: Vec<Unit>,
}

/// A code of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The code: a GTIN with 14 digits, a SKU, or any other text.
    pub code: String,
    /// The item.
    pub item_id: ItemId,
    /// The packaging whose code it is; `None` for the base unit.
    pub packaging_id: Option<PackagingId>,
}

impl Known {
    /// What a usable scan stands for: the same as in the warehouse, for what is known here.
    pub fn find(&self, scan: &Scan) -> Found {
        let mut answers = asks(scan).into_iter().map(|ask| self.answer(ask));
        answers.find(|found| *found != Found::Nothing).unwrap_or(Found::Nothing)
    }

    fn answer(&self, ask: Ask<'_>) -> Found {
        match ask {
            Ask::Command(command) => Found::Command(command),
            Ask::Quantity(quantity) => Found::Quantity(quantity),
            Ask::Attributes => Found::Attributes,
            Ask::Location(code) => self.location(code).unwrap_or(Found::Nothing),
            Ask::Goods(code) => self.goods(code),
            Ask::Unit(code) => self.unit(code).unwrap_or(Found::Nothing),
            Ask::UnitOrNew(code) => self.unit(&code).unwrap_or_else(|| Found::NewUnit(code.into_owned())),
            // Neither is carried.
            Ask::Parcel(_) | Ask::Receipt(_) => Found::Nothing,
        }
    }

    fn location(&self, code: &str) -> Option<Found> {
        let location = self.locations.iter().find(|location| location.code == code)?;
        Some(Found::Location(location.clone()))
    }

    fn unit(&self, code: &str) -> Option<Found> {
        self.units.iter().find(|unit| unit.code == code).cloned().map(Found::Unit)
    }

    fn goods(&self, code: &str) -> Found {
        let named = self.codes.iter().find(|named| named.code == code);
        let item = named.and_then(|named| {
            let item = self.items.iter().find(|item| item.id == named.item_id)?;
            Some((item.clone(), named.packaging_id))
        });
        item.map_or(Found::Nothing, |(item, packaging_id)| Found::Goods {
            item: Box::new(item),
            packaging_id,
        })
    }
}
