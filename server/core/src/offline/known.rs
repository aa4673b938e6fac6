//! What codes stand for, as far as the work in hand goes.

use serde::{Deserialize, Serialize};

use crate::code::OwnCode;
use crate::flow::{Found, Unit};
use crate::id::{ItemId, PackagingId};
use crate::item::Item;
use crate::location::Location;
use crate::scan::{Kind, Scan};

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
        let content = &scan.content;
        if let Some(own) = &content.own {
            return self.own_code(own);
        }
        if let Some(gtin) = content.gtin.as_ref().filter(|_| content.sscc.is_none()) {
            let found = self.goods(gtin.as_str());
            if found != Found::Nothing || scan.kind != Kind::Gtin {
                return found;
            }
        }
        if let Some(sscc) = &content.sscc {
            return self.unit(sscc.as_str()).unwrap_or_else(|| Found::NewUnit(sscc.as_str().to_owned()));
        }
        if content.nfe.is_some() || content.s10.is_some() {
            return Found::Nothing;
        }
        if content.lot.is_some() || content.expiry.is_some() || content.best_before.is_some() {
            return Found::Attributes;
        }
        self.plain(&scan.text)
    }

    fn own_code(&self, own: &OwnCode) -> Found {
        match own {
            OwnCode::Command(command) => Found::Command(*command),
            OwnCode::Quantity(quantity) => Found::Quantity(i64::from(*quantity)),
            OwnCode::Bin(code) => self.location(code).unwrap_or(Found::Nothing),
            OwnCode::Tote(_) => self.unit(&own.printed()).unwrap_or_else(|| Found::NewUnit(own.printed())),
            OwnCode::Badge(_) | OwnCode::Station(_) => Found::Nothing,
        }
    }

    fn plain(&self, text: &str) -> Found {
        if let Some(found) = self.location(text) {
            return found;
        }
        match self.goods(text) {
            Found::Nothing => self.unit(text).unwrap_or(Found::Nothing),
            goods => goods,
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
