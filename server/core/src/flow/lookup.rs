//! What a scan may stand for, in the order in which it is looked up: the same in the warehouse's database and on a handheld that
//! carries a part of it.

use std::borrow::Cow;

use crate::code::{CommandCode, NfeKey, OwnCode};
use crate::scan::{Kind, Scan};

/// One question about a code.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask<'s> {
    /// A command: nothing is to be looked up.
    Command(CommandCode),
    /// A typed quantity: neither.
    Quantity(i64),
    /// Lot or dates alone: neither.
    Attributes,
    /// The location with this code.
    Location(&'s str),
    /// The item with this code.
    Goods(&'s str),
    /// The handling unit with this code.
    Unit(&'s str),
    /// The same, where a code that nobody has is that of a new one.
    UnitOrNew(Cow<'s, str>),
    /// The parcel with this tracking code.
    Parcel(&'s str),
    /// The receipt with this access key.
    Receipt(&'s NfeKey),
}

/// What a usable scan asks for: the first question that has an answer says what it stands for. A badge or a station's code asks
/// for nothing.
pub fn asks(scan: &Scan) -> Vec<Ask<'_>> {
    let content = &scan.content;
    if let Some(own) = &content.own {
        return match own {
            OwnCode::Command(command) => vec![Ask::Command(*command)],
            OwnCode::Quantity(quantity) => vec![Ask::Quantity(i64::from(*quantity))],
            OwnCode::Bin(code) => vec![Ask::Location(code)],
            OwnCode::Tote(_) => vec![Ask::UnitOrNew(own.printed().into())],
            OwnCode::Badge(_) | OwnCode::Station(_) => Vec::new(),
        };
    }
    if let Some(key) = &content.nfe {
        return vec![Ask::Receipt(key)];
    }
    let mut asks = Vec::new();
    if let Some(gtin) = content.gtin.as_ref().filter(|_| content.sscc.is_none()) {
        asks.push(Ask::Goods(gtin.as_str()));
        // Bare digits may be an internal code that looks like a GTIN.
        if scan.kind != Kind::Gtin {
            return asks;
        }
    }
    if let Some(sscc) = &content.sscc {
        asks.push(Ask::UnitOrNew(sscc.as_str().into()));
    } else if let Some(s10) = &content.s10 {
        asks.push(Ask::Parcel(s10.as_str()));
    } else if content.lot.is_some() || content.expiry.is_some() || content.best_before.is_some() {
        asks.push(Ask::Attributes);
    } else {
        // Text without any pattern of its own: a bin's code, an item's, a unit's, a tracking code.
        let text = scan.text.as_str();
        asks.extend([Ask::Location(text), Ask::Goods(text), Ask::Unit(text), Ask::Parcel(text)]);
    }
    asks
}
